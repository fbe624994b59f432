"""Imports run one way, and the ledger's core knows nothing of gazettes."""

import ast
import re
from graphlib import TopologicalSorter
from pathlib import Path

import xcdata

ROOT = Path(xcdata.__file__).parent
CORE = ("ledger", "balance", "rounding", "verdicts", "slips", "fewest", "layout", "program", "locate")


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__")


MODULES = {name_of(path): path for path in ROOT.rglob("*.py")}


def imported(path: Path) -> set[str]:
    """Return what a module imports when it is imported itself."""
    names = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return names


def test_no_module_imports_in_a_circle() -> None:
    graph = {name: (imported(path) & MODULES.keys()) - {"xcdata", name} for name, path in MODULES.items()}
    assert set(TopologicalSorter(graph).static_order()) == MODULES.keys()  # a circle raises


def test_the_core_could_be_a_package_of_its_own() -> None:
    allowed = {f"xcdata.{name}" for name in (*CORE, "problems")}
    for name in CORE:
        ours = {module for module in imported(MODULES[f"xcdata.{name}"]) if module in MODULES} - {"xcdata"}
        assert ours <= allowed, name
        assert not {"pandas", "xcdata.gazette"} & imported(MODULES[f"xcdata.{name}"]), name


def test_the_three_sources_do_not_know_each_other() -> None:
    for name, others in (
        ("awards", ("plan", "training")),
        ("training", ("plan", "awards")),
        ("plan", ("awards", "training")),
    ):
        assert not {f"xcdata.{other}" for other in others} & imported(MODULES[f"xcdata.{name}"])


def test_every_room_stands_in_the_plan_of_the_house() -> None:
    told = (ROOT.parent / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rooms = {name.split(".")[1] for name in MODULES if name.count(".")} - {"__main__"}
    named = set(re.findall(r"`(\w+)[/`*]", told)) | {
        f"workbook{tail}" for tail in re.findall(r"`(_\w+)`", told)
    }
    assert rooms <= named, rooms - named


def test_a_room_imports_only_from_those_above_it() -> None:
    told = (ROOT.parent / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rank: dict[str, int] = {}
    for number, row in enumerate(re.findall(r"^\| (`.*?) \|", told, re.MULTILINE)):
        for name in re.findall(r"`(\w+)[/`*]", row):
            base = "workbook" if "workbook" in row and name.startswith("_") else ""
            rank.setdefault(base + name, number)
    assert len(rank) > 50
    for name, path in MODULES.items():
        own = name.split(".")[1] if name.count(".") else ""
        if own in rank:
            others = {module.split(".")[1] for module in imported(path) & MODULES.keys() if module.count(".")}
            assert not {other for other in others if rank.get(other, -1) > rank[own]}, own
