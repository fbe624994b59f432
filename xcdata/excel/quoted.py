"""The sentence that a figure stands in, as people read it.

In: the lines of a text, and where a figure is printed. Out: the whole sentence over the breaks of lines, or as many of its clauses around
the figure as are read at a glance; without the signs that a scanner or a formatter left around them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from xcdata.gazette.outline import match_item
from xcdata.gazette.passage import Line, passage

ENDS = "。；！？"
MOST = 120
"""Characters; a longer sentence is cut at its commas."""

FORMULA = re.compile(r"\$([^$]+)\$")
SIGNS = re.compile(r"\*\*|\\(?=[%$#&_])")


def sentence_at(lines: Sequence[Line], at: Mapping[int, int], line: int, column: int) -> str:
    """Return the sentence around a place of a text.

    Parameters
    ----------
    lines : sequence of Line
        Those that are not blank.
    at : mapping of int to int
        By number where a line stands among them.
    line, column : int
        1-based, of the figure.
    """
    first = last = at[line]
    while first and goes_on(lines[first - 1], lines[first]):
        first -= 1
    while last + 1 < len(lines) and goes_on(lines[last], lines[last + 1]):
        last += 1
    whole = passage(lines[first : last + 1])
    place = list(whole.places).index((line, column))
    start = max(whole.text.rfind(end, 0, place) for end in ENDS) + 1
    stops = [stop for end in ENDS if (stop := whole.text.find(end, place)) >= 0]
    return plain(clauses(whole.text[start : min(stops, default=len(whole.text))], place - start))


def goes_on(one: Line, other: Line) -> bool:
    """Whether a sentence goes on from a line to the next: prose that has not ended, and no heading, item or row of a table."""
    apart = any(line.text.startswith("#") or "\t" in line.text for line in (one, other))
    return not apart and one.content[-1] not in f"{ENDS}：:" and match_item(other, 0) is None


def clauses(sentence: str, place: int) -> str:
    """Return a sentence, or of a long one the clauses around a place that are short enough together.

    Examples
    --------
    >>> clauses("到2020年，" + "创新一批新技术，" * 15 + "培育8家领先企业，形成集群", 128)[:14]
    '…创新一批新技术，创新一批新'
    """
    if len(sentence) <= MOST:
        return sentence
    cuts = [0, *(match.end() for match in re.finditer("，", sentence)), len(sentence)]
    first = max(number for number, cut in enumerate(cuts[:-1]) if cut <= place)
    last = first + 1
    while True:
        # What comes before says what a figure is of, so it is taken first.
        if first and cuts[last] - cuts[first - 1] <= MOST:
            first -= 1
        elif last + 1 < len(cuts) and cuts[last + 1] - cuts[first] <= MOST:
            last += 1
        else:
            break
    kept = sentence[cuts[first] : cuts[last]].removesuffix("，")
    return "…" * (first > 0) + kept + "…" * (last + 1 < len(cuts))


def plain(text: str) -> str:
    r"""Return a text without the signs of a formula or of a formatter.

    Examples
    --------
    >>> plain(r"**第一条** 日均值 $>200$，占 80\%")
    '第一条 日均值 >200，占 80%'
    """
    return SIGNS.sub("", FORMULA.sub(r"\1", text)).strip()
