"""Who is named as responsible for something, in the forms that notices have for it.

In: a passage. Out: each :class:`Statement` of it, with the organs it names and their roles: ``责任单位：甲局、乙局``,
``（牵头单位：甲局，配合单位：乙局）``, ``（甲局、乙局负责）``, ``（甲局牵头，乙局配合）``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from xcdata.gazette.passage import Passage

ROLES = {
    "牵头": "lead",
    "主办": "lead",
    "责任": "responsible",
    "承办": "responsible",
    "配合": "support",
    "参与": "support",
    "协办": "support",
    "协同": "support",
}
LABEL = re.compile(r"(?P<role>牵头|主办|责任|承办|配合|参与|协办|协同)(?:单位|部门|科室)\s*[：:]")
DEADLINE = re.compile(r"(?:完成|办理|落实)?(?:时限|时间|期限)\s*[：:](?P<time>[^。；）)]+)")
BRACKET = re.compile(r"[（(](?P<body>(?:[^（）()]|[（(][^（）()]*[）)])*)[）)]")
VERB = re.compile(r"(?P<verb>牵头负责|按职责分工负责|分工负责|牵头|负责|配合|参与)(?=$|[，,；;。])")
# What closes a list of organs and names none.
TAIL = re.compile(r"(?:等(?:有关|相关|各有关)?(?:部门|单位)?)?(?:按照?(?:各自)?职责分工)?(?:负责)?$")
FIRST_LEADS = re.compile("(?:排在第一位|列第一位|排名第一|列首位)[^，。）]*牵头")
ORGAN_END = re.compile(
    r"(?:局|委|办|部|厅|署|院|会|处|队|所|站|社|行|办公室|公司|中心|支行|分局|政府|集团|大学|学院|协会|联合会|总工会|团市委|妇联|残联|科协|工商联|海关|银行|支队|法院|检察院|机关|"
    r"(?:单位|部门|科室|市|县|区|省|盟|州))(?:[（(〔][^）)〕]*[）)〕])?$"
)
SEPARATOR = re.compile(r"[、，,；;]|\s*and\s*|(?:以?及|和)(?=市|各|县|区|省|国|团)")


@dataclass(frozen=True, slots=True)
class NamedOrgan:
    """An organ as it is printed in a list, and where its name begins."""

    printed: str
    role: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of who is responsible.

    Attributes
    ----------
    organs : tuple of NamedOrgan
    first_leads : bool
        Whether it says that the first-named organ leads, here and below.
    start, end : int
        Its place in the passage.
    """

    organs: tuple[NamedOrgan, ...]
    first_leads: bool
    start: int
    end: int


def statements(text: Passage) -> Iterator[Statement]:
    """Yield every statement of who is responsible, in the order of the text."""
    labels = [*LABEL.finditer(text.text)]
    edges = [*(match.start() for match in labels), len(text.text)][1:]
    for match, stop in zip(labels, edges, strict=True):
        end = end_of_list(text.text, match.end(), stop)
        organs = tuple(named(text, match.end(), end, ROLES[match["role"]]))
        if organs:
            yield Statement(organs, False, match.start(), end)
    for match in BRACKET.finditer(text.text):
        if not LABEL.search(match["body"]) and VERB.search(match["body"]):
            organs = tuple(by_verb(text, match.start("body"), match["body"]))
            if organs:
                leads = FIRST_LEADS.search(match["body"]) is not None
                yield Statement(organs, leads, match.start(), match.end())


def end_of_list(text: str, start: int, stop: int) -> int:
    """Return where a list of organs ends: at a full stop, at the bracket that closes around it, or at the next label."""
    depth = 0
    dated = DEADLINE.search(text, start, stop)
    stop = dated.start() if dated else stop
    for place in range(start, stop):
        if text[place] in "（(〔":
            depth += 1
        elif text[place] in "）)〕":
            depth -= 1
            if depth < 0:
                return place
        elif text[place] in "。；" and depth == 0:
            return place
    return stop


def by_verb(text: Passage, start: int, body: str) -> Iterator[NamedOrgan]:
    """Yield the organs of a bracket in which verbs say the roles; none where its words are no organs."""
    at = 0
    for match in VERB.finditer(body):
        role = (
            "lead"
            if match["verb"].startswith("牵头")
            else "support"
            if match["verb"] in ("配合", "参与")
            else "responsible"
        )
        organs = list(named(text, start + at, start + match.start(), role))
        if not organs or not all(ORGAN_END.search(organ.printed) for organ in organs):
            return
        yield from organs
        at = match.end()


def named(text: Passage, start: int, end: int, role: str) -> Iterator[NamedOrgan]:
    """Yield the organs of a list; separators within brackets do not part them."""
    for begin, stop in parts(text.text, start, end):
        words = TAIL.sub("", text.text[begin:stop].strip()) or text.text[begin:stop].strip()
        printed = "".join(words.split()).strip("。.")
        lead = len(text.text[begin:stop]) - len(text.text[begin:stop].lstrip())
        if printed and not DEADLINE.match(printed):
            line, column = text.places[begin + lead]
            yield NamedOrgan(printed, role, line, column)


def parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a list at its separators, but not within brackets (各县〔市、区〕政府)."""
    begin, place, depth = start, start, 0
    while place < end:
        if text[place] in "（(〔":
            depth += 1
        elif text[place] in "）)〕":
            depth -= 1
        match = SEPARATOR.match(text, place, end) if depth <= 0 else None
        if match:
            if match.start() > begin:
                yield begin, match.start()
            begin = place = match.end()
        else:
            place += 1
    if end > begin:
        yield begin, end
