"""The places that name dependencies, versions and marks agree with each other."""

import re
import subprocess
import tomllib
from collections import defaultdict
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PROJECT = SETTINGS["project"]
EXTRAS = PROJECT["optional-dependencies"]
BACKEND = SETTINGS["build-system"]["requires"]
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
SETUPS = {path.stem: path.read_text("utf-8") for path in sorted((ROOT / "requirements").iterdir())}
OF_CONDA_ITSELF = {"python", "pip"}
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")

each_setup = pytest.mark.parametrize("setup", SETUPS)


def ranges(requirements):
    parsed = [Requirement(text) for text in requirements]
    return {canonicalize_name(each.name): each.specifier for each in parsed}


def conda_ranges():
    plain = [entry for entry in ENVIRONMENT["dependencies"] if isinstance(entry, str)]
    from_pip = [entry for entry in ENVIRONMENT["dependencies"] if isinstance(entry, dict)]
    (pip_section,) = from_pip
    return ranges(plain) | ranges(entry for entry in pip_section["pip"] if entry != "-e .")


def entries(setup):
    """Every entry of a requirements file: what is required, and its hashes."""
    text = re.sub(r"^#.*\n", "", SETUPS[setup], flags=re.M).replace("\\\n", " ")
    for line in text.splitlines():
        requirement, *hashes = re.split(r"\s+(?=--)", line.strip())
        yield Requirement(requirement), hashes


def pinned(setup, python):
    """The versions that a set-up installs under a Python, on Linux."""
    target = {"python_version": python, "python_full_version": f"{python}.9", "sys_platform": "linux"}
    return {
        canonicalize_name(pin.name): str(pin.specifier).removeprefix("==")
        for pin, _ in entries(setup)
        if pin.marker is None or pin.marker.evaluate(target)
    }


def test_environment_states_the_ranges_of_pyproject():
    stated = {name: spec for name, spec in conda_ranges().items() if name not in OF_CONDA_ITSELF}
    assert stated == ranges(PROJECT["dependencies"] + EXTRAS["notebooks"] + EXTRAS["serve"])


def test_environment_asks_for_the_same_python():
    assert str(conda_ranges()["python"]) == PROJECT["requires-python"]


def test_environment_names_channels_without_addresses():
    assert ENVIRONMENT["channels"]
    assert all(re.fullmatch(r"[a-z-]+", channel) for channel in ENVIRONMENT["channels"])


def test_extras_that_share_a_dependency_share_its_range():
    stated = defaultdict(set)
    for requirements in (PROJECT["dependencies"], *EXTRAS.values()):
        for name, spec in ranges(requirements).items():
            stated[name].add(str(spec))
    assert {name: specs for name, specs in stated.items() if len(specs) > 1} == {}


def test_every_extra_has_its_requirements():
    assert SETUPS.keys() == EXTRAS.keys() | {"main"}
    (compiled,) = re.findall(r"^SETUPS := (.+)$", MAKEFILE, re.M)
    assert set(compiled.split()) == SETUPS.keys()


@each_setup
@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
def test_requirements_pin_every_dependency_and_the_build_backend_within_its_range(setup, python):
    versions = pinned(setup, python)
    declared = ranges(PROJECT["dependencies"] + EXTRAS.get(setup, []) + BACKEND)
    assert declared.keys() - versions.keys() == set()
    assert {name: versions[name] for name, spec in declared.items() if versions[name] not in spec} == {}


@each_setup
def test_requirements_hold_exact_versions_with_hashes(setup):
    for pin, hashes in entries(setup):
        assert re.fullmatch(r"==[\w.]+", str(pin.specifier)), pin
        assert hashes, pin
        assert all(HASH.fullmatch(each) for each in hashes), pin


@each_setup
def test_requirements_name_no_address(setup):
    assert not re.search(r"://|/|@|--(?!hash=)", SETUPS[setup])


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
def test_one_set_up_does_not_undo_another(python):
    versions = defaultdict(set)
    for setup in SETUPS:
        for name, version in pinned(setup, python).items():
            versions[name].add(version)
    assert {name: each for name, each in versions.items() if len(each) > 1} == {}


def test_what_runs_in_test_all_alone_is_told_by_make_test():
    marks = [mark.split(":")[0] for mark in SETTINGS["tool"]["pytest"]["ini_options"]["markers"]]
    assert f"-m 'not ({' or '.join(marks)})'" in SETTINGS["tool"]["pytest"]["ini_options"]["addopts"]
    assert re.findall(r"^ELSEWHERE := (.+)$", MAKEFILE, re.M) == [", ".join(marks)]


def test_make_makes_everything_else_where_an_edited_workbook_stands_in_its_way(tmp_path):
    for path in ("xcdata", "data/raw", "data/reference", "requirements", ".venv/bin"):
        (tmp_path / path).mkdir(parents=True)
    (tmp_path / "Makefile").write_text(MAKEFILE, "utf-8")
    for path in ("requirements/main.txt", "pyproject.toml", ".venv/.ready-main"):
        (tmp_path / path).touch()
    (tmp_path / ".venv/pyvenv.cfg").write_text(f"{tmp_path}/.venv", "utf-8")
    stub = tmp_path / ".venv/bin/python"
    stub.write_text('#!/bin/sh\necho "$3" >> made\n[ "$3" != excel ]\n', "utf-8")
    stub.chmod(0o755)
    done = subprocess.run(["make"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 2
    assert (tmp_path / "made").read_text("utf-8").split() == ["build", "charts", "report", "excel"]
    assert "xuchang-summary.xlsx" in done.stderr


def test_no_import_is_excused_from_its_contract():
    contracts = SETTINGS["tool"]["importlinter"]["contracts"]
    assert contracts
    assert [each["name"] for each in contracts if "ignore_imports" in each] == []


def test_citation_and_changelog_name_the_version_of_the_package():
    (version,) = re.findall(r'^__version__ = "(.+)"', (ROOT / "xcdata/__init__.py").read_text("utf-8"), re.M)
    assert yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))["version"] == version
    headings = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert headings[0] == version


@each_setup
def test_extras_that_a_pinned_package_asks_for_stand_in_the_pin_of_the_other(setup):
    pins = {canonicalize_name(pin.name): pin.extras for pin, _ in entries(setup)}
    asked = defaultdict(set)
    for name in pins:
        try:
            needed = map(Requirement, requires(name) or ())
        except PackageNotFoundError:
            continue
        for one in needed:
            if one.extras and (one.marker is None or one.marker.evaluate({"extra": ""})):
                asked[canonicalize_name(one.name)] |= one.extras
    assert {name: extras - pins[name] for name, extras in asked.items() if extras - pins[name]} == {}
