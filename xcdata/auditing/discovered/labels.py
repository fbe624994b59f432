"""Patterns that labels vouch for.

In: the lines of one axis, and the patterns believed so far. Out: candidates that a reader would expect from the labels alone:
the run that a line called a total closes, the lines that stand below another in an outline, the same names at the same
distances. Figures must still agree, but fewer of them do, and a sum that is stated only once survives its own error.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from xcdata.auditing.discovered.candidates import Candidate
from xcdata.auditing.discovered.runs import View
from xcdata.auditing.lines import Lines
from xcdata.auditing.parameters import PARAMETERS


def called(lines: Lines, views: Iterable[View]) -> Iterator[Candidate]:
    """Try runs next to a line called a total, as far as another such line, a gap, or the end."""
    for view in views:
        if not view.plain:
            continue
        for total in sorted(lines.called_totals):
            before = reversed(view.lines[: bisect_left(view.lines, total)])
            after = iter(view.lines[bisect_right(view.lines, total) :])
            for side in (before, after):
                for run in _runs(lines, side):
                    if _several(lines, run):
                        yield Candidate(total, tuple(sorted(run)), view.cost - PARAMETERS.vouched_bits)


def outlined(lines: Lines) -> Iterator[Candidate]:
    """Try lines with those next below them in an outline of the labels."""
    for below in lines.outlines:
        for total, parts in below.items():
            if _several(lines, parts):
                yield Candidate(total, tuple(parts), -PARAMETERS.vouched_bits)


def repeated(lines: Lines, believed: Sequence[Candidate]) -> Iterator[Candidate]:
    """Try the same names at the same distances as in believed patterns: male, female, both; male, female, both.

    Only where at least half of those that are named so are believed.
    """
    known = {(pattern.total, pattern.parts) for pattern in believed}
    totals = {pattern.total for pattern in believed}
    named = defaultdict(list)
    for line in lines.used.tolist():
        named[lines.labels[line]].append(line)
    shapes = set()
    for pattern in believed:
        name, names = lines.labels[pattern.total], tuple(lines.labels[part] for part in pattern.parts)
        if name and all(names) and len(set(names)) == len(names):
            shapes.add((name, names, tuple(part - pattern.total for part in pattern.parts)))
    for name, names, distances in sorted(shapes):
        sites = [(total, tuple(total + distance for distance in distances)) for total in named[name]]
        sites = [site for site in sites if _are_named(lines, site[1], names)]
        if 2 * len(known.intersection(sites)) >= len(sites):
            yield from (
                Candidate(total, parts, -PARAMETERS.vouched_bits, certain=True)
                for total, parts in sites
                if total not in totals
            )


def outlined_alike(lines: Lines, believed: Sequence[Candidate]) -> Iterator[Candidate]:
    """Try the rest of an outline of which most is believed to add up."""
    known = {(pattern.total, pattern.parts) for pattern in believed}
    totals = {pattern.total for pattern in believed}
    for below in lines.outlines:
        nodes = [(total, tuple(parts)) for total, parts in below.items() if _several(lines, parts)]
        held = len(known.intersection(nodes))
        if held > 1 and 2 * held >= len(nodes):
            yield from (
                Candidate(total, parts, -PARAMETERS.vouched_bits, certain=True)
                for total, parts in nodes
                if total not in totals
            )


def left_out(lines: Lines, believed: Sequence[Candidate]) -> Iterator[Candidate]:
    """Try what a sum leaves out between its parts as a subtotal of those next to it."""
    explained = {line for pattern in believed for line in (pattern.total, *pattern.parts)}
    used = lines.used.tolist()
    for pattern in believed:
        ends = (*pattern.parts, pattern.total)
        parts = set(pattern.parts)
        span = used[bisect_left(used, min(ends)) : bisect_right(used, max(ends))]
        if len(span) == len(ends):
            continue
        for n, line in enumerate(span):
            if line in explained or not lines.filled[line]:
                continue
            for side in (reversed(span[:n]), iter(span[n + 1 :])):
                run = list(takewhile(parts.__contains__, side))
                for length in range(2, len(run) + 1):
                    yield Candidate(
                        line, tuple(sorted(run[:length])), math.log2(len(run)) - PARAMETERS.vouched_bits
                    )


def _are_named(lines: Lines, parts: Sequence[int], names: Sequence[str]) -> bool:
    return all(part in lines.rank for part in parts) and all(
        lines.labels[part] == name for part, name in zip(parts, names, strict=True)
    )


def _runs(lines: Lines, side: Iterator[int]) -> Iterator[list[int]]:
    """Yield the first lines of a side as far as each of the next borders: other totals, and before them a few gaps."""
    run: list[int] = []
    totals = gaps = 0
    for line in side:
        gap = bool(run) and abs(line - run[-1]) > 1 and abs(lines.rank[line] - lines.rank[run[-1]]) == 1
        closed = bool(run) and line in lines.called_totals
        if closed or (gap and gaps < PARAMETERS.borders):
            yield run.copy()
        totals, gaps = totals + closed, gaps + gap
        if totals == PARAMETERS.borders:
            return
        run.append(line)
    yield run


def _several(lines: Lines, parts: Sequence[int]) -> bool:
    return sum(lines.filled[part] for part in parts) > 1
