"""One figure or two which, changed, make every rule hold.

In: a :class:`~xcdata.ledger.balance.Balance` and the rules it breaks. Out: every such set, with what each figure
must change by, in exact whole numbers: one figure by intersecting what its rules allow, two by peeling one
off and looking the other up. In the terms of coding theory the violated rules are a syndrome, and these sets
the error patterns of least weight; in those of official statistics this is error localization (Fellegi and
Holt, JASA 71, 1976).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from xcdata.ledger.balance import Balance, Changes
from xcdata.ledger.localize.work import Work

Room = tuple[float, float]
"""The least and the most that a figure may change by; infinite where nothing bounds it, else whole."""

ANY: Room = (-math.inf, math.inf)
MOST_TRIES = 64
"""So many values, from the middle of those allowed, are tried for the first figure of a pair."""

RULES, MEMBERS = 4, 40
"""So many rules of a figure, or figures of a rule, are gone through in one step."""


def room(balance: Balance, figure: int, shifts: Mapping[int, int]) -> Room:
    """Give the changes of one figure that bring each of its rules within its tolerance.

    Parameters
    ----------
    balance : Balance
    figure : int
    shifts : mapping of int to int
        By rule, by how much its residual is changed already.
    """
    allowed = possible(balance, figure)
    for rule, sign in balance.touching[figure]:
        allowed = _both(allowed, _of_rule(balance, rule, sign, shifts.get(rule, 0)))
    return allowed


def possible(balance: Balance, figure: int) -> Room:
    """Give the changes of one figure to values that it can truly have."""
    return balance.room_below(figure), math.inf


def printable(balance: Balance, figure: int, allowed: Room) -> Iterator[int]:
    """Give the changes in a room to values that the figure's precision can print, the middle first.

    Where it can print none of them, the middle itself: a figure may be printed with more decimals than its
    table, and then so are those it is added up with.
    """
    if allowed[0] > allowed[1] or math.isinf(allowed[0]) or math.isinf(allowed[1]):
        return
    least, most = int(allowed[0]), int(allowed[1])
    value, step = balance.values[figure], balance.steps[figure]
    first, last = -(-(value + least) // step), (value + most) // step
    middle = (first + last) // 2
    for away in range(last - middle + 1):
        for multiple in (middle + away, middle - away) if away else (middle,):
            if first <= multiple:
                yield multiple * step - value
    if first > last and least <= (whole := (least + most) // 4 * 2) <= most:
        yield whole


def singles(balance: Balance, violated: Sequence[int]) -> Iterator[Changes]:
    """Find every figure that, changed alone, makes all rules hold."""
    suspects = set(balance.members(violated[0])).intersection(*map(balance.members, violated[1:]))
    for figure in sorted(suspects):
        for change in islice(_wrong(balance, figure, room(balance, figure, {})), 1):
            yield {figure: change}


def pairs(balance: Balance, violated: Sequence[int], work: Work) -> Iterator[Changes]:
    """Find every two figures that, changed together, make all rules hold.

    One of the two stands in the shortest violated rule. The other stands in every violated rule that the first
    leaves or, where it leaves none, in a rule of the first that the change would break.

    Raises
    ------
    NotSettledError
        When the work is used up.
    """
    seen = set()
    for first in balance.members(min(violated, key=lambda rule: len(balance.members(rule)))):
        mine = {rule for rule, _ in balance.touching[first]}
        left = [balance.members(rule) for rule in violated if rule not in mine]
        partners = set(left[0]) if left else {figure for rule in mine for figure in balance.members(rule)}
        work.spend(1 + len(violated) // RULES + len(partners) // MEMBERS)
        for members in left[1:]:
            if not partners:
                break
            work.spend(len(members) // MEMBERS)
            partners.intersection_update(members)
        for second in sorted(partners - {first}):
            work.spend(2 + (len(mine) + len(balance.touching[second])) // RULES)
            pair = frozenset((first, second))
            if pair not in seen and (changes := _together(balance, first, second)):
                seen.add(pair)
                yield changes


def _together(balance: Balance, first: int, second: int) -> Changes | None:
    of_second = dict(balance.touching[second])
    alone, added, subtracted = possible(balance, first), ANY, ANY
    for rule, sign in balance.touching[first]:
        allowed = _of_rule(balance, rule, sign)
        match of_second.pop(rule, 0) * sign:
            case 0:
                alone = _both(alone, allowed)
            case 1:
                added = _both(added, allowed)
            case _:
                subtracted = _both(subtracted, allowed)
    other = possible(balance, second)
    for rule, sign in of_second.items():
        other = _both(other, _of_rule(balance, rule, sign))
    # What is left for the first once the second is free to take any value (Fourier and Motzkin's
    # elimination).
    reach = _both(alone, (added[0] - other[1], added[1] - other[0]))
    reach = _both(reach, (subtracted[0] + other[0], subtracted[1] + other[1]))
    if ANY not in (added, subtracted):
        reach = _both(reach, (-(-(added[0] + subtracted[0]) // 2), (added[1] + subtracted[1]) // 2))
    for change in islice(_wrong(balance, first, reach), MOST_TRIES):
        rest = _both(other, (added[0] - change, added[1] - change))
        rest = _both(rest, (change - subtracted[1], change - subtracted[0]))
        for answer in islice(_wrong(balance, second, rest), 1):
            return {first: change, second: answer}
    return None


def _wrong(balance: Balance, figure: int, allowed: Room) -> Iterator[int]:
    return (change for change in printable(balance, figure, allowed) if change)


def _of_rule(balance: Balance, rule: int, sign: int, shift: int = 0) -> Room:
    tolerance = balance.edits[rule].tolerance  # type: ignore[union-attr]
    middle = -sign * (balance.residuals[rule] + shift)
    return middle - tolerance, middle + tolerance


def _both(one: Room, other: Room) -> Room:
    return max(one[0], other[0]), min(one[1], other[1])
