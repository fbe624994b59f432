"""A text → the tables in it.

In: a text, decoded. Out: rows of cells, with the line that each table begins after: of a delimited file, of Markdown, of lines with tabs,
or of lines whose cells stand two or more spaces apart, as those copied from a PDF or a terminal do. What separates the cells is what lays
bare the most figures.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import groupby, pairwise
from pathlib import Path
from unicodedata import east_asian_width

from xcdata.errors import InputError
from xcdata.files import unusable
from xcdata.grids.bounds import LONGEST_CELL, Rows, bounded, figures, holds_table
from xcdata.grids.thousands import cut_numbers

SAMPLE = 50_000
"""Characters from which the delimiter is found."""

DELIMITERS = "\t;|,"
"""In the order in which ties are settled: a comma may also stand inside a number."""

MARKDOWN_RULE = re.compile(r"\|?(\s*:?-+:?\s*\|)+(\s*:?-+:?\s*)?")
GAP = re.compile(r"(?<=\S)(?<![A-Za-z][.!?])[ \u00a0\u3000]{2,}(?=\S)")
"""Not between two sentences."""

MOST_BRIDGED, LONGEST_BRIDGE = 2, 60
"""Lines without a gap, and characters of one, that stand inside a table of spaces: blank ones, and headings of groups."""

ENOUGH = 0.2
"""The share of a table's lines with figures that have a cell in every column; fewer may be prose with gaps."""

Table = tuple[int, Rows]
"""The lines of the text above a table, and its rows."""

Piece = tuple[int, int, str]
"""Where a cell begins and ends in a line as it is shown, and its text."""


def tables_of(text: str, path: Path) -> list[Table]:
    """Return the tables of a text; of one that is delimited, by its name or because nothing else is in it, the one table."""
    lines = text.split("\n")
    if path.suffix.lower() not in (".csv", ".tsv") and (marked := list(marked_tables(lines, path))):
        spaced = list(spaced_tables(lines, path))
        both = figures_of(spaced) > figures_of(marked)
        return sorted([*marked, *spaced], key=lambda table: table[0]) if both else marked
    sample = text[:SAMPLE]
    try:
        laid_bare, _, delimiter = max(
            (figures(csv.reader(StringIO(sample), delimiter=one)), -at, one)
            for at, one in enumerate(DELIMITERS)
        )
        if figures_of(spaced_tables(sample.split("\n"), path)) > laid_bare:
            return list(spaced_tables(lines, path))
        rows = bounded(csv.reader(StringIO(text), delimiter=delimiter), path)
    except csv.Error as error:
        raise unusable("not_delimited", path, str(error)) from None
    # A text by another name may be prose, whose commas part no cells.
    parted = delimiter == "," and path.suffix.lower() == ".csv"
    if parted and (cut := list(cut_numbers(rows, path))):
        raise InputError(cut)
    return [(0, rows)]


def figures_of(tables: Iterator[Table] | Sequence[Table]) -> int:
    """Count the figures of tables."""
    return sum(figures(rows) for _, rows in tables)


def marked_tables(lines: Sequence[str], path: Path) -> Iterator[Table]:
    """Yield the Markdown and the tab-separated tables of a text."""
    for style, run in groupby(enumerate(lines), key=lambda numbered: style_of(numbered[1])):
        if style:
            block = list(run)
            rows = bounded((split_cells(line, style) for _, line in block), path)
            if holds_table(rows):
                yield block[0][0], rows


def style_of(line: str) -> str:
    """Return what separates the cells of a line of text: a tab, a bar, or nothing."""
    if "\t" in line.strip():
        return "\t"
    bars = line.count("|")
    return "|" if bars > 1 or (bars and MARKDOWN_RULE.fullmatch(line.strip())) else ""


def split_cells(line: str, style: str) -> list[str]:
    """Split a line of a table in a text; the rule below a Markdown header is a row of blanks."""
    if style == "\t":
        return line.split("\t")
    line = line.strip()
    if MARKDOWN_RULE.fullmatch(line):
        return []
    inner = line.removeprefix("|").removesuffix("|")
    return [cell.strip().strip("*").replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", inner)]


def spaced_tables(lines: Sequence[str], path: Path) -> Iterator[Table]:
    """Yield the tables of a text whose cells stand two or more spaces apart."""
    blocks: list[list[int]] = []
    for number, line in enumerate(lines):
        if len(line) > LONGEST_CELL or not any(space in line for space in ("  ", "\u3000", "\u00a0")):
            continue
        if GAP.search(line) and not style_of(line):
            between = lines[blocks[-1][-1] + 1 : number] if blocks else []
            if (
                blocks
                and len(between) <= MOST_BRIDGED
                and all(len(one) < LONGEST_BRIDGE and not style_of(one) for one in between)
            ):
                blocks[-1].append(number)
            else:
                blocks.append([number])
    for block in blocks:
        if len(block) > 1:
            rows = bounded(iter(aligned(lines[block[0] : block[-1] + 1])), path)
            if holds_table(rows):
                yield block[0], rows


def aligned(lines: Sequence[str]) -> Rows:
    """Return the cells of lines in columns, as many as one line in five has.

    A line with fewer cells has each below those above that it stands under; where the columns of the others overlap, as
    spaces were lost, it fills the first ones. How far a label is indented stays before it.
    """
    split = [pieces_of(line) for line in lines]
    counts = Counter(len(pieces) for pieces in split if figures([[text for _, _, text in pieces]]))
    fewest = max(2, counts.total() * ENOUGH)
    width = max((count for count, times in counts.items() if times >= fewest), default=max(counts, default=0))
    full = [pieces for pieces in split if len(pieces) == width]
    columns = [
        (min(start for start, _, _ in column), max(end for _, end, _ in column))
        for column in zip(*full, strict=True)
    ]
    overlap = any(end > start for (_, end), (start, _) in pairwise(columns))
    rows: Rows = []
    margin = min((pieces[0][0] for pieces in split if pieces), default=0)
    for pieces in split:
        in_order = len(pieces) >= width or overlap
        places = list(range(len(pieces))) if in_order else under(pieces, columns)
        row = [""] * (places[-1] + 1 if places else 0)
        for place, (start, _, text) in zip(places, pieces, strict=True):
            row[place] = text if place else " " * (start - margin) + text
        rows.append(row)
    return rows


def pieces_of(line: str) -> list[Piece]:
    """Return the cells of a line and where they are shown; Chinese characters are two columns wide."""
    pieces: list[Piece] = []
    at = shown = 0
    for match in re.finditer(r"\S+(?:[ \u00a0\u3000]\S+)*", line):
        shown += shown_width(line[at : match.start()])
        end = shown + shown_width(match[0])
        pieces.append((shown, end, match[0]))
        at, shown = match.end(), end
    return pieces


def shown_width(text: str) -> int:
    """Return how many columns a text takes."""
    return len(text) if text.isascii() else sum(1 + (east_asian_width(one) in "WF") for one in text)


def under(pieces: Sequence[Piece], columns: Sequence[tuple[int, int]]) -> list[int]:
    """Return the column that each cell of a line stands under, in order: the one that it shares most with, or the nearest."""
    places: list[int] = []
    for number, (start, end, _) in enumerate(pieces):
        first = places[-1] + 1 if places else 0
        last = len(columns) - (len(pieces) - number)
        shared = [
            (min(end, columns[place][1]) - max(start, columns[place][0]), -place)
            for place in range(first, last + 1)
        ]
        places.append(-max(shared)[1])
    return places
