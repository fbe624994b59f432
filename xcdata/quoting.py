"""Printed lines, quoted with figures marked.

In: a review and the figures that a finding is about. Out: the source's lines as pieces, each marked or not; the terminal
sets brackets around the marked ones, the page gives them a colour and a frame. And the rows of a review's frames as both
of them take them, missing values being None.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from xcdata.review import Review

QUOTED = 24
Piece = tuple[str, bool]
Row = dict[str, Any]


def marked_columns(
    review: Review, lines: Iterable[int], keys: Iterable[Hashable]
) -> Iterator[tuple[int, list[int]]]:
    """Yield each line with the columns at which some figures stand in it."""
    places = figure_places(review)
    wanted = {places[key] for key in keys if key in places}
    for line in lines:
        yield line, sorted(column for at, column in wanted if at == line)


def figure_places(review: Review) -> dict[Hashable, tuple[int, int]]:
    """Return line and column of every figure that has them, by key."""
    return {
        figure.key: (figure.line, figure.column)
        for ledger in review.ledgers
        for figure in ledger.figures
        if figure.line is not None and figure.column is not None
    }


def words_of(row: Mapping[Any, Any]) -> list[str]:
    """Return the words that a finding without figures is about: those that its id names after its kind."""
    return [] if row["figures"] else str(row["id"]).split("/")[1:]


def pieces(text: str, columns: Iterable[int], words: Iterable[str] = ()) -> list[Piece]:
    """Cut a printed line into pieces, the figures at some columns and some words marked; long prose is shortened between them."""
    if "\t" in text:
        marked = set(columns)
        cells = [(cell or "·", number in marked) for number, cell in enumerate(text.split("\t"), 1)]
        return [piece for cell in cells for piece in (cell, (" ", False))][:-1]
    text = text.rstrip()
    cut: list[Piece] = []
    at = 0
    for start, end in spans_of(text, columns, words):
        if start >= at:
            cut += [(shortened(text[at:start], QUOTED if at else 0, QUOTED), False), (text[start:end], True)]
            at = end
    if not cut:
        return [(shortened(text.strip(), 3 * QUOTED, 0), False)]
    return [*cut, (shortened(text[at:], QUOTED, 0), False)]


def spans_of(text: str, columns: Iterable[int], words: Iterable[str]) -> list[tuple[int, int]]:
    """Return start and end of the figures at some columns, and of every place where one of the words stands."""
    figures = [(column - 1, end_of_figure(text, column - 1)) for column in columns]
    named = [found.span() for word in words if word for found in re.finditer(re.escape(word), text)]
    return sorted(figures + named)


def shortened(text: str, first: int, last: int) -> str:
    """Return a text with only its first and last characters kept where it is longer than both."""
    return text if len(text) <= first + last else f"{text[:first]}…{text[len(text) - last :]}"


def end_of_figure(text: str, start: int) -> int:
    """Return where the figure that starts at an index ends; at least one character on."""
    end = start
    while end < len(text) and (text[end].isdigit() or text[end] in ".,"):
        end += 1
    return max(end, start + 1)


def plain(value: object) -> object:
    """Return a cell of a frame as JSON knows it: None where it is missing, a whole number as ``int``."""
    if value is None or value is pd.NA or value != value:
        return None
    return value if isinstance(value, str | tuple) else int(str(value))


def records(frame: pd.DataFrame) -> list[Row]:
    """Return a frame's rows, values as in :func:`plain`."""
    return [
        {str(name): plain(value) for name, value in row.items()}
        for row in frame.astype("object").to_dict("records")
    ]
