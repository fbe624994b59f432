"""Which sums of an edited plan can be judged: what is not filled in yet, was taken out or came on top accuses nobody.

In: the figures of a sheet and the rules over them. Out: :class:`Settled`: the rules that are judged, and why others are not.

Whether the city's totals count an area that somebody added is settled total by total, where none holds by most of the others. A sum that does not
hold without a row or a column that was taken out is set apart. In a template so is one whose total or whose parts are blank.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from xcdata.gazette.plan.header import COLUMNS
from xcdata.gazette.plan.reading import CITY, plan_key
from xcdata.grids.address import Place
from xcdata.ledger.model import Figure, SumRule
from xcdata.roundtrip.layout import NOTED, PRINTED_ROW, cells, is_live, own, summed
from xcdata.roundtrip.sheet import PlanSheet, added_up

Values = Mapping[object, Decimal]
Areas = Mapping[object, str]
GRAND_TOTAL = f"row/{CITY}/{COLUMNS[0].path}"
"""The sum over columns to which the area without tasks adds its row."""


@dataclass(frozen=True)
class Unfilled:
    """What of a row is not filled in yet, so that it was not held against the rest.

    Attributes
    ----------
    area : str
    row : int
        In the sheet; of the city the row of its printed totals, as the rest of it is formulas.
    what : str
        ``row`` (nothing is), ``tasks`` (only its totals are), ``totals`` (only its tasks are), ``some totals``, ``some tasks``.
    columns : tuple of str
        Which totals, where it is some, or all that makes them up.
    """

    area: str
    row: int
    what: str
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Settled:
    """What was judged.

    Attributes
    ----------
    rules : tuple of SumRule
    apart : tuple of SumRule
        Those that were not judged, as they do not hold without a row or a column that was taken out.
    joined : tuple of SumRule
        Those that hold with the figures of a column that was put in, and not without.
    counted : mapping of str to bool or None
        Of each area that somebody added, whether the city's stated totals count it; None where they state nothing of its tasks.
    unfilled : tuple of Unfilled
    """

    rules: tuple[SumRule, ...]
    apart: tuple[SumRule, ...] = ()
    joined: tuple[SumRule, ...] = ()
    counted: Mapping[str, bool | None] = field(default_factory=dict)
    unfilled: tuple[Unfilled, ...] = ()


def settled(sheet: PlanSheet, figures: Sequence[Figure], rules: Iterable[SumRule]) -> Settled:
    """Settle which rules are judged."""
    values = {figure.key: figure.value or Decimal(0) for figure in figures}
    areas = {figure.key: figure.name[0] for figure in figures}
    rules, counted = with_new_areas(list(rules), sheet.places.new, values, areas)
    rules, apart = without_what_is_gone(rules, sheet.places.gone, values, areas)
    more = {figure.key: sheet.beside(figure.line or 0) for figure in figures}
    joined = [
        rule
        for rule in rules
        if more[rule.total] and not added_areas(rule, areas) and shortfall(rule, values) == more[rule.total]
    ]
    rules = [rule for rule in rules if rule not in joined]
    filled = {figure.key for figure in figures if figure.printed}
    unfilled = list(unfilled_rows(sheet, values, filled))
    if any(map(sheet.waits, sheet.places.areas)):
        rules, unfilled = without_unfilled(rules, values, filled, unfilled, areas, sheet)
    return Settled(tuple(rules), tuple(apart), tuple(joined), counted, tuple(unfilled))


def holds(rule: SumRule, values: Values) -> bool:
    """Whether a sum holds to the last digit."""
    return not shortfall(rule, values)


def shortfall(rule: SumRule, values: Values) -> Decimal:
    """Return how much a total is more than its parts."""
    return values[rule.total] - sum((values[part] for part in rule.parts), Decimal(0))


def with_new_areas(
    rules: list[SumRule], new: Collection[str], values: Values, areas: Areas
) -> tuple[list[SumRule], dict[str, bool | None]]:
    """Return the rules with the areas that somebody added, or without those that a total does not count yet, and which areas all totals count.

    A total that adds up rows is judged with all of them or, where it holds so, without some; one that holds in no way like most. A total
    of totals, of which some count them already, is not judged as long as it holds once the others do.
    """

    def added(rule: SumRule) -> set[str]:
        return added_areas(rule, areas) & set(new)

    def without(rule: SumRule, left: Collection[str]) -> SumRule:
        uncounted = tuple(part for part in rule.parts if areas.get(part) in left)
        return replace(
            rule, parts=tuple(one for one in rule.parts if one not in uncounted), uncounted=uncounted
        )

    # All, none, all but one, one alone: of up to three areas every way.
    each = [frozenset([area]) for area in new]
    ways = list(
        dict.fromkeys([frozenset[str](), *each, *(frozenset(new) - one for one in each), frozenset(new)])
    )
    chosen: dict[SumRule, frozenset[str]] = {}
    for rule in rules:
        has_tasks = {
            area
            for area in added(rule)
            if any(values.get(part) for part in rule.parts if areas.get(part) == area)
        }
        if has_tasks and all(part in values for part in rule.parts):
            way = next((way for way in ways if way <= has_tasks and holds(without(rule, way), values)), None)
            if way is not None:
                chosen[rule] = way
    judged: list[SumRule] = []
    for rule in rules:
        if added(rule):
            votes = {
                area: sum((area in way) * 2 - 1 for one, way in chosen.items() if area in added(one))
                for area in added(rule)
            }
            like_most = frozenset(area for area, balance in votes.items() if balance > 0)
            judged.append(without(rule, chosen.get(rule, like_most)))
        else:
            judged.append(rule)
    missing: dict[object, Decimal] = {}
    for rule in judged:
        if rule.uncounted:
            missing[rule.total] = sum((values[part] for part in rule.uncounted), Decimal(0))
    mended = {key: value + missing.get(key, Decimal(0)) for key, value in values.items()}
    kept = [
        rule for rule in judged
        if rule.uncounted or not missing.keys() & {rule.total, *rule.parts}
        or not all(part in values for part in rule.parts) or holds(rule, values) or not holds(rule, mended)
    ]  # fmt: skip
    lacking = {areas[part] for rule in judged for part in rule.uncounted if values[part]}
    stated = {area for rule in chosen for area in added(rule)}
    return kept, {area: (area not in lacking) if area in lacking | stated else None for area in new}


def added_areas(rule: SumRule, areas: Areas) -> set[str]:
    """Return the areas that a total of another one adds up."""
    return {areas[part] for part in rule.parts if part in areas} - {areas[rule.total]}


def without_what_is_gone(
    rules: Iterable[SumRule], gone: Collection[str], values: Values, areas: Areas
) -> tuple[list[SumRule], list[SumRule]]:
    """Return the rules over what is there, and those among them that do not hold without what was taken out."""
    kept: list[SumRule] = []
    apart: list[SumRule] = []
    for rule in rules:
        left = replace(rule, parts=tuple(part for part in rule.parts if part in values))
        # Of a total whose parts are columns, the one row that is added is that of the area without tasks.
        of_rows = bool(added_areas(rule, areas) - {NOTED}) or (NOTED in gone and rule.id == GRAND_TOTAL)
        is_short = len(left.parts) < len(rule.parts) or (of_rows and bool(gone))
        if left.parts:
            (apart if is_short and not holds(left, values) else kept).append(left)
    return kept, apart


def unfilled_rows(sheet: PlanSheet, stated: Values, filled: Collection[object]) -> Iterator[Unfilled]:
    """Yield what is not filled in, row by row; totals where there are tasks that they should add up."""
    areas = sheet.places.areas
    for area, written in areas.items():
        columns = [column for _, column in cells([area])]
        row = sheet.places.rows.get(PRINTED_ROW if area == CITY else written, sheet.places.rows[written])
        totals = [column for column in columns if is_live(area, column)]
        # A 0 or a dash says that there is none.
        has_tasks = any(holds_any(sheet, own(area, one, areas)) for one in columns if one not in totals)
        has_totals = any(plan_key(area, one) in filled for one in totals)
        is_none = has_totals and not any(stated.get(plan_key(area, one)) for one in totals)
        missing = [
            one
            for one in totals
            if one.number in sheet.places.columns
            and plan_key(area, one) not in stated
            and added_up(sheet.values, summed(area, one, areas))
        ]
        if missing:
            told = tuple(one.path for one in missing) if has_totals else ()
            yield Unfilled(area, row, "some totals" if told else "totals", told)
        elif sheet.waits(area) and not (has_tasks or is_none) and (has_totals is False or area != CITY):
            yield Unfilled(area, row, "tasks" if has_totals else "row")


def holds_any(sheet: PlanSheet, written: Place) -> bool:
    """Whether a cell holds anything."""
    return sheet.places.now(written) in sheet.contents


def without_unfilled(
    rules: Iterable[SumRule],
    values: Values,
    filled: Collection[object],
    unfilled: Sequence[Unfilled],
    areas: Areas,
    sheet: PlanSheet,
) -> tuple[list[SumRule], list[Unfilled]]:
    """Return the rules without those that wait for something to be filled in, and what is to be told of it."""
    bare = {one.area for one in unfilled if one.what == "tasks"}
    blank = bare | {one.area for one in unfilled if one.what == "row" and one.area != CITY}
    kept: list[SumRule] = []
    without_tasks: dict[str, list[str]] = defaultdict(list)
    for rule in rules:
        own, others = areas[rule.total], added_areas(rule, areas) & blank
        unstated = [part for part in rule.parts if part not in filled]
        is_bare = sheet.waits(own) and (len(unstated) == len(rule.parts) or (own in bare and unstated))
        if holds(rule, values) or not (others or is_bare):
            kept.append(rule)
        elif not others and own not in bare:
            without_tasks[own].append(str(rule.total).removeprefix(f"plan/{own}/"))
    rows = {area: sheet.places.rows[written] for area, written in sheet.places.areas.items()}
    return kept, [
        *unfilled,
        *(Unfilled(own, rows[own], "some tasks", tuple(paths)) for own, paths in without_tasks.items()),
    ]
