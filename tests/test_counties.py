import pytest
from hypothesis import given
from hypothesis import strategies as st

from xcdata.dataset.schema import TABLES
from xcdata.dataset.source import RAW_NAME, data_dir
from xcdata.files import read_text
from xcdata.gazette.awards import roster as awards
from xcdata.gazette.awards.counties import assign as assign_in
from xcdata.gazette.documents import split_documents
from xcdata.gazette.places import AREAS, COUNTIES, UNKNOWN, XUCHANG

RAW = read_text(data_dir() / "raw" / f"{RAW_NAME}.txt")


def assign(entries):
    return assign_in(entries, XUCHANG).homes


def find_county(name):
    return XUCHANG.county_of(name)


def in_one_list(*names):
    return assign([("roster", name) for name in names])


def test_the_areas_stand_in_the_order_of_the_plan_table():
    cells = [line.split("\t")[0] for line in RAW.split("\n")]
    first = cells.index("许昌市") + 1
    assert tuple(cells[first : first + len(AREAS)]) == AREAS


def test_the_schema_allows_the_same_counties():
    assert TABLES["plan"].column("county").allowed == AREAS
    assert TABLES["awards"].column("county").allowed == COUNTIES


@pytest.mark.parametrize(
    ("name", "county"),
    [
        ("禹州市颍川街道办事处中心学校", "禹州市"),
        ("长葛市政府", "长葛市"),
        ("河南省襄城高中", "襄城县"),
        ("魏都区实验学校", "魏都区"),
        ("许昌市魏都区教学研究室", "魏都区"),
        ("建安区人民政府", "建安区"),
        ("许昌市城乡一体化示范区小召乡韩村小学", "示范区"),
        ("市城乡一体化示范区管委会", "示范区"),
        ("许昌经济技术开发区罗庄小学", "开发区"),
        ("许昌市东城区南海街小学", "东城区"),
        ("市委市政府督查局", "市直"),
        ("许昌市消防救援支队", "市直"),
        ("中共许昌市委党校", "市直"),
        ("许昌市人民政府机关幼儿园", "市直"),
        ("许昌市第一中学", None),
        ("许昌市政府街小学", None),
        ("许昌市公安局魏都分局", None),
        ("许昌新区实验学校", None),
        ("中原高速郑漂分公司", None),
        *((area, area) for area in COUNTIES),
    ],
)
def test_a_name_says_its_county_or_none(name, county):
    assert find_county(name) == county


def test_an_entry_between_two_of_one_county_is_in_it():
    homes = in_one_list("襄城县幼儿园", "许昌市建安区实验小学", "许昌新区实验学校", "许昌市建安区实验中学")
    assert homes[2] == ("建安区", "listed")


def test_an_entry_between_two_counties_that_both_fit_stays_unsettled():
    homes = in_one_list("许昌经济技术开发区罗庄小学", "许昌学院附属中学", "许昌市东城区实验学校")
    assert homes[1] == (None, None)


def test_a_plain_name_of_the_city_is_in_no_county_that_puts_its_own_name_on_its_institutions():
    homes = in_one_list("襄城县幼儿园", "许昌市寇家巷幼儿园", "寇家巷幼儿园", "许昌市建安区实验小学")
    assert homes[1:3] == [("魏都区", "listed"), (None, None)]


def moved(names, source, target):
    listed = list(names)
    listed.insert(target, listed.pop(source))
    return assign_in([("roster", name) for name in listed], XUCHANG), listed


IN_ORDER = [
    *(f"禹州市第{n}小学" for n in "一二三四五"),
    *(f"长葛市第{n}小学" for n in "一二三四五"),
    *(f"许昌市建安区第{n}小学" for n in "一二三四五"),
    "许昌新区实验学校",
    "许昌市建安区第六小学",
]


def test_one_entry_that_was_moved_is_told_and_the_others_keep_their_counties():
    found, listed = moved(IN_ORDER, 7, 2)
    assert [listed[index] for index in found.displaced] == ["长葛市第三小学"]
    assert found.homes[listed.index("长葛市第三小学")] == ("长葛市", "stated")
    assert found.homes[listed.index("许昌新区实验学校")] == ("建安区", "listed")


def test_of_two_entries_of_which_one_was_moved_both_are_told():
    found, listed = moved(IN_ORDER, 5, 4)
    assert sorted(listed[index] for index in found.displaced) == ["禹州市第五小学", "长葛市第一小学"]


def test_an_entry_is_not_in_a_county_whose_institutions_are_not_named_so():
    found, listed = moved([*IN_ORDER, "许昌市第一中学"], 17, 2)
    assert [listed[index] for index in found.displaced] == ["许昌市第一中学"]
    assert found.homes[2] == (None, None)


def test_an_institution_that_lists_put_into_two_counties_is_told():
    def around(name):
        return [f"{name}第一小学", "实验学校", f"{name}第二小学", "鄢陵县第一小学"]

    entries = [(name, one) for name in ("禹州市", "长葛市") for one in around(name)]
    assert assign_in(entries, XUCHANG).contested == ("实验学校",)


def test_a_place_that_is_not_known_has_no_counties():
    found = assign_in([("roster", "禹州市高级中学"), ("roster", "市教育局")], UNKNOWN)
    assert found.homes == [(None, None)] * 2


def test_a_list_out_of_order_settles_nothing_by_position():
    homes = in_one_list("许昌市建安区实验中学", "新区学校", "许昌市建安区实验小学", "襄城县幼儿园")
    assert homes[1] == (None, None)


def test_a_list_that_states_a_single_county_is_not_known_to_be_in_order():
    homes = in_one_list("许昌市建安区实验中学", "新区学校", "许昌市建安区实验小学")
    assert homes[1] == (None, None)


def test_nothing_is_concluded_before_the_first_entry_that_is_settled():
    homes = in_one_list("许昌市第一中学", "魏都区实验学校", "许昌市建安区实验小学")
    assert homes[0] == (None, None)


def test_what_follows_the_last_district_is_the_citys_only_after_one_that_says_so():
    before, after = "许昌市第一中学", "许昌市第二中学"
    homes = in_one_list("禹州市高级中学", "许昌市东城区实验学校", before, "中共许昌市委党校", after)
    assert homes[2] == (None, None)
    assert homes[4] == ("市直", "listed")


def test_an_institution_is_in_the_county_that_another_list_settles():
    homes = assign(
        [
            ("first", "许昌市东城区实验学校"),
            ("first", "附属中学"),
            ("first", "许昌市东城区许庄小学"),
            ("first", "中共许昌市委党校"),
            ("second", "附属中学"),
        ]
    )
    assert homes[1] == ("东城区", "listed")
    assert homes[4] == ("东城区", "elsewhere")


def test_what_one_list_settles_settles_the_neighbours_in_another():
    homes = assign(
        [
            ("first", "禹州市高级中学"),
            ("first", "中共许昌市委党校"),
            ("first", "许昌高级中学"),
            ("second", "禹州市高级中学"),
            ("second", "长葛市第一小学"),
            ("second", "许昌高级中学"),
            ("second", "许昌幼儿师范学校"),
        ]
    )
    assert homes[5:] == [("市直", "elsewhere"), ("市直", "listed")]


def test_an_institution_is_not_settled_elsewhere_against_the_order_of_its_own_list():
    homes = assign(
        [
            ("first", "禹州市高级中学"),
            ("first", "中共许昌市委党校"),
            ("first", "实验学校"),
            ("second", "禹州市高级中学"),
            ("second", "实验学校"),
            ("second", "长葛市第一小学"),
        ]
    )
    assert homes[2] == ("市直", "listed")
    assert homes[4] == (None, None)


def test_an_institution_that_two_lists_put_into_two_counties_is_left_unsettled_in_both():
    def around(name):
        return [f"{name}第一小学", "实验学校", f"{name}第二小学"]

    first = [("first", name) for name in [*around("禹州市"), "鄢陵县第一小学"]]
    second = [("second", name) for name in [*around("长葛市"), "鄢陵县第一小学"]]
    assert assign(first)[1] == ("禹州市", "listed")
    assert assign(second)[1] == ("长葛市", "listed")
    homes = assign([*first, *second])
    assert homes[1] == homes[5] == (None, None)


def test_an_entry_without_institution_stays_unsettled():
    homes = in_one_list("禹州市高级中学", None, "禹州市实验学校", "长葛市第一小学")
    assert homes[1] == (None, None)


NAMES = st.one_of(
    st.none(),
    st.sampled_from(
        [
            "禹州市一小",
            "长葛市一小",
            "襄城县一小",
            "魏都区一小",
            "许昌市建安区一小",
            "开发区一小",
            "东城区一小",
            "市公安局",
            "许昌市甲小学",
            "许昌市乙小学",
            "丙小学",
            "丁小学",
            "",
        ]
    ),
)
ENTRIES = st.lists(st.tuples(st.sampled_from("abc"), NAMES), max_size=30)


@given(ENTRIES)
def test_every_county_has_a_ground_and_no_institution_has_two(entries):
    homes = assign(entries)
    assert len(homes) == len(entries)
    seen = {}
    for (_, name), (county, basis) in zip(entries, homes, strict=True):
        assert (county is None) == (basis is None)
        assert (basis == "stated") == bool(name and find_county(name))
        if county:
            assert seen.setdefault(name, county) == county


@given(ENTRIES)
def test_what_is_settled_keeps_the_order_of_a_list_in_order(entries):
    homes = assign(entries)
    for where in "abc":
        members = [home for (place, _), home in zip(entries, homes, strict=True) if place == where]
        stated = [COUNTIES.index(county) for county, basis in members if basis == "stated"]
        settled = [COUNTIES.index(county) for county, _ in members if county]
        if stated == sorted(stated) and len(set(stated)) > 1:
            assert settled == sorted(settled)


def test_a_county_that_a_name_of_the_rosters_hides_is_found_again_or_left_missing_never_mistaken():
    rows = awards.read_rosters(split_documents(RAW)).rows["awards"]
    entries = [((row["document"], row["section"]), row["institution"]) for row in rows]
    found = missing = 0
    for index, row in enumerate(rows):
        if row["county_basis"] == "stated":
            hidden = [*entries[:index], (entries[index][0], "某校"), *entries[index + 1 :]]
            county, _ = assign(hidden)[index]
            assert county in (row["county"], None)
            found += county is not None
            missing += county is None
    assert found > missing
