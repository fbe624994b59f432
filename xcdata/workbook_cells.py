"""The exact values of a sheet's cells, formulas included.

In: the plan's sheet. Out: a function from a cell's place to its value. A cell that holds no number raises one
:class:`~xcdata.problems.InputError` that names its address.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal

from xcdata.plan_layout import Place, address
from xcdata.problems import InputError, Problem
from xcdata.workbook_formula import evaluate
from xcdata.workbook_open import PlanSheet, where

MOST_NESTED = 30
"""So many formulas that lead to each other are followed; deeper ones keep the value that was saved."""

Value = Callable[[Place], Decimal | None]


def cell_values(sheet: PlanSheet) -> Value:
    """Return what gives the exact value of a cell; None for a blank one."""
    known: dict[Place, Decimal | None] = {}
    under_way: list[Place] = []

    def value(place: Place) -> Decimal | None:
        if place not in known:
            if place in under_way:
                raise no_number(sheet, place, "a formula that leads back to itself")
            under_way.append(place)
            try:
                known[place] = read(place)
            finally:
                under_way.pop()
        return known[place]

    def read(place: Place) -> Decimal | None:
        cell = sheet.formulas.cell(*place)
        if cell.data_type != "f":
            return exact(sheet, place, cell.value)
        deep = len(under_way) > MOST_NESTED
        computed = None if deep else evaluate(formula_text(cell.value), lambda one: value(one) or Decimal(0))
        if computed is not None:
            return computed
        saved = exact(sheet, place, sheet.saved.cell(*place).value)
        if saved is None:
            raise no_number(sheet, place, f"the formula {formula_text(cell.value)} without a saved value")
        return saved

    return value


def exact(sheet: PlanSheet, place: Place, content: object) -> Decimal | None:
    """Return the content of a cell as an exact number, to the 15 digits that a spreadsheet keeps."""
    if content is None or (isinstance(content, str) and not content.strip()):
        return None
    if isinstance(content, bool) or not isinstance(content, int | float) or not math.isfinite(content):
        raise no_number(sheet, place, f"'{content}'")
    return Decimal(content) if isinstance(content, int) else Decimal(f"{content:.15g}")


def no_number(sheet: PlanSheet, place: Place, found: str) -> InputError:
    """Return the error for a cell that holds no number."""
    advice = "Type the number, or clear the cell where there is none."
    return InputError(
        [
            Problem(
                f"{where(sheet.formulas)}, cell {address(place)}",
                None,
                "a number or an empty cell",
                found,
                advice,
            )
        ]
    )


def formula_text(content: object) -> str:
    """Return the text of a cell's content; an array formula keeps it inside."""
    return str(getattr(content, "text", content))
