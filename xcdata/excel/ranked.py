"""Tables in order of size, so that a chart of them stays sorted when a figure is edited.

In: where a table stands and what it shows. Out: the formula of each line's rank, of what the line of a rank holds, and of a sentence about them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from xcdata.excel.style import Formula
from xcdata.grids.address import span

PLACES = 6
"""Sums that are equal to so many decimals are equal; beyond that spreadsheets differ by rounding errors."""

SPARE = 5
"""Lines that may be put into a table: each has its rank, though a chart has no more bars."""


@dataclass(frozen=True)
class Ranked:
    """A table as its sheet has it, and what it is ranked by.

    Attributes
    ----------
    sheet : str
    first : int
        The row of its first line.
    names : dict of int to sequence of str
        By column what a line is called; of several columns in one.
    values : dict of int to sequence of float
        By column the figures.
    titles : dict of int to str
        The headings of these.
    by : int
        The column that it is ranked by.
    whole : str
        Where the whole stands, with the name of the sheet, if it may be more than the sum of the lines.
    """

    sheet: str
    first: int
    names: Mapping[int, Sequence[str]]
    values: Mapping[int, Sequence[float]]
    titles: Mapping[int, str]
    by: int
    whole: str = ""

    @cached_property
    def order(self) -> list[int]:
        """The lines, the largest first, equals as they stand."""
        amounts = [round(value, PLACES) for value in self.values[self.by]]
        return sorted(range(len(amounts)), key=lambda line: -amounts[line])

    def cells(self, column: int) -> str:
        """Return a column's range with the name of the sheet."""
        last = self.first + len(self.values[self.by]) - 1
        return f"'{self.sheet}'!{span((self.first, column), (last, column), fixed=True)}"

    def ranks(self) -> list[Formula]:
        """Return the rank of each line: the largest is 1, equals are ranked as they stand.

        A line is asked for by its place, so that one that was put in has its rank, too; blank where there is none.
        """
        cells = self.cells(self.by)
        whole, top = f"ROUND({cells},{PLACES})", f"ROW(INDEX({cells},1))"
        formulas = []
        for line in range(1, len(self.order) + SPARE + 1):
            own = f"ROUND(INDEX({cells},{line}),{PLACES})"
            larger = f"SUMPRODUCT(({whole}>{own})*1)"
            above = f"SUMPRODUCT(({whole}={own})*(ROW({cells})-{top}<{line}))"
            rank = self.order.index(line - 1) + 1 if line <= len(self.order) else ""
            formulas.append(Formula(f'=IF({line}>ROWS({cells}),"",{larger}+{above})', rank))
        return formulas

    def name(self, place: int, at: str) -> Formula:
        """Return what a line is called: its place in the order, and the formula of its number in the table."""
        line = self.order[place]
        joined = '&" "&'.join(f"INDEX({self.cells(column)},{at})" for column in self.names)
        text = f"=TRIM({joined})" if len(self.names) > 1 else f"={joined}"
        return Formula(text, " ".join(filter(None, (names[line] for names in self.names.values()))))

    def value(self, column: int, place: int, at: str) -> Formula:
        """Return a figure of a line."""
        return Formula(f"=INDEX({self.cells(column)},{at})", self.values[column][self.order[place]])


def sentence(text: str, **parts: Formula) -> Formula:
    """Return a text with placeholders as a formula that says it of what the cells hold now.

    Examples
    --------
    >>> sentence("{first} leads", first=Formula("=B4", "禹州市"))
    Formula(text='=B4&" leads"', value='禹州市 leads')
    """
    pieces = []
    for piece in re.split(r"(\{\w+\})", text):
        if part := parts.get(piece.strip("{}")):
            pieces.append(part.expression)
        elif piece:
            pieces.append('"' + piece.replace('"', '""') + '"')
    return Formula("=" + "&".join(pieces), text.format(**{name: one.value for name, one in parts.items()}))


def told(formula: str, value: float, form: str) -> Formula:
    """Return a number as a text, in a number format of Excel: ``0.0%``, ``0.00`` or ``#,##0``.

    Examples
    --------
    >>> told("B4/B9", 0.57694, "0.0%")
    Formula(text='=TEXT(B4/B9,"0.0%")', value='57.7%')
    """
    spec = {"0.0%": ".1%", "0.00": ".2f", "#,##0": ",.0f"}[form]
    return Formula(f'=TEXT({formula},"{form}")', f"{value:{spec}}")


def beyond(text: str, whole: str, parts: str, form: str) -> Formula:
    """Return what a whole has ``more`` than its parts as a formula that says it; nothing as long as they are all of it.

    Examples
    --------
    >>> beyond("and {more}", "B9", "B4:B8", "0.00").text
    '=IF(ROUND(B9-SUM(B4:B8),6)=0,"","and "&TEXT(ROUND(B9-SUM(B4:B8),6),"0.00"))'
    """
    rest = f"ROUND({whole}-SUM({parts}),{PLACES})"
    return Formula(f'=IF({rest}=0,"",{sentence(text, more=told(rest, 0.0, form)).expression})', "")
