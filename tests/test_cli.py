"""The commands as a user runs them."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from xcdata.cli import main

Write = Callable[[str | bytes], Path]


def test_build_writes_the_tables_and_says_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "-o", str(tmp_path / "out")]) == 0
    told = capsys.readouterr().out
    assert "营造林计划：22.55 万亩，涉及 10 个区域" in told
    assert "300,000 人和人次" in told
    assert f"各表已写入 {tmp_path}/out/" in told
    assert main(["build", "-o", str(tmp_path / "out"), "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert "plan: 22.55 万亩 (10,000 mu) in 10 areas" in told
    assert "training: 300,000 people" in told
    assert f"Tables are in {tmp_path}/out/" in told
    assert (tmp_path / "out" / "plan.csv").is_file()


def test_what_cannot_be_read_of_a_text_is_told_and_the_rest_is_written(
    tmp_path: Path, written: Write, raw: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(raw.replace("魏都区\t0.07\t0.07", "魏都区\t0.07"))
    assert main(["build", str(path), "-o", str(tmp_path / "out")]) == 1
    captured = capsys.readouterr()
    assert captured.err.startswith("xcdata：")
    assert "第668行" in captured.err
    assert (tmp_path / "out" / "awards.csv").exists()


def test_a_file_that_is_no_text_gets_a_message_and_exit_code_2_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "no.txt").write_bytes(b"\xff\xfe\x00\xd8\x00")
    assert main(["build", str(tmp_path / "no.txt"), "-o", str(tmp_path / "out")]) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith("xcdata：")
    assert not captured.out
    assert not (tmp_path / "out").exists()


def test_many_problems_are_cut_short_with_their_number(
    written: Write, raw: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(raw.replace("\t0.", "\tO."))
    assert main(["build", str(path), "-o", str(path.parent / "out")]) == 1
    assert capsys.readouterr().err.rstrip().endswith("个问题")


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
    assert "请加上“-o 文件夹”" in capsys.readouterr().err


def test_a_closed_standard_output_is_told_with_exit_code_2() -> None:
    command = f'"{sys.executable}" -m xcdata check >&-'
    ended = subprocess.run(command, shell=True, stderr=subprocess.PIPE, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (2, "xcdata：未能写出：标准输出已关闭\n")


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
    assert run.stderr == "xcdata：未能写出：No space left on device\n"


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


def test_the_workbook_of_a_text_is_named_after_it_and_says_what_is_wrong(
    tmp_path: Path, raw: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    source = tmp_path / "edited.txt"
    source.write_text(raw.replace("禹州市\t13.01", "禹州市\t13.10"), encoding="utf-8")
    assert main(["excel", "edited.txt"]) == 1
    assert (tmp_path / "outputs" / "edited.xlsx").stat().st_size > 5000
    assert "未解释的发现 2 项" in capsys.readouterr().out
    assert main(["excel", "edited.txt", "--template", "2021"]) == 2
    assert "请只给其一" in capsys.readouterr().err
    assert main(["excel", "edited.txt", "-o", "edited.txt"]) == 2
    assert "这就是输入文件本身" in capsys.readouterr().err
    source.write_text("关于做好某项工作的通知\n\n请各单位遵照执行。\n", encoding="utf-8")
    assert main(["excel", "edited.txt"]) == 2
    assert "文中没有营造林计划表" in capsys.readouterr().err


def test_the_charts_are_written_where_they_are_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["charts", "-o", str(tmp_path), "--lang", "en"]) == 0
    assert len(list(tmp_path.glob("*.png"))) == len(list(tmp_path.glob("*.svg"))) == 11
    assert f"22 charts are in {tmp_path}/" in capsys.readouterr().out


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
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("xcdata.review.review.check", interrupted)
    assert main(["check"]) == 2
    assert "已中断" in capsys.readouterr().err
    assert main(["check", "--lang", "en"]) == 2
    assert "stopped" in capsys.readouterr().err


def test_nothing_but_a_file_is_written_over(
    tmp_path: Path, raw: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "link.xlsx").symlink_to(tmp_path / "target.xlsx")
    for output in (tmp_path / "link.xlsx", tmp_path):
        assert main(["excel", "--template", "2021", "-o", str(output)]) == 2
        assert f"{output}：此处已有文件夹、链接或设备，不能覆盖" in capsys.readouterr().err
    source = tmp_path / "gazette.txt"
    source.write_text(raw, encoding="utf-8")
    for command, name in (
        (["check"], "a.ods"),
        (["audit"], "a.txt"),
        (["report"], "a.xlsx"),
        (["compare", "x"], "a"),
    ):
        assert main([*command, str(source), "-o", str(tmp_path / name)]) == 2
        assert "不能用这个名字" in capsys.readouterr().err
        assert not (tmp_path / name).exists()
    assert main(["report", str(source), "-o", str(source)]) == 2
    assert "这就是输入文件本身" in capsys.readouterr().err
    assert source.read_text(encoding="utf-8") == raw


def test_a_workbook_that_was_filled_in_is_never_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "plan.xlsx"
    template = ["excel", "--template", "2021", "-o", str(path)]
    assert main(template) == 0
    assert main(template) == 0
    book = openpyxl.load_workbook(path)
    book.active["E8"] = 3.5
    book.save(path)
    filled = path.read_bytes()
    capsys.readouterr()
    for command in (template, ["excel", "-o", str(path)], ["report", "-o", str(path)]):
        assert main(command) == 2
        assert f"{path}：已有这个文件，而且不是 xcdata 写出的原样" in capsys.readouterr().err
    assert path.read_bytes() == filled


def test_a_year_may_be_written_as_in_chinese(tmp_path: Path) -> None:
    for name, year in (("a", "2021"), ("b", "2021年")):
        assert main(["excel", "--template", year, "-o", str(tmp_path / f"{name}.xlsx")]) == 0
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_template_of_no_year_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["excel", "--template", "0", "-o", str(tmp_path / "a.xlsx")]) == 2
    assert "0" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_report_of_something_inconsistent_exits_1(tmp_path: Path, written: Write, raw: str) -> None:
    path = written(raw.replace("禹州市\t13.01", "禹州市\t13.10"))
    assert main(["report", str(path), "-o", str(tmp_path / "r.html")]) == 1
