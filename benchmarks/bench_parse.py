"""What reading costs: against importing pandas, and as the text grows.

Run ``python benchmarks/bench_parse.py``. Each figure is the best of several runs, each in a process of its own; the peer,
``import pandas``, is measured in the same processes.
"""

from __future__ import annotations

import subprocess
import sys

RUNS = 7
IMPORT = "import time; t = time.perf_counter(); import {0}; print(time.perf_counter() - t)"
PARSE = """
import time
t = time.perf_counter(); import pandas; imported = time.perf_counter() - t
from xcdata.dataset.source import read_raw
from xcdata.dataset.tables import parse
text = read_raw() * {0}
t = time.perf_counter(); parse(text, "text").frames; parsed = time.perf_counter() - t
print(imported, parsed, len(text.encode()) / 1e6)
"""


def best(code: str, runs: int = RUNS) -> list[float]:
    """Run code in fresh processes; return the smallest of each number that it prints."""
    printed = [
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout.split()
        for _ in range(runs)
    ]
    return [min(map(float, column)) for column in zip(*printed, strict=True)]


def main() -> None:
    """Measure and print a Markdown table."""
    print("| what | result |\n|---|---|")
    names = ("pandas", "xcdata", "xcdata.dataset", "xcdata.review", "xcdata.auditing")
    rounds = [[best(IMPORT.format(name), 1)[0] for name in names] for _ in range(4 * RUNS)]
    pandas, *ours = (min(column) for column in zip(*rounds, strict=True))
    for name, seconds in zip(names[1:], ours, strict=True):
        print(
            f"| `import {name}` / `import pandas` | {seconds:.3f} s / {pandas:.3f} s = {seconds / pandas:.2f} |"
        )
    imported, parsed, _ = best(PARSE.format(1))
    print(
        f"| reading the gazette into frames / `import pandas` | {parsed:.3f} s / {imported:.3f} s = {parsed / imported:.2f} |"
    )
    for times in (1, 10, 100):
        _, parsed, size = best(PARSE.format(times), 3)
        print(f"| {times} × the text ({size:.1f} MB) | {parsed:.3f} s, {parsed / size:.3f} s per MB |")


if __name__ == "__main__":
    main()
