"""What labels declare is checked wherever it is stated; what is not checked of a total is told, with its size."""

from __future__ import annotations

from pathlib import Path

import pytest
from barred import audited, rows_of
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from xcdata import Audit, audit
from xcdata.auditing.labelled.tables import side_by_side
from xcdata.cli import main
from xcdata.grids.readings import read_grid
from xcdata.ledger.culprits import culprit_lines
from xcdata.ledger.verdicts import Verdict


def wrong(found: Audit) -> dict[str, str]:
    """The sums that do not hold, and what their parts make less what is printed."""
    return {one.id: str(one.difference) for one in found.found if one.verdict is Verdict.INCONSISTENT}


def told(found: Audit) -> list[tuple[str, str, int, tuple[int, ...], list[str]]]:
    """What is not checked: the reason, the axis, the total, where, and what the parts make there less what is printed."""
    return [
        (note.reason, note.axis, note.total, note.positions, list(map(str, note.differences)))
        for note in found.unchecked
    ]


BLOCKS = """
县|面积|户
甲|117|31
乙|226|47
小计|343|78
丙|159|62
丁|204|93
小计|363|155
其他|58|19
总计|764|252"""

# Made up: a table that adds up; a figure of it, and what is printed instead; the sum that this breaks, and its size.
MISPRINTS = {
    "合计 of rows": (
        "项目|甲|乙\n东|120|45\n西|231|67\n合计|351|112",
        ("351", "361"),
        {"B4=B2:B3": "-10"},
    ),
    "Total of rows": (
        "item|wood|stone\noak|312|425\nelm|207|118\nTotal|519|543",
        ("543", "573"),
        {"C4=C2:C3": "-30"},
    ),
    "合计 of columns": (
        "县|合计|男|女\n东|120|45|75\n西|213|67|146\n南|310|121|189",
        ("213", "231"),
        {"B3=C3:D3": "-18"},
    ),
    "Total of columns": (
        "area|men|women|Total\nA|45|75|120\nB|67|146|213\nC|121|189|310",
        ("310", "340"),
        {"D4=B4:C4": "-30"},
    ),
    "合计 first": (
        "项目|甲|乙\n合计|351|112\n东|120|45\n西|231|67",
        ("112", "142"),
        {"C2=C3:C4": "-30"},
    ),
    "小计": (BLOCKS, ("小计|363|155", "小计|363|145"), {"C7=C5:C6": "10"}),
    "总计 of 小计 and the rest": (BLOCKS, ("764", "774"), {"B9=B4+B7:B8": "-10"}),
    "Grand total of subtotals": (
        "item|n|m\noak|117|31\nelm|226|47\nSubtotal|343|78\nash|159|62\nfir|204|93\nSubtotal|363|155\nGrand total|706|233",
        ("706", "760"),
        {"B8=B4+B7": "-54"},
    ),
    "其中": (
        "项目|金额|人数\n工资|512|31\n其中：奖金|120|7\n办公|233|14\n合计|745|45",
        ("745", "754"),
        {"B5=B2+B4": "-9"},
    ),
    "of which": (
        "item|amount|n\nWages|512|31\nof which bonus|120|7\nRent|233|14\nTotal|745|45",
        ("745", "754"),
        {"B5=B2+B4": "-9"},
    ),
    "一、（一）1.": (
        "项目|金额|人数\n一、收入|913|75\n（一）税收|617|52\n1.增值税|405|30\n2.所得税|212|22\n（二）其他|296|23"
        "\n二、支出|711|61\n（一）人员|424|40\n（二）公用|287|21",
        ("711", "771"),
        {"B7=B8:B9": "-60"},
    ),
    "indents": (
        "item|amount|n\nRevenue|913|75\n  Tax|617|52\n  Other|296|23\nSpending|711|61\n  Staff|424|40\n  Goods|287|21",
        ("711", "741"),
        {"B5=B6:B7": "-30"},
    ),
    "records of one kind": (
        "区|作物|面积\n东|稻|31\n东|麦|42\n西|稻|19\n西|麦|88\n南|稻|64\n南|麦|12\n合计|稻|114\n合计|麦|142",
        ("142", "132"),
        {"C9=C3+C5+C7": "10"},
    ),
    "parts in parentheses": (
        "item|a|b\nsales|1523|1711\ncosts|(987)|(1064)\nTotal|536|647",
        ("647", "674"),
        {"C4=C2:C3": "-27"},
    ),
    "a minus that was added as a plus": (
        "项目|甲|乙\n东|-120|45\n西|231|67\n合计|111|112",
        ("111", "351"),
        {"B4=B2:B3": "-240"},
    ),
    "dashes": (
        "项目|甲|乙\n东|120|45\n西|231|—\n合计|351|45",
        ("合计|351|45", "合计|351|54"),
        {"C4=C2:C3": "-9"},
    ),
    "shares of 100": (
        "项目|金额|占比%\n东|120|34.2\n西|231|65.8\n合计|351|100.0",
        ("65.8", "64.8"),
        {"C4=C2:C3": "-1.0"},
    ),
    "shares of 1": (
        "item|n|share\noak|120|0.342\nelm|231|0.658\nTotal|351|1.000",
        ("0.658", "0.685"),
        {"C4=C2:C3": "0.027"},
    ),
    "the left of two tables": (
        "县|面积||县|人数\n东|120||北|45\n西|231||南|67\n合计|351||合计|112",
        ("351", "361"),
        {"B4=B2:B3": "-10"},
    ),
    "the right of two tables": (
        "县|面积|市|人数\n东|120|北|45\n西|231|南|67\n合计|351|合计|112",
        ("112", "122"),
        {"D4=D2:D3": "-10"},
    ),
    "a list that goes on in the next columns": (
        "县|面积|县|面积\n东|120|北|45\n西|231|南|67\n中|58|合计|521",
        ("521", "512"),
        {"D4=B2+B3+B4+D2+D3": "9"},
    ),
}


@pytest.mark.parametrize(("text", "misprint", "broken"), MISPRINTS.values(), ids=MISPRINTS)
def test_one_wrong_figure_is_a_sum_that_does_not_hold_and_its_size_is_told(
    text: str, misprint: tuple[str, str], broken: dict[str, str]
) -> None:
    clean = audited(text)
    assert clean.exit_code == 0
    assert broken.keys() <= clean.verdicts().keys()
    assert text.count(misprint[0]) == 1
    found = audited(text.replace(*misprint))
    assert wrong(found) == broken
    assert found.exit_code == 1


def test_a_subtotal_that_was_added_up_as_it_is_misprinted_is_the_only_one_wrong() -> None:
    text = "item|n\noak|117\nelm|226\nSubtotal|343\nash|159\nfir|204\nSubtotal|373\nGrand total|716"
    assert wrong(audited(text)) == {"B7=B5:B6": "-10"}


@pytest.mark.parametrize(("printed", "off"), [("328", "120"), ("351", "97"), ("120", "328"), ("97", "351")])
@pytest.mark.parametrize("beside", [("", "", "", "", ""), ("|人", "|31", "|47", "|12", "|90")])
def test_a_total_of_some_of_its_parts_only_is_wrong(printed: str, off: str, beside: tuple[str, ...]) -> None:
    rows = ("项目|金额", "东|120", "西|231", "南|97", f"合计|{printed}")  # 448
    found = audited("\n".join(row + more for row, more in zip(rows, beside, strict=True)))
    assert wrong(found) == {"B5=B2:B4": off}


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("县|甲|乙\n东|120|45\n西|231|67\n合计||112", ("blank", "row", 3, (1,), ["351"])),
        ("县|甲|乙\n东|120|45\n西|231|67\n合计||", ("blank", "row", 3, (1, 2), ["351", "112"])),
        ("item|a|b\nTotal||\noak|120|45\nelm|231|67", ("blank", "row", 1, (1, 2), ["351", "112"])),
        ("县|面积\n甲|31\n乙|47\n小计|\n丙|12\n丁|16\n小计|28\n合计|106", ("blank", "row", 3, (1,), ["78"])),
    ],
)
def test_a_blank_total_is_told_not_skipped(
    text: str, note: tuple[str, str, int, tuple[int, ...], list[str]]
) -> None:
    found = audited(text)
    assert told(found) == [note]
    assert [one.id for one in found.open] == [f"blank/{note[2] + 1}"]
    assert found.exit_code == 1
    assert [one.reason for one in found.coverage.left_out] == ["blank"]


def test_a_blank_total_is_told_in_words_with_what_its_parts_make() -> None:
    (finding,) = audited("县|甲|乙\n东|120|45\n西|231|67\n合计||112").open
    assert "合计" in finding.message["zh"]
    assert "+351" in finding.message["zh"]
    assert "+351" in finding.message["en"]


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("县|面积|户\n东|120|45\n西|231|67\n合计|3S1|112", "B4=B2:B3"),
        ("县|面积|户\n东|120|45\n西|231|67\n合计|见附表|112", "B4=B2:B3"),
        ("县|面积|户\n东|120|45\n西|缺测|67\n南|131|12\n合计|482|124", "B5=B2:B4"),
        ("县|合计|男|女\n东|120|45|75\n西|2l3|67|146\n南|310|121|189", "B3=C3:D3"),
    ],
)
def test_a_sum_with_a_figure_that_cannot_be_read_is_told_to_be_unchecked(text: str, unread: str) -> None:
    found = audited(text)
    assert [(one.id, one.verdict) for one in found.open] == [(unread, Verdict.NOT_CHECKABLE)]
    assert found.coverage.unread == 1


def test_a_word_in_the_place_of_a_part_stands_for_nothing_where_the_others_make_the_total() -> None:
    found = audited("县|面积|户\n东|120|45\n西|缺测|67\n南|131|12\n合计|251|124")
    assert found.exit_code == 0
    assert found.verdicts() == {"B5=B2+B4": Verdict.EXACT, "C5=C2:C4": Verdict.EXACT}


@pytest.mark.parametrize(
    "text",
    [
        "县|Total|A|B\n东|120|45|75\n西|231|85|146",
        "县|合计\n东|120\n西|231\n南|97",
        "县|合计|备注\n东|120|\n西|231|\n南|97|",
        "项目|合计|其中\n|甲|乙\n东|45|75\n西|85|146\n合计|130|221",
        "县|Total|A|B\n东|120|45|75\n西|231|85|146\n县|Total|A|B\n南|97|34|63\n北|66|21|45",
    ],
)
def test_a_header_that_holds_the_word_total_is_no_blank_total(text: str) -> None:
    found = audited(text)
    assert found.ok
    assert "blank" not in {note.reason for note in found.unchecked}


def test_a_total_of_a_strange_subset_is_told_with_its_size_and_with_what_else_would_fit() -> None:
    # 2 + 1624 + 1548 + 8 + 84 + 5591 + 1289 = 10146; 1624 + 8 + 5591 = 1548 + 84 + 5591 = 7223
    found = audited("类别|数\n甲|2\n乙|1624\n丙|1548\n丁|8\n戊|84\n己|5591\n庚|1289\n总计|7223")
    assert wrong(found) == {"B9=B2:B8": "2923"}
    assert told(found) == [("subset", "row", 8, (1,), ["2923"])]
    (note,) = found.unchecked
    assert (note.parts, note.others) == ((2, 4, 6), 1)
    assert found.exit_code == 1


def test_a_subset_must_fit_in_all_columns_in_which_the_total_fails() -> None:
    rows = "类别|户|人\n甲|31|117\n乙|24|90\n丙|18|64\n丁|47|203\n总计|{}"
    # 31 + 24 + 47 = 102, but 117 + 64 + 203 = 384: not the same lines
    assert "subset" not in {note.reason for note in audited(rows.format("102|384")).unchecked}


def test_a_total_that_leaves_out_a_line_in_every_column_is_no_clean_bill() -> None:
    # 31 + 18 + 47 = 96 and 117 + 64 + 203 = 384, both without 乙; with it 120 and 474
    found = audited("类别|户|人\n甲|31|117\n乙|24|90\n丙|18|64\n丁|47|203\n总计|96|384")
    assert told(found) == [("left out", "row", 5, (1, 2), ["24", "90"])]
    assert found.exit_code == 1
    # what is "of which" is left out with reason
    assert audited("类别|户|人\n甲|31|117\n其中：乙|24|90\n丙|18|64\n丁|47|203\n总计|96|384").ok


def test_where_the_total_holds_somewhere_no_subset_is_looked_for() -> None:
    found = audited("类别|户|人\n甲|31|117\n乙|24|90\n丙|18|64\n丁|47|203\n总计|96|474")
    assert wrong(found) == {"B6=B2:B5": "24"}
    assert told(found) == []


def test_a_row_that_states_a_total_again_has_what_it_has_without_a_breakdown() -> None:
    rows = "县|合计|甲|乙\n东|11|5|6\n西|15|8|7\n南|28|15|13\n北|9||\n合计|63|28|26\n核定|63|28|26"
    found = audited(rows)
    assert found.ok
    assert {"B6=C6:D6+B5", "B7=C7:D7+B5"} <= set(found.verdicts())


def test_nothing_but_zeros_adds_up_to_nothing() -> None:
    found = audited("县|甲|乙|合计\n东|0|0|0\n西|0|0|0\n南|0|0|0")
    assert (found.exit_code, found.verdicts()) == (3, {})
    assert [note.reason for note in found.unchecked] == ["no parts"]


def test_a_total_beside_the_table_is_not_missing_where_nothing_stands_beside_it() -> None:
    table = "县|甲|乙|合计||合计|差额\n全市|27|29|56\n东|5|6|11||11|0\n西|8|7|15||15|0\n南|14|16|30||30|0"
    assert audited(table).ok
    # but here something does
    assert [one.id for one in audited(table.replace("|56", "|56|||0")).open] == ["blank/2", "blank/F"]


@pytest.mark.parametrize(
    ("head", "figures", "reason", "off"),
    [
        ("比率", ("4.5", "8.1", "7.2", "6.9"), "rate", "12.9"),
        ("人均", ("45", "81", "72", "69"), "rate", "129"),
        ("年份", ("2017", "2019", "2018", "2020"), "rate", "4034"),
        ("", ("2017", "2018", "2019", "2019"), "rate", "4035"),
        ("编码", ("4110", "4111", "4112", "4100"), "rate", "8233"),
        ("id", ("11", "13", "17", "21"), "rate", "20"),
        ("产出", ("4.51", "8.15", "7.27", "6.93"), "other unit", "13.00"),
    ],
)
def test_what_is_not_added_up_is_told_beside_what_is(
    head: str, figures: tuple[str, ...], reason: str, off: str
) -> None:
    rows = ("县|人数", "东|120", "西|231", "南|310", "合计|661")
    found = audited("\n".join(f"{row}|{cell}" for row, cell in zip(rows, (head, *figures), strict=True)))
    assert told(found) == [(reason, "row", 4, (2,), [off])]
    assert found.verdicts() == {"B5=B2:B4": Verdict.EXACT}
    assert found.exit_code == 0
    assert (found.coverage.figures, found.coverage.checked) == (8, 4)
    assert [one.reason for one in found.coverage.left_out] == [reason]


@pytest.mark.parametrize(
    ("totals", "reason", "off"),
    [
        ("3693|2149|999", "no sum", ["-1700", "-1716", "-782"]),  # 1993, 433, 217
        ("664|144|72", "average", ["1329", "289", "145"]),
    ],
)
def test_a_total_that_holds_nowhere_is_told_once_with_all_its_sizes(
    totals: str, reason: str, off: list[str]
) -> None:
    found = audited(f"县|a|b|c\n东|451|124|71\n西|815|178|82\n南|727|131|64\n合计|{totals}")
    assert told(found) == [(reason, "row", 4, (1, 2, 3), off)]
    assert [one.id for one in found.open] == [f"{reason}/5"]
    assert found.exit_code == 1


def test_a_table_without_any_total_is_not_said_to_be_all_right(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b,c\nx,17,41\ny,23,88\n", encoding="utf-8")
    found = audit(path)
    assert (found.exit_code, found.counts()["rules"], found.coverage.checked) == (3, 0, 0)
    assert main(["audit", str(path)]) == 3


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("县|面积||市|人数\n东|120||北|45\n西|231||南|67", [(0, 3), (3, 5)]),  # apart
        ("县|面积|县|面积\n东|120|北|45\n西|231|南|67", [(0, 2), (2, 4)]),  # headed alike
        ("县|面积|市|人数\n东|120|北|45\n西|231|合计|45", [(0, 2), (2, 4)]),  # a total of its own
        ("县|面积|市|人数\n东|120|北|45\n西|231|南|67", [(0, 4)]),
        ("县|面积|备注\n东|120|新\n西|231|旧", [(0, 3)]),
        ("区|县|面积\n东|甲|120\n西|乙|231", [(0, 3)]),
    ],
)
def test_a_column_of_names_begins_a_table_where_something_sets_it_apart(
    text: str, columns: list[tuple[int, int]]
) -> None:
    rows = rows_of(text)
    assert side_by_side(rows, read_grid(rows)) == [range(*ends) for ends in columns]


@st.composite
def misprinted(draw: st.DrawFn) -> tuple[str, int, int]:
    """A table whose last row is called a total and is one, but for one figure; its column; and parts less total there."""
    width = draw(st.integers(1, 4))
    line = st.lists(st.integers(1, 10_000), min_size=width, max_size=width)
    parts = draw(st.lists(line, min_size=2, max_size=7))
    figures = [*parts, [sum(column) for column in zip(*parts, strict=True)]]
    row, column = draw(st.integers(0, len(parts))), draw(st.integers(0, width - 1))
    figures[row][column] += draw(st.integers(-10_000, 10_000).filter(bool))
    own = [one[column] for one in figures]
    # Round figures may be rounded ones. What counts its lines, and what could be years, is read as that.
    assume(any(figure % 5 for figure in own))
    assume(own != list(range(own[0], own[0] + len(own))))
    assume(not all(1800 <= figure <= 2100 for figure in own))
    heads, names = ["县", "面积", "人数", "户数", "头数"], ["东", "西", "南", "北", "中", "里", "外"]
    rows = [heads[: width + 1]]
    rows += [
        [name, *map(str, one)] for name, one in zip([*names[: len(parts)], "合计"], figures, strict=True)
    ]
    return "\n".join(map("|".join, rows)), column + 1, sum(own[:-1]) - own[-1]


def test_one_sum_of_whole_numbers_that_is_off_by_one_makes_no_rounded_table() -> None:
    found = audited("县|面积\n东|2\n西|1\n南|1\n北|1\n中|1\n里|1\n外|1\n合计|7")
    assert found.exit_code == 1
    assert [one.kind for one in found.open] == ["kind of sums"]


@settings(deadline=None)
@given(misprinted())
def test_a_labelled_table_with_one_wrong_figure_is_never_all_right(table: tuple[str, int, int]) -> None:
    text, column, off = table
    found = audited(text)
    # A total between its parts, in a column finer than those that add up, may be a rate: then its size is told.
    of_another_unit = ("other unit", "row", text.count("\n"), (column,), [str(off)])
    assert not found.ok or told(found) == [of_another_unit]


def test_a_block_of_growth_rates_beside_what_grew_is_told_once_as_averages() -> None:
    # The heading "growth" reaches the first of its columns only; the amounts before it add up. 2.2 + 1.4 + 0.8 is 4.4, not 1.9.
    text = """
|billion||||growth|||
department|2021|2022|2023||2021|2022|2023|2024
Health|193.2|204.5|211.4||2.6|2.2|2.7|2.6
Education|89.2|95.1|98.3||3.3|1.4|0.5|1.8
Police|18.3|18.2|20.9||-4.0|0.8|-4.4|-1.3
Total|300.7|317.8|330.6||2.4|1.9|1.7|2.1"""
    found = audited(text)
    assert wrong(found) == {}
    assert ("average", "row", 5, (6, 7, 8), ["2.5", "-2.9", "1.0"]) in told(found)


def test_revenues_less_deductions_are_a_net_total_and_no_sum() -> None:
    blocks = [(2559, 301, 2258), (11551, 478, 11073), (12472, 270, 12202), (1638, 108, 1530)]
    rows = [["revenues", "2007"]]
    for n, (gross, less, net) in enumerate(blocks):
        rows += [
            ["", ""],
            [f"source {n}", str(gross)],
            ["charter deductions", str(less)],
            ["Total", str(net)],
        ]
    found = audit(rows)
    assert isinstance(found, Audit)
    assert wrong(found) == {}


def test_the_parts_of_a_total_that_holds_do_not_add_up_one_another() -> None:
    text = """
school|money
A|31
B|47

Total Federal|301
Total State|3975
Total Local|2700
Total Revenues|6976"""
    assert set(wrong(audited(text))) <= {"B5=B2:B3"}


def test_a_rate_among_counts_is_none_of_them_though_one_column_of_them_is_as_fine() -> None:
    text = """
month|cases|share|men|women|hours
July|71|0.549|39|32|20.125
August|58|0.586|34|24|31.375
September|35|0.829|29|6|17.625
Total|164|0.655|102|62|69.125"""
    assert wrong(audited(text)) == {}


def blamed(found: Audit) -> set[str]:
    """The addresses of the figures that explanations name."""
    changes = (change for group in found.groups for one in group.explanations for change in one.figures)
    return {str(change.figure.address) for change in changes}


def test_the_blank_cell_of_a_named_line_may_be_to_blame() -> None:
    found = audited("县|户\n东|120\n西|\n南|131\n合计|482")  # 482 - 120 - 131 = 231
    assert wrong(found) == {"B5=B2:B4": "-231"}
    assert blamed(found) == {"B2", "B3", "B4", "B5"}
    # a heading on top has nothing that could be missing
    assert "B2" not in blamed(audited("县|户\n城区|\n东|120\n南|131\n合计|482"))


def test_a_blank_total_is_told_by_its_cell() -> None:
    found = audited("县|户|人\n东|120|45\n西|231|67\n合计|351|")
    assert told(found) == [("blank", "row", 3, (2,), ["112"])]
    (finding,) = found.open
    assert "C4（差 +112）" in finding.message["zh"]
    assert "C4 (+112)" in finding.message["en"]


def test_one_wrong_figure_turns_no_total_from_what_the_others_of_its_table_do() -> None:
    block = "{n}|选民|{a}\n{n}|甲|{b}\n{n}|乙|{c}\n{n}|合计|{d}\n"
    rows = [(1, 1413, 605, 253, 858), (2, 3370, 101, 230, 331), (3, 2929, 967, 59, 1062)]
    text = "".join(block.format(n=f"{n}区", a=a, b=b, c=c, d=d) for n, a, b, c, d in rows)
    found = audited(f"区|人|票\n{text}")
    assert wrong(found) == {"C13=C11:C12": "-36"}  # 967 + 59 = 1026, without 选民 as in the other blocks
    assert "C12" in blamed(found)


def test_what_stands_as_of_which_below_a_total_is_not_what_it_adds_up() -> None:
    table = "县|亩\n合计|8570\n  其中：退伍|593\n  其中：农村|3115\n东|{}\n西|4569\n南|500"
    assert audited(table.format(3501)).verdicts() == {"B2=B5:B7": Verdict.EXACT}
    assert wrong(audited(table.format(4001))) == {"B2=B5:B7": "500"}


def test_a_bare_total_that_heads_an_outline_is_expected_to_hold() -> None:
    assert wrong(audited("部门|人\n合计|229\n  林业|27\n  民政|30\n  公安|85\n  水利|92")) == {
        "B2=B3:B6": "5"
    }


def test_a_heading_ends_the_outline_above_it() -> None:
    text = "流动：|\n  现金|238\n  存货|681\n流动合计|919\n固定：|\n  土地|222\n  房屋|226\n固定合计|448\n资产总计|{}\n负债：|\n  借款|586\n  应付|781\n负债合计|1367"
    assert audited("项目|期末\n" + text.format(1367)).ok
    assert "B10=B5+B9" in wrong(audited("项目|期末\n" + text.format(2367)))


def test_a_list_that_goes_on_beside_itself_has_years_over_it_and_blanks_in_it() -> None:
    table = "项目|2018|项目|2018\n租金|4433|保险|625\n邮资|{}|印刷|5517\n其他|2255|合计|17649"
    assert audited(table.format("4819")).ok
    found = audited(table.format(""))
    assert list(wrong(found).values()) == ["-4819"]
    assert "B3" in blamed(found)


BALANCE = "项目|期末|期初\n现金|238|120\n存货|681|300\n资产总计|919|420\n借款|586|200\n权益|{}|220\n负债和所有者权益总计|{}|420"


def test_assets_are_what_liabilities_and_equity_are() -> None:
    assert audited(BALANCE.format(333, 919)).ok
    # The total follows its parts, so that only what assets say tells that something is wrong.
    assert wrong(audited(BALANCE.format(343, 929))) == {"B7=B4": "-10"}


def test_totals_side_by_side_that_are_the_same_are_compared() -> None:
    table = "收入|预算|支出|预算\n税收|120|教育|90\n非税|45|卫生|{}\n收入总计|165|支出总计|{}"
    assert audited(table.format(75, 165)).ok
    assert wrong(audited(table.format(85, 175))) == {"D4=B4": "-10"}
    # where something is left over they need not be the same
    stacked = "项目|预算\n税收|120\n非税|45\n收入总计|165\n教育|90\n卫生|65\n支出总计|155\n结余|10"
    assert audited(stacked).ok


# Made up: visits (万人次) and income (万元) under a header of two lines; income from abroad is not printed.
VISITS = """地区|接待人次（万人次）|||旅游收入（万元）|
|总计|国内|入境|国内|总计
禹州市|120.5|120.1|0.4|50210|50390
长葛市|60.2|60.1|0.1|20110|20170
襄城县|33.0|33.0||9980|9980
全市|213.7|213.2|0.5|80300|80540"""


def test_a_total_within_a_group_of_columns_adds_up_nothing_of_another_group() -> None:
    found = audited(VISITS)
    assert found.ok
    assert all(len({cell[1] // 4 for cell in (one.total, *one.parts)}) == 1 for one in found.ledgers[0].rules)
    assert [(note.reason, note.total) for note in found.unchecked] == [("no parts", 5)]
    assert wrong(audited(VISITS.replace("|20170", "|21070"))) == {"F6=F3:F5": "900"}
    assert wrong(audited(VISITS.replace("60.1|0.1", "60.1|1.0"))) == {"D6=D3:D5": "0.9", "B4=C4:D4": "0.9"}


def test_a_total_of_groups_of_columns_adds_up_their_totals() -> None:
    text = "县|合计|营造林|||苗木||\n||小计|造林|抚育|小计|绿化|花卉\n甲|{}|111|74|37|47|29|18\n乙|195|142|91|51|53|35|18\n丙|262|164|53|111|98|61|37"
    assert audited(text.format(158)).counts()["exact"] == 9
    assert wrong(audited(text.format(185))) == {"B3=C3+F3": "-27"}


# Made up: two indicators of a yearbook, which no word calls totals, with the rates by which they grew; 5790 is misprinted.
INCOME = """
指标|2018年|2019年|增长
可支配收入|30912|33240|7.5%
工资性收入|17960|19120|6.5%
经营净收入|5310|5970|9.0%
财产净收入|2612|2880|10.3%
转移净收入|5030|5450|8.3%
消费支出|19870|21306|7.2%
食品烟酒|5412|5760|6.4%
衣着|1890|1952|3.3%
居住|4108|4466|8.7%
其他|8460|9128|7.9%"""


def test_a_sum_that_holds_in_one_of_two_years_is_not_cut_to_it_by_growth_rates() -> None:
    assert wrong(audited(INCOME)) == {"C2=C3:C6": "180"}


def test_where_a_total_is_divided_in_two_ways_a_wrong_total_breaks_both_and_is_the_only_explanation() -> None:
    found = audited(
        "指标|2018年|2019年\n人口|498.43|502.00\n男|256.21|257.05\n女|242.22|243.15\n城|240.11|246.30\n乡|258.32|253.90"
    )
    assert wrong(found) == {"C2=C3:C4": "-1.80", "C2=C5:C6": "-1.80"}
    (change,) = found.located[0].explanations[0].figures
    assert (change.figure.address, change.text) == ("C2", "500.20")
    assert len(found.located[0].explanations) == 1


# Made up: five years of which one was left out of what was added up; the last column is finer and no sum.
UNMET = """
指标|2015年|2016年|2017年|2018年|2019年
用电量|1210.4|1302.7|1391.2|1455.5|{}
城|811.3|870.1|930.6|972.4|1011.8
乡|399.1|432.6|460.6|483.1|502.9"""


def test_where_a_found_sum_is_not_met_is_told_with_its_size_and_nothing_is_accused() -> None:
    found = audited(UNMET.format("1877.2"))
    assert wrong(found) == {}
    assert told(found) == [("unmet", "row", 1, (5,), ["-362.5"])]
    assert found.exit_code == 1
    assert (
        found.open[0].message["zh"]
        == "“用电量”（第2行）在 5 列中的 4 列等于第3–4行之和，但不等的有：F（差 -362.5）"
    )


def test_what_lies_among_its_parts_as_an_average_does_is_told_of_a_found_sum_and_is_no_finding() -> None:
    found = audited(UNMET.format("757.4"))
    assert told(found) == [("unmet elsewhere", "row", 1, (5,), ["757.3"])]
    assert found.exit_code == 0


# Made up: what words say are sums, in one column; the second industry is misprinted, two of its digits exchanged.
INDUSTRIES = """
指标名称|绝对数|比上年增长（%）
地区生产总值|{}|7.1
第一产业|164.5|2.6
第二产业|{}|7.4
#工业|1500.1|7.6
第三产业|1397.4|7.2"""


def test_a_gross_product_stated_once_is_checked_by_the_names_of_its_industries() -> None:
    found = audited(INDUSTRIES.format("3395.7", "1838.3"))
    assert wrong(found) == {"B2=B3:B4+B6": "4.5"}
    first = found.located[0].explanations[0].figures[0]
    assert (first.figure.address, first.text) == ("B4", "1833.8")
    assert audited(INDUSTRIES.format("3395.7", "1833.8")).exit_code == 0


def test_a_whole_by_its_name_that_no_single_slip_explains_is_told_as_unconfirmed() -> None:
    found = audited(INDUSTRIES.format("4712.9", "1833.8"))
    assert wrong(found) == {}
    assert told(found) == [("unconfirmed", "row", 1, (1,), ["-1317.2"])]
    assert found.exit_code == 1


# Made up: a population by sex and, once more, by residence, each in either order; the urban one of 2020 is misprinted by a digit.
SEXES = "男|52|57|61\n女|48|53|59"
RESIDENCES = "城镇|60|66|70\n乡村|40|49|50"


@pytest.mark.parametrize("blocks", [(SEXES, RESIDENCES), (RESIDENCES, SEXES)])
def test_a_population_is_checked_by_sex_and_by_residence_in_either_order(blocks: tuple[str, str]) -> None:
    found = audited("\n".join(["指标|2019|2020|2021\n年末总人口|100|110|120", *blocks]))
    urban = "C5:C6" if blocks[0] is SEXES else "C3:C4"
    assert wrong(found) == {f"C2={urban}": "5"}
    assert found.counts()["exact"] == 5


@pytest.mark.parametrize(
    "table",
    [
        "指标|2019年\n生产总值|106\n第一产业|103\n第二产业|105\n第三产业|107",  # an index of the year before
        "指标|2018年|2019年\n总人口|500|520\n城镇人口|210|230\n男|100|112\n女|110|118\n乡村人口|290|290\n男|150|149\n女|140|141",
        "指标|2018年|2019年\n年末总人口|500|520\n男|255|265\n女|245|255\n城镇人口|210|230\n乡村人口|230|222",  # of residents
    ],
)
def test_names_of_parts_are_no_alarm_where_rates_other_parts_or_another_population_are_meant(
    table: str,
) -> None:
    assert audited(table).open == ()
    assert audited(table.replace("城镇人口", "城镇").replace("乡村人口", "乡村")).open == ()


def test_posts_less_staff_are_checked_in_small_numbers_too() -> None:
    found = audited("单位|编制数|实有人数|空编\n甲|12|10|2\n乙|8|8|0\n丙|15|11|6")
    assert wrong(found) == {"B4=C4:D4": "2"}


def test_the_first_lines_say_where_a_found_sum_is_not_met_and_each_such_finding_has_a_name_of_its_own() -> (
    None
):
    found = audited(UNMET.format("1877.2"))
    assert list(culprit_lines(found, "en")) == [
        "'用电量' (row 2) is the sum of rows 3–4 in 4 of 5 columns, but not in F (-362.5)"
    ]
    assert [(one.id, one.kind) for one in found.open] == [("unmet/2=3-4", "unmet sum")]


# Made up: an outline in three years, in which one of two blocks is wrong in every one.
OUTLINE = """
指标|2021年|2022年|2023年
总计|1000|1110|1220
一、养老|{}
（一）职工|400|450|500
（二）居民|200|210|240
二、医疗|380|420|460
（一）职工|300|330|360
（二）居民|80|90|100"""

INDENTED = """
行业|2021年|2022年|2023年
合计|3128.14|3169.02|3233.19
第二产业|1451.61|1466.10|1497.77
　采矿业|33.15|34.02|35.61
　制造业|843.27|851.19|866.01
　建筑业|575.19|580.89|596.15
第三产业|1676.53|1702.92|1735.42
　批发和零售业|601.23|611.04|622.85
　教育|{}
　卫生和社会工作|511.82|530.11|541.07
　其他|191.37|186.24|183.36"""


def test_a_line_of_an_outline_that_is_wrong_in_every_column_is_no_clean_bill_where_its_like_holds() -> None:
    found = audited(OUTLINE.format("620|690|760"))
    assert wrong(found) == {"B3=B4:B5": "-20", "C3=C4:C5": "-30", "D3=D4:D5": "-20"}
    assert found.exit_code == 1


@pytest.mark.parametrize(
    ("education", "off"),
    [
        ("372.11|375.53|388.14", {}),
        ("601.23|375.53|388.14", {"B7=B8:B11": "229.12"}),
        ("601.23|611.04|388.14", {"B7=B8:B11": "229.12", "C7=C8:C11": "235.51"}),
        (
            "601.23|611.04|622.85",
            {"B7=B8:B11": "229.12", "C7=C8:C11": "235.51", "D7=D8:D11": "234.71"},
        ),
    ],
)
def test_a_row_copied_from_the_line_above_it_is_told_in_however_many_columns(
    education: str, off: dict[str, str]
) -> None:
    assert wrong(audited(INDENTED.format(education))) == off


def test_a_total_copied_from_the_line_above_it_is_the_only_explanation_in_every_column() -> None:
    right = OUTLINE.replace("1000|1110|1220", "980|1080|1200")
    assert audited(right.format("600|660|740")).exit_code == 0
    found = audited(right.format("980|1080|1200"))
    told = {
        (change.figure.address, change.text)
        for group in found.located
        for one in group.explanations
        for change in one.figures
    }
    assert told == {("B3", "600"), ("C3", "660"), ("D3", "740")}


# Made up: what stands below the second line is some of it, by its name and by how little it makes.
def test_below_a_line_whose_like_do_not_add_up_either_stand_examples() -> None:
    found = audited(
        "地类|2021年|2022年|2023年\n农用地|812|805|799\n　耕地|311|309|308\n　园地|95|94|92\n"
        "建设用地|420|431|440\n　城镇|120|124|127\n　村庄|180|179|177\n"
        "水域|214|213|213\n　河流|61|60|60\n　水库|49|49|50\n未利用地|97|94|91\n　荒草地|60|57|55\n　裸地|37|37|36"
    )
    assert found.exit_code == 0
    assert {(reason, total) for reason, _, total, _, _ in told(found)} == {
        ("no parts", one) for one in (1, 4, 7)
    }


# Made up: one total by two divisions, each under a heading without figures.
DIVIDED = """
项目|单位数|资产|利润
总计|240|7303.48|823.57
一、按轻重工业分|||
　轻工业|113|3415.02|401.17
　重工业|{}
二、按企业规模分|||
　大型企业|58|1811.33|190.02
　中型企业|66|{}|251.77
　小型企业|116|3371.74|381.78"""
HEAVY = "127|3888.46|422.40"


def test_every_division_under_a_heading_is_one_of_the_same_total() -> None:
    right = audited(DIVIDED.format(HEAVY, "2120.41"))
    assert right.exit_code == 0
    assert {(one.total, one.parts) for one in right.patterns} == {(1, (3, 4)), (1, (6, 7, 8))}
    assert wrong(audited(DIVIDED.format(HEAVY, "2210.41"))) == {"C2=C7:C9": "90.00"}
    assert wrong(audited(DIVIDED.format("127|3888.64|422.40", "2120.41"))) == {"C2=C4:C5": "0.18"}


def test_a_row_copied_within_one_division_is_told_where_another_division_of_the_total_holds() -> None:
    found = audited(DIVIDED.format("113|3415.02|401.17", "2120.41"))
    assert wrong(found) == {"B2=B4:B5": "-14", "C2=C4:C5": "-473.44", "D2=D4:D5": "-21.23"}


def test_divisions_need_no_indents_and_a_line_after_them_is_none_of_their_parts() -> None:
    flat = DIVIDED.replace("　", "") + "\n附：停产|9|12.10|3.40"
    assert wrong(audited(flat.format(HEAVY, "2210.41"))) == {"C2=C7:C9": "90.00"}


def test_what_a_heading_divides_may_not_be_the_line_before_it() -> None:
    table = "指标|2019年\n户籍人口|5081\n常住人口|5020\n按性别分|\n男|2601\n女|2480"
    found = audited(table)
    assert [one.reason for one in found.unchecked] == ["unconfirmed everywhere"]
    assert found.open == ()


# Made up: a name over four columns says that they are rates; and over an amount and a rate it says nothing of the amount.
QUARTERS = """指标|绝对数（亿元）|||增长（%）||
|一季度|上半年|全年|一季度|上半年|全年
第三产业|115.4|233.6|480.1|5.6|3.9|4.0
（一）批发|64.1|130.5|265.8|8.0|5.7|5.8
（二）住宿|51.3|103.1|214.3|4.2|3.1|1.9"""


def test_a_name_over_several_columns_says_of_each_of_them_that_it_is_a_rate() -> None:
    found = audited(QUARTERS)
    assert found.ok
    assert [one.address for one in found.uncovered] == ["E3:G5"]
    assert [one.reason for one in found.uncovered] == ["rate"]
    mixed = QUARTERS.replace("增长（%）", "比上年").replace("|一季度|上半年|全年\n", "|额|速度|%\n")
    assert "E3=E4:E5" in audited(mixed.replace("5.6|", "12.2|")).verdicts()


@pytest.mark.parametrize(
    "head",
    [
        "驻军（人/平方公里）",
        "收成（公斤/亩）",
        "千克/公顷",
        "每千人口床位（张）",
        "persons per square km",
    ],
)
def test_a_quantity_by_another_is_never_added_up(head: str) -> None:
    found = audited(f"地区|人口|{head}\n全市|720|433\n东|120|512\n西|231|617\n南|369|401")
    assert found.ok
    assert found.verdicts() == {"B2=B3:B5": Verdict.EXACT}


def test_what_flows_in_a_time_is_added_up() -> None:
    table = "厂|处理能力（吨/日）|其中新建\n全市|810|90\n东|120|20\n西|231|30\n南|369|40"
    assert wrong(audited(table)) == {"B2=B3:B5": "-90"}


@pytest.mark.parametrize("note", ["（上年=100）", "以1978年为100", "单位：%"])
def test_a_line_above_a_table_says_that_all_its_figures_are_rates(note: str) -> None:
    rows = "类别|全省|城市|农村\n粮食|101.7|102.2|97.2\n衣着|98.4|103.9|99.3\n居住|103.4|103.0|98.6"
    found = audited(f"居民消费价格|||\n|||{note}\n{rows}")
    assert found.ok
    assert [(one.address, one.reason) for one in found.uncovered] == [("B4:D6", "rate")]
    counts = audited(f"户数|||\n|||单位：户\n{rows}")
    assert [one.id for one in counts.open] == ["no sum/B"]
    assert [(one.address, one.reason) for one in counts.uncovered] == [("B4:D6", "no rule")]


def test_a_total_whose_parts_are_all_marked_as_its_parts_adds_up_nothing_on_its_other_side() -> None:
    found = audited(
        "类别|机构|床位|人员|||\n|||合计|#技术人员||\n||||小计|#医师|#护士\n"
        "总计|31|415|640|521|212|240\n甲|12|206|331|270|110|121\n乙|19|209|309|251|102|119"
    )
    assert found.ok
    assert {one.axis for one in found.patterns} == {"row"}


def test_what_is_no_sum_stands_among_the_first_lines() -> None:
    found = audited("\n".join(["项目|合计|甲|乙", "东|912|45|12", "西|823|67|31", "南|761|91|24"]))
    (finding,) = found.open
    assert finding.id == "no sum/B"
    assert list(culprit_lines(found, "zh")) == [finding.message["zh"]]


def test_a_whole_that_heads_a_numbered_list_and_is_called_a_total_is_declared_twice() -> None:
    table = "项目|2021年|2022年|2023年\n基金收入合计|1210|1343|1466\n一、养老|600|660|740\n1.缴费|410|452|506\n2.补贴|190|208|234\n二、医疗|520|583|616\n三、工伤|{}"
    assert audited(table.format("90|100|110")).exit_code == 0
    assert wrong(audited(table.format("520|583|616"))) == {
        "B2=B3+B6:B7": "430",
        "C2=C3+C6:C7": "483",
        "D2=D3+D6:D7": "506",
    }


# Made up: two totals with their parts indented below, a blank line between.
CROPS = "产品|2021年|2022年|2023年\n粮食合计|1221|1316|1408\n　小麦|402|493|740\n　玉米|819|823|668\n|||\n油料合计|{}\n　花生|357|614|441\n　芝麻|178|181|595"


@pytest.mark.parametrize(
    ("oil", "off"),
    [("535|795|1036", []), ("357|614|441", ["178", "181", "595"]), ("819|823|668", ["-284", "-28", "368"])],
)
def test_a_total_after_a_gap_heads_what_is_indented_below_it(oil: str, off: list[str]) -> None:
    sums = [f"{column}6={column}7:{column}8" for column in "BCD"]
    assert wrong(audited(CROPS.format(oil))) == dict(zip(sums[: len(off)], off, strict=True))
