"""Which cell a row of a plan table lacks or has too many, where the sums prove it.

In: a row that is one cell short or long, and the rows that were read. Out: the kind of a problem that says so, with its values; or
None where the sums do not tell. The row stays unread: what they prove is advice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from xcdata.gazette.plan.header import PlanColumn, Sums
from xcdata.gazette.quantities import parse_number
from xcdata.gazette.tables import is_blank

Values = dict[PlanColumn, Decimal]
Advice = tuple[str, dict[str, object]]


def advice(
    cells: Sequence[str],
    width: int,
    columns: Sequence[PlanColumn],
    sums: Sums,
    left: Mapping[PlanColumn, Decimal],
) -> Advice | None:
    """Return what the sums prove of a row with a cell too few or too many.

    Parameters
    ----------
    cells : sequence of str
        As they stand in the row.
    width : int
        How many there should be.
    columns, sums
        Of the table.
    left : mapping of PlanColumn to Decimal
        What the other rows leave of each column's total to this one.
    """
    found: dict[tuple[Decimal | None, ...], Advice] = {}
    tried: Iterator[tuple[list[str], str, int]]
    if len(cells) == width - 1:
        tried = ((([*cells[:at], "", *cells[at:]]), "plan_row_cells_blank", at + 1) for at in range(1, width))
    elif len(cells) == width + 1:
        tried = (
            ([*cells[:at], *cells[at + 1 :]], "plan_row_cells_extra", at + 1) for at in range(1, width + 1)
        )
    else:
        return None
    for whole, kind, number in tried:
        lost = next((column for column in columns if column.number == number), None)
        readings = [(kind, values_of(whole, columns))]
        if kind == "plan_row_cells_blank" and lost is not None and (given := values_of(whole, columns)):
            readings.append(("plan_row_cells_value", given | {lost: left.get(lost, Decimal(0))}))
        for named, values in readings:
            if values is not None and is_proved(values, sums, left):
                told = {
                    "number": number,
                    "column": lost.path if lost else "",
                    "value": f"{left.get(lost, 0) if lost else 0:f}",
                }
                found.setdefault(tuple(values[column] for column in columns), (named, told))
    return next(iter(found.values())) if len(found) == 1 else None


def values_of(cells: Sequence[str], columns: Sequence[PlanColumn]) -> Values | None:
    """Return the figures of a row, blank ones as nothing; None where one cannot be read."""
    try:
        return {
            column: Decimal(0) if is_blank(text) else parse_number(text)
            for column in columns
            for text in [cells[column.number - 1]]
        }
    except ValueError:
        return None


def is_proved(values: Values, sums: Sums, left: Mapping[PlanColumn, Decimal]) -> bool:
    """Whether every sum of the row holds, and each column's."""
    across = all(values[total] == sum(values[part] for part in parts) for total, parts in sums)
    return across and bool(sums) and all(values[column] == rest for column, rest in left.items())
