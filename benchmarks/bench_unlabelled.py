"""What `audit` makes of a wrong figure where no word calls a total one, as in statistical yearbooks.

Run ``python benchmarks/bench_unlabelled.py [--tables N] [--seed N] [--show N]``. Tables of a few shapes are generated here, by nothing of
what is measured: an indicator above its parts, year by year; two of them; one total by two divisions; records whose first column is
the sum of the next; a difference of two columns; one year only. Of each N tables with a wrong figure N / 2 right ones are audited.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable
from random import Random

from spoil import value_slips

import xcdata

Cell = tuple[int, int]
Rows = list[list[str]]
NAMES = {
    "可支配收入": ("工资性收入", "经营净收入", "财产净收入", "转移净收入"),
    "消费支出": ("食品烟酒", "衣着", "居住", "其他"),
    "粮食产量": ("夏粮", "秋粮"),
    "旅客周转量": ("铁路", "公路", "水运", "民航"),
}
INDUSTRIES = ("第一产业", "第二产业", "第三产业")


def figures(rng: Random, count: int, most: int, decimals: int) -> list[int]:
    """Return some figures in units of their last place."""
    return [int(rng.uniform(0.1, 1) * most * 10**decimals) for _ in range(count)]


def printed(value: int, decimals: int) -> str:
    """Return the text of a figure that is given in units of its last place."""
    sign, value = "-" * (value < 0), abs(value)
    return (
        f"{sign}{value // 10**decimals}.{value % 10**decimals:0{decimals}d}" if decimals else f"{sign}{value}"
    )


def columns_of(rng: Random, groups: list[tuple[int, int]], years: int) -> tuple[list[list[str]], list[Cell]]:
    """Return the figures of blocks of a total and its parts, (parts, size) each, by row; and the cells that stand in sums."""
    decimals = rng.choice((0, 0, 1, 2))
    rows: list[list[str]] = []
    for parts, most in groups:
        block = [figures(rng, years, most, decimals) for _ in range(parts)]
        whole = [sum(column) for column in zip(*block, strict=True)]
        rows += [[printed(one, decimals) for one in row] for row in (whole, *block)]
    return rows, [(r, c) for r in range(len(rows)) for c in range(years)]


def titled(rng: Random, years: int, names: list[str], body: list[list[str]], *, growth: bool) -> Rows:
    """Return an indicator table: a title, a unit, years as headings, and, if asked, a column of growth rates."""
    first = 2020 - years
    head = ["指标", *(f"{first + n}年" for n in range(years)), *(["比上年增长（%）"] if growth else [])]
    rows = [["主要指标"], ["单位：亿元"], head]
    for name, row in zip(names, body, strict=True):
        rows.append([name, *row, *([f"{rng.uniform(-5, 15):.1f}"] if growth else [])])
    return rows


def indicators(rng: Random, blocks: int, years: int) -> tuple[Rows, list[Cell]]:
    """Return a table of some indicators, each above its parts."""
    totals = rng.sample(sorted(NAMES), blocks)
    body, cells = columns_of(
        rng, [(len(NAMES[one]), rng.choice((900, 9000, 90000))) for one in totals], years
    )
    names = [name for one in totals for name in (one, *NAMES[one])]
    return titled(rng, years, names, body, growth=rng.random() < 0.5), [(r + 3, c + 1) for r, c in cells]


def divided(rng: Random) -> tuple[Rows, list[Cell]]:
    """Return the population of some years, by sex and by residence."""
    years, body = rng.randint(2, 5), []
    for _ in range(years):
        whole = rng.randint(30000, 60000)
        men, town = int(whole * rng.uniform(0.49, 0.53)), int(whole * rng.uniform(0.35, 0.65))
        body.append([whole, men, whole - men, town, whole - town])
    rows = [[printed(one, 2) for one in row] for row in zip(*body, strict=True)]
    names = ["年末总人口", "男", "女", "城镇人口", "乡村人口"]
    made = titled(rng, years, names, rows, growth=False)
    return made, [(r + 3, c + 1) for r in range(5) for c in range(years)]


def records(rng: Random) -> tuple[Rows, list[Cell]]:
    """Return records by year, whose first figure is the sum of the others."""
    years, parts = rng.randint(4, 8), rng.randint(2, 4)
    body, _ = columns_of(rng, [(parts, rng.choice((90, 900, 9000)))], years)
    rows = [["用水量"], ["年份", "总用水量", *("农业", "工业", "生活", "生态")[:parts]]]
    rows += [[str(2020 - years + n), *row] for n, row in enumerate(zip(*body, strict=True))]
    return rows, [(r, c) for r in range(2, len(rows)) for c in range(1, parts + 2)]


def differences(rng: Random) -> tuple[Rows, list[Cell]]:
    """Return posts, staff, and posts that are vacant, by unit."""
    units = rng.randint(3, 8)
    body = [(posts := rng.randint(5, 90), rng.randint(posts // 2, posts)) for _ in range(units)]
    lines = [[posts, staff, posts - staff] for posts, staff in body]
    rows = [["人员编制"], ["单位", "编制数", "实有人数", "空编"]]
    names = [f"{name}科" for name in "甲乙丙丁戊己庚辛"[:units]]
    rows += [[name, *map(str, line)] for name, line in zip(names, lines, strict=True)]
    return rows, [(r, c) for r in range(2, units + 2) for c in (1, 2, 3)]


def one_year(rng: Random) -> tuple[Rows, list[Cell]]:
    """Return the gross product of one year by industry, beside growth rates."""
    body, cells = columns_of(rng, [(3, rng.choice((900, 9000)))], 1)
    made = titled(rng, 1, ["地区生产总值", *INDUSTRIES], body, growth=True)
    return made, [(r + 3, 1) for r, _ in cells]


SHAPES: dict[str, Callable[[Random], tuple[Rows, list[Cell]]]] = {
    "one indicator, two years": lambda rng: indicators(rng, 1, 2),
    "one indicator, three to six years": lambda rng: indicators(rng, 1, rng.randint(3, 6)),
    "two indicators, two years": lambda rng: indicators(rng, 2, 2),
    "two indicators, three to six years": lambda rng: indicators(rng, 2, rng.randint(3, 6)),
    "a total by two divisions": divided,
    "records by year": records,
    "a difference of small numbers": differences,
    "one year by industry": one_year,
}


def said(found: xcdata.Audit, cell: Cell | None) -> set[str]:
    """Say what an audit makes of a table."""
    named = {
        change.figure.key for group in found.groups for one in group.explanations for change in one.figures
    }
    words = {"ok" if found.ok else "open"}
    words |= {"doubted"} if found.ok and named else set()
    words |= {"located"} if cell in named else set()
    words |= {"alone"} if named == {cell} else set()
    return words


def main() -> None:
    """Measure and print Markdown tables."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("--tables", type=int, default=100, help="of each shape, with one wrong figure")
    arguments.add_argument("--seed", type=int, default=2019)
    arguments.add_argument(
        "--show", type=int, default=0, help="so many of each shape in which nothing was told"
    )
    args = arguments.parse_args()
    print("| shape | silent | only if exact | right cell among the smallest | alone | clean, and not ok |")
    print("|---|---|---|---|---|---|")
    whole: Counter[str] = Counter()
    for shape, make in SHAPES.items():
        counts: Counter[str] = Counter()
        for n in range(args.tables):
            rng = Random(f"{args.seed}/{shape}/{n}")
            rows, cells = make(rng)
            if n % 2 == 0:
                counts["clean"] += 1
                counts["alarm"] += not xcdata.audit(rows).ok
            row, column = cell = rng.choice(cells)
            kind, rows[row][column] = rng.choice(value_slips(rows[row][column]))
            words = said(xcdata.audit(rows), cell)
            counts.update(words)
            counts["silent"] += "ok" in words and "doubted" not in words
            if "ok" in words and counts["shown"] < args.show:
                counts["shown"] += 1
                print(kind, cell, *map(" ".join, rows), sep="\n    ")
        counts["tables"] = args.tables
        whole.update(counts)
        print(line(shape, counts), flush=True)
    print(line("**all**", whole))


def line(name: str, counts: Counter[str]) -> str:
    """Return a row of the table."""
    shares = [counts[word] / counts["tables"] for word in ("silent", "doubted", "located", "alone")]
    return (
        f"| {name} | "
        + " | ".join(f"{one:.1%}" for one in (*shares, counts["alarm"] / counts["clean"]))
        + " |"
    )


if __name__ == "__main__":
    main()
