"""Counts that a notice of awards states: in headings and in prose.

In: headings, passages of prose. Out: :class:`Stated` counts, each with the place it is printed at, and the reason where what
stands in a count's place is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from xcdata.gazette.passage import Line, Passage, passage, squeeze
from xcdata.gazette.quantities import FULL_WIDTH, chinese_numeral

NUMBER = r"(?P<number>[\d０-９]{1,6}|[一二两三四五六七八九十百]+)"
COUNTER = "(?P<counter>[个名人家户位支])"
NOUNS = "单位|集体|团体|个人|同志|教师|企业|学校|团队|家庭|人员|职工|干部"
COUNTED = f"{NOUNS}|人"
PRAISED = "先进|优秀|模范|标兵|能手|楷模|工作者|十佳|文明|英雄|功臣|获奖|奖"
# A heading's count: in brackets or bare, after 共, before what is said of the order.
ORDER = r"(?:\s*[（(，,][^（()）\d]*(?:排名|排序|为序|顺序|先后|笔画|笔划)[^（()）]*[）)]?)?"
BRACKET = re.compile(
    rf"[（(]\s*(?:总?共计?|合计|计)?\s*(?P<printed>{NUMBER}\s*{COUNTER}(?:{COUNTED})?)\s*"
    r"(?:[，,、；;][^（()）]*)?[）)]" + ORDER + r"\s*[：:]?$"
)
BARE = re.compile(rf"(?<=.)(?:[共计]|\s)*(?P<printed>{NUMBER}\s*{COUNTER}){ORDER}\s*[：:]?$")
# What stands where a count would, and is none: a bracket at the end, or 名 after what is no word.
LIKE_COUNT = re.compile(r"[（(][^（()）]*[）)]\s*[：:]?$|[^\u3400-\u9fff“”（）()、，\s][个名人家]$")
NOT_COUNT = re.compile(
    "[（(][^（()）]*(?:排名|排序|为序|顺序|先后|笔画|笔划|以下|简称|试行|年度?|届|含|[市县区乡镇]|类|组|级)[^（()）]*[）)]"
)
# A count in the sentence that decides: 等29个单位, 13名先进个人, 三名同志.
PROSE = re.compile(
    rf"(?P<among>等\s*)?(?<![\d第〔.])(?P<printed>{NUMBER}\s*{COUNTER}\s*"
    rf"(?P<item>(?:{COUNTED})?(?:[^，。；、：“”《》\s\d等]|等(?=[奖功级])){{0,30}}))"
)
LIKE_PROSE = re.compile(
    rf"等(?![奖功级])\s*(?:(?=[^，。；、“”]*[^\u3400-\u9fff\s，。；、“”])[^，。；、“”]{{1,8}}?|[个名家位])(?:{NOUNS})"
)
# Words of a heading that say whom it lists; the last one counts, as in 先进教师集体.
OF_PEOPLE = re.compile(
    "个人|同志|教师|工作者|标兵|楷模|能手|人员|校长|园长|班主任|干部|园丁|青年|工匠|人才|医师|护士|党员|书记|职工|民警|选手|企业家|专家|艺术家|"
    "模范|[人者员星手]$"
)
OF_UNITS = re.compile(
    "单位|集体|团体|团队|[组级]$|政府|学校|企业|公司|乡镇|街道|村|社区|部门|县|机关|窗口|站所|班组|家庭|校$"
)
TAIL = re.compile(
    "(?:予以|给予|进行|分别|荣?获|以?[和及](?=个人|单位|集体|[^和及]{1,4}$)|以?[和及]$|通报|授予|称号).*$"
)
HONOUR = re.compile(r"[^，。；“”]{0,12}?“(?P<honour>[^”]{2,40})”")
# 镇街为美丽乡村建设先进单位, 人为劳动模范荣誉称号, 同志记一等功
PLAIN_HONOUR = re.compile(
    "(?P<noun>[^为记]{0,6})(?:(?<!见义勇)为(?P<honour>.{4,}?)(?:荣誉)?(?:称号)?|记(?P<merit>[^，]{1,5}功)(?:奖励)?)"
)
DECIDING = re.compile("决定|现将?对|特对|同意|授予|命名")
COMMENDING = re.compile("表彰|表扬|奖励|嘉奖|授予|命名|记[^，。；]{0,6}功|颁发|[给予]+[^，。；]*奖")


@dataclass(frozen=True, slots=True)
class Stated:
    """A count as a notice states it.

    Attributes
    ----------
    line, column : int
        Where it is printed.
    printed : str
    value : int or None
        None where it cannot be read.
    item : str
        What is counted, in the notice's words.
    honour : str
        What those counted are given, where the sentence says it.
    counter : str
        个, 名, 家, …
    """

    line: int
    column: int
    printed: str
    value: int | None
    item: str = ""
    honour: str = ""
    counter: str = ""

    @property
    def kind(self) -> str | None:
        """Whom it counts: ``person``, ``unit``, or None where only its honour says."""
        return kind_said(self.item, self.counter) or kind_said(self.honour, self.counter)


def kind_said(title: str, counter: str = "") -> str | None:
    """Return whom a heading or count says that it is of: ``person``, ``unit`` or None.

    Examples
    --------
    >>> kind_said("先进教师集体"), kind_said("许昌市师德标兵"), kind_said("高中组")
    ('unit', 'person', 'unit')
    """
    last = {
        kind: max((match.end() for match in words.finditer(title)), default=0)
        for kind, words in (("person", OF_PEOPLE), ("unit", OF_UNITS))
    }
    if last["person"] != last["unit"]:
        return max(last, key=lambda kind: last[kind])
    return "person" if counter in ("名", "人", "位") else None


def heading_count(text: Passage) -> tuple[Stated | None, str]:
    """Return the count of a heading, if it has one, and the heading without it.

    What stands in a count's place and is none is a count without value.
    """
    heading = text.text
    match = BRACKET.search(heading) or BARE.search(heading)
    if match:
        line, column = text.places[match.start("printed")]
        stated = Stated(
            line, column, squeeze(match["printed"]), value_of(match["number"]), counter=match["counter"]
        )
        return stated, squeeze(heading[: match.start()]).rstrip("：:（(")
    like = LIKE_COUNT.search(heading)
    if like and not NOT_COUNT.fullmatch(like[0].strip("：: ")):
        line, column = text.places[like.start()]
        return Stated(line, column, squeeze(like[0]), None), squeeze(heading[: like.start()])
    return None, squeeze(heading).rstrip("：:")


def prose_of(lines: Iterable[Line]) -> Passage:
    """Join lines of prose, with punctuation as Chinese prints it, of one length."""
    text = passage(lines)
    plain = re.sub('"([^"]*)"', r"“\1”", text.text).translate(str.maketrans(",;:()", "，；：（）"))
    return Passage(plain, text.places)


def value_of(number: str) -> int | None:
    """Return the number that a numeral stands for; None where it is none."""
    try:
        plain = number.translate(FULL_WIDTH)
        return int(plain) if plain.isdecimal() else chinese_numeral(plain)
    except ValueError:
        return None


def prose_counts(text: Passage) -> Iterator[Stated]:
    """Yield the counts of the sentences that decide, in the order of the text."""
    for start, end in deciding(text.text):
        taken: list[tuple[int, int]] = []
        for match in PROSE.finditer(text.text, start, end):
            if stated := stated_in_prose(text, match):
                yield stated
                taken.append(match.span("printed"))
        yield from unread_counts(text, start, end, taken)


def stated_in_prose(text: Passage, match: re.Match[str]) -> Stated | None:
    """Return what a number of a deciding sentence counts; None where it counts nobody who is commended."""
    quoted = HONOUR.match(text.text, match.end("printed"))
    plain = PLAIN_HONOUR.fullmatch(match["item"]) if match["among"] else None
    honour = quoted["honour"] if quoted else (plain["honour"] or plain["merit"]) if plain else ""
    item = plain["noun"] if plain else counted_words(match["item"])
    if not (match["among"] or (item and (honour or re.search(f"{COUNTED}|{PRAISED}", item)))):
        return None
    line, column = text.places[match.start("printed")]
    length = len(match["printed"]) - len(match["item"]) + short(match["item"])
    printed = squeeze(match["printed"][:length])
    return Stated(line, column, printed, value_of(match["number"]), squeeze(item), honour, match["counter"])


def unread_counts(text: Passage, start: int, end: int, taken: Iterable[tuple[int, int]]) -> Iterator[Stated]:
    """Yield what stands where a count would and was not taken for one, as counts without value."""
    for match in LIKE_PROSE.finditer(text.text, start, end):
        if not any(low <= match.end() - 1 < high for low, high in taken):
            line, column = text.places[match.start()]
            yield Stated(line, column, squeeze(match[0]), None)


def counted_words(item: str) -> str:
    """Return what is counted, of the words behind a count: one of the usual nouns, or all up to where a clause goes on."""
    noun = re.match(COUNTED, item)
    whole = TAIL.sub("", item)
    return noun[0] if noun and (not whole.startswith(noun[0]) or whole != item or whole == noun[0]) else whole


def short(item: str) -> int:
    """Return how much of what is counted belongs to the count as printed: 29个单位, 5名同志."""
    match = re.match(COUNTED, item)
    return match.end() if match else 0


def deciding(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the sentences stand that say who is commended."""
    start = 0
    for match in re.finditer("[。！]|$", text):
        found = DECIDING.search(text, start, match.end())
        if found and COMMENDING.search(text, found.start(), match.end()):
            yield found.start(), match.end()
        start = match.end()


def title_counts(text: Passage) -> Iterator[Stated]:
    """Yield the counts of a notice's title: those of what it names some of (等5名同志)."""
    for match in PROSE.finditer(text.text):
        noun = re.match(COUNTED, match["item"])
        if match["among"] and noun:
            line, column = text.places[match.start("printed")]
            printed = squeeze(match["printed"][: len(match["printed"]) - len(match["item"]) + noun.end()])
            yield Stated(line, column, printed, value_of(match["number"]), noun[0], counter=match["counter"])
    yield from unread_counts(
        text, 0, len(text.text), [match.span("printed") for match in PROSE.finditer(text.text)]
    )
