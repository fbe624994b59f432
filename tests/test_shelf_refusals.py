"""A shelf that cannot go on says why and leaves what it has; one that goes on says how far it has come."""

from __future__ import annotations

import sys
from concurrent.futures import Future
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from refusals import refuses
from test_shelf import HOLDS, assert_same

from xcdata import Corpus, XcdataError, corpus
from xcdata.shelf import store
from xcdata.shelf.progress import UNWATCHED, Progress
from xcdata.shelf.run import Parameters, made_by


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    folder = tmp_path / "shelf"
    folder.mkdir()
    for number in range(6):
        (folder / f"{number}.csv").write_text(HOLDS, "utf-8")
    return folder


class Elsewhere:
    """A cluster whose workers answer so."""

    def __init__(self, answer: object) -> None:
        self.future: Future[Any] = Future()
        if isinstance(answer, BaseException):
            self.future.set_exception(answer)
        elif answer is None:
            self.future.cancel()
        else:
            self.future.set_result(answer)

    def submit(self, *_: object, **__: object) -> Future[Any]:
        return self.future

    def wait_for_workers(self, *_: object, **__: object) -> None:
        raise TimeoutError


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("0.0.9+other", "workers_other_version"),
        (ModuleNotFoundError(name="xcdata"), "workers_without_package"),
        (None, "cluster_lost"),
        (OSError("closed"), "cluster_lost"),
        (made_by(), "no_workers"),
    ],
)
def test_a_cluster_that_cannot_do_the_work_is_told(
    shelf: Path, tmp_path: Path, answer: object, kind: str
) -> None:
    with refuses(kind):
        corpus(shelf, tmp_path / "out", client=Elsewhere(answer))  # type: ignore[arg-type]


@pytest.mark.parametrize("missing", ["distributed", "pyarrow"])
def test_what_is_not_installed_is_told(
    shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    with refuses("no_dask"):
        corpus(shelf, tmp_path / "out")


@pytest.mark.parametrize("workers", [0, -1, 100_000])
def test_a_number_of_processes_that_cannot_be_meant_is_told_before_any_is_started(
    shelf: Path, tmp_path: Path, workers: int
) -> None:
    with refuses("no_such_workers", found=workers):
        corpus(shelf, tmp_path / "out", workers=workers)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("seconds", [0, -5, float("nan"), float("inf"), 1e300])
def test_a_time_that_cannot_be_meant_is_told(shelf: Path, tmp_path: Path, seconds: float) -> None:
    with refuses("no_such_time"):
        corpus(shelf, tmp_path / "out", map=map, parameters=Parameters(seconds=seconds))


@pytest.mark.parametrize("name", ["summary.html", "summary.xlsx"])
def test_a_file_of_somebody_else_in_the_place_of_a_summary_is_told_before_the_work(
    shelf: Path, tmp_path: Path, name: str
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / name).write_text("<p>mine", "utf-8")
    with refuses("output_edited", path=tmp_path / "out" / name, other=f"-o {tmp_path / 'out-2'}"):
        corpus(shelf, tmp_path / "out", map=map)
    assert [path.name for path in (tmp_path / "out").iterdir()] == [name]


def test_an_output_that_is_no_folder_is_told(shelf: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", "utf-8")
    with refuses("cannot_write"):
        corpus(shelf, tmp_path / "out", map=map)
    assert (tmp_path / "out").read_text("utf-8") == "a file"


def test_what_there_is_not_is_told_with_what_there_is(shelf: Path, tmp_path: Path) -> None:
    with refuses("unknown_name_near", found="notice", near={"zh": "“notices”", "en": "notices"}):
        corpus(shelf, tmp_path / "out", kind="notice", map=map)
    with refuses("unknown_name_near", found="file", near={"zh": "“files”", "en": "files"}):
        Corpus(tmp_path / "out")["file"]
    assert {"files", "rules", "findings"} <= set(Corpus(tmp_path / "out"))


def test_a_disk_that_is_full_ends_the_run_and_the_next_one_goes_on(
    shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, write = tmp_path / "out", store.write

    def full(table: object, path: Path) -> None:
        if "000002" in path.name and path.parent.name == "rules":
            raise OSError(28, "No space left on device")
        write(table, path)  # type: ignore[arg-type]

    two = Parameters(batch_files=2, portion_files=2)
    with monkeypatch.context() as patched:
        patched.setattr(store, "write", full)
        with pytest.raises(XcdataError, match="No space left on device"):
            corpus(shelf, out, map=map, parameters=two)
    assert len(store.read_table(out, "files")) == 2
    assert not list(out.rglob("*.part"))
    assert corpus(shelf, out, map=map, parameters=two).kept == 2
    corpus(shelf, tmp_path / "fresh", map=map)
    assert_same(out, tmp_path / "fresh")


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_one_line_that_is_written_anew_and_cleared() -> None:
    screen = Terminal()
    shown = Progress(10, 1_000, "en", screen)
    shown.start -= 20
    shown.shown -= 1
    shown.add(4, 500)
    assert screen.getvalue() == "\r\x1b[K4 of 10 files, 0.2 a second, some 0:00:20 left"
    shown.add(1, 100)  # too soon after it
    assert screen.getvalue().count("files") == 1
    shown.end()
    assert screen.getvalue().endswith("\r\x1b[K")


def test_where_nobody_watches_a_line_is_written_now_and_then() -> None:
    log = StringIO()
    shown = Progress(10, 1_000, "zh", log)
    shown.add(1, 10)
    shown.start -= 60
    shown.shown -= UNWATCHED
    shown.add(4, 490)
    shown.end()
    assert log.getvalue() == "5/10 个文件，每秒 0.1 个，约剩 0:01:00\n"
