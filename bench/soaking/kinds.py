"""What clients do, and what may come of it: every kind names all of its ends."""

import asyncio
import json
import random
from dataclasses import dataclass

from .client import Closed, Connection, Cut
from .content import content, digest

PREFIX = "/sparkhistory"
MIB = 1 << 20
STORM = 150
PIPELINED = 4


class Unexplained(Exception):
    """What must not be."""


@dataclass(frozen=True)
class Kind:
    """A kind of traffic.

    ends: what the client may see of it; outcomes: what the gateway may write in its access log.
    """

    name: str
    share: int
    tenants: str
    run: object
    ends: tuple
    outcomes: tuple


class Visit:
    """One piece of traffic of one user at one tenant."""

    def __init__(self, kind, number, namespace, user, pool):
        self.kind = kind
        self.number = number
        self.namespace = namespace
        self.user = user
        self.pool = pool
        self.chance = random.Random(number)

    def size(self, least, most):
        return self.chance.randint(least, most)

    def path(self, size=0, namespace=None):
        where = namespace or self.namespace
        return f"{PREFIX}/{where}/k/{self.kind.name}/{self.number}?size={size}"

    def head(self, method, path, *more, user=None):
        lines = [
            f"{method} {path} HTTP/1.1",
            "Host: soak.example",
            f"kubeflow-userid: {user or self.user}",
            *more,
        ]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    def check(self, answer, size):
        """The body is whole, and this request's own."""
        if answer.status == 200 and answer.body != content(self.namespace, self.number, size):
            raise Unexplained(f"wrong bytes: {len(answer.body)} of {size}: {answer.body[:80]!r}")

    async def ask(self, data, size=None, head_only=False, pause=0.0):
        """Asks on a connection of the pool, which is used again when it may be."""
        connection = await self.pool.take()
        try:
            await connection.send(data)
            answer = await connection.read(head_only, pause)
        except BaseException:
            connection.reset()
            raise
        if answer.stays:
            self.pool.give(connection)
        else:
            connection.close()
        if size is not None:
            self.check(answer, size)
        return answer


async def get(visit, least=0, most=20_000, pause=0.0):
    size = visit.size(least, most)
    answer = await visit.ask(visit.head("GET", visit.path(size)), size, pause=pause)
    return str(answer.status)


async def big(visit):
    return await get(visit, MIB // 4, 3 * MIB)


async def slow_reader(visit):
    return await get(visit, MIB, 2 * MIB, pause=0.01)


async def trickle(visit):
    return await get(visit, 500, 2000)


async def only_head(visit):
    size = visit.size(1, 1000)
    answer = await visit.ask(visit.head("HEAD", visit.path(size)), head_only=True)
    if answer.fields.get("content-length") != str(size):
        raise Unexplained(f"HEAD: {answer.fields}")
    return str(answer.status)


async def conditional(visit):
    answer = await visit.ask(visit.head("GET", visit.path(), 'If-None-Match: "soak"'))
    return str(answer.status)


async def redirect(visit):
    answer = await visit.ask(visit.head("GET", visit.path()))
    where = f"{PREFIX}/{visit.namespace}/k/small/{visit.number}"
    if answer.fields.get("location") != where:
        raise Unexplained(f"Location: {answer.fields.get('location')}")
    return str(answer.status)


async def interim(visit):
    size = visit.size(1, 1000)
    answer = await visit.ask(visit.head("GET", visit.path(size)), size)
    if answer.interims != [103]:
        raise Unexplained(f"interim answers: {answer.interims}")
    return str(answer.status)


def told(visit, answer, body):
    if answer.body != f"{visit.namespace} {digest(body)}".encode():
        raise Unexplained(f"the upload did not arrive: {answer.body[:100]!r}")
    return str(answer.status)


async def upload(visit):
    body = content(visit.user, visit.number, visit.size(0, MIB))
    data = visit.head("POST", visit.path(), f"Content-Length: {len(body)}") + body
    return told(visit, await visit.ask(data), body)


async def upload_chunked(visit):
    body = content(visit.user, visit.number, visit.size(1, MIB // 2))
    data = [visit.head("PUT", visit.path(), "Transfer-Encoding: chunked")]
    for at in range(0, len(body), 9000):
        piece = body[at : at + 9000]
        data.append(b"%x\r\n%s\r\n" % (len(piece), piece))
    return told(visit, await visit.ask(b"".join(data) + b"0\r\n\r\n"), body)


async def expect(visit):
    body = content(visit.user, visit.number, 5000)
    connection = await visit.pool.take()
    fields = ("Content-Length: 5000", "Expect: 100-continue")
    try:
        await connection.send(visit.head("POST", visit.path(), *fields))
        go = await connection._head()
        if go.status != 100:
            raise Unexplained(f"instead of 100: {go.status}")
        await connection.send(body)
        return told(visit, await connection.read(), body)
    finally:
        connection.close()


async def early_answer(visit):
    data = visit.head("POST", visit.path(), f"Content-Length: {MIB}") + bytes(MIB)
    return str((await visit.ask(data)).status)


async def pipeline(visit):
    """Four requests in one piece: four answers, in order, each its own."""
    connection = await visit.pool.take()
    sizes = [visit.size(0, 5000) for _ in range(PIPELINED)]
    try:
        await connection.send(b"".join(visit.head("GET", visit.path(size)) for size in sizes))
        for size in sizes:
            answer = await connection.read()
            visit.check(answer, size)
            if answer.status != 200:
                raise Unexplained(f"pipelined: {answer.status}")
    except BaseException:
        connection.reset()
        raise
    visit.pool.give(connection)
    return "200"


async def alone(visit, data, then):
    """On a connection of its own, which ends badly."""
    connection = await Connection.open(visit.pool.port)
    try:
        await connection.send(data)
        return await then(connection)
    finally:
        connection.reset()


async def leave_answer(visit):
    async def then(connection):
        await connection.reader.readexactly(MIB // 4)
        return "left"

    return await alone(visit, visit.head("GET", visit.path(2 * MIB)), then)


async def leave_upload(visit):
    async def then(_):
        return "left"

    data = visit.head("POST", visit.path(), f"Content-Length: {MIB}") + bytes(MIB // 2)
    return await alone(visit, data, then)


async def leave_head(visit):
    async def then(_):
        return "left"

    return await alone(visit, visit.head("GET", visit.path())[:40], then)


async def status_of(connection):
    return str((await connection.read()).status)


async def slow_head(visit):
    return await alone(visit, visit.head("GET", visit.path())[:40], status_of)


async def malformed(visit):
    bad = visit.chance.choice(
        [
            visit.head("GET", visit.path(), "Host: another.example"),
            visit.head("POST", visit.path(), "Content-Length: 3", "Transfer-Encoding: chunked"),
            visit.head("GET", visit.path(), "a b: c"),
            visit.head("GET", visit.path(), "folded: a\r\n b"),
            visit.head("POST", visit.path(), "Content-Length: +3"),
            visit.head("GET", visit.path(), "kubeflow-userid: alice@example.com"),
        ]
    )
    return await alone(visit, bad, status_of)


async def too_long(visit):
    return await alone(visit, visit.head("GET", visit.path(), "x: " + "y" * 70_000), status_of)


async def stranger(visit):
    answer = await visit.ask(visit.head("GET", visit.path(), user="mallory@example.com"))
    return str(answer.status)


async def elsewhere(visit):
    answer = await visit.ask(visit.head("GET", visit.path(namespace="no-such-namespace")))
    return str(answer.status)


async def nobody(visit):
    data = f"GET {visit.path()} HTTP/1.1\r\nHost: soak.example\r\n\r\n".encode()
    return str((await visit.ask(data)).status)


async def landing(visit):
    answer = await visit.ask(visit.head("GET", PREFIX + "/", "Accept: application/json"))
    names = sorted(entry["namespace"] for entry in json.loads(answer.body)["namespaces"])
    if visit.namespace not in names or any(not visit.may(name) for name in names):
        raise Unexplained(f"{visit.user} is shown {names}")
    return str(answer.status)


async def storm(visit):
    """More at once than the tenant may have: what is too much is told to come again later."""

    async def one():
        connection = await Connection.open(visit.pool.port)
        try:
            await connection.send(visit.head("GET", visit.path()))
            answer = await connection.read()
        finally:
            connection.close()
        if answer.status == 503 and "retry-after" not in answer.fields:
            raise Unexplained("503 without Retry-After")
        return str(answer.status)

    ends = set(await asyncio.gather(*(one() for _ in range(STORM))))
    return "+".join(sorted(ends))


async def end_of(visit):
    """One of the kind's ends, which may be that the connection was cut."""
    try:
        return await visit.kind.run(visit)
    except Cut:
        return "cut"
    except Closed:
        return "closed"


FINE = ("forwarded",)
LATE = ("upstream_timeout",)
CLOSED = ("upstream_closed",)
INVALID = ("upstream_invalid",)
BROKEN = ("upstream_aborted",)
# A cut connection is reset, and a reset may overtake the head of the answer.
CUT = ("cut", "closed")
GONE = ("client_gone",)

KINDS = [
    # name, share, tenants, what is done, ends, outcomes
    Kind("small", 300, "good", get, ("200",), FINE),
    Kind("chunked", 60, "good", get, ("200",), FINE),
    Kind("until-close", 30, "good", get, ("200",), FINE),
    Kind("big", 20, "good", big, ("200",), FINE),
    Kind("slow-reader", 8, "good", slow_reader, ("200",), FINE),
    Kind("trickle", 10, "good", trickle, ("200",), FINE),
    Kind("head", 40, "good", only_head, ("200",), FINE),
    Kind("conditional", 40, "good", conditional, ("304",), FINE),
    Kind("redirect", 30, "good", redirect, ("302",), FINE),
    Kind("interim", 15, "good", interim, ("200",), FINE),
    Kind("upload", 25, "good", upload, ("200",), FINE),
    Kind("upload-chunked", 20, "good", upload_chunked, ("200",), FINE),
    Kind("expect", 10, "good", expect, ("200",), FINE),
    Kind("early-answer", 10, "good", early_answer, ("413",), FINE),
    Kind("pipeline", 40, "good", pipeline, ("200",), FINE),
    Kind("landing", 20, "good", landing, ("200",), ("landing",)),
    # what servers do wrong
    Kind("reset", 8, "good", get, ("502",), CLOSED),
    Kind("close", 8, "good", get, ("502",), CLOSED),
    Kind("half", 8, "good", big, CUT, BROKEN),
    Kind("half-reset", 8, "good", big, CUT, BROKEN),
    Kind("bad-chunk", 8, "good", get, CUT, BROKEN),
    Kind("garbage", 8, "good", get, ("502",), INVALID),
    Kind("two-lengths", 8, "good", get, ("502",), INVALID),
    Kind("silent", 6, "good", get, ("504",), LATE),
    Kind("stall", 6, "good", trickle, CUT, BROKEN),
    Kind("unread", 3, "good", early_answer, ("504",), LATE),
    # what clients do wrong
    # all of it may have been written when the client leaves: the kernel holds some megabytes
    Kind("leave-answer", 12, "good", leave_answer, ("left",), (*GONE, *FINE)),
    Kind("leave-upload", 8, "good", leave_upload, ("left",), GONE),
    Kind("leave-head", 8, "good", leave_head, ("left",), GONE),
    Kind("slow-head", 5, "good", slow_head, ("408",), ("request_timeout",)),
    Kind("malformed", 15, "good", malformed, ("400",), ("bad_request", "ambiguous_identity")),
    Kind("too-long", 5, "good", too_long, ("431",), ("head_too_large",)),
    Kind("stranger", 20, "good", stranger, ("403",), ("forbidden",)),
    Kind("elsewhere", 10, "good", elsewhere, ("403",), ("forbidden",)),
    Kind("nobody", 10, "good", nobody, ("401",), ("unauthenticated",)),
    # servers that fail as a whole
    Kind("refused", 6, "refused", get, ("502",), ("upstream_unreachable",)),
    Kind("black-hole", 4, "hole", get, ("504",), ("upstream_connect_timeout",)),
    Kind("closes", 20, "closes", get, ("200",), FINE),
    Kind(
        "flaps",
        20,
        "flaps",
        get,
        ("200", "502", *CUT),
        (*FINE, *CLOSED, *BROKEN, "upstream_unreachable"),
    ),
    # the second when one storm meets another
    Kind("storm", 1, "storm", storm, ("503+504", "503"), (*LATE, "overloaded")),
]
