"""The figures of the plan that the notice's prose states, in sections 二 (targets) and 三 (tasks).

In: the document of the plan. Out: the prose's part of the rows of ``plan_totals``: every figure of a statement
``2020年，…``, with what the text calls it and, where it repeats a figure of the table, that figure's key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from xcdata.errors import LegacyProblem, Problem, Reason
from xcdata.gazette.documents import Document, Extract
from xcdata.gazette.outline import Section, order_problems, sections
from xcdata.gazette.passage import passage
from xcdata.gazette.plan import CITY, TITLE
from xcdata.gazette.quantities import chinese_numeral, parse_number

STATEMENT = re.compile(r"20\d\d年，")
CLAUSE_END = "，。；：、和"
FIGURE = re.compile(
    r"(?P<number>\d+(?:\.\d+)?|[一二三四五六七八九十]+(?=大类))"
    r"(?P<unit>万亩|大类|人次|[个处项次]|%(?:以上|以内|以下)?)"
)
BROKEN = re.compile(r"[^\W\d_](?<=[A-Za-z])|[.·,．٫０-９]")
COUNTED = re.compile(rf"[^\d{CLAUSE_END}]+")
REPEATED = {
    "森林许昌生态建设计划任务": f"{CITY}/总计",
    "造林任务": f"{CITY}/造林/合计",
    "优质林果基地建设": f"{CITY}/优质林果/合计",
    "花卉苗木基地建设": f"{CITY}/花卉苗木/合计",
    "花卉苗木建设任务": f"{CITY}/花卉苗木/合计",
    "森林抚育": f"{CITY}/森林抚育/森林抚育",
    "生态廊道绿化建设任务": f"{CITY}/造林/廊道绿化",
    "山区生态林建设任务": f"{CITY}/造林/山区生态林",
    "平原防风固沙林建设任务": f"{CITY}/造林/平原防风固沙林",
    "农田防护林建设任务": f"{CITY}/造林/农田防护林",
    "乡村绿化美化建设任务": f"{CITY}/造林/乡村绿化美化",
    "中心城区绿化": "中心城区/总计",
    "园林绿化项目": "中心城区/总计",
    "园林绿化项目大类": "中心城区/大类",
    "项目": "中心城区/项目",
}


def read_prose(document: Document) -> Extract:
    """Read the prose's figures of the plan."""
    prose = [line for line in document.lines if "\t" not in line.text]
    title = next(
        (n for n, line in enumerate(prose) if line.text.startswith("#") and TITLE in line.text), None
    )
    found = sections(prose[:title])
    problems = list(order_problems(f"plan, prose of {document.id}", found))
    rows: list[dict[str, object]] = []
    for section in found:
        # Section 二 states the targets as a whole, each numbered paragraph of section 三 its own.
        if section.path == ("二",) or (section.path[0] == "三" and len(section.path) == 3):
            read = [*statements(document.id, section)]
            rows += (item for item in read if not isinstance(item, Problem))
            problems += (item for item in read if isinstance(item, Problem))
    if not rows:
        where, advice = f"plan, prose of {document.id}", "Give the whole text of the notice."
        problems.append(
            LegacyProblem(
                where, document.number_line, "sections 二 and 三 with figures", "none", advice, Reason.MISSING
            )
        )
    return Extract({"plan_totals": rows}, problems)


def statements(document: str, section: Section) -> Iterator[dict[str, object] | Problem]:
    """Yield a row for each figure of a section's statement of targets, or a problem where it cannot be read."""
    where, line = f"plan, prose of {document}, {''.join(section.path)}", section.heading.number
    whole = passage([section.heading, *section.lines])
    starts = [match.end() for match in STATEMENT.finditer(whole.text)]
    figures = [*FIGURE.finditer(whole.text, starts[-1])] if starts else []
    if not figures:
        found = "no figure" if starts else "no '2020年，…'"
        yield LegacyProblem(where, line, "a statement of figures: '2020年，…'", found, "Mend the sentence.")
    after = clause = starts[-1] if starts else 0
    for match in figures:
        while (end := next_end(whole.text, clause)) < match.start():
            after = clause = end + 1
        number, unit = match["number"], match["unit"]
        counted = COUNTED.match(whole.text, match.end()) if unit in ("个", "处") else None
        before = name_of(whole.text[after : match.start()]) or name_of(whole.text[clause : match.start()])
        item = counted[0] if counted else before + (unit if unit == "大类" else "")
        after = counted.end() if counted else match.end()
        line, column = whole.places[match.start()]
        try:
            value = parse_number(number) if number[0].isdigit() else Decimal(chinese_numeral(number))
        except ValueError:
            yield LegacyProblem(where, line, "a figure", f"'{number[:30]}'", "Mend the figure.")
            continue
        if BROKEN.match(whole.text, match.start() - 1):
            told = f"'{whole.text[max(0, match.start() - 6) : match.end()]}'"
            yield LegacyProblem(where, line, "a figure in plain digits", told, "Mend the figure.")
            continue
        target = REPEATED.get(item)
        yield {
            "document": document,
            "line": line,
            "column": column,
            "scope": target.split("/")[0] if target else CITY,
            "section": "".join(section.path),
            "item": item,
            "origin": "prose",
            "printed": match[0],
            "quantity": value,
            "unit": unit[0] if unit[0] == "%" else unit,
            "wan_mu": value if unit == "万亩" else None,
            "repeats": f"plan/{target}" if target else None,
        }


def next_end(text: str, start: int) -> int:
    """Return where the clause at ``start`` ends; a 、 or 和 parts clauses only after a figure."""
    for place in range(start, len(text)):
        if text[place] in "，。；：" or (text[place] in "、和" and FIGURE.search(text, start, place)):
            return place
    return len(text)


def name_of(text: str) -> str:
    """Return what a figure is called, from the words before it."""
    words = re.split(r"\d[^\d]{0,2}", text)[0]
    words = re.sub(r"^(?:(?:全市|中心城区)计划(?:完成|建设)?|全市)", "", words)
    return re.sub(r"(?:[一二三四五六七八九十]+大类|均?达到|控制在|增长)$", "", words) or words
