"""A table that was edited in pandas is held against the totals that the notices state."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from refusals import refuses

import xcdata
from xcdata.dataset.tables import parse


@pytest.fixture(scope="module")
def tables() -> xcdata.Tables:
    return xcdata.read_gazette()


def broken(review: xcdata.Review) -> list[tuple[str, str]]:
    sums = review.unexplained[review.unexplained["kind"] == "sum rule"]
    return sorted(zip(sums["id"], sums["difference"], strict=True))


def changed(review: xcdata.Review) -> list[tuple[object, str, str]]:
    found = review.explanations
    return list(zip(found["key"], found["printed"], found["implied"], strict=True))


def test_the_tables_as_they_were_read_break_no_sum(tables: xcdata.Tables) -> None:
    for name in ("plan", "training"):
        review = xcdata.check(tables[name], text=tables)
        assert (review.ok, review.counts()["not checkable"]) == (True, 0)
    assert xcdata.check(xcdata.load("plan")).ok


def test_a_changed_figure_breaks_its_sums_and_is_named_by_its_label(tables: xcdata.Tables) -> None:
    plan = tables.plan.set_index(tables.plan["county"].astype("str") + tables.plan["line"].index.astype(str))
    # 禹州市 廊道绿化 is printed 1.03, and stands in 禹州市's 5.33 and the city's 1.8.
    plan.loc["禹州市2", "wan_mu"] = 1.30
    review = xcdata.check(plan, text=tables)
    assert broken(review) == [("column/造林/廊道绿化", "0.27"), ("row/禹州市/造林/合计", "0.27")]
    assert changed(review) == [(("禹州市2", "wan_mu"), "1.3", "1.03")]
    assert review.explanations["name"].tolist() == ["禹州市 造林 廊道绿化"]
    assert review.explanations["figure_slip"].tolist() == ["two neighbours transposed"]
    assert "<td>禹州市2 / wan_mu</td>" in xcdata.show(review).html


def test_a_dropped_row_is_a_blank_cell(tables: xcdata.Tables) -> None:
    review = xcdata.check(tables.plan.drop(index=0), text=tables)
    assert [change for change in changed(review) if "山区生态林" in change[0]] == [
        ("plan/禹州市/造林/山区生态林", "", "4.00")
    ]


def test_a_task_that_is_given_to_another_county_counts_there(tables: xcdata.Tables) -> None:
    plan = tables.plan.copy()
    # 禹州市 乡村绿化美化 0.2; 长葛市 has 0.05 of it in row 12.
    plan.loc[3, "county"] = "长葛市"
    review = xcdata.check(plan, text=tables)
    assert broken(review) == [("row/禹州市/造林/合计", "-0.20"), ("row/长葛市/造林/合计", "0.20")]
    assert (((3, 12), "wan_mu"), "0.25", "0.05") in changed(review)


def test_a_task_may_be_added_where_the_printed_table_is_blank(tables: xcdata.Tables) -> None:
    new = pd.DataFrame([{**tables.plan.iloc[0], "county": "开发区", "wan_mu": 0.5}], index=["new"])
    review = xcdata.check(pd.concat([tables.plan, new]), text=tables)
    assert broken(review) == [("column/造林/山区生态林", "0.50"), ("row/开发区/造林/合计", "0.50")]
    assert changed(review) == [(("new", "wan_mu"), "0.5", "")]


def test_a_figure_that_is_missing_leaves_its_sums_unchecked_and_is_told(tables: xcdata.Tables) -> None:
    plan = tables.plan.copy()
    plan.loc[2, "wan_mu"] = None
    review = xcdata.check(plan, text=tables)
    assert (review.counts()["not checkable"], review.coverage.unread) == (2, 1)


def test_the_columns_of_an_edited_table_that_are_in_no_sum_are_told(tables: xcdata.Tables) -> None:
    review = xcdata.check(tables.plan.assign(line=1), text=tables)
    assert review.ok
    assert "没有核对的栏：printed\n" in repr(xcdata.show(review))


def test_hectares_that_are_not_those_of_the_mu_beside_them_are_told(tables: xcdata.Tables) -> None:
    assert xcdata.check(
        tables.plan.round({"hectares": 0}), text=tables
    ).ok  # to a whole number, as all of the column
    review = xcdata.check(
        tables.plan.assign(hectares=tables.plan["hectares"].replace(2666.67, 9999)), text=tables
    )
    assert not review.ok
    assert "1 行的公顷不是其万亩的换算：0: 9999 ≠ 2666.67" in repr(xcdata.show(review))  # 4 × 10,000 / 15


def test_rows_that_are_gone_are_said_to_be_and_the_figures_are_those_of_the_frame(
    tables: xcdata.Tables,
) -> None:
    # 禹州市 乡村绿化美化, in line 664, is the fourth row of 46; 鄢陵县 has seven.
    told = repr(xcdata.show(xcdata.check(tables.plan.drop(index=3), text=tables)))
    assert "禹州市 造林 乡村绿化美化（第664行）：表中没有这一行，应为 0.20" in told
    assert "文本的 46 行中，1 行不在表中（禹州市 造林 乡村绿化美化）" in told
    one = xcdata.check(tables.plan[tables.plan["county"] == "鄢陵县"], text=tables)
    assert (one.coverage.figures, one.coverage.checked) == (7, 7)
    assert "not in the table: 39" in repr(xcdata.show(one, "en"))
    none = xcdata.check(tables.plan[:0], text=tables)
    assert (none.ok, none.coverage.figures, none.coverage.checked) == (False, 0, 0)


def test_rows_that_differ_from_the_text_are_told_where_every_sum_holds_and_in_their_own_unit(
    tables: xcdata.Tables,
) -> None:
    training = tables.training.copy()
    training.loc[1, "quantity"] -= 1000  # 农村转移就业劳动者 6万人次, “两后生” 0.2万人
    training.loc[2, "quantity"] += 1000
    review = xcdata.check(training, text=tables)
    assert review.ok
    told = repr(xcdata.show(review))
    assert "2 行与文本所印不同" in told
    assert "农村转移就业劳动者: 60000 → 59000" in told
    training.loc[2, "quantity"] = 2000
    assert ((1, "quantity"), "59000", "60000") in changed(xcdata.check(training, text=tables))
    assert "不同" not in repr(xcdata.show(xcdata.check(tables.training, text=tables)))


def test_the_table_of_another_notice_is_checked_in_its_own_unit() -> None:
    text = "青石市2021年度造林计划表\n单位：亩\n县（市、区）\t合计\t人工造林\t森林抚育\n青石市\t960\t610\t350\n临溪县\t500\t300\t200\n南浦区\t460\t310\t150\n"
    tables = parse(text, "青石市.txt")
    plan = tables.plan
    assert xcdata.check(plan, text=tables).ok
    plan.loc[(plan["county"] == "临溪县") & (plan["programme"] == "人工造林"), "wan_mu"] = 0.033
    assert "0.033" in [printed for _, printed, _ in changed(xcdata.check(plan, text=tables))]
    with refuses("frame_of_another_text", text="xuchang-gazette-2019.txt"):
        xcdata.check(plan)


@pytest.mark.parametrize(
    ("edit", "kind", "found"),
    [
        (lambda plan: plan.assign(county=plan["county"].map({"禹州市": "禹州"})), "unknown_name_near", "禹州"),
        (lambda plan: plan.assign(programme="廊道"), "unknown_name_near", "造林/廊道"),
        (lambda plan: plan.assign(county="中心城区"), "cell_not_printed", 0),
        (lambda plan: pd.concat([plan, plan]), "row_labels_repeated", tuple(range(6))),
    ],
)  # fmt: skip
def test_rows_that_stand_nowhere_are_refused(
    edit: Callable[[pd.DataFrame], pd.DataFrame], kind: str, found: object, tables: xcdata.Tables
) -> None:
    with refuses(kind, found=found):
        xcdata.check(edit(tables.plan), text=tables)


@pytest.mark.parametrize("other", [pd.DataFrame({"a": [1]}), [["a", 1]]])
def test_what_is_no_table_of_ours_is_sent_to_the_audit(other: object) -> None:
    with pytest.raises(xcdata.XcdataError, match=r"xcdata\.audit"):
        xcdata.check(other)  # type: ignore[arg-type]


def test_what_a_frame_is_held_against_is_said_and_how_it_is_known(tables: xcdata.Tables) -> None:
    stated = xcdata.check(tables.plan, text=tables)
    assert "xuchang-gazette-2019.txt" in repr(stated)
    assert repr(xcdata.show(stated)).splitlines()[-1] == "与 xuchang-gazette-2019.txt 所印的合计核对"
    rows = pd.DataFrame(tables.plan.to_dict("records"))  # as a CSV would be, which has no attrs
    assert "是按文号认定的；如读自别的文本，请用 text= 指定" in repr(xcdata.show(xcdata.check(rows)))
    with refuses("frame_of_unknown_text", found=("青政〔2021〕5号",)):
        xcdata.check(rows.assign(document="青政〔2021〕5号"))


def test_figures_in_fewer_bits_are_the_decimals_that_they_stand_for(tables: xcdata.Tables) -> None:
    for dtype in ("float32", "Float32"):
        plan = tables.plan.astype({"wan_mu": dtype})
        assert xcdata.check(plan, text=tables).ok
        plan.loc[2, "wan_mu"] = 1.3  # 禹州市 廊道绿化, printed 1.03
        assert changed(xcdata.check(plan, text=tables)) == [((2, "wan_mu"), "1.3", "1.03")]
        table = pd.DataFrame({"甲": [0.15, 0.1], "乙": [0.15, 0.2], "合计": [0.3, 0.3]}, index=["一", "二"])
        assert xcdata.audit(table.astype(dtype)).counts()["exact"] == 2


def test_two_columns_of_one_name_are_refused(tables: xcdata.Tables) -> None:
    twice = pd.concat([tables.plan, tables.plan["wan_mu"]], axis=1)
    with refuses("columns_repeated", found=("wan_mu",)):
        xcdata.check(twice, text=tables)


def test_a_csv_file_of_ours_is_no_text_and_pointed_to_the_check_of_a_frame(
    tables: xcdata.Tables, tmp_path: Path
) -> None:
    tables.plan.to_csv(tmp_path / "mine.csv", index=False)
    with refuses("table_of_ours", table="plan"):
        xcdata.check(tmp_path / "mine.csv")
