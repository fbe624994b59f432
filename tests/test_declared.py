"""Rules that are declared for a frame: what is checked, and in whose labels it is told."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import xcdata
from xcdata.auditing.declared import split_rule


def plan() -> pd.DataFrame:
    """Three lines of the plan's table; 禹州市 should be 13.01."""
    return pd.DataFrame(
        {"总计": [13.10, 0.99, 14.0], "营造林": [12.86, 0.99, 13.85], "花卉苗木": [0.15, 0.0, 0.15]},
        index=["禹州市", "长葛市", "合计"],
    )


def test_a_rule_of_columns_is_checked_in_every_row_and_told_in_the_labels_of_the_frame() -> None:
    found = xcdata.audit(plan(), rules=["总计 = 营造林 + 花卉苗木"])
    assert found.counts() == {
        "rules": 3,
        "exact": 2,
        "within rounding": 0,
        "inconsistent": 1,
        "not checkable": 0,
    }
    (failing,) = found.unexplained.to_dict("records")
    assert failing["figures"] == (("禹州市", "总计"), ("禹州市", "营造林"), ("禹州市", "花卉苗木"))
    assert (failing["published"], failing["computed"], failing["difference"]) == ("13.10", "13.01", "-0.09")
    assert found.verdicts["verdict"].tolist() == ["inconsistent", "exact", "exact"]
    assert found.verdicts["line"].tolist() == ["禹州市", "长葛市", "合计"]


def test_a_rule_of_rows_is_checked_in_every_column_and_both_locate_the_figure_together() -> None:
    found = xcdata.audit(plan(), rules=["总计 = 营造林 + 花卉苗木", "合计 = 禹州市 + 长葛市"])
    (change,) = found.explanations.to_dict("records")
    assert (change["key"], change["implied"]) == (("禹州市", "总计"), "13.01")
    assert change["figure_slip"] == "two neighbours transposed"


def test_rows_are_called_by_the_first_column_of_texts_where_the_index_only_counts() -> None:
    found = xcdata.audit(plan().reset_index(names="县"), rules=["合计 = 禹州市 + 长葛市"])
    assert found.unexplained["id"].tolist() == ["合计 = 禹州市 + 长葛市 [总计]"]


def test_columns_that_no_rule_names_are_said_not_to_be_looked_at() -> None:
    coverage = xcdata.audit(plan().assign(备注=1.5), rules=["总计 = 营造林 + 花卉苗木"]).coverage
    assert [(one.reason, one.what) for one in coverage.left_out] == [("column", "备注")]
    assert (coverage.figures, coverage.checked) == (12, 9)


def test_what_cannot_be_read_is_not_checkable_and_not_all_right() -> None:
    frame = plan()
    frame.loc["长葛市", "营造林"] = np.nan
    found = xcdata.audit(frame, rules=["总计 = 营造林 + 花卉苗木"])
    assert found.counts()["not checkable"] == 1
    assert "总计 = 营造林 + 花卉苗木 [长葛市]" in set(found.unexplained["id"])
    assert found.coverage.unread == 1


def test_a_tolerance_says_that_figures_were_rounded_one_by_one() -> None:
    frame = pd.DataFrame({"a": [1, 3], "b": [1, 3], "all": [3, 9]})
    assert xcdata.audit(frame, rules=["all = a + b"]).counts()["inconsistent"] == 2
    rounded = xcdata.audit(frame, rules=["all = a + b"], tolerance=1)
    assert rounded.counts() == {
        "rules": 2,
        "exact": 0,
        "within rounding": 1,
        "inconsistent": 1,
        "not checkable": 0,
    }


def test_floats_are_summed_as_the_decimals_that_they_stand_for() -> None:
    frame = pd.DataFrame({"a": [0.1] * 3, "b": [0.2] * 3, "all": [0.3, 0.31, 0.1 + 0.2]})
    assert xcdata.audit(frame, rules=["all = a + b"]).verdicts["verdict"].tolist() == [
        "exact",
        "inconsistent",
        "exact",
    ]


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("总计", "expected a rule such as 'total = part + part'"),
        ("总计 = 营造林 +", "expected a rule"),
        ("总计 = 营造 + 花卉苗木", "found '营造'. There are: 营造林"),
        ("总计 = 营造林 + 营造林", "each part once"),
    ],
)
def test_a_rule_that_cannot_be_used_is_told_with_what_there_is(rule: str, told: str) -> None:
    with pytest.raises(xcdata.InputError) as caught:
        xcdata.audit(plan(), rules=[rule])
    assert told in str(caught.value)


def test_a_thousand_lines_are_told_one_by_one_and_the_others_counted() -> None:
    frame = pd.DataFrame({"a": range(1500), "b": 1, "all": 7000})
    found = xcdata.audit(frame, rules=["all = a + b"])
    assert found.counts()["inconsistent"] == 1500
    assert sum(one.is_rule for one in found.found) == 1000
    assert "500 more do not hold" in next(
        one.message["en"] for one in found.found if one.kind == "more lines"
    )
    differences = [abs(one.difference) for one in found.found if one.difference is not None]
    assert differences == sorted(differences, reverse=True)


@given(st.lists(st.tuples(*[st.decimals(-1000, 1000, places=2)] * 3), min_size=1, max_size=20))
def test_every_row_is_judged_as_decimal_arithmetic_judges_it(
    rows: list[tuple[Decimal, Decimal, Decimal]],
) -> None:
    frame = pd.DataFrame(rows, columns=["a", "b", "all"], dtype=object)
    verdicts = xcdata.audit(frame, rules=["all = a + b"]).verdicts["verdict"]
    assert [verdict == "exact" for verdict in verdicts] == [a + b == total for a, b, total in rows]


@given(st.lists(st.text("总计abc营 ", min_size=1).map(str.strip).filter(bool), min_size=2, max_size=5))
def test_a_rule_is_read_back_as_it_was_written(names: list[str]) -> None:
    total, *parts = names
    assert split_rule(f"{total} = {' + '.join(f'`{part}`' for part in parts)}") == names
