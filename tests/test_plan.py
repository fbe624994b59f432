"""The plan table and what the prose says of it; expected values typed from reading the gazette."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from xcdata.errors import Problem
from xcdata.gazette.documents import Gazette, split_documents
from xcdata.gazette.passage import Line
from xcdata.gazette.plan import prose as plan_prose
from xcdata.gazette.plan import reading as plan
from xcdata.gazette.plan.header import COLUMNS, row_sums
from xcdata.gazette.plan.ledger import plan_ledger
from xcdata.gazette.tables import find_tables, is_blank
from xcdata.ledger.verdicts import Verdict, check


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
    reading = plan_prose.read_prose(gazette)
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
    for row in plan_prose.read_prose(gazette).rows["plan_totals"]:
        assert text[int(str(row["line"]))].startswith(str(row["printed"]), int(str(row["column"])) - 1)


Told = tuple[str, int | None, str]


def told(problems: list[Problem]) -> list[Told]:
    """Return kind, line and what was found of problems."""
    return [(one.kind, one.line, one.found) for one in problems]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "魏都区\t0.07\t0.07\t0.03",
            "魏都区\t0.07\t0.03",
            ("plan_row_cells_value", 668, "魏都区 0.07 0.03 0.03 0.04…"),
        ),
        (
            "魏都区\t0.07\t0.07",
            "魏都区\t0.07\t\t0.07",
            ("plan_row_cells_extra", 668, "魏都区 0.07 0.07 0.03 0.03 0.04…"),
        ),
        (
            "建安区\t1.91\t1.76\t0.55\t\t\t",
            "建安区\t1.91\t1.76\t0.55\t\t",
            ("plan_row_cells_blank", 669, "建安区 1.91 1.76 0.55 0.4 0.1 0.0…"),
        ),
        ("魏都区\t0.07\t0.07", "魏都区\t0.07\tO.07", ("plan_cell", 668, "O.07")),
        ("禹州市\t13.01", "禹州市\t13\u200b.01", ("plan_cell", 664, "13\\u200b.01")),
        ("魏都区\t0.07\t0.07", "魏都\t0.07\t0.07", ("plan_area_unknown", 668, "魏都")),
        ("魏都区\t0.07\t0.07", "魏邵区\t0.07\t0.07", ("plan_area_unknown", 668, "魏邵区")),
        ("魏都区\t0.07\t0.07", "\t0.07\t0.07", ("plan_row_without_area", 668, "0.07 0.07 0.03 0.03 0.04…")),
        ("东城区\t0.02", "开发区\t0.02", ("plan_area_twice", 672, "开发区")),
        ("东城区\t0.02", "开发区\t0.02", ("plan_area_missing", 663, "")),
        (
            "中心城区\t0.3\t共分为六大类156个项目，绿化面积3009.1亩。",
            "中心城区\t0.3\t",
            ("plan_row_bare", 673, "中心城区 0.3…"),
        ),
        ("绿化面积3009.1亩", "绿化面积三千亩", ("plan_note", 673, "共分为六大类156个项目，绿化面积三千亩。")),
        (
            "农田防护林\t廊道绿化",
            "廊道绿化\t农田防护林",
            ("plan_label_order", 661, "山区生态林 平原防风固沙林 廊道绿化 农田防护林 乡村绿化美化"),
        ),
        ("木本油料\t\t", "木本\t\t", ("plan_header_labels", 659, "")),
        ("\t森林抚育\t\t\t\t\n", "\t森林扶育\t\t\t\t\n", ("plan_header_labels", 659, "")),
        ("\t特色经济林\t", "\t\t\t特色经济林", ("plan_label_displaced", 661, "特色经济林")),
        ("单位：万亩", "单位：万由", ("plan_unit_unknown", 657, "万由")),
        ("开发区\t0.01", "第七十二页\n开发区\t0.01", ("plan_row_lost", 671, "第七十二页")),
    ],
)
def test_damage_to_the_table_is_told_with_its_line(raw: str, old: str, new: str, expected: Told) -> None:
    assert expected in told(plan.read_plan(damaged(raw, old, new)).problems)


def test_a_row_that_cannot_be_read_does_not_stop_the_others(raw: str) -> None:
    found = plan.read_plan(damaged(raw, "魏都区\t0.07\t0.07\t0.03", "魏都区\t0.07\t0.03"))
    assert [row["county"] for row in found.rows["plan"]].count("魏都区") == 0
    assert len(found.rows["plan"]) == 46 - 2
    assert 668 not in {row["line"] for row in found.rows["plan_totals"]}


def test_an_unreadable_cell_is_a_figure_without_value(raw: str) -> None:
    ledger = plan_ledger(damaged(raw, "魏都区\t0.07\t0.07", "魏都区\t0.07\tO.07"))
    figure = ledger.by_key["plan/魏都区/营造林/合计"]
    assert (figure.value, figure.printed, figure.line, figure.column) == (None, "O.07", 668, 3)


def test_the_sums_say_which_figure_a_row_lost(raw: str) -> None:
    problems = plan.read_plan(damaged(raw, "建安区\t1.91\t1.76\t0.55", "建安区\t1.91\t0.55")).problems
    (problem,) = [one for one in problems if one.kind == "plan_row_cells_value"]
    assert (problem.values["number"], problem.values["column"], problem.values["value"]) == (
        3,
        "营造林/合计",
        "1.76",
    )


def test_all_problems_of_a_table_are_told_together(raw: str) -> None:
    text = raw.replace("魏都区\t0.07\t0.07", "魏都区\t0.07").replace("示范区\t0.04\t0.04", "示范区\tx\ty")
    kinds = [one.kind for one in plan.read_plan(split_documents(text)).problems]
    assert sorted(kinds) == ["plan_cell", "plan_cell", "plan_row_cells"]


def test_a_text_without_a_plan_is_fine() -> None:
    gazette = split_documents("许昌市人民政府关于表彰先进的决定\n\n许政〔2020〕1号\n\n各县：\n\n决定表彰。\n")
    assert not plan.read_plan(gazette).problems
    assert not plan_prose.read_prose(gazette).problems


def test_a_title_without_its_table_is_told(raw: str) -> None:
    lines = raw.split("\n")
    found = plan.read_plan(split_documents("\n".join([*lines[:658], *lines[673:]])))
    assert told(found.problems) == [("plan_title_alone", 655, "许昌市2020年度营造林计划明细表")]


# Forms: the same notice as other years and other offices would print it.

Rows = list[tuple[Any, ...]]


def values(text: str) -> tuple[Rows, Rows, Rows, list[Problem]]:
    """Return what is read of a text but for its places: tasks, printed totals, figures of the prose, problems."""
    gazette = split_documents(text)
    tables, prose = plan.read_plan(gazette), plan_prose.read_prose(gazette)
    return (
        [
            (row["county"], row["group"], row["programme"], row["operation"], row["wan_mu"], row["hectares"])
            for row in tables.rows["plan"]
        ],
        [(row["scope"], row["item"], row["wan_mu"]) for row in tables.rows["plan_totals"]],
        [
            (row["scope"], row["section"], row["item"], row["quantity"], row["unit"], row["repeats"])
            for row in prose.rows["plan_totals"]
        ],
        [*tables.problems, *prose.problems],
    )


def half_width(text: str) -> str:
    return text.translate(str.maketrans("，。：；（）", ",.:;()"))


def stripped(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.split("\n"))


def markdown(text: str) -> str:
    return "\n".join(f"|{line}|".replace("\t", "|") if "\t" in line else line for line in text.split("\n"))


def with_remarks(text: str) -> str:
    """Add a column 备注, in which one row says something."""
    out = []
    for line in text.split("\n"):
        cells = line.split("\t")
        if len(cells) == 18:
            cells.append("备注" if cells[0] == "单位" else "含国有林场" if cells[0] == "禹州市" else "")
        out.append("\t".join(cells))
    return "\n".join(out)


def table_in(text: str, times: int, unit: str) -> str:
    """Print the table's figures in another unit."""
    out = []
    for line in text.split("\n"):
        cells = line.split("\t")
        if len(cells) == 18:
            cells = [f"{Decimal(c) * times:f}" if re.fullmatch(r"[\d.]+", c) else c for c in cells]
        out.append("\t".join(cells))
    return "\n".join(out).replace("单位：万亩", f"单位：{unit}")


FORMS: dict[str, Callable[[str], str]] = {
    "another issuer's code": lambda text: text.replace("许政", "漯政"),
    "no heading marks": lambda text: re.sub("(?m)^#+ *", "", text),
    "no blank lines": lambda text: re.sub(r"\n\s*\n+", "\n", text),
    "pipes": lambda text: text.replace("\t", "|"),
    "pipes around": markdown,
    "one space": lambda text: text.replace("\t", " "),
    "two spaces": lambda text: text.replace("\t", "  "),
    "four spaces": lambda text: text.replace("\t", "    "),
    "stripped tabs": stripped,
    "stripped spaces": lambda text: stripped(text.replace("\t", "  ")),
    "remarks": with_remarks,
    "corner": lambda text: text.replace("\n单位\t", "\n县（市、区）\t"),
    "another title": lambda text: text.replace("营造林计划明细表", "造林任务分解表"),
    "a statement worded otherwise": lambda text: text.replace("2020年，全市计划完成", "到2020年，全市完成"),
    "no comma after the year": lambda text: text.replace("2020年，全市", "2020年全市"),
    "half-width punctuation": half_width,
    "only this notice": lambda text: "\n".join(text.split("\n")[551:673]),
    "1、": lambda text: re.sub(r"(?m)^(\d+)\. ", r"\1、", text),
    "1.": lambda text: re.sub(r"(?m)^(\d+)\. ", r"\1.", text),
    "1．": lambda text: re.sub(r"(?m)^(\d+)\. ", r"\1．", text),
    "full-width per cent": lambda text: text.replace("90%", "90％"),
    "another year": lambda text: text.replace("2020", "2021"),
    "no unit but the prose's": lambda text: text.replace("单位：万亩\n", ""),
}


@pytest.mark.parametrize("name", FORMS)
def test_another_form_of_the_notice_has_the_same_values(raw: str, name: str) -> None:
    text = FORMS[name](raw)
    assert text != raw
    assert values(text) == values(raw)


def test_in_mu_the_areas_are_the_same(raw: str) -> None:
    text = table_in(raw, 10_000, "亩")
    tasks, totals, prose, problems = values(text)
    assert (tasks, prose, problems) == (values(raw)[0], values(raw)[2], [])
    assert [one for one in totals if one[1] != "绿化面积"] == [
        one for one in values(raw)[1] if one[1] != "绿化面积"
    ]
    broken = [
        one.rule.id
        for one in check(plan_ledger(split_documents(text)))
        if one.verdict is Verdict.INCONSISTENT
    ]
    assert broken == ["prose/tasks"]


def test_in_hectares_the_areas_are_a_fifteenth_as_many(raw: str) -> None:
    tasks, _, prose, problems = values(table_in(raw, 600, "公顷"))
    assert not problems
    assert ("禹州市", "造林", "山区生态林", None, Decimal("3.6"), Decimal("2400.00")) in tasks
    # 600 hectares are 0.9 万亩, not 1: what the prose repeats is still found by its label
    assert [one[-1] for one in prose] == [one[-1] for one in values(raw)[2]]


def test_a_unit_of_mu_is_never_taken_for_ten_thousands_of_them(raw: str) -> None:
    tasks = values(raw.replace("单位：万亩", "单位：亩"))[0]
    assert ("禹州市", "造林", "山区生态林", None, Decimal("0.0004"), Decimal("0.27")) in tasks


def test_a_programme_that_is_called_otherwise_is_read_by_its_new_name(raw: str) -> None:
    found = values(raw.replace("森林抚育", "中幼林抚育"))
    for new, old in zip(found[:3], values(raw)[:3], strict=True):
        assert [str(one).replace("中幼林抚育", "森林抚育") for one in new] == [str(one) for one in old]
    assert not found[3]


def test_an_area_less_whose_figures_the_totals_do_not_have_is_no_problem(raw: str) -> None:
    text = raw.replace("开发区\t0.01\t0.01\t0.01\t\t\t\t0.01", "开发区\t0\t0\t0\t\t\t\t0")
    text = re.sub("\n开发区\t0\t.*", "", text)
    for old, new in (
        ("许昌市\t22.55\t18.4\t7.27\t4\t0.2\t0.8\t1.8\t", "许昌市\t22.54\t18.39\t7.26\t4\t0.2\t0.8\t1.79\t"),
    ):
        assert old in text
        text = text.replace(old, new)
    tasks, _, _, problems = values(text)
    assert tasks == [one for one in values(raw)[0] if one[0] != "开发区"]
    assert not problems


def test_an_area_more_is_read_as_printed(raw: str) -> None:
    row = "高新区\t0.02\t0.02\t0.02\t\t\t\t0.01\t0.01" + "\t" * 9
    tasks, _, _, problems = values(raw.replace("\n中心城区\t0.3", f"\n{row}\n中心城区\t0.3"))
    assert ("高新区", "造林", "廊道绿化", None, Decimal("0.01"), Decimal("6.67")) in tasks
    assert [one for one in tasks if one[0] != "高新区"] == values(raw)[0]
    assert not problems


def test_a_column_more_stands_where_the_sums_prove_it(raw: str) -> None:
    out = []
    for line in raw.split("\n"):
        cells = line.split("\t")
        if len(cells) == 18:
            new = {"许昌市": "0.5", "长葛市": "0.5"}.get(cells[0], "")
            cells.insert(9, "水系绿化" if "山区生态林" in cells else new)
            if new:
                cells[1:4] = [f"{Decimal(cell) + Decimal('0.5'):f}" for cell in cells[1:4]]
        out.append("\t".join(cells))
    tasks, _, _, problems = values("\n".join(out))
    assert ("长葛市", "造林", "水系绿化", None, Decimal("0.5"), Decimal("333.33")) in tasks
    assert [one for one in tasks if one[2] != "水系绿化"] == values(raw)[0]
    assert not problems


def test_a_column_less_leaves_the_others_in_their_places(raw: str) -> None:
    out = []
    for line in raw.split("\n"):
        cells = line.split("\t")
        if len(cells) == 18:
            wind = Decimal(cells[5]) if re.fullmatch(r"[\d.]+", cells[5]) else Decimal(0)
            if wind:
                cells[1:4] = [f"{Decimal(cell) - wind:f}" for cell in cells[1:4]]
            del cells[5]
        out.append("\t".join(cells))
    tasks, _, _, problems = values("\n".join(out))
    assert tasks == [one for one in values(raw)[0] if one[2] != "平原防风固沙林"]
    assert not problems


def test_spaces_from_which_empty_cells_cannot_be_told_are_told_and_no_row_is_guessed(raw: str) -> None:
    tasks, totals, _, problems = values(stripped(raw.replace("\t", " ")))
    assert (tasks, totals) == ([], [])
    assert "plan_spaces" in [one.kind for one in problems]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "2020年，森林许昌",
            "2O20年，森林许昌",
            ("plan_figure_unread", 577, "森林许昌生态建设计划任务22.55万亩"),
        ),
        ("2020年，全市计划完成技术培训", "202年，全市计划完成技术培训", ("plan_statement_missing", 627, "")),
        ("造林任务7.27万亩", "造林任务7·27万亩", ("plan_figure_unreadable", 577, "造林任务7·27万亩")),
        ("造林任务7.27万亩", "造林任务7.2 7万亩", ("plan_figure_unreadable", 577, "任务7.2 7万亩")),
        (
            "山区生态林建设任务4万亩",
            "山区生态林建设任务l4万亩",
            ("plan_figure_unreadable", 591, "林建设任务l4万亩"),
        ),
        ("检疫率达到100%", "检疫率达到10.%", ("plan_figure_unreadable", 621, "地检疫率达到10.%。")),
        ("省级森林城市，5个", "省级森林城市，S个", ("plan_figure_unreadable", 577, "级森林城市，S个森林特")),
        (
            "\n2020年，森林许昌生态建设计划任务22.55",
            "\n年，计22.55",
            ("plan_targets_missing", 571, "目标任务"),
        ),
        ("95%以上", "95以上", ("plan_figure_unreadable", 619, "、审批率达到95以上，")),
        ("项目六大类156", "项目大类156", ("plan_figure_unreadable", 593, "园林绿化项目大类156")),
        ("5000人次", "5O00人次", ("plan_figure_unreadable", 627, "培训人员5O00人次")),
        ("3. 着力", "S. 着力", ("section_order", 593, "4. 巩固提高中心城区绿化建设。进一步巩")),
    ],
)
def test_a_figure_of_the_prose_that_is_garbled_is_told(raw: str, old: str, new: str, expected: Told) -> None:
    assert expected in told(plan_prose.read_prose(damaged(raw, old, new)).problems)


def test_a_line_of_a_page_break_is_no_prose(raw: str) -> None:
    text = raw.replace("郑许一体\n\n化生态", "郑许一体\n\n第12页\n\n化生态")
    assert text != raw
    assert values(text) == values(raw)


def test_a_label_that_became_a_number_is_told(raw: str) -> None:
    found = plan.read_plan(damaged(raw, "\t廊道绿化\t", "\t0.01\t"))
    assert ("plan_header_labels", 659, "") in told(found.problems)
    assert "廊道绿化" in {row["programme"] for row in found.rows["plan"]}


def test_a_task_that_the_total_does_not_have_shows_its_true_difference(raw: str) -> None:
    ledger = plan_ledger(damaged(raw, "生态对接建设任务0.3万亩", "生态对接建设任务6.3万亩"))
    (finding,) = [one for one in check(ledger) if one.rule.id == "prose/tasks"]
    # 16.55 and 6.00 more are the 22.55 of the total: the difference of -6.00 that is known is no longer there
    assert (finding.computed, finding.difference) == (Decimal("22.55"), 0)


# Tables of other places, made up.

NEIGHBOUR = """临江市人民政府关于下达2021年营造林任务的通知

临政〔2021〕3号

各县（市、区）人民政府：

2021年，全市计划完成营造林任务30万亩，其中：人工造林工程12万亩，飞播造林3万亩，森林抚育15万亩。

临江市人民政府
2021年1月5日

附件

临江市2021年营造林任务分解表

单位：亩

县（市、区）\t合计\t人工造林\t\t飞播造林\t森林抚育\t备注
\t\t小计\t其中：防护林\t\t\t
合计\t300000\t120000\t50000\t30000\t150000\t
东山县\t100000\t50000\t20000\t—\t50000\t含国有林场
西河县\t120000\t40000\t20000\t30000\t50000\t
城南区\t80000\t30000\t10000\t\t50000\t
"""


def test_a_table_of_another_city_is_read_from_its_printed_header() -> None:
    tasks, totals, prose, problems = values(NEIGHBOUR)
    assert tasks == [
        ("东山县", "人工造林", "人工造林", None, 5, Decimal("3333.33")),
        ("东山县", "森林抚育", "森林抚育", None, 5, Decimal("3333.33")),
        ("西河县", "人工造林", "人工造林", None, 4, Decimal("2666.67")),
        ("西河县", "飞播造林", "飞播造林", None, 3, Decimal("2000.00")),
        ("西河县", "森林抚育", "森林抚育", None, 5, Decimal("3333.33")),
        ("城南区", "人工造林", "人工造林", None, 3, Decimal("2000.00")),
        ("城南区", "森林抚育", "森林抚育", None, 5, Decimal("3333.33")),
    ]
    # what 其中 names is a part of the task, and no task beside it
    assert ("东山县", "人工造林/防护林", 2) in totals
    assert [one[-1] for one in prose] == [
        "plan/临江市/合计",
        "plan/临江市/人工造林/人工造林",
        "plan/临江市/飞播造林/飞播造林",
        "plan/临江市/森林抚育/森林抚育",
    ]
    assert not problems


def test_a_table_of_another_city_is_proved_too() -> None:
    ledger = plan_ledger(split_documents(NEIGHBOUR))
    assert all(one.verdict is Verdict.EXACT for one in check(ledger))
    assert {rule.id for rule in ledger.rules} >= {
        "row/东山县/合计",
        "column/合计",
        "column/飞播造林/飞播造林",
    }
    wrong = plan_ledger(split_documents(NEIGHBOUR.replace("\t30000\t50000\t\n", "\t80000\t50000\t\n")))
    broken = {one.rule.id for one in check(wrong) if one.verdict is Verdict.INCONSISTENT}
    assert broken == {"row/西河县/合计", "column/飞播造林/飞播造林"}


PROVINCE = """北原省2022年造林绿化任务分配表

单位：公顷

单位名称 | 合计 | 人工造林 | 封山育林
---|---|---|---
全省合计 | 1,000 | 600 | 400
一、甲江市 | 600 | 400 | 200
五里市 | 300 | 200 | 100
尚林市 | 300 | 200 | 100
二、乙河市 | 400 | 200 | 200
龙沙县 | 150 | 100 | 50
讷口市 | 250 | 100 | 150
"""


def test_areas_in_an_outline_are_tasks_below_their_city() -> None:
    tasks, totals, _, problems = values(PROVINCE)
    assert [one[0] for one in tasks] == ["五里市"] * 2 + ["尚林市"] * 2 + ["龙沙县"] * 2 + ["讷口市"] * 2
    assert tasks[0][4:] == (Decimal("0.3"), Decimal("200.00"))
    assert ("甲江市", "人工造林/人工造林", Decimal("0.6")) in totals
    assert ("北原省", "合计", Decimal("1.5")) in totals
    assert not problems
    rules = plan_ledger(split_documents(PROVINCE)).rules
    assert ("plan/北原省/合计", ("plan/甲江市/合计", "plan/乙河市/合计")) in [
        (one.total, one.parts) for one in rules
    ]
    assert ("plan/乙河市/合计", ("plan/龙沙县/合计", "plan/讷口市/合计")) in [
        (one.total, one.parts) for one in rules
    ]


def test_a_table_without_a_unit_is_told_and_its_areas_are_not_guessed() -> None:
    tasks, totals, _, problems = values(PROVINCE.replace("单位：公顷\n", ""))
    assert (tasks, totals, [one.kind for one in problems]) == ([], [], ["plan_unit_missing"])


def test_units_in_brackets_are_those_of_their_columns() -> None:
    text = "平川县2022年造林计划表\n\n乡镇\t人工造林（亩）\t补植（万株）\t封山育林（公顷）\n甲镇\t20\t3\t10\n乙镇\t30\t4\t10\n"
    tasks, totals, _, problems = values(text)
    assert [one[4] for one in tasks] == [Decimal(n) for n in ("0.002", "0.015", "0.003", "0.015")]
    assert totals == [("甲镇", "补植/补植", None), ("乙镇", "补植/补植", None)]
    assert not problems


def test_a_column_that_the_sums_show_to_be_a_total_is_no_task() -> None:
    text = (
        "甲市2023年造林安排表\n单位：亩\n县区\t营造林规模\t人工造林\t封山育林\t退化林修复\n"
        "甲市\t700\t200\t250\t250\n乙县\t351\t101\t200\t50\n丙县\t149\t49\t\t100\n丁县\t200\t50\t50\t100\n"
    )
    tasks, totals, *_ = values(text)
    assert "营造林规模" not in {one[1] for one in tasks}
    assert ("乙县", "营造林规模/营造林规模", Decimal("0.0351")) in totals


INDICATORS = """云台州2021年度造林和抚育完成情况统计表
指标名称\t计量单位\t代码\t完成面积\t其中：省级资金
甲\t乙\t丙\t1\t2
一、人工造林\t公顷\t01\t1,200\t300
二、封山育林\t公顷\t02\t900\t90
1.无林地封山育林\t公顷\t03\t400\t0
2.灌木林地封山育林\t公顷\t04\t500\t90
三、义务植树\t万株\t05\t75\t0
"""


def test_a_table_of_indicators_gives_totals_of_the_place_of_its_title() -> None:
    _, totals, _, problems = values(INDICATORS)
    assert len(totals) == 10
    assert ("云台州", "人工造林/完成面积", Decimal("1.8")) in totals
    assert ("云台州", "封山育林/灌木林地封山育林/省级资金", Decimal("0.135")) in totals
    assert ("云台州", "义务植树/完成面积", None) in totals
    assert not problems


def test_the_items_of_an_indicator_add_up_to_it() -> None:
    gazette = split_documents(INDICATORS.replace("\t500\t90", "\t600\t90"))
    verdicts = {one.rule.id: (one.verdict, one.difference) for one in check(plan_ledger(gazette))}
    assert verdicts == {
        "row/云台州/封山育林/完成面积": (Verdict.INCONSISTENT, 100),
        "row/云台州/封山育林/省级资金": (Verdict.EXACT, 0),
    }


def test_a_table_of_another_kind_is_no_plan() -> None:
    text = "2022年粮食播种面积任务表\n单位：万亩\n县区\t小麦\t玉米\n甲县\t1\t2\n乙县\t3\t4\n"
    assert values(text) == ([], [], [], [])


def test_cells_that_are_parted_by_spaces_keep_their_empty_neighbours() -> None:
    lines = [
        Line(n, text) for n, text in enumerate(["县区    造林    抚育", "甲县        2", "乙县    3    4"], 1)
    ]
    (table,) = find_tables(lines)
    assert [row.cells for row in table.rows] == [
        ("县区", "造林", "抚育"),
        ("甲县", "", "2"),
        ("乙县", "3", "4"),
    ]


def test_several_plans_and_figures_of_one_name_make_one_ledger(raw: str) -> None:
    text = raw.replace("绿化面积3009.1亩", "绿化面积3009.1亩，其中新增100亩")
    twice = INDICATORS.replace("三、义务植树", "三、人工造林")
    both = split_documents("\n".join([text, NEIGHBOUR, NEIGHBOUR.replace("3号", "4号"), twice]))
    assert len(plan.read_tables(both)) == 3
    keys = {figure.key for figure in plan_ledger(both).figures}
    assert {
        "plan/许昌市/总计",
        "plan/临政〔2021〕3号/临江市/合计",
        "plan/临政〔2021〕4号/临江市/合计",
    } <= keys


@pytest.mark.parametrize("mark", ["", "—", "……", "...", "．．．", "·", "无"])
def test_a_cell_with_a_mark_for_nothing_is_blank(mark: str) -> None:
    assert is_blank(mark)
    assert not is_blank(f"{mark}0.5")
