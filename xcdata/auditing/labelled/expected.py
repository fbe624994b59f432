"""What labels declare: a line that calls itself a total is expected to be one, in every additive position.

In: the lines of one axis (:mod:`xcdata.auditing.lines`). Out: one :class:`Expected` a line that its label, or the outline that it
heads, calls a total: the lines that it adds up, and the positions in which it does. Labels seldom say *which* lines they add
up, so a few sets of parts are tried in the order of their plausibility; the set that the figures of all positions support best
is taken, once, and then holds or fails in each of them. Auditors call it footing (of rows) and cross-footing (of columns).
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import neg

import numpy as np

from xcdata.auditing.labelled.records import categories, same_kind
from xcdata.auditing.lines import Bools, Lines
from xcdata.auditing.parameters import PARAMETERS

PLAIN = re.compile(
    r".*\btotals?[:：]?|(grand |sub-? ?)?totals?\b.*|sum\b.*|all( (?!other)\w+)?|both sexes\b.*|gesamt\w*|insgesamt|zusammen|summe\b.*|ensemble|итого.*|всего.*"
    r"|합계|총계|계|.{0,8}[合总小共總]\s*[计計]([（(].*|[:：])?|.{0,4}总[和数]|[计計]|全[国國省市县縣区區州镇乡村校厂]"
)
"""Labels that say no more than that a line is a total; others that hold such a word may name a quantity (total fertility rate)."""

BARE = re.compile(
    r"(grand |sub-? ?)?totals?[:：]?|sum|all|.{0,6}[合总小共總]\s*[计計][（(].{1,6}|全?[部国國省市县縣区區州镇乡村]?[合总小共總]\s*[计計][:：]?|全[国國省市县縣区區州镇乡村]|合계|총계|итого|всего"
)
"""Labels that do nothing at all but call a line a total."""

ENDING = re.compile(r".*\btotals?[:：]?|.{0,8}[合总小共總]\s*[计計][:：]?")
"""Labels that end by calling a line a total."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A line that is expected to be a sum.

    Attributes
    ----------
    total : int
    parts : tuple of int
        In ascending order.
    recipe : str
        How the parts were chosen.
    stated : (positions,) bool
        Where there is a total, something to add up, and figures that are additive.
    holds : (positions,) bool
        Where they agree within rounding.
    bits : float
        What the figures say for this set of parts, beyond what it takes to describe it.
    plain : bool
        Whether it is expected to hold even where it holds nowhere, if there are few such positions.
    bare : bool
        Whether its label does nothing but call it a total: then it is expected to however many there are.
    """

    total: int
    parts: tuple[int, ...]
    recipe: str
    stated: Bools
    holds: Bools
    bits: float
    plain: bool
    bare: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A set of parts that a reader would think of, and how many bits it takes to say it."""

    parts: tuple[int, ...]
    recipe: str
    cost: float


def expected(lines: Lines) -> dict[int, Expected]:
    """Choose the parts of every line that is called a total; by total.

    What serves most totals of a table is the most plausible for the others, too: so all are chosen twice.
    """
    chosen: dict[int, Expected] = {}
    habits: Counter[str] = Counter()
    for _ in range(2):
        found: dict[int, Expected] = {}
        for total in sorted(lines.called_totals | lines.heads):
            best = best_choice(lines, total, choices(lines, total, chosen | found), habits)
            if best is not None:
                found[total] = best
        for closing in closers(lines):
            best = best_choice(lines, closing, choices(lines, closing, chosen | found), habits)
            if best is not None and mostly_holds(best):
                found[closing] = best
        chosen = without_double_counts(lines, without_categories(lines, found))
        says = {total for total, one in chosen.items() if lines.values[[total, *one.parts]].any()}
        habits = Counter(chosen[total].recipe for total in says if chosen[total].holds.any())
    # Nothing but zeros adds up to zeros in every way, which says nothing beside what the others do.
    return {total: one for total, one in chosen.items() if total in says or habits[one.recipe]}


def without_categories(lines: Lines, found: Mapping[int, Expected]) -> dict[int, Expected]:
    """Leave out totals whose name only says of which category they are: of those that share it, fewer than half add up."""
    alike: defaultdict[str, list[int]] = defaultdict(list)
    for total in categories(lines) & found.keys():
        alike[lines.total_name(total)].append(total)
    dropped = {
        total
        for totals in alike.values()
        if 2 * sum(bool(found[one].holds.any()) for one in totals) < len(totals)
        for total in totals
        if not found[total].holds.any()
    }
    return {total: one for total, one in found.items() if total not in dropped}


def without_double_counts(lines: Lines, found: Mapping[int, Expected]) -> dict[int, Expected]:
    """Leave out of a list of totals those that hold nowhere, and by which another that holds would count some lines twice."""
    kept = dict(found)
    used = lines.used.tolist()
    listed = {
        line
        for before, line, after in zip(used, used[1:], used[2:], strict=False)
        if {before, line, after} <= lines.called_totals
    }
    for total, whole in found.items():
        if not whole.holds.any() or not (whole.stated == whole.holds).all():
            continue
        counted = {total, *whole.parts}
        for part in sorted(kept.keys() & set(whole.parts), key=lambda one: not found[one].holds.any()):
            if part in listed and not found[part].holds.any() and counted & set(found[part].parts):
                del kept[part]
            else:
                counted |= set(found[part].parts)
    return kept


def silent_totals(lines: Lines) -> dict[int, tuple[int, ...]]:
    """Give the lines that are called totals and have no figure, with the lines they would close or head."""
    if not lines.are_rows:
        return {}
    found = {}
    used = lines.addends
    names = {lines.total_name(total) for total in lines.called_totals} - {""}
    for line, label in enumerate(lines.labels):
        words = lines.words[line]
        figures = lines.known[line] & lines.additive & ~lines.shares
        called = any(closes_line(word) or word in names for word in (label, *words))
        if figures.any() or len(words) > 3 or not called:
            continue
        at = bisect_left(used, line)
        # Below a line of a name alone it closes that, which has nothing to add up either.
        alone = line > 0 and len(lines.words[line - 1]) == 1 and not lines.known[line - 1].any()
        sides = (Side(used, at - 1, -1), Side(used, at, 1))
        for side in sides[:1] if alone else sides:
            run = list(side)
            if len(run) > 1:
                found[line] = tuple(sorted(run))
                break
    return found


def closes_line(label: str) -> bool:
    """Whether a label calls a line a total, whatever it is the total of."""
    return bool(BARE.fullmatch(label) or ENDING.fullmatch(label))


def closers(lines: Lines) -> Iterator[int]:
    """Yield the lines that close a table or a block right after a total, though no label calls them one."""
    used = lines.used.tolist()
    for before, line, after in zip(used, used[1:], [*used[2:], -1], strict=False):
        if (
            after != line + 1
            and before in lines.called_totals
            and line not in lines.called_totals | lines.heads
        ):
            yield line


def mostly_holds(hope: Expected) -> bool:
    """Whether a sum that no label declares holds in several positions, and in twice as many as it fails."""
    holding, failing = int(hope.holds.sum()), int((hope.stated & ~hope.holds).sum())
    return holding > 1 and holding >= 2 * failing


def best_choice(
    lines: Lines, total: int, offered: Iterator[Choice], habits: Mapping[str, int]
) -> Expected | None:
    """Take the set of parts that the figures support best; of equally supported ones the first."""
    best: Expected | None = None
    bare = bool(BARE.fullmatch(lines.total_name(total)))
    plain = (
        bare or total in lines.heads or (lines.are_rows and bool(PLAIN.fullmatch(lines.total_name(total))))
    )
    others = sum(habits.values())
    for choice in offered:
        stated, holds, bits = support(lines, total, choice.parts)
        if not stated.any():
            continue
        # What the others do is what is expected of this one: an adaptive code, which begins with what a reader would think.
        price = math.log2((others + 1) / (habits.get(choice.recipe, 0) + 2**-choice.cost))
        score = bits - price
        if best is None or score > best.bits + 1e-9:
            best = Expected(total, choice.parts, choice.recipe, stated, holds, score, plain, bare)
        if (stated == holds).all() and price <= PARAMETERS.recipe_bits and bits >= PARAMETERS.enough_bits:
            break
    return best


def support(lines: Lines, total: int, parts: Sequence[int]) -> tuple[Bools, Bools, float]:
    """Tell where a sum is stated and where it holds, and how many bits that is worth."""
    figures = lines.values[[total, *parts]]
    there = (lines.known[list(parts)] | lines.dashes[list(parts)]).any(axis=0)
    stated = lines.additive & lines.known[total] & there
    count = np.count_nonzero(figures[1:], axis=0)
    off = np.abs(figures[1:].sum(0) - figures[0])
    if lines.shares.any():
        # Shares add up where they are shares of one whole, not where each line has its own.
        whole = np.isin(figures[0], lines.wholes)
        own = 2 * (figures[1:] == figures[0]).sum(0) >= len(parts)
        near = np.abs(
            figures[1:].sum(0)[:, None] - np.array(lines.wholes)
        ) * PARAMETERS.share_tolerance <= np.array(lines.wholes)
        stated &= ~lines.shares | ((whole | near.any(axis=1)) & ~own)
    holds = stated & (off <= np.where(count > 1, (count + 1) * lines.unit // 2, 0))
    size = np.log2(np.abs(figures).max(0) / lines.unit + 1)
    earned = float(np.where(holds & (count > 1), np.maximum(size - PARAMETERS.habit_bits, 0), 0).sum())
    return stated, holds, earned - PARAMETERS.broken_bits * float(np.count_nonzero(stated & ~holds))


def choices(lines: Lines, total: int, chosen: Mapping[int, Expected]) -> Iterator[Choice]:
    """Yield the sets of parts that a reader would think of, the most plausible first."""
    for name, below in (
        ("numbers", lines.numbered),
        ("styles", lines.styled),
        ("indents", lines.indented),
        ("list", lines.headed),
    ):
        if name == "indents" and lines.closes(total):
            continue
        if children := [line for line in below.get(total, ()) if line not in lines.of_which]:
            yield Choice(tuple(children), name, 0.0)
    if total in lines.heads or lines.stands_over_parts(total):
        return
    used = (
        lines.addends
        if lines.are_rows
        else [n for n in lines.addends if lines.share_lines[n] == lines.share_lines[total]]
    )
    group = own_group(lines, total)
    used = [line for line in used if line in group] if group else used
    at = bisect_left(used, total)
    above, below_it = Side(used, at - 1, -1), Side(used, bisect_right(used, total), 1)
    if alike := same_kind(lines, total, used):
        yield Choice(alike, "same kind", 0.0)
    # The first line of a table heads it; any other closes what stands above it.
    for name, side, charge in (
        ("above", above, 0.0 if at else PARAMETERS.recipe_bits),
        ("below", below_it, PARAMETERS.recipe_bits if at else 0.0),
    ):
        for recipe, cost, run in runs_beside(lines, side, chosen):
            parts = [line for line in run if line not in lines.of_which]
            if parts:
                alone = 3 * PARAMETERS.recipe_bits if len(parts) == 1 else 0.0
                yield Choice(tuple(sorted(parts)), f"{recipe} {name}", cost + charge + alone)
            # What is "of which" is counted twice, unless nothing stands before it that it could be of.
            if 0 < len(parts) < len(run) and min(run) in lines.of_which:
                yield Choice(
                    tuple(sorted(run)),
                    f"{recipe} {name}, of which",
                    cost + charge + 2 * PARAMETERS.recipe_bits,
                )


def own_group(lines: Lines, total: int) -> frozenset[int]:
    """Give the columns that share their name above with one that is called a total by its own name: it is of these alone. Empty where it shares none.

    Columns of another group may be of another unit, whatever they add up to.
    """
    group = lines.group(total) if PLAIN.fullmatch(lines.labels[total]) else frozenset()
    return group if len(group & set(lines.used.tolist())) > 1 else frozenset()


@dataclass(frozen=True, slots=True)
class Side:
    """The lines on one side of a total, the nearest first."""

    used: Sequence[int]
    start: int
    step: int

    def __iter__(self) -> Iterator[int]:
        return (self.used[at] for at in range(self.start, len(self.used) if self.step > 0 else -1, self.step))


def runs_beside(
    lines: Lines, side: Side, chosen: Mapping[int, Expected]
) -> Iterator[tuple[str, float, list[int]]]:
    """Yield runs of lines next to a total, nearest first, each with its name and how many bits it takes to say it."""
    totals = lines.called_totals
    near: list[int] = []
    more = False
    for line in side:
        if line in totals:
            more = True
            break
        near.append(line)
    if near:
        yield "since the last total", 0.0, near
    top = [line for line in near if line not in lines.nested]
    if 1 < len(top) < len(near):
        yield "top of the outline", PARAMETERS.recipe_bits, top
    for gap in islice(gaps(near), PARAMETERS.most_gaps):
        yield "since a gap", 2 * PARAMETERS.recipe_bits, near[:gap]
    # Nothing tells the notes of a table's first block from its parts but what the others do.
    usual = {one.recipe.rpartition(" ")[0] for one in chosen.values() if one.holds.any()}
    for skipped in range(1, min(PARAMETERS.most_skipped, len(near) - 1) + 1):
        name = f"since the last total but {skipped}"
        if more or name in usual:
            yield name, (2 + skipped) * PARAMETERS.recipe_bits, near[:-skipped]
    if more:
        two: list[int] = []
        for line in side:
            if line in totals:
                two.append(line)
                if len(two) > 1:
                    yield "last two totals", 2 * PARAMETERS.recipe_bits, two
                    break
    block = until_header(lines, side)
    if more:
        yield "subtotals and the rest", PARAMETERS.recipe_bits, reduced(block, chosen)
        yield "subtotals", PARAMETERS.recipe_bits, [line for line in block if line in totals]
        yield "details", 2 * PARAMETERS.recipe_bits, [line for line in block if line not in totals]
        whole = list(side)
        if len(whole) > len(block):
            yield "everything", 3 * PARAMETERS.recipe_bits, reduced(whole, chosen)
    elif len(block) < len(near):
        yield "block", PARAMETERS.recipe_bits, block


def reduced(run: Sequence[int], chosen: Mapping[int, Expected]) -> list[int]:
    """Put subtotals in the place of their parts."""
    inside = {part for line in run if line in chosen for part in chosen[line].parts}
    return [line for line in run if line not in inside]


def gaps(run: Sequence[int]) -> Iterator[int]:
    """Yield the places at which lines without figures interrupt a run: blank ones, or headings of sections."""
    return (n for n in range(1, len(run)) if abs(run[n] - run[n - 1]) > 1)


def until_header(lines: Lines, side: Side) -> list[int]:
    """Give the lines of a side up to the next repeated header."""
    run = list(side)
    if not run:
        return []
    if side.step > 0:
        at = bisect_left(lines.header_lines, run[0])
        return run[: bisect_right(run, lines.header_lines[at])] if at < len(lines.header_lines) else run
    at = bisect_left(lines.header_lines, run[0])
    return run[: bisect_left(run, -lines.header_lines[at - 1], key=neg)] if at else run
