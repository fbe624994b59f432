"""Which instances of a pattern are rules, and which are not meant to add up.

In: the patterns of a grid. Out: the patterns without what is no rule. A total row adds up counts, but not the shares or the
averages that stand in the next column: there the pattern fails, and nothing is wrong. So every place where a pattern could be
stated is looked at, and one that fails is believed to be a rule only where there is a reason to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from xcdata.balance import EXACTLY
from xcdata.grid_ledger import grid_ledgers
from xcdata.ledger import Ledger, SumRule
from xcdata.numerals import Reading, Unread
from xcdata.patterns import Cell, Pattern, cells_of, written
from xcdata.slips import Slip, value_slips
from xcdata.verdicts import RuleFinding, Verdict, check

HELD = (Verdict.EXACT, Verdict.WITHIN_ROUNDING)
MOST_ERRORS = 4
"""One unnoticed failing instance is believed to so many that hold."""

Changes = dict[Cell, Decimal]


def believed(
    grid: Sequence[Sequence[str]], readings: Sequence[Sequence[Reading]], patterns: Sequence[Pattern]
) -> list[Pattern]:
    """Return the patterns that hold at least once, with the failing instances that something speaks for.

    What speaks for a failing instance: one slip of the pen at one figure explains it; or changing one figure mends it and
    another rule at once; or, where the pattern was found to be stated there, as many sums along the same row or column hold as fail.
    """
    found = {rule.id for pattern in patterns for rule in pattern.rules}
    settled = totals_of(patterns)
    wide = []
    for pattern in patterns:
        wide.append(widened(pattern, readings, settled))
        settled |= totals_of(wide[-1:])
    patterns = wide
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
            ledger = findings[rule.id][1]
            if rule.id in held and sum(bool(ledger.by_key[part].value) for part in rule.parts) > 1:
                adding[pattern.axis, position] += 1
    mends = {
        name: changes_of(finding)
        for name, (finding, _) in findings.items()
        if finding.verdict is Verdict.INCONSISTENT
    }
    shared = Counter((key, change) for changes in mends.values() for key, change in changes.items())

    failed = Counter(
        (pattern.axis, position)
        for pattern in patterns
        for rule, position in zip(pattern.rules, pattern.positions, strict=True)
        if rule.id in mends
    )

    def adds_up(where: tuple[str, int]) -> bool:
        return adding[where] >= failed[where]

    def speaks(rule: SumRule, where: tuple[str, int]) -> bool:
        changes = mends[rule.id].items()
        if any(shared[one] > 1 for one in changes):
            return True
        return (failed[where] == 1 or adds_up(where)) and any(
            one_slip(findings[rule.id][1], *one) for one in changes
        )

    def rests(pattern: Pattern) -> Pattern:
        holding = sum(rule.id in held for rule in pattern.rules)
        placed = [
            (rule, (pattern.axis, position))
            for rule, position in zip(pattern.rules, pattern.positions, strict=True)
        ]
        errors = {
            rule.id
            for rule, where in placed
            if rule.id in mends and rule.id not in found and speaks(rule, where)
        }
        if len(errors) > max(1, holding // MOST_ERRORS):  # it is no habit of the table to add these up
            errors.clear()
        kept = [
            (rule, where[1])
            for rule, where in placed
            if rule.id in errors
            or (rule.id not in mends and (rule.id in found or rule.id in held))
            or (rule.id in mends and rule.id in found and (adds_up(where) or speaks(rule, where)))
        ]
        return replace(pattern, rules=tuple(rule for rule, _ in kept), positions=tuple(at for _, at in kept))

    return [rests(pattern) for pattern in patterns if held.intersection(rule.id for rule in pattern.rules)]


def totals_of(patterns: Sequence[Pattern]) -> set[tuple[str, Cell]]:
    """Return the totals that patterns state, each with the axis along which it is one."""
    return {(pattern.axis, cells_of(rule)[0]) for pattern in patterns for rule in pattern.rules}


def widened(
    pattern: Pattern, readings: Sequence[Sequence[Reading]], settled: set[tuple[str, Cell]]
) -> Pattern:
    """Return a pattern with an instance wherever its total and its parts are figures, and no sum is known there."""
    across = pattern.axis == "row"

    def reading(line: int, position: int) -> Reading:
        row, column = (line, position) if across else (position, line)
        return readings[row][column] if column < len(readings[row]) else Unread.NOTHING

    def stated(position: int) -> bool:
        total = (pattern.total, position) if across else (position, pattern.total)
        parts = [reading(part, position) for part in pattern.parts]
        numbers = [one for one in parts if isinstance(one, Decimal)]
        free = (pattern.axis, total) not in settled and Unread.TEXT not in parts
        return (
            free
            and isinstance(reading(pattern.total, position), Decimal)
            and len(numbers) > 1
            and any(numbers)
        )

    more = [one for one in range(max(map(len, readings)) if across else len(readings)) if stated(one)]
    others = written(pattern.axis, pattern.total, pattern.parts, more)
    rules = dict(zip((*pattern.positions, *more), (*pattern.rules, *others.rules), strict=True))
    places = tuple(sorted(rules))
    return replace(pattern, positions=places, rules=tuple(rules[place] for place in places))


def changes_of(finding: RuleFinding) -> Changes:
    """Return what each figure of a failing rule would have to change by, alone, to mend it."""
    difference = finding.difference
    assert difference is not None
    total, *parts = cells_of(finding.rule)
    return {total: difference} | dict.fromkeys(parts, -difference)


def one_slip(ledger: Ledger, key: Cell, change: Decimal) -> bool:
    """Tell whether one slip made the figure what it is; a lost one could have been any."""
    figure = ledger.by_key[key]
    if not figure.printed or figure.value is None:
        return False
    implied = EXACTLY.add(figure.value, change)
    if ledger.least is not None and implied < ledger.least:
        return False
    kinds = value_slips(figure.printed, implied, ledger.ulp)
    return bool(kinds) and Slip.SIGN not in kinds
