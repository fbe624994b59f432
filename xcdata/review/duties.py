"""Whether who does what by when hangs together.

In: the tables of a text. Out: an observation for each task that lacks what its sisters have, each deadline after the programme's end,
each list of organs or titles that differs from the one that it should equal, and each level whose hours are not its days.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from xcdata.dataset.tables import Tables
from xcdata.gazette.documents import Document, Record
from xcdata.gazette.duties.organs import resolve
from xcdata.gazette.duties.periods import find_period
from xcdata.gazette.duties.responsibility import DEADLINE, named
from xcdata.gazette.outline import sections
from xcdata.gazette.passage import passage, squeeze
from xcdata.gazette.rules.levels import LASTING
from xcdata.review.noticed import Observation, say

END = re.compile(
    r"(?:截止(?:时间)?(?:至|到|为)?|(?:创建|实施|规划)期(?:限)?(?:至|到))(?P<time>\d{4}年\d{1,2}月(?:\d{1,2}日)?(?:底)?)"
)
UNITS = re.compile(r"成员单位(?:包括|有|为)?[：:](?P<organs>[^。；]+?)等?[。；]")
HOURS_A_DAY = 24


def observe_duties(tables: Tables) -> Iterator[Observation]:
    """Yield what does not hang together, document by document."""
    tasks: dict[str, list[Record]] = defaultdict(list)
    for row in tables.rows["tasks"]:
        tasks[row["document"]].append(row)
    for document in tables.gazette.documents:
        own = tasks[document.id]
        yield from unlike_sisters(document, own, tables.rows["task_organs"])
        yield from late(document, own)
        yield from unlike_starts(document, own)
        yield from units_without_duty(document, own, tables)
        yield from titles_without_heading(document, own)
    for row in tables.rows["alert_levels"]:
        for days, hours in LASTING.findall(row["condition"]):
            if int(days) * HOURS_A_DAY != int(hours):
                kind, lines = "hours and days", (int(row["line"]),)
                message = say(kind, lines=lines, level=row["level"], days=days, hours=hours)
                yield Observation(
                    f"{kind}/{row['document']}/{row['level']}/{days}", kind, lines, message, (f"{hours}小时",)
                )


def unlike_sisters(document: Document, own: list[Record], organs: list[Record]) -> Iterator[Observation]:
    """Yield each task that alone of its document lacks a lead, a support or a deadline, or states it otherwise."""
    roles: dict[str, set[str]] = defaultdict(set)
    for row in organs:
        if row["document"] == document.id:
            roles[row["path"]].add(row["role"])
    listed = [row for row in own if row["kind"] == "task"]
    for part in ("lead", "support", "responsible", "deadline"):
        without = [
            row
            for row in listed
            if not (row["deadline"] if part == "deadline" else part in roles[row["path"]])
        ]
        if len(without) == 1 and len(listed) > 2:  # two tasks that differ do not say which of them is odd
            (row,) = without
            kind, lines = f"task without {part}", (int(row["line"]),)
            id_ = f"{kind}/{document.id}/{row['path']}"
            yield Observation(
                id_, kind, lines, say(kind, lines=lines, path=row["path"], sisters=len(listed) - 1)
            )


def unlike_starts(document: Document, own: list[Record]) -> Iterator[Observation]:
    """Yield each task that begins when none of its sisters does, all of which begin together, or after its own deadline."""
    dated = [row for row in own if row["kind"] == "task" and row["start"]]
    starts = Counter(row["start"] for row in dated)
    usual = max(starts, key=lambda day: starts[day]) if starts else None
    for row in dated:
        alone = starts[row["start"]] == 1 and len(dated) > 2 and starts[usual] == len(dated) - 1
        if alone or (row["deadline"] and row["start"] > row["deadline"]):
            kind, lines = "start unlike its sisters", (deadline_line(document, row),)
            message = say(kind, lines=lines, path=row["path"], start=row["start"], usual=usual)
            stated = tuple(map(str, filter(None, (row["start"], usual, row["deadline"]))))
            yield Observation(f"{kind}/{document.id}/{row['path']}", kind, lines, message, stated=stated)


def late(document: Document, own: list[Record]) -> Iterator[Observation]:
    """Yield each deadline after the end that the programme itself sets."""
    text = passage(document.body)
    end = END.search(text.text)
    limit = find_period(end["time"]).deadline if end else None
    if end is None or limit is None:
        return
    for row in own:
        if row["deadline"] and row["deadline"] > limit:
            kind, lines = (
                "deadline after the end",
                (deadline_line(document, row), text.places[end.start()][0]),
            )
            message = say(kind, lines=lines, path=row["path"], deadline=row["deadline"], end=limit)
            stated = (str(row["deadline"]), str(limit))
            yield Observation(f"{kind}/{document.id}/{row['path']}", kind, lines, message, stated=stated)


def deadline_line(document: Document, task: Record) -> int:
    """Return the line below a task's heading that states its deadline."""
    below = (line for line in document.lines if line.number >= task["heading_line"])
    return next((line.number for line in below if DEADLINE.search(line.text)), int(task["line"]))


def units_without_duty(document: Document, own: list[Record], tables: Tables) -> Iterator[Observation]:
    """Yield each organ that a list of member units names and whose duties are not there, and the other way round."""
    duties = [row for row in own if row["kind"] == "duty"]
    text = passage(document.body)
    match = UNITS.search(text.text)
    if not duties or match is None:
        return
    place = tables.gazette.place
    units = {
        resolve(one.printed, place) or one.printed: one
        for one in named(text, *match.span("organs"), "member")
    }
    charged = {resolve(row["title"], place) or row["title"]: row for row in duties}
    # What closes the list of duties may stand outside the city's organs (事发地政府).
    for name in units.keys() - charged.keys():
        kind, lines = "member without duty", (units[name].line, int(duties[0]["line"]))
        yield Observation(
            f"{kind}/{document.id}/{name}", kind, lines, say(kind, lines=lines, organ=units[name].printed)
        )
    strange = (
        [name for name in charged if name not in units][:-1]
        if len(charged) > len(units)
        else [n for n in charged if n not in units]
    )
    for name in strange:
        kind, lines = "duty without member", (int(charged[name]["line"]), text.places[match.start()][0])
        yield Observation(
            f"{kind}/{document.id}/{name}", kind, lines, say(kind, lines=lines, organ=charged[name]["title"])
        )
    both = [name for name in units if name in charged]
    if both != [name for name in charged if name in units]:
        kind, lines = "duties out of order", (text.places[match.start()][0], int(duties[0]["line"]))
        yield Observation(f"{kind}/{document.id}", kind, lines, say(kind, lines=lines))


def titles_without_heading(document: Document, own: list[Record]) -> Iterator[Observation]:
    """Yield each title of a table of tasks that no heading of the prose has."""
    in_table = [
        row
        for row in own
        if row["kind"] == "task" and row["heading_line"] != row["line"] and "/" in row["path"]
    ]
    if not in_table:
        return
    titles = {
        squeeze(section.title.partition("。")[0]) for part in document.parts[:1] for section in sections(part)
    }
    for row in in_table:
        if squeeze(row["title"]) not in titles and titles:
            kind, lines = "title without heading", (int(row["line"]),)
            message = say(kind, lines=lines, title=row["title"])
            yield Observation(f"{kind}/{document.id}/{row['path']}", kind, lines, message, (row["title"],))
