"""Who is believed where a label and a sum that was found say different things of one total.

In: the lines of an axis, what their labels lead one to expect, and patterns that were discovered. Out: whether the label stands, or the pattern.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from xcdata.auditing.labelled.expected import Expected, support
from xcdata.auditing.lines import Bools, Lines
from xcdata.auditing.parameters import PARAMETERS
from xcdata.auditing.patterns import Pattern

OUTLINES = frozenset({"numbers", "styles", "indents", "list"})
"""How an outline says which lines stand below another; see :class:`~xcdata.auditing.labelled.expected.Choice`."""

Place = tuple[str, int, int]
"""How a line heads others, and at which level and indent of an outline."""


@dataclass(frozen=True)
class Family:
    """What the lines that are expected to be sums have in common.

    Attributes
    ----------
    levels : dict of Place to set of int
        Those that head others in one way, at one indent and level of an outline.
    held : dict of Place to (int, int)
        How many of them, of several parts, hold wherever they are stated, and how many there are.
    totals : (int, int)
        The same of all that head others or are called totals.
    above : dict of int to list of int
        By part, those that add it up.
    """

    levels: dict[Place, set[int]]
    held: dict[Place, tuple[int, int]]
    totals: tuple[int, int]
    above: dict[int, list[int]]


def family(lines: Lines, hopes: Mapping[int, Expected]) -> Family:
    """Return what the lines that are expected to be sums have in common."""
    levels: defaultdict[Place, set[int]] = defaultdict(set)
    above: defaultdict[int, list[int]] = defaultdict(list)
    named: set[int] = set()
    for total, one in hopes.items():
        for part in one.parts:
            above[part].append(total)
        if one.recipe in OUTLINES:
            levels[place_of(lines, one)].add(total)
        if one.recipe in OUTLINES or total in lines.called_totals:
            named.add(total)

    def counted(totals: Iterable[int]) -> tuple[int, int]:
        several = [hopes[total] for total in totals if len(hopes[total].parts) > 1]
        return sum(bool((one.holds == one.stated).all()) for one in several), len(several)

    held = {place: counted(totals) for place, totals in levels.items()}
    return Family(dict(levels), held, counted(named), dict(above))


def place_of(lines: Lines, hope: Expected) -> Place:
    """Return where a line stands in an outline."""
    return hope.recipe, *lines.outline[hope.total][1:]


def broken(lines: Lines, patterns: Sequence[Pattern]) -> bool:
    """Whether some pattern fails where it is stated."""
    return any(
        not support(lines, one.total, one.parts)[1][list(one.positions)].all()
        for one in patterns
        if one.positions
    )


def stated_before(
    lines: Lines, total: int, hopes: Mapping[int, Expected], found: Mapping[int, Sequence[Pattern]]
) -> int | None:
    """Give the total that holds wherever it is stated, by its label or as it was found, and whose figures a line repeats without exception."""
    if np.count_nonzero(lines.values[total]) < PARAMETERS.enough_alike:
        return None
    there = np.flatnonzero(lines.known[total])
    others = np.array([other for other in hopes if other != total], int)
    at = others[:, None], there
    same = (lines.known[at] & (lines.values[at] == lines.values[total, there])).all(axis=1)

    def proved(other: int) -> bool:
        ways = [hopes[other].holds, *(support(lines, other, one.parts)[1] for one in found.get(other, ()))]
        return any(bool(holds[there].all()) for holds in ways)

    return next((other for other in others[same].tolist() if proved(other)), None)


def speaks_for_itself(lines: Lines, pattern: Pattern) -> bool:
    """Whether lines that are called rates or numbers add up all the same: in several positions, and in most."""
    figures = lines.values[[pattern.total, *pattern.parts]][:, list(pattern.positions)]
    adds_up = (figures[0] != 0) & (figures[1:].sum(axis=0) == figures[0])
    holding = int(np.count_nonzero(adds_up))
    return holding > PARAMETERS.most_failing and 2 * holding > len(adds_up)


def expected_to_hold(lines: Lines, hope: Expected, hopes: Mapping[int, Expected]) -> bool:
    """Whether a line is expected to be a sum though it holds nowhere.

    One that heads others by their numbers or indents is, if most of its like hold, or one figure is why two do not.
    """
    if hope.plain and (hope.bare or hope.total not in lines.heads):
        return len(hope.parts) > 1
    if not hope.plain or np.count_nonzero(hope.stated) > 1:
        return False
    alike = [one for one in hopes.values() if one.total in lines.heads]
    holding = sum(bool(np.count_nonzero(one.holds)) for one in alike)
    return 2 * holding >= len(alike) or any(one_line_breaks(lines, hope, other) for other in alike)


def may_be_wrong_throughout(
    lines: Lines, hope: Expected, hopes: Mapping[int, Expected], like: Family
) -> bool:
    """Whether a line is declared a sum in however many positions it fails, so that a whole line is wrong: by its like, or as one line breaks two sums."""
    if not hope.plain:
        return False
    beside = [*(part for part in hope.parts if part in hopes), *like.above.get(hope.total, ())]
    return holds_for_its_like(lines, hope, like) or any(
        one_line_breaks(lines, hope, hopes[other]) for other in beside
    )


def holds_for_its_like(lines: Lines, hope: Expected, like: Family) -> bool:
    """Whether an outline declares a line to be the sum of what stands below it, and as many like it are as are not.

    They are those of its level; of a line that is called a total besides, and has none, all that head others or are called totals.
    """
    if hope.recipe not in OUTLINES or len(hope.parts) < 2:
        return False
    place = place_of(lines, hope)
    alone = len(like.levels[place]) == 1 and hope.total in lines.called_totals
    holding, count = like.totals if alone else like.held[place]
    return 2 * holding >= count


def one_line_breaks(lines: Lines, one: Expected, other: Expected) -> bool:
    """Whether two sums that fail, one of which is a part of the other, are off by the same in opposite directions wherever both are stated."""
    if one.total not in other.parts and other.total not in one.parts:
        return False
    both = one.stated & other.stated
    offs = [(lines.values[list(each.parts)].sum(0) - lines.values[each.total])[both] for each in (one, other)]
    return bool(both.any() and offs[0].any() and (offs[0] == -offs[1]).all())


def contradicted(lines: Lines, hope: Expected, found: Pattern) -> bool:
    """Whether a label says otherwise than a sum found once: of too few lines, or of some beyond a total or "of which"."""
    if not hope.plain or len(found.positions) > 1 or bool(np.any(hope.holds)):
        return False
    some = set(found.parts)
    between = range(min(*some, found.total) + 1, max(*some, found.total))
    crosses = any(line in lines.called_totals and line not in some for line in between if line != found.total)
    twice = bool((some - set(hope.parts)) & lines.of_which)
    around = min(some) < found.total < max(some)
    return crosses or twice or around or some < set(hope.parts)


def borrowed(lines: Lines, hope: Expected, found: Pattern, like: Family) -> bool:
    """Whether a line that repeats another was found to add up what that does: others of its own level of an outline, which says otherwise."""
    if hope.recipe not in OUTLINES or hope.total not in lines.repeats or bool(np.any(hope.holds)):
        return False
    return not like.levels[place_of(lines, hope)].isdisjoint(found.parts)


def outdone(lines: Lines, hope: Expected, found: Pattern) -> bool:
    """Whether what a label leads one to expect holds in as many positions as what was found is stated in, or in more to the digit."""
    holding = int(hope.holds.sum())
    if not hope.plain or not holding:
        return False
    return holding >= len(found.positions) or to_the_digit(lines, hope.total, hope.parts) > to_the_digit(
        lines, found.total, found.parts
    )


def to_the_digit(lines: Lines, total: int, parts: Sequence[int]) -> int:
    """Count the positions in which a sum holds exactly."""
    stated, _, _ = support(lines, total, parts)
    same: Bools = stated & (lines.values[list(parts)].sum(axis=0) == lines.values[total])
    return int(np.count_nonzero(same))
