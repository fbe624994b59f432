"""What a reviewer decides on: the first screen of page and text.

In: any results. Out: a :class:`Decision`: the verdict in words, whom the errors point to, what is new, known and no longer there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from xcdata.grids.address import runs
from xcdata.labels import label
from xcdata.ledger.conclusion import MARKS, conclusion, tone_of
from xcdata.ledger.results import PROVED, Finding, Results
from xcdata.ledger.words import culprit_lines

GONE = "stale entry"
"""The kind of the findings that say of a known issue that it is no longer there."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be decided, and on what grounds.

    Attributes
    ----------
    tone : str
        ``good``, ``bad``, ``doubt`` (nothing is wrong for certain) or ``none`` (nothing was checked).
    verdict : tuple of str
        In words, a sentence each.
    culprits : tuple of str
        The sentences to act on.
    new, known, gone : tuple of Finding
        Not explained; explained by a known issue; known issues that are there no longer.
    """

    tone: str
    verdict: tuple[str, ...]
    culprits: tuple[str, ...]
    new: tuple[Finding, ...]
    known: tuple[Finding, ...]
    gone: tuple[Finding, ...]

    @property
    def mark(self) -> str:
        """The tone as a sign."""
        return MARKS[self.tone]


def decide(results: Results, lang: str) -> Decision:
    """Return what a reviewer decides on."""
    return Decision(
        tone_of(results),
        tuple(conclusion(results, lang)),
        tuple(culprit_lines(results, lang)),
        tuple(one for one in results.open if one.kind != GONE),
        tuple(one for one in results.found if one.known and one.verdict not in PROVED),
        tuple(one for one in results.found if one.kind == GONE),
    )


def where(lines: Iterable[int], lang: str) -> str:
    """Return some lines in short: a run by its first and last."""
    told = [str(first) if first == last else f"{first}–{last}" for first, last in runs(lines)]
    name = "line" if len(told) == 1 and told[0].isdigit() else "lines"
    return label("decision", name, lang, lines=label("message", "comma", lang).join(told)) if told else ""


def by_kind(findings: Iterable[Finding]) -> list[tuple[str, list[Finding]]]:
    """Group findings by kind, in the order of first appearance."""
    kinds: dict[str, list[Finding]] = {}
    for finding in findings:
        kinds.setdefault(finding.kind, []).append(finding)
    return list(kinds.items())
