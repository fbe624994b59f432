import random
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xcdata.ledger.localize.locate import locate
from xcdata.ledger.model import Figure, Kind, Ledger, SumRule
from xcdata.ledger.slips import Slip
from xcdata.ledger.verdicts import Verdict, check

# Five rows of the plan table and the sum of these rows: 造林合计 and its five programmes.
ROWS = [
    ["5.33", "4", "", "0.1", "1.03", "0.2"],
    ["0.32", "", "", "0.1", "0.17", "0.05"],
    ["0.38", "", "0.2", "", "0.13", "0.05"],
    ["0.6", "", "", "0.2", "0.3", "0.1"],
    ["0.55", "", "", "0.4", "0.1", "0.05"],
    ["7.18", "4", "0.2", "0.8", "1.73", "0.45"],
]


def table(rows, kind=Kind.EXACT, ulp="0.01"):
    """Make a ledger of a table whose first column and last row are totals."""
    last, width = len(rows) - 1, len(rows[0])
    figures = tuple(
        Figure((i, j), text, Decimal(text or 0), 663 + i, 2 + j)
        for i, row in enumerate(rows)
        for j, text in enumerate(row)
    )
    rules = [SumRule((i, 0), tuple((i, j) for j in range(1, width)), f"row {i}") for i in range(last + 1)]
    rules += [SumRule((last, j), tuple((i, j) for i in range(last)), f"column {j}") for j in range(width)]
    return Ledger(figures, tuple(rules), Decimal(ulp), kind)


def spoiled(ledger, **texts):
    """Print other texts at cells named like r0c4."""
    by_key = {tuple(int(part) for part in name[1:].split("c")): text for name, text in texts.items()}
    figures = [
        replace(figure, printed=by_key[figure.key], value=Decimal(by_key[figure.key] or 0))
        if figure.key in by_key
        else figure
        for figure in ledger.figures
    ]
    return replace(ledger, figures=tuple(figures))


def first(ledger):
    return locate(ledger).explanations[0]


def meant(explanation):
    return {change.figure.key: change.text for change in explanation.figures}


def test_a_ledger_that_holds_has_nothing_to_locate():
    assert locate(table(ROWS)).groups == ()


@pytest.mark.parametrize(
    ("cell", "printed", "text", "slip"),
    [
        ("r0c4", "1.30", "1.03", Slip.TRANSPOSED),
        ("r0c0", "53.3", "5.33", Slip.POINT_MOVED),
        ("r5c0", "7.8", "7.18", Slip.DROPPED),
        ("r1c4", "0.177", "0.17", Slip.DOUBLED),
        ("r3c5", "-0.1", "0.10", Slip.SIGN),
        ("r4c3", "", "0.40", Slip.MISSING),
        ("r4c2", "0.3", "", Slip.GAINED),
        ("r2c4", "0.18", "0.13", Slip.DIGIT_CHANGED),
        ("r0c1", "3.61", "4.00", None),
    ],
)
def test_one_wrong_figure_is_found_with_its_value_and_its_slip(cell, printed, text, slip):
    [explanation] = locate(spoiled(table(ROWS), **{cell: printed})).explanations
    [change] = explanation.figures
    assert (explanation.rank, explanation.tied, explanation.slip) == (1, 1, None)
    assert (change.text, change.slip, change.figure.printed) == (text, slip, printed)
    assert change.implied == change.least == change.most == Decimal(text or 0)


def test_two_wrong_figures_are_found_together():
    explanation = first(spoiled(table(ROWS), r0c4="1.30", r4c5="0.5"))
    assert (explanation.tied, meant(explanation)) == (1, {(0, 4): "1.03", (4, 5): "0.05"})


def test_a_wrong_total_and_its_own_wrong_part_are_found_together():
    explanation = first(spoiled(table(ROWS), r0c0="5.38", r0c4="1.30"))
    assert (explanation.tied, meant(explanation)) == (1, {(0, 0): "5.33", (0, 4): "1.03"})


def test_three_wrong_figures_are_found_together():
    explanation = first(spoiled(table(ROWS), r0c4="1.30", r2c2="0.5", r4c0="0.45"))
    assert explanation.tied == 1
    assert meant(explanation) == {(0, 4): "1.03", (2, 2): "0.20", (4, 0): "0.55"}


def test_cells_of_a_row_that_no_column_adds_up_tie_and_the_telling_slip_comes_first():
    ledger = table(ROWS)
    row = replace(ledger, rules=ledger.rules[:1])
    location = locate(spoiled(row, r0c4="1.30"))
    assert {explanation.tied for explanation in location.explanations} == {6}
    assert [explanation.rank for explanation in location.explanations] == [1, 2, 3, 4, 5, 6]
    assert meant(location.explanations[0]) == {(0, 4): "1.03"}
    assert location.explanations[0].figures[0].slip is Slip.TRANSPOSED


def test_what_would_have_to_be_negative_comes_last():
    ledger = table(ROWS)
    location = locate(spoiled(replace(ledger, rules=ledger.rules[:1]), r0c4="1.30"))
    signs = [change.implied < 0 for explanation in location.explanations for change in explanation.figures]
    assert signs == [False, False, False, True, True, True]


def test_two_cells_exchanged_are_one_slip():
    explanation = first(spoiled(table(ROWS), r0c4="0.05", r2c5="1.03"))
    assert explanation.slip is Slip.CELLS_EXCHANGED
    assert meant(explanation) == {(0, 4): "1.03", (2, 5): "0.05"}


@pytest.mark.parametrize(
    ("row", "printed"),
    [
        (0, ["5.33", "", "4", "", "0.1", "1.03"]),
        (0, ["", "5.33", "4", "", "0.1", "1.03"]),
        (0, ["4", "", "0.1", "1.03", "0.2", ""]),
        (3, ["0.6", "", "0.2", "0.3", "0.1", ""]),
        (4, ["0.55", "", "", "0.4", "0.4", "0.1"]),
    ],
)
def test_a_row_shifted_by_one_column_is_named_and_put_right(row, printed):
    cells = {f"r{row}c{column}": text for column, text in enumerate(printed)}
    explanation = first(spoiled(table(ROWS), **cells))
    assert explanation.slip is Slip.ROW_SHIFTED
    expected = {
        (row, column): text
        for column, text in enumerate(ROWS[row])
        if Decimal(text or 0) != Decimal(printed[column] or 0)
    }
    assert {key: Decimal(text or 0) for key, text in meant(explanation).items()} == {
        key: Decimal(text or 0) for key, text in expected.items()
    }


def test_the_labels_of_the_total_row_and_another_exchanged_are_named():
    explanation = first(table([ROWS[5], *ROWS[1:5], ROWS[0]]))
    assert explanation.slip is Slip.ROWS_EXCHANGED
    assert meant(explanation)[0, 0] == "5.33"
    assert meant(explanation)[5, 0] == "7.18"


def test_the_labels_of_two_rows_that_only_add_up_with_others_cannot_be_told_by_sums():
    assert locate(table([ROWS[1], ROWS[0], *ROWS[2:]])).groups == ()


def test_errors_that_share_no_figures_are_settled_apart():
    left, right = table(ROWS), table(ROWS)
    figures = [replace(figure, key=("right", *figure.key)) for figure in spoiled(right, r0c4="1.30").figures]
    rules = [
        replace(rule, total=("right", *rule.total), parts=tuple(("right", *part) for part in rule.parts))
        for rule in right.rules
    ]
    left = spoiled(left, r2c4="0.18")
    both = Ledger((*left.figures, *figures), (*left.rules, *rules), Decimal("0.01"))
    groups = locate(both).groups
    assert [group.number for group in groups] == [1, 2]
    assert [meant(group.explanations[0]) for group in groups] == [{(2, 4): "0.13"}, {("right", 0, 4): "1.03"}]


def test_a_known_difference_still_helps_to_locate_another_error():
    ledger = spoiled(table(ROWS), r5c4="1.83")
    known = {"row 5": "0.10", "column 4": "-0.10"}
    rules = tuple(replace(r, known_difference=Decimal(known.get(r.id, "0"))) for r in ledger.rules)
    ledger = replace(ledger, rules=rules)
    assert locate(ledger).groups == ()
    assert meant(first(spoiled(ledger, r0c4="1.30"))) == {(0, 4): "1.03"}


def test_an_unreadable_figure_takes_its_rules_out_and_leaves_the_others_to_locate():
    ledger = spoiled(table(ROWS), r0c4="1.30")
    figures = [replace(f, value=None) if f.key == (0, 1) else f for f in ledger.figures]
    location = locate(replace(ledger, figures=tuple(figures)))
    assert {(0, 4): "1.03"} in [meant(explanation) for explanation in location.explanations]


def test_a_rounded_ledger_gives_the_interval_that_the_rules_leave():
    rows = [["10", "3", "3", "3"], ["10", "3", "3", "3"], ["20", "7", "7", "7"]]
    assert {finding.verdict for finding in check(table(rows, Kind.ROUNDED, "1"))} <= {
        "exact",
        "within rounding",
    }
    [change] = first(spoiled(table(rows, Kind.ROUNDED, "1"), r0c1="30")).figures
    # row: 10 = x + 6 within 2, so 2..6; column: 7 = x + 3 within 1.5, so 2.5..5.5.
    assert (change.figure.key, change.least, change.most) == ((0, 1), Decimal("2.5"), Decimal("5.5"))
    assert (change.text, change.slip) == ("3", Slip.POINT_MOVED)


def test_a_figure_in_another_unit_is_told_as_it_would_be_printed():
    figures = (
        Figure("cell", "0.3", Decimal("0.3")),
        Figure("other", "0.3", Decimal("0.3")),
        Figure("area", "3909.1", Decimal("0.39091"), ulp=Decimal("0.00001")),
    )
    ledger = Ledger(figures, (SumRule("cell", ("area",)), SumRule("cell", ("other",))), Decimal("0.01"))
    changes = [explanation.figures[0] for explanation in locate(ledger).explanations]
    [area] = [change for change in changes if change.figure.key == "area"]
    assert (area.text, area.slip) == ("3009.1", Slip.DIGIT_CHANGED)
    assert area.least <= Decimal("0.30091") <= area.most


def test_values_finer_than_the_declared_precision_are_located_too():
    rows = [["0.305", "0.3", "0.005"], ["0.7", "0.4", "0.3"], ["1.005", "0.9", "0.305"]]
    assert {"row 2", "column 1"} == {rule.id for rule in locate(table(rows)).groups[0].broken}
    assert meant(first(table(rows))) == {(2, 1): "0.70"}
    assert meant(first(spoiled(table(rows), r2c1="0.7", r2c2="0.503"))) == {(2, 2): "0.305"}


def test_what_the_precision_cannot_print_comes_after_what_it_can():
    ledger = table(ROWS)
    location = locate(spoiled(replace(ledger, rules=ledger.rules[:1]), r0c4="1.030001"))
    assert meant(location.explanations[0]) == {(0, 4): "1.03"}
    finer = [change.implied for one in location.explanations[1:] for change in one.figures]
    assert len(finer) == 5
    assert all(value % Decimal("0.01") for value in finer)


def test_rules_that_contradict_one_another_are_said_to_have_no_explanation():
    figures = (Figure("a", "1", Decimal(1)), Figure("b", "1", Decimal(1)))
    rules = (SumRule("a", ("b",)), SumRule("a", ("b",), known_difference=Decimal(1)))
    [group] = locate(Ledger(figures, rules, Decimal(1))).groups
    assert (group.explanations, group.note) == ((), "no change of the figures makes these rules hold")


def test_a_search_that_is_cut_short_says_so():
    ledger = spoiled(table(ROWS), r0c4="1.30", r2c2="0.5", r4c0="0.45")
    [group] = locate(ledger, steps=0).groups
    assert group.explanations == ()
    assert "not settled within 0 steps" in group.note


def test_the_same_search_cut_short_gives_the_same_answer_again():
    ledger = spoiled(table(ROWS), r0c4="1.30", r2c2="0.5", r4c0="0.45", r1c0="3.2", r3c5="1.7")
    for steps in (1, 10, 100, 1000, 10_000):
        first_time, second_time = (locate(ledger, steps=steps).groups for _ in range(2))
        assert first_time == second_time


def test_a_wrong_figure_of_any_size_is_located_exactly():
    for exponent in ("1e98", "1e-98"):
        figures = tuple(Figure(text, text, Decimal(text) * Decimal(exponent)) for text in ("53", "12", "23"))
        rules = (SumRule("53", ("12", "23")),)
        changes = [e.figures[0] for e in locate(Ledger(figures, rules, Decimal(exponent))).explanations]
        assert [change.implied / Decimal(exponent) for change in changes] == [35, 30, 41]
        assert changes[0].slip is Slip.TRANSPOSED


def test_what_a_program_of_floats_cannot_settle_is_said_not_to_be_settled():
    rows = [["3e40", "1e40", "2e40"], ["7e40", "3e40", "4e40"], ["10e40", "4e40", "6e40"]]
    wrong = spoiled(table(rows, ulp="1"), r0c1="1.1e40", r1c2="4.3e40", r2c0="10.7e40")
    wrong = spoiled(wrong, r0c2="1", r2c2="5.123456789012345678901234567890e40")
    [group] = locate(wrong).groups
    assert group.note.startswith("not settled") or all(len(e.figures) < 3 for e in group.explanations)


def test_more_explanations_than_are_listed_are_said_to_be_more():
    parts = tuple(range(1, 1201))
    figures = tuple(Figure(key, "1", Decimal(1)) for key in (0, *parts))
    [group] = locate(Ledger(figures, (SumRule(0, parts),), Decimal(1))).groups
    assert len(group.explanations) == 1000
    assert "more are equally small" in group.note


tables = st.lists(st.lists(st.integers(0, 300), min_size=3, max_size=4), min_size=2, max_size=4).filter(
    lambda rows: len({len(row) for row in rows}) == 1
)


def with_totals(rows):
    rows = [[sum(row), *row] for row in rows]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def printed(rows):
    return [[str(value) for value in row] for row in rows]


@settings(deadline=None)
@given(tables, st.data())
def test_any_one_changed_figure_of_a_two_way_table_is_found_alone(rows, data):
    rows = with_totals(rows)
    i = data.draw(st.integers(0, len(rows) - 1))
    j = data.draw(st.integers(0, len(rows[0]) - 1))
    wrong = data.draw(st.integers(0, 2000).filter(lambda value: value != rows[i][j]))
    [explanation] = locate(spoiled(table(printed(rows), ulp="1"), **{f"r{i}c{j}": str(wrong)})).explanations
    assert meant(explanation) in ({(i, j): str(rows[i][j])}, {(i, j): ""})


@settings(deadline=None)
@given(tables, st.data())
def test_in_a_rounded_table_the_changed_figure_is_among_the_explanations_and_its_value_in_the_interval(
    rows, data
):
    rows = [[(value + 5) // 10 for value in row] for row in with_totals(rows)]
    i = data.draw(st.integers(0, len(rows) - 1))
    j = data.draw(st.integers(0, len(rows[0]) - 1))
    ledger = table(printed(rows), Kind.ROUNDED, "1")
    location = locate(spoiled(ledger, **{f"r{i}c{j}": str(rows[i][j] + data.draw(st.integers(1, 500)))}))
    changes = [change for e in location.explanations for change in e.figures if change.figure.key == (i, j)]
    assert len(changes) == len(location.groups)
    assert all(change.least <= rows[i][j] <= change.most for change in changes)


@settings(deadline=None)
@given(tables, st.data())
def test_whatever_is_changed_every_explanation_makes_all_rules_hold_and_none_is_larger_than_the_truth(
    rows, data
):
    rows = with_totals(rows)
    cells = [(i, j) for i in range(len(rows)) for j in range(len(rows[0]))]
    chosen = data.draw(st.lists(st.sampled_from(cells), min_size=1, max_size=4, unique=True))
    texts = {f"r{i}c{j}": str(rows[i][j] + data.draw(st.integers(1, 9))) for i, j in chosen}
    ledger = spoiled(table(printed(rows), ulp="1"), **texts)
    location = locate(ledger)
    assert all(not group.note or "more are" in group.note for group in location.groups)
    for group in location.groups:
        for explanation in group.explanations:
            implied = {change.figure.key: change.implied for change in explanation.figures}
            figures = [replace(f, value=implied.get(f.key, f.value)) for f in ledger.figures]
            mended = check(replace(ledger, figures=tuple(figures)))
            assert {finding.verdict for finding in mended} == {Verdict.EXACT}
            assert explanation.slip or len(explanation.figures) <= len(chosen)
    assert bool(location.groups) == any(finding.verdict is Verdict.INCONSISTENT for finding in check(ledger))


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 4), min_size=2, max_size=2), min_size=2, max_size=2), st.data())
def test_pairs_are_all_those_that_trying_every_pair_of_values_finds(rows, data):
    rows = with_totals(rows)
    cells = [(i, j) for i in range(3) for j in range(3)]
    wrong = data.draw(st.lists(st.sampled_from(cells), min_size=2, max_size=2, unique=True))
    for i, j in wrong:
        rows[i][j] += data.draw(st.integers(1, 3))
    ledger = table(printed(rows), ulp="1")
    location = locate(ledger)
    if location.explanations and len(location.explanations[0].figures) == 2:
        found = {frozenset(meant(explanation)) for explanation in location.explanations}
        assert found == {frozenset(pair) for pair in combinations(cells, 2) if mendable(rows, pair)}


def mendable(rows, pair):
    (a, b), (c, d) = pair
    for up in range(-12, 13):
        for down in range(-12, 13):
            changed = [list(row) for row in rows]
            changed[a][b] += up
            changed[c][d] += down
            if all(row[0] == sum(row[1:]) for row in changed) and all(
                column[-1] == sum(column[:-1]) for column in zip(*changed, strict=True)
            ):
                return True
    return False


def random_ledger(rules, parts, figures, kind=Kind.EXACT):
    chance = random.Random(0)
    numbers = [chance.randint(1, 999) for _ in range(figures)]
    chosen = [chance.sample(range(figures), parts) for _ in range(rules)]
    sums = tuple(SumRule(total, tuple(rest), str(name)) for name, (total, *rest) in enumerate(chosen))
    return Ledger(
        tuple(Figure(key, str(n), Decimal(n)) for key, n in enumerate(numbers)), sums, Decimal(1), kind
    )


def copies(number):
    chance = random.Random(0)
    numbers = [chance.randint(1, 999) for _ in range(number)]
    figures = tuple(Figure(key, str(n), Decimal(n), key + 1, 1) for key, n in enumerate(numbers))
    return Ledger(figures, tuple(SumRule(key + 1, (key,)) for key in range(number - 1)), Decimal(1))


def hub(rules):
    figures = [Figure(key, str(key % 97), Decimal(key % 97)) for key in range(rules * 10)]
    sums = [SumRule(10 * n + 9, (0, *range(10 * n, 10 * n + 9))) for n in range(1, rules)]
    return Ledger(tuple(figures), tuple(sums), Decimal(1))


def wide(parts):
    figures = [Figure(key, str(key * 7 + 1), Decimal(key * 7 + 1), key, 1) for key in range(1, parts + 1)]
    total = sum(figure.value for figure in figures) + 50 * parts
    rule = SumRule("total", tuple(figure.key for figure in figures))
    return Ledger((Figure("total", str(total), total), *figures), (rule,), Decimal(1), Kind.ROUNDED)


@pytest.mark.parametrize(
    "ledger",
    [
        random_ledger(80, 10, 100),
        random_ledger(20, 10, 100),
        random_ledger(10, 10, 60),
        random_ledger(8, 100, 400),
        random_ledger(5, 10, 40, Kind.ROUNDED),
        copies(3000),
        hub(300),
        wide(500),
    ],
    ids=["80 x 10", "20 x 10", "10 x 10", "8 x 100", "rounded", "copies", "hub", "wide"],
)
def test_a_search_ends_within_its_steps_whatever_is_searched(ledger):
    assert locate(ledger).groups
    assert locate(ledger, steps=1000) == locate(ledger, steps=1000)


def test_a_wrong_figure_that_is_subtracted_is_located_with_its_value():
    texts = {"opening": "100", "added": "30", "disposed": "01", "closing": "120", "also disposed": "10"}
    figures = tuple(Figure(key, text, Decimal(text)) for key, text in texts.items())
    rules = (
        SumRule("closing", ("opening", "added", "disposed"), minus=("disposed",)),
        SumRule("disposed", ("also disposed",)),
    )
    [explanation] = locate(Ledger(figures, rules, Decimal(1))).explanations
    assert meant(explanation) == {"disposed": "10"}
