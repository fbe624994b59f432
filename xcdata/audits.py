"""Any table → its sum rules, found from the figures, and what breaks them.

In: a file, a frame or rows with a table whose rules nobody declared. Out: an :class:`Audit`, which is a
:class:`~xcdata.review.Review` with the patterns that were found: every rule with its verdict, every error located by its
cell's address, and whether the sums hold exactly or within rounding, with how surely.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from os import PathLike
from time import monotonic
from typing import cast

import pandas as pd

from xcdata.believed import believed
from xcdata.discover import discover
from xcdata.doubts import errors_and_doubts, exactly, lenient, likelier_kind
from xcdata.findings import (
    Row,
    as_explanations,
    as_findings,
    explanation_rows,
    ledger_findings,
    messages,
    places,
)
from xcdata.grid_ledger import grid_ledgers
from xcdata.grids import Grid, Source, read_source
from xcdata.labels import LANGUAGES, label
from xcdata.ledger import Kind, Ledger, SumRule
from xcdata.lines import ordinal_and_name
from xcdata.numerals import Reading, Unread, read_grid
from xcdata.patterns import Cell, Pattern, cell_address, cells_of, in_words, patterns_of
from xcdata.review import Review

TIME_LIMIT = 10.0
"""Seconds for locating the errors of all tables together."""

SHOWN = 6
"""So many sums of which it is open whether they hold are named."""


@dataclass(frozen=True, eq=False, repr=False)
class Audit(Review):
    """Everything found in a table whose rules nobody declared.

    Attributes
    ----------
    source : Source
        What was read.
    patterns : tuple of Pattern
        The sum rules, in words by :func:`~xcdata.patterns.in_words`.
    surely : tuple of float
        How surely each ledger's sums hold as they were found to (exactly or within rounding), 0.5 to 1.
    labels : dict of (row, column) to str
        What figures are called: their row's label and their column's.
    """

    source: Source
    patterns: tuple[Pattern, ...]
    surely: tuple[float, ...]
    labels: dict[Cell, str]

    def name_of(self, key: Hashable, lang: str) -> str:
        """Return a cell's address and, where there are any, its labels."""
        assert isinstance(key, tuple)
        named = self.labels.get(key)
        return cell_address(key) + (label("audit", "named", lang, name=named) if named else "")

    def verdicts(self) -> dict[str, str]:
        """Return each rule's verdict by its id."""
        rules = self.findings[self.findings["kind"] == "sum rule"]
        return dict(zip(rules["id"], rules["verdict"], strict=True))


def audit(
    table: str | PathLike[str] | pd.DataFrame | Sequence[Sequence[object]], sheet: str | None = None
) -> Audit:
    """Find out which cells of a table are the sums of which, and check them.

    Parameters
    ----------
    table : path-like, DataFrame, or sequence of rows
        A .csv, .tsv, .xlsx (saved values), .txt or .md file; each Markdown or tab-separated table of a text is audited. Of a
        frame the column names are row 1, and a named index comes first.
    sheet : str, optional
        Of a workbook; by default the first that holds anything.

    Returns
    -------
    Audit
        Keys are 0-based (row, column) pairs; ``address`` and rule ids are as in a spreadsheet (``C10=C3:C9``).

    Raises
    ------
    InputError
        What cannot be read, holds no table with figures in it, or has too many cells.

    Examples
    --------
    >>> audit([["", "a", "b"], ["x", "112", "245"], ["y", "378", "901"], ["all", "490", "1146"]]).ok
    True
    """
    source = read_source(table, sheet)
    end = monotonic() + TIME_LIMIT
    found: list[Row] = []
    explained: list[Row] = []
    ledgers: list[Ledger] = []
    patterns: list[Pattern] = []
    surely: list[float] = []
    labels: dict[Cell, str] = {}
    groups = 0
    for grid in source.grids:
        cells: list[list[str]] = [[] for _ in range(grid.first)] + grid.rows
        readings = read_grid(cells)
        own = believed(cells, readings, patterns_of(cells, readings, rules_of(grid)))
        patterns += own
        labels |= labels_of(cells, readings)
        said = {rule.id: (one, at) for one in own for rule, at in zip(one.rules, one.positions, strict=True)}

        def say(rule: SumRule, lang: str, said: dict[str, tuple[Pattern, int]] = said) -> str:
            pattern, position = said[rule.id]
            return in_words(pattern, lang, position)

        for ledger in grid_ledgers(cells, readings, [rule for pattern in own for rule in pattern.rules]):
            kind, probability = likelier_kind(ledger)
            ledger = replace(ledger, kind=kind)
            ledgers.append(ledger)
            surely.append(probability)
            rows = list(ledger_findings(lenient(ledger, probability), {}, say))
            errors, doubts = errors_and_doubts(ledger, probability, max(end - monotonic(), 0.1))
            explained += explanation_rows(errors, groups)
            explained += explanation_rows(doubts, groups + len(errors), given=Kind.EXACT)
            groups += len(errors) + len(doubts)
            open_ = {rule.id for group in doubts for rule in group.broken}
            note = kind_note(ledger, probability, [row for row in rows if row["id"] in open_])
            found += [*rows, {"id": f"kind/{len(ledgers)}"} | note]
    found += notes(source, ledgers)
    return Audit(
        source.name,
        source.sha256,
        as_findings(found),
        as_explanations(explained),
        tuple(ledgers),
        {grid.first + n: "\t".join(row) for grid in source.grids for n, row in enumerate(grid.rows, 1)},
        source,
        tuple(patterns),
        tuple(surely),
        labels,
    )


def rules_of(grid: Grid) -> Iterator[SumRule]:
    """Yield the rules of a table, keyed by the rows of its source."""
    for rule in discover(grid.rows):
        total, *parts = [(row + grid.first, column) for row, column in cells_of(rule)]
        yield SumRule(total, tuple(parts))


def labels_of(grid: Sequence[Sequence[str]], readings: Sequence[Sequence[Reading]]) -> dict[Cell, str]:
    """Return what each figure is called: its row's name and the last text above its column's figures."""
    heads: dict[int, str] = {}
    tops: dict[int, str] = {}
    begun: set[int] = set()
    names: dict[Cell, str] = {}
    for r, (row, read) in enumerate(zip(grid, readings, strict=True)):
        texts = [cell.strip() if one is Unread.TEXT else "" for cell, one in zip(row, read, strict=True)]
        _, stub = ordinal_and_name(texts)
        for c, (text, one) in enumerate(zip(texts, read, strict=True)):
            if isinstance(one, Decimal):
                begun.add(c)
                head = heads.get(c) or tops.setdefault(c, row[c].strip())  # the year above its figures
                names[r, c] = " / ".join(name for name in dict.fromkeys((stub, head)) if name)
            elif text and c not in begun:
                heads[c] = text
    return names


def kind_note(ledger: Ledger, surely: float, doubtful: Sequence[Row]) -> Row:
    """Return what a reader must know of the kind of a ledger's sums; something to look into where that is open and matters.

    It is where the findings `doubtful` are of sums that would be wrong if they were exact.
    """
    assert ledger.kind is not None
    told: Row = {"kind": "kind of sums"}
    values = {"unit": f"{ledger.ulp:f}", "rules": len(ledger.rules), "surely": f"{surely:.1%}"}
    if not doubtful:
        rest: Row = {"verdict": "information", "figures": (), "lines": ()}
        return told | rest | messages(f"sums {ledger.kind.value}", **values)
    values["exact"] = f"{exactly(ledger.kind, surely):.0%}"
    for lang in LANGUAGES:
        names = [
            label("message", "off", lang, id=row["id"], difference=row["difference"]) for row in doubtful
        ]
        shown = [*names[:SHOWN], *["…"][: len(names) > SHOWN]]
        within = label("message", "comma", lang).join(shown)
        told[f"message_{lang}"] = label("message", "sums open", lang, **values, within=within)
    figures = [key for row in doubtful for key in cast("tuple[Cell, ...]", row["figures"])]
    return told | {"verdict": "noticed"} | places(ledger, figures)


def notes(source: Source, ledgers: Sequence[Ledger]) -> Iterator[Row]:
    """Yield what a reader must know of the audit itself."""
    rest: Row = {"verdict": "information", "figures": (), "lines": ()}
    if not ledgers:
        yield {"id": "no rules", "kind": "no rules"} | rest | messages("no_rules")
    if source.others:
        sheets = ", ".join(source.others)
        told = messages("other_sheets", sheet=source.sheet, others=sheets)
        yield {"id": "other sheets", "kind": "other sheets"} | rest | told
