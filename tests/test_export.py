"""What a build writes: complete, described, the same every time, whole or not at all."""

import errno
import hashlib
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import frictionless
import openpyxl
import pytest
from refusals import refuses

import xcdata
from xcdata.dataset import export, source
from xcdata.dataset.schema import TABLES
from xcdata.files import write_all
from xcdata.labels import read_labels

COMMITTED = source.data_dir() / "processed"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    export.build(xcdata.read_gazette(), folder)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    # JupyterLab keeps checkpoints beside the files that it opened.
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != ".ipynb_checkpoints"}


def test_the_committed_files_equal_a_rebuild_byte_for_byte(built: Path) -> None:
    assert contents(built) == contents(COMMITTED)


def test_two_builds_are_the_same_bytes(built: Path) -> None:
    before = contents(built)
    export.build(xcdata.read_gazette(), built)
    assert contents(built) == before


def test_there_is_one_csv_a_table_and_nothing_else(built: Path) -> None:
    assert set(contents(built)) == {f"{name}.csv" for name in TABLES} | {
        "datapackage.json",
        "data-dictionary.md",
    }


def test_the_data_package_is_valid_by_an_independent_validator(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("validation went to the network"))
    report = frictionless.validate(str(built / "datapackage.json"))
    assert report.valid, report.flatten(["resource", "type", "message"])
    assert report.stats["tasks"] == len(TABLES)


def test_the_data_package_names_size_and_hash_of_every_file(built: Path) -> None:
    package = json.loads((built / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        content = (built / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert resource["schema"]["primaryKey"]


def test_a_wrong_value_would_not_pass_the_validator(built: Path, tmp_path: Path) -> None:
    for name, content in contents(built).items():
        (tmp_path / name).write_bytes(content.replace("魏都区".encode(), "魏都".encode()))
    assert not frictionless.validate(str(tmp_path / "datapackage.json")).valid


def test_the_data_dictionary_tells_every_column() -> None:
    page = export.data_dictionary()
    for table in TABLES.values():
        for column in table.columns:
            assert f"| `{column.name}` | {column.title['zh']} |" in page


def test_a_full_disk_leaves_the_old_files_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_labels()  # the words are there before files cannot be opened
    write_all(tmp_path, {"a.csv": b"old a", "b.csv": b"old b"})
    real = Path.open

    class Full:
        def __init__(self, path: Path, mode: str) -> None:
            self.file = real(path, mode)

        def __enter__(self) -> "Full":
            return self

        def __exit__(self, *_: object) -> None:
            self.file.close()

        def write(self, content: bytes) -> None:
            self.file.write(content[:2])
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(
        Path,
        "open",
        lambda path, *args, **more: (Full if ".b.csv." in path.name else real)(path, *args, **more),
    )
    with refuses("disk_full", reason="No space left on device"):
        write_all(tmp_path, {"a.csv": b"new a", "b.csv": b"new b"})
    monkeypatch.undo()
    assert contents(tmp_path) == {"a.csv": b"old a", "b.csv": b"old b"}


def test_a_build_killed_at_any_point_leaves_whole_files_and_the_next_one_mends_all(tmp_path: Path) -> None:
    before = contents(COMMITTED)
    for name, content in before.items():
        (tmp_path / name).write_bytes(content[: len(content) // 2])
    old = contents(tmp_path)
    for wait in (0.0, 0.004, 0.016):
        script = (
            f"import sys; from xcdata.dataset import export; from xcdata import read_gazette; from pathlib import Path; "
            f"t = read_gazette(); print('go', flush=True); export.build(t, Path({str(tmp_path)!r}))"
        )
        process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        for name, content in contents(tmp_path).items():
            assert name.endswith(".part") or content in (old[name], before[name])
    for part in tmp_path.glob(".*.part"):
        os.utime(part, (0, 0))
    export.build(xcdata.read_gazette(), tmp_path)
    assert contents(tmp_path) == before


def test_two_builds_at_once_leave_the_folder_as_one_of_them_made_it(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from xcdata.files import write_all\n"
        "for run in range(40): write_all(Path(sys.argv[1]), {f'{n}.csv': sys.argv[2].encode() for n in range(20)})"
    )
    runs = [
        subprocess.Popen([sys.executable, "-c", script, str(tmp_path), word], stderr=subprocess.PIPE)
        for word in ("one", "two")
    ]
    assert [run.communicate()[1] for run in runs] == [b"", b""]
    assert len(contents(tmp_path)) == 20
    assert len(set(contents(tmp_path).values())) == 1


def test_a_workbook_is_written_over_as_long_as_nobody_saved_it(tmp_path: Path) -> None:
    book, other = tmp_path / "a.xlsx", io.BytesIO()
    openpyxl.Workbook().save(other)
    write_all(tmp_path, {"a.xlsx": other.getvalue()})
    write_all(tmp_path, {"a.xlsx": other.getvalue()})
    edited = openpyxl.load_workbook(book)
    edited.active["A1"] = 3
    edited.save(book)
    saved = contents(tmp_path)
    for content in (other.getvalue(), b"<!doctype html>", b"a,b\n"):
        with refuses("output_edited", path=book, other=f"-o {tmp_path / 'a-2.xlsx'}", remove=str(book)):
            write_all(tmp_path, {"b.csv": b"", "a.xlsx": content})
    assert contents(tmp_path) == saved


def test_a_table_that_was_edited_is_not_built_over(tmp_path: Path) -> None:
    tables = xcdata.read_gazette()
    for name, content in contents(COMMITTED).items():
        (tmp_path / name).write_bytes(content)
    plan = tmp_path / "plan.csv"
    plan.write_text(plan.read_text().replace("1.03", "1.30"))
    edited = contents(tmp_path)
    with refuses("output_edited", path=plan, other=f"-o {tmp_path.with_name(f'{tmp_path.name}-2')}"):
        export.build(tables, tmp_path)
    assert contents(tmp_path) == edited
    # A file that another state of xcdata wrote is what its data package says.
    package = tmp_path / "datapackage.json"
    digests = [
        hashlib.sha256(one).hexdigest() for one in (contents(COMMITTED)["plan.csv"], plan.read_bytes())
    ]
    package.write_text(package.read_text().replace(*digests))
    export.build(tables, tmp_path)
    assert contents(tmp_path)["plan.csv"] == contents(COMMITTED)["plan.csv"]


def test_a_page_or_a_workbook_stands_for_no_other_file(tmp_path: Path) -> None:
    archive = io.BytesIO()
    openpyxl.Workbook().save(archive)
    (tmp_path / "notes").write_text("mine")
    for content in (archive.getvalue(), b"<!doctype html><p>"):
        with refuses("output_edited", path=tmp_path / "notes"):
            write_all(tmp_path, {"notes": content})
    (tmp_path / "notes").write_text("")
    write_all(tmp_path, {"notes": b"<!doctype html><p>"})
    write_all(tmp_path, {"notes": b"<!DOCTYPE html><h1>"})
    assert contents(tmp_path) == {"notes": b"<!DOCTYPE html><h1>"}


def test_the_advice_fits_the_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_labels()  # the words are there before files cannot be opened

    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(Path, "open", refused)
    with refuses("no_permission", reason="Read-only file system"):
        write_all(tmp_path, {"a": b""})


def test_a_place_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with refuses("cannot_write"):
        write_all(tmp_path / "file", {"a": b""})
