"""Two texts → the lines on which they say something else, white space aside.

In: the lines of both. Out: a :class:`Wording`: the lines that the other text does not have, and how many differ in what is no word: blanks and
tabs, wherever they stand, and the marks of headings. Empty lines count for nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from xcdata.gazette.passage import squeeze


@dataclass(frozen=True)
class Wording:
    """How two texts differ.

    Attributes
    ----------
    before, after : tuple of int
        The lines of the one that the other does not have.
    places : tuple of int
        Where in the second text they differ: its own lines, and where lines are gone the one that follows.
    spaces : int
        Lines that differ in their white space, or the mark of their heading, alone.
    """

    before: tuple[int, ...]
    after: tuple[int, ...]
    places: tuple[int, ...]
    spaces: int


def wording(before: Sequence[str], after: Sequence[str]) -> Wording:
    """Compare two texts, given as lines.

    Examples
    --------
    >>> wording(["甲", "乙 丙", "丁"], ["甲", "", "乙丙 ", "戊"])
    Wording(before=(3,), after=(4,), places=(4,), spaces=1)
    """
    old, new = (
        [(n, line, words) for n, line in enumerate(lines, 1) if (words := squeeze(line.lstrip("#")))]
        for lines in (before, after)
    )
    matched = SequenceMatcher(None, [one[2] for one in old], [one[2] for one in new])
    gone: list[int] = []
    own: list[int] = []
    places: list[int] = []
    spaces = 0
    for kind, first, end, new_first, new_end in matched.get_opcodes():
        if kind == "equal":
            pairs = zip(old[first:end], new[new_first:new_end], strict=True)
            spaces += sum(one[1] != other[1] for one, other in pairs)
            continue
        gone += (one[0] for one in old[first:end])
        lines = [one[0] for one in new[new_first:new_end]]
        own += lines
        places += lines or [new[new_first][0] if new_first < len(new) else len(after)]
    return Wording(tuple(gone), tuple(own), tuple(places), spaces)
