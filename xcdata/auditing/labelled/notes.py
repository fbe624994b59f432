"""What is told of a line that calls itself a total.

In: a total, what it was expected to add up, and where it is not checked. Out: a :class:`LabelNote`, and by how much it is off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from xcdata.auditing.patterns import Cell
from xcdata.grids.numerals import Reading


@dataclass(frozen=True, slots=True)
class LabelNote:
    """A line that calls itself a total, or was found to be one, and what is not checked of it.

    Attributes
    ----------
    axis : {"row", "column"}
        Whether it is a row or a column.
    total : int
        0-based.
    parts : tuple of int
        What it was expected to add up.
    label : str
    positions : tuple of int
        Where it is not checked.
    differences : tuple of Decimal
        What the parts make there, less what is printed.
    reason : str
        ``no sum``, ``average``, ``blank``, ``no parts``, ``other unit``, ``rate``, ``left out``, ``subset``, ``unmet``,
        ``unmet elsewhere``, ``unconfirmed`` or ``unconfirmed everywhere``; named in ``labels.toml`` under ``[unchecked]``. Of a
        ``subset`` the parts are the lines of those expected that would make the total, and the differences those of all that were
        expected.
    others : int
        How many other choices of lines would make a total as well.
    held : int
        Of what is ``unmet``, in how many positions it holds.
    """

    axis: str
    total: int
    parts: tuple[int, ...]
    label: str
    positions: tuple[int, ...]
    differences: tuple[Decimal, ...]
    reason: str
    others: int = 0
    held: int = 0

    @property
    def is_finding(self) -> bool:
        """Whether a reviewer must look into it."""
        return self.reason in ("no sum", "average", "blank", "left out", "unmet", "unconfirmed")


def difference(
    axis: str, readings: Sequence[Sequence[Reading]], total: int, parts: Sequence[int], position: int
) -> Decimal:
    """Return what the parts make at a position, less what is printed."""

    def value(line: int) -> Decimal:
        row, column = (line, position) if axis == "row" else (position, line)
        reading = readings[row][column] if column < len(readings[row]) else None
        return reading if isinstance(reading, Decimal) else Decimal(0)

    return sum((value(part) for part in parts), Decimal(0)) - value(total)


def cell_of(axis: str, line: int, position: int) -> Cell:
    """Return the (row, column) of a line at a position."""
    return (line, position) if axis == "row" else (position, line)
