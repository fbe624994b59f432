"""Frames as people give them: filtered, joined, with blanks, read from a CSV by other means than ours. What a chart leaves out is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from refusals import refuses

import xcdata
from xcdata import charts, explore
from xcdata.charts import CHARTS, new_axes

TABLES = {
    name: xcdata.load(name)
    for name in ("plan", "awards", "training", "training_totals", "tasks", "task_organs")
}
PLAN, AWARDS, ORGANS = TABLES["plan"], TABLES["awards"], TABLES["task_organs"]
PROCESSED = Path(__file__).parents[1] / "data" / "processed"


def without(frame: pd.DataFrame, column: str, rows: int = 1) -> pd.DataFrame:
    """A frame in which the first rows do not state a column."""
    frame = frame.copy()
    frame.loc[frame.index[:rows], column] = pd.NaT if column == "deadline" else None
    return frame


def drawn(name: str, frame: pd.DataFrame, lang: str = "zh") -> Axes:
    """A chart of a frame, the other tables that it needs as they are."""
    draw, (_, *others) = CHARTS[name]
    return draw(frame, *(TABLES[other] for other in others), ax=new_axes(name), lang=lang)


def written(ax: Axes) -> str:
    """What is written on a chart, in one line."""
    return " ".join(text.get_text() for text in ax.findobj(Text)).replace("\n", "")


# 山区生态林 of 禹州市, 4.00, is the first row: line 664 of the gazette.
@pytest.mark.parametrize(
    ("name", "frame", "told"),
    [
        ("plan_by_county", without(PLAN, "county"), "另有 1 行没有写明县市区，合计 4.00 万亩，未画"),
        ("plan_by_county", without(PLAN, "group"), "另有 1 行没有写明类别，合计 4.00 万亩，未画"),
        ("plan_shares", without(PLAN, "county"), "另有 1 行没有写明县市区，合计 4.00 万亩，未画"),
        ("plan_heatmap", without(PLAN, "programme"), "另有 1 行没有写明项目，合计 4.00 万亩，未画"),
        ("plan_map", without(PLAN, "county"), "图外：未能确定 4.00"),
        ("awards_by_county", without(AWARDS, "award", 5), "另有 5 行没有写明奖项，未画"),
        ("awards_by_stage", without(AWARDS, "recipient_kind", 5), "另有 5 行没有写明对象，未画"),
        # 11.5万人次以上 is the first target.
        ("training_targets", without(TABLES["training"], "programme"), "合计 115,000，未画"),
        ("tasks_by_organ", without(ORGANS, "organ", 4), "另有 4 行没有写明单位，未画"),
        ("tasks_by_organ", without(ORGANS, "role", 4), "另有 4 行没有写明角色，未画"),
        ("deadlines", without(TABLES["tasks"], "title", 2), "另有 2 行没有写明事项，未画"),
        ("organs_by_notice", without(ORGANS, "document", 4), "另有 4 行没有写明文号，未画"),
    ],
)
def test_rows_that_have_no_place_in_a_chart_are_counted_on_it(
    name: str, frame: pd.DataFrame, told: str
) -> None:
    assert told in written(drawn(name, frame))


def test_what_is_left_out_is_told_in_english_too_and_in_the_unit_drawn() -> None:
    ax = charts.plan_by_county(
        without(PLAN, "county"), ax=new_axes("plan_by_county"), lang="en", measure="hectares"
    )
    assert "rows without county, not drawn: 1, 2,666.67 hectares in all" in written(ax)  # 4 × 10,000 / 15


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("plan_by_county", "county"),
        ("plan_shares", "county"),
        ("plan_heatmap", "programme"),
        ("plan_map", "county"),
        ("awards_by_county", "award"),
        ("awards_by_stage", "recipient_kind"),
        ("training_targets", "programme"),
        ("tasks_by_organ", "organ"),
        ("tasks_by_organ", "role"),
        ("deadlines", "deadline"),
        ("organs_by_notice", "organ"),
    ],
)
def test_where_no_row_states_what_is_drawn_this_is_told(name: str, column: str) -> None:
    frame = TABLES[CHARTS[name][1][0]]
    with refuses("columns_blank"):
        drawn(name, without(frame, column, len(frame)))


def test_awards_of_no_known_county_or_stage_are_drawn_and_said_to_be_so() -> None:
    assert (
        drawn("awards_by_county", AWARDS.assign(county=None)).get_title()
        == "366 个获奖者的县（市、区）都未能确定"
    )
    assert drawn("awards_by_stage", AWARDS.assign(stage=None)).get_title() == "366 个获奖者的学段都看不出"
    assert explore.awards(AWARDS.assign(county=None)).answer.sentence.endswith("都未能确定所在。")


def test_panels_count_what_they_leave_out() -> None:
    blank = explore.plan(without(PLAN, "county"))  # 22.55 − 4.00, and 禹州市's 13.01 − 4.00
    assert blank.answer.sentence == (
        "营造林任务共 18.55 万亩，禹州市最多，9.01 万亩，占 48.57%。另有 1 行没有写明县市区，合计 4.00 万亩，未计入。"
    )
    blank.choices["measure"].value = "公顷"
    assert blank.answer.sentence.endswith("合计 2,666.67 公顷，未计入。")
    grouped = explore.plan(without(PLAN, "group"))
    assert "18.55 万亩" in grouped.answer.sentence  # as in the table and the chart
    assert "另有 5 行没有写明奖项，未计入" in explore.awards(without(AWARDS, "award", 5)).answer.sentence
    organs = explore.tasks(TABLES["tasks"], without(ORGANS, "organ", 4))
    assert "另有 4 行没有写明单位，未计入" in organs.answer.sentence


@pytest.mark.parametrize(
    ("name", "lang", "title"),
    [
        ("plan_by_county", "zh", "禹州市的任务共 13.01 万亩"),
        ("plan_shares", "zh", "禹州市的任务共 13.01 万亩"),
        ("plan_heatmap", "zh", "最大的一项任务：禹州市山区生态林，4.00 万亩"),
        ("plan_map", "zh", "营造林任务（万亩）：禹州市 13.01"),
        ("plan_by_county", "en", "Yuzhou: 13.01 × 10,000 mu"),
    ],
)
def test_of_one_county_no_share_is_claimed(name: str, lang: str, title: str) -> None:
    assert drawn(name, PLAN[PLAN["county"] == "禹州市"], lang).get_title().replace("\n", "") == title


def test_a_panel_of_a_part_of_the_plan_does_not_speak_of_the_city() -> None:
    shown = explore.plan(PLAN[PLAN["county"].isin(["禹州市", "鄢陵县"])], area="鄢陵县")  # 4.21 of 17.22
    assert "占各县（市、区）合计 17.22 万亩的 24.45%" in shown.answer.sentence
    shown.choices["area"].value = "全部"
    assert shown.answer.sentence == "营造林任务共 17.22 万亩，禹州市最多，13.01 万亩，占 75.55%。"


def test_a_task_is_drawn_once_however_many_organs_it_has() -> None:
    tasks = TABLES["tasks"]
    parts = ORGANS.merge(tasks, on=["document", "path"])
    own = tasks.merge(ORGANS[["document", "path"]].drop_duplicates())
    assert drawn("deadlines", parts).get_title() == drawn("deadlines", own).get_title()


def test_of_two_counties_the_share_is_said_to_be_of_what_is_drawn() -> None:
    two = PLAN[PLAN["county"].isin(["禹州市", "鄢陵县"])]  # 13.01 and 4.21
    for name in ("plan_by_county", "plan_shares"):
        assert drawn(name, two).get_title() == "图中 17.22 万亩任务，禹州市占 75.55%"


def test_tasks_of_one_role_are_said_to_be_of_it_and_nothing_is_said_to_be_left_where_nothing_is() -> None:
    led = ORGANS[(ORGANS["role"] == "lead") & ORGANS["organ"].isin(["市公安局", "市商务局"])]
    ax = drawn("tasks_by_organ", led)
    assert ax.get_title() == "市商务局牵头的任务最多：5 项"
    assert "未画" not in written(ax)
    assert "没有期限" not in written(drawn("deadlines", TABLES["tasks"].dropna(subset="deadline")))


@pytest.mark.parametrize("name", ["plan_by_county", "plan_heatmap", "plan_map", "deadlines"])
def test_a_title_of_ones_own_takes_the_place_of_the_charts(name: str) -> None:
    ax = drawn(name, TABLES[CHARTS[name][1][0]])
    FigureCanvasAgg(ax.figure).draw()  # type: ignore[no-untyped-call]
    before = ax.title.get_window_extent()
    headline = ax.get_title()
    assert headline in written(ax)
    ax.set_title("我的标题")
    ax.figure.canvas.draw()
    after = ax.title.get_window_extent()
    assert headline not in written(ax)
    assert after.x0 == pytest.approx(before.x0, abs=2)
    assert after.y0 >= before.y0 - 1  # above the subtitle still


def test_a_dollar_sign_is_no_formula() -> None:
    money = pd.Series([2, 1], index=["$a_b^{$", "c$"])
    ax = charts.ranking(money, ax=new_axes("ranking"), title="$\\frac$", about="$x$")
    ax.figure.canvas.draw()
    assert "$a_b^{$" in written(ax)
    assert "$\\frac$" in written(ax)


def test_a_value_without_a_name_is_called_so() -> None:
    ax = charts.ranking(AWARDS["stage"].value_counts(dropna=False), ax=new_axes("ranking"), title="学段")
    assert "未写明" in written(ax)
    assert "nan" not in written(ax)


@pytest.mark.parametrize("name", [name for name, (_, needed) in CHARTS.items() if needed != ("figures",)])
def test_the_published_files_are_drawn_as_pandas_reads_them(name: str) -> None:
    draw, needed = CHARTS[name]
    read = [pd.read_csv(PROCESSED / f"{table}.csv") for table in needed]
    ours = drawn(name, TABLES[needed[0]])
    assert draw(*read, ax=new_axes(name)).get_title() == ours.get_title()


def test_panels_ask_the_published_files_as_pandas_reads_them() -> None:
    read = {table: pd.read_csv(PROCESSED / f"{table}.csv") for table in TABLES}
    for ours, theirs in (
        (explore.plan(PLAN), explore.plan(read["plan"])),
        (explore.awards(AWARDS), explore.awards(read["awards"])),
        (explore.training(TABLES["training"]), explore.training(read["training"])),
        (
            explore.tasks(TABLES["tasks"], ORGANS, until="2020-06"),
            explore.tasks(read["tasks"], read["task_organs"], until="2020-06"),
        ),
    ):
        assert theirs.answer.sentence == ours.answer.sentence


@pytest.mark.parametrize(
    ("give", "kind"),
    [
        (lambda: charts.deadlines(TABLES["tasks"].assign(deadline="六月底")), "not_dates"),
        (lambda: charts.plan_shares(PLAN["wan_mu"]), "not_a_frame"),
        (lambda: charts.plan_shares(pd.concat([PLAN, PLAN["wan_mu"]], axis=1)), "columns_repeated"),
        (lambda: charts.tasks_by_organ(ORGANS.assign(role="牵头")), "unknown_values"),
        (lambda: charts.tasks_by_organ(ORGANS.iloc[:0]), "frame_without_rows"),
        (lambda: charts.organs_by_notice(ORGANS.iloc[:0]), "frame_without_rows"),
        (
            lambda: charts.training_targets(
                TABLES["training"].assign(quantity=pd.NA), TABLES["training_totals"]
            ),
            "amounts_missing",
        ),
        (
            lambda: charts.training_targets(
                without(TABLES["training"], "quantity"), TABLES["training_totals"]
            ),
            "amounts_missing",
        ),
    ],
)
def test_what_cannot_be_drawn_is_told(give: Callable[[], Axes], kind: str) -> None:
    with refuses(kind):
        give()


@pytest.mark.parametrize(
    "ask",
    [
        lambda: explore.awards(AWARDS.assign(recipient_kind="ghost")),
        lambda: explore.tasks(TABLES["tasks"], ORGANS.assign(role="牵头")),
    ],
)
def test_a_panel_asks_about_codes_that_there_are_not(ask: Callable[[], object]) -> None:
    with refuses("unknown_values"):
        ask()


def test_targets_that_do_not_say_how_much_they_are_in_words_are_drawn_with_their_number() -> None:
    for column, lang in (("printed", "zh"), ("unit", "en"), ("at_least", "en")):
        assert "115,000" in written(drawn("training_targets", without(TABLES["training"], column), lang))


def test_years_of_nothing_state_no_yearly_target() -> None:
    years = TABLES["training"].assign(years=0)
    years.loc[years.index[1:], "years"] = 3
    shown = explore.training(years, counted="yearly")
    assert "1 项没有写明，未计入" in shown.answer.sentence


def test_hectares_that_somebody_typed_over_stay() -> None:
    typed = PLAN.copy()
    typed.loc[typed["line"] == 664, "hectares"] = 10.0
    ax = charts.plan_shares(typed, ax=new_axes("plan_shares"), measure="hectares")
    assert "6,460.00 公顷" in written(ax)  # 22.55 − 13.01 万亩 are 6,360, and ten tasks of 禹州市 100
    assert "10 行的公顷不是其万亩的换算，以公顷为准" in written(ax)


def test_tasks_that_are_all_dated_are_said_to_be_due_between_their_days() -> None:
    parts = ORGANS.merge(TABLES["tasks"], on=["document", "path"])
    due = parts[(parts["role"] == "lead") & (parts["deadline"] <= "2020-06-30")]  # lines 1031 to 1143
    ax = drawn("tasks_by_organ", due)
    assert ax.get_title() == "至 2020-06-30 到期的任务，市交通运输局牵头最多：7 项"
    assert "共 5 个单位、14 次；2019-12-31 至 2020-06-30 到期" in written(ax)
    assert "到期" not in written(drawn("tasks_by_organ", parts))  # most state no deadline
    last = drawn("tasks_by_organ", due[due["deadline"] == "2020-06-30"], "en")
    assert "due 2020-06-30" in written(last)


@pytest.mark.parametrize("name", ["plan_by_county", "plan_shares"])
def test_where_there_are_few_rows_the_magnified_ones_stand_on_their_own(name: str) -> None:
    ax = drawn(
        name, PLAN[PLAN["county"].isin(["禹州市", "鄢陵县", "魏都区", "开发区"])]
    )  # the last two below 0.1
    FigureCanvasAgg(ax.figure).draw()  # type: ignore[no-untyped-call]
    (panel,) = ax.child_axes
    for row in (0, 1):
        own, there = (axes.transData.transform((0, at))[1] for axes, at in ((panel, row), (ax, row + 2)))
        assert own == pytest.approx(there)


def test_a_group_that_is_drawn_first_has_its_name_where_no_bar_or_row_is() -> None:
    groups = TABLES["training"].dropna(subset="target_group")
    ax = drawn("training_targets", groups)
    ax.figure.canvas.draw()
    (name,) = (text for text in ax.texts if "就业" in text.get_text())
    assert name.get_window_extent().x0 > max(
        text.get_window_extent().x1 for text in ax.texts if text.get_text().endswith(("人", "人次"))
    )


def test_numbers_among_which_one_was_missing_are_numbers() -> None:
    objects = PLAN.assign(wan_mu=PLAN["wan_mu"].astype(object))
    assert drawn("plan_shares", objects).get_title() == drawn("plan_shares", PLAN).get_title()
    years = TABLES["training"].assign(years=TABLES["training"]["years"].astype(object))
    years.loc[years.index[0], "years"] = None
    assert "1 项没有写明，未计入" in explore.training(years, counted="yearly").answer.sentence
    with refuses("not_amounts", column="years"):
        explore.training(years.assign(years="三年"))


TASKS = TABLES["tasks"]


# The gazette's plan has 46 tasks of 22.55; 559 rows name an organ of a task; 259 of the 366 commended are of a county with a task in the plan.
@pytest.mark.parametrize(
    ("name", "frame", "title", "told"),
    [
        ("plan_by_county", pd.concat([PLAN, PLAN]), "图中 22.55 万亩任务", "另有 46 行重复"),
        ("plan_shares", PLAN.merge(AWARDS, on="county"), "图中 22.25 万亩任务", "行重复"),
        ("plan_heatmap", pd.concat([PLAN, PLAN]), "4.00 万亩", "另有 46 行重复"),
        ("plan_map", pd.concat([PLAN, PLAN]), "禹州市最多（13.01）", "另有 46 行重复"),
        ("awards_by_county", AWARDS.merge(PLAN, on="county"), "259 个中的", "行重复"),
        ("awards_by_stage", pd.concat([AWARDS, AWARDS]), "366 个中的", "另有 366 行重复"),
        ("tasks_by_organ", ORGANS.merge(TASKS, on="document"), "65 项", "559 次"),
        ("tasks_by_organ", TASKS.merge(ORGANS, on="document"), "65 项", "行重复"),
        ("organs_by_notice", pd.concat([ORGANS, ORGANS]), "24 项", "另有 559 行重复"),
        ("training_targets", pd.concat([TABLES["training"]] * 2), "300,000", "另有 15 行重复"),
    ],
)
def test_a_row_that_stands_in_a_frame_again_counts_once_and_is_told(
    name: str, frame: pd.DataFrame, title: str, told: str
) -> None:
    ax = drawn(name, frame)
    assert title in ax.get_title()
    assert told in written(ax)


def test_rows_of_one_place_that_differ_are_all_counted_and_told() -> None:
    frame = pd.concat([PLAN, PLAN.iloc[:2].assign(wan_mu=1.0)])
    assert "图中 24.55 万亩任务" in (ax := drawn("plan_by_county", frame)).get_title()
    assert "2 行与另一行出自原文同一处，所写却不同，都已计入" in written(ax)


@pytest.mark.parametrize("on", ["inner", "left"])
def test_a_join_that_keeps_each_row_once_repeats_none(on: Literal["inner", "left"]) -> None:
    for frame in (
        ORGANS.merge(TASKS, on=["document", "path"], how=on),
        TASKS.merge(ORGANS, on=["document", "path"], how=on),
    ):
        told = written(drawn("tasks_by_organ", frame))
        assert "559 次" in told
        assert "重复" not in told
        assert "同一处" not in told


def test_rows_of_two_texts_at_the_same_lines_are_two_rows() -> None:
    others = AWARDS.assign(document="许政〔2020〕99号")
    assert "732 个中的" in (ax := drawn("awards_by_county", pd.concat([AWARDS, others]))).get_title()
    assert "重复" not in written(ax)


def test_panels_count_a_row_once_that_stands_in_their_frame_again() -> None:
    asked = explore.tasks(TASKS, pd.concat([ORGANS, ORGANS]), role="lead", until="2020-06", lang="en")
    assert "5 organs share 14 parts in 12 tasks" in str(asked)  # and one of them 7
    assert "counted once: 559" in str(asked)
    assert "共有 259 个获奖的" in str(explore.awards(AWARDS.merge(PLAN[["county"]], on="county")))
    assert "22.55 万亩" in (told := str(explore.plan(pd.concat([PLAN, PLAN]))))
    assert "另有 46 行重复" in told


def test_the_map_asks_about_an_area_that_it_does_not_have_and_speaks_of_those_on_it() -> None:
    misspelt = PLAN.assign(county=PLAN["county"].astype("str").replace("禹州市", "禹洲市"))
    ax = drawn("plan_map", misspelt)
    assert ax.get_title() == "营造林任务（万亩）：图上各处，鄢陵县最多（4.21）"
    assert "图外：禹洲市（是不是“禹州市”？） 13.01" in written(ax)
    assert "(is it Yuzhou?)" in written(drawn("plan_map", misspelt, "en"))


def test_of_one_organ_it_is_not_said_that_it_has_most() -> None:
    one = ORGANS[ORGANS["organ"] == "市商务局"]
    assert drawn("tasks_by_organ", one).get_title() == "市商务局承担的任务：51 项"
    assert "1 organ, named 51 times" in written(drawn("tasks_by_organ", one, "en"))


def test_what_cannot_be_drawn_or_shown_is_told_in_the_language_asked_for() -> None:
    for ask in (
        lambda: charts.plan_map(PLAN[:0], lang="en"),
        lambda: explore.plan(PLAN[:0], lang="en"),
        lambda: xcdata.show([1], "en"),  # type: ignore[call-overload]
    ):
        with pytest.raises(xcdata.XcdataError, match=r"^[ -~]+$"):
            ask()
    with pytest.raises(xcdata.XcdataError, match="表中没有一行数据"):
        charts.plan_map(PLAN[:0])
