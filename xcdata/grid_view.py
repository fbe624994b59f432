"""An audit as text, as JSON, and as what a page shows of its grids.

In: an :class:`~xcdata.audits.Audit`. Out: what :mod:`xcdata.console` says of any review, and the sum rules that were found, each
pattern in words once; and for the page the patterns, the ledgers and every cell with what is proved about it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from xcdata import console
from xcdata.audits import Audit
from xcdata.doubts import SURE, exactly
from xcdata.findings import PROVED
from xcdata.labels import label
from xcdata.patterns import cell_address, in_words
from xcdata.proof import STATES, figure_states
from xcdata.quoting import Row, records
from xcdata.verdicts import Verdict


def as_json(found: Audit) -> str:
    """Return the JSON contract, and with it the rules and the kinds of their sums.

    ``rules`` has for each rule its total and parts as 0-based [row, column] pairs, its verdict, and its axis: ``row`` where
    rows are added up to a row, ``column`` where columns are added up to a column. ``kinds`` says for each unit in the last
    place whether its sums are exact or rounded, with the probability of that.
    """
    verdicts = found.verdicts()
    rules = [
        {"total": rule.total, "parts": rule.parts, "axis": pattern.axis, "verdict": verdicts[rule.id]}
        for pattern in found.patterns
        for rule in pattern.rules
    ]
    kinds = [
        {
            "unit": f"{ledger.ulp:f}",
            "kind": ledger.kind,
            "probability": round(surely, 4),
            "rules": len(ledger.rules),
        }
        for ledger, surely in zip(found.ledgers, found.surely, strict=True)
    ]
    told = {**console.contract(found), "sheet": found.source.sheet, "kinds": kinds, "rules": rules}
    return json.dumps(told, ensure_ascii=False, indent=2)


def as_text(found: Audit, lang: str = "zh") -> str:
    """Return the audit for a terminal: the rules in words, then what any review says."""
    told = [f"  {words}  — {count}" for words, count in pattern_rows(found, lang)]
    head = ["\n".join([label("audit", "patterns", lang), *told])] if told else []
    return "\n\n".join([*head, console.as_text(found, lang)])


def pattern_rows(found: Audit, lang: str) -> Iterator[tuple[str, str]]:
    """Yield each pattern in words, and how many of its rules hold."""
    verdicts = found.verdicts()
    stated = figures_by_line(found)
    for pattern in found.patterns:
        holds = sum(verdicts[rule.id] in PROVED for rule in pattern.rules)
        everywhere = stated[pattern.axis, pattern.total] <= set(pattern.positions)
        words = in_words(pattern, lang, everywhere=everywhere and len(pattern.positions) > 1)
        yield words, label("audit", "told", lang, holds=holds, count=len(pattern.rules))


def figures_by_line(found: Audit) -> dict[tuple[str, int], set[int]]:
    """Return the positions at which each row and each column holds a figure."""
    lines: dict[tuple[str, int], set[int]] = {
        (pattern.axis, pattern.total): set() for pattern in found.patterns
    }
    for ledger in found.ledgers:
        for figure in ledger.figures:
            if figure.printed and figure.line and figure.column:
                for axis, line, position in (
                    ("row", figure.line - 1, figure.column - 1),
                    ("column", figure.column - 1, figure.line - 1),
                ):
                    if (axis, line) in lines:
                        lines[axis, line].add(position)
    return lines


def page_context(found: Audit, rows: list[Row], lang: str) -> Row:
    """Return what the page of a grid shows beside what every page does."""

    def t(name: str, **values: object) -> str:
        return label("report", name, lang, **values)

    size = [
        t("grid_size", rows=len(grid.rows), columns=max(map(len, grid.rows), default=0))
        for grid in found.source.grids
    ]
    about = [(t("grid"), t("comma").join(size))]
    about += [(t("sheet"), found.source.sheet)] if found.source.sheet else []
    states = figure_states(found)
    counts = Counter(states["state"])
    return {
        "about": about,
        "books": [book(found, n, rows, lang) for n in range(len(found.ledgers))],
        "patterns": list(pattern_rows(found, lang)),
        "grids": list(grid_tables(found, {row["key"]: row for row in records(states)})),
        "states": [(state, counts[state]) for state in STATES if counts[state]],
        "method": [t(f"audit_method_{n}") for n in range(1, 4)] + [t("method_3"), t("audit_method_4")],
    }


def book(found: Audit, number: int, rows: list[Row], lang: str) -> Row:
    """Return a ledger's unit and kind, and its rules by verdict."""
    ledger, surely = found.ledgers[number], found.surely[number]
    own = {rule.id for rule in ledger.rules}
    verdicts = Counter(row["verdict"] for row in rows if row["id"] in own)
    assert ledger.kind is not None
    exact = f"{exactly(ledger.kind, surely):.0%}"
    values = {"unit": f"{ledger.ulp:f}", "surely": f"{surely:.1%}", "exact": exact}
    open_ = surely < SURE and verdicts[Verdict.WITHIN_ROUNDING.value]
    title = label("report", f"grid_book_{'open' if open_ else ledger.kind}", lang, **values)
    return {"title": title, "documents": [], "verdicts": verdicts, "rules": len(own), "known": 0}


def grid_tables(found: Audit, states: dict[object, Row]) -> Iterator[Row]:
    """Yield each grid: the letters of its columns, and its rows by number, each cell's text with its state or None."""
    for grid in found.source.grids:
        width = max(map(len, grid.rows), default=0)
        lines = []
        for r, row in enumerate(grid.rows, grid.first):
            padded = [*row, *[""] * (width - len(row))]
            cells = [
                (states[r, c] | {"printed": text.strip()}, None) if (r, c) in states else (None, text)
                for c, text in enumerate(padded)
            ]
            lines.append((r + 1, cells))
        yield {"letters": [cell_address((0, c))[:-1] for c in range(width)], "rows": lines}
