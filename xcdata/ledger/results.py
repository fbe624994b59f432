"""What a check results in: findings, groups of explanations, and how much was looked at.

In: ledgers, judged and located, and whatever else was noticed. Out: :class:`Results`, the one shape in which a review of a
gazette, of a workbook, and an audit of a stranger's table are told by the text, the JSON, the page and the workbook.
Amounts are exact ``Decimal``; words come in both languages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from xcdata.labels import label, read_labels
from xcdata.ledger.localize import Change, Group
from xcdata.ledger.model import Figure, Ledger
from xcdata.ledger.slips import places_moved
from xcdata.ledger.verdicts import Verdict as Verdict

SUM_RULE = "sum rule"
"""The kind of the findings that are verdicts on sum rules; all other kinds are observations."""

PART_EXCEEDS = "part exceeds"
UNREADABLE = "unreadable"
FORMULA = "formula"
UNLIKELY = "unlikely rounding"
UNMET_SUM = "unmet sum"
NO_SUM = "no sum"
HIDDEN_PLACES = "hidden places"
KIND_OF_SUMS = "kind of sums"
UNREAD_SHEET = "unread sheet"
STALE = "stale entry"
"""Kinds of findings beside sums. A stale entry, a known issue that is there no longer, is nothing to accept, but to delete."""

Words = Mapping[str, str]
"""A text by language (``zh``, ``en``)."""


class Notice(StrEnum):
    """What is said of an observation, as a :class:`~xcdata.ledger.verdicts.Verdict` is of a rule."""

    NOTICED = "noticed"
    INFORMATION = "information"


ORDER = (
    *(Verdict.INCONSISTENT, Verdict.NOT_CHECKABLE, Notice.NOTICED, Notice.INFORMATION),
    *(Verdict.WITHIN_ROUNDING, Verdict.EXACT),
)
PROVED = (Verdict.EXACT, Verdict.WITHIN_ROUNDING)
NOTHING_CHECKED = 3
"""The exit code where nothing is unexplained, because nothing was checked, or not everything is there yet."""

UNFILLED = "not filled in"
"""The reason of what was left out because somebody has yet to fill it in."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict on a sum rule, or an observation.

    Attributes
    ----------
    id : str
        Names it in known issues.
    kind : str
        The machine-readable reason: ``sum rule``, ``gap in numbering``, …; named in ``labels.toml`` under ``[kind]``.
    verdict : Verdict or Notice
    message : dict of str to str
        In words, by language.
    figures : tuple of Hashable
        Keys of the figures it is about, the total first.
    lines : tuple of int
        Where it stands.
    words : tuple of str
        What it is about where it is about no figures, to be marked in the quoted lines.
    published, computed, difference, tolerance : Decimal or None
        Of a rule; see :class:`~xcdata.ledger.verdicts.RuleFinding`.
    known : dict of str to str or None
        The reason, by language, of the known issue that explains it.
    reason : str or None
        Of what could not be read: the kind of the :class:`~xcdata.errors.Problem`.
    stated : tuple of str
        What a reviewer of an observation judges beyond its id: figures as printed, differences, formulas, cells.
    """

    id: str
    kind: str
    verdict: Verdict | Notice
    message: Words
    figures: tuple[Hashable, ...] = ()
    lines: tuple[int, ...] = ()
    words: tuple[str, ...] = ()
    published: Decimal | None = None
    computed: Decimal | None = None
    difference: Decimal | None = None
    tolerance: Decimal | None = None
    known: Words | None = None
    reason: str | None = None
    stated: tuple[str, ...] = ()

    @property
    def judged(self) -> tuple[str, ...]:
        """What an observation states, or the words that it is about: what was judged of another is not what was judged of this."""
        return self.stated or self.words

    @property
    def is_rule(self) -> bool:
        """Whether it is the verdict on a sum rule."""
        return self.kind == SUM_RULE

    @property
    def is_open(self) -> bool:
        """Whether it is neither proved nor for information, and no known issue explains it."""
        return self.known is None and self.verdict not in (*PROVED, Notice.INFORMATION)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that was given and not looked at.

    Attributes
    ----------
    reason : str
        Machine-readable, e.g. ``sheet``, ``no table``, ``rate``.
    what : str
        Its name or text, as it stands in the source.
    line : int or None
    """

    reason: str
    what: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much a verdict is worth: what was looked at of what was given.

    Attributes
    ----------
    figures : int
        Figures of the ledgers, and those of the source that are in none.
    checked : int
        Those of them that stand in a rule which holds or does not hold.
    unread : int
        Those that could not be read.
    left_out : tuple of LeftOut
    """

    figures: int
    checked: int
    unread: int
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, eq=False)
class Results:
    """Everything found in one source.

    Attributes
    ----------
    name, sha256 : str
        The source.
    found : tuple of Finding
        Failures first, and of these what is not explained first, and what fails by most.
    groups : tuple of Group
        Where the errors are, numbered from 1 through all ledgers.
    ledgers : tuple of Ledger
        What was checked.
    lines : dict of int to str
        The source's lines, to quote from.
    coverage : Coverage
    """

    name: str
    sha256: str
    found: tuple[Finding, ...]
    groups: tuple[Group, ...]
    ledgers: tuple[Ledger, ...]
    lines: Mapping[int, str] = field(repr=False)
    coverage: Coverage

    @property
    def open(self) -> tuple[Finding, ...]:
        """The findings that are unexplained."""
        return tuple(finding for finding in self.found if finding.is_open)

    @property
    def ok(self) -> bool:
        """Whether nothing is unexplained."""
        return not self.open

    @property
    def exit_code(self) -> int:
        """What the command line says of it: 0 nothing unexplained, 1 something unexplained, 3 nothing was checked, or not all is filled in."""
        if not self.ok:
            return 1
        return 0 if self.any_checked and not self.unfilled else NOTHING_CHECKED

    @property
    def any_checked(self) -> bool:
        """Whether any sum was."""
        counts = self.counts()
        return counts["rules"] > counts[Verdict.NOT_CHECKABLE.value]

    @property
    def unfilled(self) -> tuple[LeftOut, ...]:
        """What is not filled in yet, so that nothing can be said of the whole."""
        return tuple(one for one in self.coverage.left_out if one.reason == UNFILLED)

    @property
    def is_copy(self) -> bool:
        """Whether its figures are what somebody has made of what was printed."""
        return False

    def is_gone(self, figure: Figure) -> bool:  # noqa: ARG002
        """Whether a figure's place is there no more; a blank is one."""
        return False

    def was(self, figure: Figure) -> str | None:  # noqa: ARG002
        """Return what stood in a figure's place before somebody edited it; None where nobody did, or nothing is known of it."""
        return None

    @property
    def located(self) -> tuple[Group, ...]:
        """The groups of errors that are errors for certain."""
        return tuple(group for group in self.groups if group.given is None)

    @property
    def doubts(self) -> tuple[Group, ...]:
        """The groups that are errors only if the sums are of some kind."""
        return tuple(group for group in self.groups if group.given is not None)

    @cached_property
    def figures(self) -> dict[Hashable, Figure]:
        """The figures of all ledgers by key."""
        return {figure.key: figure for ledger in self.ledgers for figure in ledger.figures}

    def counts(self) -> dict[str, int]:
        """Return the number of sum rules, and of each verdict on them."""
        verdicts = Counter(finding.verdict for finding in self.found if finding.is_rule)
        return {"rules": verdicts.total()} | {verdict.value: verdicts[verdict] for verdict in Verdict}

    def name_of(self, key: Hashable, lang: str) -> str:
        """Return what a figure is called: its name, with its address where the address is its key."""
        figure = self.figures[key]
        words = named(figure, lang)
        if isinstance(key, str) or figure.address is None:
            return " ".join(words) or str(key)
        return figure.address + (label("audit", "named", lang, name=" / ".join(words)) if words else "")


def named(figure: Figure, lang: str) -> tuple[str, ...]:
    """Return a figure's name as words: data values as printed, the rest in the language."""
    known = read_labels()["figure"]
    return tuple(label("figure", word, lang) if word in known else word for word in figure.name)


def failures_first(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings with failures first, what is not explained before what is, and sums that fail by most before others.

    The size is absolute: relative to its total a small slip in a small figure would come before a million that is missing.
    """

    def place(one: Finding) -> tuple[int, bool, Decimal]:
        size = abs(one.difference or Decimal(0)) if one.verdict is Verdict.INCONSISTENT else Decimal(0)
        return ORDER.index(one.verdict), one.known is not None, -size

    return tuple(sorted(found, key=place))


def checked_keys(found: Iterable[Finding]) -> set[Hashable]:
    """Return the keys of the figures that stand in a rule which holds or does not hold."""
    return {
        key
        for finding in found
        if finding.is_rule and finding.verdict is not Verdict.NOT_CHECKABLE
        for key in finding.figures
    }


def coverage_of(
    found: Iterable[Finding], ledgers: Iterable[Ledger], others: int = 0, left_out: Iterable[LeftOut] = ()
) -> Coverage:
    """Count what was looked at.

    Parameters
    ----------
    found : iterable of Finding
    ledgers : iterable of Ledger
    others : int
        Figures of the source that are in no ledger.
    left_out : iterable of LeftOut
    """
    checked = checked_keys(found)
    figures = [figure for ledger in ledgers for figure in ledger.figures]
    unread = sum(figure.value is None for figure in figures)
    return Coverage(len(figures) + others, len(checked), unread, tuple(left_out))


def changes(groups: Iterable[Group]) -> Iterator[Change]:
    """Yield every figure that an explanation names."""
    for group in groups:
        for explanation in group.explanations:
            yield from explanation.figures


def range_of(change: Change) -> str | None:
    """Return the values that the rules allow a figure, in the unit it is printed in; None where it is but one."""
    if change.least == change.most:
        return None
    moved = places_moved(change.figure)
    return "–".join(f"{value.scaleb(moved).normalize():f}" for value in (change.least, change.most))


def slip_of(change: Change) -> str | None:
    """Return the slip of a figure; none of one that was counted: it was never printed, so nothing slipped in printing it."""
    return change.slip.value if change.slip and not change.figure.counted else None
