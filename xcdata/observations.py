"""What reviewers look for beyond sums.

In: a gazette's tables. Out: one :class:`Observation` for each thing noticed, in words. People and documents are looked at
here; institutions, townships and numbering in rooms of their own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from xcdata.gazette import Gazette
from xcdata.institutions import bureaus, characters, normal_form, spellings
from xcdata.labels import LANGUAGES, label
from xcdata.numbering import find_gaps
from xcdata.tables import Tables, load
from xcdata.townships import unknown_townships

Row = Mapping[str, Any]
Entry = tuple[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Observation:
    """Something noticed in the text that is no sum.

    Attributes
    ----------
    id : str
        Names it in findings and known issues, e.g. ``repeated person/许昌高级中学/郁俊峰``.
    kind : str
        What sort it is; named in ``labels.toml`` under ``[kind]``.
    lines : tuple of int
        Where it stands.
    message : dict of str to str
        In words, by language (``zh``, ``en``).
    for_information : bool
        True where nothing needs to be explained.
    """

    id: str
    kind: str
    lines: tuple[int, ...]
    message: dict[str, str]
    for_information: bool = False


@dataclass(frozen=True, slots=True)
class Honour:
    """One time that a person is listed: as such, or as the teacher whose class is honoured as a team.

    Attributes
    ----------
    name, institution, award : str
        Where no institution is given, the notice stands for it.
    line : int
    """

    name: str
    institution: str
    award: str
    line: int


def observe(tables: Tables) -> Iterator[Observation]:
    """Yield everything noticed, kind by kind, in the order of the text.

    Parameters
    ----------
    tables : Tables
        Of any gazette; the official townships are those of ``data/reference``.

    Yields
    ------
    Observation
        Each with an id of its own: the second of a name ends in ``#2``.
    """
    awards = tables.frames["awards"]
    rows: list[Row] = awards.astype(object).where(awards.notna(), None).to_dict("records")
    seen: Counter[str] = Counter()
    for found in (
        observe_people(rows),
        observe_institutions(rows, tables.gazette),
        observe_townships(rows),
        observe_numbering(tables.gazette),
        observe_documents(tables.gazette),
    ):
        for observation in found:
            seen[observation.id] += 1
            count = seen[observation.id]
            yield observation if count == 1 else replace(observation, id=f"{observation.id}#{count}")


def observe_people(rows: Iterable[Row]) -> Iterator[Observation]:
    """Yield the people listed more than once, then the names that people of different institutions bear."""
    people: dict[str, dict[str, list[Honour]]] = defaultdict(lambda: defaultdict(list))
    for honour in map(read_honour, rows):
        if honour:
            people[honour.name][normal_form(honour.institution)].append(honour)
    homes = [honours for found in people.values() for honours in found.values()]
    for honours in sorted(homes, key=lambda honours: honours[0].line):
        first = honours[0]
        if len(honours) > 1:
            entries = [(honour.award, (honour.line,)) for honour in honours]
            yield Observation(
                f"repeated person/{first.institution}/{first.name}",
                "repeated person",
                all_lines(entries),
                say("repeated", entries, person=first.name, institution=first.institution, count=len(honours)),
            )
    for name, found in people.items():
        if len(found) > 1:
            entries = [
                (honours[0].institution, tuple(honour.line for honour in honours))
                for honours in found.values()
            ]
            message = say("namesakes", entries, person=name)
            yield Observation(f"namesakes/{name}", "namesakes", all_lines(entries), message, True)


def read_honour(row: Row) -> Honour | None:
    """Read a row of ``awards``; None for a unit, and for a team that is not named after a person."""
    institution = row["institution"] or row["document"]
    award = row["award"] if row["section_title"] in (None, row["award"]) else f"{row['award']}·{row['section_title']}"
    name = row["name"]
    if row["recipient_kind"] == "team":
        name = name.removesuffix("班级团队").removeprefix(institution)
    named = row["recipient_kind"] == "person" or name != row["name"]
    return Honour(name, institution, award, row["line"]) if named else None


def observe_institutions(rows: Iterable[Row], gazette: Gazette) -> Iterator[Observation]:
    """Yield the institutions of the rosters, and the bureaus that the notices list, with two spellings."""
    listed = [(row["institution"], row["line"]) for row in rows if row["institution"]]
    groups = [*spellings(listed, normal_form), *spellings(bureaus(gazette.lines), characters)]
    for group in groups:
        entries = list(group.items())
        id_ = "/".join(["institution written in two ways", *group])
        yield Observation(
            id_, "institution written in two ways", all_lines(entries), say("two_ways", entries)
        )


def observe_townships(rows: Iterable[Row]) -> Iterator[Observation]:
    """Yield the townships that no official list of their county has; zones without a code are not judged."""
    townships, counties = load("townships"), load("counties").dropna(subset="gbt2260")
    official = {
        county: {*of_county["name_2021"].dropna(), *of_county["name_2023"].dropna()}
        for county, code in zip(counties["county"], counties["gbt2260"], strict=True)
        for of_county in [townships[townships["county_code"] == code]]
    }
    places = [
        (row["county"], row["institution"], row["line"])
        for row in rows
        if row["county"] and row["institution"]
    ]
    for unknown in unknown_townships(places, official):
        yield Observation(
            f"unknown township/{unknown.county}/{unknown.name}",
            "unknown township",
            unknown.lines,
            say(
                "township",
                lines=unknown.lines,
                near=unknown.near,
                county=unknown.county,
                township=unknown.name,
            ),
        )


def observe_numbering(gazette: Gazette) -> Iterator[Observation]:
    """Yield the gaps in the numbering of sections and items, document by document."""
    for document in gazette.documents:
        for gap in find_gaps(document):
            place = "/".join([document.id, *gap.path])
            before = gap.before.label if gap.before else ""
            lines = (gap.before.line, gap.after.line) if gap.before else (gap.after.line,)
            template = "gap_order" if gap.out_of_order else "gap" if gap.before else "gap_start"
            texts = {"place": place, "before": before, "after": gap.after.label, "missing": gap.missing}
            message = say(template, lines=lines, **texts)
            yield Observation(f"gap/{place}/{gap.missing}", "gap in numbering", lines, message)


def observe_documents(gazette: Gazette) -> Iterator[Observation]:
    """Yield the numbers that are missing between the lowest and the highest of each series and year."""
    series: dict[str, dict[int, int]] = defaultdict(dict)
    for document in gazette.documents:
        series[document.id.partition("〕")[0] + "〕"][document.number] = document.number_line
    for name, lines in series.items():
        for before, after in pairwise(sorted(lines)):
            for number in range(before + 1, after):
                around = (lines[before], lines[after])
                texts = {"id": f"{name}{number}号", "before": f"{name}{before}号", "after": f"{name}{after}号"}
                message = say("missing_document", lines=around, **texts)
                yield Observation(f"missing document/{texts['id']}", "missing document", around, message)


def all_lines(entries: Iterable[Entry]) -> tuple[int, ...]:
    """Return the lines of all entries, in the order of the text."""
    return tuple(sorted(line for _, lines in entries for line in lines))


def say(
    template: str,
    entries: Sequence[Entry] = (),
    lines: Sequence[int] = (),
    near: Sequence[str] = (),
    **texts: object,
) -> dict[str, str]:
    """Put a finding into words: the template filled in with its entries, lines and near names, by language."""
    return {
        lang: label(
            "message",
            template,
            lang,
            entries=label("message", "semicolon", lang).join(
                label("message", "at", lang, what=what, lines=said_lines(where, lang))
                for what, where in entries
            ),
            lines=said_lines(lines, lang),
            near=label("message", "comma", lang).join(near) or label("message", "none", lang),
            **texts,
        )
        for lang in LANGUAGES
    }


def said_lines(lines: Sequence[int], lang: str) -> str:
    """Return 'line 3' or 'lines 3, 5'."""
    numbers = label("message", "comma", lang).join(map(str, lines))
    return label("message", "line" if len(lines) == 1 else "lines", lang, lines=numbers)
