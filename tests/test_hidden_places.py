"""A figure that alone of its column has more places than its format shows is told with both, and turns no sums into rounded ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from xcdata import Audit, audit
from xcdata.ledger.culprits import culprit_lines
from xcdata.ledger.model import Kind

# Made up: seven areas, men and women and all, in whole numbers that are shown by the format 0.
MEN = [1495044, 3854477, 2131139, 2861088, 1070801, 3066098, 4005051]
WOMEN = [1472398, 3772776, 2092657, 2858351, 1041292, 2928939, 3943042]
Rows = list[list[str | float]]


def table() -> Rows:
    rows: Rows = [["地区", "人口", "男", "女"]]
    rows += [
        [f"第{n}市", men + women, men, women]
        for n, (men, women) in enumerate(zip(MEN, WOMEN, strict=True), 1)
    ]
    return [*rows, ["全省", sum(MEN) + sum(WOMEN), sum(MEN), sum(WOMEN)]]


def audited(path: Path, rows: Rows, number_format: str = "0") -> Audit:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    for cells in sheet.iter_rows(min_row=2, min_col=2):
        for cell in cells:
            cell.number_format = number_format
    book.save(path / "表.xlsx")
    found = audit(path / "表.xlsx")
    assert isinstance(found, Audit)
    return found


@pytest.mark.parametrize("number_format", ["0", "#,##0", "#,##0_ "])
def test_a_slipped_decimal_point_is_located_with_the_value_that_stands_in_the_cell(
    tmp_path: Path, number_format: str
) -> None:
    rows = table()
    rows[3][1] = 422379.6  # 4223796
    found = audited(tmp_path, rows, number_format)
    assert {ledger.kind for ledger in found.ledgers} == {Kind.EXACT}
    assert list(culprit_lines(found, "zh")) == [
        "B4：印作 422379.6，应为 4223796",
        "B4 显示 422380，存 422379.6，同列其他数字都不比所显示的多位",
    ]
    assert list(culprit_lines(found, "en"))[1].startswith("B4 shows 422380 and stores 422379.6;")


def test_where_the_sums_hold_by_what_is_shown_a_hidden_place_is_for_information(tmp_path: Path) -> None:
    rows = table()
    rows[3][1] = 4223796.3
    found = audited(tmp_path, rows)
    assert found.ok
    (told,) = [one.message["en"] for one in found.found if one.kind == "hidden places"]
    assert told.startswith("B4 shows 4223796 and stores 4223796.3;")


def test_computed_columns_stay_rounded(tmp_path: Path) -> None:
    rows = table()
    for n, row in enumerate(rows[1:-1], 1):
        row[2] = MEN[n - 1] + 0.1 * n
        row[1] = MEN[n - 1] + 0.1 * n + WOMEN[n - 1]
    rows[-1][1:3] = [sum(MEN) + sum(WOMEN) + 2.8, sum(MEN) + 2.8]
    found = audited(tmp_path, rows)
    assert found.ok
    assert [one for one in found.found if one.kind == "hidden places"] == []
    assert found.ledgers[0].kind is Kind.ROUNDED


def test_a_row_of_rates_among_whole_numbers_hides_no_places(tmp_path: Path) -> None:
    found = audited(tmp_path, [*table(), ["每百人", 23.45, 11.87, 11.58]])
    assert [one for one in found.found if one.kind == "hidden places"] == []


def test_a_computed_column_beside_whole_numbers_hides_no_places(tmp_path: Path) -> None:
    rows = table()
    for n, row in enumerate(rows[1:-1], 1):
        row[2] = MEN[n - 1] + 0.05 * n
    rows[-1][2] = sum(MEN) + 1.4
    found = audited(tmp_path, rows)
    assert [one for one in found.found if one.kind == "hidden places"] == []


def test_a_quotient_that_was_pasted_was_not_typed_and_hides_no_places(tmp_path: Path) -> None:
    rows = table()
    rows[3][1] = 4223796 + 1 / 3
    found = audited(tmp_path, rows)
    assert [one for one in found.found if one.kind == "hidden places"] == []
