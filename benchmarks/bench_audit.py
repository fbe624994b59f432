"""What `audit` finds in tables whose rules nobody declared.

Run ``python benchmarks/bench_audit.py [TABLES.jl.gz] [--trials N] [--seconds N]``. Without annotated tables (one JSON object a
line: ``table_array``, and ``aggregation_annotations`` with ``operator``, ``aggregator_index`` and ``aggregatee_indices``) only
what needs none of them is measured.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from spoil import value_slips

from xcdata.auditing.audit import Audit
from xcdata.auditing.sheets import audit
from xcdata.dataset.source import read_raw
from xcdata.errors import XcdataError
from xcdata.grids.readings import read_grid
from xcdata.output.grid_view import audit_text

sys.path.append(str(Path(__file__).parent.parent / "tests"))
from hostile_tables import HOSTILE, write

Grid = list[list[str]]
VERDICTS = ("among the smallest", "named first", "the only one", "only if the sums are exact", "silent")


def tables(path: str) -> Iterator[tuple[int, Grid, list[tuple[tuple[int, int], list[tuple[int, int]]]]]]:
    """Yield number, grid and annotated sums of every table."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            table: dict[str, Any] = json.loads(line)
            sums = [
                (tuple(one["aggregator_index"]), [tuple(part) for part in one["aggregatee_indices"]])
                for one in table["aggregation_annotations"]
                if one["operator"] == "Sum"
            ]
            yield number, table["table_array"], sums


def exact(grid: Grid, sums: list[Any]) -> bool:
    """Tell whether every annotated sum of a table holds to the last digit."""
    read = read_grid(grid)

    def value(cell: tuple[int, int]) -> Decimal:
        reading = read[cell[0]][cell[1]] if cell[1] < len(read[cell[0]]) else None
        return reading if isinstance(reading, Decimal) else Decimal(0)

    return bool(sums) and all(value(total) == sum(map(value, parts)) for total, parts in sums)


def slips(text: str) -> dict[str, str]:
    """Give a text for each slip that a printed figure allows."""
    digits = [index for index, character in enumerate(text) if character.isdigit()]
    made: dict[str, str] = {}
    if not digits:
        return made
    at = random.choice(digits)
    other = random.choice([digit for digit in "0123456789" if digit != text[at]])
    made["one digit"] = text[:at] + other + text[at + 1 :]
    swaps = [(a, b) for a, b in pairwise(digits) if text[a] != text[b] and b == a + 1]
    if swaps:
        a, b = random.choice(swaps)
        made["transposition"] = text[:a] + text[b] + text[a] + text[b + 1 :]
    plain = text.replace(",", "")
    if plain.replace(".", "", 1).removeprefix("-").isdigit():
        made["tenfold"] = f"{Decimal(plain) * 10:f}"
        for by in (1, 10, 100):
            value = Decimal(plain)
            made[f"±{by}"] = f"{value + (random.choice([-by, by]) if abs(value) >= by else by):f}"
    return {kind: new for kind, new in made.items() if not (new.startswith("0") and new[1:2].isdigit())}


def judged(found: Audit, cell: tuple[int, int]) -> set[str]:
    """Say how an audit names the cell that was spoiled."""
    rows = found.explanations.dropna(subset=["key"])
    groups = rows[rows["group"].isin(rows[rows["key"] == cell]["group"])]
    verdicts: set[str] = set()
    if found.ok:
        verdicts.add("silent")
    if len(groups):
        verdicts.add("among the smallest")
        if (groups["given"] == "exact").all():
            verdicts.add("only if the sums are exact")
        if (rows[rows["rank"] == 1]["key"] == cell).any():
            verdicts.add("named first")
        if set(rows["key"]) == {cell}:
            verdicts.add("the only one")
    return verdicts


def located(path: str, trials: int, seconds: float, verbose: bool) -> None:
    """Spoil one figure of an exact table at a time."""
    random.seed(2019)
    exact_tables = [(n, grid, sums) for n, grid, sums in tables(path) if exact(grid, sums)]
    counts: Counter[str] = Counter()
    kinds: Counter[tuple[str, str]] = Counter()
    end = time.monotonic() + seconds
    done = 0
    while done < trials and time.monotonic() < end:
        number, grid, sums = random.choice(exact_tables)
        total, parts = random.choice(sums)
        row, column = cell = random.choice([total, *parts])
        if column >= len(grid[row]):
            continue
        made = slips(grid[row][column].strip())
        if not made:
            continue
        kind = random.choice(sorted(made))
        spoiled = [list(cells) for cells in grid]
        spoiled[row][column] = made[kind]
        if read_grid(spoiled)[row][column] == read_grid(grid)[row][column]:
            continue
        verdicts = judged(audit(spoiled), cell)
        done += 1
        counts.update(verdicts)
        kinds.update((kind, verdict) for verdict in verdicts | {"trials"})
        if verbose and "among the smallest" not in verdicts:
            print(
                f"  table {number}, {cell}: {grid[row][column]!r} → {made[kind]!r} ({kind}) {sorted(verdicts)}",
                flush=True,
            )
    print(
        f"\n### One wrong figure in {len(exact_tables)} exact tables: {done} trials\n\n| the spoiled cell is | share |\n|---|---|"
    )
    for verdict in VERDICTS:
        print(f"| {verdict} | {counts[verdict]} ({counts[verdict] / max(done, 1):.1%}) |")
    for kind in sorted({kind for kind, _ in kinds}):
        whole = kinds[kind, "trials"]
        print(
            f"| {kind}: among the smallest | {kinds[kind, 'among the smallest']} of {whole} ({kinds[kind, 'among the smallest'] / whole:.1%}) |"
        )


def alarms(path: str, seconds: float, verbose: bool) -> None:
    """Count the exact tables that an audit finds fault with."""
    end = time.monotonic() + seconds
    alarmed = doubted = whole = 0
    slowest = 0.0
    for number, grid, sums in tables(path):
        if time.monotonic() > end:
            break
        if not exact(grid, sums):
            continue
        whole += 1
        start = time.perf_counter()
        found = audit(grid)
        slowest = max(slowest, time.perf_counter() - start)
        wrong = found.findings[found.findings["verdict"] == "inconsistent"]
        alarmed += bool(len(wrong))
        doubted += bool(found.explanations["given"].notna().any())
        if verbose and len(wrong):
            print(
                f"  table {number}: {len(wrong)} of {found.counts()['rules']}: {list(wrong['id'])[:4]} {list(wrong['difference'])[:4]}",
                flush=True,
            )
    print(
        f"\n### Alarms in tables that add up\n\n{alarmed} of {whole} ({alarmed / max(whole, 1):.1%}); in {doubted} it is open whether the sums are exact, and something is wrong if they are; slowest audit {slowest:.1f} s",
        flush=True,
    )


def plan() -> None:
    """Spoil each of the 171 figures of the plan's table, as it is printed, by one of the slips that apply."""
    lines = read_raw().split("\n")
    first = next(n for n, line in enumerate(lines) if line.startswith("单位\t总计"))
    last = next(n for n, line in enumerate(lines) if n > first and line.startswith("中心城区\t"))
    grid = [line.split("\t") for line in lines[first : last + 1]]
    found = audit(grid)
    print(f"\n### The plan's table as it is printed\n\n{found!r}")
    cells = [(row, column) for row in range(4, 14) for column in range(1, 18)] + [(14, 1)]
    counts: Counter[str] = Counter()
    random.seed(171)
    for row, column in cells:
        spoiled = [list(cells) for cells in grid]
        kind, spoiled[row][column] = random.choice(value_slips(grid[row][column]))
        verdicts = judged(audit(spoiled), (row, column))
        counts.update(verdicts | {"trials"})
        if "the only one" not in verdicts:
            print(
                f"  ({row}, {column}): {grid[row][column]!r} → {spoiled[row][column]!r} ({kind}) {sorted(verdicts)}"
            )
    print(f"\n{len(cells)} figures, a slip in each\n\n| the spoiled cell is | share |\n|---|---|")
    for verdict in VERDICTS:
        print(f"| {verdict} | {counts[verdict]} ({counts[verdict] / counts['trials']:.1%}) |", flush=True)


def hostile() -> None:
    """Time the refusal of files that are no table."""
    print("\n### Hostile files\n\n| file | seconds | refused with |\n|---|---|---|")
    with TemporaryDirectory() as folder:
        for name in HOSTILE:
            path = write(Path(folder), name)
            start = time.perf_counter()
            try:
                audit(path)
                told = "NOT REFUSED"
            except XcdataError as error:
                told = str(error).removeprefix(f"{folder}/{name}").replace(folder, "")[:110]
            print(f"| {name} | {time.perf_counter() - start:.2f} | {told} |", flush=True)


def mutated(most: int, seconds: float) -> None:
    """Audit tables with cells, rows and bytes put out of order, and count what is raised."""
    random.seed(5)
    base = [
        ["", "2018", "2019", "both"],
        *([f"town {n}", str(n * 37), str(n * 91), str(n * 128)] for n in range(1, 8)),
    ]
    base.append(["all", *(str(sum(int(row[c]) for row in base[1:])) for c in (1, 2, 3))])
    odd = [
        "",
        "-",
        "—",
        "1e99",
        "1e-99",
        "(5)",
        "12.5%",
        "1.234,5",
        "９９",
        "NaN",
        "inf",
        "=A1",
        '"',
        "\x00",
        "\ud800",
        "9" * 40,
    ]
    counts: Counter[str] = Counter()
    end = time.monotonic() + seconds
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        while counts.total() < most and time.monotonic() < end:
            grid = [list(row) for row in base]
            for _ in range(random.randint(1, 6)):
                row = random.choice(grid)
                match random.randint(0, 3):
                    case 0:
                        row[random.randrange(len(row))] = random.choice(odd)
                    case 1:
                        grid.insert(random.randrange(len(grid)), list(random.choice(grid)))
                    case 2:
                        row.insert(random.randrange(len(row)), random.choice(odd))
                    case 3:
                        row[:] = row[: random.randrange(1, len(row) + 1)]
            content = "\n".join(random.choice(",;\t").join(row) for row in grid).encode(
                "utf-8", "surrogatepass"
            )
            for _ in range(random.randint(0, 2)):
                at = random.randrange(len(content))
                content = content[:at] + random.randbytes(1) + content[at + 1 :]
            path.write_bytes(content)
            try:
                found = audit(path)
                audit_text(found)
                counts["audited"] += 1
            except XcdataError:
                counts["refused"] += 1
            except Exception as error:
                counts[f"TRACEBACK {type(error).__name__}: {error}"] += 1
    print(f"\n### Mutated tables: {counts.total()}\n\n| outcome | tables |\n|---|---|")
    for outcome, count in counts.most_common():
        print(f"| {outcome} | {count} |", flush=True)


def rounded_table(rng: random.Random) -> list[list[str]]:
    """Make a table of one decimal, each figure rounded by itself, with totals of rows and columns and a note on rounding."""
    width, height = rng.randint(2, 6), rng.randint(3, 12)
    body = [[rng.lognormvariate(3, 1) for _ in range(width)] for _ in range(height)]
    whole = [[sum(row), *row] for row in body]
    whole.insert(0, [sum(column) for column in zip(*whole, strict=True)])
    names = ["全市", *(f"县{n}" for n in range(1, len(whole)))]
    rows = [[name, *(f"{one:.1f}" for one in row)] for name, row in zip(names, whole, strict=True)]
    head = ["地区", "合计", *(f"第{n}项" for n in range(1, width + 1))]
    return [head, *rows, ["注：由于四舍五入，部分合计与分项之和略有出入。"]]


def rounded(count: int) -> None:
    """Audit tables that are rounded, and the same with one figure off by a few units."""
    rng = random.Random(11)
    tables = [rounded_table(rng) for _ in range(count)]
    opened = Counter(one.kind for rows in tables for one in audit(rows).open)
    print(f"\n### Rounded tables: {count}\n\nTo look into where nothing is wrong: {dict(opened)}")
    print("\n| one figure off by | silent | unlike rounding | … that figure |\n|---|---|---|---|")
    for units in range(1, 6):
        seen: Counter[str] = Counter()
        for rows in tables:
            row, column = rng.randrange(2, len(rows) - 1), rng.randrange(2, len(rows[0]))
            wrong = [list(cells) for cells in rows]
            wrong[row][column] = str(Decimal(rows[row][column]) + Decimal(units) / 10)
            found = audit(wrong)
            ids = [one.id for one in found.open if one.kind == "unlikely rounding"]
            seen["silent"] += found.ok
            seen["unlike"] += bool(ids)
            seen["right"] += f"unlikely/{chr(65 + column)}{row + 1}" in ids
        print(f"| {units} | {seen['silent']} | {seen['unlike']} | {seen['right']} |", flush=True)


def main() -> None:
    """Measure and print Markdown tables."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("tables", nargs="?")
    arguments.add_argument("--trials", type=int, default=1000)
    arguments.add_argument("--seconds", type=float, default=1800, help="for each part")
    arguments.add_argument("--part", choices=("located", "alarms", "rounded", "plan", "hostile", "mutated"))
    arguments.add_argument("-v", "--verbose", action="store_true")
    args = arguments.parse_args()
    if args.tables and args.part in (None, "alarms"):
        alarms(args.tables, args.seconds, args.verbose)
    if args.tables and args.part in (None, "located"):
        located(args.tables, args.trials, args.seconds, args.verbose)
    if args.part in (None, "rounded"):
        rounded(300)
    if args.part in (None, "plan"):
        plan()
    if args.part in (None, "hostile"):
        hostile()
    if args.part in (None, "mutated"):
        mutated(10_000, args.seconds)


if __name__ == "__main__":
    main()
