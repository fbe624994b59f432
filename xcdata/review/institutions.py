"""Institutions that are written in two ways.

In: names with their lines, from the rosters or out of the gazette's prose. Out: groups of spellings that
differ only in what says nothing of the institution.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable

from xcdata.gazette.passage import Line
from xcdata.gazette.places import XUCHANG

CITY_PREFIX = re.compile(f"(?:河南省)?{XUCHANG.city_prefix}")
# Notices leave these out, or shorten them.
UNSAID = re.compile("街道办事处|办事处|街道|[市县区镇乡]")
SHORTENED = {"初级中学": "中学", "初中": "中学", "高级中学": "高中", "教学研究室": "教研室"}
# A bureau of the city as the notices list them: between two marks of punctuation.
BUREAU = re.compile("(?<=[、，：（])市[\u3400-\u9fff]{2,14}局(?=[、，。（）])")

Spellings = dict[str, tuple[int, ...]]


def normal_form(name: str) -> str:
    """Return what is left of a roster's name without the words that notices leave out.

    Examples
    --------
    >>> normal_form("鄢陵县马栏镇第一初级中学") == normal_form("鄢陵县马栏镇第一中学")
    True
    """
    name = UNSAID.sub("", CITY_PREFIX.sub("", name, count=1))
    for long, short in SHORTENED.items():
        name = name.replace(long, short)
    return name


def characters(name: str) -> str:
    """Return a bureau's characters in a fixed order, 局 left out: two bureaus do not share all of them.

    Examples
    --------
    >>> characters("市农业农村局") == characters("市农村农业局")
    True
    """
    return "".join(sorted(name.replace("局", "")))


def spellings(names: Iterable[tuple[str, int]], form: Callable[[str], str]) -> list[Spellings]:
    """Group names that have the same form; only groups of two spellings or more.

    Parameters
    ----------
    names : iterable of (name, line)
    form : callable

    Returns
    -------
    list of dict of str to tuple of int
        Spelling to its lines; groups and spellings in the order of the text.
    """
    groups: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for name, line in names:
        groups[form(name)][name].append(line)
    return [
        {name: tuple(dict.fromkeys(lines)) for name, lines in group.items()}
        for group in groups.values()
        if len(group) > 1
    ]


def bureaus(lines: Iterable[Line]) -> list[tuple[str, int]]:
    """Return each bureau of the city that some lines list, with its line."""
    return [(match[0], line.number) for line in lines for match in BUREAU.finditer(line.text)]
