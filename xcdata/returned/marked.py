"""A workbook and what was found in it → the same workbook with marks.

In: an ``.xlsx`` file as an analyst left it, and its review or audit. Out: a copy in which the wrong and the changed cells are coloured and
commented, with one sheet more that lists them. Nothing else is touched: formats, formulas, charts and the analyst's own sheets are
the bytes that they were.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from os import PathLike
from pathlib import Path
from zipfile import BadZipFile

from xcdata.auditing.audit import Audit
from xcdata.auditing.sheets import WorkbookAudit
from xcdata.errors import known_language
from xcdata.files import MARKED, read_bytes, sealed, unusable, write_all
from xcdata.grids.workbook import MOST_PACKED, is_workbook, kind_of
from xcdata.output.text import summary_line
from xcdata.returned.cells import colour_cells
from xcdata.returned.comments import add_comments
from xcdata.returned.listing import add_list
from xcdata.returned.marks import Mark, colours_of, comments_of, marks_of
from xcdata.returned.package import Package
from xcdata.review.review import Review


def write_marked(
    source: str | PathLike[str],
    results: Review | Audit | WorkbookAudit,
    path: str | PathLike[str],
    *,
    lang: str = "zh",
) -> None:
    """Write a marked copy of a workbook, whole or not at all.

    Parameters
    ----------
    source : path-like
        The workbook (.xlsx) that was checked.
    results : Review, Audit or WorkbookAudit
        What was found in it.
    path : path-like
        The copy.
    lang : {'zh', 'en'}
        Of comments and of the sheet that is added.

    Raises
    ------
    InputError
        A file that is no ``.xlsx``, or that cannot be patched.
    XcdataError
        A path that cannot be written to.
    """
    known_language(lang)
    source, path = Path(source), Path(path)
    content = read_bytes(source, MOST_PACKED)
    kind = kind_of(source, content) if is_workbook(content) else source.suffix.lstrip(".") or "?"
    if kind != "xlsx":
        raise unusable("no_marked_copy", source, f".{kind}")
    write_all(path.parent, {path.name: sealed(marked(source, content, results, lang), MARKED)})


def marked(
    source: Path,
    content: bytes,
    results: Review | Audit | WorkbookAudit,
    lang: str,
    shown: str | None = None,
) -> bytes:
    """Return a workbook with its marks; where it lies under a name of ours, it is called what it is `shown` as."""
    try:
        package = Package(content)
        parts = package.sheets()
        told = list(marks_of(results, parts, lang))
        by_sheet: dict[str, list[Mark]] = defaultdict(list)
        for mark in told:
            by_sheet[mark.sheet].append(mark)
        for name, marks in by_sheet.items():
            if name in parts and any(mark.place for mark in marks):
                colour_cells(package, parts[name], colours_of(marks))
                add_comments(package, parts[name], comments_of(marks, lang))
        lines = [line.replace(source.name, shown or source.name) for line in heading_of(results, lang)]
        add_list(package, told, lines, parts, lang)
    # What a program left out that every workbook has, or wrote in another dialect; what was damaged on the way.
    except (ValueError, KeyError, StopIteration, IndexError, EOFError, BadZipFile, zlib.error) as error:
        raise unusable("no_marked_copy", source, f"{type(error).__name__}: {error}") from None
    return package.packed()


def heading_of(results: Review | Audit | WorkbookAudit, lang: str) -> list[str]:
    """Return the lines above the list: the verdict, and what was compared."""
    if isinstance(results, WorkbookAudit):
        return [summary_line(audit, lang) for audit in results]
    lines = [summary_line(results, lang)]
    if isinstance(results, Review) and results.returned:
        lines += results.returned.lines(lang)
    return lines
