"""Rules that a reviewer declares for a grid, and files of them: what is read, what is refused, what is written."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from refusals import refuses

from xcdata import Audit, audit
from xcdata.auditing.headings import headings_of, key_of
from xcdata.auditing.patterns import Pattern, rule_cells, written
from xcdata.auditing.rules import declared_patterns, statement_of
from xcdata.auditing.rules_file import DeclaredRule, read_rules, rules_of, write_rules
from xcdata.auditing.signed import of_shape
from xcdata.errors import InputError, Reason
from xcdata.grids.readings import read_grid
from xcdata.ledger.model import SumRule

TABLE = [
    ["", "甲", "乙", "合计"],
    ["禹州市", "1", "2", "3"],
    ["长葛市", "4", "5", "9"],
    ["其中：", "", "", ""],
    ["襄 城 县", "7", "", "7"],
    ["全市（计）", "12", "7", "19"],
]
"""Rows 2, 3 and 5 make row 6; B and C make D."""


def ids(rules: str | Sequence[str], rows: Sequence[Sequence[str]] = TABLE) -> list[str]:
    """The sums that are declared, as a spreadsheet would say them."""
    patterns = declared_patterns([rules] if isinstance(rules, str) else rules, rows, read_grid(rows))
    assert all(pattern.source == "declared" for pattern in patterns)
    return [rule.id for pattern in patterns for rule in pattern.rules]


def refused(rules: str | Sequence[str], rows: Sequence[Sequence[str]] = TABLE) -> list[tuple[str, str]]:
    """Why rules cannot be read: what kind of problem each is, and what was found."""
    with pytest.raises(InputError) as caught:
        ids(rules, rows)
    assert {problem.reason for problem in caught.value.problems} == {Reason.RULE}
    return [(problem.kind, problem.found) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("D2 = B2 + C2", ["D2=B2:C2"]),
        ("B6 = B2:B5", ["B6=B2:B5"]),
        ("B6 = B2:B3, B5", ["B6=B2:B3+B5"]),
        ("$b$6 = SUM(B2:B3, B5)", ["B6=B2:B3+B5"]),
        ("C6＝SUM（C2：C3）＋C5", ["C6=C2:C3+C5"]),
        ("B2 + B3 = B6", ["B6=B2:B3"]),
        ("B6 = B2", ["B6=B2"]),
        ("D6 = B2 + C3", ["D6=B2+C3"]),
        ("C2 = D2-B2", ["D2=B2:C2"]),
        ("B6 = B2 + B3 - B5", ["B6=B2:B3-B5"]),
        ("B6=B2:B3-B4:B5", ["B6=B2:B3-B4:B5"]),
        ("B2 + B3 - B5 = B6", ["B6=B2:B3-B5"]),
        ("B6 + B5 = B2 + B3", ["B6=B2:B3-B5"]),
        ("D6 - C2 = B3 + B6", ["D6=B6+C2+B3"]),
    ],
)
def test_a_rule_of_addresses_is_checked_in_those_cells(rule: str, told: list[str]) -> None:
    assert ids(rule) == told


def test_what_is_subtracted_is_among_the_parts() -> None:
    rows = [["", "年初", "增加", "减少", "年末"], ["甲", "5", "3", "1", "7"], ["乙", "2", "2", "4", "1"]]
    (pattern,) = declared_patterns(["年末 = 年初 + 增加 - 减少"], rows, read_grid(rows))
    assert (pattern.axis, pattern.total, pattern.parts, pattern.positions) == ("column", 4, (1, 2, 3), (1, 2))
    one, other = pattern.rules
    assert (one.id, one.parts, one.minus) == ("E2=B2:C2-D2", ((1, 1), (1, 2), (1, 3)), ((1, 3),))
    text = write_rules([pattern], rows, read_grid(rows), lang="en")
    assert "1 of 2 hold 3 (-1)" in text
    assert rules_of(text, "f").texts() == ["年末 = 年初 + 增加 - 减少"]
    odd = replace(pattern, rules=(one, replace(other, parts=(*other.parts, (1, 1)))))
    texts = rules_of(write_rules([odd], rows, read_grid(rows)), "f").texts()
    assert texts == ["年末 = 年初 + 增加 - 减少 @ 2", "E3 = B3:C3 + B2 - D3"]
    assert sums(declared_patterns(texts, rows, read_grid(rows))) == sums([odd])


def test_rules_of_cells_that_add_up_the_same_lines_are_one_pattern() -> None:
    (pattern,) = declared_patterns(["C6 = C2:C5", "B6 = B2:B5", "C6 = C2:C5"], TABLE, read_grid(TABLE))
    assert (pattern.axis, pattern.total, pattern.parts, pattern.positions) == ("row", 5, (1, 2, 3, 4), (1, 2))
    assert [rule.id for rule in pattern.rules] == ["B6=B2:B5", "C6=C2:C5"]


@pytest.mark.parametrize(
    "rule",
    [
        "全市（计） = 禹州市 + 长葛市 + 襄 城 县",
        "全市(计)=禹州市+ 长葛市 +襄城县",
        "`全市（计）` = 禹州市 ＋ 长葛市 + 襄城县",
        "row 6 = rows 2-3, 5",
        "第6行 = 第2–3、5行",
        "全市（计） = rows 2-3 + 襄城县",
        "row 全市（计） = 禹州市 + 第3行 + row 5",
        "禹州市 = 全市（计） - 长葛市 - 襄城县",
    ],
)
def test_a_rule_of_rows_is_checked_in_every_column_in_which_the_total_has_a_figure(rule: str) -> None:
    assert ids(rule) == ["B6=B2:B3+B5", "C6=C2:C3+C5", "D6=D2:D3+D5"]


@pytest.mark.parametrize(
    "rule", ["合计 = 甲 + 乙", "D = B:C", "D = B + C", "column D = columns B, C", "D列 = B–C列"]
)
def test_a_rule_of_columns_is_checked_in_every_row_in_which_the_total_has_a_figure(rule: str) -> None:
    assert ids(rule) == ["D2=B2:C2", "D3=B3:C3", "D5=B5:C5", "D6=B6:C6"]


def test_positions_after_the_rule_are_those_in_which_it_is_checked() -> None:
    assert ids("合计 = 甲 + 乙 @ 2-3, 6") == ["D2=B2:C2", "D3=B3:C3", "D6=B6:C6"]
    assert ids("第6行 = 第2–5行 @ B:C") == ["B6=B2:B5", "C6=C2:C5"]
    assert ids("row 6 = rows 2-5 @ columns D") == ["D6=D2:D5"]
    assert refused("row 6 = rows 2-5 @ 1") == [("positions_not_read", "1")]
    assert refused("B6 = B2:B5 @ B") == [("positions_after_addresses", "@ B")]


def test_names_with_signs_stand_between_backticks_and_names_come_before_letters() -> None:
    rows = [["", "A", "B", "A+B"], ["x", "1", "2", "3"], ["15 - 64", "1", "1", "2"], ["C - x", "0", "1", "1"]]
    assert ids("`A+B` = A + B", rows) == ["D2=B2:C2", "D3=B3:C3", "D4=B4:C4"]
    assert ids("x = `15 - 64` + `C - x` @ B", rows) == ["B2=B3:B4"]
    assert ids("column D = columns B, C @ 2", rows) == ["D2=B2:C2"]


def test_a_header_of_two_rows_and_a_stub_of_two_columns_are_named_by_their_paths() -> None:
    rows = [
        ["县", "项", "造林", "", "合计"],
        ["", "", "新", "旧", ""],
        ["禹州", "山", "1", "2", "3"],
        ["", "川", "3", "4", "7"],
        ["", "小计", "4", "6", "10"],
        ["长葛", "山", "1", "1", "2"],
        ["", "川", "2", "2", "4"],
        ["", "小计", "3", "3", "6"],
    ]
    assert ids("合计 = 造林/新 + 造林/旧 @ 3", rows) == ["E3=C3:D3"]
    assert ids("禹州/小计 = 禹州/山 + 禹州/川 @ C", rows) == ["C5=C3:C4"]
    with refuses("name_in_several_cells", where="小计 = 山 + 川", found="小计", cells=("B5", "B8")):
        ids("小计 = 山 + 川", rows)
    with refuses("name_in_several_cells", found="造林", cells=("C1", "C1")):
        ids("合计 = 造林 + 旧", rows)


def test_other_names_of_figures_are_taken_from_their_reader() -> None:
    rows = [["2018", "2019", "sum"], ["1", "2", "3"]]
    names = {(1, 0): ("x", "2018"), (1, 1): ("x", "2019")}
    (pattern,) = declared_patterns(["sum = 2018 + 2019 @ 2"], rows, read_grid(rows), names)
    assert [rule.id for rule in pattern.rules] == ["C2=A2:B2"]


@pytest.mark.parametrize(
    ("rule", "kind", "told"),
    [
        ("合计", "not_a_rule", {}),
        ("a = b = c", "not_a_rule", {}),
        ("合计 = 甲 + ", "not_a_rule", {}),
        ("合计 = `甲 + 乙", "not_a_rule", {}),
        ("合计 = 甲 + 丙", "unknown_name", {"found": "丙"}),
        (
            "全市（计） = 禹州 + 长葛市",
            "unknown_name_near",
            {"found": "禹州", "near": {"zh": "“禹州市”", "en": "禹州市"}},
        ),
        ("合计 = 甲 + GDP", "unknown_name", {"found": "GDP"}),
        ("全市（计） = 禹州市 + 其中：", "row_without_figures", {"found": "其中:", "cell": "A4"}),
        ("全市（计） = 禹州市 + 乙", "rows_and_columns", {"found": "乙"}),
        ("全市（计） = 禹州市 + B3", "names_and_addresses", {"found": "B3"}),
        ("B60 = B2:B5", "cell_not_in_table", {"found": "B60", "last": "D6"}),
        ("A6 = A2:A5", "cells_without_figures", {}),
        ("row 6 = rows 2-9", "line_not_in_table", {"found": "9", "size": 6}),
        ("column Z = columns B:C", "line_not_in_table", {"found": "Z", "size": 4}),
        ("row 4 = rows 2-3", "total_without_figures", {"found": "4"}),
        ("B6 = B2:B6", "part_repeated", {"found": "B6"}),
        ("合计 = 甲 + 甲", "part_repeated", {"found": "B"}),
        ("B6 = - B2", "not_a_rule", {}),
        ("B6 + B2 = SUM() - B3", "unknown_name", {"found": "SUM()"}),
        ("合计 = `丙`", "unknown_name", {"found": "丙"}),
    ],
)
def test_a_rule_that_cannot_be_read_says_what_was_expected_and_what_there_is(
    rule: str, kind: str, told: dict[str, object]
) -> None:
    with refuses(kind, where=rule.strip(), **told):
        ids(rule)


def test_all_rules_that_cannot_be_read_are_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        ids(["合计 = 丙", "合计 = 甲 + 乙", "B9 = B1"])
    assert [problem.where for problem in caught.value.problems] == ["合计 = 丙", "B9 = B1"]


def test_what_rows_and_columns_have_in_common_is_asked_for() -> None:
    rows = [["", "甲", "乙", "合计"], ["甲", "1", "2", "3"], ["乙", "3", "4", "7"], ["合计", "4", "6", "10"]]
    assert refused("合计 = 甲 + 乙", rows) == [("rows_or_columns", "合计")]
    assert ids("row 合计 = 甲 + 乙", rows) == ["B4=B2:B3", "C4=C2:C3", "D4=D2:D3"]
    assert ids("column 合计 = 甲 + 乙", rows) == ["D2=B2:C2", "D3=B3:C3", "D4=B4:C4"]


FILE = """\
tolerance = 0.1
by = "年份"

[[rules]]
name = "全市"
rule = '''
全市（计） = 禹州市 + 长葛市 + 襄城县'''
label = "各县之和"
severity = "warning"

[[rules]]
name = "sheet two"
rule = "D = B:C"
sheet = "表二"
"""


def test_a_rules_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(FILE, encoding="utf-8")
    found = read_rules(path)
    text = "全市（计） = 禹州市 + 长葛市 + 襄城县"
    assert found.rules == (
        DeclaredRule("全市", text, "各县之和", "warning", None, 4),
        DeclaredRule("sheet two", "D = B:C", "", "error", "表二", 11),
    )
    assert (found.tolerance, found.by) == (Decimal("0.1"), ("年份",))
    assert (found.texts(), found.texts("表二")) == ([text], [text, "D = B:C"])
    assert rules_of("", "f") == rules_of("rules = []", "f")


@pytest.mark.parametrize(
    ("text", "line", "kind", "found"),
    [
        ("tolerance = 1\ntolerances = 2\n", 2, "unknown_name_near", "tolerances"),
        ("tolerance = 0\n", 1, "not_a_unit", "0"),
        ("# x\ntolerance = true\n", 2, "not_a_unit", "True"),
        ('tolerance = "x"\n', 1, "not_a_unit", "x"),
        ("tolerance = nan\n", 1, "not_a_unit", "NaN"),
        ("by = [1]\n", 1, "by_without_names", "[1]"),
        ("\nrules = 3\n", 2, "rules_without_tables", "int"),
        (
            '[[rules]]\nname = "a"\nrule = "b = c"\n\n[[rules]]\nname = "d"\nrule = 3\n',
            7,
            "not_a_text",
            "3",
        ),
        ('[[rules]]\nname = "a"\nrule = "b = c"\ncolour = "red"\n', 4, "unknown_name", "colour"),
        ('[[rules]]\nname = "a"\nrule = "b = c"\nseverity = "bad"\n', 4, "unknown_severity", "bad"),
        ('[[rules]]\nname = "a"\n', 1, "missing_key", ""),
        (
            '[[rules]]\nname = "a"\nrule = "b=c"\n[[rules]]\nrule = "b=d"\nname = "a"\n',
            6,
            "rule_name_repeated",
            "a",
        ),
        ('rules = [{name = "a"}]\n', 1, "missing_key", ""),
    ],
)
def test_what_is_wrong_with_a_rules_file_is_told_with_its_line(
    text: str, line: int, kind: str, found: str
) -> None:
    with refuses(kind, where="rules.toml", line=line, found=found):
        rules_of(text, "rules.toml")


def test_a_rules_file_that_is_no_toml_is_told_with_its_line() -> None:
    with refuses("not_toml", where="rules.toml", line=2):
        rules_of("[[rules]]\nname = 合计\n", "rules.toml")


def test_all_that_is_wrong_with_a_rules_file_is_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        rules_of("by = 1\nx = 1\n[[rules]]\n[[rules]]\nname = 2\n", "f")
    told = [(problem.line, problem.kind, problem.values.get("key")) for problem in caught.value.problems]
    assert told[:2] == [(2, "unknown_name", None), (1, "by_without_names", None)]
    assert told[2:] == [
        (3, "missing_key", "name"),
        (3, "missing_key", "rule"),
        (5, "not_a_text", "name"),
        (4, "missing_key", "rule"),
    ]


def sums(patterns: Sequence[Pattern]) -> set[tuple[object, ...]]:
    """What patterns demand."""
    rules = [rule for pattern in patterns for rule in pattern.rules]
    return {(rule.total, frozenset(rule.parts), frozenset(rule.minus)) for rule in rules}


def test_what_was_found_is_written_in_names_with_its_evidence() -> None:
    readings = read_grid(TABLE)
    found = [written("row", 5, (1, 2, 4), (1, 2, 3)), written("column", 3, (1, 2), (1, 2, 5))]
    text = write_rules(found, TABLE, readings, lang="en")
    assert "strike out" in text.splitlines()[1]
    assert text.split("\n\n")[1:] == [
        "# [discovered] rows 2–3, 5 make row 6 (columns B–D): 3 of 3 hold\n"
        '[[rules]]\nname = "row 6"\nrule = "全市（计） = 禹州市 + 长葛市 + 襄 城 县"\nlabel = "全市（计）"',
        "# [discovered] columns B–C make column D (rows 2–3, 6): 3 of 3 hold\n"
        '[[rules]]\nname = "column D"\nrule = "合计 = 甲 + 乙 @ 2-3, 6"\nlabel = "合计"\n',
    ]
    again = declared_patterns(rules_of(text, "f").texts(), TABLE, readings)
    assert sums(again) == sums(found)


def test_where_a_sum_does_not_hold_is_written_beside_it() -> None:
    rows = [["", "a", "b"], ["x", "1", "2"], ["y", "3", "4"], ["z", "4", "7"]]
    text = write_rules(
        [written("row", 3, (1, 2), (1, 2))], rows, read_grid(rows), lang="en", sheet="S", header=False
    )
    assert text.startswith("# [discovered] rows 2–3 make row 4 (columns B–C): 1 of 2 hold C (-1)\n")
    assert rules_of(text, "f").rules[0].name == "S: row 4"
    assert rules_of(text, "f").texts() == []
    assert rules_of(text, "f").texts("S") == ["z = x + y"]


def test_a_sum_with_cells_of_its_own_is_written_in_addresses() -> None:
    whole = written("row", 5, (1, 2, 4), (1, 2))
    odd = SumRule((5, 1), ((1, 1), (2, 1), (4, 2)), "B6=B2:B3+C5")
    pattern = Pattern("row", 5, (1, 2, 4), (1, 2), (odd, whole.rules[1]))
    text = write_rules([pattern], TABLE, read_grid(TABLE))
    texts = rules_of(text, "f").texts()
    assert texts[0] == "全市（计） = 禹州市 + 长葛市 + 襄 城 县 @ C"
    assert texts[1] == "B6 = B2:B3 + C5"
    assert sums(declared_patterns(texts, TABLE, read_grid(TABLE))) == sums([pattern])


def test_a_difference_is_written_as_the_sum_that_it_is() -> None:
    pattern = of_shape("column", 1, (2, 3), (2,), (1, 2))
    texts = rules_of(write_rules([pattern], TABLE, read_grid(TABLE)), "f").texts()
    assert texts == ["B2 = D2 - C2", "B3 = D3 - C3"]
    assert ids(texts) == ["D2=B2:C2", "D3=B3:C3"]


def test_names_that_are_no_names_of_one_line_give_way_to_numbers() -> None:
    rows = [["", "a", "b"], ["x", "1", "2"], ["x", "3", "4"], ["rows 1", "4", "6"], ["a=b", "4", "6"]]
    found = [written("row", 3, (1, 2), (1, 2)), written("row", 4, (3,), (1,))]
    texts = rules_of(write_rules(found, rows, read_grid(rows)), "f").texts()
    assert texts == ["row 4 = rows 2-3", "`a=b` = `rows 1` @ B"]
    many = [[f"r{n}", "1", "2"] for n in range(40)] + [["all", "40", "80"]]
    (text,) = rules_of(
        write_rules([written("row", 40, range(40), (1, 2))], many, read_grid(many)), "f"
    ).texts()
    assert text == "row 41 = rows 1-40"


LABELS = st.text(st.sampled_from("甲乙AB12 =+-@`行列第,:（\"\\'#\x7f\t"), max_size=4)
FIGURES = st.sampled_from(["1", "2.5", "-3", "", "—", "约3"])


@st.composite
def grids_with_patterns(draw: st.DrawFn) -> tuple[list[list[str]], list[Pattern]]:
    """A grid whose labels are anything, and some sums of its lines."""
    height, width = draw(st.integers(3, 7)), draw(st.integers(3, 6))
    rows = [[draw(LABELS) for _ in range(width)]]
    rows += [[draw(LABELS), *(draw(FIGURES) for _ in range(width - 1))] for _ in range(height - 1)]
    patterns = []
    for _ in range(draw(st.integers(1, 3))):
        axis = draw(st.sampled_from(["row", "column"]))
        size, across = (height, width) if axis == "row" else (width, height)
        total, *parts = draw(st.lists(st.integers(0, size - 1), min_size=2, max_size=size, unique=True))
        positions = draw(st.lists(st.integers(0, across - 1), min_size=1, unique=True))
        minus = (
            draw(st.lists(st.sampled_from(parts), max_size=len(parts) - 2, unique=True)) if parts[1:] else []
        )
        # One that is left over by all others is itself their sum.
        minus = minus if len(parts) - len(minus) > 1 else []
        patterns.append(of_shape(axis, total, parts, minus, positions))
    return rows, patterns


@settings(deadline=None)
@given(grids_with_patterns())
def test_reading_back_what_was_written_gives_the_same_patterns(
    made: tuple[list[list[str]], list[Pattern]],
) -> None:
    rows, patterns = made
    readings = read_grid(rows)
    for pattern in patterns:
        texts = rules_of(write_rules([pattern], rows, readings), "f").texts()
        (again,) = declared_patterns(texts, rows, readings)
        assert (again.axis, again.total, again.parts) == (pattern.axis, pattern.total, pattern.parts)
        assert again.rules == pattern.rules
    everything = rules_of(write_rules(patterns, rows, readings), "f").texts()
    assert sums(declared_patterns(everything, rows, readings)) == sums(patterns)


@given(st.text(max_size=30))
def test_any_text_is_a_rule_or_is_refused(text: str) -> None:
    with contextlib.suppress(InputError):
        declared_patterns([text], TABLE, read_grid(TABLE))


def test_names_are_compared_without_width_and_spaces() -> None:
    assert key_of("合 计：") == key_of("合计:")
    assert [term.quoted for term in statement_of("`a` = b").terms] == [True, False]
    assert headings_of(TABLE, read_grid(TABLE)).size("column") == 4


def test_totals_keep_their_parts_in_order() -> None:
    (pattern,) = declared_patterns(["row 6 = 襄城县 + 长葛市 + 禹州市"], TABLE, read_grid(TABLE))
    assert rule_cells(pattern.rules[0]) == ((5, 1), (1, 1), (2, 1), (4, 1))


# Made up: counts of two years beside growth rates, and a row of rates below counts.
GROWTH = [
    row.split("|")
    for row in (
        "项目|2018年|2019年|比上年±%",
        "合计|490|510|4.1",
        "甲|112|120|7.1",
        "乙|378|390|3.2",
        "及格率|91|92|1.1",
    )
]


@pytest.mark.parametrize(
    ("rule", "totals"),
    [
        ("合计 = 甲 + 乙", [(1, 1), (1, 2)]),
        ("合计 = 甲 + 乙 @ B:D", [(1, 1), (1, 2), (1, 3)]),
        ("C = B + D", [(1, 2), (2, 2), (3, 2)]),
        ("及格率 = 甲 + 乙 @ B", [(4, 1)]),
    ],
)
def test_a_declared_rule_leaves_out_rates_unless_it_names_them(
    rule: str, totals: list[tuple[int, int]]
) -> None:
    (pattern,) = declared_patterns([rule], GROWTH, read_grid(GROWTH))
    assert [one.total for one in pattern.rules] == totals


def test_what_a_declared_rule_leaves_out_is_told() -> None:
    found = audit(GROWTH[:4], rules=["合计 = 甲 + 乙"])
    assert isinstance(found, Audit)
    assert found.ok
    assert [(area.address, area.reason) for area in found.uncovered] == [("D2:D4", "rate")]
