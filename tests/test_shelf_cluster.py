"""A shelf on dask's workers: on this machine, or on a cluster whose workers may end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cloudpickle
import pytest
from distributed import Client
from test_shelf import HOLDS, WRONG, assert_same

from xcdata import XcdataError, corpus
from xcdata.shelf import store
from xcdata.shelf.engine import by_client, cluster
from xcdata.shelf.packed import Packed, joined
from xcdata.shelf.paths import Batch, Shelved
from xcdata.shelf.run import Parameters
from xcdata.shelf.work import Task

pytestmark = [
    pytest.mark.cluster,
    # What dask leaves open when a process ends is its own.
    pytest.mark.filterwarnings("default"),
]
HERE = Path(__file__).parent


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    folder = tmp_path / "shelf"
    folder.mkdir()
    for number in range(120):
        text = WRONG if number % 10 == 0 else HOLDS.replace("东", f"东{number}")
        (folder / f"{number}.csv").write_text(text, "utf-8")
    return folder


def dask(*arguments: str) -> subprocess.Popen[bytes]:
    """Start a part of a cluster, in a process group of its own."""
    script = "import sys; from dask.__main__ import main; sys.argv[0] = 'dask'; main()"
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": f"{HERE.parent}{os.pathsep}{HERE}"},
    )


@contextmanager
def loopback(folder: Path, workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Start a scheduler and workers on this machine; give its address, it and the workers."""
    file = folder / "scheduler.json"
    where = ("--scheduler-file", str(file))
    scheduler = dask("scheduler", *where, "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
    parts = [scheduler]
    try:
        while not file.exists():
            assert scheduler.poll() is None
            time.sleep(0.05)
        each = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")
        parts += [dask("worker", *where, *each, "--local-directory", str(folder)) for _ in range(workers)]
        with Client(scheduler_file=str(file)) as client:
            client.wait_for_workers(workers, timeout=60)
            address = client.scheduler.address
        yield address, parts
    finally:
        for process in parts:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


FEW = Parameters(batch_files=1, portion_files=5)
"""So that much of a shelf is still to be done when the first portions are written."""


@contextmanager
def killed_halfway(process: subprocess.Popen[bytes], out: Path) -> Iterator[None]:
    """Kill a process once the data set has five portions."""

    def kill() -> None:
        while len(list(out.glob("files/*.parquet"))) < 5:
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    yield
    killer.join()
    assert process.wait() == -signal.SIGKILL


def test_one_of_two_workers_killed_halfway_changes_nothing(shelf: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with loopback(tmp_path, 2) as (address, (_, worker, _)), killed_halfway(worker, out):
        found = corpus(shelf, out, scheduler=address, parameters=FEW)
    assert (found.done, found.kept) == (120, 0)
    assert found["files"]["outcome"].value_counts().to_dict() == {"holds": 108, "unexplained": 12}
    corpus(shelf, tmp_path / "alone", map=map)
    assert_same(out, tmp_path / "alone")


def test_workers_on_this_machine_give_what_the_built_in_map_gives(shelf: Path, tmp_path: Path) -> None:
    corpus(shelf, tmp_path / "dask", workers=2)
    corpus(shelf, tmp_path / "alone", map=map)
    assert_same(tmp_path / "dask", tmp_path / "alone")


class Poisoned(Task):
    """Ends its worker over a file of that name, and leaves a mark each time."""

    def __call__(self, batch: Batch) -> Packed:
        for one in batch:
            if one.file == "poison":
                with Path(one.path).open("a") as marks:
                    marks.write("x")
                os._exit(1)
        return super().__call__(batch)


def test_a_file_that_ends_its_workers_is_named_after_two_tries(tmp_path: Path) -> None:
    good, poison = tmp_path / "good.csv", tmp_path / "poison"
    good.write_text(HOLDS, "utf-8")
    files = [Shelved(f"good-{number}", str(good)) for number in range(30)]
    files.insert(10, Shelved("poison", str(poison)))
    batches = [tuple(files[start : start + 3]) for start in range(0, len(files), 3)]
    # Workers do not see this module: it is sent to them.
    import test_shelf_cluster

    cloudpickle.register_pickle_by_value(test_shelf_cluster)
    with cluster(workers=2) as client:
        done = list(by_client(test_shelf_cluster.Poisoned(kind="tables"), batches, client))
    rows = joined(part for _, part in done)["files"]
    outcomes = dict(zip(rows["file"].to_pylist(), rows["error"].to_pylist(), strict=True))
    assert len(rows) == 31
    assert outcomes.pop("poison") == "worker_ended"
    assert set(outcomes.values()) == {None}
    assert poison.read_text() == "xx"


def test_an_interrupt_leaves_a_data_set_and_the_next_run_goes_on(shelf: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for number in range(120, 8_000):
        (shelf / f"{number}.csv").write_text(HOLDS.replace("东", f"东{number}"), "utf-8")
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "xcdata",
            "corpus",
            str(shelf),
            "-o",
            str(out),
            "--workers",
            "2",
            "--lang",
            "en",
        ],
        start_new_session=True,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(HERE.parent)},
    )
    while not (out / "files").exists():
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 2
    assert told == "xcdata: stopped; nothing was left half written\n"
    done = len(store.read_table(out, "files"))
    assert 0 < done < 8_000
    assert (out / "summary.html").exists()


def test_a_scheduler_killed_halfway_is_told_and_the_next_run_goes_on(shelf: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    lost = pytest.raises(XcdataError, match="与集群的联系中断")
    with loopback(tmp_path, 2) as (address, (scheduler, *_)), killed_halfway(scheduler, out), lost:
        corpus(shelf, out, scheduler=address, parameters=FEW)
    done = len(store.read_table(out, "files"))
    assert 25 <= done < 120
    assert str(done) in (out / "summary.html").read_text("utf-8")
    assert corpus(shelf, out, map=map).kept == done
    corpus(shelf, tmp_path / "alone", map=map)
    assert_same(out, tmp_path / "alone")


def test_a_cluster_that_is_not_there_is_told(shelf: Path, tmp_path: Path) -> None:
    with pytest.raises(XcdataError, match="没有应答"):
        corpus(shelf, tmp_path / "out", scheduler="tcp://127.0.0.1:9")
