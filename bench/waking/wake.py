"""One wake: the containers of a pod one after the other, until the first page of jobs was sent."""

import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass

TICKS = os.sysconf("SC_CLK_TCK")
LONGEST = 600


@dataclass
class Cost:
    """
    Seconds of CPU and of the clock, those of them from the complete list to the page, and the most resident memory of
    the server.
    """

    cpu: float
    wall: float
    page_cpu: float
    page_wall: float
    mebibytes: float


def free_port():
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        return any_port.getsockname()[1]


def wake(pod, cpu, application, count, keep=False):
    """The cost of a wake in which as many applications are listed and this one is opened."""
    if not keep:
        shutil.rmtree(pod.store)
        os.makedirs(pod.store)
    port = free_port()
    pod.set_port(port)
    log = open(os.path.join(pod.folder, "pod.log"), "ab")  # pylint: disable=consider-using-with
    environment = {
        "PATH": os.environ["PATH"],
        "SPARK_LOCAL_IP": "127.0.0.1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }

    def start(command):
        return subprocess.Popen(
            ["taskset", "-c", str(cpu), *command],
            env=environment,
            cwd=pod.folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )

    begin = time.monotonic()
    used = 0.0
    for command in pod.commands[:-1]:
        process = start(command)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise RuntimeError(f"the init container failed, see {log.name}")
        used += usage.ru_utime + usage.ru_stime
    server = start(pod.commands[-1])
    try:
        listed_cpu, listed = first_page(server, port, application, count, log.name)
        end = time.monotonic()
        cpu = cpu_of(server.pid)
        return Cost(used + cpu, end - begin, cpu - listed_cpu, end - listed, peak_of(server.pid))
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(LONGEST)
        log.close()


def first_page(server, port, application, count, log):
    """Returns when the page was sent; answers the CPU and the time when the list was complete."""
    listed = f"http://127.0.0.1:{port}/api/v1/applications"
    until(server, lambda: len(re.findall(rb'"startTimeEpoch"', get(listed))) >= count, log)
    complete = cpu_of(server.pid), time.monotonic()
    page = f"http://127.0.0.1:{port}/history/{application}/jobs/"
    until(server, lambda: b"Completed Jobs" in get(page), log)
    return complete


def until(server, condition, log):
    end = time.monotonic() + LONGEST
    while True:
        try:
            if condition():
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pass
        if server.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"the history server ended or took too long, see {log}")
        time.sleep(0.05)


class Redirects(urllib.request.HTTPRedirectHandler):
    """Redirects without the prefix that the gateway would put there again."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        return urllib.request.Request(newurl.replace("/sparkhistory/team-a", ""))


OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), Redirects)


def get(url):
    with OPENER.open(url, timeout=LONGEST) as answer:
        return answer.read()


def cpu_of(pid):
    with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def peak_of(pid):
    with open(f"/proc/{pid}/status", encoding="utf-8") as file:
        return int(re.search(r"VmHWM:\s+(\d+)", file.read()).group(1)) / 1024
