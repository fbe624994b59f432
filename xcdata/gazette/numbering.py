"""Where the numbering of a document's sections and items breaks.

In: a document. Out: a :class:`Gap` for each number that should stand there and does not. Levels follow the national
standard for official documents (GB/T 9704—2012, 7.3.3: ``一、`` ``（一）`` ``1.`` ``（1）``), with chapters and articles above
and decimal numbers between; heading marks, bullets and bold print say nothing of the level.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from xcdata.gazette.documents import Document, Line
from xcdata.gazette.quantities import DIGITS, chinese_numeral

NUMERAL = "[一二三四五六七八九十百]+"
# Spaces that recognition put into a number fall away; a decimal number is one only when a space ends it (``22.55万亩``
# is a quantity), an article only when its text is set off (``第五条规定`` refers to one).
ITEM = re.compile(
    rf"""第(?P<chapter>{NUMERAL})章(?=\s)
    | 第(?P<division>{NUMERAL})节(?=\s)
    | 第(?P<article>{NUMERAL})条(?=[\s*])
    | (?P<han>{NUMERAL})、
    | [（(]\s*(?P<han_bracketed>{NUMERAL})\s*[）)]
    | [（(]\s*(?P<bracketed>\d{{1,3}})\s*[）)]
    | (?P<decimal3>\d{{1,2}}\s*[.．]\s*\d{{1,2}}\s*[.．]\s*\d{{1,2}})(?=\s)
    | (?P<decimal2>\d{{1,2}}\s*[.．]\s*\d{{1,2}})(?=\s)
    | (?P<arabic>\d{{1,3}})\s*[.．、](?!\d)
    | (?P<row>\d{{1,3}})\t
    """,
    re.VERBOSE,
)
LABELS = {
    "chapter": "第{han}章",
    "division": "第{han}节",
    "article": "第{han}条",
    "han": "{han}",
    "han_bracketed": "（{han}）",
    "arabic": "{number}",
    "decimal2": "{outer}{number}",
    "decimal3": "{outer}{number}",
    "bracketed": "（{number}）",
    "row": "序号{number}",
}
RANKS = {style: rank for rank, style in enumerate(LABELS)}
OPENING = re.compile(r"[ \u3000#>*•·-]*(?:<b>)?\s*")
# Where a line break was lost, an item follows the end of a sentence within the line of the one before.
INLINE = re.compile(r"[。；：;:][\s*]*")
ANNEX = re.compile(r"附\s*件\s*\d*")
ROW_NUMBER_HEADER = "序号\t"


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered section or item.

    Attributes
    ----------
    style : str
        One of :data:`LABELS`.
    number : int
    outer : str
        What stands before the last point of a decimal number, e.g. ``3.2.``; else empty.
    line : int
    """

    style: str
    number: int
    outer: str
    line: int

    @property
    def label(self) -> str:
        """The number as it is printed, e.g. ``（二）``."""
        return self.numbered(self.number)

    def numbered(self, number: int) -> str:
        """Return the label of another item of the same list."""
        return LABELS[self.style].format(han=han_numeral(number), number=number, outer=self.outer)


@dataclass(frozen=True, slots=True)
class Gap:
    """A place where the numbering breaks.

    Attributes
    ----------
    document : str
    path : tuple of str
        Labels of what it stands in, from the outermost in: ``("附件3", "二")``.
    missing : str
        Label of the number that should stand there, or of the first and last of several.
    before : Item or None
        The item before it; None at the head of a list.
    after : Item
        What stands there instead.
    """

    document: str
    path: tuple[str, ...]
    missing: str
    before: Item | None
    after: Item

    @property
    def out_of_order(self) -> bool:
        """Whether the number after it is not higher than the one before."""
        return self.before is not None and self.after.number <= self.before.number


def find_gaps(document: Document) -> Iterator[Gap]:
    """Find where a document's numbering breaks.

    A list begins with 1, or runs on from the last list of its style; it may begin again with 1. Rows of a table
    count as items below a header that begins with 序号. Each annex numbers for itself. The end of a list is not
    known, so that nothing can be said of a last item that is missing.
    """
    body = [line for line in document.lines if line.number > document.number_line]
    starts = [index for index, line in enumerate(body) if ANNEX.fullmatch(line.content)]
    for start, end in pairwise([0, *starts, len(body)]):
        name = ["".join(body[start].content.split())] if start in starts else []
        yield from gaps_of_part(document.id, name, body[start:end])


def gaps_of_part(document: str, name: list[str], lines: list[Line]) -> Iterator[Gap]:
    """Find the gaps in a notice's body, or in one of its annexes."""
    outline: list[Item] = []
    lists: dict[tuple[int, str], Item] = {}
    latest: dict[str, Item] = {}
    has_row_numbers = False
    for line in lines:
        has_row_numbers = has_row_numbers or line.text.startswith(ROW_NUMBER_HEADER)
        item = read_item(line)
        if item is None or (item.style == "row" and not has_row_numbers):
            continue
        while outline and RANKS[outline[-1].style] >= RANKS[item.style]:
            outline.pop()
        parent = outline[-1].line if outline else lines[0].number
        before = lists.get((parent, item.style))
        if before is None and item.style in latest and latest[item.style].number < item.number:
            before = latest[item.style]
        path = (*name, *(outer.label for outer in outline))
        begins = item.number == 1 and (before is None or before.number > 1)
        if not begins and before is not None and item.number <= before.number:
            yield Gap(document, path, before.numbered(before.number + 1), before, item)
        elif not begins and item.number != (before.number if before else 0) + 1:
            first = (before.line if before else parent) - lines[0].number
            between = inline_items(lines[first : line.number - lines[0].number], before, item)
            yield from jumps(document, path, before, [*between, item])
        lists[parent, item.style] = latest[item.style] = item
        outline.append(item)


def read_item(line: Line) -> Item | None:
    """Return the item that a line begins, or None."""
    return match_item(line, OPENING.match(line.text).end())  # type: ignore[union-attr]


def match_item(line: Line, position: int) -> Item | None:
    """Return the item that stands at a place of a line, or None."""
    match = ITEM.match(line.text, position)
    if match is None or match.lastgroup is None:
        return None
    outer, point, last = "".join(match[match.lastgroup].split()).replace("．", ".").rpartition(".")
    try:
        number = int(last) if last.isdecimal() else chinese_numeral(last)
    except ValueError:
        return None
    return Item(match.lastgroup, number, outer + point, line.number) if number else None


def inline_items(lines: Iterable[Line], before: Item | None, after: Item) -> Iterator[Item]:
    """Yield the items between two that are printed within a line, in rising order."""
    number = before.number if before else 0
    for line in lines:
        for match in INLINE.finditer(line.text):
            item = match_item(line, match.end())
            if item and item.style == after.style and number < item.number < after.number:
                number = item.number
                yield item


def jumps(document: str, path: tuple[str, ...], before: Item | None, items: Iterable[Item]) -> Iterator[Gap]:
    """Yield a gap wherever the number of an item is not the next one."""
    for item in items:
        first, last = (before.number if before else 0) + 1, item.number - 1
        if first <= last:
            labels = [item.numbered(number) for number in ([first, last] if first < last else [first])]
            yield Gap(document, path, "–".join(labels), before, item)
        before = item


def han_numeral(number: int) -> str:
    """Write a number below a hundred in Chinese numerals, a larger one in digits.

    Examples
    --------
    >>> han_numeral(22)
    '二十二'
    """
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    ten = "" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return f"{ten}{DIGITS[ones]}" if ones else ten
