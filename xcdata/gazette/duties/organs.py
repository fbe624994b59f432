"""One organ, several names.

In: an organ as it is printed, or a post that names it; the place. Out: the organ's own name, by the reference table ``organs``; None
where the table does not know it: no name is guessed. In a list the 市 of the city is often printed once, with the first organ.
"""

from __future__ import annotations

import csv
from functools import cache
from io import StringIO

from xcdata.files import data_dir, decode, read_bytes
from xcdata.gazette.passage import squeeze
from xcdata.gazette.places import Place

HERE = "许昌市"
"""The place that the reference table is of."""


@cache
def names() -> dict[str, str]:
    """Return every name of every organ, and the organ's own name."""
    path = data_dir() / "reference" / "organs.csv"
    found: dict[str, str] = {}
    for row in csv.DictReader(StringIO(decode(read_bytes(path), path))):
        for name in (row["organ"], *filter(None, row["aliases"].split("；"))):
            found[plain(name)] = row["organ"]
            if name.startswith("市") and len(name) > 2:
                found.setdefault(plain(name[1:]), row["organ"])
    return found


def plain(name: str) -> str:
    """Return a name without spaces, its brackets of one kind."""
    return squeeze(name).translate(str.maketrans("()〔〕", "（）（）"))


def resolve(printed: str, place: Place) -> str | None:
    """Return the organ that a printed name is of, or None.

    Examples
    --------
    >>> from xcdata.gazette.places import place_named
    >>> resolve("发改委", place_named("许昌市"))
    '市发展和改革委员会'
    """
    return names().get(plain(printed)) if place.name == HERE else None


def organ_of_post(post: str, place: Place) -> str | None:
    """Return the organ that a post begins with, the longest that there is, or None.

    Examples
    --------
    >>> from xcdata.gazette.places import place_named
    >>> organ_of_post("市交通局副局长", place_named("许昌市"))
    '市交通运输局'
    """
    if place.name != HERE:
        return None
    own = plain(post)
    return next((names()[own[:end]] for end in range(len(own), 1, -1) if own[:end] in names()), None)
