"""Every other way to print our gazette reads as the gazette does, and every damage that changes it is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from forms import DAMAGES, FORMS, Damage, Form

import xcdata
from xcdata.dataset.tables import Tables, parse
from xcdata.ledger.results import Finding, Verdict
from xcdata.review.known import KnownIssue, read_known_issues
from xcdata.review.review import review

VALUES = ("plan", "plan_totals", "awards", "award_counts", "training", "training_totals")
PLACES = frozenset(("document", "line", "column", "printed"))
"""The columns that say where a value stands and how it is written there."""

HALF = str.maketrans(",;:()", "，；：（）")


@pytest.fixture(scope="session")
def read(raw: str) -> Tables:
    return parse(raw, "gazette")


@pytest.fixture(scope="session")
def known() -> dict[str, KnownIssue]:
    return read_known_issues()


def value(content: Any, fold: bool = False) -> Hashable:
    """Return what stands in a cell: numbers without their precision, and with ``fold`` punctuation without its width."""
    if isinstance(content, Decimal | float) or (isinstance(content, int) and not isinstance(content, bool)):
        return Decimal(str(content)).quantize(Decimal("0.000001")).normalize()
    return content.translate(HALF) if fold and isinstance(content, str) else content


def values(rows: list[dict[str, Any]], form: Form) -> Counter[Hashable]:
    """Return the values of a table's rows, wherever they stand."""
    own = [sorted(row.items()) for row in rows]
    return Counter(
        tuple((name, value(cell, form.fold)) for name, cell in row if name not in PLACES | set(form.free))
        for row in own
    )


def expected(form: Form, table: str, rows: list[dict[str, Any]]) -> Counter[Hashable]:
    """Return the values that a table must have in another form."""
    changed = [new for row in rows if (new := form.expected(table, dict(row))) is not None]
    return values([*changed, *(form.added or {}).get(table, [])], form)


def figures_left(tables: Tables) -> int:
    """Return how many figures stand in no row."""
    return sum(document.figures - document.in_rows for document in tables.coverage)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_another_form_of_the_gazette_has_the_same_values(
    form: Form, raw: str, read: Tables, known: dict[str, KnownIssue]
) -> None:
    changed = parse(form.change(raw), form.name)
    for table in form.tables:
        own, wanted = values(changed.rows[table], form), expected(form, table, read.rows[table])
        assert own - wanted == Counter(), f"{table}: read, and not there"
        assert wanted - own == Counter(), f"{table}: there, and not read"
    assert [problem.told("en") for problem in changed.unread] == [
        problem.told("en") for problem in read.unread
    ]
    wrong = [
        finding.id
        for finding in review(changed, known).found
        if finding.is_open
        and finding.verdict in (Verdict.INCONSISTENT, Verdict.NOT_CHECKABLE)
        # What is known of our gazette need not be known of a text with other numbers, years or units.
        and finding.id not in known
    ]
    assert not wrong


@pytest.mark.parametrize(
    "form", [form for form in FORMS if " alone" not in form.name], ids=lambda form: form.name
)
def test_nothing_is_unread_in_another_form_that_was_read_before(form: Form, raw: str, read: Tables) -> None:
    changed = parse(form.change(raw), form.name)
    assert figures_left(changed) <= figures_left(read)


def test_a_notice_alone_needs_no_other_notice(raw: str) -> None:
    for form in FORMS:
        if " alone" in form.name:
            tables = parse(form.change(raw), form.name)
            assert [problem.told("en") for problem in tables.unread] == []
            for table in set(VALUES) - set(form.tables):
                assert not tables.rows.get(table), f"{form.name}: {table}"


def test_the_gazette_in_gb18030_is_read_as_it_is(raw: str, read: Tables, tmp_path: Path) -> None:
    path = tmp_path / "gazette.txt"
    path.write_bytes(raw.encode("gb18030"))
    tables = xcdata.read_gazette(path)
    assert tables.rows == read.rows


def same(tables: Tables, read: Tables) -> bool:
    """Tell whether no value of a table has changed."""
    form = Form("", str)
    return all(values(tables.rows[table], form) == values(read.rows[table], form) for table in VALUES)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.name)
def test_a_damage_is_told_at_its_line(
    damage: Damage, raw: str, read: Tables, written: Callable[[str | bytes], Path]
) -> None:
    text = damage.change(raw)
    tables = parse(text, damage.name)
    if damage.or_kept and same(tables, read):
        return
    found = xcdata.check(written(text))
    assert not found.ok
    assert told_at(found.found, damage.lines), [
        (finding.lines, finding.message["en"]) for finding in found.found if finding.is_open
    ]


def told_at(found: tuple[Finding, ...], lines: tuple[int, ...]) -> bool:
    """Tell whether an open finding names one of the lines."""
    return any(finding.is_open and set(finding.lines) & set(lines) for finding in found)
