"""The numbered outline of a text: chapters, articles, sections, items.

In: lines. Out: the :class:`Item` that a line begins, if it does; the :class:`Section` of each, with its path and the lines below it;
and a problem wherever a number does not follow the one before it. Levels follow the national standard for official
documents (GB/T 9704—2012, 7.3.3: ``一、`` ``（一）`` ``1.`` ``（1）``), with chapters and articles above, decimal numbers between and
``①`` below; heading marks, bullets and bold print say nothing of the level.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from xcdata.errors import Problem
from xcdata.gazette.passage import Line
from xcdata.gazette.quantities import DIGITS, chinese_numeral

NUMERAL = "[一二三四五六七八九十百]+"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
# Spaces that recognition put into a number fall away; a decimal number is one only when a space ends it (``22.55万亩``
# is a quantity), an article only when its text is set off (``第五条规定`` refers to one), a bare number only when a
# space and a word follow (``12 月`` is a month).
ITEM = re.compile(
    rf"""第(?P<chapter>{NUMERAL})章(?=\s|$)
    | 第(?P<division>{NUMERAL})节(?=\s|$)
    | 第(?P<article>{NUMERAL})条(?=[\s*]|$)
    | (?P<han>{NUMERAL})\s*(?:、|[，.．](?!\d))
    | [（(]\s*(?P<han_bracketed>{NUMERAL})\s*[）)]
    | [（(]\s*(?P<bracketed>\d{{1,3}})\s*[）)]
    | (?P<decimal3>\d{{1,2}}\s*[.．]\s*\d{{1,2}}\s*[.．]\s*\d{{1,2}})(?=\s)
    | (?P<decimal2>\d{{1,2}}\s*[.．]\s*\d{{1,2}})(?=\s)
    | (?P<arabic>\d{{1,3}})\s*[.．、](?!\d)
    | (?P<spaced>\d{{1,2}})[ \u3000]+(?=[\u3400-\u9fff“]{{2}})(?![年月日个项家名万亿])
    | (?P<circled>[{CIRCLED}])
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
    "circled": "{circled}",
    "row": "序号{number}",
}
RANKS = {style: rank for rank, style in enumerate(LABELS)}
OPENING = re.compile(r"[ \u3000#>*•·-]*(?:<b>)?\s*")


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered section or item.

    Attributes
    ----------
    style : str
        One of :data:`LABELS`.
    number : int
        0 where the numeral cannot be read.
    outer : str
        What stands before the last point of a decimal number, e.g. ``3.2.``; else empty.
    line : int
    end : int
        Where its text begins in the line.
    """

    style: str
    number: int
    outer: str
    line: int
    end: int = 0

    @property
    def label(self) -> str:
        """The number as it is printed, e.g. ``（二）``."""
        return self.numbered(self.number)

    def numbered(self, number: int) -> str:
        """Return the label of another item of the same list."""
        circled = CIRCLED[number - 1] if 0 < number <= len(CIRCLED) else f"（{number}）"
        return LABELS[self.style].format(
            han=han_numeral(number), number=number, outer=self.outer, circled=circled
        )


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered section: its place in the numbering, its heading's line, and the lines below it.

    Attributes
    ----------
    path : tuple of str
        Labels from the outermost in, as printed: ``("五", "（二）")``.
    item : Item
    heading : Line
    lines : tuple of Line
        From the heading's next line to the next heading of any level.
    """

    path: tuple[str, ...]
    item: Item
    heading: Line
    lines: tuple[Line, ...]

    @property
    def ordinal(self) -> int:
        """Its number in its list."""
        return self.item.number

    @property
    def title(self) -> str:
        """The heading's text after its numeral."""
        return self.heading.text[self.item.end :].strip()


@lru_cache(maxsize=1 << 14)
def read_item(line: Line) -> Item | None:
    """Return the item that a line begins, or None."""
    opening = OPENING.match(line.text)
    return match_item(line, opening.end() if opening else 0)


def match_item(line: Line, position: int) -> Item | None:
    """Return the item that stands at a place of a line, or None."""
    match = ITEM.match(line.text, position)
    if match is None or match.lastgroup is None:
        return None
    style, printed = match.lastgroup, match[match.lastgroup]
    outer, point, last = "".join(printed.split()).replace("．", ".").rpartition(".")
    # A bare number is a list's number printed without its point, and stands on the same level.
    style = "arabic" if style == "spaced" else style
    return Item(style, number_of(last), outer + point, line.number, match.end())


def number_of(numeral: str) -> int:
    """Return the number that a numeral stands for; 0, which is never in order, where it is none."""
    if numeral in CIRCLED:
        return CIRCLED.index(numeral) + 1
    try:
        return int(numeral) if numeral.isdecimal() else chinese_numeral(numeral)
    except ValueError:
        return 0


def sections(lines: Iterable[Line]) -> list[Section]:
    """Return the numbered sections of some lines, in order; what stands before the first is left out.

    Rows of a table are no sections, even where they are numbered.
    """
    found: list[tuple[tuple[str, ...], Item, Line, list[Line]]] = []
    outline: list[Item] = []
    for line in lines:
        item = read_item(line)
        if item is None or item.style == "row":
            if found:
                found[-1][3].append(line)
            continue
        while outline and RANKS[outline[-1].style] >= RANKS[item.style]:
            outline.pop()
        outline.append(item)
        found.append((path_of(outline), item, line, []))
    return [Section(path, item, heading, tuple(below)) for path, item, heading, below in found]


def path_of(outline: Sequence[Item]) -> tuple[str, ...]:
    """Return the labels of nested items; a decimal number says those of the numbers that it stands under itself."""
    inner = max((n for n, item in enumerate(outline) if item.outer), default=-1)
    return tuple(
        item.label for n, item in enumerate(outline) if n >= inner or item.style not in ("arabic", "decimal2")
    )


def order_problems(where: str, found: Iterable[Section]) -> Iterator[Problem]:
    """Yield a problem for each section whose number does not follow the one before it at its level.

    Numbers may run on through the sections above them (（一） 1. … 7., （二） 8. …) or begin again.
    """
    last: dict[tuple[tuple[str, ...], str], int] = {}
    running: dict[str, int] = {}
    for section in found:
        style, outer = section.item.style, (section.path[:-1], section.item.style)
        expected = last.get(outer, 0) + 1
        runs_on = outer not in last and section.ordinal == running.get(style, 0) + 1
        if section.ordinal != expected and not runs_on:
            values = {"expected": section.item.numbered(expected)}
            yield Problem(
                "section_order", where, section.heading.number, section.heading.content[:20], values
            )
        last[outer] = running[style] = section.ordinal


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
