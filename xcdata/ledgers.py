"""The gazette's three data sets as ledgers.

In: a gazette. Out: the figures of its plan, its rosters and its training targets, and every sum rule that its text states or
its layout implies, ready to be checked. Known differences come from outside, by rule.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from xcdata import awards, plan, plan_prose, training
from xcdata.gazette import Gazette
from xcdata.ledger import Figure, Ledger, SumRule
from xcdata.plan import AREAS, CITY, NoteFigure, PlanTable
from xcdata.plan_header import COLUMNS, Column, row_sums
from xcdata.quantities import leading_number

ONE = Decimal(1)
Row = Mapping[str, object]


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
    prose = plan_prose.read(table.document).rows["plan_totals"] if table.document else []
    figures = [
        Figure(cell.key, cell.printed, cell.value, cell.line, cell.column.number) for cell in table.cells
    ]
    figures += [note_figure(note) for note in table.notes]
    keys = prose_keys(prose)
    ulp = last_place(cell.printed for cell in table.cells)
    for row, key in zip(prose, keys, strict=True):
        own = None if row["unit"] == "万亩" else ONE
        figures.append(figure_of(key, row, own))
    cells = {(cell.area, cell.column.number): cell.key for cell in table.cells}
    for area, column in unread(table):
        cells[area, column.number] = f"plan/{area}/{column.path}"
        figures.append(Figure(cells[area, column.number], "?", None))
    rules = [*table_rules(cells, table.notes), *prose_rules(prose, keys)]
    return tied_together(figures, rules, ulp, known)


def unread(table: PlanTable) -> Iterator[tuple[str, Column]]:
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
    if note.unit != "亩":
        return Figure(note.key, printed, note.value, note.line, note.column, ONE)
    return Figure(
        note.key, printed, note.value / 10_000, note.line, note.column, last_place([printed]) / 10_000
    )


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


def prose_keys(rows: Iterable[Row]) -> list[str]:
    """Return a key for each figure of the prose."""
    keys = [f"prose/{row['document']}/{row['section']}/{row['item']}" for row in rows]
    seen: Counter[str] = Counter()
    named = []
    for key in keys:
        seen[key] += 1
        named.append(key if seen[key] == 1 else f"{key}/{seen[key]}")
    return named


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


def awards_ledger(gazette: Gazette, known: Mapping[str, Decimal] | None = None) -> Ledger:
    """Return the ledger of the award notices: every stated count, and the entries counted under it."""
    reading = awards.read(gazette)
    counts = reading.rows["award_counts"]
    rosters: dict[tuple[object, object], list[Row]] = {
        (count["document"], count["section"]): [] for count in counts if count["section"]
    }
    for row in reading.rows["awards"]:
        rosters.setdefault((row["document"], row["section"] or row["award"]), []).append(row)
    figures, rules = [], []
    counted = {}
    for (document, part), rows in rosters.items():
        named = part if all(row["section"] for row in rows) else f"{document}/{part}"
        counted[document, part] = f"awards/{named}/counted"
        line = int(str(rows[0]["line"])) if rows else None
        figures.append(Figure(f"awards/{named}/counted", str(len(rows)), Decimal(len(rows)), line))
    for count in counts:
        document, part = count["document"], count["section"] or count["item"]
        name = f"awards/{count['section'] or f'{document}/{part}'}"
        figures.append(figure_of(f"{name}/stated", count | {"quantity": count["stated"]}, None))
        kinds = {"unit", "team"} if part == "单位" else {"person"}
        below = [
            key
            for (where, which), key in counted.items()
            if where == document and kinds.issuperset(row["recipient_kind"] for row in rosters[where, which])
        ]
        parts = [counted[document, part]] if (document, part) in counted else below
        rules += [SumRule(f"{name}/stated", tuple(parts), name)] if parts else []
    return tied_together(figures, rules, ONE, known)


def training_ledger(gazette: Gazette, known: Mapping[str, Decimal] | None = None) -> Ledger:
    """Return the ledger of the training targets, in ten thousand people and person-times alike, as printed."""
    reading = training.read(gazette)
    targets = reading.rows["training"]
    totals = [row for row in reading.rows["training_totals"] if row["item"] == training.TOTAL]
    parts = [f"training/{row['programme_no']}/{row['target_group'] or '培训'}" for row in targets]
    figures = [figure_of(key, row, None, 10_000) for key, row in zip(parts, targets, strict=True)]
    figures += [figure_of(f"training/合计/{row['item']}", row, None, 10_000) for row in totals]
    rules = [SumRule(figures[-1].key, tuple(parts), "training/合计")] if totals and parts else []
    ulp = last_place(str(row["printed"]) for row in targets)
    return tied_together(figures, rules, ulp, known)


def figure_of(key: str, row: Row, ulp: Decimal | None, per: int = 1) -> Figure:
    """Return the figure of a table's row, in units of ``per``."""
    value = Decimal(str(row["quantity"])) / per
    line, column = int(str(row["line"])), int(str(row["column"]))
    return Figure(key, leading_number(str(row["printed"])), value, line, column, ulp)


def tied_together(
    figures: list[Figure], rules: list[SumRule], ulp: Decimal, known: Mapping[str, Decimal] | None
) -> Ledger:
    """Return an exact ledger of the rules whose figures are all there, and of the figures they tie."""
    there = {figure.key for figure in figures}
    kept = tuple(
        SumRule(rule.total, rule.parts, rule.id, (known or {}).get(rule.id, Decimal(0)))
        for rule in rules
        if there.issuperset((rule.total, *rule.parts))
    )
    tied = {key for rule in kept for key in (rule.total, *rule.parts)}
    return Ledger(tuple(figure for figure in figures if figure.key in tied), kept, ulp, least=Decimal(0))


def last_place(texts: Iterable[str]) -> Decimal:
    """Return the unit in the last place of a table: of the finest precision that a twentieth of its figures print.

    A figure or two are no precision: moved decimal points must not make all other figures look coarse.
    """
    decimals = Counter(len(number.partition(".")[2]) for text in texts if (number := leading_number(text)))
    enough = decimals.total() / 20
    often = [places for places, count in decimals.items() if count > 1 and count >= enough] or list(decimals)
    return Decimal(1).scaleb(-max(often, default=0))
