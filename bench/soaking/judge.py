"""Whether all of it is explained, and nothing grew."""

import json
import statistics
from collections import Counter

from .kinds import KINDS, PIPELINED, PREFIX, STORM

# What may end before a path was read, and therefore says no kind.
WITHOUT_PATH = {"client_gone", "request_timeout", "bad_request", "head_too_large"}
# What of the gateway's own log is a defect, whatever else is going on.
DEFECTS = ("LEAK", "ERROR", "Exception", "OutOfMemory")
# Lines in the access log for each visit; those of some have no path.
LINES = {"pipeline": PIPELINED, "storm": STORM, "leave-head": 0, "slow-head": 0}
GROWTH = {"heap": (1.10, 2), "direct": (1.15, 4), "rss": (1.15, 12), "files": (1, 2)}


def kind_of(path):
    """The kind that is in a path of ours, or nothing."""
    parts = path.removeprefix(PREFIX).split("/")
    return parts[3] if len(parts) > 4 and parts[2] == "k" else ""


def read_log(file):
    """Counts of what the gateway wrote about each kind, and lines that say what must not be."""
    outcomes = {kind.name: set(kind.outcomes) for kind in KINDS}
    counts, wrong = Counter(), []
    with open(file, encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            kind = kind_of(entry["path"])
            if not kind and entry["path"] == PREFIX + "/":
                kind = "landing"
            counts[kind or "(no path)", entry["outcome"]] += 1
            if entry["outcome"] not in outcomes.get(kind, WITHOUT_PATH):
                wrong.append(f"access log: {line.strip()}")
    return counts, wrong


def missing(ends, counts):
    """A sentence for every kind of which not every request is in the access log, once."""
    wrong = []
    for kind in KINDS:
        visits = sum(n for (name, _), n in ends.items() if name == kind.name)
        lines = sum(n for (name, _), n in counts.items() if name == kind.name)
        if lines != visits * LINES.get(kind.name, 1):
            wrong.append(f"{kind.name}: {visits} visits and {lines} lines in the access log")
    return wrong


def defects(file):
    with open(file, encoding="utf-8", errors="replace") as lines:
        return [line.strip() for line in lines if any(word in line for word in DEFECTS)]


def thirds(samples):
    """Begin, middle and end of what is there after the warm-up, which is the first quarter."""
    warm = samples[len(samples) // 4 :]
    size = max(1, len(warm) // 3)
    return warm[:size], warm[len(warm) // 2 - size // 2 :][:size], warm[-size:]


def growth(samples):
    """A sentence for everything that is more at the end than at the beginning."""
    if len(samples) < 6:
        return []
    first, _, last = thirds(samples)
    grown = []
    for name, (factor, more) in GROWTH.items():
        was = statistics.median(getattr(s, name) for s in first)
        became = statistics.median(getattr(s, name) for s in last)
        if became > was * factor + more:
            grown.append(f"{name} grew from {was:.1f} to {became:.1f}")
    return grown
