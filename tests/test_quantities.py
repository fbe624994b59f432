from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xcdata.gazette.quantities import chinese_numeral, leading_number, parse_number, parse_quantity


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4", "4"),
        ("1.50", "1.50"),
        ("3,009.1", "3009.1"),
        (" 0.2 ", "0.2"),
        ("１２．８６", "12.86"),
        ("-0.3", "-0.3"),
    ],
)
def test_a_printed_number_is_read_to_its_last_digit(text: str, value: str) -> None:
    assert str(parse_number(text)) == value


@pytest.mark.parametrize(
    "text", ["", ".", "1.", ".5", "1.2.3", "12O", "1 2", "1,23", "五", "1e5", "٣", "NaN"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no number"):
        parse_number(text)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_every_plain_decimal_reads_as_itself(value: Decimal) -> None:
    assert parse_number(f"{value:f}") == value
    assert parse_number(f"{value:,f}") == value


@given(st.text(max_size=12))
def test_any_text_is_a_number_or_a_value_error(text: str) -> None:
    for parse in (parse_number, parse_quantity, chinese_numeral):
        try:
            parse(text)
        except ValueError:
            continue


@pytest.mark.parametrize(
    ("text", "value", "unit", "at_least"),
    [
        ("11.5万人次以上", 115_000, "人次", True),
        ("0.2万人", 2_000, "人", False),
        ("20个以上", 20, "个", True),
        ("1.195亿元", 119_500_000, "元", False),
        ("0.5%以内", Decimal("0.5"), "%", False),
    ],
)
def test_a_quantity_has_value_unit_and_bound(text: str, value: object, unit: str, at_least: bool) -> None:
    quantity = parse_quantity(text)
    assert (quantity.value, quantity.unit, quantity.at_least, quantity.printed) == (
        value,
        unit,
        at_least,
        text,
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("六", 6),
        ("十", 10),
        ("十九", 19),
        ("二十", 20),
        ("九十二", 92),
        ("一百零五", 105),
        ("三百二十一", 321),
    ],
)
def test_chinese_numerals_are_read(text: str, value: int) -> None:
    assert chinese_numeral(text) == value


@pytest.mark.parametrize("text", ["", "百", "二二", "十百", "廿", "6"])
def test_what_is_no_chinese_numeral_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no Chinese numeral"):
        chinese_numeral(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("22.55万亩", "22.55"),
        ("六大类", "六"),
        ("3009.1亩。", "3009.1"),
        ("", ""),
        ("亩", ""),
        ("-0.3", "-0.3"),
        ("5，", "5"),
    ],
)
def test_the_number_at_the_front_is_found(text: str, number: str) -> None:
    assert leading_number(text) == number


@pytest.mark.parametrize(
    ("text", "before", "value", "most", "bound"),
    [
        ("8—10家", "", 8, 10, "exact"),
        ("8万—10万人次", "", 80_000, 100_000, "exact"),
        ("8—10万人次", "", 80_000, 100_000, "exact"),
        ("8家至10家", "", 8, 10, "exact"),
        ("30余万人次", "", 300_000, None, "at_least"),
        ("1万多人", "", 10_000, None, "at_least"),
        ("200名", "引进不少于", 200, None, "at_least"),
        ("200名", "超过", 200, None, "at_least"),
        ("50人", "每班不超过", 50, None, "at_most"),
        ("2000名左右", "", 2_000, None, "about"),
        ("1.2万人", "培训约", 12_000, None, "about"),
        ("5 万人次", "", 50_000, None, "exact"),
        ("二万人次", "", 20_000, None, "exact"),
        ("三百二十一名", "", 321, None, "exact"),
        ("2千万元", "", 20_000_000, None, "exact"),
        ("５个百分点", "", 5, None, "exact"),
    ],
)
def test_ranges_multipliers_and_bounds_before_and_after_are_read(
    text: str, before: str, value: int, most: int | None, bound: str
) -> None:
    quantity = parse_quantity(text, before)
    assert (quantity.value, quantity.most, quantity.bound) == (value, most, bound)


@pytest.mark.parametrize("text", ["10—8家", "8人—10家", "5O名", "𝟓名", "万人次", "11.5.2万人"])
def test_what_is_no_quantity_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no "):
        parse_quantity(text)
