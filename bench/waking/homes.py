"""Folders as /opt/spark of images: Spark alone, and with the connectors and the launcher of ours."""

import os
import shutil
import subprocess

from .rendered import HOME

JARS = {"3.5": "local/spark-3.5/target/jars", "4.x": "local/spark/target/jars"}


def version_of(jars):
    core = next(name for name in os.listdir(jars) if name.startswith("spark-core_"))
    return core.rsplit("-", 1)[1].removesuffix(".jar")


def make(folder, spark, s3):
    """Makes the folder for that Spark; answers it and the version. Both sides use it."""
    jars = os.path.join(HOME, JARS[spark])
    version = version_of(jars)
    home = os.path.join(folder, f"spark-{version}")
    os.makedirs(os.path.join(home, "jars"))
    os.makedirs(os.path.join(home, "conf"))
    os.makedirs(os.path.join(home, "history-server"))
    sources = [jars]
    if s3:
        connectors = os.path.join(HOME, "bench/target", f"connectors-{version}")
        if not os.path.isdir(connectors):
            fetch = os.path.join(HOME, "deploy/image/connectors.sh")
            subprocess.run(["bash", fetch, jars, connectors + ".new"], check=True, stdout=subprocess.DEVNULL)
            os.rename(connectors + ".new", connectors)
        sources.append(connectors)
    for source in sources:
        for name in os.listdir(source):
            os.symlink(os.path.join(source, name), os.path.join(home, "jars", name))
    shutil.copy(
        os.path.join(HOME, "history-server/target/history-server.jar"),
        os.path.join(home, "history-server/launcher.jar"),
    )
    logs = os.path.join(HOME, "examples/eventlogs")
    subprocess.run(
        ["bash", os.path.join(HOME, "deploy/image/launcher.sh"), home, logs], check=True, stdout=subprocess.DEVNULL
    )
    return home, version
