"""What `audit` makes of tables whose labels call their totals: one wrong figure in each, and none.

Run ``python benchmarks/bench_labelled.py [--tables N] [--only SHAPE] [--seed N] [--workers N] [--show N] [--case CASE]``. Tables
and errors come from ``labelled_tables.py``, which shares no code with what is measured; of each N wrong ones N / 2 clean ones are
audited. A case such as ``wrong/17`` is made again by its name, whatever else is run.
"""

from __future__ import annotations

import argparse
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from multiprocessing import Pool
from random import Random

from labelled_tables import CLEAN_ONLY, KINDS, SHAPES, Spoiled, Table, make, printed, spoil

import xcdata

Cell = tuple[int, int]


# The peer: labels alone ---------------------------------------------------------------------------------------------------------

_TOTAL = re.compile(
    r"[(（]?(合计|总计|小计|共计|全[市省县]|总数|(sub-?|grand)?totals?|sum|all|(合|总)计.人.)[)）:：]*",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"([-−(]?)[$¥]?(\d[\d,]*(?:\.\d+)?)%?\)?")


def _read(text: str) -> Decimal | None:
    match = _FIGURE.fullmatch(text.strip())
    return Decimal(match[2].replace(",", "")) * (-1 if match[1] else 1) if match else None


def _called(text: str) -> bool:
    return _TOTAL.fullmatch(re.sub(r"\s", "", text)) is not None


def _stub_holds(lines: Sequence[tuple[bool, Decimal]], at: int) -> bool:
    """Whether a total is the sum of a run next to it, of the other totals, or of all that are none."""
    before, after = lines[:at][::-1], lines[at + 1 :]
    value = lines[at][1]
    step = max((Decimal(1).scaleb(int(one.as_tuple().exponent)) for _, one in lines), default=Decimal(1))
    for side in (before, after):
        upto = next((n for n, (called, _) in enumerate(side) if called), len(side))
        runs = [side[:upto], [one for one in side if one[0]], [one for one in side if not one[0]]]
        for run in runs:
            allowed = step * (len(run) + 1) / 2 if step < 1 else 0
            if run and abs(value - sum(one for _, one in run)) <= allowed:
                return True
    return len(lines) == 1


def alarmed_by_labels(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a line or column that is called a total is no sum of those around it, or holds what is no figure."""
    width = max(map(len, rows))
    square = [[*row, *[""] * (width - len(row))] for row in rows]
    for row in square:  # codes and numbers stand before the names
        stub = next((n for n, text in enumerate(row) if text.strip() and _read(text) is None), 0)
        row[:stub] = [""] * stub
    for grid in (square, [list(line) for line in zip(*square, strict=True)]):
        called = [any(_called(text) for text in line if _read(text) is None) for line in grid]
        for column in range(len(grid[0])):
            read = [_read(line[column]) for line in grid]
            lines = [(name, one) for name, one in zip(called, read, strict=True) if one is not None]
            for at, (name, _) in enumerate(lines):
                if name and not _stub_holds(lines, at):
                    return True
            odd = ("#REF!", "#VALUE!", "TRUE", "x", "?", "l2")
            if any(line[column] in odd for line in grid):
                return True
    return False


# One table ----------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Outcome:
    """What was made of one table.

    Attributes
    ----------
    case, shape, kind, role : str
        `kind` and `role` are of the error, empty where there is none.
    said : str
        ``silent`` (nothing open), ``noticed`` (open, and nothing is called wrong), ``alarm``, ``refused``, ``error``.
    located : bool
        Whether the cell is among the smallest explanations, or, where nothing can be read in it, named in an open finding.
    alone : bool
        Whether no other cell is.
    peer : bool
        Whether the peer raises an alarm.
    checked, sums : int
        Cells that are totals of labelled sums and were checked as totals; all of them.
    foreign : int
        Totals that were checked and are totals of no sum that is known to be true.
    seconds : float
    """

    case: str
    shape: str
    kind: str
    role: str
    said: str
    located: bool
    alone: bool
    peer: bool
    checked: int
    sums: int
    foreign: int
    seconds: float


def made(case: str, seed: int, shapes: Sequence[str]) -> Table | Spoiled:
    """Make the table of a case: ``wrong/N`` or ``clean/N``."""
    part, text = case.split("/")
    number = int(text)
    shape = shapes[number % len(shapes)]
    rng = Random(f"{seed}/{case}/{shape}")
    if part == "clean":
        return make(rng, shape)
    first = number // len(shapes) + number % len(shapes)  # so that every shape meets every kind
    for attempt in range(200):
        table = make(rng, shape)
        wrong = spoil(rng, table, KINDS[(first + attempt // 10) % len(KINDS)])
        if wrong:
            return wrong
    raise AssertionError(f"{shape}: no error can be put into it")


def address(cell: Cell) -> str:
    """Return a cell's name in a spreadsheet; of the first 26 columns."""
    return f"{chr(65 + cell[1])}{cell[0] + 1}"


def audited(rows: list[list[str]]) -> tuple[xcdata.Audit | None, str, float]:
    """Audit rows: what was found, what was said, and how long it took."""
    began = time.perf_counter()
    try:
        found = xcdata.audit(rows)
    except xcdata.InputError:
        return None, "refused", time.perf_counter() - began
    except Exception as error:  # one broken table must not hide the others
        return None, f"error: {type(error).__name__}: {error}", time.perf_counter() - began
    seconds = time.perf_counter() - began
    if found.ok:
        return found, "silent", seconds
    certain = found.located or any(
        one.verdict not in ("noticed",) for one in found.open if one.kind != "kind of sums"
    )
    return found, "alarm" if certain else "noticed", seconds


def blamed(found: xcdata.Audit, wrong: Spoiled) -> set[object]:
    """Return the cells that are named, by explanations or, of what cannot be read, by open findings."""
    cells: set[object] = {
        change.figure.key
        for group in found.groups
        for explanation in group.explanations
        for change in explanation.figures
    }
    if wrong.kind in ("unreadable", "blank"):
        for one in found.open:
            named = re.search(rf"\b{address(wrong.cell)}\b(?!:)", " ".join(one.message.values()))
            if one.figures == (wrong.cell,) or named:
                cells.add(wrong.cell)
    return cells


def run(case: str, seed: int, shapes: Sequence[str]) -> Outcome:
    """Audit the table of a case."""
    one = made(case, seed, shapes)
    table = one.table if isinstance(one, Spoiled) else one
    found, said, seconds = audited(one.rows)
    cells = blamed(found, one) if found and isinstance(one, Spoiled) else set()
    totals = {rule.total for ledger in found.ledgers for rule in ledger.rules} if found else set()
    labelled = {each.total for each in table.sums if each.labelled}
    wrong = isinstance(one, Spoiled)
    return Outcome(
        case,
        table.shape,
        one.kind if isinstance(one, Spoiled) else "",
        one.role if isinstance(one, Spoiled) else "",
        said,
        wrong and one.cell in cells,
        wrong and cells == {one.cell},
        alarmed_by_labels(one.rows),
        len(labelled & totals),
        len(labelled),
        len(totals - {each.total for each in table.sums}),
        seconds,
    )


# What is printed ----------------------------------------------------------------------------------------------------------------


def share(count: int, whole: int) -> str:
    """Say a count as a share."""
    return f"{count / whole:.1%}" if whole else "–"


def _row(name: str, outcomes: Sequence[Outcome], columns: dict[str, Callable[[Outcome], bool]]) -> str:
    cells = [share(sum(map(test, outcomes)), len(outcomes)) for test in columns.values()]
    return f"| {name} | {len(outcomes)} | " + " | ".join(cells) + " |"


def report(
    title: str,
    outcomes: Sequence[Outcome],
    columns: dict[str, Callable[[Outcome], bool]],
    by: Iterable[Callable[[Outcome], str]],
) -> None:
    """Print a Markdown table of shares, over all and by each of some properties."""
    print(
        f"\n### {title}\n\n| | tables | " + " | ".join(columns) + " |\n|---|" + "---:|" * (len(columns) + 1)
    )
    print(_row("**all**", outcomes, columns))
    for of in by:
        names = dict.fromkeys(sorted((of(one) for one in outcomes), key=_place))
        for name in names:
            print(_row(name, [one for one in outcomes if of(one) == name], columns))
    seconds = [one.seconds for one in outcomes]
    print(f"\nSeconds a table: median {statistics.median(seconds):.4f}, slowest {max(seconds):.2f} ", end="")
    print(f"({max(outcomes, key=lambda one: one.seconds).case})")


def _place(name: str) -> int:
    order = [*SHAPES, *CLEAN_ONLY, *KINDS]
    return order.index(name) if name in order else len(order)


def show(case: str, seed: int, shapes: Sequence[str]) -> None:
    """Print a case in full: the table, the error, what was found."""
    one, outcome = made(case, seed, shapes), run(case, seed, shapes)
    print(f"\n#### {case}: {outcome.shape}, {outcome.said}{', located' if outcome.located else ''}\n")
    mark = one.cell if isinstance(one, Spoiled) else None
    if isinstance(one, Spoiled):
        print(f"{one.kind} in {address(one.cell)} ({one.role}): {one.before!r} → {one.after!r}\n")
    print(*printed(one.rows, mark), sep="\n")
    found, _, _ = audited(one.rows)
    if found is not None:
        print()
        for each in found.found:
            difference = "" if each.difference is None else f" (off by {each.difference})"
            if each.is_open or each.is_rule:
                print(f"    {each.verdict}: {each.id}{difference}")
        for group in found.groups:
            told = [
                "+".join(f"{change.figure.address} → {change.implied}" for change in explanation.figures)
                for explanation in group.explanations[:8]
            ]
            print(f"    group {group.number}{' (if exact)' if group.given else ''}: {' or '.join(told)}")


def examples(outcomes: Sequence[Outcome], count: int) -> list[str]:
    """Return the first cases of some outcomes, a few of each shape."""
    chosen: list[str] = []
    met: Counter[str] = Counter()
    for one in sorted(outcomes, key=lambda one: int(one.case.split("/")[1])):
        if met[one.shape] < 1 + count // 15:
            met[one.shape] += 1
            chosen.append(one.case)
    return chosen[:count]


def main() -> None:
    """Measure and print Markdown tables."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument(
        "--tables", type=int, default=2000, help="with one wrong figure; half as many clean"
    )
    arguments.add_argument("--only", metavar="SHAPE", choices=[*SHAPES, *CLEAN_ONLY])
    arguments.add_argument("--seed", type=int, default=2019)
    arguments.add_argument("--workers", type=int, default=1)
    arguments.add_argument("--show", type=int, default=0, metavar="N", help="silent, and alarmed, in full")
    arguments.add_argument("--case", metavar="CASE", help="one in full, e.g. wrong/17, and nothing else")
    args = arguments.parse_args()
    shapes = {
        "wrong": [args.only] if args.only else list(SHAPES),
        "clean": [args.only] if args.only else [*SHAPES, *CLEAN_ONLY],
    }
    if args.case:
        show(args.case, args.seed, shapes[args.case.split("/")[0]])
        return
    outcomes: dict[str, list[Outcome]] = {}
    for part, count in (("wrong", args.tables), ("clean", args.tables // 2)):
        if part == "wrong" and args.only in CLEAN_ONLY:
            continue
        cases = [f"{part}/{number}" for number in range(count)]
        task = partial(run, seed=args.seed, shapes=shapes[part])
        if args.workers > 1:
            with Pool(args.workers) as pool:
                outcomes[part] = pool.map(task, cases, chunksize=20)
        else:
            outcomes[part] = [task(case) for case in cases]
    if wrong := outcomes.get("wrong"):
        report(
            f"One wrong figure in a labelled sum (seed {args.seed})",
            wrong,
            {
                "silent": lambda one: one.said == "silent",
                "refused": lambda one: one.said == "refused" or one.said.startswith("error"),
                "located": lambda one: one.located,
                "… alone": lambda one: one.alone,
                "only noticed": lambda one: one.said == "noticed",
                "peer silent": lambda one: not one.peer,
            },
            (lambda one: one.shape, lambda one: one.kind, lambda one: f"role: {one.role}"),
        )
    clean = outcomes["clean"]
    report(
        f"Clean tables (seed {args.seed})",
        clean,
        {
            "not ok": lambda one: one.said != "silent",
            "certain alarm": lambda one: one.said == "alarm",
            "only noticed": lambda one: one.said == "noticed",
            "refused": lambda one: one.said == "refused" or one.said.startswith("error"),
            "all labelled totals checked": lambda one: one.checked == one.sums,
            "foreign totals": lambda one: one.foreign > 0,
            "peer's alarm": lambda one: one.peer,
        },
        (lambda one: one.shape,),
    )
    checked, sums = sum(one.checked for one in clean), sum(one.sums for one in clean)
    print(f"Labelled totals that were checked: {checked} of {sums} ({share(checked, sums)})")
    for one in (*outcomes.get("wrong", []), *clean):
        if one.said.startswith("error"):
            print(f"{one.case}: {one.said}")
    if args.show:
        silent = [one for one in outcomes.get("wrong", []) if one.said == "silent"]
        for case in examples(silent, args.show):
            show(case, args.seed, shapes["wrong"])
        for case in examples([one for one in clean if one.said != "silent"], args.show):
            show(case, args.seed, shapes["clean"])


if __name__ == "__main__":
    main()
