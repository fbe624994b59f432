"""Rules are found where a pattern repeats, and nowhere else."""

import random

from xcdata.discover import discover

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


def test_zeros_and_equal_numbers_make_no_rules() -> None:
    assert discover([["0"] * 12] * 30) == []
    assert discover([["1"] * 12] * 30) == []
    assert discover([["7"]] * 200) == []


def test_random_figures_make_no_rules() -> None:
    draw = random.Random(20191128)
    assert discover([[str(draw.randint(0, 9)) for _ in range(12)] for _ in range(20)]) == []
    assert discover([[str(draw.randint(0, 99999)) for _ in range(8)] for _ in range(30)]) == []


def test_a_grid_without_figures_has_no_rules() -> None:
    assert discover([]) == []
    assert discover([[]]) == []
    assert discover([["标题"], ["甲", "乙"]]) == []
