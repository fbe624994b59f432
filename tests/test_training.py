"""The training targets; expected values typed from reading the gazette."""

import re
from collections.abc import Callable
from decimal import Decimal

import pytest

from xcdata.gazette.documents import Gazette, split_documents
from xcdata.gazette.training import reading as training
from xcdata.gazette.training.agencies import split_agencies
from xcdata.gazette.training.ledger import training_ledger
from xcdata.ledger.verdicts import Verdict, check


def test_fifteen_targets_of_nine_programmes_sum_to_300000(gazette: Gazette) -> None:
    reading = training.read_training(gazette)
    assert not reading.problems
    rows = reading.rows["training"]
    assert [(row["programme_no"], row["quantity"]) for row in rows] == [
        (1, 115_000),
        (2, 60_000),
        (2, 2_000),
        (2, 7_000),
        (2, 3_000),
        (2, 10_000),
        (2, 30_000),
        (2, 3_000),
        (3, 5_000),
        (4, 20_000),
        (5, 10_000),
        (6, 5_000),
        (7, 5_000),
        (8, 10_000),
        (9, 15_000),
    ]
    assert sum(row["quantity"] for row in rows) == 300_000
    assert all(type(row["quantity"]) is int for row in rows)


def test_the_second_programme_names_its_seven_target_groups(gazette: Gazette) -> None:
    rows = [row for row in training.read_training(gazette).rows["training"] if row["programme_no"] == 2]
    assert [(row["target_group"], row["unit"]) for row in rows] == [
        ("农村转移就业劳动者", "人次"),
        ("“两后生”", "人"),
        ("离校未就业普通高校毕业生", "人次"),
        ("退役军人", "人"),
        ("“巧媳妇”工程从业人员", "人次"),
        ("城镇登记失业人员", "人次"),
        ("残疾人", "人次"),
    ]
    assert {row["programme"] for row in rows} == {"就业重点群体技能提升计划"}


def test_shares_years_and_minima_are_read(gazette: Gazette) -> None:
    rows = {row["programme_no"]: row for row in training.read_training(gazette).rows["training"]}
    shares = {number: row["upskilling_share_min"] for number, row in rows.items()}
    percent = {1: 80, 2: 50, 3: 60, 4: 50, 5: 50, 6: 80, 7: 40, 8: None, 9: None}
    assert {n: None if s is None else s * 100 for n, s in shares.items()} == percent
    assert {row["years"] for row in rows.values()} == {3}
    assert [number for number, row in rows.items() if not row["at_least"]] == [2]


def test_agencies_are_split_but_not_within_brackets(gazette: Gazette) -> None:
    rows = {row["programme_no"]: row for row in training.read_training(gazette).rows["training"]}
    assert rows[9]["agencies"] == "各县〔市、区〕政府；市人力资源社会保障局；工业和信息化局；财政局"
    assert rows[6]["agencies"] == "市应急管理局"
    assert split_agencies("甲（乙、丙），丁〔戊，己〕局、庚") == ["甲（乙、丙）", "丁〔戊，己〕局", "庚"]


def test_stated_totals_and_other_counted_targets_stand_apart(gazette: Gazette) -> None:
    rows = training.read_training(gazette).rows["training_totals"]
    assert [
        (row["kind"], row["item"], row["quantity"], row["unit"], row["at_least"], row["line"]) for row in rows
    ] == [
        ("total", "开展各类职业技能培训", 300_000, "人次", True, 695),
        ("total", "补贴性职业技能培训", 150_000, "人次", True, 695),
        ("total", "新培养高技能人才", 15_000, "人", True, 695),
        ("total", "技能劳动者占全市就业人员总量的比例", 25, "%", True, 695),
        ("total", "高技能人才占技能劳动者的比例", 30, "%", True, 695),
        ("other", "建成各级技能大师工作室", 20, "个", True, 719),
        ("other", "培养新型学徒", 3_000, "名", True, 723),
    ]


def test_every_figure_stands_where_its_line_and_column_say(gazette: Gazette) -> None:
    reading = training.read_training(gazette)
    for row in [*reading.rows["training"], *reading.rows["training_totals"]]:
        text = gazette.lines[row["line"] - 1].text
        assert text.startswith(row["printed"], row["column"] - 1)


Read = tuple[list[tuple[object, ...]], list[tuple[object, ...]]]


def values(text: str) -> Read:
    """Return what the tables say of training, without the places."""
    rows = training.read_training(split_documents(text)).rows
    columns = (
        "programme_no",
        "target_group",
        "quantity",
        "unit",
        "at_least",
        "years",
        "upskilling_share_min",
    )
    named = ("programme_no", "kind", "quantity", "unit", "at_least")
    return (
        [tuple(row[column] for column in (*columns, "agencies")) for row in rows["training"]],
        [tuple(row[column] for column in named) for row in rows["training_totals"]],
    )


def alone(raw: str) -> str:
    """Return the training notice without the others."""
    start, end = (
        raw.index(f"## 许昌市人民政府办公室 关于{words}") for words in ("印发许昌市职业", "推进供应链")
    )
    return raw[start:end]


def half_width(text: str) -> str:
    return text.translate(str.maketrans("，。；：（）", ",.;:()"))


FORMS: dict[str, Callable[[str], str]] = {
    "years in characters": lambda raw: re.sub("3年(?=开展|培训|培养)", "三年", raw),
    "years as a span": lambda raw: re.sub("3年(?=开展|培训|培养)", "2019—2021年", raw),
    "牵头单位": lambda raw: raw.replace("责任单位", "牵头单位"),
    "牵头 and 配合": lambda raw: raw.replace("（责任单位：市民政局、", "（牵头单位：市民政局；配合单位："),
    "工程": lambda raw: re.sub(r"(实施[^，。]+?)计划。", r"\1工程。", raw),
    "1、": lambda raw: re.sub(r"(?m)^(\d)\. ", r"\1、", raw),
    "1. without a space": lambda raw: re.sub(r"(?m)^(\d)\. ", r"\1.", raw),
    "补贴性": lambda raw: raw.replace("开展各类职业技能培训30万", "开展各类补贴性职业技能培训30万"),
    "half-width punctuation": half_width,
    "the notice alone": alone,
    "no heading marks": lambda raw: re.sub("(?m)^#+ ", "", raw),
    "no blank lines": lambda raw: re.sub(r"\n\n+", "\n", raw),
    "neither, alone": lambda raw: re.sub(r"\n\n+", "\n", re.sub("(?m)^#+ ", "", alone(raw))),
    "another city": lambda raw: raw.replace("许政办", "漯政办"),
    "other years": lambda raw: raw.replace("2021", "2022").replace("2019", "2020"),
    "a date in characters": lambda raw: raw.replace("2019年10月12日", "二〇一九年十月十二日"),
    "％": lambda raw: raw.replace("%", "％"),
    "full-width digits": lambda raw: alone(raw).translate(
        str.maketrans("0123456789.", "０１２３４５６７８９.")
    ),
    "a number and its unit parted": lambda raw: raw.replace("3年培训2万人次", "3年培训2 万人次"),
    "without a multiplier": lambda raw: raw.replace("3年培训2万人次", "3年培训20000人次"),
    "in characters": lambda raw: raw.replace("3年培训2万人次", "3年培训二万人次"),
    "不少于": lambda raw: raw.replace("3年培训2万人次以上", "3年培训不少于2万人次"),
    "a section of another name": lambda raw: raw.replace("（二）目标任务。", "（二）总体安排。"),
    "a title without 技能": lambda raw: raw.replace(
        "印发许昌市职业技能提升行动方案", "印发许昌市三年行动方案"
    ),
    "a title broken over two lines": lambda raw: raw.replace("实施高危行业", "实施高危\n行业"),
    "a space within a name": lambda raw: raw.replace("市民政局、商务局", "市民政 局、商务局"),
    "a page number": lambda raw: raw.replace("提升其岗位适应", "提升\n\n— 12 —\n\n其岗位适应"),
}


@pytest.mark.parametrize("form", FORMS)
def test_the_targets_are_the_same_in_every_form_of_print(raw: str, form: str) -> None:
    text = FORMS[form](raw)
    assert text != raw
    assert values(text) == values(raw)
    assert not training.read_training(split_documents(text)).problems
    (finding,) = check(training_ledger(split_documents(text)))
    assert (finding.verdict, finding.published) == (Verdict.EXACT, 30)


def problems(text: str) -> list[tuple[str, int | None]]:
    return [(one.kind, one.line) for one in training.read_training(split_documents(text)).problems]


@pytest.mark.parametrize(
    ("old", "new", "kind", "line"),
    [
        ("3年培训2万人次以上", "3年培训若干人次", "training_figure", 709),
        ("3年培训2万人次以上", "3年培训万人次以上", "training_figure", 709),
        ("3年培训2万人次以上", "3年培训l万人次以上", "training_figure", 709),
        ("3年培训2万人次以上", "3年培训2万入次以上", "training_figure", 709),
        ("3年培训2万人次以上", "3年培训2.00001万人次以上", "training_figure", 709),
        ("3年培训2万人次以上", "3年培训3—2万人次", "training_figure", 709),
        ("3年开展培训11.5万", "3年开展培训l1.5万", "training_figure", 703),
        ("3年开展培训11.5万", "3年开展培训11·5万", "training_figure", 703),
        ("3年开展培训11.5万", "3年开展培训11，5万", "training_figure", 703),
        ("3年开展培训11.5万", "3年开展培训1 1.5万", "training_figure", 703),
        ("3年开展培训11.5万", "3年开展培训11. 5万", "training_figure", 703),
        ("3年开展培训11.5万", "3年开展培训.5万", "training_figure", 703),
        ("3年开展培训11.5万", "3年开展培训115,00,0", "training_figure", 703),
        ("3年开展培训11.5万", "3年开展培训" + "9" * 400 + "万", "training_figure", 703),
        ("劳动者6万人次", "劳动者𝟏6万人次", "training_figure", 705),
        ("残疾人0.3万人次", "残疾人O.3万人次", "training_figure", 705),
        ("工作室20个以上", "工作室2𝟎个以上", "training_figure", 719),
        ("培养3000名", "培养300O名", "training_figure", 723),
        ("培养3000名", "培养3000各", "training_figure", 723),
        ("培训30万人次", "培训𝟑0万人次", "training_figure", 695),
        ("培训30万人次", "培训3O万人次", "training_figure", 695),
        ("达到25%以上", "达到255%以上", "training_figure", 695),
        ("达到25%以上", "达到2 5%以上", "training_figure", 695),
        ("其中60%以上用于", "其中6𝟏%以上用于", "training_figure", 741),
        ("占比80%以上。（责任单位：市应急", "占比800%以上。（责任单位：市应急", "training_figure", 713),
        ("占比80%以上。（责任单位：市应急", "占比80以上。（责任单位：市应急", "training_figure", 713),
        ("3年培训2万人次以上", "3年培训2万人欠以上", "training_figure", 709),
        ("3年培训2万人次以上", "3年培训2万人次上，", "training_figure", 709),
        ("3年培训2万人次以上", "3年培训2万人人次以上", "training_figure", 709),
        ("占比40%以上", "占比4%0以上", "training_figure", 715),
        ("工作室20个以上", "工作室0个以上", "training_figure", 719),
        ("工作室20个以上", "工作室20以个上", "training_figure", 719),
        ("市民政局、商务局", "市民政局、商务\u200b局", "training_name", 709),
        ("实施现代服务业技能", "实施现代服■业技能", "training_name", 709),
        ("市应急管理局）", "市应急管理局）\n（责任单位：市妇联）", "training_two_lists", 713),
        ("3年培训2万人次以上", "3年培训人次以上", "training_no_target", 709),
        ("3年培训2万人次以上", "培训2万人次以上", "training_no_horizon", 709),
        ("3年培训2万人次以上", "𝟑年培训2万人次以上", "training_no_horizon", 709),
        ("3年培训2万人次以上", "8年培训2万人次以上", "training_period", 709),
        ("（责任单位：市应急管理局）", "", "training_no_agencies", 713),
        ("现代服务业技能提升计划。", "现代服务业技能提升计划", "training_no_title", 709),
        ("4. 实施现代服务业", "5. 实施现代服务业", "section_order", 709),
        ("4. 实施现代服务业", "实施现代服务业", "training_merged", 709),
        ("9. 实施特色", "实施特色", "training_merged", 719),
        ("培训30万人次以上，其中", "培训，其中", "training_part_alone", 695),
        (
            "开展各类职业技能培训30万人次以上，其中补贴性职业技能培训15万人次以上；",
            "",
            "training_without_total",
            701,
        ),
    ],
)
def test_what_was_damaged_or_lost_is_told_with_its_line(
    raw: str, old: str, new: str, kind: str, line: int
) -> None:
    assert raw.count(old) == 1
    assert (kind, line) in problems(raw.replace(old, new))


def test_a_figure_is_told_as_it_is_printed_in_both_languages(raw: str) -> None:
    text = raw.replace("3年开展培训11.5万", "3年开展培训1l.5万")
    (problem,) = training.read_training(split_documents(text)).problems
    assert problem.found == "3年开展培训1l.5万人次以上"
    assert "许政办〔2019〕20号第703行" in problem.told("zh")
    assert "line 703: expected a figure with its unit" in problem.told("en")


def test_what_cannot_be_read_is_no_part_of_the_sum_but_hinders_it(raw: str) -> None:
    text = raw.replace("3年培训2万人次以上", "3年培训Z万人次以上")
    (finding,) = check(training_ledger(split_documents(text)))
    assert finding.verdict is Verdict.NOT_CHECKABLE


@pytest.mark.parametrize(
    ("old", "new", "difference"),
    [
        ("、残疾人0.3万人次", "", "-0.3"),
        ("退役军人0.3万人、", "退役军人、", "-0.3"),
        ("3年培训2万人次以上", "3年培训2人次以上", "-1.9998"),
    ],
)
def test_a_target_that_was_lost_breaks_the_sum(raw: str, old: str, new: str, difference: str) -> None:
    (finding,) = check(training_ledger(split_documents(raw.replace(old, new))))
    assert finding.difference == Decimal(difference)


def test_no_other_notice_of_the_gazette_has_training_targets(gazette: Gazette) -> None:
    rows = training.read_training(gazette).rows
    assert {row["document"] for table in rows.values() for row in table} == {"许政办〔2019〕20号"}


PROGRAMME = """甲山市人民政府关于印发甲山市技能培训三年行动方案的通知

甲政〔2022〕7号

各县（市、区）人民政府：

一、工作目标

从2022年起，三年共培训各类劳动者18万人次左右，其中农民工不少于6万人次（含返乡人员0.8万人次），新增技能人才3.2万名以上。建成实训基地8—10家，引进紧缺技师不超过120名，技能人才占就业人员的比例超过30％。上届任期已培训9万人次。

二、重点任务

1.重点产业职工培训工程。三年内培训职工8万余人次，其中新型学徒1万人次；培养高级工5000名，培训合格率达到90%以上。（牵头单位：市工信局；配合单位：市人社局、市总工会）

2.农民工培训工程。每年组织农民工培训2万人次以上，1.5万人取得证书。（市人社局、市农业农村局负责）

3.妇女培训工程。到2024年，完成妇女培训4万人次，新建培训点三十个，每班不超过50人，按每人800元给予补贴。（责任部门：市妇联）
"""


def test_another_city_states_horizons_groups_and_agencies_in_its_own_words() -> None:
    reading = training.read_training(split_documents(PROGRAMME))
    assert not reading.problems
    columns = ("programme", "target_group", "quantity", "bound", "horizon", "years", "agencies")
    assert [tuple(row[column] for column in columns) for row in reading.rows["training"]] == [
        ("重点产业职工培训工程", "职工", 80_000, "at_least", "三年内", 3, "市工信局；市人社局；市总工会"),
        ("农民工培训工程", "农民工", 20_000, "at_least", "每年", None, "市人社局；市农业农村局"),
        ("妇女培训工程", "妇女", 40_000, "exact", "到2024年", None, "市妇联"),
    ]


def test_parts_ranges_bounds_and_shares_are_rows_but_standards_payments_and_the_past_are_not() -> None:
    rows = training.read_training(split_documents(PROGRAMME)).rows["training_totals"]
    columns = ("programme_no", "item", "quantity", "quantity_max", "unit", "bound", "part_of")
    assert [tuple(row[column] for column in columns) for row in rows] == [
        (None, "共培训各类劳动者", 180_000, None, "人次", "about", None),
        (None, "农民工", 60_000, None, "人次", "at_least", "共培训各类劳动者"),
        (None, "返乡人员", 8_000, None, "人次", "exact", "农民工"),
        (None, "新增技能人才", 32_000, None, "名", "at_least", None),
        (None, "建成实训基地", 8, 10, "家", "exact", None),
        (None, "引进紧缺技师", 120, None, "名", "at_most", None),
        (None, "技能人才占就业人员的比例", 30, None, "%", "at_least", None),
        (1, "新型学徒", 10_000, None, "人次", "exact", "培训职工"),
        (1, "培养高级工", 5_000, None, "名", "exact", None),
        (1, "培训合格率", 90, None, "%", "at_least", None),
        (2, "取得证书", 15_000, None, "人", "exact", None),
        (3, "新建培训点", 30, None, "个", "exact", None),
    ]


def test_targets_of_each_year_are_not_added_up_to_a_total_of_three() -> None:
    assert not training_ledger(split_documents(PROGRAMME)).rules


SUMMED = """乙川市职业技能提升计划

一、目标任务
全市开展职业技能培训{total}万人次以上。

二、重点工作
1.职工技能提升行动。{gap}3年培训3万人次以上。
2.农民技能提升行动。3年培训2万人次以上。
"""


def test_a_total_of_all_training_is_compared_with_the_programmes() -> None:
    verdicts = {
        total: [finding.verdict for finding in check(training_ledger(split_documents(text)))]
        for total in ("5", "6")
        for text in [SUMMED.format(total=total, gap="")]
    }
    assert verdicts == {"5": [Verdict.EXACT], "6": [Verdict.INCONSISTENT]}


@pytest.mark.parametrize("gap", ["……", "...", "．．．", "。。。", "···", "⋯⋯"])
def test_a_shortened_list_of_programmes_is_told_as_incomplete_and_not_as_wrong(gap: str) -> None:
    gazette = split_documents(SUMMED.format(total="6", gap=gap))
    assert [one.kind for one in training.read_training(gazette).problems] == ["training_incomplete"]
    assert not training_ledger(gazette).rules


def test_a_total_that_does_not_speak_of_all_training_is_no_sum_unless_it_is() -> None:
    text = SUMMED.replace("全市开展", "开展")
    assert len(training_ledger(split_documents(text.format(total="5", gap=""))).rules) == 1
    assert not training_ledger(split_documents(text.format(total="6", gap=""))).rules


def test_a_notice_without_sections_states_its_targets_in_a_sentence() -> None:
    text = """丙河县关于下达2023年职业技能培训任务的通知

各乡镇人民政府：

2023年全县开展补贴性职业技能培训6000人次，其中企业职工3000人次、农村劳动力3000人次；取得证书4500人次以上。

培训补贴标准为每人每天50元，每班人数不超过40人。
"""
    rows = training.read_training(split_documents(text)).rows["training_totals"]
    assert [(row["item"], row["quantity"], row["kind"]) for row in rows] == [
        ("全县开展补贴性职业技能培训", 6_000, "total"),
        ("企业职工", 3_000, "total"),
        ("农村劳动力", 3_000, "total"),
        ("取得证书", 4_500, "total"),
    ]


def test_a_text_without_training_is_no_problem() -> None:
    reading = training.read_training(
        split_documents("丁县人民政府关于植树的通知\n\n2020年造林3万亩，组织200人参加。\n")
    )
    assert reading.rows == {"training": [], "training_totals": []}
    assert not reading.problems


def test_what_was_done_before_is_no_target() -> None:
    text = """戊市职业技能培训规划

一、规划背景

五年来，全市共开展职业技能培训9万人次以上；其中，培训农民工超过4万人次。至上一时期末，全市累计培训22.62万人次。

二、主要目标

“十四五”期间，全市共开展补贴性职业技能培训15万人次以上，其中2021年培训3万人次、2022年培训4万人次。
"""
    rows = training.read_training(split_documents(text)).rows
    assert not rows["training"]
    assert [(row["quantity"], row["horizon"], row["part_of"]) for row in rows["training_totals"]] == [
        (150_000, "“十四五”期间", None),
        (30_000, "2021年", "全市共开展补贴性职业技能培训"),
        (40_000, "2022年", "全市共开展补贴性职业技能培训"),
    ]
