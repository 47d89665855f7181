"""Network namespaces, each with one link to the gateway's, which can be cut."""

import contextlib
import ctypes
import os
import socket
import subprocess

LIBC = ctypes.CDLL(None, use_errno=True)


def run(*command):
    said = subprocess.run(command, check=False, capture_output=True, text=True)
    if said.returncode:
        raise SystemExit(f"{' '.join(command)}: {said.stderr.strip()}")


@contextlib.contextmanager
def entered(space):
    """This thread, and the sockets that it makes, are in that namespace for a while."""
    with open("/proc/thread-self/ns/net") as home, open(f"/run/netns/{space}") as there:
        if LIBC.setns(there.fileno(), 0) != 0:
            raise OSError(ctypes.get_errno(), f"setns {space}")
        try:
            yield
        finally:
            LIBC.setns(home.fileno(), 0)


class Links:
    """A star: the gateway in the middle, each of the others at the end of a link of its own."""

    def __init__(self, names):
        self.tag = f"shg{os.getpid()}"
        self.names = names

    def __enter__(self):
        run("ip", "netns", "add", self.space("gw"))
        self._at("gw", "ip", "link", "set", "lo", "up")
        for name in self.names:
            run("ip", "netns", "add", self.space(name))
            device = f"to-{name}"
            ends = ["type", "veth", "peer", "name", "up0", "netns", self.space(name)]
            self._at("gw", "ip", "link", "add", device, *ends)
            self._at("gw", "ip", "addr", "add", f"{self.gateway(name)}/24", "dev", device)
            self._at("gw", "ip", "link", "set", device, "up")
            self._at(name, "ip", "addr", "add", f"{self.address(name)}/24", "dev", "up0")
            self.mend(name)
        return self

    def __exit__(self, *_):
        for name in ["gw", *self.names]:
            subprocess.run(["ip", "netns", "del", self.space(name)], check=False)

    def space(self, name):
        return f"{self.tag}-{name}"

    def gateway(self, name):
        """The gateway's address as this one sees it."""
        return f"10.213.{self.names.index(name) + 1}.1"

    def address(self, name):
        return f"10.213.{self.names.index(name) + 1}.2"

    def connect(self, name, port):
        """A connection from there to the gateway; for a thread that may wait."""
        with entered(self.space(name)):
            wire = socket.create_connection((self.gateway(name), port), timeout=10)
        wire.setblocking(False)
        return wire

    def start(self, name, *command):
        return subprocess.Popen(["ip", "netns", "exec", self.space(name), *command])

    def cut(self, name):
        """From now on nothing arrives, either way, and nobody is told."""
        self._at(name, "ip", "link", "set", "up0", "down")

    def mend(self, name):
        self._at(name, "ip", "link", "set", "up0", "up")

    @contextlib.contextmanager
    def filtered(self, name, *rule):
        """A rule of the packet filter for what arrives there, for a while."""
        self._at(name, "iptables", "-A", "INPUT", *rule)
        try:
            yield
        finally:
            self._at(name, "iptables", "-D", "INPUT", *rule)

    def _at(self, name, *command):
        run("ip", "netns", "exec", self.space(name), *command)
