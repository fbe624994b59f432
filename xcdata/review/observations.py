"""What reviewers look for beyond sums.

In: a gazette's tables. Out: one :class:`Observation` for each thing noticed, in words. What is to be seen in people,
institutions, townships and numbering is found in the rooms of these names; here it is told.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

from xcdata.dataset.source import read_reference
from xcdata.dataset.tables import Tables
from xcdata.gazette.documents import Document, Gazette, Record, read_date
from xcdata.gazette.numbering import find_gaps
from xcdata.gazette.places import Place
from xcdata.gazette.plan.areas import MU
from xcdata.gazette.plan.reading import PlanTable, read_tables
from xcdata.ledger.results import PART_EXCEEDS
from xcdata.review.duties import observe_duties
from xcdata.review.groups import observe_groups
from xcdata.review.institutions import bureaus, characters, normal_form, spellings
from xcdata.review.misprints import observe_misprints
from xcdata.review.noticed import Entry, Observation, all_lines, say
from xcdata.review.people import namesakes, people
from xcdata.review.siblings import observe_siblings
from xcdata.review.townships import official_names, unknown_townships

GROUPS = ("幼儿园", "小学", "初中", "高中")
"""School stages that exclude one another; a 中学 may be of either of two."""

FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")
SHOWN_TEXT = 40


def observe(tables: Tables) -> Iterator[Observation]:
    """Yield everything noticed, kind by kind, in the order of the text.

    Parameters
    ----------
    tables : Tables
        Of any gazette; the official townships are those of ``data/reference``.

    Yields
    ------
    Observation
        Each with an id of its own: where two would share one, the second ends in ``#2``.
    """
    rows = tables.rows["awards"]
    seen: Counter[str] = Counter()
    for found in (
        observe_people(rows),
        observe_institutions(rows, tables.gazette),
        observe_stages(rows),
        observe_townships(rows),
        observe_numbering(tables.gazette),
        observe_documents(tables.gazette),
        observe_dates(tables.gazette),
        observe_citations(tables),
        *(observe_plan(table, tables.gazette.place) for table in read_tables(tables.gazette)),
        observe_tasks(tables.rows["plan_totals"]),
        observe_training(tables),
        observe_parts(tables.rows["training_totals"]),
        observe_formulas(tables),
        observe_duties(tables),
        observe_groups(tables),
        observe_siblings(tables),
        observe_misprints(tables.gazette),
    ):
        for observation in found:
            seen[observation.id] += 1
            count = seen[observation.id]
            yield observation if count == 1 else replace(observation, id=f"{observation.id}#{count}")


def observe_people(rows: Iterable[Record]) -> Iterator[Observation]:
    """Yield the people listed more than once, then the names that people of different institutions bear."""
    persons = people(rows)
    for honours in persons:
        if len(honours) > 1:
            name, institution = honours[0].name, honours[0].institution
            entries: list[Entry] = [(honour.award, [honour.line]) for honour in honours]
            message = say("repeated", entries, person=name, institution=institution, count=len(honours))
            id_ = f"repeated person/{institution}/{name}"
            yield Observation(id_, "repeated person", all_lines(entries), message, (institution, name))
    for group in namesakes(persons):
        name = group[0][0].name
        entries = [(honours[0].institution, [honour.line for honour in honours]) for honours in group]
        message = say("namesakes", entries, person=name)
        yield Observation(
            f"namesakes/{name}", "namesakes", all_lines(entries), message, (name,), for_information=True
        )


def observe_institutions(rows: Iterable[Record], gazette: Gazette) -> Iterator[Observation]:
    """Yield the institutions of the rosters, and the bureaus that the notices list, with two spellings."""
    listed = [(row["institution"], row["line"]) for row in rows if row["institution"]]
    groups = [*spellings(listed, normal_form), *spellings(bureaus(gazette.lines), characters)]
    kind = "institution written in two ways"
    for entries in sorted((list(group.items()) for group in groups), key=all_lines):
        words = tuple(sorted(spelling for spelling, _ in entries))
        yield Observation("/".join([kind, *words]), kind, all_lines(entries), say("two_ways", entries), words)


def observe_stages(rows: Iterable[Record]) -> Iterator[Observation]:
    """Yield the institutions that a group of another school stage lists: a primary school among the secondary ones (高中组)."""
    kind = "stage of another group"
    for row in rows:
        said = [stage for stage in GROUPS if f"{stage}组" in (row["section_title"] or "")]
        if len(said) == 1 and row["stage"] in GROUPS and row["stage"] != said[0]:
            name, group, lines = row["institution"], row["section_title"], (int(row["line"]),)
            message = say(kind, lines=lines, institution=name, group=group)
            yield Observation(f"{kind}/{group}/{name}", kind, lines, message, (name,))


def observe_townships(rows: Iterable[Record]) -> Iterator[Observation]:
    """Yield the townships that no official list of their county has."""
    places = [(row["county"], row["institution"], row["line"]) for row in rows]
    for unknown in unknown_townships(
        places, official_names(read_reference("townships"), read_reference("counties"))
    ):
        county, name, lines = unknown.county, unknown.name, unknown.lines
        message = say("township", lines=lines, near=unknown.near, county=county, township=name)
        id_ = f"unknown township/{county}/{name}"
        yield Observation(id_, "unknown township", lines, message, (name,))


def observe_numbering(gazette: Gazette) -> Iterator[Observation]:
    """Yield the gaps in the numbering of sections and items, document by document."""
    for document in gazette.documents:
        for gap in find_gaps(document):
            place = "/".join([document.id, *gap.path])
            after, missing = gap.after.label, gap.missing
            if gap.before is None:
                lines: tuple[int, ...] = (gap.after.line,)
                message = say("gap_start", lines=lines, place=place, after=after, missing=missing)
            else:
                lines = (gap.before.line, gap.after.line)
                template, before = "gap_order" if gap.out_of_order else "gap", gap.before.label
                message = say(template, lines=lines, place=place, before=before, after=after, missing=missing)
            words = (after,) if gap.before is None else (before, after)
            yield Observation(f"gap/{place}/{missing}", "gap in numbering", lines, message, words)


def observe_documents(gazette: Gazette) -> Iterator[Observation]:
    """Yield the numbers that are missing between the lowest and the highest of each series and year."""
    series: dict[str, dict[int, int]] = defaultdict(dict)
    for document in gazette.documents:
        if document.number is not None:
            series[document.id.partition("〕")[0]][document.number] = document.number_line
    for name, lines in series.items():
        for first, last in pairwise(sorted(lines)):
            around = (lines[first], lines[last])
            before, after = f"{name}〕{first}号", f"{name}〕{last}号"
            missing = str(first + 1) if last == first + 2 else f"{first + 1}–{last - 1}"
            if last > first + 1:
                id_ = f"{name}〕{missing}号"
                message = say("missing_document", lines=around, id=id_, before=before, after=after)
                yield Observation(
                    f"missing document/{id_}", "missing document", around, message, (before, after)
                )


def observe_dates(gazette: Gazette) -> Iterator[Observation]:
    """Yield the documents that are dated before one with a lower number of their series and year."""
    series: dict[str, list[Document]] = defaultdict(list)
    for document in gazette.documents:
        if document.number is not None and document.issued is not None:
            series[document.id.partition("〕")[0]].append(document)
    for document in gazette.documents:
        year = document.id.partition("〔")[2][:4]
        if document.number is not None and document.issued is not None and str(document.issued.year) != year:
            kind, lines = "date of another year", (date_line(document), document.number_line)
            message = say(kind, lines=lines, id=document.id, issued=document.issued)
            yield Observation(f"{kind}/{document.id}", kind, lines, message)
    for documents in series.values():
        for earlier, later in pairwise(sorted(documents, key=lambda one: one.number or 0)):
            if earlier.issued and later.issued and later.issued < earlier.issued:
                lines = (date_line(earlier), date_line(later))
                kind, before, after = "dates out of order", earlier.issued, later.issued
                names = {"earlier": earlier.id, "later": later.id}
                message = say(kind, [], lines, [], earlier_date=before, later_date=after, **names)
                yield Observation(f"{kind}/{earlier.id}/{later.id}", kind, lines, message)


def observe_citations(tables: Tables) -> Iterator[Observation]:
    """Yield the documents that are cited before they can have been there: of a later year, or of a higher number of the same series."""
    kind, issued = "cited before its time", {one.id: one.issued for one in tables.gazette.documents}
    for row in tables.rows["citations"]:
        own, cited = row["document"], row["cited"]
        series, year, number = parts_of_number(own)
        dated = issued.get(own)
        its_series, its_year, its_number = parts_of_number(cited)
        later = its_year > (dated.year if dated else year or its_year)
        if later or ((series, year) == (its_series, its_year) and its_number > number):
            lines = (int(row["line"]),)
            message = say(kind, lines=lines, id=own, cited=cited)
            yield Observation(f"{kind}/{own}/{cited}", kind, lines, message, (cited,))


def parts_of_number(text: str) -> tuple[str, int, int]:
    """Return the series, year and number of a document; 0 for what is not there."""
    match = re.match(r"(.*)〔(\d+)〕(?:(\d+)号)?", text)
    return (match[1], int(match[2]), int(match[3] or 0)) if match else (text, 0, 0)


def date_line(document: Document) -> int:
    """Return the line on which a document's date stands."""
    dated = (line.number for line in document.lines if read_date(line.content) == document.issued)
    return next(dated, document.number_line)


def observe_plan(table: PlanTable, place: Place) -> Iterator[Observation]:
    """Yield rows of a plan table out of the order that its place keeps, and labels of its header beside their column.

    Two rows whose names were exchanged leave every sum intact; only their order gives them away.
    """
    rows = {cell.area: cell.line for cell in table.cells}
    usual = [area for area in (table.city, *(area.name for area in place.areas)) if area in rows]
    known = [(area, line) for area, line in rows.items() if area in usual]
    moved = {area: (line,) for (area, line), other in zip(known, usual, strict=True) if area != other}
    if moved:
        kind = "rows out of order"
        message = say(kind, list(moved.items()), usual=" ".join(area for area in usual if area in moved))
        yield Observation("/".join([kind, *moved]), kind, all_lines(moved.items()), message, tuple(moved))
    for line, name, printed, true in table.displaced:
        message = say("displaced", lines=[line], label=name, printed=printed, true=true)
        id_ = f"displaced label/{name}"
        yield Observation(id_, "displaced label", (line,), message, (name,), for_information=True)


def observe_tasks(totals: Sequence[Record]) -> Iterator[Observation]:
    """Yield the areas that the prose states and no figure of its document's table repeats."""
    tabled = {row["document"] for row in totals if row["origin"] == "table"}
    for row in totals:
        if (
            row["origin"] != "prose"
            or row["unit"] not in MU
            or row["repeats"]
            or row["document"] not in tabled
        ):
            continue
        kind, lines = "task without a column", (int(row["line"]),)
        message = say(kind, lines=lines, item=row["item"], printed=row["printed"])
        yield Observation(f"{kind}/{row['item']}", kind, lines, message, (row["item"], row["printed"]))


def observe_training(tables: Tables) -> Iterator[Observation]:
    """Yield what the stated shares and the stated subsidized training imply; it is told, not judged."""
    targets: list[dict[str, Any]] = tables.rows["training"]
    subsidized: list[dict[str, Any]] = [
        row for row in tables.rows["training_totals"] if "补贴" in row["item"]
    ]
    implied = sum(
        Fraction(str(row["upskilling_share_min"])) * int(row["quantity"])
        for row in targets
        if row["upskilling_share_min"] is not None
    )
    if implied and subsidized:
        amounts = (int(implied), int(subsidized[0]["quantity"]), sum(int(row["quantity"]) for row in targets))
        least, paid, whole = (f"{amount:,}" for amount in amounts)
        message = say("shares", implied=least, subsidized=paid, total=whole)
        lines = (int(subsidized[0]["line"]),)
        yield Observation("implied share/training", "implied share", lines, message, for_information=True)


def observe_parts(totals: Sequence[Record]) -> Iterator[Observation]:
    """Yield the figures of the prose that 其中 or 含 makes a part of one before them, and that are larger."""
    for number, row in enumerate(totals):
        wholes = [
            one
            for one in totals[:number]
            if (one["document"], one["item"], one["unit"]) == (row["document"], row["part_of"], row["unit"])
        ]
        if not wholes or row["quantity"] <= wholes[-1]["quantity"]:
            continue
        lines = tuple(sorted({int(one["line"]) for one in (row, wholes[-1])}))
        texts = {"part": row["item"], "whole": row["part_of"]}
        printed = {"part_text": row["printed"], "whole_text": wholes[-1]["printed"]}
        yield Observation(
            f"{PART_EXCEEDS}/{row['document']}/{row['item']}",
            PART_EXCEEDS,
            lines,
            say("part_exceeds_in_prose", lines=lines, **texts, **printed),
            (row["printed"], wholes[-1]["printed"]),
        )


def observe_formulas(tables: Tables) -> Iterator[Observation]:
    """Yield the texts that a spreadsheet which opens the CSVs would take for a formula.

    The data package is data and has them as printed; the workbook marks them as text.
    """
    kind = "text like a formula"
    for table, rows in tables.rows.items():
        for row in rows:
            for column, text in row.items():
                if isinstance(text, str) and text.startswith(FORMULA_MARKS):
                    id_, lines = f"{kind}/{table}/{column}/{row['line']}", (row["line"],)
                    message = say(kind, lines=lines, table=table, column=column, text=text[:SHOWN_TEXT])
                    yield Observation(id_, kind, lines, message, (text,))
