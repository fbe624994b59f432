"""Printed lines, quoted with figures marked.

In: results and the figures that a finding is about. Out: the source's lines as pieces, each marked or not; the terminal
sets brackets around the marked ones, the page gives them a colour and a frame.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping

from xcdata.ledger.results import Results

QUOTED = 24
CELL = r"[^\s|｜]+"
Piece = tuple[str, bool]


def marked_figures(
    results: Results, lines: Iterable[int], keys: Iterable[Hashable]
) -> Iterator[tuple[int, dict[int, str]]]:
    """Yield each line with those of some figures that stand in it: what is printed, by column."""
    figures = [results.figures[key] for key in keys if key in results.figures]
    for line in lines:
        yield (
            line,
            {one.column: one.printed for one in figures if one.line == line and one.column is not None},
        )


def pieces(text: str, figures: Mapping[int, str], words: Iterable[str] = ()) -> list[Piece]:
    """Cut a printed line into pieces, figures and words marked; long prose is shortened between them."""
    if "\t" in text:
        cells = [(cell or "·", number in figures) for number, cell in enumerate(text.split("\t"), 1)]
        return [piece for cell in cells for piece in (cell, (" ", False))][:-1]
    text = text.rstrip()
    cut: list[Piece] = []
    at = 0
    for start, end in spans_of(text, figures, words):
        if start >= at:
            cut += [(shortened(text[at:start], QUOTED if at else 0, QUOTED), False), (text[start:end], True)]
            at = end
    if not cut:
        return [(shortened(text.strip(), 3 * QUOTED, 0), False)]
    return [*cut, (shortened(text[at:], QUOTED, 0), False)]


def spans_of(text: str, figures: Mapping[int, str], words: Iterable[str]) -> list[tuple[int, int]]:
    """Return start and end of some figures, and of every place where one of the words stands."""
    own = [span_of(text, column, printed) for column, printed in figures.items()]
    named = [found.span() for word in words if word for found in re.finditer(re.escape(word), text)]
    return sorted(own + named)


def span_of(text: str, column: int, printed: str) -> tuple[int, int]:
    """Return start and end of a figure: its column is a character of prose, and a cell of a row that spaces or pipes part."""
    at = column - 1
    if printed and not text.startswith(printed, at):
        cells = list(enumerate(re.finditer(CELL, text)))
        same = {number: cell.span() for number, cell in cells if cell[0] == printed}
        if at in same or len(same) == 1:
            return same.get(at) or next(iter(same.values()))
    return at, end_of_figure(text, at)


def shortened(text: str, first: int, last: int) -> str:
    """Return a text with only its first and last characters kept where it is longer than both."""
    return text if len(text) <= first + last else f"{text[:first]}…{text[len(text) - last :]}"


def end_of_figure(text: str, start: int) -> int:
    """Return where the figure that starts at an index ends; at least one character on."""
    end = start
    while end < len(text) and (text[end].isdigit() or text[end] in ".,"):
        end += 1
    return max(end, start + 1)
