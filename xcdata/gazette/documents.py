"""The gazette's text as documents, and a document as sections and passages.

In: the text of the whole gazette. Out: a :class:`Gazette` of numbered lines and the documents they form; for
one document its numbered sections, and passages of prose in which every character still knows its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from xcdata.errors import LegacyProblem, Problem, Reason
from xcdata.gazette.quantities import chinese_numeral

NUMBER = re.compile(r"(许政办?)〔(\d{4})〕(\d{1,4})号")
DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
HEADING = re.compile(
    r"#*\s*(?:(?P<one>[一二三四五六七八九十]+)、|（(?P<two>[一二三四五六七八九十]+)）|(?P<three>\d{1,2})[.．] )"
)


Record = dict[str, Any]
"""A row of a table: its columns to exact values (``Decimal``, ``int``, ``str``, ``date``) or None."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the raw text: 1-based number and text without its line end."""

    number: int
    text: str

    @property
    def content(self) -> str:
        """The text without heading marks and the spaces around it."""
        return self.text.lstrip("#").strip()


@dataclass(frozen=True, slots=True)
class Document:
    """One notice of the gazette.

    Attributes
    ----------
    id : str
        As printed, e.g. ``许政〔2019〕25号``; it names the document everywhere.
    series, number, title : str, int, str
        Title without the spaces that line breaks left in it.
    issued : datetime.date or None
    lines : tuple of Line
        From the title to the last line that is not blank.
    number_line : int
        Where the number is printed.
    """

    id: str
    series: str
    number: int
    title: str
    issued: date | None
    lines: tuple[Line, ...]
    number_line: int


@dataclass(frozen=True, slots=True)
class Gazette:
    """All lines of a gazette and the documents in them, in the order of the text."""

    lines: tuple[Line, ...]
    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]

    def titled(self, words: str) -> Document | None:
        """Return the first document whose title holds the words."""
        return next((document for document in self.documents if words in document.title), None)


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered section: its place in the numbering, its heading's line, and the lines below it.

    Attributes
    ----------
    path : tuple of str
        Numerals from the outermost in, as printed: ``("五", "（二）")``.
    ordinal : int
    heading : Line
    lines : tuple of Line
        From the heading's next line to the next heading of any level.
    """

    path: tuple[str, ...]
    ordinal: int
    heading: Line
    lines: tuple[Line, ...]

    @property
    def title(self) -> str:
        """The heading's text after its numeral."""
        return HEADING.sub("", self.heading.text, count=1).strip()


@dataclass(frozen=True, slots=True)
class Passage:
    """Prose joined over line breaks, each character of which knows where it was printed.

    Attributes
    ----------
    text : str
    places : tuple of (int, int)
        Line and column, 1-based, of each character of ``text``.
    """

    text: str
    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Extract:
    """What a reader made of its part of the text.

    Attributes
    ----------
    rows : dict of str to list of dict
        Table name to its rows, values exact (``Decimal``, ``int``, ``str``) and not yet a frame.
    problems : list of Problem
        Everything that could not be read; empty when all was.
    """

    rows: dict[str, list[Record]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def split_documents(text: str) -> Gazette:
    """Split the text of a gazette into its documents.

    A document begins at the heading above its number (``许政〔2019〕25号`` alone on a line) and ends before the
    next one's.
    """
    raw = text.removesuffix("\n").split("\n")
    lines = tuple(Line(number, content.rstrip("\r")) for number, content in enumerate(raw, 1))
    starts: list[tuple[int, int, re.Match[str]]] = []
    problems: list[Problem] = []
    for index, line in enumerate(lines):
        match = NUMBER.fullmatch(line.content)
        if not match:
            continue
        title = title_index(lines, index, after=starts[-1][1] if starts else -1)
        if title is None:
            problems.append(
                LegacyProblem(
                    f"document {match[0]}",
                    line.number,
                    "its title in a heading line ('## …') above its number",
                    "no heading",
                    "Restore the line of the title.",
                    Reason.MISSING,
                )
            )
            continue
        twice = next((number for _, number, other in starts if other[0] == match[0]), None)
        if twice is not None:
            found = f"it on line {twice + 1} too"
            advice = "Mend the number, or remove the second copy."
            problems.append(
                LegacyProblem(f"document {match[0]}", line.number, "one document of a number", found, advice)
            )
        starts.append((title, index, match))
    ends = [*(title for title, _, _ in starts), len(lines)][1:]
    documents = tuple(
        make_document(lines[title:end], lines[title : index + 1], match)
        for (title, index, match), end in zip(starts, ends, strict=True)
    )
    problems += [
        LegacyProblem(
            f"document {document.id}",
            document.number_line,
            "its date of issue alone on a line ('2019年12月10日')",
            "none that is a date",
            "Restore the line of the date.",
            Reason.MISSING,
        )
        for document in documents
        if document.issued is None
    ]
    return Gazette(lines, documents, tuple(problems))


def title_index(lines: tuple[Line, ...], number_index: int, after: int) -> int | None:
    """Return the index of the heading that opens the document whose number stands at ``number_index``."""
    for index in range(number_index - 1, max(after, number_index - 8), -1):
        if lines[index].text.startswith("#"):
            return index
    return None


def make_document(lines: tuple[Line, ...], head: tuple[Line, ...], match: re.Match[str]) -> Document:
    """Build a document from its lines; ``head`` runs from the title to the number."""
    filled = [index for index, line in enumerate(lines) if line.content]
    title = "".join("".join(line.content.split()) for line in head[:-1])
    return Document(
        id=match[0],
        series=match[1],
        number=int(match[3]),
        title=title,
        issued=next(filter(None, (read_date(line.content) for line in lines)), None),
        lines=lines[: filled[-1] + 1],
        number_line=head[-1].number,
    )


def read_date(text: str) -> date | None:
    """Return the date that a line consists of, if it does."""
    match = DATE.fullmatch(text)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def sections(lines: Iterable[Line]) -> list[Section]:
    """Return the numbered sections of some lines, in order; what stands before the first is left out.

    Headings are known by their numeral (``一、``, ``（一）``, ``1. ``), not by their heading marks, which change in
    the middle of a list.
    """
    found: list[tuple[tuple[str, ...], int, Line, list[Line]]] = []
    path: list[str] = []
    for line in lines:
        match = HEADING.match(line.text)
        if not match:
            if found:
                found[-1][3].append(line)
            continue
        level = ("one", "two", "three").index(match.lastgroup or "one")
        numeral = match[match.lastgroup or "one"]
        outer = [*path[:level]]
        path = [*outer, f"（{numeral}）" if level == 1 else numeral]
        found.append((tuple(path), ordinal_of(numeral), line, []))
    return [Section(where, ordinal, heading, tuple(below)) for where, ordinal, heading, below in found]


def ordinal_of(numeral: str) -> int:
    """Return the number that a heading's numeral stands for; 0, which is never in order, where it is none."""
    try:
        return int(numeral) if numeral.isdecimal() else chinese_numeral(numeral)
    except ValueError:
        return 0


def order_problems(where: str, found: Iterable[Section]) -> Iterator[Problem]:
    """Yield a problem for each section whose number does not follow the one before it at its level.

    Numbers may run on through the sections above them (（一） 1. … 7., （二） 8. …) or begin again.
    """
    last: dict[tuple[str, ...], int] = {}
    running: dict[int, int] = {}
    for section in found:
        outer, level = section.path[:-1], len(section.path)
        expected = last.get(outer, 0) + 1
        runs_on = outer not in last and section.ordinal == running.get(level, 0) + 1
        if section.ordinal != expected and not runs_on:
            yield LegacyProblem(
                where,
                section.heading.number,
                f"section number {expected}",
                f"'{section.heading.content[:20]}'",
                "Put the sections in order, or mend the numeral.",
            )
        last[outer] = running[level] = section.ordinal


def passage(lines: Iterable[Line]) -> Passage:
    """Join lines of prose into one text whose characters keep their places; outer spaces fall away."""
    characters: list[str] = []
    places: list[tuple[int, int]] = []
    for line in lines:
        start = len(line.text) - len(line.text.lstrip())
        for offset, character in enumerate(line.text.strip()):
            characters.append(character)
            places.append((line.number, start + offset + 1))
    return Passage("".join(characters), tuple(places))
