"""The tables of a text: lines → cells, with the title and the unit that stand above them.

In: lines. Out: :class:`TextTable`, a grid whose rows know their lines. Cells are parted by tabs, by pipes (with or without those of
Markdown around them), or by spaces; what came between two rows without being one is kept as a stray line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import gcd
from unicodedata import east_asian_width

from xcdata.gazette.passage import PAGE, Line, squeeze
from xcdata.gazette.quantities import parse_number

RULE = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?")
UNIT = re.compile(r"(?:计量|面积)?单\s*位\s*[：:]\s*(?P<unit>[^）)\]】\s]+)")
NOTHING = re.compile(r"[-–—―−─…⋯.．·・/*_=]*|无")
SPACES = re.compile(r"[ \u00a0\u3000]+")
MOST_STRAY, LONGEST_STRAY, LONGEST_TITLE = 1, 120, 60


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: its line, and its cells without the spaces around them."""

    line: Line
    cells: tuple[str, ...]

    @property
    def figures(self) -> int:
        """How many of its cells are numbers."""
        return sum(map(is_figure, self.cells))


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table as it stands in a text.

    Attributes
    ----------
    rows : tuple of TableRow
        Those of the header first.
    style : str
        What parts its cells: ``tab``, ``pipe`` or ``space``.
    title : Line or None
        The line above it that names it.
    above : tuple of Line
        The lines between title and table: units, mostly.
    strays : tuple of Line
        Lines among the rows that are none.
    stripped : bool
        Whether no row ends in an empty cell: those at the ends of lines were stripped, and rows are shorter by them.
    doubtful : bool
        Whether its cells are parted by spaces from which empty cells cannot be told.
    """

    rows: tuple[TableRow, ...]
    style: str
    title: Line | None
    above: tuple[Line, ...]
    strays: tuple[Line, ...]
    stripped: bool
    doubtful: bool = False


def is_figure(text: str) -> bool:
    """Whether a cell is a plain number."""
    if not text.rstrip()[-1:].isdigit():
        return False
    try:
        parse_number(text)
    except ValueError:
        return False
    return True


def is_blank(text: str) -> bool:
    """Whether a cell is empty, or holds a mark that says so (``—``)."""
    return NOTHING.fullmatch(text.strip()) is not None


@lru_cache(maxsize=1 << 14)
def style_of(line: Line) -> str | None:
    """Return what parts the cells of a line, or None of a line that is no row."""
    if "\t" in line.text.strip("\t \r"):
        return "tab"
    if line.text.count("|") + line.text.count("｜") > 1:
        return "pipe"
    if SPACES.search(line.text.strip()) is None:
        return None
    tokens = SPACES.split(line.text.strip())
    numbers = sum(map(is_figure, tokens))
    if "。" in line.text[:-1].rstrip("。 ") and numbers < 2:
        return None
    if len(tokens) < 2:
        return None
    gaps = [len(gap) for gap in SPACES.findall(line.text.strip())]
    wide = [gap for gap in (*gaps, len(line.text) - len(line.text.rstrip())) if gap > 1]
    several = len(tokens) > 2 and (len(wide) > 1 or max(wide, default=0) > 2)
    many = numbers > 1 and numbers * 2 >= len(tokens)
    return "space" if many or several or min(gaps) > 1 or line.text[:1].isspace() else None


def find_tables(lines: Sequence[Line]) -> Iterator[TextTable]:
    """Yield the tables of some lines: runs of at least two rows of one style, one of which has figures."""
    filled = [line for line in lines if line.content and not PAGE.fullmatch(line.content)]
    index = 0
    while index < len(filled):
        style = style_of(filled[index])
        if style is None:
            index += 1
            continue
        end, rows, strays = run_from(filled, index, style)
        table = make_table(style, rows, strays, filled[max(0, index - 5) : index])
        if len(rows) > 1 and sum(row.figures > 0 for row in table.rows) > 0:
            yield table
        index = end


def run_from(lines: Sequence[Line], start: int, style: str) -> tuple[int, list[Line], list[Line]]:
    """Return where a run of rows ends, its rows, and the stray lines among them."""
    rows: list[Line] = []
    strays: list[Line] = []
    pending: list[Line] = []
    end = start
    for at in range(start, len(lines)):
        line = lines[at]
        if style_of(line) == style:
            rows.append(line)
            strays += pending
            pending, end = [], at + 1
        elif len(pending) < MOST_STRAY and is_stray(line):
            pending.append(line)
        else:
            break
    return end, rows, strays


def is_stray(line: Line) -> bool:
    """Whether a line may have got in between the rows of a table, rather than part two of them."""
    content = line.content
    return not (
        line.text.startswith("#")
        or len(content) > LONGEST_STRAY
        or UNIT.search(content)
        or content.endswith(("表", "名单", "名录", "。"))
        or content.startswith(("附件", "附表", "表", "注"))
    )


def make_table(style: str, rows: Sequence[Line], strays: Sequence[Line], before: Sequence[Line]) -> TextTable:
    """Cut rows into cells, and find the title above them."""
    kept = [line for line in rows if not RULE.fullmatch(line.text.strip())]
    doubtful = False
    if style == "tab":
        cells = [line.text.rstrip("\r").split("\t") for line in kept]
    elif style == "pipe":
        cells = pipe_cells([line.text.replace("｜", "|") for line in kept])
    else:
        cells, doubtful = space_cells([line.text.rstrip("\r") for line in kept])
    cut = tuple(
        TableRow(line, tuple(cell.strip() for cell in row)) for line, row in zip(kept, cells, strict=True)
    )
    title, above = title_above(before)
    stripped = not any(len(row.cells) > 1 and not row.cells[-1] for row in cut)
    return TextTable(cut, style, title, above, tuple(strays), stripped, doubtful)


def pipe_cells(texts: Sequence[str]) -> list[list[str]]:
    """Cut at pipes; those around the rows part nothing where every row has them."""
    around = all(text.strip().startswith("|") and text.strip().endswith("|") for text in texts)
    return [(text.strip()[1:-1] if around else text).split("|") for text in texts]


def space_cells(texts: Sequence[str]) -> tuple[list[list[str]], bool]:
    """Cut at spaces; with whether empty cells cannot be told.

    Where every gap is a multiple of one width, each multiple more is an empty cell; else only rows without empty ones are cut
    right.
    """
    plain = [text.replace("\u00a0", " ").replace("\u3000", " ") for text in texts]
    single = any(
        re.search(r"(?:^|\s)\d[\d.,]*\s\d[\d.,]*(?:\s|$)", text) and "  " not in text.strip()
        for text in plain
    )
    gap = re.compile(" +" if single else "  +")
    lengths = [len(one) for text in plain for one in gap.findall(text.rstrip())]
    width = gcd(*lengths) if lengths else 0
    if width and (single or width > 1):
        cut = [list(split_gaps(text, gap, width)) for text in plain]
        body = Counter(len(row) for row in cut)
        most, count = body.most_common(1)[0]
        if count * 2 > len(cut) and (most == max(body) or count == len(cut)):
            return cut, False
        if all(text == text.rstrip() for text in plain) and max(body) < 40 and width > 1:
            return cut, False
    cut = [SPACES.split(text.strip()) if single else re.split("  +", text.strip()) for text in plain]
    if len({len(row) for row in cut}) == 1:
        return cut, False
    lined_up = aligned_cells(texts)
    return (cut, True) if lined_up is None else (lined_up, False)


def aligned_cells(texts: Sequence[str]) -> list[list[str]] | None:
    """Cut at columns of the page where one row fills them all and no cell of another row begins, or ends, beside them.

    A Chinese character is as wide as two others on a page, and one as any other to a program; either may have set the columns.
    """
    for wide in (2, 1):
        rows = [
            [
                (own[: match.start()], own[: match.end()], match[0])
                for match in re.finditer(r"\S+(?: \S+)*", own)
            ]
            for own in (text.rstrip() for text in texts)
        ]
        for edge in (0, 1):
            spots = [[page_width(cell[edge], wide) for cell in row] for row in rows]
            columns = sorted({spot for row in spots for spot in row})
            if len(columns) > 1 and len(columns) == max(map(len, spots)):
                at = {spot: number for number, spot in enumerate(columns)}
                cut = [[""] * len(columns) for _ in rows]
                for cells, row, own in zip(cut, rows, spots, strict=True):
                    for cell, spot in zip(row, own, strict=True):
                        cells[at[spot]] = cell[2]
                return cut
    return None


def page_width(text: str, wide: int) -> int:
    """Return how many columns a text takes where a Chinese character takes so many."""
    return sum(wide if east_asian_width(character) in "WF" else 1 for character in text)


def split_gaps(text: str, gap: re.Pattern[str], width: int) -> Iterator[str]:
    """Yield the cells of a line whose gaps are multiples of a width."""
    start = 0
    for match in gap.finditer(text):
        yield text[start : match.start()]
        yield from [""] * (len(match[0]) // width - 1)
        start = match.end()
    yield text[start:]


def title_above(before: Sequence[Line]) -> tuple[Line | None, tuple[Line, ...]]:
    """Return the line that names a table, of the lines above it, and the lines between."""
    above: list[Line] = []
    for line in reversed(before):
        content = line.content
        plain = squeeze(content)
        if UNIT.search(content) and len(plain) <= 30 and not plain.split("单位")[0].strip("（(【["):
            above.append(line)
        elif len(content) > LONGEST_TITLE or content.endswith(("。", "；", "：", ":")) or "\t" in line.text:
            break
        elif re.fullmatch(
            r"附\s*[件表]\s*[\d一二三四五六七八九十]*\s*[：:]?|20\d\d\s*年?.{0,3}月?.{0,3}日?", plain
        ):
            above.append(line)
        else:
            return line, tuple(reversed(above))
    return None, tuple(reversed(above))


def printed_unit(texts: Iterable[str]) -> str | None:
    """Return the unit that the first of some texts to state one states (``单位：亩``), as printed.

    Examples
    --------
    >>> printed_unit(["造林计划表", "（单位：万亩）"])
    '万亩'
    """
    return next((match["unit"] for text in texts if (match := UNIT.search(text))), None)
