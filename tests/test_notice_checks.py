"""What the checks of the other notices find when the text is changed. Lines and words were read in the gazette."""

from __future__ import annotations

import pytest

from xcdata.dataset.tables import parse
from xcdata.review.known import read_known_issues
from xcdata.review.review import Review, review


def changed(raw: str, line: int, old: str, new: str) -> Review:
    lines = raw.split("\n")
    assert lines[line - 1].count(old) >= 1
    lines[line - 1] = lines[line - 1].replace(old, new, 1)
    return review(parse("\n".join(lines), "changed"), read_known_issues())


@pytest.mark.parametrize(
    ("line", "old", "new", "named"),
    [
        # counts of lists
        (494, "23项", "24项", 494),
        (507, "23项", "22项", 507),
        (509, "2项", "3项", 509),
        (515, "3项", "2项", 515),
        (522, "14项", "15项", 522),
        (540, "2项", "1项", 540),
        (546, "2项", "3项", 546),
        # number words and the lists that they count
        (585, "“两渠”即", "“三渠”即", 585),
        (585, "“三路”即", "“四路”即", 585),
        (585, "“四快”即", "“五快”即", 585),
        (585, "“五高”即", "“六高”即", 585),
        (593, "“三增绿”：", "“四增绿”：", 593),
        (593, "“两治理”：", "“三治理”：", 593),
        (701, "十大产业链", "九大产业链", 701),
        (701, "三大", "四大", 701),
        (703, "六大", "七大", 703),
        (703, "9大", "8大", 703),
        (1265, "三种", "四种", 1265),
        (1273, "四类", "三类", 1273),
        (1423, "三级", "四级", 1423),
        (1511, "六个百分之百", "五个百分之百", 1511),
        (2030, "四证", "五证", 2030),
        (2093, "三个阶段", "四个阶段", 2093),
        (2137, "四个兼顾", "五个兼顾", 2137),
        (2409, "“三提”", "“四提”", 2409),
        (2409, "“两改”", "“三改”", 2409),
        # figures that are stated twice
        (1019, "1家以上", "2家以上", 1019),
        (1021, "1个以上", "2个以上", 1021),
        (1021, "2个以上", "3个以上", 1021),
        (1021, "60个以上", "61个以上", 1021),
        (1039, "1家以上", "2家以上", 1039),
        (1047, "2家以上", "3家以上", 1047),
        (1055, "60个以上", "50个以上", 1055),
        (1073, "60个", "50个", 1073),
        (1115, "1家以上", "2家以上", 1115),
        # days and hours
        (1425, "48小时", "49小时", 1425),
        (1427, "3天", "4天", 1427),
        (1429, "96小时", "95小时", 1429),
        (1429, "2天（48", "3天（48", 1429),
        # who does what by when
        (1035, "2019年12月", "2020年7月", 1035),
        (1033, "配合单位", "配合者", 1031),
        (1061, "完成时限：2019年11月—2020年6月。", "", 1057),
        (1405, "市水利局、", "", 1635),
        (1405, "市水利局、市农业农村局", "市农业农村局、市水利局", 1405),
        (1635, "市水利局负责", "市水务局负责", 1635),
        (2505, "实施新兴产业培育专项行动计划", "实施新兴产业培育行动计划", 2505),
        (2417, "持续开展企业分类综合评价。", "开展企业分类综合评价。", 2499),
        # what one of a list lacks
        (821, "责任单位：", "", 819),
        (633, "第二阶段", "第阶段", 635),
        (1184, "李智虎（建安区政府副区长）", "", 1179),
        (2387, "（东城区）", "", 2353),
        (2520, "4\t建设智能化示范园区\t市发改委\t市工信局", "", 2463),
        # seats
        (1189, "刘欣、", "刘新、", 1189),
        (2111, "赵文峰为组长", "赵文锋为组长", 2111),
        (1758, "审计局", "统计局", 1758),
        (1915, "市审计局局长", "市统计局局长", 1758),
    ],
)
def test_a_statement_that_no_longer_agrees_is_found_with_its_line(
    raw: str, line: int, old: str, new: str, named: int
) -> None:
    found = changed(raw, line, old, new)
    assert found.exit_code == 1
    lines = {one for finding in found.open for one in finding.lines}
    assert named in lines, [finding.message["en"] for finding in found.open]


@pytest.mark.parametrize("line", [512, 526, 543, 2034])
def test_an_entry_that_is_lost_is_found(raw: str, line: int) -> None:
    lines = raw.split("\n")
    lines[line - 1] = ""
    assert review(parse("\n".join(lines), "changed"), read_known_issues()).exit_code == 1


def test_the_gazette_itself_has_nothing_open(raw: str) -> None:
    assert review(parse(raw, "xuchang-gazette-2019.txt"), read_known_issues()).exit_code == 0
