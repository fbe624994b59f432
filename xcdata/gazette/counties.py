"""The areas of Xuchang, and which of them an institution is in.

In: the names of institutions in the order of the lists they stand in. Out: for each its county, named as in the
plan table, and the ground on which that rests; or neither, where names and lists do not settle it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import compress

AREAS = ("禹州市", "长葛市", "鄢陵县", "襄城县", "魏都区", "建安区", "示范区", "开发区", "东城区", "中心城区")
CITY_OWN = "市直"
COUNTIES = (*AREAS, CITY_OWN)

# How an institution's name says where it is. A county's name opens it; that of a district or zone may follow
# the city's own. What the city itself runs is known as an organ of its party committee or its government.
OF_THE_CITY = "(?:许昌市?|市)?"
NAMED = {
    area: re.compile(pattern)
    for area, pattern in {
        "禹州市": "禹州",
        "长葛市": "长葛",
        "鄢陵县": "鄢陵",
        "襄城县": "(?:河南省)?襄城",
        "魏都区": f"{OF_THE_CITY}魏都区",
        "建安区": f"{OF_THE_CITY}建安区",
        "示范区": f"{OF_THE_CITY}(?:城乡一体化)?示范区",
        "开发区": f"{OF_THE_CITY}(?:经济技术)?开发区",
        "东城区": f"{OF_THE_CITY}东城区",
        "中心城区": f"{OF_THE_CITY}中心城区",
        "市直": r"市直|(?:中共)?(?:许昌)?市(?:(?:委|政府|人民政府)(?![路街])|.*(?:(?<!分)局|支队|办公室)$)",
    }.items()
}

# The counties, and the district that was one, put their own names on their institutions: 213 of their 215 entries
# in the rosters of 2019 carry it, and the other two do not begin with 许昌市. A plain 许昌市… is in none of them.
SELF_NAMED = {"禹州市", "长葛市", "鄢陵县", "襄城县", "建安区"}

Entry = tuple[Hashable, str | None]
Home = tuple[str | None, str | None]
UNSETTLED: Home = (None, None)
RANK = {county: rank for rank, county in enumerate(COUNTIES)}


def find_county(name: str) -> str | None:
    """Return the county that a name itself says, or None.

    Examples
    --------
    >>> find_county("许昌经济技术开发区罗庄小学")
    '开发区'
    """
    return next((county for county, pattern in NAMED.items() if pattern.match(name)), None)


def assign(entries: Sequence[Entry]) -> list[Home]:
    """Settle which county each institution is in, and on what ground.

    The grounds, taken in turn until nothing changes:

    ``stated``
        The name says it.
    ``listed``
        The list goes county by county in the order of :data:`COUNTIES`, and only one county fits between the
        settled neighbours (see :func:`between`).
    ``elsewhere``
        The same institution is settled in another place, and its county fits the order here.

    An institution that the lists put into two counties is contested, and left unsettled wherever its name does
    not say its county.

    Parameters
    ----------
    entries : sequence of (list, institution)
        In the order of the text; the first tells one list from another, the institution may be missing.

    Returns
    -------
    list of (county, basis)
        One for each entry; both None where nothing settles it.
    """
    lists: dict[Hashable, list[int]] = defaultdict(list)
    for index, (where, _) in enumerate(entries):
        lists[where].append(index)
    names = [name for _, name in entries]
    contested: set[str] = set()
    while True:
        homes = settle(names, list(lists.values()), contested)
        clashes = {name for name, counties in settled_counties(names, homes).items() if len(counties) > 1}
        if not clashes:
            return homes
        contested |= clashes


def settle(
    names: Sequence[str | None], lists: Sequence[Sequence[int]], contested: AbstractSet[str]
) -> list[Home]:
    """Settle all entries that names and lists settle, the contested institutions left aside."""
    homes: list[Home] = []
    for name in names:
        county = find_county(name) if name else None
        homes.append((county, "stated") if county else UNSETTLED)
    ordered = [are_in_order([homes[index] for index in members]) for members in lists]
    names = [None if name in contested else name for name in names]
    while True:
        before = homes.copy()
        for members in compress(lists, ordered):
            for index, low, high in neighbours(members, homes):
                if county := between(names[index], low, high):
                    homes[index] = (county, "listed")
        known = settled_counties(names, homes)
        for members, is_ordered in zip(lists, ordered, strict=True):
            for index, low, high in neighbours(members, homes):
                found = known.get(names[index] or "", set())
                if len(found) == 1:
                    (county,) = found
                    if not is_ordered or (low or 0) <= RANK[county] <= high:
                        homes[index] = (county, "elsewhere")
        if homes == before:
            return homes


def settled_counties(names: Sequence[str | None], homes: Sequence[Home]) -> dict[str, set[str]]:
    """Return the counties that each institution was settled in."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, (county, _) in zip(names, homes, strict=True):
        if name is not None and county is not None:
            found[name].add(county)
    return found


def are_in_order(homes: Sequence[Home]) -> bool:
    """Tell whether a list goes county by county: its names state two counties or more, never out of order."""
    ranks = [RANK[county] for county, _ in homes if county]
    return ranks == sorted(ranks) and len(set(ranks)) > 1


def neighbours(members: Sequence[int], homes: Sequence[Home]) -> Iterator[tuple[int, int | None, int]]:
    """Yield each unsettled entry of a list with the ranks of the settled ones around it.

    Before the first settled entry the lower rank is None; after the last the upper is that of 市直. What the
    caller settles on the way counts for the entries that follow.
    """
    above: list[int] = []
    high = RANK[CITY_OWN]
    for index in reversed(members):
        county, _ = homes[index]
        high = RANK[county] if county else high
        above.append(high)
    low = None
    for index, high in zip(members, reversed(above), strict=True):
        if homes[index] == UNSETTLED:
            yield index, low, high
        county, _ = homes[index]
        low = RANK[county] if county else low


def between(name: str | None, low: int | None, high: int) -> str | None:
    """Return the only county that an entry between two settled ones of an ordered list can be in, or None.

    Parameters
    ----------
    name : str or None
    low, high : int or None
        Ranks of the settled neighbours in :data:`COUNTIES`; nothing is concluded at the head of a list.
    """
    if name is None or low is None:
        return None
    if low == high:
        return COUNTIES[low]
    fitting = [county for county in COUNTIES[low : high + 1] if may_be_in(name, county)]
    return fitting[0] if len(fitting) == 1 else None


def may_be_in(name: str, county: str) -> bool:
    """Tell whether an institution whose name states no county may be in one; the built-up area runs none."""
    return county != "中心城区" and not (name.startswith("许昌市") and county in SELF_NAMED)
