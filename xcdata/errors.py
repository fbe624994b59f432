"""What a user can mend, and how it is told.

In: where a reader stood, what it found and what it expected. Out: messages that say so in one form, and
the exceptions that carry them. Every exception a user can cause is an :class:`XcdataError`; the command line
prints it and exits with 2.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


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
    where : str
        The part of the input, e.g. ``plan table`` or a file's name.
    line : int or None
        1-based line of the file (or row of the sheet); None where it concerns the whole.
    expected, found, advice : str
        What was expected, what stood there, and what to do about it.
    reason : Reason
        The same for machines.
    """

    where: str
    line: int | None
    expected: str
    found: str
    advice: str
    reason: Reason = Reason.MALFORMED

    def __str__(self) -> str:
        place = self.where if self.line is None else f"{self.where}, line {self.line}"
        return f"{place}: expected {self.expected}, found {self.found}. {self.advice}"


class XcdataError(Exception):
    """Something that the user of xcdata can mend."""


class InputError(XcdataError):
    """An input that cannot be used, with all of its problems at once.

    Attributes
    ----------
    problems : tuple of Problem
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
