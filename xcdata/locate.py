"""Which figures are to blame for the rules that do not hold, and what they should have been.

In: a ledger. Out: for every group of rules that hang together and do not hold, all of the smallest
explanations, in a fixed order, plausible slips first; or an honest word that it was not settled in time.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from time import monotonic

from xcdata.balance import EXACTLY, Balance, balance
from xcdata.fewest import Changes, NotSettledError, pairs, printable, room, singles
from xcdata.layout import row_slips
from xcdata.ledger import Figure, Ledger, SumRule
from xcdata.program import larger
from xcdata.rounding import kind_of
from xcdata.slips import Slip, places_moved, value_slips

MOST_TIED = 1000
"""So many equally small explanations of one group are listed at most,"""

MOST_LARGE = 50
"""and so many of three figures and more, each of which takes a program of its own."""

MOST_VALUES = 1000
"""So many values, from the middle of those allowed, are tried for a slip."""


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
    group : int
        1-based number of the group it settles.
    rank : int
        1-based place among the group's explanations.
    tied : int
        How many of them are as small as this one, itself included.
    figures : tuple of Change
        In the ledger's order.
    slip : Slip or None
        The one slip that it is as a whole; None for figures that are wrong each on its own.
    """

    group: int
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
    """

    number: int
    broken: tuple[SumRule, ...]
    explanations: tuple[Explanation, ...]
    note: str


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


def locate(ledger: Ledger, *, time_limit: float = 10.0) -> Location:
    """Find the fewest figures that are to blame for the rules that do not hold.

    Parameters
    ----------
    ledger : Ledger
        Its kind is inferred where it does not say. Rules with an unreadable figure take no part.
    time_limit : float
        Seconds for all groups together. A group that is not settled by then says so in its note.

    Returns
    -------
    Location
        Where a slip of a whole row explains what would take two wrong figures or more, it ranks first.
    """
    books = balance(ledger, kind_of(ledger))
    end = monotonic() + time_limit
    parts = list(_groups(books))
    groups = []
    for number, (broken, rules) in enumerate(parts, start=1):
        now = monotonic()
        found, note = _settled(books, broken, rules, now + (end - now) / (len(parts) - number + 1))
        explanations = tuple(_ranked(books, number, found))
        groups.append(Group(number, tuple(ledger.rules[rule] for rule in broken), explanations, note))
    return Location(tuple(groups))


def _settled(
    books: Balance, broken: Sequence[int], rules: Sequence[int], deadline: float
) -> tuple[list[tuple[Slip | None, Changes]], str]:
    """Give the smallest explanations and what is left open."""
    found: list[tuple[Slip | None, Changes]] = []
    begun = monotonic()
    try:
        for slip, changes in _smallest(books, broken, rules, deadline):
            if len(found) == (MOST_TIED if slip or len(changes) < 3 else MOST_LARGE):
                return found, f"more are equally small than the {len(found)} listed"
            found.append((slip, changes))
    except NotSettledError as error:
        within = f"not settled {error}" + (f" ({deadline - begun:.3g} s)" if "time" in str(error) else "")
        return found, within + (", there may be more" if found else "")
    return found, "" if found else "no change of the figures makes these rules hold"


def _groups(books: Balance) -> Iterator[tuple[list[int], list[int]]]:
    """Give the broken rules of each connected part of the ledger, with all rules of that part."""
    broken = books.violated()
    reached: set[int] = set()
    for start in broken:
        if start not in reached:
            part, waiting = {start}, [start]
            while waiting:
                for figure in books.members(waiting.pop()):
                    fresh = {rule for rule, _ in books.touching[figure]} - part
                    part |= fresh
                    waiting.extend(fresh)
            reached |= part
            yield [rule for rule in broken if rule in part], sorted(part)


def _smallest(
    books: Balance, broken: Sequence[int], rules: Sequence[int], deadline: float
) -> Iterator[tuple[Slip | None, Changes]]:
    found = False
    for changes in singles(books, broken):
        found = True
        yield None, changes
    if found:
        return
    cells: list[Changes] = []
    for slip, changes in row_slips(books, broken, deadline):
        found = True
        cells.append(changes)
        yield (Slip.CELLS_EXCHANGED if _exchanged(books, changes) else slip), changes
    for changes in pairs(books, broken, deadline):
        if changes not in cells:
            found = True
            yield (Slip.CELLS_EXCHANGED if _exchanged(books, changes) else None), changes
    if not found:
        for changes in larger(books, broken, rules, deadline):
            yield None, changes


def _exchanged(books: Balance, changes: Changes) -> bool:
    if len(changes) != 2:
        return False
    (one, up), (other, down) = changes.items()
    values = books.values
    return values[one] + up == values[other] and values[other] + down == values[one]


def _ranked(books: Balance, group: int, found: list[tuple[Slip | None, Changes]]) -> Iterator[Explanation]:
    order = {slip: place for place, slip in enumerate([*Slip, None])}
    signed = any(value < 0 for value in books.values)

    def size(slip: Slip | None, changes: tuple[Change, ...]) -> int:
        return 1 if slip else len(changes)

    def place(entry: tuple[Slip | None, tuple[Change, ...]]) -> tuple[int, int, int, list[int]]:
        slip, changes = entry
        odd = sum(_too_fine(books, change) or (change.implied < 0 and not signed) for change in changes)
        return size(slip, changes), odd, order[slip], sorted((order[c.slip] for c in changes), reverse=True)

    found = sorted(found, key=lambda entry: sorted(entry[1]))
    entries = [(slip, tuple(_changed(books, changes, slip))) for slip, changes in found]
    entries.sort(key=place)
    sizes = Counter(size(*entry) for entry in entries)
    for rank, (slip, changes) in enumerate(entries, start=1):
        yield Explanation(group, rank, sizes[size(slip, changes)], changes, slip)


def _too_fine(books: Balance, change: Change) -> bool:
    return EXACTLY.remainder(change.implied, change.figure.ulp or books.ledger.ulp) != 0


def _changed(books: Balance, changes: Changes, whole: Slip | None) -> Iterator[Change]:
    # Only a table that prints blank cells can have a figure where none belongs.
    blanks = any(not figure.printed for figure in books.ledger.figures)
    for index in sorted(changes):
        figure, value = books.ledger.figures[index], books.values[index]
        ulp = figure.ulp or books.ledger.ulp
        others = books.after({other: change for other, change in changes.items() if other != index})
        allowed = room(books, index, others)
        least, most = (changes[index],) * 2 if math.isinf(allowed[1]) else map(int, allowed)
        implied, slip, moved = books.decimal(value + changes[index]), whole, places_moved(figure)
        if whole is None:
            nearest = (
                islice(printable(books, index, allowed), MOST_VALUES) if least < most else [changes[index]]
            )
            for change in nearest:
                meant = books.decimal(value + change)
                if not meant and not blanks:
                    continue
                if slips := value_slips(figure.printed, meant.scaleb(moved, EXACTLY), ulp.scaleb(moved)):
                    implied, slip = meant, slips[0]
                    break
        shown = implied.scaleb(moved, EXACTLY)
        decimals = -min(
            0, *(int(n.as_tuple().exponent) for n in (ulp.scaleb(moved), shown.normalize(EXACTLY)))
        )
        text = f"{shown:.{decimals}f}" if implied or not blanks else ""
        yield Change(figure, implied, text, books.decimal(value + least), books.decimal(value + most), slip)
