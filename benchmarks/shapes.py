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
    """Instances lie in the regions by turns. `settings` go into the configuration as they are.

    With `roles`, there are as many accounts, each read through a role of its own. They share services and instances
    evenly. The services of an account lie in the first `service_regions` regions by turns.
    """

    name: str
    services: int
    registrations: int  # of each service
    fleet: int
    regions: tuple
    frequency: int = 20  # seconds
    settings: tuple = ()
    roles: int = 0
    service_regions: int = 1
    java_opts: str = ""  # where the start script's own heap does not do

    @property
    def accounts(self):
        return max(1, self.roles)

    def service_ids(self):
        return [f"srv-{i}" for i in range(self.services)]

    def service_region(self, number):
        return self.regions[number % (self.services // self.accounts) % self.service_regions]

    def role(self, number):
        """The role of a service; None if it is read with the process's own credentials."""
        account = number // (self.services // self.accounts)
        return f"arn:aws:iam::{account + 1:012}:role/unmap" if self.roles else None

    def registered(self):
        """How many instances are registered somewhere."""
        return self.accounts * len(self._registered())

    def _registered(self):
        """The numbers of the instances of one account that are registered somewhere."""
        total, fleet = self.services * self.registrations // self.accounts, self.fleet // self.accounts
        stride = max(1, fleet // total)
        return {i * stride % fleet for i in range(total)}

    def floor(self):
        """By id or by scan, whichever takes fewer requests, in each region of each account by itself."""
        regions = len(self.regions)
        size = Counter(i % regions for i in range(self.fleet // self.accounts))
        asked = Counter(i % regions for i in self._registered())
        describe = sum(min(ceil(asked[r] / FILTER_VALUES), ceil(size[r] / SCAN_PAGE)) for r in asked)
        return Floor(self.services * ceil(self.registrations / LIST_PAGE), self.accounts * describe)


REGIONS = ("us-east-1", "eu-west-1", "ap-southeast-2", "us-west-2")
# Every round is to ask EC2 anew, as one process a service does: no answer lives on to the next.
FRESH = (("ec2-cache-ttl", "10s"),)


def grown(name, services, frequency, roles=0, **more):
    """A fleet of the proportions of `vast`: an instance is registered with five services."""
    settings = (("ec2-cache-ttl", f"{frequency // 2}s"), ("workers", 16))
    fleet = max(50, 10 * services)
    return Shape(name, services, 50, fleet, REGIONS[:2], frequency, settings, roles, 2, **more)


CURVE = (
    grown("services-1", 1, 10),
    grown("services-20", 20, 10),
    grown("services-200", 200, 20),
    grown("services-2000", 2_000, 90),
    grown("vast", 20_000, 300, roles=10, java_opts="-Xmx1g"),
)
USUAL = (
    Shape("one", 1, 2, 2, REGIONS[:1]),
    Shape("dense", 200, 50, 10_000, REGIONS[:2], settings=FRESH),
    Shape("shared", 200, 50, 500, REGIONS[:3], settings=FRESH),
    Shape("sparse", 5, 10, 50_000, REGIONS[:1], settings=FRESH),
    Shape("huge", 2000, 25, 50_000, REGIONS, 60, (("ec2-cache-ttl", "30s"), ("workers", 8))),
    Shape("steady", 200, 50, 10_000, REGIONS[:2], frequency=10),
)
SHAPES = {shape.name: shape for shape in (*USUAL, *CURVE)}
