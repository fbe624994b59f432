"""The repair of a damaged header, by the hint of a sidecar.

In: the printed labels with the cells that they stand in, the hint's tree, the rows of figures. Out: the tree that the table has, and
which labels stand beside their place; or a problem that names what cannot be placed.

The header must print the labels of the hint, siblings in order and none more than a column off. Another year's table may have a label
more or less, or call one otherwise: then every tree that this allows is tried, and the sums decide. What they do not decide is told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xcdata.errors import Problem
from xcdata.gazette.passage import distance
from xcdata.gazette.plan.header import (
    HINTS,
    TOTALS,
    Node,
    columns_of,
    labelled,
    row_sums,
)

ALIKE = 0.5
"""The share of a hint's labels that a header prints, at least, to be taken for that table's (a table of another kind prints few)."""

FARTHEST = 1
"""Columns that a label stands beside its place, at most; the damage in our text is no larger."""

WORD = re.compile(r"[\u3400-\u9fff（）()、]{2,}")
MOST_CHANGED = 2
"""Labels that may be missing, and as many that may be new; each more multiplies the trees to be tried."""

PROVED = Decimal("0.8")
"""The share of the sums of rows that must hold under a tree: of 50 sums, a wrong figure breaks one or two."""

Place = tuple[int, int]
"""Column and line."""


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label, the column of figures it stands over (1 is the first), and its line."""

    text: str
    at: int
    line: int


@dataclass(frozen=True, slots=True)
class Repaired:
    """A header as it was repaired: its tree, (line, label, printed column, true column) of what is displaced, what is wrong."""

    tree: tuple[Node, ...]
    proved: bool = True
    displaced: tuple[tuple[int, str, int, int], ...] = ()
    problems: tuple[Problem, ...] = ()


def hint_for(labels: Sequence[Label]) -> tuple[Node, ...] | None:
    """Return the hint whose labels these are, or None."""
    printed = Counter(label.text for label in labels)
    for tree in HINTS:
        own = Counter(text for text, _ in label_columns(tree))
        if (own & printed).total() >= ALIKE * own.total() and len(own & printed) * 2 > len(own):
            return tree
    return None


def repair(
    hint: tuple[Node, ...], labels: Sequence[Label], rows: Sequence[Sequence[Decimal | None]], width: int
) -> Repaired:
    """Return the header that a table has, of the hint and what it prints.

    Parameters
    ----------
    hint : tree
    labels : sequence of Label
        Columns counted from the first one of figures.
    rows : sequence of sequence of (Decimal or None)
        The figures of the rows that have all their cells; None where one cannot be read.
    width : int
        How many columns of figures the rows have.
    """
    line = min((label.line for label in labels), default=None)
    own, printed = Counter(text for text, _ in label_columns(hint)), Counter(label.text for label in labels)
    missing, strange = list((own - printed).elements()), list((printed - own).elements())
    leaves = len(list(labelled(hint)))
    if not missing and not strange:
        displaced, problems = placed(hint, labels)
        if width != leaves:
            problems.append(Problem("plan_header_width", "", line, str(width), {"expected": leaves}))
        return Repaired(hint, width == leaves, tuple(displaced), tuple(problems))
    misread = any(is_misread(one, other) for one in missing for other in strange)
    if not misread and max(len(missing), len(strange)) <= MOST_CHANGED:
        tree = proved_tree(changed(hint, missing, strange), labels, rows, width)
        if tree is not None:
            return Repaired(tree, displaced=tuple(placed(tree, labels)[0]))
    # Where the sums prove that the hint's columns are these, a label that cannot be read does not stop the figures.
    share = holding(hint, rows) if width == leaves else None
    values = {"missing": "、".join(missing) or "—", "strange": "、".join(strange) or "—"}
    told = Problem("plan_header_labels", "", line, values=values)
    return Repaired(hint, share is not None and share >= PROVED, problems=(told,))


def proved_tree(
    trees: Iterator[tuple[Node, ...]],
    labels: Sequence[Label],
    rows: Sequence[Sequence[Decimal | None]],
    width: int,
) -> tuple[Node, ...] | None:
    """Return the one of some trees under which the labels stand in their places and the most sums hold, or None."""
    own: dict[tuple[tuple[str, ...], ...], tuple[Node, ...]] = {}
    for tree in trees:
        if len(paths := tuple(labelled(tree))) == width and not placed(tree, labels)[1]:
            own.setdefault(paths, tree)
    shares = {paths: share for paths, tree in own.items() if (share := holding(tree, rows)) is not None}
    best = max(shares.values(), default=Decimal(0))
    first = [paths for paths, share in shares.items() if share == best]
    return own[first[0]] if len(first) == 1 and best >= PROVED else None


def is_misread(label: str, printed: str) -> bool:
    """Whether a label may be another's misread: a character or the order differs, one is part of the other, or it is no word."""
    same = distance(label, printed) < 2 or sorted(label) == sorted(printed) or printed in label
    return same or WORD.fullmatch(printed) is None


def changed(
    hint: tuple[Node, ...], missing: Sequence[str], strange: Sequence[str]
) -> Iterator[tuple[Node, ...]]:
    """Yield the trees that a hint becomes when its missing labels are called otherwise or left out, and others come in."""
    if missing and strange:
        for tree in renamed(hint, missing[0], strange[0]):
            yield from changed(tree, missing[1:], strange[1:])
        for other in range(1, len(strange)):
            for tree in renamed(hint, missing[0], strange[other]):
                yield from changed(tree, missing[1:], [*strange[:other], *strange[other + 1 :]])
    elif missing:
        for tree in without(hint, missing[0]):
            yield from changed(tree, missing[1:], ())
    elif strange:
        for tree in inserted(hint, strange[0]):
            yield from changed(tree, (), strange[1:])
    else:
        yield hint


def renamed(nodes: tuple[Node, ...], old: str, new: str) -> Iterator[tuple[Node, ...]]:
    """Yield a tree with one label of a name called otherwise, by each of that name; a total stays one."""
    for at, node in enumerate(nodes):
        if node == old and (old in TOTALS) == (new in TOTALS):
            yield (*nodes[:at], new, *nodes[at + 1 :])
        elif not isinstance(node, str):
            for inner in renamed(node, old, new):
                yield (*nodes[:at], inner, *nodes[at + 1 :])


def without(nodes: tuple[Node, ...], label: str) -> Iterator[tuple[Node, ...]]:
    """Yield a tree without one column of a name, by each of that name; a group that has no column left goes too."""
    for at, node in enumerate(nodes):
        if node == label and at > 0:
            yield (*nodes[:at], *nodes[at + 1 :])
        elif not isinstance(node, str):
            for inner in without(node, label):
                yield (*nodes[:at], *([inner] if len(inner) > 1 else []), *nodes[at + 1 :])


def inserted(nodes: tuple[Node, ...], label: str) -> Iterator[tuple[Node, ...]]:
    """Yield a tree with one column more, in each place after the name of its group."""
    for at in range(1, len(nodes) + 1):
        yield (*nodes[:at], label, *nodes[at:])
    for at, node in enumerate(nodes):
        if not isinstance(node, str):
            for inner in inserted(node, label):
                yield (*nodes[:at], inner, *nodes[at + 1 :])


def holding(tree: tuple[Node, ...], rows: Sequence[Sequence[Decimal | None]]) -> Decimal | None:
    """Return the share of the sums of rows that hold under a tree, of those with figures; None without any."""
    columns = columns_of(tree)
    if len({column.labels for column in columns}) < len(columns):
        return None
    holds = total = 0
    for whole, parts in row_sums(tree, columns):
        for row in rows:
            values = [row[column.number - 2] for column in (whole, *parts)]
            if None in values or not any(values):
                continue
            published, *others = [value or Decimal(0) for value in values]
            total += 1
            holds += published == sum(others)
    return Decimal(holds) / total if total else None


def placed(
    tree: tuple[Node, ...], labels: Sequence[Label]
) -> tuple[list[tuple[int, str, int, int]], list[Problem]]:
    """Compare the printed labels with a tree that has as many of each: what is displaced, and what is too far off."""
    true: dict[str, list[int]] = {}
    printed: dict[str, list[Place]] = {}
    for text, column in label_columns(tree):
        true.setdefault(text, []).append(column)
    for label in labels:
        printed.setdefault(label.text, []).append((label.at, label.line))
    displaced: list[tuple[int, str, int, int]] = []
    problems: list[Problem] = []
    for text, numbers in true.items():
        for (at, line), column in zip(sorted(printed.get(text, ())), numbers, strict=False):
            if at != column:
                displaced.append((line, text, at, column))
            if abs(at - column) > FARTHEST:
                problems.append(
                    Problem("plan_label_displaced", "", line, text, {"at": at + 1, "true": column + 1})
                )
    single = {text: places[0] for text, places in printed.items() if len(places) == 1}
    problems += order_of_siblings(tree, single)
    return sorted((line, text, at + 1, true + 1) for line, text, at, true in displaced), problems


def label_columns(nodes: Sequence[Node], start: int = 1) -> Iterator[tuple[str, int]]:
    """Yield every label of a tree with the first column below it; columns count from 1."""
    for node in nodes:
        if isinstance(node, str):
            yield node, start
            start += 1
        else:
            below = list(label_columns(node[1:], start))
            yield str(node[0]), start
            yield from below
            start += len(list(labelled([node])))


def order_of_siblings(nodes: Sequence[Node], printed: Mapping[str, Place]) -> Iterator[Problem]:
    """Yield a problem where labels that are printed once stand in another order than in the tree."""
    names = [node if isinstance(node, str) else str(node[0]) for node in nodes]
    single = [name for name in names if name in printed]
    in_order = sorted(single, key=lambda name: printed[name][0])
    if in_order != single:
        yield Problem(
            "plan_label_order", "", printed[single[0]][1], " ".join(in_order), {"expected": " ".join(single)}
        )
    for node in nodes:
        if not isinstance(node, str):
            yield from order_of_siblings(node[1:], printed)
