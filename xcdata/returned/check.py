"""A workbook or a frame that came back → its review; of a workbook with every edit of every sheet.

In: a workbook as an analyst left it, or a table edited in pandas, and the text that it was made from where that is not our own gazette. What
was an empty plan is held against the empty plan of its year: what was filled in is no edit of it.
Out: the :class:`~xcdata.review.review.Review` of its plan, a finding for each edit, and which sheets were compared with what.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from xcdata.dataset.source import read_sidecar
from xcdata.dataset.tables import Tables, read_gazette
from xcdata.errors import InputError, Problem
from xcdata.excel.workbook import template_content, template_title, workbook_content
from xcdata.files import read_bytes
from xcdata.gazette.plan.header import COLUMNS
from xcdata.grids.workbook import MOST_PACKED
from xcdata.labels import LANGUAGES, label, read_labels
from xcdata.ledger.results import LeftOut, failures_first
from xcdata.returned.compare import compare_sheets
from xcdata.returned.contents import UNSEEN, Sheet, plain, read_sheets
from xcdata.returned.matching import is_text
from xcdata.returned.reach import reach_findings
from xcdata.returned.stated import stated_findings
from xcdata.review.edits import EDIT, Edit, Returned, edit_findings
from xcdata.review.findings import stale_entries
from xcdata.review.known import read_known_issues
from xcdata.review.rearranged import RENAMED
from xcdata.review.review import Known, Review, as_known, has_ours, is_workbook, issues_in, review_workbook
from xcdata.review.review import check as check_text
from xcdata.review.tidy import check_frame
from xcdata.roundtrip.layout import CHECK_ROW, NOTED, PRINTED, ROWS, cells, plan_sheets, published
from xcdata.roundtrip.origin import template_year
from xcdata.roundtrip.places import Places
from xcdata.roundtrip.read import read_edited

if TYPE_CHECKING:
    import pandas as pd

YEAR = re.compile(r"(\d{4})年")


def check(
    source: str | PathLike[str] | Tables | pd.DataFrame | None = None,
    *,
    place: str | None = None,
    text: str | PathLike[str] | Tables | None = None,
    known: Known = None,
) -> Review:
    """Check everything that a text states, or everything that a workbook or a table has become.

    Parameters
    ----------
    source : path-like, Tables or pandas.DataFrame, optional
        The text of one notice or of many, tables already read, or a workbook that xcdata wrote (now .xlsx, .ods or .xls); our own
        gazette by default. What cannot be read of a text is a finding; the rest is checked all the same. Of ``plan`` and ``training``,
        edited in pandas, the totals that the text states are held against the rows; figures are named by (label, column). What they are held
        against is said, and how it is known.
    place : str, optional
        The place whose areas the text names; found by the issuer's code where it is not given.
    text : path-like or Tables, optional
        Of a workbook or a frame: the text that it was made from, where that is not our own gazette. All sheets are compared with it.
    known : path-like or mapping of str to KnownIssue, optional
        Findings of this source that were judged, or the file that says so; by default that of our own gazette.

    Returns
    -------
    Review

    Raises
    ------
    InputError
        A source that cannot be read, or a text that the workbook was not made from.
    XcdataError
        A frame that is no table of ours with sums (:func:`xcdata.audit` looks at any), or of a text that is not known.

    Examples
    --------
    >>> check().ok
    True
    >>> plan = read_gazette().plan
    >>> plan.loc[0, "wan_mu"] = 4.5
    >>> check(plan).explanations[["key", "printed", "implied"]].values.tolist()
    [[(0, 'wan_mu'), '4.5', '4.00']]
    """
    if not isinstance(source, str | PathLike | Tables | None):
        tables = text if isinstance(text, Tables) else read_gazette(text, strict=False, place=place)
        ours = read_known_issues() if has_ours(tables, read_sidecar()) else {}
        issues = {**ours, **(issues_in(known) or {})}
        return check_frame(source, tables, issues, stated=text is not None)
    if not is_workbook(source):
        return check_text(source, place=place, known=known)
    path = Path(source)  # type: ignore[arg-type]
    return check_workbook(read_bytes(path, MOST_PACKED), path, place=place, text=text, known=known)


def check_workbook(
    content: bytes,
    path: Path,
    *,
    place: str | None = None,
    text: str | PathLike[str] | Tables | None = None,
    known: Known = None,
) -> Review:
    """Check everything that the bytes of a workbook have become; see :func:`check`."""
    issues = issues_in(known) or {}
    edited = read_edited(path, content)
    review = review_workbook(edited, issues)
    sheets = read_sheets(path, content)
    lang = plan_sheets()[edited.sheet.name]
    assert review.returned is not None
    origin = review.returned.made_from
    is_template = text is None and origin is None and was_template(content, sheets)
    written = (
        empty_plan(content, sheets, lang) if is_template else written_of(origin, text, path, place, lang)
    )
    if written is None:
        return review
    name, fresh = written
    edits, compared, own_parts = compare_sheets(fresh, sheets, lang)
    if is_template:
        edits = list(
            beside_filling(edits, fresh[edited.sheet.name], sheets[edited.sheet.name], edited.sheet.places)
        )
    rearranged = [one for one in review.returned.edits if one.change != RENAMED]
    returned = Returned(
        origin,
        name,
        tuple(compared),
        tuple(own_parts),
        (*rearranged, *edits),
        any(map(holds_unseen, sheets.values())),
    )
    found = [one for one in review.found if one.kind != EDIT or not one.id.startswith(f"{RENAMED}/")]
    beyond = reach_findings(sheets, edited.sheet.name, edited.sheet.places, compared)
    same = [name for name in compared if name in fresh and name != edited.sheet.name]
    stated = [one for name in same for one in stated_findings(fresh[name], sheets[name])]
    found += (as_known(one, issues) for one in (*stated, *edit_findings(edits), *beyond))
    found += stale_entries(found, issues)
    left_out = (
        *(one for one in review.coverage.left_out if one.reason != "sheet"),
        *(LeftOut("sheet", name) for name in own_parts),
    )
    return replace(
        review,
        found=failures_first(found),
        returned=returned,
        coverage=replace(review.coverage, left_out=left_out),
    )


def holds_unseen(sheet: Sheet) -> bool:
    """Whether a sheet has formulas of which only the place is known."""
    return UNSEEN in sheet.formulas.values()


def was_template(content: bytes, sheets: Mapping[str, Sheet]) -> bool:
    """Whether a workbook that was made from no text was an empty plan: it says so, or has the plan's sheet and none of our others."""
    ours = [label("sheet", name, lang) for name in read_labels()["sheet"] for lang in LANGUAGES]
    return template_year(content) is not None or sum(name in sheets for name in ours) == 1


def empty_plan(content: bytes, sheets: Mapping[str, Sheet], lang: str) -> tuple[str, dict[str, Sheet]]:
    """Return the title and the sheet of the empty plan of the year that a workbook says, or its title."""
    in_title = YEAR.search(sheets[label("sheet", "plan", lang)].shown((1, 1)) or "")
    year = template_year(content) or (int(in_title[1]) if in_title else None)
    title = template_title(year)
    return title, read_sheets(Path(title), template_content(year, lang=lang))


def beside_filling(edits: Iterable[Edit], fresh: Sheet, now: Sheet, places: Places) -> Iterator[Edit]:
    """Yield the edits of a template that fill in nothing; notes that were added are for information, and those that we wrote below are no part of it."""
    to_fill = {published(*one) for one in cells()} | {(ROWS[NOTED], COLUMNS[1].number)}
    grand = COLUMNS[0]
    noted, beside = (places.now((ROWS[NOTED], column)) for column in (grand.number, PRINTED[grand.number]))
    if noted and beside and plain(now.shown(noted) or "") == plain(now.shown(beside) or ""):
        # The one total of this area is stated in the table; stated again beside it, it says nothing new.
        to_fill.add((ROWS[NOTED], PRINTED[grand.number]))
    for edit in edits:
        written = places.written(edit.place) if edit.place else None
        if written is None:
            yield edit
        elif fresh.shown(written) is None:
            if written not in to_fill:
                yield replace(edit, proved=is_text(edit.after or ""))
        elif written[0] <= CHECK_ROW:
            yield edit


def written_of(
    origin: str | None, text: str | PathLike[str] | Tables | None, path: Path, place: str | None, lang: str
) -> tuple[str, dict[str, Sheet]] | None:
    """Return the name of the text that a workbook was made from, and the sheets written of it; None where it is not at hand."""
    if text is None:
        return of_our_own(lang) if origin == read_sidecar()["sha256"] else None
    tables = text if isinstance(text, Tables) else read_gazette(text, strict=False, place=place)
    if origin != tables.sha256:
        told = {"text": tables.name, "sha256": tables.sha256}
        raise InputError([Problem("made_from_another", str(path), None, origin or "—", told)])
    return as_written(tables, lang)


@cache
def of_our_own(lang: str) -> tuple[str, dict[str, Sheet]]:
    """Return the same of our own gazette, which many workbooks are compared with."""
    return as_written(read_gazette(), lang)


def as_written(tables: Tables, lang: str) -> tuple[str, dict[str, Sheet]]:
    """Return the name of a text, and the sheets of the workbook that is written of it today."""
    content = workbook_content(tables, check_text(tables), lang=lang)
    return tables.name, read_sheets(Path(tables.name), content)
