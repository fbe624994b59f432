"""Printed lines, quoted with figures and words marked."""

import pytest

from xcdata.output.quoting import pieces


@pytest.mark.parametrize(
    ("text", "figures", "shown"),
    [
        ("甲\t1.5\t\t2", {2: "1.5"}, "甲 [1.5] · 2"),
        ("甲\t1.5\t\t2", {2: "1.5", 3: ""}, "甲 [1.5] [·] 2"),
        ("共12.5万亩。", {2: "12.5"}, "共[12.5]万亩。"),
        ("共12.5万亩，其中3万亩。", {2: "12.5", 11: "3"}, "共[12.5]万亩，其中[3]万亩。"),
        ("三名同志", {1: "3"}, "[三]名同志"),
        ("  名单  ", {}, "名单"),
        ("长" * 80, {}, "长" * 72 + "…"),
        ("前" * 30 + "7" + "后" * 30, {31: "7"}, "…" + "前" * 24 + "[7]" + "后" * 24 + "…"),
        ("青石市  960  610  350", {2: "960", 4: "350"}, "青石市  [960]  610  [350]"),
        ("临溪县 300 300 610", {3: "300"}, "临溪县 300 [300] 610"),
        ("| 南浦区 | 406 | 310 |", {2: "406"}, "| 南浦区 | [406] | 310 |"),
        ("1" + "间" * 60 + "2", {1: "1", 62: "2"}, "[1]" + "间" * 24 + "…" + "间" * 24 + "[2]"),
    ],
)
def test_a_line_is_quoted_with_its_figures_marked(text: str, figures: dict[int, str], shown: str) -> None:
    assert joined(pieces(text, figures)) == shown


def test_words_are_marked_wherever_they_stand_and_overlaps_once() -> None:
    assert joined(pieces("茌庄镇茌庄小学", {}, ["茌庄", "庄镇"])) == "[茌庄]镇[茌庄]小学"


def joined(cut: list[tuple[str, bool]]) -> str:
    return "".join(f"[{piece}]" if marked else piece for piece, marked in cut)
