"""Rules that are declared for a frame: what is checked, and in whose labels it is told."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from refusals import refuses

import xcdata
from xcdata.auditing.notation import in_rule, split_rule
from xcdata.output.contract import as_json


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
    ("rule", "kind", "told"),
    [
        ("总计", "not_a_rule", {}),
        ("总计 = 营造林 +", "not_a_rule", {}),
        (
            "总计 = 营造 + 花卉苗木",
            "unknown_name_near",
            {"found": "营造", "near": {"zh": "“营造林”", "en": "营造林"}},
        ),
        ("总计 = 营造林 + 营造林", "part_repeated", {"found": "营造林"}),
        ("总计 = 营造林 + 总计", "part_repeated", {"found": "总计"}),
    ],
)
def test_a_rule_that_cannot_be_used_is_told_with_what_there_is(
    rule: str, kind: str, told: dict[str, object]
) -> None:
    with refuses(kind, where=rule, **told):
        xcdata.audit(plan(), rules=[rule])


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


@pytest.mark.parametrize(
    "columns", [["a", "a", "b", "all"], [1, "1", "b", "all"], [("x", "a"), "x/a", "b", "all"]]
)
def test_a_name_that_columns_share_cannot_be_used_in_a_rule(columns: list[object]) -> None:
    frame = pd.DataFrame([[99, 1, 2, 3]], columns=pd.Index(columns, tupleize_cols=False))
    name = "x/a" if "x/a" in columns else columns[1]
    with refuses("name_repeated", found=str(name)):
        xcdata.audit(frame, rules=[f"all = {name} + b"])
    assert xcdata.audit(frame.assign(all=2), rules=["all = b"]).ok


@pytest.mark.parametrize(
    "column",
    [
        ["1", "2", "9"],
        pd.Series([1.0, 2.0, 9.0], dtype=object),
        pd.Series([np.int64(1), np.int64(2), np.int64(9)], dtype=object),
        pd.Series([1, 2, 9], dtype="category"),
        pd.Series([1, 2, 9], dtype="Int64"),
        pd.Series([Fraction(1), Fraction(2), Fraction(9)], dtype=object),
    ],
    ids=["texts", "floats", "int64", "category", "Int64", "fractions"],
)
def test_a_rule_of_rows_checks_every_column_of_numbers_however_they_are_kept(column: object) -> None:
    frame = pd.DataFrame({"v": column, "w": [1, 2, 3]}).set_axis(list("abt"))
    found = xcdata.audit(frame, rules=["t = a + b"])
    assert [one.id for one in found.found] == ["t = a + b [v]"]
    assert (found.coverage.figures, found.coverage.checked, found.coverage.left_out) == (6, 6, ())


def test_columns_without_figures_are_said_not_to_be_looked_at() -> None:
    more: dict[str, object] = {"备注": ["x", "y", "3"], "对": [True] * 3, "日": pd.Timestamp("2024-01-01")}
    found = xcdata.audit(plan().assign(**more), rules=["合计 = 禹州市 + 长葛市"])
    assert [one.what for one in found.coverage.left_out] == ["备注", "对", "日"]
    labelled = xcdata.audit(plan().reset_index(names="县"), rules=["合计 = 禹州市 + 长葛市"])
    assert labelled.coverage.left_out == ()


def test_only_figures_of_sums_that_could_be_checked_count_as_checked() -> None:
    frame = pd.DataFrame({"a": range(100), "b": 0.0, "none": np.nan}).set_axis([f"r{n}" for n in range(100)])
    frame.loc["r3", "a"] = 3
    found = xcdata.audit(frame, rules=["r3 = r1 + r2"])
    assert (found.coverage.figures, found.coverage.checked, found.coverage.unread) == (300, 6, 100)
    across = xcdata.audit(frame, rules=["a = b"])
    assert (across.coverage.checked, across.coverage.left_out[0].what) == (200, "none")
    frame.loc["r7", "b"] = np.nan
    assert xcdata.audit(frame, rules=["a = b"]).coverage.checked == 198


@pytest.mark.parametrize(
    ("frame", "rules", "kind", "told"),
    [
        (plan(), [], "no_rules", {}),
        (plan().iloc[:0], ["总计 = 营造林 + 花卉苗木"], "no_figures_in_frame", {"rows": "0"}),
        (
            plan().astype(str) + "?",
            ["合计 = 禹州市 + 长葛市"],
            "no_figures_in_frame",
            {"rows": "3", "columns": "0"},
        ),
        (plan(), [1], "rule_not_a_text", {"found": "1 (int)"}),
        (plan(), [None], "rule_not_a_text", {"found": "None (NoneType)"}),
        (plan(), 7, "rule_not_a_text", {"found": "7 (int)"}),
    ],
)
def test_where_there_is_nothing_to_check_it_is_said(
    frame: pd.DataFrame, rules: list[str], kind: str, told: dict[str, object]
) -> None:
    with refuses(kind, **told):
        xcdata.audit(frame, rules=rules)


@pytest.mark.parametrize(
    "tolerance",
    ["x", True, [1], float("nan"), float("inf"), 0, -1, "1e9999999", "1e-2000000", Fraction(1, 3), "sNaN"],
)
def test_a_tolerance_that_is_no_positive_number_within_reach_is_refused(tolerance: object) -> None:
    with refuses("not_a_unit", where="tolerance", found=repr(tolerance)):
        xcdata.audit(plan(), rules=["总计 = 营造林 + 花卉苗木"], tolerance=tolerance)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("tolerance", "kind"), [("1e999", "not_a_unit"), ("-1", "not_a_unit"), (491, "unit_above_all")]
)
def test_a_tolerance_out_of_reach_or_above_every_figure_of_a_table_is_refused(
    tolerance: object, kind: str
) -> None:
    rows = [["", "a"], ["x", "112"], ["y", "378"], ["合计", "490"]]
    with refuses(kind, where="tolerance"):
        xcdata.audit(rows, tolerance=tolerance)  # type: ignore[call-overload]
    assert xcdata.audit(rows, tolerance=490).ok


def test_a_tolerance_may_be_any_kind_of_number() -> None:
    for tolerance in (1, 0.5, "0.5", Decimal(1), np.float64(0.5), np.float32(0.5), np.int64(1)):
        assert xcdata.audit(plan(), rules=["总计 = 营造林 + 花卉苗木"], tolerance=tolerance).ok  # type: ignore[arg-type]


def test_a_name_of_both_a_row_and_a_column_is_of_rows_where_the_other_names_are() -> None:
    frame = pd.DataFrame({"合计": [1, 2, 4], "x": [1, 2, 3]}, index=["p", "q", "合计"])
    assert [one.id for one in xcdata.audit(frame, rules=["合计 = p + q"]).found] == ["合计 = p + q [合计]"]
    assert xcdata.audit(frame, rules=["合计 = x"]).counts()["rules"] == 3


def test_floats_of_four_and_of_two_bytes_are_summed_as_the_decimals_that_they_stand_for() -> None:
    for dtype in ("float32", "float16"):
        frame = pd.DataFrame({"a": [0.1] * 2, "b": [0.2] * 2, "all": [0.3, 0.4]}).astype(dtype)
        verdicts = xcdata.audit(frame, rules=["all = a + b"]).verdicts["verdict"]
        assert verdicts.tolist() == ["exact", "inconsistent"]


def test_thirds_hold_within_the_last_digit_that_a_float_keeps() -> None:
    frame = pd.DataFrame({"a": [1 / 3, 4 / 3], "b": [1 / 3, 4 / 3], "all": [2 / 3, 8 / 3]})
    assert xcdata.audit(frame, rules=["all = a + b"]).ok
    assert not xcdata.audit(frame.assign(all=[2 / 3, 8 / 3 + 1e-12]), rules=["all = a + b"]).ok


def test_what_cannot_be_read_has_no_number_in_the_verdicts_and_lines_are_called_as_in_the_findings() -> None:
    frame = pd.DataFrame({"县": ["p", "q", "r"], "a": [1, np.nan, 3], "b": [1, 2, 3], "all": [2, 4, np.nan]})
    found = xcdata.audit(frame, rules=["all = a + b"])
    verdicts = found.verdicts
    assert verdicts["line"].tolist() == ["p", "q", "r"]
    assert verdicts["published"].isna().tolist() == [False, False, True]
    assert verdicts["computed"].isna().tolist() == [False, True, True]
    assert verdicts["difference"].isna().tolist() == [False, True, True]
    rows = xcdata.audit(frame, rules=["r = p + q"]).verdicts
    assert rows["line"].tolist() == ["a", "b", "all"]
    assert rows["published"].isna().tolist() == [False, False, True]


def test_names_with_spaces_at_their_ends_and_with_backticks_stand_between_backticks() -> None:
    frame = pd.DataFrame([[1, 2, 4, 1]], columns=[" a", "b`c", "all = ", "in - out"])
    found = xcdata.audit(frame, rules=["`all = ` = ` a` + `b``c` + `in - out`"])
    assert (found.ok, found.coverage.checked) == (True, 4)
    with refuses("unknown_name_near", found="in", near={"zh": "“`in - out`”", "en": "`in - out`"}):
        xcdata.audit(frame, rules=["` a` = in + out"])
    with refuses("unknown_name", found="net", known=("` a`", "`b``c`", "`all = `", "`in - out`", "0")):
        xcdata.audit(frame, rules=["` a` = net"])


def test_a_roll_forward_is_checked_with_its_sign_and_the_wrong_figure_located() -> None:
    frame = pd.DataFrame(
        {
            "opening": [100, 120, 90],
            "additions": [30, 25, 20],
            "disposals": [10, 15, 5],
            "closing": [120, 130, 105],
        },
        index=["2021", "2022", "both"],
    )
    rules = ["closing = opening + additions - disposals"]
    assert xcdata.audit(frame, rules=rules).ok
    frame.loc["2022", "disposals"] = 51
    found = xcdata.audit(frame, rules=rules)
    (failing,) = found.open
    assert (failing.published, failing.computed, failing.difference) == (130, 94, -36)
    assert any(
        change.figure.key == ("2022", "disposals") and change.text == "15"
        for group in found.groups
        for one in group.explanations
        for change in one.figures
    )


figures = st.decimals(-1000, 1000, places=1)


@settings(deadline=None)
@given(
    st.lists(st.tuples(*[figures] * 4), min_size=3, max_size=6),
    st.lists(st.sampled_from([1, -1]), min_size=3, max_size=3),
    st.data(),
)
def test_signed_sums_are_judged_as_decimal_arithmetic_and_one_wrong_figure_is_located(
    rows: list[tuple[Decimal, ...]], signs: list[int], data: st.DataObject
) -> None:
    signs[0] = 1
    rule = "t = a" + "".join(
        f" {'+' if sign > 0 else '-'} {name}" for sign, name in zip(signs[1:], "bc", strict=True)
    )

    def signed(row: tuple[Decimal, ...]) -> Decimal:
        return sum((sign * part for sign, part in zip(signs, row, strict=False)), Decimal(0))

    frame = pd.DataFrame(rows, columns=list("abct"), dtype=object)
    verdicts = xcdata.audit(frame, rules=[rule]).verdicts
    assert [verdict == "exact" for verdict in verdicts["verdict"]] == [signed(row) == row[3] for row in rows]
    assert np.allclose(verdicts["difference"], [float(signed(row) - row[3]) for row in rows])
    # A table that adds up both ways, the last row being the others but one, less that one.
    body = [(*row[:3], signed(row)) for row in rows]
    last = tuple(sum(column[1:], Decimal(0)) - column[0] for column in zip(*body, strict=True))
    names = [f"r{place}" for place in range(len(body))]
    table = pd.DataFrame([*body, last], columns=list("abct"), index=[*names, "all"], dtype=object)
    both = [rule, f"all = {' + '.join(names[1:])} - r0"]
    assert xcdata.audit(table, rules=both).ok
    row, column = data.draw(st.integers(0, len(body))), data.draw(st.integers(0, 3))
    truth = table.iat[row, column]
    table.iat[row, column] = truth + data.draw(st.integers(1, 900))
    (change,) = xcdata.audit(table, rules=both).explanations.to_dict("records")
    assert change["key"] == ([*names, "all"][row], "abct"[column])
    assert Decimal(change["implied"] or 0) == truth


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
    assert split_rule(f"{total} = {' + '.join(f'`{part}`' for part in parts)}") == (names, [1] * len(parts))


@given(st.lists(st.tuples(st.text("a -+=`", min_size=1), st.sampled_from([1, -1])), min_size=2, max_size=5))
def test_any_name_can_be_written_in_a_rule(named: list[tuple[str, int]]) -> None:
    (total, _), (first, _), *rest = named
    text = f"{in_rule(total)} = {in_rule(first)}"
    text += "".join(f" {'+' if sign > 0 else '-'} {in_rule(name)}" for name, sign in rest)
    assert split_rule(text) == ([total, first, *(name for name, _ in rest)], [1, *(sign for _, sign in rest)])


def test_dates_as_labels_are_texts_in_the_json() -> None:
    frame = pd.DataFrame({"a": [1], "b": [2], "all": [4]}, index=[pd.Timestamp("2019-12-03")])
    told = json.loads(as_json(xcdata.audit(frame, rules=["all = a + b"])))
    assert told["findings"][0]["figures"][0] == ["2019-12-03 00:00:00", "all"]
