"""How fast a shelf of files is done, on one worker and on two, and what dask costs by itself.

In: the number of files. Out: figures for ``docs/scale.md``, each with the load of the machine. Run
``python benchmarks/bench_corpus.py [tables|notices|overhead|gatherer|equal ...] [--files N ...] [--workers N ...]``; workbooks and
notices are made in a folder that is removed afterwards. ``--others DIR`` names a folder of more notices, a file each, that are copied
beside ours.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from random import Random

import pandas as pd
import xlsxwriter
from labelled_tables import SHAPES, make

from xcdata import InputError, audit, corpus
from xcdata.dataset.source import read_raw
from xcdata.files import read_text
from xcdata.gazette.documents import split_documents
from xcdata.output.grid_view import audit_json
from xcdata.shelf.engine import by_client, cluster
from xcdata.shelf.packed import Packed
from xcdata.shelf.paths import Batch, Shelved
from xcdata.shelf.run import PARAMETERS, gather
from xcdata.shelf.work import Task

RUN = """
import json, os, sys, threading, time
from pathlib import Path
import psutil
from xcdata.shelf.run import PARAMETERS, corpus
if __name__ == "__main__":
    from dataclasses import replace
    shelf, out, workers, batch = sys.argv[1:]
    own, most, spent, ended = psutil.Process(), {}, {}, threading.Event()
    watching = 0.0  # is not the run's
    def watch():
        global watching
        while not ended.wait(0.2):
            watching = time.thread_time()
            for one in [own, *own.children(recursive=True)]:
                try:
                    most[one.pid] = max(most.get(one.pid, 0), one.memory_info().rss)
                    spent[one.pid] = sum(one.cpu_times()[:2])
                except psutil.Error:
                    pass
    threading.Thread(target=watch, daemon=True).start()
    start = time.perf_counter()
    parameters = replace(PARAMETERS, batch_files=int(batch)) if int(batch) else PARAMETERS
    kwargs = {"map": map} if workers == "map" else {"workers": int(workers)}
    found = corpus(shelf, out, parameters=parameters, **kwargs)
    wall = time.perf_counter() - start
    ended.set()
    files = found["files"]
    size = sum(path.stat().st_size for path in Path(out).rglob("*.parquet"))
    print(json.dumps({
        "files": len(files), "seconds": wall, "in_files": float(files["seconds"].sum()), "read": int(files["bytes"].sum()),
        "cpu": sum(spent.values()) - watching, "gatherer_cpu": spent[own.pid] - watching, "written": size, "gatherer": most[own.pid], "largest": max(most.values()),
        "outcomes": files["outcome"].value_counts().to_dict(),
    }))
"""


def run(shelf: Path, workers: str | int, batch: int = 0) -> dict[str, float]:
    """Do a shelf in a process of its own; return what it measured."""
    with tempfile.TemporaryDirectory() as out:
        script = Path(out, "run.py")
        script.write_text(RUN, "utf-8")
        load = os.getloadavg()[0]
        command = [sys.executable, script, shelf, Path(out, "out"), workers, batch]
        ended = subprocess.run([*map(str, command)], check=True, capture_output=True, text=True)
        told = json.loads(ended.stdout.splitlines()[-1]) | {"load": load}
    print(
        f"{told['files']:7,} files, workers {workers}: {told['seconds']:7.1f} s, {told['files'] / told['seconds']:6.1f} files a second, "
        f"{told['cpu']:.1f} s of processors ({told['gatherer_cpu']:.1f} the gatherer's), "
        f"{told['in_files']:7.1f} s within files, read {told['read'] / 1e6:.1f} MB, wrote {told['written'] / 1e6:.2f} MB, "
        f"gatherer {told['gatherer'] / 1e6:.0f} MB, largest process {told['largest'] / 1e6:.0f} MB, load {load:.1f}, {told['outcomes']}",
        flush=True,
    )
    return told


def workbooks(folder: Path, count: int, random: Random) -> None:
    """Write workbooks of labelled tables of all shapes."""
    for number in range(count):
        made = make(random, random.choice(list(SHAPES)))
        with xlsxwriter.Workbook(folder / f"{number:06}.xlsx") as book:
            sheet = book.add_worksheet("表")
            for place, row in enumerate(made.rows):
                for column, text in enumerate(row):
                    sheet.write(place, column, figure(text))


def figure(text: str) -> str | float:
    """Return what a person would have typed into a cell."""
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return text


def notices(folder: Path, count: int, random: Random, others: Path | None = None) -> None:
    """Write our gazette's notices and others, one a file, again and again, each time with one digit of a figure changed."""
    texts = ["\n".join(line.text for line in one.lines) for one in split_documents(read_raw()).documents]
    texts += [read_text(path) for path in sorted(others.iterdir())] if others else []
    for number in range(count):
        text = texts[number % len(texts)]
        digits = [at for at, character in enumerate(text) if character in "123456789" and at > 200]
        at = random.choice(digits or [0])
        text = text[:at] + random.choice("123456789") + text[at + 1 :] if digits else text
        (folder / f"{number:06}.txt").write_text(text, "utf-8")


def scale(make: Callable[[Path, int, Random], None], counts: Sequence[int], workers: Sequence[int]) -> None:
    """Measure every number of files with every number of workers, and say how time grows."""
    times: dict[int, list[float]] = {each: [] for each in workers}
    spent: dict[int, list[float]] = {each: [] for each in workers}
    gathering: dict[int, list[float]] = {each: [] for each in workers}
    for count in counts:
        with tempfile.TemporaryDirectory() as name:
            make(Path(name), count, Random(18))
            for each in workers:
                told = run(Path(name), each)
                times[each].append(told["seconds"])
                spent[each].append(told["cpu"])
                gathering[each].append(told["gatherer_cpu"])
    for each, seconds in spent.items():
        if len(counts) > 1:
            more, files = seconds[-1] - seconds[0], counts[-1] - counts[0]
            exponent = math.log(seconds[-1] / seconds[0]) / math.log(counts[-1] / counts[0])
            gathered = 1000 * (gathering[each][-1] - gathering[each][0]) / files
            print(
                f"workers {each}: {1000 * more / files:.1f} ms of a processor a file, {gathered:.2f} of them the gatherer's, "
                f"growing as files ** {exponent:.2f}, start included"
            )
    for count, one, more in (
        zip(counts, times[workers[0]], times[workers[-1]], strict=True) if len(workers) > 1 else ()
    ):
        print(f"{count:,} files: {workers[-1]} workers are {one / more:.2f} times as fast as {workers[0]}")


def overhead(counts: Sequence[int]) -> None:
    """Measure what a task costs beside its work: files of three figures, in batches of several sizes."""
    with tempfile.TemporaryDirectory() as name:
        for number in range(counts[0]):
            Path(name, f"{number}.csv").write_text(f"a,b\nx,{number}\ny,1\nall,{number + 1}\n", "utf-8")
        spent = {}
        for batch in (1, 8, 64):
            print(f"batches of {batch}: ", end="")
            spent[-(-counts[0] // batch)] = run(Path(name), 1, batch)["cpu"]
    many, *_, few = spent
    each = 1000 * (spent[many] - spent[few]) / (many - few)
    print(f"{each:.1f} ms of processors a task, from {many:,} tasks and {few:,}")


def gatherer(make: Callable[[Path, int, Random], None], count: int, times: int) -> None:
    """Measure the process that gathers alone: a batch that is done beforehand comes from a worker again and again."""
    with tempfile.TemporaryDirectory() as name:
        shelf, out = Path(name, "shelf"), Path(name, "out")
        for folder in (shelf, out):
            folder.mkdir()
        make(shelf, count, Random(18))
        batch = tuple(Shelved(path.name, str(path)) for path in sorted(shelf.iterdir()))
        done = Path(name, "done")
        done.write_bytes(pickle.dumps(Task()(batch)))
        again = partial(same, done)
        with cluster(workers=1) as client:
            list(by_client(again, [batch], client))  # pyarrow is imported, and the worker is there
            spent = time.process_time()
            gather(by_client(again, [batch] * times, client), out, PARAMETERS, None)
            spent = time.process_time() - spent
            idle = time.process_time()
            time.sleep(5)
            idle = time.process_time() - idle
        files = count * times
        print(
            f"{files:,} files in batches of {count}: {1000 * spent / files:.2f} ms of a processor a file; "
            f"idle {100 * idle / 5:.1f} % of one"
        )


def same(done: Path, _: Batch) -> Packed:
    """Return what was done beforehand."""
    part: Packed = pickle.loads(done.read_bytes())
    return part


def equal(count: int, folder: Path | None) -> None:
    """Compare what a shelf says of each table, done by two workers, with the JSON of ``xcdata audit`` of it alone."""
    with tempfile.TemporaryDirectory() as name:
        shelf = folder or Path(name, "shelf")
        if not folder:
            shelf.mkdir()
            workbooks(shelf, count, Random(18))
        found = corpus(shelf, Path(name, "out"), kind="tables", workers=2)
        rules, explained = (dict(iter(found[each].groupby("file"))) for each in ("rules", "explanations"))
        differ = []
        files = found["files"].set_index("file")
        for file, row in files.iterrows():
            try:
                alone = json.loads(audit_json(audit(shelf / str(file))))
            except InputError as error:
                same = row["error"] == error.problems[0].kind
            else:
                said = [(one["rule"], one["verdict"], one["difference"]) for one in alone["findings"]]
                figures = [
                    (figure["address"], figure["implied"])
                    for one in alone["explanations"]
                    for figure in one["figures"]
                ]
                same = said == columns(rules.get(file), "rule", "verdict", "difference")
                same &= figures == columns(explained.get(file), "address", "implied", present="address")
                same &= all(row[each] == alone["coverage"][each] for each in ("figures", "checked", "unread"))
            differ += [] if same else [file]
        outcomes = files["outcome"].value_counts().to_dict()
        print(f"{len(files):,} files, {outcomes}: {len(differ)} differ from the audit alone {differ[:5]}")


def columns(frame: pd.DataFrame | None, *names: str, present: str = "") -> list[tuple[object, ...]]:
    """Return a frame's rows as tuples, with None where a text is missing."""
    if frame is None:
        return []
    rows = frame.dropna(subset=present) if present else frame
    return [
        tuple(None if pd.isna(one) else one for one in row)
        for row in zip(*(rows[name] for name in names), strict=True)
    ]


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="*", default=["tables", "notices", "overhead"])
    parser.add_argument("--files", type=int, nargs="+", default=[100, 400])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--shelf", type=Path, help="the tables to compare, instead of generated ones")
    parser.add_argument(
        "--others", type=Path, help="a folder of notices to be copied beside those of our gazette"
    )
    args = parser.parse_args()
    print(f"{os.cpu_count()} cores")
    for what in args.what:
        print(f"-- {what}")
        if what == "overhead":
            overhead(args.files[-1:])
        elif what == "gatherer":
            gatherer(notices, 13, 300)
            gatherer(workbooks, 32, 150)
        elif what == "equal":
            equal(args.files[-1], args.shelf)
        else:
            made = {"tables": workbooks, "notices": partial(notices, others=args.others)}
            scale(made[what], args.files, args.workers)


if __name__ == "__main__":
    main()
