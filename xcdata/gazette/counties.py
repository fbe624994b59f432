"""Which county an institution is in.

In: the names of institutions in the order of the lists they stand in, and the place. Out: for each its county, named as in the
plan table, and the ground on which that rests; or neither, where names and lists do not settle it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import compress

from xcdata.gazette.places import Place, profiles

XUCHANG = profiles()["许昌市"]
AREAS = XUCHANG.counties[:-1]
COUNTIES = XUCHANG.counties

Entry = tuple[Hashable, str | None]
Home = tuple[str | None, str | None]
UNSETTLED: Home = (None, None)


def assign(entries: Sequence[Entry], place: Place) -> list[Home]:
    """Settle which county each institution is in, and on what ground.

    The grounds, taken in turn until nothing changes:

    ``stated``
        The name says it.
    ``listed``
        The list goes county by county in the order of the place's counties, and only one county fits between the
        settled neighbours (see :func:`between`).
    ``elsewhere``
        The same institution is settled in another place, and its county fits the order here.

    An institution that the lists put into two counties is contested, and left unsettled wherever its name does
    not say its county.

    Parameters
    ----------
    entries : sequence of (list, institution)
        In the order of the text; the first tells one list from another, the institution may be missing.
    place : Place
        Of a place that is not known, nothing is settled.

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
        homes = settle(names, list(lists.values()), contested, place)
        clashes = {name for name, counties in settled_counties(names, homes).items() if len(counties) > 1}
        if not clashes:
            return homes
        contested |= clashes


def settle(
    names: Sequence[str | None], lists: Sequence[Sequence[int]], contested: AbstractSet[str], place: Place
) -> list[Home]:
    """Settle all entries that names and lists settle, the contested institutions left aside."""
    ranks = {county: rank for rank, county in enumerate(place.counties)}
    homes: list[Home] = []
    for name in names:
        county = place.county_of(name) if name else None
        homes.append((county, "stated") if county else UNSETTLED)
    ordered = [are_in_order([homes[index] for index in members], ranks) for members in lists]
    names = [None if name in contested else name for name in names]
    while True:
        before = homes.copy()
        for members in compress(lists, ordered):
            for index, low, high in neighbours(members, homes, ranks):
                if county := between(names[index], low, high, place):
                    homes[index] = (county, "listed")
        known = settled_counties(names, homes)
        for members, is_ordered in zip(lists, ordered, strict=True):
            for index, low, high in neighbours(members, homes, ranks):
                found = known.get(names[index] or "", set())
                if len(found) == 1:
                    (county,) = found
                    if not is_ordered or (low or 0) <= ranks[county] <= high:
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


def are_in_order(homes: Sequence[Home], rank_of: Mapping[str, int]) -> bool:
    """Tell whether a list goes county by county: its names state two counties or more, never out of order."""
    ranks = [rank_of[county] for county, _ in homes if county]
    return ranks == sorted(ranks) and len(set(ranks)) > 1


def neighbours(
    members: Sequence[int], homes: Sequence[Home], rank_of: Mapping[str, int]
) -> Iterator[tuple[int, int | None, int]]:
    """Yield each unsettled entry of a list with the ranks of the settled ones around it.

    Before the first settled entry the lower rank is None; after the last the upper is that of 市直. What the
    caller settles on the way counts for the entries that follow.
    """
    above: list[int] = []
    high = len(rank_of) - 1
    for index in reversed(members):
        county, _ = homes[index]
        high = rank_of[county] if county else high
        above.append(high)
    low = None
    for index, high in zip(members, reversed(above), strict=True):
        if homes[index] == UNSETTLED:
            yield index, low, high
        county, _ = homes[index]
        low = rank_of[county] if county else low


def between(name: str | None, low: int | None, high: int, place: Place) -> str | None:
    """Return the only county that an entry between two settled ones of an ordered list can be in, or None.

    Parameters
    ----------
    name : str or None
    low, high : int or None
        Ranks of the settled neighbours among the place's counties; nothing is concluded at the head of a list.
    """
    if name is None or low is None:
        return None
    if low == high:
        return place.counties[low]
    fitting = [county for county in place.counties[low : high + 1] if may_be_in(name, county, place)]
    return fitting[0] if len(fitting) == 1 else None


def may_be_in(name: str, county: str, place: Place) -> bool:
    """Tell whether an institution whose name states no county may be in one."""
    area = next((area for area in place.areas if area.name == county), None)
    return area is None or (area.institutions and not (area.self_named and name.startswith(place.name)))
