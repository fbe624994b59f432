"""What a user can mend, and how it is told.

In: what sort of thing is wrong, where, and what stood there. Out: sentences that say so in either language, from
``labels.toml``, and the exceptions that carry them. Every exception a user can cause is an :class:`XcdataError`; the
command line prints it and exits with 2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import wraps
from inspect import signature
from typing import ParamSpec, TypeVar

from xcdata.labels import LANGUAGES, document_name, label


class Reason(StrEnum):
    """Why an input cannot be used, for machines; the prose of a problem says it to people."""

    FILE = "unusable file"
    """Missing, unreadable, too large, of another kind."""

    MALFORMED = "malformed"
    """Something stands where another form was expected."""

    MISSING = "missing"
    """Nothing stands where something was expected."""

    RULE = "unusable rule"
    """A ledger's or a declared rule that names what is not there."""

    VALUE = "unusable value"
    """A figure that is none, or out of reach."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with an input.

    Attributes
    ----------
    kind : str
        The same for machines; names its sentence in ``labels.toml`` under ``[problem]``, which says what was found, what
        was expected and what to do.
    where : str
        The part of the input as it calls itself: a document's number, a file, a cell. Empty where line or sentence say it.
    line : int or None
        1-based line of the file (or row of the sheet); None where it concerns the whole.
    found : str
        What stood there, as printed.
    values : mapping of str to object
        What else the sentence names; several in a tuple are listed.
    reason : Reason
        What sort of fault it is.
    """

    kind: str
    where: str = ""
    line: int | None = None
    found: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    reason: Reason = Reason.MALFORMED

    def told(self, lang: str = "zh") -> str:
        """Say it: where, then the sentence."""
        place = label("place", "line", lang, line=self.line) if self.line is not None else ""
        where = label("place", "join", lang).join(filter(None, (document_name(self.where, lang), place)))
        said = label("problem", self.kind, lang, found=self.found, **self.values)
        return label("place", "at", lang, where=where, said=said) if where else said

    def __str__(self) -> str:
        return self.told()


class XcdataError(Exception):
    """Something that the user of xcdata can mend.

    Parameters
    ----------
    kind : str
        Names its sentence in ``labels.toml`` under ``[problem]``.
    **values
        What the sentence names.

    Attributes
    ----------
    lang : str
        In which it is told where nobody asks for one: Chinese, or what the function that raised it was asked to write in.
    """

    def __init__(self, kind: str, **values: object) -> None:
        self.kind, self.values = kind, values
        self.lang = "zh"
        super().__init__(kind)

    def told(self, lang: str = "zh") -> str:
        """Say it in a language."""
        return label("problem", self.kind, lang, **self.values)

    def __str__(self) -> str:
        return self.told(self.lang)


class InputError(XcdataError):
    """An input that cannot be used, with all of its problems at once.

    Attributes
    ----------
    problems : tuple of Problem
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("input")

    def told(self, lang: str = "zh") -> str:
        """Say every problem, one a line."""
        return "\n".join(problem.told(lang) for problem in self.problems)


Given = ParamSpec("Given")
Made = TypeVar("Made")


def errors_in_its_language(function: Callable[Given, Made]) -> Callable[Given, Made]:
    """Have a function tell what is wrong in the language of its argument ``lang``."""

    @wraps(function)
    def told(*args: Given.args, **kwargs: Given.kwargs) -> Made:
        try:
            return function(*args, **kwargs)
        except XcdataError as error:
            lang = signature(function).bind_partial(*args, **kwargs).arguments.get("lang")
            error.lang = lang if lang in LANGUAGES else error.lang
            raise

    return told


SHOWN_PROBLEMS = 30


def lines_told(error: XcdataError, lang: str) -> list[str]:
    """Say what is wrong with an input in a bearable number of lines: the first problems, and how many more there are."""
    if not isinstance(error, InputError):
        return [error.told(lang)]
    told = [problem.told(lang) for problem in error.problems[:SHOWN_PROBLEMS]]
    if rest := len(error.problems) - len(told):
        told.append(label("cli", "more_problems", lang, count=rest))
    return told


def known_language(lang: str) -> None:
    """Raise where there are no labels in a language.

    Raises
    ------
    XcdataError
    """
    if lang not in LANGUAGES:
        raise XcdataError("unknown_language", found=lang)
