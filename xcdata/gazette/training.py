"""The vocational training targets of 许昌市职业技能提升行动方案.

In: the gazette. Out: rows of ``training`` (the programmes' targets, by target group where the text names groups) and of
``training_totals`` (the totals that section 一（二） states, and the programmes' other counted targets).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from xcdata.errors import LegacyProblem, Problem, Reason
from xcdata.gazette.documents import Extract, Gazette
from xcdata.gazette.outline import Section, order_problems, sections
from xcdata.gazette.passage import Passage, passage
from xcdata.gazette.quantities import Quantity, parse_quantity

TITLE = "职业技能提升行动方案"
TOTAL = "开展各类职业技能培训"
WHERE = "training targets"
HEADING = re.compile(r"\d+[.．] 实施(?P<programme>[^。]+)。")
TARGETS = re.compile(r"(?P<years>[0-9０-９]{1,2})年(?:开展)?培训(?P<groups>[^。]*)")
TARGET = re.compile(r"(?P<group>[^\d０-９A-Za-z.,．]*)(?P<quantity>[\d０-９][\d０-９.,．]*万?人次?(?:以上)?)")
SHARE = re.compile(r"其中技能提升培训占比(?P<percent>[0-9０-９]{1,2}(?:\.[0-9０-９]{1,4})?|100)%以上")
COUNTED = re.compile(
    r"(?P<before>[^，。、；\d（）A-Za-z]*)(?P<quantity>\d{1,9}(?:\.\d{1,4})?万?(?:人次?|名|个|%)(?:以上)?)"
    r"(?P<after>[^，。、；\d（）]*)"
)
AGENCIES = re.compile(r"（责任单位：(?P<agencies>.+)）$")


def read_training(gazette: Gazette) -> Extract:
    """Read the training targets; whatever cannot be read becomes a problem."""
    document = gazette.titled(TITLE)
    if document is None:
        advice = "Give the whole text of the gazette."
        problem = LegacyProblem(
            WHERE, None, f"the notice 关于印发…{TITLE}", "no document of that title", advice
        )
        return Extract({"training": [], "training_totals": []}, [problem])
    found = sections(document.lines)
    problems = list(order_problems(f"{WHERE}, {document.id}", found))
    training: list[dict[str, object]] = []
    totals: list[dict[str, object]] = []
    for section in found:
        text = passage([section.heading, *section.lines])
        match section.path:
            case ("一", "（二）"):
                rows, unreadable = counted_targets(text, 0, None)
                problems += unreadable.values()
                totals += ({"document": document.id, "kind": "total", **row} for row in rows)
            case ("二", "（一）", number):
                rows, others, new_problems = read_programme(int(number), section, text)
                training += ({"document": document.id, **row} for row in rows)
                others = [row for row in others if row["unit"] != "%"]
                totals += ({"document": document.id, "kind": "other", **row} for row in others)
                problems += new_problems
            case ("二", _, _):
                rows, unreadable = counted_targets(text, 0, None)
                problems += unreadable.values()
                rows = [row for row in rows if "培养" in str(row["item"])]
                totals += ({"document": document.id, "kind": "other", **row} for row in rows)
    stated = [row["item"] for row in totals]
    wanted = (("二（一）", "counted targets", training), ("一（二）", f"'{TOTAL}…万人次'", TOTAL in stated))
    for name, expected, there in wanted:
        if not there:
            where, advice = (
                f"{WHERE}, section {name}",
                "Give the whole text of the notice, its figures in digits.",
            )
            problems.append(LegacyProblem(where, document.number_line, expected, "none", advice))
    return Extract({"training": training, "training_totals": totals}, problems)


def read_programme(
    number: int, section: Section, text: Passage
) -> tuple[list[dict[str, object]], list[dict[str, object]], list[Problem]]:
    """Read one programme: its targets, its other counted targets, its problems."""
    where, line = f"{WHERE}, programme {number}", section.heading.number
    heading, targets, agencies = (
        HEADING.match(text.text),
        TARGETS.search(text.text),
        AGENCIES.search(text.text),
    )
    wanted = (
        (heading, "a heading '实施…计划。'"),
        (targets, "a target 'N年培训…人次'"),
        (agencies, "'（责任单位：…）' at the end"),
    )
    if not (heading and targets and agencies):
        advice = "Mend the paragraph; the text must keep its punctuation."
        shown = f"'{text.text[:25]}…'"
        return (
            [],
            [],
            [LegacyProblem(where, line, what, shown, advice) for match, what in wanted if not match],
        )
    rows, problems = read_targets(where, text, targets)
    share = next(filter(None, map(SHARE.fullmatch, re.split("[、，]", targets["groups"]))), None)
    common = {
        "programme_no": number,
        "programme": heading["programme"],
        "years": int(targets["years"]),
        "upskilling_share_min": Decimal(share["percent"]) / 100 if share else None,
        "agencies": "；".join(split_agencies(agencies["agencies"])),
    }
    others, unreadable = counted_targets(text, targets.start("groups"), number)
    # What the list of targets holds was told with it.
    problems += [problem for start, problem in unreadable.items() if start >= targets.end("groups")]
    taken = {row["column"] for row in rows}
    return [row | common for row in rows], [row for row in others if row["column"] not in taken], problems


def read_targets(
    where: str, text: Passage, targets: re.Match[str]
) -> tuple[list[dict[str, object]], list[Problem]]:
    """Read the targets of a programme: each part of the list is a target, a share, or another counted target."""
    rows: list[dict[str, object]] = []
    problems: list[Problem] = []
    for part in re.finditer("[^、，]+", targets["groups"]):
        start = targets.start("groups") + part.start()
        line, _ = text.places[start]
        target, told_as = TARGET.fullmatch(part[0]), f"'{part[0][:30]}'"
        if target:
            quantity = readable(target["quantity"])
            columns = told(quantity) if quantity else {}
            if isinstance(columns.get("quantity"), int):
                group = {"target_group": target["group"] or None}
                rows.append(group | place(text, start + target.start("quantity")) | columns)
            else:
                problems.append(
                    LegacyProblem(where, line, "a whole number of people", told_as, "Mend the figure.")
                )
        elif not (SHARE.fullmatch(part[0]) if "占比" in part[0] else is_counted(part[0])):
            wanted = "a target such as '6万人次' or a share such as '其中技能提升培训占比80%以上'"
            problems.append(
                LegacyProblem(where, line, wanted, told_as, "Mend the figure or the words around it.")
            )
    return rows, problems


def counted_targets(
    text: Passage, start: int, programme: int | None
) -> tuple[list[dict[str, object]], dict[int, Problem]]:
    """Read the counted targets from ``start`` on: what each is called stands before or after it.

    Returns
    -------
    rows : list of dict
    unreadable : dict of int to Problem
        By the place in the text, the figures that are none.
    """
    rows: list[dict[str, object]] = []
    unreadable: dict[int, Problem] = {}
    for match in COUNTED.finditer(text.text, start):
        at = match.start("quantity")
        if quantity := readable(match["quantity"]):
            item = re.sub(r"^(?:年底?)+|^其中|达到$", "", match["before"]) + match["after"]
            rows.append({"programme_no": programme, "item": item} | place(text, at) | told(quantity))
        else:
            line, _ = text.places[at]
            found, advice = f"'{match[0][:30]}'", "Mend the figure."
            unreadable[at] = LegacyProblem(
                WHERE, line, "a figure in plain digits", found, advice, Reason.VALUE
            )
    return rows, unreadable


def readable(text: str) -> Quantity | None:
    """Read a quantity; None where it is none, such as one with digits of mathematical alphabets."""
    try:
        return parse_quantity(text)
    except ValueError:
        return None


def is_counted(text: str) -> bool:
    """Tell whether a text is a counted target that can be read."""
    match = COUNTED.fullmatch(text)
    return match is not None and readable(match["quantity"]) is not None


def place(text: Passage, start: int) -> dict[str, object]:
    """Return line and column of a place in a passage."""
    line, column = text.places[start]
    return {"line": line, "column": column}


def told(quantity: Quantity) -> dict[str, object]:
    """Return a quantity's columns."""
    value = int(quantity.value) if quantity.value == int(quantity.value) else quantity.value
    return {
        "printed": quantity.printed,
        "quantity": value,
        "unit": quantity.unit,
        "at_least": quantity.at_least,
    }


def split_agencies(text: str) -> Sequence[str]:
    """Split a list of agencies at ， and 、, but not within brackets (各县〔市、区〕政府)."""
    return re.findall(r"(?:[^，、〔（]|〔[^〕]*〕|（[^）]*）)+", text)
