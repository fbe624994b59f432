"""The ledger of training targets.

In: a gazette. Out: the targets of each notice of training as figures, and one rule a notice: the total that it states for all of
them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal

from xcdata.errors import Problem
from xcdata.gazette.documents import Gazette, Record
from xcdata.gazette.training import reading as training
from xcdata.gazette.training.checks import stated_sum
from xcdata.gazette.tying import last_place, row_figure, tied_together
from xcdata.ledger.model import Figure, Ledger, SumRule


def training_ledger(gazette: Gazette, known: Mapping[str, Decimal] | None = None) -> Ledger:
    """Return the ledger of the training targets, in ten thousand people and person-times alike, as printed."""
    reading = training.read_training(gazette)
    figures: list[Figure] = []
    rules: list[SumRule] = []
    for document in dict.fromkeys(str(row["document"]) for row in reading.rows["training_totals"]):
        targets, totals = (
            [row for row in reading.rows[table] if row["document"] == document]
            for table in ("training", "training_totals")
        )
        own = [problem for problem in reading.problems if problem.where == document]
        shortened = any(problem.kind == "training_incomplete" for problem in own)
        total = stated_sum(targets, totals, shortened=shortened)
        if total is None:
            continue
        parts = training_figures(targets, own, document, {str(figure.key) for figure in figures})
        name = ("合计", str(total["item"]))
        id_ = "training/合计" if not rules else f"training/{document}/合计"
        figures += [*parts, row_figure("/".join((id_, name[1])), name, total, None, 10_000)]
        rules.append(SumRule(figures[-1].key, tuple(part.key for part in parts), id_))
    ulp = last_place(str(row["printed"]) for row in reading.rows["training"])
    return tied_together("training", figures, rules, ulp, known)


def training_figures(
    targets: Iterable[Record], problems: Iterable[Problem], document: str, taken: set[str]
) -> list[Figure]:
    """Return a notice's training targets as figures, with those that could not be read, each by a name of its own."""
    figures: list[Figure] = []
    names: Counter[str] = Counter()
    broken = [problem for problem in problems if "programme" in problem.values]
    rows: list[tuple[str, str, Record | Problem]] = [
        (str(row["programme_no"]), str(row["target_group"] or "培训"), row) for row in targets
    ]
    rows += [(str(problem.values["programme"]), problem.found, problem) for problem in broken]
    for number, group, row in rows:
        key = "/".join(("training", number, group))
        key = key if key not in taken else "/".join(("training", document, number, group))
        names[key] += 1
        key = key if names[key] == 1 else f"{key}/{names[key]}"
        name = (number, group)
        if isinstance(row, Problem):
            figures.append(Figure(key, "?", None, row.line, name=name))
        elif row["quantity_max"] is not None:
            # A range is no figure that others could be made of.
            figures.append(Figure(key, str(row["printed"]), None, row["line"], row["column"], name=name))
        else:
            figures.append(row_figure(key, name, row, None, 10_000))
    return figures
