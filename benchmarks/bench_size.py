"""How the time and the memory of an audit grow with the rows of a table.

Run ``python benchmarks/bench_size.py [KIND ...] [--rows N ...] [--columns N]``. Each table is audited in a process of its own; the
exponent is that of the time over the rows, from one size to the next: 1 is in proportion.
"""

from __future__ import annotations

import argparse
import math
import resource
import sys
import time
from collections.abc import Callable
from multiprocessing import get_context

import numpy as np

import xcdata

Rows = list[list[str]]
BLOCK = 9


def subtotals(rows: int, columns: int, rng: np.random.Generator) -> Rows:
    """Make blocks with a subtotal each, a grand total, and a column of totals."""
    table = [["name", *(f"c{n}" for n in range(columns - 1)), "Total"]]
    grand = np.zeros(columns - 1, int)

    def line(name: str, figures: np.ndarray) -> list[str]:
        return [name, *map(str, figures), str(figures.sum())]

    while len(table) < rows:
        block = rng.integers(0, 100_000, (BLOCK, columns - 1))
        number = len(table) // (BLOCK + 1)
        table += [line(f"item {number}-{n}", figures) for n, figures in enumerate(block)]
        table.append(line(f"Subtotal {number}", block.sum(axis=0)))
        grand += block.sum(axis=0)
    return [*table, line("Total", grand)]


def outline(rows: int, columns: int, rng: np.random.Generator) -> Rows:
    """Make numbered groups of numbered lines, each group with its sum."""
    table = [["name", *(f"c{n}" for n in range(columns))]]
    while len(table) < rows:
        block = rng.integers(0, 100_000, (BLOCK, columns))
        table.append([f"{len(table) // (BLOCK + 1) + 1}. group", *map(str, block.sum(axis=0))])
        table += [[f"({n}) item", *map(str, figures)] for n, figures in enumerate(block, 1)]
    return table


def records(rows: int, columns: int, rng: np.random.Generator) -> Rows:
    """Make long records: a few candidates and their total in each precinct."""
    table = [["precinct", "candidate", *(f"c{n}" for n in range(columns))]]
    while len(table) < rows:
        block, precinct = rng.integers(0, 1000, (4, columns)), str(len(table) // 5 + 1)
        table += [[precinct, "ABCD"[n], *map(str, figures)] for n, figures in enumerate(block)]
        table.append([precinct, "Total", *map(str, block.sum(axis=0))])
    return table


def noise(rows: int, columns: int, rng: np.random.Generator) -> Rows:
    """Make figures that are the sums of nothing."""
    table = [["name", *(f"c{n}" for n in range(columns))]]
    return table + [
        [f"item {n}", *map(str, figures)]
        for n, figures in enumerate(rng.integers(0, 100_000, (rows - 1, columns)))
    ]


KINDS: dict[str, Callable[[int, int, np.random.Generator], Rows]] = {
    "subtotals": subtotals,
    "outline": outline,
    "records": records,
    "noise": noise,
}


def audited(kind: str, rows: int, columns: int) -> tuple[float, float, int]:
    """Audit one table: CPU seconds, MB at most, rules."""
    table = KINDS[kind](rows, columns, np.random.default_rng(5))
    began = time.process_time()
    found = xcdata.audit(table)
    seconds = time.process_time() - began
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 1024)
    return seconds, size, found.counts()["rules"]


def main() -> None:
    """Measure and print a Markdown table."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("kinds", nargs="*", metavar="KIND", help=", ".join(KINDS))
    arguments.add_argument("--rows", type=int, nargs="+", default=[1000, 10_000])
    arguments.add_argument("--columns", type=int, default=20)
    args = arguments.parse_args()
    print("| table | rows | CPU seconds | MB | rules | exponent |\n|---|---|---|---|---|---|")
    for kind in args.kinds or KINDS:
        before = None
        for rows in args.rows:
            with get_context("spawn").Pool(1) as pool:
                seconds, size, rules = pool.apply(audited, (kind, rows, args.columns))
            grown = f"{math.log(seconds / before[1]) / math.log(rows / before[0]):.2f}" if before else ""
            print(f"| {kind} | {rows} | {seconds:.1f} | {size:.0f} | {rules} | {grown} |", flush=True)
            before = rows, seconds


if __name__ == "__main__":
    main()
