"""What a notebook shows: the verdict on top, and titles and words in the chosen language."""

from __future__ import annotations

import pandas as pd
import pytest
from refusals import refuses

import xcdata
from xcdata.dataset.schema import TABLES
from xcdata.dataset.show import CODES
from xcdata.labels import read_labels
from xcdata.review import cell_states
from xcdata.shown import MOST


@pytest.fixture(scope="module")
def tables() -> xcdata.Tables:
    return xcdata.read_gazette()


@pytest.fixture(scope="module")
def review(tables: xcdata.Tables) -> xcdata.Review:
    return xcdata.check(xcdata.retype({"plan/禹州市/总计": "13.10"}, tables))


@pytest.mark.parametrize(
    ("lang", "first", "culprit", "word"),
    [
        ("zh", "✗ 有 2 项发现未得到解释", "禹州市 总计（第664行）：印作 13.10，应为 13.01", "相邻两位颠倒"),
        (
            "en",
            "✗ Findings left unexplained: 2",
            "禹州市 总计 (line 664): printed 13.10, should be 13.01",
            "two neighbours",
        ),
    ],
)
def test_a_review_shows_its_verdict_and_the_culprit_first(
    review: xcdata.Review, lang: str, first: str, culprit: str, word: str
) -> None:
    shown = xcdata.show(review, lang)
    assert repr(shown).split("\n")[0].startswith(first)
    assert repr(shown).split("\n")[1] == culprit
    assert shown.html.startswith(f"<p><b>{first}")
    assert word in shown.html
    assert "<summary>" in shown.html  # what is known is folded
    assert "&lt;NA&gt;" not in shown.html
    assert "1485" in repr(shown).split("\n")[-1]  # lines of the text


def test_jupyter_shows_results_in_chinese(review: xcdata.Review, tables: xcdata.Tables) -> None:
    for one in (review, tables, xcdata.compare(tables, review.tables or tables)):
        assert one._repr_html_() == xcdata.show(one, "zh").html
    assert "改动 1" in repr(xcdata.show(xcdata.compare(tables, review.tables or tables)))


def test_a_long_text_is_shown_whole_and_of_many_rows_the_first() -> None:
    frame = pd.DataFrame({f"{n}": [1, 2, 4] for n in range(MOST + 10)}, index=["甲", "乙", "合计"]).T
    shown = xcdata.show(xcdata.audit(frame, rules=["合计 = 甲 + 乙"]))
    assert "另有 10 项" in shown.html
    known = xcdata.show(xcdata.check()).html
    assert max(map(len, xcdata.check().findings["known_zh"].dropna())) > 50
    assert "...</td>" not in known


def test_findings_and_explanations_are_shown_in_words(review: xcdata.Review) -> None:
    found = xcdata.show(review.unexplained, "zh")
    assert found.loc[0, ["类别", "结论", "印作", "差额", "行"]].tolist() == [
        "合计关系",
        "不符",
        "13.10",
        "-0.09",
        "664",
    ]
    assert not [name for name in found.columns if name.endswith(("_zh", "_en"))]
    assert xcdata.show(review.explanations, "zh").loc[0, "像是"] == "相邻两位颠倒"
    assert xcdata.show(review.explanations, "en").loc[0, "should be"] == "13.01"
    states = xcdata.show(cell_states(review)["state"].value_counts(), "zh")
    assert states.loc["可疑"].tolist() == [1]


def test_a_table_is_shown_with_its_titles_and_its_codes_in_words(tables: xcdata.Tables) -> None:
    for name in tables:
        shown = xcdata.show(tables[name], "zh")
        assert shown.columns.tolist() == [column.title["zh"] for column in TABLES[name].columns]
    assert xcdata.show(tables.awards, "zh").loc[0, ["对象", "县市区"]].tolist() == ["单位", "襄城县"]
    assert xcdata.show(tables.task_organs, "en").loc[0, "role"] == "responsible"
    assert xcdata.show(tables.training, "zh").loc[0, "以上"] == "是"


def test_levels_of_an_index_are_shown_in_words(tables: xcdata.Tables) -> None:
    roles = xcdata.show(tables.task_organs.groupby(["document", "role"]).size().unstack(fill_value=0), "zh")
    assert (roles.index.name, roles.columns.name) == ("文号", "角色")
    assert roles.columns.tolist() == ["牵头", "责任", "配合"]
    both = xcdata.show(tables.task_organs.groupby(["role", "document"]).size(), "en")
    assert both.index.names == ["role", "document"]
    pivot = xcdata.show(tables.plan.pivot_table("wan_mu", "county", "group", "sum"), "zh")
    assert (pivot.index.name, pivot.columns.name, pivot.index[0]) == ("县市区", "类别", "禹州市")


def test_in_english_values_go_by_their_english_names_as_in_charts_and_people_as_printed(
    tables: xcdata.Tables,
) -> None:
    shown = xcdata.show(tables.plan, "en").loc[0, ["county", "group", "programme", "printed"]]
    assert shown.tolist() == ["Yuzhou", "Afforestation", "Mountain ecology forest", "4"]
    pivot = xcdata.show(tables.plan.pivot_table("wan_mu", "county", "group", "sum"), "en")
    assert [*pivot.columns[:2], pivot.index[0]] == ["Afforestation", "Quality tree crops", "Yuzhou"]
    items = xcdata.show(tables.plan_totals, "en")["item"]
    assert {"Grand total", "Afforestation/Total", "绿化面积"} <= set(
        items
    )  # what has no name stays as printed
    award = xcdata.show(tables.awards, "en").loc[3, ["award", "school stage", "name", "county"]]
    assert award.tolist() == [
        "Mayor's award for quality",
        "Senior secondary school",
        "许昌高级中学",
        "Municipal institutions",
    ]
    assert xcdata.show(tables.task_organs, "en")["organ"].iloc[0] == "Governments of all counties and zones"
    assert xcdata.show(tables.plan, "zh").loc[0, "类别"] == "造林"


def test_every_code_of_a_table_has_its_words() -> None:
    words = read_labels()["code"]
    for table in TABLES.values():
        for column in table.columns:
            if column.name in CODES:
                assert all(value in words or not value.isascii() for value in column.allowed)


def test_a_workbook_shows_its_verdict_and_then_each_sheet(tmp_path: object) -> None:
    path = f"{tmp_path}/two.xlsx"
    with pd.ExcelWriter(path, engine="openpyxl") as book:
        pd.DataFrame({"a": [1, 2, 3], "b": [4, 5, 9]}, index=["x", "y", "合计"]).to_excel(
            book, sheet_name="one"
        )
        pd.DataFrame({"a": [1, 2, 4], "b": [4, 5, 9]}, index=["x", "y", "合计"]).to_excel(
            book, sheet_name="two"
        )
    audit = xcdata.audit(path)
    shown = xcdata.show(audit, "zh")
    assert repr(shown).startswith("2 个工作表中有 1 个有未解释的发现")
    assert shown.html.index("<h4>one</h4>") < shown.html.index("<h4>two</h4>")


def test_the_audit_of_a_frame_names_its_rows_and_columns(tables: xcdata.Tables) -> None:
    table = tables.plan.pivot_table("wan_mu", "county", "group", "sum", margins=True, margins_name="合计")
    table.loc["建安区", "合计"] = 1.19  # printed 1.91
    assert xcdata.audit(table.round(2)).explanations["name"].tolist() == ["建安区 合计"]


def test_a_language_that_there_is_not_is_refused(tables: xcdata.Tables) -> None:
    with refuses("unknown_language", found="fr"):
        xcdata.show(tables, "fr")


def test_how_much_was_read_has_titles_of_its_own(tables: xcdata.Tables) -> None:
    assert list(xcdata.show(tables.read_of)) == [
        "文号",
        "行数",
        "文头等",
        "成表",
        "叙述",
        "未读",
        "带单位的数字",
        "数字入表",
    ]
    assert "行数" in xcdata.show(tables.summary())
