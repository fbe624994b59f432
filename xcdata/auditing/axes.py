"""The two axes of a grid.

In: a grid and its readings (:mod:`xcdata.grids.readings`). Out: its rows and its columns, each as
:class:`~xcdata.auditing.lines.Lines`: exact scaled integers, the labels that name them, and what of them may be added up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import numpy as np

from xcdata.auditing.headings import called
from xcdata.auditing.lines import DIVISION, STYLES, TOTAL, Bools, Ints, Lines, Spanner
from xcdata.auditing.roles import RATIO, additive_columns, is_share, unit_of_all
from xcdata.grids.numerals import Reading, Unread, is_mark, is_percent

_NUMBER = re.compile(r"[a-z]{0,3}\.?\d+(\.\d+)*(?!\d|\.\d)")

_ORDINAL = re.compile(r"[(（]?([0-9]{1,3}|[一二三四五六七八九十]{1,3}|[ivx]{1,4}|[a-z])[)）]?[.．、]?")

_SPACED = re.compile(r"(?<=[㐀-鿿]) (?=[㐀-鿿])")

_COARSEST = 10**17


def read_lines(grid: Sequence[Sequence[str]], readings: Sequence[Sequence[Reading]]) -> tuple[Lines, Lines]:
    """Scale the readings of a grid and lay them out by rows and by columns.

    Figures with more digits than 64 bits hold are rounded: they serve to find patterns, not to check them.
    """
    figures = [cell for row in readings for cell in row if isinstance(cell, Decimal)]
    places = max((-int(cell.normalize().as_tuple().exponent) for cell in figures if cell), default=0)
    largest = max((cell.adjusted() for cell in figures if cell), default=0)
    places = min(max(places, 0), max(0, 17 - len(str(len(readings))) - largest))
    height, width = len(readings), max((len(row) for row in readings), default=0)
    values, known = np.zeros((height, width), np.int64), np.zeros((height, width), bool)
    marked = known.copy()
    for r, row in enumerate(readings):
        for c, cell in enumerate(row):
            if isinstance(cell, Decimal) and cell.adjusted() < 17:
                values[r, c], known[r, c] = int(cell.scaleb(places).to_integral_value()), True
            elif cell is Unread.NOTHING:
                marked[r, c] = is_mark(grid[r][c])
    texts = [
        [
            cell.lower().replace("_", " ") if reading is Unread.TEXT else ""
            for cell, reading in zip(*row, strict=True)
        ]
        for row in zip(grid, readings, strict=True)
    ]
    first = [int(np.argmax(column)) if column.any() else height for column in known.T]
    by_row = [ordinal_and_name(row) for row in texts]
    by_column = [
        next((row[c] for row in reversed(texts[: first[c]]) if c < len(row) and row[c]), "")
        for c in range(width)
    ]
    top = min(first, default=0)
    heads = [
        tuple(dict.fromkeys(row[c].strip() for row in texts[: min(first[c], top)] if c < len(row) and row[c]))
        for c in range(width)
    ]
    heads = with_spanners(heads, texts, first, top)
    note = unit_of_all([[text for text in row if text] for row in texts[:top]], heads)
    heads = [(*head, note) if note and note not in head else head for head in heads]
    stubs = [tuple(text.strip() for text in row if text) for row in texts]
    percent = np.array([[c < len(row) and is_percent(row[c]) for c in range(width)] for row in grid], bool)
    percent = percent.reshape(height, width)
    column_roles, shares, keys = additive_columns(known.T, values.T, percent.T, heads, 10**places)
    # What numbers or names things stands where the totals have their names.
    for c in range(width):
        below = (
            texts[r][c].strip() for r in range(first[c] + 1, height) if c < len(texts[r]) and known[r].any()
        )
        column_roles[c] &= not any(TOTAL.search(text) for text in below if text)
    row_roles = np.array([not any(RATIO.search(text) for text in stub) for stub in stubs], bool)
    rows = _lines(values, known, marked, by_row, stubs, column_roles, np.ones(height, bool))
    repeated = repeated_by_totals(rows)
    of_rows = 2 * (percent & known).sum(axis=1) > known.sum(axis=1)
    of_rows |= is_share(note)
    wholes = (100 * 10**places, 10**places)
    full = 2 * known.sum(axis=0) >= height / 2
    unread = np.array(
        [
            bool(stub)
            and any(
                full[c] and text and text.strip() not in heads[c] for c, text in enumerate(row[:width]) if c
            )
            for stub, row in zip(stubs, texts, strict=True)
        ],
        bool,
    ) & ~known.any(axis=1)
    unread[: int(np.argmax(known.any(axis=1))) if height else 0] = False
    unread |= vacant(known, marked, texts, stubs)
    rows = replace(
        rows,
        additive=column_roles & ~repeated,
        keys=keys | repeated,
        shares=shares,
        share_lines=of_rows,
        wholes=wholes,
        unread=unread,
    )
    names = [("", label) for label in by_column]
    columns = _lines(values.T.copy(), known.T.copy(), marked.T, names, heads, row_roles, rows.additive)
    spanners = spanners_of(grid, texts, first)
    return rows, replace(
        columns, are_rows=False, shares=of_rows, share_lines=shares, wholes=wholes, spanners=spanners
    )


def with_spanners(
    heads: Sequence[tuple[str, ...]], texts: Sequence[Sequence[str]], first: Sequence[int], top: int
) -> list[tuple[str, ...]]:
    """Add to the texts above each column the name that it shares with those on its left, where that says of what kind all of them are.

    It does not where one of them says so itself: 比上年增长 may stand over an amount and a %.
    """
    told = [list(head) for head in heads]

    def named_below(row: int, column: int) -> bool:
        end = min(first[column], top)
        return end < len(texts) and any(column < len(one) and one[column] for one in texts[row + 1 : end])

    for row, words in enumerate(texts[:top]):
        for column, word in enumerate(words):
            if not RATIO.search(word) or not named_below(row, column):
                continue
            members = [column]
            for other in range(column + 1, len(first)):
                if any(words[other : other + 1]) or not named_below(row, other):
                    break
                members.append(other)
            below = (
                texts[r][c] for c in members for r in range(row + 1, min(first[c], top)) if c < len(texts[r])
            )
            if not any(RATIO.search(text) for text in below):
                for c in members[1:]:
                    told[c].append(word.strip())
    return [tuple(dict.fromkeys(head)) for head in told]


def spanners_of(
    grid: Sequence[Sequence[str]], texts: Sequence[Sequence[str]], first: Sequence[int]
) -> tuple[tuple[Spanner, ...], ...]:
    """Give for each column the names above its own that stand over figures, and where; a name over columns of names is a table's title."""
    height = len(texts)
    over: dict[int, dict[int, str]] = {
        c: {r: row[c] for r, row in enumerate(texts[: first[c]]) if c < len(row) and row[c]}
        for c in range(len(first))
        if first[c] < height
    }
    every = {
        c: over.get(c, {r: row[c] for r, row in enumerate(texts) if c < len(row) and row[c]})
        for c in range(len(first))
    }
    return tuple(
        tuple((text.strip(), place) for text, place in names[:-1] if c in over and place[1] in over)
        for c, names in enumerate(called("column", grid, every, len(first)))
    )


def vacant(
    known: Bools, marked: Bools, texts: Sequence[Sequence[str]], stubs: Sequence[tuple[str, ...]]
) -> Bools:
    """Tell which rows have a name and nothing else where a line of figures would stand: their figures may be missing.

    A heading looks the same, but stands on top, after a gap or after a total, or says how a total is divided.
    """
    rows: Bools = np.any(known, axis=1)
    filled: list[bool] = list(rows.tolist())
    body: Bools = np.any(known, axis=0)
    total = [any(TOTAL.search(text) for text in stub) for stub in stubs]
    found = np.zeros(len(filled), bool)
    for row in range(1, len(filled)):
        if filled[row] or not stubs[row] or total[row] or marked[row].any():
            continue
        if any(DIVISION.fullmatch(text) for text in stubs[row]):
            continue
        empty = not any(text and body[c] for c, text in enumerate(texts[row]))
        after = (filled[row - 1] or found[row - 1]) and not total[row - 1]
        before = row + 1 < len(filled) and filled[row + 1]
        found[row] = empty and before and (after or total[row + 1])
    return found


def repeated_by_totals(rows: Lines) -> Bools:
    """Tell which columns only repeat the line above in every total: they say which block a line is of."""
    totals = [line for line in sorted(rows.called_totals) if line and rows.known[line - 1].any()]
    if len(totals) < 2:
        return np.zeros(rows.values.shape[1], bool)
    at = np.array(totals)
    same = rows.known[at] & rows.known[at - 1] & (rows.values[at] == rows.values[at - 1])
    repeated: Bools = (same | ~rows.known[at]).all(axis=0) & (same.sum(axis=0) > 1)
    return repeated


def ordinal_and_name(texts: Sequence[str]) -> tuple[str, str]:
    """Return the ordinal of a row, where it has a cell of its own, and its name."""
    filled = [text for text in texts if text]
    if len(filled) > 1 and _ORDINAL.fullmatch(filled[0].strip()):
        ordinal = filled[0].rstrip()
        return (f"{ordinal}、" if ordinal[-1].isalnum() else ordinal), filled[1]
    return "", filled[0] if filled else ""


def _lines(
    values: Ints,
    known: Bools,
    marked: Bools,
    labels: Sequence[tuple[str, str]],
    words: Sequence[tuple[str, ...]],
    additive: Bools,
    addable: Bools,
) -> Lines:
    fineness = np.full(values.shape, _COARSEST, np.int64)
    rest, power, live = values.copy(), 1, values != 0
    while live.any():
        divides = live & (rest % 10 == 0)
        fineness[live & ~divides] = power
        rest[divides] //= 10
        live, power = divides, power * 10
    finest = fineness.min(axis=0, initial=_COARSEST)
    fives = np.gcd.reduce(values, axis=0) // finest % 5 == 0
    unit = np.where(finest == _COARSEST, 1, np.where(fives, 5 * finest, finest))
    _, first, inverse = np.unique(values, axis=0, return_index=True, return_inverse=True)
    names = tuple(_SPACED.sub("", " ".join(label.strip("*_` ").split())) for _, label in labels)
    outline = tuple(_place(ordinal + label) for ordinal, label in labels)
    named = np.array([bool(name) for name in names], bool)
    none = np.zeros(len(values), bool)
    return Lines(
        values,
        known,
        named & np.any(marked, axis=1),
        marked,
        fineness,
        unit,
        names,
        outline,
        first[inverse.ravel()],
        tuple(ordinal for ordinal, _ in labels),
        tuple(words),
        additive,
        np.zeros(values.shape[1], bool),
        addable,
        np.zeros(values.shape[1], bool),
        none,
        (),
        none,
    )


def _place(label: str) -> tuple[str, int, int]:
    """Return where a label stands in an outline."""
    name = label.strip()
    number = match[0] if (match := _NUMBER.match(name)) else ""
    level = next((n for n, style in enumerate(STYLES) if style.match(name)), len(STYLES))
    return number, len(label) - len(label.lstrip()), level
