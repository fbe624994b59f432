"""What the gazette is known to contain, and why: ``data/raw/known_issues.toml``.

In: the file. Out: one :class:`KnownIssue` a finding that was looked into by reading the text. An entry explains a finding
only while it matches it; one that matches nothing any more is itself a finding.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from xcdata.dataset.source import data_dir
from xcdata.errors import InputError, Problem, Reason, XcdataError
from xcdata.files import decode, read_bytes
from xcdata.labels import LANGUAGES
from xcdata.ledger.results import Finding
from xcdata.ledger.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class KnownIssue:
    """A finding that is explained.

    Attributes
    ----------
    finding : str
        Id of the sum rule or the observation.
    reason : dict of str to str
        Why it is so, by language (``zh``, ``en``); where one alone is given, it stands for both.
    difference : Decimal or None
        For a sum rule: its difference, computed minus published.
    places : int or None
        For an observation: on how many lines it was seen. What was seen on another number is not what was judged.
    judged : tuple of str or None
        For an observation: the figures as printed, the differences or the words that it was about; see
        :attr:`~xcdata.ledger.results.Finding.judged`.
    """

    finding: str
    reason: dict[str, str]
    difference: Decimal | None = None
    places: int | None = None
    judged: tuple[str, ...] | None = None

    def explains(self, finding: Finding) -> bool:
        """Tell whether a finding is the one that was judged, as far as the entry says what that was."""
        if finding.is_rule:
            return finding.verdict is Verdict.INCONSISTENT and self.difference == finding.difference
        return self.places in (None, len(finding.lines)) and self.judged in (None, finding.judged)


def read_known_issues(path: Path | None = None) -> dict[str, KnownIssue]:
    """Read the known issues, by the finding they explain.

    Raises
    ------
    InputError
        A file that is no TOML, or an entry without finding and reason.
    """
    path = path or known_file(None)
    return issues_of(decode(read_bytes(path), path), path)


def known_file(source: object) -> Path:
    """Return where the known issues of a source are by default: those of our own gazette beside it.

    Raises
    ------
    XcdataError
        Another source, which has none beside it.
    """
    if source is not None:
        raise XcdataError("known_file_needed")
    return data_dir() / "raw" / "known_issues.toml"


def issues_of(text: str, path: Path) -> dict[str, KnownIssue]:
    """Return the known issues of a file's text, by the finding they explain."""
    try:
        entries = tomllib.loads(text).get("issue", [])
    except tomllib.TOMLDecodeError as error:
        raise InputError([Problem("not_toml", str(path), None, str(error), reason=Reason.FILE)]) from None
    issues: dict[str, KnownIssue] = {}
    problems: list[Problem] = []
    for number, entry in enumerate(entries if isinstance(entries, list) else [entries], 1):
        try:
            issue = read_entry(entry)
        except (KeyError, TypeError, AttributeError, ValueError, InvalidOperation):
            problems.append(Problem("issue_incomplete", str(path), None, str(entry), {"number": number}))
            continue
        if issue.finding in issues:
            problems.append(Problem("issue_repeated", str(path), None, issue.finding, {"number": number}))
        issues[issue.finding] = issue
    if problems:
        raise InputError(problems)
    return issues


def read_entry(entry: dict[str, Any]) -> KnownIssue:
    """Read one entry."""
    difference = Decimal(entry["difference"]) if "difference" in entry else None
    given = {lang: entry.get(f"reason_{lang}", "").strip() for lang in LANGUAGES}
    # A reason in one language serves both, rather than none.
    first = next(filter(None, given.values()), None)
    if first is None:
        raise KeyError("reason")
    reason = {lang: text or first for lang, text in given.items()}
    places = int(entry["places"]) if "places" in entry else None
    judged = tuple(map(str, listed(entry["judged"]))) if "judged" in entry else None
    return KnownIssue(entry["finding"].strip(), reason, difference, places, judged)


def listed(values: object) -> list[object]:
    """Return what has to be a list."""
    if not isinstance(values, list):
        raise TypeError("judged")
    return values
