"""What the figures of a grid are called: by their row, the group of their column, and its heading."""

from __future__ import annotations

import pytest
from barred import audited, rows_of

from xcdata.auditing.figure_names import figure_names
from xcdata.grids.readings import read_grid
from xcdata.ledger.culprits import culprit_lines


@pytest.mark.parametrize(
    ("table", "cell", "name"),
    [
        # Two rows of headings; the text of the upper one stands over the first column of its group.
        ("地区|总人口||城镇人口|\n|合计|#男|小计|#男\n甲|30|15|20|11", (2, 2), ("甲", "总人口", "#男")),
        ("地区|总人口||城镇人口|\n|合计|#男|小计|#男\n甲|30|15|20|11", (2, 4), ("甲", "城镇人口", "#男")),
        # A title, and a unit, are no groups.
        ("表1 人口||\n单位：人||2019年\n地区|男|女\n甲|15|16", (3, 2), ("甲", "女")),
        # Side by side, each table has names of its own.
        (
            "收入|金额|支出|金额\n甲|30|丙|20\n乙|10|丁|20\n收入总计|40|支出总计|40",
            (3, 3),
            ("支出总计", "金额"),
        ),
        # A unit beside the name of the row is none.
        ("指标|单位|2019年\n粮食|万吨|30\n棉花|吨|20", (1, 2), ("粮食", "2019年")),
    ],
)
def test_a_figure_is_called_by_its_row_its_group_and_its_heading(
    table: str, cell: tuple[int, int], name: tuple[str, ...]
) -> None:
    grid = rows_of(table)
    assert figure_names(grid, read_grid(grid))[cell] == name


def first_lines(table: str, lang: str) -> list[str]:
    """Whom the audit of a table points to."""
    return list(culprit_lines(audited(table), lang))


def test_a_tie_names_the_cells_of_which_one_is_wrong() -> None:
    table = "指标|2017年|2018年|2019年\n收入|28700|30912|33240\n甲|16800|17960|19120\n乙|4950|5310|5970\n丙|2400|2612|2880\n丁|4550|5030|5450"
    assert first_lines(table, "zh") == [
        "5个同样小的解释，无法区分；合计 D2 有误，或其 4 个加数（D4、D3、D5、D6）之一有误；D4、D2 若有误，像是相邻两位颠倒"
    ]


def test_a_tie_of_figures_that_are_wrong_together_names_those_of_each_explanation() -> None:
    # 48 and 68 are printed for 30 and 50, so that their column adds up.
    table = "单位|合计|甲|乙|丙\n东|60|20|20|20\n西|90|30|30|48\n合计|150|50|50|68"
    assert first_lines(table, "en") == [
        "4 equally small explanations, a tie; B3 with B4, C3 with C4, D3 with D4, E3 with E4"
    ]
