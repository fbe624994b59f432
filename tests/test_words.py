"""Every word that people read stands in both languages, in one mapping, and each language keeps to itself."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from string import Formatter

import pytest
from hostile_tables import with_sheet
from openpyxl import Workbook
from refusals import refuses

import xcdata
from xcdata.arguments import COMMANDS, WIDTH, width
from xcdata.cli import main
from xcdata.dataset.tables import parse
from xcdata.errors import InputError, Problem, XcdataError
from xcdata.files import read_bytes
from xcdata.labels import LANGUAGES, read_labels, translated
from xcdata.output.contract import as_json
from xcdata.output.grid_view import audit_json
from xcdata.review.review import review

PACKAGE = Path(xcdata.__file__).parent
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py")}
NODES = [node for tree in TREES.values() for node in ast.walk(tree)]
LITERALS = {node.value for node in NODES if isinstance(node, ast.Constant) and isinstance(node.value, str)}
MAKERS = {"Problem", "XcdataError", "RefusedError", "unusable", "cell_problem"}
"""What makes a problem; its first argument is the kind."""

CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
WORDS = {section: read_labels()[section] for section in ("problem", "cli", "argparse", "open")}
LABELS = [(section, name) for section, labels in WORDS.items() for name in labels if name != "legacy"]


def made() -> set[str]:
    """The kinds of problems that the source makes by their names."""
    calls = [node for node in NODES if isinstance(node, ast.Call) and node.args]
    named = [node for node in calls if getattr(node.func, "id", "") in MAKERS]
    first = [node.args[0] for node in named]
    return {one.value for one in first if isinstance(one, ast.Constant)}


def test_every_problem_has_its_sentence_and_every_sentence_its_problem() -> None:
    kinds = set(read_labels()["problem"])
    assert len(made()) > 60
    assert made() <= kinds
    assert kinds <= LITERALS


def test_every_label_of_the_command_line_is_used() -> None:
    own = {f"{command}{end}" for command in COMMANDS for end in ("", "_about", "_example")}
    assert set(read_labels()["cli"]) <= LITERALS | own


@pytest.mark.parametrize(("section", "name"), LABELS)
def test_a_label_says_the_same_in_both_languages_each_in_its_own(section: str, name: str) -> None:
    chinese, english = WORDS[section][name]
    fields = [{field for _, field, _, _ in Formatter().parse(text) if field} for text in (chinese, english)]
    assert fields[0] == fields[1]
    if not name.endswith("_example"):
        assert CHINESE.search(re.sub(r"\{\w+\}", "", chinese))
    # Marks between Chinese characters are as wide as they are.
    assert not re.search(r"[\u4e00-\u9fff”}][,;:!?]|[,;:!?][\u4e00-\u9fff“]", chinese)
    quoted = re.sub(r"'[^']*'|万亩", "", english)
    assert not CHINESE.search(quoted), english


@pytest.mark.parametrize("name", [name for name in read_labels()["problem"] if name != "legacy"])
def test_a_problem_is_told_in_whole_sentences(name: str) -> None:
    chinese, english = read_labels()["problem"][name]
    assert chinese.endswith(("。", "？"))
    assert english.endswith((".", "?"))


def helped(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 0
    return capsys.readouterr().out


NAMES = {"xcdata", "text", "Markdown", "Parquet", "dask", "tcp", "auto", "zh", "en", "add", *COMMANDS}
"""Words of help that are names, and so the same in Chinese; besides them options, files, choices, addresses and abbreviations."""


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_in_chinese_unless_english_is_asked_for(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xcdata.labels.program", lambda: ".venv/bin/xcdata")
    given = [command] if command else []
    chinese = helped(capsys, *given, "--help")
    english = helped(capsys, *given, "--lang", "en", "--help")
    assert helped(capsys, "--lang=en", *given, "--help") == english
    assert helped(capsys, *given, "-h", "--lang", "zh") == chinese
    assert not CHINESE.search(english)
    words = re.findall(r"[\w./{},-]*[A-Za-z][\w./{},-]*", chinese.split("示例：")[0])
    strange = {word for word in words if not (re.search(r"[-./{]", word) or word.isupper())}
    assert strange <= NAMES
    for text in (chinese, english):
        assert max(map(width, text.splitlines())) <= WIDTH
        assert "--lang" in text


def complained(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    return capsys.readouterr().err.splitlines()[-1]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "xcdata：命令行有误：缺少参数：命令"),
        (["audit"], "xcdata audit：命令行有误：缺少参数：表格"),
        (["check", "a", "b"], "xcdata：命令行有误：无法识别的参数：b"),
        (["serve", "--port", "x"], "xcdata serve：命令行有误：参数“--port”：'x' 不是整数"),
        (
            ["excel", "--template", "x"],
            "xcdata excel：命令行有误：参数“--template”：'x' 不是年份，请写成 2021 的样子",
        ),
        (["check", "--lang"], "xcdata check：命令行有误：参数“--lang”：后面应有一个值"),
        (["check", "--help=x"], "xcdata check：命令行有误：参数“-h/--help”：不应带值 'x'"),
        (
            ["audit", "t", "--ru", "x"],
            "xcdata audit：命令行有误：--ru 所指不明，可能是：--rule, --rules",
        ),
    ],
)
def test_a_command_line_that_cannot_be_read_is_told_in_chinese(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert complained(capsys, *arguments) == told
    assert complained(capsys, "--lang", "en", *arguments).startswith(told.split("：")[0] + ": error: ")


def test_a_choice_that_there_is_not_is_told_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    told = complained(capsys, "bulid")
    assert told.startswith("xcdata：命令行有误：参数“命令”：'bulid' 不在可选范围内（可选：")
    assert "audit" in told
    assert "--lang" in complained(capsys, "check", "--lang", "fr")


@pytest.mark.parametrize(
    ("note", "chinese"),
    [
        ("more are equally small than the 20 listed", "同样小的解释不止所列的 20 个"),
        (
            "not settled within 1,000 steps, there may be more",
            "在 1,000 步之内未能查完，可能还有别的解释",
        ),
        (
            "not settled by the solver; of sums of many rows, only those with something wrong and the totals were looked at",
            "求解程序未能查完；在多行相加的关系中，只考察了有不符之处的行和各合计",
        ),
        ("no change of the figures makes these rules hold", "改动数字不能使这些关系成立"),
    ],
)
def test_what_a_search_left_open_is_told_in_chinese(note: str, chinese: str) -> None:
    assert translated("open", note, "zh") == chinese
    assert translated("open", note, "en") == note


def test_every_reason_why_a_search_is_left_open_has_its_label() -> None:
    raised = [
        node.args[0].value
        for node in NODES
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "NotSettledError"
        and isinstance(node.args[0], ast.Constant)
    ]
    notes = [f"not settled {why}" for why in raised]
    assert len(notes) > 2
    assert all(translated("open", note, "zh") != note for note in notes)


def test_an_error_is_told_in_chinese_and_on_request_in_english(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_bytes(tmp_path / "no.txt")
    path = tmp_path / "no.txt"
    assert str(caught.value) == f"{path}：没有这个文件。请核对路径。"
    assert caught.value.told("en") == f"{path}: There is no such file. Check the path."
    with pytest.raises(XcdataError) as caught_table:
        xcdata.load("plans")
    assert str(caught_table.value) == "没有表“plans”；是不是“plan”或“plan_totals”？"
    assert caught_table.value.told("en") == "There is no table 'plans'; did you mean plan or plan_totals?"
    with pytest.raises(XcdataError) as caught_table:
        xcdata.load("计划")
    assert str(caught_table.value).startswith("没有表“计划”；现有：documents、plan、")


def test_a_problem_says_first_where_it_is() -> None:
    problem = Problem("cell_not_a_number", "营造林计划!H10", None, "四")
    assert problem.told() == "营造林计划!H10：此格应为数字或留空，现为“四”。请填写数字；没有数字则清空。"
    on_a_line = Problem("unknown_severity", "rules.toml", 4, "bad", {"known": ("error", "warning")})
    assert on_a_line.told().startswith("rules.toml第4行：severity 应为下列之一：error、warning；现为“bad”。")
    assert on_a_line.told("en").startswith("rules.toml, line 4: The severity should be one of error, warning")


def test_a_language_that_there_is_not_is_refused() -> None:
    with refuses("unknown_language", found="fr"):
        xcdata.errors.known_language("fr")


def test_json_has_the_code_of_what_could_not_be_read(raw: str, tmp_path: Path) -> None:
    tables = parse(raw.replace("魏都区\t0.07\t0.07", "魏都区\t0.07"), "text")
    told = json.loads(as_json(review(tables, {})))["observations"]
    codes = [one["reason"] for one in told if one["kind"] == "unreadable"]
    assert codes == [problem.kind for problem in tables.unread]
    assert {one["reason"] for one in told if one["kind"] != "unreadable"} == {None}
    book, path = Workbook(), tmp_path / "t.xlsx"
    book.active.title = "broken"
    whole = book.create_sheet("whole")
    for row in (["x", 112, 245], ["y", 378, 901], ["all", 490, 1146]):
        whole.append(row)
    book.save(path)
    path.write_bytes(with_sheet(b"<worksheet><sheetData><row", path.read_bytes()))
    (unread,) = [
        one
        for one in json.loads(audit_json(xcdata.audit(path)))["observations"]
        if one["kind"] == "unread sheet"
    ]
    assert unread["reason"] == "damaged_workbook"
    assert "broken：工作簿不完整或已损坏" in unread["message"]["zh"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_problems_of_a_reading_are_a_table(raw: str, lang: str) -> None:
    tables = parse(raw.replace("魏都区\t0.07\t0.07", "魏都区\t0.07"), "text")
    assert tables.problems["kind"].tolist() == [problem.kind for problem in tables.unread]
    assert tables.problems["message"].tolist() == [problem.told() for problem in tables.unread]
    assert all(problem.told(lang) for problem in tables.unread)
