"""What labels declare and what was discovered, joined: which patterns are checked where, and what no rule checks.

In: the lines of both axes, what their labels lead one to expect (:mod:`xcdata.auditing.labelled.expected`), and the patterns that were
discovered. Out: the patterns to check, each wherever it is stated, and a :class:`LabelNote` for every line that calls itself a
total and is not checked, or not everywhere. A line that is called a total is expected to be one in every additive position: what does
not hold there is told, with its size, and never dropped.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import replace

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
from xcdata.auditing.labelled.expected import Expected, support
from xcdata.auditing.labelled.no_sums import (
    averages_of,
    is_finer,
    looks_like_average,
    of_another_unit,
    rates_of,
)
from xcdata.auditing.labelled.notes import LabelNote, cell_of, difference
from xcdata.auditing.labelled.subsets import fitting
from xcdata.auditing.labelled.unstated import blank_totals, is_blank, is_text, lies_apart, unstated
from xcdata.auditing.lines import Lines
from xcdata.auditing.parameters import PARAMETERS
from xcdata.auditing.patterns import Pattern, rule_cells, rule_id, written
from xcdata.grids.numerals import Reading
from xcdata.ledger.model import SumRule

NO_WORD = re.compile(r"\d|#|TRUE|FALSE")
"""What stands in cells that are no words: digits, and what a formula leaves."""


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
        own = [pattern.where(outside(averages)) for pattern in own]
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


def outside(positions: Sequence[int]) -> Callable[[int, SumRule], bool]:
    """Return what tells of a rule whether it stands in none of some positions."""
    return lambda position, _: position not in positions


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

    def kept(one: Pattern) -> Pattern:
        holds = holding[id(one)]
        return one.where(lambda p, _: bool(holds[p]) or (p, figures(one, p)) not in held)

    return [kept(one) if one.source == "labelled" else one for one in patterns]


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


def stated_only(lines: Lines, pattern: Pattern) -> Pattern:
    """Leave out of a pattern the shares that each line has of its own."""
    if not lines.shares.any() or not pattern.positions:
        return pattern
    stated, _, _ = support(lines, pattern.total, pattern.parts)
    return pattern.where(lambda position, _: bool(stated[position] or not lines.shares[position]))


def agreeing(pattern: Pattern, lines: Lines, settled: set[Hashable]) -> Pattern:
    """Leave out of a pattern that no label declares where it fails among figures that labelled sums have."""
    if not pattern.positions:
        return pattern
    _, holds, _ = support(lines, pattern.total, pattern.parts)
    return pattern.where(
        lambda position, rule: bool(holds[position]) or not settled.issuperset((rule.total, *rule.parts))
    )


def of_figures(lines: Lines, pattern: Pattern) -> Pattern:
    """Leave out of a pattern what numbers things: its positions, or all of it where one of its lines does."""
    if not all(lines.addable[line] for line in (pattern.total, *pattern.parts)) and not speaks_for_itself(
        lines, pattern
    ):
        return replace(pattern, positions=(), rules=())
    return pattern.where(lambda position, _: bool(lines.additive[position]))


def proved_positions(hopes: Mapping[int, Expected]) -> set[int]:
    """Give the positions in which some total holds: what stands there may be added up."""
    return {int(position) for hope in hopes.values() for position in np.flatnonzero(hope.holds)}


def once(patterns: Sequence[Pattern]) -> list[Pattern]:
    """Leave out rules that stand there already."""

    def figures(rule: SumRule) -> tuple[object, ...]:
        return rule.total, frozenset(rule.parts), frozenset(rule.minus)

    seen: set[tuple[object, ...]] = set()
    kept = []
    for pattern in patterns:
        own = pattern.where(lambda _, rule: figures(rule) not in seen)
        seen.update(map(figures, own.rules))
        if own.rules:
            kept.append(own)
    return kept


def of_axis(patterns: Sequence[Pattern], axis: str) -> Iterator[Pattern]:
    """Yield the patterns of one axis."""
    return (pattern for pattern in patterns if pattern.axis == axis)
