"""Stated counts beside the recipients that they are of.

In: recipients, lists, counts as printed. Out: a :class:`Count` for each, with the recipients that were counted for it, or the problem
that it cannot be read, or is not there though headings beside it have one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, fields

from xcdata.errors import Problem, Reason
from xcdata.gazette.awards.counts import Stated
from xcdata.gazette.awards.lists import List
from xcdata.gazette.documents import Document, Record
from xcdata.gazette.passage import squeeze

GENERIC = ("单位", "集体", "团体", "个人", "同志", "教师", "人", "企业", "学校", "人员", "职工", "干部", "")


@dataclass(frozen=True, slots=True)
class Recipient:
    """A row of ``awards`` before its stage and county; ``place`` is the line that opens the list it stands in."""

    place: int
    document: str
    line: int
    award: str
    recipient_kind: str
    name: str
    institution: str | None
    section: str | None = None
    section_title: str | None = None


COLUMNS = [one.name for one in fields(Recipient) if one.name != "place"]


@dataclass(frozen=True, slots=True)
class Count:
    """A stated count and the recipients that it should be: a row of ``award_counts``."""

    document: str
    stated: Stated
    item: str
    section: str | None
    counted: tuple[Recipient, ...]


@dataclass
class Rosters:
    """What the notices of awards hold."""

    recipients: list[Recipient] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    read: set[int] = field(default_factory=set)


def count_row(one: Count) -> Record:
    """Return the row of a stated count."""
    return {
        "document": one.document,
        "line": one.stated.line,
        "column": one.stated.column,
        "section": one.section,
        "item": one.item,
        "printed": one.stated.printed,
        "stated": one.stated.value,
        "counted": len(one.counted),
    }


def count_in_heading(
    document: Document, found: Rosters, one: List, kept: Sequence[List], own: Sequence[Recipient]
) -> None:
    """Set the count of a heading beside the entries below it; tell of one that cannot be read or is not there."""
    below = [other for other in kept if other.part == one.part and other.path[: len(one.path)] == one.path]
    places = {other.heading.number for other in below}
    counted = [row for row in own if row.place in places]
    if one.count:
        add_count(document, found, one.count, one.title, one.section, counted)
        return
    level = [
        other
        for other in kept
        if (other.part, other.rank) == (one.part, one.rank) and other.path[:-1] == one.path[:-1]
    ]
    if one.rank >= 0 and any(other.count for other in level):
        found.problems.append(
            Problem(
                "roster_count_missing",
                document.id,
                one.heading.number,
                one.heading.content[:40],
                reason=Reason.MISSING,
            )
        )
    elif one.path and not counted and not one.lines:
        found.problems.append(
            Problem(
                "roster_empty",
                document.id,
                one.heading.number,
                one.heading.content[:40],
                reason=Reason.MISSING,
            )
        )


def count_in_prose(
    document: Document,
    found: Rosters,
    one: Stated,
    kept: Sequence[List],
    own: Sequence[Recipient],
    stated: Sequence[Stated],
) -> None:
    """Set a count of the prose beside the entries it is of: those of the section it names, or all of their kind.

    What names a section that is not printed counts nothing.
    """
    generic = not plain(one.honour or one.item) or one.item == one.printed
    words = plain(one.honour) or ("" if one.item in GENERIC else plain(one.item))
    same = [other for other in kept if words and plain(other.title) == words]
    like = [
        other
        for other in kept
        if words and (words in plain(other.title) or plain(other.title)[-len(words) :] == words)
    ]
    alone = one.kind is not None and sum(other.kind == one.kind for other in stated) == 1
    whole = not words or generic or (any(row.award and plain(row.award) == words for row in own) and not same)
    if same or (like and not whole):
        paths = [(other.part, other.path) for other in same or like]
        places = {
            other.heading.number
            for other in kept
            if any(other.part == part and other.path[: len(path)] == path for part, path in paths)
        }
        counted = [row for row in own if row.place in places]
    elif whole or alone:
        counted = of_kind(own, one.kind)
    else:
        counted = []
    item = one.item if whole or not one.honour else one.honour
    add_count(document, found, one, item or one.honour, None, counted)


def side(row: Recipient) -> str:
    """Tell whether a recipient is a person or what counts as a unit."""
    return "person" if row.recipient_kind == "person" else "unit"


def of_kind(rows: Sequence[Recipient], kind: str | None) -> list[Recipient]:
    """Return the people, the units, or all."""
    return [row for row in rows if kind in (None, side(row))]


def plain(words: str) -> str:
    """Return a title or honour without what notices add to it."""
    return re.sub(r"^\d{4}年?度?|名单$|荣誉称号$|称号$|[“”‘’]", "", squeeze(words))


def add_count(
    document: Document,
    found: Rosters,
    stated: Stated,
    item: str,
    section: str | None,
    counted: Sequence[Recipient],
) -> None:
    """Add a count, or the problem that it cannot be read."""
    if stated.value is None:
        found.problems.append(Problem("roster_count", document.id, stated.line, stated.printed))
    else:
        found.counts.append(Count(document.id, stated, item, section, tuple(counted)))
