"""The commands as a user runs them."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from xcdata.cli import main

Write = Callable[[str | bytes], Path]


def test_build_writes_the_tables_and_says_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "-o", str(tmp_path / "out")]) == 0
    told = capsys.readouterr().out
    assert "plan: 22.55 万亩 in 10 areas" in told
    assert "training: 300,000 people" in told
    assert f"Tables are in {tmp_path}/out/" in told
    assert (tmp_path / "out" / "plan.csv").is_file()


def test_bad_input_gets_a_message_and_exit_code_2_and_nothing_is_written(
    tmp_path: Path, written: Write, raw: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(raw.replace("魏都区\t0.07\t0.07", "魏都区\t0.07"))
    assert main(["build", str(path), "-o", str(tmp_path / "out")]) == 2
    captured = capsys.readouterr()
    assert "许昌市2020年度营造林计划明细表, line 668: expected 18 cells, found 17" in captured.err
    assert not captured.out
    assert not (tmp_path / "out").exists()


def test_many_problems_are_cut_short_with_their_number(
    written: Write, raw: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(written(raw.replace("\t0.", "\tO.")))]) == 2
    assert capsys.readouterr().err.rstrip().endswith("more problems")


@pytest.mark.parametrize("arguments", [["--help"], ["build", "--help"], ["--version"]])
def test_help_teaches(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 0
    assert "xcdata" in capsys.readouterr().out


def test_an_unknown_command_exits_2() -> None:
    with pytest.raises(SystemExit) as caught:
        main(["bulid"])
    assert caught.value.code == 2


def test_the_module_runs_as_a_program() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "xcdata", "--version"], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stderr) == (0, "")


def test_importing_the_package_leaves_the_heavy_libraries_alone() -> None:
    code = "import sys, xcdata; print([m for m in ('matplotlib', 'openpyxl', 'xlsxwriter', 'scipy', 'jinja2') if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_another_text_is_not_built_over_our_tables(
    written: Write, raw: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", str(written(raw))]) == 2
    assert "add '-o FOLDER'" in capsys.readouterr().err


def test_a_closed_standard_output_is_told_with_exit_code_2() -> None:
    command = f'"{sys.executable}" -m xcdata check >&-'
    ended = subprocess.run(command, shell=True, stderr=subprocess.PIPE, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (2, "xcdata: cannot write: standard output is closed\n")


def test_a_build_does_not_write_over_its_source(tmp_path: Path, raw: str) -> None:
    source = tmp_path / "plan.csv"
    source.write_text(raw, encoding="utf-8")
    assert main(["build", str(source), "-o", str(tmp_path)]) == 2
    assert source.read_text(encoding="utf-8") == raw
    assert [path.name for path in tmp_path.iterdir()] == ["plan.csv"]


def test_a_full_disk_behind_standard_output_is_told_with_exit_code_2() -> None:
    with Path("/dev/full").open("w") as full:
        run = subprocess.run(
            [sys.executable, "-m", "xcdata", "check"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert run.returncode == 2
    assert run.stderr == "xcdata: cannot write: No space left on device\n"


def test_a_terminal_without_chinese_gets_codes_and_no_traceback() -> None:
    environment = {"PYTHONIOENCODING": "ascii", "PATH": ""}
    run = subprocess.run(
        [sys.executable, "-m", "xcdata", "check"],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert "\\u7b26" in run.stdout


@pytest.mark.parametrize(
    ("command", "name"),
    [
        (["excel"], "summary.xlsx"),
        (["excel", "--template", "2021"], "plan.xlsx"),
        (["report", "--lang", "en"], "review.html"),
    ],
)
def test_each_product_is_written_where_it_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str], name: str
) -> None:
    path = tmp_path / "new" / name
    assert main([*command, "-o", str(path)]) == 0
    assert path.stat().st_size > 5000
    assert str(path) in capsys.readouterr().out


def test_the_charts_are_written_where_they_are_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["charts", "-o", str(tmp_path), "--lang", "en"]) == 0
    assert len(list(tmp_path.glob("*.png"))) == len(list(tmp_path.glob("*.svg"))) == 8
    assert f"16 charts are in {tmp_path}/" in capsys.readouterr().out


def test_an_edited_workbook_is_checked_by_its_ending(
    tmp_path: Path, raw: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "not-really.xlsx"
    path.write_text(raw, encoding="utf-8")
    assert main(["check", str(path)]) == 2
    assert "not-really.xlsx" in capsys.readouterr().err


def test_a_reader_who_has_seen_enough_ends_it_quietly() -> None:
    command = f"{sys.executable} -m xcdata check | head -1"
    run = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert run.stderr == ""
    assert run.stdout.count("\n") == 1


def test_an_interruption_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("xcdata.review.review.check", interrupted)
    assert main(["check"]) == 2
    assert "stopped" in capsys.readouterr().err


def test_nothing_but_a_file_is_written_over(
    tmp_path: Path, raw: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "link.xlsx").symlink_to(tmp_path / "target.xlsx")
    for output, found in ((tmp_path / "link.xlsx", "a link"), (tmp_path, "a folder")):
        assert main(["excel", "--template", "2021", "-o", str(output)]) == 2
        assert f"{output}: expected a file to write, found {found}" in capsys.readouterr().err
    source = tmp_path / "gazette.txt"
    source.write_text(raw, encoding="utf-8")
    assert main(["report", str(source), "-o", str(source)]) == 2
    assert "is the source itself" in capsys.readouterr().err
    assert source.read_text(encoding="utf-8") == raw


def test_a_template_of_no_year_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["excel", "--template", "0", "-o", str(tmp_path / "a.xlsx")]) == 2
    assert "0" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_report_of_something_inconsistent_exits_1(tmp_path: Path, written: Write, raw: str) -> None:
    path = written(raw.replace("禹州市\t13.01", "禹州市\t13.10"))
    assert main(["report", str(path), "-o", str(tmp_path / "r.html")]) == 1
