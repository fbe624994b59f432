"""Number words and what they count: 三种类型, “两改”（…、…）, 四个兼顾：一是…二是….

In: a document. Out: an :class:`Enumeration` for each number that stands beside the list it counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from xcdata.gazette.documents import Document
from xcdata.gazette.outline import NUMERAL
from xcdata.gazette.passage import Passage, punctuated
from xcdata.gazette.quantities import chinese_numeral

NUMBER = rf"(?P<number>两|{NUMERAL}|\d{{1,2}})"
QUOTED = re.compile(
    rf"[“\"]{NUMBER}(?P<noun>[^”“\"，。、]{{1,6}})[”\"]\s*(?:[（(](?P<bracket>[^（）()]+)[）)]|[：:]?即(?P<same>[^；。，]+))"
)
BRACKETED = re.compile(
    rf"{NUMBER}(?P<noun>[证照项类种大][^，。、（(]{{0,4}})[（(](?P<bracket>[^（）()]*、[^（）()]*)[）)]"
)
BEFORE = re.compile(
    rf"(?P<list>(?:[^，。；：、（）()“”]{{1,40}}、){{1,20}}[^，。；：、（）()“”]{{1,40}}?)(?P<open>等)?{NUMBER}(?P<noun>[大类种][^，。；、（）()“”的]{{0,8}})"
)
ORDINALS = re.compile(r"(?:(?<=[：；。，])|^)(?P<number>[一二三四五六七八九十])是")
ANNOUNCED = re.compile(rf"{NUMBER}个(?P<noun>[^，。；：、]{{1,8}})[：:]\s*(?=一是)")


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A number and the list that it counts.

    Attributes
    ----------
    document : str
    line, column : int
        Of the number.
    noun : str
        What is counted.
    printed : str
    stated, listed : int
    is_open : bool
        Whether the list ends in 等, so that it may name fewer than there are.
    """

    document: str
    line: int
    column: int
    noun: str
    printed: str
    stated: int
    listed: int
    is_open: bool = False


def enumerations(document: Document) -> Iterator[Enumeration]:
    """Yield every number word of a document that stands beside its list."""
    for part in document.parts:
        text = punctuated(line for line in part if "\t" not in line.text)
        taken: set[int] = set()
        for pattern in (QUOTED, BRACKETED):
            for match in pattern.finditer(text.text):
                groups = match.groupdict()
                words = groups.get("bracket") or groups.get("same") or ""
                if match.start("number") not in taken and words.count("、") + words.count("和"):
                    taken.add(match.start("number"))
                    yield from counted(document, text, match, words, is_open=words.endswith("等"))
        for match in BEFORE.finditer(text.text):
            heading = re.match(rf"{NUMERAL}、", match["list"])
            if match.start("number") not in taken and heading is None:
                yield from counted(document, text, match, match["list"], is_open=bool(match["open"]))
        for match in ANNOUNCED.finditer(text.text):
            following = ORDINALS.finditer(text.text, match.end())
            listed = 0
            for one in following:
                if chinese_numeral(one["number"]) != listed + 1:
                    break
                listed += 1
            yield from made(document, text, match, listed, is_open=False)


def counted(
    document: Document, text: Passage, match: re.Match[str], words: str, *, is_open: bool
) -> Iterator[Enumeration]:
    """Yield the enumeration of a list in words; 和 and 及 part its last two items, or stand within a name."""
    number = read(match["number"])
    # A slogan of several numbers (“三沿一环”) counts each of its parts.
    if "：" in words or re.search(r"[\d一二三四五六七八九十两]", match["noun"]):
        return
    segments = [readings_of(segment) for segment in words.split("，")]
    least, most = sum(one.start for one in segments), sum(one.stop - 1 for one in segments)
    parts, readings = least, range(least, most + 1)
    if number is not None and number > 1:
        yield from made(document, text, match, number if number in readings else parts, is_open=is_open)


def readings_of(words: str) -> range:
    """Return how many things a list may name: as many as it says itself (六大优势产业链), or else as it parts."""
    nested = re.search(rf"{NUMBER}[大类种]", words)
    own = read(nested["number"]) if nested else None
    if own is not None:
        return range(own, own + 1)
    parts = words.count("、") + 1
    return range(parts, parts + len(re.findall("和|及(?!其)", words.rpartition("、")[2])) + 1)


def made(
    document: Document, text: Passage, match: re.Match[str], listed: int, *, is_open: bool
) -> Iterator[Enumeration]:
    """Yield an enumeration, where its number can be read."""
    number = read(match["number"])
    if number is not None:
        line, column = text.places[match.start("number")]
        yield Enumeration(document.id, line, column, match["noun"], match["number"], number, listed, is_open)


def read(numeral: str) -> int | None:
    """Return the number of a numeral; None where it is none."""
    try:
        return int(numeral) if numeral.isdecimal() else chinese_numeral(numeral)
    except ValueError:
        return None
