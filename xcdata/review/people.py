"""People who are listed more than once, and names that several people bear.

In: rows of ``awards``. Out: groups of :class:`Honour`, one for each person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from xcdata.review.institutions import normal_form

TEAM_SUFFIX = "班级团队"


@dataclass(frozen=True, slots=True)
class Honour:
    """One time that a person is listed: as such, or as the teacher that an honoured team is named after.

    Attributes
    ----------
    name, institution : str
        Where no institution is given, the notice stands for it.
    award : str
        With the title of its section, where that says more.
    line : int
    """

    name: str
    institution: str
    award: str
    line: int


def people(rows: Iterable[Mapping[str, Any]]) -> list[list[Honour]]:
    """Group the honours by person, in the order of the text.

    A person is a name and an institution, the institution in its normal form: who is listed with its two
    spellings is one person.
    """
    found: dict[tuple[str, str], list[Honour]] = defaultdict(list)
    for row in rows:
        honour = read_honour(row)
        if honour:
            found[honour.name, normal_form(honour.institution)].append(honour)
    return list(found.values())


def namesakes(persons: Iterable[list[Honour]]) -> list[list[list[Honour]]]:
    """Return the groups of people who bear one name."""
    by_name: dict[str, list[list[Honour]]] = defaultdict(list)
    for honours in persons:
        by_name[honours[0].name].append(honours)
    return [group for group in by_name.values() if len(group) > 1]


def read_honour(row: Mapping[str, Any]) -> Honour | None:
    """Read a row of ``awards``; None for a unit, and for a team that is not named after a person."""
    institution, award, title = row["institution"] or row["document"], row["award"], row["section_title"]
    name = row["name"]
    if row["recipient_kind"] != "person":
        name = name.removeprefix(institution).removesuffix(TEAM_SUFFIX) if name.endswith(TEAM_SUFFIX) else ""
    says_more = title and title != award
    return (
        Honour(name, institution, f"{award}·{title}" if says_more else award, row["line"]) if name else None
    )
