"""Which figures are to blame for the rules that do not hold, and what they should have been.

In: a ledger. Out: for every group of rules that hang together and do not hold, all of the smallest
explanations, in a fixed order, plausible slips first; or an honest word that it was not settled.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from xcdata.ledger.balance import Balance, Changes, balance_of
from xcdata.ledger.decimals import EXACTLY
from xcdata.ledger.localize.direct import pairs, printable, room, singles
from xcdata.ledger.localize.program import larger
from xcdata.ledger.localize.row_slips import row_slips
from xcdata.ledger.localize.work import NotSettledError, Work
from xcdata.ledger.model import Figure, Kind, Ledger, SumRule
from xcdata.ledger.rounding import kind_of
from xcdata.ledger.slips import Slip, places_moved, value_slips

STEPS = 1_000_000
"""How far a search goes by default: about two seconds of it, three at most."""

MOST_TIED = 1000
"""So many equally small explanations of one group are listed at most,"""

MOST_LARGE = 50
"""and so many of three figures and more, each of which takes a program of its own."""

MOST_VALUES, ALL_VALUES = 1000, 100_000
"""So many values, from the middle of those allowed, are tried for a slip, of a figure and of all together."""


@dataclass(frozen=True, slots=True)
class Change:
    """A figure and what it should have been.

    Attributes
    ----------
    figure : Figure
    implied : Decimal
        The value that makes the rules hold.
    text : str
        That value as it would be printed: in the figure's own unit, with all decimals of its precision; empty
        where none belongs.
    least, most : Decimal
        The values it may have, the explanation's other figures being as implied; both equal ``implied`` where
        the rules leave no room.
    slip : Slip or None
        The slip that turns ``implied`` into what is printed, where there is one.
    """

    figure: Figure
    implied: Decimal
    text: str
    least: Decimal
    most: Decimal
    slip: Slip | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Figures which, changed together, make every rule of their group hold.

    Attributes
    ----------
    rank : int
        1-based place among the group's explanations.
    tied : int
        How many of them are as small as this one, itself included.
    figures : tuple of Change
        In the ledger's order.
    slip : Slip or None
        The one slip that it is as a whole; None for figures that are wrong each on its own.
    """

    rank: int
    tied: int
    figures: tuple[Change, ...]
    slip: Slip | None


@dataclass(frozen=True, slots=True)
class Group:
    """Rules that hang together through their figures, some of which do not hold.

    Attributes
    ----------
    number : int
        1-based.
    broken : tuple of SumRule
    explanations : tuple of Explanation
        All of the smallest, unless the note says otherwise.
    note : str
        What is left open; empty when nothing is.
    given : Kind or None
        The kind that the sums must have for this to be called for at all; None where that is settled.
    """

    number: int
    broken: tuple[SumRule, ...]
    explanations: tuple[Explanation, ...]
    note: str
    given: Kind | None = None


@dataclass(frozen=True, slots=True)
class Location:
    """Where the errors of a ledger are.

    Attributes
    ----------
    groups : tuple of Group
        In the ledger's order of rules; empty when every rule holds.
    """

    groups: tuple[Group, ...]

    @property
    def explanations(self) -> tuple[Explanation, ...]:
        """The explanations of all groups."""
        return tuple(explanation for group in self.groups for explanation in group.explanations)


def locate(ledger: Ledger, *, steps: int = STEPS) -> Location:
    """Find the fewest figures that are to blame for the rules that do not hold.

    Parameters
    ----------
    ledger : Ledger
        Its kind is inferred where it does not say. Rules with an unreadable figure take no part.
    steps : int
        How far to search, for all groups together: a step is a figure or two looked at, or as much work for a program. They
        are counted, so the answer does not depend on the machine; a group that is not settled within them says so in
        its note. A million take about two seconds.

    Returns
    -------
    Location
        Where a slip of a whole row explains what would take two wrong figures or more, it ranks first.

    Examples
    --------
    >>> figures = tuple(Figure(text, text, Decimal(text)) for text in ("53", "12", "23"))
    >>> [group] = locate(Ledger(figures, (SumRule("53", ("12", "23")),), Decimal(1))).groups
    >>> [change.text for explanation in group.explanations for change in explanation.figures]
    ['35', '30', '41']
    """
    return located(balance_of(ledger, kind_of(ledger)), steps=steps)


def located(balance: Balance, *, steps: int = STEPS) -> Location:
    """Find the fewest figures that are to blame for the violated edits of a balance; see :func:`locate`."""
    parts = list(_groups(balance))
    rules = balance.ledger.rules
    groups = []
    for number, (violated, own) in enumerate(parts, start=1):
        work = Work(steps // (len(parts) - number + 1))
        found, note = _settled(balance, violated, own, work)
        if balance.ledger.bounds and len(found) > 1:
            broken = [balance.bounds_broken(changes) for _, changes in found]
            found = [one for one, count in zip(found, broken, strict=True) if count == min(broken)]
        steps -= min(work.used, work.steps)
        explanations = tuple(_ranked(balance, found, ALL_VALUES // len(parts)))
        groups.append(Group(number, tuple(rules[rule] for rule in violated), explanations, note))
    return Location(tuple(groups))


def _settled(
    balance: Balance, violated: Sequence[int], rules: Sequence[int], work: Work
) -> tuple[list[tuple[Slip | None, Changes]], str]:
    """Give the smallest explanations and what is left open."""
    found: list[tuple[Slip | None, Changes]] = []
    try:
        for slip, changes in _smallest(balance, violated, rules, work):
            if len(found) == (MOST_TIED if slip or len(changes) < 3 else MOST_LARGE):
                return found, f"more are equally small than the {len(found)} listed"
            found.append((slip, changes))
    except NotSettledError as error:
        return found, f"not settled {error}" + (", there may be more" if found else "")
    return found, "" if found else "no change of the figures makes these rules hold"


def _groups(balance: Balance) -> Iterator[tuple[list[int], list[int]]]:
    """Give the violated rules of each connected part of the ledger, with all rules of that part."""
    violated = set(balance.violated)
    for rules in balance.connected() if violated else ():
        if own := [rule for rule in rules if rule in violated]:
            yield own, rules


def _smallest(
    balance: Balance, violated: Sequence[int], rules: Sequence[int], work: Work
) -> Iterator[tuple[Slip | None, Changes]]:
    found = False
    for changes in singles(balance, violated):
        found = True
        yield None, changes
    if found:
        return
    cells: list[Changes] = []
    for slip, changes in row_slips(balance, violated, work):
        found = True
        cells.append(changes)
        yield (Slip.CELLS_EXCHANGED if _exchanged(balance, changes) else slip), changes
    for changes in pairs(balance, violated, work):
        if changes not in cells:
            found = True
            yield (Slip.CELLS_EXCHANGED if _exchanged(balance, changes) else None), changes
    if not found:
        for changes in larger(balance, violated, rules, work):
            yield None, changes


def _exchanged(balance: Balance, changes: Changes) -> bool:
    if len(changes) != 2:
        return False
    (one, up), (other, down) = changes.items()
    values = balance.values
    return values[one] + up == values[other] and values[other] + down == values[one]


def _ranked(balance: Balance, found: list[tuple[Slip | None, Changes]], values: int) -> Iterator[Explanation]:
    order = {slip: place for place, slip in enumerate([*Slip, None])}
    signed = balance.has_negatives

    def size(slip: Slip | None, changes: tuple[Change, ...]) -> int:
        return 1 if slip else len(changes)

    def place(entry: tuple[Slip | None, tuple[Change, ...]]) -> tuple[int, int, int, list[int]]:
        slip, changes = entry
        odd = sum(_too_fine(balance, change) or (change.implied < 0 and not signed) for change in changes)
        return size(slip, changes), odd, order[slip], sorted((order[c.slip] for c in changes), reverse=True)

    found = sorted(found, key=lambda entry: sorted(entry[1]))
    tries = min(MOST_VALUES, 1 + values // max(1, sum(len(changes) for _, changes in found)))
    entries = [(slip, tuple(_changed(balance, changes, slip, tries))) for slip, changes in found]
    entries.sort(key=place)
    sizes = Counter(size(*entry) for entry in entries)
    for rank, (slip, changes) in enumerate(entries, start=1):
        yield Explanation(rank, sizes[size(slip, changes)], changes, slip)


def _too_fine(balance: Balance, change: Change) -> bool:
    return EXACTLY.remainder(change.implied, change.figure.ulp or balance.ledger.ulp) != 0


def _changed(balance: Balance, changes: Changes, whole: Slip | None, tries: int) -> Iterator[Change]:
    for index in sorted(changes):
        figure, value = balance.ledger.figures[index], balance.values[index]
        ulp = figure.ulp or balance.ledger.ulp
        others = balance.shifts({other: change for other, change in changes.items() if other != index})
        allowed = room(balance, index, others)
        least, most = (changes[index],) * 2 if math.isinf(allowed[1]) else map(int, allowed)
        implied, slip, moved = balance.decimal(value + changes[index]), whole, places_moved(figure)
        if whole is None:
            nearest = islice(printable(balance, index, allowed), tries) if least < most else [changes[index]]
            for change in nearest:
                meant = balance.decimal(value + change)
                # Only a table that prints blank cells can have a figure where none belongs.
                if not meant and not balance.has_blanks:
                    continue
                if slips := value_slips(
                    figure.printed, EXACTLY.scaleb(meant, moved), EXACTLY.scaleb(ulp, moved)
                ):
                    implied, slip = meant, slips[0]
                    break
        shown, last = EXACTLY.scaleb(implied, moved), EXACTLY.scaleb(ulp, moved)
        decimals = -min(0, *(int(n.as_tuple().exponent) for n in (last, shown.normalize(EXACTLY))))
        text = f"{shown:.{decimals}f}" if implied or not balance.has_blanks else ""
        span = balance.decimal(value + least), balance.decimal(value + most)
        yield Change(figure, implied, text, *span, slip)
