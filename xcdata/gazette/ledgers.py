"""The gazette's three data sets as ledgers.

In: a gazette. Out: the figures of its plan, its rosters and its training targets, and every sum rule that its text states or
its layout implies, ready to be checked. Known differences come from outside, by rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from xcdata.gazette import roster as awards
from xcdata.gazette import training
from xcdata.gazette.documents import Gazette, Record
from xcdata.gazette.plan_ledger import plan_ledger
from xcdata.gazette.tying import ONE, last_place, row_figure, tied_together
from xcdata.ledger.model import Figure, Ledger, SumRule

__all__ = ["awards_ledger", "last_place", "plan_ledger", "training_ledger"]


def awards_ledger(gazette: Gazette, known: Mapping[str, Decimal] | None = None) -> Ledger:
    """Return the ledger of the award notices: every stated count, and the entries counted under it."""
    reading = awards.read_rosters(gazette)
    counts = reading.rows["award_counts"]
    rosters: dict[tuple[object, object], list[Record]] = {
        (count["document"], count["section"]): [] for count in counts if count["section"]
    }
    for row in reading.rows["awards"]:
        rosters.setdefault((row["document"], row["section"] or row["award"]), []).append(row)
    figures, rules = [], []
    counted = {}
    for (document, part), rows in rosters.items():
        where = (str(part),) if all(row["section"] for row in rows) else (str(document), str(part))
        counted[document, part] = "/".join(("awards", *where, "counted"))
        line = int(str(rows[0]["line"])) if rows else None
        figures.append(
            Figure(
                counted[document, part],
                str(len(rows)),
                Decimal(len(rows)),
                line,
                name=(*where, "counted"),
                counted=True,
            )
        )
    for count in counts:
        document, part = count["document"], count["section"] or count["item"]
        words = (str(count["section"]),) if count["section"] else (str(document), str(part))
        name = "/".join(("awards", *words))
        figures.append(
            row_figure(f"{name}/stated", (*words, "stated"), count | {"quantity": count["stated"]}, None)
        )
        kinds = {"unit", "team"} if part == "单位" else {"person"}
        below = [
            key
            for (where, which), key in counted.items()
            if where == document and kinds.issuperset(row["recipient_kind"] for row in rosters[where, which])
        ]
        parts = [counted[document, part]] if (document, part) in counted else below
        rules += [SumRule(f"{name}/stated", tuple(parts), name)] if parts else []
    return tied_together("awards", figures, rules, ONE, known)


def training_ledger(gazette: Gazette, known: Mapping[str, Decimal] | None = None) -> Ledger:
    """Return the ledger of the training targets, in ten thousand people and person-times alike, as printed."""
    reading = training.read_training(gazette)
    targets = reading.rows["training"]
    totals = [row for row in reading.rows["training_totals"] if row["item"] == training.TOTAL]
    names = [(str(row["programme_no"]), str(row["target_group"] or "培训")) for row in targets]
    parts = ["/".join(("training", *name)) for name in names]
    figures = [
        row_figure(key, name, row, None, 10_000) for key, name, row in zip(parts, names, targets, strict=True)
    ]
    for row in totals:
        name = ("合计", str(row["item"]))
        figures.append(row_figure("/".join(("training", *name)), name, row, None, 10_000))
    rules = [SumRule(figures[-1].key, tuple(parts), "training/合计")] if totals and parts else []
    ulp = last_place(str(row["printed"]) for row in targets)
    return tied_together("training", figures, rules, ulp, known)
