"""The figures of the plan that a notice's prose states: ``2020年，全市计划完成…任务1.8万亩``.

In: a gazette. Out: the prose's part of the rows of ``plan_totals``: every figure of such a statement, with what the text calls
it and, where it repeats a figure of the table by its label, that figure's key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xcdata.errors import Problem, Reason
from xcdata.gazette.documents import Document, Extract, Gazette, Record, once
from xcdata.gazette.outline import Section, order_problems, sections
from xcdata.gazette.passage import PAGE, Line, passage, squeeze
from xcdata.gazette.plan.areas import MU, in_wan_mu
from xcdata.gazette.plan.indicators import indicator_figures
from xcdata.gazette.plan.repeats import repeated
from xcdata.gazette.plan.shape import FORESTRY, TITLE_PLACE, place_for
from xcdata.gazette.plan.table import PlanTable, read_tables
from xcdata.gazette.quantities import chinese_numeral, parse_number

# Digits and signs of full width; the comma stays, which parts clauses.
PLAIN = str.maketrans("０１２３４５６７８９％", "0123456789%")
YEAR = r"(?:到|至)?(?P<year>20\d\d)年"
START = re.compile(rf"{YEAR}(?:度|底前?|末前?|前)?[，,]?(?![\d—–～~－\-至）)】〕，,。、])")
MEASURE = r"[万亿]?(?:亩|公顷|株|棵|人次|人|元|吨|立方米|平方米|平方公里|公里|千米|米|户|家|座|条|块|片|名|期|场|台|套)|大类|[个处项次]"
FIGURE = re.compile(
    r"(?P<number>\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?|[一二三四五六七八九十]+(?=大类))"
    rf"(?P<unit>{MEASURE}|[%‰](?:以上|以内|以下)?)"
)
AREA = re.compile(r"\d[\d.．·]*\s*(?:万亩|亩|万公顷|公顷)")
TASKS = re.compile(r"任务|计划|目标|完成(?!了)")
BROKEN = re.compile(r"[A-Za-z]|[.·٫．]|(?<=\d)[\s,，]|(?<=[\d.])\s")
CLAUSE_END = "，。；：、和,;:"
COUNTED = re.compile(rf"[^\d{CLAUSE_END}.]+")
NO_FIGURE = re.compile(
    r"20\d\d年|\d+\s*[年月日时号]|[第GgSsXx]\s*\d+|\d+(?:国道|省道|县道|级)|“[^”]*”|〔\d+〕|[（(]\d+[）)]|(?<=[。；：\s])\d{1,2}[.．、](?![\d%])"
)
SPOILED = re.compile(
    r"(?<![\d数几余多百千万亿〇零一二三四五六七八九十两])(?:万亩|大类|公顷)|(?<![A-Za-z])[A-Za-z■□?？�][\d.]*(?:万亩|%|人次|[个处项次])"
)
GARBLED = re.compile(r"[■□�?？\u200b]|(?<=[\u3400-\u9fff])[OolIZ](?=[\u3400-\u9fff])")
WHOLE = re.compile(r"[。，；,;.]?\s*(?:其中|包括|含)")
TARGETS = re.compile(r"(?:工作|主要|总体|年度|建设)?(?:目标任务|任务目标|目标)(?:及任务|和任务)?")
ENOUGH_SIBLINGS, MOST_OF_THEM = 5, Decimal("0.8")


@dataclass(frozen=True, slots=True)
class Statement:
    """A section's text from the year of its statement on.

    Attributes
    ----------
    section : str
        Empty outside numbered sections.
    text : str
        The whole section, digits plain.
    start : int
        Where the statement begins in it.
    """

    section: str
    text: str
    printed: str
    places: Sequence[tuple[int, int]]
    start: int


@once
def read_prose(gazette: Gazette) -> Extract:
    """Read the prose's figures of the plan, in each document with a plan table, or of a plan by its title."""
    tables: dict[str, PlanTable] = {}
    read: set[int] = set()
    for table in read_tables(gazette):
        read |= table.read
        if table.document is not None:
            tables.setdefault(table.document.id, table)
    read |= indicator_figures(gazette)[2]
    rows: list[Record] = []
    problems: list[Problem] = []
    for document in gazette.documents:
        if document.id in tables or PLAN_TITLE.search(document.title):
            new, told = read_document(document, tables.get(document.id), gazette, read)
            rows, problems = rows + new, problems + told
    return Extract({"plan_totals": rows}, problems)


PLAN_TITLE = re.compile(rf"(?:{FORESTRY.pattern})[^，。]*(?:方案|计划|任务)")


def read_document(
    document: Document, table: PlanTable | None, gazette: Gazette, read: set[int]
) -> tuple[list[Record], list[Problem]]:
    """Read the prose of one document."""
    prose = [
        line
        for line in document.body
        if line.number not in read and line.number not in document.head and not PAGE.fullmatch(line.content)
    ]
    found = sections(prose)
    first = found[0].heading.number if found else None
    opening = [line for line in prose if first is None or line.number < first]
    parts: list[tuple[str, Sequence[Line]]] = [("", opening)]
    parts += [("".join(section.path), (section.heading, *section.lines)) for section in found]
    match = re.search(r"(20\d\d)年", squeeze((table.title if table else "") or document.title))
    year = int(match[1]) if match else 0
    place = scope_of(document, table, gazette)
    rows: list[Record] = []
    problems: list[Problem] = list(order_problems(document.id, found))
    stating: set[str] = set()
    for name, lines in parts:
        statement = statement_of(name, lines, year)
        if statement is None:
            problems += unread_areas(document.id, lines, year)
            continue
        stating.add(name)
        for item in figures_of(document.id, statement, table, place, year):
            if isinstance(item, Problem):
                problems.append(item)
            else:
                rows.append(item)
    if rows:
        problems += silent_siblings(document.id, found, stating)
        problems += silent_targets(document.id, found, stating)
    return rows, problems


def scope_of(document: Document, table: PlanTable | None, gazette: Gazette) -> str:
    """Return the place whose plan a document is."""
    own = place_for(document, gazette.place).name or (table.city if table else "")
    if own:
        return own
    match = TITLE_PLACE.search(squeeze(document.title))
    return match["place"] if match else document.id


def statement_of(name: str, lines: Sequence[Line], year: int) -> Statement | None:
    """Return the statement of a section: from the first year that a figure follows in its sentence; None without one."""
    whole = passage(lines)
    text = whole.text.translate(PLAIN)
    for match in START.finditer(text):
        end = re.compile(r"。|$").search(text, match.end())
        if int(match["year"]) >= year and FIGURE.search(text, match.end(), end.start() if end else len(text)):
            return Statement(name, text, whole.text, whole.places, match.end())
    return None


def unread_areas(document: str, lines: Sequence[Line], year: int) -> Iterator[Problem]:
    """Yield the figures of area that a section without a statement has in a clause of tasks, one a line."""
    for line in lines:
        text = line.text.translate(PLAIN)
        for match in AREA.finditer(text):
            before = re.split(r"[。；]", text[: match.start()])[-1]
            years = [int(one) for one in re.findall(r"20\d\d(?=年)", before)]
            past = years and max(years) < year
            if TASKS.search(before) and not past and not re.search(r"(?:已|共|累计)完成|完成了", before):
                yield Problem("plan_figure_unread", document, line.number, before[-12:] + match[0])
                break


def silent_siblings(document: str, found: Sequence[Section], stating: set[str]) -> Iterator[Problem]:
    """Yield a problem for each section without a statement where nearly all of the sections beside it have one."""
    groups: dict[tuple[str, int], list[Section]] = {}
    for section in found:
        if len(section.path) > 1:
            groups.setdefault((section.path[0], len(section.path)), []).append(section)
    for siblings in groups.values():
        silent = [section for section in siblings if "".join(section.path) not in stating]
        if len(siblings) >= ENOUGH_SIBLINGS and (len(siblings) - len(silent)) >= MOST_OF_THEM * len(siblings):
            for section in silent:
                values = {"section": "".join(section.path)}
                line = section.heading.number
                yield Problem("plan_statement_missing", document, line, values=values, reason=Reason.MISSING)


def silent_targets(document: str, found: Sequence[Section], stating: set[str]) -> Iterator[Problem]:
    """Yield a problem for each section that is called the targets, and states none in itself or below."""
    for section in found:
        name = "".join(section.path)
        if TARGETS.fullmatch(section.title) and not any(one.startswith(name) for one in stating):
            values = {"section": name}
            line = section.heading.number
            yield Problem("plan_targets_missing", document, line, section.title, values, Reason.MISSING)


def figures_of(
    document: str, statement: Statement, table: PlanTable | None, place: str, year: int
) -> Iterator[Record | Problem]:
    """Yield a row for each figure of a statement, or a problem where it cannot be read."""
    text, start = statement.text, statement.start
    figures = list(FIGURE.finditer(text, start))
    starts = [match for match in START.finditer(text) if match.end() >= start]
    yield from unread_figures(document, statement, figures)
    after = clause = start
    for match in figures:
        begun = [one for one in starts if one.end() <= match.start()][-1:]
        if begun and int(begun[0]["year"]) < year:
            continue
        if begun and begun[0].end() > clause:
            after = clause = begun[0].end()
        while (end := next_end(text, clause)) < match.start():
            after = clause = end + 1
        number, unit = match["number"], match["unit"]
        counted = COUNTED.match(text, match.end()) if unit in ("个", "处") else None
        before = name_of(text[after : match.start()]) or name_of(text[clause : match.start()])
        item = counted[0] if counted else before + (unit if unit == "大类" else "")
        after = counted.end() if counted else match.end()
        line, column = statement.places[match.start()]
        if BROKEN.match(text, match.start() - 1):
            told = text[max(0, match.start() - 6) : match.end()]
            yield Problem("plan_figure_unreadable", document, line, told)
            continue
        try:
            value = parse_number(number) if number[0].isdigit() else Decimal(chinese_numeral(number))
        except ValueError:
            yield Problem("plan_figure_unreadable", document, line, number[:30])
            continue
        if GARBLED.search(item):
            yield Problem("plan_item_garbled", document, line, item)
        whole = bool(WHOLE.match(text, match.end()))
        sentence = text[begun[0].end() if begun else start : match.start()]
        scope, key = repeated(table, item, sentence, unit, whole) if table else ("", None)
        yield {
            "document": document,
            "line": line,
            "column": column,
            "scope": scope or place,
            "section": statement.section or None,
            "item": item or "…",
            "origin": "prose",
            "printed": statement.printed[match.start() : match.end()],
            "quantity": value,
            "unit": unit[0] if unit[0] in "%‰" else unit,
            "wan_mu": in_wan_mu(value, unit) if unit in MU else None,
            "repeats": key,
            "whole": whole,
        }


def unread_figures(
    document: str, statement: Statement, figures: Sequence[re.Match[str]]
) -> Iterator[Problem]:
    """Yield a problem for each number of a statement that is no figure with a unit, and for each unit without a number."""
    text = statement.text
    taken = [match.span() for match in (*figures, *NO_FIGURE.finditer(text))]
    for match in (*re.finditer(r"\d[\d.,．·]*", text), *SPOILED.finditer(text)):
        if match.start() < statement.start:
            continue
        if not any(begin <= match.start() < end for begin, end in taken):
            # Before a figure that is broken off something, it is told with that figure.
            near = (one.start() for one in figures if match.start() < one.start() < match.end() + 2)
            if any(BROKEN.match(text, begin - 1) for begin in near):
                continue
            line = statement.places[match.start()][0]
            told = text[max(0, match.start() - 6) : match.end() + 3]
            yield Problem("plan_figure_unreadable", document, line, told)


def next_end(text: str, start: int) -> int:
    """Return where the clause at ``start`` ends; a 、 or 和 parts clauses only after a figure."""
    for place in range(start, len(text)):
        character = text[place]
        inside = text[place - 1 : place].isdigit() and text[place + 1 : place + 2].isdigit()
        if character in "，。；：,;:." and not inside:
            return place
        if character in "、和" and FIGURE.search(text, start, place):
            return place
    return len(text)


WHO = r"(?:全[市县区州省盟旗]|中心城区|我[市县区州省])"


def name_of(text: str) -> str:
    """Return what a figure is called, from the words before it.

    Examples
    --------
    >>> name_of("全市计划完成生态廊道绿化建设任务"), name_of("林业有害生物成灾率控制在")
    ('生态廊道绿化建设任务', '林业有害生物成灾率')
    """
    words = re.split(r"\d[^\d]{0,2}", text)[0]
    words = re.sub(
        rf"^(?:{WHO}(?:计划|力争|确保|要|将)(?:完成|建设)?|全[市县区州省盟旗]|我[市县区州省])(?:完成(?=.))?",
        "",
        words.strip(),
    )
    return (
        re.sub(
            r"(?:[一二三四五六七八九十]+大类|均?达到?|控制在|增长|不低于|不少于|不超过|保持在|稳定在|提高到)$",
            "",
            words,
        )
        or words
    )
