"""Rows and columns put in and taken out of the plan's sheet, areas that were added, other formats; figures typed from the gazette."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hostile_tables import archive
from openpyxl import Workbook
from refusals import refuses
from spreadsheet import as_ods, as_xls, delete, insert, with_row

import xcdata
from xcdata.cli import main
from xcdata.errors import InputError
from xcdata.invoked import program
from xcdata.ledger.results import Finding, Notice
from xcdata.output.coverage_view import review_text
from xcdata.output.page import report_html
from xcdata.returned.check import check as check_returned
from xcdata.returned.check import of_our_own
from xcdata.returned.contents import Sheet
from xcdata.returned.reach import reach_findings
from xcdata.review.edits import Edit
from xcdata.review.review import Review, check
from xcdata.roundtrip.places import places_of
from xcdata.roundtrip.read import read_edited
from xcdata.serve.work import looked_at

PLAN, ROSTER, SUMMARY = "营造林计划", "表彰名单", "计划汇总"
Change = Callable[[Workbook], object]


@pytest.fixture
def edited(plan_alone: bytes, tmp_path: Path) -> Callable[[Change], Path]:
    def edit(change: Change) -> Path:
        book = openpyxl.load_workbook(io.BytesIO(plan_alone))
        change(book)
        book.save(tmp_path / "edited.xlsx")
        return tmp_path / "edited.xlsx"

    return edit


def edits(review: Review) -> list[Edit]:
    assert review.returned is not None
    return list(review.returned.edits)


def told(review: Review) -> list[tuple[str, tuple[str, ...] | str]]:
    return [(edit.change, edit.what or edit.column) for edit in edits(review)]


def kinds(review: Review) -> list[str]:
    return [finding.kind for finding in review.open]


def added(row: int = 12, **more: object) -> Change:
    """A row for 新区 with three tasks, one each of 1, 0.5 and 0.2."""

    def change(book: Workbook) -> None:
        insert(book, PLAN, row=row)
        cells = {"A": "新区", "E": 1, "H": 0.5, "Q": 0.2}
        for column, value in cells.items():
            book[PLAN][f"{column}{row}"] = value
        for cell, value in more.items():
            book[PLAN][cell] = value

    return change


@pytest.mark.parametrize("row", [1, 5, 12, 18])
def test_an_inserted_row_is_told_once_and_all_sums_hold(edited: Callable[[Change], Path], row: int) -> None:
    review = check(edited(lambda book: insert(book, PLAN, row=row)))
    assert (told(review), review.exit_code) == ([("row inserted", (str(row),))], 0)
    assert review.counts()["exact"] == 67
    assert f"插入了第 {row} 行" in review_text(review)


@pytest.mark.parametrize(("column", "letter"), [(1, "A"), (7, "G"), (19, "S")])
def test_an_inserted_column_is_told_once_and_all_sums_hold(
    edited: Callable[[Change], Path], column: int, letter: str
) -> None:
    review = check(edited(lambda book: insert(book, PLAN, column=column)))
    assert (told(review), review.exit_code) == ([("column inserted", (letter,))], 0)
    assert review.counts()["exact"] == 67


def test_figures_below_an_inserted_row_are_named_by_where_they_stand_now(
    edited: Callable[[Change], Path],
) -> None:
    def change(book: Workbook) -> None:
        insert(book, PLAN, row=9)
        insert(book, PLAN, column=4)
        book[PLAN]["R11"] = 1.57  # 鄢陵县's 花卉苗木 新造, 1.75

    (explanation,) = check(edited(change)).explanations.itertuples()
    assert (explanation.address, explanation.implied) == ("R11", "1.75")


def test_an_inserted_row_is_compared_by_its_labels(whole: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(whole)
    insert(book, PLAN, row=12)
    insert(book, PLAN, column=7)
    insert(book, ROSTER, row=20)
    insert(book, SUMMARY, row=7)
    book[PLAN]["E10"] = (
        0.2  # the first row below that moved in no way: 鄢陵县's 山区生态林, of which it has none
    )
    book[PLAN]["I14"] = 0.1  # 建安区's 廊道绿化, as printed
    book.save(tmp_path / "edited.xlsx")
    review = check_returned(tmp_path / "edited.xlsx")
    assert [(edit.change, edit.sheet, edit.address) for edit in edits(review)] == [
        ("row inserted", PLAN, f"{PLAN}!A12"),
        ("column inserted", PLAN, None),
        ("changed", PLAN, f"{PLAN}!E10"),
        ("row inserted", SUMMARY, f"{SUMMARY}!A7"),
        ("row inserted", ROSTER, f"{ROSTER}!A20"),
    ]


def test_a_note_in_an_inserted_row_is_for_information_and_figures_are_not(
    edited: Callable[[Change], Path],
) -> None:
    def change(book: Workbook, value: object) -> None:
        insert(book, PLAN, row=12)
        book[PLAN]["A12"], book[PLAN]["B12"] = "四县小计", value

    assert check(edited(lambda book: change(book, "待核"))).exit_code == 0
    review = check(edited(lambda book: change(book, 20.2)))
    assert (kinds(review), review.counts()["inconsistent"]) == (["edit"], 0)


def test_totals_that_count_a_column_of_the_analysts_own_accuse_nobody(
    edited: Callable[[Change], Path],
) -> None:
    def change(book: Workbook) -> None:
        insert(book, PLAN, column=6)
        # 禹州市 gets 0.3 of it, so that 13.01, 12.86 and 5.33 become more by that, and so do the city's 22.55, 18.40 and 7.27.
        own = {"F5": "沙区造林", "F8": 0.3, "U8": 13.31, "V8": 13.16, "W8": 5.63}
        for cell, value in (own | {"F18": 0.3, "B18": 22.85, "C18": 18.7, "D18": 7.57}).items():
            book[PLAN][cell] = value

    review = check(edited(change))
    # Once of 造林 of 禹州市, once of the city; the totals above are made up of that, and hold.
    assert [one.id for one in review.found if one.kind == "not judged"] == ["not judged/joined"]
    assert "2 项合计计入了插入的 F 列" in review_text(review, full=True)
    assert (review.counts()["inconsistent"], review.groups, kinds(review)) == (0, (), ["edit"])


def test_a_program_that_moves_cells_and_no_formulas_is_told_so_once(
    edited: Callable[[Change], Path],
) -> None:
    review = check(edited(lambda book: book[PLAN].insert_rows(12)))
    assert (kinds(review), review.counts()["exact"]) == (["formula"], 67)
    assert "没有随行列移动" in review_text(review)


def test_rows_in_another_order_are_read_by_their_labels_and_told(edited: Callable[[Change], Path]) -> None:
    def change(book: Workbook) -> None:
        for one, other in zip(*book[PLAN]["A9:R10"], strict=True):
            if not str(one.value).startswith("="):
                one.value, other.value = other.value, one.value
        for one, other in zip(*book[PLAN]["T9:X10"], strict=True):
            one.value, other.value = other.value, one.value

    review = check(edited(change))
    assert (told(review), review.counts()["exact"], review.exit_code) == ([("rows moved", "")], 67, 1)
    assert read_edited(edited(change)).ledger.by_key["plan/长葛市/总计"].address == "T10"


def test_labels_that_were_exchanged_are_told_as_another_order(edited: Callable[[Change], Path]) -> None:
    def change(book: Workbook) -> None:
        book[PLAN]["E5"], book[PLAN]["F5"] = "平原防风固沙林", "山区生态林"

    review = check(edited(change))
    assert (told(review), review.exit_code) == ([("columns moved", "")], 1)


@pytest.mark.parametrize(("cell", "name"), [("A9", "长葛"), ("E5", "山区林"), ("A18", None), ("V4", "造林")])
def test_a_label_that_was_typed_anew_is_told_and_its_figures_are_read(
    edited: Callable[[Change], Path], cell: str, name: object
) -> None:
    review = check(edited(lambda book: book[PLAN].__setitem__(cell, name)))
    ((edit,), exact) = edits(review), review.counts()["exact"]
    assert (edit.change, edit.address, edit.after or None, exact) == ("renamed", f"{PLAN}!{cell}", name, 67)


def test_neighbours_that_were_renamed_are_told_as_such_by_check_and_compare(
    edited: Callable[[Change], Path], plan_alone: bytes, tmp_path: Path
) -> None:
    def change(book: Workbook) -> None:
        book[PLAN]["A9"], book[PLAN]["A10"] = "长葛", "鄢陵"

    path = edited(change)
    names = [(edit.change, edit.before, edit.after) for edit in edits(check(path))]
    assert names == [("renamed", "长葛市", "长葛"), ("renamed", "鄢陵县", "鄢陵")]
    (tmp_path / "before.xlsx").write_bytes(plan_alone)
    found = xcdata.compare(tmp_path / "before.xlsx", path)
    assert [(one.column, one.before, one.after, one.line_after) for one in found.differences] == [
        ("county", "长葛市", "长葛", 9),
        ("county", "鄢陵县", "鄢陵", 10),
    ]


def test_an_area_that_went_as_another_came_is_for_a_person_to_judge(edited: Callable[[Change], Path]) -> None:
    def change(book: Workbook) -> None:
        added()(book)
        delete(book, PLAN, row=17)  # 东城区

    assert {"新区", "东城区"} <= {edit.what[0] for edit in edits(check(edited(change))) if not edit.proved}


# What was taken out.


@pytest.mark.parametrize("row", [1, 2])
def test_a_deleted_line_above_the_table_is_told(edited: Callable[[Change], Path], row: int) -> None:
    review = check(edited(lambda book: delete(book, PLAN, row=row)))
    assert (told(review), review.exit_code) == ([("row gone", (str(row),))], 1)
    assert f"第 {row} 行（原行号）已删去" in review_text(review)


def test_a_deleted_area_is_told_once_and_the_sums_that_miss_it_accuse_nobody(
    edited: Callable[[Change], Path],
) -> None:
    review = check(edited(lambda book: delete(book, PLAN, row=8)))
    assert (told(review), review.counts()["inconsistent"]) == ([("row gone", ("禹州市",))], 0)
    assert kinds(review) == ["not judged"]
    # 禹州市 has no 平原防风固沙林 and no 花卉苗木 改培: of 17 columns these still add up.
    assert "禹州市已删去，15 项合计因此无法核对" in review_text(review)
    assert {"column/造林/平原防风固沙林", "column/花卉苗木/花卉苗木/改培"} <= {one.id for one in review.found}


def test_a_deleted_area_that_the_totals_miss_no_more_leaves_nothing_open(
    edited: Callable[[Change], Path],
) -> None:
    def change(book: Workbook) -> None:
        delete(book, PLAN, row=16)  # 东城区: 廊道绿化 0.01, 乡村绿化美化 0.01
        for cell, value in {"B17": 22.53, "C17": 18.38, "D17": 7.25, "H17": 1.79, "I17": 0.46}.items():
            book[PLAN][cell] = value

    review = check(edited(change))
    assert (told(review), review.exit_code) == ([("row gone", ("东城区",))], 0)


def test_the_area_without_tasks_may_be_deleted_too(edited: Callable[[Change], Path]) -> None:
    review = check(edited(lambda book: delete(book, PLAN, row=17)))
    assert (review.counts()["inconsistent"], sorted(kinds(review))) == (0, ["formula", "not judged"])


def test_a_deleted_column_of_tasks_is_told_once(edited: Callable[[Change], Path]) -> None:
    review = check(edited(lambda book: delete(book, PLAN, column=8)))
    assert (told(review), kinds(review)) == ([("column dropped", "造林/廊道绿化")], ["not judged"])


def test_deleted_totals_are_told_as_no_longer_stated(edited: Callable[[Change], Path]) -> None:
    review = check(edited(lambda book: delete(book, PLAN, row=18)))
    assert ("row gone", ("公报印出",)) in told(review)
    assert "not filled in" in kinds(review)
    assert not check(edited(lambda book: delete(book, PLAN, column=20))).ok


# A new area.


def test_a_new_area_that_the_totals_leave_out_is_told_and_accuses_nobody(
    edited: Callable[[Change], Path],
) -> None:
    review = check(edited(added()))
    assert edits(review)[0].said("zh") == "新增“新区”：3 项任务"
    assert edits(review)[0].said("en") == "new: 新区, 3 tasks"
    assert (kinds(review), review.counts()["inconsistent"], review.counts()["exact"]) == (["new area"], 0, 67)
    # By hand: 22.55 + 1.7, 18.4 + 1.5, 7.27 + 1.5, 4 + 1, 1.8 + 0.5, 3.85 + 0.2, 2.35 + 0.2.
    due = (
        "B19 应为 24.25、C19 应为 19.9、D19 应为 8.77、E19 应为 5、H19 应为 2.3、P19 应为 4.05、Q19 应为 2.55"
    )
    assert f"印出的合计没有计入新增的新区。若应计入，则 {due}" in review_text(review)


@pytest.mark.parametrize(
    ("mended", "due"),
    [
        (
            {"B19": 24.25, "H19": 2.3},
            "C19 应为 19.9、D19 应为 8.77、E19 应为 5、P19 应为 4.05、Q19 应为 2.55",
        ),
        ({"B19": 24.25, "C19": 19.9, "D19": 8.77, "H19": 2.3, "P19": 4.05, "Q19": 2.55}, "E19 应为 5"),
    ],
)
def test_totals_that_count_a_new_area_before_others_do_are_not_accused(
    edited: Callable[[Change], Path], mended: dict[str, object], due: str
) -> None:
    review = check(edited(added(**mended)))
    assert (kinds(review), review.counts()["inconsistent"], review.groups) == (["new area"], 0, ())
    assert review.open[0].message["zh"].endswith(f"若应计入，则 {due}")


def test_two_new_areas_of_which_the_totals_count_none_accuse_nobody(edited: Callable[[Change], Path]) -> None:
    def change(book: Workbook) -> None:
        added()(book)
        insert(book, PLAN, row=13)
        for cell, value in {"A13": "又一区", "E13": 2}.items():
            book[PLAN][cell] = value

    review = check(edited(change))
    assert (kinds(review), review.counts()["inconsistent"]) == (["new area", "new area"], 0)
    assert all("E20 应为 7" in one.message["zh"] for one in review.open)


def test_what_has_to_follow_an_edit_counts_a_new_area(whole: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(whole)
    added(H11=0.35)(book)  # 襄城县's 0.3; the city's 22.55 and 1.8 count neither the 0.05 nor the area.
    book.save(tmp_path / "edited.xlsx")
    told = review_text(check_returned(tmp_path / "edited.xlsx"))
    assert "B19 应为 24.30" in told
    assert "H19 应为 2.35" in told


def test_a_new_area_that_the_totals_count_is_one_like_all(edited: Callable[[Change], Path]) -> None:
    totals = {"B19": 24.25, "C19": 19.9, "D19": 8.77, "E19": 5, "H19": 2.3, "P19": 4.05, "Q19": 2.55}
    review = check(edited(added(**totals)))
    assert (told(review), review.exit_code) == ([("new area", ("新区",))], 0)
    ((address, implied),) = (
        check(edited(added(**totals, H12=0.6))).explanations[["address", "implied"]].values
    )
    assert (address, implied) == ("H12", "0.50")


def test_what_a_new_area_states_of_itself_is_checked(edited: Callable[[Change], Path]) -> None:
    review = check(edited(added(T12=1.7, U12=1.5, V12=1.5, X12=0.2)))
    assert review.counts()["exact"] == 67 + 5
    assert not check(edited(added(T12=1.7, U12=1.5, V12=1.6, X12=0.2))).ok
    assert check(edited(added(B12="=SUM(E12:I12,K12:O12,Q12:R12)"))).counts()["inconsistent"] == 0


def test_formulas_that_do_not_reach_a_new_area_are_told(edited: Callable[[Change], Path]) -> None:
    review = check(edited(added(row=18)))
    assert any(
        "!B7:R7：许昌市的合计公式没有计入新增的新区（第18行）" in one.message["zh"] for one in review.open
    )


def sheets_with(row: int, **others: dict[tuple[int, int], str]) -> dict[str, Sheet]:
    """The plan with a row for 新区, and other sheets that hold these formulas; in them {0} to {9} are the rows of the areas."""
    _, fresh = of_our_own("zh")
    (plan,) = with_row({PLAN: fresh[PLAN]}, PLAN, row, {1: "新区", 5: "1", 8: "0.5", 17: "0.2"}).values()
    rows = [n for n in range(8, 19) if n != row]
    return {PLAN: plan} | {
        name: Sheet(name, {}, {place: text.format(*rows) for place, text in formulas.items()})
        for name, formulas in others.items()
    }


def reached(sheets: dict[str, Sheet]) -> Finding:
    places = places_of(PLAN, sheets[PLAN].values, sheets[PLAN].formulas)
    (found,) = reach_findings(sheets, PLAN, places, sheets)
    return found


BY_COUNTY = {(n + 1, 2): f"={PLAN}!E{{{n}}}" for n in range(10)}


@pytest.mark.parametrize(("row", "plan_counts"), [(12, True), (18, False)])
def test_sheets_that_do_not_count_a_new_area_yet_are_told_with_their_sums(
    row: int, plan_counts: bool
) -> None:
    found = reached(
        sheets_with(
            row,
            县={**BY_COUNTY, (11, 2): "=SUM(B1:B10)"},
            项={(1, 1): f"='{PLAN}'!E7", (2, 1): f"='{PLAN}'!F7", (3, 1): "=SUM(A1:A2)"},
            图={(1, 1): "=RANK(县!B1,县!$B$1:$B$10)"},
            细=BY_COUNTY,
        )
    )
    told = "新增的新区还没有计入：县!B11、{}图、细（没有它的行）。请在这些表中补上{}"
    assert found.message["zh"] == told.format(
        *(("", "；已计入新区的：项!A3") if plan_counts else ("项!A3、", ""))
    )
    assert found.verdict is Notice.NOTICED


def test_a_sheet_that_got_a_row_for_a_new_area_counts_it() -> None:
    own_row = {**BY_COUNTY, (11, 2): f"={PLAN}!E12", (12, 2): "=SUM(B1:B11)"}
    found = reached(sheets_with(12, 县=own_row))
    assert (found.verdict, found.message["zh"]) == (Notice.INFORMATION, "已计入新区的：县!B12")


def test_a_new_area_stands_on_the_page_and_in_the_comparison(
    edited: Callable[[Change], Path], raw: str, tmp_path: Path
) -> None:
    path = edited(added())
    assert '<th scope="row">新区</th>' in report_html(check(path)).replace(' lang="zh-CN"', "")
    (tmp_path / "text.txt").write_text(raw, encoding="utf-8")
    found = xcdata.compare(tmp_path / "text.txt", path)
    assert [(one.change, one.what[0], one.after) for one in found.differences] == [
        ("added", "新区", "1"),
        ("added", "新区", "0.5"),
        ("added", "新区", "0.2"),
    ]


# What does not show, and what nobody calculated.


def test_hidden_lines_lost_formulas_and_sheets_are_told_once_each(whole: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(whole)
    delete(book, PLAN, row=16)
    book[PLAN].row_dimensions[9].hidden = book[PLAN].column_dimensions["F"].hidden = True
    book[ROSTER].row_dimensions[9].hidden = True
    book["成员"].sheet_state = "hidden"
    book.save(tmp_path / "edited.xlsx")
    review = check_returned(tmp_path / "edited.xlsx")
    assert [(edit.sheet, edit.change, edit.what) for edit in edits(review)] == [
        (PLAN, "row gone", ("东城区",)),
        (PLAN, "hidden", ("9", "F")),
        (ROSTER, "hidden", ("9",)),
        ("成员", "sheet hidden", ()),
        (SUMMARY, "formulas broken", ("B13", "C13", "D13", "E13")),
        ("计划明细", "formulas broken", ("E101", "E102", "E103", "E104", "E105")),
    ]
    assert [one.id for one in review.open if one.kind != "edit"] == ["not judged/gone"]


def test_a_saved_value_that_is_not_the_sum_is_told(whole: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(tmp_path / "edited.xlsx", "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, re.sub(rb'(r="D8"[^>]*><f>[^<]*</f><v>)5.33', rb"\g<1>5.34", part))
    review = check(tmp_path / "edited.xlsx")
    (found,) = [one for one in review.found if one.kind == "formula"]
    assert (f"{PLAN}!D8：" in found.message["zh"], review.exit_code) == (True, 0)


# Other formats.


def test_an_ods_file_differs_in_nothing(whole: Path, tmp_path: Path) -> None:
    (tmp_path / "returned.dat").write_bytes(as_ods(whole))  # read by its content, not by its name
    review = check_returned(tmp_path / "returned.dat")
    assert review.returned is not None
    assert (edits(review), review.exit_code, len(review.returned.compared)) == ([], 0, 14)
    assert xcdata.compare(whole, tmp_path / "returned.dat").differences == ()


@pytest.fixture(scope="module")
def xls(whole: Path) -> bytes:
    return as_xls(whole, "说明", PLAN)


def test_an_xls_file_is_checked_though_its_formulas_cannot_be_seen(
    whole: Path, xls: bytes, tmp_path: Path
) -> None:
    (tmp_path / "returned.et").write_bytes(xls)
    review = check_returned(tmp_path / "returned.et")
    assert (review.counts()["exact"], {edit.change for edit in edits(review)}) == (67, {"sheet dropped"})
    assert "看不到公式" in review_text(review)
    assert xcdata.compare(whole, tmp_path / "returned.et").differences == ()


def test_a_total_typed_over_in_an_xls_file_is_told(whole: Path, tmp_path: Path) -> None:
    # B8, 禹州市's 总计, 13.01 by its formula.
    (tmp_path / "typed.xls").write_bytes(as_xls(whole, "说明", PLAN, typed={(7, 1): 13.1}))
    review = check(tmp_path / "typed.xls")
    assert "typed/禹州市/总计" in {one.id for one in review.open}


def test_a_workbook_under_any_name_is_checked_on_the_served_page(xls: bytes, tmp_path: Path) -> None:
    (tmp_path / "dropped").write_bytes(xls)
    assert isinstance(looked_at(tmp_path / "dropped", "auto"), Review)


@pytest.mark.parametrize(
    "content",
    [
        archive({"word/document.xml": b"<w/>"}),
        b"PK\x03\x04 cut short",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 a letter",
    ],
)
def test_what_only_begins_like_a_workbook_is_taken_for_no_workbook(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "letter").write_bytes(content)
    with pytest.raises(InputError) as caught:
        check(tmp_path / "letter")
    assert caught.value.problems[0].kind in ("binary_file", "unknown_encoding")


def test_a_marked_copy_of_another_format_is_refused_with_what_to_do(
    xls: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "returned.xls").write_bytes(xls)
    assert main(["check", str(tmp_path / "returned.xls"), "-o", str(tmp_path / "marked.xlsx")]) == 2
    told = capsys.readouterr()
    assert "标记副本须由 .xlsx 工作簿写出" in told.err
    assert "68 条合计关系，成立 67" in told.out  # what was found is told all the same
    assert not (tmp_path / "marked.xlsx").exists()


@pytest.mark.parametrize(("lang", "said"), [("zh", "请运行 "), ("en", "checked by ")])
def test_a_table_that_is_not_ours_is_told_to_be_audited(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    lang: str,
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Workbook().save("a table.xlsx")
    assert main(["check", "a table.xlsx", "--lang", lang]) == 2
    assert f"{said}{program()} audit 'a table.xlsx'" in capsys.readouterr().err
    with refuses("no_plan_sheet"):
        check(Path("a table.xlsx"))


@pytest.mark.office
@pytest.mark.parametrize("suffix", ["ods", "xls"])
def test_a_workbook_that_libreoffice_converted_differs_in_nothing(
    whole: Path, tmp_path: Path, suffix: str
) -> None:
    office = shutil.which("soffice") or "libreoffice"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", suffix, "--outdir", str(tmp_path), str(whole)]
    subprocess.run(command, check=True, capture_output=True)
    review = check_returned(tmp_path / f"workbook.{suffix}")
    assert (edits(review), review.exit_code) == ([], 0)


def test_stated_totals_that_are_formulas_are_told_as_they_check_nothing(whole: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(tmp_path / "edited.xlsx", "w") as new:
        for name in old.namelist():
            part = re.sub(rb'(<c r="T8"[^>]*>)<v>', rb"\g<1><f>B8</f><v>", old.read(name))
            new.writestr(name, part)
    review = check(tmp_path / "edited.xlsx")
    (found,) = [one for one in review.open if one.kind == "computed total"]
    assert "1 格是公式（T8）" in found.message["zh"]
