"""What an audit says beside the verdicts on sums.

In: what was read of a grid and what was found in it. Out: findings and sentences: figures that cannot be read or hide places, parts that are larger than their
whole, lines that call themselves totals, formulas, sheets, and what no rule checks.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence, Set
from dataclasses import replace
from decimal import Decimal

from xcdata.auditing.formulas import FormulaNote
from xcdata.auditing.kinds import SHOWN
from xcdata.auditing.labelled.bounds import Part
from xcdata.auditing.labelled.notes import LabelNote
from xcdata.auditing.ledgers import text_of
from xcdata.auditing.look import Looked
from xcdata.auditing.patterns import Cell, cell_address, line_name, several
from xcdata.auditing.uncovered import Area
from xcdata.grids.address import runs
from xcdata.grids.numerals import Reading, Unread, is_misread
from xcdata.grids.read import Grid, Source
from xcdata.labels import LANGUAGES, first_few, label
from xcdata.ledger.judged import lines_of
from xcdata.ledger.model import Ledger
from xcdata.ledger.results import (
    FORMULA,
    HIDDEN_PLACES,
    NO_SUM,
    PART_EXCEEDS,
    UNLIKELY,
    UNMET_SUM,
    UNREAD_SHEET,
    UNREADABLE,
    Finding,
    LeftOut,
    Notice,
)
from xcdata.ledger.rounding import Unlikely
from xcdata.ledger.verdicts import Verdict
from xcdata.ledger.words import amount, messages

LETTER = re.compile(r"[^\W\d]")

PERIOD = re.compile(r"\d+ ?- ?\d+(-\d+)?")
"""Numbers with hyphens between them name a period, a day or a range: 2016-17, 31-33."""

CODE = re.compile(r"(0\d+)(,\d+)*")
"""Codes, or lists of them, if several of a column begin with a zero and are of the same length."""


def unread_notes(looked: Looked, in_rules: Set[Hashable]) -> Iterator[Finding]:
    """Yield a finding for each cell in a column of figures that looks like one, cannot be read, and is in no rule."""
    columns: defaultdict[int, list[tuple[int, Reading]]] = defaultdict(list)
    for r, row in enumerate(looked.readings):
        for c, reading in enumerate(row):
            if reading is not Unread.NOTHING:
                columns[c].append((r, reading))
    for c, cells in columns.items():
        figures = [r for r, reading in cells if isinstance(reading, Decimal)]
        codes = [
            match[1]
            for r, reading in cells
            if reading is Unread.TEXT and (match := CODE.fullmatch(looked.cells[r][c].strip()))
        ]
        coded = len(codes) > 1 and len(set(map(len, codes))) == 1
        for r, reading in cells:
            text = looked.cells[r][c].strip() if reading is Unread.TEXT else ""
            if (r, c) in in_rules or 2 * len(figures) <= len(cells):
                continue
            # What stands over a column's first figure heads it, but for a misread one in a line of figures.
            of_figures = any(isinstance(one, Decimal) for one in looked.readings[r]) and LETTER.search(text)
            if r < figures[0] and not of_figures:
                continue
            if PERIOD.fullmatch(text) or (coded and CODE.fullmatch(text)):
                continue
            # Years over a further table can be read, but are no figures.
            if is_misread(text):
                told = messages("unread_cell", cell=cell_address((r, c)), printed=text)
                yield Finding(
                    f"unreadable/{cell_address((r, c))}",
                    UNREADABLE,
                    Notice.NOTICED,
                    told,
                    (),
                    (r + 1,),
                    (text,),
                )


def hidden_notes(looked: Looked, in_rules: Set[Hashable]) -> Iterator[Finding]:
    """Yield a finding for each figure that alone of its column has more places than it shows: to look into where the sums do not hold by what is shown."""
    for cell, (shown, stored) in looked.hidden.items():
        told = messages("hidden_places", cell=cell_address(cell), shown=shown, stored=stored)
        open_ = cell in in_rules and looked.cells[cell[0]][cell[1]] == stored
        verdict = Notice.NOTICED if open_ else Notice.INFORMATION
        id_ = f"{HIDDEN_PLACES}/{cell_address(cell)}"
        yield Finding(id_, HIDDEN_PLACES, verdict, told, (), (cell[0] + 1,), (shown,), stated=(shown, stored))


def unlikely_finding(ledger: Ledger, one: Unlikely) -> Finding:
    """Return the finding that sums which agree within rounding are more likely off by a wrong figure."""
    keys = tuple(dict.fromkeys(key for rule in one.rules for key in (rule.total, *rule.parts)))
    first = ledger.by_key[one.rules[0].total] if one.figure is None else one.figure
    values = {
        "sums": tuple(rule.id for rule in one.rules),
        "cell": first.address,
        "printed": first.printed,
        "implied": amount(one.implied),
    }
    told = messages("unlikely_sum" if one.figure is None else "unlikely_figure", **values)
    keys = tuple(dict.fromkeys((first.key, *keys)))
    return Finding(
        f"unlikely/{first.address}",
        UNLIKELY,
        Notice.NOTICED,
        told,
        keys,
        lines_of(ledger, keys),
        stated=tuple(ledger.by_key[key].printed for key in keys),
    )


def part_findings(looked: Looked, part: Part) -> Iterator[Finding]:
    """Yield the findings that a part is larger than what it is a part of: each, or one where it is so in most positions."""
    if not part.doubt:
        yield from (exceeding(looked, part, pair) for pair in part.exceeded)
    if part.doubt != "mostly":
        return
    lines = (part.part, part.whole)
    yield Finding(
        "<=".join(line_name(part.axis, line) for line in lines),
        PART_EXCEEDS,
        Notice.NOTICED,
        {lang: part_told(part, lang) for lang in LANGUAGES},
        tuple(cell for pair in part.exceeded for cell in reversed(pair)),
        tuple(sorted({cell[0] + 1 for pair in part.exceeded for cell in pair})),
        (part.label, part.of),
        stated=tuple(text_of(looked.cells, cell) for pair in part.exceeded for cell in pair),
    )


def part_told(part: Part, lang: str) -> str:
    """Say where a part is larger than a line, and why it may be none of it."""
    cells = [cell_address(own) for _, own in part.exceeded]
    return label(
        "part",
        part.doubt,
        lang,
        part=part.label,
        whole=part.of,
        part_line=label("audit", part.axis, lang, lines=line_name(part.axis, part.part)),
        whole_line=label("audit", part.axis, lang, lines=line_name(part.axis, part.whole)),
        cells=label("audit", "and", lang).join(first_few(cells, SHOWN)),
        count=len(cells),
    )


def exceeding(looked: Looked, part: Part, pair: tuple[Cell, Cell]) -> Finding:
    """Return the finding that a part is larger than what it is a part of."""
    (whole, whole_text), (own, own_text) = ((cell, text_of(looked.cells, cell)) for cell in pair)
    told = messages(
        "part_exceeds",
        part=part.label,
        part_cell=cell_address(own),
        part_text=own_text,
        whole=part.of,
        whole_cell=cell_address(whole),
        whole_text=whole_text,
    )
    lines = tuple(sorted({own[0] + 1, whole[0] + 1}))
    return Finding(
        f"{cell_address(own)}<={cell_address(whole)}",
        PART_EXCEEDS,
        Verdict.INCONSISTENT,
        told,
        (own, whole),
        lines,
        (own_text, whole_text),
    )


def label_finding(note: LabelNote) -> Finding:
    """Return the finding that a line which calls itself a total is none."""
    message = {lang: in_short(note, lang) for lang in LANGUAGES}
    lines = (note.total + 1,) if note.axis == "row" else tuple(position + 1 for position in note.positions)
    id_, kind = f"{note.reason}/{line_name(note.axis, note.total)}", NO_SUM
    if note.reason in ("unmet", "unconfirmed"):
        # One line may be divided in several ways.
        parts = (
            "-".join(dict.fromkeys(line_name(note.axis, end) for end in run)) for run in runs(note.parts)
        )
        id_, kind = f"{id_}={'+'.join(parts)}", UNMET_SUM
    other = "column" if note.axis == "row" else "row"
    differences = dict(zip(note.positions, note.differences, strict=False))
    stated = tuple(
        line_name(other, position) + (f" {differences[position]:+f}" if position in differences else "")
        for position in note.positions
    )
    return Finding(
        id_, kind, Notice.NOTICED, message, lines=lines, words=(note.label,), stated=(note.label, *stated)
    )


def in_short(note: LabelNote, lang: str) -> str:
    """Say what is not checked of a total, where, by how much it is off there, and why."""
    other = "column" if note.axis == "row" else "row"

    def place(position: int) -> str:
        cell = (note.total, position) if note.axis == "row" else (position, note.total)
        return cell_address(cell) if note.reason == "blank" else line_name(other, position)

    shown = [
        label("unchecked", "off", lang, where=place(position), difference=f"{off:+f}")
        for position, off in zip(note.positions[:SHOWN], note.differences, strict=False)
    ]
    shown += ["…"][: len(note.positions) > SHOWN]
    return label(
        "unchecked",
        f"{note.reason} among others" if note.others else note.reason,
        lang,
        others=note.others,
        held=note.held,
        count=note.held + len(note.positions),
        places=label("unchecked", f"{other}s", lang),
        label=note.label or label("unchecked", "unnamed", lang),
        line=label("audit", note.axis, lang, lines=line_name(note.axis, note.total)),
        parts=several(note.axis, note.parts, lang),
        parts_lines=label(
            "audit",
            f"{note.axis}s" if len(note.parts) > 1 else note.axis,
            lang,
            lines=several(note.axis, note.parts, lang),
        ),
        where=label("audit", "and", lang).join(shown),
        where_lines=label("audit", f"{other}s", lang, lines=several(other, note.positions, lang)),
    )


def label_left_out(note: LabelNote) -> LeftOut:
    """Return what is not checked of a line that calls itself a total."""
    return LeftOut(note.reason, in_short(note, "zh"), note.total + 1 if note.axis == "row" else None)


def formula_finding(note: FormulaNote) -> Finding:
    """Return the finding that a formula is not what it should be."""
    message = {lang: formula_told(note, lang) for lang in LANGUAGES}
    lines = tuple(sorted({row + 1 for row, _ in note.cells}))
    off = () if note.difference is None else (f"{note.difference:+f}",)
    return Finding(
        f"formula {note.reason}/{note.address}",
        FORMULA,
        Notice.NOTICED,
        message,
        lines=lines,
        stated=(note.found, *off),
    )


def formula_told(note: FormulaNote, lang: str) -> str:
    """Say what a reader must know of some formulas."""
    comma = label("audit", "and", lang)
    cells = comma.join(first_few(list(map(cell_address, note.cells)), SHOWN))
    told = label(
        "formula",
        note.reason,
        lang,
        cells=cells,
        count=len(note.cells),
        found=note.found,
        expected=note.expected,
        about=comma.join([*map(cell_address, note.about[:SHOWN]), *["…"][: len(note.about) > SHOWN]]),
    )
    if note.difference:
        told += label("formula", "difference of", lang, difference=f"{note.difference:+f}")
    return told


def uncovered_told(areas: Sequence[Area], lang: str) -> str:
    """Name the figures that no rule checks, by the reason; empty where there are none."""
    told = []
    for reason in dict.fromkeys(area.reason for area in areas):
        own = [area for area in areas if area.reason == reason]
        named = [
            label("uncovered", "named" if area.name else "area", lang, area=area.address, name=area.name)
            for area in own[:SHOWN]
        ]
        named += [label("uncovered", "more", lang, more=len(own) - SHOWN)] if len(own) > SHOWN else []
        told.append(label("uncovered", reason, lang, areas=label("audit", "and", lang).join(named)))
    if not told:
        return ""
    count = sum(area.figures for area in areas)
    return label("uncovered", "told", lang, count=count, told=label("message", "semicolon", lang).join(told))


def sheets_left_out(source: Source) -> list[LeftOut]:
    """Return the sheets that were not looked at."""
    left_out = [LeftOut("sheet", name) for name in source.others]
    left_out += [LeftOut("no table", name) for name in source.blank]
    return left_out + [LeftOut("unread sheet", name) for name in source.unread]


def notes(source: Source, ledgers: Sequence[Ledger]) -> Iterator[Finding]:
    """Yield what a reader must know of the audit itself."""
    if not ledgers:
        yield Finding("no rules", "no rules", Notice.INFORMATION, messages("no_rules"))
    yield from sheet_notes(source)


def sheet_notes(source: Source) -> Iterator[Finding]:
    """Yield what a reader must know of the sheets of a workbook: which were not looked at, and which are hidden."""

    def note(kind: str, verdict: Notice = Notice.INFORMATION, **values: object) -> Finding:
        return Finding(kind, kind, verdict, messages(kind.replace(" ", "_"), **values))

    if source.others:
        yield note("other sheets", sheet=source.sheet, others=source.others)
    if source.blank:
        yield note("blank sheets", others=source.blank)
    for name, problem in source.unread.items():
        message = {
            lang: label("message", "unread_sheet", lang, why=replace(problem, where=name).told(lang))
            for lang in LANGUAGES
        }
        yield Finding(
            f"{UNREAD_SHEET}/{name}",
            UNREAD_SHEET,
            Notice.NOTICED,
            message,
            reason=problem.kind,
            stated=tuple(filter(None, (problem.kind, problem.found, *map(str, problem.values.values())))),
        )
    if hidden := [grid.sheet for grid in source.grids if grid.hidden and grid.sheet]:
        yield note("hidden sheets", others=tuple(hidden))
    if lines := tuple(told for grid in source.grids if (told := hidden_lines(grid))):
        yield note("hidden lines", others=lines)


def hidden_lines(grid: Grid) -> str:
    """Name the hidden rows and columns of a sheet that hold something; empty where there are none."""
    rows = [r for r in grid.hidden_rows if r < len(grid.rows) and any(grid.rows[r])]
    columns = [c for c in grid.hidden_columns if any(c < len(row) and row[c] for row in grid.rows)]
    # In notation alone: runs of numbers and letters.
    told = [
        several(axis, sorted(lines), "en") for axis, lines in (("row", rows), ("column", columns)) if lines
    ]
    return f"{grid.sheet}: {', '.join(told)}" if told else ""
