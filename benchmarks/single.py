"""Programs that make one pass of one service and end: one process for each service of a shape."""

import os
import shlex
import time
from concurrent.futures import ThreadPoolExecutor

import process
from result import Result, typical

FLAGS = " --service-id {service} --service-region {region} --instances-region {regions} --single-run"


def command(template, shape, service):
    return shlex.split(template.format(service=service, region=shape.regions[0], regions=" ".join(shape.regions)))


def interleaved(templates, shape, fleet, log, times):
    """The typical single run of each program, by name; they take turns, so that all see the same machine."""
    runs = {name: [] for name in templates}
    for _ in range(times):
        for name, template in templates.items():
            used = process.run(command(template, shape, "srv-0"), fleet.environment(), log)
            requests = _checked(name, shape, fleet.requests())
            runs[name].append(Result.of(shape, name, "first", used.wall_s, used.cpu_s, used.rss_mb, requests))
    return [typical(each) for each in runs.values()]


def all_services(name, template, shape, fleet, log):
    """One process a service, as many at once as there are processors; CPU and peak RSS are the sums of all."""

    def run(service):
        return process.run(command(template, shape, service), fleet.environment(), log)

    start = time.monotonic()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        used = list(pool.map(run, shape.service_ids()))
    wall = time.monotonic() - start
    requests = _checked(name, shape, fleet.requests())
    cpu, rss = sum(each.cpu_s for each in used), sum(each.rss_mb for each in used)
    return Result.of(shape, name, "first", wall, cpu, rss, requests)


def _checked(name, shape, requests):
    made, floor = requests.of("ListInstances"), shape.floor().list_instances
    if made < floor:
        raise process.Failed(f"{name} made {made} ListInstances, which cannot do for shape {shape.name}: {floor} would")
    return requests
