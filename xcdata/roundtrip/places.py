"""The plan's sheet as somebody left it → where each of its rows and columns stands now, told by their labels.

In: the texts of the sheet. Out: :class:`Places`: rows and columns as they were written, with their numbers now; areas that somebody
added, and what was put in besides or taken out. Where labels are gone that nothing else could stand for, one
:class:`~xcdata.errors.InputError` says which.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from xcdata.errors import InputError, Problem
from xcdata.gazette.plan.header import CALLED_TOTAL, COLUMNS
from xcdata.gazette.plan.reading import CITY
from xcdata.grids.address import Place, address
from xcdata.labels import LANGUAGES, label
from xcdata.roundtrip.layout import (
    CHECK_ROW,
    CHECKS,
    HEADER_DEPTH,
    HEADER_ROW,
    LAST_COLUMN,
    PRINTED,
    PRINTED_ROW,
    ROWS,
    TOTALS,
    WIDTH,
    header_cells,
    total_name,
)

FIRST_NEW = 1001
"""The row, as if written, of the first area that somebody added; no row of ours is as far down."""

ROOM = 100
"""Rows and columns behind the table that are told apart; what stands beyond was never looked at."""

CORNER = "单位"

ALIKE, SAME_LEAF = 2, 1
"""How much two columns have in common by their labels: all of them, or the innermost."""

Texts = Mapping[Place, str]
Names = tuple[str, ...]


@dataclass(frozen=True)
class Places:
    """Where rows and columns stand now.

    Attributes
    ----------
    rows, columns : mapping of int to int
        From the number as written to the number now; areas that somebody added are rows from :data:`FIRST_NEW` on.
    areas : mapping of str to int
        By area its row, as written.
    inserted_rows, inserted_columns : tuple of int
        Numbers now of what was put in and is no area.
    """

    rows: Mapping[int, int]
    columns: Mapping[int, int]
    areas: Mapping[str, int]
    inserted_rows: tuple[int, ...] = ()
    inserted_columns: tuple[int, ...] = ()

    def now(self, place: Place) -> Place | None:
        """Return where a cell stands now, None where its row or column is gone."""
        row, column = place
        return (self.rows[row], self.columns[column]) if row in self.rows and column in self.columns else None

    def written(self, place: Place) -> Place | None:
        """Return where a cell was written, None where its row or column was put in."""
        row, column = self._back
        return (row[place[0]], column[place[1]]) if place[0] in row and place[1] in column else None

    @cached_property
    def _back(self) -> tuple[dict[int, int], dict[int, int]]:
        rows, columns = ({now: was for was, now in of.items()} for of in (self.rows, self.columns))
        return rows, columns

    @property
    def new(self) -> dict[str, int]:
        """The areas that somebody added, with their rows now."""
        return {area: self.rows[row] for area, row in self.areas.items() if row >= FIRST_NEW}

    @property
    def gone(self) -> tuple[str, ...]:
        """The areas whose rows were taken out."""
        return tuple(area for area in ROWS if area not in self.areas)

    @property
    def gone_rows(self) -> tuple[int, ...]:
        """The other rows of the table that were taken out; as written."""
        written = range(HEADER_ROW, CHECK_ROW + 1)
        return tuple(row for row in written if row not in self.rows and row not in ROWS.values())

    @property
    def gone_columns(self) -> tuple[int, ...]:
        """The columns of the table, and of what is printed beside it, that were taken out; as written."""
        return tuple(column for column in expected_columns({}) if column not in self.columns)

    @property
    def is_shifted(self) -> bool:
        """Whether anything stands elsewhere than it was written, or came on top."""
        return bool(self.new) or any(
            was != now for of in (self.rows, self.columns) for was, now in of.items()
        )

    @property
    def are_reordered(self) -> tuple[bool, bool]:
        """Whether the rows that were written, and the columns, are in another order."""
        rows = [self.rows[row] for row in sorted(self.rows) if row < FIRST_NEW]
        columns = [self.columns[column] for column in sorted(self.columns)]
        return rows != sorted(rows), columns != sorted(columns)


def places_of(name: str, contents: Mapping[Place, object]) -> Places:
    """Find the rows and columns of a plan's sheet by their labels.

    Parameters
    ----------
    name : str
        Of the sheet, for what is told.
    contents : mapping of Place to object
        The cells that hold anything.

    Raises
    ------
    InputError
        Labels that are gone or stand twice, or rows with figures and without a name.
    """
    texts = {place: re.sub(r"\s", "", one) for place, one in contents.items() if isinstance(one, str)}
    named = label_column(texts)
    if named is None:
        raise InputError([moved(name, (min(ROWS.values()), 1), texts, CITY)])
    figures = {place for place, one in contents.items() if is_figure(one)}
    head, body, below = zones(texts, figures, named)
    columns, inserted_columns = matched_columns(name, texts, head)
    table = {columns[one.number] for one in COLUMNS if one.number in columns}
    filled = {row for row, column in figures if column in table}
    areas, rows = area_rows(name, texts, body, filled, named)
    rows |= outer_rows(texts, head, below)
    last = max((*rows.values(), *body))
    inserted_rows = tuple(sorted(set(range(1, last + 1)) - set(rows.values())))
    return Places(
        with_margin(rows, CHECK_ROW), with_margin(columns, WIDTH), areas, inserted_rows, inserted_columns
    )


def with_margin(numbers: Mapping[int, int], end: int) -> dict[int, int]:
    """Return where rows or columns stand, with those behind the last that was written: they have moved with it."""
    last = max(number for number in numbers if number <= end)
    return {**numbers, **{end + n: numbers[last] + n for n in range(1, ROOM + 1)}}


def is_figure(content: object) -> bool:
    """Whether a cell holds a figure: a number, or a text with nothing but digits."""
    if isinstance(content, str):
        return re.fullmatch(r"[\d.,．，]+", content.strip()) is not None
    return isinstance(content, int | float)


def label_column(texts: Texts) -> int | None:
    """Return the column that holds most of the areas' names, if it holds half of them."""
    found: dict[int, set[str]] = defaultdict(set)
    for (_, column), text in texts.items():
        if text in ROWS:
            found[column].add(text)
    best = max(found, key=lambda column: len(found[column]), default=None)
    return best if best is not None and 2 * len(found[best]) >= len(ROWS) else None


def named_row(texts: Texts, column: int, names: Iterable[str], after: int) -> int | None:
    """Return the first row below another with one of some names in a column."""
    wanted = {re.sub(r"\s", "", one) for one in names}
    return min(
        (r for (r, c), text in texts.items() if c == column and r > after and text in wanted), default=None
    )


def zones(texts: Texts, figures: set[Place], named: int) -> tuple[list[int], list[int], dict[int, int]]:
    """Return the rows of the header, the rows of areas, and what stands below by its row as written."""
    areas = [row for (row, column), text in texts.items() if column == named and text in ROWS]
    first, last = min(areas), max(areas)
    corners = [r for (r, c), text in texts.items() if c == named and text == CORNER and r < first]
    top = max(corners, default=max(1, first - HEADER_DEPTH))
    above = [row for row in range(top, first) if any(r == row for r, _ in texts)]
    numbered = {row for row, _ in figures}
    body_from = next((row for row in above if row in numbered), first)
    below = {}
    for written, of in ((PRINTED_ROW, "printed_row"), (CHECK_ROW, "check_row")):
        names = [label("workbook", of, lang) for lang in LANGUAGES]
        if (row := named_row(texts, named, names, last)) is not None:
            below[written] = row
    end = min(below.values(), default=last + 1)
    return [row for row in above if row < body_from], list(range(body_from, end)), below


def area_rows(
    name: str, texts: Texts, body: Iterable[int], filled: set[int], named: int
) -> tuple[dict[str, int], dict[int, int]]:
    """Return by area its row as written, and by that its row now."""
    areas: dict[str, int] = {}
    rows: dict[int, int] = {}
    problems = []
    for row in body:
        area = texts.get((row, named), "")
        if area in areas:
            told = {"area": area, "first": rows[areas[area]], "line": row}
            problems.append(Problem("area_twice", name, row, area, told))
        elif area in ROWS:
            areas[area] = ROWS[area]
            rows[ROWS[area]] = row
        elif row in filled and not area:
            cell = address((row, named))
            problems.append(
                Problem("row_without_name", f"{name}!{cell}", None, "", {"line": row, "cell": cell})
            )
        elif row in filled and not CALLED_TOTAL.fullmatch(area):
            areas[area] = FIRST_NEW + sum(one >= FIRST_NEW for one in areas.values())
            rows[areas[area]] = row
    if problems:
        raise InputError(problems)
    return areas, rows


def outer_rows(texts: Texts, head: Sequence[int], below: Mapping[int, int]) -> dict[int, int]:
    """Return the rows of title and header, and those below the areas, by the rows as written."""
    depth = range(HEADER_ROW, HEADER_ROW + HEADER_DEPTH)
    rows = dict(zip(depth, head, strict=False))
    top = head[0] if head else HEADER_ROW
    above = [row for row in range(1, top) if any(r == row for r, _ in texts)]
    return rows | dict(zip(range(HEADER_ROW - 1, 0, -1), reversed(above), strict=False)) | dict(below)


def expected_columns(texts: Texts) -> dict[int, Names]:
    """Return by column with labels as written those labels, in the language of the sheet."""
    there = set(texts.values())

    def said(name: str) -> str:
        told = [re.sub(r"\s", "", label("workbook", name, lang)) for lang in LANGUAGES]
        return next((one for one in told if one in there), told[0])

    found: dict[int, list[str]] = {column: [] for column in range(1, WIDTH + 1)}
    found[1].append(CORNER)
    for text, (_, column), _ in header_cells():
        found[column].append(text)
    for places, title in ((PRINTED, "printed_totals"), (CHECKS, "checks")):
        found[min(places.values())].append(said(title))
        for total in TOTALS:
            found[places[total.number]].append(total_name(total))
    return {column: tuple(labels) for column, labels in found.items() if labels}


def matched_columns(name: str, texts: Texts, head: Sequence[int]) -> tuple[dict[int, int], tuple[int, ...]]:
    """Return by column as written its number now, and the numbers of those that were put in."""
    expected = expected_columns(texts)
    width = max((column for row, column in texts if row in head), default=1)
    there = {c: tuple(texts[r, c] for r in head if (r, c) in texts) for c in range(1, max(width, WIDTH) + 1)}
    pairs = aligned(list(expected.items()), list(there.items()))
    left = [column for column in there if column not in pairs.values()]
    for column, labels in expected.items():
        # A column that was moved as a whole is known by labels that no other has.
        moved_to = [one for one in left if there[one] == labels]
        if column not in pairs and len(moved_to) == 1 and list(expected.values()).count(labels) == 1:
            pairs[column] = moved_to[0]
            left.remove(moved_to[0])
    if LAST_COLUMN in pairs and LAST_COLUMN + 2 in pairs and pairs[LAST_COLUMN + 2] > pairs[LAST_COLUMN] + 1:
        pairs[LAST_COLUMN + 1] = (
            pairs[LAST_COLUMN + 2] - 1
        )  # the blank one between the table and what is beside it
        left = [one for one in left if one != pairs[LAST_COLUMN + 1]]
    columns = {column: pairs[column] for column in sorted(pairs)}
    problems = [
        renamed(name, texts, head, expected[column], there[other], other)
        for column, other in same_gap([one for one in expected if one not in columns], left, columns)
        if there[other]
    ]
    lost = sum(one.number not in columns for one in COLUMNS)
    if 2 * lost > len(COLUMNS):
        problems.append(moved(name, (HEADER_ROW, 2), texts, expected[2][0]))
    if problems:
        raise InputError(problems)
    last = max(columns.values())
    return columns, tuple(one for one in left if one < last)


def aligned(old: Sequence[tuple[int, Names]], new: Sequence[tuple[int, Names]]) -> dict[int, int]:
    """Match two rows of columns in order, so that their labels have as much in common as can be."""

    def alike(one: Names, other: Names) -> int:
        if one == other:
            return ALIKE
        return SAME_LEAF if other and one[-1] == other[-1] else 0

    best = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            worth = alike(old[i][1], new[j][1])
            both = best[i + 1][j + 1] + worth if worth else 0
            best[i][j] = max(both, best[i + 1][j], best[i][j + 1])
    pairs, i, j = {}, 0, 0
    while i < len(old) and j < len(new):
        worth = alike(old[i][1], new[j][1])
        if worth and best[i][j] == best[i + 1][j + 1] + worth:
            pairs[old[i][0]] = new[j][0]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def same_gap(
    gone: Iterable[int], left: Sequence[int], columns: Mapping[int, int]
) -> Iterable[tuple[int, int]]:
    """Yield the columns that are missing with those that stand in their place under another label."""
    for column in gone:
        before = max((columns[one] for one in columns if one < column), default=0)
        after = min((columns[one] for one in columns if one > column), default=before + 2)
        within = [one for one in left if before < one < after]
        if len(within) == 1:
            yield column, within[0]


def renamed(
    name: str, texts: Texts, head: Sequence[int], wanted: Names, found: Names, column: int
) -> Problem:
    """Return the problem of a column under another label."""
    strange = Counter(found) - Counter(wanted)
    text = next(iter(strange), found[-1])
    place = next((row, column) for row in head if texts.get((row, column)) == text)
    expected = next(iter(Counter(wanted) - Counter(found)), wanted[-1])
    return moved(name, place, texts, expected)


def moved(name: str, place: Place, texts: Texts, expected: str) -> Problem:
    """Return the problem of a label that is not in its place."""
    found = texts.get(place, "")
    return Problem("label_moved", f"{name}!{address(place)}", None, found, {"expected": expected})
