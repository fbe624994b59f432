"""Rules that a reviewer declares for a grid, in its addresses, its labels or its lines' numbers.

In: texts such as ``B6 = B2:B5``, ``合计 = 甲 + 乙``, ``row 6 = rows 2-5`` or ``G = B:F``, and the grid that they are meant for. Out:
:class:`~xcdata.auditing.patterns.Pattern` s, or one error that says of every rule that cannot be read why not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from unicodedata import normalize

from xcdata.auditing.headings import AXES, Headings, headings_of, key_of
from xcdata.auditing.patterns import (
    Cell,
    Pattern,
    cell_address,
    line_name,
)
from xcdata.auditing.signed import Item, joined, of_cells, of_shape
from xcdata.errors import InputError, Problem, Reason
from xcdata.grids.address import place_of
from xcdata.grids.numerals import Reading
from xcdata.names import unknown_name

SHOWN = 6
"""So many rows or columns of a name are shown where it is ambiguous."""

HELD = "\ue000"
_CELL = r"\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}"
_AREA = re.compile(rf"({_CELL})(?:\s*:\s*({_CELL}))?")
_RANGE = rf"{_CELL}(?:\s*:\s*{_CELL})?"
_AREAS = re.compile(rf"{_RANGE}(?:\s*,\s*{_RANGE})*")
_DIFFERENCE = re.compile(rf"{_RANGE}(?:\s*[-−–]\s*{_RANGE})+")
_TO = r"\s*[-–—−~:至到]\s*"
_NUMBERS = rf"[1-9]\d{{0,6}}(?:{_TO}[1-9]\d{{0,6}})?"
_LETTERS = rf"[A-Za-z]{{1,3}}(?:{_TO}[A-Za-z]{{1,3}})?"
_AND = r"\s*[,、和]\s*"
_FORMS = {
    "row": re.compile(
        rf"(?P<mark>rows?\s*|第\s*)?(?P<list>{_NUMBERS}(?:{_AND}{_NUMBERS})*)(?P<end>\s*行)?", re.IGNORECASE
    ),
    "column": re.compile(
        rf"(?P<mark>columns?\s+|第\s*)?(?P<list>{_LETTERS}(?:{_AND}{_LETTERS})*)(?P<end>\s*列)?",
        re.IGNORECASE,
    ),
}
_SUM = re.compile(r"SUM\s*\(([^()]*)\)", re.IGNORECASE)
_NAMED = {axis: re.compile(rf"{axis}s?\s+(?P<name>.+)", re.IGNORECASE) for axis in AXES}
SPECIAL = re.compile(r"[=+@＝＋＠]|\s[-−–－]\s|^(rows?|columns?)\b|^SUM", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Term:
    """A name, an address or a number of lines on one side of a rule; `quoted` where it stood between backticks."""

    text: str
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """A rule as it was written: the signed terms of both sides, and the positions after ``@``."""

    left: tuple[tuple[int, Term], ...]
    right: tuple[tuple[int, Term], ...]
    at: str = ""

    @property
    def terms(self) -> tuple[Term, ...]:
        """All of its terms."""
        return tuple(term for _, term in self.left + self.right)


class RefusedError(Exception):
    """Why a rule cannot be read: the kind of :class:`~xcdata.errors.Problem`, what was found, and what else is told."""

    def __init__(self, kind: str, found: str = "", **values: object) -> None:
        self.kind, self.found, self.values = kind, found, values
        super().__init__(kind)

    def problem(self, rule: str) -> Problem:
        """Return the problem of a rule that is written so."""
        return Problem(self.kind, rule.strip(), None, self.found, self.values, Reason.RULE)


def declared_patterns(
    texts: Sequence[str],
    grid: Sequence[Sequence[str]],
    readings: Sequence[Sequence[Reading]],
    names: Mapping[Cell, tuple[str, ...]] | None = None,
) -> list[Pattern]:
    """Read the rules that are declared for a grid.

    Parameters
    ----------
    texts : sequence of str
        Each a total and its parts, of one form:

        * addresses: ``C9 = C10 + C11``, ``B6 = B2:B5, B7``, ``B6 = SUM(B2:B5)``;
        * names of rows (any text of the row), checked in every column in which the total has a figure: ``合计 = 甲 + 乙``; or of columns
          (any text above their figures), checked in every row in which it has one. Width and spaces do not matter; ``禹州市/造林`` joins
          the texts of one line. Names with ``=``, ``+``, ``@`` or a lone ``-`` stand between backticks;
        * lines: ``row 6 = rows 2-5``, ``第6行 = 第2–5行``, ``G = B:F``, ``column G = columns B:D, F``; ``row 合计 = 甲 + 乙`` where columns are
          called so, too.

        ``@ B:D, F`` (or ``@ 2-9``) after a rule of rows (of columns) names the positions in which it is checked; without it these are all
        but rates and averages. ``-`` between spaces subtracts: ``closing = opening + additions - disposals``.
    grid : sequence of sequence of str
    readings : sequence of sequence of (Decimal or Unread)
        As :func:`~xcdata.grids.readings.read_grid` reads the grid.
    names : mapping of (row, column) to tuple of (str, str), optional
        What figures are called besides, by their row and their column.

    Raises
    ------
    InputError
        With every rule that cannot be read.

    Examples
    --------
    >>> from xcdata.grids.readings import read_grid
    >>> rows = [["", "a", "b"], ["x", "1", "2"], ["y", "3", "4"], ["all", "4", "6"]]
    >>> [pattern] = declared_patterns(["all = x + y"], rows, read_grid(rows))
    >>> [rule.id for rule in pattern.rules]
    ['B4=B2:B3', 'C4=C2:C3']
    """
    headings = headings_of(grid, readings, names)
    found: list[Pattern] = []
    problems: list[Problem] = []
    for text in [texts] if isinstance(texts, str) else texts:
        try:
            found.append(pattern_of(text, headings, readings))
        except RefusedError as refused:
            problems.append(refused.problem(text))
    if problems:
        raise InputError(problems)
    return joined(found)


def statement_of(text: str) -> Statement:
    """Take a rule apart.

    Examples
    --------
    >>> [term.text for term in statement_of("合计 = 甲 ＋ `a+b` @ B:D").terms]
    ['合计', '甲', 'a+b']
    """
    kept = re.findall(r"`([^`]*)`", text.replace(HELD, ""))
    plain = normalize("NFKC", re.sub(r"`[^`]*`", HELD, text.replace(HELD, "")))
    body, _, at = plain.partition("@")
    sides = body.split("=")
    if len(sides) != 2 or "`" in plain or HELD in at:
        raise RefusedError("not_a_rule")
    held = iter(kept)
    both = []
    for side in sides:
        pieces = re.split(r"(\+|(?<=\s)[-−–](?=\s))", side)
        signs = [1, *(1 if mark == "+" else -1 for mark in pieces[1::2])]
        terms: list[tuple[int, Term]] = []
        for sign, piece in zip(signs, map(str.strip, pieces[::2]), strict=True):
            if not piece:
                raise RefusedError("not_a_rule")
            if piece == HELD:
                terms.append((sign, Term(next(held), quoted=True)))
                continue
            terms.append((sign, Term(re.sub(HELD, lambda _: next(held), piece))))
        both.append(tuple(terms))
    return Statement(both[0], both[1], at.strip())


def pattern_of(text: str, headings: Headings, readings: Sequence[Sequence[Reading]]) -> Pattern:
    """Read one rule; raises where it cannot be read."""
    statement = statement_of(text)
    axes = [
        axis for axis in AXES if all(lines_of(term, axis, headings) is not None for term in statement.terms)
    ]
    if len(axes) == 2:
        raise RefusedError("rows_or_columns", statement.terms[0].text)
    if axes:
        return of_lines(statement, axes[0], headings)
    statement = with_differences(statement)
    if all(areas_of(term) for term in statement.terms):
        return of_addresses(statement, headings, readings)
    raise strange_name(statement, headings)


def lines_of(term: Term, axis: str, headings: Headings) -> list[int] | None:
    """Return the lines of an axis that a term names, if it does: by its name, else by their numbers."""
    names = headings.names[axis]
    if here := names.get(key_of(term.text)):
        return list(here) if len(here) == 1 else None
    if term.quoted:
        return None
    form = form_of(term.text, axis)
    if form and (form["mark"] or form["end"] or fits(form["list"], headings)):
        return numbered(form["list"], axis, headings)
    if named := _NAMED[axis].fullmatch(term.text):
        here = names.get(key_of(named["name"]), {})
        return list(here) if len(here) == 1 else None
    return None


def numbered(lines: str, axis: str, headings: Headings) -> list[int]:
    """Return the lines that are given by numbers or letters, such as ``2-5, 7``."""
    found: list[int] = []
    for ends in re.split(_AND, lines.strip()):
        both = [_number(end, axis) for end in re.split(_TO, ends)]
        first, last = min(both), max(both)
        if last > headings.size(axis):
            raise RefusedError("line_not_in_table", line_name(axis, last - 1), size=headings.size(axis))
        found += range(first - 1, last)
    return found


def form_of(text: str, axis: str) -> re.Match[str] | None:
    """Return the match of a text that gives lines by their numbers, or bare columns by their letters."""
    form = _FORMS[axis].fullmatch(text)
    bare = axis == "column" and text.isupper()
    return form if form and (form["mark"] or form["end"] or bare) else None


def fits(letters: str, headings: Headings) -> bool:
    """Whether letters are those of columns that there are; others may be a name."""
    ends = re.findall(r"[A-Z]+", letters)
    return all(_number(end, "column") <= headings.size("column") for end in ends)


def _number(end: str, axis: str) -> int:
    return int(end) if axis == "row" else place_of(f"{end.upper()}1")[1]


def areas_of(term: Term) -> list[tuple[Cell, Cell]]:
    """Return the first and the last cells of the ranges that a term names by their addresses."""
    text = term.text
    if term.quoted:
        return []
    if inner := _SUM.fullmatch(text):
        text = re.sub(r"\s*[,;]\s*", ",", inner[1].strip())
    if not _AREAS.fullmatch(text):
        return []
    found = []
    for match in _AREA.finditer(text):
        corners = [place_of(one.upper()) for one in (match[1], match[2] or match[1])]
        rows, columns = zip(*corners, strict=True)
        found.append(((min(rows) - 1, min(columns) - 1), (max(rows) - 1, max(columns) - 1)))
    return found


def of_lines(statement: Statement, axis: str, headings: Headings) -> Pattern:
    """Return the pattern of a rule that names lines."""
    total, parts, minus = balanced(
        [(sign, line) for sign, term in statement.left for line in lines_of(term, axis, headings) or ()],
        [(sign, line) for sign, term in statement.right for line in lines_of(term, axis, headings) or ()],
        lambda line: line_name(axis, line),
    )
    other = AXES[1 - AXES.index(axis)]
    stated = headings.stated[axis].get(total, [])
    # What a reviewer says of counts is not said of the rates beside them, unless it names them or there is nothing else.
    positions = [at for at in stated if at not in headings.rates[other]] or stated
    if statement.at:
        form = _FORMS[other].fullmatch(statement.at)
        if form is None:
            example = "@ B:D, F" if other == "column" else "@ 2-9"
            raise RefusedError("positions_not_read", statement.at, example=example)
        positions = numbered(form["list"], other, headings)
    if not positions:
        raise RefusedError("total_without_figures", line_name(axis, total))
    return of_shape(axis, total, parts, minus, positions)


def of_addresses(statement: Statement, headings: Headings, readings: Sequence[Sequence[Reading]]) -> Pattern:
    """Return the pattern of a rule that names cells."""
    height, width = headings.shape
    if statement.at:
        raise RefusedError("positions_after_addresses", f"@ {statement.at}")
    sides: list[list[tuple[int, Cell]]] = []
    for side in (statement.left, statement.right):
        cells: list[tuple[int, Cell]] = []
        for sign, term in side:
            for (top, left), (bottom, right) in areas_of(term):
                if bottom >= height or right >= width:
                    last = cell_address((height - 1, width - 1))
                    raise RefusedError("cell_not_in_table", term.text, last=last)
                cells += [(sign, (r, c)) for r in range(top, bottom + 1) for c in range(left, right + 1)]
        sides.append(cells)
    total, parts, minus = balanced(sides[0], sides[1], cell_address)
    if not any(
        column < len(readings[row]) and isinstance(readings[row][column], Decimal)
        for row, column in (total, *parts)
    ):
        raise RefusedError("cells_without_figures")
    return of_cells(total, parts, minus)


def with_differences(statement: Statement) -> Statement:
    """Part addresses that a minus joins without spaces: ``C10-C11``."""

    def parted(side: tuple[tuple[int, Term], ...]) -> Iterator[tuple[int, Term]]:
        for sign, term in side:
            cells = re.split(r"\s*[-−–]\s*", term.text)
            if term.quoted or not _DIFFERENCE.fullmatch(term.text):
                yield sign, term
                continue
            yield sign, Term(cells[0])
            yield from ((-1, Term(cell)) for cell in cells[1:])

    return Statement(tuple(parted(statement.left)), tuple(parted(statement.right)), statement.at)


def balanced(
    left: Sequence[tuple[int, Item]], right: Sequence[tuple[int, Item]], name: Callable[[Item], str]
) -> tuple[Item, list[Item], list[Item]]:
    """Return the total of an equation, its parts, and those of them that are subtracted.

    None is where the equation is a sum: ``net = gross - tax`` says that gross is net and tax. Else the total is what stands alone on
    one side, or first.
    """
    equation = [*left, *((-sign, item) for sign, item in right)]
    these = [item for sign, item in equation if sign > 0]
    those = [item for sign, item in equation if sign < 0]
    twice = [item for item, times in Counter([*these, *those]).items() if times > 1]
    if twice:
        raise RefusedError("part_repeated", name(twice[0]))
    if not these or not those:
        raise RefusedError("not_a_sum")
    if len(these) == 1:
        return these[0], those, []
    if len(those) == 1:
        return those[0], these, []
    total = these[0]
    if len(right) == 1 and right[0][0] > 0:
        total, these, those = right[0][1], those, these
    minus = [item for item in these if item != total]
    return total, [*those, *minus], minus


def strange_name(statement: Statement, headings: Headings) -> RefusedError:
    """Say which name of a rule keeps it from being read, and what there is instead."""
    known = {axis: [lines_of(term, axis, headings) is not None for term in statement.terms] for axis in AXES}
    axis = max(AXES, key=lambda axis: sum(known[axis]))
    terms = [term for term, there in zip(statement.terms, known[axis], strict=True) if not there]
    term = next((one for one in terms if not areas_of(one)), terms[0])
    key, other = key_of(term.text), AXES[1 - AXES.index(axis)]
    lines_example = "row 6 = rows 2-5" if axis == "row" else "G = B:F"
    for one in (axis, other):
        if len(here := headings.names[one].get(key, {})) > 1:
            cells = tuple(cell_address(cell) for cell in list(here.values())[:SHOWN])
            return RefusedError("name_in_several_cells", term.text, cells=cells, example=lines_example)
    if key in headings.names[other]:
        return RefusedError("rows_and_columns", term.text)
    if key in headings.bare:
        return RefusedError("row_without_figures", term.text, cell=cell_address(headings.bare[key]))
    if areas_of(term):
        return RefusedError("names_and_addresses", term.text)
    there = {
        of: name
        for axis in AXES
        for names in headings.own[axis].values()
        for name in names[:1]
        for of in [key_of(name)]
    }
    there |= {of: of for axis in AXES for of in headings.names[axis] if of not in there}
    kind, told = unknown_name("line", term.text, there.values(), there)
    return RefusedError(kind, term.text, **told)
