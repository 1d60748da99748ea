"""One measured round: its figures, by which everything is printed, written and drawn."""

from dataclasses import dataclass, fields
from statistics import mean, median


@dataclass(frozen=True)
class Result:
    """A column of the CSV each; README.md says what each means. None where a figure does not apply."""

    shape: str
    program: str
    round: str
    services: int
    registered: int
    fleet: int
    regions: int
    wall_s: float
    cpu_s: float
    rss_mb: float
    list_instances: int
    list_floor: int
    describe_instances: int
    describe_floor: int
    other_requests: int
    failed_requests: int
    filter_values: int
    bytes: int
    aws_cpu_s: float
    rss_growth_mb: float = None
    allocated_mb: float = None
    wake_ups_per_s: float = None
    jvm_wake_ups_per_s: float = None
    throttled_requests: int = None

    @classmethod
    def of(cls, shape, program, round, wall_s, cpu_s, rss_mb, requests):
        floor = shape.floor()
        lists, describes = requests.of("ListInstances"), requests.of("DescribeInstances")
        return cls(
            shape.name, program, round, shape.services, shape.registered(), shape.fleet, len(shape.regions),
            wall_s, cpu_s, rss_mb,
            lists, floor.list_instances, describes, floor.describe_instances,
            requests.total() - lists - describes, requests.total("failed"),
            requests.total("filterValues"), requests.total("bytes"), requests.aws_cpu_s,
            throttled_requests=requests.total("throttled"),
        )  # fmt: skip


COLUMNS = [field.name for field in fields(Result)]


def typical(results):
    """One result in place of several of the same kind: the median of each figure."""
    return _combined(median, results)


def average(results):
    """One result in place of several that are not alike, such as rounds of which some are spared by a cache."""
    return _combined(mean, results)


def _combined(how, results):
    return Result(*(_one(how, field, [getattr(result, field.name) for result in results]) for field in fields(Result)))


def _one(how, field, values):
    if field.type is str or values[0] is None:
        return values[0]
    value = how(values)
    return int(value) if field.type is int and value == int(value) else value
