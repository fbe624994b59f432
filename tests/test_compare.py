"""Two texts compared: what was added, dropped, changed, with both lines."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from spreadsheet import typed

import xcdata
from xcdata.dataset.tables import Tables, parse
from xcdata.excel.workbook import write_template, write_workbook
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


def test_the_workbook_made_from_a_text_agrees_with_it(tables: Tables, whole_path: Path) -> None:
    assert xcdata.compare(tables, whole_path).exit_code == 0


def test_text_json_and_page_tell_the_same_differences(raw: str, tables: Tables) -> None:
    found = xcdata.compare(tables, edited(raw, (2034, "长葛市食品开发总公司", "长葛市食品总公司")))
    for told in (compare_text(found), compare_json(found), compare_html(found)):
        assert "长葛市食品开发总公司" in told
        assert "长葛市食品总公司" in told
    assert len(found.frame) == len(found.differences) == 2


@pytest.fixture(scope="module")
def whole_path(tables: Tables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("compared") / "summary.xlsx"
    write_workbook(tables, xcdata.check(tables), path, lang="zh")
    return path


def returned(path: Path, to: Path, sheet: str, **cells: object) -> Path:
    to.write_bytes(typed(path.read_bytes(), sheet, cells))
    return to


@pytest.mark.parametrize(
    ("sheet", "cell", "value"),
    [
        ("表彰名单", "E34", "白晓朋"),
        ("培训目标", "E13", 6000),
        ("营造林计划", "A2", "单位：亩"),
        ("营造林计划", "A1", "许昌市2021年度营造林计划明细表"),
    ],
)
def test_whatever_differs_in_a_workbook_is_told(
    whole_path: Path, tmp_path: Path, tables: Tables, sheet: str, cell: str, value: object
) -> None:
    path = returned(whole_path, tmp_path / "returned.xlsx", sheet, **{cell: value})
    for before in (whole_path, tables):
        found = xcdata.compare(before, path)
        assert (found.exit_code, [one.address for one in found.edits]) == (1, [f"{sheet}!{cell}"])
        for told in (compare_text(found), compare_html(found)):
            assert f"{sheet}!{cell}" in told
        assert json.loads(compare_json(found))["edits"][0]["address"] == f"{sheet}!{cell}"


def test_a_figure_of_the_plan_is_told_once(whole_path: Path, tmp_path: Path) -> None:
    found = xcdata.compare(whole_path, returned(whole_path, tmp_path / "r.xlsx", "营造林计划", E8=4.5))
    assert [(one.what, one.before, one.after) for one in found.differences] == [
        (("禹州市", "造林", "山区生态林"), "4", "4.5")
    ]
    assert found.edits == ()


def test_a_blank_area_that_was_put_in_is_told_from_either_side(tmp_path: Path) -> None:
    write_template(tmp_path / "before.xlsx", 2021)
    book = openpyxl.load_workbook(tmp_path / "before.xlsx")
    sheet = book["营造林计划"]
    for merged in [one for one in sheet.merged_cells.ranges if one.min_row >= 17]:
        sheet.unmerge_cells(str(merged))
    sheet.insert_rows(17)
    sheet["A17"], sheet["E17"] = "新区", 0
    book.save(tmp_path / "after.xlsx")
    for names, change in ((("before", "after"), "added"), (("after", "before"), "dropped")):
        found = xcdata.compare(*(tmp_path / f"{name}.xlsx" for name in names))
        assert [(one.change, one.what) for one in found.differences] == [(change, ("新区",))]


def test_sheets_that_only_one_has_are_told_and_nothing_is_said_to_be_the_same(
    whole_path: Path, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(whole_path)
    book.create_sheet("我的备注")["A1"] = "待核"
    book.save(tmp_path / "own.xlsx")
    found = xcdata.compare(whole_path, tmp_path / "own.xlsx")
    assert (found.exit_code, found.sheets) == (3, ("我的备注",))
    for told in (compare_text(found), compare_html(found)):
        assert "我的备注" in told
        assert "比较过的部分没有差异" in told
    assert json.loads(compare_json(found))["left_out"]["sheets"] == ["我的备注"]


def test_what_nobody_read_is_told() -> None:
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
