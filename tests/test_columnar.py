from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from refusals import refuses

from xcdata.ledger.arrays import exact_sum, read_column
from xcdata.ledger.columnar import VERDICTS, LineRule, array_ledger, check_lines
from xcdata.ledger.line_findings import cells_of, figure_of, findings_of, sum_rule
from xcdata.ledger.localize import lines, locate, locate_lines
from xcdata.ledger.localize.lines import broken_part
from xcdata.ledger.model import Kind, Ledger
from xcdata.ledger.verdicts import Verdict, check

TOTAL = LineRule("column", 3, (0, 1, 2), "total")


def as_objects(ledger):
    """Make an ordinary ledger of everything, a figure and a rule each."""
    unit = ledger.decimal(1)
    height = len(ledger.lines)
    figures = tuple(
        figure_of(ledger, row, column, unit) for row in range(height) for column in range(len(ledger.names))
    )
    rules = [
        sum_rule(ledger, rule, line)
        for rule in ledger.rules
        for line in range(height if rule.axis == "column" else len(ledger.names))
    ]
    return Ledger(figures, tuple(rules), unit, ledger.kind, ledger.least)


def verdicts_of(ledger):
    return [VERDICTS[code] for one in check_lines(ledger) for code in one.codes]


def content_of(location):
    """Give the explanations of each group; their order may depend on figures that no broken line knows."""
    return sorted(
        sorted(
            [
                (e.tied, str(e.slip), [(c.figure.key, c.text, c.least, c.most, c.slip) for c in e.figures])
                for e in group.explanations
            ]
        )
        for group in location.groups
    )


# What is read from a column.


@pytest.mark.parametrize(
    ("column", "values", "exponent"),
    [
        (np.array([3, -4, 0]), [3, -4, 0], 0),
        ([0.1 + 0.2, 12.5, 4.0], [3, 125, 40], -1),
        ([1e14, 123456789012345.0], [10**14, 123456789012345], 0),
        ([Decimal("1.50"), 4, "18.4"], [150, 400, 1840], -2),
        (["", " 7 ", "-0.5"], [0, 70, -5], -1),
        (np.array([2**63 + 5], np.uint64), [2**63 + 5], 0),
        ([Decimal("1e30"), Decimal("0.1")], [10**31, 1], -1),
        ([], [], 0),
    ],
)
def test_numbers_are_read_exactly(column, values, exponent):
    read = read_column(column)
    assert (read.values.tolist(), read.exponent, read.readable, read.units) == (values, exponent, None, None)


@pytest.mark.parametrize(
    ("column", "values", "exponent"),
    [
        (np.array([0.1, 0.2, 0.1 + 0.2], np.float32), [1, 2, 3], -1),
        (np.array([0.1, 0.2, 0.3], np.float16), [1, 2, 3], -1),
        (np.array([1234.56, 0.5], np.float32), [123456, 50], -2),
        (np.array([1234567, 16777216], np.float32), [1234567, 16777216], 0),
        (np.array([2047, -3], np.float16), [2047, -3], 0),
        (np.array([np.int64(3), np.float32(0.1), np.float64(0.5)], object), [30, 1, 5], -1),
    ],
)
def test_short_floats_and_numpy_objects_are_the_decimals_that_they_stand_for(column, values, exponent):
    read = read_column(column)
    assert (read.values.tolist(), read.exponent, read.readable, read.units) == (values, exponent, None, None)


def test_computed_floats_below_one_are_known_to_their_last_digit_only():
    assert read_column([1 / 3, 2 / 3]).units.tolist() == [1, 1]
    assert read_column([1 / 4, 0.123456]).units is None
    assert read_column(np.array([1 / 3, 200 / 3], np.float32)).units.tolist() == [1, 100]


def test_a_column_of_whole_numbers_is_not_copied():
    column = np.arange(1000)
    assert np.shares_memory(read_column(column).values, column)


@pytest.mark.parametrize(
    "column",
    [
        *([1.5, float("nan")], [1.5, float("inf")], [1.5, 1e308], [1.5, 1e-308], [1.5, True]),
        *(["1.5", "?"], ["1.5", None], ["1.5", "NaN"], ["1.5", "1e999999999"]),
        *([Decimal("1.5"), Decimal("9" * 400)], [Decimal("1.5"), Decimal("1e-400")]),
    ],
)
def test_what_is_no_number_within_reach_cannot_be_read(column):
    read = read_column(np.array(column, object) if isinstance(column[0], (str, Decimal)) else column)
    if column[1] is True:  # numpy takes it for 1 before it is seen
        read = read_column(np.array(column, object))
    assert (read.values.tolist(), read.exponent, read.readable.tolist()) == ([15, 0], -1, [True, False])


def test_floats_of_no_short_decimal_number_are_known_to_their_fifteenth_digit():
    read = read_column([1 / 3, 200 / 3, 0.0, 0.5])
    assert read.values.tolist() == [333333333333333, 66666666666666700, 0, 500000000000000]
    assert (read.exponent, read.units.tolist()) == (-15, [1, 100, 1, 1])


def test_a_float_that_came_out_of_a_sum_beside_its_decimal_number_is_that_number():
    column = [0.25] * 199 + [12.340000000000007]
    read = read_column(column)
    assert (read.values[-1], read.exponent, read.units) == (1234, -2, None)
    # This one is no noise: it has four decimals.
    assert read_column([*column[:-1], 12.3401]).exponent == -4


@settings(deadline=None)
@given(st.lists(st.floats(-1e90, 1e90).filter(lambda value: value == 0 or abs(value) > 1e-80), max_size=20))
def test_every_float_is_its_value_to_fifteen_digits(values):
    read = read_column(np.array(values, float))
    meant = [Decimal(f"{value:.15g}") for value in values]
    assert [Decimal(int(one)).scaleb(read.exponent) for one in read.values] == [+value for value in meant]


@settings(deadline=None)
@given(st.lists(st.integers(-(2**62) + 1, 2**62 - 1), max_size=50))
def test_whole_numbers_are_added_exactly_however_large(values):
    assert exact_sum(np.array(values, np.int64)) == sum(values)
    assert exact_sum(np.array(values, object)) == sum(values)


# Verdicts.


def test_each_row_has_its_verdict_and_its_difference():
    table = {"a": [1, 1, 1, None], "b": [2, 2, 2, 2], "c": [3, 3, 3, 3], "total": [6, 7, 9, 6]}
    ledger = array_ledger(
        {name: np.array(column, object) for name, column in table.items()}, [TOTAL], kind=Kind.ROUNDED
    )
    [verdicts] = check_lines(ledger)
    # Four figures in whole units: within two.
    assert [VERDICTS[code].value for code in verdicts.codes] == [
        "exact",
        "within rounding",
        "inconsistent",
        "not checkable",
    ]
    assert verdicts.differences.tolist() == [0, -1, -3, 0]
    assert verdicts.counts() == dict.fromkeys(Verdict, 1)
    [finding] = findings_of(ledger, verdicts)
    assert (finding.rule.id, finding.rule.total, finding.published, finding.computed) == (
        "total/3",
        (2, 3),
        9,
        6,
    )
    assert (finding.difference, finding.tolerance) == (-3, 2)
    [finding] = findings_of(ledger, verdicts, Verdict.NOT_CHECKABLE)
    assert (finding.published, finding.computed, finding.difference) == (6, None, None)


def test_sums_of_floats_hold_as_the_decimal_numbers_they_stand_for():
    table = {"a": [0.1, 0.1], "b": [0.2, 0.2], "c": [0.0, 0.0], "total": [0.3, 0.31]}
    assert verdicts_of(array_ledger(table, [TOTAL])) == [Verdict.EXACT, Verdict.INCONSISTENT]


def test_floats_without_end_hold_within_their_fifteenth_digits_and_copies_too():
    chance = np.random.default_rng(3)
    parts = chance.random((1000, 3)) * [1, 100, 10_000]
    total = parts.sum(axis=1)
    table = {
        "a": parts[:, 0],
        "b": parts[:, 1],
        "c": parts[:, 2],
        "total": total,
        "copy": total * (1 + 2e-16),
    }
    copy = LineRule("column", 4, (3,), "copy")
    ledger = array_ledger(table, [TOTAL, copy])
    assert ledger.binary
    assert set(verdicts_of(ledger)) <= {Verdict.EXACT, Verdict.WITHIN_ROUNDING}
    table["total"] = total * (1 + 1e-12)
    assert set(verdicts_of(array_ledger(table, [TOTAL]))) == {Verdict.INCONSISTENT}


def test_beside_floats_without_end_other_figures_hold_within_their_own_units():
    thirds = np.array([1 / 3, 2 / 3, 1.0])
    table = {"thirds": thirds, "one": [1, 2, 3], "copy": [1, 2, 4], "large": thirds * 1e60}
    rules = [
        LineRule("column", 2, (1,), "copy"),
        LineRule("row", 2, (0, 1), "sum"),
        LineRule("column", 3, (0,), "size"),
    ]
    copy, sums, size = check_lines(array_ledger(table, rules))
    assert [VERDICTS[code].value for code in copy.codes] == ["exact", "exact", "inconsistent"]
    assert [VERDICTS[code].value for code in sums.codes] == ["exact", "exact", "inconsistent", "exact"]
    assert {VERDICTS[code].value for code in size.codes} == {"inconsistent"}


@pytest.mark.parametrize("size", [2**61, 2**62, 2**63 - 1, -(2**63)])
def test_sums_that_int64_cannot_hold_are_still_right(size):
    huge = np.array([size, size])
    wrapped = np.array([3 * size + 2**64, 3 * size], object)
    table = {"a": huge, "b": huge, "c": huge, "total": wrapped}
    ledger = array_ledger(table, [TOTAL])
    assert verdicts_of(ledger) == [Verdict.INCONSISTENT, Verdict.EXACT]
    assert check_lines(ledger)[0].differences.tolist() == [-(2**64), 0]


def test_rows_are_added_up_in_every_column():
    ledger = array_ledger({"a": [1, 2, 3], "b": [4, 5, 8]}, [LineRule("row", 2, range(2), "合计")])
    assert verdicts_of(ledger) == [Verdict.EXACT, Verdict.INCONSISTENT]
    [finding] = findings_of(ledger, *check_lines(ledger))
    assert (finding.rule.id, finding.rule.total, finding.rule.parts) == ("合计/b", (2, 1), ((0, 1), (1, 1)))


small = st.one_of(
    st.none(),
    st.integers(-30, 30).map(Decimal),
    st.integers(-300, 300).map(lambda tenths: Decimal(tenths).scaleb(-1)),
)
any_size = small | st.integers(-(10**25), 10**25).map(lambda many: Decimal(many).scaleb(-2))


@st.composite
def tables(draw, cells=any_size, most_rows=6):
    """Draw a table of four columns, often with totals that hold or nearly hold, and rules both ways."""
    height = draw(st.integers(3, most_rows))
    rows = []
    for _ in range(height):
        parts = [draw(cells) for _ in range(3)]
        total = sum((part or Decimal(0) for part in parts), Decimal(0)) + Decimal(
            draw(st.sampled_from([0, 0, 1, -2, 3]))
        )
        rows.append([*parts, draw(st.sampled_from([total, total, None]))])
    columns = {
        name: np.array(column, object) for name, column in zip("abct", zip(*rows, strict=True), strict=True)
    }
    rules = [
        TOTAL,
        LineRule("column", 1, (0,), "copy"),
        LineRule("row", height - 1, range(height - 1), "sum"),
    ]
    rules.append(LineRule("row", 0, (1, 2), "first"))
    rules.append(LineRule("column", 3, (0, 1, 2), "less", (0, 2)))
    rules.append(LineRule("row", height - 1, range(height - 1), "rest", (0,)))
    kind = draw(st.sampled_from(Kind))
    units = draw(
        st.sampled_from(
            [None, Decimal("0.1"), Decimal(1), {"a": Decimal(1), "t": Decimal("0.01")}, {"b": Decimal(10)}]
        )
    )
    return array_ledger(
        columns, draw(st.lists(st.sampled_from(rules), min_size=1, unique_by=id)), ulp=units, kind=kind
    )


@settings(deadline=None)
@given(tables())
def test_the_verdicts_are_those_of_a_ledger_of_objects(ledger):
    findings = check(as_objects(ledger))
    assert verdicts_of(ledger) == [finding.verdict for finding in findings]
    ours = [
        finding
        for one in check_lines(ledger)
        for line in range(len(one.codes))
        for finding in findings_of(ledger, replace(one, codes=np.where(np.arange(len(one.codes)) == line, one.codes, -1)), VERDICTS[one.codes[line]])
    ]  # fmt: skip
    assert ours == findings


# Localization.


def test_one_wrong_figure_among_many_rows_is_located():
    chance = np.random.default_rng(1)
    parts = chance.integers(0, 10_000, (5000, 3))
    parts[4321] = 1203, 550, 80
    total = parts.sum(axis=1)
    total[4321] = 1383
    ledger = array_ledger(
        {"a": parts[:, 0], "b": parts[:, 1], "c": parts[:, 2], "total": total}, [TOTAL], lines=range(2, 5002)
    )
    [group] = locate_lines(ledger).groups
    first = group.explanations[0].figures[0]
    assert (first.figure.key, first.figure.line, first.figure.printed, first.text) == (
        (4321, 3),
        4323,
        "1383",
        "1833",
    )


def test_a_wrong_cell_is_told_alone_by_the_sums_of_its_row_and_its_column():
    values = np.arange(12).reshape(4, 3)
    body = np.hstack([values, values.sum(axis=1, keepdims=True)])
    body = np.vstack([body, body.sum(axis=0, keepdims=True)])
    body[2, 1] += 900
    table = {name: body[:, place] for place, name in enumerate("abct")}
    ledger = array_ledger(table, [TOTAL, LineRule("row", 4, range(4), "all")])
    [[(tied, slip, changes)]] = content_of(locate_lines(ledger))
    assert (tied, slip, changes[0][:2]) == (1, "None", ((2, 1), "7"))


def test_nothing_is_made_of_lines_that_hold():
    ledger = array_ledger(
        {name: np.ones(1000, int) * value for name, value in zip("abct", (1, 2, 3, 6), strict=True)}, [TOTAL]
    )
    balance, whole = broken_part(ledger, check_lines(ledger))
    assert (balance.ledger.figures, balance.ledger.rules, whole) == ((), (), True)
    assert locate_lines(ledger).groups == ()


def test_texts_are_shown_as_they_were_printed():
    table = {"a": ["1,2", "12.0"], "b": ["1", "1"], "c": ["", ""], "t": ["13", "31"]}
    [group] = locate_lines(array_ledger(table, [TOTAL])).groups
    assert {change.figure.printed for e in group.explanations for change in e.figures} == {
        "12.0",
        "1",
        "31",
        "",
    }


def test_of_sums_of_very_many_rows_the_broken_lines_are_weighed_and_the_note_says_so(monkeypatch):
    monkeypatch.setattr(lines, "MOST_TOGETHER", 50)
    monkeypatch.setattr(lines, "MOST_LINES", 2)
    parts = np.random.default_rng(5).integers(0, 10_000, (400, 3))
    body = np.hstack([parts, parts.sum(axis=1, keepdims=True)])
    body = np.vstack([body, body.sum(axis=0, keepdims=True)])
    body[123, 1] += 10_000
    table = {name: body[:, place] for place, name in enumerate("abct")}
    ledger = array_ledger(table, [TOTAL, LineRule("row", 400, range(400), "all")])
    balance, whole = broken_part(ledger, check_lines(ledger))
    # The broken row, the row of totals, and the first two parts of the broken column, each of four figures.
    assert (len(balance.ledger.figures), whole) == (16, False)
    [group] = locate_lines(ledger).groups
    assert [change.figure.key for e in group.explanations for change in e.figures] == [(123, 1)]
    assert "only those with something wrong" in group.note


def test_the_first_broken_rows_are_located_where_there_are_too_many():
    table = {"a": np.arange(50), "b": np.arange(50) + 1}
    location = locate_lines(array_ledger(table, [LineRule("column", 1, (0,), "copy")]), most=3)
    assert [group.broken[0].id for group in location.groups] == ["copy/1", "copy/2", "copy/3"]


@settings(deadline=None)
@given(tables(small, 3))
def test_errors_are_located_as_in_a_ledger_of_objects(ledger):
    assert content_of(locate_lines(ledger)) == content_of(locate(as_objects(ledger)))


# What is refused.


@pytest.mark.parametrize(
    ("table", "rules", "ulp", "kind", "told"),
    [
        ({"a": [1, 2], "b": [1]}, [], None, "columns_of_unequal_length", {"found": "'b'"}),
        ({"a": [1], "b": [1]}, [LineRule("column", 1, ())], None, "rule_without_parts", {}),
        (
            {"a": [1], "b": [1]},
            [LineRule("column", 1, (2,))],
            None,
            "index_not_in_table",
            {"found": "2", "size": 2},
        ),
        ({"a": [1], "b": [1]}, [LineRule("column", 1, (-1,))], None, "index_not_in_table", {"found": "-1"}),
        (
            {"a": [1, 1], "b": [1, 1]},
            [LineRule("row", 1, range(3))],
            None,
            "index_not_in_table",
            {"found": "2"},
        ),
        ({"a": [1], "b": [1]}, [LineRule("column", 1, (1,))], None, "total_among_parts", {"found": "1"}),
        ({"a": [1], "b": [1]}, [LineRule("column", 1, (0, 0))], None, "part_repeated", {"found": "0"}),
        ({"a": [1]}, [], {"b": Decimal(1)}, "unknown_name", {"found": "b"}),
        ({"a": [1]}, [], Decimal(0), "not_a_unit", {"found": "0"}),
        ({"a": [1]}, [], Decimal("1e-2000000"), "not_a_unit", {"found": "1E-2000000", "where": "ulp['a']"}),
        ({"a": [1]}, [], 0.1, "not_a_decimal", {"found": "0.1", "type": "float", "text": "'0.1'"}),
        ({"a": [1]}, [], {"a": 1}, "not_a_decimal", {"where": "ulp['a']"}),
        ({"a": [[1, 2]]}, [], None, "column_not_flat", {"found": "'a'"}),
        ({"a": [[1, 2], [3]]}, [], None, "column_not_flat", {"found": "'a'"}),
        (
            {"a": [1], "b": [1]},
            [LineRule("column", 1, (0,), minus=(1,))],
            None,
            "minus_not_a_part",
            {"found": "1"},
        ),
        (
            {"a": [1], "b": [1]},
            [LineRule("column", 1, (0,), minus=(0, 0))],
            None,
            "minus_not_a_part",
            {"found": "0"},
        ),
    ],
)
def test_a_table_or_rule_that_makes_no_sense_is_refused_with_the_reason(table, rules, ulp, kind, told):
    with refuses(kind, **told):
        array_ledger(table, rules, ulp=ulp)


@pytest.mark.parametrize("kind", ["foo", None, 1])
def test_a_kind_that_is_none_is_refused(kind):
    with refuses("unknown_kind_of_sums", found=repr(kind)):
        array_ledger({"a": [1]}, [], kind=kind)


def test_a_kind_may_be_given_by_its_name():
    table = {"a": [1], "b": [2], "c": [3], "total": [7]}
    assert verdicts_of(array_ledger(table, [TOTAL], kind="exact")) == [Verdict.INCONSISTENT]
    assert verdicts_of(array_ledger(table, [TOTAL], kind="rounded")) == [Verdict.WITHIN_ROUNDING]


@pytest.mark.parametrize("least", [0, 0.5, Decimal("NaN"), Decimal("1e200")])
def test_a_least_value_that_is_no_decimal_within_reach_is_refused(least):
    kind = "number_beyond_reach" if isinstance(least, Decimal) else "not_a_decimal"
    with refuses(kind, where="least"):
        array_ledger({"a": [1]}, [], least=least)


def test_cells_are_named_by_row_and_column():
    assert cells_of(TOTAL, 7) == [(7, 3), (7, 0), (7, 1), (7, 2)]
    assert cells_of(LineRule("row", 2, range(2)), 5) == [(2, 5), (0, 5), (1, 5)]
