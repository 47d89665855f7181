"""Compares the gateway with nginx and HAProxy doing the same. See README.md beside `run`."""

import argparse
import os
import random
import signal
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from . import idle, machine, report, same
from .jobs import JOBS, NAMES
from .load import wrk
from .proxies import JSON, PREFIX, PROXIES, Place, Tenant, as_gateway, backend, versions

# tenants in the file
SIZES = (10, 10_000)

# it is warm when a warm-up needed more than this much of the one before
WARM = 0.97
MOST_WARM_UPS = 10


def options():
    parser = argparse.ArgumentParser(prog="bench/run", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="default 7")
    parser.add_argument("--seconds", type=int, default=5, help="of each measurement, default 5")
    parser.add_argument("--warm-up", type=int, default=20, help="seconds of one, default 20")
    parser.add_argument("--jobs", default=",".join(NAMES), help="of " + ",".join(NAMES))
    parser.add_argument("--proxies", default=",".join(PROXIES), help="of " + ",".join(PROXIES))
    parser.add_argument("--idle", type=int, default=5000, help="idle connections, default 5000")
    parser.add_argument(
        "--noise",
        type=float,
        default=0.1,
        help="a round in which others kept more than this many CPUs busy is noisy, default 0.1",
    )
    parser.add_argument(
        "--java-opts", default="-Xmx64m", help="for the gateway's JVM, default -Xmx64m"
    )
    parser.add_argument("--quick", action="store_true", help="3 short rounds: does it work at all?")
    parser.add_argument("--keep", action="store_true", help="keep configurations and logs")
    chosen = parser.parse_args()
    if chosen.quick:
        chosen.rounds, chosen.seconds, chosen.warm_up, chosen.idle = 3, 1, 6, 500
    chosen.jobs = known(parser, chosen.jobs, NAMES)
    chosen.proxies = known(parser, chosen.proxies, PROXIES)
    return chosen


def known(parser, text, names):
    for name in text.split(","):
        if name not in names:
            parser.error(f"{name} is none of {', '.join(names)}")
    return [name for name in names if name in text.split(",")]


def place(folder, java_opts):
    cpus = sorted(os.sched_getaffinity(0))
    if len(cpus) < 2:
        raise SystemExit("two CPUs are needed: one for the proxy, one for the load")
    return Place(Path(folder), frozenset(cpus[-1:]), frozenset(cpus[:-1]), java_opts)


def say(text=""):
    print(text, flush=True)


def progress(text):
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def warm_up(where, servers, behind, jobs, seconds):
    """Until more of it does not make the CPU time per request smaller.

    In turns of a second: a JVM throws compiled code away when something happens for the first time,
    such as clients that leave in the middle of an answer, and that happens where a turn ends.
    """
    for server in servers:
        before = float("inf")
        for number in range(MOST_WARM_UPS):
            progress(f"warming up {server.name}, {number + 1}")
            turns = max(1, seconds // len(jobs))
            samples = [job.run(where, server, behind, 1) for _ in range(turns) for job in jobs]
            cost = sum(s.cpu.total for s in samples) / sum(s.requests for s in samples)
            if cost > WARM * before:
                break
            before = cost


def rounds(where, chosen, servers, behind):
    """Every proxy does every job in every round, in an order that changes."""
    jobs = [job for job in JOBS if job.name in chosen.jobs]
    if not jobs:
        return {}
    requests = [job for job in jobs if job.name != "download"]
    warm_up(where, servers, behind, requests or jobs, chosen.warm_up)
    found = {job.name: [] for job in jobs}
    shuffle = random.Random(1)
    for number in range(chosen.rounds):
        for job in jobs:
            order = shuffle.sample(servers, len(servers))
            samples = {}
            for server in order:
                progress(f"round {number + 1} of {chosen.rounds}: {job.name}, {server.name}")
                samples[server.name] = job.run(where, server, behind, chosen.seconds)
            found[job.name].append({s.name: samples[s.name] for s in servers})
    progress("")
    return found


def idle_job(where, chosen, behind):
    found = {}
    for name in chosen.proxies:
        progress(f"idle connections: {name}")
        with PROXIES[name](where, behind.port) as server:
            found[name] = idle.idle(server, chosen.idle)
    progress("")
    say(report.idle(found, chosen.idle))


def routing_job(where, chosen, behind):
    """The same ten tenants are asked, among ten and among ten thousand."""
    few, many = SIZES
    step = many // few
    with ExitStack() as stack:
        servers = {}
        for size in SIZES:
            names = [i * step if size == few else i for i in range(size)]
            tenants = [Tenant(f"tenant-{i:05}", "alice@example.com") for i in names]
            servers[size] = stack.enter_context(as_gateway(where, behind.port, tenants))
        paths = [f"{PREFIX}/tenant-{i * step:05}{JSON}" for i in range(few)]

        def measure(size, seconds):
            progress(f"routing among {size} tenants")
            return wrk(where, servers[size], behind, paths[0], 32, seconds, paths)

        for size in SIZES:
            measure(size, chosen.warm_up)
        found = []
        for number in range(chosen.rounds):
            order = SIZES if number % 2 else SIZES[::-1]
            found.append({size: measure(size, chosen.seconds) for size in order})
    progress("")
    say(report.routing(found, SIZES, chosen.noise))


def main():
    chosen = options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    folder = tempfile.mkdtemp(prefix="sparkhistory-bench-")
    with ExitStack() as stack:
        if chosen.keep:
            say(f"configurations and logs: {folder}")
        else:
            stack.callback(remove, folder)
        where = place(folder, chosen.java_opts)
        # what reads downloads runs here, and not where the proxy does
        os.sched_setaffinity(0, where.load_cpus)
        measure(stack, where, chosen)


def remove(folder):
    import shutil

    shutil.rmtree(folder, ignore_errors=True)


def measure(stack, where, chosen):
    say(machine.description())
    say("; ".join(versions(chosen.proxies)))
    say(f"{chosen.rounds} rounds of {chosen.seconds} s; load before: {os.getloadavg()[0]:.1f}\n")
    behind = stack.enter_context(backend(where))
    with ExitStack() as proxies:
        servers = [
            proxies.enter_context(PROXIES[name](where, behind.port)) for name in chosen.proxies
        ]
        same.check(servers)
        say(f"the same answers from {', '.join(chosen.proxies)}: yes\n")
        for name, found in rounds(where, chosen, servers, behind).items():
            say(report.job(name, found, chosen.noise))
    extras(where, chosen, behind)


def extras(where, chosen, behind):
    if "idle" in chosen.jobs:
        idle_job(where, chosen, behind)
    if "start" in chosen.jobs and "gateway" in chosen.proxies:
        times = idle.start_ups(where, behind.port, 3 if chosen.quick else 11)
        say(report.starts(times))
    if "routing" in chosen.jobs and "gateway" in chosen.proxies:
        routing_job(where, chosen, behind)


main()
