"""What the provisioner renders for a resource, to be run on this machine."""

import os
import re
import subprocess

HOME = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Rendered:
    """Commands of the containers in order, files of the ConfigMap, and the environment."""

    def __init__(self, folder, home, version, launcher, log_directory, s3):
        os.makedirs(folder)
        self.folder = folder
        self.places = {
            "/opt/spark": home,
            "/etc/spark-history": os.path.join(folder, "config"),
            "/var/spark-history": os.path.join(folder, "store"),
        }
        for place in self.places.values():
            os.makedirs(place, exist_ok=True)
        resource = os.path.join(folder, "resource.yaml")
        defaults = os.path.join(folder, "defaults.yaml")
        with open(resource, "w", encoding="utf-8") as file:
            file.write(RESOURCE % (log_directory, CONF if s3 is None else CONF + S3 % s3))
        with open(defaults, "w", encoding="utf-8") as file:
            file.write(f"spec: {{image: 'spark:{version}', launcher: {launcher}}}\n")
        text = subprocess.run(
            [f"{HOME}/sparkhistory", "provisioner", "render", "-f", resource, "--defaults", defaults],
            check=True,
            capture_output=True,
            encoding="utf-8",
        ).stdout
        self.commands = [self._here(command) for command in commands(text)]
        for name, content in files(text).items():
            with open(os.path.join(self.places["/etc/spark-history"], name), "w", encoding="utf-8") as file:
                file.write("\n".join(self._here([content])))

    def _here(self, words):
        here = []
        for word in words:
            for place, folder in self.places.items():
                word = re.sub(rf"(?<![\w/.-]){re.escape(place)}(?![\w.-])", folder, word)
            here.append(word)
        return here

    def set_port(self, port):
        path = os.path.join(self.places["/etc/spark-history"], "spark-history.properties")
        with open(path, encoding="utf-8") as file:
            text = file.read()
        with open(path, "w", encoding="utf-8") as file:
            file.write(re.sub(r"spark\.history\.ui\.port=\d+", f"spark.history.ui.port={port}", text))

    @property
    def store(self):
        return self.places["/var/spark-history"]


def commands(text):
    """Commands of init containers, then of containers, in the rendered Deployment."""
    found = {}
    section = words = None
    for line in text.splitlines():
        if re.match(r"      (initContainers|containers):$", line):
            section = line.strip().rstrip(":")
        elif re.match(r"      - command:$", line):
            words = []
            found.setdefault(section, []).append(words)
        elif words is not None and (match := re.match(r'        - "(.*)"$', line)):
            words.append(match.group(1).replace('\\"', '"').replace("\\\\", "\\"))
        else:
            words = None
    return found.get("initContainers", []) + found["containers"]


def files(text):
    """Files of the rendered ConfigMap: block scalars below data."""
    found = {}
    lines = iter(text.split("kind: \"ConfigMap\"", 1)[1].split("\n---", 1)[0].split("\ndata:\n", 1)[1].splitlines())
    name = None
    for line in lines:
        if match := re.match(r"  (\S+): \|$", line):
            name = match.group(1)
            found[name] = ""
        elif line.startswith("    ") or not line:
            found[name] += line[4:] + "\n"
        else:
            break
    return found


RESOURCE = """\
apiVersion: sparkhistory.io/v1beta1
kind: SparkHistoryServer
metadata: {name: spark-history-server, namespace: team-a, uid: 11111111-2222-3333-4444-555555555555}
spec:
  logDirectory: '%s'
  sparkConf:
%s"""

# a new log is listed at once, so that the time until then is not that of the pause between two looks
CONF = """\
    spark.history.fs.update.interval: 1s
"""

S3 = """\
    spark.hadoop.fs.s3a.endpoint: '%s'
    spark.hadoop.fs.s3a.endpoint.region: us-east-1
    spark.hadoop.fs.s3a.path.style.access: 'true'
    spark.hadoop.fs.s3a.connection.ssl.enabled: 'false'
    spark.hadoop.fs.s3a.access.key: AKIAPIPELINES
    spark.hadoop.fs.s3a.secret.key: only-S3-knows-it
    spark.hadoop.fs.s3a.aws.credentials.provider: org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider
"""
