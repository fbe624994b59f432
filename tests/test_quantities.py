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
