"""Load on one proxy for a while, and what it cost."""

import json
import os
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from . import machine
from .machine import Cpu
from .proxies import GIB
from .same import FIELDS, HERE
from .server import on

SCRIPT = Path(__file__).parent / "load.lua"


@dataclass(frozen=True)
class Sample:
    """One measurement of one proxy. Times are microseconds unless they say otherwise."""

    requests: int
    seconds: float
    cpu: Cpu
    rss: float
    others: float
    p50: int = 0
    p99: int = 0
    p999: int = 0

    @property
    def cpu_each(self):
        return self.cpu.total * 1e6 / self.requests

    @property
    def rate(self):
        return self.requests / self.seconds


class Watch:
    """Between `with` and its end: the proxy's CPU time, and how many CPUs strangers kept busy."""

    def __init__(self, proxy, backend):
        self.proxy = proxy
        self.backend = backend
        self.helpers = 0.0

    def __enter__(self):
        self.own_before = time.process_time()
        self.backend_before = self.backend.cpu()
        self.busy_before = machine.busy()
        self.began = time.monotonic()
        self.cpu_before = self.proxy.cpu()
        return self

    def __exit__(self, *_):
        self.cpu = self.proxy.cpu() - self.cpu_before
        self.seconds = time.monotonic() - self.began
        ours = self.cpu.total + (self.backend.cpu() - self.backend_before).total
        ours += self.helpers + time.process_time() - self.own_before
        self.others = max(0.0, (machine.busy() - self.busy_before - ours) / self.seconds)


def wrk(place, proxy, backend, path, connections, seconds, paths=()):
    """Asks for one path, or for several in turn, over that many connections."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s"]
    command += ["-s", str(SCRIPT)]
    for name, value in FIELDS.items():
        command += ["-H", f"{name}: {value}"]
    command.append(f"http://127.0.0.1:{proxy.port}{path}")
    env = {**os.environ, **({"PATHS": " ".join(paths)} if paths else {})}
    with Watch(proxy, backend) as watch:
        before = os.times()
        run = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=True,
            preexec_fn=on(place.load_cpus),
            env=env,
        )
        after = os.times()
        watch.helpers = after.children_user + after.children_system
        watch.helpers -= before.children_user + before.children_system
    last = run.stdout.strip().splitlines()[-1]
    if not last.startswith("{"):
        raise SystemExit(f"{proxy.name}: wrk does not say what {path} took:\n{run.stdout}{run.stderr}")
    said = json.loads(last)
    if said["errors"] or not said["requests"]:
        raise SystemExit(f"{proxy.name}: {path} had errors under load:\n{run.stdout}")
    return Sample(
        said["requests"],
        said["micros"] / 1e6,
        watch.cpu,
        proxy.rss(),
        watch.others,
        said["p50"],
        said["p99"],
        said["p999"],
    )


def request_head(path):
    lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in FIELDS.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def open_and_ask(proxy, path):
    """A connection on which an answer has begun to arrive, what has arrived, and its length."""
    connection = socket.create_connection(("127.0.0.1", proxy.port), timeout=30)
    connection.sendall(request_head(path))
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        if not more:
            raise SystemExit(f"{proxy.name}: closed the connection in the middle of a head")
        data += more
    head, _, rest = data.partition(b"\r\n\r\n")
    lengths = [x for x in head.lower().split(b"\r\n") if x.startswith(b"content-length:")]
    if b" 200 " not in head.split(b"\r\n")[0] + b" " or not lengths:
        raise SystemExit(f"{proxy.name}: {path} is answered with {head!r}")
    return connection, len(rest), int(lengths[0].partition(b":")[2])


def download(_place, proxy, backend):
    """One GiB over one connection. A request is a GiB here."""
    buffer = bytearray(1 << 20)
    with Watch(proxy, backend) as watch:
        connection, got, length = open_and_ask(proxy, f"{HERE}/download")
        with connection:
            while got < length:
                size = connection.recv_into(buffer)
                if size == 0:
                    raise SystemExit(f"{proxy.name}: the download broke off after {got} bytes")
                got += size
    if length != GIB:
        raise SystemExit(f"{proxy.name}: the download has {length} bytes")
    return Sample(1, watch.seconds, watch.cpu, proxy.rss(), watch.others)
