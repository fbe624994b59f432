from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from refusals import refuses

from xcdata.ledger.model import Figure, Kind, Ledger, SumRule
from xcdata.ledger.rounding import joint_conflict
from xcdata.ledger.verdicts import Verdict, check
from xcdata.ledger.words import describe, unread

CENT = Decimal("0.01")


def figure(key, printed, ulp=None):
    return Figure(key, printed, Decimal(printed or 0), ulp=ulp)


def one_rule(total, parts, kind=Kind.EXACT, known="0", ulp=CENT):
    figures = [figure("total", total), *(figure(number, part) for number, part in enumerate(parts))]
    rule = SumRule("total", tuple(range(len(parts))), "sum", Decimal(known))
    [finding] = check(Ledger(tuple(figures), (rule,), ulp, kind))
    return finding


def test_a_sum_that_holds_is_exact_and_says_what_was_added_up():
    finding = one_rule("0.6", ["", "", "0.2", "0.3", "0.1"])
    assert finding.verdict is Verdict.EXACT
    assert (finding.published, finding.computed, finding.difference) == (Decimal("0.6"), Decimal("0.6"), 0)


@pytest.mark.parametrize(
    ("total", "exact", "rounded"),
    [
        ("0.60", "exact", "exact"),
        ("0.61", "inconsistent", "within rounding"),
        ("0.62", "inconsistent", "within rounding"),
        ("0.63", "inconsistent", "inconsistent"),
        ("0.58", "inconsistent", "within rounding"),
        ("0.57", "inconsistent", "inconsistent"),
    ],
)
def test_three_parts_may_differ_by_two_units_in_a_rounded_ledger_and_by_none_in_an_exact_one(
    total, exact, rounded
):
    parts = ["0.2", "0.3", "0.1"]
    assert one_rule(total, parts).verdict == exact
    finding = one_rule(total, parts, Kind.ROUNDED)
    assert (finding.verdict, finding.tolerance) == (rounded, 2 * CENT)


def test_two_parts_have_a_tolerance_of_one_unit_and_a_half():
    finding = one_rule("0.52", ["0.2", "0.3"], Kind.ROUNDED)
    assert (finding.verdict, finding.tolerance, finding.difference) == (
        "inconsistent",
        Decimal("0.015"),
        -2 * CENT,
    )


def test_two_places_that_state_one_rounded_figure_must_print_the_same():
    finding = one_rule("0.31", ["0.30"], Kind.ROUNDED)
    assert (finding.verdict, finding.tolerance) == (Verdict.INCONSISTENT, 0)


@pytest.mark.parametrize(
    ("mu", "verdict"),
    [
        ("0.30091", "within rounding"),
        ("0.305", "within rounding"),
        ("0.30501", "inconsistent"),
        ("0.3", "exact"),
    ],
)
def test_a_coarser_figure_brings_its_half_unit_into_an_exact_ledger(mu, verdict):
    figures = (figure("printed", "0.3"), figure("in mu", mu, Decimal("0.00001")))
    [finding] = check(Ledger(figures, (SumRule("printed", ("in mu",)),), CENT))
    assert (finding.verdict, finding.tolerance) == (verdict, Decimal("0.005"))


def test_a_known_difference_is_the_zero_of_its_rule():
    assert one_rule("22.55", ["22.55", "0.3"], known="0.30").verdict is Verdict.EXACT
    finding = one_rule("22.85", ["22.55", "0.3"], known="0.30")
    assert (finding.verdict, finding.difference) == (Verdict.INCONSISTENT, 0)


def test_a_rule_with_an_unreadable_part_is_not_checkable():
    figures = (figure("total", "3"), Figure("a", "l", None), figure("b", "2"))
    [finding] = check(Ledger(figures, (SumRule("total", ("a", "b")),), Decimal(1)))
    assert finding.verdict is Verdict.NOT_CHECKABLE
    assert (finding.published, finding.computed, finding.difference) == (3, None, None)


def test_a_rule_with_an_unreadable_total_says_what_the_parts_add_up_to():
    figures = (Figure("total", "?", None), figure("a", "1.25"), figure("b", "2"))
    [finding] = check(Ledger(figures, (SumRule("total", ("a", "b")),), CENT))
    assert (finding.verdict, finding.computed) == (Verdict.NOT_CHECKABLE, Decimal("3.25"))


def test_numbers_longer_than_the_decimal_context_are_added_exactly():
    large = "9" * 40
    assert one_rule(f"1{'0' * 40}.01", [large, "1.01"]).verdict is Verdict.EXACT
    assert one_rule(f"1{'0' * 40}.00", [large, "1.01"]).verdict is Verdict.INCONSISTENT


def test_a_ledger_that_declares_no_kind_is_checked_as_the_likelier():
    rows = [("1.00", ["0.33", "0.33", "0.33"])] * 12
    figures, rules = [], []
    for number, (total, parts) in enumerate(rows):
        figures += [figure((number, place), text) for place, text in enumerate([total, *parts])]
        rules.append(SumRule((number, 0), ((number, 1), (number, 2), (number, 3))))
    findings = check(Ledger(tuple(figures), tuple(rules), CENT, None))
    assert {finding.verdict for finding in findings} == {Verdict.WITHIN_ROUNDING}


@settings(deadline=None)
@given(st.lists(st.integers(-5000, 5000), min_size=1, max_size=30))
def test_rounding_each_figure_on_its_own_is_never_inconsistent(thousandths):
    def rounded(value):
        return str((Decimal(value) / 1000).quantize(CENT))

    finding = one_rule(rounded(sum(thousandths)), [rounded(part) for part in thousandths], Kind.ROUNDED)
    assert finding.verdict is not Verdict.INCONSISTENT


@settings(deadline=None)
@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=10), st.integers(1, 10**6))
def test_the_smallest_difference_is_inconsistent_in_an_exact_ledger(cents, difference):
    def printed(value):
        return str(Decimal(value).scaleb(-2))

    finding = one_rule(printed(sum(cents) + difference), [printed(part) for part in cents])
    assert (finding.verdict, finding.difference) == (Verdict.INCONSISTENT, Decimal(-difference).scaleb(-2))


@pytest.mark.parametrize("kind", [*Kind, None])
def test_figures_as_large_and_as_fine_as_a_ledger_takes_are_judged_exactly(kind):
    figures = (
        Figure("total", "", Decimal("1e100")),
        Figure("large", "", Decimal("1e100")),
        Figure("fine", "", Decimal("1e-100")),
    )
    ledger = Ledger(figures, (SumRule("total", ("large", "fine")),), Decimal("1e-100"), kind)
    [finding] = check(ledger)
    assert finding.difference == Decimal("1e-100")
    assert (finding.verdict is Verdict.WITHIN_ROUNDING) == (finding.tolerance > 0)


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("1e308", "1E+308"),
        ("1e-308", "1E-308"),
        ("-1e999999", "-1E+999999"),
        ("9" * 400, "999999999999… (≈ 10**399)"),
        ("0." + "3" * 400, "0.3333333333… (≈ 10**-1)"),
    ],
)
def test_a_figure_too_large_or_too_fine_to_reckon_with_is_refused_at_once(value, printed):
    with refuses("number_beyond_reach", where="'a'", found=printed):
        Ledger((Figure("a", value, Decimal(value)), figure("b", "1")), (SumRule("a", ("b",)),), CENT)


@pytest.mark.parametrize("known", ["NaN", "Infinity", "1e308", "1e-400"])
def test_a_known_difference_that_is_no_number_of_the_ledger_is_refused(known):
    rule = SumRule("a", ("b",), known_difference=Decimal(known))
    with refuses("number_beyond_reach", where="'a'.known_difference"):
        Ledger((figure("a", "1"), figure("b", "1")), (rule,), CENT)


@pytest.mark.parametrize("ulp", ["1e-308", "1e308"])
def test_a_unit_or_a_least_value_out_of_reach_is_refused(ulp):
    with refuses("number_beyond_reach", where="ulp"):
        Ledger((figure("a", "1"),), (), Decimal(ulp))
    with refuses("number_beyond_reach", where="'a'.ulp"):
        Ledger((figure("a", "1", Decimal(ulp)),), (), CENT)
    with refuses("number_beyond_reach", where="least"):
        Ledger((figure("a", "1"),), (), CENT, least=Decimal(ulp))
    with refuses("number_beyond_reach", where="least", found="-Infinity"):
        Ledger((figure("a", "1"),), (), CENT, least=Decimal("-Infinity"))


@pytest.mark.parametrize(
    ("figures", "rules", "kind", "told"),
    [
        ([figure("a", "1"), figure("a", "2")], [], "key_repeated", {"found": "'a'", "count": 2}),
        ([figure("a", "1")], [SumRule("a", ("b",))], "figure_not_in_ledger", {"found": "'b'"}),
        ([figure("a", "1")], [SumRule("a", ("a",))], "total_among_parts", {"found": "'a'"}),
        ([figure("a", "1"), figure("b", "1")], [SumRule("a", ("b", "b"))], "part_repeated", {"found": "'b'"}),
        ([figure("a", "1")], [SumRule("a", (), "r")], "rule_without_parts", {"where": "r"}),
        ([Figure("a", "NaN", Decimal("NaN"))], [], "number_beyond_reach", {"found": "NaN", "where": "'a'"}),
        ([figure("a", "1", Decimal(0))], [], "not_a_unit", {"found": "0", "where": "'a'.ulp"}),
        ([Figure("a", "1", 1)], [], "not_a_decimal", {"found": "1", "type": "int", "text": "'1'"}),
        ([Figure("a", "1", 0.5)], [], "not_a_decimal", {"found": "0.5", "type": "float", "where": "'a'"}),
        ([figure("a", "1", 0.01)], [], "not_a_decimal", {"found": "0.01", "where": "'a'.ulp"}),
        (
            [figure("a", "1"), figure("b", "1")],
            [SumRule("a", ("b",), "r", 0)],
            "not_a_decimal",
            {"where": "r.known_difference"},
        ),
        ([figure("a", "1"), figure("b", "1")], [SumRule("a", ("b",), minus=("a",))], "minus_not_a_part", {}),
        (
            [figure("a", "1"), figure("b", "1")],
            [SumRule("a", ("b",), minus=("b", "b"))],
            "minus_not_a_part",
            {},
        ),
    ],
)
def test_a_ledger_that_makes_no_sense_is_refused_with_the_reason(figures, rules, kind, told):
    with refuses(kind, **told):
        Ledger(tuple(figures), tuple(rules), CENT)


@pytest.mark.parametrize("number", [1, 0.01, "0.01"])
def test_a_unit_or_a_least_value_that_is_no_decimal_is_refused_with_what_to_give(number):
    with refuses("not_a_decimal", where="ulp", text=repr(str(number))):
        Ledger((figure("a", "1"),), (), number)
    with refuses("not_a_decimal", where="least"):
        Ledger((figure("a", "1"),), (), CENT, least=number)


def test_a_kind_may_be_given_by_its_name_and_another_is_refused():
    assert one_rule("0.61", ["0.2", "0.3", "0.1"], "exact").verdict is Verdict.INCONSISTENT
    assert one_rule("0.61", ["0.2", "0.3", "0.1"], "rounded").verdict is Verdict.WITHIN_ROUNDING
    with refuses("unknown_kind_of_sums", kinds=("'exact'", "'rounded'"), found="'foo'"):
        one_rule("1", ["1"], "foo")


ROLL = SumRule("closing", ("opening", "added", "disposed"), "roll", minus=("disposed",))


def test_what_is_subtracted_enters_a_sum_with_its_sign():
    texts = {"closing": "120", "opening": "100", "added": "30", "disposed": "10"}
    [finding] = check(Ledger(tuple(figure(*one) for one in texts.items()), (ROLL,), Decimal(1)))
    assert (finding.verdict, finding.computed) == (Verdict.EXACT, 120)
    [finding] = check(
        Ledger(tuple(figure(*one) for one in (texts | {"disposed": "15"}).items()), (ROLL,), CENT)
    )
    assert (finding.verdict, finding.computed, finding.difference) == (Verdict.INCONSISTENT, 115, -5)


def test_a_rule_that_subtracts_is_told_with_its_sign_and_what_a_missing_part_must_be():
    known = [figure("closing", "120"), figure("opening", "100"), figure("added", "30")]
    ledger = Ledger((*known, Figure("disposed", "?", None)), (ROLL,), Decimal(1))
    assert describe(ledger, ROLL, "en").endswith("opening + added − disposed")
    assert "10" in unread(ledger, ROLL, "en")
    [finding] = check(
        replace(ledger, figures=(Figure("closing", "?", None), *known[1:], figure("disposed", "10")))
    )
    assert (finding.verdict, finding.computed) == (Verdict.NOT_CHECKABLE, 120)


def test_rounded_rules_that_subtract_are_held_against_one_another_by_their_signs():
    # a - b prints 3 and b - a must then print -3 or nearly so.
    texts = {"a": "5", "b": "2", "c": "4", "d": "-2"}
    rules = (SumRule("c", ("a", "b"), minus=("b",)), SumRule("d", ("b", "a"), minus=("a",)))
    ledger = Ledger(tuple(figure(*one) for one in texts.items()), rules, Decimal(1), Kind.ROUNDED)
    assert {finding.verdict for finding in check(ledger)} == {Verdict.WITHIN_ROUNDING}
    assert joint_conflict(ledger) == rules
