"""What is noticed beyond sums: in our gazette, in small texts, and in damaged ones."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_tables import RAW, mutate

import xcdata
from xcdata.dataset.tables import parse
from xcdata.gazette.documents import split_documents
from xcdata.review.institutions import bureaus, characters, normal_form, spellings
from xcdata.review.known import KnownIssue, read_known_issues
from xcdata.review.observations import Observation, observe
from xcdata.review.review import as_known, review, seen
from xcdata.review.townships import find_township, nearest, unknown_townships


@pytest.fixture(scope="module")
def ours() -> dict[str, Observation]:
    return {observation.id: observation for observation in observe(xcdata.read_gazette())}


def observed(text: str) -> dict[str, Observation]:
    return {observation.id: observation for observation in observe(parse(text, "text"))}


def of_kind(found: dict[str, Observation], kind: str) -> dict[str, tuple[int, ...]]:
    return {
        observation.id.split("/", 1)[1]: observation.lines
        for observation in found.values()
        if observation.kind == kind
    }


# Our gazette, as read by eye.


def test_people_listed_more_than_once_are_told_with_every_line(ours: dict[str, Observation]) -> None:
    assert of_kind(ours, "repeated person") == {
        "许昌高级中学/郁俊峰": (86, 122, 400),
        "许昌实验中学/李平刚": (88, 130),
        "许昌市建安区第三高级中学/卢晓娜": (90, 114),
    }


@pytest.mark.parametrize(
    ("printed", "damaged", "line"),
    [
        ("许政办〔2013〕29号", "许政办〔2043〕29号", 2041),
        ("许政办〔2018〕34号", "许政办〔2019〕34号", 1603),
        ("国办发〔2017〕84号", "国办发〔2020〕84号", 761),
        ("国办发〔2017〕84号", "国办发（2032）84号", 761),
        ("国办发〔2017〕84号", "国办发〔二〇三三〕84号", 761),
        ("许政办〔2018〕34号", "许政办〔２０１９〕三十四号", 1603),
    ],
)
def test_a_document_that_was_cited_before_it_can_have_been_issued_is_told(
    ours: dict[str, Observation], raw: str, printed: str, damaged: str, line: int
) -> None:
    kind = "cited before its time"
    assert not of_kind(ours, kind)
    assert list(of_kind(observed(raw.replace(printed, damaged)), kind).values()) == [(line,)]


def test_two_names_belong_to_two_people_each_for_information(ours: dict[str, Observation]) -> None:
    assert of_kind(ours, "namesakes") == {"赵会平": (191, 277), "李晓丽": (333, 352)}
    assert ours["namesakes/赵会平"].for_information
    assert ours["namesakes/李晓丽"].for_information


def test_two_schools_and_two_bureaus_are_written_in_two_ways(ours: dict[str, Observation]) -> None:
    found = of_kind(ours, "institution written in two ways")
    assert list(found) == [
        "鄢陵县马栏镇第一中学/鄢陵县马栏镇第一初级中学",
        "许昌市幼儿师范学校/许昌幼儿师范学校",
        "市农业农村局/市农村农业局",
        "市政务服务和大数据管理局/市政务服务局和大数据管理局",
    ]
    assert found["许昌市幼儿师范学校/许昌幼儿师范学校"] == (409, 410, 454)
    assert {833, 845} < set(found["市农业农村局/市农村农业局"])
    assert 2269 in found["市政务服务和大数据管理局/市政务服务局和大数据管理局"]


def test_townships_in_no_list_are_told_with_near_names(ours: dict[str, Observation]) -> None:
    assert of_kind(ours, "unknown township") == {
        "禹州市/小吕乡": (160, 264),
        "禹州市/茌庄镇": (165,),
        "襄城县/汾陈乡": (193, 337),
        "襄城县/颍回镇": (195, 200, 336),
        "建安区/邓庄乡": (220,),
        "禹州市/郭店镇": (259,),
    }
    assert ours["unknown township/禹州市/茌庄镇"].message["zh"].endswith("相近的名称：苌庄镇")
    assert ours["unknown township/禹州市/郭店镇"].message["en"].endswith("near: 顺店镇, 郭连镇")


def test_only_the_list_of_heritage_skips_numbers(ours: dict[str, Observation]) -> None:
    assert of_kind(ours, "gap in numbering") == {
        "许政〔2019〕23号/附件/一": (509,),
        "许政〔2019〕23号/附件/三–六": (509, 515),
    }


def test_three_documents_are_missing_from_their_series(ours: dict[str, Observation]) -> None:
    assert of_kind(ours, "missing document") == {
        "许政〔2019〕21号": (464, 477),
        "许政〔2019〕24号": (490, 554),
        "许政办〔2019〕29号": (1927, 2026),
    }


def test_every_observation_that_needs_one_has_a_known_reason_and_no_reason_is_left_over(
    ours: dict[str, Observation],
) -> None:
    kinds = {found.id.split("/")[0] for found in ours.values()}
    known = {id_ for id_ in read_known_issues() if id_.split("/")[0] in kinds}
    assert known == {found.id for found in ours.values() if not found.for_information}


def test_messages_say_what_and_where_in_both_languages(ours: dict[str, Observation]) -> None:
    assert ours["repeated person/许昌实验中学/李平刚"].message == {
        "zh": "李平刚（许昌实验中学）列名 2 次：教育质量特殊贡献奖·团体奖（第88行）；"
        "教育质量特殊贡献奖·个人奖（第130行）",
        "en": "李平刚 (许昌实验中学) is listed 2 times: 教育质量特殊贡献奖·团体奖 (line 88); "
        "教育质量特殊贡献奖·个人奖 (line 130)",
    }
    assert ours["gap/许政〔2019〕23号/附件/三–六"].message["en"] == (
        "许政〔2019〕23号/附件: 二 is followed by 七; 三–六 is missing (lines 509, 515)"
    )


# Edits of our gazette.


def test_an_entry_printed_twice_is_a_repeated_person(raw: str) -> None:
    lines = raw.split("\n")
    lines.insert(260, lines[259])
    new = observed("\n".join(lines))["repeated person/禹州市钧台街道办事处中心学校/王华"]
    assert new.lines == (260, 261)


def test_one_person_at_two_spellings_of_a_school_is_one_person(raw: str) -> None:
    text = raw.replace("李文龙 许昌市幼儿师范学校", "伍成伟 许昌市幼儿师范学校")
    assert observed(text)["repeated person/许昌幼儿师范学校/伍成伟"].lines == (409, 454)
    assert "namesakes/伍成伟" not in observed(text)


def test_a_name_repeated_where_no_institution_is_given_is_one_person_of_that_notice(raw: str) -> None:
    text = raw.replace("给任亚亭、谢壮壮两名同志", "给任亚亭、张建良两名同志")
    assert observed(text)["repeated person/许政〔2019〕22号/张建良"].lines == (483, 483)


def test_zones_without_a_code_and_other_counties_are_not_judged(raw: str) -> None:
    found = observed(raw.replace("示范区小召乡韩村小学", "示范区大召乡韩村小学"))
    assert not any("大召乡" in id_ for id_ in found)
    moved = observed(raw.replace("禹州市方山镇方山小学", "禹州市坡胡镇方山小学"))
    assert "unknown township/禹州市/坡胡镇" in moved  # a town of 长葛市


def test_each_observation_has_an_id_of_its_own(raw: str) -> None:
    text = raw.replace("（二）目标任务。", "（三）目标任务。").replace("（二）主要目标。", "（三）主要目标。")
    doubled = text.replace("### （二）基本原则。", "（三）原则。\n\n（一）又一节。\n\n（三）再一节。")
    found = [observation.id for observation in observe(parse(doubled, "text"))]
    assert "gap/许政办〔2019〕21号/一/（二）#2" in found
    assert len(found) == len(set(found))


# Institutions and townships on their own.


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("许昌第二高级中学", "许昌市第二高级中学"),
        ("市第二高级中学", "许昌市第二高中"),
        ("魏都区实验学校", "许昌市魏都区实验学校"),
        ("河南省襄城高中", "襄城县高级中学"),
        ("禹州市颍川街道办事处中心学校", "禹州市颍川办事处中心学校"),
        ("襄城县汾陈乡初级中学", "襄城县汾陈镇初中"),
    ],
)
def test_words_that_notices_leave_out_do_not_tell_institutions_apart(one: str, other: str) -> None:
    assert normal_form(one) == normal_form(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("许昌市第二十中学", "许昌市第十二中学"),
        ("长葛市第一初级中学", "长葛市第一高级中学"),
        ("许昌实验小学", "许昌市建安区实验小学"),
        ("许昌市建安区椹涧乡中心学校", "许昌市建安区椹涧乡中心小学"),
        ("许昌市建安区第三高级中学", "许昌市建安区第三高级中学初中部"),
        ("鄢陵县马坊镇第一初级中学", "鄢陵县马栏镇第一初级中学"),
    ],
)
def test_other_words_do(one: str, other: str) -> None:
    assert normal_form(one) != normal_form(other)


def test_bureaus_are_read_between_marks_of_punctuation() -> None:
    lines = split_documents(
        "责任单位：市商务局、市农村农业局，市财政局。由市农业农村局负责\n（市农业农村局）"
    ).lines
    assert bureaus(lines) == [("市商务局", 1), ("市农村农业局", 1), ("市财政局", 1), ("市农业农村局", 2)]
    assert spellings(bureaus(lines), characters) == [{"市农村农业局": (1,), "市农业农村局": (2,)}]


@pytest.mark.parametrize(
    ("county", "institution", "township"),
    [
        ("禹州市", "禹州市钧台街道办事处中心小学", "钧台街道办事处"),
        ("长葛市", "长葛市和尚桥镇张固店村河南中烟帝豪希望小学", "和尚桥镇"),
        ("鄢陵县", "鄢陵县张桥镇镇直小学", "张桥镇"),
        ("鄢陵县", "鄢陵只乐镇中心小学", "只乐镇"),
        ("建安区", "许昌市建安区艾庄回族乡中心学校", "艾庄回族乡"),
        ("建安区", "许昌市建安区实验小学十里铺校区", None),
        ("禹州市", "禹州市特色乡村小学", None),
        ("魏都区", "许昌市西大街道实验小学", "西大街道"),
        ("禹州市", "禹州市夏都中心学校", None),
    ],
)
def test_the_township_is_what_follows_the_county(county: str, institution: str, township: str | None) -> None:
    assert find_township(county, institution) == township


@pytest.mark.parametrize(
    "institution",
    ["长社办事处小学", "长社路街道小学", "长社路街道办事处小学", "东大街办事处小学", "东大街道小学"],
)
def test_the_forms_of_a_subdistrict_are_one_name(institution: str) -> None:
    official = {"长葛市": ["长社路街道", "东大街道"]}
    assert list(unknown_townships([("长葛市", f"长葛市{institution}", 1)], official)) == []


def test_a_name_of_another_rank_is_the_only_one_suggested() -> None:
    assert nearest("邓庄乡", {"邓庄街道", "艾庄回族乡", "邓庙乡"}) == ("邓庄街道",)


def test_a_name_that_is_like_no_other_gets_no_suggestion(raw: str) -> None:
    found = observed(raw.replace("禹州市方山镇方山小学", "禹州市龙湖乡方山小学"))
    assert found["unknown township/禹州市/龙湖乡"].message["zh"].endswith("相近的名称：无")


# Any text at all.


@settings(max_examples=settings().max_examples // 4, deadline=None)
@given(seed=st.integers(0, 10**9), edits=st.integers(1, 40))
def test_no_damage_to_the_text_raises_anything(seed: int, edits: int) -> None:
    text = mutate(RAW, seed, edits)
    lines = text.count("\n") + 1
    tables = parse(text, "mutated")
    assert set(tables) >= {"documents", "plan", "awards", "training"}
    for observation in observe(tables):
        assert observation.lines
        assert all(1 <= line <= lines for line in observation.lines)


# The plan table and the training targets.


def test_labels_of_the_header_beside_their_column_are_told_for_information(
    ours: dict[str, Observation],
) -> None:
    assert of_kind(ours, "displaced label") == {"花卉苗木": (659,), "森林抚育": (660,), "改培": (662,)}


def test_exchanged_names_of_two_rows_show_in_their_order_though_every_sum_holds(raw: str) -> None:
    swapped = (
        raw.replace("魏都区\t0.07", "甲\t0.07")
        .replace("建安区\t1.91", "魏都区\t1.91")
        .replace("甲\t0.07", "建安区\t0.07")
    )
    found = observed(swapped)
    assert of_kind(found, "rows out of order") == {"建安区/魏都区": (668, 669)}
    assert review(parse(swapped, "text"), read_known_issues()).counts()["inconsistent"] == 1


def test_the_usual_order_of_rows_is_not_told(ours: dict[str, Observation]) -> None:
    assert not of_kind(ours, "rows out of order")


def test_what_the_shares_of_upskilling_imply_is_told(ours: dict[str, Observation]) -> None:
    # 11.5 × .8 + 11.5 × .5 + .5 × .6 + 2 × .5 + 1 × .5 + .5 × .8 + .5 × .4 = 17.35
    told = ours["implied share/training"]
    assert told.for_information
    assert all(amount in told.message["en"] for amount in ("173,500", "150,000", "300,000"))


def test_a_part_that_is_larger_than_what_it_is_a_part_of_is_told(
    raw: str, ours: dict[str, Observation]
) -> None:
    assert not of_kind(ours, "part exceeds")  # 30万人次以上，其中补贴性 … 15万人次以上
    first, second = (
        observed(raw.replace("补贴性职业技能培训15万人次", f"补贴性职业技能培训{wrong}万人次"))
        for wrong in (51, 510)
    )
    assert of_kind(first, "part exceeds") == {"许政办〔2019〕20号/补贴性职业技能培训": (695,)}
    # What was judged of 51 was not judged of 510, although it stands on the same line.
    id_ = "part exceeds/许政办〔2019〕20号/补贴性职业技能培训"
    known = {id_: KnownIssue(id_, {"zh": "无", "en": "none"}, places=1, judged=seen(first[id_]).judged)}
    assert as_known(seen(first[id_]), known).known
    assert as_known(seen(second[id_]), known).is_open


def test_a_text_that_a_spreadsheet_would_take_for_a_formula_is_told(raw: str) -> None:
    found = observed(
        raw.replace("## 许昌市人民政府办公室 关于印发许昌市职业技能", "## =1+1关于印发许昌市职业技能")
    )
    assert of_kind(found, "text like a formula") == {"documents/title/677": (677,)}
