"""The places that name dependencies and versions agree with each other."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
PINS = [
    Requirement(line)
    for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
OF_CONDA_ITSELF = {"python", "pip"}


def ranges(requirements):
    parsed = [Requirement(text) for text in requirements]
    return {canonicalize_name(each.name): each.specifier for each in parsed}


def conda_ranges():
    plain = [entry for entry in ENVIRONMENT["dependencies"] if isinstance(entry, str)]
    from_pip = [entry for entry in ENVIRONMENT["dependencies"] if isinstance(entry, dict)]
    (pip_section,) = from_pip
    return ranges(plain) | ranges(entry for entry in pip_section["pip"] if entry != "-e .")


def test_environment_states_the_ranges_of_pyproject():
    expected = ranges(PROJECT["dependencies"] + PROJECT["optional-dependencies"]["notebooks"])
    stated = {name: spec for name, spec in conda_ranges().items() if name not in OF_CONDA_ITSELF}
    assert stated == expected


def test_environment_asks_for_the_same_python():
    assert str(conda_ranges()["python"]) == PROJECT["requires-python"]


def test_environment_names_channels_without_addresses():
    assert ENVIRONMENT["channels"]
    assert all(re.fullmatch(r"[a-z-]+", channel) for channel in ENVIRONMENT["channels"])


def test_extras_that_share_a_dependency_share_its_range():
    notebooks, test = (ranges(PROJECT["optional-dependencies"][extra]) for extra in ("notebooks", "test"))
    shared = notebooks.keys() & test.keys()
    assert {name: notebooks[name] for name in shared} == {name: test[name] for name in shared}


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
def test_constraints_pin_every_dependency_within_its_range(python):
    target = {"python_version": python, "python_full_version": f"{python}.9"}
    pinned = {
        canonicalize_name(pin.name): str(pin.specifier).removeprefix("==")
        for pin in PINS
        if pin.marker is None or pin.marker.evaluate(target)
    }
    extras = PROJECT["optional-dependencies"]
    declared = ranges(PROJECT["dependencies"] + [each for extra in extras.values() for each in extra])
    assert declared.keys() - pinned.keys() == set()
    assert {name: pinned[name] for name, spec in declared.items() if pinned[name] not in spec} == {}


def test_constraints_hold_exact_versions_and_no_address():
    assert all(re.fullmatch(r"==[\w.]+", str(pin.specifier)) and pin.url is None for pin in PINS)
    assert not re.search(r"://|/|--", (ROOT / "constraints.txt").read_text("utf-8"))


def test_citation_and_changelog_name_the_version_of_the_package():
    (version,) = re.findall(r'^__version__ = "(.+)"', (ROOT / "xcdata/__init__.py").read_text("utf-8"), re.M)
    assert yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))["version"] == version
    headings = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert headings[0] == version
