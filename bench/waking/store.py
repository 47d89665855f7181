"""The S3 server of the integration tests, with a bucket of logs."""

import os
import subprocess
import time
import urllib.error
import urllib.request

from .rendered import HOME
from .wake import free_port

BUCKET = "bench"


class Store:
    def __init__(self, folder, logs):
        os.makedirs(folder)
        self.endpoint = f"http://127.0.0.1:{free_port()}"
        back = f"http://127.0.0.1:{free_port()}"
        settings = os.path.join(folder, "s3.properties")
        with open(settings, "w", encoding="utf-8") as file:
            file.write(
                f"endpoint={self.endpoint}\nidentity=AKIAPIPELINES\ncredential=only-S3-knows-it\n"
                f"back={back}\naged={folder}/aged.properties\n"
            )
        programs = os.path.join(HOME, "local/s3/src/test/programs")
        with open(os.path.join(folder, "s3.log"), "wb") as log:
            self.process = subprocess.Popen(
                [
                    "java",
                    "-Xmx512m",
                    f"-Dlogback.configurationFile={programs}/logback.xml",
                    "-cp",
                    os.path.join(HOME, "local/s3-server/target/jars/*"),
                    os.path.join(programs, "ServeBuckets.java"),
                    settings,
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        put(f"{back}/{BUCKET}", b"")
        for folder_of, _, names in os.walk(logs):
            for name in names:
                path = os.path.join(folder_of, name)
                with open(path, "rb") as file:
                    put(f"{back}/{BUCKET}/logs/{os.path.relpath(path, logs)}", file.read())

    def close(self):
        self.process.terminate()
        self.process.wait(30)


def put(url, content):
    end = time.monotonic() + 60
    while True:
        try:
            request = urllib.request.Request(url, data=content, method="PUT")
            with urllib.request.urlopen(request, timeout=60):
                return
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
