"""The fleets that are measured, and the fewest requests that AWS's page sizes allow for a round of each."""

from collections import Counter
from dataclasses import dataclass
from math import ceil

LIST_PAGE = 100
SCAN_PAGE = 1000
FILTER_VALUES = 200


@dataclass(frozen=True)
class Floor:
    """Requests that one round cannot do without."""

    list_instances: int
    describe_instances: int


@dataclass(frozen=True)
class Shape:
    """Instances lie in the regions by turns. `settings` go into the configuration as they are."""

    name: str
    services: int
    registrations: int  # of each service
    fleet: int
    regions: tuple
    frequency: int = 20  # seconds
    settings: tuple = ()

    def service_ids(self):
        return [f"srv-{i}" for i in range(self.services)]

    def registered(self):
        """The numbers of the instances that are registered somewhere."""
        total = self.services * self.registrations
        stride = max(1, self.fleet // total)
        return {i * stride % self.fleet for i in range(total)}

    def floor(self):
        """By id or by scan, whichever takes fewer requests, in each region by itself."""
        regions = len(self.regions)
        size = Counter(i % regions for i in range(self.fleet))
        asked = Counter(i % regions for i in self.registered())
        describe = sum(min(ceil(asked[r] / FILTER_VALUES), ceil(size[r] / SCAN_PAGE)) for r in asked)
        return Floor(self.services * ceil(self.registrations / LIST_PAGE), describe)


REGIONS = ("us-east-1", "eu-west-1", "ap-southeast-2", "us-west-2")
# Every round is to ask EC2 anew, as one process a service does: no answer lives on to the next.
FRESH = (("ec2-cache-ttl", "10s"),)

SHAPES = {
    shape.name: shape
    for shape in (
        Shape("one", 1, 2, 2, REGIONS[:1]),
        Shape("dense", 200, 50, 10_000, REGIONS[:2], settings=FRESH),
        Shape("shared", 200, 50, 500, REGIONS[:3], settings=FRESH),
        Shape("sparse", 5, 10, 50_000, REGIONS[:1], settings=FRESH),
        Shape("huge", 2000, 25, 50_000, REGIONS, 60, (("ec2-cache-ttl", "30s"), ("workers", 8))),
        Shape("steady", 200, 50, 10_000, REGIONS[:2], frequency=10),
    )
}
