"""Townships in the names of institutions that no official list of their county knows.

In: institutions with their counties, and the official names. Out: an :class:`UnknownTownship` for each name
that is not among them, with the official names that are near. A name is compared with those of its own county only,
and never corrected.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from xcdata.gazette.places import XUCHANG

TOWNSHIP = re.compile(r"[\u3400-\u9fff]{2,6}?(?:街道办事处|办事处|街道|镇(?!村)|乡(?![村镇]))")
# A subdistrict is printed with 街道, 办事处, or both; one named after a street (长社路街道) also without 路.
SUBDISTRICT = re.compile("路?街?(?:街道)?(?:办事处)?$")
RANK = re.compile("[镇乡]$")
NEAR = 0.6  # half of the characters of a short name would be too little: every name ends in 镇 or 乡


@dataclass(frozen=True, slots=True)
class UnknownTownship:
    """A township's name that no list of its county has.

    Attributes
    ----------
    county, name : str
        As printed.
    lines : tuple of int
    near : tuple of str
        Official names of the county, the nearest first: that of another rank (乡, 镇, 街道) alone where
        there is one, else those that share most characters in order.
    """

    county: str
    name: str
    lines: tuple[int, ...]
    near: tuple[str, ...]


def unknown_townships(
    places: Iterable[tuple[str | None, str | None, int]], official: Mapping[str, Collection[str]]
) -> Iterator[UnknownTownship]:
    """Yield the townships that are in no list, in the order of the text.

    Parameters
    ----------
    places : iterable of (county, institution, line)
        County and institution may be missing.
    official : mapping of str to collection of str
        County to the names of its townships; a county that is not there is not judged.
    """
    known = {county: {bare(name) for name in names} for county, names in official.items()}
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for county, institution, line in places:
        if institution and county in known:
            name = find_township(county, institution)
            if name and bare(name) not in known[county]:
                found[county, name].append(line)
    for (county, name), lines in found.items():
        yield UnknownTownship(county, name, tuple(lines), nearest(name, official[county]))


def official_names(
    townships: Iterable[Mapping[str, str]], counties: Iterable[Mapping[str, str]]
) -> dict[str, set[str]]:
    """Return the names of the townships by county, of all years; a zone without a code is not there."""
    named = {row["gbt2260"]: row["county"] for row in counties if row["gbt2260"]}
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in townships:
        if row["county_code"] in named:
            found[named[row["county_code"]]] |= {
                row[year] for year in ("name_2021", "name_2023") if row[year]
            }
    return dict(found)


def find_township(county: str, institution: str) -> str | None:
    """Return the township that an institution's name says, as printed, or None.

    Examples
    --------
    >>> find_township("建安区", "许昌市建安区艾庄回族乡中心学校")
    '艾庄回族乡'
    """
    county_itself = re.match(f"(?:河南省)?{XUCHANG.city_prefix}(?:{county[:-1]}[市县区]?)?", institution)
    match = TOWNSHIP.match(institution, county_itself.end() if county_itself else 0)
    return match[0] if match else None


def bare(name: str) -> str:
    """Return a name without what tells a subdistrict: 长社路街道 and 长社办事处 are both 长社."""
    return SUBDISTRICT.sub("", name, count=1)


def nearest(name: str, official: Collection[str]) -> tuple[str, ...]:
    """Return the official names that are near a name."""
    of_another_rank = [other for other in sorted(official) if stem(other) == stem(name)]
    return tuple(of_another_rank or get_close_matches(name, sorted(official), n=3, cutoff=NEAR))


def stem(name: str) -> str:
    """Return a name without its rank."""
    return RANK.sub("", bare(name))
