"""Run by `python3 -m unittest discover benchmarks`, and by mvn verify."""

import csv
import io
import json
import os
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from pathlib import Path

import chart
import daemon
import process
import report
import single
from fleet import Requests
from result import COLUMNS, Result, average, typical
from shapes import CURVE, SHAPES, Floor, Shape

REGIONS = ("us-east-1", "eu-west-1")


def requests(lists=1, describes=1):
    def operation(count):
        return {"requests": count, "failed": 0, "throttled": 0, "filterValues": 7, "bytes": 100}

    return Requests(1.0, {"ListInstances": operation(lists), "DescribeInstances": operation(describes)}, 0.5)


def result(shape="one", kind="first", wall=1.0, describes=1):
    return Result.of(SHAPES[shape], "ours", kind, wall, 2.5, 100.0, requests(describes=describes))


class FloorTest(unittest.TestCase):
    def test_is_that_of_each_shape(self):
        floors = {name: shape.floor() for name, shape in SHAPES.items()}
        self.assertEqual(
            floors,
            {
                "one": Floor(1, 1),
                "dense": Floor(200, 10),
                "shared": Floor(200, 3),
                "sparse": Floor(5, 1),
                "huge": Floor(2000, 52),
                "steady": Floor(200, 10),
                "services-1": Floor(1, 2),
                "services-20": Floor(20, 2),
                "services-200": Floor(200, 2),
                "services-2000": Floor(2000, 20),
                "vast": Floor(20_000, 200),
            },
        )

    def test_takes_ids_or_a_scan_whichever_is_less_in_each_region(self):
        by_id = Shape("", 1, 250, 100_000, REGIONS[:1])
        by_scan = Shape("", 1, 250, 250, REGIONS[:1])
        self.assertEqual(by_id.floor(), Floor(3, 2))
        self.assertEqual(by_scan.floor(), Floor(3, 1))

    def test_asks_no_region_in_which_nothing_is_registered(self):
        self.assertEqual(Shape("", 1, 1, 1, REGIONS).floor(), Floor(1, 1))


class ShapeTest(unittest.TestCase):
    def test_shares_the_fleet_among_the_accounts_of_its_roles(self):
        shape = Shape("", 8, 50, 200, REGIONS, roles=2, service_regions=2)
        services = [
            (each["service-id"], each["service-region"], each["role-arn"])
            for each in json.loads(daemon.configuration(shape))["services"]
        ]
        self.assertEqual(
            services[2:6],
            [
                ("srv-2", "us-east-1", "arn:aws:iam::000000000001:role/unmap"),
                ("srv-3", "eu-west-1", "arn:aws:iam::000000000001:role/unmap"),
                ("srv-4", "us-east-1", "arn:aws:iam::000000000002:role/unmap"),
                ("srv-5", "eu-west-1", "arn:aws:iam::000000000002:role/unmap"),
            ],
        )
        self.assertEqual(shape.registered(), 200)
        self.assertEqual(shape.floor(), Floor(8, 4))

    def test_needs_no_role_for_an_account_of_its_own(self):
        self.assertNotIn("role", daemon.configuration(SHAPES["dense"]))
        self.assertIn('"service-region": "us-east-1"', daemon.configuration(SHAPES["dense"]))

    def test_is_vast(self):
        vast = SHAPES["vast"]
        self.assertEqual((vast.services * vast.registrations, vast.registered()), (1_000_000, 200_000))

    def test_grows_in_proportion(self):
        each = {(s.registrations, s.fleet // s.services, len(s.regions), s.service_regions) for s in CURVE[1:]}
        self.assertEqual(each, {(50, 10, 2, 2)})


class ResultTest(unittest.TestCase):
    def test_is_typical_by_the_median_of_each_figure(self):
        rounds = [result(wall=wall, describes=describes) for wall, describes in ((1.0, 9), (9.0, 2), (2.0, 1))]
        self.assertEqual(typical(rounds), replace(rounds[0], wall_s=2.0, describe_instances=2))

    def test_is_average_by_the_mean(self):
        self.assertEqual(average([result(describes=0), result(describes=3)]).describe_instances, 1.5)


class ReportTest(unittest.TestCase):
    def test_writes_a_row_each_under_a_header_that_stays(self):
        with tempfile.TemporaryDirectory() as directory:
            file = Path(directory, "benchmark.csv")
            report.write_csv(file, [result()])
            header, row = csv.reader(io.StringIO(file.read_text()))
        self.assertEqual(
            ",".join(header),
            "shape,program,round,services,registered,fleet,regions,wall_s,cpu_s,rss_mb,list_instances,list_floor,"
            "describe_instances,describe_floor,other_requests,failed_requests,filter_values,bytes,aws_cpu_s,"
            "rss_growth_mb,allocated_mb,wake_ups_per_s,jvm_wake_ups_per_s,throttled_requests",
        )
        self.assertEqual(
            ",".join(row), "one,ours,first,1,2,2,1,1.00,2.50,100.00,1,1,1,1,0,0,14,200,0.50,,,,,0"
        )

    def test_shows_the_figures_of_steady_state_apart(self):
        steady = replace(result("steady", "steady"), rss_growth_mb=1.0, allocated_mb=2.0, wake_ups_per_s=0.0)
        self.assertNotIn("wake-ups/s", report.table([result()]))
        self.assertIn("wake-ups/s", report.table([steady]))

    def test_explains_every_column(self):
        readme = Path(__file__).with_name("README.md").read_text()
        self.assertEqual([column for column in COLUMNS if f"`{column}`" not in readme], [])


class ChartTest(unittest.TestCase):
    def test_draws_a_line_for_each_program_and_the_floor(self):
        drawn = chart.svg([result("dense"), result(), replace(result(), program="a < b")])
        root = ElementTree.fromstring(drawn)
        texts = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
        self.assertIn("a < b, first round", texts)
        self.assertIn(chart.FLOOR, texts)
        titles = [title.text for title in root.iter("{http://www.w3.org/2000/svg}title")]
        self.assertEqual(titles.count("dense: 2.5"), 1)

    def test_draws_the_curve_beside_a_straight_line_through_its_end(self):
        small = result("services-20", "following", wall=4.0)
        root = ElementTree.fromstring(chart.curve([result("vast", "following", wall=500.0), small]))
        texts = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
        self.assertIn("Seconds a round", texts)
        self.assertIn("20,000", texts)
        titles = [title.text for title in root.iter("{http://www.w3.org/2000/svg}title")]
        self.assertEqual(titles[:4], ["services-20: 4", "vast: 500", "services-20: 0.5", "vast: 500"])

    def test_draws_nothing_of_steady_state(self):
        root = ElementTree.fromstring(chart.svg([result("steady", "steady")]))
        self.assertEqual([title.text for title in root.iter("{http://www.w3.org/2000/svg}title")], [])


class PeerTest(unittest.TestCase):
    def test_is_given_the_service_and_its_regions_as_arguments(self):
        command = single.command("peer -s {service} -r {region} --in {regions}", SHAPES["dense"], "srv-1")
        self.assertEqual(command, "peer -s srv-1 -r us-east-1 --in us-east-1 eu-west-1".split())


class ProcessTest(unittest.TestCase):
    def test_measures_a_process_that_ends(self):
        with open(os.devnull, "w") as log:
            used = process.run(["sh", "-c", "exit 0"], os.environ, log)
        self.assertGreater(used.wall_s, 0)
        self.assertGreater(used.rss_mb, 0.1)

    def test_takes_no_figures_from_a_process_that_fails(self):
        with open(os.devnull, "w") as log, self.assertRaisesRegex(process.Failed, "^sh -c exit 3 ended with 3: see "):
            process.run(["sh", "-c", "exit 3"], os.environ, log)

    def test_reads_what_this_process_costs(self):
        self.assertGreater(process.rss_mb(os.getpid(), peak=True), 1)
        self.assertGreaterEqual(process.cpu_seconds(os.getpid()), 0)
        own, jvm = process.wake_ups(os.getpid())
        self.assertGreater(own, 0)
        self.assertEqual(jvm, 0)


if __name__ == "__main__":
    unittest.main()
