"""Event logs: three small ones of the examples, and a large one that is made."""

import json
import os
import shutil

SMALL = "recommendations"
PLAIN = "spark-6f0d3c1a9be24c5f8a7714d2be90c3e1"


def small(home, folder):
    """Copies the three logs of an example; answers an application of them and their number."""
    shutil.copytree(os.path.join(home, "examples/eventlogs", SMALL, "history"), folder)
    return PLAIN, 3


def large(home, folder, megabytes):
    """Makes a log of that size from a small one: its jobs again and again, with other numbers."""
    os.makedirs(folder)
    with open(os.path.join(home, "examples/eventlogs", SMALL, "history", PLAIN), encoding="utf-8") as file:
        events = [json.loads(line) for line in file]
    jobs = [event for event in events if event["Event"] in REPEATED]
    first = events.index(jobs[0])
    head = [event for event in events[:first] if event["Event"] not in REPEATED]
    tail = [event for event in events[first:] if event["Event"] not in REPEATED]
    steps = {kind: 1 + max(numbers(jobs, kind), default=0) for kind in ("Job ID", "Stage ID", "Task ID")}
    path = os.path.join(folder, PLAIN)
    with open(path, "w", encoding="utf-8") as file:
        write(file, head)
        copy = 0
        while file.tell() < megabytes * 1_000_000:
            write(file, [renumbered(event, copy, steps) for event in jobs])
            copy += 1
        write(file, tail)
    return PLAIN, 1


REPEATED = {
    "SparkListenerJobStart",
    "SparkListenerJobEnd",
    "SparkListenerStageSubmitted",
    "SparkListenerStageCompleted",
    "SparkListenerTaskStart",
    "SparkListenerTaskEnd",
}


def write(file, events):
    for event in events:
        file.write(json.dumps(event, separators=(",", ":")) + "\n")


def numbers(value, key):
    """Every number below this key, at any depth."""
    if isinstance(value, dict):
        for name, each in value.items():
            if name == key and isinstance(each, int):
                yield each
            yield from numbers(each, key)
    elif isinstance(value, list):
        for each in value:
            yield from numbers(each, key)


def renumbered(value, copy, steps, key=None):
    """The same event with the numbers of another copy."""
    if isinstance(value, dict):
        return {name: renumbered(each, copy, steps, name) for name, each in value.items() if name != "Properties"}
    if isinstance(value, list):
        kind = {"Stage IDs": "Stage ID", "Parent IDs": None}.get(key, key)
        return [renumbered(each, copy, steps, kind) for each in value]
    if key in steps and isinstance(value, int) and not isinstance(value, bool):
        return value + copy * steps[key]
    return value
