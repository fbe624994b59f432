from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from xcdata.ledger.model import Figure
from xcdata.ledger.slips import Slip, places_moved, value_slips

CENT = Decimal("0.01")


@pytest.mark.parametrize(
    ("printed", "meant", "slip"),
    [
        ("12.68", "12.86", Slip.TRANSPOSED),
        ("14.8", "18.4", Slip.TRANSPOSED),
        ("81.4", "18.4", Slip.TRANSPOSED),
        ("18.04", "18.4", Slip.TRANSPOSED),
        ("1.84", "18.4", Slip.POINT_MOVED),
        ("184", "18.4", Slip.POINT_MOVED),
        ("40", "4", Slip.POINT_MOVED),
        ("12.8", "12.86", Slip.DROPPED),
        ("2.86", "12.86", Slip.DROPPED),
        ("122.86", "12.86", Slip.DOUBLED),
        ("13.86", "12.86", Slip.DIGIT_CHANGED),
        ("7", "4", Slip.DIGIT_CHANGED),
        ("3433.00000", "3633", Slip.DIGIT_CHANGED),
        ("1.53", "1.5", Slip.DIGIT_CHANGED),
        ("-0.3", "0.3", Slip.SIGN),
        ("0.3", "-0.3", Slip.SIGN),
        ("", "0.15", Slip.MISSING),
        ("0.15", "0", Slip.GAINED),
    ],
)
def test_each_kind_of_slip_is_named(printed, meant, slip):
    assert slip in value_slips(printed, Decimal(meant), CENT)


@pytest.mark.parametrize(
    ("printed", "meant"),
    [("0.15", "0.15"), ("0.150", "0.15"), ("", "0"), ("12.86", "31.5"), ("5.33", "7.26"), ("-1.2", "3.4")],
)
def test_what_no_single_slip_does_has_no_name(printed, meant):
    assert value_slips(printed, Decimal(meant), CENT) == ()


@pytest.mark.parametrize(
    ("printed", "meant"), [("23", "1023"), ("4", "4.05"), ("40.5", "405"), ("6", "600.6"), ("72", "702.0")]
)
def test_a_slip_that_would_have_left_zeros_which_are_not_printed_is_none(printed, meant):
    expected = (Slip.POINT_MOVED,) if printed == "40.5" else (Slip.DROPPED,) if printed == "72" else ()
    assert value_slips(printed, Decimal(meant), CENT) == expected


def test_a_spreadsheet_keeps_no_zeros_behind_the_point():
    assert value_slips("13.1", Decimal("13.01"), CENT)[0] is Slip.TRANSPOSED


def test_the_more_telling_kind_comes_first():
    assert value_slips("21", Decimal(12), Decimal(1))[0] is Slip.TRANSPOSED
    assert value_slips("0.05", Decimal("0.5"), CENT)[0] is Slip.POINT_MOVED


@pytest.mark.parametrize("printed", ["1,268", "１２６８", " 12 68 ", "+1268"])
def test_separators_spaces_and_wide_digits_do_not_hide_a_slip(printed):
    assert value_slips(printed, Decimal(1286), Decimal(1))[0] is Slip.TRANSPOSED


def test_a_figure_printed_in_another_unit_is_compared_as_printed():
    area = Figure("area", "3009.1", Decimal("0.30091"))
    assert places_moved(area) == 4
    assert places_moved(Figure("cell", "0.3", Decimal("0.3"))) == 0
    assert places_moved(Figure("blank", "", Decimal(0))) == 0
    assert places_moved(Figure("words", "约三百", Decimal(300))) == 0


@pytest.mark.parametrize(
    "printed", ["1e999999", "1E-999999", "1e1000000000000000000", "9" * 400, "0." + "0" * 400 + "1"]
)
def test_texts_of_no_figure_a_ledger_takes_are_neither_moved_nor_a_slip(printed):
    assert places_moved(Figure("a", printed, Decimal(1))) == 0
    assert value_slips(printed, Decimal(12), CENT) == ()
    assert value_slips("12", Decimal("1e308"), CENT) == ()


def test_long_figures_keep_all_their_digits_when_slips_are_told():
    meant = "12345678901234567890123456789012345"
    assert value_slips(meant.replace("901234", "902134", 1), Decimal(meant), Decimal(1))[0] is Slip.TRANSPOSED
    assert places_moved(Figure("a", meant + "0000", Decimal(meant))) == 4


cents = st.integers(1, 99_999).map(lambda number: Decimal(number).scaleb(-2))


@settings(deadline=None)
@given(cents, st.data())
def test_every_slip_made_is_among_those_named(value, data):
    printed = f"{value:.2f}"
    place = data.draw(st.sampled_from([index for index, character in enumerate(printed) if character != "."]))
    digit = data.draw(st.sampled_from("0123456789"))
    for spoiled, slip in (
        (printed[:place] + digit + printed[place + 1 :], Slip.DIGIT_CHANGED),
        (printed[: place + 1] + printed[place:], Slip.DOUBLED),
        (printed[:place] + printed[place + 1 :], Slip.DROPPED),
        (f"-{printed}", Slip.SIGN),
        ("", Slip.MISSING),
    ):
        if Decimal(spoiled or 0) != value:
            assert slip in value_slips(spoiled, value, CENT)


@settings(deadline=None)
@given(cents, cents)
def test_a_named_slip_always_means_another_number(value, other):
    assume(value != other)
    assert value_slips(f"{value:f}", value, CENT) == ()
    assert Slip.MISSING not in value_slips(f"{value:f}", other, CENT)
