"""What a process costs, as Linux tells it."""

import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
MEGABYTE = 1_000_000

# Threads of the JVM itself; the kernel cuts a name at 15 characters.
OF_THE_JVM = (
    "java", "VM ", "C1 ", "C2 ", "GC ", "G1 ", "Attach ", "Common-Cleaner", "DestroyJavaVM", "Finalizer", "Monitor ",
    "Notification", "Reference ", "Service Thread", "Signal ", "Sweeper",
)  # fmt: skip


class Failed(Exception):
    """What is measured does not do its work, so that its figures would mean nothing."""


@dataclass(frozen=True)
class Usage:
    """Of one process from its start to its end."""

    wall_s: float
    cpu_s: float
    rss_mb: float


def run(command, environment, log):
    """Runs it to its end; what it prints goes to the log."""
    start = time.monotonic()
    process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise Failed(f"{' '.join(command)} ended with {process.returncode}: see {log.name}")
    return Usage(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024 / MEGABYTE)


def cpu_seconds(pid):
    """Of all threads so far, those that have ended too."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def rss_mb(pid, peak=False):
    return _status(f"/proc/{pid}", "VmHWM" if peak else "VmRSS") * 1024 / MEGABYTE


def wake_ups(pid):
    """How often the threads have gone to sleep so far: the program's own, and the JVM's."""
    own = jvm = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            switches = _status(task, "voluntary_ctxt_switches")
            name = (task / "comm").read_text().strip()
        except FileNotFoundError:
            continue  # it has ended
        if name.startswith(OF_THE_JVM):
            jvm += switches
        else:
            own += switches
    return own, jvm


def _status(directory, key):
    for line in Path(directory, "status").read_text().splitlines():
        if line.startswith(key + ":"):
            return int(line.split()[1])
    raise Failed(f"{directory}/status has no {key}")
