"""The training targets; expected values typed from reading the gazette."""

import pytest

from xcdata.gazette import training
from xcdata.gazette.documents import Gazette, split_documents
from xcdata.gazette.training import split_agencies


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


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("3年培训2万人次以上", "3年培训若干人次", "line 709: expected a target such as '6万人次'"),
        ("3年培训2万人次以上", "培训2万人次以上", "line 709: expected a target 'N年培训…人次'"),
        ("（责任单位：市应急管理局）", "", "line 713: expected '（责任单位：…）' at the end"),
        ("4. 实施现代服务业技能提升计划。", "4. 现代服务业。", "line 709: expected a heading '实施…计划。'"),
        ("4. 实施现代服务业", "5. 实施现代服务业", "line 709: expected section number 4, found '5. 实施"),
        ("3年培训2万人次以上", "3年培训2.00001万人次以上", "line 709: expected a whole number of people"),
        ("关于印发许昌市职业技能提升行动方案", "关于职业技能", "found no document of that title"),
        ("其中60%以上用于", "其中6𝟏%以上用于", "line 741: expected a figure in plain digits, found '其中6𝟏%"),
        ("劳动者6万人次", "劳动者𝟏6万人次", "line 705: expected a whole number of people"),
        ("工作室20个以上", "工作室2𝟎个以上", "line 719: expected a target such as"),
        ("培训30万人次", "培训𝟑0万人次", "line 695: expected a figure in plain digits"),
        ("3年培训2万人次以上", "𝟑年培训2万人次以上", "line 709: expected a target 'N年培训…人次'"),
    ],
)
def test_a_damaged_programme_is_told_with_line_found_and_expected(
    raw: str, old: str, new: str, told: str
) -> None:
    assert raw.count(old) == 1
    problems = [
        problem.told("en")
        for problem in training.read_training(split_documents(raw.replace(old, new))).problems
    ]
    assert any(told in problem for problem in problems), problems
