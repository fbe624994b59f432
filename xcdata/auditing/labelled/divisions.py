"""Totals that no word calls so, whose parts are known by their names: a gross product by industry, a population by sex and by residence.

In: the lines of one axis, and the patterns that are checked along it. Out: the patterns by which such a whole is checked besides, and a note
where the words say that it is a sum and nothing in the figures does. A whole is found where the lines of its parts follow it.
One that is divided under headings (按性别分, 按规模分) is the sum of what stands below each of them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from xcdata.auditing.discovered.evidence import one_slip
from xcdata.auditing.labelled.expected import support
from xcdata.auditing.labelled.notes import LabelNote, difference
from xcdata.auditing.lines import Bools, Lines
from xcdata.auditing.parameters import PARAMETERS
from xcdata.auditing.patterns import Pattern, written
from xcdata.grids.numerals import Reading

_MARK = r"[#＃*]?(其中[:：]?)?([(（]?[0-9一二三四五六七八九十]{1,2}[)）]?[、.．]?)?"
_UNIT = r"([(（].{1,8}[)）])?"


def named(words: str) -> re.Pattern[str]:
    """Return what matches a label that is one of some words, after a mark and before a unit."""
    return re.compile(rf"{_MARK}({words}){_UNIT}")


@dataclass(frozen=True)
class Kind:
    """How a whole is divided by what it is.

    Attributes
    ----------
    whole : re.Pattern
    parts : tuple of re.Pattern
    inside : int
        How many lines may stand below each part, which are parts of that.
    """

    whole: re.Pattern[str]
    parts: tuple[re.Pattern[str], ...]
    inside: int = 0


_PEOPLE = named(r".{0,6}(总人口|常住人口|户籍人口|人口总?数|人口合计)")

KINDS = (
    Kind(
        named(r".{0,4}生产总值|gdp"),
        tuple(named(rf"第{n}产业(增加值|生产总值)?") for n in "一二三"),
        inside=8,
    ),
    Kind(_PEOPLE, (named(r"男性?(人口)?"), named(r"女性?(人口)?"))),
    Kind(_PEOPLE, (named(r"(城镇|市镇|城市)((常住)?人口)?"), named(r"(乡村|农村)((常住)?人口)?"))),
    Kind(named(r"社会消费品零售总额"), (named(r"城镇(消费品零售额)?"), named(r"(乡村|农村)(消费品零售额)?"))),
    Kind(
        named(r".{0,9}可支配收入"),
        tuple(named(words) for words in ("工资性收入", "经营净收入", "财产净收入", "转移净收入")),
    ),
    Kind(
        named(r"编制数?|核定编制数?"),
        (named(r"(实有|在编|在岗)(人[员数]|人员数)?"), named(r"(空|缺|余)编数?")),
    ),
)


def divided(
    axis: str,
    readings: Sequence[Sequence[Reading]],
    lines: Lines,
    patterns: Sequence[Pattern],
) -> tuple[list[Pattern], list[LabelNote]]:
    """Check the wholes of an axis that no pattern checks yet, or not everywhere.

    Where a whole is no more than a part, and no slip explains it, rates are meant. One that holds nowhere is taken for a sum if one slip
    explains why; else it is told.
    """
    checked: list[Pattern] = []
    notes: list[LabelNote] = []
    headed = list(headed_divisions(lines))
    for total, parts in dict.fromkeys([*divisions(lines), *headed]):
        stated, holds, _ = support(lines, total, parts)
        figures = lines.values[[total, *parts]]
        slips: Bools = one_slip(figures, np.zeros(1, np.int64))[0]
        stated &= lines.known[list(parts)].all(axis=0) & (
            holds | slips | (figures[0] > figures[1:].max(axis=0))
        )
        held = 0
        for pattern in patterns:
            if pattern.total == total and not set(parts).isdisjoint(pattern.parts):
                stated[list(pattern.positions)] = False
                held += len(pattern.positions)
        held += int(np.count_nonzero(stated & holds))
        fails = np.flatnonzero(stated & ~holds).tolist()
        others = [other for whole, other in headed if whole == total and other != parts]
        # That a line is divided where another division of it holds leaves nothing but an error, in however many columns.
        declared = (total, parts) in headed and any(
            holds_wherever_stated(lines, total, one) for one in others
        )
        doubtful = len(fails) > max(held, PARAMETERS.most_failing) or not (held or slips[fails].all())
        if doubtful and not declared:
            off = tuple(difference(axis, readings, total, parts, at) for at in fails)
            # What holds nowhere in several years is more likely named loosely than wrong each time.
            # So is what only stands before a heading, and no word calls a total.
            told = len(fails) == 1 and ((total, parts) not in headed or total in lines.called_totals)
            reason = "unconfirmed" if told else "unconfirmed everywhere"
            notes.append(LabelNote(axis, total, parts, lines.labels[total], tuple(fails), off, reason))
        elif stated.any():
            rules = written(axis, total, parts, np.flatnonzero(stated).tolist())
            checked.append(replace(rules, source="labelled"))
    return checked, notes


def holds_wherever_stated(lines: Lines, total: int, parts: Sequence[int]) -> bool:
    """Whether a sum is stated and fails nowhere."""
    stated, holds, _ = support(lines, total, parts)
    return bool(stated.any() and (stated == holds).all())


def divisions(lines: Lines) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield the wholes of an axis with their parts; what stands between the two is the parts of another division."""
    used = lines.addends
    names = [lines.labels[line] for line in used]
    for at, name in enumerate(names):
        kinds = [kind for kind in KINDS if kind.whole.fullmatch(name)]
        after = at + 1
        while kinds:
            found = next(((one, parts) for one in kinds if (parts := parts_from(names, after, one))), None)
            if found is None:
                break
            kind, parts = found
            yield used[at], tuple(sorted(used[part] for part in parts))
            kinds.remove(kind)
            after = parts[-1] + 1


def headed_divisions(lines: Lines) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield a total with the lines below each heading that says by what it is divided; the total stands before the first of them."""
    used = [line for line in lines.used.tolist() if line not in lines.of_which]
    total: int | None = None
    above: tuple[int, int] | None = None
    end = -1
    for heading in lines.division_headings:
        after = bisect_left(used, heading)
        # What goes on right where a division of the same level ends is another one of the same total.
        if above != lines.outline[heading][1:] or not after or used[after - 1] != end:
            total = used[after - 1] if after else None
            above = lines.outline[heading][1:]
        block = block_below(lines, used[after:], heading)
        parts = [line for line in block if lines.outline[line][1] == lines.outline[block[0]][1]]
        if total is not None and parts and lines.outline[parts[0]][1] <= lines.outline[heading][1]:
            # No indent tells where it ends: as far as the most sums hold.
            ends = range(len(parts), 1, -1)
            last = max(ends, key=partial(holding, lines, total, parts), default=len(parts))
            block = parts = parts[:last]
        end = block[-1] if block else -1
        if total is not None and len(parts) > 1:
            yield total, tuple(parts)


def holding(lines: Lines, total: int, parts: Sequence[int], count: int) -> int:
    """Count the positions in which the first of some parts make a total."""
    return int(np.count_nonzero(support(lines, total, parts[:count])[1]))


def block_below(lines: Lines, following: Sequence[int], heading: int) -> list[int]:
    """Give the lines of figures below a heading: as far as one follows the other, no total comes, and none is less indented than the first."""
    block: list[int] = []
    for line in following:
        before = block[-1] if block else heading
        if line != before + 1 and not all(between in lines.of_which for between in range(before + 1, line)):
            break
        if line in lines.called_totals or (block and lines.outline[line][1] < lines.outline[block[0]][1]):
            break
        block.append(line)
    return block


def parts_from(names: Sequence[str], start: int, kind: Kind) -> list[int]:
    """Give the places of the parts of a kind, the first of which stands at some place, in whatever order; empty if one is missing."""
    left, found, at = list(kind.parts), list[int](), start
    while left and at < len(names):
        part = next((one for one in left if one.fullmatch(names[at])), None)
        if part is not None:
            left.remove(part)
            found.append(at)
        elif not found or at - found[-1] > kind.inside:
            break
        at += 1
    return [] if left else found
