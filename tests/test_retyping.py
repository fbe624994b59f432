"""Figures typed over: the text changes there and nowhere else."""

from collections.abc import Callable
from pathlib import Path

import pytest
from refusals import refuses

import xcdata
from xcdata.review.retyping import placed_figures, typed_over

Write = Callable[[str | bytes], Path]
YUZHOU = "禹州市\t13.01\t12.86\t5.33\t4\t\t0.1\t1.03\t0.2\t4.38\t1.25\t1.9\t0.6\t0.63\t3.15\t0.15\t0.15\t"


def lines(tables: xcdata.Tables) -> list[str]:
    return [line.text for line in tables.gazette.lines]


@pytest.fixture(scope="module")
def ours() -> xcdata.Tables:
    return xcdata.read_gazette()


def test_a_cell_is_typed_over_in_its_own_column_only(ours: xcdata.Tables) -> None:
    # 0.15 stands in two cells of the row: 花卉苗木/合计 and its 新造.
    changed = xcdata.retype({"plan/禹州市/花卉苗木/花卉苗木/新造": "0.51"}, ours)
    assert lines(ours)[663] == YUZHOU
    assert lines(changed)[663] == YUZHOU.removesuffix("\t0.15\t") + "\t0.51\t"
    assert lines(changed)[:663] + lines(changed)[664:] == lines(ours)[:663] + lines(ours)[664:]


def test_a_blank_cell_can_be_filled_and_a_filled_one_blanked(ours: xcdata.Tables) -> None:
    changed = xcdata.retype(
        {"plan/禹州市/造林/平原防风固沙林": "0.2", "plan/禹州市/造林/山区生态林": ""}, ours
    )
    assert lines(changed)[663] == YUZHOU.replace("\t4\t\t0.1", "\t\t0.2\t0.1")


def test_figures_of_one_line_of_prose_do_not_move_each_other(ours: xcdata.Tables) -> None:
    place = "prose/许政〔2019〕25号/二"
    figures = {f"{place}/森林许昌生态建设计划任务": "122.55", f"{place}/森林抚育": "6.30"}
    line = lines(xcdata.retype(figures, ours))[576]
    assert line == lines(ours)[576].replace("22.55万亩", "122.55万亩").replace("6.3万亩", "6.30万亩")


def test_every_figure_is_found_where_it_stands(ours: xcdata.Tables) -> None:
    texts, figures = lines(ours), list(placed_figures(ours))
    assert len([figure for figure in figures if str(figure.key).startswith("plan/")]) == 174
    for figure in figures:
        text = texts[(figure.line or 0) - 1]
        before, after = typed_over(text, figure, "¤").split("¤")
        assert before + figure.printed + after == text
        assert (before.count("\t") if "\t" in text else len(before)) == (figure.column or 0) - 1


def test_nothing_typed_is_the_same_text(ours: xcdata.Tables) -> None:
    assert xcdata.retype({}).sha256 == ours.sha256


def test_another_text_can_be_typed_over(written: Write, raw: str) -> None:
    path = written(raw.replace("禹州市\t13.01", "禹州市\t13.02"))
    assert lines(xcdata.retype({"plan/禹州市/总计": "13.01"}, path))[663] == YUZHOU


def test_a_text_of_one_notice_can_be_typed_over(written: Write, raw: str) -> None:
    start, end = (
        raw.index("## 许昌市人民政府 关于印发许昌市 2020"),
        raw.index("## 许昌市人民政府办公室 关于印发许昌市职业"),
    )
    tables = xcdata.read_gazette(written(raw[start:end]), strict=False)
    review = xcdata.check(xcdata.retype({"plan/禹州市/总计": "13.10"}, tables))
    assert review.explanations[["key", "implied"]].to_numpy().tolist() == [["plan/禹州市/总计", "13.01"]]


def test_an_unknown_key_names_those_like_it(ours: xcdata.Tables) -> None:
    with refuses("unknown_name_near", found="plan/禹州/总计"):
        xcdata.retype({"plan/禹州/总计": "1"}, ours)


def test_what_can_no_longer_be_read_is_told(ours: xcdata.Tables) -> None:
    with pytest.raises(xcdata.InputError, match="第664行"):
        xcdata.retype({"plan/禹州市/总计": "一"}, ours)
