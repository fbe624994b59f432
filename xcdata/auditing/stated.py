"""What sums a grid states: those that were declared, those that its labels call totals, and those that were discovered.

In: the cells of a grid and their readings. Out: its patterns, each rule once, and a note for each line that calls itself a total and is
not checked, or not everywhere. Tables that stand side by side are told apart; a list that goes on in the next columns is one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence, Set
from dataclasses import replace
from decimal import Decimal
from typing import cast

from xcdata.auditing.axes import read_lines
from xcdata.auditing.discovered.believed import believed
from xcdata.auditing.discovered.discover import discovered
from xcdata.auditing.discovered.unmet import Unmet, unmet
from xcdata.auditing.labelled.divisions import divided
from xcdata.auditing.labelled.expected import expected
from xcdata.auditing.labelled.footing import footed, of_axis, once
from xcdata.auditing.labelled.identities import identities
from xcdata.auditing.labelled.notes import LabelNote, difference
from xcdata.auditing.labelled.tables import is_wrapped, only, side_by_side
from xcdata.auditing.lines import Lines
from xcdata.auditing.patterns import Cell, Pattern, cell_address, patterns_of, rule_cells, rule_id
from xcdata.errors import InputError, Problem
from xcdata.grids.numerals import Reading, Unread
from xcdata.grids.readings import read_grid
from xcdata.ledger.model import SumRule
from xcdata.names import unknown_name


def stated_patterns(
    cells: Sequence[Sequence[str]],
    readings: Sequence[Sequence[Reading]],
    declared: Sequence[Pattern] = (),
    formulas: Sequence[Pattern] = (),
    *,
    look: bool = True,
    by: Sequence[str] = (),
) -> tuple[list[Pattern], list[LabelNote]]:
    """Return the patterns of a grid, those of most authority first, and what its labels declare that none of them checks.

    Parameters
    ----------
    cells : sequence of sequence of str
    readings : sequence of sequence of (Decimal or Unread)
    declared : sequence of Pattern
        By the reviewer: no label and no pattern says otherwise of these totals.
    formulas : sequence of Pattern
        By the sheet's author, who may have erred: what labels say is checked besides.
    look : bool
        Whether to look for more than was declared.
    by : sequence of str
        The headings of the columns by whose entries the rows are parted.
    """
    parts = grouped(cells, by) if by else [(list(range(len(cells))), cells, readings)]
    found: list[Pattern] = []
    notes: list[LabelNote] = []
    for rows, own, read in parts:
        patterns, told = checked_patterns(own, read)
        patterns += identities(own, read)
        found += [moved(one, rows) for one in patterns] if by else patterns
        notes += [moved_note(one, rows) for one in told] if by else told
    settled = {(one.axis, rule.total) for one in declared for rule in one.rules}
    if not look:
        lost = {(one.axis, one.total): one for one in found if one.source == "labelled"}
        checked = {(one.axis, one.total) for one in (*declared, *formulas)}
        notes = [undeclared(one, cells) for key, one in lost.items() if key not in checked]
        return once([*declared, *formulas]), notes
    of_formulas = {(one.axis, rule.total) for one in formulas for rule in one.rules}
    rest = [
        without_totals(one, settled if one.source == "labelled" else settled | of_formulas) for one in found
    ]
    there = {(one.axis, one.total) for one in declared}
    return once([*declared, *formulas, *rest]), [one for one in notes if (one.axis, one.total) not in there]


def without_totals(pattern: Pattern, totals: Set[tuple[str, Hashable]]) -> Pattern:
    """Leave out of a pattern the rules of totals of which more authority says what they add up."""
    return pattern.where(lambda _, rule: (pattern.axis, rule.total) not in totals)


def undeclared(pattern: Pattern, cells: Sequence[Sequence[str]]) -> LabelNote:
    """Return the note that no declared rule checks a line that calls itself a total."""
    name = (
        next((cell.strip() for cell in cells[pattern.total] if cell.strip()), "")
        if pattern.axis == "row"
        else ""
    )
    return LabelNote(pattern.axis, pattern.total, pattern.parts, name, pattern.positions, (), "not declared")


def grouped(
    cells: Sequence[Sequence[str]], by: Sequence[str]
) -> list[tuple[list[int], list[Sequence[str]], list[list[Reading]]]]:
    """Part a grid's rows by what stands in some columns, each with the header before it; with the numbers of its rows.

    Raises
    ------
    InputError
        No row has such headings.
    """
    header = next((r for r, row in enumerate(cells) if {one.strip() for one in row} >= set(by)), None)
    if header is None:
        first: Sequence[str] = next((row for row in cells if any(row)), [])
        headings = [cell.strip() for cell in first if cell.strip()]
        strange = next((one for one in by if one not in headings), by[0])
        kind, told = unknown_name("column", strange, headings)
        raise InputError([Problem(kind, "by", None, strange, told)])
    columns = [[cell.strip() for cell in cells[header]].index(one) for one in by]
    groups: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for r, row in enumerate(cells[header + 1 :], header + 1):
        if any(cell.strip() for cell in row):
            groups[tuple(row[c].strip() if c < len(row) else "" for c in columns)].append(r)
    parted = []
    for members in groups.values():
        rows = [header, *members]
        own = [["" if c in columns else cell for c, cell in enumerate(cells[r])] for r in rows]
        parted.append((rows, cast("list[Sequence[str]]", own), read_grid(own)))
    return parted


def moved(pattern: Pattern, rows: Sequence[int]) -> Pattern:
    """Return a pattern of some rows in the coordinates of the grid that they are of."""

    def cell(key: Cell) -> Cell:
        return rows[key[0]], key[1]

    rules = []
    for rule in pattern.rules:
        total, *parts = map(cell, rule_cells(rule))
        rules.append(SumRule(total, tuple(parts), rule_id(total, parts)))
    if pattern.axis == "row":
        parts_ = tuple(rows[part] for part in pattern.parts)
        return replace(pattern, total=rows[pattern.total], parts=parts_, rules=tuple(rules))
    return replace(pattern, positions=tuple(rows[one] for one in pattern.positions), rules=tuple(rules))


def moved_note(note: LabelNote, rows: Sequence[int]) -> LabelNote:
    """Return a note of some rows in the coordinates of the grid that they are of."""
    if note.axis == "row":
        return replace(note, total=rows[note.total], parts=tuple(rows[part] for part in note.parts))
    return replace(note, positions=tuple(rows[one] for one in note.positions))


def checked_patterns(
    cells: Sequence[Sequence[str]], readings: Sequence[Sequence[Reading]]
) -> tuple[list[Pattern], list[LabelNote]]:
    """Return the patterns of a grid that are checked, and what its labels declare that is not; of each of its tables."""
    ranges = side_by_side(cells, readings)
    if len(ranges) == 1:
        return patterns_of_table(cells, readings)
    if is_wrapped(cells, ranges):
        return wrapped_sums(cells, readings, ranges), []
    parts = []
    for columns in ranges:
        own = only(cells, columns)
        parts.append(patterns_of_table(own, read_grid(own)))
    return [one for own, _ in parts for one in own], [note for _, notes in parts for note in notes]


def wrapped_sums(
    cells: Sequence[Sequence[str]], readings: Sequence[Sequence[Reading]], ranges: Sequence[range]
) -> list[Pattern]:
    """Return the sums of a list that goes on in the next columns: its total closes all of it."""
    last = ranges[-1]
    patterns = []
    for row in sorted(read_lines(only(cells, last), read_grid(only(cells, last)))[0].called_totals):
        for place, column in enumerate(last):
            top = min(
                (
                    r
                    for r, read in enumerate(readings)
                    if column < len(read) and isinstance(read[column], Decimal)
                ),
                default=0,
            )
            # What has a name and is blank, or cannot be read, may be a figure that is missing.
            members = [
                (r, columns[place])
                for columns in ranges
                for r in range(top, len(readings))
                if (r, columns[place]) != (row, column) and has_name(cells[r], columns, place)
            ]
            if (
                column < len(readings[row])
                and readings[row][column] is not Unread.NOTHING
                and sum(c < len(readings[r]) and isinstance(readings[r][c], Decimal) for r, c in members) > 1
            ):
                total = (row, column)
                name = "+".join(map(cell_address, members))
                rule = SumRule(total, tuple(members), f"{cell_address(total)}={name}")
                lines = tuple(sorted({r for r, _ in members}))
                patterns.append(Pattern("row", row, lines, (column,), (rule,), "labelled"))
    return patterns


def has_name(row: Sequence[str], columns: range, place: int) -> bool:
    """Whether a row of a list has a name before a column, or a figure in it."""
    return any(cell.strip() for cell in row[columns[0] : columns[place] + 1])


def patterns_of_table(
    cells: Sequence[Sequence[str]], readings: Sequence[Sequence[Reading]]
) -> tuple[list[Pattern], list[LabelNote]]:
    """Return the patterns of one table that are checked, and what its labels declare that is not."""
    rows, columns = read_lines(cells, readings)
    rules = discovered(cells, readings, rows, columns)
    additive = {"row": rows.additive, "column": columns.additive}
    found = believed(cells, readings, patterns_of(cells, readings, rules), additive)
    patterns: list[Pattern] = []
    notes: list[LabelNote] = []
    for axis, lines in (("row", rows), ("column", columns)):
        hopes = expected(lines)
        own, told = footed(axis, cells, readings, lines, hopes, list(of_axis(found, axis)))
        more, unconfirmed = divided(axis, readings, lines, own)
        own += more
        patterns += own
        notes += [*told, *unconfirmed]
        notes += [unmet_note(one, readings, lines) for one in unmet(lines, own, hopes.keys())]
    return patterns, notes


def unmet_note(one: Unmet, readings: Sequence[Sequence[Reading]], lines: Lines) -> LabelNote:
    """Return the note that a sum which was found does not hold everywhere, and is not checked there."""
    axis, total, parts = one.pattern.axis, one.pattern.total, one.pattern.parts
    differences = tuple(difference(axis, readings, total, parts, position) for position in one.positions)
    reason = "unmet" if one.mostly else "unmet elsewhere"
    name = lines.labels[total]
    return LabelNote(axis, total, parts, name, one.positions, differences, reason, held=one.held)
