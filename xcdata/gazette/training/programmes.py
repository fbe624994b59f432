"""Lists of programmes: numbered items that carry training targets.

In: a document. Out: its pieces of prose, each a :class:`Block` with the counted figures in it, and which of them are programmes: the
items of a list of which half or more say how many people are to be trained.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from xcdata.gazette.documents import Document
from xcdata.gazette.outline import sections
from xcdata.gazette.passage import Line, Passage, passage, squeeze
from xcdata.gazette.training.counted import PEOPLE, Broken, Counted, full_width, read_counted

TOTALS = re.compile("目标")
TRAINING = re.compile("培训")
# What is done to people besides training them; such a figure is a target of its own.
OTHER = re.compile(
    "取得|获得|取证|持证|培养|引进|就业率|新增|合格|评定|认定|建成|新建|建设(?!行业|系统|领域|工人)|创业(?!培训)|占|总量|基地|师资"
)
VERB = re.compile(f"{TRAINING.pattern}|{OTHER.pattern}")
# What such a section tells of is past.
BACKGROUND = re.compile("背景|现状|回顾|成效")
# A standard (每班不超过50人) or a payment is no target.
NORM = re.compile(r"每[班期次人家个]|补贴(?!性|类|培训|职业)|补助|给予|奖励|不得|(?<!认)可(?!持续)")
PAGE_NUMBER = re.compile(r"[\s—–－-]*\d{1,4}[\s—–－-]*")


@dataclass(frozen=True, slots=True)
class Block:
    """A numbered section, or a paragraph above the first one: its prose with the figures in it.

    Attributes
    ----------
    path : tuple of str
        Empty of a paragraph without number.
    number : int
    line : int
    title : str
        Its first sentence, where that is a title.
    passage : Passage
        All of it after the numeral, as printed.
    text : str
        The same with full-width punctuation.
    counted : list of Counted
    broken : list of Broken
    """

    path: tuple[str, ...]
    number: int
    line: int
    title: str
    passage: Passage
    text: str
    counted: list[Counted] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)

    @property
    def targets(self) -> list[Counted]:
        """The figures of people to be trained, none of which is a part of another."""
        return training_targets(self)

    @property
    def name(self) -> str:
        """What a programme is called."""
        words = squeeze(self.title or re.split("[。，：；]", self.text)[0])
        return re.sub("^(?:大力|深入|全面|组织)?(?:实施|开展)(?=.)", "", words)


def blocks(document: Document) -> list[Block]:
    """Return the pieces of a document's prose, with their figures."""
    half = "。" not in "".join(line.text for line in document.body)
    lines = [line for line in document.body if "\t" not in line.text and not PAGE_NUMBER.fullmatch(line.text)]
    found = sections(lines)
    first = found[0].heading.number if found else document.lines[-1].number + 1
    made = [
        block((), 0, line, 0, [], half)
        for line in lines
        if line.number < first and line.content and line.number not in document.head
    ]
    # Where most headings of a kind run on into their text, one that stands alone was only broken off.
    runs_on = Counter(one.item.style for one in found if re.search("[。.，,；：]", one.title))
    styles = Counter(one.item.style for one in found)
    for one in found:
        alone = 2 * runs_on[one.item.style] <= styles[one.item.style]
        made.append(block(one.path, one.ordinal, one.heading, one.item.end, one.lines, half, alone=alone))
    return made


def block(
    path: tuple[str, ...],
    number: int,
    heading: Line,
    start: int,
    lines: Sequence[Line],
    half: bool,
    *,
    alone: bool = False,
) -> Block:
    """Return a section's prose, in which a heading alone on its line is a sentence."""
    top = Line(heading.number, " " * start + heading.text[start:])
    joined = passage([top, *lines])
    title = full_width(heading.text[start:].strip(), half)
    if alone and title and not re.search("[。，；：]", title) and any(line.content for line in lines):
        at = len(heading.text[start:].strip())
        stop = (heading.number, len(heading.text) + 1)
        joined = Passage(
            f"{joined.text[:at]}。{joined.text[at:]}", (*joined.places[:at], stop, *joined.places[at:])
        )
    text = full_width(joined.text, half)
    first = text.partition("。")[0]
    counted, broken = read_counted(text, joined.text)
    starts = [*(one.start for one in counted), *(one.start for one in broken)]
    clean = path and "，" not in first and all(start >= len(first) for start in starts)
    return Block(path, number, heading.number, first if clean else "", joined, text, counted, broken)


def training_targets(one: Block) -> list[Counted]:
    """Return the figures of a block that are people to be trained, by its sentences."""
    found: list[Counted] = []
    listed: int | None = None
    for figure in one.counted if not BACKGROUND.search(one.title) else ():
        trained = is_trained(figure)
        # A list of groups names the training once.
        trained = figure.sentence == listed if trained is None else trained
        if figure.part or figure.quantity.unit == "%":
            continue
        if not trained or figure.past or NORM.search(figure.clause):
            listed = None
        elif figure.quantity.unit in PEOPLE:
            found.append(figure)
            listed = figure.sentence
    return found


def is_trained(figure: Counted) -> bool | None:
    """Tell whether the verb nearest before a figure, or else behind it, is to train; None where there is none."""
    before = VERB.findall(figure.group)
    behind = VERB.findall(figure.item.removeprefix(figure.group))
    verb = before[-1] if before else behind[0] if behind else None
    return None if verb is None else TRAINING.fullmatch(verb) is not None


def programme_lists(found: Sequence[Block]) -> dict[tuple[str, ...], list[Block]]:
    """Return the lists of programmes, by the path above them.

    They are those of which half of the items or more carry training targets; a list with one such item counts only where none has more.
    """
    paths = [one.path for one in found]
    aims = [one.path for one in found if one.path and TOTALS.search(one.title)]
    lists: dict[tuple[str, ...], list[Block]] = {}
    for one in found:
        inner = any(path[: len(one.path)] == one.path != path for path in paths)
        if one.path and not inner and not any(one.path[: len(path)] == path for path in aims):
            lists.setdefault(one.path[:-1], []).append(one)
    counts = {path: sum(bool(one.targets) for one in items) for path, items in lists.items()}
    least = min(2, max(counts.values(), default=0))
    return {
        path: items
        for path, items in lists.items()
        if counts[path] >= max(least, 1) and 2 * counts[path] >= len(items)
    }
