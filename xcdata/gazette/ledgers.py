"""The gazette's three data sets as ledgers.

In: a gazette. Out: the figures of its plan, its rosters and its training targets, and every sum rule that its text states or
its layout implies, ready to be checked. Known differences come from outside, by rule.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from xcdata.errors import Problem
from xcdata.gazette import plan, plan_prose, training
from xcdata.gazette.counties import AREAS
from xcdata.gazette.documents import Gazette, Record
from xcdata.gazette.plan import CITY, NoteFigure, PlanTable, plan_key
from xcdata.gazette.plan_header import COLUMNS, PlanColumn, row_sums
from xcdata.gazette.quantities import leading_number
from xcdata.gazette.training_checks import stated_sum
from xcdata.ledger.model import Figure, Ledger, SumRule

ONE = Decimal(1)


def plan_ledger(gazette: Gazette, known: Mapping[str, Decimal] | None = None) -> Ledger:
    """Return the ledger of the afforestation plan, in 万亩.

    Every cell of the table is a figure, blank ones with the value 0; so is every figure of the prose that the
    table, or another place of the prose, states too.

    Parameters
    ----------
    gazette : Gazette
    known : mapping of str to Decimal, optional
        Rule id to the difference (computed minus published) that a known issue explains.
    """
    table = plan.read_table(gazette)
    prose = plan_prose.read_prose(table.document).rows["plan_totals"] if table.document else []
    figures = [
        plan_figure(cell.area, cell.column, cell.printed, cell.value, cell.line) for cell in table.cells
    ]
    figures += [note_figure(note) for note in table.notes]
    names = prose_names(prose)
    keys = ["/".join(("prose", str(row["document"]), *name)) for row, name in zip(prose, names, strict=True)]
    ulp = last_place(cell.printed for cell in table.cells)
    for row, key, name in zip(prose, keys, names, strict=True):
        own = None if row["unit"] == "万亩" else ONE
        figures.append(row_figure(key, ("prose", *name), row, own))
    cells = {(cell.area, cell.column.number): cell.key for cell in table.cells}
    for area, column in unread_cells(table):
        cells[area, column.number] = plan_key(area, column)
        figures.append(plan_figure(area, column, "?", None))
    rules = [*table_rules(cells, table.notes), *prose_rules(prose, keys)]
    return tied_together("plan", figures, rules, ulp, known)


def plan_figure(
    area: str, column: PlanColumn, printed: str, value: Decimal | None, line: int | None = None
) -> Figure:
    """Return a figure of the plan table; without a line, one that could not be read."""
    words = tuple(dict.fromkeys((area, *column.words)))
    return Figure(plan_key(area, column), printed, value, line, line and column.number, name=words)


def unread_cells(table: PlanTable) -> Iterator[tuple[str, PlanColumn]]:
    """Yield area and column of the cells that could not be read, whose sums cannot be checked."""
    there = {(cell.area, cell.column) for cell in table.cells}
    noted = {note.area for note in table.notes}
    for area in (CITY, *AREAS) if table.cells else ():
        for column in COLUMNS[:1] if area in noted else COLUMNS:
            if (area, column) not in there:
                yield area, column


def note_figure(note: NoteFigure) -> Figure:
    """Return the figure of a note, an area in 万亩."""
    printed = leading_number(note.printed)
    mu = note.unit == "亩"
    value, ulp = (note.value / 10_000, last_place([printed]) / 10_000) if mu else (note.value, ONE)
    return Figure(note.key, printed, value, note.line, note.column, ulp, name=(note.area, note.item))


def table_rules(keys: Mapping[tuple[str, int], str], notes: Iterable[NoteFigure]) -> Iterator[SumRule]:
    """Yield the rules of the plan table: rows, columns, and the area of the note.

    Parameters
    ----------
    keys : mapping of (area, column number) to key
        The cells that there are; an area with a note instead of tasks has only its total.
    notes : iterable of NoteFigure
    """
    areas = Counter(area for area, _ in keys)
    noted = {area for area, count in areas.items() if count == 1}
    for area in areas:
        for total, parts in row_sums():
            members = [keys[area, part.number] for part in parts if (area, part.number) in keys]
            if area == CITY and total.path == "总计":
                members += [keys[other, total.number] for other in noted if (other, total.number) in keys]
            if (area, total.number) in keys and members and area not in noted:
                yield SumRule(keys[area, total.number], tuple(members), f"row/{area}/{total.path}")
    for column in COLUMNS:
        members = [
            keys[area, column.number] for area in areas if area != CITY and (area, column.number) in keys
        ]
        if (CITY, column.number) in keys and members:
            yield SumRule(keys[CITY, column.number], tuple(members), f"column/{column.path}")
    for note in notes:
        if note.unit == "亩" and (note.area, 2) in keys:
            yield SumRule(keys[note.area, 2], (note.key,), f"note/{note.area}/{note.item}")


def prose_names(rows: Iterable[Record]) -> list[tuple[str, ...]]:
    """Return what each figure of the prose is called: its section, its item, and which of several of that name."""
    seen: Counter[tuple[object, ...]] = Counter()
    names: list[tuple[str, ...]] = []
    for row in rows:
        own = row["document"], row["section"], row["item"]
        seen[own] += 1
        names.append((str(row["section"]), str(row["item"]), *([str(seen[own])] if seen[own] > 1 else [])))
    return names


def prose_rules(rows: list[dict[str, object]], keys: list[str]) -> Iterator[SumRule]:
    """Yield the rules that the prose adds: repeated figures, its own breakdown, its tasks against its total."""
    targets = [
        key for row, key in zip(rows, keys, strict=True) if row["section"] == "二" and row["unit"] == "万亩"
    ]
    tasks = [
        key for row, key in zip(rows, keys, strict=True) if row["section"] != "二" and row["unit"] == "万亩"
    ]
    for row, key in zip(rows, keys, strict=True):
        if row["repeats"]:
            yield SumRule(key, (str(row["repeats"]),), f"repeats/{key}")
    if len(targets) > 1:
        yield SumRule(targets[0], tuple(targets[1:]), "prose/breakdown")
    if targets and tasks:
        yield SumRule(targets[0], tuple(tasks), "prose/tasks")
    counted = defaultdict(list)
    for row, key in zip(rows, keys, strict=True):
        if row["unit"] != "万亩" and not row["repeats"]:
            counted[(row["item"], row["unit"])].append(key)
    for first, *others in counted.values():
        for other in others:
            yield SumRule(other, (first,), f"repeats/{other}")


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


def row_figure(key: str, name: tuple[str, ...], row: Record, ulp: Decimal | None, per: int = 1) -> Figure:
    """Return the figure of a table's row, in units of ``per``."""
    value = Decimal(str(row["quantity"])) / per
    line, column = int(str(row["line"])), int(str(row["column"]))
    return Figure(key, leading_number(str(row["printed"])), value, line, column, ulp, name=name)


def tied_together(
    name: str, figures: list[Figure], rules: list[SumRule], ulp: Decimal, known: Mapping[str, Decimal] | None
) -> Ledger:
    """Return an exact ledger of the rules whose figures are all there, and of the figures they tie."""
    there = {figure.key for figure in figures}
    kept = tuple(
        SumRule(rule.total, rule.parts, rule.id, (known or {}).get(rule.id, Decimal(0)))
        for rule in rules
        if there.issuperset((rule.total, *rule.parts))
    )
    tied = {key for rule in kept for key in (rule.total, *rule.parts)}
    own = tuple(figure for figure in figures if figure.key in tied)
    return Ledger(own, kept, ulp, least=Decimal(0), name=name)


def last_place(texts: Iterable[str]) -> Decimal:
    """Return the unit in the last place of a table: of the finest precision that a twentieth of its figures print.

    A figure or two are no precision: moved decimal points must not make all other figures look coarse.
    """
    decimals = Counter(len(number.partition(".")[2]) for text in texts if (number := leading_number(text)))
    enough = decimals.total() / 20
    often = [places for places, count in decimals.items() if count > 1 and count >= enough] or list(decimals)
    return Decimal(1).scaleb(-max(often, default=0))
