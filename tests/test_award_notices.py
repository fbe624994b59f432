"""Notices of awards of other places and in other forms; all names are invented."""

import pytest

from xcdata.gazette.awards.ledger import awards_ledger
from xcdata.gazette.awards.roster import read_rosters
from xcdata.gazette.documents import split_documents
from xcdata.ledger.verdicts import Verdict, check

THREE_ANNEXES = """青禾县人民政府关于表彰最美教师、优秀班主任和教育工作先进单位的决定

青政〔2017〕8号

各乡镇人民政府，县直各单位：

经研究，县政府决定授予林晓燕等3名同志“青禾县最美教师”荣誉称号，授予沈 波等2名同志“青禾县优秀班主任”荣誉称号，授予青禾县第一小学等2个单位“青禾县教育工作先进单位”荣誉称号。

希望受表彰的单位和个人珍惜荣誉，再接再厉。

附件：1.青禾县最美教师名单
2.青禾县优秀班主任名单
3.青禾县教育工作先进单位名单

青禾县人民政府
2017年9月8日

附件1

青禾县最美教师名单（3名）

林晓燕 青禾县第一小学
陈 立 青禾县河口镇中心学校
欧阳明月 青禾县高级中学

附件2

青禾县优秀班主任名单（共2名）

序号\t姓名\t单位
1\t沈 波\t青禾县第二中学
2\t吴 桐\t青禾县实验小学

附件3

青禾县教育工作先进单位名单（2个）

青禾县第一小学 青禾县高级中学
"""

IN_THE_BODY = """云岭市人民政府关于表彰2014年度防汛工作先进集体和先进个人的通报

云政〔2015〕3号

各区人民政府：

2014年，全市投入抢险队伍1200人。市政府决定对2014年度4个防汛工作先进集体、2个水库管理先进单位和7名防汛工作先进个人予以表彰。具体如下：

一、防汛工作先进集体（4个）

市水务局 市应急管理局
东湖区防汛抗旱指挥部 临江街道办事处

二、水库管理先进单位（2个）

石门水库管理处
白云水库管理所

三、防汛工作先进个人（7名）

张文杰 李 强 王小虎 赵 敏
周建会、吴 浩、郑秀园

希望受表彰的集体和个人戒骄戒躁，再创佳绩。

云岭市人民政府
二○一五年一月六日
"""


def read(text):
    return read_rosters(split_documents(text))


def names(reading, *columns):
    return [tuple(row[column] for column in columns) for row in reading.rows["awards"]]


def stated(reading):
    return [(row["printed"], row["stated"], row["counted"]) for row in reading.rows["award_counts"]]


def problems(text):
    return [(problem.kind, problem.line, problem.found) for problem in read(text).problems]


def broken(text):
    return [
        one.rule.id for one in check(awards_ledger(split_documents(text))) if one.verdict is not Verdict.EXACT
    ]


def body_list(heading, *lines, title="云岭市人民政府关于表彰先进的决定"):
    listed = "\n".join(lines)
    return f"{title}\n\n云政〔2016〕9号\n\n各区人民政府：\n\n市政府决定予以表彰：\n\n{heading}\n\n{listed}\n\n云岭市人民政府\n2016年3月1日\n"


def test_each_of_three_annexes_has_its_title_its_count_and_its_entries():
    reading = read(THREE_ANNEXES)
    assert reading.problems == []
    assert names(reading, "section", "award", "recipient_kind", "name", "institution") == [
        ("附件1", "青禾县最美教师", "person", "林晓燕", "青禾县第一小学"),
        ("附件1", "青禾县最美教师", "person", "陈立", "青禾县河口镇中心学校"),
        ("附件1", "青禾县最美教师", "person", "欧阳明月", "青禾县高级中学"),
        ("附件2", "青禾县优秀班主任", "person", "沈波", "青禾县第二中学"),
        ("附件2", "青禾县优秀班主任", "person", "吴桐", "青禾县实验小学"),
        ("附件3", "青禾县教育工作先进单位", "unit", "青禾县第一小学", "青禾县第一小学"),
        ("附件3", "青禾县教育工作先进单位", "unit", "青禾县高级中学", "青禾县高级中学"),
    ]
    assert stated(reading) == [
        ("3名同志", 3, 3),
        ("2名同志", 2, 2),
        ("2个单位", 2, 2),
        ("3名", 3, 3),
        ("2名", 2, 2),
        ("2个", 2, 2),
    ]
    assert broken(THREE_ANNEXES) == []


def test_a_section_that_is_not_printed_does_not_hold_the_count_that_is_stated_of_it():
    reading = read(THREE_ANNEXES[: THREE_ANNEXES.index("附件3\n\n")])
    assert ("2个单位", 2, 0) in stated(reading)
    assert broken(THREE_ANNEXES[: THREE_ANNEXES.index("附件3\n\n")]) == [
        "awards/青政〔2017〕8号/青禾县教育工作先进单位"
    ]


def test_lists_between_the_prose_of_a_notice_are_read_and_every_count_of_its_sentence():
    reading = read(IN_THE_BODY)
    assert reading.problems == []
    assert names(reading, "section", "recipient_kind", "name") == [
        *(
            ("一", "unit", name)
            for name in ("市水务局", "市应急管理局", "东湖区防汛抗旱指挥部", "临江街道办事处")
        ),
        ("二", "unit", "石门水库管理处"),
        ("二", "unit", "白云水库管理所"),
        *(
            ("三", "person", name)
            for name in ("张文杰", "李强", "王小虎", "赵敏", "周建会", "吴浩", "郑秀园")
        ),
    ]
    assert stated(reading) == [("4个", 4, 4), ("2个", 2, 2), ("7名", 7, 7)] * 2
    assert broken(IN_THE_BODY) == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("白 桦 云岭市第一医院", "唐小雨 云岭市中医院"), [("白桦", "云岭市第一医院"), ("唐小雨", "云岭市中医院")]),
        (("云岭市第一医院 白 桦", "云岭市中医院 唐小雨"), [("白桦", "云岭市第一医院"), ("唐小雨", "云岭市中医院")]),
        (("白桦（云岭市第一医院）、唐小雨（市中医院院长）",), [("白桦", "云岭市第一医院"), ("唐小雨", "市中医院")]),
        (("1.白 桦 云岭市第一医院", "2.唐小雨 云岭市中医院"), [("白桦", "云岭市第一医院"), ("唐小雨", "云岭市中医院")]),
        (("（1）白桦，云岭市第一医院", "（2）唐小雨，云岭市中医院"), [("白桦", "云岭市第一医院"), ("唐小雨", "云岭市中医院")]),
        (("姓 名  单 位", "白 桦  云岭市第一医院"), [("白桦", "云岭市第一医院")]),
        (("工作单位\t姓名\t备注", "云岭市第一医院\t白 桦\t"), [("白桦", "云岭市第一医院")]),
        (("姓名\t单位\t姓名\t单位", "白 桦\t市医院\t唐小雨\t市中医院"), [("白桦", "市医院"), ("唐小雨", "市中医院")]),
        (("白桦 云岭市第一医院 主任医师", "唐小雨 云岭市中医院 护士长"), [("白桦", "云岭市第一医院"), ("唐小雨", "云岭市中医院")]),
        (("白 桦",), [("白桦", None)]),
        (("白 桦 唐小雨 于 洋",), [("白桦", None), ("唐小雨", None), ("于洋", None)]),
        (("（按姓氏笔画为序）", "于洋、白桦、唐小雨。"), [("于洋", None), ("白桦", None), ("唐小雨", None)]),
        (("阿里木·买买提 云岭市第一医院",), [("阿里木·买买提", "云岭市第一医院")]),
    ],
)  # fmt: skip
def test_people_are_listed_in_many_ways(lines, expected):
    reading = read(body_list("一、先进工作者", *lines))
    assert reading.problems == []
    assert names(reading, "name", "institution") == expected


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (("白桦 云岭市第一医院唐小雨 云岭市中医院", "于洋 云岭市疾控中心"), "roster_line"),
        (("白桦 云岭市第一医院 唐小雨 云岭市中医院", "于洋 云岭市疾控中心"), "roster_line"),
        (("白桦 云岭市第一医院唐小雨", "于洋 云岭市疾控中心"), "roster_name"),
        (("白桦云岭市第一医院", "于洋 云岭市疾控中心"), "roster_line"),
        (("白桦", "于洋 云岭市疾控中心"), "roster_line"),
        (("王芳李红", "于洋"), "roster_line"),
        (("白■ 云岭市第一医院", "于洋 云岭市疾控中心"), "roster_garbled"),
        (("白桦 云岭市第一中字", "于洋 云岭市疾控中心"), "roster_name"),
        (("白桦 云岭市职业技术字院", "于洋 云岭市疾控中心"), "roster_name"),
        (("白桦 云岭市中心字校", "于洋 云岭市疾控中心"), "roster_name"),
        (("白桦 云岭市第l医院", "于洋 云岭市疾控中心"), "roster_garbled"),
        (("白\u200b桦 云岭市第一医院", "于洋 云岭市疾控中心"), "roster_garbled"),
        (("白桦 云岭市\ue012一医院", "于洋 云岭市疾控中心"), "roster_garbled"),
    ],
)  # fmt: skip
def test_an_entry_that_cannot_be_right_is_told_with_its_line_and_no_row(lines, found):
    text = body_list("一、先进工作者", *lines)
    reading = read(text)
    assert [(problem.kind, problem.line) for problem in reading.problems] == [(found, 11)]
    assert names(reading, "name") == [("于洋",)]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (("云岭市第一小学云岭市第二小学", "市教育局"), "roster_name"),
        (("云岭市第一小学 云岭市第二小学", "市教育局", "市财政局"), None),
        (("云岭市幼儿", "市教育局"), "roster_name"),
        (("许?高级中学", "市教育局"), "roster_garbled"),
    ],
)
def test_units_that_run_together_or_are_cut_are_told(lines, found):
    assert [kind for kind, _, _ in problems(body_list("一、先进单位", *lines))] == [found] * bool(found)


def test_who_is_a_unit_and_who_a_person_is_left_open_where_neither_form_nor_heading_says():
    text = body_list("一、获奖名单", "北斗星", "天马", "市教育局")
    assert [(kind, line) for kind, line, _ in problems(text)] == [("roster_line", 11), ("roster_line", 12)]


def test_heading_and_form_tell_units_and_people_apart():
    text = body_list("一、名单", "市教育局、市财政局、云岭市第一小学")
    assert names(read(text), "recipient_kind") == [("unit",)] * 3
    assert names(read(body_list("一、名单", "王建中 赵小会")), "recipient_kind") == [("person",)] * 2


def test_an_award_and_who_has_it_may_stand_on_one_line():
    text = body_list("一、先进单位（3个）", "1.防汛工作先进县：青禾县", "2.防汛工作先进乡镇：河口镇、石门乡")
    reading = read(text)
    assert reading.problems == []
    assert names(reading, "award", "name") == [
        ("防汛工作先进县", "青禾县"),
        ("防汛工作先进乡镇", "河口镇"),
        ("防汛工作先进乡镇", "石门乡"),
    ]
    assert broken(text) == []


def test_people_whose_names_run_into_their_institutions_are_never_taken_for_units():
    text = body_list("一、先进个人", "白桦云岭市第一医院", "唐小雨云岭市中医院")
    assert read(text).rows["awards"] == []
    assert [kind for kind, _, _ in problems(text)] == ["roster_line"] * 2


def test_counts_of_lists_that_are_not_printed_are_findings():
    text = (
        "云岭市人民政府关于表彰先进的决定\n\n云政〔2016〕9号\n\n各区人民政府：\n\n"
        "市政府决定授予石门厂等12个单位为云岭市先进单位荣誉称号；授予白桦等30人“劳动模范”称号；"
        "授予第九中学语文组等17个班组“先进班组”称号。\n\n2016年3月1日\n"
    )
    assert stated(read(text)) == [("12个单位", 12, 0), ("30人", 30, 0), ("17个班组", 17, 0)]
    assert len(broken(text)) == 3


def test_a_group_of_a_county_continues_the_award_above_it():
    text = body_list(
        "一、劳动模范（3名）", "（一）东湖区（2名）", "白 桦", "于 洋", "（二）临江区（1名）", "唐小雨"
    )
    reading = read(text)
    assert reading.problems == []
    assert names(reading, "section", "award", "name") == [
        ("一（一）", "劳动模范", "白桦"),
        ("一（一）", "劳动模范", "于洋"),
        ("一（二）", "劳动模范", "唐小雨"),
    ]
    assert stated(reading) == [("3名", 3, 3), ("2名", 2, 2), ("1名", 1, 1)]
    assert broken(text) == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("决定对市教育局、市财政局予以通报表扬。", [("通报表扬", "unit", "市教育局"), ("通报表扬", "unit", "市财政局")]),
        ("决定对市教育局，市住房和城乡建设局和市财政局进行表彰。", [("表彰", "unit", name) for name in ("市教育局", "市住房和城乡建设局", "市财政局")]),
        ("决定授予白桦、唐小雨“见义勇为先进个人”荣誉称号。", [("见义勇为先进个人", "person", "白桦"), ("见义勇为先进个人", "person", "唐小雨")]),
        ("决定授予白桦、唐小雨等2名同志“劳动模范”称号。", [("劳动模范", "person", "白桦"), ("劳动模范", "person", "唐小雨")]),
        ("决定命名云岭市第一小学、东湖区实验小学为“文明校园”。", [("文明校园", "unit", "云岭市第一小学"), ("文明校园", "unit", "东湖区实验小学")]),
        ("决定给市公安局记集体一等功，给于洋同志记二等功。", [("集体一等功", "unit", "市公安局"), ("二等功", "person", "于洋")]),
        ("决定授予林县、东湖区为“粮食生产先进县”荣誉称号；青禾县为“粮食生产标兵县”荣誉称号。", [("粮食生产先进县", "unit", "林县"), ("粮食生产先进县", "unit", "东湖区"), ("粮食生产标兵县", "unit", "青禾县")]),
        ("决定授予白桦（女）、唐小雨2人为云岭市劳动模范荣誉称号。", [("云岭市劳动模范", "person", "白桦"), ("云岭市劳动模范", "person", "唐小雨")]),
        ("决定对这些先进单位和先进个人进行表彰，授予市公安局“文明单位”称号。", [("文明单位", "unit", "市公安局")]),
        ("决定对在防汛工作中表现突出的市水务局、市气象局予以嘉奖。", [("嘉奖", "unit", "市水务局"), ("嘉奖", "unit", "市气象局")]),
    ],
)  # fmt: skip
def test_recipients_that_a_sentence_names_are_read(sentence, expected):
    text = f"云岭市人民政府关于表彰先进的决定\n\n云政〔2016〕9号\n\n各区人民政府：\n\n市政府{sentence}\n\n2016年3月1日\n"
    reading = read(text)
    assert reading.problems == []
    assert names(reading, "award", "recipient_kind", "name") == expected


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("决定对市教育局市财政局予以通报表扬。", "roster_name"),
        ("决定对市教■局、市财政局予以通报表扬。", "roster_garbled"),
        ("决定绐市公安局记集体一等功。", "roster_clause"),
        ("开展了防汛工作。", "roster_nobody"),
    ],
)
def test_a_sentence_whose_recipients_cannot_be_read_is_told(sentence, kind):
    text = f"云岭市人民政府关于表彰先进的决定\n\n云政〔2016〕9号\n\n各区人民政府：\n\n市政府{sentence}\n\n2016年3月1日\n"
    reading = read(text)
    assert kind in [problem.kind for problem in reading.problems]
    assert reading.rows["awards"] == []


@pytest.mark.parametrize(
    ("old", "new", "line", "found"),
    [
        ("（4个）", "（4■）", 9, "（4■）"),
        ("（7名）", "（l名）", 19, "（l名）"),
        ("（7名）", "（七七名）", 19, "七七名"),
        ("（7名）", "", 19, "三、防汛工作先进个人"),
    ],
)
def test_a_heading_whose_count_is_not_read_is_told(old, new, line, found):
    assert (line, found) in [(at, what) for _, at, what in problems(IN_THE_BODY.replace(old, new))]


def test_a_count_that_is_split_by_a_space_is_read():
    assert stated(read(IN_THE_BODY.replace("（7名）", "（7 名）").replace("4个防汛", "4 个防汛"))) == stated(
        read(IN_THE_BODY)
    )


def test_an_unknown_place_has_no_counties():
    assert set(names(read(THREE_ANNEXES), "county")) == {(None,)}
    assert set(names(read(IN_THE_BODY), "county")) == {(None,)}


@pytest.mark.parametrize(
    "title",
    [
        "云岭市人民政府关于印发云岭市科学技术奖励办法的通知",
        "云岭市人民政府关于做好劳动模范评选表彰工作的通知",
        "云岭市人民政府关于加强水库管理的通知",
    ],
)
def test_a_notice_that_commends_nobody_has_no_rows_and_no_problems(title):
    reading = read(
        f"{title}\n\n云政〔2016〕9号\n\n各区人民政府：\n\n一、总体要求\n\n对先进单位予以表彰。\n\n2016年3月1日\n"
    )
    assert (reading.rows["awards"], reading.problems) == ([], [])


def test_a_decision_is_one_whatever_the_work_it_honours():
    title = "云岭市人民政府关于表彰意见办理和政策落实工作先进单位的决定"
    reading = read(body_list("一、先进单位", "市教育局", "市财政局", title=title))
    assert names(reading, "name") == [("市教育局",), ("市财政局",)]


def test_closing_prose_dates_and_signatures_are_no_entries():
    assert [row["line"] for row in read(IN_THE_BODY).rows["awards"]][-1] == 22


def test_an_entry_below_the_closing_prose_is_told():
    text = IN_THE_BODY.replace("再创佳绩。\n", "再创佳绩。\n\n孙 悟\n")
    assert problems(text) == [("roster_line", 26, "孙 悟")]


def test_the_same_section_of_two_notices_is_two_figures():
    text = IN_THE_BODY + "\n" + IN_THE_BODY.replace("3号", "4号").replace("防汛工作先进", "抗旱工作先进")
    ledger = awards_ledger(split_documents(text))
    assert len(ledger.rules) == 12
    assert len({figure.key for figure in ledger.figures}) == len(ledger.figures)
    assert broken(text) == []
