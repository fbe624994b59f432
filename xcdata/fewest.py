"""One figure or two which, changed, make every rule hold.

In: a :class:`~xcdata.balance.Balance` and the rules it breaks. Out: every such set, with what each figure
must change by, in exact whole numbers: one figure by intersecting what its rules allow, two by peeling one
off and looking the other up. In the terms of coding theory the broken rules are a syndrome, and these sets
the error patterns of least weight; in those of official statistics this is error localization (Fellegi and
Holt, JASA 71, 1976).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import islice
from time import monotonic

from xcdata.balance import Balance

Changes = dict[int, int]
"""Figure positions and what is added to each, in the balance's whole numbers."""

Room = tuple[float, float]
"""The least and the most that a figure may change by; infinite where nothing bounds it, else whole."""

ANY: Room = (-math.inf, math.inf)
MOST_TRIES = 64


class NotSettledError(Exception):
    """The search could not be brought to its end; says within what."""


def still_time(deadline: float) -> None:
    """Raise :class:`NotSettledError` when the clock has passed the deadline."""
    if monotonic() > deadline:
        raise NotSettledError("within the time")


def room(books: Balance, figure: int, residuals: Sequence[int]) -> Room:
    """Give the changes of one figure that bring each of its rules within its tolerance."""
    allowed = possible(books, figure)
    for rule, sign in books.touching[figure]:
        allowed = _both(allowed, _of_rule(books, rule, sign, residuals))
    return allowed


def possible(books: Balance, figure: int) -> Room:
    """Give the changes of one figure to values that it can truly have."""
    return books.room_below(figure), math.inf


def printable(books: Balance, figure: int, allowed: Room) -> Iterator[int]:
    """Give the changes in a room to values that the figure's precision can print, the middle first.

    Where it can print none of them, the middle itself: a figure may be printed with more decimals than its
    table, and then so are those it is added up with.
    """
    if allowed[0] > allowed[1] or math.isinf(allowed[0]) or math.isinf(allowed[1]):
        return
    least, most = int(allowed[0]), int(allowed[1])
    value, step = books.values[figure], books.steps[figure]
    first, last = -(-(value + least) // step), (value + most) // step
    middle = (first + last) // 2
    for away in range(last - middle + 1):
        for multiple in (middle + away, middle - away) if away else (middle,):
            if first <= multiple:
                yield multiple * step - value
    if first > last and least <= (whole := (least + most) // 4 * 2) <= most:
        yield whole


def singles(books: Balance, broken: Sequence[int]) -> Iterator[Changes]:
    """Find every figure that, changed alone, makes all rules hold."""
    suspects = set(books.members(broken[0])).intersection(*map(books.members, broken[1:]))
    for figure in sorted(suspects):
        for change in islice(_wrong(books, figure, room(books, figure, books.residuals)), 1):
            yield {figure: change}


def pairs(books: Balance, broken: Sequence[int], deadline: float) -> Iterator[Changes]:
    """Find every two figures that, changed together, make all rules hold.

    One of the two stands in the shortest broken rule. The other stands in every broken rule that the first
    leaves or, where it leaves none, in a rule of the first that the change would break.

    Raises
    ------
    NotSettledError
        At the deadline.
    """
    seen = set()
    for first in books.members(min(broken, key=lambda rule: len(books.members(rule)))):
        mine = {rule for rule, _ in books.touching[first]}
        left = [books.members(rule) for rule in broken if rule not in mine]
        if left:
            partners = set(left[0]).intersection(*left[1:])
        else:
            partners = {figure for rule in mine for figure in books.members(rule)}
        still_time(deadline)
        for second in sorted(partners - {first}):
            pair = frozenset((first, second))
            if pair not in seen and (changes := _together(books, first, second)):
                seen.add(pair)
                yield changes


def _together(books: Balance, first: int, second: int) -> Changes | None:
    of_second = dict(books.touching[second])
    alone, added, subtracted = possible(books, first), ANY, ANY
    for rule, sign in books.touching[first]:
        allowed = _of_rule(books, rule, sign, books.residuals)
        match of_second.pop(rule, 0) * sign:
            case 0:
                alone = _both(alone, allowed)
            case 1:
                added = _both(added, allowed)
            case _:
                subtracted = _both(subtracted, allowed)
    other = possible(books, second)
    for rule, sign in of_second.items():
        other = _both(other, _of_rule(books, rule, sign, books.residuals))
    # What is left for the first once the second is free to take any value (Fourier and Motzkin's
    # elimination).
    reach = _both(alone, (added[0] - other[1], added[1] - other[0]))
    reach = _both(reach, (subtracted[0] + other[0], subtracted[1] + other[1]))
    if ANY not in (added, subtracted):
        reach = _both(reach, (-(-(added[0] + subtracted[0]) // 2), (added[1] + subtracted[1]) // 2))
    for change in islice(_wrong(books, first, reach), MOST_TRIES):
        rest = _both(other, (added[0] - change, added[1] - change))
        rest = _both(rest, (change - subtracted[1], change - subtracted[0]))
        for answer in islice(_wrong(books, second, rest), 1):
            return {first: change, second: answer}
    return None


def _wrong(books: Balance, figure: int, allowed: Room) -> Iterator[int]:
    return (change for change in printable(books, figure, allowed) if change)


def _of_rule(books: Balance, rule: int, sign: int, residuals: Sequence[int]) -> Room:
    tolerance = books.rows[rule].tolerance  # type: ignore[union-attr]
    middle = -sign * residuals[rule]
    return middle - tolerance, middle + tolerance


def _both(one: Room, other: Room) -> Room:
    return max(one[0], other[0]), min(one[1], other[1])
