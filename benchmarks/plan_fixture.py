"""The plan ledger, straight from the gazette's lines, for the benchmarks."""

from decimal import Decimal
from pathlib import Path

from xcdata.ledger import Figure, Ledger, SumRule

GAZETTE = Path(__file__).parents[1] / "data" / "raw" / "xuchang-gazette-2019.txt"
FIRST_LINE, LAST_LINE = 663, 673
ITEMS = (
    "总计",
    "营造林/合计",
    "造林/合计",
    "造林/山区生态林",
    "造林/平原防风固沙林",
    "造林/农田防护林",
    "造林/廊道绿化",
    "造林/乡村绿化美化",
    "优质林果/合计",
    "优质林果/木本油料/新造",
    "优质林果/木本油料/改培",
    "优质林果/特色经济林/新造",
    "优质林果/特色经济林/改培",
    "营造林/森林抚育",
    "花卉苗木/合计",
    "花卉苗木/新造",
    "花卉苗木/改培",
)
SUMS = {
    "总计": ("营造林/合计", "花卉苗木/合计"),
    "营造林/合计": ("造林/合计", "优质林果/合计", "营造林/森林抚育"),
    "造林/合计": ITEMS[3:8],
    "优质林果/合计": ITEMS[9:13],
    "花卉苗木/合计": ITEMS[15:17],
}
PROSE = (
    (577, "二", "总任务", "22.55", "许昌市/总计"),
    (577, "二", "造林", "7.27", "许昌市/造林/合计"),
    (577, "二", "优质林果", "4.83", "许昌市/优质林果/合计"),
    (577, "二", "花卉苗木", "3.85", "许昌市/花卉苗木/合计"),
    (577, "二", "森林抚育", "6.3", "许昌市/营造林/森林抚育"),
    (577, "二", "中心城区", "0.3", "中心城区/总计"),
    (585, "三", "廊道绿化", "1.8", "许昌市/造林/廊道绿化"),
    (591, "三", "山区生态林", "4", "许昌市/造林/山区生态林"),
    (593, "三", "中心城区", "0.3", "中心城区/总计"),
    (595, "三", "乡村绿化美化", "0.47", "许昌市/造林/乡村绿化美化"),
    (601, "三", "农田防护林", "0.8", "许昌市/造林/农田防护林"),
    (601, "三", "平原防风固沙林", "0.2", "许昌市/造林/平原防风固沙林"),
    (605, "三", "花卉苗木", "3.85", "许昌市/花卉苗木/合计"),
    (611, "三", "优质林果", "4.83", "许昌市/优质林果/合计"),
)


def plan_ledger() -> Ledger:
    """Read the plan table's cells and what the prose repeats of them."""
    lines = GAZETTE.read_text(encoding="utf-8").split("\n")
    figures, counties = [], []
    for number in range(FIRST_LINE, LAST_LINE):
        name, *cells = lines[number - 1].split("\t")
        counties.append(name)
        for column, (item, cell) in enumerate(zip(ITEMS, cells, strict=True), start=2):
            figures.append(Figure(f"plan/{name}/{item}", cell, Decimal(cell or 0), number, column))
    name, total, note, *_ = lines[LAST_LINE - 1].split("\t")
    area = note.partition("面积")[2].partition("亩")[0]
    figures.append(Figure(f"plan/{name}/总计", total, Decimal(total), LAST_LINE, 2))
    wan_mu = Decimal(area) / 10_000
    figures.append(Figure(f"plan/{name}/绿化面积", area, wan_mu, LAST_LINE, 3, Decimal("0.00001")))
    city, *others = counties
    rules = []
    for county in counties:
        for total, parts in SUMS.items():
            keys = [f"plan/{county}/{part}" for part in parts]
            if county == city and total == "总计":
                keys.append(f"plan/{name}/总计")
            rules.append(SumRule(f"plan/{county}/{total}", tuple(keys), f"row {county}/{total}"))
    for item in ITEMS:
        keys = [f"plan/{county}/{item}" for county in others] + (
            [f"plan/{name}/总计"] if item == "总计" else []
        )
        rules.append(SumRule(f"plan/{city}/{item}", tuple(keys), f"column {item}"))
    rules.append(SumRule(f"plan/{name}/总计", (f"plan/{name}/绿化面积",), "中心城区 in mu"))
    for line, section, item, printed, cell in PROSE:
        assert printed in lines[line - 1], (line, printed)
        figures.append(Figure(f"prose/plan/{section}/{item}", printed, Decimal(printed), line))
        rules.append(SumRule(f"prose/plan/{section}/{item}", (f"plan/{cell}",), f"prose {section} {item}"))
    breakdown = tuple(f"prose/plan/二/{item}" for _, section, item, _, _ in PROSE[1:6])
    rules.append(SumRule("prose/plan/二/总任务", breakdown, "prose 二 breakdown"))
    return Ledger(tuple(figures), tuple(rules), Decimal("0.01"))
