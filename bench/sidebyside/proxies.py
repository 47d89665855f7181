"""The same gateway three times, and the backend behind it."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .server import Server, free_port

HERE = Path(__file__).parent
HOME = HERE.parent.parent
PREFIX = "/sparkhistory"
GIB = 1 << 30

JSON = "/api/v1/applications"
PAGE = "/history/app-20260101000000-0000/jobs/"


@dataclass(frozen=True)
class Tenant:
    namespace: str
    user: str

    @property
    def host(self):
        return f"history.{self.namespace}.svc:18080"


TENANTS = [Tenant("ns-a", "alice@example.com"), Tenant("ns-b", "bob@example.com")]


@dataclass(frozen=True)
class Place:
    """Where everything is, and who runs on which CPUs."""

    dir: Path
    proxy_cpus: frozenset
    load_cpus: frozenset
    java_opts: str


def filled(template, **values):
    text = (HERE / "conf" / template).read_text()
    for name, value in values.items():
        text = text.replace(f"@{name}@", str(value))
    return text


def backend(place):
    files = place.dir / "files"
    files.mkdir()
    (files / "json").write_bytes(body(1024))
    (files / "page").write_bytes(body(20 * 1024))
    with open(files / "download", "wb") as sparse:
        sparse.truncate(GIB)
    return nginx(place, "backend", "backend.conf", free_port(), place.load_cpus)


def body(size):
    line = b'{"id":"app-20260101000000-0000","name":"a job","attempts":1},\n'
    return (line * (size // len(line) + 1))[:size]


def nginx(place, name, template, port, cpus, **values):
    config = place.dir / f"{name}.conf"
    config.write_text(
        filled(template, dir=place.dir, port=port, files=20000, connections=16000, **values)
    )
    # A worker of another user could not write below the folder, which is ours alone.
    user = ["-g", "user root;"] if os.geteuid() == 0 else []
    log = place.dir / f"{name}.log"
    return Server(name, ["nginx", "-e", str(log), "-c", str(config), *user], port, cpus, log)


def per_tenant(template, origin, tenants):
    return "\n".join(
        filled(template, namespace=t.namespace, host=t.host, backend=origin, prefix=PREFIX)
        for t in tenants
    )


def as_nginx(place, origin):
    return nginx(
        place,
        "nginx",
        "nginx.conf",
        free_port(),
        place.proxy_cpus,
        allowed="\n".join(f'    "{t.namespace}:{t.user}" 1;' for t in TENANTS),
        upstreams=per_tenant("nginx-upstream.conf", origin, TENANTS),
        locations=per_tenant("nginx-location.conf", origin, TENANTS),
    )


def as_haproxy(place, origin):
    port = free_port()
    config = place.dir / "haproxy.cfg"
    config.write_text(
        filled(
            "haproxy.cfg",
            dir=place.dir,
            port=port,
            connections=9000,
            prefix=PREFIX,
            backends=per_tenant("haproxy-backend.cfg", origin, TENANTS),
        )
    )
    allowed = "".join(f"{t.namespace}:{t.user} 1\n" for t in TENANTS)
    (place.dir / "haproxy.allowed").write_text(allowed)
    backends = "".join(f"{t.namespace} {t.namespace}\n" for t in TENANTS)
    (place.dir / "haproxy.backends").write_text(backends)
    command = ["haproxy", "-db", "-f", str(config)]
    log = place.dir / "haproxy.log"
    return Server("haproxy", command, port, place.proxy_cpus, log, place.dir / "haproxy.access.log")


def as_gateway(place, origin, tenants=None):
    port = free_port()
    file = place.dir / f"tenants-{port}.yaml"
    file.write_text(tenants_file(origin, tenants or TENANTS))
    options = gateway_options(place, file, port, free_port())
    command = [str(HOME / "sparkhistory"), *options]
    env = {"JAVA_OPTS": place.java_opts}
    log = place.dir / "gateway.log"
    return Server("gateway", command, port, place.proxy_cpus, log, env=env)


def gateway_options(place, tenants, port, admin):
    return [
        "gateway",
        f"--tenants={tenants}",
        f"--listen=127.0.0.1:{port}",
        f"--admin=127.0.0.1:{admin}",
        "--threads=1",
        f"--access-log={place.dir}/gateway.access.log",
        # as the others, who do not close what is idle on either side while the rounds go round
        "--keep-alive-timeout=120s",
        "--upstream-idle-timeout=120s",
        # we have nobody who must notice first
        "--drain-delay=0s",
        "--drain-timeout=1s",
    ]


def tenants_file(origin, tenants):
    lines = ["tenants:"]
    for t in tenants:
        lines.append(f"  {t.namespace}:")
        lines.append(f'    address: "127.0.0.1:{origin}"')
        lines.append(f'    host: "{t.host}"')
        lines.append(f'    users: ["{t.user}"]')
    return "\n".join(lines) + "\n"


PROXIES = {"gateway": as_gateway, "nginx": as_nginx, "haproxy": as_haproxy}


def versions(names):
    """What is compared, a line for each."""
    said = {
        "nginx": ["nginx", "-v"],
        "haproxy": ["haproxy", "-v"],
        "gateway": ["git", "-C", str(HOME), "describe", "--always", "--dirty"],
    }
    lines = []
    for name in names:
        run = subprocess.run(said[name], capture_output=True, text=True, check=False)
        first = (run.stdout + run.stderr).strip().splitlines()[0]
        lines.append(first if name != "gateway" else f"gateway at {first}")
    return lines
