"""What the other fourteen notices hold. The numbers were counted in the text by hand, notice by notice."""

from __future__ import annotations

from collections import Counter

import pytest

from xcdata.dataset.tables import Tables, parse, read_gazette


@pytest.fixture(scope="module")
def tables() -> Tables:
    return read_gazette()


def count(tables: Tables, name: str, *columns: str) -> Counter[object]:
    rows = tables.rows[name]
    return Counter(row[columns[0]] if len(columns) == 1 else tuple(row[c] for c in columns) for row in rows)


def test_every_task_duty_topic_and_milestone_is_a_row(tables: Tables) -> None:
    assert count(tables, "tasks", "document", "kind") == {
        ("许政〔2019〕25号", "milestone"): 3,
        ("许政办〔2019〕20号", "task"): 20,
        ("许政办〔2019〕21号", "task"): 25,
        ("许政办〔2019〕22号", "task"): 21,
        ("许政办〔2019〕23号", "task"): 13,
        ("许政办〔2019〕25号", "duty"): 21,
        ("许政办〔2019〕31号", "milestone"): 7,
        ("许政办〔2019〕31号", "topic"): 33,
        ("许政办〔2019〕32号", "task"): 27,
    }


def test_every_organ_of_a_task_is_a_row_with_its_role(tables: Tables) -> None:
    roles = count(tables, "task_organs", "document", "role")
    assert roles["许政办〔2019〕21号", "responsible"] == 207
    assert roles["许政办〔2019〕22号", "responsible"] == 79
    # Line 1107 prints 责任单位 where its twelve sisters print 牵头单位.
    assert (roles["许政办〔2019〕23号", "lead"], roles["许政办〔2019〕23号", "responsible"]) == (14, 1)
    assert roles["许政办〔2019〕23号", "support"] == 69
    assert (roles["许政办〔2019〕32号", "lead"], roles["许政办〔2019〕32号", "support"]) == (45, 32)


@pytest.mark.parametrize(
    ("document", "sizes"),
    [
        # By the line of the statement; a list broken over two lines begins on the first of them.
        (
            "许政办〔2019〕21号",
            {
                793: 10,
                799: 12,
                803: 18,
                807: 8,
                813: 5,
                817: 12,
                821: 11,
                825: 16,
                833: 10,
                837: 10,
                841: 8,
                845: 11,
            }
            | {
                851: 8,
                857: 2,
                861: 3,
                865: 2,
                869: 5,
                875: 9,
                879: 8,
                883: 9,
                887: 11,
                893: 6,
                897: 6,
                901: 4,
                905: 3,
            },
        ),
        (
            "许政办〔2019〕22号",
            {
                929: 4,
                933: 2,
                935: 3,
                937: 5,
                939: 5,
                943: 4,
                945: 3,
                949: 9,
                951: 2,
                955: 3,
                957: 2,
                959: 3,
                961: 6,
            }
            | {967: 3, 971: 6, 973: 5, 975: 3, 977: 5, 981: 4, 985: 1, 987: 1},
        ),
    ],
)
def test_each_statement_of_responsibility_names_as_many_organs_as_it_prints(
    tables: Tables, document: str, sizes: dict[int, int]
) -> None:
    tasks = {row["path"]: row["line"] for row in tables.rows["tasks"] if row["document"] == document}
    organs = Counter(tasks[row["path"]] for row in tables.rows["task_organs"] if row["document"] == document)
    assert organs == sizes


def test_the_deadlines_of_the_freight_programme_are_the_last_days_of_their_months(tables: Tables) -> None:
    rows = [row for row in tables.rows["tasks"] if row["document"] == "许政办〔2019〕23号"]
    assert Counter(str(row["deadline"]) for row in rows) == {"2019-12-31": 3, "2020-06-30": 10}
    assert {str(row["start"]) for row in rows} == {"2019-11-01"}


def test_the_steps_of_the_plan_keep_their_dates(tables: Tables) -> None:
    rows = [row for row in tables.rows["tasks"] if row["document"] == "许政〔2019〕25号"]
    assert [(row["line"], str(row["deadline"])) for row in rows] == [
        (631, "2019-12-31"),
        (633, "2020-03-12"),
        (635, "2020-04-30"),
    ]


def test_every_seat_is_a_row(tables: Tables) -> None:
    assert count(tables, "members", "document", "body", "role") == {
        ("许政办〔2019〕22号", "联席会议", "成员单位"): 10,
        ("许政办〔2019〕23号", "许昌市创建绿色货运配送示范工程领导小组", "组长"): 1,
        ("许政办〔2019〕23号", "许昌市创建绿色货运配送示范工程领导小组", "副组长"): 4,
        ("许政办〔2019〕23号", "许昌市创建绿色货运配送示范工程领导小组", "成员"): 20,
        ("许政办〔2019〕27号", "许昌市政府投资基金管理委员会", "主任"): 1,
        ("许政办〔2019〕27号", "许昌市政府投资基金管理委员会", "副主任"): 2,
        ("许政办〔2019〕27号", "许昌市政府投资基金管理委员会", "委员"): 10,
        ("许政办〔2019〕31号", "许昌市“十四五”规划编制工作领导小组", "组长"): 1,
        ("许政办〔2019〕31号", "许昌市“十四五”规划编制工作领导小组", "副组长"): 2,
        ("许政办〔2019〕31号", "许昌市“十四五”规划编制工作领导小组", "成员"): 20,
        ("许政办〔2019〕31号", "许昌市“十四五”规划专家咨询委员会", "主任委员"): 1,
        ("许政办〔2019〕31号", "许昌市“十四五”规划专家咨询委员会", "副主任委员"): 1,
        ("许政办〔2019〕31号", "许昌市“十四五”规划专家咨询委员会", "委员"): 26,
    }


def test_articles_items_and_measures_are_rows(tables: Tables) -> None:
    kinds = Counter(
        (row["document"], "item" if row["item"] else "article")
        for row in tables.rows["articles"]
        if row["article"]
    )
    assert kinds == {
        ("许政办〔2019〕24号", "article"): 29,
        ("许政办〔2019〕24号", "item"): 14,
        ("许政办〔2019〕27号", "article"): 33,
        ("许政办〔2019〕27号", "item"): 43,
        ("许政办〔2019〕28号", "article"): 25,
        ("许政办〔2019〕28号", "item"): 11,
    }
    measures = Counter(row["chapter"] for row in tables.rows["articles"] if not row["article"])
    assert measures == {"一": 1, "二": 2, "三": 3, "四": 2, "五": 6, "六": 1}


def test_an_item_whose_line_break_was_lost_is_a_row_of_its_own(tables: Tables) -> None:
    items = [row["item"] for row in tables.rows["articles"] if row["article"] == "第二十二条" and row["item"]]
    assert items == ["（一）", "（二）", "（三）", "（四）"]


def test_lists_keep_category_code_and_place(tables: Tables) -> None:
    rows = tables.rows["list_items"]
    assert count(tables, "list_items", "document") == {"许政〔2019〕23号": 23, "许政办〔2019〕30号": 8}
    categories = Counter((row["category_no"], row["category"]) for row in rows if row["category"])
    assert categories == {
        ("二", "传统美术"): 2,
        ("七", "传统体育、游艺与杂技"): 3,
        ("八", "传统技艺"): 14,
        ("九", "传统医药"): 2,
        ("十", "民俗"): 2,
    }
    assert (rows[0]["code"], rows[0]["name"], rows[0]["place"]) == ("II—4", "禹州烙画", "禹州市")
    places = Counter(row["place"] for row in rows if row["document"] == "许政〔2019〕23号")
    assert [places[name] for name in ("禹州市", "魏都区", "建安区", "长葛市", "襄城县")] == [6, 6, 6, 2, 2]


@pytest.mark.parametrize(
    ("document", "lines"),
    [
        ("许政办〔2019〕21号", [783, 783]),
        ("许政办〔2019〕22号", [937, 937, 939, 939, 939, 945, 959]),
        (
            "许政办〔2019〕23号",
            [1019, *[1021] * 3, *[1023] * 4, 1039, 1047, 1055, 1073, 1083, 1083, 1115],
        ),
        ("许政办〔2019〕32号", [*[2411] * 5, 2427, *[2435] * 3, 2443, 2445, 2449, 2461, 2463]),
    ],
)
def test_every_target_in_figures_is_a_row(tables: Tables, document: str, lines: list[int]) -> None:
    rows = [row for row in tables.rows["targets"] if row["document"] == document]
    there = Counter(row["line"] for row in rows)
    assert not Counter(lines) - there


def test_ranges_bounds_and_units_are_read(tables: Tables) -> None:
    at = {(row["line"], row["printed"]): row for row in tables.rows["targets"]}
    leading = at[783, "8—10家"]
    assert (leading["quantity"], leading["quantity_max"], leading["unit"]) == (8, 10, "家")
    assert at[937, "25%左右"]["bound"] == "about"
    assert at[939, "0.1平方米"]["bound"] == "at_least"
    assert at[1814, "20%"]["bound"] == "at_most"
    assert at[1814, "2倍"]["bound"] == "at_least"
    assert at[959, "5家"]["horizon"] == "2022年"


def test_five_figures_of_the_freight_programme_are_stated_twice(tables: Tables) -> None:
    rows = [
        row for row in tables.rows["targets"] if row["repeats"] and row["document"] == "许政办〔2019〕23号"
    ]
    assert [row["line"] for row in rows] == [1039, 1047, 1055, 1073, 1115]


def test_periods_that_rules_set_are_rows(tables: Tables) -> None:
    lines = Counter(row["line"] for row in tables.rows["time_limits"])
    assert [lines[n] for n in (1257, 1289, 1299)] == [1, 1, 2]
    assert [lines[n] for n in (1449, 1455, 1579, 1581, 1583, 1599)] == [1, 1, 1, 1, 2, 3]
    assert [lines[n] for n in (1859, 1863, 1865, 1979, 2002, 2004)] == [1, 1, 1, 1, 1, 2]


def test_each_level_of_alert_has_its_response_and_its_reduction(tables: Tables) -> None:
    rows = [
        (row["level"], row["response"], row["days"], row["hours"], f"{row['reduction_min']:.1f}")
        for row in tables.rows["alert_levels"]
    ]
    assert rows == [
        ("黄色", "Ⅲ级", 2, 48, "0.1"),
        ("橙色", "Ⅱ级", 3, 72, "0.2"),
        ("红色", "Ⅰ级", 4, 96, "0.3"),
    ]


def test_every_number_of_a_document_that_a_notice_cites_is_a_row(tables: Tables) -> None:
    rows = tables.rows["citations"]
    assert len(rows) == len({row["cited"] for row in rows}) == 23
    assert {row["cited"] for row in rows if row["relation"] == "repeals"} == {
        "许政办〔2018〕34号",
        "许政办〔2013〕29号",
    }
    assert sum(row["cited"].startswith("许") for row in rows) == 6


@pytest.mark.parametrize(
    ("printed", "cited"),
    [
        ("根据国发（2016）8号", ["国发〔2016〕8号"]),
        ("按照豫政办【二○一六】第 十二 号文件精神", ["豫政办〔2016〕12号"]),
        ("见《方案》［豫财金〔２０１７〕１３号］", ["豫财金〔2017〕13号"]),
        ("位于幸福小区（2019）3号楼", []),
    ],
)
def test_a_document_is_cited_in_any_brackets_digits_and_numerals(printed: str, cited: list[str]) -> None:
    text = f"青石市人民政府关于造林的通知\n青政〔2021〕6号\n各区人民政府：\n{printed}，现通知如下。\n2021年3月5日\n"
    assert [row["cited"] for row in parse(text, "notice.txt").rows["citations"]] == cited


def test_every_organ_of_a_task_has_its_one_name(tables: Tables) -> None:
    assert [row["printed"] for row in tables.rows["task_organs"] if row["organ"] is None] == []


def test_a_post_outside_the_city_has_no_organ(tables: Tables) -> None:
    unknown = [row for row in tables.rows["members"] if row["organ"] is None]
    assert {row["body"] for row in unknown} == {"许昌市“十四五”规划专家咨询委员会"}
    assert len(unknown) == 26


def test_every_line_and_every_figure_of_the_gazette_is_accounted_for(tables: Tables) -> None:
    assert [line for document in tables.coverage for line in document.unread] == []
    lines = sum(document.lines for document in tables.coverage)
    assert lines == sum(bool(line.content) for line in tables.gazette.lines)
    for document in tables.coverage:
        assert document.lines == document.head + document.rows + document.prose
        assert document.figures == document.in_rows
