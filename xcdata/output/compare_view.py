"""A comparison for people at a terminal, for programs, and as a page.

In: a :class:`~xcdata.review.compare.Comparison`. Out: text, JSON, one HTML page.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from os import PathLike
from pathlib import Path

from xcdata import __version__
from xcdata.dataset.schema import TABLES
from xcdata.files import write_all
from xcdata.labels import label
from xcdata.output.page import environment
from xcdata.review.compare import Comparison, Difference

MARKS = {"added": "+", "dropped": "−", "changed": "→"}


def compare_text(found: Comparison, lang: str = "zh") -> str:
    """Return a comparison for a terminal: the differences table by table, and a line of counts."""
    return "\n".join([*lines_of(found, lang), *left_out_lines(found, lang), found.told(lang)])


def left_out_lines(found: Comparison, lang: str) -> Iterator[str]:
    """Yield what was not compared."""
    if found.sheets:
        yield label("compare", "sheets", lang, sheets=found.sheets)
    if any(found.unread):
        before, after = found.unread
        yield label("compare", "unread", lang, before=before, after=after)


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
        what=" / ".join(one.what),
        column=column,
        before=one.before or blank,
        after=one.after or blank,
        line_before=one.line_before or "—",
        line_after=one.line_after or "—",
    )


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
        "differences": [asdict(one) for one in found.differences],
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
            lang=lang,
            t=lambda name, /, **values: label("report", name, lang, **values),
            c=lambda name, /, **values: label("compare", name, lang, **values),
            version=__version__,
            found=found,
            tables=[(TABLES[name].title[lang], rows) for name, rows in tables.items()],
            column=lambda one: TABLES[one.table].column(one.column).title[lang] if one.column else "",
            marks=MARKS,
            summary=found.told(lang),
            left_out=list(left_out_lines(found, lang)),
        )
    )
