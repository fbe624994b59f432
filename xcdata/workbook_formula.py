"""The value of a simple formula: sums of cells, ranges and numbers.

In: a formula such as ``=SUM(E8:I8,K8)+B17`` and the cells of its sheet. Out: its exact value; or ``None`` for anything
beyond ``+``, ``-``, brackets and ``SUM``, which is left to the value that a spreadsheet saved.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from openpyxl.utils.cell import column_index_from_string

TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+\.?\d*|\.\d+)|(?P<cell>\$?[A-Z]{1,3}\$?[1-9]\d{0,6})|(?P<sign>SUM\(|[-+(),:]))"
)
MOST_CELLS = 10_000

Place = tuple[int, int]
Look = Callable[[Place], Decimal]


class BeyondError(Exception):
    """A formula that is not simple."""


def evaluate(formula: str, look: Look) -> Decimal | None:
    """Return the value of a simple formula.

    Parameters
    ----------
    formula : str
        With its ``=``.
    look : callable
        Gives the value of a cell by (row, column), a blank one as 0.

    Returns
    -------
    Decimal or None
        None where the formula is not simple.

    Examples
    --------
    >>> evaluate("=SUM(A1:B1)-0.5", lambda place: Decimal(place[1]))
    Decimal('2.5')
    """
    try:
        return Expression(formula, look).value()
    except (BeyondError, RecursionError):  # brackets may nest without end
        return None


class Expression:
    """A formula being read from left to right."""

    def __init__(self, formula: str, look: Look) -> None:
        self.tokens = list(tokens(formula))
        self.look = look

    def value(self) -> Decimal:
        """Return the value of the whole."""
        total = self.sum()
        if self.tokens:
            raise BeyondError
        return total

    def take(self, *kinds: str) -> str | None:
        """Take the next token if it is one of some."""
        if self.tokens and (self.tokens[0][0] in kinds or self.tokens[0][1] in kinds):
            return self.tokens.pop(0)[1]
        return None

    def sum(self) -> Decimal:
        """Return the value of terms joined by plus and minus."""
        total, sign = Decimal(0), self.take("+", "-") or "+"
        while True:
            term = self.term()
            total = total + term if sign == "+" else total - term
            following = self.take("+", "-")
            if following is None:
                return total
            sign = following

    def term(self) -> Decimal:
        """Return the value of a number, a cell, a bracket or a SUM."""
        if number := self.take("number"):
            return Decimal(number)
        if cell := self.take("cell"):
            return self.look(place_of(cell))
        if self.take("("):
            value = self.sum()
        elif self.take("SUM("):
            value = self.argument()
            while self.take(","):
                value += self.argument()
        else:
            raise BeyondError
        if not self.take(")"):
            raise BeyondError
        return value

    def argument(self) -> Decimal:
        """Return the value of an argument of SUM: a range, or any expression."""
        if len(self.tokens) > 2 and self.tokens[1][1] == ":":
            first, _, last = (self.tokens.pop(0) for _ in range(3))
            if first[0] == last[0] == "cell":
                return self.block(place_of(first[1]), place_of(last[1]))
            raise BeyondError
        return self.sum()

    def block(self, one: Place, other: Place) -> Decimal:
        """Return the sum of a range."""
        (top, bottom), (left, right) = (sorted(ends) for ends in zip(one, other, strict=True))
        if (bottom - top + 1) * (right - left + 1) > MOST_CELLS:
            raise BeyondError
        places = ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
        return sum((self.look(place) for place in places), Decimal(0))


def tokens(formula: str) -> list[tuple[str, str]]:
    """Return the tokens of a formula, each with its kind."""
    text, found, position = formula.removeprefix("=").upper().rstrip(), [], 0
    while position < len(text):
        match = TOKEN.match(text, position)
        if not match:
            raise BeyondError
        found.append((match.lastgroup or "", match[match.lastgroup or 0]))
        position = match.end()
    return found


def place_of(cell: str) -> Place:
    """Return the row and the column of an address."""
    letters, digits = re.fullmatch(r"\$?([A-Z]+)\$?(\d+)", cell).groups()  # type: ignore[union-attr]
    return int(digits), column_index_from_string(letters)
