"""Our own gazette as other offices, years and typists would have printed it; and the damages that must be told.

In: its text. Out: a :class:`Form` each, a pure function on the text and what becomes of the tables' values by it; and a
:class:`Damage` each, with the lines at which it must be told. The tests and the benchmarks share them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Rows = list[dict[str, Any]]
Change = Callable[[str], str]
PLAN_TABLE = range(659, 674)
"""The lines of the plan table, header included."""
ROSTER = range(3, 461)
TRAINING = range(675, 754)
PLAN = range(552, 674)
CITY, EMPTY = "许昌市", ""


@dataclass(frozen=True)
class Form:
    """Another way to print the same.

    Attributes
    ----------
    name : str
    change : callable
        Text → text.
    expected : callable
        (table, row) → the row as it must be read from the changed text, or None where it must be gone.
    added : dict of str to list of dict
        Rows that only the changed text has.
    tables : tuple of str
        Those whose values must be as expected.
    free : tuple of str
        Columns that the form itself changes.
    """

    name: str
    change: Change
    expected: Callable[[str, dict[str, Any]], dict[str, Any] | None] = lambda _, row: row
    added: Mapping[str, Rows] | None = None
    tables: tuple[str, ...] = (
        "plan",
        "plan_totals",
        "awards",
        "award_counts",
        "training",
        "training_totals",
    )
    free: tuple[str, ...] = ()
    fold: bool = False


@dataclass(frozen=True)
class Damage:
    """A damage that must be told: an open finding names one of the lines; or, where ``or_kept``, no value may change."""

    name: str
    change: Change
    lines: tuple[int, ...]
    or_kept: bool = False


def on_lines(numbers: Sequence[int] | None, edit: Callable[[str], str]) -> Change:
    """Return a change of some lines of a text (1-based), of all without numbers."""

    def change(text: str) -> str:
        lines = text.split("\n")
        for index in range(len(lines)) if numbers is None else (number - 1 for number in numbers):
            lines[index] = edit(lines[index])
        return "\n".join(lines)

    return change


def replaced(old: str, new: str, numbers: Sequence[int] | None = None, regex: bool = False) -> Change:
    """Return a change of a text that puts one string for another, on some lines only; it must be there."""
    pattern = old if regex else re.escape(old)

    def edit(line: str) -> str:
        return re.sub(pattern, new if regex else lambda _: new, line)

    inner = on_lines(numbers, edit)

    def change(text: str) -> str:
        changed = inner(text)
        assert changed != text, f"{old!r} is not where it was"
        return changed

    return change


def renamed(old: str, new: str, columns: Sequence[str]) -> Callable[[str, dict[str, Any]], dict[str, Any]]:
    """Expect one string for another in some columns."""

    def expected(_: str, row: dict[str, Any]) -> dict[str, Any]:
        return {
            column: value.replace(old, new) if column in columns and isinstance(value, str) else value
            for column, value in row.items()
        }

    return expected


# -- the whole text ---------------------------------------------------------------------------------------------------

NUMBER = r"^(许政办?)〔(\d{4})〕(\d+)号\s*$"
DATE = re.compile(r"^(\d{4})年(\d{1,2})月(\d{1,2})日\s*$")
HAN = "零一二三四五六七八九"


def han(number: int) -> str:
    """Write a number below a hundred in characters."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else HAN[tens] + "十") + (HAN[ones] if ones else "")


def dates_in_characters(zero: str) -> Change:
    """Write the dates of issue in characters."""

    def edit(line: str) -> str:
        match = DATE.match(line)
        if not match:
            return line
        year = "".join(HAN[int(digit)] for digit in match[1]).replace("零", zero)
        return f"{year}年{han(int(match[2]))}月{han(int(match[3]))}日"

    return on_lines(None, edit)


def later(years: int) -> Change:
    """Move every year from 2015 to 2035."""
    return lambda text: re.sub(
        r"(?<!\d)20(?:1[5-9]|2\d|3[0-5])(?=年|—|〕|）|$|\b)(?!\d)",
        lambda match: str(int(match[0]) + years),
        text,
    )


def half_width(text: str) -> str:
    """Put half-width commas, semicolons, colons and brackets."""
    return text.translate(str.maketrans("，；：（）", ",;:()"))


def only(lines: range) -> Change:
    """Keep one notice alone."""
    return lambda text: "\n".join(text.split("\n")[lines.start - 1 : lines.stop - 1]) + "\n"


def paged(text: str) -> str:
    """Put the number of a page below every fortieth line, as copies of a printed gazette have it."""
    lines = text.split("\n")
    return "\n".join(
        line if number % 40 else f"{line}\n\n— {number // 40} —\n" for number, line in enumerate(lines, 1)
    )


# -- the plan ---------------------------------------------------------------------------------------------------------


def cells_of(line: str) -> list[str]:
    """Return a row's cells."""
    return [cell.strip() for cell in line.split("\t")]


def plan_rows(
    edit: Callable[[list[list[str]]], list[list[str]]], join: Callable[[list[list[str]]], list[str]]
) -> Change:
    """Return a change of the plan table's cells and of how its rows are written."""

    def change(text: str) -> str:
        lines = text.split("\n")
        start, stop = PLAN_TABLE.start - 1, PLAN_TABLE.stop - 1
        rows = [cells_of(line) for line in lines[start:stop] if line]
        assert (rows[0][0], rows[-1][0]) == ("单位", "中心城区")
        return "\n".join([*lines[:start], *join(edit(rows)), *lines[stop:]])

    return change


def tabbed(rows: list[list[str]]) -> list[str]:
    """Write rows with tabs."""
    return ["\t".join(row) for row in rows]


def piped(rows: list[list[str]]) -> list[str]:
    """Write rows with pipes."""
    return ["| " + " | ".join(row) + " |" for row in rows]


def ruled(rows: list[list[str]]) -> list[str]:
    """Write rows as a Markdown table, ruled below its first row."""
    first, *others = piped(rows)
    return [first, "|" + "---|" * len(rows[0]), *others]


def spaced(count: int) -> Callable[[list[list[str]]], list[str]]:
    """Write rows with some spaces for each tab."""
    return lambda rows: [(" " * count).join(row) for row in rows]


def wide(text: str) -> int:
    """Return how many columns of a typewriter a text takes."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def aligned(rows: list[list[str]]) -> list[str]:
    """Write rows in columns of spaces, as a typewriter does; a note may run over the columns behind it."""
    short = [
        row for row in rows if not row[-1].startswith("共分为") and not any(len(cell) > 12 for cell in row)
    ]
    widths = [max(wide(row[n]) for row in (rows if n == 0 else short)) + 3 for n in range(len(rows[0]))]
    return [
        "".join(
            cell + " " * max(width - wide(cell), 0) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    ]


def unchanged(rows: list[list[str]]) -> list[list[str]]:
    """Leave the cells as they are."""
    return rows


def with_remarks(rows: list[list[str]]) -> list[list[str]]:
    """Add a column 备注, with a remark in two rows."""
    remarks = {"禹州市": "含山区", "襄城县": "含首山"}
    return [[*row, "备注" if n == 0 else remarks.get(row[0], "")] for n, row in enumerate(rows)]


def corner(word: str) -> Callable[[list[list[str]]], list[list[str]]]:
    """Put another word into the table's corner."""
    return lambda rows: [[word, *rows[0][1:]], *rows[1:]]


def added_up(first: str, second: str) -> str:
    """Add two printed figures, blank ones being nothing."""
    return str(Decimal(first or 0) + Decimal(second or 0)) if first or second else ""


def area_less(rows: list[list[str]]) -> list[list[str]]:
    """Take 魏都区 into 建安区."""
    by_name = {row[0]: row for row in rows}
    joined = ["建安区", *map(added_up, by_name["建安区"][1:], by_name["魏都区"][1:])]
    return [joined if row[0] == "建安区" else row for row in rows if row[0] != "魏都区"]


def area_less_expected(table: str, row: dict[str, Any]) -> dict[str, Any] | None:
    """Expect 魏都区 gone, and its 0.03 and 0.04 with 建安区."""
    if table == "plan":
        if row["county"] == "魏都区":
            return None
        if row["county"] == "建安区" and row["programme"] in ("廊道绿化", "森林抚育"):
            return plus(row, {"廊道绿化": "0.03", "森林抚育": "0.04"}[row["programme"]])
    if table == "plan_totals":
        if row["scope"] == "魏都区":
            return None
        more = {"总计": "0.07", "营造林/合计": "0.07", "造林/合计": "0.03"}.get(row["item"])
        if row["scope"] == "建安区" and more:
            return plus(row, more)
    return row


def plus(row: dict[str, Any], more: str) -> dict[str, Any]:
    """Return a row with more 万亩."""
    area = Decimal(row["wan_mu"]) + Decimal(more)
    changed = {**row, "wan_mu": area}
    if "hectares" in row:
        changed["hectares"] = (area * 10_000 / 15).quantize(Decimal("0.01"))
    if "quantity" in row:
        changed["quantity"] = area
    return changed


def area_more(rows: list[list[str]]) -> list[list[str]]:
    """Give 长葛市's 花卉苗木 (0.15) to an area that no profile knows, 双洎新区."""
    width = len(rows[0])
    new = ["双洎新区", "0.15", *[""] * (width - 2)]
    # 合计 and 新造 of 花卉苗木 are the sixteenth and the seventeenth cell.
    new[15], new[16] = "0.15", "0.15"
    changed = []
    for row in rows:
        if row[0] == "长葛市":
            row = [*row]
            row[1], row[15], row[16] = "0.84", "", ""
        changed.append(row)
        if row[0] == "长葛市":
            changed.append(new)
    return changed


def area_more_expected(table: str, row: dict[str, Any]) -> dict[str, Any] | None:
    """Expect the flowers of 长葛市 with the new area."""
    if table == "plan" and row["county"] == "长葛市" and row["group"] == "花卉苗木":
        return {**row, "county": "双洎新区"}
    if table == "plan_totals" and row["scope"] == "长葛市":
        if row["item"] == "花卉苗木/合计":
            return {**row, "scope": "双洎新区"}
        if row["item"] == "总计":
            return {**row, "wan_mu": Decimal("0.84"), "quantity": Decimal("0.84")}
    return row


AREA_MORE_ADDED = {
    "plan_totals": [
        {"scope": "双洎新区", "section": None, "item": "总计", "origin": "table", "quantity": Decimal("0.15")}
        | {"unit": "万亩", "wan_mu": Decimal("0.15"), "repeats": None}
    ]
}


def times(factor: int) -> Callable[[list[list[str]]], list[list[str]]]:
    """Multiply every figure of the table."""

    def edit(rows: list[list[str]]) -> list[list[str]]:
        return [
            [
                f"{(Decimal(cell) * factor).normalize():f}" if re.fullmatch(r"\d+(?:\.\d+)?", cell) else cell
                for cell in row
            ]
            for row in rows
        ]

    return edit


def in_mu(text: str) -> str:
    """Print the table in 亩."""
    text = plan_rows(times(10_000), tabbed)(text)
    text = replaced("单位：万亩", "单位：亩", [657])(text)
    return replaced("3009.1亩", "3000亩", [673])(text)


def in_mu_expected(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """Expect the same areas, those of the table in 亩, that of the note no finer than its total."""
    if table == "plan_totals" and row["unit"] == "亩":
        return {**row, "quantity": Decimal(3000), "wan_mu": Decimal("0.3")}
    if table == "plan_totals" and row["origin"] == "table" and row["unit"] == "万亩":
        return {**row, "unit": "亩", "quantity": row["quantity"] * 10_000}
    return row


def in_hectares(text: str) -> str:
    """Print a hundred hectares for every 万亩, in table, note and prose."""
    text = plan_rows(times(100), tabbed)(text)
    text = replaced("单位：万亩", "单位：公顷", [657])(text)
    text = replaced("3009.1亩", "450.9亩", [673])(text)
    lines = text.split("\n")
    for index in range(PLAN.start - 1, PLAN.stop - 1):
        lines[index] = re.sub(
            r"(\d+(?:\.\d+)?)万亩",
            lambda match: f"{(Decimal(match[1]) * 100).normalize():f}公顷",
            lines[index],
        )
    return "\n".join(lines)


def in_hectares_expected(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """Expect a hundred hectares, which are 0.15 万亩, for every 万亩."""
    if table == "plan":
        return {**row, "wan_mu": row["wan_mu"] * Decimal("0.15"), "hectares": row["wan_mu"] * 100}
    if table == "plan_totals" and row["unit"] == "万亩":
        area = row["wan_mu"]
        return {**row, "unit": "公顷", "quantity": area * 100, "wan_mu": area * Decimal("0.15")}
    if table == "plan_totals" and row["unit"] == "亩":
        return {**row, "quantity": Decimal("450.9"), "wan_mu": Decimal("0.04509")}
    return row


# -- the rosters ------------------------------------------------------------------------------------------------------

COUNTED_HEADINGS = (92, 134, 152, 251, 439)
ENTRY = re.compile(
    r"^(?P<name>[\u3400-\u9fff] [\u3400-\u9fff]|[\u3400-\u9fff]{2,4}) (?P<institution>\S+)\s*$"
)
PEOPLE = (*range(94, 131), *range(136, 151), *range(154, 248), *range(253, 438), *range(441, 461))


def entries(form: str) -> Change:
    """Write the people of the roster in another form."""

    def edit(line: str) -> str:
        match = ENTRY.match(line)
        return form.format(**match.groupdict()) if match else line

    return on_lines(PEOPLE, edit)


def two_a_line(text: str) -> str:
    """Write the 92 people of section 六（二） two a line, parted by a wide space."""
    lines = text.split("\n")
    own = [line.strip() for line in lines[153:247] if line.strip()]
    pairs = ["　　".join(own[n : n + 2]) for n in range(0, len(own), 2)]
    return "\n".join([*lines[:153], *pairs, *lines[247:]])


def counts(form: str) -> Change:
    """Write the counts of the headings in another form."""
    return on_lines(
        COUNTED_HEADINGS, lambda line: re.sub(r"（(\d+)名）", lambda match: form.format(match[1]), line)
    )


# -- the training -----------------------------------------------------------------------------------------------------

ITEMS = r"^((?:#+ )?\d{1,2})\. "
PROGRAMMES = range(701, 720)

FORMS = (
    Form("another city's code", replaced("许政", "漯政")),
    Form("square brackets around the year", replaced(NUMBER, r"\1[\2]\3号", regex=True)),
    Form("black brackets around the year", replaced(NUMBER, r"\1【\2】\3号", regex=True)),
    Form("the number in brackets", replaced(NUMBER, r"（\1〔\2〕\3号）", regex=True)),
    Form("no heading marks", replaced(r"^#+ *", "", regex=True)),
    Form("no blank lines", lambda text: re.sub(r"\n(?:[ \t]*\n)+", "\n", text)),
    Form("numbers of pages", paged),
    Form("Windows line ends", lambda text: text.replace("\n", "\r\n")),
    Form("a byte order mark", lambda text: "\ufeff" + text),
    Form("dates in characters, 〇", dates_in_characters("〇")),
    Form("dates in characters, ○", dates_in_characters("○")),
    Form("other years", later(2), renamed("2021", "2023", ("horizon",))),
    Form("pipes in the plan", plan_rows(unchanged, piped)),
    Form("a Markdown table for the plan", plan_rows(unchanged, ruled)),
    Form("a space for each tab of the plan", plan_rows(unchanged, spaced(1))),
    Form("two spaces for each tab of the plan", plan_rows(unchanged, spaced(2))),
    Form("four spaces for each tab of the plan", plan_rows(unchanged, spaced(4))),
    Form("columns of spaces in the plan", plan_rows(unchanged, aligned)),
    Form(
        "中幼林抚育",
        replaced("森林抚育", "中幼林抚育"),
        renamed("森林抚育", "中幼林抚育", ("group", "programme", "item", "repeats")),
    ),
    Form("a column of remarks", plan_rows(with_remarks, tabbed)),
    Form("corner 县（市、区）", plan_rows(corner("县（市、区）"), tabbed)),
    Form("corner 指标名称", plan_rows(corner("指标名称"), tabbed)),
    Form("one area less", plan_rows(area_less, tabbed), area_less_expected),
    Form("one area more", plan_rows(area_more, tabbed), area_more_expected, AREA_MORE_ADDED),
    Form("title 造林任务分解表", replaced("营造林计划明细表", "造林任务分解表", PLAN)),
    Form("unit 亩", in_mu, in_mu_expected),
    Form("unit 公顷", in_hectares, in_hectares_expected),
    Form("到2020年，全市完成", replaced("2020年，全市计划完成", "到2020年，全市完成", PLAN)),
    Form(
        "a county's prize",
        replaced("市长教育质量奖", "县长教育质量奖", ROSTER),
        renamed("市长教育质量奖", "县长教育质量奖", ("award",)),
    ),
    Form("表彰 for 奖励", replaced("奖励", "表彰", range(3, 20))),
    Form("counts （共92名）", counts("（共{}名）")),
    Form("counts （92人）", counts("（{}人）")),
    Form("counts 92名", counts("{}名")),
    Form("entries with tabs", entries("{name}\t{institution}")),
    Form("entries with the institution first", entries("{institution} {name}")),
    Form("entries name（institution）", entries("{name}（{institution}）")),
    Form("two entries a line", two_a_line),
    Form("三年", replaced("(?<!\\d)3年(?=开展|培训|培养)", "三年", TRAINING, regex=True), free=("horizon",)),
    Form(
        "2019—2021年培训",
        replaced("(?<!\\d)3年(?=开展|培训|培养)", "2019—2021年", TRAINING, regex=True),
        free=("horizon",),
    ),
    Form("牵头单位", replaced("责任单位", "牵头单位", TRAINING)),
    Form(
        "工程 for 计划",
        replaced("(技能提升|培训)计划。", r"\1工程。", PROGRAMMES, regex=True),
        renamed("计划", "工程", ("programme",)),
    ),
    Form("1、", replaced(ITEMS, r"\1、", regex=True)),
    Form("1. without space", replaced(ITEMS, r"\1.", regex=True)),
    Form(
        "total 补贴性",
        replaced("开展各类职业技能培训", "开展各类补贴性职业技能培训", TRAINING),
        renamed("开展各类职业技能培训", "开展各类补贴性职业技能培训", ("item", "part_of")),
    ),
    Form("half-width punctuation", half_width, fold=True),
    Form("the training notice alone", only(TRAINING), tables=("training", "training_totals")),
    Form("the plan notice alone", only(PLAN), tables=("plan", "plan_totals")),
    Form(
        "the award notice alone",
        only(ROSTER),
        lambda _, row: row if row["document"] == "许政〔2019〕19号" else None,
        tables=("awards", "award_counts"),
    ),
)


def moved(line: int, before: int) -> Change:
    """Move a line to before another."""

    def change(text: str) -> str:
        lines: list[str | None] = [*text.split("\n")]
        moving, lines[line - 1] = lines[line - 1], None
        lines.insert(before - 1, moving)
        return "\n".join(one for one in lines if one is not None)

    return change


def nth_replaced(line: int, old: str, new: str, nth: int) -> Change:
    """Replace one occurrence of a string in a line, counted from 0, from the end if negative."""

    def edit(text: str) -> str:
        starts = [match.start() for match in re.finditer(re.escape(old), text)]
        start = starts[nth]
        return text[:start] + new + text[start + len(old) :]

    return on_lines([line], edit)


DAMAGES = (
    Damage("a letter in the last notice's number", replaced("32号", "3Z号", [2393]), (2393,)),
    Damage("a comma for 、 between two units", nth_replaced(468, "、", "，", -7), (468,), or_kept=True),
    Damage(
        "a comma for 、 between the last two units", nth_replaced(468, "、", "，", -1), (468,), or_kept=True
    ),
    Damage("a space in a count of the title", replaced("等5名", "等5 名", [475]), (475,), or_kept=True),
    Damage(
        "a wide per cent sign",
        replaced("90%", "90％", range(580, 630)),
        (613, 615, 617, 619, 621),
        or_kept=True,
    ),
    Damage("an entry moved up", moved(200, 160), (160, 161)),
    Damage("an entry moved down", moved(258, 345), (344, 343)),
    Damage("许?高级中学", replaced("许昌高级中学", "许?高级中学", [118]), (118,)),
    Damage("幼儿■", replaced("幼儿园", "幼儿■", [208]), (208,)),
    Damage("a zero-width space in a name", replaced("建设路", "建\u200b设路", [205]), (205,), or_kept=True),
    Damage("中字 for 中学", replaced("第一中学", "第一中字", [234]), (234,)),
    Damage(
        "a date after the next number's",
        replaced("2019年11月15日", "2019年12月15日", [486]),
        (486, 477, 501, 490),
    ),
    Damage(
        "a date before the last number's", replaced("2019年9月9日", "2019年8月9日", [473]), (473, 464, 16, 5)
    ),
    Damage("a date of another year", replaced("2019年12月10日", "2018年12月10日", [561]), (561, 554)),
    Damage("a heading's title changed", replaced("模范教师", "模范教帅", [251]), (251, 249)),
    Damage("another heading's title changed", replaced("师德标兵", "帅德标兵", [134]), (134, 132)),
    Damage("6.3 for 0.3 of 郑许", replaced("0.3万亩", "6.3万亩", [589]), (589,)),
    Damage("郁俊锋 among the model teachers", replaced("郁俊峰", "郁俊锋", [400]), (86, 122, 400)),
    Damage("郁俊锋 among the prizes", replaced("郁俊峰", "郁俊锋", [122]), (86, 122, 400)),
    Damage("郁俊锋 of the class", replaced("郁俊峰", "郁俊锋", [86]), (86, 122, 400)),
)
