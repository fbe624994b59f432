"""What one member of a list lacks and all of its neighbours have.

In: the tables of a text. Out: observations of a section without organs between sections that name them, of a heading that the table
of tasks passes over, of a stage that is left out, of the one area that a list of areas does not name, and of a group without
members.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from xcdata.dataset.tables import Tables
from xcdata.gazette.documents import Document, Record
from xcdata.gazette.outline import Section, number_of, sections
from xcdata.gazette.passage import squeeze
from xcdata.gazette.places import Place
from xcdata.review.noticed import Observation, say

FEWEST = 3
"""So many members a list has before one that differs is the odd one."""
CODE = re.compile(r"(?P<numeral>[IVXL]+)\s*[—–-]\s*(?P<number>\d+)")
ROMAN = dict(
    zip(["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"], range(1, 13), strict=True)
)
STAGE = re.compile(r"\W*第(?P<number>[一二三四五六七八九十]+)阶段")
HEADS = re.compile("^(?:组长|主任|主任委员|总指挥)$")
SEATS = re.compile("成员|委员")


def observe_siblings(tables: Tables) -> Iterator[Observation]:
    """Yield what one of a list lacks, document by document."""
    tasks: dict[str, list[Record]] = defaultdict(list)
    for row in tables.rows["tasks"]:
        tasks[row["document"]].append(row)
    for document in tables.gazette.documents:
        own = tasks[document.id]
        if own:
            found = sections(document.parts[0])
            yield from without_organs(document, found, own)
            yield from passed_over(document, found, own)
        yield from stages(document)
    yield from listed_twice(tables)
    yield from registers_in_order(tables)
    yield from areas_left_out(tables)
    yield from heads_alone(tables.rows["members"])


def families(found: Sequence[Section]) -> Iterator[list[Section]]:
    """Yield the sections that stand beside one another under one heading."""
    beside: dict[tuple[tuple[str, ...], str], list[Section]] = defaultdict(list)
    for section in found:
        beside[section.path[:-1], section.item.style].append(section)
    yield from beside.values()


def odd_one(family: Sequence[Section], fits: Sequence[bool]) -> Section | None:
    """Return the only one that does not fit among three or more, or None."""
    if len(family) < FEWEST or fits.count(False) != 1:
        return None
    return family[fits.index(False)]


def without_organs(
    document: Document, found: Sequence[Section], own: Sequence[Record]
) -> Iterator[Observation]:
    """Yield each section that names no organ although all sections beside it do, themselves or below."""
    paths = [row["path"] for row in own if row["kind"] == "task" and "/" not in row["path"]]
    outer = {section.path[:-1] for section in found}
    for family in families(found):
        fits = [any(path.startswith("".join(one.path)) for path in paths) for one in family]
        odd = odd_one(family, fits)
        # A chapter of principles among chapters of tasks is no slip; a paragraph among paragraphs is.
        if odd is not None and odd.path not in outer:
            kind, lines, path = "section without organs", (odd.heading.number,), "".join(odd.path)
            message = say(kind, lines=lines, path=path, sisters=len(family) - 1)
            yield Observation(f"{kind}/{document.id}/{path}", kind, lines, message)


def passed_over(document: Document, found: Sequence[Section], own: Sequence[Record]) -> Iterator[Observation]:
    """Yield each heading that a table of tasks does not name although it names those beside it."""
    titles = {
        squeeze(row["title"]) for row in own if "/" in row["path"] and row["heading_line"] != row["line"]
    }
    for family in families(found) if titles else ():
        fits = [squeeze(one.title.partition("。")[0]) in titles for one in family]
        odd = odd_one(family, fits)
        if odd is not None:
            kind, lines = "heading without row", (odd.heading.number,)
            title = squeeze(odd.title.partition("。")[0])
            yield Observation(
                f"{kind}/{document.id}/{title}", kind, lines, say(kind, lines=lines, title=title), (title,)
            )


def stages(document: Document) -> Iterator[Observation]:
    """Yield each stage whose number does not follow the one before it."""
    last = 0
    for line in document.lines:
        match = STAGE.match(line.text)
        if match is None:
            continue
        number = number_of(match["number"])
        if number not in (last + 1, 1):
            kind, lines = "stage left out", (line.number,)
            message = say(kind, lines=lines, stage=match[0].strip())
            yield Observation(
                f"{kind}/{document.id}/{line.number}", kind, lines, message, (match[0].strip(),)
            )
        last = number


def listed_twice(tables: Tables) -> Iterator[Observation]:
    """Yield each organ that a task names twice in one role, and each person or organ that sits twice in one body."""
    seen: dict[tuple[object, ...], int] = {}
    for table, names in (("task_organs", ("path", "role", "organ")), ("members", ("body", "name", "organ"))):
        for row in tables.rows[table]:
            who = row["name"] if table == "members" and row["name"] else row["organ"]
            key = (
                table,
                row["document"],
                *(row[name] for name in names if name != "organ" or row.get("name") is None),
            )
            if who and key in seen:
                kind, lines = "listed twice", (seen[key], int(row["line"]))
                message = say(kind, lines=lines, who=who)
                yield Observation(
                    f"{kind}/{row['document']}/{row[names[0]]}/{who}",
                    kind,
                    lines,
                    message,
                    (str(row.get("printed") or who),),
                )
            seen[key] = int(row["line"])


def registers_in_order(tables: Tables) -> Iterator[Observation]:
    """Yield each entry of a list whose number, or the number of whose code, does not follow the entry above it, and each code of another category."""
    last: dict[str, Record] = {}
    for row in tables.rows["list_items"]:
        before = last.get(row["document"])
        expected = before["number"] + 1 if before else 1
        code, above = code_of(row), code_of(before) if before else None
        odd = row["number"] != expected
        if code and above and before and before["category"] == row["category"]:
            odd = odd or code != (above[0], above[1] + 1)
        elif code and row["category_no"]:
            odd = odd or ROMAN.get(code[0]) != number_of(row["category_no"])
        if odd:
            kind, lines = "list out of order", (int(row["line"]),)
            message = say(kind, lines=lines, name=row["name"], number=row["code"] or row["number"])
            yield Observation(f"{kind}/{row['document']}/{row['name']}", kind, lines, message, (row["name"],))
        last[row["document"]] = row


def code_of(row: Record) -> tuple[str, int] | None:
    """Return the numeral and the number of an entry's code (VIII-42), or None."""
    match = CODE.fullmatch(row["code"] or "")
    return (match["numeral"], int(match["number"])) if match else None


def areas_left_out(tables: Tables) -> Iterator[Observation]:
    """Yield the one area of the place that a list of seats or topics does not name, where it names all others."""
    place = tables.gazette.place
    wanted = [area.name for area in place.areas if area.institutions]
    named: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for row in tables.rows["members"]:
        note(named[row["document"], row["body"]], row, place)
    kinds = {(row["document"], row["path"]): row["kind"] for row in tables.rows["tasks"]}
    for row in tables.rows["task_organs"]:
        if kinds.get((row["document"], row["path"])) == "topic":
            note(named[row["document"], row["path"].partition("/")[0]], row, place)
    for (document, name), there in named.items():
        missing = [area for area in wanted if area not in there]
        if len(missing) == 1 and len(wanted) > FEWEST:
            kind, lines = "area left out", (min(there.values()), max(there.values()))
            message = say(kind, lines=lines, name=name, area=missing[0])
            yield Observation(f"{kind}/{document}/{name}/{missing[0]}", kind, lines, message)


def note(there: dict[str, int], row: Record, place: Place) -> None:
    """Note the area whose organ a row names, with its line."""
    area = place.county_of(row["organ"]) if row["organ"] else None
    if area in {one.name for one in place.areas}:
        there.setdefault(str(area), int(row["line"]))


def heads_alone(members: Sequence[Record]) -> Iterator[Observation]:
    """Yield each group that has a head and no member."""
    roles: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for row in members:
        roles[row["document"], row["body"]].setdefault(row["role"], int(row["line"]))
    for (document, body), there in roles.items():
        if any(map(HEADS.match, there)) and not any(map(SEATS.search, there)):
            kind, lines = "group without members", (min(there.values()),)
            yield Observation(f"{kind}/{document}/{body}", kind, lines, say(kind, lines=lines, name=body))
