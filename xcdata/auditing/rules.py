"""Rules that a reviewer declares for a grid, in its addresses, its labels or its lines' numbers; and files of them.

In: texts such as ``B6 = B2:B5``, ``合计 = 甲 + 乙``, ``row 6 = rows 2-5`` or ``G = B:F``, or a rules file (TOML), and the grid that they are
meant for. Out: :class:`~xcdata.auditing.patterns.Pattern` s, or one error that says of every rule that cannot be read why not. In the other
direction: patterns that were found, as a rules file to be confirmed, struck out and used next month.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from decimal import Decimal
from difflib import get_close_matches
from os import PathLike
from pathlib import Path
from typing import TypeVar, cast
from unicodedata import normalize

from xcdata.auditing.patterns import (
    Cell,
    Pattern,
    cell_address,
    in_words,
    line_name,
    rule_cells,
    rule_id,
    written,
)
from xcdata.errors import InputError, Problem, Reason
from xcdata.files import decode, read_bytes
from xcdata.grids.address import place_of, runs
from xcdata.grids.numerals import Reading, Unread
from xcdata.labels import label
from xcdata.ledger.model import SumRule

AXES = ("row", "column")
KEYS = ("name", "rule", "label", "severity", "sheet")
SEVERITIES = ("error", "warning")
MOST_NAMED = 30
"""So many parts are written by their names; more fill the page, and are written by the numbers of their lines."""

SHOWN = 6
"""So many places in which a rule does not hold are named beside it."""

HEADER = """\
# 逐条核对：对的留下，错的删去或改正；下月用 xcdata audit 表格 --rules 本文件 再核对。
# Confirm each rule, strike out or mend what is wrong, and check next month's table: xcdata audit TABLE --rules THIS-FILE
"""

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
_SPECIAL = re.compile(r"[=+@＝＋＠]|\s[-−–－]\s|^(rows?|columns?)\b|^SUM", re.IGNORECASE)
_ENTRY = re.compile(r"\s*\[\[\s*rules\s*\]\]")
_KEY = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))\s*=""")

Shape = tuple[str, int, tuple[int, ...], tuple[int, ...]]
"""The axis, the total, the parts, and those of them that are subtracted, of a pattern."""

Item = TypeVar("Item", bound=Hashable)


@dataclass(frozen=True, slots=True)
class DeclaredRule:
    """A rule of a rules file.

    Attributes
    ----------
    name : str
        By which it is called; no other has it.
    rule : str
        What it demands, as :func:`declared_patterns` reads it.
    label : str
        What people call it.
    severity : {"error", "warning"}
    sheet : str or None
        The sheet that it is meant for; None for any.
    line : int or None
        Where it begins in its file.
    """

    name: str
    rule: str
    label: str = ""
    severity: str = "error"
    sheet: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class RulesFile:
    """What a rules file says.

    Attributes
    ----------
    rules : tuple of DeclaredRule
    tolerance : Decimal or None
        The unit in the last place, where figures were rounded one by one.
    by : tuple of str
        The columns by whose entries the table is parted before it is checked.
    """

    rules: tuple[DeclaredRule, ...]
    tolerance: Decimal | None = None
    by: tuple[str, ...] = ()

    def texts(self, sheet: str | None = None) -> list[str]:
        """Return the rules that are meant for a sheet, as texts."""
        return [one.rule for one in self.rules if one.sheet in (None, sheet)]


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


@dataclass(frozen=True)
class Headings:
    """What the lines of a grid are called.

    Attributes
    ----------
    names : dict of str to dict of str to dict of int to Cell
        By axis and by :func:`key_of` a name: the lines with figures that it stands in, and the cell in which.
    bare : dict of str to Cell
        The names of lines without figures.
    own : dict of str to dict of int to list of str
        By axis and line: how it may be called, the best name first.
    shape : (int, int)
        Rows and columns of the grid.
    stated : dict of str to dict of int to list of int
        By axis and line: the positions of its figures.
    """

    names: dict[str, dict[str, dict[int, Cell]]]
    bare: dict[str, Cell]
    own: dict[str, dict[int, list[str]]]
    shape: tuple[int, int]
    stated: dict[str, dict[int, list[int]]]

    def size(self, axis: str) -> int:
        """Return the number of rows, or of columns."""
        return self.shape[AXES.index(axis)]


class RefusedError(Exception):
    """Why a rule cannot be read: what was expected, what was found, what to do."""

    def __init__(self, expected: str, found: str, advice: str) -> None:
        self.told = (expected, found, advice)
        super().__init__(found)


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

        ``@ B:D, F`` (or ``@ 2-9``) after a rule of rows (of columns) names the positions in which it is checked. ``-`` between spaces
        subtracts: ``closing = opening + additions - disposals``.
    grid : sequence of sequence of str
    readings : sequence of sequence of (Decimal or Unread)
        As :func:`~xcdata.grids.numerals.read_grid` reads the grid.
    names : mapping of (row, column) to tuple of (str, str), optional
        What figures are called besides, by their row and their column.

    Raises
    ------
    InputError
        With every rule that cannot be read.

    Examples
    --------
    >>> from xcdata.grids.numerals import read_grid
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
            problems.append(Problem(f"rule '{text.strip()}'", None, *refused.told, Reason.RULE))
    if problems:
        raise InputError(problems)
    return joined(found)


def gathered(
    sums: Iterable[tuple[Cell, Sequence[Cell], Sequence[Cell]]], source: str = "declared"
) -> list[Pattern]:
    """Gather sums of cells into patterns: those that add up the same lines to the same line are one.

    Parameters
    ----------
    sums : iterable of (cell, sequence of cell, sequence of cell)
        Totals, their parts, which mostly stand in the total's column, or in its row, and those of the parts that are subtracted.
    source : str
    """
    found: dict[tuple[object, ...], Pattern | tuple[Shape, set[int]]] = {}
    for total, parts, minus in sums:
        along = next((n for n in (0, 1) if all(cell[1 - n] == total[1 - n] for cell in parts)), None)
        if along is None:
            found.setdefault((total, frozenset(parts), frozenset(minus)), of_cells(total, parts, minus))
            continue
        lines, taken = (tuple(sorted(cell[along] for cell in some)) for some in (parts, minus))
        shape = AXES[along], total[along], lines, taken
        group = found.setdefault(shape, (shape, set()))
        assert isinstance(group, tuple)
        group[1].add(total[1 - along])
    patterns = (of_shape(*one[0], one[1]) if isinstance(one, tuple) else one for one in found.values())
    return [replace(one, source=source) for one in patterns]


def joined(patterns: Sequence[Pattern]) -> list[Pattern]:
    """Join patterns of the same lines, each rule once; what holds further cells stays by itself."""
    if len(patterns) == 1:
        return list(patterns)
    rules = [rule for pattern in patterns for rule in pattern.rules]
    sums = [
        (rule_cells(rule)[0], rule_cells(rule)[1:], cast("tuple[Cell, ...]", rule.minus)) for rule in rules
    ]
    return gathered(sums)


def of_shape(
    axis: str, total: int, parts: Iterable[int], minus: Iterable[int], positions: Iterable[int]
) -> Pattern:
    """Return a pattern with its rules written out, some of its lines subtracted."""
    pattern = replace(written(axis, total, parts, positions), source="declared")
    if not (taken := frozenset(minus)):
        return pattern
    rules = tuple(
        signed_rule(
            cell_at(axis, total, at),
            [cell_at(axis, line, at) for line in pattern.parts],
            [cell_at(axis, line, at) for line in pattern.parts if line in taken],
        )
        for at in pattern.positions
    )
    return replace(pattern, rules=rules)


def signed_rule(
    total: Cell, parts: Sequence[Cell], minus: Sequence[Cell] = (), extra: Sequence[Cell] = ()
) -> SumRule:
    """Return the rule of one sum; `extra` are the parts beside the line of the others.

    Examples
    --------
    >>> signed_rule((5, 1), [(2, 1), (3, 1), (4, 1)], [(4, 1)]).id
    'B6=B3:B4-B5'
    """
    taken = set(minus)
    plus = [cell for cell in parts if cell not in taken]
    name = rule_id(total, plus, [cell for cell in extra if cell not in taken])
    name += "".join(f"-{area}" for area in areas_in_words(total, minus))
    return SumRule(total, (*parts, *extra), name, minus=tuple(minus))


def areas_in_words(total: Cell, cells: Sequence[Cell]) -> list[str]:
    """Return the addresses of cells, runs in the column or in the row of a total by their ends."""
    down = sum(cell[1] == total[1] for cell in cells)
    along = 0 if down >= sum(cell[0] == total[0] for cell in cells) else 1
    beside = [cell for cell in cells if cell[1 - along] == total[1 - along]]
    ends = [
        [(line, total[1]) if along == 0 else (total[0], line) for line in dict.fromkeys(run)]
        for run in runs(cell[along] for cell in beside)
    ]
    return [":".join(map(cell_address, run)) for run in ends] + [
        cell_address(cell) for cell in cells if cell not in beside
    ]


def subtracted(pattern: Pattern) -> tuple[int, ...]:
    """Return the lines that the first rule of a pattern subtracts."""
    along = AXES.index(pattern.axis)
    rule = pattern.rules[0]
    lines = (cell[along] for cell in rule_cells(SumRule(rule.total, rule.minus))[1:])
    return tuple(sorted(line for line in lines if line in pattern.parts))


def of_cells(total: Cell, parts: Sequence[Cell], minus: Sequence[Cell] = ()) -> Pattern:
    """Return the pattern of one sum; cells beside the line of most are in its rule alone."""
    down = [cell for cell in parts if cell[1] == total[1]]
    across = [cell for cell in parts if cell[0] == total[0]]
    along, inside = (0, down) if len(down) >= len(across) else (1, across)
    inside = sorted(inside)
    there = set(inside)
    extra = [cell for cell in parts if cell not in there]
    rule = signed_rule(total, inside, sorted(minus), extra)
    lines = tuple(cell[along] for cell in inside)
    return Pattern(AXES[along], total[along], lines, (total[1 - along],), (rule,), "declared")


def headings_of(
    grid: Sequence[Sequence[str]],
    readings: Sequence[Sequence[Reading]],
    names: Mapping[Cell, tuple[str, ...]] | None = None,
) -> Headings:
    """Find out what the rows and the columns of a grid may be called."""
    width = max(map(len, grid), default=0)
    stated: dict[str, dict[int, list[int]]] = {"row": defaultdict(list), "column": defaultdict(list)}
    texts: dict[str, dict[int, dict[int, str]]] = {"row": defaultdict(dict), "column": defaultdict(dict)}
    for r, (row, read) in enumerate(zip(grid, readings, strict=True)):
        for c, (cell, one) in enumerate(zip(row, read, strict=True)):
            if isinstance(one, Decimal):
                stated["row"][r].append(c)
                stated["column"][c].append(r)
            elif one is Unread.TEXT:
                texts["row"][r][c] = cell
                if c not in stated["column"]:
                    texts["column"][c][r] = cell
    found: dict[str, dict[str, dict[int, Cell]]] = {"row": {}, "column": {}}
    own: dict[str, dict[int, list[str]]] = {"row": defaultdict(list), "column": defaultdict(list)}
    bare: dict[str, Cell] = {}

    def name(axis: str, line: int, text: str, where: Cell) -> None:
        if (key := key_of(text)) and line in stated[axis]:
            found[axis].setdefault(key, {}).setdefault(line, where)
            if (told := " ".join(text.split())) not in own[axis][line]:
                own[axis][line].append(told)
        elif key and axis == "row":
            bare.setdefault(key, where)

    for axis, size in (("row", len(grid)), ("column", width)):
        for line, words in enumerate(called(axis, grid, texts[axis], size)):
            # A row goes by its first text, a column by its last.
            for text, where in words if axis == "row" else reversed(words):
                name(axis, line, text, where)
            if len(words) > 1:
                name(axis, line, "/".join(" ".join(text.split()) for text, _ in words), words[-1][1])
    for place, pair in (names or {}).items():
        if len(pair) == len(AXES):
            for axis, line, text in zip(AXES, place, pair, strict=True):
                name(axis, line, text, place)
    return Headings(found, bare, own, (len(grid), width), stated)


def called(
    axis: str, grid: Sequence[Sequence[str]], texts: Mapping[int, Mapping[int, str]], size: int
) -> Iterator[list[tuple[str, Cell]]]:
    """Yield what each line is called, and where that stands, from the outermost word in.

    A name of several lines, each of which has a further name of its own, is printed in the first of them alone.
    """
    inherited: dict[int, tuple[str, Cell]] = {}
    for line in range(size):
        there = texts.get(line, {})
        innermost = max(there, default=-1)
        outer = {
            at: one
            for at, one in inherited.items()
            if at < innermost and not text_at(grid, cell_at(axis, line, at))
        }
        inherited = outer | {at: (text, cell_at(axis, line, at)) for at, text in there.items()}
        yield [inherited[at] for at in sorted(inherited)]


def text_at(grid: Sequence[Sequence[str]], cell: Cell) -> str:
    """Return what stands in a cell."""
    row, column = cell
    return grid[row][column].strip() if column < len(grid[row]) else ""


def key_of(name: str) -> str:
    """Return a name by which it is compared: width, spaces and emphasis do not matter.

    Examples
    --------
    >>> key_of(" 合　计（Ａ）"), key_of("**Total**")
    ('合计(A)', 'Total')
    """
    return re.sub(r"\s+", "", normalize("NFKC", name)).strip("*_`")


def cell_at(axis: str, line: int, position: int) -> Cell:
    """Return the cell of a line at a position."""
    return (line, position) if axis == "row" else (position, line)


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
        raise _not_a_rule("none")
    held = iter(kept)
    both = []
    for side in sides:
        pieces = re.split(r"(\+|(?<=\s)[-−–](?=\s))", side)
        signs = [1, *(1 if mark == "+" else -1 for mark in pieces[1::2])]
        terms: list[tuple[int, Term]] = []
        for sign, piece in zip(signs, map(str.strip, pieces[::2]), strict=True):
            if not piece:
                raise _not_a_rule("a sign without a name beside it")
            if piece == HELD:
                terms.append((sign, Term(next(held), quoted=True)))
                continue
            terms.append((sign, Term(re.sub(HELD, lambda _: next(held), piece))))
        both.append(tuple(terms))
    return Statement(both[0], both[1], at.strip())


def _not_a_rule(found: str) -> RefusedError:
    advice = "Put names that hold =, +, @ or a lone - between backticks."
    return RefusedError(
        "a rule such as 'total = part + part', 'B6 = B2:B5' or 'row 6 = rows 2-5'", found, advice
    )


def pattern_of(text: str, headings: Headings, readings: Sequence[Sequence[Reading]]) -> Pattern:
    """Read one rule; raises where it cannot be read."""
    statement = statement_of(text)
    axes = [
        axis for axis in AXES if all(lines_of(term, axis, headings) is not None for term in statement.terms)
    ]
    if len(axes) == 2:
        first = statement.terms[0].text
        advice = f"Write 'row {first} = …' or 'column {first} = …'."
        raise RefusedError("names of rows, or of columns", "names that rows and columns have", advice)
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
            there = f"{axis}s of the table, which has {headings.size(axis)}"
            raise RefusedError(there, f"{axis} {line_name(axis, last - 1)}", "Mend the number.")
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
        lambda line: f"{axis} {line_name(axis, line)}",
    )
    other = AXES[1 - AXES.index(axis)]
    positions = headings.stated[axis].get(total, [])
    if statement.at:
        form = _FORMS[other].fullmatch(statement.at)
        if form is None:
            example = "@ B:D, F" if other == "column" else "@ 2-9"
            raise RefusedError(
                f"{other}s after '@', such as '{example}'", f"'{statement.at}'", "Mend or leave it out."
            )
        positions = numbered(form["list"], other, headings)
    if not positions:
        found = f"{axis} {line_name(axis, total)}, which has none"
        raise RefusedError("a total with figures", found, "Name the line that holds the total.")
    return of_shape(axis, total, parts, minus, positions)


def of_addresses(statement: Statement, headings: Headings, readings: Sequence[Sequence[Reading]]) -> Pattern:
    """Return the pattern of a rule that names cells."""
    height, width = headings.shape
    if statement.at:
        raise RefusedError("addresses alone", f"'@ {statement.at}' after them", "Leave it out.")
    sides: list[list[tuple[int, Cell]]] = []
    for side in (statement.left, statement.right):
        cells: list[tuple[int, Cell]] = []
        for sign, term in side:
            for (top, left), (bottom, right) in areas_of(term):
                if bottom >= height or right >= width:
                    there = f"cells of the table, A1:{cell_address((height - 1, width - 1))}"
                    raise RefusedError(there, f"'{term.text}'", "Mend the address.")
                cells += [(sign, (r, c)) for r in range(top, bottom + 1) for c in range(left, right + 1)]
        sides.append(cells)
    total, parts, minus = balanced(sides[0], sides[1], cell_address)
    if not any(
        column < len(readings[row]) and isinstance(readings[row][column], Decimal)
        for row, column in (total, *parts)
    ):
        raise RefusedError("cells with figures", "none in any of them", "Mend the addresses.")
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
        raise RefusedError("each figure once", f"{name(twice[0])} more than once", "Name it once.")
    if not these or not those:
        found = "figures that add up to nothing"
        raise RefusedError("a figure that is the sum of others", found, "Mend the signs.")
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
            cells = ", ".join(cell_address(cell) for cell in list(here.values())[:SHOWN])
            advice = f"Join it with the name beside it, as in 'name/{term.text}', or write '{lines_example}'."
            return RefusedError("names that stand once", f"'{term.text}' in {cells}", advice)
    if key in headings.names[other]:
        found = f"'{term.text}', the name of a {other}"
        return RefusedError(f"names of {axis}s", found, "Name rows alone, or columns alone.")
    if key in headings.bare:
        found = f"'{term.text}' in {cell_address(headings.bare[key])}, a row without figures"
        return RefusedError("names of lines with figures", found, "Name the row that holds the figures.")
    if areas_of(term):
        return RefusedError(
            "names alone, or addresses alone", f"'{term.text}' among names", "Write all of one kind."
        )
    there = {
        of: name
        for axis in AXES
        for names in headings.own[axis].values()
        for name in names[:1]
        for of in [key_of(name)]
    }
    there |= {of: of for axis in AXES for of in headings.names[axis] if of not in there}
    near = get_close_matches(key, list(there), 3) or list(there)[:8]
    advice = f"There are: {', '.join(there[one] for one in near)}."
    return RefusedError("names of rows or of columns, or addresses", f"'{term.text}'", advice)


def read_rules(path: str | PathLike[str]) -> RulesFile:
    """Read a rules file.

    It is TOML: ``[[rules]]`` with ``name`` and ``rule``, and ``label``, ``severity`` (error, warning) and ``sheet`` if wanted; before
    them ``tolerance`` (a number) and ``by`` (a column's name, or several).

    Raises
    ------
    InputError
        With everything that is not as it should be, and its line.
    """
    where = Path(path)
    return rules_of(decode(read_bytes(where), where), str(where))


def rules_of(text: str, where: str) -> RulesFile:
    """Read the content of a rules file; `where` is its name for messages."""
    try:
        content = tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, ArithmeticError) as error:
        at = re.search(r"line (\d+)", str(error))
        line = int(at[1]) if at else text.count("\n") + 1
        advice = "Mend the line; texts stand between double quotes."
        raise InputError([Problem(where, line, "TOML", str(error), advice, Reason.FILE)]) from None
    lines = key_lines(text)
    told: list[tuple[int | None, str, str, str]] = []
    for key in content:
        if key not in ("rules", "tolerance", "by"):
            told.append(
                (
                    lines.get((0, key)),
                    "tolerance, by or [[rules]]",
                    f"'{key}'",
                    "Leave it out, or mend the name.",
                )
            )
    tolerance = positive(content.get("tolerance"))
    if "tolerance" in content and tolerance is None:
        found = f"{content['tolerance']}"
        told.append((lines.get((0, "tolerance")), "a number above 0", found, "Write e.g. tolerance = 0.01."))
    by = content.get("by", [])
    by = [by] if isinstance(by, str) else by
    if not isinstance(by, list) or not all(isinstance(one, str) and one.strip() for one in by):
        expected = "the name of a column, or a list of names"
        told.append((lines.get((0, "by")), expected, f"{by!r}", 'Write e.g. by = "年份".'))
        by = []
    entries = content.get("rules", [])
    if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        found = type(entries).__name__
        told.append((lines.get((0, "rules")), "tables [[rules]]", found, "Begin each rule by [[rules]]."))
        entries = []
    rules: list[DeclaredRule] = []
    for number, entry in enumerate(entries, 1):
        begins = lines.get((number, "")) or lines.get((0, "rules"))
        taken = {one.name for one in rules}
        if wrong := list(entry_problems(entry, taken)):
            told += [(lines.get((number, key)) or begins, *rest) for key, rest in wrong]
        else:
            rules.append(DeclaredRule(**entry, line=begins))
    if told:
        raise InputError(Problem(where, *one, Reason.RULE) for one in told)
    return RulesFile(tuple(rules), tolerance, tuple(by))


def entry_problems(
    entry: Mapping[str, object], taken: Set[str]
) -> Iterator[tuple[str, tuple[str, str, str]]]:
    """Yield the key of everything that is wrong with a rule of a file, what was expected and found, and what to do."""
    for key, value in entry.items():
        if key not in KEYS:
            yield key, ("name, rule, label, severity or sheet", f"'{key}'", "Leave it out, or mend the name.")
        elif not isinstance(value, str) or not value.strip():
            yield key, (f"{key} as a text", f"{value!r}", "Put it between double quotes.")
        elif key == "severity" and value not in SEVERITIES:
            yield key, (" or ".join(SEVERITIES), f"'{value}'", "Write one of them.")
        elif key == "name" and value in taken:
            yield key, ("each name once", f"'{value}' twice", "Rename one of them.")
    for key in KEYS[:2]:
        if key not in entry:
            yield key, (f"a {key}", "none", f'Write e.g. {key} = "…".')


def positive(value: object) -> Decimal | None:
    """Return a number above 0, perhaps given as a text; None where it is none."""
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        return None
    try:
        number = Decimal(value)
    except ArithmeticError:
        return None
    return number if number.is_finite() and number > 0 else None


def key_lines(text: str) -> dict[tuple[int, str], int]:
    """Return the lines of the keys of a rules file: by the number of their rule, 0 before the first; of ``""`` where it begins."""
    found: dict[tuple[int, str], int] = {}
    entry, inside = 0, ""
    match: re.Match[str] | None
    for number, line in enumerate(text.splitlines(), 1):
        if not inside:
            if _ENTRY.match(line):
                entry += 1
                found[entry, ""] = number
            elif match := _KEY.match(line):
                found.setdefault((entry, match[1] or match[2] or match[3]), number)
        for quotes in re.findall(r'"""|\'\'\'', line):
            inside = "" if inside == quotes else inside or quotes
    return found


def write_rules(
    found: Sequence[Pattern],
    grid: Sequence[Sequence[str]],
    readings: Sequence[Sequence[Reading]],
    names: Mapping[Cell, tuple[str, ...]] | None = None,
    *,
    lang: str = "zh",
    sheet: str | None = None,
    header: bool = True,
) -> str:
    """Write patterns that were found as a rules file, each with its evidence, to be confirmed or struck out.

    Reading it back gives the same patterns on the same grid, as declared ones. A rule is written in names, if these lead back
    to its lines, else in the numbers of lines, else in addresses.

    Parameters
    ----------
    found : sequence of Pattern
    grid : sequence of sequence of str
    readings : sequence of sequence of (Decimal or Unread)
    names : mapping of (row, column) to tuple of (str, str), optional
        As for :func:`declared_patterns`.
    lang : {'zh', 'en'}
        Of the comments.
    sheet : str, optional
        Of a workbook, for which the rules are meant.
    header : bool
        Whether what to do is said first; not where several sheets' rules follow each other in one file.
    """
    headings = headings_of(grid, readings, names)
    blocks = [HEADER] if header else []
    used: Counter[str] = Counter()
    for pattern in found:
        line = f"{pattern.axis} {line_name(pattern.axis, pattern.total)}"
        title = next(iter(headings.own[pattern.axis].get(pattern.total, [])), "")
        comment = f"# {evidence_of(pattern, readings, lang)}\n"
        for text in texts_of(pattern, headings, readings):
            used[line] += 1
            name = line if used[line] == 1 else f"{line} ({used[line]})"
            entries = [("name", name if sheet is None else f"{sheet}: {name}"), ("rule", text)]
            entries += [("label", title)] if title else []
            entries += [("sheet", sheet)] if sheet is not None else []
            blocks.append(
                comment + "[[rules]]\n" + "".join(f"{key} = {quoted(one)}\n" for key, one in entries)
            )
            comment = ""
    return "\n".join(blocks)


def quoted(text: str) -> str:
    """Return a text as TOML has it."""
    return str(json.dumps(text, ensure_ascii=False)).replace("\x7f", "\\u007f")


def evidence_of(pattern: Pattern, readings: Sequence[Sequence[Reading]], lang: str) -> str:
    """Say what a pattern demands, where it comes from, and in how many of its positions the figures agree with it."""
    offs = [(at, off_by(rule, readings)) for at, rule in zip(pattern.positions, pattern.rules, strict=True)]
    other = AXES[1 - AXES.index(pattern.axis)]
    failing = [
        label("unchecked", "off", lang, where=line_name(other, at), difference=f"{off:+f}")
        for at, off in offs
        if off
    ]
    held = label("audit", "told", lang, holds=len(offs) - len(failing), count=len(offs))
    shown = [*failing[:SHOWN], *["…"][: len(failing) > SHOWN]]
    said = in_words(pattern, lang) if pattern.parts else ", ".join(rule.id for rule in pattern.rules)
    told = f"[{pattern.source}] {said}: {held}"
    return " ".join([told, label("audit", "and", lang).join(shown)]).strip()


def off_by(rule: SumRule, readings: Sequence[Sequence[Reading]]) -> Decimal:
    """Return what the parts of a rule make, less its total; what is no figure counts as nothing."""
    off = Decimal(0)
    for (row, column), sign in zip(rule_cells(rule), (-1, *rule.signs), strict=True):
        one = readings[row][column] if column < len(readings[row]) else None
        off += sign * one if isinstance(one, Decimal) else 0
    return off


def texts_of(pattern: Pattern, headings: Headings, readings: Sequence[Sequence[Reading]]) -> list[str]:
    """Return the rules that say what a pattern demands: one in names or in numbers of lines, and one for each sum of its own."""
    axis, minus = pattern.axis, subtracted(pattern)
    whole = of_shape(axis, pattern.total, pattern.parts, minus, pattern.positions)
    plain = {rule.total: (frozenset(rule.parts), frozenset(rule.minus)) for rule in whole.rules}
    odd = [
        rule for rule in pattern.rules if plain[rule.total] != (frozenset(rule.parts), frozenset(rule.minus))
    ]
    apart = {rule.total for rule in odd}
    positions = [
        at for at, rule in zip(pattern.positions, pattern.rules, strict=True) if rule.total not in apart
    ]
    if not positions:
        return [in_addresses(rule) for rule in odd]
    regular = of_shape(axis, pattern.total, pattern.parts, minus, positions)
    for text in wordings(regular, headings):
        if leads_back(text, regular, headings, readings):
            return [text, *map(in_addresses, odd)]
    return [in_addresses(rule) for rule in pattern.rules]


def leads_back(
    text: str, pattern: Pattern, headings: Headings, readings: Sequence[Sequence[Reading]]
) -> bool:
    """Whether a text is read as the pattern that it is to say."""
    try:
        return pattern_of(text, headings, readings) == pattern
    except RefusedError:
        return False


def wordings(pattern: Pattern, headings: Headings) -> Iterator[str]:
    """Yield how a pattern of one shape may be written, the most telling first."""
    axis, other = pattern.axis, AXES[1 - AXES.index(pattern.axis)]
    everywhere = f" @ {in_numbers(other, pattern.positions)}"
    minus = subtracted(pattern)
    plus = [line for line in pattern.parts if line not in minus]
    if len(pattern.parts) <= MOST_NAMED and (
        names := names_of(axis, (pattern.total, *plus, *minus), headings)
    ):
        total, *parts = names
        said = f"{total} = {' + '.join(parts[: len(plus)])}" + "".join(
            f" - {name}" for name in parts[len(plus) :]
        )
        yield from (start + said + end for end in ("", everywhere) for start in ("", f"{axis} "))
    several = [
        f"{axis}{'s' if len(lines) > 1 else ''} {in_numbers(axis, lines)}" for lines in (plus, minus) if lines
    ]
    said = f"{axis} {line_name(axis, pattern.total)} = {' - '.join(several)}"
    yield said
    yield said + everywhere


def in_numbers(axis: str, lines: Iterable[int]) -> str:
    """Return lines by their numbers or letters."""
    mark = "-" if axis == "row" else ":"
    return ", ".join(mark.join(dict.fromkeys(line_name(axis, end) for end in run)) for run in runs(lines))


def names_of(axis: str, lines: Iterable[int], headings: Headings) -> list[str]:
    """Return a name for each line that no other has; none where one is without."""
    found = []
    for line in lines:
        for name in headings.own[axis].get(line, ()):
            if len(headings.names[axis].get(key_of(name), ())) == 1 and "`" not in name:
                special = _SPECIAL.search(name) or any(form_of(name, axis) for axis in AXES)
                found.append(f"`{name}`" if special or areas_of(Term(name)) else name)
                break
        else:
            return []
    return found


def in_addresses(rule: SumRule) -> str:
    """Return a rule in addresses."""
    total, *parts = rule_cells(rule)
    signs = dict(zip(parts, rule.signs, strict=True))
    plus, minus = ([cell for cell in parts if signs[cell] == sign] for sign in (1, -1))
    said = f"{cell_address(total)} = {' + '.join(areas_in_words(total, plus))}"
    return said + "".join(f" - {area}" for area in areas_in_words(total, minus))
