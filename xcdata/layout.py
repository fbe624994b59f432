"""Slips of a whole row: told by where the figures stand, and each a single slip however many cells it spoils.

In: a :class:`~xcdata.balance.Balance` whose figures carry line and column, and the rules it breaks. Out: the
changes that put the row right, for a row's cells shifted by one column and two rows' labels exchanged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, islice, product

from xcdata.balance import Balance
from xcdata.fewest import Changes, printable, room, still_time
from xcdata.slips import Slip


def row_slips(books: Balance, broken: Sequence[int], deadline: float) -> Iterator[tuple[Slip, Changes]]:
    """Find every slip of a whole row that explains all broken rules.

    Where cells moved to the right, the last one is lost, and where they moved to the left, the first; what it
    said follows from the rules. The cell they left holds nothing, or what its neighbour holds.

    Raises
    ------
    NotSettledError
        At the deadline.
    """
    rows = _rows(books)
    wanted = set(broken)
    seen = []
    for row in rows:
        if wanted <= {rule for figure in row for rule, _ in books.touching[figure]}:
            for changes in _shifts(books, row, broken):
                if len(changes) > 1 and changes not in seen:
                    seen.append(changes)
                    yield Slip.ROW_SHIFTED, changes
    for one, other in _exchangeable(books, rows, broken):
        still_time(deadline)
        both = one + other
        changes = _changes(both, _values(books, both), _values(books, other + one))
        if len(changes) > 2 and books.holds(changes, broken):
            yield Slip.ROWS_EXCHANGED, changes


def _exchangeable(
    books: Balance, rows: list[list[int]], broken: Sequence[int]
) -> Iterator[tuple[list[int], list[int]]]:
    """Give the pairs of rows whose exchange every broken rule notices: one that adds up both does not."""
    columns = [[books.ledger.figures[index].column for index in row] for row in rows]
    parts: list[dict[int, list[tuple[int | None, int]]]] = []
    for row, places in zip(rows, columns, strict=True):
        part: dict[int, list[tuple[int | None, int]]] = {rule: [] for rule in broken}
        for index, place in zip(row, places, strict=True):
            for rule, sign in books.touching[index]:
                if rule in part:
                    part[rule].append((place, sign))
        parts.append(part)
    alike: dict[tuple[tuple[int | None, int], ...], list[int]] = {}
    for number, part in enumerate(parts):
        alike.setdefault(tuple(part[broken[0]]), []).append(number)
    for some, others in combinations(alike.values(), 2):
        for one, other in product(some, others):
            if columns[one] == columns[other] and all(parts[one][r] != parts[other][r] for r in broken):
                yield rows[one], rows[other]


def _rows(books: Balance) -> list[list[int]]:
    """Give the readable figures of each line by column, of lines with three or more."""
    lines: dict[int, dict[int, int]] = {}
    for index, figure in enumerate(books.ledger.figures):
        if figure.value is not None and figure.line is not None and figure.column is not None:
            lines.setdefault(figure.line, {})[figure.column] = index
    rows = [[cells[column] for column in sorted(cells)] for cells in lines.values()]
    return [row for row in rows if len(row) > 2]


def _values(books: Balance, row: list[int]) -> list[int]:
    return [books.values[index] for index in row]


def _changes(row: list[int], printed: list[int], meant: list[int]) -> Changes:
    return {index: m - p for index, p, m in zip(row, printed, meant, strict=True) if m != p}


def _shifts(books: Balance, row: list[int], broken: Sequence[int]) -> Iterator[Changes]:
    printed = _values(books, row)
    for start in range(len(row) - 1):
        right = printed[:start] + printed[start + 1 :] + printed[-1:]
        left = printed[: start + 1] + printed[start:-1]
        for meant, lost, over, beside in (
            (right, row[-1], printed[start], printed[start - 1] if start else 0),
            (left, row[start], printed[-1], printed[-2]),
        ):
            if over not in (0, beside):
                continue
            changes = _changes(row, printed, meant)
            changes.pop(lost, None)
            if not changes:
                continue
            residuals = books.after(changes)
            for change in islice(printable(books, lost, room(books, lost, residuals)), 1):
                whole = {**changes, lost: change} if change else changes
                if books.holds(whole, broken):
                    yield whole
