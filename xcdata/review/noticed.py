"""What is noticed and how it is said.

In: a template of ``labels.toml``, entries with their lines. Out: an :class:`Observation`, in words of both languages.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xcdata.labels import LANGUAGES, label

Entry = tuple[str, Sequence[int]]


@dataclass(frozen=True, slots=True)
class Observation:
    """Something noticed in the text that is no sum.

    Attributes
    ----------
    id : str
        Names it in findings and known issues, e.g. ``repeated person/许昌高级中学/郁俊峰``.
    kind : str
        What sort it is; named in ``labels.toml`` under ``[kind]``.
    lines : tuple of int
        Where it stands.
    message : dict of str to str
        In words, by language (``zh``, ``en``).
    words : tuple of str
        What it is about, to be marked where it is quoted.
    for_information : bool
        True where nothing needs to be explained.
    stated : tuple of str
        What its id does not have and its words are not: the dates that it compares.
    """

    id: str
    kind: str
    lines: tuple[int, ...]
    message: dict[str, str]
    words: tuple[str, ...] = ()
    for_information: bool = False
    stated: tuple[str, ...] = ()


def all_lines(entries: Iterable[Entry]) -> tuple[int, ...]:
    """Return the lines of all entries, in the order of the text."""
    return tuple(sorted(line for _, lines in entries for line in lines))


def say(
    template: str,
    entries: Sequence[Entry] = (),
    lines: Sequence[int] = (),
    near: Sequence[str] = (),
    **texts: object,
) -> dict[str, str]:
    """Put a finding into words: the template filled in with its entries, lines and near names, by language."""
    return {
        lang: label(
            "message",
            template,
            lang,
            entries=label("message", "semicolon", lang).join(
                label("message", "at", lang, what=what, lines=said_lines(where, lang))
                for what, where in entries
            ),
            lines=said_lines(lines, lang),
            near=label("message", "comma", lang).join(near) or label("message", "none", lang),
            **texts,
        )
        for lang in LANGUAGES
    }


def said_lines(lines: Sequence[int], lang: str) -> str:
    """Return 'line 3' or 'lines 3, 5'."""
    numbers = label("message", "comma", lang).join(map(str, lines))
    return label("message", "line" if len(lines) == 1 else "lines", lang, lines=numbers)
