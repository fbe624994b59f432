"""Any table → its sum rules, declared, labelled or discovered, and what breaks them.

In: a file, a frame or rows with tables whose rules nobody has to declare. Out: an :class:`Audit` of each sheet: the patterns that were
found, every rule with its verdict, every error located by its cell's address, whether the sums hold exactly or within rounding, with how
surely, and what was not looked at. Of a workbook with several tables it is a :class:`~xcdata.auditing.sheets.WorkbookAudit`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from decimal import Decimal

from xcdata.auditing.figure_names import figure_names
from xcdata.auditing.formulas import FormulaNote, formula_patterns
from xcdata.auditing.hidden_places import hidden_places, with_stored
from xcdata.auditing.kinds import (
    SHOWN,
    is_open,
    kind_note,
    lenient,
    likelier_kind,
    located_groups,
)
from xcdata.auditing.labelled.bounds import Part, parts_of_wholes
from xcdata.auditing.labelled.footing import LabelNote
from xcdata.auditing.ledgers import grid_ledgers, text_of
from xcdata.auditing.patterns import Cell, Pattern, cell_address, in_words, line_name, rule_cells, several
from xcdata.auditing.rules import declared_patterns
from xcdata.auditing.rules_file import DeclaredRule
from xcdata.auditing.stated import stated_patterns
from xcdata.auditing.uncovered import Area, uncovered
from xcdata.errors import InputError, Problem, Reason
from xcdata.frames import FramedResults
from xcdata.grids.address import runs
from xcdata.grids.numerals import Reading, Unread, is_misread, read_grid
from xcdata.grids.read import Grid, Source
from xcdata.labels import LANGUAGES, label
from xcdata.ledger.judged import judged, lines_of
from xcdata.ledger.localize import Group
from xcdata.ledger.model import Bound, Kind, Ledger, SumRule
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
    checked_keys,
    coverage_of,
    failures_first,
)
from xcdata.ledger.rounding import Unlikely, unlikely
from xcdata.ledger.verdicts import Verdict
from xcdata.ledger.words import amount, messages

SAYS_ROUNDED = re.compile(
    r"四舍五入|尾数|due to rounding|because of rounding|figures are rounded", re.IGNORECASE
)
"""What a note says that stands below whole yearbooks: some sums may be off. Which are, the figures have to show."""

LETTER = re.compile(r"[^\W\d]")

PERIOD = re.compile(r"\d+ ?- ?\d+(-\d+)?")
"""Numbers with hyphens between them name a period, a day or a range: 2016-17, 31-33."""

CODE = re.compile(r"(0\d+)(,\d+)*")
"""Codes, or lists of them, if several of a column begin with a zero and are of the same length."""


@dataclass(frozen=True, eq=False, repr=False)
class Audit(FramedResults):
    """Everything found in a table whose rules nobody declared; see :class:`~xcdata.ledger.results.Results`.

    Attributes
    ----------
    source : Source
        What was read.
    patterns : tuple of Pattern
        The sum rules, in words by :func:`~xcdata.auditing.patterns.in_words`.
    surely : tuple of float
        How surely each ledger's sums hold as they were found to (exactly or within rounding), 0.5 to 1.
    undecided : tuple of bool
        Of each ledger whether that is left open, so that sums which hold within rounding are in doubt.
    unchecked : tuple of LabelNote
        The lines that call themselves totals and that are not checked, or not everywhere.
    formulas : tuple of FormulaNote
        What is wrong with the sheet's formulas, and how many were left out.
    parts : tuple of Part
        The lines that are a part of another by their labels (其中), and so no larger.
    uncovered : tuple of Area
        The figures that no rule checks, area by area.
    """

    source: Source
    patterns: tuple[Pattern, ...]
    surely: tuple[float, ...]
    undecided: tuple[bool, ...]
    unchecked: tuple[LabelNote, ...]
    formulas: tuple[FormulaNote, ...]
    parts: tuple[Part, ...]
    uncovered: tuple[Area, ...]

    def verdicts(self) -> dict[str, Verdict | Notice]:
        """Return each rule's verdict by its id."""
        return {finding.id: finding.verdict for finding in self.found if finding.is_rule}


@dataclass(frozen=True, slots=True)
class Told:
    """What a reviewer tells of the tables before they are audited.

    Attributes
    ----------
    rules : tuple of DeclaredRule
    alone : bool
        Whether these rules are all: then no sum is looked for, and totals that none of them checks are told.
    tolerance : Decimal or None
        The unit in the last place, where figures were rounded one by one.
    by : tuple of str
        The headings of the columns whose entries part a table's rows into tables of their own.
    """

    rules: tuple[DeclaredRule, ...] = ()
    alone: bool = False
    tolerance: Decimal | None = None
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found in one grid, before its sums are judged; `shortened` are the figures that are printed to fewer places than they have, but for those that are so alone: these are `hidden`, as shown and as stored."""

    cells: list[list[str]]
    readings: list[list[Reading]]
    names: Mapping[Cell, tuple[str, ...]]
    patterns: list[Pattern]
    unchecked: list[LabelNote]
    formulas: list[FormulaNote]
    shortened: Set[Cell]
    parts: list[Part]
    hidden: Mapping[Cell, tuple[str, str]]


def audit_sheet(source: Source, told: Told) -> Audit:
    """Audit the tables of a source that share their coordinates: all of a text, or one sheet."""
    found: list[Finding] = []
    groups: list[Group] = []
    ledgers: list[Ledger] = []
    surely: list[float] = []
    undecided: list[bool] = []
    looked = look(source, told)
    for one in looked:
        noted = any(SAYS_ROUNDED.search(cell) for row in one.cells for cell in row)
        said = {
            rule.id: (pattern, at)
            for pattern in one.patterns
            for rule, at in zip(pattern.rules, pattern.positions, strict=True)
        }

        def say(rule: SumRule, lang: str, said: dict[str, tuple[Pattern, int]] = said) -> str:
            pattern, position = said[rule.id]
            # A pattern can have as many rules as the table has rows: each is said by itself.
            return in_words(replace(pattern, positions=(position,), rules=(rule,)), lang)

        stated = [rule for pattern in one.patterns for rule in pattern.rules]
        bounds = [Bound(*pair) for part in one.parts for pair in part.bounds]
        for ledger in grid_ledgers(one.cells, one.readings, stated, one.names):
            ledger = replace(
                ledger, bounds=tuple(b for b in bounds if {b.whole, b.part} <= ledger.by_key.keys())
            )
            if told.tolerance is not None:
                ledger = replace(ledger, kind=Kind.ROUNDED, ulp=told.tolerance)
            elif ledger.kind is None and not one.shortened.isdisjoint(ledger.by_key):
                ledger = replace(ledger, kind=Kind.ROUNDED)
            kind, probability = (ledger.kind, 1.0) if ledger.kind else likelier_kind(ledger, noted=noted)
            ledger = replace(ledger, kind=kind)
            ledgers.append(ledger)
            open_ = is_open(ledger, probability, noted=noted)
            surely.append(probability)
            undecided.append(open_)
            judgements = list(judged(lenient(ledger, open_=open_), say=say))
            own = located_groups(ledger, one.readings, open_=open_)
            groups += [replace(group, number=len(groups) + n) for n, group in enumerate(own, 1)]
            in_doubt = {rule.id for group in own if group.given for rule in group.broken}
            doubtful = [finding for finding in judgements if finding.id in in_doubt]
            if ledger.kind is Kind.ROUNDED and not open_ and told.tolerance is None:
                found += [unlikely_finding(ledger, each) for each in unlikely(ledger)]
            id_ = f"kind/{len(ledgers)}"
            found += [*judgements, kind_note(id_, ledger, probability, doubtful, noted=noted)]
    unchecked = tuple(note for one in looked for note in one.unchecked)
    formulas = tuple(note for one in looked for note in one.formulas)
    found += [label_finding(note) for note in unchecked if note.is_finding]
    found += [formula_finding(note) for note in formulas if note.is_finding]
    in_rules = {key for ledger in ledgers for key in ledger.by_key}
    found += [note for one in looked for note in unread_notes(one, in_rules)]
    found += [note for one in looked for note in hidden_notes(one, in_rules)]
    found += [each for one in looked for part in one.parts for each in part_findings(one, part)]
    found += notes(source, ledgers)
    figures = sum(isinstance(cell, Decimal) for one in looked for row in one.readings for cell in row)
    checked = checked_keys(found)
    others = figures - sum(figure.value is not None for ledger in ledgers for figure in ledger.figures)
    left_out = [*sheets_left_out(source), *map(label_left_out, unchecked)]
    left_out += [
        LeftOut(f"part {part.doubt}", part_told(part, "zh"), part.part + 1 if part.axis == "row" else None)
        for one in looked
        for part in one.parts
        if part.doubt
    ]
    left_out += [
        LeftOut(f"formula {note.reason}", formula_told(note, "zh"), note.cells[0][0] + 1) for note in formulas
    ]
    return Audit(
        source.name,
        source.sha256,
        failures_first(found),
        tuple(groups),
        tuple(ledgers),
        {grid.first + n: "\t".join(row) for grid in source.grids for n, row in enumerate(grid.rows, 1)},
        coverage_of(found, ledgers, max(others, 0), left_out),
        source,
        tuple(pattern for one in looked for pattern in one.patterns),
        tuple(surely),
        tuple(undecided),
        unchecked,
        formulas,
        tuple(part for one in looked for part in one.parts),
        tuple(area for one in looked for area in uncovered(one.cells, one.readings, one.names, checked)),
    )


def look(source: Source, told: Told) -> list[Looked]:
    """Read the grids of a source, and what sums they state.

    Raises
    ------
    InputError
        A rule of which no grid has what it names.
    """
    looked = []
    refused: list[Mapping[DeclaredRule, Problem]] = []
    for grid in source.grids:
        cells, readings = read_cells(grid)
        refused.append(refusals(grid, told.rules))
        texts = [rule.rule for rule in told.rules if rule not in refused[-1]]
        hidden = hidden_places(grid, readings)
        one = look_at(grid, cells, readings, told, texts, hidden)
        if hidden and not all_hold(one, hidden):
            # The sums speak for none of what is shown: a slip is told from the figure as it was typed.
            whole = with_stored(cells, hidden)
            one = look_at(grid, whole, read_grid(whole), told, texts, hidden)
        looked.append(one)
    refuse_lost(source, told.rules, refused)
    return looked


def look_at(
    grid: Grid,
    cells: list[list[str]],
    readings: list[list[Reading]],
    told: Told,
    rules: Sequence[str],
    hidden: Mapping[Cell, str],
) -> Looked:
    """Find what sums a grid states, by its cells as they are shown, or with those that show less as they are stored."""
    written, formulas = formula_patterns(grid) if grid.formulas else ([], [])
    patterns, unchecked = stated_patterns(
        cells, readings, declared_patterns(rules, cells, readings), written, look=not told.alone, by=told.by
    )
    return Looked(
        cells,
        readings,
        figure_names(cells, readings),
        patterns,
        unchecked,
        formulas,
        frozenset((r + grid.first, c) for r, c in grid.stored) - hidden.keys(),
        # Rows that follow each other may be of different tables.
        [one for one in parts_of_wholes(cells, readings) if one.axis == "column" or not told.by],
        {
            cell: (text_of(grid.rows, (cell[0] - grid.first, cell[1])), stored)
            for cell, stored in hidden.items()
        },
    )


def all_hold(looked: Looked, hidden: Mapping[Cell, str]) -> bool:
    """Whether each of some figures stands in a sum, and all sums that any of them stands in hold exactly."""
    held: set[Hashable] = set()
    for pattern in looked.patterns:
        for rule in pattern.rules:
            total, *parts = rule_cells(rule)
            if own := {total, *parts} & hidden.keys():
                values = {cell: figure_at(looked.readings, cell) for cell in (total, *parts)}
                minus = set(rule.minus)
                if values[total] != sum(-values[one] if one in minus else values[one] for one in parts):
                    return False
                held |= own
    return held == hidden.keys()


def figure_at(readings: Sequence[Sequence[Reading]], cell: Cell) -> Decimal:
    """Return the figure of a cell; nothing where there is none."""
    row, column = cell
    value = readings[row][column] if column < len(readings[row]) else None
    return value if isinstance(value, Decimal) else Decimal(0)


def read_cells(grid: Grid) -> tuple[list[list[str]], list[list[Reading]]]:
    """Return a grid's cells in the rows of their source, and what they are read as."""
    cells: list[list[str]] = [[] for _ in range(grid.first)] + grid.rows
    return cells, read_grid(cells)


def sheet_readings(source: Source) -> list[list[Reading]]:
    """Return what the cells of all grids of a source are read as, in the rows of their source."""
    rows: list[list[Reading]] = []
    for grid in source.grids:
        _, readings = read_cells(grid)
        rows += readings[len(rows) :]
    return rows


def refusals(grid: Grid, rules: Sequence[DeclaredRule]) -> dict[DeclaredRule, Problem]:
    """Return the rules that are not meant for a grid, or name what is not in it, and why."""
    refused: dict[DeclaredRule, Problem] = {}
    if not rules:
        return refused
    cells, readings = read_cells(grid)
    for rule in rules:
        if rule.sheet not in (None, grid.sheet):
            refused[rule] = Problem(
                "rule_of_unknown_sheet", rule.rule, None, rule.sheet or "", reason=Reason.RULE
            )
            continue
        try:
            declared_patterns([rule.rule], cells, readings)
        except InputError as error:
            refused[rule] = error.problems[0]
    return refused


def refuse_lost(
    source: Source, rules: Sequence[DeclaredRule], refused: Sequence[Mapping[DeclaredRule, Problem]]
) -> None:
    """Refuse the rules that no grid of a source can be checked by; those for sheets that were not asked for wait."""
    lost = [
        refused[0][rule]
        for rule in rules
        if rule.sheet not in source.others and all(rule in one for one in refused)
    ]
    if lost:
        raise InputError(lost)


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
        cells=label("audit", "and", lang).join([*cells[:SHOWN], *["…"][: len(cells) > SHOWN]]),
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
    cells = comma.join([*map(cell_address, note.cells[:SHOWN]), *["…"][: len(note.cells) > SHOWN]])
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
