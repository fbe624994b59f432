"""Random damages to a text, made on its lines alone: what typists, page breaks and recognition do.

Nothing here is shared with what reads the text. In: lines and a random generator. Out: the damaged lines, and which lines of the
undamaged text the damage touched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

# Characters that recognition takes for each other; each pair is used in both directions.
PAIRS = [
    "0O",
    "0o",
    "0〇",
    "1l",
    "1I",
    "5S",
    "8B",
    "2Z",
    "6b",
    "日曰",
    "己已",
    "已巳",
    "末未",
    "、，",
    "，.",
    "。.",
    "，,",
    "（(",
    "）)",
    "：:",
    "；;",
    "—一",
    "—-",
    "人入",
    "大太",
    "士土",
    "天夫",
    "王玉",
    "干千",
    "子孑",
    "土士",
    "名各",
    "教敎",
    "学字",
    "园圆",
    "县具",
    "市巿",
    "区叵",
    "禹禺",
    "镇镇",
    "许讦",
    "昌冒",
    "鄢鄔",
    "陵棱",
    "襄裹",
    "魏巍",
    "建健",
    "开井",
    "东车",
    "长氏",
    "葛蔼",
    "第笫",
    "中申",
    "高髙",
    "初衩",
    "实买",
    "验俭",
    "幼纫",
    "儿几",
    "亩苗",
    "万方",
    "次欠",
    "项顶",
    "个介",
    "处外",
    "年午",
    "月目",
    "号另",
    "〔[",
    "〕]",
    "〔［",
    "〕］",
    "二三",
    "一二",
    "三王",
    "四西",
    "五互",
    "六大",
    "七匕",
    "八人",
    "九几",
    "十千",
    "％%",
    "．.",
    "０0",
    "１1",
    "３3",
    "５5",
    "记纪",
    "功切",
    "奖桨",
    "表衷",
    "扬杨",
    "培陪",
    "训圳",
    "林材",
    "果杲",
    "造适",
    "花化",
    "苗亩",
    "木本",
    "晓哓",
    "红江",
    "丽而",
    "李季",
    "杨扬",
    "刘対",
    "张弓",
]
ALIKE: dict[str, list[str]] = {}
for one, other in PAIRS:
    if one != other:
        ALIKE.setdefault(one, []).append(other)
        ALIKE.setdefault(other, []).append(one)

PAGE_BREAKS = (
    ["", "— 12 —", ""],
    ["", "· 12 ·", ""],
    ["— 12 —"],
    ["", ""],
    ["", "- 12 -", "", ""],
    ["第 12 页"],
)
GARBLES = "■□�?*¤丶"

Damaged = tuple[list[str], tuple[int, ...]]
"""The lines after a damage, and the 1-based numbers of the lines that it touched before."""

Mutation = Callable[[list[str], int, Random], Damaged | None]


def delete_line(lines: list[str], at: int, _: Random) -> Damaged:
    """Lose a line."""
    return [*lines[:at], *lines[at + 1 :]], (at + 1,)


def double_line(lines: list[str], at: int, _: Random) -> Damaged:
    """Print a line twice."""
    return [*lines[: at + 1], *lines[at:]], (at + 1,)


def merge_lines(lines: list[str], at: int, random: Random) -> Damaged | None:
    """Run two lines together, with a space or without."""
    below = next((n for n in range(at + 1, len(lines)) if lines[n].strip()), None)
    if below is None:
        return None
    joined = lines[at].rstrip() + random.choice(["", " "]) + lines[below]
    return [*lines[:at], joined, *lines[below + 1 :]], (at + 1, below + 1)


def split_line(lines: list[str], at: int, random: Random) -> Damaged | None:
    """Break a line into two."""
    text = lines[at]
    if len(text.strip()) < 2:
        return None
    place = random.randrange(1, len(text.rstrip()))
    return [*lines[:at], text[:place], text[place:], *lines[at + 1 :]], (at + 1,)


def page_break_within(lines: list[str], at: int, random: Random) -> Damaged | None:
    """Break a line into two with the end of a page between."""
    text = lines[at]
    if len(text.strip()) < 2:
        return None
    place = random.randrange(1, len(text.rstrip()))
    return [*lines[:at], text[:place], *random.choice(PAGE_BREAKS), text[place:], *lines[at + 1 :]], (at + 1,)


def page_break_after(lines: list[str], at: int, random: Random) -> Damaged:
    """Put the end of a page below a line."""
    return [*lines[: at + 1], *random.choice(PAGE_BREAKS), *lines[at + 1 :]], (at + 1,)


def move_near(lines: list[str], at: int, random: Random) -> Damaged | None:
    """Move a line some lines up or down, past at least one that is not blank."""
    return move(lines, at, at + random.choice([-1, 1]) * random.randrange(1, 12))


def move_far(lines: list[str], at: int, random: Random) -> Damaged | None:
    """Move a line anywhere."""
    return move(lines, at, random.randrange(len(lines)))


def move(lines: list[str], at: int, to: int) -> Damaged | None:
    """Move a line to another's place."""
    if not 0 <= to < len(lines) or to == at:
        return None
    left = [*lines[:at], *lines[at + 1 :]]
    changed = [*left[:to], lines[at], *left[to:]]
    if [line for line in changed if line.strip()] == [line for line in lines if line.strip()]:
        return None
    return changed, (at + 1,)


def swap_lines(lines: list[str], at: int, _: Random) -> Damaged | None:
    """Exchange a line and the next that is not blank."""
    below = next((n for n in range(at + 1, len(lines)) if lines[n].strip()), None)
    if below is None or lines[below] == lines[at]:
        return None
    changed = [*lines]
    changed[at], changed[below] = lines[below], lines[at]
    return changed, (at + 1, below + 1)


def lose_block(lines: list[str], at: int, random: Random) -> Damaged:
    """Lose from two to thirty lines."""
    stop = min(len(lines), at + random.randrange(2, 31))
    return [*lines[:at], *lines[stop:]], tuple(range(at + 1, stop + 1))


def edit(lines: list[str], at: int, text: str) -> Damaged | None:
    """Put another text into a line, if it is another."""
    return None if text == lines[at] else ([*lines[:at], text, *lines[at + 1 :]], (at + 1,))


def at_random(text: str, pattern: str, random: Random) -> re.Match[str] | None:
    """Return one of the matches of a pattern."""
    found = [*re.finditer(pattern, text)]
    return random.choice(found) if found else None


def garble(lines: list[str], at: int, random: Random) -> Damaged | None:
    """Put a sign, or another character of the text, for a character."""
    place = at_random(lines[at], r"\S", random)
    if place is None:
        return None
    other = random.choice(lines[random.randrange(len(lines))].strip() or GARBLES)
    new = random.choice([random.choice(GARBLES), other])
    return edit(lines, at, lines[at][: place.start()] + new + lines[at][place.end() :])


def lose_character(lines: list[str], at: int, random: Random) -> Damaged | None:
    """Lose a character."""
    place = at_random(lines[at], r"\S", random)
    return place and edit(lines, at, lines[at][: place.start()] + lines[at][place.end() :])


def double_character(lines: list[str], at: int, random: Random) -> Damaged | None:
    """Print a character twice."""
    place = at_random(lines[at], r"\S", random)
    return place and edit(lines, at, lines[at][: place.end()] + lines[at][place.start() :])


def look_alike(lines: list[str], at: int, random: Random) -> Damaged | None:
    """Take a character for one that looks like it."""
    place = at_random(lines[at], f"[{re.escape(''.join(ALIKE))}]", random)
    if place is None:
        return None
    new = random.choice(ALIKE[place[0]])
    return edit(lines, at, lines[at][: place.start()] + new + lines[at][place.end() :])


def swap_characters(lines: list[str], at: int, random: Random) -> Damaged | None:
    """Exchange two neighbours."""
    place = at_random(lines[at], r"\S(?=\S)", random)
    if place is None:
        return None
    n, text = place.start(), lines[at]
    return edit(lines, at, text[:n] + text[n + 1] + text[n] + text[n + 2 :])


def add_space(lines: list[str], at: int, random: Random) -> Damaged | None:
    """Put a space, a wide space or one without width into a line."""
    text = lines[at].rstrip()
    if len(text) < 2:
        return None
    place = random.randrange(1, len(text))
    return edit(lines, at, text[:place] + random.choice([" ", "　", "\u200b", "  "]) + text[place:])


def lose_space(lines: list[str], at: int, random: Random) -> Damaged | None:
    """Lose a space or a tab within a line."""
    place = at_random(lines[at].rstrip(), r"(?<=\S)[ \t　]|\t", random)
    return place and edit(lines, at, lines[at][: place.start()] + lines[at][place.end() :])


def add_tab(lines: list[str], at: int, random: Random) -> Damaged | None:
    """Print a tab of a table twice."""
    place = at_random(lines[at], r"\t", random)
    return place and edit(lines, at, lines[at][: place.end()] + "\t" + lines[at][place.end() :])


def lose_digit(lines: list[str], at: int, random: Random) -> Damaged | None:
    """Lose a digit."""
    place = at_random(lines[at], r"\d", random)
    return place and edit(lines, at, lines[at][: place.start()] + lines[at][place.end() :])


def change_digit(lines: list[str], at: int, random: Random) -> Damaged | None:
    """Print another digit."""
    place = at_random(lines[at], r"\d", random)
    return place and edit(
        lines, at, lines[at][: place.start()] + random.choice("0123456789") + lines[at][place.end() :]
    )


def swap_digits(lines: list[str], at: int, random: Random) -> Damaged | None:
    """Exchange two neighbouring digits."""
    place = at_random(lines[at], r"\d(?=\d)", random)
    if place is None:
        return None
    n, text = place.start(), lines[at]
    return edit(lines, at, text[:n] + text[n + 1] + text[n] + text[n + 2 :])


def move_point(lines: list[str], at: int, random: Random) -> Damaged | None:
    """Lose a decimal point, or print it a digit to the left."""
    place = at_random(lines[at], r"\d\.\d", random)
    if place is None:
        return None
    own = place[0]
    return edit(
        lines,
        at,
        lines[at][: place.start()]
        + random.choice([own[0] + own[2], "." + own[0] + own[2]])
        + lines[at][place.end() :],
    )


def change_numeral(lines: list[str], at: int, random: Random) -> Damaged | None:
    """Print another numeral of a heading or a count."""
    place = at_random(lines[at], r"[一二三四五六七八九十](?=[、）名大])", random)
    return place and edit(
        lines,
        at,
        lines[at][: place.start()] + random.choice("一二三四五六七八九十") + lines[at][place.end() :],
    )


KINDS: dict[str, Mutation] = {
    function.__name__.replace("_", " "): function
    for function in (
        delete_line,
        double_line,
        merge_lines,
        split_line,
        page_break_within,
        page_break_after,
        move_near,
        move_far,
        swap_lines,
        lose_block,
        garble,
        lose_character,
        double_character,
        look_alike,
        swap_characters,
        add_space,
        lose_space,
        add_tab,
        lose_digit,
        change_digit,
        swap_digits,
        move_point,
        change_numeral,
    )
}


def mutate(
    lines: Sequence[str], kind: str, among: Sequence[int], random: Random
) -> tuple[list[str], tuple[int, ...]]:
    """Damage a text once.

    Parameters
    ----------
    lines : sequence of str
    kind : str
        One of :data:`KINDS`.
    among : sequence of int
        Lines (1-based) that may be hit; one is drawn until the damage can be done to it.
    random : Random
    """
    while True:
        at = random.choice(among) - 1
        if lines[at].strip() and (damaged := KINDS[kind]([*lines], at, random)) and damaged[0] != lines:
            return damaged
