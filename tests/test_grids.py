"""Any file with a table in it is read; any other is refused at once, and says why."""

from __future__ import annotations

import contextlib
import datetime
import struct
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

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

from xcdata.errors import InputError
from xcdata.grids.read import cell_text, read_source

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


def test_every_table_of_a_text_is_read_where_it_stands(tmp_path: Path) -> None:
    text = "# Heading\n\n| a | b |\n|---|---:|\n| x | 1 |\n| y\\|z | **2** |\n| s | 3 |\nprose\na\tb\n1\t2\n3\t4\n"
    first, second = read_source(written(tmp_path, "t.md", text)).grids
    assert (first.first, first.rows[3], first.rows[1]) == (2, ["y|z", "2"], [])
    assert (second.first, second.rows) == (8, [["a", "b"], ["1", "2"], ["3", "4"]])


def test_a_delimited_text_may_be_named_txt(tmp_path: Path) -> None:
    path = written(tmp_path, "t.txt", "\n".join(",".join(row) for row in ROWS))
    assert read_source(path).grids[0].rows == ROWS


def test_a_workbook_gives_its_first_filled_sheet_and_names_the_others(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "empty"
    for title, cells in (("one", [["a", 1], ["b", 0.1 + 0.2], ["c", True]]), ("two", [[1, 2], [3, 4]])):
        sheet = book.create_sheet(title)
        for values in cells:
            sheet.append(values)
    book.save(tmp_path / "t.xlsx")
    source = read_source(tmp_path / "t.xlsx", "two")
    assert (source.grids[0].rows, source.others) == ([["1", "2"], ["3", "4"]], ("one",))
    with pytest.raises(InputError, match="fewer than three figures"):
        read_source(tmp_path / "t.xlsx")
    with pytest.raises(InputError, match="a sheet named 'three', found 'empty', 'one', 'two'"):
        read_source(tmp_path / "t.xlsx", "three")


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
    assert HOSTILE[name][1] in str(refused.value)
    assert name in str(refused.value)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="a directory"):
        read_source(tmp_path)
    with pytest.raises(InputError, match="nothing of that name"):
        read_source(tmp_path / "none.csv")


def test_a_sheet_of_a_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Leave '--sheet' out"):
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
    with pytest.raises(InputError, match="at most 8,000,000 bytes, found more than that"):
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
    with pytest.raises(InputError, match="PanicException: index out of bounds"):
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
