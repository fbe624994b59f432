"""A workbook → what its sheets hold, as texts that can be compared.

In: the bytes of a workbook. Out: a :class:`Sheet` for each, by name. A number is the same number however it is stored or typed
(``5.10``, a text, full-width digits); a formula is the same however a program writes it (``$``, blanks, quoted names of sheets).
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from xcdata.grids.address import Place, column_letters, runs
from xcdata.grids.read import cell_text, formulas_of
from xcdata.grids.survey import ADDRESS, Survey
from xcdata.grids.workbook import open_workbook, sheet_rows

NUMBER = re.compile(r"[+-]?(\d+(,\d{3})*(\.\d*)?|\.\d+)")
UNSEEN = "=?"
"""What stands for a formula of which nothing but its place is known."""

RANGE = re.compile(r"#(:#)+")


@dataclass(frozen=True)
class Sheet:
    """What a sheet holds.

    Attributes
    ----------
    name : str
    values : mapping of Place to str
        The cells that hold anything but a formula.
    formulas : mapping of Place to str
        As Excel writes them; :data:`UNSEEN` of those in a file of Excel 97.
    saved : mapping of Place to str
        What was saved as their values.
    hidden : bool
        Whether the sheet is.
    hidden_lines : tuple of str
        Its rows (``9``) and columns (``F``) that are.
    """

    name: str
    values: Mapping[Place, str]
    formulas: Mapping[Place, str]
    saved: Mapping[Place, str] = field(default_factory=dict)
    hidden: bool = False
    hidden_lines: tuple[str, ...] = ()

    @cached_property
    def rows(self) -> dict[int, dict[int, str]]:
        """By row and column what stands there: values as they are, formulas without their addresses."""
        found: dict[int, dict[int, str]] = defaultdict(dict)
        for (row, column), text in self.values.items():
            found[row][column] = plain(text)
        for (row, column), formula in self.formulas.items():
            found[row][column] = shape(formula)
        return {row: dict(sorted(found[row].items())) for row in sorted(found)}

    def shown(self, place: Place) -> str | None:
        """Return what stands in a cell; None where it is blank."""
        return self.formulas.get(place, self.values.get(place))


def read_sheets(path: Path, content: bytes) -> dict[str, Sheet]:
    """Return the sheets of a workbook, by name."""
    workbook = open_workbook(path, content)
    found = {}
    for number, name in enumerate(workbook.names):
        survey = workbook.surveys[number]
        formulas = formulas_of(survey) | dict.fromkeys(survey.computed, UNSEEN)
        cells = {
            (r, c): text
            for r, row in enumerate(sheet_rows(workbook, number), 1)
            for c, value in enumerate(row, 1)
            if (text := cell_text(value).removesuffix(" 00:00:00").strip())
        }
        found[name] = Sheet(
            name,
            {place: text for place, text in cells.items() if place not in formulas},
            formulas,
            {place: text for place, text in cells.items() if place in formulas},
            workbook.hidden[number],
            hidden_lines(survey),
        )
    return found


def hidden_lines(survey: Survey) -> tuple[str, ...]:
    """Return the rows and columns with anything in them that do not show, runs by their ends."""
    rows = [
        (str(first), str(last)) for first, last in runs(r for r in survey.hidden_rows if r <= survey.height)
    ]
    columns = [
        (column_letters(first), column_letters(min(last, survey.width)))
        for first, last in survey.hidden_columns
        if first <= survey.width
    ]
    return tuple(":".join(dict.fromkeys(ends)) for ends in (*rows, *columns))


def plain(text: str) -> str:
    """Return a number in one form, any other text as it is.

    Examples
    --------
    >>> plain("１，２３４.50"), plain("许昌市（2019）")
    ('1234.5', '许昌市（2019）')
    """
    narrow = unicodedata.normalize("NFKC", text).strip()
    if not NUMBER.fullmatch(narrow):
        return text
    return f"{Decimal(narrow.replace(',', '')).normalize():f}"


def exact(formula: str) -> str:
    """Return a formula as every program would write it.

    Examples
    --------
    >>> exact("= sum('计划'!$A$1:A3)")
    '=SUM(计划!A1:A3)'
    """
    return re.sub(r"[\s$']", "", formula).upper()


def shape(formula: str) -> str:
    """Return a formula without its addresses: the same wherever rows and columns were moved.

    Examples
    --------
    >>> shape("=SUM(E8:I8,K8:O8)"), shape("='计划'!$B$8*2")
    ('=SUM(#,#)', '=计划!#*2')
    """
    bare = exact(formula)
    return RANGE.sub("#", ADDRESS.sub(lambda match: match[0] if match[1] else "#", bare))
