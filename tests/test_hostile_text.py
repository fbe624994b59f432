"""Texts that would make a careless reader say that all is well, blame the wrong figure, or crash."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import xcdata
from xcdata.dataset.tables import parse

Write = Callable[[str | bytes], Path]


def edited(raw: str, old: str, new: str) -> str:
    assert old in raw
    return raw.replace(old, new)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "2020年，森林许昌",
            "2O20年，森林许昌",
            "许政〔2019〕25号第577行：“森林许昌生态建设计划任务22.55万亩”是任务数，但所在句子没有读出年份",
        ),
        ("造林任务7.27万亩", "造林任务7·27万亩", "第577行：应为数字及其单位，印作“造林任务7·27万亩”"),
        (
            "山区生态林建设任务4万亩",
            "山区生态林建设任务l4万亩",
            "第591行：应为数字及其单位，印作“林建设任务l4万亩”",
        ),
        ("（180名）", "（l80名）", "第251行：应为人数或个数.*印作“（l80名）”"),
        ("（180名）", "（99999999名）", "第251行：应为人数或个数"),
        ("321名个人", "32l名个人", "第9行：应为人数或个数.*印作“等32l名个人”"),
        ("29个单位", "29十单位", "第9行：应为人数或个数"),
        ("等5名同志", "等S名同志", "第475行：应为人数或个数"),
        ("许昌市第七中学", "许昌市第七中字", "第418行：“许昌市第七中字”不像一个完整的名称"),
        ("襄城县幼儿园", "襄城县幼儿■", "第203行：名单中有识别不清的字符“■”"),
        ("许昌高级中学郁俊峰", "许?高级中学郁俊峰", "第86行：名单中有识别不清的字符“[?]”"),
        ("襄城县幼儿园", "襄城县\u200b幼儿园", "第203行：名单中有识别不清的字符“U[+]200B”"),
        ("个人奖（19名）", "个人■（19名）", "第92行：名单中有识别不清的字符“■”"),
        (
            "市公安局、市委市政府",
            "市公安局市委市政府",
            "第468行：“市公安局市委市政府督查局”不像一个完整的名称",
        ),
        (
            "许政〔2019〕25号\n",
            "许政〔2019〕23号\n",
            "第554行：这一文号在前文已出现",
        ),
        ("2019年12月10日", "2019年13月10日", "第561行：应为成文日期"),
        (
            "3009.1亩",
            "三千亩",
            "第673行：中心城区的说明应含面积",
        ),
        ("禹州市\t13.01", "禹州市\t" + "9" * 400, "第664行：禹州市“总计”应为数字或空格"),
        ("禹州市\t13.01", "禹州市\t13\u200b.01", r"应为数字或空格，印作“13\\u200b.01”"),
    ],
)
def test_what_cannot_be_read_is_told_and_never_passed_over(
    written: Write, raw: str, old: str, new: str, told: str
) -> None:
    review = xcdata.check(written(edited(raw, old, new)))
    assert review.exit_code == 1
    assert re.search(told, "\n".join(finding.message["zh"] for finding in review.open))


def test_a_text_with_problems_is_never_fine(raw: str) -> None:
    for text in ("hello", edited(raw, "禹州市\t13.01", "禹州市\tO")):
        review = xcdata.check(parse(text, "text"))
        assert not review.ok
        assert "unreadable" in set(review.unexplained["kind"])


def test_a_task_that_the_table_does_not_know_is_told(written: Write, raw: str) -> None:
    review = xcdata.check(written(edited(raw, "平原防风固沙林建设任务", "平原防风固砂林建设任务")))
    assert "task without a column/平原防风固砂林建设任务" in set(review.unexplained["id"])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("（180名）", "(180名)"),
        ("29个单位", "29家单位"),
        ("等5名同志", "等5 名同志"),
        ("市政府决定对市政府办公室、", "市政府决定对市政府办公室，"),
    ],
)
def test_another_print_of_the_awards_is_read_as_it_stands(
    written: Write, raw: str, old: str, new: str
) -> None:
    review = xcdata.check(written(edited(raw, old, new)))
    assert review.ok


def test_full_width_digits_are_digits(written: Write, raw: str) -> None:
    review = xcdata.check(written(edited(raw, "培训11.5万人次", "培训１１.5万人次")))
    assert review.ok


def blamed(review: xcdata.Review) -> list[list[tuple[str, str]]]:
    """Return key and implied value of the figures of each explanation."""
    groups = review.explanations.groupby(["group", "rank"], sort=False)
    return [list(zip(rows["key"], rows["implied"], strict=True)) for _, rows in groups]


@pytest.mark.parametrize(
    ("old", "new", "key", "implied"),
    [
        # what is added makes up for the known difference of 6.00
        ("农田防护林建设任务0.8", "农田防护林建设任务6.8", "三（一）7/农田防护林建设任务", "0.80"),
        # a printed nothing is a figure
        ("山区生态林建设任务4万亩", "山区生态林建设任务0万亩", "三（一）3/山区生态林建设任务", "4.00"),
        ("计划任务22.55", "计划任务0", "二/森林许昌生态建设计划任务", "22.55"),
        ("森林抚育6.3万亩", "森林抚育0万亩", "二/森林抚育", "6.30"),
    ],
)
def test_one_wrong_figure_of_the_prose_is_blamed_alone(
    written: Write, raw: str, old: str, new: str, key: str, implied: str
) -> None:
    assert blamed(xcdata.check(written(edited(raw, old, new)))) == [
        [(f"prose/许政〔2019〕25号/{key}", implied)]
    ]


def test_two_moved_decimal_points_do_not_blame_a_third_figure(written: Write, raw: str) -> None:
    text = edited(
        edited(raw, "长葛市\t0.99\t0.84", "长葛市\t0.99\t0.084"), "0.08\t0.07\t1.06", "0.008\t0.07\t1.06"
    )
    ((*found,),) = blamed(xcdata.check(written(text)))
    assert sorted(found) == [
        ("plan/建安区/优质林果/特色经济林/新造", "0.08"),
        ("plan/长葛市/营造林/合计", "0.84"),
    ]


def test_no_explanation_goes_below_nothing(written: Write, raw: str) -> None:
    text = edited(
        edited(raw, "3年培训2万人次", "3年培训4万人次"),
        "3年培训0.5万人次以上，其中技能提升培训占比60%",
        "3年培训0.95万人次以上，其中技能提升培训占比60%",
    )
    implied = xcdata.check(written(text)).explanations["implied"]
    assert len(implied)
    assert not implied.str.startswith("-").any()


def test_an_area_in_mu_is_put_right_in_mu(written: Write, raw: str) -> None:
    (((key, implied),), *_) = blamed(xcdata.check(written(edited(raw, "3009.1亩", "3900.1亩"))))
    assert key == "plan/中心城区/绿化面积"
    assert 2950 <= float(implied) <= 3050


@pytest.mark.parametrize("other", ["禹州市", "鄢陵县", "魏都区", "东城区"])
def test_exchanged_names_of_the_city_and_a_county_are_one_slip(written: Write, raw: str, other: str) -> None:
    text = edited(edited(raw, "\n许昌市\t22", "\n@\t22"), f"\n{other}\t", "\n许昌市\t").replace(
        "\n@\t22", f"\n{other}\t22"
    )
    first = xcdata.check(written(text)).explanations.iloc[0]
    assert first["slip"] == "two rows' labels exchanged"
