"""Lines of text, joined into prose whose characters remember where they were printed.

In: lines. Out: a :class:`Passage`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the raw text: 1-based number and text without its line end."""

    number: int
    text: str

    @property
    def content(self) -> str:
        """The text without heading marks and the spaces around it."""
        return self.text.lstrip("#").strip()


@dataclass(frozen=True, slots=True)
class Passage:
    """Prose joined over line breaks, each character of which knows where it was printed.

    Attributes
    ----------
    text : str
    places : tuple of (int, int)
        Line and column, 1-based, of each character of ``text``.
    """

    text: str
    places: tuple[tuple[int, int], ...]


def passage(lines: Iterable[Line]) -> Passage:
    """Join lines of prose into one text whose characters keep their places; outer spaces fall away."""
    characters: list[str] = []
    places: list[tuple[int, int]] = []
    for line in lines:
        start = len(line.text) - len(line.text.lstrip())
        for offset, character in enumerate(line.text.strip()):
            characters.append(character)
            places.append((line.number, start + offset + 1))
    return Passage("".join(characters), tuple(places))


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
