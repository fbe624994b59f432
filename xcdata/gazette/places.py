"""What a place calls its parts: profiles, one TOML file a city.

In: the series of a text's numbers, or a place's name. Out: its :class:`Place`; :data:`UNKNOWN` of a text of elsewhere, whose areas
stay as printed.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from xcdata.names import known_name

# What the city itself runs is known as an organ of its party committee or its government.
OWN_ORGAN = r"(?:中共)?(?:{stem})?市(?:(?:委|政府|人民政府)(?![路街])|.*(?:(?<!分)局|支队|办公室)$)"


@dataclass(frozen=True, slots=True)
class Area:
    """A county, district or zone of a place.

    Attributes
    ----------
    name : str
        As tables name it.
    aliases : tuple of str
        What the name of an institution in it opens with.
    after_city : bool
        Whether that may follow the city's own name.
    self_named : bool
        Whether all its institutions carry its name.
    institutions : bool
        Whether it has any.
    """

    name: str
    aliases: tuple[str, ...]
    after_city: bool = False
    self_named: bool = False
    institutions: bool = True


@dataclass(frozen=True)
class Place:
    """A city, and what its notices call its areas and organs.

    Attributes
    ----------
    name : str
        Empty where the place is not known.
    stem : str
        The name without 市 or 县.
    codes : tuple of str
        The series of its notices' numbers.
    own : str
        What tables call the city's own institutions.
    areas : tuple of Area
        In the order of its notices.
    """

    name: str = ""
    stem: str = ""
    codes: tuple[str, ...] = ()
    own: str = ""
    areas: tuple[Area, ...] = ()

    @cached_property
    def counties(self) -> tuple[str, ...]:
        """The names of its areas, and of what is its own, in order."""
        return (*(area.name for area in self.areas), self.own) if self.areas else ()

    @cached_property
    def city_prefix(self) -> str:
        """A pattern for the city's own name before that of an area or institution."""
        return f"(?:{self.stem}市?|市)?" if self.stem else "(?:市)?"

    @cached_property
    def patterns(self) -> dict[str, re.Pattern[str]]:
        """What the name of an institution in each county opens with."""
        if not self.areas:
            return {}
        found = {
            area.name: f"{self.city_prefix if area.after_city else ''}(?:{'|'.join(map(re.escape, area.aliases))})"
            for area in self.areas
        }
        found[self.own] = f"{self.own}|{OWN_ORGAN.format(stem=self.stem)}"
        return {name: re.compile(pattern) for name, pattern in found.items()}

    def county_of(self, institution: str) -> str | None:
        """Return the county that an institution's name says, or None."""
        return next((name for name, pattern in self.patterns.items() if pattern.match(institution)), None)

    def area_named(self, text: str) -> str | None:
        """Return the area that a text names, by its own name or an alias, or None."""
        plain = re.sub(f"^{self.city_prefix}(?=.)", "", text) if self.stem else text
        for area in self.areas:
            if text == area.name or plain in (area.name, *area.aliases):
                return area.name
        return None


UNKNOWN = Place()


@cache
def profiles() -> dict[str, Place]:
    """Return the places that have a profile, by name."""
    found = {}
    for path in sorted((Path(__file__).parent / "profiles").glob("*.toml")):
        read = tomllib.loads(path.read_text(encoding="utf-8"))
        areas = tuple(Area(**{**area, "aliases": tuple(area["aliases"])}) for area in read["area"])
        found[read["name"]] = Place(read["name"], read["stem"], tuple(read["codes"]), read["own"], areas)
    return found


def place_named(name: str) -> Place:
    """Return the place of a name.

    Raises
    ------
    XcdataError
        A place without a profile; the message lists those that have one.
    """
    return profiles()[known_name("place", name, profiles())]


def place_of(series: Iterable[str | None], titles: Iterable[str] = ()) -> Place:
    """Return the place that most of a text's numbers are of, or else the one that most of its titles name."""
    of_code = {code: place for place in profiles().values() for code in place.codes}
    named = [place for title in titles for place in profiles().values() if place.stem in title[:20]]
    known = Counter(of_code[code] for code in series if code in of_code) or Counter(named)
    return known.most_common(1)[0][0] if known else UNKNOWN


XUCHANG = profiles()["许昌市"]
AREAS = XUCHANG.counties[:-1]
COUNTIES = XUCHANG.counties
