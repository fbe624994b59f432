"""Rules are found where a pattern repeats, and nowhere else."""

import random

from xcdata.auditing.axes import read_lines
from xcdata.auditing.discovered.discover import discover
from xcdata.auditing.discovered.evidence import weigh
from xcdata.grids.readings import read_grid

Rules = set[tuple[tuple[int, int], frozenset[tuple[int, int]]]]


def found(text: str) -> Rules:
    grid = [line.split("|") for line in text.strip().splitlines()]
    return {(rule.total, frozenset(rule.parts)) for rule in discover(grid)}


def column_rule(
    total: int, parts: list[int], column: int
) -> tuple[tuple[int, int], frozenset[tuple[int, int]]]:
    return (total, column), frozenset((part, column) for part in parts)


NESTED = """
一、造林任务表（万亩）
单位|合计|新造|改培
全市|3716|2247|1469
北区小计|1841|1118|723
甲县|1024|617|407
乙县|817|501|316
南区小计|1875|1129|746
丙县|951|563|388
丁县|924|566|358
"""


def test_totals_of_subtotals_are_found_in_rows_and_columns() -> None:
    rules = found(NESTED)
    for column in (1, 2, 3):
        assert column_rule(2, [3, 6], column) in rules
        assert column_rule(3, [4, 5], column) in rules
        assert column_rule(6, [7, 8], column) in rules
    for row in range(2, 9):
        assert ((row, 1), frozenset({(row, 2), (row, 3)})) in rules
    assert len(rules) == 9 + 7


def test_a_wrong_figure_does_not_hide_the_rules_it_breaks() -> None:
    assert found(NESTED.replace("501", "510")) == found(NESTED)
    assert found(NESTED.replace("3716", "37160")) == found(NESTED)


def test_every_second_column_adds_up() -> None:
    rules = found(
        """
        a|总计||一季度||二季度||三季度|
        b|件|元|件|元|件|元|件|元
        c|171|8425|53|2718|61|2954|57|2753
        d|236|9991|81|3391|72|3202|83|3398
        e|314|7757|97|2519|113|2627|104|2611
        """
    )
    for row in (2, 3, 4):
        assert ((row, 1), frozenset({(row, 3), (row, 5), (row, 7)})) in rules
        assert ((row, 2), frozenset({(row, 4), (row, 6), (row, 8)})) in rules


def test_blanks_are_no_parts_and_dashes_are() -> None:
    rules = found("x|57|41\ny||28\nz|—|35\nw|26|19\n计|83|123\n说明：略")
    assert ((4, 1), frozenset({(0, 1), (2, 1), (3, 1)})) in rules
    assert ((4, 2), frozenset({(0, 2), (1, 2), (2, 2), (3, 2)})) in rules


ONE_COLUMN = """
项目|金额
办公费|21454
差旅费|158069
会议费|52689
培训费|97264
合计|329476
"""


def test_a_sum_that_is_stated_once_survives_its_own_error_if_its_label_calls_it_a_total() -> None:
    rule = column_rule(5, [1, 2, 3, 4], 1)
    assert found(ONE_COLUMN) == {rule}
    assert found(ONE_COLUMN.replace("158069", "185069")) == {rule}
    assert found(ONE_COLUMN.replace("329476", "329476".replace("94", "49"))) == {rule}
    assert found(ONE_COLUMN.replace("158069", "185069").replace("合计", "合　计")) == {rule}
    assert found(ONE_COLUMN.replace("158069", "158313")) == set()  # no slip of one figure
    assert found(ONE_COLUMN.replace("158069", "185069").replace("合计", "住宿费")) == set()


def test_an_unnamed_line_that_closes_a_block_is_as_good_as_one_called_a_total() -> None:
    unnamed = ONE_COLUMN.replace("合计", "")
    rule = column_rule(5, [1, 2, 3, 4], 1)
    assert found(unnamed.replace("158069", "185069")) == {rule}
    assert found(unnamed.replace("158069", "185069") + "邮箱|\n备注|17\n") == {rule}
    assert found(unnamed.replace("158069", "185069") + "其他|88117\n") == set()  # it closes nothing


def test_a_total_closes_a_block_with_headings_in_it_though_one_figure_is_wrong() -> None:
    text = "|元\n"
    figures = [214541, 187066, 352689, 158069, 96271, 341187, 276435, 118294, 407713, 225908]
    for number, figure in enumerate(figures):
        text += f"第{number}类|\n名{number}|{figure}\n"
    lines = list(range(2, 21, 2))
    spoiled = text.replace("158069", "185069")
    assert found(spoiled + f"合计|{sum(figures)}") == {column_rule(21, lines, 1)}
    twice = found(
        spoiled + f"合计|{sum(figures)}\n\n费用\n办公|187312\n差旅|63254\n小计|250566\n"
        f"项目小计|{sum(figures) + 27000}\n总计|{sum(figures) + 277566}"
    )
    assert column_rule(21, lines, 1) in twice  # although the total of the last lines is the sum as misprinted


def test_columns_in_which_nothing_adds_up_do_not_hide_a_statement_of_two_years() -> None:
    rules = found(
        """
        |2019|2018|%|占比|指数|名次
        收入|5309|4382|21.1|31.7|121.1|4
        成本|-2805|-2313|21.2|52.8|121.3|7
        毛利|2504|2069|21.0|47.1|121.0|3
        销售|-866|-715|21.3|16.3|121.2|9
        管理|-1181|-1023|15.4|22.2|115.5|5
        营业利润|457|331|41.9|8.5|141.9|2
        利息|-32|-35|-12.8|0.7|91.4|8
        税前|425|296|43.9|7.9|143.6|1
        所得税|-140|-86|63.6|2.6|163.6|6
        净利润|285|210|35.4|5.3|135.7|9
        """
    )
    for column in (1, 2):
        assert column_rule(3, [1, 2], column) in rules
        assert column_rule(8, [6, 7], column) in rules
        assert column_rule(10, [8, 9], column) in rules
    assert {total[1] for total, _ in rules} <= {1, 2}


def test_numbers_in_a_header_are_no_sum_that_fails() -> None:
    header = "7|3|1\n\n报表|\n\n甲|乙|合计\n"
    body = "".join(f"{a}|{b}|{a + b}\n" for a, b in ((4213, 871), (952, 3317), (6104, 2285), (737, 1996)))
    assert {total[0] for total, _ in found(header + body)} == {5, 6, 7, 8}


def test_a_slip_does_not_speak_for_a_pattern_that_fails_in_other_ways() -> None:
    def bits(rows: list[list[str]]) -> float:
        columns = read_lines(rows, read_grid(rows))[1]
        return float(weigh(columns, [(2, [0, 1])])[0].bits[0])

    slip = ["341187", "276435", "617722"]  # 617622
    holds = [["4213", "871", "5084"], ["952", "3317", "4269"]]
    fails = [["1127", "2234", "4478"], ["3319", "1426", "3992"], ["5518", "1273", "9944"]]
    assert bits([slip, *holds, *fails[:2]]) > 0
    assert bits([slip, *holds, *fails]) < 0


def test_the_same_names_at_the_same_distances_are_the_same_rule() -> None:
    text = (
        "教师\n男|4213\n女|2396\n小计|6609\n职员\n男|1918\n女|1325\n小计|3243\n工人\n男|81\n女|94\n小计|157"
    )
    rules = found(text)
    assert rules == {column_rule(3, [1, 2], 1), column_rule(7, [5, 6], 1), column_rule(11, [9, 10], 1)}


def test_rates_under_the_names_of_counts_are_no_sums() -> None:
    text = "人口\n男|42130\n女|39612\n合计|81742\n就业\n男|21918\n女|17325\n合计|39243\n就业率%\n男|52.0\n女|44.0\n合计|46.0"
    assert {total for total, _ in found(text)} == {(3, 1), (7, 1)}  # although 52 + 44 is off by one digit


def test_figures_of_seventeen_digits_raise_no_warning() -> None:
    rows = [[f"n{i}", str(99999999999999999 - i)] for i in range(50)]
    discover([*rows, ["合计", "1"]])


def test_one_chance_sum_under_a_common_name_is_no_habit() -> None:
    draw = random.Random(7)
    rows = []
    for _ in range(20):
        men, women = draw.randint(100000, 399999), draw.randint(100000, 399999)
        rows += [
            ["男", str(men)],
            ["女", str(women)],
            ["年末", str(men + women + 200000)],
        ]  # off by one digit
    rows[29][1] = str(int(rows[27][1]) + int(rows[28][1]))
    assert {rule.total for rule in discover(rows)} == {(29, 1)}


def test_the_outline_of_the_labels_shows_what_belongs_to_a_total() -> None:
    by_number = found("2 设备|95\n2.1 车辆|52\n2.2 机床|43\n3 房屋|71\n4 土地|38")
    by_indent = found("设备|95\n　车辆|52\n　机床|43\n房屋|71\n土地|38")
    assert by_number == by_indent == {column_rule(0, [1, 2], 1)}
    assert found("设备|95\n车辆|52\n机床|43\n房屋|71\n土地|38") == set()


def test_totals_stand_where_most_totals_of_the_table_stand() -> None:
    block = "{0}|{1}\n{0}乙|{2}\n{0}小|{3}\n"
    text = "".join(
        block.format(name, a, b, a + b)
        for name, a, b in (("e", 5821, 3713), ("f", 7412, 2976), ("g", 6107, 4588))
    )
    rules = found(text + "h|3159\ni|6384\nj|9543\nk|6384\nl|3159")  # j is both h + i and k + l
    assert column_rule(11, [9, 10], 1) in rules
    assert column_rule(11, [12, 13], 1) not in rules


def test_shares_beside_one_column_of_counts_do_not_hide_its_sums() -> None:
    rules = found(
        """
        |人数|中央%|地方%|自筹%
        全部|149312|39.5|27.5|33.0
        甲|73622|66.8|8.1|25.1
        乙|37829|0.0|88.0|12.0
        丙|25060|79.3|0.0|20.7
        丁|12801|46.1|41.1|12.8
        """
    )
    assert column_rule(1, [2, 3, 4, 5], 1) in rules
    assert not any(column in (2, 3, 4) for (_, column), parts in rules if len(parts) == 4)


def test_nothing_is_the_sum_of_blanks() -> None:
    rules = found("a|53|16|37\nb|81|24|57\nc|0||\nd|92|35|57\ne|47|19|28")
    assert ((2, 1), frozenset({(2, 2), (2, 3)})) in rules


def test_a_total_whose_parts_are_often_not_given_is_no_error() -> None:
    rules = found(
        "a|5301|1644|3657\nb|8150|2409|5741\nc|9267|3533|\nd|4721|1901|2820\ne|7113|1217|\nf|6402|3125|3277"
    )
    assert {total for total, _ in rules} == {(0, 1), (1, 1), (3, 1), (5, 1)}


def test_a_copy_is_not_rounded() -> None:
    rows = read_lines(
        [["167", "166"], ["254", "253"], ["391", "391"]],
        read_grid([["167", "166"], ["254", "253"], ["391", "391"]]),
    )
    assert weigh(rows[1], [(0, [1])])[0].holds.tolist() == [False, False, True]


def test_zeros_and_equal_numbers_make_no_rules() -> None:
    assert discover([["0"] * 12] * 30) == []
    assert discover([["1"] * 12] * 30) == []
    assert discover([["7"]] * 200) == []


def test_random_figures_make_no_rules() -> None:
    draw = random.Random(20191128)
    assert discover([[str(draw.randint(0, 9)) for _ in range(12)] for _ in range(20)]) == []
    assert discover([[str(draw.randint(0, 99999)) for _ in range(8)] for _ in range(30)]) == []


def test_dense_coincidences_make_no_rules() -> None:
    draw = random.Random(7)
    assert discover([[str(draw.randint(0, 1)) for _ in range(24)] for _ in range(40)]) == []
    assert discover([[str(draw.randint(-1, 1)) for _ in range(20)] for _ in range(40)]) == []
    assert discover([[str(10 ** draw.randint(0, 5)) for _ in range(10)] for _ in range(40)]) == []
    assert discover([[str(20 * row + column) for column in range(20)] for row in range(40)]) == []
    assert discover([[str(10**30 + draw.randint(0, 10**29)) for _ in range(9)] for _ in range(20)]) == []


def test_a_grid_without_figures_has_no_rules() -> None:
    assert discover([]) == []
    assert discover([[]]) == []
    assert discover([["标题"], ["甲", "乙"]]) == []


RATES = """
地区|人口（人）|占全市%|人均收入（元）|户数
甲县|31207|31.6|21874|9813
乙县|48116|48.7|19336|15020
丙县|19502|19.7|24411|6177
合计|98825|100.0|21143|31010
"""


def test_rates_and_averages_among_counts_do_not_fail_to_add_up() -> None:
    rules = found(RATES)
    assert column_rule(4, [1, 2, 3], 1) in rules
    assert column_rule(4, [1, 2, 3], 4) in rules
    assert not any(total == (4, 3) for total, _ in rules)


POPULATION = """
||户数（户）|总人口（人）||
地区|代码||合计|男|女
总计|410000|33,412|112,846|58,021|54,825
市区小计||12,118|40,307|20,614|19,693
  魏都区|411002|7,005|23,118|11,809|11,309
  建安区|411003|5,113|17,189|8,805|8,384
县（市）小计||21,294|72,539|37,407|35,132
  鄢陵县|411024|6,981|24,006|12,377|11,629
  襄城县|411025|8,204|27,419|14,102|13,317
  禹州市|411081|6,109|21,114|10,928|10,186
注：本表按户籍统计。
"""


def test_region_codes_and_merged_headers_do_not_disturb() -> None:
    rules = found(POPULATION)
    down = [column_rule(2, [3, 6], c) for c in (2, 3, 4, 5)]
    down += [column_rule(3, [4, 5], c) for c in (2, 3, 4, 5)]
    down += [column_rule(6, [7, 8, 9], c) for c in (2, 3, 4, 5)]
    across = [((row, 3), frozenset({(row, 4), (row, 5)})) for row in range(2, 10)]
    assert rules == {*down, *across}


REVENUE = """
项目|预算数|决算数|为预算%
一、税收收入|82,400|83,917|101.8
增值税|36,500|37,204|101.9
其中：改征增值税|11,300|11,868|105.0
企业所得税|18,200|18,377|101.0
个人所得税|9,700|9,915|102.2
城市维护建设税|18,000|18,421|102.3
二、非税收入|27,300|28,046|102.7
专项收入|9,100|9,358|102.8
行政事业性收费收入|6,700|6,812|101.7
其他收入|11,500|11,876|103.3
收入合计|109,700|111,963|102.1
"""


def test_of_which_is_no_part() -> None:
    rules = found(REVENUE)
    expected = ((1, [2, 4, 5, 6]), (7, [8, 9, 10]), (11, [1, 7]))
    assert rules == {column_rule(total, parts, c) for total, parts in expected for c in (1, 2)}


PLAN = slice(658, 673)
PLAN_PARTS = {1: (2, 15), 2: (3, 9, 14), 3: (4, 5, 6, 7, 8), 9: (10, 11, 12, 13), 15: (16, 17)}


def plan_table(raw: str) -> tuple[list[list[str]], int]:
    grid = [line.split("\t") for line in raw.splitlines()[PLAN]]
    return grid, next(r for r, row in enumerate(grid) if row[0].startswith("许昌市"))


def plan_rules(grid: list[list[str]], city: int) -> Rules:
    """What the plan table's header says: ten rows of five sums, and the counties of every column."""

    def figures(cells: list[tuple[int, int]]) -> frozenset[tuple[int, int]]:
        filled = [(r, c) for r, c in cells if c < len(grid[r]) and grid[r][c].strip()]
        return frozenset((r, c) for r, c in filled if grid[r][c].strip()[0].isdigit())

    counties = range(city + 1, city + 11)
    rows = [
        ((r, t), [(r, p) for p in parts]) for r in range(city, city + 10) for t, parts in PLAN_PARTS.items()
    ]
    columns = [((city, c), [(r, c) for r in counties]) for c in range(1, 18)]
    return {(total, figures(parts)) for total, parts in rows + columns if figures([total])}


def plan_found(grid: list[list[str]]) -> Rules:
    return {
        (rule.total, frozenset((r, c) for r, c in rule.parts if grid[r][c].strip()))
        for rule in discover(grid)
    }


def test_every_identity_of_the_plan_table_is_found(raw: str) -> None:
    grid, city = plan_table(raw)
    expected = plan_rules(grid, city)
    assert len(expected) == 60
    assert plan_found(grid) == expected


def test_no_single_change_of_the_plan_table_hides_an_identity(raw: str) -> None:
    original, city = plan_table(raw)
    draw = random.Random(20191128)
    cells = [(r, c) for r in range(city, city + 10) for c in range(1, 18)]
    for row, column in draw.sample(cells, 40):
        grid = [list(cells) for cells in original]
        printed = grid[row][column].strip()
        grid[row][column] = printed + "0" if printed.isdigit() else "7" + printed[1:] if printed else "0.37"
        assert plan_rules(grid, city) <= plan_found(grid), (row, column, printed)


def test_a_total_far_smaller_than_its_parts_is_weighed_without_a_warning() -> None:
    grid = [["99999999999999999", "8"], ["99999999999999998", "1"], ["1", "9"]]
    rows, _ = read_lines(grid, read_grid(grid))
    assert weigh(rows, [(2, [0, 1])])[0].holds.tolist() == [False, True]


def test_a_dash_line_among_the_parts_is_one_of_them() -> None:
    rules = found("省|2018|2019\n甲|4132|5310\n乙|-|-\n丙|2871|3354\n合计|7003|8664")
    assert column_rule(4, [1, 2, 3], 1) in rules
    assert column_rule(4, [1, 2, 3], 2) in rules


def test_averages_between_the_parts_are_left_out() -> None:
    draw = random.Random(8)
    rows, parts = [["题目", "甲", "乙", "丙"]], []
    for _ in range(4):
        for _ in range(draw.randint(3, 6)):
            parts.append(len(rows))
            rows.append(
                [
                    f"题{'甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地'[len(parts)]}",
                    *(str(draw.randint(1, 5)) for _ in range(3)),
                ]
            )
        rows.append(["平均", *(f"{draw.randint(20, 39) / 10}" for _ in range(3))])
    rows.append(["总分", *(str(sum(int(rows[part][column]) for part in parts)) for column in (1, 2, 3))])
    rules = {(rule.total, frozenset(rule.parts)) for rule in discover(rows)}
    assert {column_rule(len(rows) - 1, parts, column) for column in (1, 2, 3)} <= rules


def test_a_column_of_numbers_that_is_repeated_is_not_added_up() -> None:
    draw = random.Random(9)
    rows = [["编号", *"甲" * 9, "编号", *"乙" * 9, "编号", *"丙" * 9, "总分"]]
    for number in range(11, 19):
        marks = [draw.randint(5, 12) for _ in range(27)]
        blocks = [[number, *marks[start : start + 9]] for start in (0, 9, 18)]
        rows.append([str(cell) for block in blocks for cell in block] + [str(sum(marks))])
    assert {rule.total for rule in discover(rows)} == {(row, 30) for row in range(1, 9)}
    assert all({column % 10 for _, column in rule.parts} == set(range(1, 10)) for rule in discover(rows))


def test_a_total_of_a_whole_block_is_no_total_of_its_end() -> None:
    text = "讲师|180000|82000\n\n书本|26250|33121.25\n\n营地|9000|6306\n节日|7500|1880\n房租|42000|11390\n交通|9000|3871\n合计|273750|138568.25"
    block = [0, 2, 4, 5, 6, 7]  # its end alone is off by 180000 in one column, as by a slip
    assert found(text) == {column_rule(8, block, 1), column_rule(8, block, 2)}


def test_a_total_that_is_stated_twice_is_one_both_times() -> None:
    block = "销售|43821|53094|20691\n服务|11316|12092|5253\n收入|55137|65186|25944\n成本|31107|40218|17633\n毛利|24030|24968|8311"
    again = "收入|55137|65816|25944"  # 65186 in the block
    assert column_rule(6, [0, 1], 2) in found(f"{block}\n\n{again}")


def test_the_rest_of_an_outline_is_meant_to_add_up_if_most_of_it_does() -> None:
    text = """
        1 治疗|73622|66.8|8.1|10.6|14.6
        1.1 住院|38575|98.2|0.0|1.5|0.3
        1.2 日间|5749|98.5|0.0|0.3|1.2
        1.3 门诊|29298|19.2|20.3|24.5|36.0
        2 康复|2106|75.7|0.0|18.0|6.2
        3 护理|37829|0.0|88.0|0.0|12.0
        3.1 机构|25060|0.0|83.5|0.0|16.5
        3.2 居家|12769|0.0|97.0|0.0|3.0
        4 检验|9491|65.9|0.0|28.0|6.1
        4.1 化验|5657|79.3|0.0|11.4|9.3
        4.2 转运|3834|46.1|0.0|52.5|1.4
        5 医品|22000|0.0|0.0|60.3|39.7
        5.1 药品|14748|0.0|0.0|58.8|41.2
        5.2 器械|7252|0.0|0.0|63.3|36.7
        6 预防|3077|25.8|59.9|0.0|14.2
        7 管理|1187|99.9|0.0|0.0|0.1
        经常费用合计|149312|39.5|27.5|16.1|16.8
    """
    assert column_rule(0, [1, 2, 3], 1) in found(text.replace("73622", "37622"))
    # Where most of the outline does not add up, nothing speaks for the rest.
    fewer = text.replace("25060", "25611").replace("14748", "15299").replace("5657", "6001")
    assert column_rule(0, [1, 2, 3], 1) not in found(fewer.replace("73622", "37622"))


def test_numbers_in_the_chinese_style_make_an_outline() -> None:
    text = "一、设备|95\n{}车辆|52\n{}机床|43\n二、房屋|71\n三、土地|38"
    for first, second in (
        ("（一）", "（二）"),
        ("1.", "2."),
        ("1、", "2、"),
        ("(1)", "(2)"),
        ("①", "②"),
        ("", ""),
    ):
        assert found(text.format(first, second)) == {column_rule(0, [1, 2], 1)}
    assert found("甲、设备|95\n车辆|52\n机床|43\n乙、房屋|71\n丙、土地|38") == set()


def test_a_name_may_stand_behind_an_ordinal() -> None:
    spoiled = ONE_COLUMN.replace("158069", "185069").splitlines()
    numbered = "\n".join(f"{n}.|{line}" for n, line in enumerate(spoiled[1:], 1))
    assert found(numbered) == {column_rule(5, [1, 2, 3, 4], 2)}


def test_what_a_sum_leaves_out_between_its_parts_is_their_subtotal() -> None:
    text = "学校|1543036\n其他教育|19997\n教育|{}\n机关|334888\n高校|541197\n卫生|643531\n治安|215964\n\n合计|3298613"
    total, subtotal = column_rule(8, [0, 1, 3, 4, 5, 6], 1), column_rule(2, [0, 1], 1)
    assert found(text.format("1563303")) == {total, subtotal}  # 1563033
    assert found(text.format("1257713")) == {total}


def test_parts_belong_to_the_total_that_they_fit_best() -> None:
    # The same amount by term, by currency and by holder; by currency it is rounded up in one year.
    rules = found(
        """
        |2018|2019|2020|2021
        国内|3812.4|4951.7|8344.2|6519.8
        短期|17.3|104.6|911.5|305.9
        长期|3795.1|4847.1|7432.7|6213.9
        国外|21.6|47.3|71.9|60.4
        长期|21.6|47.3|71.9|60.4
        按币种|3834.0|4999.0|8416.2|6580.2
        本币|3817.9|4934.5|8350.4|6535.5
        外币|16.1|64.5|65.8|44.7
        按居住地|3834.0|4999.0|8416.1|6580.2
        居民|3813.7|4945.2|8339.6|6518.4
        非居民|20.3|53.8|76.5|61.8
        """
    )
    for column in range(1, 5):
        assert column_rule(9, [10, 11], column) in rules
        assert column_rule(6, [7, 8], column) in rules
    assert not any(total[0] == 6 and (10, 1) in parts for total, parts in rules)


def test_names_set_wide_are_read_like_others() -> None:
    spoiled = "东 部|26395\n中 部|29892\n西 部|66389\n全 国|121776"  # 28992
    assert found(spoiled) == {column_rule(3, [0, 1, 2], 1)}
    assert found(spoiled.replace("全 国", "耕 地")) == set()


# The first tasks of the plan, of which none is the sum of others; hectares are the same figures in another unit.
TASKS = """
县,项目,印作,万亩,公顷
禹州市,山区生态林,4,4.0,2666.67
禹州市,农田防护林,0.1,0.1,66.67
禹州市,廊道绿化,1.03,1.03,686.67
禹州市,乡村绿化美化,0.2,0.2,133.33
禹州市,木本油料新造,1.25,1.25,833.33
禹州市,木本油料改培,1.9,1.9,1266.67
禹州市,特色经济林新造,0.6,0.6,400.0
禹州市,特色经济林改培,0.63,0.63,420.0
禹州市,森林抚育,3.15,3.15,2100.0
禹州市,花卉苗木新造,0.15,0.15,100.0
长葛市,农田防护林,0.1,0.1,66.67"""


def test_figures_that_stand_there_again_in_another_unit_are_no_evidence_of_a_sum() -> None:
    assert discover([line.split(",") for line in TASKS.strip().splitlines()]) == []
