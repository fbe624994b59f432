"""Commands that are shown: they begin as this program was started, and name what was given, so that they can be pasted."""

from __future__ import annotations

import html
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from xcdata import invoked
from xcdata.cli import main
from xcdata.labels import label

Start = Callable[..., Path]


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Start:
    """Stand in a folder with an environment in it, as after ``make``, with the program started by some words."""
    scripts = tmp_path / ".venv" / "bin"
    scripts.mkdir(parents=True)
    for name in ("xcdata", "python"):
        (scripts / name).write_text("#!/bin/sh\n")
        (scripts / name).chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(sys, "executable", str(scripts / "python"))

    def started(word: str) -> Path:
        monkeypatch.setattr(sys, "argv", [word])
        return scripts

    return started


@pytest.mark.parametrize(
    "word", [".venv/bin/xcdata", "/lib/xcdata/__main__.py", "/lib/ipykernel_launcher.py"]
)
def test_a_command_begins_with_the_script_beside_this_python_however_it_was_started(
    start: Start, word: str
) -> None:
    start(word)
    assert invoked.program() == ".venv/bin/xcdata"
    assert label("cli", "build_example", "en") == ".venv/bin/xcdata build -o /tmp/tables"


def test_where_the_name_alone_leads_here_it_is_enough(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    scripts = start(".venv/bin/xcdata")
    monkeypatch.setenv("PATH", str(scripts))
    assert invoked.program() == "xcdata"


def test_another_program_of_that_name_is_not_meant(
    start: Start, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    start(".venv/bin/xcdata")
    (tmp_path / "xcdata").write_text("#!/bin/sh\n")
    (tmp_path / "xcdata").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert invoked.program() == ".venv/bin/xcdata"


def test_from_a_far_folder_the_path_is_whole_and_blanks_are_quoted(
    start: Start, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    scripts = start("a")
    (tmp_path / "年 报" / "a" / "b" / "c" / "d" / "e" / "f").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "年 报")
    assert invoked.program() == "../.venv/bin/xcdata"
    monkeypatch.chdir("/")
    assert invoked.program() == str(scripts / "xcdata").lstrip("/")
    monkeypatch.chdir(tmp_path / "年 报")
    assert invoked.from_here(tmp_path / "年 报" / "x y") == "'x y'"


def test_without_a_script_the_module_is_run(start: Start) -> None:
    (start("a") / "xcdata").unlink()
    assert invoked.program() == ".venv/bin/python -m xcdata"


def test_an_extra_of_a_clone_is_installed_from_it(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    scripts = start("a")
    monkeypatch.chdir(Path(invoked.__file__).parents[1])
    python = invoked.from_here(scripts / "python")
    assert invoked.installing("corpus") == f"{python} -m pip install -e '.[corpus]'"
    assert invoked.installing() == f"{python} -m pip install -e ."


def test_elsewhere_what_the_extra_names_is_installed_as_no_registry_has_us(
    start: Start, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    start("a")
    monkeypatch.setattr(invoked, "__file__", str(tmp_path / "site" / "xcdata" / "invoked.py"))
    named = ["numpy<3", "dask[distributed]>=2026.1; extra == 'corpus'", 'uvicorn; extra == "serve"']
    monkeypatch.setattr(invoked, "requires", lambda _: named)
    assert invoked.installing("corpus") == ".venv/bin/python -m pip install 'dask[distributed]>=2026.1'"
    assert invoked.installing("serve") == ".venv/bin/python -m pip install uvicorn"
    assert invoked.installing() == ".venv/bin/python -m pip install 'numpy<3'"


def test_the_command_on_the_page_does_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, raw: str
) -> None:
    """The source lies in another folder, under a name with a blank; it was read by a place."""
    monkeypatch.chdir(tmp_path)
    source = Path("drafts") / "to check.txt"
    source.parent.mkdir()
    source.write_text(raw.replace("禹州市\t13.01", "禹州市\t13.10"), encoding="utf-8")
    assert main(["report", str(source), "--place", "许昌市", "-o", "page.html"]) == 1
    page = html.unescape(Path("page.html").read_text("utf-8"))
    command = next(part for part in page.split("<code") if "known add 'row/禹州市/总计'" in part)
    command = command.partition(">")[2].partition("<")[0]
    assert command.startswith(invoked.program())
    words = shlex.split(command.removeprefix(invoked.program()))
    assert "drafts/to check.txt" in words
    assert "许昌市" in words
    assert main(words) == 0
    assert "row/禹州市/总计" in Path("known_issues.toml").read_text("utf-8")


def test_the_module_names_the_script_beside_its_python() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "xcdata", "build", "--help"], capture_output=True, text=True, check=True
    )
    assert f"  {invoked.program()} build -o /tmp/tables" in told.stdout
