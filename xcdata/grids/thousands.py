"""Numbers that the commas between cells have cut at their thousands: ``甲,12,345`` where 12,345 was meant.

In: the rows of a file whose cells are parted by commas. Out: a problem for each row that is wider than those that cannot have been cut, and has
as many places where a number may have been. Every cell after such a place stands in another column, so that nothing of it could be checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from xcdata.errors import Problem, Reason

HEAD = re.compile(r"\s*[-−－+(（¥￥$]*[1-9]\d{0,2}")
DIGIT = re.compile(r"\d")
TAIL = re.compile(r"\d{3}(?:\.\d+)?[)）%]?\s*")


def cut_numbers(rows: Sequence[Sequence[str]], path: Path) -> Iterator[Problem]:
    """Yield what is told of each row that thousands have cut.

    What stands beside a table without a figure is a remark. Where all rows are wider by the same the header may only lack its first cell, as some
    programs write it; then a part that begins with a zero must say that it is one.
    """
    if len({len(row) for row in rows}) < 2:
        return
    joints = [list(joined(row)) for row in rows]
    whole = [(len(row), number) for number, row in enumerate(rows, 1) if row and not joints[number - 1]]
    width, pattern = max(whole, key=lambda one: one[0], default=(0, 0))
    cut = [
        (number, row, places)
        for number, (row, places) in enumerate(zip(rows, joints, strict=True), 1)
        if 0 < len(row) - width <= len(places) and any(DIGIT.search(cell) for cell in row[width:])
    ]
    uneven = len({len(row) for row in rows[pattern:] if len(row) > 1}) > 1
    if width > 1 and (uneven or any(tail.startswith("0") for *_, places in cut for _, tail in places)):
        for number, row, places in cut:
            values = {"cells": len(row), "expected": width, "row": pattern, "example": ",".join(places[0])}
            yield Problem("thousands_cut", str(path), number, ",".join(row), values, Reason.MALFORMED)


def joined(row: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the two parts of each place where a number may have been cut: its first digits, and three that follow them."""
    inside = False
    for before, after in pairwise(row):
        inside = TAIL.fullmatch(after) is not None and (inside or HEAD.fullmatch(before) is not None)
        if inside:
            yield before.strip(), after.strip()
