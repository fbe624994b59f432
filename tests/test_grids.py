"""Any file with a table in it is read; any other is refused at once, and says why."""

from __future__ import annotations

import contextlib
import datetime
import struct
import subprocess
import sys
from decimal import Decimal, localcontext
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
import pandas as pd
import pytest
from hostile_tables import (
    HOSTILE,
    OLD,
    cell,
    number,
    old_workbook,
    open_document,
    row,
    small_workbook,
    with_sheet,
    workbook,
    write,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import Alignment
from refusals import refuses, tells

from xcdata.errors import InputError
from xcdata.grids.formats import Style, printed, sections_of
from xcdata.grids.read import Grid, cell_text, read_source
from xcdata.grids.readings import read_grid

ROWS = [["县", "甲", "乙"], ["禹州市", "1.5", "2"], ["合计", "3", "4.25"]]


def written(tmp_path: Path, name: str, content: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encoding_and_delimiter_are_found_out(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = written(tmp_path, "t.csv", "\r\n".join(delimiter.join(row) for row in ROWS), encoding)
    assert read_source(path).grids[0].rows == ROWS


def test_decimal_commas_are_not_delimiters(tmp_path: Path) -> None:
    path = written(tmp_path, "t.csv", "Ort;Fläche, ha;Anteil\nKöln;1.405,0;3,5\nBonn;141,1;0,5\n")
    assert read_source(path).grids[0].rows[1] == ["Köln", "1.405,0", "3,5"]


def test_quoted_delimiters_stay_in_their_cells(tmp_path: Path) -> None:
    path = written(tmp_path, "t.csv", 'name,a,b\n"Smith; John","1,234",5\n"x, y",7,8\n')
    assert read_source(path).grids[0].rows[1] == ["Smith; John", "1,234", "5"]


CUT = "县区,工业,农业\n甲,12,345,30\n乙,100,20\n丙,200,10\n合计,12,645,60\n"


def test_numbers_that_commas_cut_at_their_thousands_are_told_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(CUT, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_source(path)
    assert [(one.kind, one.line, one.values["cells"]) for one in caught.value.problems] == [
        ("thousands_cut", 2, 4),
        ("thousands_cut", 5, 4),
    ]
    first = caught.value.problems[0]
    assert first.values == {"cells": 4, "expected": 3, "row": 1, "example": "12,345"}
    path.write_text(CUT.replace("12,345", '"12,345"').replace("12,645", "12645"), encoding="utf-8")
    assert read_source(path).grids[0].rows[1] == ["甲", "12,345", "30"]


def test_where_every_number_is_cut_a_part_that_begins_with_a_zero_tells_it(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("县区,工业\n甲,12,045\n乙,10,200\n合计,22,245\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_source(path)
    assert [(one.kind, one.line) for one in caught.value.problems] == [
        ("thousands_cut", line) for line in (2, 3, 4)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "工业,农业\n甲,120,345\n乙,100,200\n合计,220,545\n",  # a header without its first cell
        "工业,农业\n甲,120,345\n乙,100,200\n合计,220,545\n注：初步数\n",  # and with a note below
        "2021年预算\n县区,工业,农业\n甲,120,345\n乙,100,200\n合计,220,545\n",  # a title
        "县区,工业,农业\n甲,120,345,备注\n乙,100,200\n合计,220,545\n",  # a remark beside the table
    ],
)
def test_wider_rows_that_no_number_explains_are_read(tmp_path: Path, text: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    assert [grid.rows for grid in read_source(path).grids] == [
        [line.split(",") for line in text.splitlines()]
    ]


def test_every_table_of_a_text_is_read_where_it_stands(tmp_path: Path) -> None:
    text = "# Heading\n\n| a | b |\n|---|---:|\n| x | 1 |\n| y\\|z | **2** |\n| s | 3 |\nprose\na\tb\n1\t2\n3\t4\n"
    first, second = read_source(written(tmp_path, "t.md", text)).grids
    assert (first.first, first.rows[3], first.rows[1]) == (2, ["y|z", "2"], [])
    assert (second.first, second.rows) == (8, [["a", "b"], ["1", "2"], ["3", "4"]])


def test_a_delimited_text_may_be_named_txt(tmp_path: Path) -> None:
    path = written(tmp_path, "t.txt", "\n".join(",".join(row) for row in ROWS))
    assert read_source(path).grids[0].rows == ROWS


def several(*sheets: tuple[str, list[list[object]]]) -> Workbook:
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for values in rows:
            sheet.append(values)
    return book


def saved(book: Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


ONE, TWO = [[1, 2], [3, 4]], [["a", 5], ["b", 6], ["c", 7]]


def test_every_sheet_of_a_workbook_is_read_unless_one_is_asked_for(tmp_path: Path) -> None:
    book = several(("empty", []), ("one", ONE), (" 二 ", TWO), ("words", [["a", 1], ["b", 0.5], ["c", True]]))
    book.save(tmp_path / "t.xlsx")
    source = read_source(tmp_path / "t.xlsx")
    assert [grid.sheet for grid in source.grids] == ["one", " 二 "]
    assert source.grids[0].rows == [["1", "2"], ["3", "4"]]
    assert (source.blank, source.others, source.unread, source.sheet) == (("empty", "words"), (), {}, None)
    narrowed = read_source(tmp_path / "t.xlsx", "二")
    assert narrowed.grids == source.grids[1:]
    assert (narrowed.sheet, narrowed.others, narrowed.blank) == (" 二 ", ("one", "words"), ())
    with refuses("no_table"):
        read_source(tmp_path / "t.xlsx", "words")
    with refuses("unknown_name", found="three", known=("empty", "one", " 二 ", "words")):
        read_source(tmp_path / "t.xlsx", "three")


@pytest.mark.parametrize(
    ("sheet", "kind", "told"),
    [
        (b"<worksheet><sheetData><row", "damaged_workbook", {}),
        (
            b'<worksheet><sheetData><row r="1"><c r="B0"/></row></sheetData></worksheet>',
            "damaged_workbook",
            {},
        ),
        (bytes(200_000_000), "workbook_too_large", {"found": "200,000,000"}),
        (
            b'<worksheet><sheetData><row r="9"><c r="A9"><v>1</v></c><c r="XFD1048576"><v>2</v></c></row></sheetData></worksheet>',
            "too_many_cells",
            {"most": "2,000,000", "found": "1,048,576 × 16,384"},
        ),
        (
            b'<worksheet><sheetData><row r="1"><c r="A1"><f>1+1</f></c></row></sheetData></worksheet>',
            "formula_without_value",
            {"cell": "A1", "found": "=1+1"},
        ),
    ],
    ids=["cut", "no address", "oversized", "corner", "uncalculated"],
)
def test_a_sheet_that_cannot_be_read_is_told_and_hides_no_other(
    tmp_path: Path, sheet: bytes, kind: str, told: dict[str, object]
) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(with_sheet(sheet, saved(several(("one", ONE), ("two", TWO)))))
    source = read_source(path)
    assert ([grid.sheet for grid in source.grids], list(source.unread)) == (["two"], ["one"])
    assert tells(source.unread["one"], kind, {"where": f"{path}!one"} | told)
    assert (read_source(path, "two").others, read_source(path, "two").unread) == (("one",), {})
    with refuses(kind, where=f"{path}!one", **told):
        read_source(path, "one")


def test_sheets_beyond_what_is_read_at_once_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    several(("one", ONE), ("two", TWO)).save(tmp_path / "t.xlsx")
    monkeypatch.setattr("xcdata.grids.read.MOST_LAID_OUT", 5)
    source = read_source(tmp_path / "t.xlsx")
    assert tells(source.unread["two"], "sheets_too_large", {"most": "5", "found": "6"})
    monkeypatch.undo()
    monkeypatch.setattr("xcdata.grids.bounds.MOST_CELLS", 5)
    assert tells(read_source(tmp_path / "t.xlsx").unread["two"], "too_many_cells", {"most": "5"})


def formatted(tmp_path: Path, *cells: tuple[object, str]) -> Grid:
    book = Workbook()
    for at, (value, code) in enumerate(cells, 1):
        book.active.cell(at, 1, value).number_format = code
    book.save(tmp_path / "t.xlsx")
    return read_source(tmp_path / "t.xlsx").grids[0]


@pytest.mark.parametrize(
    ("value", "code", "text", "stored"),
    [
        (1 / 3, "0.0%", "33.3%", "33.3333333333333%"),
        (0.5, "0%", "50%", None),
        (0.07, "0.00%", "7.00%", None),
        (1234.5678, "#,##0.00", "1234.57", "1234.5678"),
        (2.675, "0.00", "2.68", "2.675"),
        (9.96, "0.0", "10.0", "9.96"),
        (12, "0.00", "12.00", None),
        (12.25, "0.##", "12.25", None),
        (12, "0.##", "12", None),
        (-0.04, "0.0_);(0.0)", "-0.0", "-0.04"),
        (
            -1234.5,
            '_-* #,##0.00\\ "kr."_-;\\-* #,##0.00\\ "kr."_-;_-* "-"??\\ "kr."_-;_-@_-',
            "-1234.50",
            None,
        ),
        (1.25, "[Red][$¥-804]0.0;0", "1.3", "1.25"),
        (-1.25, "[Red][$¥-804]0.0;0", "-1", "-1.25"),
        (0, '0.0;-0.0;"-"', "0", None),
        (1e20, "0", "100000000000000000000", None),
        (1.5, "General", "1.5", None),
        (1234567, "#,##0,", "1234567", None),
        (0.25, "# ?/?", "0.25", None),
        (1.55, "0.0E+00", "1.55", None),
        (1.55, "[>1]0;0.0", "1.55", None),
        (1.55, "@", "1.55", None),
        (1.55, "0" + "." + "0" * 40, "1.55", None),
        (1.55, '0"万 m.0"', "2", "1.55"),
    ],
)
def test_a_number_is_read_as_its_format_prints_it(
    tmp_path: Path, value: float, code: str, text: str, stored: str | None
) -> None:
    grid = formatted(tmp_path, (value, code), (1, "0"), (2, "0"))
    assert grid.rows[0] == [text]
    assert grid.stored == ({} if stored is None else {(0, 0): stored})


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(0, 12), st.booleans())
def test_a_rounded_number_is_off_by_half_a_unit_at_most(value: float, places: int, percent: bool) -> None:
    code = "0." + "0" * places + "%" * percent
    text = cell_text(value)
    shown, full = (Decimal(one.removesuffix("%")) for one in printed(text, Style(sections_of(code))))
    with localcontext(prec=800):
        assert abs(shown - full) * 2 <= Decimal(1).scaleb(-places)
        assert full == Decimal(text) * 100**percent


def test_what_is_hidden_merged_and_computed_comes_with_a_sheet(tmp_path: Path) -> None:
    book = several(
        ("一", [["县", "甲", "乙", "丙"], ["x", 1, 2, 3], ["y", 4, 5, 6], ["z", 7, 8, 9]]), ("二", ONE)
    )
    sheet = book["一"]
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions.group("C", "D", hidden=True)
    sheet.merge_cells("A5:B6")
    book["二"].sheet_state = "veryHidden"
    content = saved(book)
    with ZipFile(BytesIO(content)) as whole:
        xml = whole.read("xl/worksheets/sheet1.xml")
    xml = xml.replace(b'<c r="D4" t="n"><v>', b'<c r="D4"><f>SUM(B4:C4)</f><v>')
    path = tmp_path / "t.xlsx"
    path.write_bytes(with_sheet(xml, content))
    grid, other = read_source(path).grids
    assert (grid.hidden_rows, grid.hidden_columns) == ({2}, {2, 3})
    assert grid.merged == (((4, 0), (5, 1)),)
    assert grid.formulas == {(3, 3): "=SUM(B4:C4)"}
    assert grid.rows[3] == ["z", "7", "8", "9"]
    assert (grid.hidden, other.hidden, read_source(path).unseen) == (False, True, ())


def test_indents_of_labels_are_spaces(tmp_path: Path) -> None:
    book = several(("一", [["总计", 6], ["禹州市", 1], ["镇", 2], ["右", 3]]))
    for at, indent, side in ((2, 1, "left"), (3, 2, None), (4, 1, "right")):
        book["一"].cell(at, 1).alignment = Alignment(horizontal=side, indent=indent)
        book["一"].cell(at, 2).alignment = Alignment(horizontal="left", indent=3)
    book.save(tmp_path / "t.xlsx")
    rows = [["总计", "6"], ["  禹州市", "1"], ["    镇", "2"], ["右", "3"]]
    assert read_source(tmp_path / "t.xlsx").grids[0].rows == rows


def test_an_open_document_tells_formulas_and_what_is_hidden_or_merged(tmp_path: Path) -> None:
    hidden = '<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="9"/>'
    formula = cell(3, 'table:formula="of:=SUM([.A1:.B1];[$空.A1];1)" table:number-columns-spanned="2"')
    rows = row(cell(1), cell(2), formula), row(cell(4), more='table:visibility="filter"'), row(cell(5))
    (tmp_path / "t.ods").write_bytes(open_document(hidden + "".join(rows)))
    source = read_source(tmp_path / "t.ods")
    (grid,) = source.grids
    assert (grid.hidden_rows, grid.hidden_columns, source.unseen) == ({1}, {1, 2}, ("formats",))
    assert grid.merged == (((0, 2), (0, 3)),)
    assert grid.formulas == {(0, 2): "=SUM(A1:B1,空!A1,1)"}


def test_a_text_whose_columns_stand_apart_is_read(tmp_path: Path) -> None:
    text = """Sales of the year

                   2019    2018   Change
Region
  North           1,234      12     3.5%
  South               5              —
  禹州市            700      71     1.0%

  Total           1,939      83

The end.  It has 1 table.
"""
    grid = read_source(written(tmp_path, "t.txt", text)).grids[0]
    assert grid.first == 2
    assert grid.rows == [
        ["", "2019", "2018", "Change"],
        ["Region"],
        ["  North", "1,234", "12", "3.5%"],
        ["  South", "5", "", "—"],
        ["  禹州市", "700", "71", "1.0%"],
        [],
        ["  Total", "1,939", "83"],
    ]
    assert read_source(written(tmp_path, "t.csv", text)).grids[0].rows == grid.rows


def test_columns_that_lost_their_places_are_read_in_order(tmp_path: Path) -> None:
    text = "地区　　合计  甲  乙\n许昌市  12345  6  7\n禹州  1  2  3\n长葛  4\n"
    rows = [
        ["地区", "合计", "甲", "乙"],
        ["许昌市", "12345", "6", "7"],
        ["禹州", "1", "2", "3"],
        ["长葛", "4"],
    ]
    assert read_source(written(tmp_path, "t.txt", text)).grids[0].rows == rows


def test_spaces_separate_only_where_nothing_else_lays_bare_more_figures(tmp_path: Path) -> None:
    padded = "name,     a,     b\nx,        1,     2\ny,        3,     4\n"
    assert read_source(written(tmp_path, "t.txt", padded)).grids[0].rows[1] == ["x", "        1", "     2"]
    marked = "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n\nx  1\ny  2\nz  3\n"
    assert len(read_source(written(tmp_path, "t.md", marked)).grids) == 1
    both = read_source(written(tmp_path, "t.md", marked + "u  4\nv  5\n")).grids
    assert [grid.first for grid in both] == [0, 5]


def test_a_table_of_a_hundred_thousand_cells_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, "t.csv", "\n".join(f"{r},{r / 4},-{r}" for r in range(40_000)))
    rows = read_source(path).grids[0].rows
    assert (len(rows), read_grid(rows)[-1][1:]) == (40_000, [Decimal("9999.75"), Decimal(-39_999)])


def test_saved_values_of_formulas_are_read_empty_texts_too(tmp_path: Path) -> None:
    cells = '<c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><f>A1+B1</f><v>3</v></c>'
    empty = '<c r="D1" t="str"><f>IF(C1=3,"","x")</f><v></v></c>'
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    )
    (tmp_path / "t.xlsx").write_bytes(
        with_sheet(f"{sheet}{cells}{empty}</row></sheetData></worksheet>".encode())
    )
    assert read_source(tmp_path / "t.xlsx").grids[0].rows == [["1", "2", "3"]]


def test_a_frame_brings_its_names_and_a_named_index() -> None:
    frame = pd.DataFrame({"a": [1.5, np.nan, 3], "b": [1, 2, 3]}, index=pd.Index(["x", "y", "z"], name="who"))
    assert read_source(frame).grids[0].rows[:3] == [["who", "a", "b"], ["x", "1.5", "1"], ["y", "", "2"]]
    assert read_source(frame.reset_index(drop=True)).grids[0].rows[0] == ["a", "b"]


@pytest.mark.parametrize(
    ("index", "labels"),
    [
        (["x", "y", "z"], [["x"], ["y"], ["z"]]),
        ([1, 2, "all"], [["1"], ["2"], ["all"]]),
        (pd.CategoricalIndex(["x", "y", "x"]), [["x"], ["y"], ["x"]]),
        (pd.period_range("2019", periods=3, freq="Y"), [["2019"], ["2020"], ["2021"]]),
        (pd.MultiIndex.from_arrays([["x", "x", "y"], [0, 1, 0]]), [["x"], ["x"], ["y"]]),
        ([4, 9, 2], [[], [], []]),  # numbers of rows, after some were dropped
    ],
)
def test_an_index_that_names_the_rows_comes_first_though_it_has_no_name(
    index: Any, labels: list[list[str]]
) -> None:
    rows = read_source(pd.DataFrame({"a": [5, 6, 7]}, index=index)).grids[0].rows
    assert rows == [[*[""] * len(labels[0]), "a"]] + [
        [*one, figure] for one, figure in zip(labels, "567", strict=True)
    ]


def test_a_series_is_a_frame_of_one_column() -> None:
    series = pd.Series([5, 6, 7], index=["x", "y", "z"], name="a")
    assert read_source(series).grids[0].rows == [["", "a"], ["x", "5"], ["y", "6"], ["z", "7"]]
    assert read_source(series.rename(None)).grids[0].rows[:2] == [[], ["x", "5"]]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (0.1 + 0.2, "0.3"),
        (1e20, "100000000000000000000"),
        (np.int64(5), "5"),
        (float("nan"), ""),
        (pd.NA, ""),
        (pd.NaT, ""),
        (Decimal("1.50"), "1.50"),
        (True, "TRUE"),
        (float("inf"), "inf"),
        (datetime.timedelta(hours=26, minutes=3, seconds=7), "26:03:07"),
    ],
)
def test_cells_become_text_as_a_spreadsheet_shows_them(cell: object, text: str) -> None:
    assert cell_text(cell) == text


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, name)
    with pytest.raises(InputError) as refused:
        read_source(path)
    (problem,) = refused.value.problems
    assert problem.kind == HOSTILE[name][1]
    assert name in problem.where


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with refuses("is_folder", where=str(tmp_path)):
        read_source(tmp_path)
    with refuses("file_missing"):
        read_source(tmp_path / "none.csv")


@pytest.mark.parametrize("start", ["<!DOCTYPE html>\n<html>", "\n<html>", "<table>", '<?xml version="1.0"?>'])
@pytest.mark.parametrize("name", ["page.html", "office.xls", "page.txt"])
def test_a_web_page_is_no_table_whatever_its_name(tmp_path: Path, start: str, name: str) -> None:
    path = tmp_path / name
    path.write_text(f"{start}\n<tr>\n1,2\n3,4\n4,6\n</tr>", "utf-8")
    with refuses("page_for_table"):
        read_source(path)


def test_a_sheet_of_a_text_is_refused(tmp_path: Path) -> None:
    with refuses("no_sheets_in_text"):
        read_source(written(tmp_path, "t.csv", "1,2\n3,4\n"), "one")


def test_a_workbook_by_another_name_is_still_one(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(workbook({"A1": 1, "A2": 2, "A3": 3}))
    assert read_source(path).sheet == "Sheet"


def test_a_workbook_of_excel_97_is_read(tmp_path: Path) -> None:
    (tmp_path / "t.xls").write_bytes(OLD)
    source = read_source(tmp_path / "t.xls", "表一")
    assert (source.sheet, source.others) == (" 表一 ", ("二",))
    # Of =B2+C2 in C5 nothing was saved, which looks as if it yielded an empty text.
    assert source.grids[0].rows == [
        ["县", "甲", "乙"],
        ["禹州市", "1.5", "2"],
        ["合计", "3", "0.3"],
        ["TRUE", "2020-01-02", "-1234567.25"],
        ["", "#REF!"],
    ]


def test_an_old_workbook_may_be_small_and_its_extent_untrue(tmp_path: Path) -> None:
    extent = 0x0200, struct.pack("<IIHHH", 0, 0xFFFFFFFF, 0, 0xFFFF, 0)
    error = 0x0006, struct.pack("<3HBxB3xHHIH", 1, 2, 0, 2, 42, 0xFFFF, 0, 0, 0)
    several = 0x00BD, struct.pack("<HHHIHIH", 1, 0, 0, 7 << 2 | 2, 0, 9 << 2 | 2, 1)
    chart = [(0x0809, bytes(16)), number(9, 9), (0x000A, b"")]
    for make in (old_workbook, small_workbook):
        (tmp_path / "t.xls").write_bytes(make(extent, number(0, 0, 1.5), *chart, several, error))
        assert read_source(tmp_path / "t.xls").grids[0].rows == [["1.5"], ["7", "9", "#N/A"]]


def test_an_open_document_is_read_where_its_cells_are(tmp_path: Path) -> None:
    text = '<table:table-cell office:value-type="string"><text:p>禹州 &amp; 长葛</text:p></table:table-cell>'
    date = '<table:table-cell office:value-type="date" office:date-value="2020-01-02"/>'
    truth = '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>'
    error = (
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" '
        'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
    )
    blank = '<table:table-cell table:number-columns-repeated="2"/>'
    formula = cell(2.5, 'table:formula="of:=[.A1]+1"')
    rows = [row(blank, more='table:number-rows-repeated="2"'), row(text, cell(12), cell(1.5))]
    rows += [
        row(blank, error, formula),
        row(date, truth),
        row(cell(0.1 + 0.2), more='table:number-rows-repeated="2"'),
    ]
    (tmp_path / "t.ods").write_bytes(open_document("".join(rows)))
    source = read_source(tmp_path / "t.ods")
    assert (source.sheet, source.others) == ("一", ())
    assert source.grids[0].rows == [
        [],
        [],
        ["禹州 & 长葛", "12", "1.5"],
        ["", "", "#DIV/0!", "2.5"],
        ["2020-01-02", "TRUE"],
        ["0.3"],
        ["0.3"],
    ]


def test_cells_of_a_workbook_stay_in_their_places_and_look_as_shown(tmp_path: Path) -> None:
    cells = {
        "C3": 12.0,
        "D3": 0.1 + 0.2,
        "C5": "#REF!",
        "D5": datetime.date(2020, 1, 2),
        "E5": True,
        "C6": 1e20,
    }
    (tmp_path / "t.xlsx").write_bytes(workbook({**cells, "D6": datetime.timedelta(hours=26)}))
    assert read_source(tmp_path / "t.xlsx").grids[0].rows == [
        *([], []),
        ["", "", "12", "0.3"],
        [],
        ["", "", "#REF!", "2020-01-02", "TRUE"],
        ["", "", "100000000000000000000", "26:00:00"],
    ]


def test_a_sheet_of_another_sheet_s_size_is_not_in_the_way(tmp_path: Path) -> None:
    book = Workbook()
    book.active["A1"], book.active["XFD1048576"] = 1, 2
    book.create_sheet("small").append([1, 2, 3])
    book.save(tmp_path / "t.xlsx")
    assert read_source(tmp_path / "t.xlsx", "small ").grids[0].rows == [["1", "2", "3"]]


def test_a_table_in_text_may_be_named_xls(tmp_path: Path) -> None:
    path = written(tmp_path, "t.xls", "\n".join("\t".join(row) for row in ROWS))
    assert read_source(path).grids[0].rows == ROWS


def test_a_device_without_end_is_refused() -> None:
    with refuses("file_too_large", most="32,000,000"):
        read_source("/dev/zero")


WORKBOOKS = {
    "t.xlsx": workbook({"A1": 1, "B1": 2, "C1": 3, "A2": "text", "B2": True}),
    "t.ods": open_document(row(cell(1), cell(2, 'table:number-columns-repeated="2"'))),
    "t.xls": OLD,
}


@pytest.mark.parametrize("name", WORKBOOKS)
@settings(max_examples=60, deadline=None)
@given(place=st.floats(0, 1), damage=st.binary(max_size=5), cut=st.booleans())
def test_a_damaged_workbook_is_read_or_refused_but_never_breaks(
    tmp_path_factory: pytest.TempPathFactory, name: str, place: float, damage: bytes, cut: bool
) -> None:
    whole = WORKBOOKS[name]
    at = int(place * len(whole))
    path = tmp_path_factory.getbasetemp() / name
    path.write_bytes(whole[:at] + damage + (b"" if cut else whole[at + len(damage) :]))
    with contextlib.suppress(InputError):
        read_source(path)


def test_a_panic_of_the_native_reader_is_told_like_any_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PanicException(BaseException):  # as pyo3's, no Exception
        pass

    def panic(_: object) -> None:
        raise PanicException("index out of bounds")

    monkeypatch.setattr("xcdata.grids.workbook.CalamineWorkbook.from_filelike", panic, raising=True)
    (tmp_path / "t.xls").write_bytes(OLD)
    with refuses("damaged_workbook", found="PanicException: index out of bounds"):
        read_source(tmp_path / "t.xls")


def test_a_small_table_is_read_without_the_large_libraries(tmp_path: Path) -> None:
    path = written(tmp_path, "t.csv", "\n".join(",".join(row) for row in ROWS))
    (tmp_path / "t.xlsx").write_bytes(WORKBOOKS["t.xlsx"])
    code = (
        "import sys; from xcdata.grids.read import read_source\n"
        f"read_source({str(path)!r}); read_source({str(tmp_path / 't.xlsx')!r})\n"
        "print(sorted({'numpy', 'openpyxl', 'pandas', 'scipy'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
