"""The AWS in memory, in a process of its own."""

import json
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import process

SERVER = Path(__file__).with_name("FleetServer.java")
OF_THE_USER = re.compile(r"AWS_.*|.*_proxy|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS", re.IGNORECASE)


@dataclass(frozen=True)
class Requests:
    """What was asked in a time. `first_at` is in seconds since 1970, and 0 if nothing was."""

    first_at: float
    by_operation: dict
    aws_cpu_s: float

    def of(self, operation, what="requests"):
        return self.by_operation.get(operation, {}).get(what, 0)

    def total(self, what="requests"):
        return sum(each[what] for each in self.by_operation.values())


class Fleet:
    """Serves a shape's fleet, each answer after the latency."""

    def __init__(self, shape, class_path, latency_ms):
        java = Path(os.environ["JAVA_HOME"], "bin", "java") if "JAVA_HOME" in os.environ else "java"
        flags = "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx4g"
        sizes = shape.services, shape.registrations, shape.fleet
        numbers = map(str, (*sizes, latency_ms, shape.roles, shape.service_regions))
        self._process = subprocess.Popen(
            [java, *flags, "-cp", class_path, SERVER, *numbers, *shape.regions],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._endpoint = self._read()
        self._cpu_s = process.cpu_seconds(self._process.pid)

    def environment(self):
        """For what is measured: no credentials, region or proxy of the user's own."""
        kept = {name: value for name, value in os.environ.items() if not OF_THE_USER.fullmatch(name)}
        return kept | {
            "AWS_ENDPOINT_URL": self._endpoint,
            "AWS_ACCESS_KEY_ID": "benchmark",
            "AWS_SECRET_ACCESS_KEY": "benchmark",
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        }

    def requests(self):
        """Those since this was last asked."""
        print(file=self._process.stdin, flush=True)
        seen = json.loads(self._read())
        before, self._cpu_s = self._cpu_s, process.cpu_seconds(self._process.pid)
        return Requests(seen["firstRequestAt"], seen["operations"], self._cpu_s - before)

    def _read(self):
        line = self._process.stdout.readline().strip()
        if not line:
            raise process.Failed("the AWS in memory did not start")
        return line

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()
