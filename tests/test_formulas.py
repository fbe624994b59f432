"""The formulas of a sheet as rules, and what is wrong with them: small grids, and workbooks as a spreadsheet saves them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from xcdata.auditing.formula_sums import areas_of
from xcdata.auditing.formulas import FormulaNote, formula_patterns
from xcdata.auditing.sheets import WorkbookAudit, audit
from xcdata.dataset.tables import read_gazette
from xcdata.excel import write_workbook
from xcdata.grids.address import place_of
from xcdata.grids.read import Grid, read_source
from xcdata.ledger.verdicts import Verdict
from xcdata.review.review import check


def grid(rows: Sequence[str], formulas: Mapping[str, str], **more: object) -> Grid:
    """A sheet of words apart by spaces, ``.`` for a blank cell, with some formulas by address."""
    cells = [["" if word == "." else word for word in row.split()] for row in rows]
    places = {address: place_of(address) for address in formulas}
    at = {(place[0] - 1, place[1] - 1): formulas[address] for address, place in places.items()}
    return Grid(cells, sheet="S", formulas=at, **more)  # type: ignore[arg-type]


def ids(of: Grid) -> list[str]:
    """The rules of a sheet."""
    return [rule.id for pattern in formula_patterns(of)[0] for rule in pattern.rules]


def findings(of: Grid) -> list[FormulaNote]:
    """What is wrong with its formulas."""
    return [note for note in formula_patterns(of)[1] if note.is_finding]


def left_out(of: Grid) -> dict[str, int]:
    """How many formulas were left out, by reason."""
    return {note.reason: len(note.cells) for note in formula_patterns(of)[1] if not note.is_finding}


TABLE = ("县 甲 乙 合计", "x 1 2 3", "y 3 4 7", "z 5 6 11", "合计 9 12 21")


def test_copies_of_a_sum_are_one_pattern_in_each_direction() -> None:
    down = {f"{c}5": f"=SUM({c}2:{c}4)" for c in "BCD"}
    across = {f"D{r}": f"=B{r}+C{r}" for r in (2, 3, 4)}
    patterns, notes = formula_patterns(grid(TABLE, down | across))
    assert notes == []
    assert [(p.axis, p.total, p.parts, p.positions, p.source) for p in patterns] == [
        ("column", 3, (1, 2), (1, 2, 3), "declared"),
        ("row", 4, (1, 2, 3), (1, 2, 3), "declared"),
    ]
    assert [rule.id for rule in patterns[1].rules] == ["B5=B2:B4", "C5=C2:C4", "D5=D2:D4"]


@pytest.mark.parametrize(
    ("formula", "rule"),
    [
        ("=SUM(B2:B4)", "B5=B2:B4"),
        ("=sum( $B$2:B3 , B4 )", "B5=B2:B4"),
        ("=SUM(B2,B4)", "B5=B2+B4"),
        ("=+B2+B3+B4", "B5=B2:B4"),
        ("=(B2+B3)+SUM(B4)", "B5=B2:B4"),
        ("=SUBTOTAL(9,B2:B4)", "B5=B2:B4"),
        ("=SUBTOTAL(109,B2:B4)", "B5=B2:B4"),
        ("=SUM(S!B2:B4)", "B5=B2:B4"),
        ("=SUM(B1:B4)", "B5=B2:B4"),
        ("=B2", "B5=B2"),
        ("=B4-B3", "B4=B3+B5"),
        ("=B4-SUM(B2:B3)", "B4=B2:B3+B5"),
        ("=B2+B4-B3", "B5=B2+B4-B3"),
        ("=SUM(B3:B4)-B2", "B5=B3:B4-B2"),
    ],
)
def test_what_adds_up_cells_of_its_own_line_is_a_rule(formula: str, rule: str) -> None:
    assert ids(grid(TABLE, {"B5": formula})) == [rule]


@pytest.mark.parametrize(
    ("formula", "reason"),
    [
        ("=SUM(Other!B2:B4)", "other sheet"),
        ("=SUM('a b'!B2)+B3", "other sheet"),
        ("=SUM(B2:B4)/2", "no sum"),
        ("=SUM(B2:B4,7)", "no sum"),
        ("=ROUND(SUM(B2:B4),0)", "no sum"),
        ("=SUBTOTAL(1,B2:B4)", "no sum"),
        ("=SUM(B:B)", "no sum"),
        ("=B2:B4", "no sum"),
        ("=SUM(B2:B4", "no sum"),
        ("=SUM(B2:B4 B3:B9)", "no sum"),
        ("=SUM((((" + "(" * 99 + "B2", "no sum"),
        ("=Sales+B2", "no sum"),
        ("=", "no sum"),
        ("=B2+B3-B2", "difference"),
        ("=-B2", "difference"),
        ("=SUM(B2:C4)", "not in line"),
        ("=B2+D5", "not in line"),
        ("=SUM(B8:B9)", "no figure"),
    ],
)
def test_all_other_formulas_are_left_out_and_counted(formula: str, reason: str) -> None:
    sheet = grid(TABLE, {"B5": formula})
    assert (ids(sheet), findings(sheet), left_out(sheet)) == ([], [], {reason: 1})


def test_a_formula_that_yields_no_figure_is_left_out() -> None:
    assert left_out(grid(("x 1 2", "all - #N/A"), {"B2": "=SUM(B1)", "C2": "=SUM(C1)"})) == {"no figure": 2}


def test_texts_in_a_range_are_passed_over_unless_they_may_be_figures() -> None:
    rows = ("x 1 2", "y 暂缺 约30", "z 3 4", "all 4 6")
    assert ids(grid(rows, {"B4": "=SUM(B1:B3)", "C4": "=SUM(C1:C3)"})) == ["B4=B1+B3", "C4=C1:C3"]


def test_a_range_ends_where_the_table_ends() -> None:
    assert ids(grid(("all 3", "x 1", "y 2"), {"B1": "=SUM(B2:B1048576)"})) == ["B1=B2:B3"]


def test_a_subtotal_counts_no_other_and_nothing_hidden() -> None:
    rows = ("a 1", "b 2", "sub 3", "c 4", "sub 4", "all 7")
    nested = {"B3": "=SUBTOTAL(9,B1:B2)", "B5": "=SUBTOTAL(9,B4:B4)", "B6": "=SUBTOTAL(9,B1:B5)"}
    assert ids(grid(rows, nested)) == ["B3=B1:B2", "B5=B4", "B6=B1:B2+B4"]
    assert findings(grid(rows, nested)) == []
    hidden = {"B6": "=SUBTOTAL(109,B1:B5)"}
    assert ids(grid(rows, hidden, hidden_rows=frozenset({2, 4}))) == ["B6=B1:B2+B4"]
    assert left_out(grid(rows, {"B6": "=SUBTOTAL(9,B1:B5)"}, hidden_rows=frozenset({2}))) == {"hidden": 1}


def test_a_sum_that_is_shorter_than_those_beside_it_is_told_with_what_it_leaves_out() -> None:
    rows = ("县 甲 乙 丙", "x 1 2 3", "y 3 4 5", "z 5 6 7", "合计 9 6 15")
    sheet = grid(rows, {"B5": "=SUM(B2:B4)", "C5": "=SUM(C2:C3)", "D5": "=SUM(D2:D4)"})
    (note,) = findings(sheet)
    assert (note.reason, note.address, note.found, note.expected) == (
        "short",
        "C5",
        "=SUM(C2:C3)",
        "=SUM(C2:C4)",
    )
    assert (note.about, note.difference) == (((3, 2),), Decimal(6))
    assert ids(sheet) == ["B5=B2:B4", "D5=D2:D4"], "what is wrong proves nothing"


def test_a_sum_may_be_shorter_where_nothing_is_missed() -> None:
    rows = ("x 1 . 3", "y 3 4 5", "z 5 6 7", "all 9 10 15")
    down = {"B4": "=SUM(B1:B3)", "C4": "=SUM(C2:C3)", "D4": "=SUM(D1:D3)"}
    assert findings(grid(rows, down)) == []
    # Of two alone nobody knows which is short, and subtotals instead of details come to the same.
    assert (
        findings(
            grid(("x 1 2", "y 3 4", "z 5 6", "m 0 0", "all 9 10"), {"B5": "=SUM(B1:B3)", "C5": "=SUM(C2:C3)"})
        )
        == []
    )


def test_a_line_between_a_total_and_what_it_adds_up_is_told_in_all_columns_together() -> None:
    rows = ("县 甲 乙", "x 1 2", "y 3 4", "new 5 6", "合计 4 6")
    (note,) = findings(grid(rows, {"B5": "=SUM(B2:B3)", "C5": "=SUM(C2:C3)"}))
    assert (note.reason, note.cells, note.expected) == ("short", ((4, 1), (4, 2)), "=SUM(B2:B4)")
    assert (note.about, note.difference) == (((3, 1),), Decimal(5))


def test_a_first_line_that_a_bare_total_leaves_out_is_told() -> None:
    rows = ("县 甲", "new 5", "x 1", "y 3", "合计 4")
    (note,) = findings(grid(rows, {"B5": "=SUM(B3:B4)"}))
    assert (note.expected, note.about, note.difference) == ("=SUM(B2:B4)", ((1, 1),), Decimal(5))


@pytest.mark.parametrize(
    ("rows", "formulas"),
    [
        # another quantity between, by its label or by its formula
        (("县 甲", "x 1", "y 3", "平均 2", "合计 4"), {"B5": "=SUM(B2:B3)"}),
        (("县 甲", "x 1", "y 3", "其中：城镇 2", "合计 4"), {"B5": "=SUM(B2:B3)"}),
        (("县 甲", "x 1", "y 3", "m 2", "合计 4"), {"B5": "=SUM(B2:B3)", "B4": "=AVERAGE(B2:B3)"}),
        # an opening balance before additions, a year above the figures
        (("项 甲", "期初 9", "x 1", "y 3", "本期增加 4"), {"B5": "=SUM(B3:B4)"}),
        (("项 甲", "年 2019", "x 1", "y 3", "合计 4"), {"B5": "=SUM(B3:B4)"}),
        # blocks one below the other
        (("a 1", "b 2", "小计 3", "c 3", "d 4", "小计 7"), {"B3": "=SUM(B1:B2)", "B6": "=SUM(B4:B5)"}),
        # columns of other quantities beside
        (("县 人口 甲 乙 合计", "x 9 1 2 3", "y 8 3 4 7"), {"E2": "=SUM(C2:D2)", "E3": "=SUM(C3:D3)"}),
        (("县 甲 乙 户数 合计", "x 1 2 9 3", "y 3 4 9 7"), {"E2": "=SUM(B2:C2)", "E3": "=SUM(B3:C3)"}),
    ],
)
def test_what_is_another_quantity_is_not_missed(rows: Sequence[str], formulas: Mapping[str, str]) -> None:
    assert findings(grid(rows, formulas)) == []


def test_a_subtotal_that_is_counted_with_its_parts_is_told() -> None:
    rows = ("a 1", "b 2", "小计 3", "c 4", "d 5", "小计 9", "合计 24")
    sheet = grid(rows, {"B3": "=SUM(B1:B2)", "B6": "=SUM(B4:B5)", "B7": "=SUM(B1:B6)"})
    (note,) = findings(sheet)
    assert (note.reason, note.address, note.found) == ("twice", "B7", "=SUM(B1:B6)")
    assert (note.expected, note.about) == ("=SUM(B1:B2,B4:B5)", ((2, 1), (5, 1)))
    assert note.difference == Decimal(-12)
    assert ids(sheet) == ["B3=B1:B2", "B6=B4:B5"]
    of_subtotals = {"B3": "=SUM(B1:B2)", "B6": "=SUM(B4:B5)", "B7": "=B3+B6"}
    assert findings(grid(rows, of_subtotals)) == []


def test_a_cell_that_a_sum_names_twice_is_told_and_a_series_is_none() -> None:
    (note,) = findings(grid(("a 1", "b 2", "c 4", "合计 9"), {"B4": "=SUM(B1:B2,B2:B3)"}))
    assert (note.reason, note.about, note.expected) == ("twice", ((1, 1),), "=SUM(B1:B3)")
    assert note.difference == Decimal(-2)
    series = {"B3": "=B1+B2", "B4": "=B2+B3", "B5": "=B3+B4"}
    assert findings(grid(("a 1", "b 1", "c 2", "d 3", "e 5"), series)) == []


def test_a_sum_that_counts_itself_is_told() -> None:
    sheet = grid(("a 1 1", "b 2 2", "合计 3 3"), {"B3": "=SUM(B1:B3)", "C3": "=SUM(B1:C3)"})
    one, other = findings(sheet)
    assert (one.reason, one.address, one.expected, one.about) == ("circular", "B3", "=SUM(B1:B2)", ((2, 1),))
    assert (other.address, other.expected, other.difference) == ("C3", "", None)
    assert ids(sheet) == []


def test_a_number_typed_over_a_formula_is_told_with_the_formula_and_the_difference() -> None:
    rows = ("县 甲 乙 合计", "x 1 2 3", "y 3 4 9", "z 5 6 11", "w 1 1 2", "v 2 2 4")
    sheet = grid(rows, {f"D{r}": f"=SUM(B{r}:C{r})" for r in (2, 4, 5, 6)})
    (note,) = findings(sheet)
    assert (note.reason, note.address, note.found, note.expected) == ("typed", "D3", "9", "=SUM(B3:C3)")
    assert (note.about, note.difference) == (((1, 3), (3, 3)), Decimal(-2))
    assert ids(sheet) == ["D2=B2:C2", "D4=B4:C4", "D5=B5:C5", "D6=B6:C6"]


def test_a_number_is_typed_over_a_formula_above_a_total_of_another_formula_too() -> None:
    rows = ("县 甲 乙 合计", "x 1 2 3", "y 3 4 9", "z 5 6 11", "w 1 1 2", "v 2 2 4", "计 12 15 29")
    down = {f"{c}7": f"=SUM({c}2:{c}6)" for c in "BCD"}
    sheet = grid(rows, down | {f"D{r}": f"=B{r}+C{r}" for r in (2, 4, 5, 6)})
    (note,) = findings(sheet)
    assert (note.reason, note.address, note.expected, note.difference) == (
        "typed",
        "D3",
        "=B3+C3",
        Decimal(-2),
    )


def test_a_number_over_any_other_formula_is_told_without_a_difference() -> None:
    rows = ("x 1 10", "y 2 20", "z 3 33", "w 4 40", "v 5 50")
    (note,) = findings(grid(rows, {f"C{r}": f"=B{r}*10" for r in (1, 2, 4, 5)}))
    assert (note.address, note.found, note.expected, note.difference) == ("C3", "33", "=B3*10", None)


def test_a_number_at_the_end_of_a_line_is_told_only_if_it_is_not_what_the_formula_gives() -> None:
    down = {f"{c}4": f"=SUM({c}1:{c}3)" for c in "BCD"}
    wrong = ("x 2 2 3 4", "y 3 4 5 6", "z 5 6 7 8", "合计 10 12 15 20")
    (note,) = findings(grid(wrong, down))
    assert (note.address, note.expected, note.difference) == ("E4", "=SUM(E1:E3)", Decimal(-2))
    for last in ("18", "6.5"):  # the sum, and an average
        assert findings(grid((*wrong[:3], f"合计 10 12 15 {last}"), down)) == []


@pytest.mark.parametrize(
    ("rows", "formulas"),
    [
        # a balance carried forward begins with a number
        (("d in bal", "a 1 5", "b 2 7", "c 3 10", "d 4 14"), {f"C{r}": f"=C{r - 1}+B{r}" for r in (3, 4, 5)}),
        # a formula here and there is no habit
        (("a 1", "b 2", "c 3", "d 4", "e 5"), {"B2": "=B1*2", "B4": "=B3*2"}),
        # a section of typed figures below one of formulas
        (("a 1 1", "b 2 2", "c 3 3", "d 4 9", "e 5 9"), {f"C{r}": f"=B{r}*1" for r in (1, 2, 3)}),
    ],
)
def test_a_number_is_not_typed_over_a_formula_where_there_was_none(
    rows: Sequence[str], formulas: Mapping[str, str]
) -> None:
    assert findings(grid(rows, formulas)) == []


def test_figures_are_compared_with_all_their_places() -> None:
    stored = {(0, 1): "1.04", (1, 1): "1.04", (2, 1): "1.04", (3, 1): "2.08"}
    sheet = grid(("x 1.0", "y 1.0", "new 1.0", "合计 2.1"), {"B4": "=SUM(B1:B2)"}, stored=stored)
    (note,) = findings(sheet)
    assert note.difference == Decimal("1.04")


def save(path: Path, cells: Mapping[str, object], formulas: Mapping[str, tuple[str, float]]) -> Grid:
    """Write a workbook as a spreadsheet saves it, each formula with its value, and read it."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("表")
        for address, value in cells.items():
            sheet.write(address, value)
        for address, (formula, value) in formulas.items():
            sheet.write_formula(address, formula, None, value)
    return read_source(path).grids[0]


def test_a_workbook_as_it_was_saved_is_read_and_its_faults_are_told(tmp_path: Path) -> None:
    cells: dict[str, object] = {"A1": "县", "B1": "造林", "C1": "抚育", "D1": "改培", "E1": "合计"}
    for row, (name, *figures) in enumerate(
        [("禹州市", 4, 1.5, 2), ("长葛市", 3, 2, 1), ("襄城县", 2, 3, 3)], 2
    ):
        cells |= {f"A{row}": name} | dict(zip([f"{c}{row}" for c in "BCD"], figures, strict=True))
    cells |= {"A5": "合计"}
    formulas: dict[str, tuple[str, float]] = {
        "E2": ("=SUM(B2:D2)", 7.5),
        "E3": ("=SUM(B3:D3)", 6),
        "E4": ("=SUM(B4:D4)", 8),
        "B5": ("=SUM(B$2:B$4)", 9),
        "C5": ("=SUM(C$2:C$3)", 3.5),
        "D5": ("=SUM(D$2:D$4)", 6),
        "E5": ("=SUM(E$2:E$4)", 21.5),
    }
    patterns, notes = formula_patterns(save(tmp_path / "t.xlsx", cells, formulas))
    assert [(p.axis, p.total, p.positions) for p in patterns] == [
        ("column", 4, (1, 2, 3)),
        ("row", 4, (1, 3, 4)),
    ]
    (note,) = notes
    assert (note.reason, note.address, note.expected, note.difference) == (
        "short",
        "C5",
        "=SUM(C2:C4)",
        Decimal(3),
    )


def test_our_own_workbook_has_nothing_wrong_and_no_rule_that_does_not_hold(tmp_path: Path) -> None:
    path = tmp_path / "own.xlsx"
    tables = read_gazette()
    write_workbook(tables, check(tables), path)
    for sheet in read_source(path).grids:
        patterns, notes = formula_patterns(sheet)
        assert [note for note in notes if note.is_finding] == [], sheet.sheet
        for pattern in patterns:
            for rule in pattern.rules:
                # A row ends with its last cell that holds anything.
                figures = [
                    Decimal(
                        sheet.stored.get((row, column)) or "".join(sheet.rows[row][column : column + 1]) or 0
                    )
                    for row, column in rule.parts
                ]
                row, column = rule.total
                assert sum(figures) == Decimal(sheet.stored.get((row, column)) or sheet.rows[row][column]), (
                    rule.id
                )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_our_own_workbook_audits_clean_on_every_sheet(tmp_path: Path, lang: str) -> None:
    path = tmp_path / "own.xlsx"
    tables = read_gazette()
    write_workbook(tables, check(tables), path, lang=lang)
    found = audit(path)
    assert isinstance(found, WorkbookAudit)
    assert [one.message[lang] for sheet in found for one in sheet.open] == []
    plan = found.sheets[0].verdicts()
    # The printed total of row 18 is that of row 7, so it has what stands in row 17 without a breakdown, too.
    assert plan["B18=C18+P18+B17"] is Verdict.EXACT
    # What is printed as 营造林合计 beside the table is column C again.
    assert plan["U8=C8"] is Verdict.EXACT


def test_areas_have_their_signs_and_functions() -> None:
    areas = areas_of("=SUM(B2:B4)-(C1-SUBTOTAL(9,D1))")
    assert [(area.sign, area.function) for area in areas] == [(1, "SUM"), (-1, ""), (1, "9")]
