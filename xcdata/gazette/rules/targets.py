"""What is promised, allowed or told in figures.

In: a gazette, and the places of the figures that other readers took. Out: the rows of ``targets``: every other figure with a unit
in the prose, with what it counts, its bound and its horizon, and whether it is a target, a limit or a fact; and of
``time_limits``: the periods within which something has to be done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal

from xcdata.gazette.coverage import CALENDAR, FIGURE
from xcdata.gazette.documents import Document, Extract, Gazette, Record
from xcdata.gazette.outline import sections
from xcdata.gazette.passage import Line, Passage, punctuated, squeeze
from xcdata.gazette.quantities import FULL_WIDTH, chinese_numeral, parse_number

MULTIPLIERS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
QUANTITY = re.compile(
    r"(?P<number>\d[\d,]*(?:\.\d+)?)(?:\s*[—–~～至-]\s*(?P<most>\d[\d,]*(?:\.\d+)?))?\s*(?P<multiplier>[十百千万亿]*)(?:余|多)?(?P<unit>.+)"
)
AFTER = re.compile(r"(?:及|\(含\)|（含）)?(?P<bound>以上|以内|以下|左右|之内)")
AT_LEAST = re.compile(
    "(?:不(?:得|应)?(?:低于|少于)|至少|(?<!不)(?<!不得)(?<!不应)超过|高于|大于)[^，；。、]{0,12}$"
)
AT_MOST = re.compile("(?:不(?:得|应)?超过|不高于|不多于|最高|最多|最长|控制在|低于|少于)[^，；。]{0,16}$")
PROMISE = re.compile(
    "达到?|建成|完成|培育|形成|创建|新增|建设|降低|下降|减少|提高|提升|增长|增加|培养|引进|实施|确定|选择|实现|覆盖|新建|打造|推广|力争|取得|标准"
)
RULE = re.compile(
    "不得|不超过|不低于|不少于|应当?|可以?|按(?=每|照)|最高|原则上|补助|补贴|奖励|给予|以上用于|限额"
)
PAST = re.compile("共(?:接|出|完成|拆|清)|累计(?!实现|投资)|先后|截至|以来|共?拆除|抢救|疏散|出动")
HORIZON = re.compile(
    r"(?:到|至|在)?(?P<horizon>20\d\d年(?:年)?(?:底|末)?(?:前)?)(?!以来)|(?P<years>(?:经过)?(?<!\d)\d(?:[—–-]\d)?年(?:内|的努力)?|每年|示范期内)"
)
LONGEST_HEADING = 40
CLAUSE = "，。；：！"
NO_TARGETS = ("大", "岁")
COUNTED = re.compile("[个家名人项处次起辆台套张件份条种类批所间座户村]$|人次$|辆次$")
DURATION = re.compile(
    r"(?<!\d)(?P<number>\d{1,4}|[一二三四五六七八九十]{1,4})(?P<unit>个工作日|工作日|日|天|小时|个月|年)(?P<after>内|以上|前|之内)?"
)
WITHIN = re.compile(
    "(?:应|须|要|可|当|在|于|后|起|前|期|周期为?|期限|期间（|不少于|不超过|超过|提前|届满前|账户)[^，。；]{0,4}$"
)
BY_DATE = re.compile(r"(?P<printed>(?:每年|当年)(?:\d{1,2}月(?:\d{1,2}日|底|末)?)前)")


def read_targets(
    gazette: Gazette, taken: Mapping[int, AbstractSet[int]], elsewhere: AbstractSet[int]
) -> Extract:
    """Read the figures of a text that no other reader took.

    Parameters
    ----------
    gazette : Gazette
    taken : mapping of int to set of int
        By line, the columns of the figures that stand in other tables.
    elsewhere : set of int
        Lines whose figures other tables hold without their columns.
    """
    extract = Extract({"targets": [], "time_limits": []})
    for document in gazette.documents:
        for number, part in enumerate(document.parts):
            prefix = f"{squeeze(part[0].content).strip('：:')}/" if number and part else ""
            for path, lines in prose(prefix, part, elsewhere):
                text = punctuated(lines)
                limits = list(limit_rows(document, path, text))
                places: dict[int, set[int]] = {}
                for row in limits:
                    places.setdefault(row["line"], set()).add(row["column"])
                extract.rows["time_limits"] += limits
                extract.rows["targets"] += target_rows(document, path, text, taken, places)
    mark_repeats(extract.rows["targets"])
    return extract


def prose(prefix: str, part: Sequence[Line], elsewhere: AbstractSet[int]) -> Iterator[tuple[str, list[Line]]]:
    """Yield the path and the lines of each section of a part, and of what stands above the first; rows of tables aside."""
    found = sections(part)
    first = found[0].heading.number if found else part[-1].number + 1 if part else 0
    above = [line for line in part if line.number < first]
    pieces = [("", above)]
    for one in found:
        path, heading = "".join(one.path), one.heading
        end = len(heading.text) - len(heading.text[one.item.end :].lstrip("* "))
        top = Line(heading.number, " " * end + heading.text[end:])
        alone = len(top.content) <= LONGEST_HEADING and not set(top.content) & set("。；;")
        pieces += [(path, [top]), (path, list(one.lines))] if alone else [(path, [top, *one.lines])]
    for path, lines in pieces:
        kept = [line for line in lines if "\t" not in line.text and line.number not in elsewhere]
        if kept:
            yield prefix + path, kept


def target_rows(
    document: Document,
    path: str,
    text: Passage,
    taken: Mapping[int, AbstractSet[int]],
    limits: Mapping[int, AbstractSet[int]],
) -> Iterator[Record]:
    """Yield the figures of a passage."""
    calendar = [match.span() for match in CALENDAR.finditer(text.text)]
    kind = ""
    for match in FIGURE.finditer(text.text):
        line, column = text.places[match.start()]
        parsed = QUANTITY.fullmatch(match[0].translate(FULL_WIDTH))
        dated = any(start <= match.start() < end for start, end in calendar)
        if dated or parsed is None or column in taken.get(line, ()):
            continue
        if column in limits.get(line, ()) or parsed["unit"] in NO_TARGETS:
            continue
        times = 1
        for character in parsed["multiplier"]:
            times *= MULTIPLIERS[character]
        before, after = clause_around(text.text, match)
        bound_after = AFTER.match(text.text, match.end())
        item = item_of(before, text.text[match.end() :], parsed["unit"])
        printed = match[0] + (bound_after[0] if bound_after else "")
        # A figure that opens its clause goes on with what the one before it began.
        if before or not kind:
            kind = kind_of(
                before or after, after, bounded=bool(bound_after and bound_after["bound"] != "以下")
            )
        yield {
            **{"document": document.id, "line": line, "column": column, "path": path or None},
            **{"kind": kind, "item": item, "printed": printed},
            "quantity": parse_number(parsed["number"]) * times,
            "quantity_max": parse_number(parsed["most"]) * times if parsed["most"] else None,
            **{"unit": parsed["unit"], "bound": bound_of(before, bound_after and bound_after["bound"])},
            **{"horizon": horizon_before(text.text, match.start()), "repeats": None},
        }


def clause_around(text: str, match: re.Match[str]) -> tuple[str, str]:
    """Return the words of the clause before a figure and after it."""
    start = max(text.rfind(mark, 0, match.start()) for mark in "，。；：") + 1
    ends = [end for mark in "，。；" if (end := text.find(mark, match.end())) >= 0]
    return text[start : match.start()], text[match.end() : min(ends, default=len(text))]


def kind_of(before: str, after: str, *, bounded: bool) -> str:
    """Say what a figure is: a target, a limit or a fact."""
    if PAST.search(before):
        return "fact"
    if RULE.search(before) and not re.search("达到|建成|培育|形成|力争", before):
        return "limit"
    if PROMISE.search(before) or bounded or PROMISE.search(after[:4]):
        return "target"
    return "fact"


def bound_of(before: str, after: str | None) -> str:
    """Return the bound that words before or after a figure set."""
    if after:
        return {"以上": "at_least", "左右": "about"}.get(after, "at_most")
    if AT_LEAST.search(before):
        return "at_least"
    if AT_MOST.search(before):
        return "at_most"
    return "about" if before.endswith(("约", "大约", "近")) else "exact"


def item_of(before: str, after: str, unit: str) -> str:
    """Return what a figure counts: the words after a classifier, those before a measure or a share."""
    if COUNTED.search(unit):
        words = re.split(rf"[{CLAUSE}]|[、和](?=\d)", AFTER.sub("", after, count=1).lstrip("的"))[0]
        if words and words[0] not in "、）":
            return squeeze(words)
    own = re.split(r"\d[^，。；、]*?[、和]", before)[-1]
    own = re.sub(
        "(?:[（(]?共计?[：:]?|达到?|不低于|不少于|不得低于|不超过|不得超过|下降|降低|提高到?|增长|控制在|为|约|的)+$",
        "",
        own,
    )
    return squeeze(own) or squeeze(before).strip("（") or squeeze(re.split(f"[{CLAUSE}]", after)[0])


def horizon_before(text: str, start: int) -> str | None:
    """Return the horizon that the sentence names last before a figure, as printed."""
    sentence = max(text.rfind(mark, 0, start) for mark in "。；") + 1
    found = [match["horizon"] or match["years"] for match in HORIZON.finditer(text, sentence, start)]
    return found[-1] if found else None


def mark_repeats(rows: Sequence[Record]) -> None:
    """Note of each target which earlier one of its document it states again: that of another section whose noun is the same."""
    for at, row in enumerate(rows):
        same = [one for one in rows[:at] if may_repeat(one, row)]
        first = [one for one in same if one["repeats"] is None]
        if len(first) == 1:
            row["repeats"] = f"{first[0]['path']}/{first[0]['item']}"


def may_repeat(one: Record, other: Record) -> bool:
    """Tell whether two figures count things of one name in two sections of a document."""
    return bool(
        one["document"] == other["document"]
        and one["path"] != other["path"]
        and COUNTED.search(one["unit"])
        and COUNTED.search(other["unit"])
        and common_ending(noun(one["item"]), noun(other["item"])) >= SHARED
    )


SHARED = 4
"""Characters that two nouns end in alike when they name one thing (配送企业, 物流园区, 配送站点)."""


def noun(item: str) -> str:
    """Return the noun that an item ends in."""
    return re.sub("(?:的区域面积.*|建设|规划|项目|任务)+$", "", item)


def common_ending(one: str, other: str) -> int:
    """Return how many characters two texts end in alike."""
    length = 0
    while length < min(len(one), len(other)) and one[-1 - length] == other[-1 - length]:
        length += 1
    return length


def limit_rows(document: Document, path: str, text: Passage) -> Iterator[Record]:
    """Yield the periods and yearly dates that a passage sets."""
    calendar = [match.span() for match in CALENDAR.finditer(text.text)]
    for match in DURATION.finditer(text.text):
        if any(start <= match.start() < end for start, end in calendar):
            continue
        before, after = clause_around(text.text, match)
        following = text.text[match.end() : match.end() + 1]
        if not (match["after"] or WITHIN.search(before)) or (following and following in "—-均"):
            continue
        if (
            before.endswith(("未来", "为期", "开业", "满"))
            or "预警：" in text.text[max(0, match.start() - 60) : match.start()]
        ):
            continue
        try:
            number = int(match["number"]) if match["number"].isdecimal() else chinese_numeral(match["number"])
        except ValueError:
            continue
        line, column = text.places[match.start()]
        bound = (
            "at_least"
            if match["after"] == "以上"
            else "at_most"
            if match["after"]
            else bound_of(before, None)
        )
        yield limit_row(
            document,
            line,
            column,
            path,
            before + match[0] + after,
            match[0],
            Decimal(number),
            match["unit"],
            bound,
        )
    for match in BY_DATE.finditer(text.text):
        line, column = text.places[match.start()]
        before, after = clause_around(text.text, match)
        yield limit_row(
            document, line, column, path, before + match[0] + after, match["printed"], None, None, "at_most"
        )


def limit_row(
    document: Document,
    line: int,
    column: int,
    path: str,
    subject: str,
    printed: str,
    quantity: Decimal | None,
    unit: str | None,
    bound: str,
) -> Record:
    """Return a row of ``time_limits``."""
    return {
        **{"document": document.id, "line": line, "column": column, "path": path or None, "subject": subject},
        **{"printed": printed, "quantity": quantity, "unit": unit, "bound": bound},
    }
