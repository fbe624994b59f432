"""What the sum rules prove about each figure. The numbers of rules are counted by hand in the table and the prose."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from xcdata.ledger.proof import figure_states
from xcdata.review.plan_states import cell_states
from xcdata.review.review import Review, check

Write = Callable[[str | bytes], Path]


@pytest.fixture(scope="module")
def ours() -> Review:
    return check()


@pytest.fixture
def wrong(written: Write, raw: str) -> Review:
    return check(written(raw.replace("禹州市\t13.01", "禹州市\t13.10")))


def of(states: pd.DataFrame, key: str) -> dict[str, object]:
    (row,) = states[states["key"] == key].to_dict("records")
    return {str(name): value for name, value in row.items()}


def test_every_cell_of_the_table_has_a_state_in_the_order_of_the_print(ours: Review) -> None:
    cells = cell_states(ours)
    assert list(cells) == ["key", "area", "column", "line", "printed", "state", "rules", "broken", "implied"]
    assert len(cells) == 171
    assert list(cells["area"].unique()) == [
        "许昌市",
        "禹州市",
        "长葛市",
        "鄢陵县",
        "襄城县",
        "魏都区",
        "建安区",
        "示范区",
        "开发区",
        "东城区",
        "中心城区",
    ]
    row = cells[cells["area"] == "东城区"]
    assert list(row["printed"]) == ["0.02", "0.02", "0.02", "", "", "", "0.01", "0.01", *[""] * 9]
    assert set(row["line"]) == {672}


@pytest.mark.parametrize(
    ("key", "state", "rules"),
    [
        ("plan/禹州市/总计", "proved", 2),  # its row's total, its column
        ("plan/禹州市/造林/合计", "proved", 3),  # total of 造林, part of 营造林, its column
        ("plan/许昌市/总计", "proved", 3),  # row, column, repeated in section 二
        ("plan/许昌市/花卉苗木/合计", "proved", 5),  # its parts, 总计, column, repeated in 二 and 三（二）8
        (
            "plan/中心城区/总计",
            "proved",
            5,
        ),  # column, city's row, the note's area, repeated in 二 and 三（一）4
        ("plan/鄢陵县/造林/山区生态林", "blank", 2),  # row and column hold with nothing in it
    ],
)
def test_a_cell_is_proved_by_the_rules_that_hold_with_it(
    ours: Review, key: str, state: str, rules: int
) -> None:
    cell = of(cell_states(ours), key)
    assert (cell["state"], cell["rules"], cell["broken"]) == (state, rules, 0)
    assert pd.isna(cell["implied"])


def test_a_figure_that_holds_by_rounding_only_says_so(ours: Review) -> None:
    assert figure_states(ours)["plan/中心城区/绿化面积"].state == "within rounding"


def test_a_rule_that_a_known_issue_explains_neither_proves_nor_breaks(ours: Review) -> None:
    lone = figure_states(ours)["prose/许政〔2019〕25号/三（一）2/郑许一体化生态对接建设任务"]
    assert (lone.state, lone.rules, lone.broken) == ("unchecked", 0, 0)


def test_the_wrong_figure_is_the_suspect_and_its_neighbours_are_cleared_by_other_rules(wrong: Review) -> None:
    cells = cell_states(wrong)
    suspect = of(cells, "plan/禹州市/总计")
    assert (suspect["state"], suspect["rules"], suspect["broken"]) == ("suspect", 0, 2)
    assert suspect["implied"] == "13.01"
    assert (cells["state"] == "suspect").sum() == 1
    assert not (cells["state"] == "in doubt").any()
    neighbour = of(cells, "plan/长葛市/总计")
    assert (neighbour["state"], neighbour["rules"], neighbour["broken"]) == ("proved", 1, 1)


def test_without_an_explanation_everything_in_a_broken_rule_is_in_doubt(wrong: Review) -> None:
    cells = cell_states(replace(wrong, groups=()))
    doubtful = set(cells.loc[cells["state"] == "in doubt", "key"])
    column = {f"plan/{area}/总计" for area in cells["area"].unique()}
    assert doubtful == column | {"plan/禹州市/营造林/合计", "plan/禹州市/花卉苗木/合计"}


def test_a_tie_makes_every_figure_of_it_a_suspect(written: Write, raw: str) -> None:
    tied = check(written(raw.replace("5个森林特色小镇，50个", "5个森林特色小镇，500个")))
    suspects = [state for state in figure_states(tied).values() if state.state == "suspect"]
    assert [suspect.figure.line for suspect in suspects] == [577, 595]
    assert [suspect.implied for suspect in suspects] == ["50", "500"]


def test_a_figure_in_no_rule_is_unchecked(ours: Review) -> None:
    cells = cell_states(replace(ours, found=()))
    assert set(cells["state"]) == {"unchecked", "blank"}
