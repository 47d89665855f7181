"""The packaged gateway as a process, and what it uses."""

import contextlib
import re
import signal
import subprocess
import time
import urllib.request
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from sidebyside.machine import rss_of
from sidebyside.server import free_port

from . import threads

JAR = Path(__file__).parent.parent.parent / "gateway/target/gateway.jar"
FLAGS = ["-Xms64m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"]
WATCHED = ["-XX:NativeMemoryTracking=summary"]
PATIENCE = 60

# Short, so that half an hour sees each of them run out thousands of times.
OPTIONS = [
    "--response-timeout=5s",
    "--body-idle-timeout=5s",
    "--head-timeout=5s",
    "--connect-timeout=1s",
    "--upstream-idle-timeout=4s",
    "--keep-alive-timeout=20s",
    "--max-connections-per-tenant-upstream=64",
    "--max-pending-per-tenant=32",
    "--threads=2",
    "--drain-delay=0s",
]


@dataclass(frozen=True)
class Sample:
    """Taken while nothing is going on: sizes in MiB, the heap after a collection."""

    seconds: float
    heap: float
    direct: float
    rss: float
    files: int
    threads: Counter


def heap_of(said):
    """What is used of both generations; every JDK spells their names otherwise."""
    used = [int(kib) for kib in re.findall(r" total \d+K, used (\d+)K", said)]
    if len(used) != 2:
        raise ValueError(f"two generations are expected: {said}")
    return sum(used) / 1024


def direct_of(said):
    """What was allocated outside of the heap for buffers."""
    other = re.search(r" Other \(reserved=\d+KB, committed=(\d+)KB\)", said)
    if other is None:
        raise ValueError(f"nothing is said of buffers: {said}")
    return int(other.group(1)) / 1024


class Gateway:
    """Started by `with`."""

    def __init__(self, folder, java, tenants, options, listen="127.0.0.1"):
        self.port, self.admin = free_port(), free_port()
        self.log = folder / "gateway.access.log"
        self.own = folder / "gateway.err"
        leak = ["-Dio.netty.leakDetection.level=paranoid"] if options.paranoid else []
        self.command = [
            str(java),
            *FLAGS,
            *WATCHED,
            *leak,
            f"-Xmx{options.heap}",
            "-jar",
            str(options.jar),
            "gateway",
            f"--tenants={tenants}",
            f"--listen={listen}:{self.port}",
            f"--admin=127.0.0.1:{self.admin}",
            f"--access-log={self.log}",
            *OPTIONS,
        ]
        self.process = None
        self.began = 0.0

    def __enter__(self):
        with open(self.own, "wb") as own:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=own, stderr=subprocess.STDOUT
            )
        self.began = time.monotonic()
        while not self._ready():
            if self.process.poll() is not None or time.monotonic() - self.began > PATIENCE:
                raise SystemExit(f"the gateway does not start: {self.own.read_text()}")
            time.sleep(0.05)
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def _ready(self):
        with contextlib.suppress(OSError):
            return self._admin("readyz").startswith("ok")
        return False

    def _admin(self, path):
        url = f"http://127.0.0.1:{self.admin}/{path}"
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.read().decode()

    def busy(self):
        """Meters of what is under way and is not 0."""
        watched = "requests_in_flight", "client_connections", "upstream_connections", "held"
        lines = self._admin("metrics").splitlines()
        found = {}
        for line in lines:
            name, _, value = line.partition(" ")
            if name.startswith("sparkhistory_") and any(w in name for w in watched):
                if float(value) != 0:
                    found[name] = float(value)
        return found

    def dropped_lines(self):
        said = re.search(r"^sparkhistory_access_log_dropped_total (\S+)$", self._admin("metrics"), re.M)
        return float(said.group(1))

    def sample(self):
        pid = self.process.pid
        for _ in range(2):
            self._jcmd("GC.run")
        return Sample(
            time.monotonic() - self.began,
            heap_of(self._jcmd("GC.heap_info")),
            direct_of(self._jcmd("VM.native_memory")),
            rss_of(pid),
            len(list(Path(f"/proc/{pid}/fd").iterdir())),
            threads.threads_of(pid),
        )

    def _jcmd(self, command):
        run = ["jcmd", str(self.process.pid), command]
        return subprocess.run(run, check=True, capture_output=True, text=True).stdout
