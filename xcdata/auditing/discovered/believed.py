"""Which instances of a pattern are rules, and which are not meant to add up.

In: the patterns of a grid. Out: the patterns without what is no rule. A total row adds up counts, but not the shares or the
averages that stand in the next column: there the pattern fails, and nothing is wrong. So every place where a pattern could be
stated is looked at, and one that fails is believed to be a rule only where there is a reason to.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import takewhile

from xcdata.auditing.discovered.evidence import BROKEN_BY_ONE
from xcdata.auditing.ledgers import grid_ledgers
from xcdata.auditing.lines import Bools
from xcdata.auditing.parameters import PARAMETERS
from xcdata.auditing.patterns import Cell, Pattern, rule_cells, written
from xcdata.grids.numerals import Reading, Unread
from xcdata.ledger.decimals import EXACTLY, any_out_of_reach
from xcdata.ledger.model import Ledger, SumRule
from xcdata.ledger.slips import Slip, value_slips
from xcdata.ledger.verdicts import RuleFinding, Verdict, check, sum_of

Where = tuple[str, int]
CellChanges = dict[Cell, Decimal]
Settled = defaultdict[tuple[str, Cell], list[Pattern]]
"""The patterns that state a cell as a total along an axis."""
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Judgement:
    """What all instances of all patterns say together, by rule id and by row or column.

    Attributes
    ----------
    found : set of str
        The rules that the patterns were found by.
    held : set of str
    mends : dict of str to dict of (row, column) to Decimal
        For each failing rule, what each of its figures would have to change by, alone.
    shared : Counter
        In how many failing rules the same change of the same figure mends.
    adding, failed : Counter
        How many rules hold and fail along one row or column.
    ledgers : dict of str to Ledger
    """

    found: set[str]
    held: set[str]
    mends: dict[str, CellChanges]
    shared: Counter[tuple[Cell, Decimal]]
    adding: Counter[Where]
    failed: Counter[Where]
    ledgers: dict[str, Ledger]

    def adds_up(self, where: Where) -> bool:
        """Whether as many sums hold along a row or column as fail."""
        return self.adding[where] >= self.failed[where]

    def averages(self, rule: SumRule) -> bool:
        """Whether a failing rule's total is no more than one of its parts, although all are of one sign."""
        total, *parts = (self.ledgers[rule.id].by_key[key].value or 0 for key in rule_cells(rule))
        return (min(parts) >= 0 and max(parts) >= total) or (max(parts) <= 0 and min(parts) <= total)

    def is_error(self, rule: SumRule, where: Where) -> bool:
        """Whether one wrong figure accounts for a failing rule: because it does for another one, or by one slip."""
        changes = self.mends[rule.id].items()
        shared = any(self.shared[change] > 1 for change in changes)
        if shared and not self.averages(rule):
            return True
        found = rule.id in self.found
        stated = self.adds_up(where) or (found and self.adding[where] > 0)
        likely = stated or self.failed[where] <= (BROKEN_BY_ONE if found else 1)
        if likely and found and any(is_one_digit(change) for _, change in changes):
            return True
        slips = (change for change in changes if likely or self.shared[change] > 1)
        return any(is_slip(self.ledgers[rule.id], *change) for change in slips)


def believed(
    grid: Sequence[Sequence[str]],
    readings: Sequence[Sequence[Reading]],
    patterns: Sequence[Pattern],
    additive: Mapping[str, Bools],
) -> list[Pattern]:
    """Return the patterns with the instances that hold and the failing ones that something speaks for.

    `additive` tells by axis in which positions figures may be added up.

    What speaks for a failing instance: one slip of the pen at one figure explains it; or changing one figure mends it and
    another rule at once, and the total does not look like an average; or, where the pattern was found to be stated there and
    holds elsewhere, as many sums along the same row or column hold as fail, and again it does not look like one.
    """
    found = {rule.id for pattern in patterns for rule in pattern.rules}
    settled: Settled = defaultdict(list)
    for pattern in patterns:
        settle(settled, pattern)
    wide = []
    for pattern in patterns:
        wide.append(widened(pattern, readings, settled, additive[pattern.axis]))
        settle(settled, wide[-1])
    judged = judge(grid, readings, wide, found)
    return [one for pattern in wide if (one := without_chance(pattern, judged)).rules]


def judge(
    grid: Sequence[Sequence[str]],
    readings: Sequence[Sequence[Reading]],
    patterns: Sequence[Pattern],
    found: set[str],
) -> Judgement:
    """Judge every instance of every pattern; rules of one unit all of which hold exactly need no ledger for it."""
    places = {rule.id: where for pattern in patterns for rule, where in placed(pattern)}
    rules = [rule for pattern in patterns for rule in pattern.rules]
    adding, mends, ledgers = Counter[Where](), {}, {}
    several = held_exactly(readings, rules)
    held = set(several)
    for rule in rules:
        adding[places[rule.id]] += several.get(rule.id, False)

    def in_doubt(own: Sequence[SumRule]) -> bool:
        return not all(rule.id in several for rule in own)

    for ledger in grid_ledgers(grid, readings, rules, wanted=in_doubt):
        for finding in check(ledger):
            name = finding.rule.id
            ledgers[name] = ledger
            if name in several:
                continue
            if finding.verdict in (Verdict.EXACT, Verdict.WITHIN_ROUNDING):
                held.add(name)
                parts = sum(bool(ledger.by_key[part].value) for part in finding.rule.parts)
                adding[places[name]] += parts > 1
            elif finding.verdict is Verdict.INCONSISTENT:
                mends[name] = changes_of(finding)
    shared = Counter(change for changes in mends.values() for change in changes.items())
    failed = Counter(places[name] for name in mends)
    return Judgement(found, held, mends, shared, adding, failed, ledgers)


def held_exactly(readings: Sequence[Sequence[Reading]], rules: Sequence[SumRule]) -> dict[str, bool]:
    """Return the rules that hold exactly, by id, each with whether it adds up several figures that are not nothing."""
    if any_out_of_reach(one for row in readings for one in row if isinstance(one, Decimal)):
        return {}  # a ledger reads some of these as texts

    def value(cell: Cell) -> Decimal | None:
        row, column = cell
        one = readings[row][column] if column < len(readings[row]) else Unread.NOTHING
        return one if isinstance(one, Decimal) else NOTHING if one is Unread.NOTHING else None

    found = {}
    for rule in rules:
        total, *parts = map(value, rule_cells(rule))
        if total is not None and sum_of(parts, rule.signs) == total:
            found[rule.id] = sum(map(bool, parts)) > 1
    return found


def without_chance(pattern: Pattern, judged: Judgement) -> Pattern:
    """Return a pattern without the failing instances that nothing speaks for."""
    found, mends = judged.found, judged.mends
    holding = sum(rule.id in judged.held for rule in pattern.rules)
    failing = [(rule, where) for rule, where in placed(pattern) if rule.id in mends]
    errors = {rule.id for rule, where in failing if judged.is_error(rule, where)}
    # Where most fail, or too many unnoticed ones do, it is no habit of the table to add these up.
    if len(failing) > holding or len(errors - found) > max(1, holding // PARAMETERS.holds_per_error):
        errors &= found
    if holding:
        errors |= {
            rule.id
            for rule, where in failing
            if rule.id in found and judged.adds_up(where) and not judged.averages(rule)
        }
    if not holding and len(pattern.parts) == 1:
        errors = set()  # two figures that differ are no copy
    return pattern.where(
        lambda _, rule: (
            rule.id in errors or rule.id in judged.held or (rule.id in found and rule.id not in mends)
        )
    )


def placed(pattern: Pattern) -> Iterator[tuple[SumRule, Where]]:
    """Yield the rules of a pattern, each with the axis and the row or column along which it adds up."""
    for rule, position in zip(pattern.rules, pattern.positions, strict=True):
        yield rule, (pattern.axis, position)


def settle(settled: Settled, pattern: Pattern) -> None:
    """Note what a pattern states by its axis and the cells of its totals."""
    for rule in pattern.rules:
        settled[pattern.axis, rule_cells(rule)[0]].append(pattern)


def is_other_division(pattern: Pattern, other: Pattern) -> bool:
    """Whether two patterns divide the same total in two ways, as by sex and by residence: then both are meant wherever either is."""
    same = (pattern.axis, pattern.total) == (other.axis, other.total)
    apart = set(pattern.parts).isdisjoint(other.parts)
    return same and apart and not set(pattern.positions).isdisjoint(other.positions)


def widened(
    pattern: Pattern,
    readings: Sequence[Sequence[Reading]],
    settled: Settled,
    additive: Bools,
) -> Pattern:
    """Return a pattern with an instance wherever its total and its parts are figures, and no sum is known there.

    Rates beside counts are no instances: that they fail would speak against the pattern.
    """
    across = pattern.axis == "row"
    of_rates = not additive[list(pattern.positions)].any()

    def reading(line: int, position: int) -> Reading:
        row, column = (line, position) if across else (position, line)
        return readings[row][column] if column < len(readings[row]) else Unread.NOTHING

    def figure(position: int) -> bool:
        return isinstance(reading(pattern.total, position), Decimal)

    def stated(position: int) -> bool:
        total = (pattern.total, position) if across else (position, pattern.total)
        parts = [reading(part, position) for part in pattern.parts]
        numbers = [one for one in parts if isinstance(one, Decimal)]
        others = settled.get((pattern.axis, total), ())
        free = all(is_other_division(pattern, one) for one in others) and Unread.TEXT not in parts
        return (
            free
            and (of_rates or bool(additive[position]))
            and figure(position)
            and len(numbers) > 1
            and any(numbers)
            and len({reading(pattern.total, position), *numbers}) > 1
        )

    # Beyond a gap stand headers and notes.
    last = len(readings[pattern.total]) if across else len(readings)
    ahead = takewhile(figure, range(max(pattern.positions) + 1, last))
    behind = takewhile(figure, range(min(pattern.positions) - 1, -1, -1))
    between = range(min(pattern.positions), max(pattern.positions))
    more = [one for one in (*behind, *between, *ahead) if stated(one)]
    others = written(pattern.axis, pattern.total, pattern.parts, more)
    rules = dict(zip((*pattern.positions, *more), (*pattern.rules, *others.rules), strict=True))
    places = tuple(sorted(rules))
    return replace(pattern, positions=places, rules=tuple(rules[place] for place in places))


def changes_of(finding: RuleFinding) -> CellChanges:
    """Return what each figure of a failing rule would have to change by, alone, to mend it."""
    difference = finding.difference
    assert difference is not None
    total, *parts = rule_cells(finding.rule)
    return {total: difference} | dict.fromkeys(parts, -difference)


def is_one_digit(change: Decimal) -> bool:
    """Tell whether a change is of one place only, if with a carry: 6500000 and 6499999."""
    return len(change.normalize(EXACTLY).as_tuple().digits) == 1


def is_slip(ledger: Ledger, key: Cell, change: Decimal) -> bool:
    """Tell whether one slip made the figure what it is; a lost one could have been any."""
    figure = ledger.by_key[key]
    if not figure.printed or figure.value is None:
        return False
    implied = EXACTLY.add(figure.value, change)
    if ledger.least is not None and implied < ledger.least:
        return False
    kinds = value_slips(figure.printed, implied, ledger.ulp)
    return bool(kinds) and Slip.SIGN not in kinds
