"""What a connection costs that does nothing, and how long a start takes."""

import http.client
import os
import re
import resource
import subprocess
import time
from pathlib import Path

from .load import open_and_ask, request_head
from .proxies import HOME, JSON, as_gateway, gateway_options
from .same import HERE
from .server import Server, free_port

FLAGS = ["-Xms64m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"]


def read_rest(connection, got, length):
    while got < length:
        got += len(connection.recv(65536))


def idle(proxy, count):
    """KiB of resident memory, and of heap for the gateway, for each idle connection."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    count = min(count, hard - 1000)
    # a few requests first, so that what is loaded and made once is not counted
    warm, got, length = open_and_ask(proxy, HERE + JSON)
    with warm:
        read_rest(warm, got, length)
        for _ in range(500):
            warm.sendall(request_head(HERE + JSON))
            read_rest(warm, 0, length)
    heap_before = heap_of(proxy)
    rss_before = proxy.rss()
    connections = []
    try:
        for _ in range(count):
            connection, got, length = open_and_ask(proxy, HERE + JSON)
            read_rest(connection, got, length)
            connections.append(connection)
        rss = (proxy.rss() - rss_before) * 1024 / count
        heap = (heap_of(proxy) - heap_before) / count
    finally:
        for connection in connections:
            connection.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return rss, heap


def heap_of(proxy):
    """KiB of live objects; 0 for what is no JVM."""
    if proxy.name != "gateway":
        return 0
    jcmd = ["jcmd", str(proxy.pid)]
    for _ in range(2):
        subprocess.run([*jcmd, "GC.run"], check=True, capture_output=True)
    said = subprocess.run([*jcmd, "GC.heap_info"], check=True, capture_output=True, text=True)
    spaces = re.findall(r"(?:generation|heap) +total \d+K, used (\d+)K", said.stdout)
    if not spaces:
        raise SystemExit(f"no size of a heap in:\n{said.stdout}")
    return sum(int(used) for used in spaces)


def java():
    home = os.environ.get("JAVA_HOME")
    return str(Path(home) / "bin/java") if home else "java"


def start_ups(place, origin, repeats):
    """Milliseconds from the start of a process until it says that it is ready, by way of starting."""
    jar = HOME / "gateway/target/gateway.jar"
    archive = place.dir / "gateway.jsa"
    plain = [java(), *FLAGS, "-jar", str(jar)]
    archived = [java(), *FLAGS, f"-XX:SharedArchiveFile={archive}", "-jar", str(jar)]
    recording = [java(), *FLAGS, f"-XX:ArchiveClassesAtExit={archive}", "-jar", str(jar)]
    as_gateway(place, origin)
    tenants = next(place.dir.glob("tenants-*.yaml"))
    record(place, recording, tenants)
    ways = {"./sparkhistory": [str(HOME / "sparkhistory")], "java -jar": plain}
    if archive.exists():
        ways["java -jar, class-data archive"] = archived
    times = {way: [] for way in ways}
    for _ in range(repeats):
        for way, command in ways.items():
            times[way].append(start_up(place, command, tenants))
    return times


def all_cpus(place):
    return place.proxy_cpus | place.load_cpus


def record(place, command, tenants):
    """Runs it once, with a request, so that the archive holds what that needs."""
    port = free_port()
    options = gateway_options(place, tenants, port, free_port())
    log = place.dir / "recording.log"
    with Server("gateway", [*command, *options], port, all_cpus(place), log) as server:
        connection, got, length = open_and_ask(server, HERE + JSON)
        with connection:
            read_rest(connection, got, length)


def start_up(place, command, tenants):
    port, admin = free_port(), free_port()
    options = gateway_options(place, tenants, port, admin)
    log = place.dir / "starting.log"
    server = Server("gateway", [*command, *options], port, all_cpus(place), log)
    began = time.monotonic()
    with server:
        while not ready(admin):
            time.sleep(0.002)
        return (time.monotonic() - began) * 1000


def ready(admin):
    connection = http.client.HTTPConnection("127.0.0.1", admin, timeout=1)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
