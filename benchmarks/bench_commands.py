"""What each command costs as a whole process, as a multiple of importing pandas.

Run ``python benchmarks/bench_commands.py [RUNS]``. Command and peer (``python -c "import pandas"``) run in turn, so that a machine
that grows slower or faster moves both; the median of the ratios, pair by pair, is told, of CPU and of wall time.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from xcdata.dataset.source import read_raw

RUNS = 7
PEER = [sys.executable, "-c", "import pandas"]


def cost(command: list[str]) -> tuple[float, float]:
    """Return the CPU and the wall seconds of a process."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    ended = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    assert ended.returncode in (0, 1), command
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, wall


def main() -> None:
    """Measure and print a Markdown table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        plan = out / "plan.csv"
        lines = read_raw().split("\n")[658:674]
        plan.write_text("\n".join(lines).replace("\t", ",") + "\n", encoding="utf-8")
        commands = {
            "check": ["check"],
            "build": ["build", "-o", str(out / "tables")],
            "audit plan.csv": ["audit", str(plan)],
            "excel": ["excel", "-o", str(out / "book.xlsx")],
            "report": ["report", "-o", str(out / "review.html")],
            "charts": ["charts", "-o", str(out / "charts")],
        }
        print("| command | CPU / `import pandas` | wall / `import pandas` |\n|---|---|---|")
        for name, arguments in commands.items():
            pairs = []
            for _ in range(runs if name != "charts" else 3):
                mine, peer = cost([sys.executable, "-m", "xcdata", *arguments]), cost(PEER)
                pairs.append((mine[0] / peer[0], mine[1] / peer[1]))
            cpu, wall = (median(column) for column in zip(*pairs, strict=True))
            print(f"| `xcdata {name}` | {cpu:.2f} | {wall:.2f} |")


if __name__ == "__main__":
    main()
