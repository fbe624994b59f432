"""Every label in Chinese and English, from one mapping, and the English names of data values, from another.

In: a label's name, or a value, and a language. Out: its text. The mappings are ``labels.toml`` and ``english.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from xcdata.invoked import program

LANGUAGES = ("zh", "en")


@cache
def read_labels() -> dict[str, dict[str, list[str]]]:
    """Read the mapping, section by section."""
    return tomllib.loads(Path(__file__).with_name("labels.toml").read_text(encoding="utf-8"))


@cache
def english_names() -> dict[str, str]:
    """Read the English names of values of the data."""
    return tomllib.loads(Path(__file__).with_name("english.toml").read_text(encoding="utf-8"))


def name_of(value: str, lang: str = "zh") -> str:
    """Return a value of the data as readers see it: as printed; in English by its English name, where it has one."""
    return english_names().get(value, value) if lang == "en" else value


NAMED_BY_LINE = re.compile(r"(?P<name>.+)（第(?P<line>\d+)行）")
"""What a document is called that has no number of its own, or one that another has already."""


def document_name(id_: str, lang: str = "zh") -> str:
    """Return what a document is called, in a language; its number is as printed.

    Examples
    --------
    >>> document_name("无文号（第1行）", "en"), document_name("许政〔2019〕25号", "en")
    ('no number (line 1)', '许政〔2019〕25号')
    """
    if not (match := NAMED_BY_LINE.fullmatch(id_)):
        return id_
    unnumbered = match["name"] == label("place", "unnumbered")
    name = label("place", "unnumbered", lang) if unnumbered else match["name"]
    return label("place", "named_by_line", lang, name=name, line=match["line"])


def label(section: str, name: str, lang: str = "zh", /, **values: object) -> str:
    """Return a label.

    Parameters
    ----------
    section, name : str
        Where it stands in ``labels.toml``.
    lang : {'zh', 'en'}
    **values
        What its placeholders stand for; several in a tuple are listed, and of words by language those of this one are taken.
        ``{xcdata}`` stands for how a command line begins here.

    Raises
    ------
    ValueError
        A language that there is not.
    """
    if lang not in LANGUAGES:
        raise ValueError(f"lang: expected 'zh' or 'en', found {lang!r}")
    of = LANGUAGES.index(lang)
    comma = read_labels()["message"]["comma"][of]
    shown = {
        key: comma.join(map(str, value))
        if isinstance(value, tuple)
        else value[lang]
        if isinstance(value, Mapping)
        else value
        for key, value in values.items()
    }
    text = read_labels()[section][name][of]
    if "{xcdata}" in text:
        shown["xcdata"] = program()
    return text.format(**shown)


def first_few(told: Sequence[str], most: int) -> tuple[str, ...]:
    """Return the first of what is told, with an ellipsis where there is more.

    Examples
    --------
    >>> first_few(["B7", "B8", "B9"], 2), first_few(["B7", "B8"], 2)
    (('B7', 'B8', '…'), ('B7', 'B8'))
    """
    return (*told[:most], *["…"][: len(told) > most])


def translated(section: str, text: str, lang: str) -> str:
    """Return in a language what is known in English: what another program says, or a note; as it is where no label says so.

    Parameters
    ----------
    section : str
        Whose labels have the English, with placeholders for what they speak of.
    text : str
    lang : {'zh', 'en'}

    Examples
    --------
    >>> translated("argparse", "argument --template: invalid int value: 'x'", "zh")
    "参数“--template”：'x' 不是整数"
    """
    if lang == "en":
        return text
    for name, (_, english) in read_labels()[section].items():
        form = re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+?)", re.escape(english))
        if match := re.fullmatch(form, text, re.DOTALL):
            values = {key: translated(section, value, lang) for key, value in match.groupdict().items()}
            return label(section, name, lang, **values)
    return text
