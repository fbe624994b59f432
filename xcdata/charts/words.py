"""What charts write: names, numbers, lists and sources, in the reader's language, in lines that fit.

In: values of the data, frames, widths. Out: texts.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from itertools import groupby
from typing import Any
from unicodedata import east_asian_width

import pandas as pd
from pandas.api.types import is_integer_dtype

from xcdata.charts.colour import PLACES
from xcdata.dataset.schema import TABLES, title_of
from xcdata.errors import known_language
from xcdata.labels import label, name_of, read_labels

SEPARATOR = {"zh": "、", "en": ", "}
UNITLESS = {column.name for table in TABLES.values() for column in table.columns if not column.unit}


def names_of(values: Iterable[Any], lang: str) -> list[str]:
    """Return values as readers see them: as printed; in English by their English names, where they have one."""
    return [name_of(str(value), lang) for value in values]


def number(value: float, *, whole: bool = False) -> str:
    """Return a value as charts print it: counts without, areas with two decimals."""
    return f"{value:,.0f}" if whole else f"{value:,.2f}"


def amount_of(values: pd.Series[Any], lang: str) -> str:
    """Return the sum of a column with its unit, as sentences give it."""
    told, name = number(values.sum(), whole=is_integer_dtype(values)), str(values.name)
    if name in UNITLESS:
        return told
    known = f"amount {name}" if f"amount {name}" in read_labels()["charts"] else "amount"
    return label("charts", known, lang, amount=told, unit=column_title(name, lang))


def is_whole(values: Iterable[float]) -> bool:
    """Whether all values are integers."""
    return all(float(value).is_integer() for value in values)


def column_title(column: str, lang: str) -> str:
    """Return a column's title as the schema declares it, or its name where no table has it."""
    known_language(lang)
    return title_of(column)[lang]


def listed(values: Iterable[str], lang: str) -> str:
    """Return several values as a sentence lists them."""
    *others, last = (name_of(value, lang) for value in values)
    if not others:
        return last
    return f"{SEPARATOR[lang].join(others)}{'、' if lang == 'zh' else ' and '}{last}"


def leading(values: pd.Series[Any]) -> pd.Series[Any]:
    """Return the largest of some values, more than one where they share the lead."""
    compared = values.round(PLACES)
    first: pd.Series[Any] = values[compared == compared.max()]
    return first


def leaders(values: pd.Series[Any], lang: str) -> str:
    """Return the names of the largest values; of more than two, the first and how many they are."""
    first = list(leading(values).index.astype(str))
    if len(first) > 2:
        return label("charts", "among_others", lang, first=name_of(first[0], lang), count=len(first))
    return listed(first, lang)


def document_name(number: str, lang: str) -> tuple[str, str]:
    """Return the series and year of a notice, and its number in them, as readers see them: as printed, or romanized."""
    parts = re.fullmatch(r"(\w+)(〔\d{4}〕)(\d+)号", number)
    if parts is None:
        return ("", number)
    series, year, count = parts.groups()
    if lang == "zh":
        return (f"{series}{year}", f"{count}号")
    return (f"{name_of(series, lang)} [{year[1:-1]}]", f"No. {count}")


def source_line(df: pd.DataFrame, lang: str, *notes: str) -> str:
    """Return the line that names the documents a frame comes from, and the notes that go with it."""
    numbers = list(dict.fromkeys(df["document"].dropna())) if "document" in df else []
    named = [document_name(str(number), lang) for number in numbers]
    documents = "、".join(map("".join, named))
    if lang == "en":  # one name for the numbers of a series, as is usual
        series = [(of, [number for _, number in each]) for of, each in groupby(named, lambda name: name[0])]
        documents = "; ".join(f"{of} {', '.join(each)}".replace(", No.", ",").strip() for of, each in series)
    return "\n".join([label("charts", "source", lang, documents=documents), *notes] if named else notes)


def ems(text: str) -> float:
    """Return about how wide a text is: a Chinese character is as wide as its size says, other letters about half of it."""
    return sum(1.0 if east_asian_width(each) in "WF" else 0.5 for each in text)


def fitted(text: str, width: float) -> str:
    """Return a text, each line of it in as few lines of about ``width`` ems as hold it, all of them about as long.

    None ends within an English word or the number of a notice.
    """
    told = []
    for line in text.split("\n"):
        fewest = len(wrapped(line, width))
        even = ems(line) / fewest
        while len(wrapped(line, even)) > fewest:
            even += 0.5
        told += wrapped(line, even)
    return "\n".join(told)


def wrapped(text: str, width: float) -> list[str]:
    """Return a text in lines, each as full as ``width`` ems allow."""
    lines = [""]
    for word in re.findall(r"\w+〔\d{4}〕\d+号、?|[\x21-\x7e]+\s*|.", text):
        if lines[-1] and ems(lines[-1] + word.rstrip()) > width:
            lines.append("")
        lines[-1] += word
    return [line.rstrip() for line in lines]


def folded(text: str, width: float) -> str:
    """Return a label in lines of at most ``width`` (two or more) Chinese characters, or twice as many letters, broken where words end.

    Chinese words are taken to have two characters.
    """
    if text.isascii():
        return textwrap.fill(text, max(1, int(2 * width)), break_long_words=False)
    width = max(2, int(width / 2) * 2)
    lines = -(-len(text) // width)
    if lines < 2:
        return text
    cut = 2 * int(len(text) / lines / 2 + 0.5)
    return text[:cut] + "\n" + folded(text[cut:], width)
