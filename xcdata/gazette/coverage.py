"""What became of every line of a text, and of every figure in it.

In: a gazette, the rows that its readers made, the lines that they read whole. Out: one :class:`TextCoverage` a document: each
line is a document's head, part of a row, known prose, or unread; each figure (a number with its unit) stands in a row, or is unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from xcdata.gazette.documents import ADDRESSEE, ANNEX, ISSUER, TITLE_END, Document, Gazette, Record
from xcdata.gazette.outline import read_item
from xcdata.gazette.passage import Line, squeeze

# A number with what it counts: a measure, or a percentage. Numbers of documents, dates, years, articles and roads are none.
MEASURES = (
    "人次|辆次|百分点|个百分点|平方米|立方米|平方公里|人(?!民)|名|位|户|家|个|项|处|次|起|辆|台|套|张|件|份|篇|条|种|类|批|所|间|座|栋|村|镇|棵|株|头|只|口|倍|元|亩|公顷|公里|千米|米|平方|立方|"
    "吨|公斤|千克|克|升|毫克|微克|天|小时|分钟|周(?!年)|个工作日|工作日|个月|岁|年内|成|度|瓦|千瓦|伏|兆|大类|大"
)
FIGURE = re.compile(
    r"(?<![\d.〔\[（(第Gg])(?P<number>\d[\d,，]{0,20}(?:\.\d+)?)(?:\s*[—–~～至-]\s*\d[\d,]*(?:\.\d+)?)?\s*"
    rf"(?:[%％‰℃㎡㎥]|m²|m³|km|kg|mg|μg|kW|MW|[万亿千百余多]*(?:{MEASURES}))"
)
SENTENCE = re.compile("[。；，：！？…;,:]")
DIGIT = re.compile(r"\d")
CALENDAR = re.compile(
    r"\d{4}\s*年|\d{1,2}\s*月\s*\d{1,2}\s*日|\d{1,2}\s*月|〔\d{4}〕\s*\d+\s*号|\d{4}\s*[—–-]\s*\d{4}\s*年"
)


@dataclass(frozen=True, slots=True)
class Unread:
    """A line that no reader read, or of which it left figures."""

    line: int
    text: str
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextCoverage:
    """What became of a document's lines and figures.

    Attributes
    ----------
    document : str
    first, last : int
        Its lines.
    lines : int
        Those that are not blank; the sum of the next four.
    head, rows, prose : int
        Title, number, addressee, date and signature; lines that a row was read from; prose without figures beside such lines.
    unread : tuple of Unread
        All others.
    figures, in_rows : int
        Numbers with units, and how many of them stand in a row.
    """

    document: str
    first: int
    last: int
    lines: int
    head: int
    rows: int
    prose: int
    unread: tuple[Unread, ...]
    figures: int
    in_rows: int


def text_coverage(
    gazette: Gazette, tables: Mapping[str, Sequence[Record]], read: AbstractSet[int]
) -> tuple[TextCoverage, ...]:
    """Tell of each document what was read of it.

    Parameters
    ----------
    gazette : Gazette
    tables : mapping of str to sequence of dict
        The rows; line and column say where their figures stand.
    read : set of int
        Lines that were read whole.
    """
    places: dict[int, set[int]] = {}
    for name, rows in tables.items():
        for row in rows if name != "documents" else ():
            places.setdefault(int(row["line"]), set()).add(int(row.get("column") or 0))
    return tuple(covered(document, places, read) for document in gazette.documents)


def covered(document: Document, places: Mapping[int, set[int]], read: AbstractSet[int]) -> TextCoverage:
    """Tell what was read of one document."""
    head = set(form_lines(document))
    known = any(line.number in places or line.number in read for line in document.lines)
    counts = {"head": 0, "rows": 0, "prose": 0}
    unread: list[Unread] = []
    total = in_rows = 0
    for line in document.lines:
        if not line.content:
            continue
        whole, columns = line.number in read, places.get(line.number, set())
        figures = list(figures_of(line)) if line.number not in head else []
        # A row's column is where its figure, or the words that name it, begin.
        left = [] if whole else [figure for column, figure in figures if column not in columns]
        total, in_rows = total + len(figures), in_rows + len(figures) - len(left)
        if line.number in head:
            counts["head"] += 1
        elif (whole or columns) and not left:
            counts["rows"] += 1
        elif known and not left and is_prose(line):
            counts["prose"] += 1
        else:
            unread.append(Unread(line.number, line.content, tuple(left)))
    first, last = document.lines[0].number, document.lines[-1].number
    lines = sum(counts.values()) + len(unread)
    return TextCoverage(
        document.id, first, last, lines, **counts, unread=tuple(unread), figures=total, in_rows=in_rows
    )


def is_prose(line: Line) -> bool:
    """Tell whether a line is of a sentence, or a heading; a line of names or cells that no reader took is neither."""
    sentence = "\t" not in line.text and SENTENCE.search(line.content)
    return bool(
        sentence or line.text.startswith("#") or read_item(line) or TITLE_END.search(squeeze(line.content))
    )


def form_lines(document: Document) -> Iterator[int]:
    """Yield the lines of a document's form: its head, the addressee, signatures, and the lines that announce annexes."""
    yield from document.head
    for line in document.body:
        plain = squeeze(line.content)
        if (
            ADDRESSEE.fullmatch(plain)
            or ISSUER.fullmatch(line.content)  # a name and an institution have a space between
            or ANNEX.fullmatch(plain)
            or plain.startswith(("附件：", "附件:"))
        ):
            yield line.number


def figures_of(line: Line) -> Iterator[tuple[int, str]]:
    """Yield the figures of a line, each with the 1-based column that it begins in; in a table row, that of its cell."""
    if "\t" in line.text:
        for cell, text in enumerate(line.text.split("\t"), 1):
            if re.fullmatch(r"\s*-?\d[\d,]*(?:\.\d+)?\s*", text):
                yield cell, text.strip()
        return
    if not DIGIT.search(line.text):
        return
    item = read_item(line)
    calendar = [match.span() for match in CALENDAR.finditer(line.text)]
    for match in FIGURE.finditer(line.text, item.end if item else 0):
        dated = any(start <= match.start() < end for start, end in calendar)
        if not dated:
            yield match.start() + 1, match[0]


def unread_lines(coverage: Iterable[TextCoverage]) -> Iterator[Unread]:
    """Yield every unread line of a text."""
    for document in coverage:
        yield from document.unread
