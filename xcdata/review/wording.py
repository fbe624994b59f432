"""Two texts → the lines on which they say something else, white space aside.

In: the lines of both. Out: a :class:`Wording`: runs of lines that the other text does not have, and how many lines have but their white space
otherwise: blanks, tabs and empty lines are no words, wherever they stand.
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
    edits : tuple of (tuple of int, tuple of int, int)
        Numbers of lines in the first text, of those in the second that stand for them, and of the line of the second at which they do.
    spaces : int
        Lines that differ in their white space alone.
    """

    edits: tuple[tuple[tuple[int, ...], tuple[int, ...], int], ...]
    spaces: int


def wording(before: Sequence[str], after: Sequence[str]) -> Wording:
    """Compare two texts, given as lines.

    Examples
    --------
    >>> wording(["甲", "乙 丙", "丁"], ["甲", "", "乙丙 ", "戊"])
    Wording(edits=(((3,), (4,), 4),), spaces=1)
    """
    old, new = (
        [(number, line, squeeze(line)) for number, line in enumerate(lines, 1) if line.strip()]
        for lines in (before, after)
    )
    matched = SequenceMatcher(None, [one[2] for one in old], [one[2] for one in new])
    edits = []
    spaces = 0
    for kind, first, end, new_first, new_end in matched.get_opcodes():
        if kind == "equal":
            pairs = zip(old[first:end], new[new_first:new_end], strict=True)
            spaces += sum(one[1] != other[1] for one, other in pairs)
            continue
        # Where lines are gone, the one that follows stands for the place.
        at = new[new_first][0] if new_first < len(new) else len(after)
        numbers = (tuple(one[0] for one in side) for side in (old[first:end], new[new_first:new_end]))
        edits.append((*numbers, at))
    return Wording(tuple(edits), spaces)  # type: ignore[arg-type]
