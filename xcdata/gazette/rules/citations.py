"""The documents that a text cites by their numbers.

In: a gazette. Out: the rows of ``citations``: what is cited, and as what: the basis of the notice, something that it repeals, or a
mention.
"""

from __future__ import annotations

import re

from xcdata.gazette.documents import NUMBER, Extract, Gazette
from xcdata.gazette.passage import passage, squeeze

YEAR = re.compile(r"[〔\[［【]\s*\d{4}\s*[〕\]］】]")
CITED = re.compile(
    r"[〔\[［【（(]?(?P<id>[\u3400-\u9fff]{1,10}\s*[〔\[［【]\s*\d{4}\s*[〕\]］】]\s*第?\s*\d{1,4}\s*号)"
)
LONGEST = 12
REPEALED = re.compile("废止|停止执行|失效")
BASIS = re.compile("根据|按照|依据|依照|贯彻|落实|遵照|结合")
SENTENCE = "。；："


def read_citations(gazette: Gazette) -> Extract:
    """Read every number of a document that a text names, its own aside."""
    extract = Extract({"citations": []})
    for document in gazette.documents:
        text = passage(line for line in document.body if not NUMBER.fullmatch(line.content))
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
            number = NUMBER.fullmatch(squeeze(match["id"]))
            cited = (
                f"{number['series']}〔{number['year']}〕{int(number['number'])}号"
                if number
                else squeeze(match["id"])
            )
            extract.rows["citations"].append(
                {
                    "document": document.id,
                    "line": line,
                    "column": column,
                    "cited": cited,
                    "relation": relation,
                }
            )
    return extract
