"""The text of one notice or of many, as documents.

In: a text. Out: a :class:`Gazette` of numbered lines and of the documents they form. A document is known by its number
(``许政〔2019〕25号``, any issuer's, in any brackets) and the title beside it, or, without a number, by a title above the line that
says whom it is for. What of a document's head is missing or cannot be read is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, wraps
from itertools import pairwise
from typing import Any, TypeVar

from xcdata.errors import Problem, Reason
from xcdata.gazette.passage import Line, squeeze
from xcdata.gazette.places import UNKNOWN, Place, place_of
from xcdata.gazette.quantities import FULL_WIDTH, chinese_numeral, han_digits

OPEN, CLOSE = r"[〔\[［【〖（(]", r"[〕\]］】〗）)]"
NUMBER = re.compile(
    rf"{OPEN}?\s*(?P<series>[\u3400-\u9fff]{{1,10}}?)\s*{OPEN}\s*(?P<year>\d{{4}})\s*{CLOSE}\s*第?\s*(?P<number>\d{{1,4}})\s*号\s*{CLOSE}?"
)
# What was a number before a character of it was lost or misread: it has something like a year, and a bracket or 号.
LIKE_NUMBER = re.compile(
    r"(?=.*[〔〕\[\]［］【】号])[（(【]?[^\d，。：；、（(]{1,12}?[〔\[［【（(]?\s*[12lIZ][\dOolIZ〇○]{2,4}\s*"
    r"[〕\]］】）)]?\s*第?\s*[\dA-Za-z〇○]{0,5}\s*号?\s*[）)】]?"
)
DATE = re.compile(r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日(?:印发)?")
HAN_DATE = re.compile(
    r"(?P<year>[二一〇○Ｏ零oO0Oﾟ三四五六七八九]{4})年(?P<month>[一二三四五六七八九十]{1,2})月"
    r"(?P<day>[一二三四五六七八九十廿卅]{1,3})日(?:印发)?"
)
LIKE_DATE = re.compile(r"[^\s，。、：（]{2,6}年[^\s，。、：]{1,3}月[^\s，。、：]{1,4}日")
KINDS = "通知|决定|通报|意见|公告|办法|方案|批复|函|命令|令|规定|细则|公示|通告|请示|报告|规划|纲要|计划|名单|统计表|决议|条例|制度|要点|预案"
TITLE_END = re.compile(rf"(?:{KINDS})(?:[（(][^）)]*[）)])?$")
ISSUER = re.compile(
    r"国务院|[^\s，。：；、\d]{2,30}(?:人民政府|政府办公室|办公厅|办公室|国务院|委员会|局|厅|部|管委会)"
)
ADDRESSEE = re.compile(r"(?:各|市|省|县|区|国务院|有关|中央)[^。；]*[：:]")
HEAD_LINES = 8
RUN_TOGETHER = re.compile(r"#*\s*附\s*件\s*\d*\s*#")
ANNEX = re.compile(r"附\s*件\s*(?:\d*|[一二三四五六七八九十]*)\s*[：:]?")

Record = dict[str, Any]
"""A row of a table: its columns to exact values (``Decimal``, ``int``, ``str``, ``date``) or None."""


@dataclass(frozen=True)
class Document:
    """One notice of a text.

    Attributes
    ----------
    id : str
        Its number, e.g. ``许政〔2019〕25号``, whatever brackets it is printed in; where it has none, a name made from the
        line that it begins on. It names the document everywhere.
    series : str or None
    number : int or None
    title : str
        Title without the spaces that line breaks left in it.
    issued : datetime.date or None
    lines : tuple of Line
        From the title to the last line that is not blank.
    number_line : int
        Where the number is printed; without one, the title's last line.
    head : frozenset of int
        The lines of title, number and date.
    """

    id: str
    series: str | None
    number: int | None
    title: str
    issued: date | None
    lines: tuple[Line, ...]
    number_line: int
    head: frozenset[int] = frozenset()

    @cached_property
    def body(self) -> tuple[Line, ...]:
        """The lines below title and number."""
        top = max((line for line in self.head if line <= self.number_line), default=self.number_line)
        return tuple(line for line in self.lines if line.number > top)

    @cached_property
    def parts(self) -> tuple[tuple[Line, ...], ...]:
        """The notice itself and each of its annexes, whose first line is the one that says so (``附件1``)."""
        starts = [n for n, line in enumerate(self.body) if ANNEX.fullmatch(line.content)]
        edges = [0, *starts, len(self.body)]
        return tuple(self.body[start:end] for start, end in pairwise(edges))


@dataclass(frozen=True, slots=True)
class Gazette:
    """All lines of a text and the documents in them, in the order of the text.

    Attributes
    ----------
    problems : tuple of Problem
        What could not be read of the documents' heads.
    notes : tuple of Problem
        What their heads leave out and need not have.
    place : Place
        Where its notices are from, as far as a profile knows.
    """

    lines: tuple[Line, ...]
    documents: tuple[Document, ...]
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    place: Place = UNKNOWN

    def titled(self, words: str) -> Document | None:
        """Return the first document whose title holds the words."""
        return next((document for document in self.documents if words in document.title), None)


@dataclass(frozen=True, slots=True)
class Extract:
    """What a reader made of its part of the text.

    Attributes
    ----------
    rows : dict of str to list of dict
        Table name to its rows, values exact (``Decimal``, ``int``, ``str``) and not yet a frame.
    problems : list of Problem
        Everything that could not be read; empty when all was.
    read : set of int
        The lines that were read whole: entries, headings, rows of a table. Lines of prose of which figures were read need not be
        there: the rows say where those stand.
    """

    rows: dict[str, list[Record]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    read: set[int] = field(default_factory=set)


T = TypeVar("T")


def once(reader: Callable[[Gazette], T]) -> Callable[[Gazette], T]:
    """Keep what a reader made of the last gazette: rows and ledgers are made of one reading."""
    last: list[tuple[Gazette, T]] = []

    @wraps(reader)
    def read(gazette: Gazette) -> T:
        for kept, made in last:
            if kept is gazette:
                return made
        made = reader(gazette)
        last[:] = [(gazette, made)]
        return made

    return read


@dataclass(frozen=True, slots=True)
class Head:
    """Where a document begins: indices of its first line and of its number (or last title line), and its title's lines."""

    first: int
    at: int
    title: range
    number: re.Match[str] | None
    garbled: bool = False


def split_documents(text: str, place: Place | None = None) -> Gazette:
    """Split a text into its documents.

    A document begins at its title, or at its number where that stands first, and ends before the next one's. A text in which
    neither a number nor a title over an addressee is found is one document. The place is found by the issuer's code, or by the
    titles, unless it is given.
    """
    raw = text.removeprefix("\ufeff").removesuffix("\n").split("\n")
    lines = tuple(Line(number, content.rstrip("\r")) for number, content in enumerate(raw, 1))
    heads = list(find_heads(lines)) or list(only_head(lines))
    if heads and any(line.content for line in lines[: heads[0].first]):
        # What stands above the first head is a document whose head was lost.
        heads[:0] = only_head(lines[: heads[0].first])
    ends = [*(head.first for head in heads), len(lines)][1:]
    documents: list[Document] = []
    for head, end in zip(heads, ends, strict=True):
        documents.append(make_document(lines, head, end, {document.id for document in documents}))
    problems: list[Problem] = []
    notes: list[Problem] = []
    usual = [bool(head.number or head.garbled) for head in heads], [bool(one.issued) for one in documents]
    for document, head in zip(documents, heads, strict=True):
        problems += head_problems(document, head, lines)
        for missing, kind, others in (
            (not head.number and not head.garbled, "document_without_number", usual[0]),
            (not document.title and not head.number and not head.garbled, "document_without_title", usual[0]),
            (document.issued is None and not like_dates(document), "document_without_date", usual[1]),
        ):
            if missing:
                problem = Problem(kind, document.id, document.number_line, reason=Reason.MISSING)
                (problems if any(others) and len(heads) > 1 else notes).append(problem)
    if place is None:
        place = place_of((one.series for one in documents), (one.title for one in documents))
    return Gazette(lines, tuple(documents), tuple(problems), tuple(notes), place)


def find_heads(lines: Sequence[Line]) -> Iterator[Head]:
    """Find where documents begin: at numbers with their titles, and at titles without a number over an addressee."""
    after = -1
    for index, line in enumerate(lines):
        content = line.content
        if len(content) > 60 and not ADDRESSEE.fullmatch(content):
            continue
        match = NUMBER.fullmatch(content)
        garbled = match is None and len(content) < 30 and LIKE_NUMBER.fullmatch(content) is not None
        if match or garbled:
            title = title_above(lines, index, after) or title_below(lines, index)
            if title is None and garbled:
                continue
            title = title or range(index, index)
            first = min(index, title.start)
            yield Head(first, index, title, match, garbled)
            after = max(index, title.stop - 1)
        elif ADDRESSEE.fullmatch(content):
            title = title_above(lines, index, after)
            if title and "关于" in lines[title.start].content + lines[min(title.start + 1, index)].content:
                yield Head(title.start, title.stop - 1, title, None)
                after = index


def only_head(lines: Sequence[Line]) -> Iterator[Head]:
    """Return the head of a text that is one document without number: its first lines, as far as they are a title."""
    filled = [index for index, line in enumerate(lines) if line.content]
    if filled:
        title = title_from(lines, filled[0]) or range(filled[0], filled[0])
        yield Head(filled[0], max(title.stop - 1, filled[0]), title, None)


def title_above(lines: Sequence[Line], index: int, after: int) -> range | None:
    """Return the lines of the title that stands above a line, or None.

    A title is a line that opens with the issuer and 关于, or is marked as a heading, with what follows it up to the line; an issuer
    alone on the line above 关于 belongs to it.
    """
    filled = [n for n in range(index - 1, max(after, index - HEAD_LINES), -1) if lines[n].content][:5]
    if not filled:
        return None
    for n in filled:
        content = lines[n].content
        if read_date(content) or ADDRESSEE.fullmatch(content) or "。" in content or "\t" in content:
            break
        marked = lines[n].text.startswith("#")
        if "关于" in content or (
            marked and TITLE_END.search(squeeze("".join(lines[m].content for m in range(n, index))))
        ):
            start = n
            above = next((m for m in range(n - 1, max(after, n - 3), -1) if lines[m].content), None)
            if (
                not marked
                and above is not None
                and ISSUER.fullmatch(squeeze(lines[above].content))
                and content.startswith("关于")
            ):
                start = above
            return range(start, filled[0] + 1)
    marked_lines = [n for n in filled if lines[n].text.startswith("#")]
    if marked_lines:
        return range(marked_lines[0], filled[0] + 1)
    start = filled[0]
    content = squeeze(lines[start].content)
    opens = not any(line.content for line in lines[after + 1 : start])
    return (
        range(start, start + 1)
        if (opens or not lines[start - 1].content)
        and TITLE_END.search(content)
        and "。" not in content
        and "\t" not in content
        else None
    )


def title_below(lines: Sequence[Line], index: int) -> range | None:
    """Return the lines of the title that stands below a number, or None."""
    below = next((n for n in range(index + 1, min(len(lines), index + 5)) if lines[n].content), None)
    return (
        title_from(lines, below)
        if below is not None and "关于" in "".join(line.content for line in lines[below : below + 2])
        else None
    )


def title_from(lines: Sequence[Line], start: int) -> range | None:
    """Return the lines of the title that begins at one, or None: up to three, to the first that ends as titles do."""
    title = ""
    for index in range(start, min(len(lines), start + 3)):
        content = lines[index].content
        if not content or "\t" in content or "。" in content or "……" in content:
            break
        title += squeeze(content)
        if TITLE_END.search(title):
            return range(start, index + 1)
    return None


def make_document(lines: Sequence[Line], head: Head, end: int, taken: set[str]) -> Document:
    """Build a document from its head and the index where the next one begins."""
    own = lines[head.first : end]
    filled = [index for index, line in enumerate(own) if line.content]
    line = lines[head.at].number
    if head.number:
        series, number = head.number["series"], int(head.number["number"])
        id_ = f"{series}〔{int(head.number['year'])}〕{number}号"
    else:
        series, number = None, None
        id_ = squeeze(lines[head.at].content) if head.garbled else f"无文号（第{lines[head.first].number}行）"
    dated = next(
        (
            (one, day)
            for one in own
            if (day := read_date(one.content)) or LIKE_DATE.fullmatch(squeeze(one.content))
        ),
        None,
    )
    return Document(
        id=f"{id_}（第{line}行）" if id_ in taken else id_,
        series=series,
        number=number,
        title="".join(squeeze(lines[index].content) for index in head.title),
        issued=dated[1] if dated else None,
        lines=tuple(own[: filled[-1] + 1]),
        number_line=line,
        head=frozenset(
            {lines[index].number for index in head.title}
            | ({line} if head.number or head.garbled else set())
            | ({dated[0].number} if dated else set())
        ),
    )


def head_problems(document: Document, head: Head, lines: Sequence[Line]) -> Iterator[Problem]:
    """Yield what cannot be read of a document's head."""
    line = lines[head.at].number
    if head.garbled:
        yield Problem("number_unreadable", document.title[:30], line, lines[head.at].content)
    if not document.title and (head.number or head.garbled):
        yield Problem("document_without_title", document.id, line, reason=Reason.MISSING)
    if document.id.endswith(f"（第{line}行）") and head.number:
        yield Problem("number_twice", document.id, line)
    for one in document.body:
        if RUN_TOGETHER.match(one.text):
            yield Problem("annex_run_together", document.id, one.number, one.content[:30])
    if document.issued is None:
        for number, found in like_dates(document):
            yield Problem("date_unreadable", document.id, number, found)


def like_dates(document: Document) -> list[tuple[int, str]]:
    """Return the lines of a document that a date alone would fill and that are none."""
    return [
        (line.number, line.content)
        for line in document.lines
        if LIKE_DATE.fullmatch(squeeze(line.content)) and read_date(line.content) is None
    ]


def read_date(text: str) -> date | None:
    """Return the date that a line consists of, in digits or characters, if it does.

    Examples
    --------
    >>> read_date("二○一九年九月五日")
    datetime.date(2019, 9, 5)
    """
    plain = squeeze(text).translate(FULL_WIDTH)
    try:
        if match := DATE.fullmatch(plain):
            return date(int(match["year"]), int(match["month"]), int(match["day"]))
        if match := HAN_DATE.fullmatch(plain):
            day = match["day"].replace("廿", "二十").replace("卅", "三十")
            return date(han_digits(match["year"]), chinese_numeral(match["month"]), chinese_numeral(day))
    except ValueError:
        return None
    return None
