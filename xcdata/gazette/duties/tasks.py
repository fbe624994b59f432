"""What has to be done, by whom and by when.

In: a gazette. Out: the rows of ``tasks`` and ``task_organs``. A task is a section that says who is responsible for it; a row of a table
whose header has a column of lead organs; a topic of research, whose title ends in the organs in brackets; a duty, a numbered
item that begins with the organ in charge; a milestone, a step of a schedule with its date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from xcdata.errors import Problem
from xcdata.gazette.documents import Document, Extract, Gazette, Record
from xcdata.gazette.duties.organs import resolve
from xcdata.gazette.duties.periods import Period, find_period
from xcdata.gazette.duties.responsibility import (
    BRACKET,
    DEADLINE,
    ORGAN_END,
    NamedOrgan,
    Statement,
    by_verb,
    named,
    statements,
)
from xcdata.gazette.outline import Section, sections
from xcdata.gazette.passage import Line, Passage, passage, squeeze
from xcdata.gazette.places import Place

TOPIC = re.compile("研究|课题")
TITLE = re.compile(r"[^。]+")
DUTIES = re.compile("职责|分工")
DUTY = re.compile(r"(?P<organ>[^，。；、]{2,24}?)负责(?=.)")
LEADING = re.compile("牵头(?:部门|单位)|责任(?:部门|单位)")
SUPPORTING = re.compile("配合(?:部门|单位)|参与(?:部门|单位)|协办单位")
SCHEDULE = re.compile("进度安排|时间安排|实施步骤|工作步骤|进度计划")
STAGE = re.compile(
    r"(?:第[一二三四五六七八九十]阶段\s*[：:]|(?<=[：；。])[一二三四五六]是)(?P<text>[^。]+。)"
)
DONE = re.compile(r"(?:这项|该项)工作要?在(?P<text>[^，。]{2,20}?)(?:全部|全面)?完成")


@dataclass(frozen=True, slots=True)
class Task:
    """A row of ``tasks`` before it is one, and the organs that it names."""

    path: str
    kind: str
    title: str
    text: str
    heading: int
    line: int
    period: Period
    organs: tuple[NamedOrgan, ...]


def read_tasks(gazette: Gazette) -> Extract:
    """Read who does what by when in every document of a text."""
    extract = Extract({"tasks": [], "task_organs": []})
    for document in gazette.documents:
        for prefix, part in labelled_parts(document):
            for task in read_part(prefix, part):
                if isinstance(task, Problem):
                    extract.problems.append(replace(task, where=document.id))
                    continue
                extract.rows["tasks"].append(task_row(document, task))
                extract.rows["task_organs"] += (
                    organ_row(document, task, one, gazette.place) for one in task.organs
                )
                extract.read.update({task.heading, task.line, *(organ.line for organ in task.organs)})
    return extract


def labelled_parts(document: Document) -> Iterator[tuple[str, tuple[Line, ...]]]:
    """Yield the notice itself, and each annex with the path that its own sections stand under."""
    for number, part in enumerate(document.parts):
        yield (f"{squeeze(part[0].content).strip('：:')}/" if number and part else ""), part


def read_part(prefix: str, part: Sequence[Line]) -> Iterator[Task | Problem]:
    """Read the tasks of a notice, or of an annex."""
    found = sections(part)
    heading = next((line.content for line in part[1:] if line.content), "") if prefix else ""
    first_leads, titles = False, dict[tuple[str, ...], str]()
    for section in found:
        text = passage([section.heading, *section.lines])
        said = list(statements(text))
        path = prefix + "".join(section.path)
        titles[section.path] = section.title
        if TOPIC.search(heading) and (topic := topic_of(path, section, text)):
            yield topic
        elif said:
            first_leads = first_leads or any(one.first_leads for one in said)
            yield task_of(path, section, text, said, first_leads=first_leads)
        elif DUTIES.search(heading) and (duty := duty_of(path, section, text)):
            yield duty
        if any(SCHEDULE.search(titles.get(section.path[:n], "")) for n in range(1, len(section.path) + 1)):
            yield from milestones(path, section, text)
    yield from table_tasks(prefix, part)


def task_of(
    path: str, section: Section, text: Passage, said: Sequence[Statement], *, first_leads: bool
) -> Task:
    """Return the task of a section that says who is responsible for it."""
    organs = tuple(organ for one in said for organ in one.organs)
    if first_leads and all(organ.role == "responsible" for organ in organs):
        organs = tuple(
            NamedOrgan(organ.printed, "support" if n else "lead", organ.line, organ.column)
            for n, organ in enumerate(organs)
        )
    dated = DEADLINE.search(text.text)
    period = find_period(dated["time"]) if dated else Period()
    body = text.text[: said[0].start].rstrip("（( ")
    line, _ = text.places[said[0].start]
    title, prose = title_and_text(section, body)
    return Task(path, "task", title, prose, section.heading.number, line, period, organs)


def title_and_text(section: Section, body: str) -> tuple[str, str]:
    """Part a section's words into its title, which ends at the first 。 or with the line, and its text."""
    skipped = len(section.heading.text.strip()) - len(section.title)
    words = body[skipped:].strip() if skipped <= len(body) else ""
    own = section.title
    title = own.partition("。")[0] if "。" in own else own
    return squeeze(title), words[len(title) :].strip("。 ")


def topic_of(path: str, section: Section, text: Passage) -> Task | None:
    """Return the research topic of a section whose title ends in organs in brackets, or None."""
    head = TITLE.search(text.text)
    bracket = BRACKET.match(text.text, head.end() + 1) if head and head.end() < len(text.text) else None
    if head is None or bracket is None:
        return None
    organs = tuple(by_verb(text, bracket.start("body"), bracket["body"])) or tuple(
        named(text, bracket.start("body"), bracket.end("body"), "responsible")
    )
    if not organs or not all(ORGAN_END.search(one.printed) for one in organs):
        return None
    title = squeeze(head[0][len(section.heading.text.strip()) - len(section.title) :])
    return Task(
        path,
        "topic",
        title,
        text.text[bracket.end() :].strip(),
        section.heading.number,
        section.heading.number,
        Period(),
        organs,
    )


def duty_of(path: str, section: Section, text: Passage) -> Task | None:
    """Return the duty of a section that begins with the organ in charge, or None."""
    start = len(section.heading.text.strip()) - len(section.title)
    match = DUTY.match(text.text, start)
    if match is None or not ORGAN_END.search(match["organ"]):
        return None
    (organ,) = named(text, *match.span("organ"), "responsible")
    line = section.heading.number
    return Task(path, "duty", organ.printed, text.text[match.end() :], line, line, Period(), (organ,))


def milestones(path: str, section: Section, text: Passage) -> Iterator[Task]:
    """Yield the dated steps of a schedule."""
    steps = [*STAGE.finditer(text.text)] or [*DONE.finditer(text.text)]
    for number, match in enumerate(steps, 1):
        period = find_period(match["text"])
        line, _ = text.places[match.start("text")]
        title = match["text"].partition("，")[2].partition("。")[0] or section.title
        yield Task(
            f"{path}#{number}", "milestone", title, match["text"], section.heading.number, line, period, ()
        )


def table_tasks(prefix: str, part: Sequence[Line]) -> Iterator[Task | Problem]:
    """Yield the tasks of a table with a column of lead organs; a row without a number is a heading."""
    columns: dict[str, int] = {}
    heading, width, chapter = 0, 0, ""
    for line in part:
        cells = [re.sub(r"</?b>", "", cell).strip() for cell in line.text.split("\t")]
        leads = next((n for n, cell in enumerate(cells) if LEADING.search(cell)), None)
        if len(cells) > 2 and leads is not None:
            supports = next((n for n, cell in enumerate(cells) if SUPPORTING.search(cell)), None)
            columns = {"lead": leads} | ({"support": supports} if supports is not None else {})
            heading, width = line.number, len(cells)
        elif columns and len(cells) > 1 and len(cells) != width:
            yield Problem(
                "task_row",
                prefix.strip("/"),
                line.number,
                line.content[:40],
                {"cells": len(cells), "expected": width},
            )
        elif columns and line.content and len(cells) > max(columns.values()):
            if not cells[0].isdecimal():
                chapter = cells[0].partition("、")[0]
                continue
            organs = tuple(organ for role, n in columns.items() for organ in cell_organs(line, n, role))
            yield Task(
                f"{prefix}{chapter}{cells[0]}", "task", cells[1], "", heading, line.number, Period(), organs
            )


def cell_organs(line: Line, number: int, role: str) -> Iterator[NamedOrgan]:
    """Yield the organs of a cell."""
    start = len("\t".join([*line.text.split("\t")[:number], ""]))
    text = Passage(line.text, tuple((line.number, column) for column in range(1, len(line.text) + 1)))
    end = line.text.find("\t", start)
    yield from named(text, start, len(line.text) if end < 0 else end, role)


def task_row(document: Document, task: Task) -> Record:
    """Return a row of ``tasks``."""
    return {
        "document": document.id,
        "line": task.line,
        "path": task.path,
        "kind": task.kind,
        "title": task.title,
        "text": task.text or None,
        "start": task.period.start,
        "deadline": task.period.deadline,
        "heading_line": task.heading,
    }


def organ_row(document: Document, task: Task, organ: NamedOrgan, place: Place) -> Record:
    """Return a row of ``task_organs``."""
    return {
        "document": document.id,
        "line": organ.line,
        "column": organ.column,
        "path": task.path,
        "role": organ.role,
        "printed": organ.printed,
        "organ": resolve(organ.printed, place),
    }
