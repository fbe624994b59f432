"""When targets are to be reached, in the words of notices."""

import pytest

from xcdata.gazette.training.agencies import agencies_of
from xcdata.gazette.training.horizons import horizons, period_years


@pytest.mark.parametrize(
    ("sentence", "printed", "years", "annual"),
    [
        ("3年培训2万人次", "3年", 3, False),
        ("三年内培训2万人次", "三年内", 3, False),
        ("力争5年内引进200名", "5年内", 5, False),
        ("2019—2021年培训2万人次", "2019—2021年", 3, False),
        ("2019年至2021年，开展培训", "2019年至2021年", 3, False),
        ("到2025年，完成60万人次", "到2025年", None, False),
        ("到2021年年底技能劳动者", "到2021年年底", None, False),
        ("2020年，全县开展培训", "2020年", 1, False),
        ("每年培训1万人次", "每年", None, True),
        ("年培训1万人次", "年", None, True),
    ],
)
def test_a_horizon_is_read_where_a_clause_begins(
    sentence: str, printed: str, years: int | None, annual: bool
) -> None:
    (found,) = horizons(sentence)
    assert (found.printed, found.years, found.annual) == (printed, years, annual)
    assert sentence[found.start : found.end] == printed


@pytest.mark.parametrize(
    "sentence",
    [
        "对开业5年内的小微企业主开展培训",
        "第三年培训",
        "𝟑年培训",
        "三年级学生",
        "二三年培训",
        "3年以上工龄",
        "近3年培训",
    ],
)
def test_a_period_within_a_clause_is_no_horizon(sentence: str) -> None:
    assert not list(horizons(sentence))


def test_the_period_of_a_title_says_how_many_years() -> None:
    assert period_years("职业技能提升行动方案（2019—2021年）") == 3
    assert period_years("2020年度计划") is None


@pytest.mark.parametrize(
    ("text", "organs"),
    [
        (
            "……。（责任单位：各县〔市、区〕政府，市人社局、财政局）",
            ["各县〔市、区〕政府", "市人社局", "财政局"],
        ),
        ("……。（牵头单位：甲局，配合单位：乙局、丙局）", ["甲局", "乙局", "丙局"]),
        ("……。（甲局牵头，乙局、丙局配合）", ["甲局", "乙局", "丙局"]),
        ("……。（甲局、乙局按职责分工负责）", ["甲局", "乙局"]),
        ("责任部门：甲局、各县（市、区）政府。其他", ["甲局", "各县（市、区）政府"]),
        ("由各地负责。", []),
    ],
)
def test_organs_are_read_whatever_their_role(text: str, organs: list[str]) -> None:
    assert agencies_of(text) == organs
