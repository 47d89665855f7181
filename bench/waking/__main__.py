"""Compares a wake with the launcher with one as it is without; see bench/README.md."""

import argparse
import os
import shutil
import statistics
import sys
import tempfile

from . import homes, logs
from .rendered import HOME, Rendered
from .store import BUCKET, Store
from .wake import wake

PLAIN, OURS = "plain", "ours"


def arguments():
    parser = argparse.ArgumentParser(prog="bench/wake", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="turns of each side (5)")
    parser.add_argument("--sparks", default="4.x,3.5", help="which of 4.x, 3.5")
    parser.add_argument("--kinds", default="disk,s3,large", help="which of disk, s3, large")
    parser.add_argument("--megabytes", type=int, default=300, help="size of the large log (300)")
    parser.add_argument("--cpu", type=int, default=os.cpu_count() - 1, help="the CPU of the servers")
    parser.add_argument(
        "--plain",
        choices=["rendered", "shell"],
        default="rendered",
        help="the plain side: as the provisioner renders it without a launcher, or FsShell -mkdir and then"
        " Spark with G1 (rendered)",
    )
    return parser.parse_args()


def main():
    options = arguments()
    work = tempfile.mkdtemp(prefix="wake-")
    ratio = None
    try:
        for spark in options.sparks.split(","):
            home, version = homes.make(work, spark, "s3" in options.kinds)
            print(f"Spark {version}, {options.rounds} rounds, CPU {options.cpu}, plain is {options.plain}", flush=True)
            for kind in options.kinds.split(","):
                cpu = measured(kind, options, home, version, os.path.join(work, f"{kind}-{version}"))
                if kind == "disk" and spark == "4.x":
                    ratio = cpu
    finally:
        shutil.rmtree(work, ignore_errors=True)
    if ratio is not None:
        print(f"wake CPU ratio: {ratio:.2f}")


def measured(kind, options, home, version, folder):
    """Runs the turns of one kind, prints its lines, and answers the ratio of the CPU times."""
    history = os.path.join(folder, "logs")
    if kind == "large":
        application, count = logs.large(HOME, history, options.megabytes)
    else:
        application, count = logs.small(HOME, history)
    store = Store(os.path.join(folder, "s3"), history) if kind == "s3" else None
    try:
        directory = f"s3a://{BUCKET}/logs" if store else f"file:{history}"
        endpoint = store.endpoint if store else None
        pods = {
            side: Rendered(os.path.join(folder, side), home, version, launcher, directory, endpoint)
            for side, launcher in ((PLAIN, "None"), (OURS, "Image"))
        }
        if options.plain == "shell":
            shell(pods[PLAIN], directory)
        costs = {PLAIN: [], OURS: [], "again": []}
        for turn in range(options.rounds):
            for side in (PLAIN, OURS) if turn % 2 == 0 else (OURS, PLAIN):
                costs[side].append(wake(pods[side], options.cpu, application, count))
                if kind == "large" and side == OURS:
                    costs["again"].append(wake(pods[side], options.cpu, application, count, keep=True))
        return report(kind, costs)
    finally:
        if store:
            store.close()


def shell(pod, directory):
    """Makes the plain side one of a pod without the project: two JVMs with their own defaults."""
    init, server = pod.commands
    path = init[init.index("-cp") + 1]
    pod.commands[0] = ["java", "-cp", path, "org.apache.hadoop.fs.FsShell", "-mkdir", "-p", directory]
    pod.commands[1] = [server[0], "-XX:+UseG1GC", *server[1:]]


def report(kind, costs):
    ratios = {}
    for side, some in costs.items():
        if some:
            print(
                f"  {kind:5} {side:5}  CPU {median(some, 'cpu'):6.1f} s  wall {median(some, 'wall'):6.1f} s"
                f"  RSS {median(some, 'mebibytes'):4.0f} MiB"
                f"  list to page: CPU {median(some, 'page_cpu'):5.1f} s, wall {median(some, 'page_wall'):5.1f} s"
                "   CPU of each: "
                + ", ".join(f"{each.cpu:.1f}" for each in some),
                flush=True,
            )
    for field in ("cpu", "wall", "mebibytes"):
        # within a turn, where both had the same machine
        ratios[field] = statistics.median(
            getattr(ours, field) / getattr(plain, field) for ours, plain in zip(costs[OURS], costs[PLAIN])
        )
    print(
        f"  {kind:5} ours ÷ plain: CPU {ratios['cpu']:.2f}, wall {ratios['wall']:.2f}, RSS {ratios['mebibytes']:.2f}",
        flush=True,
    )
    return ratios["cpu"]


def median(costs, field):
    return statistics.median(getattr(cost, field) for cost in costs)


if __name__ == "__main__":
    sys.exit(main())
