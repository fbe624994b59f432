"""What labels declare and what was discovered, joined: which patterns are checked where, and what no rule checks.

In: the lines of both axes, what their labels lead one to expect (:mod:`xcdata.auditing.labelled.expected`), and the patterns that were
discovered. Out: the patterns to check, each wherever it is stated, and a :class:`LabelNote` for every line that calls itself a
total and is not checked, or not everywhere. A line that is called a total is expected to be one in every additive position: what does
not hold there is told, with its size, and never dropped.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import count, takewhile

import numpy as np

from xcdata.auditing.labelled.authority import (
    borrowed,
    broken,
    contradicted,
    expected_to_hold,
    family,
    may_be_wrong_throughout,
    outdone,
    speaks_for_itself,
    stated_before,
)
from xcdata.auditing.labelled.expected import Expected, closes_line, silent_totals, support
from xcdata.auditing.labelled.no_sums import (
    averages_of,
    is_finer,
    looks_like_average,
    of_another_unit,
    rates_of,
)
from xcdata.auditing.labelled.subsets import fitting
from xcdata.auditing.lines import Lines
from xcdata.auditing.parameters import PARAMETERS
from xcdata.auditing.patterns import Cell, Pattern, rule_cells, rule_id, written
from xcdata.grids.numerals import Reading, Unread
from xcdata.ledger.model import SumRule

NO_WORD = re.compile(r"\d|#|TRUE|FALSE")
"""What stands in cells that are no words: digits, and what a formula leaves."""


@dataclass(frozen=True, slots=True)
class LabelNote:
    """A line that calls itself a total, or was found to be one, and what is not checked of it.

    Attributes
    ----------
    axis : {"row", "column"}
        Whether it is a row or a column.
    total : int
        0-based.
    parts : tuple of int
        What it was expected to add up.
    label : str
    positions : tuple of int
        Where it is not checked.
    differences : tuple of Decimal
        What the parts make there, less what is printed.
    reason : str
        ``no sum``, ``average``, ``blank``, ``no parts``, ``other unit``, ``rate``, ``left out``, ``subset``, ``unmet``,
        ``unmet elsewhere``, ``unconfirmed`` or ``unconfirmed everywhere``; named in ``labels.toml`` under ``[unchecked]``. Of a
        ``subset`` the parts are the lines of those expected that would make the total, and the differences those of all that were
        expected.
    others : int
        How many other choices of lines would make a total as well.
    held : int
        Of what is ``unmet``, in how many positions it holds.
    """

    axis: str
    total: int
    parts: tuple[int, ...]
    label: str
    positions: tuple[int, ...]
    differences: tuple[Decimal, ...]
    reason: str
    others: int = 0
    held: int = 0

    @property
    def is_finding(self) -> bool:
        """Whether a reviewer must look into it."""
        return self.reason in ("no sum", "average", "blank", "left out", "unmet", "unconfirmed")


def footed(
    axis: str,
    grid: Sequence[Sequence[str]],
    readings: Sequence[Sequence[Reading]],
    lines: Lines,
    hopes: Mapping[int, Expected],
    discovered: Sequence[Pattern],
) -> tuple[list[Pattern], list[LabelNote]]:
    """Join what one axis declares with what was discovered along it.

    Parameters
    ----------
    axis : {"row", "column"}
    grid : sequence of sequence of str
    readings : sequence of sequence of (Decimal or Unread)
    lines : Lines
        Of that axis.
    hopes : mapping of int to Expected
        By total.
    discovered : sequence of Pattern
        Of that axis, without what is not meant.
    """
    patterns: list[Pattern] = []
    notes: list[LabelNote] = []
    proved = proved_positions(hopes)
    like = family(lines, hopes)
    by_total: defaultdict[int, list[Pattern]] = defaultdict(list)
    for pattern in discovered:
        by_total[pattern.total].append(pattern)
    for total, hope in hopes.items():
        own = [of_figures(lines, pattern) for pattern in by_total[total]]
        own = [pattern for one in own if (pattern := stated_only(lines, one)).positions]
        found = max(own, key=lambda pattern: len(pattern.positions), default=None)
        if found is not None and (
            contradicted(lines, hope, found)
            or outdone(lines, hope, found)
            or borrowed(lines, hope, found, like)
        ):
            own, found = [], None
        parts = found.parts if found is not None else hope.parts
        stated, holds, _ = support(lines, total, parts)
        covered = {position for pattern in own for position in pattern.positions}
        open_ = [p for p in np.flatnonzero(stated).tolist() if p not in covered]
        fails = [p for p in open_ if not holds[p]]
        off = bool(fails) or broken(lines, own)
        declared = off and may_be_wrong_throughout(lines, hope, hopes, like)
        if off and not declared and (again := stated_before(lines, total, hopes, by_total)) is not None:
            positions = np.flatnonzero(lines.known[total] & lines.known[again]).tolist()
            patterns.append(replace(written(axis, total, (again,), positions), source="labelled"))
            continue
        odd = [
            p
            for p in fails
            if p not in proved
            and not lines.shares[p]
            and looks_like_average(lines, total, parts, p)
            and (of_another_unit(lines, total, parts, p, holds) or is_finer(lines, total, parts, p, holds))
        ]
        fails = [p for p in fails if p not in odd]
        failing = np.flatnonzero(stated & ~holds).tolist()
        averages = averages_of(lines, total, parts, failing) if holds.sum() >= len(failing) else []
        fails = [p for p in fails if p not in averages]
        own = [without_positions(pattern, averages) for pattern in own]
        held = [p for p in open_ if holds[p]]

        def note(
            positions: Sequence[int], reason: str, total: int = total, parts: tuple[int, ...] = parts
        ) -> LabelNote:
            differences = tuple(difference(axis, readings, total, parts, p) for p in positions)
            name = lines.total_name(total)
            return LabelNote(axis, total, parts, name, tuple(positions), differences, reason)

        if odd:
            notes.append(note(odd, "other unit"))
        if averages:
            notes.append(note(averages, "average"))
        if rates := rates_of(lines, total, parts):
            notes.append(note(rates, "rate"))
        holding = len(held) + len(covered)
        if fails and not holding and hope.plain:
            figures = lines.values[:, fails]
            if choices := fitting(figures[list(parts)], figures[total]):
                some = tuple(parts[one] for one in choices[0])
                notes.append(replace(note(fails, "subset"), parts=some, others=len(choices) - 1))
        if len(parts) == 1 and len(fails) > holding:
            notes.append(note(fails, "no parts"))
            held = fails = []
        elif (
            not declared
            and not holding
            and fails
            and (not expected_to_hold(lines, hope, hopes) or len(fails) > PARAMETERS.most_failing)
        ):
            told = "no sum" if hope.bare else "no parts"
            if told == "no sum" and sum(looks_like_average(lines, total, parts, p) for p in fails) * 2 > len(
                fails
            ):
                told = "average"
            notes.append(note(fails, told))
            fails = []
        elif not declared and len(fails) > holding + PARAMETERS.most_failing:
            notes.append(note(fails, "no sum" if hope.bare else "no parts"))
            fails = []
        unread = [p for p in unstated(lines, total, parts) if is_text(readings, cell_of(axis, total, p))]
        missing = [p for p in unstated(lines, total, parts) if is_blank(grid, cell_of(axis, total, p))]
        if axis == "column":
            # Rows beyond its figures may be of another table, which has no such column.
            reach = np.flatnonzero(lines.known[total])
            missing = [p for p in missing if reach[0] - 1 <= p <= reach[-1] + 1]
        missing = [p for p in missing if not lies_apart(lines, total, parts, p)]
        if (
            holding
            and (hope.plain or holding > PARAMETERS.most_failing)
            and (blank := [p for p in missing if p not in covered])
        ):
            notes.append(note(blank, "blank"))
        if more := [*held, *fails, *(unread if hope.plain or holding > PARAMETERS.most_failing else [])]:
            nothing = marks(axis, grid, readings, parts, held)
            stated_there = written(axis, total, parts, more)
            rules = tuple(without(rule, grid, readings, nothing) for rule in stated_there.rules)
            patterns.append(replace(stated_there, rules=rules, source="labelled"))
        patterns += own
        if skipped := passed_over(lines, hope, own, discovered):
            positions = sorted({position for pattern in own for position in pattern.positions})
            missing_there = [p for p in positions if lines.known[list(skipped), p].any()]
            every = tuple(sorted({*skipped, *(part for one in own for part in one.parts)}))
            notes.append(replace(note(missing_there, "left out", parts=every), parts=skipped))
    notes += blank_totals(axis, grid, readings, lines)
    notes += unexpected(axis, lines, hopes, [*patterns, *discovered])
    settled = {cell for pattern in patterns for rule in pattern.rules for cell in (rule.total, *rule.parts)}
    patterns += [
        agreeing(of_figures(lines, one), lines, settled) for one in discovered if one.total not in hopes
    ]
    return once(without_differences(lines, patterns)), notes


def without_positions(pattern: Pattern, positions: Sequence[int]) -> Pattern:
    """Leave some positions out of a pattern."""
    kept = [
        (position, rule)
        for position, rule in zip(pattern.positions, pattern.rules, strict=True)
        if position not in positions
    ]
    return replace(pattern, positions=tuple(p for p, _ in kept), rules=tuple(rule for _, rule in kept))


def without_differences(lines: Lines, patterns: Sequence[Pattern]) -> list[Pattern]:
    """Leave out of labelled sums where they fail and their very figures are another sum that holds: net totals, revenues less deductions.

    None of the figures is below nothing: a sign that was lost or added would look the same.
    """

    def figures(pattern: Pattern, position: int) -> frozenset[int]:
        own = [line for line in (pattern.total, *pattern.parts) if lines.known[line, position]]
        return frozenset(own) if (lines.values[own, position] >= 0).all() else frozenset()

    holding = {id(one): support(lines, one.total, one.parts)[1] for one in patterns}
    held = {
        (position, own)
        for one in patterns
        for position in one.positions
        if holding[id(one)][position] and (own := figures(one, position))
    }
    left = []
    for one in patterns:
        kept = [
            (position, rule)
            for position, rule in zip(one.positions, one.rules, strict=True)
            if one.source != "labelled"
            or holding[id(one)][position]
            or (position, figures(one, position)) not in held
        ]
        left.append(replace(one, positions=tuple(p for p, _ in kept), rules=tuple(rule for _, rule in kept)))
    return left


def passed_over(
    lines: Lines, hope: Expected, own: Sequence[Pattern], discovered: Sequence[Pattern]
) -> tuple[int, ...]:
    """Give the lines amid its parts that a row which does nothing but call itself a total was found to leave out, for no reason that shows.

    They are no "of which", no totals, and neither added up elsewhere nor sums themselves.
    """
    if not lines.are_rows or not hope.bare or hope.total in lines.heads or np.any(hope.holds):
        return ()
    parts = {part for pattern in own for part in pattern.parts}
    if len(parts) < 2:
        return ()
    used = (
        {line for one in discovered for line in (one.total, *one.parts)}
        | lines.called_totals
        | lines.of_which
    )
    return tuple(
        line
        for line in lines.addends
        if min(parts) < line < max(parts) and line not in used | lines.nested and lines.filled[line]
    )


def blank_totals(
    axis: str, grid: Sequence[Sequence[str]], readings: Sequence[Sequence[Reading]], lines: Lines
) -> Iterator[LabelNote]:
    """Yield a note for each line that is called a total and has no figure at all."""
    body = lines.additive & (lines.known.sum(axis=0) > 1)
    first = int(np.argmax(body)) if body.any() else 0
    names = {lines.total_name(total) for total in lines.called_totals} - {""}
    for line, parts in silent_totals(lines).items():
        # A header names its columns where they stand; a total is named before its figures.
        stubs = [cell.strip().lower() for cell in grid[line][:first]]
        if not any(closes_line(cell) or cell in names for cell in stubs):
            continue
        positions = [
            p
            for p in unstated(lines, line, parts)
            if is_blank(grid, cell_of(axis, line, p)) or is_text(readings, cell_of(axis, line, p))
        ]
        if positions:
            sums = tuple(difference(axis, readings, line, parts, p) for p in positions)
            yield LabelNote(axis, line, parts, lines.labels[line], tuple(positions), sums, "blank")


def unexpected(
    axis: str, lines: Lines, hopes: Mapping[int, Expected], patterns: Sequence[Pattern]
) -> Iterator[LabelNote]:
    """Yield a note for each line that is called a total and has nothing to add up, or only what is never added up."""
    checked = {pattern.total for pattern in patterns}
    for total in sorted(lines.called_totals - hopes.keys() - checked):
        name = lines.total_name(total)
        if rates := np.flatnonzero(lines.known[total] & ~lines.additive).tolist():
            yield LabelNote(axis, total, (), name, tuple(rates), (), "never added")
        elif lines.addable[total]:
            yield LabelNote(axis, total, (), name, (), (), "no parts")


def unstated(lines: Lines, total: int, parts: Sequence[int]) -> list[int]:
    """Give the additive positions in which a total has no figure, although its parts mostly have."""
    filled = lines.known[list(parts)].sum(axis=0)
    there = lines.additive & ~lines.known[total] & (filled >= min(2, len(parts))) & (2 * filled >= len(parts))
    if lines.wholes:
        sums = lines.values[list(parts)].sum(axis=0)
        there &= ~lines.shares | (
            np.abs(sums - lines.wholes[0]) * PARAMETERS.share_tolerance <= lines.wholes[0]
        )
    return [int(position) for position in np.flatnonzero(there)]


def lies_apart(lines: Lines, total: int, parts: Sequence[int], position: int) -> bool:
    """Whether a total and a position cross where columns apart from the others begin, of which none has a figure there."""
    known, row, column = (
        (lines.known, position, total) if not lines.are_rows else (lines.known.T, total, position)
    )
    used = set(np.flatnonzero(known.any(axis=1)).tolist())
    block = [column]
    for step in (1, -1):
        block += takewhile(used.__contains__, count(column + step, step))
    apart = used - set(block) if lines.are_rows else set(parts)
    return (
        len(block) > 1
        and bool(known[list(apart), row].any())
        and not (known[block, row].any() or not apart.isdisjoint(block))
    )


def is_blank(grid: Sequence[Sequence[str]], cell: Cell) -> bool:
    """Whether a cell is empty."""
    row, column = cell
    return row >= len(grid) or column >= len(grid[row]) or not grid[row][column].strip()


def marks(
    axis: str,
    grid: Sequence[Sequence[str]],
    readings: Sequence[Sequence[Reading]],
    parts: Sequence[int],
    held: Sequence[int],
) -> set[str]:
    """Give the texts that stand for nothing: they stand among parts where the sum holds without them."""
    cells = (cell_of(axis, part, position) for position in held for part in parts)
    texts = {grid[r][c].strip() for r, c in cells if is_text(readings, (r, c))}
    return {text for text in texts if not NO_WORD.search(text)}


def without(
    rule: SumRule, grid: Sequence[Sequence[str]], readings: Sequence[Sequence[Reading]], nothing: set[str]
) -> SumRule:
    """Leave out of a rule the parts that stand for nothing; any other text is a figure that cannot be read."""
    if not nothing:
        return rule
    parts = tuple(
        (r, c)
        for r, c in rule_cells(rule)[1:]
        if not (is_text(readings, (r, c)) and grid[r][c].strip() in nothing)
    )
    return SumRule(rule.total, parts, rule_id(rule_cells(rule)[0], parts))


def is_text(readings: Sequence[Sequence[Reading]], cell: Cell) -> bool:
    """Whether a cell holds a text that is no figure."""
    row, column = cell
    return column < len(readings[row]) and readings[row][column] is Unread.TEXT


def stated_only(lines: Lines, pattern: Pattern) -> Pattern:
    """Leave out of a pattern the shares that each line has of its own."""
    if not lines.shares.any() or not pattern.positions:
        return pattern
    stated, _, _ = support(lines, pattern.total, pattern.parts)
    kept = [
        (position, rule)
        for position, rule in zip(pattern.positions, pattern.rules, strict=True)
        if stated[position] or not lines.shares[position]
    ]
    return replace(pattern, positions=tuple(p for p, _ in kept), rules=tuple(rule for _, rule in kept))


def agreeing(pattern: Pattern, lines: Lines, settled: set[Hashable]) -> Pattern:
    """Leave out of a pattern that no label declares where it fails among figures that labelled sums have."""
    if not pattern.positions:
        return pattern
    _, holds, _ = support(lines, pattern.total, pattern.parts)
    kept = [
        (position, rule)
        for position, rule in zip(pattern.positions, pattern.rules, strict=True)
        if holds[position] or not settled.issuperset((rule.total, *rule.parts))
    ]
    return replace(pattern, positions=tuple(p for p, _ in kept), rules=tuple(rule for _, rule in kept))


def of_figures(lines: Lines, pattern: Pattern) -> Pattern:
    """Leave out of a pattern what numbers things: its positions, or all of it where one of its lines does."""
    if not all(lines.addable[line] for line in (pattern.total, *pattern.parts)) and not speaks_for_itself(
        lines, pattern
    ):
        return replace(pattern, positions=(), rules=())
    kept = [
        (position, rule)
        for position, rule in zip(pattern.positions, pattern.rules, strict=True)
        if lines.additive[position]
    ]
    return replace(pattern, positions=tuple(p for p, _ in kept), rules=tuple(rule for _, rule in kept))


def proved_positions(hopes: Mapping[int, Expected]) -> set[int]:
    """Give the positions in which some total holds: what stands there may be added up."""
    return {int(position) for hope in hopes.values() for position in np.flatnonzero(hope.holds)}


def difference(
    axis: str, readings: Sequence[Sequence[Reading]], total: int, parts: Sequence[int], position: int
) -> Decimal:
    """Return what the parts make at a position, less what is printed."""

    def value(line: int) -> Decimal:
        row, column = (line, position) if axis == "row" else (position, line)
        reading = readings[row][column] if column < len(readings[row]) else None
        return reading if isinstance(reading, Decimal) else Decimal(0)

    return sum((value(part) for part in parts), Decimal(0)) - value(total)


def once(patterns: Sequence[Pattern]) -> list[Pattern]:
    """Leave out rules that stand there already."""
    seen: set[tuple[object, ...]] = set()
    kept = []
    for pattern in patterns:
        rules = {
            position: rule
            for position, rule in zip(pattern.positions, pattern.rules, strict=True)
            if (rule.total, frozenset(rule.parts), frozenset(rule.minus)) not in seen
        }
        seen |= {(rule.total, frozenset(rule.parts), frozenset(rule.minus)) for rule in rules.values()}
        if rules:
            kept.append(replace(pattern, positions=tuple(rules), rules=tuple(rules.values())))
    return kept


def cell_of(axis: str, line: int, position: int) -> Cell:
    """Return the (row, column) of a line at a position."""
    return (line, position) if axis == "row" else (position, line)


def of_axis(patterns: Sequence[Pattern], axis: str) -> Iterator[Pattern]:
    """Yield the patterns of one axis."""
    return (pattern for pattern in patterns if pattern.axis == axis)
