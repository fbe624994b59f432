"""The figures that no rule checks are named: where they stand, what they are, and why."""

from __future__ import annotations

import json

import pytest
from barred import audited

from xcdata import Audit
from xcdata.auditing.uncovered import Area
from xcdata.output.grid_view import audit_json, audit_text
from xcdata.output.page import report_html

# Made up: a gross product by industry, its composition with units in a column of their own, growth rates, and a population.
TABLE = """
指标|单位|2017年|2018年|2019年|增长（%）
地区生产总值|亿元|2642.1|2830.6|3395.7|7.1
第一产业|亿元|150.5|146.4|164.5|2.6
第二产业|亿元|1544.7|1619.5|1833.8|7.4
第三产业|亿元|946.9|1064.7|1397.4|7.2
第一产业|%|5.7|5.2|4.8|
第二产业|%|58.5|57.2|54.0|
年末总人口|万人|494.0|498.4|500.2|0.4"""


@pytest.fixture(scope="module")
def found() -> Audit:
    """The audit of the table."""
    return audited(TABLE)


def test_figures_in_no_rule_are_named_by_area_with_the_reason(found: Audit) -> None:
    assert found.uncovered == (
        Area("F2:F5", "增长（%）", "rate", 4),
        Area("C6:E7", "", "rate", 6),
        Area("F8", "年末总人口 / 增长（%）", "rate", 1),
        Area("C8:E8", "年末总人口", "no rule", 3),
    )
    assert sum(area.figures for area in found.uncovered) == found.coverage.figures - found.coverage.checked


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        (
            "zh",
            "未核对的 14 个：F2:F5 增长（%）、C6:E7、F8 年末总人口 / 增长（%） 是比率、平均数或比重，不相加；C8:E8 年末总人口 没有合计关系涉及",
        ),
        (
            "en",
            "Not checked, 14: F2:F5 增长（%）, C6:E7, F8 年末总人口 / 增长（%） are rates, averages or shares and not added up; C8:E8 年末总人口 are in no sum rule",
        ),
    ],
    ids=("zh", "en"),
)
def test_text_and_page_name_what_was_not_checked_in_one_line(found: Audit, lang: str, told: str) -> None:
    assert f"  {told}" in audit_text(found, lang).splitlines()
    page = report_html(found, lang=lang)
    assert f"<li>{told}</li>" in page.replace("<li>  ", "<li>")


def test_the_json_has_each_area_that_was_not_checked(found: Audit) -> None:
    areas = json.loads(audit_json(found))["uncovered"]
    assert areas[0] == {"area": "F2:F5", "name": "增长（%）", "reason": "rate", "figures": 4}
    assert len(areas) == 4


def test_all_figures_of_a_table_without_rules_are_named_as_one_area() -> None:
    assert audited("县|甲|乙\n东|113|27\n西|59|88").uncovered == (Area("B2:C3", "", "no rule", 4),)
