"""The summary of a shelf as a page and as a sheet of a workbook.

In: a :class:`~xcdata.shelf.summary.Summary`. Out: one HTML page, and a workbook with the same tables, in a language; each file is
written whole or not at all.
"""

from __future__ import annotations

import re
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from xcdata.files import PAGE as PAGE_START
from xcdata.files import WORKBOOKS, refuse_to_lose, write_all
from xcdata.labels import label
from xcdata.shelf.record import Outcome
from xcdata.shelf.summary import SHOWN, Summary

PAGE, WORKBOOK = "summary.html", "summary.xlsx"

MOST_DIGITS = 15
"""That a spreadsheet keeps of a number."""


class Shown(NamedTuple):
    """A table of the summary, as people see it."""

    title: str
    about: str
    heads: list[str]
    rows: list[list[object]]
    figures: int = 0
    """How many of the last columns hold figures, which are aligned as such."""


def refuse_to_lose_summary(folder: Path) -> None:
    """Raise where page or workbook would be written over what somebody edited or wrote; asked before the work as well."""
    instead = f"-o {folder.with_name(f'{folder.name}-2')}"
    for name, start in ((PAGE, PAGE_START), (WORKBOOK, WORKBOOKS[0])):
        refuse_to_lose(folder / name, start, instead=instead)


def write_summary(found: Summary, folder: Path, *, lang: str = "zh") -> None:
    """Write page and workbook beside the data set."""
    refuse_to_lose_summary(folder)
    write_all(folder, {PAGE: page(found, lang).encode(), WORKBOOK: workbook(found, lang)})


def tables(found: Summary, lang: str) -> list[Shown]:
    """Return the tables of a summary: files by outcome and one by one, the largest differences, what could not be used or was passed over, what came back, names."""

    def say(name: str, **values: object) -> str:
        return label("corpus", name, lang, **values)

    def heads(*names: str) -> list[str]:
        return [say(f"column_{name}") for name in names]

    message, told, headline = (f"{name}_{lang}" for name in ("message", "told", "headline"))
    outcomes = [[say(f"outcome_{one.name.lower()}"), count] for one, count in found.outcomes.items()]
    listed = [
        [
            row["file"],
            say(f"verdict_{Outcome(str(row['outcome'])).name.lower()}"),
            row[headline] or row[told],
            row["unexplained"],
        ]
        for row in found.listed
    ]
    worst = [
        [
            row["file"],
            row["sheet"],
            f"{row[message]} [{row['id']}]",
            row["published"],
            row["computed"],
            row["difference"],
        ]
        for row in found.worst
    ]
    unusable = [[row["file"], row[told]] for row in found.unusable]
    passed: list[list[object]] = [[one.path, say(f"passed_{one.reason}")] for one in found.passed[:SHOWN]]
    returned = [[row["file"], row[told]] for row in found.returned]
    named = [
        [say(f"what_{what}"), name, count] for what, names in found.names.items() for name, count in names
    ]
    lost = sum(found.reasons.values())
    amounts = ("published", "computed", "difference")
    return [
        Shown(
            say("outcomes"),
            say("outcomes_about", kinds=found.kinds_told(lang)),
            heads("outcome", "files"),
            outcomes,
            1,
        ),
        Shown(
            say("listed"),
            say("listed_about", shown=len(listed), count=found.files),
            heads("file", "verdict", "headline", "unexplained"),
            listed,
            1,
        ),
        Shown(
            say("worst"),
            say("worst_about", shown=len(worst), most=SHOWN),
            heads("file", "sheet", "finding", *amounts),
            worst,
            len(amounts),
        ),
        Shown(
            say("unusable"),
            say("unusable_about", shown=len(unusable), count=lost),
            heads("file", "reason"),
            unusable,
        ),
        Shown(
            say("returned"),
            say("returned_about", most=SHOWN),
            heads("file", "compared"),
            returned,
        ),
        Shown(
            say("passed"),
            say("passed_about", shown=len(passed), count=len(found.passed)),
            heads("file", "reason"),
            passed,
        ),
        Shown(say("names"), say("names_about"), heads("what", "name", "files"), named, 1),
    ]


def page(found: Summary, lang: str) -> str:
    """Return the summary as one HTML page."""
    from xcdata.output.page import environment, framed

    return (
        environment()
        .get_template("shelf.html")
        .render(
            framed(lang),
            c=lambda name, /, **values: label("corpus", name, lang, **values),
            found=found,
            tables=tables(found, lang),
        )
    )


def as_number(value: object) -> object:
    """Return an amount as a number, which a spreadsheet can add up; as it is where it would lose digits."""
    is_amount = isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value)
    return Decimal(str(value)) if is_amount and sum(map(str.isdigit, str(value))) <= MOST_DIGITS else value


def workbook(found: Summary, lang: str) -> bytes:
    """Return the summary as a workbook, a sheet a table, the first with the one line that says it all."""
    import xlsxwriter

    from xcdata.excel.style import FONT, Book, Head, heading, write_table
    from xcdata.excel.workbook import OPTIONS, UNDATED

    content = BytesIO()
    file = xlsxwriter.Workbook(content, {**OPTIONS, "default_format_properties": dict(FONT)})
    file.set_properties({"title": label("corpus", "title", lang), "author": "xcdata", "created": UNDATED})
    book = Book(file, lang)
    for number, shown in enumerate(one for one in tables(found, lang) if one.rows):
        sheet = file.add_worksheet(shown.title)
        sheet.hide_gridlines(2)
        heading(book, sheet, shown.title, shown.about if number else found.told(lang))
        first_figure = len(shown.heads) - shown.figures
        heads = [
            Head(head, style="exact" if at >= first_figure else "", widest=80)
            for at, head in enumerate(shown.heads)
        ]
        rows = [[*row[:first_figure], *map(as_number, row[first_figure:])] for row in shown.rows]
        write_table(book, sheet, (4, 1), heads, rows)
        sheet.freeze_panes(4, 0)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(3)
    file.close()
    return content.getvalue()
