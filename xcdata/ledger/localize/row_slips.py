"""Slips of a whole row: known by where the figures stand, and each a single slip however many cells it spoils.

In: a :class:`~xcdata.ledger.balance.Balance` whose figures carry line and column, and the rules it breaks. Out: the
changes that put the row right, for a row's cells shifted by one column and two rows' labels exchanged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, islice, product

from xcdata.ledger.balance import Balance, Changes
from xcdata.ledger.localize.direct import printable, room
from xcdata.ledger.localize.work import Work
from xcdata.ledger.slips import Slip


def row_slips(balance: Balance, violated: Sequence[int], work: Work) -> Iterator[tuple[Slip, Changes]]:
    """Find every slip of a whole row that explains all violated rules.

    Where cells moved to the right, the last one is lost, and where they moved to the left, the first; what it
    said follows from the rules. The cell they left holds nothing, or what its neighbour holds.

    Raises
    ------
    NotSettledError
        When the work is used up.
    """
    standing = _standing(balance, violated)
    seen = []
    for row, parts in standing.items():
        if len(parts) == len(violated):
            for changes in _shifts(balance, balance.lines[row], violated, work):
                if len(changes) > 1 and changes not in seen:
                    seen.append(changes)
                    yield Slip.ROW_SHIFTED, changes
    for one, other in _exchangeable(balance, standing, violated, work):
        work.spend(1 + 2 * len(one))
        both = one + other
        changes = _changes(both, _values(balance, both), _values(balance, other + one))
        if len(changes) > 2 and balance.holds(changes, violated):
            yield Slip.ROWS_EXCHANGED, changes


Standing = dict[int, dict[int, list[tuple[int | None, int]]]]
"""By line, where the violated rules stand in it: by rule that does, the columns and the signs of its figures."""


def _standing(balance: Balance, violated: Sequence[int]) -> Standing:
    standing: Standing = {}
    for rule in violated:
        for figure, sign in zip(balance.members(rule), balance.signs(rule), strict=True):
            if (row := balance.line_of.get(figure)) is not None:
                parts = standing.setdefault(row, {})
                parts.setdefault(rule, []).append((balance.ledger.figures[figure].column, sign))
    for parts in standing.values():
        for columns in parts.values():
            columns.sort()
    return dict(sorted(standing.items()))


def _exchangeable(
    balance: Balance, standing: Standing, violated: Sequence[int], work: Work
) -> Iterator[tuple[list[int], list[int]]]:
    """Give the pairs of rows whose exchange every violated rule notices: one that adds up both does not."""
    lines = balance.lines

    def columns(row: int) -> list[int | None]:
        return [balance.ledger.figures[figure].column for figure in lines[row]]

    alike: dict[tuple[tuple[int | None, int], ...], list[int]] = {}
    for row, parts in standing.items():
        alike.setdefault(tuple(parts.get(violated[0], ())), []).append(row)
    for some, others in combinations(alike.values(), 2):
        for one, other in product(some, others):
            work.spend(1)
            noticed = all(standing[one].get(rule) != standing[other].get(rule) for rule in violated)
            if noticed and columns(one) == columns(other):
                yield lines[one], lines[other]
    # With a row that no violated rule knows, what every one of them knows is exchanged.
    for one, parts in standing.items():
        if len(parts) == len(violated):
            for other in range(len(lines)):
                work.spend(1)
                if (
                    other not in standing
                    and len(lines[other]) == len(lines[one])
                    and columns(one) == columns(other)
                ):
                    yield lines[one], lines[other]


def _values(balance: Balance, row: list[int]) -> list[int]:
    return [balance.values[index] for index in row]


def _changes(row: list[int], printed: list[int], meant: list[int]) -> Changes:
    return {index: m - p for index, p, m in zip(row, printed, meant, strict=True) if m != p}


def _shifts(balance: Balance, row: list[int], violated: Sequence[int], work: Work) -> Iterator[Changes]:
    printed = _values(balance, row)
    for start in range(len(row) - 1):
        to_the_right = row[-1], printed[start], printed[start - 1] if start else 0
        to_the_left = row[start], printed[-1], printed[-2]
        for place, (lost, over, beside) in enumerate((to_the_right, to_the_left)):
            if over not in (0, beside):
                continue
            work.spend(1 + len(row))
            before, after = printed[:start], printed[start:]
            meant = before + ([*after[1:], after[-1]] if place == 0 else [after[0], *after[:-1]])
            changes = _changes(row, printed, meant)
            changes.pop(lost, None)
            if not changes:
                continue
            allowed = room(balance, lost, balance.shifts(changes))
            for change in islice(printable(balance, lost, allowed), 1):
                mended = {**changes, lost: change} if change else changes
                if balance.holds(mended, violated):
                    yield mended
