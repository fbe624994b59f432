"""The reference tables and the gazette's sidecar say what is so."""

import csv
import hashlib
import tomllib
from collections import Counter
from pathlib import Path

DATA = Path(__file__).parents[1] / "data"
CODED_KINDS = {"county-level city", "county", "district"}


def rows(name):
    with (DATA / "reference" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_counties_stand_in_the_order_of_the_plan_table_and_the_city_last():
    counties = [row["county"] for row in rows("counties.csv")]
    lines = (DATA / "raw/xuchang-gazette-2019.txt").read_text("utf-8").splitlines()
    printed = [line.split("\t")[0] for line in lines[663:673]]
    assert counties == [*printed, "市直"]
    assert [row["order"] for row in rows("counties.csv")] == [str(n) for n in range(1, 12)]


def test_only_administrative_divisions_have_a_code():
    coded = {row["county"]: row["kind"] for row in rows("counties.csv") if row["gbt2260"]}
    assert len(coded) == 6
    assert set(coded.values()) == CODED_KINDS
    assert {row["kind"] for row in rows("counties.csv") if not row["gbt2260"]}.isdisjoint(CODED_KINDS)


def test_full_names_of_the_zones_are_those_of_the_notices():
    text = (DATA / "raw/xuchang-gazette-2019.txt").read_text("utf-8")
    of_zones = {"functional zone", "urban core"}
    zones = [row["full_name"] for row in rows("counties.csv") if row["kind"] in of_zones]
    assert len(zones) == 4
    assert [name for name in zones if name not in text] == []


def test_townships_are_108_and_all_but_two_lie_under_a_coded_county():
    townships = rows("townships.csv")
    counties = {row["gbt2260"] for row in rows("counties.csv")}
    assert len({row["township_code"] for row in townships}) == len(townships) == 108
    assert all(row["township_code"].startswith(row["county_code"]) for row in townships)
    assert all(row["name_2021"] or row["name_2023"] for row in townships)
    of_statistics = Counter(row["county_code"] for row in townships if row["county_code"] not in counties)
    assert of_statistics == {"411071": 2}


def test_the_sidecar_describes_the_gazette():
    sidecar = tomllib.loads((DATA / "raw/xuchang-gazette-2019.toml").read_text("utf-8"))
    raw = (DATA / "raw" / sidecar["file"]).read_bytes()
    assert hashlib.sha256(raw).hexdigest() == sidecar["sha256"]
    assert len(raw.decode(sidecar["encoding"]).splitlines()) == sidecar["lines"]
