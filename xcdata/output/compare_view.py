"""A comparison for people at a terminal, for programs, and as a page.

In: a :class:`~xcdata.review.compare.Comparison`. Out: text, JSON, one HTML page.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from os import PathLike
from pathlib import Path

from xcdata.dataset.schema import TABLES
from xcdata.files import write_all
from xcdata.labels import label, read_labels
from xcdata.output.page import environment, framed
from xcdata.review.compare import Comparison, Difference

SHOWN = 12
MARKS = {"added": "+", "dropped": "−", "changed": "→"}


def compare_text(found: Comparison, lang: str = "zh") -> str:
    """Return a comparison for a terminal: the differences table by table, and a line of counts."""
    return "\n".join([*lines_of(found, lang), *left_out_lines(found, lang), found.told(lang)])


def left_out_lines(found: Comparison, lang: str) -> Iterator[str]:
    """Yield what differs in no table, and what was not compared."""
    yield from (one.told(lang) for one in found.edits)
    if any(found.wording):
        yield label(
            "compare", "wording", lang, **dict(zip(("before", "after"), shown(found, lang), strict=True))
        )
    if found.spaces:
        yield label("compare", "spaces", lang, count=found.spaces)
    if found.sheets:
        yield label("compare", "sheets", lang, sheets=found.sheets)
    if any(found.unread):
        before, after = found.unread
        yield label("compare", "unread", lang, before=before, after=after)


def shown(found: Comparison, lang: str) -> list[str]:
    """Return for each source its lines that are otherwise worded, the first ones by number."""
    told = []
    for lines in found.wording:
        numbers = label("message", "comma", lang).join(map(str, lines[:SHOWN])) or "—"
        more = " …" if len(lines) > SHOWN else ""
        told.append(label("compare", "worded", lang, count=len(lines), lines=numbers + more))
    return told


def lines_of(found: Comparison, lang: str) -> Iterator[str]:
    """Yield the differences, each table under its name."""
    table = ""
    for one in found.differences:
        if one.table != table:
            table = one.table
            yield f"{TABLES[table].title[lang]}"
        yield f"  {MARKS[one.change]} {said(one, lang)}"


def said(one: Difference, lang: str) -> str:
    """Return a difference in words."""
    blank = label("compare", "blank", lang)
    column = TABLES[one.table].column(one.column).title[lang] if one.column else ""
    return label(
        "compare",
        one.change,
        lang,
        what=" / ".join(worded(part, lang) for part in one.what),
        column=column,
        before=worded(one.before or blank, lang),
        after=worded(one.after or blank, lang),
        line_before=one.line_before or "—",
        line_after=one.line_after or "—",
    )


def worded(value: str, lang: str) -> str:
    """Return the word for a code; any other value as it is."""
    return label("code", value, lang) if value in read_labels()["code"] else value


def compare_json(found: Comparison) -> str:
    """Return a comparison as JSON."""
    whole = {
        "before": found.before,
        "after": found.after,
        "summary": {
            change: sum(n for (_, one), n in found.counts().items() if one == change) for change in MARKS
        },
        "compared": {table: {"before": old, "after": new} for table, (old, new) in found.compared.items()},
        "left_out": {
            "sheets": found.sheets,
            "unread": {"before": found.unread[0], "after": found.unread[1]},
        },
        "wording": {"before": found.wording[0], "after": found.wording[1]},
        "spaces": found.spaces,
        "differences": [asdict(one) for one in found.differences],
        "edits": [asdict(one) | {"address": one.address} for one in found.edits],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)


def write_comparison(found: Comparison, path: str | PathLike[str], *, lang: str = "zh") -> None:
    """Write a comparison as one HTML page."""
    path = Path(path)
    write_all(path.parent, {path.name: compare_html(found, lang=lang).encode()})


def compare_html(found: Comparison, *, lang: str = "zh") -> str:
    """Return the page of a comparison."""
    tables: dict[str, list[Difference]] = {}
    for one in found.differences:
        tables.setdefault(one.table, []).append(one)
    return (
        environment()
        .get_template("compare.html")
        .render(
            framed(lang),
            c=lambda name, /, **values: label("compare", name, lang, **values),
            found=found,
            tables=[(TABLES[name].title[lang], rows) for name, rows in tables.items()],
            column=lambda one: TABLES[one.table].column(one.column).title[lang] if one.column else "",
            marks=MARKS,
            worded=partial(worded, lang=lang),
            summary=found.told(lang),
            left_out=list(left_out_lines(found, lang)),
        )
    )
