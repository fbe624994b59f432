"""The panels of the notebooks: what is chosen changes sentence, table and chart together, and no choice leads to nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from browser import driven
from matplotlib.figure import Figure
from matplotlib.text import Text
from refusals import refuses

from xcdata import XcdataError, explore, load, read_gazette
from xcdata.charts import ranking
from xcdata.dataset.tables import Tables, parse
from xcdata.explore import panel
from xcdata.explore.panel import Panel


@pytest.fixture(scope="module")
def tables() -> Tables:
    return read_gazette()


def drawn(shown: Panel) -> set[str]:
    """What is written in the chart."""
    return {text.get_text() for text in shown.answer.ax.findobj(Text)}


def choose(shown: Panel, **words: str) -> list[str]:
    """Choose by the words that people see, and return the pieces of what is shown: sentence, table, chart."""
    for name, word in words.items():
        shown.choices[name].value = word
    _, sentence, rest = shown.shown.value.split("<p>")[0], *shown.shown.value.split("<p>")[1].split("</p>")
    table, chart = rest.split("<img")
    return [sentence, table, chart]


def test_choosing_a_county_changes_sentence_table_and_chart_together() -> None:
    shown = explore.plan(load("plan"))
    before = choose(shown)
    assert "22.55 万亩" in before[0]
    after = choose(shown, area="鄢陵县")  # line 666: 4.21, of which 3.25 of 花卉苗木; of 22.55 and 3.85
    assert all(one != other for one, other in zip(before, after, strict=True))
    assert (
        after[0]
        == "鄢陵县共 4.21 万亩，占各县（市、区）合计 22.55 万亩的 18.67%；花卉苗木最多，3.25 万亩，占鄢陵县的 77.20%。"
    )
    assert ">3.25</td>" in after[1]
    assert ">84.42</td>" in after[1]
    assert "13.01" not in after[1]
    assert {"3.25", "0.55", "花卉苗木"} <= drawn(shown)
    assert "13.01" not in drawn(shown)


def test_a_programme_is_shown_by_county_and_the_chosen_one_is_marked() -> None:
    shown = explore.plan(load("plan"), area="禹州市", programme="廊道绿化")  # 1.03 of 1.8, lines 664 and 663
    assert (
        shown.answer.sentence
        == "禹州市的廊道绿化 1.03 万亩，占各县（市、区）同一任务（1.80 万亩）的 57.22%。"
    )
    assert shown.shown.value.count('<tr class="chosen">') == 1
    colours = [bar.get_facecolor() for bar in shown.answer.ax.patches]
    assert colours.count(colours[0]) == 1
    assert len(set(colours)) == 2


def test_another_unit_changes_all_three() -> None:
    shown = explore.plan(load("plan"))
    sentence, table, _ = choose(shown, measure="公顷")  # 13.01 × 10,000 / 15
    assert "8,673.33 公顷" in sentence
    assert "8,673.33" in table
    assert "8,673.33" in drawn(shown)


def test_a_county_without_the_programme_is_told_so_and_the_city_is_shown() -> None:
    shown = explore.plan(load("plan"))
    sentence, table, _ = choose(shown, area="东城区", programme="平原防风固沙林")
    assert sentence == "东城区没有平原防风固沙林的任务；各县（市、区）共 0.20 万亩，鄢陵县最多，0.20 万亩。"
    assert "鄢陵县" in table
    assert "0.20" in drawn(shown)


def test_of_a_county_the_names_are_listed_and_counted_by_award() -> None:
    shown = explore.awards(load("awards"))
    assert "366 个获奖的" in choose(shown)[0]
    sentence, table, _ = choose(
        shown, area="长葛市", award="许昌市师德标兵"
    )  # 10名; 赵艳红 stands in line 138
    assert sentence == "许昌市师德标兵的 10 个获奖者中，长葛市 1 个，占 10.00%。"
    assert "赵艳红" in table
    assert "许昌市师德标兵：各县（市、区）的获奖者" in drawn(shown)
    assert choose(shown, award="集体二等功")[0].startswith("长葛市没有集体二等功的获奖者")
    assert "中原高速郑漂分公司" in choose(shown, area="未能确定", award="通报表扬")[1]


def test_targets_are_counted_in_all_a_year_or_as_upskilling_and_who_states_nothing_is_told() -> None:
    shown = explore.training(load("training"))
    # 11.5万人次以上 in line 703, and the 11.5 of the groups: the two that are largest are named alike
    assert choose(shown)[0] == (
        "目标合计（人、人次）：15 项目标共 300,000，先进制造业和战略性新兴产业技能提升计划、就业重点群体技能提升计划最多，"
        "各 115,000，占 38.33%。"
    )
    group = choose(shown, scheme="就业重点群体技能提升计划")  # 6 + 0.2 + 0.7 + 0.3 + 1 + 3 + 0.3 万
    assert "7 项目标共 115,000，占全部的 38.33%" in group[0]
    assert "农村转移就业劳动者" in group[1]
    assert {"60,000", "农村转移就业劳动者"} <= drawn(shown)
    shown = explore.training(load("training"), counted="yearly")
    assert "15 项目标共 100,000" in shown.answer.sentence  # in three years
    sentence = choose(shown, counted="其中技能提升至少（人、人次）")[0]
    assert sentence.endswith("2 项没有写明，未计入。")  # 大众创业, 特色品牌
    assert choose(shown, scheme="大众创业培训计划")[0].startswith("大众创业培训计划没有写明此数")


def test_who_leads_most_by_a_month_and_how_many_state_none() -> None:
    shown = explore.tasks(load("tasks"), load("task_organs"))
    sentence, table, _ = choose(shown, role="牵头", until="2020年6月底以前")
    # 牵头单位 stand in lines 1031 to 1143; 市交通运输局 in 1031, 1057, 1085, 1095, 1117, 1125 and 1133; of two tasks there are two.
    # Elsewhere 28 tasks are led by one organ or more, and state no deadline.
    assert sentence == (
        "各单位牵头、2020年6月底以前到期的任务共 12 项，5 个单位分担 14 项次，市交通运输局最多，7 项。"
        "另有 28 项没有写明期限，未计入。另有 7 项在所给的任务单位表中没有单位，未计入。"
    )
    assert ">7</td>" in table
    assert {"7", "市公安局"} <= drawn(shown)
    assert choose(shown, organ="市公安局")[0].startswith("市公安局牵头、2020年6月底以前到期的任务共 2 项。")
    assert "2019-12-31" in drawn(shown)  # 2019年12月底前, both


def test_where_no_task_fits_this_is_said_and_all_of_the_organ_are_shown() -> None:
    shown = explore.tasks(load("tasks"), load("task_organs"), organ="市财政局", until="2019-12")
    # The sentence, the table and the chart speak of the same tasks.
    assert shown.answer.sentence == (
        "市财政局没有写明2019年12月底以前到期的任务；下面是其全部 25 项任务，其中 25 项没有写明期限。"
    )
    assert len(shown.answer.table) == 25
    assert "市财政局与谁一起" in drawn(shown)
    assert any(text.startswith("其 25 项任务中的其他单位") for text in drawn(shown))


def test_a_figure_that_is_typed_over_is_found_and_one_that_is_none_is_refused(tables: Tables) -> None:
    shown = explore.misprint(tables)
    assert shown.answer.sentence == (
        "禹州市 总计印作 13.01，敲成 13.10：2 条合计关系不再成立，查出：禹州市 总计应为 13.01。"
    )
    assert "13.10\n→13.01" in drawn(shown)
    refused = shown.shown
    shown.choices["typed"].value = "十三"
    assert "印作“十三”" in refused.value
    assert choose(shown, typed="13.01")[0].endswith("合计关系全部成立，或已有说明。")
    assert "13.10\n→13.01" not in drawn(shown)
    # line 673 prints a total and a note in place of the breakdown
    sentence, table, _ = choose(shown, area="中心城区", column="造林 合计")
    assert sentence.startswith("计划表里没有中心城区 造林 合计这一格")
    assert "<td" in table


def test_in_english_words_are_english_and_so_are_names_that_have_one() -> None:
    shown = explore.tasks(load("tasks"), load("task_organs"), organ="市公安局", role="lead", lang="en")
    assert [choice.description for choice in shown.choices.values()] == ["Organ", "Role", "Due"]
    assert shown.choices["role"].value == "leads"
    assert shown.answer.sentence == "Public Security Bureau has 2 tasks (leads); 2 with a deadline."
    assert '<th scope="col" class="text">deadline</th>' in shown.shown.value
    assert "Plan city access of delivery vehicles" in shown.answer.table.index  # as in the chart


def test_a_notice_of_another_place_can_be_asked_too() -> None:
    text = "青石市2021年度造林计划表\n单位：亩\n县（市、区）\t合计\t人工造林\t森林抚育\n青石市\t960\t610\t350\n临溪县\t500\t300\t200\n南浦区\t460\t310\t150\n"
    shown = explore.plan(parse(text, "造林.txt")["plan"])
    assert shown.choices["area"].options == ("全部", "临溪县", "南浦区")
    assert choose(shown, area="南浦区", measure="公顷")[0].startswith("南浦区共 30.67 公顷")  # 460 mu


def test_what_no_target_states_cannot_be_chosen() -> None:
    targets = load("training").assign(upskilling_share_min=float("nan"))
    assert explore.training(targets).choices["counted"].options == (
        "目标合计（人、人次）",
        "平均每年（人、人次）",
    )


def test_of_many_that_are_alike_three_are_named_and_the_others_counted() -> None:
    tied = load("awards").query("award == '许昌市师德标兵'").drop_duplicates("county")  # one of each county
    assert "禹州市、长葛市、鄢陵县等 7 项（并列）最多，各 1 个" in explore.awards(tied).answer.sentence


def test_a_ranking_marks_a_name_tells_how_many_it_leaves_out_and_refuses_what_has_no_amount() -> None:
    values = pd.Series(range(1, 26), index=[f"第{number}项" for number in range(1, 26)])
    ax = ranking(values, ax=Figure().add_subplot(), title="各项", about="个", mark="第24项")
    assert [label.get_text() for label in ax.get_yticklabels()][:2] == ["第25项", "第24项"]
    assert len(ax.patches) == 20
    assert "个；图为最大的各项，另有 5 项未画" in {text.get_text() for text in ax.findobj(Text)}
    colours = [bar.get_facecolor() for bar in ax.patches]
    assert colours[1] != colours[0] == colours[2]
    with pytest.raises(XcdataError):
        ranking(values - 2, ax=Figure().add_subplot())


@pytest.mark.parametrize(
    ("ask", "near"),
    [
        (lambda: explore.plan(load("plan"), area="禹州"), "是不是“禹州市”"),
        (lambda: explore.plan(load("plan"), measure="wanmu"), "是不是“wan_mu”"),
        (lambda: explore.tasks(load("tasks"), load("task_organs"), organ="市发改委"), "市发展和改革委员会"),
        (lambda: explore.awards(load("plan")), "缺少 award"),
        (lambda: explore.training(load("training"), lang="fr"), "'zh' 或 'en'"),
    ],
)
def test_what_is_misspelt_or_missing_is_told(ask: Callable[[], Panel], near: str) -> None:
    with pytest.raises(XcdataError, match=near):
        ask()


def test_without_ipywidgets_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panel, "find_spec", lambda _: None)
    with pytest.raises(XcdataError, match="make lab"):
        explore.plan(load("plan"))


def test_who_reads_without_a_kernel_sees_the_answer_and_how_to_choose() -> None:
    shown = explore.plan(load("plan"))
    plain = shown._repr_mimebundle_()["text/plain"]
    assert plain.splitlines() == [
        "营造林任务共 22.55 万亩，禹州市最多，13.01 万亩，占 57.69%。",
        "（在 JupyterLab 中运行这一格，即可选择：县（市、区）、任务、单位）",
    ]


@pytest.mark.browser
def test_the_keys_of_a_dropdown_are_its_own_and_the_answer_fits_a_narrow_window(tmp_path: Path) -> None:
    shown = explore.awards(load("awards"), area="长葛市").shown.value
    page = f'<!doctype html><body><div class="widget-vbox"><select></select>{shown}</div>'
    keys, table, width = driven(
        page,
        "const table = d.querySelector('.xcdata-answer div'); return [d.querySelector('select').dataset.lmSuppressShortcuts, "
        "table.scrollHeight > table.clientHeight, d.documentElement.scrollWidth]",
        tmp_path,
        width=400,
    )
    assert keys == "true"  # else JupyterLab takes an arrow for the next cell, and D D for deleting this one
    assert table
    assert width <= 400


def test_tasks_that_name_no_organ_are_told_and_their_months_can_be_chosen() -> None:
    tasks, organs = load("tasks"), load("task_organs")
    # Milestones of 许政〔2019〕25号 (四) and 许政办〔2019〕31号 (二) name none: ten, of which seven are due by June 2020, six by April.
    assert "13 项" in (told := str(explore.tasks(tasks, organs, until="2020-06")))
    assert "另有 7 项在所给的任务单位表中没有单位" in told
    assert "6 more have no organ" in str(explore.tasks(tasks, organs, until="2020-04", lang="en"))
    assert "没有单位" not in str(explore.tasks(tasks, organs, organ="市公安局"))


def test_where_no_task_names_an_organ_the_tasks_are_shown() -> None:
    of_trees = load("tasks").query("document == '许政〔2019〕25号'")
    shown = explore.tasks(of_trees, load("task_organs"))
    assert shown.answer.sentence.startswith("表中的任务共 3 项，在所给的任务单位表中都没有单位")
    assert len(shown.answer.table) == 3
    undated = explore.tasks(of_trees.assign(deadline=None), load("task_organs"), lang="en")
    assert undated.answer.sentence.startswith("3 tasks, none of which has an organ")
    with refuses("unknown_name_of_none"):
        explore.tasks(of_trees, load("task_organs"), organ="市商务局")


def test_of_one_area_or_organ_it_is_not_said_that_it_has_most() -> None:
    plan, awards, organs = load("plan"), load("awards"), load("task_organs")
    of = plan[plan["county"] == "鄢陵县"]
    assert explore.plan(of).answer.sentence == "营造林任务共 4.21 万亩，都在鄢陵县。"
    assert "100" not in explore.plan(plan, area="中心城区", lang="en").answer.sentence
    assert "最多" not in explore.awards(awards[awards["county"] == "禹州市"]).answer.sentence
    told = explore.tasks(load("tasks"), organs[organs["organ"] == "市商务局"], role="lead", until="2020-06")
    assert told.answer.sentence.startswith("各单位牵头、2020年6月底以前到期的任务共 3 项，都在市商务局名下。")
