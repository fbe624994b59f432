"""What kind of slip turns the number that was meant into the text that was printed.

In: a printed text, the value it should have had, and the unit in the last place. Out: the kinds of slip
that do it, most telling first.
"""

from __future__ import annotations

import unicodedata
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from itertools import pairwise

from xcdata.ledger.decimals import EXACTLY, REACH, out_of_reach
from xcdata.ledger.model import Figure

MOST_CHARACTERS = 2 * REACH + 2
"""Longer texts are no figures of a ledger, and one digit of hundreds is evidence of no slip."""


class Slip(StrEnum):
    """A way to get a figure wrong, in the order of how rarely chance imitates it.

    Whatever a cell is off by, some blank cell could have lost just that, and every third number differs from
    another in one digit only; but few pairs of numbers are one another's digits transposed.
    """

    ROW_SHIFTED = "row's cells shifted by one column"
    ROWS_EXCHANGED = "two rows' labels exchanged"
    CELLS_EXCHANGED = "two cells exchanged"
    GAINED = "figure where none belongs"
    SIGN = "sign"
    POINT_MOVED = "decimal point moved"
    TRANSPOSED = "two neighbours transposed"
    DOUBLED = "digit doubled"
    DROPPED = "digit dropped"
    DIGIT_CHANGED = "one digit changed"
    MISSING = "figure missing"


def places_moved(figure: Figure) -> int:
    """Give the places between a value and its printed number: 4 for mu in a ledger of 10,000 mu."""
    try:
        number = Decimal(_plain(figure.printed))
    except InvalidOperation:
        return 0
    if not number.is_finite() or not number or not figure.value:
        return 0
    places = number.adjusted() - figure.value.adjusted()
    return places if abs(places) <= REACH and number == EXACTLY.scaleb(figure.value, places) else 0


def is_as_printed(figure: Figure) -> bool:
    """Whether a figure's value is its printed number with the point moved, or nothing where nothing is printed."""
    if not figure.printed:
        return not figure.value
    try:
        number = Decimal(_plain(figure.printed))
    except InvalidOperation:
        return False
    return number.is_finite() and number == EXACTLY.scaleb(figure.value or Decimal(0), places_moved(figure))


def value_slips(printed: str, implied: Decimal, ulp: Decimal) -> tuple[Slip, ...]:
    """Name every slip that turns an implied value into the printed text.

    Parameters
    ----------
    printed : str
        As printed; empty for a blank cell.
    implied : Decimal
        The value that was meant. Nothing (0) may have been meant as a blank.
    ulp : Decimal
        The unit in the last place: a table of 0.01 may print ``4``, ``4.0`` or ``4.00``.

    Returns
    -------
    tuple of Slip
        In the order of :class:`Slip`; empty where one slip does not do.

    Examples
    --------
    >>> [slip.value for slip in value_slips("12.68", Decimal("12.86"), Decimal("0.01"))]
    ['two neighbours transposed']
    """
    text = _plain(printed)
    if not text:
        return (Slip.MISSING,) if implied else ()
    if not implied:
        return (Slip.GAINED,)
    body = text.removeprefix("-")
    if len(body) > MOST_CHARACTERS or out_of_reach(implied):
        return ()
    kinds = set()
    most = max(-int(ulp.as_tuple().exponent), len(body.partition(".")[2]))
    for meant in _ways_to_print(implied.copy_abs(), most):
        if text.startswith("-") != (implied < 0):
            kinds |= {Slip.SIGN} if _same_number(body, meant) else set()
        elif not _same_number(body, meant):
            kinds |= _digit_slips(body, meant)
    return tuple(slip for slip in Slip if slip in kinds)


def _digit_slips(body: str, meant: str) -> set[Slip]:
    """Name the slips in digits that leave the very text that is printed: 23 is no 1023 without its first digit, nor 27 a 207 transposed."""
    kinds = set()
    if body.replace(".", "").strip("0") == meant.replace(".", "").strip("0"):
        kinds.add(Slip.POINT_MOVED)
    digits = [index for index, character in enumerate(meant) if character != "."]
    if len(body) == len(meant):
        changed = [index for index in range(len(meant)) if body[index] != meant[index]]
        if len(changed) == 1 and body.find(".") == meant.find("."):
            kinds.add(Slip.DIGIT_CHANGED)
    for left, right in pairwise(digits):
        swapped = list(meant)
        swapped[left], swapped[right] = meant[right], meant[left]
        if body == "".join(swapped) or ("." in body and padded(body) == padded("".join(swapped))):
            kinds.add(Slip.TRANSPOSED)
    for index in digits:
        if body == meant[:index] + meant[index + 1 :]:
            kinds.add(Slip.DROPPED)
        if body == meant[: index + 1] + meant[index:]:
            kinds.add(Slip.DOUBLED)
    return kinds


def padded(text: str) -> str:
    """Return a text without the zeros behind its point: 13.1 may be a 13.10 as a spreadsheet keeps it."""
    return text.rstrip("0")


def _same_number(one: str, other: str) -> bool:
    return one == other or _stripped(one) == _stripped(other)


def _stripped(text: str) -> str:
    whole, _, decimals = text.partition(".")
    return f"{whole.lstrip('0')}.{decimals.rstrip('0')}"


def _ways_to_print(value: Decimal, most: int) -> list[str]:
    """Give the texts of a value from its shortest to the one with so many decimals."""
    decimals = max(0, -int(value.normalize(EXACTLY).as_tuple().exponent))
    return [f"{value:.{n}f}" for n in range(decimals, max(decimals, most) + 1)]


def _plain(printed: str) -> str:
    text = unicodedata.normalize("NFKC", printed).replace(",", "").replace("\u2212", "-")
    return "".join(text.split()).removeprefix("+")
