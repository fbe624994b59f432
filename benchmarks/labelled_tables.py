"""Tables with labelled totals as people have them, whose true sums are known, and errors to put into them.

In: a random generator and the name of a shape. Out: a :class:`Table`, its printed rows, its sums, and with :func:`spoil` the same
rows with one figure wrong. Nothing of xcdata is used, so that what is measured does not share the mistakes of what measures.
Run ``python benchmarks/labelled_tables.py [SHAPE ...] [--seed N]`` to see a table of each shape; all are checked on the way.
"""

from __future__ import annotations

import argparse
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from itertools import pairwise
from random import Random

Cell = tuple[int, int]

ZERO = Decimal(0)


def words(text: str) -> tuple[str, ...]:
    """Split a text at its bars."""
    return tuple(text.split("|"))


# What is printed ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Style:
    """How a figure is printed.

    Attributes
    ----------
    decimals : int
    grouped : str
        What separates thousands; empty for nothing.
    zero : str or None
        What stands for zero; None for the figure itself.
    minus : str
        ``-``, ``−``, or ``(`` for parentheses.
    before, after : str
        A currency, a percent sign.
    """

    decimals: int = 0
    grouped: str = ""
    zero: str | None = None
    minus: str = "-"
    before: str = ""
    after: str = ""

    @property
    def step(self) -> Decimal:
        """One unit of the last place."""
        return Decimal(1).scaleb(-self.decimals)

    def round(self, value: Decimal) -> Decimal:
        """Return a value as it is printed."""
        return value.quantize(self.step, ROUND_HALF_UP)

    def say(self, value: Decimal) -> str:
        """Return the text of a value."""
        value = self.round(value)
        if value == 0 and self.zero is not None:
            return self.zero
        figure = f"{abs(value):,f}".replace(",", self.grouped)
        text = self.before + figure + self.after
        if value >= 0:
            return text
        return f"({text})" if self.minus == "(" else self.minus + text


@dataclass(frozen=True)
class Sum:
    """A true sum: what the parts make, and by how much rounding lets the printed figures differ from it.

    Attributes
    ----------
    total : Cell
        (row, column), 0-based.
    parts : tuple of Cell
    allowed : Decimal
        Zero where the figures are exact.
    labelled : bool
        Whether labels state it, all its parts among them.
    """

    total: Cell
    parts: tuple[Cell, ...]
    allowed: Decimal = ZERO
    labelled: bool = True


@dataclass(frozen=True)
class Table:
    """A table that is right.

    Attributes
    ----------
    shape : str
    rows : list of list of str
    sums : tuple of Sum
    values : dict of Cell to Decimal
        What is printed, of every figure that is counted or measured (no index, code or year).
    styles : dict of Cell to Style
    """

    shape: str
    rows: list[list[str]]
    sums: tuple[Sum, ...]
    values: dict[Cell, Decimal]
    styles: dict[Cell, Style]

    @property
    def labelled(self) -> list[Cell]:
        """The cells that stand in a complete labelled sum."""
        return sorted({cell for one in self.sums if one.labelled for cell in (one.total, *one.parts)})

    def broken(self, values: dict[Cell, Decimal]) -> list[Sum]:
        """Return the labelled sums that other values break by more than rounding allows."""
        return [
            one
            for one in self.sums
            if one.labelled and abs(values[one.total] - sum(values[part] for part in one.parts)) > one.allowed
        ]


class Sheet:
    """A table in the making."""

    def __init__(self) -> None:
        self.texts: dict[Cell, str] = {}
        self.values: dict[Cell, Decimal] = {}
        self.styles: dict[Cell, Style] = {}
        self.sums: list[Sum] = []

    def text(self, row: int, column: int, text: str) -> None:
        """Write a text."""
        self.texts[row, column] = text

    def figure(self, row: int, column: int, value: Decimal, style: Style) -> None:
        """Print a figure, rounded as its style says."""
        self.values[row, column] = style.round(value)
        self.styles[row, column] = style
        self.texts[row, column] = style.say(value)

    def add(self, total: Cell, parts: Iterable[Cell], rounded: bool, labelled: bool = True) -> None:
        """State a sum."""
        parts = tuple(parts)
        step = self.styles[total].step
        self.sums.append(Sum(total, parts, step * (len(parts) + 1) / 2 if rounded else ZERO, labelled))

    def table(self, shape: str, ragged: bool = False) -> Table:
        """Return what was made; with `ragged`, rows end at their last text."""
        height = 1 + max(row for row, _ in self.texts)
        width = 1 + max(column for _, column in self.texts)
        rows = [[self.texts.get((row, column), "") for column in range(width)] for row in range(height)]
        if ragged:
            last = [max((n for n, text in enumerate(row) if text), default=-1) for row in rows]
            keep = [max((c for r, c in self.values if r == row), default=0) for row in range(height)]
            rows = [row[: max(end, kept) + 1] for row, end, kept in zip(rows, last, keep, strict=True)]
        return Table(shape, rows, tuple(self.sums), dict(self.values), dict(self.styles))


# What tables are about ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Topic:
    """What the lines of a table are called, and what is counted of them."""

    zh: bool
    corner: str
    title: str
    names: tuple[str, ...]
    measures: tuple[tuple[str, str], ...]
    splits: tuple[tuple[str, ...], ...]
    totals: tuple[str, ...]


_ZH_TOTALS = ("合计", "合计", "合 计", "合　计", "总计", "总 计", "合计：", "共计", "合  计")
_EN_TOTALS = ("Total", "Total", "TOTAL", "Total:", "Totals", "Sum", "Grand Total", "total", "Total ")

TOPICS = (
    Topic(
        True,
        "县（市、区）",
        "2019年各县（市、区）基本情况",
        words(
            "禹州市|长葛市|鄢陵县|襄城县|魏都区|建安区|合川区|全州县|共和县|沙河市|临泉县|新安县|汝阳县|城关镇|北塔区"
        ),
        (
            ("户数（户）", "people"),
            ("人口", "people"),
            ("耕地面积（亩）", "area"),
            ("粮食产量(吨)", "area"),
            ("合作社", "count"),
            ("补助资金（万元）", "money"),
        ),
        (
            ("男", "女"),
            ("城镇", "农村"),
            ("第一产业", "第二产业", "第三产业"),
            ("一季度", "二季度", "三季度", "四季度"),
            ("造林", "抚育", "改造", "封育", "飞播"),
        ),
        (*_ZH_TOTALS, "全市", "全市", "全省", "全市合计", "全县"),
    ),
    Topic(
        True,
        "部门",
        "机关事业单位人员编制情况表",
        words(
            "教育局|财政局|总工会|公安局|民政局|林业局|统计局|人社局|合作社联社|审计局|市直其他|住建局|水利局|文旅局"
        ),
        (
            ("编制数", "count"),
            ("实有人数", "count"),
            ("经费（万元）", "money"),
            ("车辆", "count"),
            ("办公面积", "area"),
        ),
        (
            ("男", "女"),
            ("行政", "事业", "工勤"),
            ("35岁以下", "36-45岁", "46-54岁", "55岁以上"),
            ("党员", "群众"),
        ),
        (*_ZH_TOTALS, "总计（人）", "合计(人)"),
    ),
    Topic(
        True,
        "项目",
        "一般公共预算支出决算表",
        words(
            "一般公共服务支出|国防支出|公共安全支出|教育支出|科学技术支出|文化旅游支出|社会保障支出|卫生健康支出|节能环保支出|城乡社区支出|农林水支出|交通运输支出|住房保障支出|其他支出"
        ),
        (("预算数", "money"), ("决算数", "money"), ("上年决算数", "money"), ("调整预算数", "money")),
        (
            ("基本支出", "项目支出"),
            ("人员经费", "公用经费", "专项"),
            ("本级", "下级"),
            ("1月", "2月", "3月", "4月", "5月", "6月"),
        ),
        (*_ZH_TOTALS, "本年支出合计", "支出总计"),
    ),
    Topic(
        True,
        "学校名称",
        "义务教育阶段学生资助统计",
        words(
            "第一小学|第二小学|实验学校|育才中学|城北中学|一中|二中|三中|高级中学|总部小学|合心学校|职教中心|特教学校"
        ),
        (("班级", "count"), ("学生", "votes"), ("教师", "count"), ("资助金额", "money"), ("寄宿生", "votes")),
        (("男生", "女生"), ("一年级", "二年级", "三年级"), ("七年级", "八年级", "九年级"), ("春季", "秋季")),
        (*_ZH_TOTALS, "全县", "全校"),
    ),
    Topic(
        False,
        "County",
        "Population and housing by county",
        words(
            "Adams|Allen|Sumner|Boone|Clay|Sumter|Dallas|Floyd|Greene|Jasper|Lee|Marion|Polk|Union|St. Clair|Totalview"
        ),
        (
            ("Population", "people"),
            ("Households", "people"),
            ("Farms", "votes"),
            ("Acres", "area"),
            ("Budget ($)", "cash"),
        ),
        (
            ("Male", "Female"),
            ("Urban", "Rural"),
            ("Q1", "Q2", "Q3", "Q4"),
            ("Own", "Rent"),
            ("Under 18", "18-64", "65+"),
        ),
        (*_EN_TOTALS, "State total", "County Total", "All counties"),
    ),
    Topic(
        False,
        "Department",
        "Headcount and expenditure",
        words(
            "Police|Fire|Parks|Library|Finance|Public Works|Summer programs|Planning|Health|IT|HR|Legal|Totally Kids|Water"
        ),
        (
            ("FTE", "count"),
            ("Adopted", "cash"),
            ("Actual", "cash"),
            ("Vehicles", "count"),
            ("Overtime", "cents"),
        ),
        (
            ("Salaries", "Operating", "Capital"),
            ("Full-time", "Part-time"),
            ("Jan", "Feb", "Mar"),
            ("North", "South", "East", "West"),
        ),
        (*_EN_TOTALS, "Total expenditures", "City total"),
    ),
    Topic(
        False,
        "Item",
        "Statement of activities",
        words(
            "Donations|Grants|Membership fees|Rent|Interest|Sales|Insurance|Travel|Printing|Postage|Other|Consulting|Repairs"
        ),
        (
            ("2018", "cents"),
            ("2019", "cents"),
            ("Budget", "cash"),
            ("Actual", "cents"),
            ("Prior year", "cash"),
        ),
        (("Restricted", "Unrestricted"), ("Program", "Admin", "Fundraising"), ("Cash", "Card", "Check")),
        (*_EN_TOTALS, "Total", "Net total"),
    ),
)

SIZES = {"count": (12, 0), "votes": (220, 0), "people": (40_000, 0), "area": (2_000, 1), "money": (6_000, 2)}
SIZES |= {"cash": (180_000, 0), "cents": (3_500, 2)}
"""The median of a measure and its decimals."""


def pick_topic(rng: Random, zh: bool | None = None) -> Topic:
    """Draw a topic, of a language if one is given."""
    return rng.choice([topic for topic in TOPICS if zh is None or topic.zh == zh])


def total_label(rng: Random, topic: Topic) -> str:
    """Draw what a topic's total is called."""
    return rng.choice(topic.totals)


def subtotal_label(rng: Random, topic: Topic) -> str:
    """Draw what its subtotals are called."""
    return rng.choice(
        ("小计", "小计", "小 计", "小  计")
        if topic.zh
        else ("Subtotal", "Sub-total", "Subtotal:", "Sub total")
    )


# Lines and columns are trees ----------------------------------------------------------------------------------------------------


@dataclass(eq=False)
class Line:
    """A line of a table, or a column; one with children is their sum.

    Attributes
    ----------
    label : str or None
        None for one that is not printed: its children have no total.
    children : list of Line
    first : bool
        Whether it stands before its children.
    heading : str or None
        A line of text before its children.
    asides : list of Line
        Lines that are no parts of anything: of which, last year's.
    complete : bool
        Whether its children are all of it; of an aside, whether it is a part of what it stands by.
    gap : bool
        A blank line before it.
    """

    label: str | None
    children: list[Line] = field(default_factory=list)
    first: bool = False
    heading: str | None = None
    asides: list[Line] = field(default_factory=list)
    complete: bool = True
    gap: bool = False
    values: dict[int, Decimal] = field(default_factory=dict)
    kind: str = "count"
    median: float = 10.0
    style: Style = Style()
    fine: int = 0
    zeros: float = 0.0
    negatives: float = 0.0

    def leaves(self) -> list[Line]:
        """Return the lines that have no children."""
        return [leaf for child in self.children for leaf in child.leaves()] if self.children else [self]

    def nodes(self) -> list[Line]:
        """Return all lines, as they are printed."""
        below = [node for child in self.children for node in child.nodes()]
        own = [] if self.label is None else [self, *self.asides]
        return own + below if self.first else below + own

    def draw(self, rng: Random, factor: float) -> Decimal:
        """Draw the value of a leaf."""
        if rng.random() < self.zeros:
            return ZERO
        value = Decimal(self.median * factor * math.exp(rng.gauss(0, 0.5)))
        value = value.quantize(self.style.step.scaleb(-self.fine), ROUND_HALF_UP)
        return -value if rng.random() < self.negatives else value

    def at(self, column: Line) -> Decimal:
        """Return its value in a column."""
        return sum((self.values[id(leaf)] for leaf in column.leaves()), ZERO)


def fill(rng: Random, line: Line, leaves: Sequence[Line]) -> None:
    """Draw the values of a tree of lines, for the leaves of the columns."""
    if line.children:
        for child in line.children:
            fill(rng, child, leaves)
        line.values = {
            id(leaf): sum((child.values[id(leaf)] for child in line.children), ZERO) for leaf in leaves
        }
        if not line.complete:  # there is more of it than its children
            for leaf in leaves:
                line.values[id(leaf)] += abs(leaf.draw(rng, 1.0)) + leaf.style.step
    else:
        factor = math.exp(rng.gauss(0, 0.8))
        line.values = {id(leaf): leaf.draw(rng, factor) for leaf in leaves}
    for aside in line.asides:
        share = rng.uniform(0.05, 0.7) if aside.complete else rng.uniform(0.85, 1.15)
        share = 1 / len(line.children) if aside.label in ("平均", "Average") else share
        for leaf in leaves:
            part = line.values[id(leaf)] * Decimal(share * rng.uniform(0.7 if aside.complete else 0.99, 1.0))
            aside.values[id(leaf)] = part.quantize(leaf.style.step.scaleb(-leaf.fine), ROUND_FLOOR)


@dataclass
class Look:
    """How a whole table is dressed."""

    grouped: str = ""
    zero: str | None = None
    minus: str = "-"
    rounded: bool = False
    zeros: float = 0.0
    negatives: float = 0.0
    decimals: int | None = None
    currency: str = ""
    unit: str = ""


def pick_look(rng: Random, **given: object) -> Look:
    """Draw how a table is dressed, apart from what is given."""
    look = Look(
        grouped=rng.choice(("", "", "", ",", ",", " ") if rng.random() < 0.6 else ("",)),
        zero=rng.choice((None, None, "-", "", "—", "–")),
        minus=rng.choice(("-", "-", "−", "(")),
        zeros=rng.choice((0.0, 0.0, 0.0, 0.08)),
    )
    return replace(look, **given)  # type: ignore[arg-type]


def leaf_column(rng: Random, label: str, kind: str, look: Look, scale: float | None = None) -> Line:
    """Return a column of figures."""
    median, decimals = SIZES[kind]
    decimals = decimals if look.decimals is None else look.decimals
    style = Style(decimals, look.grouped, look.zero, look.minus, look.currency, look.unit)
    scale = math.exp(rng.gauss(0, 0.9)) if scale is None else scale
    return Line(
        label,
        kind=kind,
        median=max(median * scale, 2.0),
        style=style,
        fine=3 if look.rounded else 0,
        zeros=look.zeros,
        negatives=look.negatives,
    )


def measures(rng: Random, topic: Topic, look: Look, count: int) -> Line:
    """Return columns that have no total of their own."""
    chosen = rng.sample(topic.measures, min(count, len(topic.measures)))
    return Line(None, [leaf_column(rng, label, kind, look) for label, kind in chosen])


def split(rng: Random, topic: Topic, look: Look, first: bool, label: str | None = None) -> Line:
    """Return a column that is the sum of others."""
    kind = rng.choice(topic.measures)[1]
    scale = math.exp(rng.gauss(0, 0.9))
    parts = [leaf_column(rng, name, kind, look, scale) for name in rng.choice(topic.splits)]
    if label is None:
        label = rng.choice(
            ("合计", "合计", "小计", "总计", "总数") if topic.zh else ("Total", "Total", "All", "Sum")
        )
    return Line(label, parts, first, style=parts[0].style, fine=parts[0].fine)


def plain_lines(rng: Random, topic: Topic, count: int, first: bool, label: str | None = None) -> Line:
    """Return a total of lines."""
    names = rng.sample(topic.names, min(count, len(topic.names)))
    return Line(label or total_label(rng, topic), [Line(name) for name in names], first)


# Columns beside the figures -----------------------------------------------------------------------------------------------------

FRONT = ("index", "code")
HEADS = {
    "index": ("序号", "No."),
    "code": ("代码", "ID"),
    "rate": ("增长率（%）", "Change %"),
    "rank": ("排名", "Rank"),
    "mean": ("人均（元）", "Per capita"),
    "done": ("完成率", "Completion"),
    "age": ("平均年龄", "Median age"),
    "score": ("得分", "Score"),
    "founded": ("成立年份", "Year founded"),
    "price": ("单价", "Unit price"),
    "remark": ("备注", "Remarks"),
}


def beside(rng: Random, kind: str, nodes: Sequence[Line], leaves: Sequence[Line], zh: bool) -> list[str]:
    """Return the texts of a column that adds up to nothing, one a line; totals and asides have no index and no code."""
    ranks = rng.sample(range(1, len(leaves) + 1), len(leaves))
    code = rng.choice((411000, 1001, 10, 360100))
    average = rng.random() < 0.6
    texts = []
    for node in nodes:
        total = node not in leaves
        number = 0 if total else leaves.index(node) + 1
        match kind:
            case "index":
                texts.append("" if total else str(number))
            case "code":
                code += rng.randint(1, 4)
                texts.append("" if total else str(code))
            case "rate":
                texts.append(f"{rng.gauss(4, 6):.1f}")
            case "rank":
                texts.append("" if total else str(ranks[number - 1]))
            case "mean":
                texts.append(f"{rng.gauss(2400, 300):.0f}")
            case "done":
                texts.append(f"{rng.uniform(60, 110):.1f}%")
            case "age":
                texts.append(f"{rng.uniform(28, 52):.1f}")
            case "score":
                texts.append(f"{rng.randint(60, 99)}")
            case "founded":
                texts.append("" if total else str(rng.randint(1952, 2018)))
            case "price":
                texts.append(f"{rng.uniform(2, 90):.2f}" if not total or average else "")
            case _:
                texts.append(rng.choice(("", "", "", "含开发区" if zh else "revised", "*")))
    return texts


# Laying out ---------------------------------------------------------------------------------------------------------------------


@dataclass
class Layout:
    """Where a table stands and what stands beside its figures."""

    corner: str = ""
    zh: bool = True
    rounded: bool = False
    extras: tuple[str, ...] = ()
    shares: int | None = None
    share_sign: bool = True
    header: str = "one"
    labels: Callable[[Line, int], str] | None = None
    row_sums: bool = True


def depth_of(root: Line) -> dict[int, int]:
    """Return how deep each line stands; what a total sums up when it stands last is as deep as the total."""
    depths: dict[int, int] = {}

    def go(line: Line, depth: int) -> None:
        for one in (line, *line.asides):
            depths[id(one)] = depth + (one is not line)
        for child in line.children:
            go(child, depth + (line.first and line.label is not None))

    go(root, 0)
    return depths


def lay(rng: Random, sheet: Sheet, top: int, left: int, root: Line, columns: Line, layout: Layout) -> int:
    """Write a table from a cell on, and state its sums; return the row after its last."""
    fill(rng, root, columns.leaves())
    fronts = [kind for kind in layout.extras if kind in FRONT]
    backs = [kind for kind in layout.extras if kind not in FRONT]
    stub = left + len(fronts)
    slots: list[tuple[str, Line | None]] = []
    for number, column in enumerate(columns.nodes()):
        slots.append(("figures", column))
        if number == layout.shares:
            slots.append(("share", column))
    slots += [(kind, None) for kind in backs]
    places = {id(column): stub + 1 + n for n, (kind, column) in enumerate(slots) if kind == "figures"}

    row = _head(sheet, top, left, stub, slots, columns, layout)
    if layout.zh and layout.header == "one" and top and not sheet.values and rng.random() < 0.12:  # 甲 1 2 3
        for n, text in enumerate(["甲", *map(str, range(1, len(slots) + 1))]):
            sheet.text(row, stub + n, text)
        row += 1
    rows: dict[int, int] = {}
    nodes = root.nodes()
    depths = depth_of(root)
    headed = _headings(root)
    for node in nodes:
        for heading in headed.get(id(node), []):
            sheet.text(row, stub, heading)
            row += 1
        row += node.gap
        rows[id(node)] = row
        label = layout.labels(node, depths[id(node)]) if layout.labels else node.label or ""
        sheet.text(row, stub, label)
        row += 1
    for n, kind in enumerate(fronts):
        for node, text in zip(nodes, beside(rng, kind, nodes, root.leaves(), layout.zh), strict=True):
            sheet.text(rows[id(node)], left + n, text)
    if fronts and rng.random() < 0.4:  # what is called a total spans the index and the name
        for node in nodes:
            if node.children:
                sheet.text(rows[id(node)], left, node.label or "")
                sheet.text(rows[id(node)], stub, "")
    for n, (kind, column) in enumerate(slots):
        at = stub + 1 + n
        if column is None:
            for node, text in zip(nodes, beside(rng, kind, nodes, root.leaves(), layout.zh), strict=True):
                sheet.text(rows[id(node)], at, text)
            continue
        for node in nodes:
            value, style = node.at(column), column.leaves()[0].style
            if kind == "share":
                whole = root.at(column)
                value = value * 100 / whole if whole else ZERO
                style = Style(1 if len(nodes) < 12 else 2, after="%" if layout.share_sign else "")
            sheet.figure(rows[id(node)], at, value, style)
        for node in nodes:
            if node.children and node.complete and layout.row_sums:
                parts = [(rows[id(child)], at) for child in node.children]
                sheet.add((rows[id(node)], at), parts, layout.rounded or kind == "share")
    for column in columns.nodes():
        if column.children:
            for node in nodes:
                place = rows[id(node)]
                parts = [(place, places[id(child)]) for child in column.children]
                sheet.add((place, places[id(column)]), parts, layout.rounded)
    return row


def _headings(root: Line) -> dict[int, list[str]]:
    """Return the headings before each line that is printed first below them."""
    headed: dict[int, list[str]] = {}

    def go(line: Line) -> None:
        if line.heading is not None:
            headed.setdefault(id(line.nodes()[0]), []).append(line.heading)
        for child in line.children:
            go(child)

    go(root)
    return headed


def _head(
    sheet: Sheet,
    top: int,
    left: int,
    stub: int,
    slots: Sequence[tuple[str, Line | None]],
    columns: Line,
    layout: Layout,
) -> int:
    if layout.header == "none":
        return top
    fronts = [kind for kind in layout.extras if kind in FRONT]
    bottom = top + (layout.header == "two")
    for n, kind in enumerate(fronts):
        sheet.text(top, left + n, HEADS[kind][not layout.zh])
    sheet.text(top, stub, layout.corner)
    groups = {id(below): group for group in columns.children for below in group.nodes() if group.children}
    before = None
    for n, (kind, column) in enumerate(slots):
        at = stub + 1 + n
        if kind == "share":
            share = ("占比", "比重（%）", "占比(%)") if layout.zh else ("Share", "% of total", "Share (%)")
            sheet.text(bottom, at, share[0] if layout.share_sign else share[1 + n % 2])
        elif column is None:
            sheet.text(top, at, HEADS[kind][not layout.zh])
        else:
            group = groups.get(id(column))
            if layout.header == "two" and group is not None:
                if group is not before:
                    sheet.text(top, at, group.heading or "")
                sheet.text(bottom, at, column.label or "")
            else:
                sheet.text(top if layout.header == "two" else bottom, at, column.label or "")
            before = group
    return bottom + 1


def dress(rng: Random, sheet: Sheet, topic: Topic) -> int:
    """Write a title and a line of units, or nothing; return the row after them."""
    row = 0
    if rng.random() < 0.35:
        sheet.text(
            row,
            0,
            topic.title if rng.random() < 0.6 else ("附件2" if topic.zh else "Table 3. " + topic.title),
        )
        row += 1
        if rng.random() < 0.4:
            sheet.text(row, rng.choice((0, 1)), "单位：人、万元" if topic.zh else "(units as given)")
            row += 1
        elif rng.random() < 0.4:
            row += 1
    return row


def close(
    rng: Random, sheet: Sheet, row: int, topic: Topic, rounded: bool = False, sure: bool = False
) -> None:
    """Write a note at the end, or nothing."""
    if not sure and rng.random() < 0.7:
        return
    row += rng.random() < 0.5
    if rounded:
        note = (
            "注：因四舍五入，合计数与分项之和略有出入。"
            if topic.zh
            else "Figures may not add to totals due to rounding."
        )
    else:
        note = rng.choice(
            words(
                "注：数据截至2019年12月31日。|填表人：王某  2019年12月3日|注：合计不含市直单位23人。|资料来源：市统计局"
            )
            if topic.zh
            else words(
                "Source: Census 2010|Note: 12 records were corrected.|As of June 30, 2019|* preliminary"
            )
        )
    sheet.text(row, 0, note)


# The shapes ---------------------------------------------------------------------------------------------------------------------


def tiny(rng: Random) -> Table:
    """Make a table: 3 to 5 lines by one column."""
    sheet, topic, look = Sheet(), pick_topic(rng), pick_look(rng, zeros=0.0)
    root = plain_lines(rng, topic, rng.randint(2, 4), rng.random() < 0.3)
    layout = Layout(topic.corner, topic.zh, header=rng.choice(("one", "one", "one", "none")))
    lay(rng, sheet, 0, 0, root, measures(rng, topic, look, 1), layout)
    return sheet.table("tiny")


def total_last(rng: Random) -> Table:
    """Make a table: lines by columns, the total at the end."""
    sheet, topic, look = Sheet(), pick_topic(rng), pick_look(rng)
    root = plain_lines(rng, topic, rng.randint(3, 9), False)
    root.gap = rng.random() < 0.15
    if topic.zh and rng.random() < 0.1:
        look.unit = rng.choice(("人", "元", "万元"))
    top = dress(rng, sheet, topic)
    end = lay(
        rng,
        sheet,
        top,
        0,
        root,
        measures(rng, topic, look, rng.randint(1, 6)),
        Layout(topic.corner, topic.zh),
    )
    close(rng, sheet, end, topic)
    return sheet.table("total last", rng.random() < 0.3)


def total_first(rng: Random) -> Table:
    """Make a table: the total at the head, perhaps indented lines below it."""
    sheet, topic, look = Sheet(), pick_topic(rng), pick_look(rng)
    root = plain_lines(rng, topic, rng.randint(3, 9), True)
    top = dress(rng, sheet, topic)
    indent = rng.choice(("", "", "  ", "　"))
    layout = Layout(topic.corner, topic.zh, labels=lambda line, depth: indent * depth + (line.label or ""))
    end = lay(rng, sheet, top, 0, root, measures(rng, topic, look, rng.randint(1, 5)), layout)
    close(rng, sheet, end, topic)
    return sheet.table("total first")


def subtotals(rng: Random) -> Table:
    """Make a table: groups with a subtotal each, under headings or not, and their total."""
    sheet, topic, look = Sheet(), pick_topic(rng), pick_look(rng)
    names = rng.sample(topic.names, len(topic.names))
    first = rng.random() < 0.3
    headed = rng.random() < 0.5
    groups = []
    label = subtotal_label(rng, topic)
    heads = ("城区", "郊县", "开发区域", "其他") if topic.zh else ("North", "South", "Central", "Other")
    for n in range(rng.randint(2, 3)):
        children = [Line(names.pop()) for _ in range(rng.choice((1, 2, 3, 3, 4)))]
        named = label if headed or rng.random() < 0.7 else heads[n] + ("" if topic.zh else " ") + label
        groups.append(Line(named, children, first, heads[n] if headed else None))
    root = Line(total_label(rng, topic), groups, rng.random() < (0.7 if first else 0.2))
    top = dress(rng, sheet, topic)
    end = lay(
        rng,
        sheet,
        top,
        0,
        root,
        measures(rng, topic, look, rng.randint(1, 4)),
        Layout(topic.corner, topic.zh),
    )
    close(rng, sheet, end, topic)
    return sheet.table("subtotals")


def of_which(rng: Random) -> Table:
    """Make a table: of-which lines, which need not be complete and belong to no total."""
    sheet, topic, look = Sheet(), pick_topic(rng), pick_look(rng)
    root = plain_lines(rng, topic, rng.randint(3, 6), rng.random() < 0.5)
    marks = (
        ("其中：", "其中:", "　其中：", "#", "其中")
        if topic.zh
        else ("of which: ", "  of which ", "Of which: ", "incl. ")
    )
    mark = rng.choice(marks)
    kinds = (
        ("女", "少数民族", "贫困户", "党员", "市级")
        if topic.zh
        else ("women", "rural", "veterans", "new", "state-funded")
    )
    holders = rng.sample([root, *root.children], rng.randint(1, 3))
    for holder in holders:
        count = rng.randint(1, 2)
        chosen = rng.sample(kinds, count)
        follow = "　　　" if topic.zh else "          "
        holder.asides = [Line((mark if n == 0 else follow) + name) for n, name in enumerate(chosen)]
    top = dress(rng, sheet, topic)
    end = lay(
        rng,
        sheet,
        top,
        0,
        root,
        measures(rng, topic, look, rng.randint(1, 4)),
        Layout(topic.corner, topic.zh),
    )
    close(rng, sheet, end, topic)
    return sheet.table("of which")


def of_which_column(rng: Random) -> Table:
    """Make a table: A column of which others are some, and a total line."""
    sheet, topic, look = Sheet(), pick_topic(rng), pick_look(rng)
    look = replace(look, rounded=False)
    kind = rng.choice(topic.measures)[1]
    scale = math.exp(rng.gauss(0, 0.9))
    whole = leaf_column(rng, "总数" if topic.zh else "All", kind, look, scale)
    some = [
        leaf_column(rng, name, kind, look, scale / 4)
        for name in (("其中：女", "少数民族") if topic.zh else ("of which women", "of which rural"))[
            : rng.randint(1, 2)
        ]
    ]
    whole.median, whole.zeros = whole.median * 3, 0.0  # where there is nothing there is no part of it
    columns = Line(None, [whole, *some])
    root = plain_lines(rng, topic, rng.randint(3, 8), rng.random() < 0.4)
    top = dress(rng, sheet, topic)
    end = lay(rng, sheet, top, 0, root, columns, Layout(topic.corner, topic.zh))
    close(rng, sheet, end, topic)
    return sheet.table("of-which column")


def indents(rng: Random) -> Table:
    """Make a table: A tree told by indents alone; the top may be called anything."""
    sheet, topic, look = Sheet(), pick_topic(rng), pick_look(rng)
    names = rng.sample(topic.names, len(topic.names))
    middle = [
        Line(
            names.pop(),
            [Line(names.pop()) for _ in range(rng.randint(2, 3))] if rng.random() < 0.7 else [],
            True,
        )
        for _ in range(rng.randint(2, 3))
    ]
    named = rng.random() < 0.7
    root = Line(total_label(rng, topic) if named else "许昌市" if topic.zh else "Iowa", middle, True)
    step = rng.choice(("  ", "　", "    ", "　　"))
    layout = Layout(topic.corner, topic.zh, labels=lambda line, depth: step * depth + (line.label or ""))
    top = dress(rng, sheet, topic)
    end = lay(rng, sheet, top, 0, root, measures(rng, topic, look, rng.randint(1, 4)), layout)
    close(rng, sheet, end, topic)
    return sheet.table("indents")


def incomplete(rng: Random) -> Table:
    """Make a table: A total of lines below some of which a few places are named, not all: nothing says so but the figures."""
    sheet, topic, look = Sheet(), pick_topic(rng), pick_look(rng)
    names = rng.sample(topic.names, len(topic.names))
    lines = [
        Line(names.pop(), [Line(names.pop()) for _ in range(rng.choice((0, 1, 2)))], True, complete=False)
        for _ in range(rng.randint(2, 4))
    ]
    root = Line(total_label(rng, topic), lines, rng.random() < 0.6)
    step = rng.choice(("  ", "　", "    "))
    layout = Layout(topic.corner, topic.zh, labels=lambda line, depth: step * depth + (line.label or ""))
    top = dress(rng, sheet, topic)
    end = lay(rng, sheet, top, 0, root, measures(rng, topic, look, rng.randint(1, 4)), layout)
    close(rng, sheet, end, topic)
    return sheet.table("incomplete indents")


_NUMERALS = "一二三四五六七八九十"


def outline(rng: Random) -> Table:
    """Make a table: A tree told by numbers before the names: 一、（一）1. or 1. 1.1 or 1、1)."""
    scheme = rng.choice(("zh", "zh", "decimal", "paren", "roman"))
    topic = pick_topic(rng, None if scheme in ("decimal", "roman") else True)
    sheet, look = Sheet(), pick_look(rng)
    names = rng.sample(topic.names, len(topic.names))
    deep = rng.random() < 0.4

    def branch(levels: int) -> list[Line]:
        return [
            Line(
                names.pop(),
                branch(levels - 1) if levels and len(names) > 4 and rng.random() < 0.7 else [],
                True,
            )
            for _ in range(rng.randint(2, 3 if levels else 4))
            if names
        ]

    top_lines = branch(2 if deep else 1)
    named = rng.random() < 0.7
    root = Line(total_label(rng, topic) if named else None, top_lines, rng.random() < 0.6)
    if not named and not any(line.children for line in top_lines):
        root.label = total_label(rng, topic)
    numbers: dict[int, tuple[int, ...]] = {}

    def number(line: Line, path: tuple[int, ...]) -> None:
        for n, child in enumerate(line.children, 1):
            numbers[id(child)] = (*path, n)
            number(child, (*path, n))

    number(root, ())

    def say(line: Line, _: int) -> str:
        path, label = numbers.get(id(line), ()), line.label or ""
        if not path:
            return label
        level, last = len(path), path[-1]
        if scheme == "decimal":
            return ".".join(map(str, path)) + ("." if level == 1 else "") + " " + label
        if scheme == "paren":
            return (f"{last}、{label}", f"{last}){label}", f"({_NUMERALS[last - 1]}){label}")[level - 1]
        if scheme == "roman":
            return (
                f"{'I' * last if last < 4 else 'IV'}. {label}",
                f"{chr(64 + last)}. {label}",
                f"{last}. {label}",
            )[level - 1]
        return (f"{_NUMERALS[last - 1]}、{label}", f"（{_NUMERALS[last - 1]}）{label}", f"{last}.{label}")[
            level - 1
        ]

    top = dress(rng, sheet, topic)
    layout = Layout(topic.corner, topic.zh, labels=say)
    end = lay(rng, sheet, top, 0, root, measures(rng, topic, look, rng.randint(1, 4)), layout)
    close(rng, sheet, end, topic)
    return sheet.table("outline")


def cross_footed(rng: Random) -> Table:
    """Make a table: A total of the lines and a total of the columns."""
    sheet, topic, look = Sheet(), pick_topic(rng), pick_look(rng)
    columns = split(rng, topic, look, rng.random() < 0.5)
    root = plain_lines(rng, topic, rng.randint(2, 8), rng.random() < 0.35)
    top = dress(rng, sheet, topic)
    end = lay(rng, sheet, top, 0, root, columns, Layout(topic.corner, topic.zh))
    close(rng, sheet, end, topic)
    return sheet.table("cross-footed", rng.random() < 0.2)


def total_column(rng: Random) -> Table:
    """Make a table: A total of the columns, none of the lines; few lines, so that the sum is stated seldom."""
    sheet, topic, look = Sheet(), pick_topic(rng), pick_look(rng)
    columns = split(rng, topic, look, rng.random() < 0.5)
    root = plain_lines(rng, topic, rng.randint(1, 7), False)
    root.label = None
    top = dress(rng, sheet, topic)
    extras = tuple(rng.sample(("index", "remark", "code"), rng.randint(0, 2)))
    end = lay(rng, sheet, top, 0, root, columns, Layout(topic.corner, topic.zh, extras=extras))
    close(rng, sheet, end, topic)
    return sheet.table("total column")


def two_headers(rng: Random) -> Table:
    """Make a table: groups of columns with a total each under a header of two rows; the groups may make a total."""
    sheet, topic, look = Sheet(), pick_topic(rng), pick_look(rng)
    kind = rng.choice(topic.measures)[1]
    scale = math.exp(rng.gauss(0, 0.9))
    parts = rng.choice([one for one in topic.splits if len(one) < 4])
    heads = rng.sample(("本级", "下级", "其他") if topic.zh else ("Public", "Private", "Charter"), 2)
    first = rng.random() < 0.6
    word = rng.choice(("小计", "合计") if topic.zh else ("Total", "Subtotal"))
    groups = [
        Line(word, [leaf_column(rng, name, kind, look, scale) for name in parts], first, heading)
        for heading in heads
    ]
    total = ("总计" if topic.zh else "Grand total") if rng.random() < 0.6 else None
    columns = Line(total, groups, rng.random() < 0.5)
    root = plain_lines(rng, topic, rng.randint(2, 7), rng.random() < 0.4)
    if rng.random() < 0.25:
        root.label = None
    top = dress(rng, sheet, topic)
    end = lay(rng, sheet, top, 0, root, columns, Layout(topic.corner, topic.zh, header="two"))
    close(rng, sheet, end, topic)
    return sheet.table("two headers")


def zeros(rng: Random) -> Table:
    """Make a table: sparse: most figures are zero, printed as a blank, a dash, dots or 0; small counts."""
    look = pick_look(rng, zeros=rng.uniform(0.3, 0.6), zero=rng.choice(("", "-", "—", "–", "0", "/", "…")))
    sheet, topic = Sheet(), pick_topic(rng)
    columns = (
        measures(rng, topic, look, rng.randint(2, 6))
        if rng.random() < 0.5
        else split(rng, topic, look, rng.random() < 0.5)
    )
    root = plain_lines(rng, topic, rng.randint(4, 9), rng.random() < 0.3)
    top = dress(rng, sheet, topic)
    end = lay(rng, sheet, top, 0, root, columns, Layout(topic.corner, topic.zh))
    close(rng, sheet, end, topic)
    return sheet.table("zeros")


def negatives(rng: Random) -> Table:
    """Make a table: some figures are negative, with a sign or in parentheses."""
    look = pick_look(rng, negatives=rng.uniform(0.15, 0.5), minus=rng.choice(("-", "−", "(", "(")))
    sheet, topic = Sheet(), pick_topic(rng)
    columns = (
        measures(rng, topic, look, rng.randint(1, 5))
        if rng.random() < 0.6
        else split(rng, topic, look, False)
    )
    root = plain_lines(rng, topic, rng.randint(3, 8), rng.random() < 0.25)
    top = dress(rng, sheet, topic)
    end = lay(rng, sheet, top, 0, root, columns, Layout(topic.corner, topic.zh))
    close(rng, sheet, end, topic)
    return sheet.table("negatives")


def rounded(rng: Random) -> Table:
    """Make a table: figures rounded one by one, totals rounded from the truth."""
    whole = rng.random() < 0.3
    look = pick_look(rng, rounded=True, zeros=0.0, zero=None, decimals=0 if whole else rng.choice((1, 1, 2)))
    sheet, topic = Sheet(), pick_topic(rng)
    cross = rng.random() < 0.5
    columns = (
        split(rng, topic, look, rng.random() < 0.5)
        if cross
        else measures(rng, topic, look, rng.randint(1, 5))
    )
    root = plain_lines(rng, topic, rng.randint(3, 9), rng.random() < 0.3)
    top = dress(rng, sheet, topic)
    end = lay(rng, sheet, top, 0, root, columns, Layout(topic.corner, topic.zh, rounded=True))
    close(rng, sheet, end, topic, rounded=True, sure=whole or rng.random() < 0.5)
    return sheet.table("rounded")


def shares(rng: Random) -> Table:
    """Make a table: A column of counts and its shares, which make 100 within rounding."""
    sheet, topic, look = Sheet(), pick_topic(rng), pick_look(rng, zeros=0.0)
    columns = measures(rng, topic, look, rng.randint(1, 3))
    root = plain_lines(rng, topic, rng.randint(3, 9), rng.random() < 0.3)
    layout = Layout(
        topic.corner, topic.zh, shares=rng.randrange(len(columns.children)), share_sign=rng.random() < 0.6
    )
    top = dress(rng, sheet, topic)
    end = lay(rng, sheet, top, 0, root, columns, layout)
    close(rng, sheet, end, topic)
    return sheet.table("shares")


def numbered(rng: Random) -> Table:
    """Make a table: an index or codes before the names, ranks or years of founding behind: figures that nobody adds up."""
    sheet, topic, look = Sheet(), pick_topic(rng), pick_look(rng)
    extras = (rng.choice(FRONT), *rng.sample(("rank", "founded", "remark"), rng.randint(0, 2)))
    root = plain_lines(rng, topic, rng.randint(2, 9), rng.random() < 0.25)
    top = dress(rng, sheet, topic)
    columns = measures(rng, topic, look, rng.randint(1, 4))
    end = lay(rng, sheet, top, 0, root, columns, Layout(topic.corner, topic.zh, extras=extras))
    close(rng, sheet, end, topic)
    return sheet.table("index, codes")


def rates(rng: Random) -> Table:
    """Make a table: rates, means and prices beside the figures: the total line has them too, and they do not add up."""
    sheet, topic, look = Sheet(), pick_topic(rng), pick_look(rng)
    extras = tuple(rng.sample(("rate", "mean", "price", "rank", "done", "age", "score"), rng.randint(1, 3)))
    root = plain_lines(rng, topic, rng.randint(3, 9), rng.random() < 0.35)
    top = dress(rng, sheet, topic)
    columns = measures(rng, topic, look, rng.randint(1, 4))
    end = lay(rng, sheet, top, 0, root, columns, Layout(topic.corner, topic.zh, extras=extras))
    close(rng, sheet, end, topic)
    return sheet.table("rates")


def years(rng: Random) -> Table:
    """Make a table: years as headers, figures that grow; in a quarter of the tables years stand before the lines."""
    sheet, topic, look = Sheet(), pick_topic(rng), pick_look(rng)
    began = rng.randint(1995, 2016)
    step = rng.choice((1, 1, 5, 10))
    shown = [began + n * step for n in range(rng.randint(2, 6))]
    suffix = rng.choice(("", "", "年")) if topic.zh else ""
    kind = rng.choice(topic.measures)[1]
    scale = math.exp(rng.gauss(0, 0.9))
    if rng.random() < 0.75:
        columns = Line(None, [leaf_column(rng, f"{year}{suffix}", kind, look, scale) for year in shown])
        root = plain_lines(rng, topic, rng.randint(2, 8), rng.random() < 0.3)
    else:
        columns = split(rng, topic, look, rng.random() < 0.5)
        root = Line(None, [Line(f"{year}{suffix}") for year in shown])
        if rng.random() < 0.4:
            root.label = rng.choice(_ZH_TOTALS if topic.zh else _EN_TOTALS)
    corner = topic.corner if rng.random() < 0.7 else ""
    top = dress(rng, sheet, topic)
    end = lay(rng, sheet, top, 0, root, columns, Layout(corner, topic.zh))
    close(rng, sheet, end, topic)
    return sheet.table("years")


def blocks(rng: Random) -> Table:
    """Make a table: blocks of the same columns one below the other, each with its total."""
    sheet, topic, look = Sheet(), pick_topic(rng), pick_look(rng)
    columns = (
        measures(rng, topic, look, rng.randint(1, 3)) if rng.random() < 0.7 else split(rng, topic, look, True)
    )
    gap, again, titled = rng.random() < 0.5, rng.random() < 0.5, rng.random() < 0.4
    same = rng.sample(topic.names, rng.randint(2, 5)) if rng.random() < 0.4 else None
    label, first = total_label(rng, topic), rng.random() < 0.2
    row = 0
    for n in range(rng.randint(2, 4)):
        names = same or rng.sample(topic.names, rng.randint(2, 5))
        root = Line(label, [Line(name) for name in names], first)
        if titled:
            sheet.text(row, 0, f"{2017 + n}年" if topic.zh else f"Precinct {n + 1}")
            row += 1
        layout = Layout(topic.corner, topic.zh, header="one" if again or not n else "none")
        row = lay(rng, sheet, row, 0, root, columns, layout) + gap
    return sheet.table("blocks")


def side_by_side(rng: Random) -> Table:
    """Make a table: two or three tables next to each other, of different lengths, with or without a blank column between."""
    sheet, topic = Sheet(), pick_topic(rng)
    left, gap, labels = 0, rng.random() < 0.6, total_label(rng, topic)
    for _ in range(rng.randint(2, 3)):
        columns = measures(rng, topic, pick_look(rng), rng.randint(1, 2))
        root = plain_lines(rng, topic, rng.randint(2, 6), False, labels)
        lay(rng, sheet, 0, left, root, columns, Layout(topic.corner, topic.zh))
        left += 1 + len(columns.children) + gap
    return sheet.table("side by side")


def wrapped(rng: Random) -> Table:
    """Make a table: one list that runs on in a second pair of columns, with one total at its end."""
    sheet, topic, look = Sheet(), pick_topic(rng), pick_look(rng, zeros=0.0)
    columns = measures(rng, topic, look, 1)
    column = columns.children[0]
    root = plain_lines(rng, topic, 2 * rng.randint(3, 6) - 1, False)
    fill(rng, root, [column])
    half = (len(root.children) + 1) // 2
    places = {}
    for n, line in enumerate(root.nodes()):
        row, left = 1 + n % half, 2 * (n // half)
        places[id(line)] = (row, left + 1)
        sheet.text(0, left, topic.corner)
        sheet.text(0, left + 1, column.label or "")
        sheet.text(row, left, line.label or "")
        sheet.figure(row, left + 1, line.at(column), column.style)
    sheet.add(places[id(root)], [places[id(line)] for line in root.children], False)
    return sheet.table("wrapped list")


def long_votes(rng: Random) -> Table:
    """Make a table: votes in long form: one figure a row, a total among the candidates of each precinct."""
    sheet = Sheet()
    people = rng.sample(
        ("Smith", "Jones", "Biden", "Trump", "Garcia", "Lee", "Write-ins", "Allen"), rng.randint(2, 5)
    )
    offices = ["President", "Governor", "State Senate"][: rng.randint(1, 2)]
    heads = ["county", "precinct", "office", "party", "candidate", "votes"]
    kept = ["precinct", "office", "candidate", "votes"]
    if rng.random() < 0.5:
        kept = [head for head in heads if head in kept or rng.random() < 0.5]
    word = rng.choice(("Total", "Total", "Totals", "TOTAL", "Total Votes"))
    for column, head in enumerate(kept):
        sheet.text(0, column, head)
    row, votes, registered = 1, kept.index("votes"), rng.random() < 0.3
    for precinct in range(1, rng.randint(2, 6)):
        name = str(precinct * 7 % 40 + precinct) if rng.random() < 0.9 else f"Ward {precinct}"
        if registered:
            for column, head in enumerate(kept):
                if head != "votes":
                    told = {"county": "Adams", "precinct": name, "office": "Registered Voters"}
                    sheet.text(row, column, told.get(head, ""))
            sheet.figure(row, votes, Decimal(rng.randint(900, 4000)), Style())
            row += 1
        for office in offices:
            parts, total = [], ZERO
            for person in [*people, word]:
                value = Decimal(int(220 * math.exp(rng.gauss(0, 1.2)))) if person != word else total
                told = {"county": "Adams", "precinct": name, "office": office, "candidate": person}
                told["party"] = "" if person in (word, "Write-ins") else "DEM" if person < "L" else "REP"
                for column, head in enumerate(kept):
                    if head != "votes":
                        sheet.text(row, column, told[head])
                sheet.figure(row, votes, value, Style())
                if person == word:
                    sheet.add((row, votes), parts, False)
                parts.append((row, votes))
                total += value
                row += 1
    return sheet.table("long, votes")


def long_indicators(rng: Random) -> Table:
    """Make a table: 地区,指标,数值: the total is a region, and its parts stand next to each other or far apart."""
    sheet, topic = Sheet(), TOPICS[0] if rng.random() < 0.6 else TOPICS[4]
    names = rng.sample(topic.names, rng.randint(3, 6))
    chosen = rng.sample(topic.measures, rng.randint(1, 3))
    columns = Line(None, [leaf_column(rng, label, kind, pick_look(rng, zeros=0.0)) for label, kind in chosen])
    root = Line(
        rng.choice(("全市", "合计", "全省")) if topic.zh else "Total",
        [Line(name) for name in names],
        rng.random() < 0.5,
    )
    fill(rng, root, columns.leaves())
    by_line = rng.random() < 0.5
    pairs = [(line, column) for line in root.nodes() for column in columns.children]
    if not by_line:
        pairs = [(line, column) for column in columns.children for line in root.nodes()]
    heads = ("地区", "指标", "数值") if topic.zh else ("area", "indicator", "value")
    dated = rng.random() < 0.4
    order = (1, 0) if rng.random() < 0.3 else (0, 1)
    for n, head in enumerate(
        (heads[order[0]], heads[order[1]], *(("年份",) if topic.zh else ("year",)) * dated, heads[2])
    ):
        sheet.text(0, n, head)
    places = {}
    for row, (line, column) in enumerate(pairs, 1):
        told = (line.label or "", column.label or "")
        for n, text in enumerate((told[order[0]], told[order[1]], *("2019",) * dated)):
            sheet.text(row, n, text)
        places[id(line), id(column)] = (row, 2 + dated)
        sheet.figure(row, 2 + dated, line.at(column), column.style)
    for column in columns.children:
        parts = [places[id(line), id(column)] for line in root.children]
        sheet.add(places[id(root), id(column)], parts, False)
    return sheet.table("long, indicators")


def sections(rng: Random) -> Table:
    """Make a table: headings between lines that have no figures, one total at the end; a title above and a note below."""
    sheet, topic, look = Sheet(), pick_topic(rng), pick_look(rng)
    names = rng.sample(topic.names, len(topic.names))
    heads = ("一、城区", "二、县市", "三、其他") if topic.zh else ("Part A", "Part B", "Part C")
    flat = rng.random() < 0.5
    word = subtotal_label(rng, topic)
    lines: list[Line] = []
    groups: list[Line] = []
    for n in range(rng.randint(2, 3)):
        below = [Line(names.pop()) for _ in range(rng.randint(2, 3))]
        if flat:
            below[0].heading = heads[n]
            lines += below
        else:
            groups.append(Line(word, below, False, heads[n]))
    root = Line(total_label(rng, topic), lines or groups, False, gap=rng.random() < 0.3)
    sheet.text(0, 0, topic.title)
    columns = measures(rng, topic, look, rng.randint(1, 4))
    end = lay(rng, sheet, 1 + (rng.random() < 0.3), 0, root, columns, Layout(topic.corner, topic.zh))
    close(rng, sheet, end, topic, sure=True)
    return sheet.table("sections")


def money(rng: Random) -> Table:
    """Make a table: sums of money with separators, two decimals or none, signs of currency."""
    look = pick_look(
        rng,
        grouped=rng.choice((",", ",", ",", " ")),
        currency=rng.choice(("", "", "$", "¥")),
        decimals=rng.choice((0, 1, 2, 2)),
    )
    sheet, topic = Sheet(), pick_topic(rng)
    count = rng.randint(1, 4)
    heads = ("预算", "执行", "结余", "上年") if topic.zh else ("Budget", "Actual", "Balance", "Prior")
    columns = Line(None, [leaf_column(rng, name, "cash", look) for name in heads[:count]])
    root = plain_lines(rng, topic, rng.randint(3, 9), rng.random() < 0.2)
    top = dress(rng, sheet, topic)
    end = lay(rng, sheet, top, 0, root, columns, Layout(topic.corner, topic.zh))
    close(rng, sheet, end, topic)
    return sheet.table("money")


def more_below(rng: Random) -> Table:
    """Make a table: below the total: last year's total, the average, memorandum lines, blank and over votes."""
    sheet, topic, look = Sheet(), pick_topic(rng), pick_look(rng)
    root = plain_lines(rng, topic, rng.randint(3, 8), False)
    columns = measures(rng, topic, look, rng.randint(1, 4))
    below = (
        ("上年合计", "上年同期", "另：市直", "平均", "附：离退休")
        if topic.zh
        else ("Prior year total", "Average", "Memo: exports", "Blank", "Total last year")
    )
    root.asides = [Line(name, complete=False) for name in rng.sample(below, rng.randint(1, 3))]
    top = dress(rng, sheet, topic)
    end = lay(rng, sheet, top, 0, root, columns, Layout(topic.corner, topic.zh))
    close(rng, sheet, end, topic)
    return sheet.table("lines below")


def roll_forward(rng: Random) -> Table:
    """Make a table: opening, in, out and closing balances of lines with a total; across, only the closing balance is a result."""
    sheet, topic, look = Sheet(), pick_topic(rng), pick_look(rng, zeros=0.05)
    kind = rng.choice(("count", "votes", "cash", "money"))
    scale = math.exp(rng.gauss(0, 0.6))
    heads = (
        ("期初", "本期增加", "本期减少", "期末")
        if topic.zh
        else ("Opening", "Additions", "Disposals", "Closing")
    )
    columns = Line(
        None, [leaf_column(rng, head, kind, look, scale / (1, 5, 5, 1)[n]) for n, head in enumerate(heads)]
    )
    root = plain_lines(rng, topic, rng.randint(2, 7), rng.random() < 0.3)
    end = lay(rng, sheet, dress(rng, sheet, topic), 0, root, columns, Layout(topic.corner, topic.zh))
    for row in {row for row, _ in sheet.values}:  # the closing balance follows from the rest
        opening, added, removed = (sheet.values[row, column] for column in (1, 2, 3))
        sheet.figure(row, 4, opening + added - removed, sheet.styles[row, 4])
    close(rng, sheet, end, topic)
    return sheet.table("roll-forward")


def balance_sheet(rng: Random) -> Table:
    """Make a table: a balance sheet, whose totals are called by what they sum up."""
    sheet, look = Sheet(), pick_look(rng, zeros=0.05)
    zh = rng.random() < 0.4
    if zh:
        sides = (
            (
                "资产总计",
                (
                    ("流动资产", words("货币资金|应收账款|存货|其他应收款")),
                    ("非流动资产", words("固定资产|在建工程|无形资产")),
                ),
            ),
            (
                "负债和所有者权益总计",
                (
                    ("负债", words("短期借款|应付账款|应交税费")),
                    ("所有者权益", words("实收资本|盈余公积|未分配利润")),
                ),
            ),
        )
    else:
        sides = (
            (
                "Total assets",
                (
                    ("Current assets", words("Cash|Receivables|Inventories|Prepaid expenses")),
                    ("Fixed assets", words("Land|Buildings|Equipment")),
                ),
            ),
            (
                "Total liabilities and equity",
                (
                    ("Liabilities", words("Accounts payable|Accrued expenses|Notes payable")),
                    ("Equity", words("Common stock|Retained earnings|Reserves")),
                ),
            ),
        )
    heads = rng.choice(
        (words("期末余额|期初余额"), ("2019年",))
        if zh
        else (words("2019|2018"), words("Dec. 31, 2019|Dec. 31, 2018"))
    )
    step = rng.choice(("", "  ", "    "))
    columns = Line(None, [leaf_column(rng, head, "cash", look) for head in heads])
    row = 0

    def say(line: Line, _: int) -> str:
        return (step if not line.children else "") + (line.label or "")

    for label, groups in sides:
        lines = []
        for heading, names in groups:
            kept = [Line(name) for name in names if rng.random() < 0.85 or name == names[0]]
            total = heading + "合计" if zh else "Total " + heading[0].lower() + heading[1:]
            lines.append(Line(total, kept, False, heading + rng.choice(("：", "")) if zh else heading + ":"))
        root = Line(label, lines)
        layout = Layout("项目" if zh else "", zh, header="none" if row else "one", labels=say)
        end = lay(rng, sheet, row, 0, root, columns, layout)
        if not row:
            assets = [sheet.values[end - 1, 1 + n] for n in range(len(heads))]
        row = end + (rng.random() < 0.3)
    for column, whole in enumerate(assets, 1):  # the last of the equity is what is left
        rest = whole - sheet.values[end - 1, column]
        for line in (end - 3, end - 2, end - 1):
            sheet.figure(line, column, sheet.values[line, column] + rest, sheet.styles[line, column])
    return sheet.table("balance sheet")


def row_shares(rng: Random) -> Table:
    """Make a table: shares across that make 100 in each line; the total line is that of all, no sum of the lines."""
    sheet, topic = Sheet(), pick_topic(rng)
    look = pick_look(rng, zeros=0.0, zero=None)
    columns = split(rng, topic, look, rng.random() < 0.4)
    root = plain_lines(rng, topic, rng.randint(3, 7), rng.random() < 0.4)
    fill(rng, root, columns.leaves())
    style = Style(rng.choice((1, 1, 2)), after=rng.choice(("", "%")))
    top = dress(rng, sheet, topic)
    sheet.text(top, 0, topic.corner)
    counted = rng.random() < 0.5  # the counts that are 100 percent
    if counted:
        sheet.text(top, 1, "人数" if topic.zh else "N")
    places = {id(column): n + 1 + counted for n, column in enumerate(columns.nodes())}
    for column in columns.nodes():
        sheet.text(top, places[id(column)], (column.label or "") + ("" if style.after else "%"))
    rows = {id(line): top + 1 + n for n, line in enumerate(root.nodes())}
    for line in root.nodes():
        row = rows[id(line)]
        sheet.text(row, 0, line.label or "")
        whole = line.at(columns)
        if counted:
            sheet.figure(row, 1, whole, columns.children[0].style)
        for column in columns.nodes():
            sheet.figure(row, places[id(column)], line.at(column) * 100 / whole if whole else ZERO, style)
        sheet.add((row, places[id(columns)]), [(row, places[id(part)]) for part in columns.children], True)
    if counted:
        sheet.add((rows[id(root)], 1), [(rows[id(line)], 1) for line in root.children], False)
    return sheet.table("row shares")


def merged_groups(rng: Random) -> Table:
    """Make a table: two columns of names, the groups' printed once or in each line; 小计 in the second, 合计 in the first."""
    sheet, topic, look = Sheet(), pick_topic(rng), pick_look(rng)
    names = rng.sample(topic.names, len(topic.names))
    groups = words("城区|郊县|示范区|直属") if topic.zh else words("North|South|Central|Other")
    first, again = rng.random() < 0.3, rng.random() < 0.4
    word = rng.choice(("小计", "小计", "合计") if topic.zh else ("Subtotal", "Total"))
    lines = [
        Line(word, [Line(names.pop()) for _ in range(rng.randint(2, 4))], first)
        for _ in range(rng.randint(2, 3))
    ]
    root = Line(total_label(rng, topic), lines, rng.random() < (0.6 if first else 0.15))
    columns = measures(rng, topic, look, rng.randint(1, 4))
    top = dress(rng, sheet, topic)
    end = lay(rng, sheet, top, 1, root, columns, Layout(topic.corner, False, header="one"))
    sheet.text(top, 0, "片区" if topic.zh else "Region")
    row = top + 1 + root.first
    for group, line in zip(groups, lines, strict=False):
        for n in range(len(line.children) + 1):
            sheet.text(row + n, 0, group if again or not n else "")
        row += len(line.children) + 1
    row = top + 1 if root.first else row
    sheet.text(row, 0, root.label or "")
    sheet.text(row, 1, "")
    close(rng, sheet, end, topic)
    return sheet.table("merged groups")


def calendar(rng: Random) -> Table:
    """Make a table: months or quarters of years, a total after each half or year."""
    sheet, topic, look = Sheet(), pick_topic(rng), pick_look(rng)
    zh = topic.zh
    halves = rng.random() < 0.4
    quarters = words("一季度|二季度|三季度|四季度") if zh else words("Q1|Q2|Q3|Q4")
    years = []
    for year in range(2017, 2017 + rng.randint(1, 3)):
        lines = [Line(name) for name in quarters]
        if halves:
            half = words("上半年小计|下半年小计") if zh else words("Half-year total|Half-year total")
            lines = [Line(half[0], lines[:2]), Line(half[1], lines[2:])]
        heading = (f"{year}年" if zh else str(year)) if rng.random() < 0.8 or year == 2017 else None
        years.append(Line("全年合计" if zh else "Year total", lines, False, heading))
    label = total_label(rng, topic) if len(years) > 1 and rng.random() < 0.4 else None
    root = Line(label, years)
    top = dress(rng, sheet, topic)
    columns = measures(rng, topic, look, rng.randint(1, 4))
    end = lay(rng, sheet, top, 0, root, columns, Layout("时间" if zh else "Period", zh))
    close(rng, sheet, end, topic)
    return sheet.table("calendar")


def kitchen_sink(rng: Random) -> Table:
    """Make a table: several of these at once: index, groups, of-which lines, total columns, shares, rates, title and note."""
    topic, look = pick_topic(rng), pick_look(rng)
    sheet = Sheet()
    names = rng.sample(topic.names, len(topic.names))
    first = rng.random() < 0.4
    word = subtotal_label(rng, topic)
    groups = [
        Line(
            word if rng.random() < 0.5 else names.pop(),
            [Line(names.pop()) for _ in range(rng.randint(2, 3))],
            first,
        )
        for _ in range(rng.randint(1, 3))
    ]
    root = Line(total_label(rng, topic), groups if len(groups) > 1 else groups[0].children, first)
    if first:
        step = rng.choice(("  ", "　"))
    else:
        step = ""
        for group in root.children:
            if group.children:
                group.label = word  # a subtotal below its lines must be called one
    if rng.random() < 0.5 and not root.first:
        root.asides = [Line("其中：女" if topic.zh else "of which women")]
    columns = split(rng, topic, look, rng.random() < 0.5)
    if rng.random() < 0.5:
        columns = Line(None, [columns, *measures(rng, topic, look, 1).children])
    extras = tuple(rng.sample(("index", "code", "rate", "rank", "remark", "mean"), rng.randint(1, 3)))
    layout = Layout(
        topic.corner, topic.zh, extras=extras, labels=lambda line, depth: step * depth + (line.label or "")
    )
    if rng.random() < 0.3:
        layout.shares = 0
    sheet.text(0, 0, topic.title)
    end = lay(rng, sheet, 1, 0, root, columns, layout)
    close(rng, sheet, end, topic, sure=True)
    return sheet.table("kitchen sink")


def statement(rng: Random) -> Table:
    """Make a table: an income statement: numbered results, 减 and 加 lines; nothing is a plain sum of what stands next to it."""
    sheet = Sheet()
    zh = rng.random() < 0.6
    look = pick_look(rng, zeros=0.0)
    style = Style(2, look.grouped, None, look.minus)
    heads = ("项目", "本月数", "本年累计") if zh else ("", "This year", "Last year")
    for n, head in enumerate(heads):
        sheet.text(0, n, head)
    labels = (
        words(
            "一、营业收入|减：营业成本|税金及附加|销售费用|二、营业利润|加：营业外收入|减：营业外支出|三、利润总额|减：所得税费用|四、净利润"
        )
        if zh
        else words(
            "Revenue|Less: cost of sales|Taxes|Selling expenses|Operating profit|Other income|Less: other expense|Profit before tax|Less: income tax|Net profit"
        )
    )
    for row, label in enumerate(labels, 1):
        sheet.text(row, 0, label)
    for column in (1, 2):
        lines = [Decimal(rng.randint(500_000, 900_000))] + [
            Decimal(rng.randint(1_000, 90_000)) for _ in range(6)
        ]
        income, cost, tax, selling, more, less, duty = (one / 7 for one in lines)
        income, cost, tax, selling, more, less, duty = (
            style.round(one) for one in (income, cost, tax, selling, more, less, duty)
        )
        profit = income - cost - tax - selling
        whole = profit + more - less
        for row, value in enumerate(
            (income, cost, tax, selling, profit, more, less, whole, duty, whole - duty), 1
        ):
            sheet.figure(row, column, value, style)
        sheet.add((1, column), [(row, column) for row in (2, 3, 4, 5)], False, labelled=False)
        sheet.add((8, column), [(9, column), (10, column)], False, labelled=False)
    return sheet.table("income statement")


def no_totals(rng: Random) -> Table:
    """Make a table: no line is a total, whatever its name: 合肥市, 总工会, Sumner, Total Wine."""
    sheet, topic, look = Sheet(), pick_topic(rng), pick_look(rng)
    names = (
        ["合肥市", "总工会", "合江县", "全州县", "共和县", "共青城", "总商会"]
        if topic.zh
        else ["Sumner", "Total Wine", "Allen", "Sumter", "Overall Co.", "Summit"]
    )
    root = Line(None, [Line(name) for name in rng.sample([*names, *topic.names[:4]], rng.randint(3, 8))])
    top = dress(rng, sheet, topic)
    extras = tuple(rng.sample(("index", "code", "rate", "rank", "founded"), rng.randint(0, 2)))
    end = lay(
        rng,
        sheet,
        top,
        0,
        root,
        measures(rng, topic, look, rng.randint(2, 5)),
        Layout(topic.corner, topic.zh, extras=extras),
    )
    close(rng, sheet, end, topic)
    return sheet.table("no totals")


SHAPES: dict[str, Callable[[Random], Table]] = {
    "tiny": tiny,
    "total last": total_last,
    "total first": total_first,
    "subtotals": subtotals,
    "of which": of_which,
    "of-which column": of_which_column,
    "indents": indents,
    "incomplete indents": incomplete,
    "outline": outline,
    "cross-footed": cross_footed,
    "total column": total_column,
    "two headers": two_headers,
    "zeros": zeros,
    "negatives": negatives,
    "rounded": rounded,
    "shares": shares,
    "index, codes": numbered,
    "rates": rates,
    "years": years,
    "blocks": blocks,
    "side by side": side_by_side,
    "wrapped list": wrapped,
    "long, votes": long_votes,
    "long, indicators": long_indicators,
    "sections": sections,
    "money": money,
    "lines below": more_below,
    "roll-forward": roll_forward,
    "balance sheet": balance_sheet,
    "row shares": row_shares,
    "merged groups": merged_groups,
    "calendar": calendar,
    "kitchen sink": kitchen_sink,
}
CLEAN_ONLY: dict[str, Callable[[Random], Table]] = {"income statement": statement, "no totals": no_totals}
"""Shapes in which no sum is labelled: nothing to put an error into."""


def make(rng: Random, shape: str) -> Table:
    """Make a table of a shape, and make sure that it is as it says."""
    table = (SHAPES | CLEAN_ONLY)[shape](rng)
    broken = table.broken(table.values)
    assert not broken, (shape, broken)
    for (row, column), value in table.values.items():
        assert column < len(table.rows[row]), (shape, row, column)
        assert table.rows[row][column] == table.styles[row, column].say(value), (shape, row, column)
    return table


# Errors -------------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Spoiled:
    """A table with one figure wrong.

    Attributes
    ----------
    table : Table
        As it was.
    rows : list of list of str
        As they are.
    kind : str
    cell : Cell
    before, after : str
        What is right, and what is printed.
    role : str
        ``total``, ``part`` or ``both``, in labelled sums.
    """

    table: Table
    rows: list[list[str]]
    kind: str
    cell: Cell
    before: str
    after: str
    role: str


SLIPS = ("digit", "transposed", "dropped", "doubled", "tenfold", "sign")
KINDS = (*SLIPS, "another cell's", "random", "blank", "unreadable")


def spoil(rng: Random, table: Table, kind: str, attempts: int = 60) -> Spoiled | None:
    """Put an error of a kind into one figure of a complete labelled sum; None where no such error can be put."""
    cells = table.labelled
    totals = {one.total for one in table.sums if one.labelled}
    parts = {part for one in table.sums if one.labelled for part in one.parts}
    for _ in range(attempts):
        row, column = cell = rng.choice(cells)
        value, style = table.values[cell], table.styles[cell]
        before = table.rows[row][column]
        after = wrong_text(rng, table, cell, kind)
        if after is None or after == before:
            continue
        if kind not in ("blank", "unreadable"):
            wrong = _value_of(style, after)
            if wrong is None or wrong == value or not table.broken(table.values | {cell: wrong}):
                continue
        elif kind == "blank" and (value == 0 or not table.broken(table.values | {cell: ZERO})):
            continue
        rows = [list(one) for one in table.rows]
        rows[row][column] = after
        role = "both" if cell in totals and cell in parts else "total" if cell in totals else "part"
        return Spoiled(table, rows, kind, cell, before, after, role)
    return None


def wrong_text(rng: Random, table: Table, cell: Cell, kind: str) -> str | None:
    """Return what is printed by an error of a kind; None where the figure does not allow it."""
    value, style = table.values[cell], table.styles[cell]
    if kind == "blank":
        return ""
    if kind == "unreadable":
        return _unreadable(rng, style.say(value))
    if kind in SLIPS:
        wrong = slip(rng, value, style, kind)
    elif kind == "another cell's":
        others = [other for other in table.values if other != cell and table.values[other] != value]
        near = [other for other in others if other[0] == cell[0] or other[1] == cell[1]]
        wrong = table.values[rng.choice(near or others)] if others else None
        if wrong is not None:
            wrong = style.round(wrong)
    else:
        size = float(abs(value)) or 10.0
        wrong = style.round(Decimal(size * rng.uniform(0.3, 2.2)))
    return None if wrong is None else style.say(wrong)


def slip(rng: Random, value: Decimal, style: Style, kind: str) -> Decimal | None:
    """Return the value that a slip in printing makes of another; None where it cannot happen."""
    text, sign = f"{abs(value):f}", -1 if value < 0 else 1
    whole, point, rest = text.partition(".")
    digits = whole + rest
    at = rng.randrange(len(digits))
    match kind:
        case "sign":
            return -value if value else None
        case "tenfold":
            down = value / 10
            return down if rng.random() < 0.4 and style.round(down) == down else value * 10
        case "digit":
            made = digits[:at] + rng.choice("0123456789".replace(digits[at], "")) + digits[at + 1 :]
        case "transposed":
            swaps = [n for n, (a, b) in enumerate(pairwise(digits)) if a != b]
            if not swaps:
                return None
            at = rng.choice(swaps)
            made = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
        case _:  # a digit before the point is dropped or doubled
            at = rng.randrange(len(whole))
            whole = whole[:at] + whole[at] * (0 if kind == "dropped" else 2) + whole[at + 1 :]
            made = whole + rest
            if not whole:
                return None
    whole = made[: len(made) - len(rest)]
    if len(whole) > 1 and whole.startswith("0"):
        return None
    return sign * Decimal(whole + point + made[len(whole) :])


def _value_of(style: Style, text: str) -> Decimal | None:
    """Read a text back that a style has printed."""
    if style.zero is not None and text == style.zero:
        return ZERO
    plain = re.sub(r"[^0-9.]", "", text)
    return (-1 if text[:1] in "-−(" else 1) * Decimal(plain) if plain else None


def _unreadable(rng: Random, text: str) -> str:
    letters = text.replace("1", "l", 1) if "1" in text else text.replace("0", "O", 1) if "0" in text else "l2"
    return rng.choice(
        ("#REF!", "#VALUE!", letters, letters, "TRUE", "x", "?", "待定" if rng.random() < 0.3 else "l2")
    )


def printed(rows: Sequence[Sequence[str]], mark: Cell | None = None) -> Iterator[str]:
    """Yield a table's rows as lines; a marked cell in corner brackets."""
    for r, row in enumerate(rows):
        yield " | ".join(f"【{text}】" if (r, c) == mark else text for c, text in enumerate(row))


def main() -> None:
    """Show a table of each shape, and an error in it."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("shapes", nargs="*", metavar="SHAPE")
    arguments.add_argument("--seed", type=int, default=2019)
    args = arguments.parse_args()
    for number, shape in enumerate(args.shapes or SHAPES | CLEAN_ONLY):
        rng = Random(f"{args.seed}/{shape}")
        table = make(rng, shape)
        labelled = sum(one.labelled for one in table.sums)
        print(f"\n## {shape}: {labelled} labelled sums, {len(table.labelled)} cells in them\n")
        print(*printed(table.rows), sep="\n")
        wrong = spoil(rng, table, KINDS[number % len(KINDS)]) if labelled else None
        if wrong:
            print(f"\n{wrong.kind} in {wrong.cell} ({wrong.role}): {wrong.before!r} → {wrong.after!r}")


if __name__ == "__main__":
    main()
