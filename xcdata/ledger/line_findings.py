"""The objects of those lines of an array ledger that are shown.

In: an :class:`~xcdata.ledger.columnar.ArrayLedger` and what was found in its lines. Out: the findings, rules and figures of some of them, as a ledger of objects has them.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xcdata.ledger.columnar import ArrayLedger, LineRule, LineVerdicts
from xcdata.ledger.decimals import EXACTLY
from xcdata.ledger.model import (
    Figure,
    SumRule,
)
from xcdata.ledger.verdicts import RuleFinding, Verdict, sum_of


def findings_of(
    ledger: ArrayLedger, verdicts: LineVerdicts, verdict: Verdict = Verdict.INCONSISTENT
) -> Iterator[RuleFinding]:
    """Yield the findings on the lines of one verdict, as :func:`~xcdata.ledger.verdicts.check` gives them.

    Parameters
    ----------
    ledger : ArrayLedger
    verdicts : LineVerdicts
    verdict : Verdict

    Examples
    --------
    >>> from xcdata.ledger.columnar import array_ledger, check_lines
    >>> ledger = array_ledger({"a": [1, 2], "total": [1, 3]}, [LineRule("column", 1, (0,), "sum")], lines=[571, 572])
    >>> [finding] = findings_of(ledger, *check_lines(ledger))
    >>> finding.rule.id, finding.published, finding.computed, finding.difference
    ('sum/572', Decimal('3'), Decimal('2'), Decimal('-1'))
    """
    for line in verdicts.lines(verdict).tolist():
        rule = sum_rule(ledger, verdicts.rule, line)
        row, column = place_of(verdicts.rule, verdicts.rule.total, line)
        published = value_of(ledger, row, column)
        if verdict is Verdict.NOT_CHECKABLE:
            parts = [value_of(ledger, *place_of(verdicts.rule, part, line)) for part in verdicts.rule.parts]
            yield RuleFinding(rule, verdict, published, sum_of(parts, rule.signs), None, None)
            continue
        assert published is not None
        difference = ledger.decimal(verdicts.differences[line])
        tolerance = EXACTLY.multiply(ledger.decimal(verdicts.tolerance(line)), Decimal("0.5"))
        yield RuleFinding(rule, verdict, published, EXACTLY.add(published, difference), difference, tolerance)


def sum_rule(ledger: ArrayLedger, rule: LineRule, line: int, zero: Decimal = Decimal(0)) -> SumRule:
    """Make the rule of one line, with what it is known to be off by."""
    name = str(ledger.lines[line]) if rule.axis == "column" else ledger.names[line]
    total, *parts = cells_of(rule, line)
    minus = tuple(place_of(rule, part, line) for part in rule.minus)
    return SumRule(total, tuple(parts), f"{rule.id}/{name}" if rule.id else name, zero, minus)


def cells_of(rule: LineRule, line: int) -> list[tuple[int, int]]:
    """Give the (row, column) of the figures of a rule in one line, the total first."""
    return [place_of(rule, member, line) for member in (rule.total, *rule.parts)]


def place_of(rule: LineRule, member: int, line: int) -> tuple[int, int]:
    """Give the (row, column) of one figure of a rule in one line."""
    return (line, member) if rule.axis == "column" else (member, line)


def value_of(ledger: ArrayLedger, row: int, column: int) -> Decimal | None:
    """Give the value of a figure; None where it cannot be read."""
    readable = ledger.readable[column]
    return None if readable is not None and not readable[row] else ledger.decimal(ledger.columns[column][row])


def unit_of(ledger: ArrayLedger, row: int, column: int) -> int:
    """Give the unit in the last place of a figure, in whole numbers."""
    unit = ledger.units[column]
    return unit if isinstance(unit, int) else int(unit[row])


def figure_of(ledger: ArrayLedger, row: int, column: int, unit: Decimal) -> Figure:
    """Make a figure of a cell, printed as it was given."""
    value, own = value_of(ledger, row, column), ledger.decimal(unit_of(ledger, row, column))
    item = ledger.given[column][row]
    if isinstance(item, str):
        printed = item.strip()
    elif isinstance(item, Decimal):
        printed = f"{item:f}"
    else:
        printed = str(item) if value is None else f"{value.normalize(EXACTLY):f}"
    return Figure(
        (row, column),
        printed,
        value,
        int(ledger.lines[row]),
        column + 1,
        ulp=None if own == unit else own,
        name=(ledger.names[column],),
    )
