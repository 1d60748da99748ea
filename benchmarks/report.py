"""The results as a table for the terminal and as CSV."""

import csv

from result import COLUMNS

TABLE = {
    "shape": "shape", "program": "program", "round": "round", "wall s": "wall_s", "CPU s": "cpu_s", "RSS MB": "rss_mb",
    "List": "list_instances", "floor": "list_floor", "Describe": "describe_instances", "floor ": "describe_floor",
    "other": "other_requests", "failed": "failed_requests", "throttled": "throttled_requests", "values": "filter_values", "bytes": "bytes",
    "AWS CPU s": "aws_cpu_s",
}  # fmt: skip
STEADY = {
    "RSS growth MB": "rss_growth_mb", "allocated MB": "allocated_mb", "wake-ups/s": "wake_ups_per_s",
    "of the JVM/s": "jvm_wake_ups_per_s",
}  # fmt: skip


def write_csv(file, results):
    with open(file, "w", newline="") as target:
        rows = csv.writer(target)
        rows.writerow(COLUMNS)
        rows.writerows([_text(getattr(result, column)) for column in COLUMNS] for result in results)


def table(results):
    text = _aligned(TABLE, results)
    steady = [result for result in results if result.allocated_mb is not None]
    if steady:
        text += "\n\n" + _aligned({"shape": "shape"} | STEADY, steady)
    return text


def _aligned(columns, results):
    rows = [list(columns)] + [[_text(getattr(result, column)) for column in columns.values()] for result in results]
    widths = [max(map(len, column)) for column in zip(*rows)]
    return "\n".join("  ".join(map(_cell, row, widths)).rstrip() for row in rows)


def _cell(text, width):
    return text.rjust(width) if text[:1].isdigit() else text.ljust(width)


def _text(value):
    if value is None:
        return ""
    return f"{value:.2f}" if isinstance(value, float) else str(value)
