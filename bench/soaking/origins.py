"""History servers that do what the path asks for: /k/<kind>/<number>?size=<bytes>."""

import asyncio
import contextlib
import socket
import struct
from urllib.parse import parse_qs, urlsplit

from .content import content, digest

PIECE = 64 * 1024
LONG = 3600
RESET = struct.pack("ii", 1, 0)


class Asked:
    """A request whose head has been read."""

    def __init__(self, namespace, head, reader, writer):
        lines = head.decode("latin-1").split("\r\n")
        self.namespace = namespace
        self.method, self.target, _ = lines[0].split(" ")
        self.fields = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
        url = urlsplit(self.target)
        _, _, self.kind, self.number = url.path.split("/")
        self.size = int(parse_qs(url.query).get("size", ["0"])[0])
        self.reader = reader
        self.writer = writer

    def body(self):
        return content(self.namespace, self.number, self.size)

    async def send(self, data):
        self.writer.write(data)
        await self.writer.drain()

    async def read_body(self):
        if "content-length" in self.fields:
            return await self.reader.readexactly(int(self.fields["content-length"]))
        pieces = []
        while True:
            size = int(await self.reader.readline(), 16)
            pieces.append((await self.reader.readexactly(size + 2))[:-2])
            if size == 0:
                return b"".join(pieces)

    def reset(self):
        wire = self.writer.get_extra_info("socket")
        if wire is not None and wire.fileno() >= 0:
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        self.writer.transport.abort()


def head(length, status="200 OK", *more):
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {length}", *more]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


# Each answers whether the connection stays.


async def plain(asked):
    body = asked.body()
    await asked.send(head(len(body), "200 OK", 'ETag: "soak"') + body)
    return True


async def only_head(asked):
    await asked.send(head(asked.size))
    return True


async def chunked(asked):
    await asked.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    body = asked.body()
    for at in range(0, len(body), 3000):
        piece = body[at : at + 3000]
        await asked.send(b"%x\r\n%s\r\n" % (len(piece), piece))
    await asked.send(b"0\r\n\r\n")
    return True


async def until_close(asked):
    await asked.send(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + asked.body())
    return False


async def trickle(asked):
    body = asked.body()
    await asked.send(head(len(body)))
    for at in range(0, len(body), 100):
        await asked.send(body[at : at + 100])
        await asyncio.sleep(0.05)
    return True


async def unchanged(asked):
    wanted = asked.fields.get("if-none-match") == '"soak"'
    await asked.send(b'HTTP/1.1 304 Not Modified\r\nETag: "soak"\r\n\r\n' if wanted else head(0))
    return True


async def redirect(asked):
    where = f"Location: http://{asked.fields['host']}/k/small/{asked.number}"
    await asked.send(head(0, "302 Found", where))
    return True


async def upload(asked):
    if "expect" in asked.fields:
        await asked.send(b"HTTP/1.1 100 Continue\r\n\r\n")
    told = f"{asked.namespace} {digest(await asked.read_body())}".encode()
    await asked.send(head(len(told)) + told)
    return True


async def early(asked):
    await asked.send(head(0, "413 Content Too Large", "Connection: close"))
    await asked.reader.read(PIECE)
    return False


async def interim(asked):
    await asked.send(b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n")
    return await plain(asked)


async def reset(asked):
    asked.reset()
    return False


async def close(_):
    return False


async def half(asked):
    body = asked.body()
    await asked.send(head(len(body)) + body[: len(body) // 2])
    return False


async def half_reset(asked):
    body = asked.body()
    await asked.send(head(len(body)) + body[: len(body) // 2])
    # what is in a buffer when the reset comes is lost, the head too
    await asyncio.sleep(0.1)
    asked.reset()
    return False


async def bad_chunk(asked):
    await asked.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n")
    await asyncio.sleep(0.1)
    await asked.send(b"zz\r\nabcd\r\n0\r\n\r\n")
    return False


async def garbage(asked):
    await asked.send(b"ICY 200 OK\r\n\r\n" + asked.body())
    return False


async def two_lengths(asked):
    await asked.send(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd")
    return False


async def silent(asked):
    await asyncio.wait_for(asked.reader.read(1), LONG)
    return False


async def stall(asked):
    body = asked.body()
    await asked.send(head(len(body)) + body[: len(body) // 2])
    return await silent(asked)


async def unread(asked):
    asked.writer.transport.pause_reading()
    await asyncio.sleep(30)
    return False


ANSWERS = {
    "head": only_head,
    "chunked": chunked,
    "until-close": until_close,
    "trickle": trickle,
    "conditional": unchanged,
    "redirect": redirect,
    "upload": upload,
    "upload-chunked": upload,
    "expect": upload,
    "leave-upload": upload,
    "early-answer": early,
    "interim": interim,
    "reset": reset,
    "close": close,
    "half": half,
    "half-reset": half_reset,
    "bad-chunk": bad_chunk,
    "garbage": garbage,
    "two-lengths": two_lengths,
    "silent": silent,
    "storm": silent,
    "stall": stall,
    "unread": unread,
}


class Origin:
    """One tenant's history server."""

    def __init__(self, namespace, closes=False):
        self.namespace = namespace
        self.closes = closes
        self.address = "127.0.0.1"
        self.port = 0
        self.open = set()
        self.server = None

    async def start(self):
        self.server = await asyncio.start_server(self._serve, self.address, self.port, limit=PIECE)
        self.port = self.server.sockets[0].getsockname()[1]
        return self

    def stop(self):
        """Nobody listens any more, and what was open is reset."""
        self.server.close()
        for writer in list(self.open):
            wire = writer.get_extra_info("socket")
            if wire is not None and wire.fileno() >= 0:
                wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            writer.transport.abort()

    async def _serve(self, reader, writer):
        self.open.add(writer)
        # the other side goes away whenever it likes, and the soak ends some time
        with contextlib.suppress(OSError, EOFError, asyncio.TimeoutError, asyncio.CancelledError):
            more = True
            while more:
                asked = Asked(self.namespace, await reader.readuntil(b"\r\n\r\n"), reader, writer)
                more = await ANSWERS.get(asked.kind, plain)(asked) and not self.closes
        self.open.discard(writer)
        writer.close()


def black_hole():
    """A port that takes no connection and refuses none: the queue of its listener is full."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(0)
    fillers = [socket.socket() for _ in range(4)]
    for filler in fillers:
        filler.setblocking(False)
        filler.connect_ex(listener.getsockname())
    return listener, fillers
