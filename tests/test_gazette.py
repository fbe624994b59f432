from datetime import date

import pytest

from xcdata.gazette.documents import Gazette, split_documents
from xcdata.gazette.outline import order_problems, sections
from xcdata.gazette.passage import Line, passage


def lines(text: str) -> list[Line]:
    return [Line(number, content) for number, content in enumerate(text.split("\n"), 1)]


def test_the_gazette_has_five_notices_of_the_government_and_twelve_of_its_office(gazette: Gazette) -> None:
    numbers = {
        series: [document.number for document in gazette.documents if document.series == series]
        for series in ("许政", "许政办")
    }
    assert numbers == {
        "许政": [19, 20, 22, 23, 25],
        "许政办": [20, 21, 22, 23, 24, 25, 26, 27, 28, 30, 31, 32],
    }


def test_titles_are_mended_of_line_breaks_and_stray_spaces(gazette: Gazette) -> None:
    titles = {document.id: document.title for document in gazette.documents}
    assert titles["许政〔2019〕25号"] == "许昌市人民政府关于印发许昌市2020年度森林许昌生态建设实施方案的通知"
    assert (
        titles["许政〔2019〕22号"]
        == "许昌市人民政府关于给市消防救援支队记集体二等功和张建良等5名同志记功的决定"
    )


def test_dates_and_lines_are_those_of_the_text(gazette: Gazette) -> None:
    dated = {document.id: (document.issued, document.lines[0].number) for document in gazette.documents}
    assert dated["许政〔2019〕19号"] == (date(2019, 9, 5), 3)
    assert dated["许政办〔2019〕20号"] == (date(2019, 10, 12), 675)
    assert dated["许政办〔2019〕32号"] == (date(2019, 12, 30), 2391)


def test_no_line_belongs_to_two_documents(gazette: Gazette) -> None:
    numbers = [line.number for document in gazette.documents for line in document.lines]
    assert len(numbers) == len(set(numbers))
    assert numbers == sorted(numbers)


def test_every_line_that_is_not_blank_belongs_to_a_document(gazette: Gazette) -> None:
    covered = {line.number for document in gazette.documents for line in document.lines}
    assert not [line for line in gazette.lines if line.content and line.number not in covered]


def test_a_title_broken_over_two_lines_is_joined() -> None:
    (document,) = split_documents(
        "## 许昌市人民政府\n关于印发 计划的\n通 知\n\n许政〔2020〕1号\n正文\n\n"
    ).documents
    assert document.title == "许昌市人民政府关于印发计划的通知"
    assert (document.lines[0].number, document.lines[-1].number) == (1, 6)


def test_a_number_without_a_heading_is_a_problem() -> None:
    gazette = split_documents("正文\n许政〔2020〕1号\n")
    assert ("document_without_title", 2) in {(problem.kind, problem.line) for problem in gazette.problems}
    assert [document.id for document in gazette.documents] == ["无文号（第1行）", "许政〔2020〕1号"]
    (unnumbered,) = (one for one in gazette.problems if one.kind == "document_without_number")
    assert unnumbered.told("zh").startswith("无文号（第1行）")
    assert unnumbered.told("en").startswith("no number (line 1)")


def test_windows_line_ends_make_no_difference(raw: str, gazette: Gazette) -> None:
    assert split_documents(raw.replace("\n", "\r\n")) == gazette


def test_sections_are_known_by_their_numeral_not_by_their_heading_marks() -> None:
    found = sections(lines("前言\n## 一、甲\n1. 子\n行\n（一）乙\n### （二）丙\n丁\n#二、戊"))
    assert [(section.path, section.ordinal, section.title) for section in found] == [
        (("一",), 1, "甲"),
        (("一", "1"), 1, "子"),
        (("一", "（一）"), 1, "乙"),
        (("一", "（二）"), 2, "丙"),
        (("二",), 2, "戊"),
    ]
    assert [line.text for line in found[3].lines] == ["丁"]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("一、\n二、\n三、", []),
        ("一、\n三、", [2]),
        ("一、\n一、", [2]),
        ("二、", [1]),
        ("一、\n（一）\n1. 甲\n2. 乙\n（二）\n3. 丙", []),
        ("一、\n（一）\n1. 甲\n2. 乙\n（二）\n1. 丙", []),
        ("一、\n（一）\n1. 甲\n2. 乙\n（二）\n4. 丙", [6]),
        ("一、\n一一、", [2]),
    ],
)
def test_a_section_out_of_order_is_a_problem(text: str, wrong: list[int]) -> None:
    assert [problem.line for problem in order_problems("text", sections(lines(text)))] == wrong


def test_the_sections_of_the_three_sources_are_in_order(gazette: Gazette) -> None:
    for words in ("市长教育质量奖", "森林许昌", "职业技能提升行动方案"):
        document = gazette.titled(words)
        assert document is not None
        assert not list(order_problems(words, sections(document.lines)))


def test_a_passage_knows_where_each_character_was_printed() -> None:
    whole = passage(lines("  甲乙\n\n丙 "))
    assert whole.text == "甲乙丙"
    assert whole.places == ((1, 3), (1, 4), (3, 1))
