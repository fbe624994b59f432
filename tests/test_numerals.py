"""Numbers are read out of untidy cells exactly, or not at all."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xcdata.grids import numerals, readings
from xcdata.grids.numerals import Reading, Unread, is_percent, read_numeral
from xcdata.grids.readings import Role, read_grid, roles


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


def test_what_stems_or_the_word_for_it_number_as_columns_holds_no_figures_however_few() -> None:
    body = [["东", "120", "45"], ["西", "231", "67"]]
    assert read_grid([["县", "户", "人"], ["甲", "1", "2"], *body])[1][1:] == [Unread.NOTHING] * 2
    assert read_grid([["栏次", "1", "2"], *body])[0][1:] == [Unread.NOTHING] * 2
    # 甲 and 乙 are names of lines; so is 东; and 2, 3 do not begin to count
    named = read_grid([["甲", "1", "2"], ["乙", "120", "45"]])
    assert named[0][1:] == [Decimal(1), Decimal(2)]
    assert read_grid([["东", "1", "2"], body[1]])[0][1:] == [Decimal(1), Decimal(2)]
    assert read_grid([["甲", "2", "3"], *body])[0][1:] == [Decimal(2), Decimal(3)]


def test_units_among_words_over_figures_are_a_header() -> None:
    body = [["东", "4.00", "2666.67"], ["西", "0.20", "133.33"]]
    header = ["县", "10,000 mu", "hectares"]
    assert read_grid([header, *body])[0] == [Unread.TEXT] * 3
    # a figure with its unit beside what could not be read, where others of its column have their unit, too
    assert read_grid([["东", "4 mu", "x"], ["西", "2 mu", "133"]])[0][1] == Decimal(4)
    assert read_grid([["东", "4 mu", "l2"], ["西", "2", "133"]])[0][1] == Decimal(4)


def test_years_over_a_further_table_are_a_header_too() -> None:
    first = [["县", "2018", "2019"], ["东", "12", "7"], ["西", "30", "41"]]
    assert read_grid([*first, [""], *first])[4][1:] == [Unread.TEXT] * 2
    # counts of a line after a gap: the years are not one after the other
    assert read_grid([*first, [""], ["南", "1900", "1985"], first[1]])[4][1:] == [
        Decimal(1900),
        Decimal(1985),
    ]


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


def read_slowly(text: str, mark: str) -> Reading:
    match = numerals._match(text)
    return match if isinstance(match, Unread) else numerals._value(match, mark)


NEARLY_FIGURES = st.one_of(
    st.from_regex(r"[-+]?[0-9]{0,9}[.,]?[0-9]{0,6}%?", fullmatch=True),
    st.from_regex(r"[0-9]{1,3}([.,][0-9]{3}){0,3}", fullmatch=True),
    st.text("0123456789.,-+ eE()２²٣Ⅷ", max_size=12),
    st.integers(55, 65).map("1".__mul__),
    st.text(max_size=8),
)


@given(NEARLY_FIGURES, st.sampled_from(".,"))
def test_the_short_way_to_read_digits_gives_what_the_long_way_gives(text: str, mark: str) -> None:
    assert repr(read_numeral(text, mark)) == repr(read_slowly(text, mark))
    assert readings._is_read_by_comma(text) is isinstance(read_slowly(text, ","), Decimal)


@given(st.lists(st.lists(NEARLY_FIGURES, max_size=4), max_size=4))
def test_a_grid_keeps_its_shape_and_its_texts(grid: list[list[str]]) -> None:
    readings = read_grid(grid)
    assert [len(row) for row in readings] == [len(row) for row in grid]
    for row, read in zip(grid, readings, strict=True):
        for text, one in zip(row, read, strict=True):
            possible = {repr(read_slowly(text, mark)) for mark in ".,"}
            assert repr(one) in possible or one in (Unread.NOTHING, Unread.TEXT)


@pytest.mark.parametrize(
    "header",
    [
        ["", "2017", "2018", "2019"],
        ["地区", "2019", "2018", "增长"],
        ["地区", "2015", "2018", "2019"],
        ["", "2018", "2019", "2018", "2019"],
        ["", "2018A", "2019E"],
        ["年份", "2019"],
    ],
)
def test_a_first_row_of_years_is_a_header(header: list[str]) -> None:
    body = [[name, *["12", "7", "30", "41"][: len(header) - 1]] for name in ("甲", "乙")]
    read = read_grid([header, *body])
    assert [one for one in read[0] if one is not Unread.NOTHING] == [Unread.TEXT] * sum(map(bool, header))
    assert all(isinstance(one, Decimal) for row in read[1:] for one in row[1:])


@pytest.mark.parametrize(
    "row",
    [
        ["小学", "1950"],
        ["小学", "1950", "1990"],
        ["小学", "1,950", "1,990", "2,000"],
        ["小学", "1850", "1990", "2010"],
        ["小学", "2019", "2019", "2018"],
        ["小学", "1799", "1900", "2101"],
        ["小学", "1950.5", "1990", "2010"],
    ],
)
def test_counts_below_names_of_columns_are_no_years(row: list[str]) -> None:
    header = ["学校", "男", "女", "共"][: len(row)]
    read = read_grid([header, row, ["中学", *["850"] * (len(row) - 1)]])
    assert all(isinstance(one, Decimal) for one in read[1][1:])


def test_one_count_among_others_like_years_is_no_year() -> None:
    assert isinstance(read_grid([["小学", "1950"], ["中学", "2010"], ["合计", "3960"]])[0][1], Decimal)
    assert isinstance(read_grid([["", "1950"], ["", "201"]])[0][1], Decimal)


def test_roles_tell_years_and_shares_from_figures() -> None:
    grid = [
        ["地区", "年份", "数量", "比重", "", "开业"],
        ["甲", "2018", "2018", "33.3%", "", "1950"],
        ["乙", "2018", "5", "66.7％", "—", "1990"],
    ]
    found = roles(grid, read_grid(grid))
    assert found == (Role.LABELS, Role.YEARS, Role.FIGURES, Role.SHARES, Role.NOTHING, Role.FIGURES)
    assert isinstance(read_grid(grid)[1][1], Decimal)


@pytest.mark.parametrize(
    ("text", "told"),
    [("33.3%", True), ("-5％", True), ("(1.5)%", True), ("3‰", True), ("12*", False), ("%", False), ("增长5%左右", False)],
)  # fmt: skip
def test_a_share_is_told_from_a_count(text: str, told: bool) -> None:
    assert is_percent(text) is told
