"""What a label calls a part of something (其中, #) is no larger than it, where figures cannot be below nothing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from barred import audited, rows_of

from xcdata.auditing.audit import Audit
from xcdata.auditing.rules_file import read_rules
from xcdata.auditing.sheets import audit, save_rules
from xcdata.ledger import Bound, Figure, Ledger, SumRule, locate
from xcdata.ledger.results import PART_EXCEEDS
from xcdata.output.grid_view import audit_text
from xcdata.output.page import report_html


def exceeding(rows: str) -> list[str]:
    """Return the cells of parts and wholes of which the part is told to be larger; rows stand between bars."""
    return [one.id for one in audited(rows).found if one.kind == PART_EXCEEDS]


SOWN = """
项目|2017年|2018年|2019年
粮食作物|452100|455310|453902
1.夏粮|250010|251220|250333
#小麦|249800|257001|250120
2.秋粮|202090|204090|203569
#玉米|120550|121003|118877
"""

STAFF = """
单位|职工人数|其中：女|专业技术人员|#高级
合计|4520|2830|2010|420
甲公司|1520|630|710|150
乙公司|2000|820|880|180
丙公司|1000|1380|420|90
"""


def test_a_part_larger_than_the_line_above_it_is_a_finding_with_both_cells() -> None:
    assert exceeding(SOWN) == ["C4<=C3"]
    found = audited(SOWN)
    told = audit_text(found).split("\n")
    assert told[1] == "其中项大于总项：C4 的“#小麦”257001，大于 C3 的“1.夏粮”251220"
    assert "标为“其中”的 6 个数字只核对了不大于总项，6 个没有别的核对" in " ".join(told)
    page = report_html(found, lang="en").split("</section>")[0]
    assert "C4 (#小麦) 257001, C3 (1.夏粮) 251220" in page
    assert 'class="verdict bad"' in page


def test_a_part_larger_than_the_column_before_it_is_a_finding() -> None:
    assert exceeding(STAFF) == ["C5<=B5"]


def test_the_line_above_a_numbered_part_bounds_it_though_a_total_is_larger_still() -> None:
    assert exceeding(
        "项目|2019年|2020年\n收入合计|1769|1843\n一、税收收入|1262|1301\n其中：增值税|512|1498\n二、非税收入|507|542"
    ) == ["C4<=C3"]


@pytest.mark.parametrize(
    "mark",
    [
        "其　中：",
        "其 中：",
        "1.其中：",
        "（一）其中：",
        "①其中：",
        "—其中：",
        "内含",
        "Including: ",
        "in which ",
    ],
)
def test_a_part_is_known_in_whatever_form_the_word_is_printed(mark: str) -> None:
    rows = f"项目|2017年|2018年|2019年\n总人口|300|320|340\n{mark}农业人口|100|400|120\n户数|90|95|98"
    assert exceeding(rows) == ["C3<=C2"]


def told_of(rows: str) -> tuple[Audit, str]:
    found = audited(rows)
    return found, audit_text(found)


def test_a_part_that_is_larger_in_most_positions_is_told_first_and_may_be_none() -> None:
    rows = (
        "项目|2019年|2020年\n总人口|300|320\n其中：农业人口|3000|3300\n合计|490|500\n甲|200|200\n乙|290|300"
    )
    found, told = told_of(rows)
    assert [one.id for one in found.open] == ["3<=2"]
    assert told.split("\n")[1] == (
        "其中项大于总项：“其中：农业人口”（第3行）有 2 处大于“总人口”（第2行）：B3、C3；若这些数无误，它可能不是其中的一部分"
    )
    columns = "县|总人口|其中：女|户数\n甲|300|400|9\n乙|200|250|8\n丙|100|40|7\n丁|90|40|7\n合计|690|730|31"
    assert exceeding(columns) == ["C<=B"]


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (
            "处室|高级|中级|初级|其中：女\n一处|9|12|4|11",
            "（E列）有 1 处大于“初级”（D列）：E2；它可能是更上一级的一部分",
        ),
        (
            "指标|单位|2018年|2019年\n总人口|万人|30|31\n其中：女|人|149000|152000",
            "C3、D3；两者单位不同，因此没有核对",
        ),
    ],
)
def test_a_part_that_is_not_compared_is_told_with_the_reason(rows: str, why: str) -> None:
    found, told = told_of(rows)
    assert not found.open
    assert why in told


def test_what_a_group_of_columns_is_of_is_the_column_of_the_same_name() -> None:
    rows = "地区|合计||其中：农村|\n|户数|人数|户数|人数\n甲|90|300|40|150\n乙|80|280|30|120\n丙|70|210|80|90"
    assert exceeding(rows) == ["D5<=B5"]
    assert "“其中：农村 户数”80，大于 B5 的“合计 户数”70" in told_of(rows)[1]


def test_a_code_behind_the_name_of_a_row_leaves_it_a_part() -> None:
    assert exceeding("指标|代码|2018年|2019年\n总人口|A1-x|300|310\n其中：女|A2-x|149|315") == ["D3<=D2"]


def test_several_parts_may_overlap_and_so_make_more_than_the_whole() -> None:
    rows = "单位|教职工|其中：女|其中：中级以上\n甲校|120|80|70\n乙校|90|70|60\n合计|210|150|130"
    assert told_of(rows)[0].open == ()


@pytest.mark.parametrize(
    "rows",
    [
        "平均工资（元）||\n项目|2018年|2019年\n全部|5100|5600\n其中：国有|5900|6100",  # a part earns more than all
        "项目|增长率|人均收入\n全市|7.1|30100\n其中：市区|8.2|36000",
        "项目|2018年|2019年\n净利润|210|330\n其中：子公司|260|300",
        "项目|上年|增减额\n税收|1000|50\n其中：增值税|600|90",
        "存款净增额（万元）||\n项目|2018年|2019年\n全部|5100|5600\n其中：单位|4900|6100",  # another part went down
        "项目|一月|二月|三月\n贷款|-20|50|40\n其中：短期|10|45|35",
        "项目|2018年|2019年|2020年\n收入|100|120|140\n支出|||\n其中：人员|90|130|120",  # of 支出, which states nothing
        "项目|一月|二月\n贷款变化|-20|30\n其中：短期|10|45",
        "地区|合计|男|女|其中：城镇\n甲县|900|500|400|450\n乙县|700|380|320|340",  # 城镇 is of 合计
        "处室|高级|中级|初级|其中：女\n一处|9|12|4|11",
        "school|seats|# of pupils\nA|120|93\nB|156|131\nC|75|81\nTotal|351|305",  # their number, and no part
    ],
)
def test_where_a_part_may_be_larger_nothing_is_said(rows: str) -> None:
    assert exceeding(rows) == []


def test_rules_from_a_file_leave_parts_checked(tmp_path: Path) -> None:
    rows = "项目|2019年|2020年|2021年\n总人口|300|320|340\n其中：农业人口|100|400|120\n户数|90|95|98\n合计|490|500|600\n甲|200|200|300\n乙|290|300|300"
    cells = rows_of(rows)
    save_rules(audit(cells), tmp_path / "rules.toml")
    found = audit(cells, file=read_rules(tmp_path / "rules.toml"))
    assert [one.id for one in found.found if one.kind == PART_EXCEEDS] == ["C3<=C2"]


def test_columns_are_parts_of_others_in_tables_that_are_parted_by_their_entries() -> None:
    rows = "站|职务|票数|其中：邮寄\n一|市长|300|120\n一|议员|280|290\n二|市长|210|90\n二|议员|205|88"
    found = audit(rows_of(rows), by="站")
    assert [one.id for one in found.found if one.kind == PART_EXCEEDS] == ["D3<=C3"]


def test_a_remark_behind_the_figures_is_no_part() -> None:
    assert exceeding("单位|人数|备注\n甲|12|\n乙|30|其中：借调1人\n合计|42|") == []


def test_of_equally_small_explanations_those_stay_that_break_no_bound() -> None:
    printed = {"grain": "455", "summer": "251", "wheat": "250", "autumn": "213"}  # summer may not fall to 242
    figures = tuple(Figure(name, text, Decimal(text)) for name, text in printed.items())
    free = Ledger(figures, (SumRule("grain", ("summer", "autumn")),), Decimal(1))
    bounded = replace(free, bounds=(Bound("summer", "wheat"),))
    blamed = [{one.figures[0].figure.key for one in locate(each).explanations} for each in (free, bounded)]
    assert blamed == [{"grain", "summer", "autumn"}, {"grain", "autumn"}]
