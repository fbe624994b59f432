"""The plan table and what the prose says of it; expected values typed from reading the gazette."""

import re
from decimal import Decimal

import pytest

from xcdata.gazette import plan, plan_prose
from xcdata.gazette.documents import Gazette, split_documents
from xcdata.gazette.plan_header import COLUMNS, row_sums


@pytest.fixture(scope="module")
def table(gazette: Gazette) -> plan.PlanTable:
    return plan.read_table(gazette)


def damaged(raw: str, old: str, new: str) -> Gazette:
    assert raw.count(old) == 1
    return split_documents(raw.replace(old, new))


def test_all_171_figures_are_read_101_of_them_printed(table: plan.PlanTable) -> None:
    assert not table.problems
    assert len(table.cells) == 10 * 17 + 1
    assert sum(bool(cell.printed) for cell in table.cells) == 17 + 15 + 11 + 12 + 12 + 5 + 12 + 7 + 4 + 5 + 1


def test_the_damaged_header_is_resolved_to_the_columns_the_sums_prove(table: plan.PlanTable) -> None:
    by_key = {cell.key: cell.value for cell in table.cells}
    for area in ("许昌市", "禹州市", "建安区"):
        for total, parts in row_sums():
            computed = sum(by_key[f"plan/{area}/{part.path}"] for part in parts)
            extra = by_key["plan/中心城区/总计"] if (area, total.path) == ("许昌市", "总计") else 0
            assert by_key[f"plan/{area}/{total.path}"] == computed + extra, (area, total.path)


def test_labels_that_stand_beside_their_column_are_told(table: plan.PlanTable) -> None:
    assert table.displaced == ((659, "花卉苗木", 17, 16), (660, "森林抚育", 14, 15), (662, "改培", 15, 14))


@pytest.mark.parametrize(
    ("key", "printed", "line"),
    [
        ("plan/许昌市/总计", "22.55", 663),
        ("plan/许昌市/营造林/合计", "18.4", 663),
        ("plan/许昌市/花卉苗木/花卉苗木/改培", "1.50", 663),
        ("plan/禹州市/造林/山区生态林", "4", 664),
        ("plan/禹州市/优质林果/特色经济林/改培", "0.63", 664),
        ("plan/禹州市/森林抚育/森林抚育", "3.15", 664),
        ("plan/长葛市/造林/平原防风固沙林", "", 665),
        ("plan/鄢陵县/造林/平原防风固沙林", "0.2", 666),
        ("plan/襄城县/优质林果/特色经济林/新造", "0.03", 667),
        ("plan/魏都区/森林抚育/森林抚育", "0.04", 668),
        ("plan/东城区/造林/乡村绿化美化", "0.01", 672),
        ("plan/中心城区/总计", "0.3", 673),
    ],
)
def test_cells_are_what_the_gazette_prints(table: plan.PlanTable, key: str, printed: str, line: int) -> None:
    (cell,) = [cell for cell in table.cells if cell.key == key]
    assert (cell.printed, cell.line) == (printed, line)


def test_tasks_and_totals_share_the_printed_figures_and_tasks_sum_to_the_city_total(gazette: Gazette) -> None:
    rows = plan.read_plan(gazette).rows
    tasks, totals = rows["plan"], [row for row in rows["plan_totals"] if row["wan_mu"] is not None]
    assert sum(Decimal(str(row["wan_mu"])) for row in tasks) == Decimal("22.55")
    places = [(row["line"], row["column"]) for row in [*tasks, *totals] if row.get("item") != "绿化面积"]
    assert len(places) == len(set(places)) == 46 + 55 == 101


def test_the_note_of_the_urban_core_becomes_figures(table: plan.PlanTable) -> None:
    assert [(note.printed, note.value, note.unit) for note in table.notes] == [
        ("六大类", 6, "大类"),
        ("156个项目", 156, "个"),
        ("3009.1亩", Decimal("3009.1"), "亩"),
    ]


def test_a_mu_is_a_fifteenth_of_a_hectare(gazette: Gazette) -> None:
    (row,) = [row for row in plan.read_plan(gazette).rows["plan"] if row["county"] == "中心城区"]
    assert row["hectares"] == 200


def test_the_column_tree_has_seventeen_columns_and_five_totals() -> None:
    assert [column.number for column in COLUMNS] == list(range(2, 19))
    assert [total.path for total, _ in row_sums()] == [
        "总计",
        "营造林/合计",
        "造林/合计",
        "优质林果/合计",
        "花卉苗木/合计",
    ]


def test_prose_figures_stand_with_their_line_and_what_they_repeat(gazette: Gazette) -> None:
    document = plan.find_document(gazette)
    assert document is not None
    reading = plan_prose.read_prose(document)
    assert not reading.problems
    figures = {(row["section"], row["item"]): row for row in reading.rows["plan_totals"]}
    areas = [
        ("二", "森林许昌生态建设计划任务", "22.55", 577, "plan/许昌市/总计"),
        ("二", "造林任务", "7.27", 577, "plan/许昌市/造林/合计"),
        ("二", "优质林果基地建设", "4.83", 577, "plan/许昌市/优质林果/合计"),
        ("二", "花卉苗木基地建设", "3.85", 577, "plan/许昌市/花卉苗木/合计"),
        ("二", "森林抚育", "6.3", 577, "plan/许昌市/森林抚育/森林抚育"),
        ("二", "中心城区绿化", "0.3", 577, "plan/中心城区/总计"),
        ("三（一）1", "生态廊道绿化建设任务", "1.8", 585, "plan/许昌市/造林/廊道绿化"),
        ("三（一）2", "郑许一体化生态对接建设任务", "0.3", 589, None),
        ("三（一）3", "山区生态林建设任务", "4", 591, "plan/许昌市/造林/山区生态林"),
        ("三（一）4", "园林绿化项目", "0.3", 593, "plan/中心城区/总计"),
        ("三（一）5", "乡村绿化美化建设任务", "0.47", 595, "plan/许昌市/造林/乡村绿化美化"),
        ("三（一）7", "农田防护林建设任务", "0.8", 601, "plan/许昌市/造林/农田防护林"),
        ("三（一）7", "平原防风固沙林建设任务", "0.2", 601, "plan/许昌市/造林/平原防风固沙林"),
        ("三（二）8", "花卉苗木建设任务", "3.85", 605, "plan/许昌市/花卉苗木/合计"),
        ("三（二）10", "优质林果基地建设", "4.83", 611, "plan/许昌市/优质林果/合计"),
    ]
    assert [key for key, row in figures.items() if row["wan_mu"] is not None] == [area[:2] for area in areas]
    for section, item, number, line, repeats in areas:
        row = figures[(section, item)]
        assert (row["printed"], row["line"], row["repeats"]) == (f"{number}万亩", line, repeats)
    others = {key: (row["quantity"], row["unit"]) for key, row in figures.items() if row["wan_mu"] is None}
    assert others[("二", "森林乡村")] == others[("三（一）5", "森林乡村")] == (50, "个")
    assert others[("三（一）4", "项目")] == (156, "个")
    assert others[("三（二）11", "吸纳贫困人员")] == (2000, "人次")
    assert others[("三（三）12", "湿地保护率")] == (50, "%")
    assert len(others) == 26


def test_the_column_of_a_prose_figure_is_its_character_in_the_line(gazette: Gazette) -> None:
    document = plan.find_document(gazette)
    assert document is not None
    text = {line.number: line.text for line in document.lines}
    for row in plan_prose.read_prose(document).rows["plan_totals"]:
        assert text[int(str(row["line"]))].startswith(str(row["printed"]), int(str(row["column"])) - 1)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "魏都区\t0.07\t0.07\t0.03",
            "魏都区\t0.07\t0.03",
            "line 668: expected 18 cells, found 17: '魏都区 0.07 0.03",
        ),
        ("魏都区\t0.07\t0.07", "魏都区\t0.07\t\t0.07", "line 668: expected 18 cells, found 19"),
        (
            "魏都区\t0.07\t0.07",
            "魏都区\t0.07\tO.07",
            "魏都区, 营造林/合计, line 668: expected a number or an empty cell",
        ),
        (
            "魏都区\t0.07\t0.07",
            "魏都\t0.07\t0.07",
            "line 668: expected one of 许昌市 禹州市 .*, found '魏都'",
        ),
        ("东城区\t0.02", "开发区\t0.02", "expected one row for 开发区, found 2"),
        ("东城区\t0.02", "开发区\t0.02", "expected one row for 东城区, found 0"),
        (
            "农田防护林\t廊道绿化",
            "廊道绿化\t农田防护林",
            "header, line 659: expected 合计 山区|header.*found 山区",
        ),
        ("木本油料\t\t", "木本\t\t", "missing: 木本油料; not known: 木本"),
        ("\t特色经济林\t", "\t\t\t特色经济林", "'特色经济林' in column 13, found '特色经济林' in column 15"),
        ("单位\t总计\t", "地区\t总计\t", "expected the plan table, found no row '单位 总计 …'"),
    ],
)
def test_a_damaged_table_is_told_with_line_found_and_expected(
    raw: str, old: str, new: str, told: str
) -> None:
    problems = plan.read_plan(damaged(raw, old, new)).problems

    assert any(re.search(told, problem.told("en")) for problem in problems), [
        str(problem) for problem in problems
    ]


def test_all_problems_of_a_table_are_told_together(raw: str) -> None:
    text = raw.replace("魏都区\t0.07\t0.07", "魏都区\t0.07").replace("示范区\t0.04\t0.04", "示范区\tx\ty")
    assert len(plan.read_plan(split_documents(text)).problems) == 3


def test_a_text_without_the_plan_says_so(raw: str) -> None:
    (problem,) = plan.read_plan(split_documents(raw.replace("营造林计划明细表", "附表"))).problems
    assert problem.told("en").startswith(
        "plan table: expected the plan table, found no document with 营造林计划明细表"
    )
