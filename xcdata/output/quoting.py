"""Printed lines, quoted with figures marked.

In: results and the figures that a finding is about. Out: the source's lines as pieces, each marked or not; the terminal
sets brackets around the marked ones, the page gives them a colour and a frame.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator

from xcdata.ledger.results import Results

QUOTED = 24
Piece = tuple[str, bool]


def marked_columns(
    results: Results, lines: Iterable[int], keys: Iterable[Hashable]
) -> Iterator[tuple[int, list[int]]]:
    """Yield each line with the columns at which some figures stand in it."""
    figures = [results.figures[key] for key in keys if key in results.figures]
    for line in lines:
        yield line, sorted({one.column for one in figures if one.line == line and one.column is not None})


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
