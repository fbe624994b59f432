"""The ledgers of the gazette: which figures, which rules, and that damage to the text is found where it is."""

import re
from decimal import Decimal

import pytest

from xcdata.gazette.awards.ledger import awards_ledger
from xcdata.gazette.documents import Gazette, split_documents
from xcdata.gazette.plan.ledger import plan_ledger
from xcdata.gazette.training.ledger import training_ledger
from xcdata.gazette.tying import last_place
from xcdata.ledger.localize.locate import locate
from xcdata.ledger.model import Ledger
from xcdata.ledger.verdicts import Verdict, check

KNOWN = {"prose/tasks": Decimal("-6.00")}


def culprits(ledger: Ledger) -> list[list[tuple[object, str]]]:
    """Return the figures of each explanation with what they should be."""
    return [
        [(c.figure.key, c.text) for c in explanation.figures] for explanation in locate(ledger).explanations
    ]


def edited(raw: str, old: str, new: str) -> Gazette:
    assert raw.count(old) == 1
    return split_documents(raw.replace(old, new))


def test_the_plan_has_its_row_column_note_and_prose_rules(gazette: Gazette) -> None:
    kinds = [rule.id.split("/")[0] for rule in plan_ledger(gazette).rules]
    rows, columns, note = 10 * 5, 17, 1
    repeated_cells, repeated_counts, breakdown_and_tasks = 6 + 10, 4, 2
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "row": rows,
        "column": columns,
        "note": note,
        "repeats": repeated_cells + repeated_counts,
        "prose": breakdown_and_tasks,
    }


def test_the_plan_holds_exactly_but_for_the_note_and_the_itemized_tasks(gazette: Gazette) -> None:
    ledger = plan_ledger(gazette)
    assert ledger.ulp == Decimal("0.01")
    verdicts = {finding.rule.id: finding for finding in check(ledger) if finding.verdict is not Verdict.EXACT}
    assert set(verdicts) == {"note/中心城区/绿化面积", "prose/tasks"}
    note, tasks = verdicts["note/中心城区/绿化面积"], verdicts["prose/tasks"]
    assert (note.verdict, note.computed, note.tolerance) == (
        Verdict.WITHIN_ROUNDING,
        Decimal("0.30091"),
        Decimal("0.005"),
    )
    # 1.8 + 0.3 + 4 + 0.3 + 0.47 + 0.8 + 0.2 + 3.85 + 4.83, of 22.55
    assert (tasks.computed, tasks.difference) == (Decimal("16.55"), Decimal("-6.00"))


@pytest.mark.parametrize(
    ("key", "old", "new", "implied"),
    [
        ("plan/许昌市/总计", "许昌市\t22.55", "许昌市\t22.65", "22.55"),
        ("plan/中心城区/总计", "中心城区\t0.3\t", "中心城区\t0.4\t", "0.30"),
    ],
)
def test_the_prose_tells_the_grand_total_and_the_urban_core_apart(
    raw: str, key: str, old: str, new: str, implied: str
) -> None:
    assert culprits(plan_ledger(edited(raw, old, new), KNOWN)) == [[(key, implied)]]


def test_a_figure_of_the_prose_is_located_too(raw: str) -> None:
    found = culprits(plan_ledger(edited(raw, "花卉苗木基地建设3.85万亩", "花卉苗木基地建设3.58万亩"), KNOWN))
    assert found == [[("prose/许政〔2019〕25号/二/花卉苗木基地建设", "3.85")]]


@pytest.mark.parametrize(
    ("old", "new", "key", "implied"),
    [
        ("鄢陵县\t4.21\t0.96", "鄢陵县\t4.21\t9.6", "plan/鄢陵县/营造林/合计", "0.96"),
        (
            "魏都区\t0.07\t0.07\t0.03\t\t",
            "魏都区\t0.07\t0.07\t0.03\t\t0.02",
            "plan/魏都区/造林/平原防风固沙林",
            "",
        ),
        ("0.08\t0.07\t1.06", "0.08\t\t1.06", "plan/建安区/优质林果/特色经济林/改培", "0.07"),
    ],
)
def test_a_wrong_cell_is_named_with_its_value(raw: str, old: str, new: str, key: str, implied: str) -> None:
    (((found, text),),) = culprits(plan_ledger(edited(raw, old, new), KNOWN))
    assert (found, Decimal(text or 0)) == (key, Decimal(implied or 0))


def test_a_moved_decimal_point_leaves_the_precision_of_the_table_alone(raw: str) -> None:
    assert plan_ledger(edited(raw, "0.08\t0.07\t1.06", "0.08\t0.007\t1.06")).ulp == Decimal("0.01")
    assert last_place(["4", "1.5", "2.25", "3.75", "0.001"]) == Decimal("0.01")
    assert last_place(["0.001"]) == Decimal("0.001")
    assert last_place([]) == 1


def test_every_stated_count_of_the_awards_holds(gazette: Gazette) -> None:
    ledger = awards_ledger(gazette)
    assert [finding.verdict for finding in check(ledger)] == [Verdict.EXACT] * 11
    totals = {rule.id: ledger.by_key[rule.total].value for rule in ledger.rules}
    assert totals["awards/许政〔2019〕19号/单位"] == 29
    assert totals["awards/许政〔2019〕19号/个人"] == 321
    assert totals["awards/许政〔2019〕22号/同志"] == 5


def test_a_lost_entry_is_found_in_its_section(raw: str) -> None:
    text = re.sub(r"井 娜 襄城县颍阳镇初级中学 *\n", "\n", raw)
    assert culprits(awards_ledger(split_documents(text))) == [[("awards/七（一）/counted", "180")]]


def test_a_wrong_stated_count_is_found(raw: str) -> None:
    found = culprits(awards_ledger(edited(raw, "（92名）", "（29名）")))
    assert found == [[("awards/六（二）/stated", "92")]]


def test_a_section_without_a_count_of_its_own_is_told_as_a_tie(raw: str) -> None:
    found = culprits(awards_ledger(edited(raw, "长葛市金英学校", "")))
    keys = {key for ((key, _),) in found}
    assert keys == {f"awards/{part}/counted" for part in "一二三四"} | {"awards/许政〔2019〕19号/单位/stated"}


def test_fifteen_targets_meet_the_stated_total_of_thirty_ten_thousands(gazette: Gazette) -> None:
    ledger = training_ledger(gazette)
    (finding,) = check(ledger)
    assert (finding.verdict, finding.published, len(finding.rule.parts)) == (Verdict.EXACT, 30, 15)
    assert ledger.by_key["training/2/退役军人"].value == Decimal("0.3")


def test_a_wrong_training_target_ties_with_all_of_its_sum_that_can_be_so_much_less(raw: str) -> None:
    found = culprits(training_ledger(edited(raw, "3年培训2万人次以上", "3年培训3万人次以上")))
    assert [("training/4/培训", "2.0")] in found
    # 11.5, 6, 1, 3, 2, 1, 1 and 1.5 can give up 1 without going below nothing; the total can gain it
    assert len(found) == 8 + 1
