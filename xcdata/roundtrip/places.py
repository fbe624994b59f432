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
from xcdata.gazette.passage import squeeze
from xcdata.gazette.plan.header import CALLED_TOTAL, COLUMNS
from xcdata.gazette.plan.reading import CITY
from xcdata.grids.address import Place, address
from xcdata.grids.read import cell_text
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

FIRST_NEW = 2**21
"""The row, as if written, of the first area that somebody added; no sheet has as many rows."""

CORNER = "单位"

ALIKE, AKIN = 2, 1
"""How much two columns have in common by their labels: all of them, or one."""

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
    renamed : tuple of (Place, str, str)
        The cells of labels that say something else now, what they said and what they say: what has the place of a row or a column that
        is missing between its neighbours is taken for it.
    """

    rows: Mapping[int, int]
    columns: Mapping[int, int]
    areas: Mapping[str, int]
    inserted_rows: tuple[int, ...] = ()
    inserted_columns: tuple[int, ...] = ()
    renamed: tuple[tuple[Place, str, str], ...] = ()

    def now(self, place: Place) -> Place | None:
        """Return where a cell stands now, None where its row or column is gone."""
        rows, columns = self._moved
        row = place[0] + rows if CHECK_ROW < place[0] < FIRST_NEW else self.rows.get(place[0], 0)
        column = place[1] + columns if place[1] > WIDTH else self.columns.get(place[1], 0)
        return (row, column) if row and column else None

    def written(self, place: Place) -> Place | None:
        """Return where a cell was written, None where its row or column was put in."""
        found = []
        for now, back, moved, end in zip(place, self._back, self._moved, (CHECK_ROW, WIDTH), strict=True):
            found.append(back.get(now, now - moved if now - moved > end else 0))
        row, column = found
        return (row, column) if row and column else None

    @cached_property
    def _back(self) -> tuple[dict[int, int], dict[int, int]]:
        rows, columns = ({now: was for was, now in of.items()} for of in (self.rows, self.columns))
        return rows, columns

    @cached_property
    def _moved(self) -> tuple[int, int]:
        """How far the rows, and the columns, behind the last that was written have moved: as far as that one."""

        def moved(numbers: Mapping[int, int], end: int) -> int:
            return numbers[max(number for number in numbers if number <= end)] - end

        return moved(self.rows, CHECK_ROW), moved(self.columns, WIDTH)

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
        written = range(1, CHECK_ROW + 1)
        return tuple(row for row in written if row not in self.rows and row not in ROWS.values())

    @property
    def gone_columns(self) -> tuple[int, ...]:
        """The columns of the table, and of what is printed beside it, that were taken out; as written."""
        return tuple(column for column in expected_columns({}) if column not in self.columns)

    @property
    def is_shifted(self) -> bool:
        """Whether anything stands elsewhere than it was written, or came on top."""
        return bool(self.new or any(self._moved)) or any(
            was != now for of in (self.rows, self.columns) for was, now in of.items()
        )

    @property
    def are_reordered(self) -> tuple[bool, bool]:
        """Whether the rows that were written, and the columns, are in another order."""
        rows = [self.rows[row] for row in sorted(self.rows) if row < FIRST_NEW]
        columns = [self.columns[column] for column in sorted(self.columns)]
        return rows != sorted(rows), columns != sorted(columns)


def places_of(name: str, contents: Mapping[Place, object], formulas: Iterable[Place] = ()) -> Places:
    """Find the rows and columns of a plan's sheet by their labels.

    Parameters
    ----------
    name : str
        Of the sheet, for what is told.
    contents : mapping of Place to object
        The cells that hold anything.
    formulas : iterable of Place
        Those that hold a formula, with a value or none.

    Raises
    ------
    InputError
        Labels that are gone or stand twice, or rows with figures and without a name.
    """
    texts = {place: squeeze(one) for place, one in contents.items() if isinstance(one, str)}
    named = label_column(texts)
    if named is None:
        raise InputError([moved(name, (min(ROWS.values()), 1), texts, CITY)])
    figures = {place for place, one in contents.items() if is_figure(one)}
    head, first = header_rows(texts, figures, named)
    columns, inserted_columns, renamed = matched_columns(name, texts, head)
    rows, new_labels = labelled_rows(texts, {row for row, _ in (*contents, *formulas)}, named, first)
    table = {columns[one.number] for one in COLUMNS if one.number in columns}
    filled = {row for row, column in figures if column in table}
    areas, others = area_rows(name, texts, rows, filled - set(head), named)
    rows = rows | others | outer_rows(texts, head)
    inserted_rows = tuple(sorted(set(range(1, max(rows.values()) + 1)) - set(rows.values())))
    return Places(
        rows,
        columns,
        areas,
        inserted_rows,
        inserted_columns,
        tuple(
            (place, before, after or cell_text(contents.get(place)))
            for place, before, after in (*renamed, *new_labels)
        ),
    )


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


def header_rows(texts: Texts, figures: set[Place], named: int) -> tuple[list[int], int]:
    """Return the rows of the header, and the first below it."""
    first = min(row for (row, column), text in texts.items() if column == named and text in ROWS)
    corners = [r for (r, c), text in texts.items() if c == named and text == CORNER and r < first]
    top = max(corners, default=max(1, first - HEADER_DEPTH))
    # A number that somebody typed among the labels, or beside them, makes no row of figures.
    among = Counter(row for row, column in texts.keys() - figures if column != named)
    numbered = Counter(row for row, _ in figures)
    first = next((row for row in range(top, first) if numbered[row] > among[row]), first)
    head = [row for row in range(top, first) if any(r == row and column != named for r, column in texts)]
    return head, head[-1] + 1 if head else first


def labels_of(*names: str) -> list[str]:
    """Return what labels of ours are in each language, without their blanks."""
    return [squeeze(label("workbook", name, lang)) for name in names for lang in LANGUAGES]


def labelled_rows(
    texts: Texts, there: set[int], named: int, first: int
) -> tuple[dict[int, int], list[tuple[Place, str, str]]]:
    """Return by row as written, of the areas and of the two below them, the row now, and the labels that say something else now."""
    wanted: dict[str, int] = dict(ROWS)
    for row, names in ((PRINTED_ROW, ("printed_row", "stated_row")), (CHECK_ROW, ("check_row",))):
        wanted |= dict.fromkeys(labels_of(*names), row)
    found: dict[int, int] = {}
    for (row, column), text in sorted(texts.items()):
        if column == named and row >= first and text in wanted:
            found.setdefault(wanted[text], row)
    twins = {row for (row, column), text in texts.items() if column == named and text in wanted}
    left = sorted(row for row in there - twins if row >= first and row not in found.values())
    gone = [row for row in sorted(set(wanted.values())) if row not in found]
    called = {row: name for name, row in reversed(wanted.items())}
    renamed = []
    for row, now in same_gap(gone, left, found, first - 1).items():
        found[row] = now
        renamed.append(((now, named), called[row], texts.get((now, named), "")))
    return found, renamed


def area_rows(
    name: str, texts: Texts, rows: Mapping[int, int], filled: Iterable[int], named: int
) -> tuple[dict[str, int], dict[int, int]]:
    """Return by area its row as written, those that somebody added after where they stand, and by the rows of these their rows now."""
    found = {now: area for area, row in ROWS.items() if (now := rows.get(row)) is not None}
    end = min((rows[row] for row in (PRINTED_ROW, CHECK_ROW) if row in rows), default=max(found) + 1)
    added: dict[int, int] = {}
    problems = []
    for row in sorted(set(filled) - set(found)):
        area = texts.get((row, named), "")
        if row >= end or CALLED_TOTAL.fullmatch(area):
            continue
        if not area:
            cell = address((row, named))
            told = {"line": row, "cell": cell}
            problems.append(Problem("row_without_name", f"{name}!{cell}", None, "", told))
        elif area in found.values():
            twin = next(now for now, one in found.items() if one == area)
            told = {"area": area, "first": min(twin, row), "line": max(twin, row)}
            problems.append(Problem("area_twice", name, row, area, told))
        found[row] = area
        added[FIRST_NEW + len(added)] = row
    if problems:
        raise InputError(problems)
    written = {now: row for row, now in {**rows, **added}.items()}
    return {found[now]: written[now] for now in sorted(found)}, added


def outer_rows(texts: Texts, head: Sequence[int]) -> dict[int, int]:
    """Return the rows of title and header, by the rows as written."""
    depth = range(HEADER_ROW, HEADER_ROW + HEADER_DEPTH)
    top = head[0] if head else HEADER_ROW
    above = [row for row in range(1, top) if top == HEADER_ROW or any(r == row for r, _ in texts)]
    units = labels_of("plan_unit")
    over = zip(range(HEADER_ROW - 1, 0, -1), reversed(above), strict=False)
    if len(above) == 1 and not any(r == above[0] and text in units for (r, _), text in texts.items()):
        over = zip([1], above, strict=True)  # the title, without the line of the unit below it
    return dict(zip(depth, head, strict=False)) | dict(over)


def expected_columns(texts: Texts) -> dict[int, Names]:
    """Return by column with labels as written those labels, in the language of the sheet."""
    there = set(texts.values())

    def said(*names: str) -> str:
        told = labels_of(*names)
        return next((one for one in told if one in there), told[0])

    found: dict[int, list[str]] = {column: [] for column in range(1, WIDTH + 1)}
    found[1].append(CORNER)
    for text, (_, column), _ in header_cells():
        found[column].append(text)
    titles = ("printed_totals", "stated_totals"), ("checks", "stated_checks")
    for places, names in zip((PRINTED, CHECKS), titles, strict=True):
        found[min(places.values())].append(said(*names))
        for total in TOTALS:
            found[places[total.number]].append(total_name(total))
    return {column: tuple(labels) for column, labels in found.items() if labels}


def matched_columns(
    name: str, texts: Texts, head: Sequence[int]
) -> tuple[dict[int, int], tuple[int, ...], list[tuple[Place, str, str]]]:
    """Return by column as written its number now, the numbers of those that were put in, and the labels that say something else now."""
    expected = expected_columns(texts)
    width = max((column for row, column in texts if row in head), default=1)
    there = {c: tuple(texts[r, c] for r in head if (r, c) in texts) for c in range(1, max(width, WIDTH) + 1)}
    pairs = aligned(list(expected.items()), list(there.items()))
    for column, labels in expected.items():
        # A column that was moved as a whole is known by labels that no other has.
        moved_to = [one for one, those in there.items() if those == labels and one not in pairs.values()]
        if column not in pairs and len(moved_to) == 1 and list(expected.values()).count(labels) == 1:
            pairs[column] = moved_to[0]
    # The blank column between the table and what is beside it.
    blank = min((now for one, now in pairs.items() if one > LAST_COLUMN), default=1) - 1
    if blank > max((now for one, now in pairs.items() if one <= LAST_COLUMN), default=blank):
        pairs[LAST_COLUMN + 1] = blank
    left = [one for one in there if one not in pairs.values()]
    renamed = []
    for column, now in same_gap([one for one in expected if one not in pairs], left, pairs, 0).items():
        pairs[column] = now
        left.remove(now)
        renamed.append(other_label(head, texts, expected[column], now))
    if 2 * sum(one.number not in pairs for one in COLUMNS) > len(COLUMNS):
        raise InputError([moved(name, (HEADER_ROW, 2), texts, expected[2][0])])
    last = max(pairs.values())
    columns = {column: pairs[column] for column in sorted(pairs)}
    return columns, tuple(one for one in left if one < last), renamed


def aligned(old: Sequence[tuple[int, Names]], new: Sequence[tuple[int, Names]]) -> dict[int, int]:
    """Match two rows of columns in order, so that their labels have as much in common as can be."""

    def alike(one: Names, other: Names) -> int:
        if one == other:
            return ALIKE
        return AKIN if set(one) & set(other) else 0

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
    gone: Sequence[int], left: Sequence[int], pairs: Mapping[int, int], start: int
) -> dict[int, int]:
    """Return the rows, or columns, that are missing, each with the one that stands between its neighbours under another label.

    Where several neighbours are missing, and as many stand in their place, they are these in order.
    """
    gaps: dict[tuple[int, int], list[int]] = defaultdict(list)
    for one in gone:
        before = max((now for written, now in pairs.items() if written < one), default=start)
        after = min((now for written, now in pairs.items() if written > one), default=before + 2)
        gaps[before, after].append(one)
    within = {gap: [one for one in left if gap[0] < one < gap[1]] for gap in gaps}
    return {
        one: now
        for gap, those in within.items()
        if len(those) == len(gaps[gap])
        for one, now in zip(gaps[gap], those, strict=True)
    }


def other_label(head: Sequence[int], texts: Texts, wanted: Names, column: int) -> tuple[Place, str, str]:
    """Return the cell of the label of a column that says something else now, what it said and what it says."""
    place = next(((row, column) for row in reversed(head) if (row, column) in texts), (head[-1], column))
    return place, wanted[-1], texts.get(place, "")


def moved(name: str, place: Place, texts: Texts, expected: str) -> Problem:
    """Return the problem of a label that is not in its place."""
    found = texts.get(place, "")
    return Problem("label_moved", f"{name}!{address(place)}", None, found, {"expected": expected})
