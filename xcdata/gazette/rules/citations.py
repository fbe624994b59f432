"""The documents that a text cites by their numbers.

In: a gazette. Out: the rows of ``citations``: what is cited, and as what: the basis of the notice, something that it repeals, or a
mention.
"""

from __future__ import annotations

import re

from xcdata.gazette.documents import CLOSE, OPEN, Extract, Gazette
from xcdata.gazette.outline import NUMERAL, number_of
from xcdata.gazette.passage import passage, squeeze
from xcdata.gazette.quantities import han_digits

HAN = "〇○零一二三四五六七八九"
YEAR = re.compile(rf"{OPEN}\s*(?P<year>\d{{4}}|[{HAN}]{{4}})\s*{CLOSE}")
# 3号楼 is a house.
CITED = re.compile(
    rf"{OPEN}?(?P<id>(?P<series>[\u3400-\u9fff]{{1,10}})\s*{YEAR.pattern}\s*第?\s*(?P<number>\d{{1,4}}|{NUMERAL})\s*号)(?![楼院线])"
)
LONGEST = 12
REPEALED = re.compile("废止|停止执行|失效")
BASIS = re.compile("根据|按照|依据|依照|贯彻|落实|遵照|结合")
SENTENCE = "。；："
LEADING = re.compile(rf".*(?:{BASIS.pattern}|{REPEALED.pattern}|参照|执行|详见)")


def read_citations(gazette: Gazette) -> Extract:
    """Read every number of a document that a text names, its own aside."""
    extract = Extract({"citations": []})
    for document in gazette.documents:
        text = passage(line for line in document.body if not CITED.fullmatch(line.content))
        for year in YEAR.finditer(text.text):
            # The issuer's name comes before the year; it is looked for there and not at every character.
            match = next(
                (
                    one
                    for one in CITED.finditer(text.text, max(0, year.start() - LONGEST), year.end() + LONGEST)
                    if one.start() < year.start() < one.end()
                ),
                None,
            )
            if match is None:
                continue
            before = text.text[: match.start()]
            start = max(before.rfind(mark) for mark in SENTENCE) + 1
            ends = [end for mark in SENTENCE if (end := text.text.find(mark, match.end())) >= 0]
            after = text.text[match.end() : min(ends, default=len(text.text))]
            line, column = text.places[match.start("id")]
            relation = (
                "repeals"
                if REPEALED.search(after)
                else "basis"
                if BASIS.search(before[start:])
                else "mentions"
            )
            extract.rows["citations"].append(
                {
                    "document": document.id,
                    "line": line,
                    "column": column,
                    "cited": usual(match),
                    "relation": relation,
                }
            )
    return extract


def usual(match: re.Match[str]) -> str:
    """Return the number of a document as it is usually printed (``国发〔2016〕51号``), whatever brackets, digits and numerals it has."""
    series = squeeze(match["series"])
    year = int(match["year"]) if match["year"].isdecimal() else han_digits(match["year"])
    number = number_of(match["number"])
    return f"{LEADING.sub('', series) or series}〔{year}〕{number}号"
