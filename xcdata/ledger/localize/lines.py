"""Error localization in a ledger of arrays: of the lines that do not hold alone figures and rules are made.

In: an :class:`~xcdata.ledger.columnar.ArrayLedger` and its verdicts. Out: an ordinary balance of what hangs together with the
broken lines, and the errors located in it as in any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from xcdata.ledger.balance import Balance, Edit
from xcdata.ledger.columnar import (
    INCONSISTENT,
    NOT_CHECKABLE,
    ArrayLedger,
    LineRule,
    LineVerdicts,
    check_lines,
)
from xcdata.ledger.decimals import EXACTLY
from xcdata.ledger.line_findings import cells_of, figure_of, place_of, sum_rule, unit_of
from xcdata.ledger.localize.locate import STEPS, Location, located
from xcdata.ledger.model import Ledger
from xcdata.ledger.verdicts import Verdict

MOST_LINES = 1000
"""So many rows with something wrong in them are located at most,"""

MOST_TOGETHER = 10_000
"""and so many rows that hang together through sums of columns are looked at as a whole."""


def locate_lines(
    ledger: ArrayLedger,
    verdicts: Sequence[LineVerdicts] | None = None,
    *,
    most: int = MOST_LINES,
    steps: int = STEPS,
) -> Location:
    """Find the fewest figures that are to blame in the lines that do not hold.

    Parameters
    ----------
    ledger : ArrayLedger
    verdicts : sequence of LineVerdicts, optional
        Of :func:`check_lines`, where that is done already.
    most : int
        So many rows with something wrong in them are looked at, the first ones.
    steps : int
        As for :func:`~xcdata.ledger.localize.locate`.

    Returns
    -------
    Location
        Figures have (row, column) as their keys, 0-based.

    Examples
    --------
    >>> from xcdata.ledger.columnar import array_ledger
    >>> table = {"a": [12, 20, 7], "b": [3, 5, 11], "total": [15, 52, 18]}
    >>> [group] = locate_lines(array_ledger(table, [LineRule("column", 2, (0, 1), "sum")])).groups
    >>> [(change.figure.key, change.text) for explanation in group.explanations for change in explanation.figures]
    [((1, 2), '25'), ((1, 0), '47'), ((1, 1), '32')]
    """
    verdicts = check_lines(ledger) if verdicts is None else verdicts
    balance, whole = broken_part(ledger, verdicts, most=most)
    location = located(balance, steps=steps)
    if whole:
        return location
    open_ = "of sums of many rows, only those with something wrong and the totals were looked at"
    groups = (replace(group, note="; ".join(filter(None, (group.note, open_)))) for group in location.groups)
    return Location(tuple(groups))


def broken_part(
    ledger: ArrayLedger, verdicts: Sequence[LineVerdicts], *, most: int = MOST_LINES
) -> tuple[Balance, bool]:
    """Make figures and rules of the lines that do not hold and of what hangs together with them.

    Parameters
    ----------
    ledger : ArrayLedger
    verdicts : sequence of LineVerdicts
    most : int
        So many rows in which a sum of columns does not hold, the first ones.

    Returns
    -------
    balance : Balance
        Of an ordinary ledger.
    whole : bool
        Whether all that hangs together is there. Of a sum of very many rows only those are that do not hold by
        themselves, its total, and where it does not hold its first parts; the others stand as they are, in the rule's zero.
    """
    rows, involved, whole = _broken_rows(verdicts, most)
    standing = set(rows)
    rules: list[tuple[LineRule, LineVerdicts, int]] = []
    for one in verdicts:
        if one.rule.axis == "column":
            rules += [(one.rule, one, row) for row in rows if one.codes[row] != NOT_CHECKABLE]
        elif one in involved:
            kept = replace(
                one.rule,
                parts=tuple(part for part in one.rule.parts if part in standing),
                minus=tuple(part for part in one.rule.minus if part in standing),
            )
            rules += [(kept, one, column) for column in np.flatnonzero(one.codes != NOT_CHECKABLE).tolist()]
    cells = sorted({cell for rule, _, line in rules for cell in cells_of(rule, line)})
    position = {cell: place for place, cell in enumerate(cells)}
    values = [2 * int(ledger.columns[column][row]) for row, column in cells]
    steps = [2 * unit_of(ledger, row, column) for row, column in cells]
    edits: list[Edit | None] = []
    sum_rules = []
    for rule, one, line in rules:
        total, *parts = (position[cell] for cell in cells_of(rule, line))
        minus = tuple(position[place_of(rule, part, line)] for part in rule.minus)
        # What is left out of a rule is in its zero, so that it is off by just what the whole is off by.
        edit = Edit(total, tuple(parts), 0, one.tolerance(line), minus)
        stands = sum(sign * values[at] for sign, at in zip(edit.signs, edit.members, strict=True))
        zero = stands - 2 * int(one.differences[line])
        edits.append(edit._replace(zero=zero))
        sum_rules.append(sum_rule(ledger, rule, line, ledger.decimal(zero // 2)))
    unit = ledger.decimal(min(steps, default=2) // 2)
    figures = tuple(figure_of(ledger, row, column, unit) for row, column in cells)
    part = Ledger(figures, tuple(sum_rules), unit, ledger.kind, ledger.least)
    floor = None if ledger.least is None else 2 * int(ledger.least.scaleb(-ledger.exponent, EXACTLY))
    return Balance(part, ledger.kind, ledger.exponent, values, steps, edits, floor), whole


def _broken_rows(verdicts: Sequence[LineVerdicts], most: int) -> tuple[list[int], list[LineVerdicts], bool]:
    """Give the rows to look at, the sums of rows among them, and whether that is all that hangs together."""
    across = [one for one in verdicts if one.rule.axis == "column"]
    down = [one for one in verdicts if one.rule.axis == "row"]
    broken = np.unique(
        np.concatenate([np.empty(0, np.intp), *(one.lines(Verdict.INCONSISTENT)[:most] for one in across)])
    )
    standing = set(broken[:most].tolist())
    involved: list[LineVerdicts] = []
    waiting, whole = sorted(down, key=lambda one: not (one.codes == INCONSISTENT).any()), True
    while waiting:
        for one in waiting:
            rule, violated = one.rule, bool((one.codes == INCONSISTENT).any())
            parts = rule.parts if isinstance(rule.parts, range) else frozenset(rule.parts)
            if violated or rule.total in standing or any(row in parts for row in standing):
                break
        else:
            break
        waiting.remove(one)
        involved.append(one)
        if len(standing) + len(rule.parts) <= MOST_TOGETHER:
            standing.update(rule.parts)
        else:
            whole = False
            standing.update(rule.parts[: MOST_LINES if violated else 1])
        standing.add(rule.total)
    return sorted(standing), involved, whole
