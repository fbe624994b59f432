"""An audit as text, as JSON, and as what a page shows of its grids.

In: an :class:`~xcdata.auditing.audit.Audit`, or one of each sheet of a workbook. Out: what :mod:`xcdata.output.text` says of any results, and the sum rules that were
found, each pattern in words once; and for the page the patterns, the ledgers and every cell with what is proved about it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from typing import Any

from xcdata.auditing.audit import Audit
from xcdata.auditing.kinds import exactly
from xcdata.auditing.observed import formula_told, in_short, part_told, uncovered_told
from xcdata.auditing.patterns import in_words
from xcdata.auditing.sheets import WorkbookAudit
from xcdata.grids.address import column_letters
from xcdata.labels import label
from xcdata.ledger.culprits import culprit_lines, gone_lines
from xcdata.ledger.proof import STATES, FigureState, figure_states
from xcdata.ledger.results import PROVED
from xcdata.output import contract, text


def audit_json(found: Audit | WorkbookAudit) -> str:
    """Return the JSON contract, and with it the rules and the kinds of their sums.

    Of a workbook with several sheets each entry names its ``sheet``, too, and ``sheets`` has the names in their order.
    ``rules`` has for each rule its total and parts as 0-based [row, column] pairs, its verdict, and its axis: ``row`` where
    rows are added up to a row, ``column`` where columns are added up to a column. ``kinds`` says for each unit in the last
    place whether its sums are exact or rounded, with the probability of that. ``uncovered`` has the areas of figures that no rule checks,
    each with its name and the reason: ``rate`` or ``no rule``.
    """
    if isinstance(found, WorkbookAudit):
        return workbook_json(found)
    return contract.as_json(found, sheet=found.source.sheet, **own_json(found))


def workbook_json(found: WorkbookAudit) -> str:
    """Return the JSON contract of all sheets together, each entry with its sheet."""
    whole: dict[str, Any] = contract.contract(found.sheets[0]) | own_json(found.sheets[0])
    lists = [name for name, value in whole.items() if isinstance(value, list)]
    merged: dict[str, Any] = {name: [] for name in lists}
    for audit in found:
        own: dict[str, Any] = contract.contract(audit) | own_json(audit)
        for name in lists:
            merged[name] += [{"sheet": audit.source.sheet} | one for one in own[name]]
    merged["observations"] += [{"sheet": None} | contract.observation(one) for one in found.found]
    whole["summary"] = contract.summary(found.counts())
    whole["coverage"] = contract.coverage(found.coverage)
    sheets = [audit.source.sheet for audit in found]
    return json.dumps(whole | merged | {"sheets": sheets}, ensure_ascii=False, indent=2)


def own_json(found: Audit) -> dict[str, Any]:
    """Return the rules of an audit and the kinds of their sums, as plain objects."""
    verdicts = found.verdicts()
    rules = [
        {
            "total": rule.total,
            "parts": rule.parts,
            "axis": pattern.axis,
            "verdict": verdicts[rule.id],
            "source": pattern.source,
        }
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
    areas = [
        {"area": one.address, "name": one.name, "reason": one.reason, "figures": one.figures}
        for one in found.uncovered
    ]
    return {"kinds": kinds, "rules": rules, "uncovered": areas}


def audit_text(found: Audit | WorkbookAudit, lang: str = "zh") -> str:
    """Return the audit for a terminal: what is said of any results, with the rules in words; of a workbook sheet by sheet."""
    if isinstance(found, WorkbookAudit):
        return workbook_text(found, lang)
    told = [f"  {words}  — {count}" for words, count in pattern_rows(found, lang)]
    head = ["\n".join([label("audit", "patterns", lang), *told])] if told else []
    return text.as_text(found, lang, [*head, *coverage_lines(found, lang)])


def workbook_text(found: WorkbookAudit, lang: str) -> str:
    """Return the audits of a workbook's sheets for a terminal, and what was looked at of all of it."""
    parts = [
        f"{label('audit', 'sheet', lang, sheet=audit.source.sheet)}\n\n{audit_text(audit, lang)}"
        for audit in found
    ]
    told = [f"{label('verdict', one.verdict, lang)}  {one.message[lang]}" for one in found.found]
    coverage = found.coverage
    total = label(
        "audit",
        "sheets_total",
        lang,
        name=found.name,
        sheets=len(found),
        figures=coverage.figures,
        checked=coverage.checked,
        rules=found.counts()["rules"],
        open=sum(len(audit.open) for audit in found) + sum(one.is_open for one in found.found),
    )
    culprits = [
        label("audit", "on sheet", lang, sheet=audit.source.sheet, told=line)
        for audit in found
        for line in (*culprit_lines(audit, lang), *gone_lines(audit, lang))
    ]
    culprits += [one.message[lang] for one in found.found if one.is_open]
    return "\n\n".join(["\n".join([total, *culprits]), *parts, "\n".join([*told, *culprits, total])])


def coverage_lines(found: Audit, lang: str) -> Iterator[str]:
    """Yield, as one paragraph, how much was looked at, and which lines call themselves totals and are not checked."""
    coverage = found.coverage
    told = [
        label(
            "audit",
            "coverage",
            lang,
            checked=coverage.checked,
            figures=coverage.figures,
            unread=coverage.unread,
        )
    ]
    if bounded := {cell for part in found.parts if not part.doubt for _, cell in part.bounds}:
        summed = {key for one in found.found if one.is_rule for key in one.figures}
        told.append("  " + label("audit", "bounds", lang, parts=len(bounded), alone=len(bounded - summed)))
    told += [f"  {part_told(part, lang)}" for part in found.parts if part.doubt not in ("", "mostly")]
    told += [f"  {areas}" for areas in [uncovered_told(found.uncovered, lang)] if areas]
    rest = [note for note in found.unchecked if not note.is_finding and note.reason != "rate"]
    told += [f"  {in_short(note, lang)}" for note in rest]
    told += [f"  {formula_told(note, lang)}" for note in found.formulas if not note.is_finding]
    yield "\n".join(told)


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


def grid_sections(found: Audit, lang: str) -> dict[str, Any]:
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
    counts = Counter(state.state for state in states.values())
    return {
        "about": about,
        "books": [grid_ledger_row(found, n, lang) for n in range(len(found.ledgers))],
        "patterns": list(pattern_rows(found, lang)),
        "grids": list(grid_tables(found, states)),
        "coverage": "\n".join(coverage_lines(found, lang)).splitlines(),
        "states": [(state, counts[state]) for state in STATES if counts[state]],
        "method": [t(f"audit_method_{n}") for n in range(1, 4)] + [t("method_3"), t("audit_method_4")],
    }


def grid_ledger_row(found: Audit, number: int, lang: str) -> dict[str, Any]:
    """Return a ledger's unit and kind, and its rules by verdict."""
    ledger, surely = found.ledgers[number], found.surely[number]
    own = {rule.id for rule in ledger.rules}
    verdicts = Counter(finding.verdict for finding in found.found if finding.is_rule and finding.id in own)
    assert ledger.kind is not None
    exact = f"{exactly(ledger.kind, surely):.0%}"
    values = {"unit": f"{ledger.ulp:f}", "surely": f"{surely:.1%}", "exact": exact}
    open_ = any(rule.id in own for group in found.doubts for rule in group.broken)
    title = label("report", f"grid_book_{'open' if open_ else ledger.kind}", lang, **values)
    return {"title": title, "documents": [], "verdicts": verdicts, "rules": len(own), "known": 0}


def grid_tables(found: Audit, states: Mapping[Hashable, FigureState]) -> Iterator[dict[str, Any]]:
    """Yield each grid: the letters of its columns, and its rows by number, each cell with its state or None, and its text."""
    for grid in found.source.grids:
        width = max(map(len, grid.rows), default=0)
        rows = [
            (r + 1, [(states.get((r, c)), text) for c, text in enumerate([*row, *[""] * (width - len(row))])])
            for r, row in enumerate(grid.rows, grid.first)
        ]
        yield {"letters": [column_letters(c + 1) for c in range(width)], "rows": rows}
