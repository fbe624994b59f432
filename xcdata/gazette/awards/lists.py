"""Which lists a notice of awards holds.

In: a document. Out: a :class:`List` for each heading of its annexes and of the notice itself, with the lines below it that may be
entries. Headings are numbered (一、 （一）), or known by their count, by 名单, or by their mark. Whether a list holds recipients is
for the reader of entries to say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from xcdata.gazette.awards.counts import PRAISED, Stated, heading_count
from xcdata.gazette.awards.names import is_institution
from xcdata.gazette.documents import ADDRESSEE, ANNEX, ISSUER, Document, read_date
from xcdata.gazette.outline import RANKS, Item, read_item
from xcdata.gazette.passage import PAGE, Line, passage, squeeze

HEADING_STYLES = ("chapter", "division", "han", "han_bracketed")
UNNUMBERED = len(RANKS)  # below every numbered heading
NAMED_LIST = re.compile(r"(?:名单|名册|一览表)[）)]?\s*[：:]?$")
HONOURED = re.compile(rf"[^，。\s]{{0,16}}(?:{PRAISED})[^，。\s]{{0,8}}")
CAPTION = re.compile(r"[^，。；、\s]{2,20}[：:]")
NOTE = re.compile(r"[（(][^（()）]*[）)]|(?:排名不分先后|按姓氏笔画(?:为序|排序))")
COLUMN_NAMES = {
    "number": {"序号", "编号"},
    "name": {"姓名", "获奖者", "受表彰人", "先进个人", "教师姓名"},
    "institution": {
        "单位",
        "工作单位",
        "所在单位",
        "单位名称",
        "学校",
        "名称",
        "单位及职务",
        "获奖单位",
        "所在学校",
    },
    "other": {"性别", "职务", "备注", "职称", "民族", "政治面貌", "学科", "县区", "县（市、区）"},
}
COLUMN_NAME = re.compile(r"姓\s*名|名\s*称|单\s*位|学\s*校|获奖者|受表彰人|先进个人")
ANNOUNCED = re.compile(r"附\s*件\s*\d*\s*[：:]\s*\S")
# An award and who has it, on one line: 先进乡镇：甲乡、乙乡.
LABELLED = re.compile(rf"(?P<label>[^：:，。、\s]*(?:{PRAISED})[^：:，。\s]{{0,12}})[：:](?P<rest>\s*\S.*)")
OPENS_LIST = re.compile(r"[：:]$|如下。$")
# Prose holds a sentence: a full stop before its end, or a comma in what is longer than a line of names without one.
SENTENCE = re.compile("[。！][^。]|[，,].*[。！：:]$|^(?:希望|特此|望)")
LONG = 40


@dataclass
class List:
    """A heading of a notice of awards, and what stands directly below it.

    Attributes
    ----------
    part : int
        0 in the notice itself, else the annex.
    path : tuple of str
        Labels of its headings, as printed, from the outermost in; empty for a list below a sentence.
    titles : tuple of str
        Their titles, without numbers and counts.
    heading : Line
    rank : int
        How deep its heading stands; -1 for the title of an annex.
    count : Stated or None
        What the heading states; its value is None where it cannot be read.
    marked : bool
        Whether its heading has no number though others of its part have, nor a count.
    lines : list of Line
        Which may be entries.
    after : list of Line
        Those below the prose that closes the list.
    other : list of Line
        Notes and headers of columns.
    """

    part: int
    path: tuple[str, ...]
    titles: tuple[str, ...]
    heading: Line
    rank: int
    count: Stated | None = None
    marked: bool = False
    lines: list[Line] = field(default_factory=list)
    after: list[Line] = field(default_factory=list)
    other: list[Line] = field(default_factory=list)
    closed: bool = False

    @property
    def title(self) -> str:
        """Its own title."""
        return self.titles[-1] if self.titles else ""

    @property
    def section(self) -> str | None:
        """Its path as tables give it."""
        return "".join(self.path) or None

    def take(self, line: Line) -> None:
        """Put a line where it belongs."""
        if is_prose(line):
            self.closed = self.closed or bool(self.lines)
        elif NOTE.fullmatch(line.content) or columns_of(line):
            self.other.append(line)
        else:
            (self.after if self.closed else self.lines).append(line)


def find_lists(document: Document, notice: Sequence[Line]) -> list[List]:
    """Return the lists of a notice, in the order of the text; those of no list's heading stand below the first.

    Parameters
    ----------
    document : Document
    notice : sequence of Line
        Its :func:`notice_lines`.
    """
    found = part_lists(0, notice, None)
    body, *parts = document.parts
    annexes = parts or unlabelled(body, notice[-1].number if notice else document.number_line)
    for number, annex in enumerate(annexes, 1):
        found += part_lists(number, annex[1:], annex_top(number, annex, many=len(annexes) > 1))
    return found


def notice_lines(document: Document) -> list[Line]:
    """Return the lines of the notice itself up to those that announce its annexes; of one without head its first line too."""
    body = document.parts[0]
    lines = [line for line in body if line.number not in document.head or read_date(line.content)]
    if document.number_line not in document.head:
        lines = [line for line in document.lines if line.number <= document.number_line] + lines
    end = next((n for n, line in enumerate(lines) if ANNOUNCED.match(line.content)), len(lines))
    return lines[:end]


def unlabelled(lines: Sequence[Line], last: int) -> list[Sequence[Line]]:
    """Return the annex that a notice announces and does not label: what begins with a title below its date, after a line."""
    rest = [line for line in lines if line.number > last and line.content][1:]
    start = next((n for n, line in enumerate(rest) if read_date(squeeze(line.content))), -1) + 1
    return (
        [[Line(rest[start].number, "附件"), *rest[start:]]]
        if rest[start:] and is_title(rest[start], first=True)
        else []
    )


def annex_top(number: int, lines: Sequence[Line], *, many: bool) -> List:
    """Return the list that an annex's own title heads.

    The annex's label opens the paths of its lists where there are several annexes, or no numbers in it.
    """
    filled = [line for line in lines[1:] if line.content]
    title: list[Line] = []
    for line in filled[:3]:
        if is_numbered(line) or not is_title(line, first=not title):
            break
        title.append(line)
    count, words = heading_count(passage(unmarked(line) for line in title))
    labelled = many or not any(map(is_numbered, filled))
    label = squeeze(lines[0].content).rstrip("：:")
    heading = title[-1] if title else lines[0]
    top = List(number, (label,) if labelled else (), (words,), heading, -1, count)
    top.other += title
    return top


def is_title(line: Line, *, first: bool) -> bool:
    """Tell whether a line at the head of an annex is of its title."""
    if "\t" in line.text or len(line.content) > LONG:
        return False
    count = heading_count(passage([line]))[0]
    return bool(
        line.text.startswith("#")
        or NAMED_LIST.search(line.content)
        or (count and count.value is not None)
        or (first and HONOURED.fullmatch(line.content))
    )


def part_lists(part: int, lines: Sequence[Line], top: List | None) -> list[List]:
    """Return the lists of the notice itself or of an annex.

    Parameters
    ----------
    top : List or None
        What takes the lines above the first heading. In the notice itself these are prose, but for those below a sentence that
        opens a list.
    """
    own = {line.number for line in top.other} if top else set()
    filled = [
        line for line in lines if line.content and line.number not in own and not PAGE.fullmatch(line.content)
    ]
    numbered = any(map(is_numbered, filled))
    found = [top] if top else []
    outline: list[List] = []
    for index, line in enumerate(filled):
        if is_form(filled, index):
            continue
        item = read_item(line)
        rank = RANKS[item.style] if item else UNNUMBERED
        opens = (found or part) and re.search("[：:]", line.text)
        labelled = LABELLED.fullmatch(unmarked(line, item).text.strip()) if opens else None
        if labelled:
            close(outline, rank)
            above = outline[-1] if outline else top
            # It takes no place in the numbering of headings.
            found.append(below(part, above, line, UNNUMBERED + 1, item, labelled["label"]))
            start = line.text.index(labelled["rest"])
            found[-1].take(Line(line.number, " " * start + line.text[start:]))
        elif (item and heads(filled, index, item)) or (item is None and is_unnumbered_heading(line)):
            close(outline, rank)
            count, title = heading_count(passage([unmarked(line, item)]))
            found.append(below(part, outline[-1] if outline else top, line, rank, item, title, count))
            found[-1].marked = numbered and item is None and bool(outline) and count is None
            outline.append(found[-1])
        elif part == 0 and not outline and is_prose(line):
            if OPENS_LIST.search(line.content):
                found.append(List(part, (), (), line, -1))
            elif found:
                found[-1].take(line)
        elif found:
            found[-1].take(line)
    return found


def close(outline: list[List], rank: int) -> None:
    """Take from an outline what a heading of a rank ends."""
    while outline and outline[-1].rank >= rank:
        outline.pop()


def below(
    part: int,
    above: List | None,
    line: Line,
    rank: int,
    item: Item | None,
    title: str,
    count: Stated | None = None,
) -> List:
    """Return the list that a heading opens below another."""
    title = squeeze(title)
    path, titles = (above.path, above.titles) if above else ((), ())
    return List(part, (*path, item.label if item else title), (*titles, title), line, rank, count)


def unmarked(line: Line, item: Item | None = None) -> Line:
    """Return a heading with spaces in the place of its marks and number."""
    end = item.end if item else len(line.text) - len(line.text.lstrip("# "))
    return Line(line.number, " " * end + line.text[end:])


def is_numbered(line: Line) -> bool:
    """Tell whether a line has a number that headings have and entries have not."""
    item = read_item(line)
    return item is not None and item.style in HEADING_STYLES


def heads(lines: Sequence[Line], index: int, item: Item) -> bool:
    """Tell whether a numbered line is a heading rather than an entry: of the lower numbers those that say whom they list."""
    if item.style in HEADING_STYLES:
        return True
    if item.style == "row":
        return False
    count, title = heading_count(passage([unmarked(lines[index], item)]))
    below = read_item(lines[index + 1]) if index + 1 < len(lines) else item
    alone = below is None or below.style != item.style
    return bool((count and count.value is not None) or (alone and HONOURED.fullmatch(title)))


def is_unnumbered_heading(line: Line) -> bool:
    """Tell whether a line without a number is a heading: by its mark, its count, or as it says 名单 or names an honour."""
    if "\t" in line.text or len(line.content) > LONG or is_prose(line):
        return False
    counted = title = None
    if re.search(r"\d", line.content):
        count, title = heading_count(passage([unmarked(line)]))
        counted = count is not None and count.value is not None and re.search(r"\d", count.printed)
    return bool(
        line.text.startswith("#")
        or (counted and title)
        or NAMED_LIST.search(line.content)
        or CAPTION.fullmatch(line.content)
        or (HONOURED.fullmatch(line.content) and not is_institution(line.content) and len(line.content) > 3)
    )


def is_prose(line: Line) -> bool:
    """Tell whether a line is a sentence."""
    content = line.content
    return bool(SENTENCE.search(content)) and (len(content) > 15 or content.startswith(("希望", "特此")))


def is_form(lines: Sequence[Line], index: int) -> bool:
    """Tell whether a line is a date, the signature above one, the addressee, or the label of an annex."""
    below = lines[index + 1].content if index + 1 < len(lines) else ""
    content = lines[index].content
    # Most lines are entries, which neither are dates nor stand above one.
    if not ("年" in content or "年" in below or content[0] == "附" or content[-1] in "：:"):
        return False
    content = squeeze(content)
    if read_date(content) or ANNEX.fullmatch(content) or ADDRESSEE.fullmatch(content):
        return True
    return bool(ISSUER.fullmatch(content)) and read_date(squeeze(below)) is not None


def columns_of(line: Line) -> tuple[str, ...]:
    """Return what the columns of a table hold, if a line is its header: ``number``, ``name``, ``institution`` or ``other``."""
    if not COLUMN_NAME.search(line.content):
        return ()
    cells = [squeeze(cell) for cell in re.split(r"\t|\s{2,}|\|", line.content) if cell.strip()]
    if len(cells) < 2:
        cells = line.content.split()
    kinds = tuple(next((kind for kind, words in COLUMN_NAMES.items() if cell in words), "") for cell in cells)
    return kinds if len(kinds) > 1 and all(kinds) else ()


def cells_of(lst: List) -> list[tuple[Line, str]]:
    """Return the lines of a list that may be entries, each as its text without number; rows of a table by their columns.

    A row that holds several recipients side by side is one text for each.
    """
    header = next((columns for line in lst.other if (columns := columns_of(line))), ())
    found: list[tuple[Line, str]] = []
    for line in lst.lines:
        item = read_item(line)
        cells = line.text.strip(" #").split("\t")
        if header and len(cells) == len(header) and ("name" in header or "institution" in header):
            found += [(line, text) for text in by_columns(cells, header)]
        elif item and item.style not in HEADING_STYLES:
            found.append((line, line.text[item.end :].strip()))
        else:
            found.append((line, line.content))
    return found


def by_columns(cells: Sequence[str], header: Sequence[str]) -> list[str]:
    """Return name and institution of a row, once for each time that the header names the column of names."""
    names = [squeeze(cell) for cell, kind in zip(cells, header, strict=True) if kind == "name"]
    places = [squeeze(cell) for cell, kind in zip(cells, header, strict=True) if kind == "institution"]
    if len(names) == len(places):
        return ["\t".join(pair) for pair in zip(names, places, strict=True) if any(pair)]
    return [one for one in names or places if one]
