"""Lines of text, joined into prose whose characters remember where they were printed.

In: lines. Out: a :class:`Passage`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import overload

PAGE = re.compile(r"[\s—–\-·－]*\d{1,4}[\s—–\-·－]*|第\s*\d+\s*页(?:[，,\s]*共\s*\d+\s*页)?")
"""The number of a page, alone on its line."""

QUOTED = re.compile('"([^"]*)"')
PUNCTUATION = dict(zip(",;:()", "，；：（）", strict=True))
HALF_WIDTH = re.compile(r"[;()]|(?<!\d)[,:]|,(?!\d{3}(?!\d))|:(?!\d)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the raw text.

    Attributes
    ----------
    number : int
        1-based.
    text : str
        Without its line end.
    content : str
        Without heading marks and the spaces around it.
    """

    number: int
    text: str
    content: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "content", self.text.lstrip("#").strip())


class Places(Sequence[tuple[int, int]]):
    """Line and column of each character of a passage, worked out when they are asked for.

    Most passages are read for one or two figures; a place for each character would cost more than all of their reading.

    Parameters
    ----------
    starts : list of int
        Where in the passage each piece of a line begins.
    spots : list of (int, int)
        Line and column of the piece's first character.
    length : int
        Characters of the passage.
    """

    __slots__ = ("length", "spots", "starts")

    def __init__(self, starts: list[int], spots: list[tuple[int, int]], length: int) -> None:
        self.starts, self.spots, self.length = starts, spots, length

    def __len__(self) -> int:
        return self.length

    @overload
    def __getitem__(self, index: int) -> tuple[int, int]: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[tuple[int, int], ...]: ...

    def __getitem__(self, index: int | slice) -> tuple[int, int] | tuple[tuple[int, int], ...]:
        if isinstance(index, slice):
            return tuple(self[each] for each in range(*index.indices(self.length)))
        at = index + self.length if index < 0 else index
        if not 0 <= at < self.length:
            raise IndexError(index)
        piece = bisect_right(self.starts, at) - 1
        line, column = self.spots[piece]
        return line, column + at - self.starts[piece]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


@dataclass(frozen=True, slots=True)
class Passage:
    """Prose joined over line breaks, each character of which knows where it was printed.

    Attributes
    ----------
    text : str
    places : sequence of (int, int)
        Line and column, 1-based, of each character of ``text``.
    """

    text: str
    places: Sequence[tuple[int, int]]


def passage(lines: Iterable[Line]) -> Passage:
    """Join lines of prose into one text whose characters keep their places; outer spaces fall away."""
    texts: list[str] = []
    starts: list[int] = []
    spots: list[tuple[int, int]] = []
    length = 0
    for line in lines:
        text = line.text.strip()
        if text:
            texts.append(text)
            starts.append(length)
            spots.append((line.number, len(line.text) - len(line.text.lstrip()) + 1))
            length += len(text)
    return Passage("".join(texts), Places(starts, spots, length))


def punctuated(lines: Iterable[Line]) -> Passage:
    """Join lines of prose, with the punctuation that Chinese prints where a keyboard put its own; each character keeps its place."""
    joined = passage(lines)
    plain = QUOTED.sub(r"“\1”", joined.text)
    return Passage(HALF_WIDTH.sub(lambda match: PUNCTUATION[match[0]], plain), joined.places)


def squeeze(text: str) -> str:
    """Take all spaces out of a text."""
    return "".join(text.split())


def distance(one: str, other: str) -> int:
    """Return how many characters differ between two names, insertions counted."""
    before = list(range(len(other) + 1))
    for row, left in enumerate(one, 1):
        now = [row]
        for column, right in enumerate(other, 1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (left != right)))
        before = now
    return before[-1]
