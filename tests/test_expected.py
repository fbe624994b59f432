"""Labels say which lines are totals, which of the others they add up, and what is never added up."""

from __future__ import annotations

import pytest

from xcdata.auditing.axes import read_lines
from xcdata.auditing.labelled.expected import expected, silent_totals
from xcdata.auditing.lines import Lines
from xcdata.grids.readings import read_grid


def lines_of(text: str) -> tuple[Lines, Lines]:
    """The rows and the columns of a table that is written with | between its cells."""
    grid = [row.split("|") for row in text.strip("\n").splitlines()]
    return read_lines(grid, read_grid(grid))


def parts_of(text: str) -> dict[int, tuple[int, ...]]:
    """The rows that are expected to be sums, with the rows that they add up; both from 0."""
    return {total: one.parts for total, one in expected(lines_of(text)[0]).items()}


@pytest.mark.parametrize(
    "label",
    [
        "合计",
        "小计",
        "总计",
        "合　计",
        "计",
        "全市",
        "Total",
        "Sub-total",
        "Subtotal (a)",
        "All",
        "Gesamt",
        "итого",
    ],
)
def test_a_row_is_called_a_total_by_its_label(label: str) -> None:
    rows, _ = lines_of(f"项目|甲\n东|31\n西|47\n{label}|78")
    assert rows.called_totals == {3}


@pytest.mark.parametrize("label", ["上年合计", "不含税合计", "All other", "统计局", "设计院"])
def test_a_row_with_such_a_word_in_it_need_not_be_a_total(label: str) -> None:
    rows, _ = lines_of(f"项目|甲\n东|31\n{label}|47\n西|12")
    assert 2 not in rows.called_totals


def test_a_total_is_named_in_any_of_the_columns_of_labels() -> None:
    rows, _ = lines_of("区|村|面积\n东|甲|31\n东|乙|47\n东|小计|78")
    assert rows.called_totals == {3}


def test_a_row_without_a_name_that_closes_named_ones_is_a_total() -> None:
    rows, _ = lines_of("项目|甲\n东|31\n西|47\n|78")
    assert rows.called_totals == {3}
    rows, _ = lines_of("项目|甲\n东|31\n|47\n西|78")
    assert not rows.called_totals


@pytest.mark.parametrize(
    ("head", "additive"),
    [
        ("面积", True),
        ("persons", True),
        ("编码", False),
        ("行次", False),
        ("年份", False),
        ("id", False),
        ("ZIP", False),
        ("人均收入", False),
        ("增长", False),
        ("Price", False),
        ("Average age", False),
    ],
)
def test_numbers_of_things_and_rates_are_told_by_the_head_of_their_column(head: str, additive: bool) -> None:
    rows, columns = lines_of(f"县|{head}|户\n东|317|31\n西|471|47\n南|582|12")
    assert rows.additive.tolist() == [True, additive, True]
    assert columns.addable.tolist() == [True, additive, True]


def test_a_column_of_years_needs_no_head_to_be_none_of_figures() -> None:
    rows, _ = lines_of("县||\n东|2017|2017\n西|2019|3018\n南|2018|2018")
    assert rows.additive.tolist() == [True, False, True]


def test_a_column_that_repeats_the_line_above_in_every_total_tells_the_block() -> None:
    rows, _ = lines_of("片|面积|组\n甲|31|7\n乙|47|7\n小计|78|7\n丙|12|9\n丁|16|9\n小计|28|9")
    assert rows.additive.tolist() == [True, True, False]


@pytest.mark.parametrize(
    ("head", "figures"), [("占比", ("34.2", "65.8")), ("", ("34.2%", "65.8%")), ("share", ("0.342", "0.658"))]
)
def test_shares_are_told_by_their_head_or_their_signs(head: str, figures: tuple[str, str]) -> None:
    rows, columns = lines_of(f"县|户|{head}\n东|120|{figures[0]}\n西|231|{figures[1]}")
    assert rows.shares.tolist() == [False, False, True]
    assert columns.share_lines.tolist() == [False, False, True]
    assert rows.additive.all()


def test_averages_among_the_rows_are_not_added_up() -> None:
    rows, _ = lines_of("县|面积\n东|31\n西|47\n平均|39\n合计|78")
    assert rows.ratios == {3}
    assert rows.addends == [1, 2, 4]


@pytest.mark.parametrize("word", ["其中：奖金", "#奖金", "of which bonus", "including bonus", "（其中）奖金"])
def test_of_which_marks_a_row_and_what_is_indented_below_it(word: str) -> None:
    rows, _ = lines_of(f"项目|金额\n工资|512\n{word}|120\n  年终|80\n办公|233\n合计|745")
    assert rows.of_which == {2, 3}


def test_a_text_in_the_place_of_a_figure_is_unread_and_a_heading_is_not() -> None:
    rows, _ = lines_of("县|面积|户\n东|31|12\n西|缺测|缺测\n城区||\n南|47|16")
    assert rows.unread.tolist() == [False, False, True, False, False]
    assert rows.addends == [1, 2, 4]


def test_a_row_of_dashes_is_marked_and_may_be_added_up() -> None:
    rows, _ = lines_of("县|面积|户\n东|31|12\n西|—|-\n南|47|16\n合计|78|28")
    assert rows.marked.tolist() == [False, False, True, False, False]
    assert rows.addends == [1, 2, 3, 4]


OUTLINES = {
    "by the style of the numbers": (
        """
项目|金额
一、收入|913
（一）税收|617
1.增值税|405
2.所得税|212
（二）其他|296
二、支出|711
（一）人员|424
（二）公用|287""",
        {1: (2, 5), 2: (3, 4), 6: (7, 8)},
    ),
    "by the numbers": (
        """
item|amount
1 Revenue|913
1.1 Tax|617
1.2 Other|296
2 Spending|711
2.1 Staff|424
2.2 Goods|287""",
        {1: (2, 3), 4: (5, 6)},
    ),
    "by the indents": (
        """
item|amount
Revenue|913
  Tax|617
  Other|296
Spending|711
  Staff|424
  Goods|287""",
        {1: (2, 3), 4: (5, 6)},
    ),
}


@pytest.mark.parametrize(("text", "parts"), OUTLINES.values(), ids=OUTLINES)
def test_the_heads_of_an_outline_add_up_what_is_next_below_them(
    text: str, parts: dict[int, tuple[int, ...]]
) -> None:
    assert lines_of(text)[0].heads == set(parts)
    assert parts_of(text) == parts


def test_an_outline_is_followed_though_its_figures_disagree() -> None:
    text, parts = OUTLINES["by the style of the numbers"]
    assert parts_of(text.replace("711", "811").replace("617", "671")) == parts


def test_a_line_before_a_numbered_list_adds_up_its_highest_level() -> None:
    text = "项目|金额\n总收入|1624\n一、税收|913\n（一）甲|617\n（二）乙|296\n二、其他|711"
    assert parts_of(text) == {1: (2, 5), 2: (3, 4)}


def test_a_total_below_indented_lines_heads_nothing_that_is_indented_after_it() -> None:
    text = "item|amount\n  oak|617\n  elm|296\nTotal|913\n  ash|424\n  fir|287\nTotal|711"
    assert parts_of(text) == {3: (1, 2), 6: (4, 5)}


SUMS = {
    "a total closes what stands above it": (
        "县|面积\n东|117\n西|226\n南|159\n合计|502",
        {4: (1, 2, 3)},
    ),
    "a total in the first row heads what stands below it": (
        "县|面积\n合计|502\n东|117\n西|226\n南|159",
        {1: (2, 3, 4)},
    ),
    "a grand total adds up the subtotals and the rest": (
        "县|面积\n甲|117\n乙|226\n小计|343\n丙|159\n丁|204\n小计|363\n其他|58\n总计|764",
        {3: (1, 2), 6: (4, 5), 8: (3, 6, 7)},
    ),
    "totals first, each before its parts": (
        "县|面积\n总计|706\n小计|343\n甲|117\n乙|226\n小计|363\n丙|159\n丁|204",
        {1: (2, 5), 2: (3, 4), 5: (6, 7)},
    ),
    "notes before the first total are told by those before the others": (
        "c|n\nBallots|958\nA|117\nB|226\nTotal|343\nBallots|879\nC|159\nD|204\nTotal|363",
        {4: (2, 3), 8: (6, 7)},
    ),
    "a total of records adds up those of its kind": (
        "区|作物|面积\n东|稻|31\n东|麦|42\n西|稻|19\n西|麦|88\n合计|稻|50\n合计|麦|130",
        {5: (1, 3), 6: (2, 4)},
    ),
    "what is of which is no part": (
        "项目|金额\n工资|512\n其中：奖金|120\n办公|233\n合计|745",
        {4: (1, 3)},
    ),
    "a dash is nothing, and counts as a part": (
        "县|面积\n东|117\n西|—\n南|226\n合计|343",
        {4: (1, 2, 3)},
    ),
}


@pytest.mark.parametrize(("text", "parts"), SUMS.values(), ids=SUMS)
def test_a_total_adds_up_what_a_reader_would_think_of(text: str, parts: dict[int, tuple[int, ...]]) -> None:
    assert parts_of(text) == parts


def test_what_a_total_adds_up_is_the_same_in_a_column_where_it_fails() -> None:
    rows, _ = lines_of("县|面积|户\n东|117|31\n西|226|47\n南|159|12\n合计|502|190")  # 90
    (hope,) = expected(rows).values()
    assert hope.parts == (1, 2, 3)
    assert hope.stated.tolist() == [False, True, True]
    assert hope.holds.tolist() == [False, True, False]


def test_a_total_of_nothing_but_dashes_is_stated_and_that_of_blanks_is_not() -> None:
    rows, _ = lines_of("县|面积|户|人\n东|117|—|\n西|226|—|\n合计|343|50|50")
    (hope,) = expected(rows).values()
    assert hope.stated.tolist() == [False, True, True, False]
    assert hope.holds.tolist() == [False, True, False, False]


def test_a_column_called_a_total_adds_up_the_columns_beside_it_but_not_of_which() -> None:
    _, columns = lines_of("单位|合计|造林|抚育|其中：人工\n东|120|45|75|30\n西|231|85|146|61")
    assert {total: one.parts for total, one in expected(columns).items()} == {1: (2, 3)}


@pytest.mark.parametrize("whole", ["100.0", "1.000"])
def test_shares_are_expected_to_make_a_whole_only_where_they_are_of_one(whole: str) -> None:
    half = str(float(whole) / 2)
    rows, _ = lines_of(f"县|户|share\n东|120|{half}\n西|231|{half}\n合计|351|{whole}")
    assert expected(rows)[3].stated.tolist() == [False, True, True]
    rows, _ = lines_of("县|户|share\n东|120|17.5\n西|231|21.5\n合计|351|20.1")
    assert expected(rows)[3].stated.tolist() == [False, True, False]


def test_a_total_without_a_figure_is_known_with_what_it_would_close_or_head() -> None:
    closing, _ = lines_of("县|面积|户\n东|31|12\n西|47|18\n合计||")
    assert silent_totals(closing) == {3: (1, 2)}
    heading, _ = lines_of("item|a|b\nTotal||\noak|31|12\nelm|47|18")
    assert silent_totals(heading) == {1: (2, 3)}


def test_a_total_with_one_figure_is_not_silent() -> None:
    rows, _ = lines_of("县|面积|户\n东|31|12\n西|47|18\n合计|78|")
    assert silent_totals(rows) == {}


RECORDS = """year|fuel|value
1959|Total|38
1960|Total|43
1959|Coal|20
1960|Coal|22
1959|Oil|18
1960|Oil|21"""
"""Records that are sorted by fuel, so that no total stands beside its parts."""


def test_a_total_among_records_adds_up_those_of_its_own_year() -> None:
    assert parts_of(RECORDS) == {1: (3, 5), 2: (4, 6)}


def test_a_running_number_of_its_own_says_nothing_of_the_kind_of_a_record() -> None:
    numbered = "id|" + "\n".join(
        f"{900 + n if n else 'id'}|{line}" for n, line in enumerate(RECORDS.splitlines())
    ).removeprefix("id|")
    assert parts_of(numbered) == {1: (3, 5), 2: (4, 6)}


def test_a_name_that_runs_of_records_share_is_a_category_and_no_total() -> None:
    text = """department|fund|amount
Clerk|Fund Total|139
Clerk|Fund Total|2021
Clerk|Water|66
Police|Fund Total|419
Police|Fund Total|3003
Police|Fund Total|58
Police|Sewers|71"""
    assert parts_of(text) == {}


def test_two_totals_in_a_row_of_which_one_is_wrong_are_totals() -> None:
    text = "区|指标|面积\n东|户数|31\n东|人口|95\n西|户数|12\n西|人口|40\n合计|户数|43\n合计|人口|153"
    assert parts_of(text) == {5: (1, 3), 6: (2, 4)}


@pytest.mark.parametrize("head", ["fiscal_year", "growth_rate", "median_income"])
def test_the_words_of_a_heading_may_be_joined_by_underscores(head: str) -> None:
    rows, _ = lines_of(f"source|{head}\nA|2015\nB|2016\nTotal|2017")
    assert not rows.additive[1]


def test_a_column_that_some_totals_leave_blank_may_tell_the_block() -> None:
    text = "区|选区|票\n东|19|31\n东|19|8\n东合计|19|39\n西|20|45\n西|20|3\n西合计|20|48\n南||12\n南||7\n南合计||19"
    rows, _ = lines_of(text)
    assert rows.additive.tolist() == [True, False, True]
