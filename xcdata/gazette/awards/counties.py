"""Which county an institution is in.

In: the names of institutions in the order of the lists they stand in, and the place. Out: for each its county, named as in the
plan table, and the ground on which that rests; or neither, where names and lists do not settle it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import compress

from xcdata.gazette.places import Place

Entry = tuple[Hashable, str | None]
Home = tuple[str | None, str | None]
UNSETTLED: Home = (None, None)
# A list is in order when this share of the entries that state their county is: a single entry that was moved must not take the
# order from all others, and a list of ten in any order is never so by chance.
IN_ORDER = 0.9


@dataclass(frozen=True, slots=True)
class Assignment:
    """Where institutions are, and what does not fit together.

    Attributes
    ----------
    homes : list of (county, basis)
        One for each entry; both None where nothing settles it.
    displaced : tuple of int
        Entries that stand out of the order of their list: what their names say, or exclude, does not fit their neighbours.
    contested : tuple of str
        Institutions that the lists put into two counties; left unsettled wherever their names do not say their county.
    """

    homes: list[Home]
    displaced: tuple[int, ...] = ()
    contested: tuple[str, ...] = ()


def assign(entries: Sequence[Entry], place: Place) -> Assignment:
    """Settle which county each institution is in, and on what ground.

    The grounds, taken in turn until nothing changes:

    ``stated``
        The name says it.
    ``listed``
        The list goes county by county in the order of the place's counties, and only one county fits between the
        settled neighbours (see :func:`between`).
    ``elsewhere``
        The same institution is settled in another place, and its county fits the order here.

    Parameters
    ----------
    entries : sequence of (list, institution)
        In the order of the text; the first tells one list from another, the institution may be missing.
    place : Place
        Of a place that is not known, nothing is settled.
    """
    if not place.counties:
        return Assignment([UNSETTLED] * len(entries))
    lists: dict[Hashable, list[int]] = defaultdict(list)
    for index, (where, _) in enumerate(entries):
        lists[where].append(index)
    names = [name for _, name in entries]
    contested: set[str] = set()
    while True:
        homes, displaced = settle(names, list(lists.values()), contested, place)
        clashes = {name for name, counties in settled_counties(names, homes).items() if len(counties) > 1}
        if not clashes:
            return Assignment(homes, tuple(sorted(displaced)), tuple(sorted(contested)))
        contested |= clashes


def settle(
    names: Sequence[str | None], lists: Sequence[Sequence[int]], contested: AbstractSet[str], place: Place
) -> tuple[list[Home], set[int]]:
    """Settle all entries that names and lists settle, the contested institutions left aside; with the displaced ones."""
    ranks = {county: rank for rank, county in enumerate(place.counties)}
    homes: list[Home] = []
    for name in names:
        county = place.county_of(name) if name else None
        homes.append((county, "stated") if county else UNSETTLED)
    runs = [longest_run(members, homes, ranks) for members in lists]
    displaced = {
        index
        for members, run in zip(lists, runs, strict=True)
        if run is not None
        for index in members
        if homes[index][0] and index not in run
    }
    # Who stands out of order is no neighbour to conclude from.
    orders = [[index for index in members if index not in displaced] for members in lists]
    ordered = [run is not None for run in runs]
    named = names
    names = [None if name in contested else name for name in names]
    while True:
        before = homes.copy()
        for members in compress(orders, ordered):
            for index, low, high in neighbours(members, homes, ranks):
                if county := between(names[index], low, high, place):
                    homes[index] = (county, "listed")
        known = settled_counties(names, homes)
        for members, is_ordered in zip(orders, ordered, strict=True):
            for index, low, high in neighbours(members, homes, ranks):
                found = known.get(names[index] or "", set())
                if len(found) == 1:
                    (county,) = found
                    if not is_ordered or (low or 0) <= ranks[county] <= high:
                        homes[index] = (county, "elsewhere")
        if homes == before:
            break
    for members in compress(orders, ordered):
        for index, low, high in neighbours(members, homes, ranks):
            name = named[index]
            if name and low == high and not may_be_in(name, place.counties[high], place):
                displaced.add(index)
    return homes, displaced


def settled_counties(names: Sequence[str | None], homes: Sequence[Home]) -> dict[str, set[str]]:
    """Return the counties that each institution was settled in."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, (county, _) in zip(names, homes, strict=True):
        if name is not None and county is not None:
            found[name].add(county)
    return found


def longest_run(
    members: Sequence[int], homes: Sequence[Home], rank_of: Mapping[str, int]
) -> AbstractSet[int] | None:
    """Return the entries of a list whose counties follow the order; None where the list does not go county by county.

    It does when its names state two counties or more, and all but a tenth of those that state one stand in order. Of two
    entries that only one can be in order, neither is.
    """
    stated = [index for index in members if homes[index][0]]
    ranks = [rank_of[str(homes[index][0])] for index in stated]
    if len(set(ranks)) < 2:
        return None
    upto = run_lengths(ranks)
    onward = run_lengths([-rank for rank in reversed(ranks)])[::-1]
    longest = max(upto)
    in_longest = [up + on - 1 == longest for up, on in zip(upto, onward, strict=True)]
    rivals = Counter(up for up, there in zip(upto, in_longest, strict=True) if there)
    if longest < len(ranks) * IN_ORDER:
        return None
    return {
        index for index, up, there in zip(stated, upto, in_longest, strict=True) if there and rivals[up] == 1
    }


def run_lengths(ranks: Sequence[int]) -> list[int]:
    """Return for each number the length of the longest nondecreasing run that ends with it.

    Examples
    --------
    >>> run_lengths([1, 1, 5, 2, 3])
    [1, 2, 3, 3, 4]
    """
    ends: list[int] = []
    lengths = []
    for rank in ranks:
        place = bisect_right(ends, rank)
        ends[place : place + 1] = [rank]
        lengths.append(place + 1)
    return lengths


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
        return place.counties[low] if may_be_in(name, place.counties[low], place) else None
    fitting = [county for county in place.counties[low : high + 1] if may_be_in(name, county, place)]
    return fitting[0] if len(fitting) == 1 else None


def may_be_in(name: str, county: str, place: Place) -> bool:
    """Tell whether an institution whose name states no county may be in one."""
    area = next((area for area in place.areas if area.name == county), None)
    return area is None or (area.institutions and not (area.self_named and name.startswith(place.name)))
