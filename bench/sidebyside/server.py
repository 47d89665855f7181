"""A process that listens, and that ends with us."""

import os
import resource
import signal
import socket
import subprocess
import time

from . import machine

PATIENCE = 30


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def on(cpus):
    """For preexec_fn: runs on these CPUs alone, with as many files as are allowed."""

    def prepare():
        os.sched_setaffinity(0, cpus)
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))

    return prepare


class Server:
    """Started by `with`; ended by its own process id, never by name."""

    def __init__(self, name, command, port, cpus, log, out=None, env=None):
        self.name = name
        self.port = port
        self.command = command
        self.cpus = cpus
        self.log = log
        self.out = out or log
        self.env = env
        self.process = None

    @property
    def pid(self):
        return self.process.pid

    def __enter__(self):
        with open(self.log, "ab") as log, open(self.out, "ab") as out:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=log,
                preexec_fn=on(self.cpus),
                env={**os.environ, **(self.env or {})},
            )
        try:
            self._await_port()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    def _await_port(self):
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self.process.poll() is not None:
                break
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.002)
        raise SystemExit(f"{self.name} does not listen; see {self.log}")

    def stop(self):
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def cpu(self):
        return machine.cpu_of(self.pid)

    def rss(self):
        return machine.rss_of(self.pid)
