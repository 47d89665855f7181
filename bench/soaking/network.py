"""What becomes of requests when links are cut, while another tenant is asked all the time."""

import argparse
import asyncio
import contextlib
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from . import judge
from .client import Closed, Connection, Cut
from .content import content
from .gateway import JAR, Gateway
from .kinds import MIB, PREFIX
from .links import Links, entered

PORT = 18080
USER = "alice@example.com"
PATIENCE = 20


def arguments():
    parser = argparse.ArgumentParser(prog="bench/faults", description=__doc__)
    parser.add_argument("--jar", type=Path, default=JAR, help="the gateway (default: what is built here)")
    parser.set_defaults(heap="64m", paranoid=True)
    return parser.parse_args()


class Faults:
    """The cases. Each answers what the client saw, which is compared with what it should see."""

    def __init__(self, links, gateway):
        self.links = links
        self.gateway = gateway
        self.wrong = []
        self.answers = 0
        self.slowest = 0.0
        self.slowest_at = ""
        self.case = ""

    async def connection(self, where="client"):
        wire = await asyncio.to_thread(self.links.connect, where, self.gateway.port)
        return Connection(*await asyncio.open_connection(sock=wire, limit=64 * 1024))

    @staticmethod
    def head(method, namespace, kind, size, *more):
        path = f"{PREFIX}/{namespace}/k/{kind}/1?size={size}"
        lines = [f"{method} {path} HTTP/1.1", "Host: faults.example", f"kubeflow-userid: {USER}"]
        return ("\r\n".join([*lines, *more]) + "\r\n\r\n").encode()

    async def ask(self, namespace, kind="small", size=1000):
        """On a new connection of the client."""
        connection = await self.connection()
        try:
            await connection.send(self.head("GET", namespace, kind, size))
            answer = await connection.read()
        except Cut:
            return "cut"
        except Closed:
            return "closed"
        finally:
            connection.reset()
        if answer.status == 200 and answer.body != content(namespace, "1", size):
            return "wrong bytes"
        return str(answer.status)

    async def probe(self):
        """The other tenant, twenty times a second, on connections that stay."""
        connection = await self.connection()
        while True:
            begin = time.monotonic()
            await connection.send(self.head("GET", "ns-good", "small", 5000))
            answer = await connection.read()
            took = time.monotonic() - begin
            if took > self.slowest:
                self.slowest, self.slowest_at = took, self.case
            self.answers += 1
            if answer.status != 200 or answer.body != content("ns-good", "1", 5000):
                self.wrong.append(f"the other tenant, during '{self.case}': {answer}")
            await asyncio.sleep(0.05)

    # ---- cases

    async def cut_in_answer(self):
        connection = await self.connection()
        # a hundred bytes every 50 ms
        await connection.send(self.head("GET", "ns-bad", "trickle", 20_000))
        await connection.reader.readuntil(b"\r\n\r\n")
        self.links.cut("bad")
        with contextlib.suppress(ConnectionResetError):
            while await connection.reader.read(1000):
                pass
            return "looks complete"
        return "cut"

    async def cut_in_upload(self):
        connection = await self.connection()
        fields = f"Content-Length: {64 * MIB}", "Connection: close"
        await connection.send(self.head("POST", "ns-bad", "upload", 0, *fields))
        connection.writer.write(bytes(MIB))
        self.links.cut("bad")
        connection.writer.write(bytes(63 * MIB))
        try:
            return str((await connection.read()).status)
        finally:
            connection.reset()

    async def cut_before_request(self):
        """The connection of the pool is dead, and nobody has said so."""
        self.links.cut("bad")
        return await self.ask("ns-bad")

    async def cut_before_connect(self):
        """As before, but the pool is empty."""
        await self.pool_empties()
        self.links.cut("bad")
        return await self.ask("ns-bad")

    async def swallowed(self):
        with self.links.filtered("bad", "-p", "tcp", "--syn", "-j", "DROP"):
            await self.pool_empties()
            return await self.ask("ns-bad")

    async def rejected(self):
        with self.links.filtered("bad", "-p", "tcp", "-j", "REJECT", "--reject-with", "tcp-reset"):
            return await self.ask("ns-bad")

    async def unreachable(self):
        with self.links.filtered("bad", "-p", "tcp", "--syn", "-j", "REJECT"):
            await self.pool_empties()
            return await self.ask("ns-bad")

    async def short_cut(self):
        """Mended before anybody's patience ends: nobody notices."""
        asked = asyncio.create_task(self.ask("ns-bad", "trickle", 4000))
        await asyncio.sleep(0.5)
        self.links.cut("bad")
        await asyncio.sleep(1)
        self.links.mend("bad")
        return await asked

    async def lossy(self):
        loss = ["-m", "statistic", "--mode", "random", "--probability", "0.03", "-j", "DROP"]
        with self.links.filtered("bad", "-p", "tcp", *loss):
            asked = [self.ask("ns-bad", "chunked", 200_000) for _ in range(10)]
            return "+".join(sorted(set(await asyncio.gather(*asked))))

    async def client_vanishes(self):
        """Not a word of a client that reads a long answer: the gateway gives it up."""
        connection = await self.connection("leaver")
        await connection.send(self.head("GET", "ns-bad", "big", 64 * MIB))
        await connection.reader.readexactly(MIB)
        self.links.cut("leaver")
        await asyncio.sleep(0.5)
        left = await self.settles()
        self.links.mend("leaver")
        connection.reset()
        return f"left over: {left}" if left else "given up"

    CASES = [
        (cut_in_answer, "cut"),
        (cut_in_upload, "504"),
        (cut_before_request, "504"),
        # the neighbour table may notice first
        (cut_before_connect, "502", "504"),
        (swallowed, "504"),
        (rejected, "502"),
        # the kernel takes the word of ICMP for a hint
        (unreachable, "502", "504"),
        (short_cut, "200"),
        (lossy, "200"),
        (client_vanishes, "given up"),
    ]

    # ---- in between

    async def busy(self):
        found = await asyncio.to_thread(self.gateway.busy)
        # the probe's own
        return {name: n for name, n in found.items() if n > 1}

    async def settles(self):
        """What is left over when the probe alone is still there."""
        until = time.monotonic() + PATIENCE
        left = await self.busy()
        while left and time.monotonic() < until:
            await asyncio.sleep(0.2)
            left = await self.busy()
        return left

    async def pool_empties(self):
        await self.settles()

    async def run(self):
        probe = asyncio.create_task(self.probe())
        for case, *wanted in self.CASES:
            self.case = case.__name__.replace("_", " ")
            if await self.ask("ns-bad") != "200":
                self.wrong.append(f"before '{self.case}' the server does not answer")
            begin = time.monotonic()
            seen = await case(self)
            took = time.monotonic() - begin
            self.links.mend("bad")
            print(f"{self.case:20} {seen:10} {took:5.1f} s, the other tenant {self.answers} times 200", flush=True)
            if seen not in wanted:
                self.wrong.append(f"{self.case}: {seen} instead of {' or '.join(wanted)}")
            await self.recovers()
        left = await self.settles()
        if left:
            self.wrong.append(f"left over: {left}")
        if probe.done():
            self.wrong.append(f"the probe ended: {probe.exception()!r}")
        probe.cancel()

    async def recovers(self):
        until = time.monotonic() + PATIENCE
        while await self.ask("ns-bad") != "200":
            if time.monotonic() > until:
                self.wrong.append(f"'{self.case}' is over and the server does not answer")
                return


def tenants(links):
    lines = ["tenants:"]
    for name in ("good", "bad"):
        lines += [f"  ns-{name}:", f'    address: "{links.address(name)}:{PORT}"', f'    users: ["{USER}"]']
    return "\n".join(lines) + "\n"


async def cases(options, folder, links):
    file = folder / "tenants.yaml"
    file.write_text(tenants(links))
    home = os.environ.get("JAVA_HOME")
    java = Path(home) / "bin/java" if home else "java"
    with Gateway(folder, java, file, options, listen="0.0.0.0") as gateway:
        faults = Faults(links, gateway)
        await faults.run()
    wrong = [*faults.wrong, *judge.defects(gateway.own)]
    slowest = f"the slowest took {faults.slowest * 1000:.0f} ms, during '{faults.slowest_at}'"
    print(f"the other tenant: {faults.answers} answers, {slowest}")
    for sentence in wrong:
        print(f"WRONG {sentence}")
    print("FAILED" if wrong else "PASSED", f"({len(faults.CASES)} cases)")
    return wrong


def main():
    options = arguments()
    folder = Path(tempfile.mkdtemp(prefix="faults-"))
    servers = []
    try:
        with Links(["good", "bad", "client", "leaver"]) as links:
            for name in ("good", "bad"):
                lone = [sys.executable, "-m", "soaking.lone", f"ns-{name}", "0.0.0.0", str(PORT)]
                servers.append(links.start(name, *lone))
            try:
                with entered(links.space("gw")):
                    wrong = asyncio.run(cases(options, folder, links))
            finally:
                for server in servers:
                    server.kill()
                    server.wait()
    finally:
        shutil.rmtree(folder)
    sys.exit(1 if wrong else 0)


main()
