"""The ledger of what the notices state besides plan, rosters and training.

In: the rows of the tables, and the gazette. Out: one :class:`~xcdata.ledger.model.Ledger`: counts of lists against the entries below them and
against one another, number words against the lists that they count, levels against those defined, and figures that are stated
twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from xcdata.gazette.documents import Document, Gazette, Record
from xcdata.gazette.rules.enumerations import enumerations
from xcdata.gazette.rules.levels import stated_levels
from xcdata.gazette.rules.registers import stated_counts
from xcdata.gazette.tying import ONE, tied_together
from xcdata.ledger.model import Figure, Ledger, SumRule

Rows = Mapping[str, Sequence[Record]]


def notice_ledger(rows: Rows, gazette: Gazette, known: Mapping[str, Decimal] | None = None) -> Ledger:
    """Return the ledger of the notices' other counts and repeats, in whole things."""
    figures: list[Figure] = []
    rules: list[SumRule] = []
    for document in gazette.documents:
        for part in (list_sums(document, rows), word_counts(document), level_count(document, rows)):
            for item in part:
                (figures if isinstance(item, Figure) else rules).append(item)  # type: ignore[arg-type]
    for item in repeated(rows):
        (figures if isinstance(item, Figure) else rules).append(item)  # type: ignore[arg-type]
    there: dict[object, Figure] = {}
    for figure in figures:
        there.setdefault(figure.key, figure)
    return tied_together("notices", list(there.values()), rules, ONE, known)


def list_sums(document: Document, rows: Rows) -> Iterator[Figure | SumRule]:
    """Yield the counts that a document states of its lists, each against its entries, and the total against its parts."""
    own = [row for row in rows["list_items"] if row["document"] == document.id]
    counts = list(stated_counts(document))
    if not own:
        # Headings that count projects and have none below them head a list that was not read.
        counts = [one for one in counts if one.category and one.printed.endswith("项")]
    parts: list[str] = []
    totals: list[str] = []
    for stated in counts:
        name = stated.category or "共计"
        key = f"lists/{document.id}/{name}" + (f"/{len(totals) + 1}" if stated.category is None else "")
        entries = [row for row in own if stated.category in (None, row["category"])]
        counted = f"{key}/counted"
        yield Figure(
            f"{key}/stated",
            stated.printed,
            Decimal(stated.stated),
            stated.line,
            stated.column,
            name=(name, "stated"),
        )
        first = int(entries[0]["line"]) if entries else None
        yield Figure(
            counted, str(len(entries)), Decimal(len(entries)), first, name=(name, "counted"), counted=True
        )
        yield SumRule(f"{key}/stated", (counted,), key)
        (totals if stated.category is None else parts).append(f"{key}/stated")
    for total in totals:
        if parts:
            yield SumRule(total, tuple(parts), f"{total}/sum")


def word_counts(document: Document) -> Iterator[Figure | SumRule]:
    """Yield the number words of a document against the lists that they count, as far as these are complete."""
    seen: Counter[str] = Counter()
    for one in enumerations(document):
        if one.is_open and one.listed < one.stated:
            continue
        seen[one.noun] += 1
        key = f"counts/{document.id}/{one.noun}" + (f"/{seen[one.noun]}" if seen[one.noun] > 1 else "")
        yield Figure(
            f"{key}/stated", one.printed, Decimal(one.stated), one.line, one.column, name=(one.noun, "stated")
        )
        yield Figure(
            f"{key}/counted",
            str(one.listed),
            Decimal(one.listed),
            one.line,
            name=(one.noun, "counted"),
            counted=True,
        )
        yield SumRule(f"{key}/stated", (f"{key}/counted",), key)


def level_count(document: Document, rows: Rows) -> Iterator[Figure | SumRule]:
    """Yield the number of levels that a plan states against those that it defines."""
    stated = stated_levels(document)
    own = [row for row in rows["alert_levels"] if row["document"] == document.id]
    if stated is None or not own:
        return
    number, line = stated
    key = f"levels/{document.id}"
    yield Figure(f"{key}/stated", str(number), Decimal(number), line, name=("预警级别", "stated"))
    yield Figure(
        f"{key}/counted",
        str(len(own)),
        Decimal(len(own)),
        int(own[0]["line"]),
        name=("预警级别", "counted"),
        counted=True,
    )
    yield SumRule(f"{key}/stated", (f"{key}/counted",), key)


def repeated(rows: Rows) -> Iterator[Figure | SumRule]:
    """Yield the figures that a document states again, each equal to the one that it repeats."""
    first: dict[tuple[str, str], Record] = {}
    for row in rows["targets"]:
        first.setdefault((row["document"], f"{row['path']}/{row['item']}"), row)
    for row in rows["targets"]:
        other = first.get((row["document"], row["repeats"])) if row["repeats"] else None
        if other is not None:
            yield target_figure(row)
            yield target_figure(other)
            yield SumRule(target_key(row), (target_key(other),), f"repeats/{target_key(row)}")


def target_key(row: Record) -> str:
    """Return the key of a target's figure."""
    return f"targets/{row['document']}/{row['path']}/{row['item']}"


def target_figure(row: Record) -> Figure:
    """Return the figure of a target."""
    return Figure(
        target_key(row),
        row["printed"],
        row["quantity"],
        row["line"],
        row["column"],
        name=(row["path"] or "", row["item"]),
    )
