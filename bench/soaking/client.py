"""A client on plain sockets, which reads answers as strictly as they have to be written."""

import asyncio
import socket
import struct
from dataclasses import dataclass, field

IMPATIENCE = 60
PIECE = 64 * 1024


class Cut(Exception):
    """The connection ended within an answer."""


class Closed(Exception):
    """The connection ended before an answer began."""


@dataclass
class Answer:
    status: int
    fields: dict
    body: bytes = b""
    stays: bool = True
    interims: list = field(default_factory=list)


class Connection:
    def __init__(self, reader, writer):
        self.reader = reader
        self.writer = writer
        self.used = asyncio.get_running_loop().time()

    @staticmethod
    async def open(port):
        return Connection(*await asyncio.open_connection("127.0.0.1", port, limit=PIECE))

    async def send(self, data):
        self.writer.write(data)
        try:
            await self.writer.drain()
        except OSError:
            # it is the answer that counts, and that may be there already
            pass

    async def read(self, head_only=False, pause=0.0):
        """The next final answer."""
        return await asyncio.wait_for(self._read(head_only, pause), IMPATIENCE)

    async def _read(self, head_only, pause):
        interims = []
        while True:
            answer = await self._head()
            if answer.status >= 200:
                break
            interims.append(answer.status)
        answer.interims = interims
        if not head_only and answer.status not in (204, 304):
            try:
                answer.body = await self._body(answer, pause)
            except (OSError, EOFError, ValueError) as e:
                raise Cut() from e
        self.used = asyncio.get_running_loop().time()
        return answer

    async def _head(self):
        try:
            text = await self.reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError as e:
            raise (Cut() if e.partial else Closed()) from e
        except OSError as e:
            raise Closed() from e
        lines = text.decode("latin-1").split("\r\n")
        fields = {}
        for line in lines[1:-2]:
            name, value = line.split(": ", 1)
            fields[name.lower()] = value
        stays = fields.get("connection", "").lower() != "close"
        return Answer(int(lines[0].split(" ")[1]), fields, stays=stays)

    async def _body(self, answer, pause):
        if answer.fields.get("transfer-encoding") == "chunked":
            return await self._chunks()
        if "content-length" not in answer.fields:
            raise ValueError("no framing")
        pieces, left = [], int(answer.fields["content-length"])
        while left:
            piece = await self.reader.read(min(left, PIECE))
            if not piece:
                raise EOFError
            pieces.append(piece)
            left -= len(piece)
            if pause:
                await asyncio.sleep(pause)
        return b"".join(pieces)

    async def _chunks(self):
        pieces = []
        while True:
            size = int(await self.reader.readuntil(b"\r\n"), 16)
            piece = await self.reader.readexactly(size + 2)
            if size == 0:
                return b"".join(pieces)
            pieces.append(piece[:-2])

    def close(self):
        self.writer.close()

    def reset(self):
        wire = self.writer.get_extra_info("socket")
        if wire is not None and wire.fileno() >= 0:
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


class Pool:
    """Connections that stay, each used by whoever asks next, as an ingress does."""

    # less than the gateway's own time, so that no request meets a connection that is being closed
    REST = 10

    def __init__(self, port):
        self.port = port
        self.idle = []

    async def take(self):
        now = asyncio.get_running_loop().time()
        while self.idle:
            connection = self.idle.pop()
            if now - connection.used < self.REST:
                return connection
            connection.close()
        return await Connection.open(self.port)

    def give(self, connection):
        self.idle.append(connection)

    def empty(self):
        for connection in self.idle:
            connection.close()
        self.idle.clear()
