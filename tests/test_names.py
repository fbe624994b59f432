"""A name that is misspelt is told with those near it; it is never passed over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from refusals import refuses

import xcdata
from xcdata.names import near_names

PLAN = xcdata.load("plan")
ORGANS = xcdata.load("task_organs")


@pytest.mark.parametrize(
    ("typed", "names", "near"),
    [
        ("禹州", ["长葛市", "禹州市"], ("禹州市",)),
        ("禹洲市", ["长葛市", "禹州市"], ("禹州市",)),
        ("Plan ", ["plan", "plan_totals"], ("plan",)),
        ("ｐｌａｎ", ["plan", "awards"], ("plan",)),
        ("发改委", ["市商务局", "市发展和改革委员会"], ("市发展和改革委员会",)),
        ("造", ["造林", "优质林果"], ("造林",)),
        ("朝阳区", ["禹州市", "鄢陵县"], ()),
        ("", ["禹州市"], ()),
    ],
)
def test_names_near_what_was_typed_are_found(typed: str, names: list[str], near: tuple[str, ...]) -> None:
    assert near_names(typed, names) == near


@pytest.mark.parametrize(
    ("misspelt", "zh", "en"),
    [
        (lambda: xcdata.select(PLAN, county="禹州"), "没有县市区“禹州”；是不是“禹州市”？", "There is no county '禹州'; did you mean 禹州市?"),
        (lambda: xcdata.select(PLAN, county="Changge"), "没有县市区“Changge”；是不是“长葛市”？", "There is no county 'Changge'; did you mean 长葛市?"),
        (lambda: xcdata.select(PLAN, programme="廊道"), "没有项目“廊道”；是不是“廊道绿化”？", "There is no programme '廊道'; did you mean 廊道绿化?"),
        (lambda: xcdata.select(PLAN, contry="禹州市"), "没有栏“contry”；是不是“county”？", "There is no column 'contry'; did you mean county?"),
        (lambda: xcdata.select(ORGANS, organ="发改委"), "没有单位“发改委”；是不是“市发展和改革委员会”？", "There is no organ '发改委'; did you mean 市发展和改革委员会?"),
        (lambda: xcdata.load("organ"), "没有表“organ”；是不是“organs”或“task_organs”？", "There is no table 'organ'; did you mean organs or task_organs?"),
        (lambda: xcdata.read_gazette()["tagets"], "没有表“tagets”；是不是“targets”？", "There is no table 'tagets'; did you mean targets?"),
        (lambda: xcdata.charts.plan_map(PLAN, measure="wanmu"), "没有栏“wanmu”；是不是“wan_mu”？", "There is no column 'wanmu'; did you mean wan_mu?"),
        (lambda: xcdata.check(place="许昌"), "没有地方资料“许昌”；是不是“许昌市”？", "There is no profile of a place '许昌'; did you mean 许昌市?"),
    ],
)  # fmt: skip
def test_a_misspelt_name_is_asked_about_in_either_language(
    misspelt: Callable[[], object], zh: str, en: str
) -> None:
    with pytest.raises(xcdata.XcdataError) as caught:
        misspelt()
    assert str(caught.value) == zh
    assert caught.value.told("en") == en


def test_a_name_near_none_is_told_with_those_there_are() -> None:
    with refuses("unknown_name", found="朝阳区"):
        xcdata.select(PLAN, county="朝阳区")


def test_rows_are_selected_by_a_value_by_several_and_by_what_is_missing() -> None:
    # 禹州市 has ten tasks and 长葛市 six: the printed table, lines 664 and 665, without its totals.
    assert xcdata.select(PLAN, county="禹州市")["line"].tolist() == [664] * 10
    assert len(xcdata.select(PLAN, county=["禹州市", "长葛市"])) == 16
    assert xcdata.select(PLAN, operation=None)["operation"].isna().all()
    assert set(xcdata.select(PLAN, operation=[None, "新造"])["operation"].dropna()) == {"新造"}
    assert xcdata.select(xcdata.load("tasks"), deadline="2020-06-30")["deadline"].nunique() == 1
    assert xcdata.select(PLAN, line=664)["county"].unique().tolist() == ["禹州市"]


def test_a_number_may_be_given_as_a_text_and_a_text_as_a_number_and_is_never_passed_over() -> None:
    # 0.15 is printed four times: 花卉苗木 in lines 664, 665, 667 and 669.
    assert len(xcdata.select(PLAN, wan_mu="0.15")) == len(xcdata.select(PLAN, wan_mu="0.150")) == 4
    assert len(xcdata.select(PLAN, printed=0.15)) == 4
    assert len(xcdata.select(PLAN.astype({"wan_mu": "float32"}), wan_mu=0.15)) == 4
    assert len(xcdata.select(PLAN, line="664")) == 10
    with refuses("unknown_name_near", found="0.151"):
        xcdata.select(PLAN, wan_mu="0.151")
    with refuses("columns_repeated"):
        xcdata.select(pd.concat([PLAN, PLAN["wan_mu"]], axis=1), wan_mu=0.15)
    with refuses("not_a_frame"):
        xcdata.select(PLAN["county"], county="禹州市")  # type: ignore[arg-type]


def test_values_that_are_known_but_stand_in_no_row_together_give_no_row() -> None:
    # 开发区 has 0.01 of 廊道绿化 and nothing else.
    assert xcdata.select(PLAN, county="开发区", group="优质林果").empty


def test_rows_of_any_frame_are_selected() -> None:
    frame = pd.DataFrame({"街道": ["东街", "西街"], "户数": [9, 8]})
    assert xcdata.select(frame, 街道="东街")["户数"].tolist() == [9]
    with refuses("unknown_name_near", found="东"):
        xcdata.select(frame, 街道="东")


def test_a_day_is_selected_in_dates_and_in_texts_and_a_column_of_another_sense_is_left_as_it_is() -> None:
    tasks = xcdata.load("tasks")
    day = pd.Timestamp("2020-06-30")
    texts = tasks.assign(deadline=tasks["deadline"].dt.strftime("%Y-%m-%d"))
    assert len(xcdata.select(tasks, deadline=day)) == len(xcdata.select(texts, deadline=day)) == 11
    assert len(xcdata.select(pd.DataFrame({"start": ["东站", "西站"]}), start="东站")) == 1


def test_a_misspelt_heading_or_sheet_of_a_table_is_asked_about(tmp_path: Path) -> None:
    table = [["区", "甲", "乙"], ["东", "1", "2"], ["西", "3", "4"], ["合计", "4", "6"]]
    with refuses("unknown_name_near", where="by", found="区县", near={"zh": "“区”", "en": "区"}):
        xcdata.audit([["区", *table[0][1:]], *table[1:]], by="区县")
    path = tmp_path / "two.xlsx"
    with pd.ExcelWriter(path, engine="openpyxl") as book:
        for name in ("一月", "二月"):
            pd.DataFrame(table[1:], columns=table[0]).to_excel(book, sheet_name=name, index=False)
    with refuses("unknown_name_near", found="二月份"):
        xcdata.audit(path, "二月份")
    with refuses("unknown_name_near", found="二月份"):
        xcdata.audit(path)["二月份"]  # type: ignore[index]


def test_an_english_name_is_asked_about_by_the_name_that_is_printed() -> None:
    with pytest.raises(xcdata.XcdataError, match="市交通运输局"):
        xcdata.select(ORGANS, organ="Transport Bureau")
    with pytest.raises(xcdata.XcdataError, match="森林抚育"):
        xcdata.select(PLAN, programme="Forest tending")
