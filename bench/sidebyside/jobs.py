"""What is measured."""

from dataclasses import dataclass

from . import load
from .proxies import JSON, PAGE
from .same import HERE


@dataclass(frozen=True)
class Job:
    """Load through wrk: one path over so many connections."""

    name: str
    path: str
    connections: int

    def run(self, place, proxy, backend, seconds):
        return load.wrk(place, proxy, backend, HERE + self.path, self.connections, seconds)


@dataclass(frozen=True)
class Download:
    """One GiB over one connection, however long that takes."""

    name: str = "download"

    def run(self, place, proxy, backend, _seconds):
        return load.download(place, proxy, backend)


JOBS = [
    Job("json@1", JSON, 1),
    Job("json@32", JSON, 32),
    Job("json@256", JSON, 256),
    Job("page@1", PAGE, 1),
    Job("page@32", PAGE, 32),
    Job("page@256", PAGE, 256),
    Job("302@32", "/redirect", 32),
    Download(),
]
# measured apart from the rounds
EXTRAS = ["idle", "start", "routing"]
NAMES = [job.name for job in JOBS] + EXTRAS
