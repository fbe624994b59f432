"""What the sum rules prove about each figure.

In: results. Out: one :class:`FigureState` a figure.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable
from dataclasses import dataclass

from xcdata.ledger.model import Figure
from xcdata.ledger.results import PROVED, Results, changes
from xcdata.ledger.verdicts import Verdict

STATES = ("suspect", "in doubt", "within rounding", "proved", "unchecked", "blank")


@dataclass(frozen=True, slots=True)
class FigureState:
    """A figure and what is proved about it.

    Attributes
    ----------
    figure : Figure
    state : str
        One of :data:`STATES`:

        suspect
            An explanation names it, alone or tied with others.
        blank
            Nothing is printed.
        in doubt
            It stands in a rule that does not hold, and no rule holds with it or no explanation settles that rule; or an
            explanation names it that is called for only if the sums are exact, which is open.
        proved, within rounding
            A rule holds with it, exactly or within rounding only.
        unchecked
            No rule that holds or does not hold is about it.
    rules, exact, broken : int
        The number of sum rules it stands in that hold, that do so to the last digit, and that do not (a rule whose
        difference a known issue explains is neither).
    implied : str or None
        What a suspect should have been: empty where it is a blank, several values where explanations differ; None for
        any other figure.
    """

    figure: Figure
    state: str
    rules: int = 0
    exact: int = 0
    broken: int = 0
    implied: str | None = None

    @property
    def printed(self) -> str:
        """The figure as printed."""
        return self.figure.printed


def figure_states(results: Results) -> dict[Hashable, FigureState]:
    """Return what is proved about each figure, by key, in the ledgers' order."""
    implied: defaultdict[Hashable, dict[str, None]] = defaultdict(dict)
    for change in changes(results.located):
        implied[change.figure.key][change.text] = None
    doubted = {change.figure.key for change in changes(results.doubts)}
    holding: defaultdict[Hashable, Counter[str]] = defaultdict(Counter)
    broken: Counter[Hashable] = Counter()
    unsettled: set[Hashable] = set()
    for finding in results.found:
        if finding.verdict in PROVED:
            for key in finding.figures:
                holding[key][finding.verdict] += 1
        elif finding.verdict is Verdict.INCONSISTENT and finding.known is None:
            broken.update(finding.figures)
            if implied.keys().isdisjoint(finding.figures):
                unsettled.update(finding.figures)

    def state_of(figure: Figure) -> str:
        key = figure.key
        if key in implied:
            return "suspect"
        if not figure.printed:
            return "blank"
        if key in unsettled | doubted or (broken[key] and not holding[key]):
            return "in doubt"
        if holding[key]:
            return "proved" if holding[key][Verdict.EXACT] else "within rounding"
        return "unchecked"

    return {
        key: FigureState(
            figure,
            state_of(figure),
            holding[key].total(),
            holding[key][Verdict.EXACT],
            broken[key],
            " / ".join(implied[key]) if key in implied else None,
        )
        for key, figure in results.figures.items()
    }
