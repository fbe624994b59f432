"""The rosters of our gazette, printed in other forms, give the same rows."""

import re

import pytest

from xcdata.gazette.awards.roster import read_rosters
from xcdata.gazette.documents import split_documents

FORMS = {
    "another code": lambda raw: raw.replace("许政〔", "漯政〔"),
    "square brackets": lambda raw: re.sub(r"〔(\d{4})〕", r"[\1]", raw),
    "a number in brackets": lambda raw: re.sub(r"(?m)^(许政〔2019〕\d+号)$", r"（\1）", raw),
    "no heading marks": lambda raw: re.sub(r"(?m)^#+ ", "", raw),
    "no blank lines": lambda raw: re.sub(r"\n\n+", "\n", raw),
    "carriage returns": lambda raw: raw.replace("\n", "\r\n"),
    "a prize of the county head": lambda raw: raw.replace("市长教育质量奖", "县长教育质量奖"),
    "表彰 for 奖励": lambda raw: raw.replace("奖励2019年度", "表彰2019年度"),
    "（共92名）": lambda raw: re.sub(r"（(\d+名)）", r"（共\1）", raw),
    "（92人）": lambda raw: re.sub(r"（(\d+)名）", r"（\1人）", raw),
    "bare 92名": lambda raw: re.sub(r"（(\d+[名个])）", r"\1", raw),
    "（92名，排名不分先后）": lambda raw: re.sub(r"（(\d+[名个])）", r"（\1，排名不分先后）", raw),
    "a space in a count": lambda raw: re.sub(r"(\d+)([名个])", r"\1 \2", raw),
    "tabs": lambda raw: entries(raw, r"\1\t\2"),
    "institution first": lambda raw: entries(raw, r"\2 \1"),
    "name（institution）": lambda raw: entries(raw, r"\1（\2）"),
    "name(institution)": lambda raw: entries(raw, r"\1(\2)"),
    "a post behind the institution": lambda raw: entries(raw, r"\1 \2教师"),
    "numbered entries": lambda raw: entries(raw, r"1. \1 \2"),
    "half-width punctuation": lambda raw: raw.translate(str.maketrans("，：；（）", ",:;()")),
    "another year": lambda raw: raw.replace("2019", "2021"),
}  # fmt: skip
SAME = (
    "recipient_kind",
    "name",
    "institution",
    "section",
    "section_title",
    "stage",
    "county",
    "county_basis",
)


def entries(raw: str, form: str) -> str:
    """Print the entries of people in another form; the names of two characters keep their spaces."""
    return re.sub(r"(?m)^([\u3400-\u9fff](?: ?[\u3400-\u9fff]){1,2}) ([\u3400-\u9fff]{4,}) *$", form, raw)


def rows(text: str) -> list[tuple[object, ...]]:
    found = read_rosters(split_documents(text))
    assert [str(problem) for problem in found.problems] == []
    return [tuple(row[name] for name in SAME) for row in found.rows["awards"]]


def counts(text: str) -> list[tuple[object, ...]]:
    found = read_rosters(split_documents(text)).rows["award_counts"]
    return sorted((row["section"] or "", row["stated"], row["counted"]) for row in found)


@pytest.mark.parametrize("name", FORMS)
def test_another_form_of_the_gazette_gives_the_same_rows(raw: str, name: str) -> None:
    text = FORMS[name](raw)
    assert text != raw
    expected = rows(raw)
    if name == "half-width punctuation":
        expected = [tuple(half_width(value) for value in row) for row in expected]
    if name == "another code":  # titles still name the city
        assert split_documents(text).place.name == "许昌市"
    assert rows(text) == expected
    assert counts(text) == [
        tuple(map(half_width, row)) if name == "half-width punctuation" else row for row in counts(raw)
    ]


def half_width(value: object) -> object:
    """Return the title of a section as it is printed with half-width brackets: 县(市、区)政府."""
    return (
        value.translate(str.maketrans("（）", "()")) if isinstance(value, str) and "、区" in value else value
    )


def test_one_entry_that_was_moved_is_told_and_all_others_keep_their_rows(raw: str) -> None:
    entry = "刘红培 长葛市第二高级中学  \n"
    before = "李元星 禹州市基础教育教研室  \n"
    assert raw.count(entry) == raw.count(before) == 1
    text = raw.replace(entry, "").replace(before, entry + before)
    found = read_rosters(split_documents(text))
    assert [(one.kind, one.line, one.found) for one in found.problems] == [
        ("roster_order", 274, "长葛市第二高级中学")
    ]
    moved = [tuple(row[name] for name in SAME) for row in found.rows["awards"]]
    assert sorted(moved, key=str) == sorted(rows(raw), key=str)
