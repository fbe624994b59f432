"""Records: rows each of which says by its texts, years and numbers what it is of.

In: the rows of a table (:mod:`xcdata.auditing.lines`). Out: the records that a total among them is the total of, and the totals whose
name may be no more than a category, such as a fund called "Fund Total" that half the records of a budget are of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from xcdata.auditing.lines import Lines


def same_kind(lines: Lines, total: int, used: Sequence[int]) -> tuple[int, ...]:
    """Give the lines that share all entries of a total but the name that calls it so: records of one kind.

    An entry that no other line has, such as a running number, says nothing of its kind.
    """
    if not lines.are_rows:
        return ()
    name = lines.total_name(total)
    groups = [
        others
        for entry in lines.entries[total]
        if entry != name and (others := lines.of_entry[entry] - lines.called_totals)
    ]
    alike = sorted(set.intersection(*groups)) if groups else []
    return tuple(alike) if 1 < len(alike) < len(used) - 1 else ()


def categories(lines: Lines) -> frozenset[int]:
    """Give the totals whose name may say no more than of which category they are.

    A line that closes a table has parts before it, so no line of the same name right beside it. Where most lines of a name have one,
    none of them closes anything.
    """
    if not lines.are_rows:
        return frozenset()
    names = {total: lines.total_name(total) for total in sorted(lines.called_totals)}
    beside: set[int] = set()
    for one, next_ in pairwise(lines.used.tolist()):
        if names.get(one) and names.get(one) == names.get(next_):
            beside |= {one, next_}
    all_, in_runs = Counter(names.values()), Counter(names[total] for total in beside)
    return frozenset(
        total for total, name in names.items() if total in beside or 2 * in_runs[name] > all_[name]
    )
