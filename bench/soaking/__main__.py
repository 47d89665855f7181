"""Runs the soak: mixed traffic, lulls in which the gateway is measured, and a verdict."""

import argparse
import asyncio
import contextlib
import os
import random
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from . import judge, threads
from .client import Pool
from .gateway import JAR, Gateway
from .kinds import KINDS, Unexplained, Visit, end_of
from .origins import Origin, black_hole

MOST_AT_ONCE = 400
LULL_PATIENCE = 30
SHOWN = 20


def arguments():
    parser = argparse.ArgumentParser(prog="bench/soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30, help="how long (default %(default)s)")
    parser.add_argument("--rate", type=float, default=50, help="visits in a second (default %(default)s)")
    parser.add_argument("--lulls", type=int, default=12, help="how often to measure (default %(default)s)")
    parser.add_argument("--heap", default="64m", help="-Xmx of the gateway (default %(default)s)")
    parser.add_argument("--paranoid", action="store_true", help="Netty looks for leaked buffers everywhere")
    parser.add_argument("--seed", type=int, default=1, help="of the order of visits (default %(default)s)")
    parser.add_argument("--jar", type=Path, default=JAR, help="the gateway (default: what is built here)")
    parser.add_argument("--keep", action="store_true", help="keep the logs, and say where they are")
    return parser.parse_args()


class Tenants:
    """Who there is: each with a user of its own, and one user who may look at two of them."""

    def __init__(self):
        self.good = ["ns-a", "ns-b", "ns-c", "ns-ab"]
        self.groups = {
            "good": self.good,
            "closes": ["ns-closes"],
            "flaps": ["ns-flaps"],
            "storm": ["ns-storm"],
            "refused": ["ns-refused"],
            "hole": ["ns-hole"],
        }
        self.users = {name: [f"{name}@example.com"] for group in self.groups.values() for name in group}
        for name in ("ns-a", "ns-b"):
            self.users[name].append("both@example.com")
        self.ports = {}
        self.kept = []

    async def start(self):
        for name in [*self.good, "ns-storm"]:
            self.ports[name] = (await Origin(name).start()).port
        self.ports["ns-closes"] = (await Origin("ns-closes", closes=True).start()).port
        flapping = await Origin("ns-flaps").start()
        self.ports["ns-flaps"] = flapping.port
        listener, fillers = black_hole()
        self.kept = [listener, fillers]
        self.ports["ns-hole"] = listener.getsockname()[1]
        # bound, and listened at by nobody
        taken = socket.socket()
        taken.bind(("127.0.0.1", 0))
        self.kept.append(taken)
        self.ports["ns-refused"] = taken.getsockname()[1]
        return asyncio.create_task(self.flap(flapping))

    async def flap(self, origin):
        while True:
            # longer than the gateway waits to see whether a server has only moved
            await asyncio.sleep(6)
            origin.stop()
            await asyncio.sleep(4)
            await origin.start()

    def file(self):
        lines = ["tenants:"]
        for name, port in self.ports.items():
            users = ", ".join(f'"{user}"' for user in self.users[name])
            lines += [f"  {name}:", f'    address: "127.0.0.1:{port}"', f"    users: [{users}]"]
        return "\n".join(lines) + "\n"

    def may(self, user, namespace):
        return user in self.users.get(namespace, [])


class Soak:
    def __init__(self, options, tenants, gateway):
        self.options = options
        self.tenants = tenants
        self.gateway = gateway
        self.pool = Pool(gateway.port)
        self.chance = random.Random(options.seed)
        self.running = set()
        self.ends = Counter()
        self.unexplained = []
        self.samples = []
        self.threads = Counter()
        self.number = 0

    async def run(self):
        watch = asyncio.create_task(self.watch())
        begin = time.monotonic()
        total = self.options.minutes * 60
        for lull in range(self.options.lulls):
            await self.traffic(begin + total * (lull + 1) / self.options.lulls)
            await self.lull()
            said = self.samples[-1]
            print(
                f"{time.monotonic() - begin:6.0f} s  {self.ends.total():7d} visits  heap {said.heap:5.1f}  "
                f"direct {said.direct:5.1f}  rss {said.rss:6.1f} MiB  files {said.files}  "
                f"threads {said.threads.total()}  unexplained {len(self.unexplained)}",
                flush=True,
            )
        watch.cancel()

    async def watch(self):
        """The most threads of each name at any time: one for each request is gone in a lull."""
        while True:
            self.threads |= await asyncio.to_thread(threads.threads_of, self.gateway.process.pid)
            await asyncio.sleep(1)

    async def traffic(self, until):
        due = time.monotonic()
        while time.monotonic() < until:
            # when this program was kept from running, it does not make up for it with a storm
            due = max(due, time.monotonic() - 0.1) + self.chance.expovariate(self.options.rate)
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            if len(self.running) < MOST_AT_ONCE:
                task = asyncio.create_task(self.visit())
                self.running.add(task)
                task.add_done_callback(self.running.discard)

    async def visit(self):
        self.number += 1
        kind = self.chance.choices(KINDS, [k.share for k in KINDS])[0]
        namespace = self.chance.choice(self.tenants.groups[kind.tenants])
        user = self.chance.choice(self.tenants.users[namespace])
        visit = Visit(kind, self.number, namespace, user, self.pool)
        visit.may = lambda name: self.tenants.may(user, name)
        try:
            end = await end_of(visit)
            if end not in kind.ends:
                raise Unexplained(end)
        except Exception as e:
            end = "UNEXPLAINED"
            self.unexplained.append(f"{kind.name} {self.number} of {user} at {namespace}: {e!r}")
        self.ends[kind.name, end] += 1

    async def lull(self):
        """Nothing is asked any more: then nothing may be left over."""
        if self.running:
            await asyncio.wait(set(self.running))
        self.pool.empty()
        until = time.monotonic() + LULL_PATIENCE
        busy = {"": 0.0}
        while busy and time.monotonic() < until:
            await asyncio.sleep(0.5)
            busy = await asyncio.to_thread(self.gateway.busy)
        if busy:
            self.unexplained.append(f"left over in a lull: {busy}")
        self.samples.append(await asyncio.to_thread(self.gateway.sample))


def report(soak, counts, problems):
    print("\n| kind | visits | ends | access log |\n|---|---|---|---|")
    for kind in KINDS:
        ends = {end: n for (name, end), n in sorted(soak.ends.items()) if name == kind.name}
        logged = {what: n for (name, what), n in sorted(counts.items()) if name == kind.name}
        print(f"| {kind.name} | {sum(ends.values())} | {words(ends)} | {words(logged)} |")
    rest = {what: n for (name, what), n in sorted(counts.items()) if name == "(no path)"}
    print(f"| no path was read | | | {words(rest)} |")
    print(f"\n{soak.ends.total()} visits, {counts.total()} lines in the access log\n")
    print("| | heap after GC | direct | RSS | files | threads |\n|---|---|---|---|---|---|")
    for name, part in zip(("begin", "middle", "end"), judge.thirds(soak.samples)):
        s = part[len(part) // 2]
        print(
            f"| {name} ({s.seconds:.0f} s) | {s.heap:.1f} MiB | {s.direct:.1f} MiB "
            f"| {s.rss:.1f} MiB | {s.files} | {s.threads.total()} |"
        )
    print(f"\nmost threads at any time: {words(dict(sorted(soak.threads.items())))}\n")
    for problem in problems[:SHOWN]:
        print(f"UNEXPLAINED {problem}")
    print("FAILED" if problems else "PASSED", f"({len(problems)} unexplained)")


def words(counts):
    return ", ".join(f"{name} {count}" for name, count in counts.items())


async def soak(options, folder):
    tenants = Tenants()
    flapping = await tenants.start()
    file = folder / "tenants.yaml"
    file.write_text(tenants.file())
    home = os.environ.get("JAVA_HOME")
    java = Path(home) / "bin/java" if home else "java"
    with Gateway(folder, java, file, options) as gateway:
        run = Soak(options, tenants, gateway)
        await run.run()
        dropped = gateway.dropped_lines()
    flapping.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await flapping
    counts, problems = judge.read_log(gateway.log)
    problems += [*run.unexplained, *judge.missing(run.ends, counts), *judge.defects(gateway.own)]
    problems += judge.growth(run.samples)
    problems += threads.too_many(run.threads)
    if dropped:
        problems.append(f"{dropped} lines of the access log were dropped")
    if gateway.process.returncode != 0:
        problems.append(f"the gateway ended with {gateway.process.returncode}")
    report(run, counts, problems)
    return problems


def main():
    options = arguments()
    # told to end, it ends the gateway too
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    folder = Path(tempfile.mkdtemp(prefix="soak-"))
    try:
        problems = asyncio.run(soak(options, folder))
    finally:
        if options.keep:
            print(f"logs are in {folder}")
        else:
            shutil.rmtree(folder)
    sys.exit(1 if problems else 0)


main()
