"""The whole gazette read at once, well-formed and damaged."""

import pickle
import random
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from refusals import refuses

import xcdata
from xcdata.dataset import tables as dataset_tables
from xcdata.dataset.schema import TABLES
from xcdata.dataset.source import read_raw
from xcdata.dataset.tables import parse

RAW = read_raw()
Write = Callable[[str | bytes], Path]


def test_our_gazette_gives_sixteen_tables_without_a_problem() -> None:
    tables = xcdata.read_gazette()
    assert tables.problems.empty
    assert list(tables) == [
        "documents",
        "plan",
        "plan_totals",
        "awards",
        "award_counts",
        "training",
        "training_totals",
        "tasks",
        "task_organs",
        "members",
        "targets",
        "time_limits",
        "list_items",
        "articles",
        "alert_levels",
        "citations",
    ]
    assert len(tables) == 16
    assert "许政" in repr(tables["documents"].iloc[0])
    assert "营造林计划" in tables._repr_html_()
    assert "plan 46" in repr(tables)


def test_the_same_text_read_from_a_path_gives_the_same_tables(written: Write, raw: str) -> None:
    ours, theirs = xcdata.read_gazette(), xcdata.read_gazette(written(raw))
    assert theirs.sha256 == ours.sha256
    for name in ours:
        pd.testing.assert_frame_equal(ours[name], theirs[name])


def test_processed_tables_load_as_they_were_read() -> None:
    tables = xcdata.read_gazette()
    for name in tables:
        pd.testing.assert_frame_equal(xcdata.load(name), tables[name])


def test_codes_stay_text_and_missing_ones_stay_missing() -> None:
    counties = xcdata.load("counties").set_index("county")
    assert counties.loc["禹州市", "gbt2260"] == "411081"
    assert pd.isna(counties.loc["示范区", "gbt2260"])
    assert set(xcdata.load_townships()["county_code"].str.len()) == {6}


@pytest.mark.parametrize("name", sorted(TABLES))
def test_each_table_has_a_loader_of_its_own(name: str) -> None:
    loader = getattr(xcdata, f"load_{name}")
    pd.testing.assert_frame_equal(loader(), xcdata.load(name))
    assert loader.__doc__


def test_an_unknown_table_is_told_with_the_known_ones() -> None:
    with refuses("unknown_name_near", found="plans"):
        xcdata.load("plans")
    with refuses("unknown_name", found="宗教", known=tuple(TABLES)):
        xcdata.load("宗教")


def test_a_missing_processed_file_says_how_to_make_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dataset_tables, "data_dir", lambda: tmp_path)
    with refuses("table_not_built", found="plan"):
        xcdata.load("plan")


def test_every_problem_of_a_text_is_told_at_once(written: Write, raw: str) -> None:
    text = raw.replace("魏都区\t0.07\t0.07", "魏都区\tO.07").replace("3年培训2万人次", "3年培训2O万人次")
    with pytest.raises(xcdata.InputError) as caught:
        xcdata.read_gazette(written(text))
    assert {668, 709} <= {problem.line for problem in caught.value.problems}


def test_a_lenient_reading_returns_what_could_be_read_and_the_problems(written: Write, raw: str) -> None:
    tables = xcdata.read_gazette(written(raw.replace("魏都区\t0.07\t0.07", "魏都区\t0.07")), strict=False)
    assert "魏都区" not in set(tables["plan"]["county"])
    assert len(tables["training"]) == 15
    assert list(tables.problems.columns) == ["kind", "where", "line", "found", "message"]
    assert tables.problems["line"].tolist() == [668]
    assert "有 1 处未能读取" in tables._repr_html_()


def test_a_text_that_is_no_notice_is_said_to_hold_nothing_that_could_be_checked(written: Write) -> None:
    review = xcdata.check(written("今天天气很好。\n"))
    assert review.exit_code == 3
    (coverage,) = review.tables.coverage if review.tables else ()
    assert [line.line for line in coverage.unread] == [1]


def mutate(text: str, seed: int, edits: int) -> str:
    """Damage a text as a careless editor, a scanner or a vandal would."""
    chance = random.Random(seed)
    lines = text.split("\n")
    for _ in range(edits):
        here = chance.randrange(len(lines))
        start = chance.choice(
            [here, 660 + chance.randrange(14), 690 + chance.randrange(34), chance.randrange(500)]
        )
        line = min(start, len(lines) - 1)
        content = lines[line]
        at = chance.randrange(len(content) + 1)
        match chance.randrange(8):
            case 0:
                del lines[line]
            case 1:
                lines.insert(line, lines[here])
            case 2:
                lines[line] = content[:at] + chance.choice("0.一（\t，。万亩#名①㎡—〔 \u3000") + content[at:]
            case 3:
                lines[line] = content[:at] + content[at + 1 :]
            case 4:
                lines[line], lines[here] = lines[here], lines[line]
            case 5:
                lines[line] = content[:at]
                lines.insert(line + 1, content[at:])
            case 6:
                lines[line] = content.translate(str.maketrans("0123456789.", "０１２３４５６７８９．"))
            case _:
                lines = lines[:line] if chance.random() < 0.02 else lines
        lines = lines or [""]
    return "\n".join(lines)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="许政办〔2019〕25号#一二三、（）单位\t总计0.5万亩\n 年，人次"))
def test_no_text_at_all_raises_anything(text: str) -> None:
    parse(text, "text")


def test_a_line_of_names_that_no_reader_took_is_unread_and_no_prose() -> None:
    text = "某市人民政府关于加强绿化的通知\n某政〔2021〕5号\n各县（市、区）人民政府：\n一、植树。春季植树。\n责任单位：市林业局。\n丁一鸣 临溪县林业局\n某市人民政府\n2021年3月8日\n"
    (coverage,) = parse(text, "某市.txt").coverage
    assert [(line.line, line.text) for line in coverage.unread] == [(6, "丁一鸣 临溪县林业局")]


@pytest.fixture(scope="module")
def tables() -> xcdata.Tables:
    return xcdata.read_gazette()


def test_tables_are_attributes_too_and_a_misspelt_one_is_asked_about(tables: xcdata.Tables) -> None:
    assert tables.plan is tables["plan"]
    assert {"plan", "task_organs", "summary"} <= set(dir(tables))
    assert tables._ipython_key_completions_() == list(tables)
    assert not hasattr(tables, "plans")
    with pytest.raises(AttributeError, match="没有表“award”；是不是“awards”"):
        _ = tables.award
    assert len(pickle.loads(pickle.dumps(tables)).plan) == 46


def test_what_has_an_order_is_grouped_in_it_and_keeps_it_where_tables_are_merged() -> None:
    plan, awards = xcdata.load("plan"), xcdata.load("awards")
    # The rows of the plan table from the top down, and the spanners of its header from the left.
    areas = [
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
    assert plan.groupby("county")["wan_mu"].sum().index.tolist() == areas
    groups = ["造林", "优质林果", "森林抚育", "花卉苗木", "中心城区绿化"]
    assert plan.pivot_table("wan_mu", "county", "group").columns.tolist() == groups
    assert plan.groupby("programme").size().index[1] == "平原防风固沙林"
    assert plan["county"].dtype == awards["county"].dtype == xcdata.load("counties")["county"].dtype
    merged = plan.merge(awards, on="county")
    assert merged.sort_values("county", kind="stable")["county"].unique().tolist() == areas[:-1]
    assert xcdata.load("alert_levels")["level"].max() == "红色"
    assert awards["stage"].min() == "幼儿园"


def test_another_place_has_its_areas_in_the_order_of_its_own_plan() -> None:
    text = "青石市2021年度造林计划表\n单位：亩\n县（市、区）\t合计\t人工造林\n青石市\t960\t960\n临溪县\t500\t500\n北山县\t460\t460\n"
    county = parse(text, "青石市.txt").plan["county"]
    assert county.cat.categories.tolist() == ["临溪县", "北山县"]


def test_a_frame_tells_its_table_units_and_source_and_pandas_keeps_that(tables: xcdata.Tables) -> None:
    plan = xcdata.load("plan")
    assert plan.attrs == tables.plan.attrs
    assert plan.attrs["table"] == "plan"
    assert plan.attrs["units"] == {"wan_mu": "万亩", "hectares": "ha"}
    assert plan.attrs["source"] == {"name": "xuchang-gazette-2019.txt", "sha256": tables.sha256}
    kept = [plan[plan["wan_mu"] > 1], plan.assign(x=1), pd.concat([plan, tables.plan]), plan.copy()]
    assert all(one.attrs == plan.attrs for one in kept)
    assert pd.concat([plan, tables.awards]).attrs == {}
    assert xcdata.load("organs").attrs["source"] == {"name": "data/reference/organs.csv"}


def test_every_table_is_the_same_when_read_back_from_parquet(tables: xcdata.Tables, tmp_path: Path) -> None:
    written = tables.to_parquet(tmp_path / "new")
    assert [path.stem for path in written] == list(tables)
    for path in written:
        back = pd.read_parquet(path)
        pd.testing.assert_frame_equal(back, tables[path.stem])
        assert back.attrs == tables[path.stem].attrs


def test_parquet_without_pyarrow_says_what_to_install(
    tables: xcdata.Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dataset_tables, "find_spec", lambda _: None)
    with pytest.raises(xcdata.XcdataError, match=r"pip install -e '.*\[corpus\]'"):
        tables.to_parquet(tmp_path)
