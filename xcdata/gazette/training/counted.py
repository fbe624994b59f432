"""The counted figures of prose: how many of what, by when, as part of what.

In: a piece of prose whose punctuation is full-width. Out: a :class:`Counted` for each number with a unit that counts people, things
or shares, and a :class:`Broken` for what was such a number before a character of it was lost or misread.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from xcdata.gazette.quantities import BEFORE, FULL_WIDTH, HAN_NUMBER, SCALE, Quantity, parse_quantity
from xcdata.gazette.training.horizons import Horizon, horizons

PEOPLE = ("人次", "人", "名", "位")
UNITS = (
    r"人\s*次(?!数)|"
    "人(?![才员口民均工数])|名(?![单称师])|位(?!于)|户(?!籍)|家(?![庭政])|个(?!月)|所(?![以在有得])|项(?!目)|种|门|套|处|间(?!接)|"
    "支(?![持付])|场|%|元"
)
BOUND = "以上|以内|以下|左右"
# A number may hold what recognition makes of digits; only one that is all digits is read.
DIGIT_LIKE = r"[\dA-Za-z.·٫|■□�?？*\u200b\u00ad,]"
HAN_FIGURE = rf"(?<![第每])(?:{HAN_NUMBER}(?=\s*[余多]?万)|[一二两三四五六七八九][十百千][一二三四五六七八九十百千]*|十[一二三四五六七八九])"
FIGURE = re.compile(
    rf"(?P<number>{DIGIT_LIKE}+|{HAN_FIGURE})"
    rf"(?P<range>\s*{SCALE}\s*(?:{UNITS})?\s*(?:[—–－~～-]{{1,2}}|至|到)\s*{DIGIT_LIKE}+)?"
    rf"\s*(?P<scale>{SCALE})\s*(?P<unit>个百分点|{UNITS})(?P<bound>{BOUND})?"
)
# A number with 万, or with 以上, always counts something: what does not fit is a unit that was misread.
UNIT_LOST = re.compile(
    r"(?P<number>\d[\d.,]*)\s*(?:万(?![亩亿元吨千平立公])|(?=以|左右)"
    r"|[^\d\s，。、；：（）%年月日天周岁级次课学小分类大期届倍元℃]{1,2}(?=以上|左右))[^，。、；：（）\d]{0,4}"
    r"|占比?例?(?:达到?)?\d[\d.]*(?![\d.\s%])"
)
# A digit, or what is left of 以上 after a unit: one of the two was misread.
TRAILING = re.compile("[0-9]|.(?:以上|以内|以下|左右)|[上下内]以|以(?![及便为此])|上[，。；、]|次|人次")
NUMBER_LOST = re.compile(
    r"(?<![\d十百千万亿余多一二两三四五六七八九])[^，。、；：（）\d]{0,6}?(?:若干人次|若干名|万人次|万名)"
)
HALF_WIDTH = str.maketrans(";:()!", "；：（）！")
MOST_SHOWN = 40
CLAUSE_END = "，。、；：（）！…"
STARTS = re.compile(r"^(?:其中|同时|并|且|含|包括|累计(?=达)|力争|争取|确保|计划|预计|再|[,，：:])+")
ENDS = re.compile(rf"(?:{'|'.join(BEFORE)}|达到?|力争|争取|为|在|[：:])+$")
PART = re.compile(r"其中|（(?:含|包括|包含|其中)")
# What follows 其中 with a verb of its own (，新增…) is no part.
OWN_VERB = re.compile("新增|引进|培养|建成|新建|建设|取得|获得")
PAST = re.compile("[年期]来|以来|已[^定]|目前|截至|截止|去年|上年|同比")


@dataclass(frozen=True, slots=True)
class Counted:
    """A counted figure.

    Attributes
    ----------
    start, end : int
        Where number, unit and bound stand.
    quantity : Quantity
    item : str
        What the words around it call it.
    group : str
        The words before it alone, without horizon.
    clause : str
        All of its clause, for the verbs in it.
    horizon : Horizon or None
        The last that its sentence states before it.
    part : str
        ``其中`` or ``（`` (of a bracket: 含, 其中) where these make it a part of another figure, else empty.
    past : bool
        Whether its sentence, up to the 。 before it, tells of what has been.
    sentence : int
        Where its sentence begins.
    """

    start: int
    end: int
    quantity: Quantity
    item: str
    group: str
    clause: str
    horizon: Horizon | None
    part: str
    past: bool
    sentence: int


@dataclass(frozen=True, slots=True)
class Broken:
    """What cannot be read as the figure that it must have been.

    Attributes
    ----------
    start : int
    found : str
        As printed.
    clause : str
    unit : str
        Empty where it is the unit that was lost, or the number altogether.
    """

    start: int
    found: str
    clause: str
    unit: str = ""


def full_width(text: str, half: bool) -> str:
    """Return a text of the same length with plain digits and, where its punctuation is half-width, with full-width punctuation."""
    text = text.translate(FULL_WIDTH)
    # The translation makes ， plain, too; it is punctuation but before the thousands of a number.
    text = re.sub(r"(?<!\d),|,(?!\d{3}(?!\d))", "，", text)
    if half:
        text = re.sub(r"(?<=[\u3400-\u9fff）)”%])\.(?!\.)", "。", text)
    return text.translate(HALF_WIDTH)


def read_counted(text: str, printed: str) -> tuple[list[Counted], list[Broken]]:
    """Read the counted figures of a piece of prose.

    Parameters
    ----------
    text : str
        As :func:`full_width` returns it.
    printed : str
        The same as it is printed.
    """
    found: list[Counted] = []
    broken: list[Broken] = []
    taken: list[tuple[int, int]] = []
    for match in FIGURE.finditer(text):
        if not counts(match) or text[: match.start()].endswith("第"):
            continue
        taken.append(match.span())
        clause = clause_at(text, match.start(), match.end())
        quantity = readable(text, match, printed)
        if quantity is None:
            shown = printed[max(0, match.start() - 6) : match.end()][:MOST_SHOWN]
            broken.append(Broken(match.start(), shown, clause, match["unit"]))
        else:
            figure = counted(text, match, quantity, found)
            if figure.group.startswith("次"):
                # It fell off the unit of the figure before.
                broken.append(
                    Broken(match.start(), figure.group + figure.quantity.printed, clause, match["unit"])
                )
            else:
                found.append(figure)
    for pattern in (UNIT_LOST, NUMBER_LOST):
        for match in pattern.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end in taken):
                clause = clause_at(text, match.start(), match.end())
                broken.append(Broken(match.start(), printed[match.start() : match.end()], clause))
    return found, sorted(broken, key=lambda one: one.start)


def counts(match: re.Match[str]) -> bool:
    """Tell whether a match has a number: a Chinese numeral, a digit, or what is read for one before 万."""
    number = match["number"]
    like = re.search(r"\d", number) or (match["scale"].strip() and re.search(r"[lIOoZS|■□�?]", number))
    return bool(like) or "\u3400" <= number[0] <= "\u9fff"


def readable(text: str, match: re.Match[str], printed: str) -> Quantity | None:
    """Return the quantity of a match; None where it is none, or where something like a digit stands before it."""
    before = text[: match.start()]
    if TRAILING.match(text, match.end()):
        return None
    if re.search(r"[^\s\u3400-\u9fff，。、；：（）“”‘’《》〔〕…—–－~～+-]$|\d\.?[\s，、。]+$", before):
        return None
    try:
        quantity = parse_quantity("".join(match[0].split()), before[-6:])
    except ValueError:
        return None
    if quantity.unit != "".join(match["unit"].split()):
        return None
    share = quantity.unit == "%"
    if share and quantity.value > 100 and re.search("占|比例|率", before[-12:]):
        return None
    if not share and quantity.unit not in ("元", "个百分点") and quantity.value % 1:
        return None
    return replace(quantity, printed=printed[match.start() : match.end()])


def counted(text: str, match: re.Match[str], quantity: Quantity, before: list[Counted]) -> Counted:
    """Return a counted figure with what its sentence says of it."""
    start, end = match.span()
    opening = max(text.rfind(mark, 0, start) for mark in "。；！…") + 1
    sentence = text[opening:start]
    stated = list(horizons(sentence))
    clause = max([opening, *(text.rfind(mark, opening, start) + 1 for mark in CLAUSE_END)])
    # The words before it begin after the horizon and after the figure before it.
    words_from = max([clause, *(opening + one.end for one in stated), *(one.end for one in before)])
    words = text[words_from:start].strip()
    words = re.sub(r"^年*[底末]?|^(?:以上|左右)", "", words)
    words = ENDS.sub("", STARTS.sub("", words))
    after = re.match(rf"(?:（[^（）]*）)?([^{CLAUSE_END}\d]*)", text[end:])
    behind = after[1].strip() if after else ""
    item = words + behind
    if words.startswith("占") and before:
        item = before[-1].item + item
    return Counted(
        start,
        end,
        quantity,
        item,
        words,
        text[clause:start] + match[0] + behind,
        stated[-1] if stated else None,
        part_in(sentence),
        PAST.search(text, text.rfind("。", 0, start) + 1, start) is not None,
        opening,
    )


def part_in(sentence: str) -> str:
    """Return what makes the figure after the beginning of a sentence a part: a bracket that is still open, or 其中."""
    for match in reversed([*PART.finditer(sentence)]):
        rest = sentence[match.end() :]
        if match[0].startswith("（"):
            if "）" not in rest:
                return "（"
        elif not (OWN_VERB.search(rest) and re.search(r"\d", rest)):
            return match[0]
    return ""


def clause_at(text: str, start: int, end: int) -> str:
    """Return the clause around a place."""
    first = max(text.rfind(mark, 0, start) for mark in CLAUSE_END) + 1
    after = re.match(rf"[^{CLAUSE_END}]*", text[end:])
    return text[first:end] + (after[0] if after else "")
