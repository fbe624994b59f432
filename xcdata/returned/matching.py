"""The sheet that xcdata wrote, and the one that came back → which row and which column of one is which of the other.

In: two sheets, and the headings of the columns that a row is known by. Out: pairs of rows and of columns, and what has no counterpart. Rows
may have been sorted, inserted and deleted, columns moved; each is found by what it holds, not by where it stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace

from xcdata.returned.contents import NUMBER, UNSEEN, Sheet

FIRST_HEAD = 3
"""The first row that may have headings; title and note stand above."""

Row = dict[int, str]
Pairs = list[tuple[int, int]]


@dataclass(frozen=True)
class Matching:
    """Which row and column is which.

    Attributes
    ----------
    columns, rows : list of (int, int)
        In the sheet as written and as it came back.
    heads : dict of int to str
        The headings, by column of the sheet as written.
    known_by : list of int
        The columns that a row is known by.
    gone, new : list of int
        Rows without a counterpart: as written, and as it came back.
    lost, own : list of int
        Columns without a counterpart: as written, and as it came back.
    """

    columns: Pairs
    rows: Pairs
    heads: dict[int, str]
    known_by: list[int]
    gone: list[int]
    new: list[int]
    lost: list[int]
    own: list[int]

    @property
    def moved(self) -> bool:
        """Whether anything stands elsewhere, so that the addresses in formulas may have followed."""
        return bool(self.gone or self.new or self.lost) or any(
            one != other for pairs in (self.rows, self.columns) for one, other in pairs
        )


def matched(fresh: Sheet, edited: Sheet, key: Iterable[str]) -> Matching | None:
    """Match two sheets; None where the headings are no longer found."""
    if UNSEEN in edited.formulas.values():
        fresh = replace(fresh, formulas=dict.fromkeys(fresh.formulas, UNSEEN))
    elif UNSEEN in fresh.formulas.values():
        edited = replace(edited, formulas=dict.fromkeys(edited.formulas, UNSEEN))
    head = head_row(fresh.rows)
    heads = {column: text for column, text in fresh.rows[head].items() if is_text(text)}
    there = found_head(set(heads.values()), edited.rows)
    if there is None:
        return None
    columns, lost, own = matched_columns(fresh, edited, heads, edited.rows[there])
    known_by = [column for column, text in heads.items() if text in set(key)]
    other = {new: old for old, new in columns}
    moved_back = {
        row: {other[c]: text for c, text in cells.items() if c in other} for row, cells in edited.rows.items()
    }
    kept = {one for one, _ in columns}
    before = {row: {c: text for c, text in cells.items() if c in kept} for row, cells in fresh.rows.items()}
    rows, gone, new = matched_rows(before, moved_back, known_by)
    return Matching(columns, rows, heads, known_by, gone, new, lost, own)


def is_text(text: str) -> bool:
    """Whether a cell holds words: no formula, no number."""
    return not text.startswith("=") and not NUMBER.fullmatch(text)


def head_row(rows: dict[int, Row]) -> int:
    """Return the row of headings: the first with three texts, else the first below the title."""
    below = {row: sum(map(is_text, cells.values())) for row, cells in rows.items() if row >= FIRST_HEAD}
    return next((row for row, texts in below.items() if texts >= FIRST_HEAD), min(below, default=min(rows)))


def found_head(heads: set[str], rows: dict[int, Row]) -> int | None:
    """Return the row that has most of the headings, if it has half of them."""
    shared = {row: len(heads & set(cells.values())) for row, cells in rows.items()}
    best = max(shared, key=lambda row: (shared[row], -row), default=None)
    return best if best is not None and 2 * shared[best] >= len(heads) else None


def matched_columns(
    fresh: Sheet, edited: Sheet, heads: dict[int, str], found: Row
) -> tuple[Pairs, list[int], list[int]]:
    """Match columns by their headings; those left, renamed or without one, by their order between those that are matched."""
    old, new = (
        sorted({column for row in sheet.rows.values() for column in row}) for sheet in (fresh, edited)
    )
    by_text: dict[str, list[int]] = defaultdict(list)
    for column, text in sorted(found.items()):
        by_text[text].append(column)
    pairs = {column: by_text[text].pop(0) for column, text in heads.items() if by_text.get(text)}
    shift = 0
    for column in old:
        if column in pairs:
            shift = pairs[column] - column
            continue
        # A column without a heading, or with another one than before, is where its neighbour says.
        place = column + shift
        is_free = place in new and place not in pairs.values()
        if is_free and (column not in heads or found.get(place) not in set(heads.values())):
            pairs[column] = place
    lost = [column for column in old if column not in pairs]
    own = [column for column in new if column not in pairs.values()]
    return sorted(pairs.items()), lost, own


def matched_rows(
    old: dict[int, Row], new: dict[int, Row], known_by: Sequence[int]
) -> tuple[Pairs, list[int], list[int]]:
    """Match rows: those that hold the same, then those of one key, then those that hold half of the same."""
    pairs: Pairs = []
    gone, left = [row for row, cells in old.items() if cells], [row for row, cells in new.items() if cells]

    def pair_by(name: Callable[[Row], Hashable]) -> None:
        of: dict[Hashable, list[int]] = defaultdict(list)
        for row in left:
            of[name(new[row])].append(row)
        for row in list(gone):
            what = name(old[row])
            if what and of[what]:
                other = of[what].pop(0)
                pairs.append((row, other))
                gone.remove(row)
                left.remove(other)

    pair_by(lambda cells: tuple(cells.items()))
    pair_by(lambda cells: row_key(cells, known_by))
    for row in list(gone):
        alike = {other: len(old[row].items() & new[other].items()) for other in left}
        best = max(alike, key=lambda other: (alike[other], -abs(other - row)), default=None)
        if best is not None and 2 * alike[best] >= min(len(old[row]), 2) and 2 * alike[best] >= len(old[row]):
            pairs.append((row, best))
            gone.remove(row)
            left.remove(best)
    for row in list(gone):
        # A line of one cell, as of the cover, that holds something else now.
        if len(old[row]) == 1 and row in left and len(new[row]) == 1:
            pairs.append((row, row))
            gone.remove(row)
            left.remove(row)
    return sorted(pairs), gone, left


def row_key(cells: Row, known_by: Sequence[int]) -> tuple[str, ...]:
    """Return what a row is known by; without the columns for it, its first cell of words."""
    own = tuple(cells.get(column, "") for column in known_by)
    if any(own):
        return own
    first = next((text for text in cells.values() if is_text(text)), "")
    return (first,) if first else ()
