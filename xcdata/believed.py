"""Which instances of a pattern are rules, and which are not meant to add up.

In: the patterns of a grid. Out: the patterns without what is no rule. A total row adds up counts, but not the shares or the
averages that stand in the next column: there the pattern fails, and nothing is wrong. So every place where a pattern could be
stated is looked at, and one that fails is believed to be a rule only where there is a reason to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from xcdata.balance import EXACTLY
from xcdata.grid_ledger import grid_ledgers
from xcdata.ledger import Ledger, SumRule
from xcdata.numerals import Reading
from xcdata.patterns import Cell, Pattern, written
from xcdata.slips import Slip, value_slips
from xcdata.verdicts import RuleFinding, Verdict, check

HELD = (Verdict.EXACT, Verdict.WITHIN_ROUNDING)
Changes = dict[Cell, Decimal]


def believed(
    grid: Sequence[Sequence[str]], readings: Sequence[Sequence[Reading]], patterns: Sequence[Pattern]
) -> list[Pattern]:
    """Return the patterns that hold at least once, with the failing instances that something speaks for.

    What speaks for a failing instance: one slip of the pen at one figure explains it; or changing one figure mends it and
    another rule at once; or, where the pattern was found to be stated there, another sum along the same row or column holds.
    """
    found = {rule.id for pattern in patterns for rule in pattern.rules}
    patterns = [widened(pattern, readings) for pattern in patterns]
    rules = [rule for pattern in patterns for rule in pattern.rules]
    findings: dict[str, tuple[RuleFinding, Ledger]] = {
        finding.rule.id: (finding, ledger)
        for ledger in grid_ledgers(grid, readings, rules)
        for finding in check(ledger)
    }
    held = {name for name, (finding, _) in findings.items() if finding.verdict in HELD}
    adding: Counter[tuple[str, int]] = Counter()
    for pattern in patterns:
        for rule, position in zip(pattern.rules, pattern.positions, strict=True):
            finding, ledger = findings[rule.id]
            if rule.id in held and sum(bool(ledger.by_key[part].value) for part in rule.parts) > 1:
                adding[pattern.axis, position] += 1
    mends = {
        name: changes_of(finding)
        for name, (finding, _) in findings.items()
        if finding.verdict is Verdict.INCONSISTENT
    }
    shared = Counter((key, change) for changes in mends.values() for key, change in changes.items())

    def rests(rule: SumRule, axis: str, position: int) -> bool:
        if rule.id not in mends or (adding[axis, position] and rule.id in found):
            return True
        if any(shared[key, change] > 1 for key, change in mends[rule.id].items()):
            return True
        ledger = findings[rule.id][1]
        return any(one_slip(ledger, key, change) for key, change in mends[rule.id].items())

    return [
        kept
        for pattern in patterns
        if held.intersection(rule.id for rule in pattern.rules) and (kept := only(pattern, rests)).rules
    ]


def widened(pattern: Pattern, readings: Sequence[Sequence[Reading]]) -> Pattern:
    """Return a pattern with an instance wherever its total and two of its parts are figures."""

    def figure(line: int, position: int) -> bool:
        row, column = (line, position) if pattern.axis == "row" else (position, line)
        return column < len(readings[row]) and bool(isinstance(one := readings[row][column], Decimal) and one)

    length = max(map(len, readings)) if pattern.axis == "row" else len(readings)
    more = [
        position
        for position in range(length)
        if position not in pattern.positions
        and figure(pattern.total, position)
        and sum(figure(part, position) for part in pattern.parts) > 1
    ]
    if not more:
        return pattern
    others = written(pattern.axis, pattern.total, pattern.parts, more)
    rules = dict(zip((*pattern.positions, *more), (*pattern.rules, *others.rules), strict=True))
    places = tuple(sorted(rules))
    return replace(pattern, positions=places, rules=tuple(rules[place] for place in places))


def only(pattern: Pattern, rests: Callable[[SumRule, str, int], bool]) -> Pattern:
    """Return a pattern with those of its instances that are rules."""
    kept = [
        (rule, position)
        for rule, position in zip(pattern.rules, pattern.positions, strict=True)
        if rests(rule, pattern.axis, position)
    ]
    return replace(pattern, rules=tuple(rule for rule, _ in kept), positions=tuple(at for _, at in kept))


def changes_of(finding: RuleFinding) -> Changes:
    """Return what each figure of a failing rule would have to change by, alone, to mend it."""
    difference = finding.difference
    assert difference is not None
    rule = finding.rule
    return {key: difference if key == rule.total else -difference for key in (rule.total, *rule.parts)}  # type: ignore[misc]


def one_slip(ledger: Ledger, key: Cell, change: Decimal) -> bool:
    """Tell whether one slip made the figure what it is; a lost one could have been any."""
    figure = ledger.by_key[key]
    if not figure.printed or figure.value is None:
        return False
    implied = EXACTLY.add(figure.value, change)
    if implied == 0 or (ledger.least is not None and implied < ledger.least):
        return False
    kinds = value_slips(figure.printed, implied, ledger.ulp)
    return bool(kinds) and Slip.SIGN not in kinds
