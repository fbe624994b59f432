"""Lines of a list → recipients: people, units and teams.

In: the lines of one list, and what its heading says of whom it lists. Out: the :class:`Entry` objects of each line, or the
reason why it has none. A list keeps one layout (:data:`LAYOUTS`): the one that reads most of its lines; a line that it does not
read is never read by another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from xcdata.gazette.awards.names import (
    HAN,
    damaged,
    garbled,
    has_surname,
    is_institution,
    is_name,
    is_surely_institution,
    runs_on,
    without_post,
)
from xcdata.gazette.awards.stages import STAGES
from xcdata.gazette.passage import squeeze

TEAM = re.compile(f"(?P<institution>.*(?:{'|'.join(STAGES.values())}|学校)){HAN}{{2,4}}班级团队")
MARK = re.compile(r"[、，,；;]")
BRACKETED = re.compile(r"(?P<name>[^（()）]+)[（(](?P<inside>[^（()）]+)[）)]")
# What rosters say of a person behind the name: sex, nationality.
SAID_OF = re.compile(rf"[（(]\s*(?:女|男|已故|[，,、\s]|{HAN}{{1,5}}族)+\s*[）)]")
WIDE = re.compile(r"\s{2,}|[\t\u3000]+")
STOPS = "。．；;，,、"


@dataclass(frozen=True, slots=True)
class Entry:
    """One recipient as a line names it: ``person``, ``unit`` or ``team``; a person's institution may be missing."""

    kind: str
    name: str
    institution: str | None


Entries = tuple[Entry, ...]
Layout = Callable[[str], Entries | None]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a line has no entries: a kind of problem, and what shows it."""

    kind: str
    found: str


def read_list(texts: Sequence[str], kind: str | None) -> list[Entries | Failure]:
    """Read the lines of a list in the layout that reads most of them.

    Parameters
    ----------
    texts : sequence of str
        Without their numbers.
    kind : {"person", "unit", None}
        What the heading says of whom it lists.
    """
    texts = [SAID_OF.sub("", text) for text in texts]
    best = best_reading(texts, LAYOUTS[kind])
    found: list[Entries | Failure] = []
    for text, entries in zip(texts, best, strict=True):
        strange = garbled(text)
        if strange:
            found.append(Failure("roster_garbled", shown(strange)))
        elif entries is None:
            found.append(Failure("roster_line", text[:40]))
        else:
            broken = next((one for one in entries if is_broken(one)), None)
            found.append(Failure("roster_name", broken.institution or broken.name) if broken else entries)
    return only_ending(texts, found)


def best_reading(texts: Sequence[str], layouts: Sequence[Layout]) -> list[Entries | None]:
    """Return what the layout makes of some lines that reads most of them; the first of several."""
    best: list[Entries | None] = []
    most = -1
    for layout in layouts:
        reading = [layout(text) for text in texts]
        count = sum(entries is not None for entries in reading)
        if count > most:
            best, most = reading, count
        if count == len(texts):
            break
    return best


def only_ending(texts: Sequence[str], found: list[Entries | Failure]) -> list[Entries | Failure]:
    """Tell institutions that end as none does where almost all others of the list end as institutions do."""
    ends = [
        all(is_institution(one.institution) for one in entries if one.institution)
        for entries in found
        if not isinstance(entries, Failure)
    ]
    if not ends or sum(ends) < 0.9 * len(ends):
        return found
    return [
        Failure("roster_name", next(one.institution for one in entries if one.institution) or text)
        if not isinstance(entries, Failure)
        and any(one.institution and not is_institution(one.institution) for one in entries)
        else entries
        for text, entries in zip(texts, found, strict=True)
    ]


def is_broken(entry: Entry) -> bool:
    """Tell whether an entry's institution cannot be right."""
    if entry.institution is None:
        return False
    return damaged(entry.institution) or (entry.kind == "unit" and runs_on(entry.name))


def shown(character: str) -> str:
    """Return a character, or the code of one that cannot be seen."""
    return character if character.isprintable() and not character.isspace() else f"U+{ord(character):04X}"


def words_of(text: str) -> list[str]:
    """Return the words of a line, single characters that follow each other joined into names.

    Where wide gaps or marks divide a line, what stands between two of them is one word: ``付 华``.
    """
    text = text.strip().strip(STOPS)
    if MARK.search(text):
        return [squeeze(word) for word in MARK.split(text)]
    words = text.split()
    wide = [squeeze(word) for word in WIDE.split(text) if word]
    if 1 < len(wide) < len(words) and all(is_name(word) or is_institution(word) for word in wide):
        return wide
    joined: list[str] = []
    half = False
    for word in words:
        half = not half and len(word) == 1
        if len(word) == 1 and not half and joined:
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def read_person(text: str) -> Entries | None:
    """Read ``name institution``; a name of two characters is printed with a space between.

    Examples
    --------
    >>> read_person("付 华 许昌市第五高级中学")
    (Entry(kind='person', name='付华', institution='许昌市第五高级中学'),)
    """
    words = words_of(text)
    if len(words) == 3 and is_post(words[2]):
        words = words[:2]
    if len(words) != 2:
        return None
    name, institution = words[0], without_post(words[1])
    if not is_name(name) or (is_surely_institution(name) and not has_surname(name)):
        return None
    return (Entry("person", name, institution),) if may_be_institution(institution) else None


def read_reversed(text: str) -> Entries | None:
    """Read ``institution name``."""
    words = words_of(text)
    if len(words) != 2 or not may_be_institution(words[0]) or is_surely_institution(words[1]):
        return None
    return (Entry("person", words[1], words[0]),) if is_name(words[1]) else None


def read_pairs(text: str) -> Entries | None:
    """Read several pairs of name and institution, one after the other."""
    words = words_of(text)
    if len(words) < 4 or len(words) % 2:
        return None
    pairs = [read_person(f"{name} {place}") for name, place in zip(words[::2], words[1::2], strict=True)]
    return tuple(pair[0] for pair in pairs if pair) if all(pairs) else None


def read_wide(text: str) -> Entries | None:
    """Read pairs of name and institution that wide gaps part; a list's last line may have one alone."""
    pairs = [read_person(part) for part in WIDE.split(text.strip().strip(STOPS)) if part]
    return tuple(pair[0] for pair in pairs if pair) if pairs and all(pairs) else None


def read_bracketed(text: str) -> Entries | None:
    """Read ``name（institution）`` or ``name（institution and post）``, one or several."""
    left = MARK.sub("", BRACKETED.sub("", text)).strip(STOPS)
    found = []
    for match in BRACKETED.finditer(text):
        name, institution = squeeze(match["name"]).strip(STOPS), without_post(squeeze(match["inside"]))
        if not is_name(name) or not may_be_institution(institution):
            return None
        found.append(Entry("person", name, institution))
    return tuple(found) if found and not squeeze(left) else None


def read_names(text: str) -> Entries | None:
    """Read names of people without institutions, one or several."""
    words = words_of(text)
    if not words or not all(is_name(word) and not is_surely_institution(word) for word in words):
        return None
    return tuple(Entry("person", word, None) for word in words)


def read_sure_names(text: str) -> Entries | None:
    """Read names of people where nothing says that they are: each begins with a surname."""
    entries = read_names(text)
    return entries if entries and all(has_surname(entry.name) for entry in entries) else None


def read_units(text: str) -> Entries | None:
    """Read units, one or several; a single one may be printed with spaces in it.

    Examples
    --------
    >>> read_units("许昌高级中学郁俊峰班级团队")
    (Entry(kind='team', name='许昌高级中学郁俊峰班级团队', institution='许昌高级中学'),)
    """
    ends_sentence = text.strip().endswith("。")
    text = text.strip().strip(STOPS)
    words = [squeeze(word) for word in MARK.split(text)] if MARK.search(text) else text.split()
    if ends_sentence and not all(map(is_institution, words)):
        return None
    if len(words) > 1 and not all(is_institution(word) or "团队" in word for word in words):
        if MARK.search(text) or not is_institution(squeeze(text)) or sum(map(is_institution, words)) > 1:
            return None
        words = [squeeze(text)]
    units = [read_unit(word) for word in words]
    return tuple(unit for unit in units if unit) if units and all(units) else None


def read_unit(name: str) -> Entry | None:
    """Read one unit or team; a team is one of a school."""
    if match := TEAM.fullmatch(name):
        return Entry("team", name, match["institution"])
    if "班级团队" in name or len(name) < 3 or not re.search(HAN, name) or re.search("[：:（(]$|。", name):
        return None
    return Entry("unit", name, name)


def read_sure_units(text: str) -> Entries | None:
    """Read units where nothing says that they are: each ends as institutions do."""
    entries = read_units(text)
    return entries if entries and all(is_surely_institution(entry.name) for entry in entries) else None


def may_be_institution(word: str) -> bool:
    """Tell whether a word beside a name is where the person works."""
    if len(word) < 4 and has_surname(word):
        return is_surely_institution(word)
    return is_institution(word) or len(re.findall(HAN, word)) > 4


def is_post(word: str) -> bool:
    """Tell whether a word is a post and no institution."""
    return len(word) <= 8 and without_post(f"某某学校{word}") == "某某学校"


PAIRS = (read_person, read_reversed, read_bracketed, read_pairs, read_wide)
LAYOUTS: dict[str | None, tuple[Layout, ...]] = {
    "person": (*PAIRS, read_names),
    "unit": (read_units,),
    None: (*PAIRS, read_sure_names, read_sure_units),
}
