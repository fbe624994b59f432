"""Gaps in numbered sections and items."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xcdata.gazette.documents import Document, Gazette, split_documents
from xcdata.gazette.numbering import Gap, find_gaps
from xcdata.gazette.outline import han_numeral
from xcdata.gazette.passage import Line
from xcdata.gazette.quantities import chinese_numeral


def gaps(body: str) -> list[Gap]:
    (document,) = split_documents(f"## 许昌市人民政府通知\n\n许政〔2019〕1号\n\n{body}").documents
    return list(find_gaps(document))


def missing(body: str) -> list[str]:
    return ["/".join([*gap.path, gap.missing]) for gap in gaps(body)]


@pytest.mark.parametrize(
    "body",
    [
        "一、甲\n（一）乙\n（二）丙\n二、丁\n（一）戊\n三、己",
        "一、甲\n（一）乙\n（二）丙\n二、丁\n（三）戊\n三、己\n（四）庚",  # runs on through the sections
        "# 第一章 总则\n**第一条** 甲\n# 第二章 附则\n**第二条** 乙",
        "1. 总则\n1.1 目的\n1.2 依据\n2. 预警\n2.1 监测\n### 2. 2 分级\n2. 2. 1 一级\n2.2.2 二级\n3. 附则",
        "（1）甲\n（2）乙\n正文。\n（1）丙\n（2）丁",  # begins again
        "一、甲\n附件 1\n一、乙\n二、丙\n附件2\n一、丁",
        "- （一）甲\n- （二）乙",
        "序号\t专项工作\n<b>一、甲</b>\t\n1\t乙\n2\t丙\n二、丁\t\n1\t戊",
        "序号\t项目\n1\t甲\n2\t乙\n二十项\n序号\t项目\n3\t丙",
        "单位\t人数\n5\t甲\n9\t乙",  # figures, no row numbers
        "22.55万亩。\n3009.1亩。\n2020年5月1日\n第五条规定的情形",
    ],
)
def test_sound_numbering_has_no_gap(body: str) -> None:
    assert missing(body) == []


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("一、甲\n三、乙", ["二"]),
        ("二、甲\n三、乙", ["一"]),
        ("一、甲\n（一）乙\n（四）丙", ["一/（二）–（三）"]),
        ("**第一条** 甲\n**第三条** 乙", ["第二条"]),
        ("第一章 甲\n第一条 乙\n第三章 丙\n第三条 丁", ["第二章", "第三章/第二条"]),
        ("3. 甲\n3.1 乙\n3.3 丙", ["1–2", "3/3.2"]),
        ("1. 甲\n1.1 乙\n1.1.1 丙\n1. 1. 3 丁", ["1/1.1/1.1.2"]),
        ("(1) 甲\n（3）乙", ["（2）"]),
        ("一、甲\n（一）乙\n（二）丙\n（三）丁\n二、戊\n（二）己", ["二/（一）"]),
        ("一、甲\n1. 乙\n2. 丙\n二、丁\n4. 戊", ["二/3"]),
        ("序号\t项目\n1\t甲\n3\t乙", ["序号2"]),
        ("一、甲\n附件\n二、乙", ["附件/一"]),
        ("（十九）甲\n（二十一）乙", ["（一）–（十八）", "（二十）"]),
    ],
)
def test_a_number_that_is_left_out_is_named_with_its_place(body: str, found: list[str]) -> None:
    assert missing(body) == found


def test_a_number_that_comes_twice_or_too_late_is_out_of_order() -> None:
    (gap,) = gaps("一、甲\n二、乙\n二、丙\n三、丁")
    assert gap.out_of_order
    assert gap.missing == "三"
    assert gap.before is not None
    assert (gap.before.line, gap.after.line) == (6, 7)


@pytest.mark.parametrize(
    ("printed", "damaged", "found"),
    [
        ("#### 1.6 预案", "#### 4.6 预案", ("1.6", 1393)),
        ("#### 2.1 组织", "#### 3.1 组织", ("2.1", 1399)),
        ("#### 4.2.3 II级", "#### 4.3.3 II级", ("4.2.3", 1517)),
    ],
)
def test_a_decimal_number_of_another_section_is_told(
    raw: str, printed: str, damaged: str, found: tuple[str, int]
) -> None:
    documents = split_documents(raw.replace(printed, damaged)).documents
    assert found in {(gap.missing, gap.after.line) for one in documents for gap in find_gaps(one)}


def test_items_whose_line_break_was_lost_are_found_within_the_line() -> None:
    assert missing("（一）甲；（二）乙。\n（三）丙") == []
    assert missing("- 附件：1. 甲\n2. 乙\n3. 丙") == []
    assert missing("（一）甲；（二）乙。\n（四）丙") == ["（三）"]
    assert missing("（一）见（二）所列\n（三）丙") == ["（二）"]


def test_two_items_in_one_line_of_our_gazette_are_no_gap_until_one_is_lost(gazette: Gazette) -> None:
    (document,) = [document for document in gazette.documents if document.id == "许政办〔2019〕27号"]
    assert list(find_gaps(document)) == []
    (gap,) = find_gaps(edited(document, lambda text: text.replace("（二）论证。", "")))
    assert (gap.path, gap.missing) == (("第五章", "第二十二条"), "（二）")
    assert (gap.before and gap.before.line, gap.after.line) == (1835, 1837)


@pytest.mark.parametrize(
    ("id_", "printed", "label", "last"),
    [
        ("许政办〔2019〕24号", "**第{han}条**", "第{han}条", 29),
        ("许政办〔2019〕27号", "**第{han}条**", "第{han}条", 33),
        ("许政办〔2019〕28号", "**第{han}条**", "第{han}条", 25),
        ("许政办〔2019〕22号", "（{han}）", "（{han}）", 21),
        ("许政〔2019〕25号", "{number}. ", "{number}", 15),
        ("许政办〔2019〕30号", "{number}. ", "{number}", 8),
        ("许政〔2019〕23号", "{number}\t", "序号{number}", 23),
    ],
)
def test_each_item_of_our_long_lists_is_missed_but_the_last(
    gazette: Gazette, id_: str, printed: str, label: str, last: int
) -> None:
    (document,) = [document for document in gazette.documents if document.id == id_]
    before = {gap.missing for gap in find_gaps(document)}
    for number in range(1, last + 1):
        mark = printed.format(number=number, han=han_numeral(number))
        named = label.format(number=number, han=han_numeral(number))
        lost = edited(document, lambda text, mark=mark: "" if text.startswith(mark) else text)
        found = {gap.missing for gap in find_gaps(lost)} - before
        assert found == ({named} if number < last else set())


def edited(document: Document, edit: Callable[[str], str]) -> Document:
    return replace(document, lines=tuple(Line(line.number, edit(line.text)) for line in document.lines))


@given(st.integers(1, 99))
def test_chinese_numerals_are_written_as_they_are_read(number: int) -> None:
    assert chinese_numeral(han_numeral(number)) == number


@given(st.text(alphabet="一二十百第章条（）()1230.、．\t序号附件 \n-#*<b>；", max_size=200))
def test_no_text_at_all_raises_anything(body: str) -> None:
    for document in split_documents(f"## 通知\n许政〔2019〕1号\n{body}").documents:
        assert all(gap.missing for gap in find_gaps(document))


def test_a_section_whose_heading_is_not_there_begins_with_1_and_accuses_nobody() -> None:
    assert missing("1.1 甲事\n1.2 乙事\n2.1 丙事\n2.2 丁事\n3.1 戊事") == []
    assert [gap.missing for gap in gaps("1.1 甲事\n1.2 乙事\n4.3 丙事\n1.4 丁事")] == ["1.3"]
