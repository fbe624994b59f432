"""An edited workbook read back: what is located where, and what is refused; figures typed from the gazette."""

import contextlib
import datetime
import io
import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from refusals import refuses

from xcdata.errors import InputError
from xcdata.excel.workbook import write_template
from xcdata.output.contract import as_json
from xcdata.output.coverage_view import review_text
from xcdata.output.text import as_text
from xcdata.returned.marks import marks_of
from xcdata.review.review import Review, check
from xcdata.roundtrip.read import read_edited

PLAN = "营造林计划"
Edit = Callable[[Worksheet], object]


@pytest.fixture
def edited(plan_alone: bytes, tmp_path: Path) -> Callable[[Edit], Path]:
    def edit(change: Edit) -> Path:
        book = openpyxl.load_workbook(io.BytesIO(plan_alone))
        change(book[PLAN])
        book.save(tmp_path / "edited.xlsx")
        return tmp_path / "edited.xlsx"

    return edit


def put(**cells: object) -> Edit:
    def change(sheet: Worksheet) -> None:
        for address, value in cells.items():
            sheet[address] = value

    return change


def located(review: Review) -> list[tuple[object, ...]]:
    return list(review.explanations[["address", "implied", "tied"]].itertuples(index=False, name=None))


def test_the_workbook_as_written_has_nothing_wrong(whole: Path) -> None:
    review = check(whole)
    # 9 areas and the city have 5 totals each, every one of 17 columns has one, and the note states one figure.
    assert review.counts() == {
        **{"rules": 10 * 5 + 17 + 1, "exact": 67, "within rounding": 1},
        **{"inconsistent": 0, "not checkable": 0},
    }
    assert review.ok
    ledger = read_edited(whole).ledger
    figure = ledger.by_key["plan/禹州市/造林/合计"]
    assert (figure.printed, figure.value, figure.line, figure.column, figure.address) == (
        "5.33",
        Decimal("5.33"),
        8,
        22,
        "V8",
    )
    assert len(ledger.figures) == 171 + 1


@pytest.mark.parametrize(
    ("cell", "value", "implied"),
    [
        ("E8", 40, "4.00"),
        ("Q10", 1.57, "1.75"),
        ("E9", 0.1, ""),
        ("O13", None, "1.06"),
        ("B17", 0.5, "0.30"),
        ("T8", 13.1, "13.01"),
        ("X10", 32.5, "3.25"),
        ("V16", None, "0.02"),
        ("B18", 25.25, "22.55"),
        ("K18", 1.25, "1.52"),
        ("C17", "共分为六大类156个项目，绿化面积3909.1亩。", "3000.0"),
    ],
)
def test_a_changed_figure_is_named_by_its_address(
    edited: Callable[[Edit], Path], cell: str, value: object, implied: str
) -> None:
    review = check(edited(put(**{cell: value})))
    assert not review.ok
    ((address, told, tied),) = located(review)
    assert (address, tied) == (cell, 1)
    assert told == implied or cell == "C17"


@pytest.fixture
def calculated(whole: Path, tmp_path: Path) -> Callable[..., Path]:
    """Edit as a spreadsheet does: every formula is saved with its value."""

    def edit(**cells: tuple[str, str]) -> Path:
        def change(part: bytes) -> bytes:
            for address, (formula, value) in cells.items():
                old = re.compile(rf'(<c r="{address}"[^>/]*)(?:/>|>.*?</c>)'.encode())
                new = rf"\1><f>{formula}</f><v>{value}</v></c>".encode()
                part, count = old.subn(new, part)
                assert count == 1
            return part

        return repacked(whole.read_bytes(), tmp_path / "calculated.xlsx", change)

    return edit


@pytest.mark.parametrize(
    ("cell", "formula", "value", "implied"),
    [
        ("B7", "SUM(E8:I15,K8:O16,Q8:R16,B17)", "22.52", "22.55"),
        ("J13", "K13+L13+M13", "0.08", "0.15"),
        ("D8", "ROUND(E8*1.1,2)", "4.4000000000000004", "5.33"),
    ],
)
def test_another_formula_must_state_the_printed_total(
    calculated: Callable[..., Path], cell: str, formula: str, value: str, implied: str
) -> None:
    review = check(calculated(**{cell: (formula, value)}))
    assert located(review) == [(cell, implied, 1)]
    assert review.findings["id"].iloc[0].startswith("typed/")
    assert "（表中所填）" in review.findings["message_zh"].iloc[0]


def test_a_figure_typed_over_a_formula_must_state_the_printed_total(edited: Callable[[Edit], Path]) -> None:
    path = edited(put(D8=5.31))
    assert located(check(path)) == [("D8", "5.33", 1)]
    assert read_edited(path).ledger.by_key["typed/禹州市/造林/合计"].printed == "5.31"


def test_another_formula_for_the_same_total_is_accepted(calculated: Callable[..., Path]) -> None:
    assert check(calculated(D8=("E8+F8+G8+$H$8+I8", "5.33"), E9=("0.5-0.5", "0"))).ok


def test_formulas_filled_down_are_known_where_only_the_first_is_saved(whole: Path, tmp_path: Path) -> None:
    def fill_down(part: bytes) -> bytes:
        part, first = re.subn(rb"<f>(SUM\(E8:I8\))</f>", rb'<f t="shared" ref="D8:D9" si="0">\1</f>', part)
        part, second = re.subn(rb"<f>SUM\(E9:I9\)</f>", b'<f t="shared" si="0"/>', part)
        assert (first, second) == (1, 1)
        return part

    ledger = read_edited(repacked(whole.read_bytes(), tmp_path / "filled.xlsx", fill_down)).ledger
    assert not any(str(figure.key).startswith("typed") for figure in ledger.figures)


def test_our_formulas_written_otherwise_are_still_ours(edited: Callable[[Edit], Path]) -> None:
    ledger = read_edited(edited(put(D8="= sum($E$8:I8)"))).ledger
    assert "typed/禹州市/造林/合计" not in ledger.by_key


def test_our_own_totals_follow_their_entries_whatever_was_saved(edited: Callable[[Edit], Path]) -> None:
    assert read_edited(edited(put(E8=40))).lines[8].split("\t")[1:5] == ["49.01", "48.86", "41.33", "40"]


def test_text_and_json_name_the_address_and_mark_the_cell(edited: Callable[[Edit], Path]) -> None:
    review = check(edited(put(E8=40)))
    text = as_text(review, "en")
    assert "plan/禹州市/造林/山区生态林 (E8): is 40, should be 4.00" in text
    assert re.search(r"line 8: 禹州市 49.01 48.86 41.33 【40】", text)
    assert '"address": "E8"' in as_json(review)


def test_the_first_screen_names_the_cell_and_what_was_not_looked_at(whole: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(whole)
    book[PLAN]["E8"] = 40
    book.save(tmp_path / "edited.xlsx")
    lines = review_text(check(tmp_path / "edited.xlsx")).split("\n")
    assert lines[1] == lines[-1] == "禹州市 造林 山区生态林（E8）：现为 40，应为 4.00"
    (told,) = [line for line in lines if line.startswith("没有核对的工作表：")]
    assert "表彰名单" in told
    assert "核对了 172 个数字中的 172 个；读不出 0 个" in lines


def repacked(
    content: bytes, path: Path, change: Callable[[bytes], bytes], part: str = "xl/worksheets/sheet2.xml"
) -> Path:
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return path


# Next year's plan: the gazette's own figures, typed into a template.


@pytest.fixture
def filled(whole: Path, tmp_path: Path) -> Callable[..., Path]:
    def fill(*blocks: str, **cells: object) -> Path:
        source = openpyxl.load_workbook(whole)[PLAN]
        write_template(tmp_path / "template.xlsx", 2021, lang="en")
        book = openpyxl.load_workbook(tmp_path / "template.xlsx")
        sheet = book["Plan"]
        for cell in (cell for block in blocks for row in source[block] for cell in row):
            if isinstance(cell.value, int | float):
                sheet[cell.coordinate] = cell.value
        for address, value in cells.items():
            sheet[address] = value
        book.save(tmp_path / "filled.xlsx")
        return tmp_path / "filled.xlsx"

    return fill


def test_a_template_filled_in_is_checked_like_the_gazette(filled: Callable[..., Path]) -> None:
    review = check(filled("B8:R17", "T8:X16", "B18:R18"))
    assert review.ok
    assert review.counts()["rules"] == 10 * 5 + 17


def test_an_error_in_a_filled_template_is_located(filled: Callable[..., Path]) -> None:
    assert located(check(filled("B8:R17", "T8:X16", "B18:R18", H9=0.71))) == [("H9", "0.17", 1)]


def test_totals_that_are_stated_nowhere_are_left_to_their_tasks(filled: Callable[..., Path]) -> None:
    review = check(filled("B8:R17", "B18:R18"))
    assert review.ok
    ids = set(review.findings["id"])
    assert {"column/造林/合计", "row/许昌市/总计"} <= ids
    assert not any(one.startswith("row/禹州市") for one in ids)
    assert not check(filled("B8:R17", "B18:R18", H9=0.71)).ok


def test_a_total_typed_over_its_formula_is_stated_there(filled: Callable[..., Path]) -> None:
    assert check(filled("B8:R17", B8=13.01)).ok
    assert not check(filled("B8:R17", B8=13.1)).ok


def test_a_template_without_any_total_has_nothing_to_check(filled: Callable[..., Path]) -> None:
    review = check(filled("B8:R17"))
    assert (review.exit_code, review.counts()["rules"], review.open) == (3, 0, ())
    assert "These rows' totals are not filled in yet: 许昌市 (row 18), 禹州市 (row 8)" in review_text(
        review, "en"
    )


def test_an_empty_template_has_nothing_to_check(filled: Callable[..., Path]) -> None:
    review = check(filled())
    assert (review.exit_code, review.coverage.figures) == (3, 0)
    assert "尚未填写：许昌市（第18行）" in review_text(review)


# 禹州市 and 长葛市 as printed, and of the rest nothing yet: 22.55 of the city are not 14.00 of the two, and that is no error.
@pytest.mark.parametrize(
    ("blocks", "waiting"),
    [
        (("B8:R9", "T8:X9"), {"totals": [18], "row": [*range(10, 18)]}),
        (("B8:R9", "T8:X8"), {"totals": [18, 9], "row": [*range(10, 18)]}),
        (("B8:R9", "T8:X9", "B18:R18"), {"row": [*range(10, 18)]}),
        (("B8:R9", "T8:T9"), {"totals": [18], "some totals": [8, 9], "row": [*range(10, 18)]}),
        (("T8:X8", "B9:R9", "T9:X9"), {"tasks": [8], "totals": [18], "row": [*range(10, 18)]}),
        (("B8:R16", "T8:X16", "B18:R18"), {"row": [17]}),
        # Without the tasks of 造林, of which 开发区 and 东城区 have no others.
        (("B8:D17", "J8:R17", "T8:X16", "B18:R18"), {"some tasks": [*range(8, 15)], "tasks": [15, 16]}),
    ],
)
def test_a_half_filled_template_accuses_nobody_and_tells_what_is_not_filled_in(
    filled: Callable[..., Path], blocks: tuple[str, ...], waiting: dict[str, list[int]]
) -> None:
    review = check(filled(*blocks))
    assert (review.exit_code, review.open, review.groups) == (3, (), ())
    told = {one.id.partition("/")[2]: list(one.lines) for one in review.found if one.kind == "not filled in"}
    assert told == waiting


# The city's totals of the two counties alone, by hand: 13.01 + 0.99, 12.86 + 0.84, 5.33 + 0.32, 4 + 0, …
TWO_COUNTIES = {
    **{"B18": 14, "C18": 13.7, "D18": 5.65, "E18": 4, "G18": 0.2, "H18": 1.2, "I18": 0.25, "J18": 4.45},
    **{"K18": 1.32, "L18": 1.9, "M18": 0.6, "N18": 0.63, "O18": 3.6, "P18": 0.3, "Q18": 0.3},
}


def test_totals_of_the_rows_that_are_filled_in_do_not_make_a_template_whole(
    filled: Callable[..., Path],
) -> None:
    path = filled("B8:R9", "T8:X9", **TWO_COUNTIES)
    review = check(path)
    left = [(one.what, one.line) for one in review.unfilled]
    assert (review.exit_code, left[0], left[-1], len(left)) == (3, ("鄢陵县", 10), ("中心城区", 17), 8)
    assert review_text(review).startswith("○ 已填的合计关系都成立；尚未填写的还有 8 行")
    assert "尚未填写：鄢陵县（第10行）" in review_text(review)


def test_a_row_of_a_template_is_filled_in_by_a_0_or_a_dash(filled: Callable[..., Path]) -> None:
    none = dict.fromkeys(("E10", "E11", "E12", "H13", "H14", "T16", "B17"), 0) | {"Q15": "—"}
    review = check(filled("B8:R9", "T8:X9", **TWO_COUNTIES, **none))
    assert (review.exit_code, review.unfilled) == (0, ())


def test_every_candidate_of_a_tie_is_marked(filled: Callable[..., Path]) -> None:
    # 长葛市's 总计, 0.99, and its twelve tasks, of which any could make up for 0.56.
    review = check(filled("B8:R17", T9=1.55))
    places = {mark.where for mark in marks_of(review, ["Plan"], "en") if mark.place}
    assert places == {f"Plan!{column}9" for column in "EFGHIKLMNOQRT"}


def test_what_is_filled_in_of_a_template_is_checked(filled: Callable[..., Path]) -> None:
    review = check(filled("B8:R9", "T8:X9", H9=0.71))
    assert located(review) == [("H9", "0.17", 1)]
    assert "部分" not in review_text(review)


def test_a_total_that_was_typed_over_in_a_template_needs_no_printed_one(filled: Callable[..., Path]) -> None:
    review = check(filled("B8:R8", "B9:R9", C8=12.86, T9=0.99, C9=0.84))
    assert (review.exit_code, review.open, review.counts()["rules"]) == (3, (), 3)


# What cannot be used.


@pytest.mark.parametrize(
    ("value", "found"),
    [("0,1", "0,1"), ("四", "四"), (True, "TRUE"), (datetime.datetime(2020, 1, 2), "2020-01-02"), ("#REF!", "#REF!")],
)  # fmt: skip
def test_what_is_no_number_is_named_with_its_cell(
    edited: Callable[[Edit], Path], value: object, found: str
) -> None:
    with refuses("cell_not_a_number", where=f"{PLAN}!H10", found=found):
        read_edited(edited(put(H10=value)))


@pytest.mark.parametrize("typed", ["0.17", "０．１７", " 0.17 "])
def test_a_number_typed_as_text_is_read_and_told_as_no_part_of_any_formula(
    edited: Callable[[Edit], Path], typed: str
) -> None:
    review = check(edited(put(H9=typed)))
    assert review.counts()["inconsistent"] == 0
    assert [one.id for one in review.open if one.is_rule or one.kind == "number as text"] == [
        "number as text/H9"
    ]


def test_a_formula_that_gives_a_text_of_digits_is_a_number_as_text(whole: Path, tmp_path: Path) -> None:
    def typed(part: bytes) -> bytes:
        cell = b'<c r="E8" t="str"><f>"4"</f><v>4</v></c>'
        part, count = re.subn(rb'<c r="E8" .*?</c>', cell, part)
        assert count == 1
        return part

    review = check(repacked(whole.read_bytes(), tmp_path / "typed.xlsx", typed))
    assert [one.id for one in review.open] == ["number as text/E8"]


@pytest.mark.parametrize("dash", ["—", "-", "——"])
def test_a_dash_is_no_task(edited: Callable[[Edit], Path], dash: str) -> None:
    assert check(edited(put(R9=dash, F8=dash))).ok
    assert not check(edited(put(H9=dash))).ok


@pytest.mark.parametrize("typed", ["0.17万亩", "17%", "(0.17)", "0,17", "0.17*"])
def test_what_is_more_than_a_number_is_named_with_its_cell(
    edited: Callable[[Edit], Path], typed: str
) -> None:
    with refuses("cell_not_a_number", where=f"{PLAN}!H9", found=typed):
        read_edited(edited(put(H9=typed)))


def test_all_cells_that_are_no_numbers_are_told_at_once(edited: Callable[[Edit], Path]) -> None:
    with pytest.raises(InputError) as caught:
        read_edited(edited(put(H10="x", T8="y", B18="z")))
    places = {problem.where for problem in caught.value.problems}
    assert places == {f"{PLAN}!B18", f"{PLAN}!H10", f"{PLAN}!T8"}


@pytest.mark.parametrize("formula", ["=VLOOKUP(A8,A8:B9,2)", "=E8", "=1+2", "=" + "(" * 4000])
def test_a_formula_that_was_never_calculated_is_named_with_its_cell(
    edited: Callable[[Edit], Path], formula: str
) -> None:
    with refuses("formula_without_value", where=f"{PLAN}!E8", cell="E8", found=formula):
        read_edited(edited(put(E8=formula)))


@pytest.mark.parametrize(
    ("change", "kind", "place", "told"),
    [
        (lambda sheet: sheet.merge_cells("E8:F8"), "cells_merged", "", {"found": "E8:F8"}),
        (
            lambda sheet: sheet.merged_cells.add("B2:XFD1048576"),
            "cells_merged",
            "",
            {"found": "B2:XFD1048576"},
        ),
        (
            lambda sheet: (sheet.unmerge_cells("C17:R17"), put(C17=0.3)(sheet)),
            "not_a_note",
            "!C17",
            {"found": "0.3"},
        ),
        (put(C17="见附表"), "note_without_area", "!C17", {"found": "见附表"}),
        (
            lambda sheet: (sheet.unmerge_cells("C17:R17"), put(E17=0.3)(sheet)),
            "not_a_note",
            "!E17",
            {"cell": "C17"},
        ),
        (
            lambda sheet: (sheet.insert_rows(9), put(E9=1)(sheet)),
            "row_without_name",
            "!A9",
            {"cell": "A9"},
        ),
        (put(A9="禹州市"), "area_twice", "", {"line": 9, "first": 8, "area": "禹州市"}),
        (lambda sheet: sheet.delete_cols(1), "label_moved", "!A7", {"expected": "许昌市"}),
    ],
)
def test_a_sheet_whose_labels_or_cells_cannot_be_told_apart_is_refused_with_the_place(
    edited: Callable[[Edit], Path], change: Edit, kind: str, place: str, told: dict[str, object]
) -> None:
    with refuses(kind, where=PLAN + place, **told):
        read_edited(edited(change))


def test_a_sheet_of_another_name_is_not_taken_for_the_plan(edited: Callable[[Edit], Path]) -> None:
    with refuses("no_plan_sheet", found="Sheet1", wanted=("营造林计划", "Plan")):
        read_edited(edited(lambda sheet: setattr(sheet, "title", "Sheet1")))


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "empty_file"),
        ("单位,总计\n许昌市,22.55\n".encode(), "not_a_workbook"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "locked_workbook"),
        (OLE + "Workbook".encode("utf-16-le"), "damaged_workbook"),
        (b"%PDF-1.7\0\0", "not_a_workbook"),
    ],
)
def test_a_file_of_another_kind_is_called_what_it_is(tmp_path: Path, content: bytes, kind: str) -> None:
    path = tmp_path / "workbook.xlsx"
    path.write_bytes(content)
    with refuses(kind, where=str(path)):
        read_edited(path)


def test_a_file_cut_short_is_told(whole: Path, tmp_path: Path) -> None:
    path = tmp_path / "workbook.xlsx"
    path.write_bytes(whole.read_bytes()[:30_000])
    with refuses("damaged_workbook", where=str(path)):
        read_edited(path)


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        ({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b""}, "damaged_workbook"),
        ({"xl/workbook.bin": b""}, "not_xlsx"),
        ({"a.txt": b""}, "not_a_workbook"),
        ({"xl/workbook.xml": b"<"}, "damaged_workbook"),
        ({"xl/workbook.xml": b"", "xl/worksheets/sheet1.xml": b'<row r="1"/>' * 10_000_000}, "workbook_too_large"),
    ],
    ids=["ods", "xlsb", "zip", "no workbook", "ten million blank rows"],
)  # fmt: skip
def test_an_archive_that_is_no_usable_workbook_is_told(
    tmp_path: Path, parts: dict[str, bytes], kind: str
) -> None:
    with zipfile.ZipFile(tmp_path / "archive.xlsx", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with refuses(kind):
        read_edited(tmp_path / "archive.xlsx")


def test_a_file_too_large_to_be_ours_is_not_even_read(tmp_path: Path) -> None:
    with (tmp_path / "large.xlsx").open("wb") as large:
        large.truncate(2_000_000_000)
    with refuses("file_too_large", most="8,000,000"):
        read_edited(tmp_path / "large.xlsx")


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with refuses("file_missing"):
        read_edited(tmp_path / "none.xlsx")


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**9), st.binary(min_size=1, max_size=12), st.booleans())
def test_a_damaged_sheet_is_read_or_refused_but_never_breaks(
    plan_alone: bytes, tmp_path_factory: pytest.TempPathFactory, place: int, damage: bytes, inside: bool
) -> None:
    def change(part: bytes) -> bytes:
        at = place % len(part)
        return part[:at] + damage + part[at + len(damage) :]

    path = tmp_path_factory.getbasetemp() / "damaged.xlsx"
    if inside:
        repacked(plan_alone, path, change, "xl/worksheets/sheet1.xml")
    else:
        path.write_bytes(change(plan_alone))
    with contextlib.suppress(InputError):
        check(path)
