"""A grid and its sum rules → ledgers.

In: the cells of a grid and the rules between them. Out: one :class:`~xcdata.ledger.model.Ledger` a unit in the last place: figures that
add up together share their unit, and percentages beside counts must not make the counts look finely printed. Keys are
0-based (row, column) pairs; each figure has its Excel address.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import cache

from xcdata.auditing.parameters import PARAMETERS
from xcdata.auditing.patterns import Cell, along_of, cell_address, rule_cells
from xcdata.grids.numerals import Reading, Unread
from xcdata.ledger.decimals import any_out_of_reach, out_of_reach
from xcdata.ledger.model import Figure, Kind, Ledger, SumRule

ONE = Decimal(1)
GridLine = tuple[int, int]


def grid_ledgers(
    grid: Sequence[Sequence[str]],
    readings: Sequence[Sequence[Reading]],
    rules: Sequence[SumRule],
    names: Mapping[Cell, tuple[str, ...]] | None = None,
    *,
    wanted: Callable[[Sequence[SumRule]], bool] = bool,
) -> list[Ledger]:
    """Return the ledgers of a grid, the one with most rules first; each has its kind still to be inferred.

    Parameters
    ----------
    grid : sequence of sequence of str
    readings : sequence of sequence of (Decimal or Unread)
        As :func:`~xcdata.grids.readings.read_grid` reads the grid.
    rules : sequence of SumRule
        A blank cell among the parts counts as nothing, a text there as a figure that cannot be read.
    names : mapping of (row, column) to tuple of str, optional
        What figures are called.
    wanted : callable
        Tells whether rules of one unit need a ledger: one of a million figures takes its time.
    """
    cells = {(r, c): one for r, row in enumerate(readings) for c, one in enumerate(row)}
    groups = []
    of_line: defaultdict[GridLine, list[int]] = defaultdict(list)
    totals: defaultdict[GridLine, set[Decimal]] = defaultdict(set)
    for together in connected(rules):
        members = {key for rule in together for key in rule_cells(rule)}
        values = [value for key in members if isinstance(value := cells.get(key), Decimal) and value]
        lines = frozenset(line_of(rule) for rule in together)
        groups.append((together, members, values, lines))
        # Of a group with a thousand totals each line refers to the same values, and no line has a copy of them.
        for line in lines:
            of_line[line].append(len(groups) - 1)
        for rule in together:
            if isinstance(total := cells.get(rule_cells(rule)[0]), Decimal) and total:
                totals[line_of(rule)].add(total)

    @cache
    def unit_of_lines(lines: frozenset[GridLine]) -> Decimal:
        return last_place(value for line in lines for group in of_line[line] for value in groups[group][2])

    @cache
    def unit_of_totals(lines: frozenset[GridLine]) -> Decimal | None:
        """Return what the totals of some lines were rounded to, where they are many and several of their parts are finer."""
        own = {total for line in lines for total in totals[line]}
        if len(own) < PARAMETERS.enough_figures:
            return None
        unit = min(last_place(own), ONE)
        # A group with a thousand lines is looked at once, and counts for each of them.
        times = Counter(group for line in lines for group in of_line[line])
        place = unit.adjusted()
        finer = sum(
            count * sum(place_of(one) < place for one in groups[each][2]) for each, count in times.items()
        )
        return unit if finer >= PARAMETERS.few_figures else None

    # That counts in one column happen to be round does not make them rounded.
    whole = last_place(
        one for one in cells.values() if isinstance(one, Decimal) and one == one.to_integral_value()
    )
    by_unit: defaultdict[tuple[Decimal, Kind | None], list[SumRule]] = defaultdict(list)
    binary: set[Cell] = set()
    uneven: dict[Cell, Decimal] = {}
    for together, members, values, lines in groups:
        if any(map(is_binary, values)):
            binary |= members
            by_unit[min(binary_unit(value) for value in values), Kind.ROUNDED] += together
            continue
        unit = last_place(values) if len(values) >= PARAMETERS.few_figures else unit_of_lines(lines)
        rounded_to = unit_of_totals(lines)
        if rounded_to is not None and unit < rounded_to:
            for key in members:
                if isinstance(value := cells.get(key), Decimal) and value:
                    uneven[key] = min(places_of(value), rounded_to)
            by_unit[rounded_to, Kind.ROUNDED] += together
            continue
        shares = all("%" in text_of(grid, key) for key in members if isinstance(cells.get(key), Decimal))
        # One digit before the zeros is too little to tell a rounded figure from a round one.
        coarse = unit > 1 and unit >= PARAMETERS.coarse * whole
        if unit > 1 and not coarse and (unit / whole) ** len(values) < PARAMETERS.round_by_chance:
            unit = min(unit, whole)
        by_unit[
            unit,
            Kind.ROUNDED
            if shares or (coarse and max(map(abs, values), default=unit) >= PARAMETERS.enough_figures * unit)
            else None,
        ] += together
    tied = {key for rule in rules for key in rule_cells(rule)}
    far_off = any_out_of_reach(value for value in cells.values() if isinstance(value, Decimal))
    alone = [key for key, value in cells.items() if isinstance(value, Decimal) and key not in tied]
    signed = any(isinstance(value, Decimal) and value < 0 for value in cells.values())
    ledgers: list[Ledger] = []
    for (unit, kind), own in sorted(by_unit.items(), key=lambda item: -len(item[1])):
        if not wanted(own):
            continue
        keys = {key for rule in own for key in rule_cells(rule)} | set(() if ledgers else alone)
        figures = tuple(
            cell_figure(
                grid,
                key,
                Unread.TEXT if far_off and is_far_off(cells.get(key)) else cells.get(key, Unread.NOTHING),
                (names or {}).get(key, ()),
                binary=key in binary,
                ulp=uneven.get(key),
            )
            for key in sorted(keys)
        )
        ledgers.append(Ledger(figures, tuple(own), unit, kind=kind, least=None if signed else Decimal(0)))
    return ledgers


def is_far_off(reading: Reading | None) -> bool:
    """Whether a figure is one that no ledger can reckon with."""
    return isinstance(reading, Decimal) and out_of_reach(reading)


def is_binary(value: Decimal) -> bool:
    """Whether a figure has as many digits as only a float has that was saved whole."""
    return (
        value != value.to_integral_value()
        and len(value.normalize().as_tuple().digits) >= PARAMETERS.float_digits
    )


def binary_unit(value: Decimal) -> Decimal:
    """Return the unit of the 15th significant digit, to which a spreadsheet keeps a number."""
    return ONE.scaleb(value.adjusted() - 14)


def text_of(grid: Sequence[Sequence[str]], key: Cell) -> str:
    """Return a cell's text."""
    row, column = key
    return grid[row][column].strip() if row < len(grid) and column < len(grid[row]) else ""


def line_of(rule: SumRule) -> GridLine:
    """Return the row or column that a rule totals: what stands in it is given to the same last place."""
    total, *parts = rule_cells(rule)
    along = along_of(total, parts)
    return along, total[along]


def cell_figure(
    grid: Sequence[Sequence[str]],
    key: Cell,
    reading: Reading,
    name: tuple[str, ...] = (),
    *,
    binary: bool = False,
    ulp: Decimal | None = None,
) -> Figure:
    """Return the figure of a cell, its text as printed unless the notation is one of a kind of its own.

    A `binary` one is a float that was saved whole: it stands for half a unit of its 15th digit around it. One that is rounded to
    another place than the others of its ledger has an `ulp` of its own.
    """
    text = text_of(grid, key)
    place = (key[0] + 1, key[1] + 1)
    if reading is Unread.NOTHING:
        return Figure(key, "", Decimal(0), *place, address=cell_address(key), name=name)
    if not isinstance(reading, Decimal):
        return Figure(key, text, None, *place, address=cell_address(key), name=name)
    # Slips are told from the digits: separators, units and notes are left out where they hide them.
    try:
        same = Decimal(text.replace(",", "")) == reading
    except InvalidOperation:
        same = False
    ulp = binary_unit(reading) if binary and reading else ulp
    return Figure(key, text if same else f"{reading:f}", reading, *place, ulp, cell_address(key), name)


def connected(rules: Iterable[SumRule]) -> list[list[SumRule]]:
    """Part rules into those that hang together through their figures."""
    parent: dict[object, object] = {}

    def root(key: object) -> object:
        while parent.setdefault(key, key) != key:
            parent[key] = key = parent[parent[key]]
        return key

    rules = list(rules)
    for rule in rules:
        for part in rule.parts:
            parent[root(part)] = root(rule.total)
    groups: defaultdict[object, list[SumRule]] = defaultdict(list)
    for rule in rules:
        groups[root(rule.total)].append(rule)
    return list(groups.values())


def places_of(value: Decimal) -> Decimal:
    """Return the last place of a figure that is not nothing."""
    return ONE.scaleb(int(value.normalize().as_tuple().exponent))


def last_place(values: Iterable[Decimal]) -> Decimal:
    """Return the unit in the last place of figures that belong together: what nineteen in twenty are multiples of.

    Of fewer than ten all are, of fewer than forty all but one, which may be finer by a slip. Zeros at the end show nothing: figures
    all given in thousands have the unit 1000, and counts that are exported with five decimals the unit 1.
    """
    places = sorted(place_of(value) for value in values if value)
    odd = max(int(len(places) >= PARAMETERS.enough_figures), len(places) // PARAMETERS.figures_per_odd)
    return ONE.scaleb(places[odd] if places else 0)


def place_of(value: Decimal) -> int:
    """Return the power of ten of a figure's last digit that is not 0; read off its text, which is far faster than to take it apart.

    Examples
    --------
    >>> place_of(Decimal("12.50")), place_of(Decimal(1200)), place_of(Decimal(7))
    (-1, 2, 0)
    """
    text = str(value)
    if text[-1] == "0" or "E" in text:
        return int(value.normalize().as_tuple().exponent)
    point = text.find(".")
    return 0 if point < 0 else point + 1 - len(text)
