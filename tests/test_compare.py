"""Two texts compared: what was added, dropped, changed, with both lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import xcdata
from xcdata.dataset.tables import Tables, parse
from xcdata.excel.workbook import write_workbook
from xcdata.output.compare_view import compare_html, compare_json, compare_text


@pytest.fixture(scope="module")
def tables(raw: str) -> Tables:
    return parse(raw, "issued.txt")


def edited(raw: str, *changes: tuple[int, str, str]) -> Tables:
    lines = raw.split("\n")
    for line, old, new in changes:
        assert old in lines[line - 1]
        lines[line - 1] = lines[line - 1].replace(old, new, 1)
    return parse("\n".join(lines), "draft.txt")


def test_a_text_does_not_differ_from_itself(tables: Tables) -> None:
    found = xcdata.compare(tables, tables)
    assert (found.exit_code, found.differences) == (0, ())
    assert "没有差异" in compare_text(found)


def test_a_changed_figure_is_told_with_both_lines(raw: str, tables: Tables) -> None:
    (one,) = xcdata.compare(tables, edited(raw, (664, "5.33\t4", "5.33\t4.1"))).differences
    assert (one.table, one.change, one.column) == ("plan", "changed", "wan_mu")
    assert one.what == ("许政〔2019〕25号", "禹州市", "造林", "山区生态林")
    assert (one.before, one.after, one.line_before, one.line_after) == ("4", "4.1", 664, 664)


def test_a_dropped_task_an_added_member_and_a_changed_deadline_are_told(raw: str, tables: Tables) -> None:
    found = xcdata.compare(
        tables,
        edited(
            raw,
            (2499, "1\t持续开展企业分类综合评价\t市发改委\t市统计局、自然资源和规划局、税务局", ""),
            (2170, "冉高垒", "冉高磊"),
            (1035, "2019年12月", "2020年1月"),
        ),
    )
    told = {(one.table, one.change, one.what[-1]) for one in found.differences}
    assert ("tasks", "dropped", "持续开展企业分类综合评价") in told
    assert ("task_organs", "dropped", "市统计局") in told
    assert {(one.table, one.change) for one in found.differences if "冉高" in str(one.what)} == {
        ("members", "added"),
        ("members", "dropped"),
    }
    (deadline,) = [one for one in found.differences if one.column == "deadline"]
    assert (deadline.before, deadline.after) == ("2019-12-31", "2020-01-31")


def test_notices_of_two_years_are_matched_by_their_titles() -> None:
    text = "## 某市人民政府 关于印发某市{year}年职业技能提升行动方案的通知\n\n某政〔{year}〕{number}号\n\n各县：\n\n（一）目标任务。培训{people}万人次以上。\n\n某市人民政府\n{year}年1月2日\n"
    old = parse(text.format(year=2019, number=3, people=5), "2019.txt")
    new = parse(text.format(year=2020, number=7, people=6), "2020.txt")
    changed = [one for one in xcdata.compare(old, new).differences if one.column == "quantity"]
    assert [(one.before, one.after) for one in changed] == [("50000", "60000")]


def test_the_workbook_made_from_a_text_agrees_with_it(tables: Tables, tmp_path: Path) -> None:
    path = tmp_path / "summary.xlsx"
    write_workbook(tables, xcdata.check(tables), path, lang="zh")
    assert xcdata.compare(tables, path).exit_code == 0


def test_text_json_and_page_tell_the_same_differences(raw: str, tables: Tables) -> None:
    found = xcdata.compare(tables, edited(raw, (2034, "长葛市食品开发总公司", "长葛市食品总公司")))
    for told in (compare_text(found), compare_json(found), compare_html(found)):
        assert "长葛市食品开发总公司" in told
        assert "长葛市食品总公司" in told
    assert len(found.frame) == len(found.differences) == 2


def test_what_was_not_compared_is_told(tables: Tables, tmp_path: Path) -> None:
    path = tmp_path / "summary.xlsx"
    write_workbook(tables, xcdata.check(tables), path, lang="zh")
    found = xcdata.compare(tables, path)
    assert "表彰名单" in found.sheets
    assert "表彰名单" in compare_text(found)
    assert "表彰名单" in compare_html(found)
    assert "表彰名单" in json.loads(compare_json(found))["left_out"]["sheets"]
    one, other = (parse(f"合计,{total},60\n", f"{total}.txt") for total in (41, 42))
    unread = xcdata.compare(one, other)
    assert (unread.exit_code, unread.unread, unread.wording) == (1, (1, 1), ((1,), (1,)))
    assert "未读、因而未逐项比较的行：1 行与 1 行" in compare_text(unread)
    assert xcdata.compare(one, one).exit_code == 3


def test_lines_that_differ_outside_all_tables_are_told(raw: str, tables: Tables) -> None:
    lines = raw.split("\n")
    del lines[1720]
    found = xcdata.compare(tables, parse("\n".join(lines), "draft.txt"))
    assert found.differences == ()
    assert found.wording == ((1721,), ())
    assert found.exit_code == 1
    assert "1721" in compare_text(found)
    assert json.loads(compare_json(found))["wording"] == {"before": [1721], "after": []}


def test_white_space_is_no_difference_in_check_nor_in_compare(raw: str, tables: Tables) -> None:
    # A blank behind one line, a tab before another and an empty line between.
    lines = raw.split("\n")
    lines[8], lines[10] = f"{lines[8]} ", f"\t{lines[10]}\n"
    spaced = parse("\n".join(lines), "spaced.txt")
    found = xcdata.compare(tables, spaced)
    assert (found.exit_code, found.differences, found.wording, found.spaces) == (0, (), ((), ()), 2)
    assert "不同、不作差别的行：2 行" in compare_text(found)
    (told,) = [one for one in xcdata.check(spaced).found if one.kind == "differs from ours"]
    assert told.message["zh"].endswith("不同的行：2 行")


def test_a_changed_year_of_what_is_cited_is_told(raw: str, tables: Tables) -> None:
    found = xcdata.compare(tables, edited(raw, (2073, "中发〔2018〕44号", "中发〔2017〕44号")))
    ((table, what, before, after),) = [
        (one.table, one.what[-1], one.before, one.after) for one in found.differences
    ]
    assert (table, what, before, after) == (
        "citations",
        "中发〔2017〕44号",
        "中发〔2018〕44号",
        "中发〔2017〕44号",
    )


def test_a_changed_year_of_a_title_is_told_in_two_texts_of_one_notice(raw: str, tables: Tables) -> None:
    changed = edited(raw, (675, "（2019—2021年）", "（2019—2022年）"))
    (one,) = xcdata.compare(tables, changed).differences
    assert (one.table, one.column) == ("documents", "title")


def test_codes_are_told_in_words(raw: str, tables: Tables) -> None:
    found = xcdata.compare(tables, edited(raw, (664, "13.01", "13.1")))
    assert "禹州市 / 总计 / 表格，" in compare_text(found)
    assert "总计 / 表格<" in compare_html(found)


def test_a_line_that_a_difference_speaks_of_is_not_told_twice(raw: str, tables: Tables) -> None:
    found = xcdata.compare(tables, edited(raw, (664, "13.01", "13.1")))
    assert [one.line_after for one in found.differences] == [664]
    assert found.wording == ((), ())
