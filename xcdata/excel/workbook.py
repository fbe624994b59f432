"""The analysts' workbook: everything of one gazette, to take home, to edit and to bring back.

In: a gazette's tables and their review. Out: an ``.xlsx`` file, the same bytes for the same input. Headings are in one language,
data values as printed. Next year's plan goes into the same sheet, left empty by :func:`write_template`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from io import BytesIO
from pathlib import Path

import xlsxwriter

from xcdata.dataset.source import source_title
from xcdata.dataset.tables import Tables
from xcdata.errors import XcdataError, known_language
from xcdata.excel.charts import write_charts
from xcdata.excel.cover import dates_of, write_cover
from xcdata.excel.figures import write_figures
from xcdata.excel.findings import write_findings
from xcdata.excel.notices import write_notices
from xcdata.excel.plan import PlanValues, plan_values, write_plan
from xcdata.excel.remarks import write_remarks
from xcdata.excel.sheets import (
    write_awards,
    write_dictionary,
    write_rosters,
    write_training,
)
from xcdata.excel.style import FONT, Book
from xcdata.excel.summary import write_summary
from xcdata.files import write_all
from xcdata.gazette.plan.reading import TITLE, read_table
from xcdata.labels import label
from xcdata.review.review import Review
from xcdata.roundtrip.origin import MADE_FROM, TEMPLATE

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
UNDATED = datetime(1980, 1, 1)
YEARS = range(1949, 2100)


def write_workbook(tables: Tables, review: Review, path: Path, *, lang: str = "zh") -> None:
    """Write the analysts' workbook, whole or not at all.

    Parameters
    ----------
    tables : Tables
        Of a gazette.
    review : Review
        What was found in it.
    path : Path
        The file, ``.xlsx``; its folder is made where there is none.
    lang : {'zh', 'en'}
        Language of sheet names, headings and messages; data values stay as printed.

    Raises
    ------
    InputError
        Tables without the plan.
    XcdataError
        A path that cannot be written to, or at which another file stands, such as a workbook that was filled in; what was there is unchanged.
    """
    content = workbook_content(tables, review, lang=lang)
    write_all(path.parent, {path.name: content})


def workbook_content(tables: Tables, review: Review, *, lang: str = "zh") -> bytes:
    """Return the analysts' workbook as bytes; see :func:`write_workbook`."""
    table = read_table(tables.gazette)
    values = plan_values(table)
    dates = dates_of(tables)
    created = datetime.combine(max(dates), time()) if dates else UNDATED

    def fill(book: Book) -> None:
        cover = book.sheet("cover")
        plan = write_plan(book, values)
        counties, programmes = write_summary(book, values, plan)
        charts = book.sheet("charts")
        write_figures(book, table, values, plan)
        rosters = write_rosters(book, tables.rows["awards"])
        awards = write_awards(book, tables.rows["awards"], rosters)
        training = write_training(book, tables.rows["training"], tables.rows["training_totals"])
        organs = write_notices(book, tables.rows, tables.gazette.lines)
        write_charts(
            book,
            charts,
            counties=counties,
            programmes=programmes,
            awards=awards,
            training=training,
            organs=organs,
        )
        write_findings(book, review)
        write_dictionary(book)
        remarks = write_remarks(book, review)
        write_cover(book, cover, tables, review, values, remarks)
        book.file.set_custom_property(MADE_FROM, tables.sha256, "text")

    return made(lang, created, (source_title(tables.sha256, lang) or tables.name), fill)


def write_template(path: Path, year: int, *, lang: str = "zh") -> None:
    """Write the plan's sheet for another year: tasks and printed totals empty, formulas alive.

    Parameters
    ----------
    path : Path
    year : int
    lang : {'zh', 'en'}

    Raises
    ------
    XcdataError
        A year that is none, a path that cannot be written to, or at which another file stands, such as a plan that was filled in.
    """
    if year not in YEARS:
        raise XcdataError("unknown_year", found=year, first=YEARS.start, last=YEARS.stop - 1)
    write_all(path.parent, {path.name: template_content(year, lang=lang)})


def template_title(year: int | None) -> str:
    """Return the title of another year's plan; of a year that is not known, with its place."""
    return f"许昌市{year or '××××'}年度{TITLE}"


def template_content(year: int | None, *, lang: str = "zh") -> bytes:
    """Return the empty plan of a year as bytes; see :func:`write_template`."""
    title, created = template_title(year), UNDATED if year is None else datetime(year, 1, 1)

    def fill(book: Book) -> None:
        write_plan(book, PlanValues(title, {}))
        book.file.set_custom_property(TEMPLATE, str(year), "text")

    return made(lang, created, title, fill, template=True)


def made(
    lang: str, created: datetime, subject: str, fill: Callable[[Book], None], *, template: bool = False
) -> bytes:
    """Return a workbook made in memory; a template is called after its plan."""
    known_language(lang)
    content = BytesIO()
    # A copy of the font: XlsxWriter adds to the mapping that it is given.
    file = xlsxwriter.Workbook(content, {**OPTIONS, "default_format_properties": dict(FONT)})
    book = Book(file, lang, subject if template else label("workbook", "title", lang))
    fill(book)
    about = {"comments": "template_about"} if template else {"comments": "about", "keywords": "keywords"}
    file.set_properties(
        {"title": book.title, "subject": subject, "author": "xcdata", "created": created}
        | {name: book.say(said) for name, said in about.items()}
    )
    file.close()
    return content.getvalue()
