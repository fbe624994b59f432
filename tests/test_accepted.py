"""Findings of any table that a reviewer accepted, with the reason: explained from then on, and told again when they change."""

from __future__ import annotations

import shlex
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from page import read_page

from xcdata import Audit, audit
from xcdata.auditing.formulas import FormulaNote
from xcdata.auditing.observed import formula_finding
from xcdata.auditing.sheets import WorkbookAudit
from xcdata.cli import main
from xcdata.invoked import program
from xcdata.output.grid_view import audit_text
from xcdata.output.page import report_html
from xcdata.review.accepted import accepted
from xcdata.review.known import KnownIssue, read_known_issues

# Made up: 东 and 西 make 351 and not 361; 甲 and 乙 make 112 and not 121.
WRONG = [["项目", "甲", "乙"], ["东", 120, 45], ["西", 231, 67], ["合计", 361, 121]]
RIGHT = [["项目", "甲", "乙"], ["东", 120, 45], ["西", 231, 67], ["合计", 351, 112]]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "表.csv"
    path.write_text("\n".join(",".join(map(str, row)) for row in WRONG), "utf-8")
    return path


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = Workbook()
    for name, rows in (("一月", WRONG), ("二月", RIGHT), ("三月", WRONG)):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.remove(book.worksheets[0])
    path = tmp_path / "表.xlsx"
    book.save(path)
    return path


def test_what_is_accepted_of_a_table_is_explained_until_it_changes(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = tmp_path / "known.toml"
    for finding in ("B4=B2:B3", "C4=C2:C3"):
        assert (
            main(["known", "add", finding, str(table), "--known", str(known), "--reason-zh", "另有直属"]) == 0
        )
    assert main(["audit", str(table), "--known", str(known)]) == 0
    told = capsys.readouterr().out
    assert "不符 2（已知 2）" in told
    assert "已知：另有直属" in told
    assert "错误定位" not in told
    table.write_text(table.read_text("utf-8").replace("361", "371"), "utf-8")
    assert main(["audit", str(table), "--known", str(known)]) == 1
    told = capsys.readouterr().out
    assert "不符 2（已知 1）" in told
    assert "已知问题“B4=B2:B3”已不适用：差额为 -20，而非 -10  [stale entry/B4=B2:B3]" in told


def test_an_id_that_the_audit_does_not_have_is_refused(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = tmp_path / "known.toml"
    command = [
        "known",
        "add",
        "B4=B2:B9",
        str(table),
        "--known",
        str(known),
        "--reason-en",
        "no",
        "--lang",
        "en",
    ]
    assert main(command) == 2
    assert "Near it: B4=B2:B3" in capsys.readouterr().err
    assert not known.exists()


def test_a_finding_of_a_workbook_is_accepted_on_its_sheet_alone(workbook: Path, tmp_path: Path) -> None:
    known = tmp_path / "known.toml"
    for finding in ("一月!B4=B2:B3", "一月!C4=C2:C3", "三月!B4=B2:B3"):
        assert (
            main(["known", "add", finding, str(workbook), "--known", str(known), "--reason-zh", "另有直属"])
            == 0
        )
    found = accepted(audit(workbook), read_known_issues(known))
    assert isinstance(found, WorkbookAudit)
    assert [[one.id for one in sheet.open] for sheet in found] == [[], [], ["C4=C2:C3"]]
    assert [len(sheet.located) for sheet in found] == [0, 0, 1]


def test_an_issue_names_the_sheet_with_the_longest_name_that_it_can(workbook: Path, tmp_path: Path) -> None:
    book = load_workbook(workbook)
    book["三月"].title = "一月!补"
    book.save(workbook)
    known = tmp_path / "known.toml"
    for finding in ("一月!B4=B2:B3", "一月!补!B4=B2:B3"):
        add = ["known", "add", finding, str(workbook), "--known", str(known), "--reason-zh", "另有直属"]
        assert main(add) == 0
    found = accepted(audit(workbook), read_known_issues(known))
    assert isinstance(found, WorkbookAudit)
    assert [[one.id for one in sheet.open] for sheet in found] == [["C4=C2:C3"], [], ["C4=C2:C3"]]
    assert not [one for one in found.found if one.is_open]
    alone = accepted(audit(workbook, "一月"), read_known_issues(known))
    assert [one.id for one in alone.found if one.is_open] == ["C4=C2:C3"]


def test_an_issue_of_a_sheet_that_there_is_not_is_told(workbook: Path) -> None:
    issue = KnownIssue("四月!B4=B2:B3", {"zh": "无", "en": "none"})
    found = accepted(audit(workbook), {issue.finding: issue})
    assert [one.id for one in found.found if one.is_open] == ["stale entry/四月!B4=B2:B3"]
    assert not found.ok


def test_the_page_gives_the_command_that_accepts_a_finding(table: Path, workbook: Path) -> None:
    def commands(path: Path) -> list[list[str]]:
        page = read_page(report_html(audit(path), lang="zh"))
        told = [one.text for one in page.all("code") if " known add " in one.text]
        return [["xcdata", *shlex.split(one.removeprefix(program()))] for one in told]

    assert ["xcdata", "known", "add", "B4=B2:B3", "表.csv", "--known", "known_issues.toml"] in [
        one[:7] for one in commands(table)
    ]
    assert {one[3] for one in commands(workbook)} == {
        f"{name}!{cell}4={cell}2:{cell}3" for name in ("一月", "三月") for cell in "BC"
    }


LONG = "局,项目,数,量\n一局,合计,361,30\n一局,东,120,10\n一局,西,231,20\n二局,合计,30,35\n二局,东,10,15\n二局,西,20,20\n"


@pytest.mark.parametrize(
    "told",
    [
        ["--rule", "合计 = 东 + 西"],
        ["--tolerance", "0.1"],
        ["--sheet", "三月"],
        ["--sheet", "三月", "--rule", "合计 = 东 + 西"],
        ["--by", "局"],
    ],
)
def test_the_commands_of_a_page_accept_what_was_found_by_what_the_audit_was_told(
    told: list[str],
    table: Path,
    workbook: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    if "--by" in told:
        put(table, LONG)
    source = str(workbook if "--sheet" in told else table)
    assert main(["audit", source, *told, "-o", "page.html"]) == 1
    commands = {
        one.text
        for one in read_page(Path("page.html").read_text("utf-8")).all("code")
        if " known add " in one.text
    }
    assert commands
    for command in commands:
        assert main(shlex.split(command.removeprefix(program()))) == 0
    assert main(["audit", source, *told, "--known", "known_issues.toml"]) == 0


def test_an_audit_of_rows_that_are_no_file_gives_no_such_command() -> None:
    found = audit([list(map(str, row)) for row in WRONG])
    assert isinstance(found, Audit)
    assert "known add" not in report_html(found)


def put(path: Path, rows: str) -> Path:
    path.write_text(rows, "utf-8")
    return path


SUMS = "户数,90,95,98\n合计,490,500,600\n甲,200,200,300\n乙,290,300,300\n"
CHANGED = {
    "C3<=C2": (
        "项目,2019年,2020年,2021年\n总人口,300,320,340\n其中：农业人口,100,400,120\n" + SUMS,
        ("400", "40000"),
    ),
    "unreadable/C2": ("项目,2019年,2020年,2021年\n面积,30,3O0,340\n" + SUMS, ("3O0", "3l0")),
    # 200 + 301 are 501; both figures of the column are others afterwards, which are off by as much.
    "kind/1": ("项目,A,B,C\n合计,490,500,600\n甲,200,200,300\n乙,290,301,300\n", ("500", "5000"), ("301", "4801")),
    "no sum/2": (
        "项目,A,B,C,D\n合计,49000,9200,6300,7000\n甲,2000,2000,3000,100\n乙,2900,3000,3000,200\n"
        "小计,35,91,82,77\n丙,5,9,8,7\n丁,30,82,74,70\n",
        ("49000", "1"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("finding", CHANGED)
def test_what_is_no_sum_is_explained_until_its_figures_are_others(finding: str, tmp_path: Path) -> None:
    before, *changes = CHANGED[finding]
    table, known = put(tmp_path / "表.csv", before), tmp_path / "known.toml"
    add = ["known", "add", finding, str(table), "--known", str(known), "--reason-zh", "原表如此"]
    assert main(add) == 0
    assert finding not in open_of(table, known)
    after = before
    for old, new in changes:
        after = after.replace(old, new)
    assert {finding, f"stale entry/{finding}"} <= open_of(put(table, after), known)


def test_an_entry_that_does_not_say_what_was_judged_explains_by_its_lines(tmp_path: Path) -> None:
    before, (old, new) = CHANGED["C3<=C2"]
    table = put(tmp_path / "表.csv", before.replace(old, new))
    known = put(
        tmp_path / "known.toml", '[[issue]]\nfinding = "C3<=C2"\nplaces = 2\nreason_zh = "原表如此"\n'
    )
    assert "C3<=C2" not in open_of(table, known)


def test_a_sheet_that_cannot_be_read_is_explained_until_something_else_is_why(
    workbook: Path, tmp_path: Path
) -> None:
    known, finding = tmp_path / "known.toml", "unread sheet/四月"

    def save(formula: str) -> None:
        book = load_workbook(workbook)
        sheet = book["四月"] if "四月" in book.sheetnames else book.create_sheet("四月")
        sheet["A1"], sheet["A2"], sheet["B1"], sheet["B2"] = "项目", "东", "甲", formula
        book.save(workbook)

    save("=1+1")  # no program has calculated it
    assert main(["known", "add", finding, str(workbook), "--known", str(known), "--reason-zh", "草稿"]) == 0
    assert finding not in open_of(workbook, known)
    save("=9")
    assert {finding, f"stale entry/{finding}"} <= open_of(workbook, known)


def test_a_formula_is_judged_with_what_it_is_off_by() -> None:
    notes = [
        FormulaNote("short", ((4, 1),), "=SUM(B2:B3)", "=SUM(B2:B4)", difference=Decimal(off))
        for off in (7, 7000)
    ]
    first, second = map(formula_finding, notes)
    issue = KnownIssue(first.id, {"zh": "无", "en": "none"}, judged=first.judged)
    assert issue.explains(first)
    assert not issue.explains(second)


@pytest.mark.parametrize("wrong", ['judged = "400"', 'places = "two"'])
def test_an_entry_of_another_form_is_refused(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], wrong: str
) -> None:
    entry = f'[[issue]]\nfinding = "C3<=C2"\n{wrong}\nreason_zh = "原表如此"\n'
    assert main(["audit", str(table), "--known", str(put(tmp_path / "known.toml", entry))]) == 2
    assert "known.toml" in capsys.readouterr().err


def open_of(table: Path, known: Path) -> set[str]:
    return {one.id for one in accepted(audit(table), read_known_issues(known)).found if one.is_open}


# Made up: 2023 is 2022 and the change, and 3 is the sum of 1 and 2. C3 is known to be off by 500 in both directions.
BUDGET: list[list[str | int]] = [
    ["项目", "2022年", "2023年", "增减"],
    ["基金", 4100, 4730, 630],
    ["缴费", 1700, 1480, 280],
    ["补贴", 2400, 2750, 350],
    ["利息", 310, 325, 15],
    ["转移", 120, 131, 11],
    ["合计", 4530, 5186, 656],
]
KNOWN = {
    "C2=C3:C4": KnownIssue("C2=C3:C4", {"zh": "沿用快报数"}, Decimal(-500)),
    "C3=B3+D3": KnownIssue("C3=B3+D3", {"zh": "沿用快报数"}, Decimal(500)),
}
DECLARED = ["第2行 = 第3行 + 第4行", "第7行 = 第2行 + 第5行 + 第6行", "C列 = B列 + D列"]


def first_lines(rows: list[list[str | int]]) -> list[str]:
    """What the audit of a table says first, in the light of what is known of it."""
    found = accepted(audit([list(map(str, row)) for row in rows], rules=DECLARED), KNOWN)
    return audit_text(found).split("\n\n")[0].splitlines()[1:]


def with_figure(row: int, column: int, figure: int) -> list[list[str | int]]:
    """The table with another figure in a cell."""
    return [
        [figure if (r, c) == (row, column) else cell for c, cell in enumerate(cells)]
        for r, cells in enumerate(BUDGET)
    ]


def test_a_further_wrong_figure_beside_a_known_one_is_located() -> None:
    assert first_lines(BUDGET) == []
    assert first_lines(with_figure(3, 2, 2760)) == [
        "同时：C3：印作 1480，应为 1980；C4：印作 2760，应为 2750",
        "已知问题“C2=C3:C4”已不适用：差额为 -490，而非 -500",
    ]


def test_what_is_known_and_was_corrected_is_to_be_deleted_and_not_to_be_accepted() -> None:
    corrected = with_figure(2, 2, 1980)
    assert first_lines(corrected) == [f"已知问题“{name}”已不适用：该关系已成立，请删去该条" for name in KNOWN]
    found = accepted(audit([list(map(str, row)) for row in corrected], rules=DECLARED), KNOWN)
    page = report_html(found, given=["表.csv", "--known", "known.toml"])
    assert "stale entry/C3=B3+D3" in page
    assert "known add" not in page
    assert "没有新的发现。已知问题中有 2 项已不再如所列" in page
