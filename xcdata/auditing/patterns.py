"""Sum rules of a grid, gathered into the patterns that they are instances of, and said in words.

In: the rules that :func:`~xcdata.auditing.discovered.discover.discover` found, in its order. Out: :class:`Pattern` s: "rows 3–9 make row 10", with
its instances in every column where it holds or should. A cell that is blank in one instance is a part all the same: a figure
may be missing from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import cast

from xcdata.grids.address import address, column_letters, runs
from xcdata.grids.numerals import Reading, Unread
from xcdata.labels import first_few, label
from xcdata.ledger.model import SumRule

Cell = tuple[int, int]
SHOWN_RUNS = 6


@dataclass(frozen=True, slots=True)
class Pattern:
    """One line of a grid that is the sum of others.

    Attributes
    ----------
    axis : {"row", "column"}
        Whether rows are added up to a row, or columns to a column.
    total : int
        0-based row or column.
    parts : tuple of int
        0-based, in ascending order.
    positions : tuple of int
        The columns (or rows) in which it is stated, in ascending order.
    rules : tuple of SumRule
        One a position.
    source : {"declared", "labelled", "discovered"}
        Where it comes from.
    """

    axis: str
    total: int
    parts: tuple[int, ...]
    positions: tuple[int, ...]
    rules: tuple[SumRule, ...]
    source: str = "discovered"

    def where(self, keep: Callable[[int, SumRule], bool]) -> Pattern:
        """Return the pattern in those of its positions that are to stay, by the position and the rule there."""
        kept = [pair for pair in zip(self.positions, self.rules, strict=True) if keep(*pair)]
        return replace(self, positions=tuple(at for at, _ in kept), rules=tuple(rule for _, rule in kept))


def patterns_of(
    grid: Sequence[Sequence[str]], readings: Sequence[Sequence[Reading]], rules: Iterable[SumRule]
) -> list[Pattern]:
    """Gather rules into patterns, each rule once, blank cells of the pattern among its parts.

    Parameters
    ----------
    grid : sequence of sequence of str
    readings : sequence of sequence of (Decimal or Unread)
    rules : iterable of SumRule
        Keys are (row, column) pairs; each has its total and its parts in one row or in one column.
    """

    def blank(cell: Cell) -> bool:
        row, column = cell
        return column >= len(grid[row]) or not grid[row][column].strip()

    drafts: list[tuple[str, int, set[int], list[int]]] = []
    seen: set[tuple[Cell, frozenset[Cell]]] = set()
    for rule in rules:
        whole, *members = rule_cells(rule)
        if not members or (whole, frozenset(members)) in seen:
            continue
        seen.add((whole, frozenset(members)))
        along = along_of(whole, members)
        axis, total, position = ("row", "column")[along], whole[along], whole[1 - along]
        parts = {part[along] for part in members}
        draft = drafts[-1] if drafts else ("", 0, set(), [])
        union = parts | draft[2]
        absent = [(line, position) for line in union - parts]
        absent += [(line, other) for line in union - draft[2] for other in draft[3]]
        if draft[:2] == (axis, total) and all(blank(cell if along == 0 else cell[::-1]) for cell in absent):
            draft[2].update(parts)
            draft[3].append(position)
        else:
            drafts.append((axis, total, parts, [position]))
    return completed(readings, [written(*draft) for draft in drafts])


def written(axis: str, total: int, parts: Iterable[int], positions: Iterable[int]) -> Pattern:
    """Return a pattern with its rules written out."""
    lines, places = tuple(sorted(parts)), tuple(sorted(set(positions)))
    along, ranges, rules = int(axis == "column"), runs(lines), []
    for position in places:
        cells = [(line, position) if axis == "row" else (position, line) for line in (total, *lines)]
        rules.append(SumRule(cells[0], tuple(cells[1:]), ranges_id(cells[0], along, ranges)))
    return Pattern(axis, total, lines, places, tuple(rules))


def completed(readings: Sequence[Sequence[Reading]], patterns: Sequence[Pattern]) -> list[Pattern]:
    """Add to the breakdown of a grand total what stands among its parts without a breakdown of its own.

    Where columns C and P make B in every row, but one of the rows that make row 9 has a figure in B only, then B9 is C9 and P9
    and that figure: so the sums of the rows have it, if rows make row 9 in B, in C and in P. So is a row that states row 9 again.
    """
    made_of: dict[str, dict[Cell, tuple[Cell, ...]]] = {"row": {}, "column": {}}
    for pattern in patterns:
        for rule in pattern.rules:
            total, *parts = rule_cells(rule)
            made_of[pattern.axis][total] = tuple(parts)

    def is_figure(cell: Cell) -> bool:
        row, column = cell
        return column < len(readings[row]) and isinstance(readings[row][column], Decimal)

    def whole(rule: SumRule, axis: str) -> SumRule:
        along, others = (1, made_of["row"]) if axis == "column" else (0, made_of["column"])
        total, *parts = rule_cells(rule)
        if total not in others or not all(part in others for part in parts if is_figure(part)):
            return rule
        extra = []
        for cell in others[total]:
            below = [(cell[0], part[1]) if along else (part[0], cell[1]) for part in parts]
            if is_figure(cell) and cell not in parts and not any(is_figure(one) for one in below):
                extra.append(cell)
        return with_extra(rule, extra)

    def stated_again(before: Pattern, pattern: Pattern) -> Iterator[SumRule]:
        added = {
            at: rule_cells(rule)[1 + len(old.parts) :]
            for at, old, rule in zip(before.positions, before.rules, pattern.rules, strict=True)
            if rule is not old
        }
        for at, old, rule in zip(before.positions, before.rules, pattern.rules, strict=True):
            again = (one for one in added if rule is old and are_alike(readings, before.axis, at, one))
            yield with_extra(rule, added.get(next(again, at), ()) if rule is old else ())

    wholes = [replace(one, rules=tuple(whole(rule, one.axis) for rule in one.rules)) for one in patterns]
    return [
        replace(one, rules=tuple(stated_again(before, one)))
        for before, one in zip(patterns, wholes, strict=True)
    ]


def with_extra(rule: SumRule, extra: Sequence[Cell]) -> SumRule:
    """Return a rule with parts beside the line of the others."""
    total, *parts = rule_cells(rule)
    return SumRule(total, (*parts, *extra), rule_id(total, parts, extra)) if extra else rule


def are_alike(readings: Sequence[Sequence[Reading]], axis: str, some: int, other: int) -> bool:
    """Whether a position of sums along an axis states another again: most of its figures, and more than two, are the same."""

    def figures(at: int) -> list[Reading]:
        if axis == "column":
            return list(readings[at])
        return [row[at] if at < len(row) else Unread.NOTHING for row in readings]

    pairs = list(zip(figures(some), figures(other), strict=False))
    own = [one for one, _ in pairs if isinstance(one, Decimal) and one]
    same = sum(one == two for one, two in pairs if isinstance(one, Decimal) and one)
    return same > 2 and 2 * same > len(own)


def rule_cells(rule: SumRule) -> tuple[Cell, ...]:
    """Return the cells of a grid's rule, its total first."""
    return cast("tuple[Cell, ...]", (rule.total, *rule.parts))


def along_of(total: Cell, parts: Iterable[Cell]) -> int:
    """Return 0 for a sum of rows, 1 for one of columns."""
    return 0 if all(part[1] == total[1] for part in parts) else 1


def rule_id(total: Cell, parts: Sequence[Cell], extra: Sequence[Cell] = ()) -> str:
    """Return a rule as a spreadsheet would say it.

    Examples
    --------
    >>> rule_id((9, 2), [(2, 2), (3, 2), (4, 2), (6, 2)])
    'C10=C3:C5+C7'
    """
    along = along_of(total, parts)
    return ranges_id(total, along, runs(part[along] for part in parts), extra)


def ranges_id(total: Cell, along: int, ranges: Sequence[tuple[int, int]], extra: Sequence[Cell] = ()) -> str:
    """Return the :func:`rule_id` of parts that stand in ranges of rows (0) or of columns (1), along the line of the total."""
    other = total[1 - along]
    ends = [[(line, other) if along == 0 else (other, line) for line in run] for run in ranges]
    names = [":".join(dict.fromkeys(cell_address(cell) for cell in run)) for run in ends]
    names += [cell_address(cell) for cell in extra]
    return f"{cell_address(total)}={'+'.join(names)}"


def cell_address(cell: Cell) -> str:
    """Return the address of a 0-based (row, column)."""
    return address((cell[0] + 1, cell[1] + 1))


def line_name(axis: str, line: int) -> str:
    """Return a row by its number, a column by its letters."""
    return str(line + 1) if axis == "row" else column_letters(line + 1)


def in_words(pattern: Pattern, lang: str, *, everywhere: bool = False) -> str:
    """Say what a pattern demands, and in which positions.

    Parameters
    ----------
    pattern : Pattern
    lang : {'zh', 'en'}
    everywhere : bool
        Whether its positions are all there are.
    """
    if not pattern.parts or any(rule.minus for rule in pattern.rules):
        # Signed sums, and sums of scattered cells, are said best as they are written.
        ids = [rule.id for rule in pattern.rules]
        return label("audit", "and", lang).join(first_few(ids, SHOWN_RUNS))
    other = "column" if pattern.axis == "row" else "row"
    where = label("audit", f"every_{other}", lang)
    if not everywhere:
        name = other if len(pattern.positions) == 1 else f"{other}s"
        where = label("audit", name, lang, lines=several(other, pattern.positions, lang))
    told = label(
        "audit",
        f"{pattern.axis} {'pattern' if len(pattern.parts) > 1 else 'same'}",
        lang,
        parts=several(pattern.axis, pattern.parts, lang),
        total=line_name(pattern.axis, pattern.total),
        where=where,
    )
    for rule in pattern.rules:
        total, *parts = rule_cells(rule)
        extra = parts[len(pattern.parts) :]
        if extra:
            cells = label("audit", "and", lang).join(cell_address(cell) for cell in extra)
            told += label("audit", "with", lang, total=cell_address(total), cells=cells)
    return told


def several(axis: str, numbers: Iterable[int], lang: str) -> str:
    """Return the names of some rows or columns, runs of them by their ends."""
    return _several(axis, tuple(numbers), lang)


@lru_cache(maxsize=1024)
def _several(axis: str, numbers: tuple[int, ...], lang: str) -> str:
    """Say it once of a pattern, whose rules are said one by one."""
    told = ["–".join(dict.fromkeys(line_name(axis, end) for end in run)) for run in runs(numbers)]
    if len(told) > SHOWN_RUNS:
        told = [*told[: SHOWN_RUNS - 1], "…", told[-1]]
    return label("audit", "and", lang).join(told)
