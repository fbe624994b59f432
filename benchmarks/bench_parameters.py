"""What each tuned number of the audit is worth: each is halved and doubled in turn.

Run ``python benchmarks/bench_parameters.py [TABLES.jl.gz] [--share 3] [--labelled 200] [--only NAME …] [--workers 2] [--json FILE]``.
Two measures: the F1 of the rules discovered in annotated tables (one JSON object a line, as for ``bench_audit.py``; a fixed random
one of `share`), and what the audit says of labelled tables, as in ``bench_labelled.py``: the shares of those with one wrong figure
that are silent and located, and of those without that are clean. A measure that never reads a number is not run for it. A number
that changes nothing in either is worth nothing there: delete it, or say in its documentation what else feels it.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from multiprocessing import Pool
from pathlib import Path
from random import Random
from typing import Any

from bench_labelled import run
from labelled_tables import CLEAN_ONLY, SHAPES

from xcdata.auditing.discovered.discover import discover
from xcdata.auditing.parameters import PARAMETERS, Parameters

SEED = 2019
PROBABILITIES = {"mostly", "rounded_share", "sure"}
"""Of these the odds are halved and doubled."""

Rules = list[set[Any]]


@dataclass(frozen=True)
class Measured:
    """What the two measures say; None where one did not read the number that was changed.

    Attributes
    ----------
    f1 : float or None
        In percent.
    rules : int
        Discovered rules that are others than without the change.
    silent, located, clean : float or None
        In percent.
    outcomes : int
        Labelled tables of which something else is said.
    """

    f1: float | None = None
    rules: int = 0
    silent: float | None = None
    located: float | None = None
    clean: float | None = None
    outcomes: int = 0


def annotated(path: str, share: int) -> list[tuple[list[list[str]], set[Any]]]:
    """Read one in `share` of the tables, each with its sums; blank parts count for nothing."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        tables = [json.loads(line) for line in lines]
    chosen = Random(SEED).sample(tables, len(tables) // share)
    return [
        (
            table["table_array"],
            {
                key(table["table_array"], one["aggregator_index"], one["aggregatee_indices"])
                for one in table["aggregation_annotations"]
                if one["operator"] == "Sum"
            },
        )
        for table in chosen
    ]


def key(grid: Sequence[Sequence[str]], total: Sequence[int], parts: Sequence[Sequence[int]]) -> Any:
    """Return what tells a sum from others."""
    there = (tuple(part) for part in parts)
    return tuple(total), frozenset((r, c) for r, c in there if c < len(grid[r]) and grid[r][c].strip())


def rules_of(tables: Sequence[tuple[list[list[str]], set[Any]]]) -> Rules:
    """Discover the rules of each table."""
    return [{key(grid, rule.total, rule.parts) for rule in discover(grid)} for grid, _ in tables]


def f1(found: Rules, tables: Sequence[tuple[list[list[str]], set[Any]]]) -> float:
    """Return the F1 of all rules together, in percent."""
    right = sum(len(own & truth) for own, (_, truth) in zip(found, tables, strict=True))
    return 200 * right / sum(len(own) + len(truth) for own, (_, truth) in zip(found, tables, strict=True))


def outcomes_of(count: int) -> list[tuple[str, str, bool, bool]]:
    """Audit so many labelled tables: two of three with one wrong figure."""
    cases = [(f"wrong/{n}", list(SHAPES)) for n in range(count - count // 3)]
    cases += [(f"clean/{n}", [*SHAPES, *CLEAN_ONLY]) for n in range(count // 3)]
    made = (run(case, SEED, shapes) for case, shapes in cases)
    return [(one.case.split("/")[0], one.said, one.located, one.alone) for one in made]


def percent(tests: Sequence[bool]) -> float:
    """Return the share of those that are true, in percent."""
    return 100 * sum(tests) / len(tests)


def judged(outcomes: Sequence[tuple[str, str, bool, bool]]) -> dict[str, float]:
    """Return the shares of silent, located and clean tables."""
    wrong = [one for one in outcomes if one[0] == "wrong"]
    clean = [one for one in outcomes if one[0] == "clean"]
    return {
        "silent": percent([one[1] == "silent" for one in wrong]),
        "located": percent([one[2] for one in wrong]),
        "clean": percent([one[1] == "silent" for one in clean]),
    }


def reads(measure: Callable[[], Any]) -> tuple[Any, set[str]]:
    """Return what a measure says, and the numbers that it reads."""
    read: set[str] = set()

    class Recording(Parameters):
        def __getattribute__(self, name: str) -> Any:
            read.add(name)
            return super().__getattribute__(name)

    object.__setattr__(PARAMETERS, "__class__", Recording)
    try:
        said = measure()
    finally:
        object.__setattr__(PARAMETERS, "__class__", Parameters)
    return said, read


def changed(name: str, factor: float) -> float:
    """Return a number halved or doubled."""
    value = getattr(PARAMETERS, name)
    if name in PROBABILITIES:
        odds = factor * value / (1 - value)
        return float(odds / (1 + odds))
    return max(1, int(value * factor)) if isinstance(value, int) else value * factor


class State:
    """What each process measures against."""

    tables: list[tuple[list[list[str]], set[Any]]]
    count: int
    rules: Rules
    outcomes: list[tuple[str, str, bool, bool]]
    read: tuple[set[str], set[str]]


def prepare(path: str | None, share: int, count: int) -> None:
    """Measure without any change, once a process."""
    State.tables = annotated(path, share) if path else []
    State.count = count
    State.rules, by_rules = reads(lambda: rules_of(State.tables))
    State.outcomes, by_outcomes = reads(lambda: outcomes_of(count))
    State.read = by_rules, by_outcomes


def unchanged() -> Measured:
    """Return what the measures say without a change."""
    return Measured(f1(State.rules, State.tables) if State.tables else None, **judged(State.outcomes))


def measure(task: tuple[str, float]) -> tuple[str, float, Measured]:
    """Measure with one number changed."""
    name, factor = task
    value = getattr(PARAMETERS, name)
    said: dict[str, Any] = {}
    object.__setattr__(PARAMETERS, name, changed(name, factor))
    try:
        if State.tables and name in State.read[0]:
            found = rules_of(State.tables)
            differ = sum(len(one ^ other) for one, other in zip(found, State.rules, strict=True))
            said = {"f1": f1(found, State.tables), "rules": differ}
        if name in State.read[1]:
            outcomes = outcomes_of(State.count)
            differ = sum(one != other for one, other in zip(outcomes, State.outcomes, strict=True))
            said |= judged(outcomes) | {"outcomes": differ}
    finally:
        object.__setattr__(PARAMETERS, name, value)
    return name, factor, Measured(**said)


def cells(one: Measured, base: Measured) -> Iterator[str]:
    """Yield what changed, in percent points, as cells of a table."""
    for name, count in (("f1", one.rules), ("silent", one.outcomes), ("located", 0), ("clean", 0)):
        value, before = getattr(one, name), getattr(base, name)
        if value is None or before is None:
            yield "–"
        else:
            yield f"{value - before:+.2f}" + (f" ({count})" if count else "")


def main() -> None:
    """Measure and print a Markdown table."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("tables", nargs="?", metavar="TABLES.jl.gz")
    arguments.add_argument("--share", type=int, default=3, help="one in so many of the annotated tables")
    arguments.add_argument("--labelled", type=int, default=200, help="so many labelled tables")
    arguments.add_argument("--only", nargs="+", metavar="NAME")
    arguments.add_argument("--workers", type=int, default=2)
    arguments.add_argument("--json", metavar="FILE", help="the same, to read by machine")
    args = arguments.parse_args()
    names = args.only or [one.name for one in fields(Parameters)]
    tasks = [(name, factor) for name in names for factor in (0.5, 2.0)]
    told = []
    with Pool(args.workers, prepare, (args.tables, args.share, args.labelled)) as pool:
        base = pool.apply(unchanged)
        print(f"Unchanged: {asdict(base)}\n")
        print("Changes in percent points; in brackets how many rules, and how many tables, are others.\n")
        print("| number | value | becomes | F1 | silent | located | clean |")
        print("|---|---:|---:|---:|---:|---:|---:|")
        for name, factor, one in pool.imap(measure, tasks):
            value = getattr(PARAMETERS, name)
            print(
                f"| {name} | {value:g} | {changed(name, factor):g} | {' | '.join(cells(one, base))} |",
                flush=True,
            )
            told.append({"number": name, "factor": factor} | asdict(one))
    if args.json:
        text = json.dumps({"unchanged": asdict(base), "changed": told}, indent=1)
        Path(args.json).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
