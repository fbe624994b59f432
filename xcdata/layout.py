"""Slips of a whole row: told by where the figures stand, and each a single slip however many cells it spoils.

In: a :class:`~xcdata.balance.Balance` whose figures carry line and column, and the rules it breaks. Out: the
changes that put the row right, for a row's cells shifted by one column and two rows' labels exchanged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, islice

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
    reach = [{rule for figure in row for rule, _ in books.touching[figure]} for row in rows]
    wanted = set(broken)
    seen = []
    for number, row in enumerate(rows):
        if wanted <= reach[number]:
            for changes in _shifts(books, row, broken):
                if len(changes) > 1 and changes not in seen:
                    seen.append(changes)
                    yield Slip.ROW_SHIFTED, changes
    useful = [number for number in range(len(rows)) if wanted & reach[number]]
    for one, other in combinations(useful, 2):
        still_time(deadline)
        if wanted <= reach[one] | reach[other] and _columns(books, rows[one]) == _columns(books, rows[other]):
            printed = _values(books, rows[one] + rows[other])
            meant = _values(books, rows[other] + rows[one])
            changes = _changes(rows[one] + rows[other], printed, meant)
            if len(changes) > 2 and books.holds(changes, broken):
                yield Slip.ROWS_EXCHANGED, changes


def _rows(books: Balance) -> list[list[int]]:
    """Give the readable figures of each line by column, of lines with three or more."""
    lines: dict[int, dict[int, int]] = {}
    for index, figure in enumerate(books.ledger.figures):
        if figure.value is not None and figure.line is not None and figure.column is not None:
            lines.setdefault(figure.line, {})[figure.column] = index
    rows = [[cells[column] for column in sorted(cells)] for cells in lines.values()]
    return [row for row in rows if len(row) > 2]


def _columns(books: Balance, row: list[int]) -> list[int | None]:
    return [books.ledger.figures[index].column for index in row]


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
