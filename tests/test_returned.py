"""A workbook that came back: every sheet compared with what it was made from; figures and names typed from the gazette."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook
from refusals import refuses
from spreadsheet import typed

from xcdata.dataset.tables import read_gazette
from xcdata.excel.workbook import write_template, write_workbook
from xcdata.ledger.culprits import culprit_lines
from xcdata.output.coverage_view import review_json, review_text
from xcdata.returned.check import check
from xcdata.returned.marks import WRONG, marks_of
from xcdata.review.edits import Edit
from xcdata.review.review import Review
from xcdata.review.review import check as check_text
from xcdata.shelf import record_of

Change = Callable[[Workbook], object] | tuple[str, dict[str, object]]
PLAN = "营造林计划"
ROSTER, SUMMARY, COUNTED, TRAINING = "表彰名单", "计划汇总", "表彰统计", "培训目标"


@pytest.fixture
def edited(whole: Path, tmp_path: Path) -> Callable[[Change], Review]:
    def edit(change: Change) -> Review:
        path = tmp_path / "edited.xlsx"
        if isinstance(change, tuple):
            path.write_bytes(typed(whole.read_bytes(), *change))
        else:
            book = openpyxl.load_workbook(whole)
            change(book)
            book.save(path)
        return check(path)

    return edit


def edits(review: Review) -> list[Edit]:
    assert review.returned is not None
    return list(review.returned.edits)


def told(review: Review) -> list[tuple[str, str | None, str | None, str | None]]:
    return [(edit.change, edit.address, edit.before, edit.after) for edit in edits(review)]


def put(sheet: str, **cells: object) -> Change:
    return sheet, cells


def test_a_workbook_as_written_differs_in_nothing(whole: Path) -> None:
    review = check(whole)
    assert (review.exit_code, edits(review)) == (0, [])
    assert review.returned is not None
    assert (review.returned.own, len(review.returned.compared)) == ((), 14)
    assert review.coverage.left_out == ()


def test_a_workbook_that_openpyxl_saved_without_values_differs_in_nothing(
    edited: Callable[[Change], Review],
) -> None:
    assert edits(edited(lambda _: None)) == []


@pytest.mark.office
def test_a_workbook_that_libreoffice_saved_differs_in_nothing(whole: Path, tmp_path: Path) -> None:
    office = shutil.which("soffice") or "libreoffice"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path), str(whole)]
    subprocess.run(command, check=True, capture_output=True)
    assert edits(check(tmp_path / "workbook.xlsx")) == []


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "before"),
    [
        (ROSTER, "E10", "张三", "禹州市高级中学"),
        (TRAINING, "E6", 12345, "60000"),
        ("任务清单", "G20", "市民政局局", "市民政局"),
        ("说明", "B3", "别的", "写出时的结论"),
    ],
)
def test_a_changed_cell_is_told_with_its_address_and_is_for_a_person_to_judge(
    edited: Callable[[Change], Review], sheet: str, cell: str, value: object, before: str
) -> None:
    review = edited(put(sheet, **{cell: value}))
    assert told(review) == [("changed", f"{sheet}!{cell}", before, str(value))]
    assert review.exit_code == 1
    assert f"{sheet}!{cell}" in review_text(review)


def test_a_changed_task_of_the_plan_is_told_for_information_as_its_sums_judge_it(
    edited: Callable[[Change], Review],
) -> None:
    # 禹州市's 廊道绿化 1.03 and 乡村绿化美化 0.2, with both of the city's: every sum holds with a hundredth moved over.
    review = edited(put("营造林计划", H8=1.02, I8=0.21, H18=1.79, I18=0.48))
    assert [edit.address for edit in edits(review)] == [
        f"营造林计划!{cell}" for cell in ("H8", "I8", "H18", "I18")
    ]
    assert review.exit_code == 0
    assert "与写出时（据 xuchang-gazette-2019.txt）比较：改动 4 格" in review_text(review)


def test_an_edit_that_the_totals_do_not_follow_is_told_with_the_totals_that_would_have_to(
    edited: Callable[[Change], Review],
) -> None:
    # 禹州市's 山区生态林 4 becomes 4.5, so that 13.01, 12.86 and 5.33, and the city's 22.55, 18.4, 7.27 and 4, become more by 0.5.
    review = edited(put(PLAN, E8=4.5))
    (line,) = culprit_lines(review, "zh")
    assert line == (
        "禹州市 造林 山区生态林（E8）：现为 4.5，原为 4，合计仍按原数。若改动属实，则 T8 应为 13.51、U8 应为 13.36、"
        "V8 应为 5.83、B18 应为 23.05、C18 应为 18.90、D18 应为 7.77、E18 应为 4.5"
    )
    assert "现为 5.33，计得 5.83，差 0.5" in review_text(review)
    # 东城区 has no 花卉苗木, and so no total of it, yet.
    assert "X16 应为 0.02、B18 应为 22.57" in "".join(culprit_lines(edited(put(PLAN, R16=0.02)), "zh"))
    assert "改动 1 格（营造林计划!E8）" in review_text(review)


def test_totals_that_a_meant_edit_has_not_reached_yet_are_named_alone(
    edited: Callable[[Change], Review],
) -> None:
    review = edited(put(PLAN, E8=4.5, T8=13.51, U8=13.36, V8=5.83, E18=4.5))
    (line,) = culprit_lines(review, "zh")
    assert "C18）：现为 18.4，应为 18.90" in line
    assert "原为" not in line
    # A total alone says nothing of which of its parts would follow it.
    (line,) = culprit_lines(edited(put(PLAN, T8=13.1)), "en")
    assert line.endswith("(T8): is 13.1, was 13.01, which the totals still count")


def test_a_formula_that_was_typed_over_is_told(edited: Callable[[Change], Review]) -> None:
    review = edited(put(SUMMARY, G6=99))
    assert told(review) == [("typed over", f"{SUMMARY}!G6", "=SUM(B6:F6)", "99")]


def test_a_formula_that_points_elsewhere_is_told(edited: Callable[[Change], Review]) -> None:
    review = edited(put(SUMMARY, B7="='营造林计划'!C9"))
    assert told(review) == [("formula", f"{SUMMARY}!B7", "='营造林计划'!D10", "='营造林计划'!C9")]


def test_a_total_that_lost_its_formula_is_a_finding_though_the_figure_is_right(
    edited: Callable[[Change], Review],
) -> None:
    # 禹州市's 造林 5.33 and 长葛市's 花卉苗木 0.15, as printed; D16 adds up less than it did; B10's formula was deleted.
    review = edited(put(PLAN, D8=5.33, P9=0.15, D16="=SUM(H16:I16)", J16="=SUM(#REF!)", B10=None))
    assert [one.message["zh"].partition("：")[0] for one in review.open if one.kind == "formula"] == [
        f"{PLAN}!D8、P9、B10",
        f"{PLAN}!D16",
        f"{PLAN}!J16",
    ]


def test_another_formula_over_the_same_cells_is_no_damage(edited: Callable[[Change], Review]) -> None:
    assert edited(put(PLAN, D8="=E8+F8+G8+$H$8+I8")).exit_code == 0


def test_cells_far_from_the_plan_are_compared_too(edited: Callable[[Change], Review]) -> None:
    review = edited(put(PLAN, A500="另见", FZ400=5, AD3=7))
    assert [one[1] for one in told(review)] == [f"{PLAN}!{cell}" for cell in ("AD3", "FZ400", "A500")]


def test_names_that_could_be_taken_for_addresses_stand_in_quotes(edited: Callable[[Change], Review]) -> None:
    def change(book: Workbook) -> None:
        book.create_sheet("成员!C")["A1"] = "x"
        book["成员"]["Z9"] = "x"
        book[TRAINING].title = "我的 表"
        book["我的 表"]["E6"] = 5

    review = edited(change)
    assert review.returned is not None
    assert review.returned.own == ("'成员!C'", "成员!Z:Z")
    assert [one[1] for one in told(review)] == ["'我的 表'!E6"]


def test_a_formula_that_was_deleted_is_told(edited: Callable[[Change], Review]) -> None:
    assert [one[:2] for one in told(edited(put(COUNTED, B5=None)))] == [("typed over", f"{COUNTED}!B5")]


def test_a_deleted_row_is_told_once_though_all_below_it_moved(edited: Callable[[Change], Review]) -> None:
    (edit,) = edits(edited(lambda book: book[ROSTER].delete_rows(20)))
    assert (edit.change, edit.address) == ("dropped", None)
    assert "长葛市金英学校" in edit.what


def test_an_added_row_is_told_with_its_cells(edited: Callable[[Change], Review]) -> None:
    def change(book: Workbook) -> None:
        book[ROSTER].insert_rows(40)
        book[ROSTER]["A40"], book[ROSTER]["E40"] = "教育质量特殊贡献奖", "李四"

    assert told(edited(change)) == [("added", f"{ROSTER}!A40:E40", None, "教育质量特殊贡献奖 / 李四")]


def test_a_roster_that_was_sorted_differs_in_its_order_alone(edited: Callable[[Change], Review]) -> None:
    def change(book: Workbook) -> None:
        sheet = book[ROSTER]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
        rows.sort(key=lambda row: tuple(map(str, row)), reverse=True)
        for number, row in enumerate(rows, 5):
            for column, value in enumerate(row, 1):
                sheet.cell(number, column).value = value

    review = edited(change)
    assert [(edit.change, edit.sheet) for edit in edits(review)] == [("rows moved", ROSTER)]
    assert review.exit_code == 0


def test_numbers_stored_as_texts_or_in_full_width_are_the_same_numbers(
    edited: Callable[[Change], Review],
) -> None:
    assert told(edited(put(TRAINING, E6="６０，０００", E5=str(35_000)))) == [
        ("changed", f"{TRAINING}!E5", "115000", "35000")
    ]


def test_a_column_of_the_analysts_own_is_named_and_not_looked_at(edited: Callable[[Change], Review]) -> None:
    def change(book: Workbook) -> None:
        book["成员"].insert_cols(3)
        book["成员"]["C4"], book["成员"]["C5"] = "备注", "已核"

    review = edited(change)
    assert review.returned is not None
    assert (edits(review), review.returned.own) == ([], ("成员!C:C 备注",))


def test_a_deleted_column_is_told_once(edited: Callable[[Change], Review]) -> None:
    (edit,) = edits(edited(lambda book: book[ROSTER].delete_cols(7)))
    assert (edit.change, edit.sheet, edit.column) == ("column dropped", ROSTER, "学段")


def test_sheets_of_the_analysts_own_are_named_and_missing_ones_told(
    edited: Callable[[Change], Review],
) -> None:
    def change(book: Workbook) -> None:
        book.create_sheet("我的")["A1"] = 5
        del book["数据字典"]

    review = edited(change)
    assert [(edit.change, edit.sheet) for edit in edits(review)] == [("sheet dropped", "数据字典")]
    assert review.returned is not None
    assert review.returned.own == ("我的",)
    assert "未查看：我的" in review_text(review)


def test_a_renamed_sheet_is_the_same_sheet(edited: Callable[[Change], Review]) -> None:
    review = edited(lambda book: setattr(book["成员"], "title", "组成"))
    assert review.returned is not None
    assert (edits(review), review.returned.own) == ([], ())
    assert "组成" in review.returned.compared


def test_a_sheet_whose_headings_are_gone_is_told_as_not_compared(edited: Callable[[Change], Review]) -> None:
    review = edited(lambda book: book[ROSTER].delete_rows(4))
    assert [(edit.change, edit.sheet) for edit in edits(review)] == [("heading gone", ROSTER)]
    assert review.returned is not None
    assert ROSTER not in review.returned.compared


def test_a_note_below_a_summary_is_for_information(edited: Callable[[Change], Review]) -> None:
    review = edited(put(SUMMARY, A60="待与林业局核对"))
    assert [one[:2] for one in told(review)] == [("added", f"{SUMMARY}!A60")]
    assert review.exit_code == 0


def test_a_workbook_in_english_is_compared_with_one_in_english(tmp_path: Path) -> None:
    tables = read_gazette()
    write_workbook(tables, check_text(tables), tmp_path / "en.xlsx", lang="en")
    path = tmp_path / "en.xlsx"
    path.write_bytes(typed(path.read_bytes(), "Rosters", {"E10": "张三"}))
    assert [one[1] for one in told(check(tmp_path / "en.xlsx"))] == ["Rosters!E10"]


def other_text(whole: Path, path: Path) -> Path:
    """The workbook, which says that it was made from another text."""
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, re.sub(rb"[0-9a-f]{64}", b"0" * 64, old.read(name)))
    return path


def test_what_is_not_at_hand_is_said_not_to_be_compared(whole: Path, tmp_path: Path) -> None:
    review = check(other_text(whole, tmp_path / "other.xlsx"))
    assert review.returned is not None
    assert (review.returned.source, review.returned.compared) == (None, ())
    assert len(review.returned.own) == 13
    assert "其他工作表未作比较：本工作簿据另一文本（sha256 000" in review_text(review)


def test_a_text_that_the_workbook_was_not_made_from_is_refused(whole: Path, tmp_path: Path, raw: str) -> None:
    (tmp_path / "text.txt").write_text(raw + "\n", encoding="utf-8")
    with refuses("made_from_another", text="text.txt"):
        check(whole, text=tmp_path / "text.txt")


def test_a_workbook_of_another_text_is_compared_with_the_one_that_is_named(tmp_path: Path, raw: str) -> None:
    text = tmp_path / "text.txt"
    text.write_text(raw.replace("禹州市高级中学", "禹州市第九高级中学"), encoding="utf-8")
    tables = read_gazette(text, strict=False)
    write_workbook(tables, check_text(tables), tmp_path / "of.xlsx")
    assert told(check(tmp_path / "of.xlsx", text=text)) == []
    path = tmp_path / "of.xlsx"
    path.write_bytes(typed(path.read_bytes(), ROSTER, {"E10": "禹州市高级中学"}))
    assert told(check(tmp_path / "of.xlsx", text=text)) == [
        ("changed", f"{ROSTER}!E10", "禹州市第九高级中学", "禹州市高级中学")
    ]


def test_what_has_to_follow_is_told_of_several_edits_of_which_one_is_of_a_total(
    edited: Callable[[Change], Review],
) -> None:
    # 长葛市's total 0.99, 襄城县's 廊道绿化 0.3, 建安区's 森林抚育 1.06: B18 is 22.55 + 0.05 + 9.54.
    review = edited(put(PLAN, T9=0.98, H11=0.35, O13=10.6))
    (line,) = culprit_lines(review, "zh")
    due = "若 H11、O13 的改动属实，则 T9 应为 0.99、T11 应为 2.04、U11 应为 1.89、V11 应为 0.65"
    assert due in line
    assert "B18 应为 32.14" in line
    told = {mark.where: mark.text for mark in marks_of(review, [PLAN], "zh") if mark.colour == WRONG}
    assert [due in told[f"{PLAN}!{cell}"] for cell in ("T9", "H11", "O13")] == [False, True, True]


def test_a_stated_total_of_training_that_an_edit_breaks_is_told_with_its_cells(
    edited: Callable[[Change], Review],
) -> None:
    # 贫困劳动力 5,000; all plans 300,000, as the gazette states.
    review = edited(put(TRAINING, E13=6000))
    (one,) = [finding for finding in review.open if finding.kind == "unmet sum"]
    assert one.message["zh"] == (
        f"{TRAINING}!E20 的各行之和为 301000，E23 所述为 300000，差 1000：改动后两者不再相符"
    )
    assert one.message["zh"] in list(culprit_lines(review, "zh"))
    assert "没有数字被合计关系指为有误" not in review_text(review)


def test_a_stated_total_that_follows_an_edit_is_told_for_information(
    edited: Callable[[Change], Review],
) -> None:
    found = [one for one in edited(put(TRAINING, E13=6000, E23=301000)).found if one.kind == "unmet sum"]
    assert [one.is_open for one in found] == [False]


@pytest.fixture
def filled_in(tmp_path: Path) -> Callable[..., Review]:
    def fill(**cells: object) -> Review:
        (tmp_path / "template.xlsx").unlink(missing_ok=True)
        write_template(tmp_path / "template.xlsx", 2021)
        book = openpyxl.load_workbook(tmp_path / "template.xlsx")
        for address, value in {"E8": 4, "E18": 4, **cells}.items():
            book[PLAN][address] = value
        book.save(tmp_path / "template.xlsx")
        return check(tmp_path / "template.xlsx")

    return fill


def test_what_is_filled_into_a_template_is_no_edit_of_it(filled_in: Callable[..., Review]) -> None:
    review = filled_in(C17="绿化面积500亩", B17=0.05, T17=0.05, T8=4, A30="据初稿")
    assert review.returned is not None
    assert (review.returned.made_from, review.returned.source) == (None, "许昌市2021年度营造林计划明细表")
    assert [(edit.address, edit.proved) for edit in edits(review)] == [(f"{PLAN}!A30", True)]
    assert review.open == ()


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("A1", None),
        ("A1", "许昌市2022年度营造林计划明细表"),
        ("A2", "单位：亩"),
        ("C9", None),
        ("D7", None),
        ("B19", 0),
        ("T17", 3),
        ("Z9", 1),
    ],
)
def test_what_is_damaged_in_a_template_is_told(
    filled_in: Callable[..., Review], cell: str, value: object
) -> None:
    review = filled_in(**{cell: value})
    assert [edit.address for edit in edits(review)] == [f"{PLAN}!{cell}"]
    assert (len(review.open), review.exit_code) == (1, 1)
    assert f"{PLAN}!{cell}" in review.open[0].message["zh"]


def test_a_total_typed_over_in_a_template_is_told_where_it_is_stated_beside_it_too(
    filled_in: Callable[..., Review],
) -> None:
    assert filled_in(B8=4).open == ()
    (told,) = filled_in(B8=4, T8=4).open
    assert told.id == "formula/formulas_typed_over"


def test_the_cover_tells_what_a_workbook_was_made_from_where_the_property_is_gone(
    whole: Path, tmp_path: Path
) -> None:
    with (
        zipfile.ZipFile(whole) as old,
        zipfile.ZipFile(tmp_path / "older.xlsx", "w") as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, b"<Properties/>" if name == "docProps/custom.xml" else content)
    review = check(tmp_path / "older.xlsx")
    assert review.returned is not None
    assert review.returned.source == "xuchang-gazette-2019.txt"


def test_the_sheet_of_findings_says_of_which_state_it_speaks(whole: Path) -> None:
    note = openpyxl.load_workbook(whole)["核对结果"]["A2"].value
    assert "写出本工作簿时的 xuchang-gazette-2019.txt，不随改动更新" in note


def test_programs_get_every_edit_with_its_address(edited: Callable[[Change], Review]) -> None:
    found = review_json(edited(put(ROSTER, E10="张三")))
    assert '"address": "表彰名单!E10"' in found
    assert '"after": "张三"' in found


def test_on_a_shelf_it_is_compared_as_it_is_alone(
    edited: Callable[[Change], Review], tmp_path: Path, whole: Path
) -> None:
    alone = edited(put(SUMMARY, B7="x"))
    rows = record_of((tmp_path / "edited.xlsx").read_bytes(), "县里/edited.xlsx").rows
    (file,) = rows["files"]
    assert (file["kind"], file["compared_with"]) == ("returned", "xuchang-gazette-2019.txt")
    assert (file["outcome"], file["rules"]) == ("unexplained", alone.counts()["rules"])
    assert [row["id"] for row in rows["findings"]] == [one.id for one in alone.open]
    assert str(file["told_zh"]).startswith("与写出时（据 xuchang-gazette-2019.txt）比较：公式被取代 1 处")
    other = record_of(other_text(whole, tmp_path / "other.xlsx").read_bytes(), "other.xlsx").rows
    assert other["files"][0]["compared_with"] is None
    assert "其他工作表未作比较：本工作簿据另一文本" in str(other["files"][0]["told_zh"])
    assert len([row for row in other["coverage"] if row["reason"] == "sheet"]) == 13
