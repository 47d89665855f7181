"""Which threads the gateway has: each has a name that is known, and no name has more than its bound.

Their number alone says little. A pool makes its threads when they are needed first, which may be
late, and the JVM starts and ends threads of its own as it likes.
"""

import contextlib
import re
import time
from collections import Counter
from pathlib import Path

SETTLED = 0.02

# Of the gateway, by OPTIONS in gateway.py; the kernel keeps 15 letters of a name.
BOUNDS = {
    "gateway-#-#": 2,
    "admin-#-#": 1,
    "HTTP-Dispatcher": 1,
    "idle-timeout-ta": 1,
    "req-rsp-timeout": 1,
    "pool-#-thread-#": 1,
    "access-log": 1,
    "loop-watch": 1,
    # the one that started the JVM, and the one that was main
    "java": 2,
}

# Of the JVM, which bounds them itself.
JVM = {
    "Attach Listener",
    "C# CompilerThre",
    "Common-Cleaner",
    "Finalizer",
    "Monitor Deflati",
    "Notification Th",
    "Reference Handl",
    "Service Thread",
    "Signal Dispatch",
    "Sweeper thread",
    "VM Periodic Tas",
    "VM Thread",
}


def family(name):
    """The name of all threads of which this is one: without numbers."""
    return re.sub(r"\d+", "#", name)


def names(pid):
    found = {}
    for task in Path(f"/proc/{pid}/task").iterdir():
        # one that ends meanwhile is none
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            found[task.name] = (task / "comm").read_text().rstrip("\n")
    return found


def threads_of(pid):
    """How many threads of each family a process has: those that are there for a while."""
    first = names(pid)
    # until it is named, a thread has the name of the one that made it
    time.sleep(SETTLED)
    return Counter(family(name) for thread, name in names(pid).items() if first.get(thread) == name)


def too_many(most):
    """A sentence for every family that is not known, or that had more threads than it may have."""
    return [
        f"{number} threads {name!r}, and there may be {BOUNDS.get(name, 0)}"
        for name, number in sorted(most.items())
        if name not in JVM and number > BOUNDS.get(name, 0)
    ]
