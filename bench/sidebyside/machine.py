"""What the machine and its processes use: CPU time, memory, and who else is at work."""

import os
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Cpu:
    """CPU time in seconds."""

    user: float = 0.0
    system: float = 0.0

    @property
    def total(self):
        return self.user + self.system

    def __add__(self, other):
        return Cpu(self.user + other.user, self.system + other.system)

    def __sub__(self, other):
        return Cpu(self.user - other.user, self.system - other.system)


def family(pid):
    """The process and all of its descendants."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += family(int(child))
    return found


def cpu_of(pid):
    """utime + stime of a process and its descendants, all threads, since they began."""
    total = Cpu()
    for member in family(pid):
        # the name in parentheses may hold anything, so count from behind it
        fields = Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
        total += Cpu(int(fields[11]) / TICKS, int(fields[12]) / TICKS)
    return total


def rss_of(pid):
    """Resident memory of a process and its descendants, in MiB; shared pages count for each."""
    kib = 0
    for member in family(pid):
        for line in Path(f"/proc/{member}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                kib += int(line.split()[1])
    return kib / 1024


def busy():
    """CPU seconds that the whole machine has been busy, with what the hypervisor took away."""
    fields = [int(f) for f in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    user, nice, system, _idle, _wait, irq, softirq, steal = fields
    return (user + nice + system + irq + softirq + steal) / TICKS


def description():
    """One line for the report."""
    model = "unknown processor"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    return f"{os.cpu_count()} × {model}, Linux {os.uname().release}"
