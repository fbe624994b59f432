"""Numbers are read out of untidy cells exactly, or not at all."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xcdata.grids.numerals import Unread, read_grid, read_numeral


@pytest.mark.parametrize(
    ("text", "mark", "value"),
    [
        ("1,234.5", ".", "1234.5"),
        ("1.234,5", ",", "1234.5"),
        ("1 234,5", ",", "1234.5"),
        ("1\u00a0234,5", ",", "1234.5"),
        ("1\u2009234\u2009567", ".", "1234567"),
        ("(123)", ".", "-123"),
        ("$(8,056)", ".", "-8056"),
        ("(1.5)%", ".", "-1.5"),
        ("△5", ".", "-5"),
        ("5,800 ________", ".", "5800"),
        ("-123", ".", "-123"),
        ("−5.5", ".", "-5.5"),
        ("12.5%", ".", "12.5"),
        ("１２．５％", ".", "12.5"),
        ("12.5*", ".", "12.5"),
        ("1,234(1)", ".", "1234"),
        ("7.27万亩", ".", "7.27"),
        ("¥1,234", ".", "1234"),
        ("9,904E", ".", "9904"),
        ("1,234", ",", "1.234"),
    ],
)
def test_a_figure_is_read_without_its_trimmings(text: str, mark: str, value: str) -> None:
    assert read_numeral(text, mark) == Decimal(value)


@pytest.mark.parametrize("text", ["", "  ", "—", "–", "-", "…", "..", "====", "\u3000"])
def test_a_blank_and_its_marks_are_nothing(text: str) -> None:
    assert read_numeral(text) is Unread.NOTHING


@pytest.mark.parametrize(
    "text", ["2019-11-28", "2020年", "000123", "许昌市", "12,34", "1,234.567,8", "3.7 总表", "2013 $ Change"]
)
def test_dates_codes_and_words_are_text(text: str) -> None:
    assert read_numeral(text) is Unread.TEXT


def test_one_clear_cell_settles_the_decimal_mark_of_its_column() -> None:
    assert read_grid([["1,234"], ["12,5"]]) == [[Decimal("1.234")], [Decimal("12.5")]]
    assert read_grid([["1,234"], ["12.5"]]) == [[Decimal(1234)], [Decimal("12.5")]]


def test_a_silent_column_follows_the_whole_grid() -> None:
    assert read_grid([["1,234", "0,5"]]) == [[Decimal("1.234"), Decimal("0.5")]]


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_what_is_printed_in_either_format_is_read_back(value: Decimal) -> None:
    point = f"{value:,.2f}"
    comma = point.translate(str.maketrans(",.", ".,"))
    assert read_numeral(point, ".") == value
    assert read_numeral(comma, ",") == value


@given(st.text(max_size=30))
def test_no_text_is_too_strange_to_classify(text: str) -> None:
    assert isinstance(read_numeral(text), Decimal | Unread)


def test_a_first_row_that_counts_the_columns_holds_no_figures() -> None:
    counted, figures = read_grid([["", "1", "2", "3", "4"], ["甲", "5", "6", "7", "8"]])
    assert counted[1:] == [Unread.NOTHING] * 4
    assert figures[1:] == [Decimal(5), Decimal(6), Decimal(7), Decimal(8)]
    assert read_grid([["甲", "1", "2", "3"]])[0][1:] == [Decimal(1), Decimal(2), Decimal(3)]


def test_emphasis_is_no_part_of_a_figure() -> None:
    for text, value in (("**4,200**", "4200"), ("__94__", "94"), ("`0.31`", "0.31"), ("**(5)**", "-5")):
        assert read_numeral(text) == Decimal(value)
    assert read_numeral("5**") == read_numeral("5[^1]") == Decimal(5)  # footnote marks
    assert read_numeral("**合计**") is Unread.TEXT


@pytest.mark.parametrize("heading", ["附註", "附注", "行次", "Note", "NOTES 附註", "注释", "编号"])
def test_a_column_headed_as_numbers_of_notes_holds_no_figures(heading: str) -> None:
    grid = [["", heading, "2019"], ["销售", "5(a)", "3441"], ["成本", "9", "2831"], ["费用", "12", "610"]]
    assert [row[1] for row in read_grid(grid)[2:]] == [Unread.NOTHING, Unread.NOTHING]
    grid[3][1] = "1415"  # banknotes, perhaps
    assert [row[1] for row in read_grid(grid)[2:]] == [Decimal(9), Decimal(1415)]
    grid[0][1], grid[3][1] = "2018", "12"
    assert [row[1] for row in read_grid(grid)[2:]] == [Decimal(9), Decimal(12)]
    grid[0][1] = "%"
    assert [row[1] for row in read_grid(grid)[2:]] == [Decimal(9), Decimal(12)]
