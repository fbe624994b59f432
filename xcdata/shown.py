"""Frames and results as people read them in a notebook, in Chinese or English.

In: a frame with the names that programs use. Out: the same with titles for names of columns, and words for codes (verdicts, kinds,
roles). And :class:`Shown`, what is shown of a result. Nothing is computed from either: they are to be read.
"""

from __future__ import annotations

import html
from collections.abc import Hashable, Iterable, Mapping, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xcdata.labels import LANGUAGES, english_names, label, read_labels, translated

if TYPE_CHECKING:
    import pandas as pd

MOST = 50
"""Rows that a part of a page shows."""

SECTIONS = {"verdict": "verdict", "kind": "kind", "slip": "slip", "figure_slip": "slip", "given": "given"}
"""By column of results, the section of ``labels.toml`` that has the words for its values."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of a result: ``html`` in a notebook, ``text`` at a terminal."""

    html: str
    text: str

    @classmethod
    def of(cls, lines: Iterable[str], parts: Iterable[str] = ()) -> Shown:
        """Show lines, the first of them in bold, and in a notebook the parts of a page below them."""
        first, *others = lines
        told = "<br>".join([f"<b>{html.escape(first)}</b>", *map(html.escape, others)])
        return cls("\n".join([f"<p>{told}</p>", *parts]), "\n".join([first, *others]))

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return self.html


def as_table(frame: pd.DataFrame, lang: str, summary: str = "") -> str:
    """Return a frame in words as a part of a page, its first rows; with a summary, folded below it."""
    import pandas as pd

    more = len(frame) - MOST
    told = in_words(frame.head(MOST).dropna(axis=1, how="all"), lang).astype(object)
    with pd.option_context("display.max_colwidth", None):
        part = told.where(told.notna(), "").to_html(index=False)
    part += f"<p>{label('decision', 'more', lang, more=more)}</p>" if more > 0 else ""
    return f"<details><summary>{html.escape(summary)}</summary>\n{part}</details>" if summary else str(part)


def in_words(
    frame: pd.DataFrame,
    lang: str,
    titles: Mapping[str, str] | None = None,
    codes: Set[str] = frozenset(),
    named: Set[str] = frozenset(),
) -> pd.DataFrame:
    """Return a frame in a language.

    Parameters
    ----------
    frame : pandas.DataFrame
        Its columns, and the levels of its index and of its columns, are known by their names.
    lang : {'zh', 'en'}
    titles : mapping of str to str, optional
        By column, before those of ``labels.toml`` under ``[column]``.
    codes : set of str, optional
        Columns whose values have words under ``[code]``.
    named : set of str, optional
        Columns whose values go in English by their English names, where they have one.

    Returns
    -------
    pandas.DataFrame
        Of texts that it has in both languages (``message_zh``, ``message_en``) those of this one.
    """
    import pandas as pd

    known = {name: label("column", name, lang) for name in read_labels()["column"]} | dict(titles or {})

    def title(name: Hashable) -> Hashable:
        if isinstance(name, tuple):
            return tuple(map(title, name))
        return known.get(str(name).removesuffix(f"_{lang}"), name)

    def worded(values: pd.Series[Any], name: Hashable) -> pd.Series[Any]:
        if name in named and lang == "en":
            return values.astype(object).map(in_english, na_action="ignore")
        sections = [SECTIONS[str(name)]] if name in SECTIONS else []
        sections += ["code"] if name in codes else []
        if not sections and name != "note" and values.dtype != object:
            return values
        return values.astype(object).map(
            lambda value: word(value, sections, lang, within=name == "key"), na_action="ignore"
        )

    def axis(levels: pd.Index[Any]) -> pd.Index[Any]:
        values = [
            worded(levels.get_level_values(at).to_series(), name) for at, name in enumerate(levels.names)
        ]
        names = list(map(title, levels.names))
        return (
            pd.MultiIndex.from_arrays(values, names=names)
            if len(names) > 1
            else pd.Index(values[0], name=names[0])
        )

    others = tuple(f"_{other}" for other in LANGUAGES if other != lang)
    told = frame.loc[:, [not str(name).endswith(others) for name in frame.columns]].copy()
    for at, name in enumerate(told.columns):
        told.isetitem(at, worded(told.iloc[:, at], name).array)
    leveled = any(name is not None for name in told.columns.names)
    told.columns = axis(told.columns) if leveled else pd.Index(list(map(title, told.columns)))
    if any(name is not None for name in told.index.names):
        told.index = axis(told.index)
    return told


def in_english(value: object) -> object:
    """Return a value by its English name, a label of several parts by theirs; as printed where one of them has none."""
    parts = str(value).split("/")
    return "/".join(map(english_names().__getitem__, parts)) if english_names().keys() >= {*parts} else value


def word(value: object, sections: Iterable[str], lang: str, *, within: bool = False) -> object:
    """Return the word for a code; several values in one cell as a text."""
    if isinstance(value, tuple):  # of figures, whose keys may be tuples themselves
        joint = " / " if within else label("message", "comma", lang)
        return joint.join(str(word(one, sections, lang, within=True)) for one in value)
    for section in sections:
        if str(value) in read_labels()[section]:
            return label(section, str(value), lang)
    return translated("open", value, lang) if isinstance(value, str) else value
