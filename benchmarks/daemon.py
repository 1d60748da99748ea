"""The program under test as a daemon: one process for all services of a shape."""

import json
import os
import shlex
import subprocess
import sys
import threading
import time
import urllib.request
from dataclasses import replace
from statistics import mean

import process
from result import Result, average, typical

NAME = "aws-cloud-unmap"
CHECKED = "Checked service "
LISTENING = "Prometheus exporter listening on "


def configuration(shape, **more):
    """As JSON, which is YAML."""
    services = [
        {"service-id": service, "service-region": shape.service_region(number)}
        | ({"role-arn": shape.role(number)} if shape.roles else {})
        for number, service in enumerate(shape.service_ids())
    ]
    defaults = {"frequency": f"{shape.frequency}s", "instances-regions": shape.regions}
    return json.dumps({"defaults": defaults, "services": services, **dict(shape.settings), **more}, indent=1)


def environment(shape, fleet):
    """With the JVM flags that the shape needs, unless the user has set others."""
    flags = os.environ.get("JAVA_OPTS", shape.java_opts)
    return fleet.environment() | ({"JAVA_OPTS": flags} if flags else {})


class Daemon:
    """Runs until its `with` block ends."""

    def __init__(self, program, shape, fleet, directory, **settings):
        file = directory / f"{shape.name}.yaml"
        file.write_text(configuration(shape, **settings))
        self._shape, self._fleet = shape, fleet
        self._cpu_s = 0.0
        self._launched = time.monotonic()
        self._process = subprocess.Popen(
            [*shlex.split(program), "--config", str(file)],
            env=environment(shape, fleet),
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.pid = self._process.pid

    def first_round(self):
        """With nothing cached or compiled: its time and CPU begin with the launch of the process."""
        self._await(CHECKED, self._shape.services)
        return self._result("first", lambda requests: time.monotonic() - self._launched)

    def next_round(self):
        """From the arrival of its first request to the log line of its last pass."""
        self._await(CHECKED, self._shape.services)
        return self._result("following", lambda requests: time.time() - requests.first_at)

    def _result(self, kind, wall_s):
        requests = self._fleet.requests()
        wall = wall_s(requests)
        if wall > self._shape.frequency:
            print(f"{self._shape.name}: a round of {wall:.0f} s runs into the next", file=sys.stderr)
        before, self._cpu_s = self._cpu_s, process.cpu_seconds(self.pid)
        peak = process.rss_mb(self.pid, peak=True)
        return Result.of(self._shape, NAME, kind, wall, self._cpu_s - before, peak, requests)

    def listening(self):
        """Where its metrics are served."""
        return "http://" + self._await(LISTENING, 1).removeprefix(LISTENING)

    def _await(self, start, times):
        """Reads the log up to that many messages that start so, and returns the last."""
        watchdog = threading.Timer(60 + 10 * self._shape.frequency, self._process.kill)
        watchdog.start()
        try:
            while True:
                message = self._message()
                if message.startswith(start):
                    times -= 1
                    if times == 0:
                        return message
        finally:
            watchdog.cancel()

    def _message(self):
        line = self._process.stderr.readline()
        if not line:
            raise process.Failed(f"{self._shape.name}: {NAME} has ended, or took too long")
        if not line.startswith("{"):
            print(line, end="", file=sys.stderr)
            return ""
        event = json.loads(line)
        if event["levelname"] != "INFO" or event.get("result", "success") != "success":
            raise process.Failed(f"{self._shape.name}: {NAME} says: {event['message']}")
        return event["message"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.terminate()
        self._process.communicate()


def rounds(program, shape, fleet, directory, count):
    """The first round, and the typical one of so many that follow."""
    with Daemon(program, shape, fleet, directory) as daemon:
        first = daemon.first_round()
        following = [daemon.next_round() for _ in range(count)]
        if not following:
            return [first]
        # A peak can only rise: the last round's is that of all.
        return [first, replace(typical(following), rss_mb=following[-1].rss_mb)]


def steady(program, shape, fleet, directory, seconds):
    """The average round of so many seconds, after a third of that time to warm up; and what goes on between rounds."""
    exporter = {"enabled": True, "port": 0}
    with Daemon(program, shape, fleet, directory, prometheus=exporter) as daemon:
        metrics = daemon.listening()
        daemon.first_round()
        for _ in range(max(1, seconds // 3 // shape.frequency)):
            daemon.next_round()
        rss, allocated = process.rss_mb(daemon.pid), allocated_mb(metrics)
        measured, idle = [], []
        for _ in range(max(1, seconds // shape.frequency)):
            measured.append(daemon.next_round())
            quiet = shape.frequency - measured[-1].wall_s - 2
            if quiet >= 1:
                idle.append(wake_ups_per_second(daemon.pid, quiet))
        own, jvm = map(mean, zip(*idle)) if idle else (None, None)
        return replace(
            average(measured),
            round="steady",
            rss_mb=measured[-1].rss_mb,
            rss_growth_mb=process.rss_mb(daemon.pid) - rss,
            allocated_mb=(allocated_mb(metrics) - allocated) / len(measured),
            wake_ups_per_s=own,
            jvm_wake_ups_per_s=jvm,
        )


def wake_ups_per_second(pid, seconds):
    """Of the program's own threads and of the JVM's, from a second from now on, while no pass is due."""
    time.sleep(1)
    before = process.wake_ups(pid)
    time.sleep(seconds)
    return tuple((now - then) / seconds for now, then in zip(process.wake_ups(pid), before))


def allocated_mb(metrics):
    """By the JVM's own metrics: what its collections found allocated, and what has been since the last one."""
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(metrics + "/metrics") as answer:
        lines = answer.read().decode().splitlines()
    eden = [line for line in lines if line.startswith("jvm_memory_pool_") and "Eden" in line]
    wanted = ("jvm_memory_pool_allocated_bytes_total", "jvm_memory_pool_bytes_used")
    return sum(float(line.split()[-1]) for line in eden if line.startswith(wanted)) / process.MEGABYTE
