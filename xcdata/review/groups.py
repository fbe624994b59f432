"""Whether groups, their officers and what they cite agree with what else the text says.

In: the tables of a text. Out: observations of officers who do not sit in the group, of committees whose prose and list differ, of people with
several seats, and of documents of the place that are cited and not there.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from xcdata.dataset.tables import Tables
from xcdata.gazette.documents import Document, Record
from xcdata.gazette.duties.organs import resolve
from xcdata.gazette.duties.responsibility import named
from xcdata.gazette.passage import Passage, passage
from xcdata.gazette.places import Place
from xcdata.review.noticed import Entry, Observation, all_lines, say

HAN = "[\u3400-\u9fff]"
OFFICERS = re.compile(
    rf"(?:[，。；]|^)由?(?P<names>{HAN}{{2,4}}(?:、{HAN}{{2,4}})*?)(?:同志)?兼任(?:领导小组)?办公室(?:常务)?副?主任"
)
HEAD = re.compile(rf"(?P<name>{HAN}{{2,3}})(?:同志)?为(?P<role>副?组长|副?主任)")
SEATS = re.compile(
    r"(?P<role>委员|成员)由(?P<organs>[^。；]+?)(?:等(?:相关|有关)?(?:部门|单位))?(?:主要)?负责(?:人|同志)担任"
)


def observe_groups(tables: Tables) -> Iterator[Observation]:
    """Yield what is noticed of groups and citations."""
    seats: dict[str, list[Record]] = defaultdict(list)
    for row in tables.rows["members"]:
        seats[row["document"]].append(row)
    for document in tables.gazette.documents:
        own = [row for row in seats[document.id] if row["name"]]
        if own:
            text = passage(document.lines)
            yield from strange_officers(document, text, own)
            yield from prose_and_list(document, text, own, tables)
    yield from several_seats(tables.rows["members"], tables.gazette.place)
    yield from cited_and_not_here(tables)


def strange_officers(document: Document, text: Passage, own: list[Record]) -> Iterator[Observation]:
    """Yield the heads of groups and of their offices who do not sit in any group of the notice."""
    names = {row["name"] for row in own}
    for match in OFFICERS.finditer(text.text):
        for name in match["names"].split("、"):
            if name not in names:
                lines = (text.places[match.start("names")][0],)
                yield Observation(
                    f"officer without seat/{document.id}/{name}",
                    "officer without seat",
                    lines,
                    say("officer without seat", lines=lines, person=name),
                    (name,),
                )
    for match in HEAD.finditer(text.text):
        role = [row for row in own if row["role"] == match["role"]]
        if role and not any(match["name"].endswith(row["name"]) for row in role):
            both = (text.places[match.start()][0], int(role[0]["line"]))
            message = say("officer without seat", lines=both, person=match["name"])
            yield Observation(
                f"officer without seat/{document.id}/{match['role']}",
                "officer without seat",
                both,
                message,
                (match["name"],),
            )


def prose_and_list(
    document: Document, text: Passage, own: list[Record], tables: Tables
) -> Iterator[Observation]:
    """Yield the organs that the prose gives a seat and the list does not, and the other way round."""
    for match in SEATS.finditer(text.text):
        place = tables.gazette.place
        said = {
            resolve(one.printed, place) or one.printed for one in named(text, *match.span("organs"), "member")
        }
        # The first post that is an organ's own counts: 市政协副主席、商务局局长 sits for the bureau.
        listed = {organ for row in own if row["role"] == match["role"] for organ in organs_of(row, place)}
        line = text.places[match.start()][0]
        for name in sorted(said - listed):
            kind = "seat without member"
            yield Observation(
                f"{kind}/{document.id}/{name}", kind, (line,), say(kind, lines=(line,), organ=name)
            )


def organs_of(row: Record, place: Place) -> set[str]:
    """Return the organs that the posts of a member are of."""
    found = set()
    for post in re.split("[、，]", row["post"] or ""):
        for end in range(len(post), 1, -1):
            organ = resolve(post[:end], place)
            if organ:
                found.add(organ)
                break
    return found


def several_seats(members: list[Record], place: Place) -> Iterator[Observation]:
    """Yield the people who sit in several groups: for information where their organ is one, to be noticed where it is not."""
    seats: dict[str, list[Record]] = defaultdict(list)
    for row in members:
        if row["name"]:
            seats[row["name"]].append(row)
    for name, rows in seats.items():
        if len({(row["document"], row["body"]) for row in rows}) < 2:
            continue
        entries: list[Entry] = [(f"{row['body']}·{row['post']}", [int(row["line"])]) for row in rows]
        organs = set.intersection(*(organs_of(row, place) for row in rows))
        kind = "several seats" if organs else "several posts"
        message = say(kind, entries, person=name)
        yield Observation(
            f"{kind}/{name}",
            kind,
            all_lines(entries),
            message,
            (name,),
            for_information=kind == "several seats",
        )


def cited_and_not_here(tables: Tables) -> Iterator[Observation]:
    """Yield the documents of the place that are cited, those that are repealed named as such."""
    here = {document.id for document in tables.gazette.documents}
    for row in tables.rows["citations"]:
        series = row["cited"].partition("〔")[0]
        if series in tables.gazette.place.codes and row["cited"] not in here:
            kind = "repealed" if row["relation"] == "repeals" else "cited and not here"
            lines = (int(row["line"]),)
            message = say(kind, lines=lines, cited=row["cited"], document=row["document"])
            yield Observation(f"{kind}/{row['cited']}", kind, lines, message, for_information=True)
