"""The plan of a text as a ledger.

In: a gazette. Out: the figures of its plan tables, of its tables of indicators and of the prose that repeats them, and every sum rule that the
header, the rows and the prose state. Where labels do not say what adds up, the audit of grids does.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from xcdata.auditing.kinds import likelier_kind
from xcdata.gazette.documents import Gazette, Record
from xcdata.gazette.plan import prose as plan_prose
from xcdata.gazette.plan.areas import MU
from xcdata.gazette.plan.header import PlanColumn, Sums
from xcdata.gazette.plan.indicators import Indicator, indicator_figures, indicator_sums
from xcdata.gazette.plan.table import NOTED_AREA, NoteFigure, PlanTable, plan_key, read_tables
from xcdata.gazette.quantities import leading_number, parse_number
from xcdata.gazette.tying import ONE, last_place, row_figure, tied_together
from xcdata.ledger.model import Figure, Ledger, SumRule

WAN_MU = "万亩"


def plan_ledger(gazette: Gazette, known: Mapping[str, Decimal] | None = None) -> Ledger:
    """Return the ledger of the afforestation plan, in the unit that its table states (ours in 万亩).

    Every cell of a table is a figure, blank ones with the value 0, unreadable ones without; so is every figure of the prose
    that the table, or another place of the prose, states too.

    Parameters
    ----------
    gazette : Gazette
    known : mapping of str to Decimal, optional
        Rule id to the difference (computed minus published) that a known issue explains.
    """
    tables = read_tables(gazette)
    prose = plan_prose.read_prose(gazette).rows["plan_totals"]
    indicators = indicator_figures(gazette)[0]
    figures: list[Figure] = []
    rules: list[SumRule] = []
    for table in tables:
        figures += table_figures(table)
        rules += rules_of(table)
    figures += [indicator_figure(one) for one in indicators]
    rules += indicator_rules(indicators)
    units = {table.document.id: table.unit for table in reversed(tables) if table.document}
    names = prose_names(prose)
    keys = ["/".join(("prose", str(row["document"]), *name)) for row, name in zip(prose, names, strict=True)]
    ulp = (
        last_place(cell.printed for cell in tables[0].cells)
        if tables
        else last_place(one.printed for one in indicators)
    )
    for row, key, name in zip(prose, keys, names, strict=True):
        figures.append(prose_figure(key, name, row, units.get(str(row["document"])) or WAN_MU))
    rules += prose_rules(prose, keys)
    ledger = tied_together("plan", figures, rules, ulp, known)
    if all(table.hinted and table.unit == WAN_MU for table in tables):
        return ledger
    # What another table rounded, or converted from another unit, need not add up to the last digit.
    return replace(ledger, kind=likelier_kind(replace(ledger, kind=None))[0]) if ledger.rules else ledger


def table_figures(table: PlanTable) -> Iterator[Figure]:
    """Yield the figures of a table: its cells, its notes, and those that could not be read."""
    whole = {cell.area: cell.printed for cell in table.cells}
    for cell in table.cells:
        yield plan_figure(cell.area, cell.column, cell.printed, cell.value, cell.line, table.prefix)
    for note in table.notes:
        yield note_figure(note, table.unit or WAN_MU, whole.get(note.area, ""))
    for area, column, line, printed in table.unread:
        yield plan_figure(area, column, printed, None, line, table.prefix)


def plan_figure(
    area: str,
    column: PlanColumn,
    printed: str,
    value: Decimal | None,
    line: int | None = None,
    prefix: str = "plan",
) -> Figure:
    """Return a figure of a plan table; without a line, one of a row that could not be cut into cells."""
    words = tuple(dict.fromkeys((area, *column.words)))
    return Figure(plan_key(area, column, prefix), printed, value, line, line and column.number, name=words)


def note_figure(note: NoteFigure, unit: str = WAN_MU, whole: str = "") -> Figure:
    """Return the figure of a note, an area in the unit of its table.

    It need not be nearer to the total beside it than that is printed: a round 3000 亩 is given to thousands.
    """
    printed = leading_number(note.printed)
    if note.unit not in MU:
        return Figure(note.key, printed, note.value, note.line, note.column, ONE, name=(note.area, note.item))
    value, ulp = in_unit(note.value, note.unit, unit), in_unit(last_place([printed]), note.unit, unit)
    if unit != WAN_MU and whole:
        ulp = max(ulp, Decimal(1).scaleb(max(0, int(parse_number(whole).normalize().as_tuple().exponent))))
    return Figure(note.key, printed, value, note.line, note.column, ulp, name=(note.area, note.item))


def in_unit(value: Decimal, unit: str, wanted: str) -> Decimal:
    """Return an area in another unit."""
    return value if unit == wanted else value * MU[unit] / MU[wanted]


def indicator_figure(one: Indicator) -> Figure:
    """Return the figure of a table of indicators, in its own unit."""
    ulp = last_place([one.printed])
    return Figure(
        one.key, one.printed, one.value, one.line, one.column, ulp, name=(one.place, *one.path, one.label)
    )


def indicator_rules(figures: Sequence[Indicator]) -> Iterator[SumRule]:
    """Yield the sums that the outline of indicators states."""
    for total, parts in indicator_sums(figures):
        name = total.key.partition("/")[2]
        yield SumRule(total.key, tuple(part.key for part in parts), f"row/{name}")


def prose_figure(key: str, name: tuple[str, ...], row: Record, unit: str) -> Figure:
    """Return a figure of the prose; an area in the unit of the table."""
    if row["unit"] not in MU or row["unit"] == unit:
        return row_figure(key, ("prose", *name), row, None if row["unit"] in MU else ONE)
    printed = leading_number(str(row["printed"]))
    value = in_unit(Decimal(str(row["quantity"])), str(row["unit"]), unit)
    ulp = in_unit(last_place([printed]), str(row["unit"]), unit)
    line, column = int(str(row["line"])), int(str(row["column"]))
    return Figure(key, printed, value, line, column, ulp, name=("prose", *name))


def rules_of(table: PlanTable) -> list[SumRule]:
    """Return the rules of a table: what header and rows state, and what the audit of its grid finds of totals that they leave out."""
    keys: dict[tuple[str, int], str] = {(cell.area, cell.column.number): cell.key for cell in table.cells}
    for area, column, *_ in table.unread:
        keys[area, column.number] = plan_key(area, column, table.prefix)
    id_ = "" if table.prefix == "plan" else table.prefix.removeprefix("plan/") + "/"
    if table.hinted:
        return list(
            table_rules(keys, table.notes, table.columns, table.sums, table.city, id_, order=table.areas)
        )
    values = {cell.key: cell.value for cell in table.cells}
    own = outline_rules(table, keys, id_)
    sums = [
        list(rules)
        for rules in grouped_rules(
            table_rules(
                keys, table.notes, table.columns, table.sums, table.city, id_, table.inside, table.areas
            )
        )
    ]
    stated = [
        rule for rules in sums for rule in rules if rules[0].id.startswith("column/") or mostly(rules, values)
    ]
    outer = [rule for rules in grouped_rules(own) if mostly(list(rules), values) for rule in rules]
    kinds = {"inside": "column"}
    told = {(rule.total, kinds.get(kind := rule.id.split("/")[0], kind)) for rule in (*stated, *outer)}
    found = [
        rule for rule in found_rules(table, keys, id_) if (rule.total, rule.id.split("/")[0]) not in told
    ]
    return [*stated, *outer, *found]


def grouped_rules(rules: Iterable[SumRule]) -> Iterator[list[SumRule]]:
    """Gather rules that say the same of other rows (by what they add up to), or of other columns."""
    groups: dict[tuple[str, str], list[SumRule]] = defaultdict(list)
    for rule in rules:
        kind, _, rest = rule.id.partition("/")
        groups[
            kind,
            rest.partition("/")[2] if kind == "row" else rest.partition("/")[0] if kind == "inside" else "",
        ].append(rule)
    yield from groups.values()


def mostly(rules: Sequence[SumRule], values: Mapping[str, Decimal]) -> bool:
    """Whether at least half of some rules with figures hold."""
    looked = holds = 0
    for rule in rules:
        total, *parts = (values.get(str(key)) for key in (rule.total, *rule.parts))
        if total is None or None in parts or not (total or any(parts)):
            continue
        looked += 1
        holds += total == sum(part or Decimal(0) for part in parts)
    return holds * 2 >= looked


def table_rules(
    keys: Mapping[tuple[str, int], str],
    notes: Iterable[NoteFigure],
    columns: Sequence[PlanColumn],
    sums: Sums,
    city: str,
    id_: str = "",
    inside: Mapping[str, str] | None = None,
    order: Sequence[str] = (),
) -> Iterator[SumRule]:
    """Yield the rules of a plan table: rows, columns, and the area of the note.

    Parameters
    ----------
    keys : mapping of (area, column number) to key
        The cells that there are; an area with a note instead of tasks has only its total.
    notes : iterable of NoteFigure
    columns, sums, city
        Of the table.
    id_ : str
        What the ids of the rules begin with after their kind, where a text has several tables.
    inside : mapping of str to str
        The areas that are parts of another, and so no parts of the city's total.
    order : sequence of str
        The areas, as their rows stand.
    """
    counts = Counter(area for area, _ in keys)
    areas = list(dict.fromkeys((*order, *counts)))
    noted = {area for area, count in counts.items() if count == 1 < len(columns)}
    whole = sums[0][0] if sums else None
    for area in areas:
        for total, parts in sums:
            members = [keys[area, part.number] for part in parts if (area, part.number) in keys]
            if area == city and total == whole:
                members += [keys[other, total.number] for other in noted if (other, total.number) in keys]
            if (area, total.number) in keys and members and area not in noted:
                yield SumRule(keys[area, total.number], tuple(members), f"row/{id_}{area}/{total.path}")
    for column in columns:
        members = [
            keys[area, column.number]
            for area in areas
            if area != city and (area, column.number) in keys and area not in (inside or {})
        ]
        if (city, column.number) in keys and members:
            yield SumRule(keys[city, column.number], tuple(members), f"column/{id_}{column.path}")
    for note in notes:
        if note.unit in MU and note.item == NOTED_AREA and columns and (note.area, columns[0].number) in keys:
            total_key = keys[note.area, columns[0].number]
            yield SumRule(total_key, (note.key,), f"note/{id_}{note.area}/{note.item}")


def outline_rules(table: PlanTable, keys: Mapping[tuple[str, int], str], id_: str) -> Iterator[SumRule]:
    """Yield the rules of areas that have parts below them in the outline of the rows."""
    for outer in dict.fromkeys(table.inside.values()):
        below = [area for area, above in table.inside.items() if above == outer]
        for column in table.columns:
            parts = [keys[area, column.number] for area in below if (area, column.number) in keys]
            if (outer, column.number) in keys and len(parts) > 1:
                yield SumRule(keys[outer, column.number], tuple(parts), f"inside/{id_}{outer}/{column.path}")


def found_rules(table: PlanTable, keys: Mapping[tuple[str, int], str], id_: str) -> Iterator[SumRule]:
    """Yield the rules that an audit of a table's grid found, each named after its total."""
    paths = {column.number: column.path for column in table.columns}
    for (area, number), parts in table.found.sums:
        across = all(one == area for one, _ in parts)
        kind = f"row/{id_}{area}/{paths[number]}" if across else f"column/{id_}{paths[number]}"
        kind += "" if across or area == table.city else f"/{area}"
        if all(place in keys for place in ((area, number), *parts)):
            yield SumRule(keys[area, number], tuple(keys[place] for place in parts), kind)


def prose_names(rows: Iterable[Record]) -> list[tuple[str, ...]]:
    """Return what each figure of the prose is called: its section, its item, and which of several of that name."""
    seen: Counter[tuple[object, ...]] = Counter()
    names: list[tuple[str, ...]] = []
    for row in rows:
        own = row["document"], row["section"], row["item"]
        seen[own] += 1
        section = [str(row["section"])] if row["section"] else []
        names.append((*section, str(row["item"]), *([str(seen[own])] if seen[own] > 1 else [])))
    return names


def prose_rules(rows: Sequence[Record], keys: Sequence[str]) -> Iterator[SumRule]:
    """Yield the rules that the prose adds: repeated figures, its own breakdown, its tasks against its total."""
    pairs = list(zip(rows, keys, strict=True))
    for row, key in pairs:
        if row["repeats"]:
            yield SumRule(key, (str(row["repeats"]),), f"repeats/{key}")
    documents = list(dict.fromkeys(row["document"] for row in rows))
    for number, document in enumerate(documents):
        own = [(row, key) for row, key in pairs if row["document"] == document and row["unit"] in MU]
        yield from document_rules(own, "" if number == 0 else f"{document}/")
    counted = defaultdict(list)
    for row, key in pairs:
        if row["unit"] not in MU and not row["repeats"]:
            counted[(row["document"], row["item"], row["unit"])].append(key)
    for first, *others in counted.values():
        for other in others:
            yield SumRule(other, (first,), f"repeats/{other}")


def document_rules(pairs: Sequence[tuple[Record, str]], id_: str) -> Iterator[SumRule]:
    """Yield what a document's total (``…22.55万亩。包括：…``) is made up of: what follows it, and the tasks of the other sections.

    The tasks are held against it where they state again at least half of what follows it.
    """
    total = next(((row, key) for row, key in pairs if row["whole"]), None)
    if total is None:
        return
    at = pairs.index(total)
    section = total[0]["section"]
    following = [(row, key) for row, key in pairs[at + 1 :] if row["section"] == section]
    tasks = [(row, key) for row, key in pairs if row["section"] != section]
    if following:
        yield SumRule(total[1], tuple(key for _, key in following), f"prose/{id_}breakdown")
    again = {row["repeats"] for row, _ in tasks} & {row["repeats"] for row, _ in following if row["repeats"]}
    if tasks and len(again) * 2 >= len(following):
        yield SumRule(total[1], tuple(key for _, key in tasks), f"prose/{id_}tasks")
