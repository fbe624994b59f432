"""The levels of an emergency plan.

In: a gazette. Out: the rows of ``alert_levels``: for each level that a plan defines its condition, the response that it starts, and
the least reduction that goes with the response.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from xcdata.gazette.documents import Document, Extract, Gazette, Record
from xcdata.gazette.passage import Passage, passage
from xcdata.gazette.quantities import chinese_numeral

LEVEL = re.compile(r"(?P<level>[红橙黄蓝]色)预警[：:](?P<condition>[^。]+。)")
RESPONSE = re.compile(r"发布(?P<level>[红橙黄蓝]色)预警时，启动(?P<response>[ⅠⅡⅢⅣIV]+级)应急响应")
REDUCTION = re.compile(
    r"在(?P<levels>[ⅠⅡⅢⅣIV]+级(?:、[ⅠⅡⅢⅣIV]+级)+)[^。]*?减排比例分别达到(?P<shares>[\d.%％、和]+)(?:以上)"
)
LASTING = re.compile(r"(?P<days>\d+)天（(?P<hours>\d+)小时）")
STATED = re.compile(r"分为[^。]{2,30}?预警(?P<count>[一二三四五])级")


def read_levels(gazette: Gazette) -> Extract:
    """Read the levels of every emergency plan in a text."""
    extract = Extract({"alert_levels": []})
    for document in gazette.documents:
        text = passage(document.body)
        rows = list(level_rows(document, text))
        extract.rows["alert_levels"] += rows
        extract.read.update(line for row in rows for line in (row["line"],))
        if rows:
            for pattern in (RESPONSE, REDUCTION, STATED):
                extract.read.update(text.places[match.start()][0] for match in pattern.finditer(text.text))
    return extract


def level_rows(document: Document, text: Passage) -> Iterator[Record]:
    """Yield the levels in the order of the text."""
    responses = {match["level"]: match["response"] for match in RESPONSE.finditer(text.text)}
    shares: dict[str, Decimal] = {}
    if match := REDUCTION.search(text.text):
        figures = re.findall(r"[\d.]+", match["shares"])
        levels = match["levels"].split("、")
        if len(figures) == len(levels):
            shares = {level: Decimal(figure) / 100 for level, figure in zip(levels, figures, strict=True)}
    for match in LEVEL.finditer(text.text):
        lasting = LASTING.search(match["condition"])
        line, _ = text.places[match.start()]
        response = responses.get(match["level"])
        yield {
            **{"document": document.id, "line": line, "level": match["level"], "response": response},
            **{"condition": match["condition"].rstrip("。")},
            **{
                "days": int(lasting["days"]) if lasting else None,
                "hours": int(lasting["hours"]) if lasting else None,
            },
            "reduction_min": shares.get(response or ""),
        }


def stated_levels(document: Document) -> tuple[int, int] | None:
    """Return how many levels a plan says that it has, and the line that says so."""
    text = passage(document.body)
    match = STATED.search(text.text)
    return (chinese_numeral(match["count"]), text.places[match.start("count")][0]) if match else None
