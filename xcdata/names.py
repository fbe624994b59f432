"""A name that somebody typed, and that is none of those there are: which ones it is near.

In: the name, and those that there are. Out: those near it, and the error that asks whether one of them was meant. Everything that
takes the name of a table, a column, an area or an organ asks here, so that a slip of the pen is told, and never gives an empty table.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from xcdata.errors import XcdataError
from xcdata.labels import LANGUAGES, first_few, label

NEAR = 3
"""Names that are asked about, at most."""
TOLD = 20
"""Names that are listed where none is near, at most."""


def known_name(
    what: str | Mapping[str, str], found: str, names: Iterable[str], also: Mapping[str, str] | None = None
) -> str:
    """Return a name if it is one of those that there are.

    Parameters
    ----------
    what : str or mapping of str to str
        What it names: a label under ``[what]``, or the words by language, such as a column's title.
    found : str
        As it was typed.
    names : iterable of str
        Those that there are.
    also : mapping of str to str, optional
        What else they are called, and the name: they are asked about by these, and not found.

    Raises
    ------
    XcdataError
        It is none; the message asks whether one near it was meant, or else lists those that there are.
    """
    listed = list(dict.fromkeys(names))
    if found in listed:
        return found
    kind, told = unknown_name(what, found, listed, also)
    raise XcdataError(kind, found=found, **told)


def unknown_name(
    what: str | Mapping[str, str], found: str, names: Iterable[str], also: Mapping[str, str] | None = None
) -> tuple[str, dict[str, object]]:
    """Return the kind of problem that a name is, which is none of those that there are, and what else is told; see :func:`known_name`."""
    listed = list(dict.fromkeys(names))
    words = {lang: label("what", what, lang) for lang in LANGUAGES} if isinstance(what, str) else what
    if near := near_names(found, listed, also):
        asked = {
            lang: label("message", "or", lang).join(
                label("message", "quoted", lang, text=name) for name in near
            )
            for lang in LANGUAGES
        }
        return "unknown_name_near", {"what": words, "near": asked}
    if not listed:
        return "unknown_name_of_none", {"what": words}
    return "unknown_name", {"what": words, "known": first_few(listed, TOLD)}


def near_names(found: str, names: Iterable[str], also: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Return the names that one is like, part of or short for; a Chinese short form has characters of the name, in their order.

    Examples
    --------
    >>> near_names("禹州", ["禹州市", "长葛市"])
    ('禹州市',)
    >>> near_names("发改委", ["市商务局", "市发展和改革委员会"])
    ('市发展和改革委员会',)
    """
    there = list(names)
    of = {_plain(name): name for name in reversed(there)}
    of = {_plain(other): name for other, name in (also or {}).items() if name in there} | of
    sought = _plain(found)
    if sought in of:
        return (of[sought],)
    near = get_close_matches(sought, of, NEAR)
    if len(sought) > 1:
        parts = [one for one in of if sought in one or (len(one) > 1 and one in sought)]
        near += sorted(parts, key=lambda one: abs(len(one) - len(sought)))
        near += sorted((one for one in of if _is_short_for(sought, one)), key=len)
    return tuple(dict.fromkeys(of[one] for one in near))[:NEAR]


def _plain(name: object) -> str:
    return "".join(unicodedata.normalize("NFKC", str(name)).casefold().split())


def _is_short_for(short: str, name: str) -> bool:
    left = iter(name)
    return all(character in left for character in short)
