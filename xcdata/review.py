"""A gazette → everything that is found in it: proved, wrong, noticed, known.

In: a gazette's tables. Out: a :class:`Review`: every sum rule with its verdict, the smallest explanations of those
that do not hold, what was noticed beyond sums, and which of it a known issue explains.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from os import PathLike
from pathlib import Path

import pandas as pd

from xcdata.findings import (
    PROVED,
    Row,
    as_explanations,
    as_findings,
    explanation_rows,
    ledger_findings,
    name_figure,
    observation_row,
    problem_rows,
    stale_entries,
)
from xcdata.gazette import Gazette
from xcdata.known import KnownIssue, read_known_issues
from xcdata.ledger import Ledger
from xcdata.ledgers import awards_ledger, plan_ledger, training_ledger
from xcdata.locate import Group, locate
from xcdata.observations import observe
from xcdata.source import read_sidecar
from xcdata.tables import Tables, read_gazette
from xcdata.verdicts import Verdict
from xcdata.verdicts import check as judge

EXCEL = (".xlsx", ".xlsm", ".xls")


@dataclass(frozen=True, eq=False)
class Review:
    """Everything found in one source.

    Attributes
    ----------
    name, sha256 : str
        The source.
    findings : pandas.DataFrame
        One row a sum rule and one an observation, failures first: ``id``, ``kind``, ``verdict`` (of a rule: exact,
        within rounding, inconsistent, not checkable; of an observation: noticed, information),
        ``published``, ``computed``, ``difference`` (computed minus published) and ``tolerance`` as exact decimal
        texts, ``figures`` (tuple of keys, the total first), ``lines`` (tuple of int), the message and, where
        a known issue explains it, the reason, in both languages.
    explanations : pandas.DataFrame
        One row a figure of an explanation: ``group``, ``given`` (the kind that the sums must have for it to be called for;
        missing where that is settled), ``rank``, ``tied``, ``slip`` (of the explanation as a whole), ``key``, ``line``,
        ``column``, ``address``, ``printed``, ``implied``, ``range`` (where rounding leaves more than one value),
        ``figure_slip``, ``note``.
    ledgers : tuple of Ledger
        What was checked.
    lines : dict of int to str
        The source's lines, to quote from.
    """

    name: str
    sha256: str
    findings: pd.DataFrame
    explanations: pd.DataFrame
    ledgers: tuple[Ledger, ...]
    lines: dict[int, str]

    @property
    def unexplained(self) -> pd.DataFrame:
        """The findings that are neither proved nor for information, and that no known issue explains."""
        settled = self.findings["verdict"].isin([*PROVED, "information"])
        return self.findings[~settled & self.findings["known_en"].isna()]

    @property
    def ok(self) -> bool:
        """Whether nothing is unexplained."""
        return self.unexplained.empty

    def counts(self) -> dict[str, int]:
        """Return the number of sum rules, and of each verdict on them."""
        rules = self.findings[self.findings["kind"] == "sum rule"]
        found = Counter(rules["verdict"])
        return {"rules": len(rules)} | {verdict.value: found[verdict.value] for verdict in Verdict}

    def name_of(self, key: Hashable, lang: str) -> str:
        """Return what a figure is called."""
        return " ".join(name_figure(key, lang))

    def __repr__(self) -> str:
        told = ", ".join(f"{count} {name}" for name, count in self.counts().items())
        return f"<Review of {self.name}: {told}; {len(self.unexplained)} findings unexplained>"

    def _repr_html_(self) -> str:
        failures = self.findings[~self.findings["verdict"].isin(PROVED)]
        columns = ["verdict", "published", "computed", "difference", "message_zh", "message_en", "known_en"]
        told = ", ".join(f"{count} {name}" for name, count in self.counts().items())
        parts = [f"<p><b>{self.name}</b>: {told}; {len(self.unexplained)} findings unexplained</p>"]
        parts += [
            frame.to_html(index=False, na_rep="")
            for frame in (failures[columns], self.explanations)
            if len(frame)
        ]
        return "\n".join(parts)


def check(source: str | PathLike[str] | Tables | None = None) -> Review:
    """Check everything that a gazette states.

    Parameters
    ----------
    source : path-like or Tables, optional
        The text of a gazette, an edited plan workbook (.xlsx), or tables already read; our own gazette by
        default.

    Returns
    -------
    Review

    Raises
    ------
    InputError
        A source that cannot be read.

    Examples
    --------
    >>> check().ok
    True
    """
    if source is not None and not isinstance(source, Tables) and Path(source).suffix.lower() in EXCEL:
        from xcdata.workbook_read import review_workbook  # it makes a Review, too

        return review_workbook(Path(source))
    tables = source if isinstance(source, Tables) else read_gazette(source)
    return review(tables, read_known_issues())


def review(tables: Tables, known: Mapping[str, KnownIssue]) -> Review:
    """Check the three ledgers of a gazette and look beyond sums, in the light of what is known.

    That every known issue still applies is demanded of our own gazette only: another text need not contain
    what ours does.
    """
    found: list[Row] = []
    explained: list[Row] = []
    ledgers: list[Ledger] = []
    groups = 0
    for make in (plan_ledger, awards_ledger, training_ledger):
        ledger, located = best_read(make, tables.gazette, known)
        ledgers.append(ledger)
        found += ledger_findings(ledger, known)
        explained += explanation_rows(located, groups)
        groups += len(located)
    found += problem_rows(tables.problems)
    found += (observation_row(one, known.get(one.id)) for one in observe(tables))
    if tables.sha256 == read_sidecar()["sha256"]:
        found += list(stale_entries(found, known))
    return Review(
        tables.name,
        tables.sha256,
        as_findings(found),
        as_explanations(explained),
        tuple(ledgers),
        {line.number: line.text for line in tables.gazette.lines},
    )


def best_read(
    make: Callable[[Gazette, Mapping[str, Decimal]], Ledger],
    gazette: Gazette,
    known: Mapping[str, KnownIssue],
) -> tuple[Ledger, tuple[Group, ...]]:
    """Return a ledger and where its errors are, with the known differences or, if that explains more, without.

    A text that is not ours need not have them; in an edited one of ours a wrong figure may make up for one.
    """
    differences = {name: issue.difference for name, issue in known.items() if issue.difference is not None}
    ledgers = (make(gazette, differences), make(gazette, {}))
    for ledger in ledgers:
        if all(finding.verdict is not Verdict.INCONSISTENT for finding in judge(ledger)):
            return ledger, ()

    def wrong(reading: tuple[Ledger, tuple[Group, ...]]) -> int:
        firsts = [group.explanations[0] if group.explanations else None for group in reading[1]]
        return sum(
            len(gazette.lines) if one is None else 1 if one.slip else len(one.figures) for one in firsts
        )

    readings = []
    for ledger in ledgers:
        readings.append((ledger, locate(ledger).groups))
        if wrong(readings[-1]) <= len(readings[-1][1]):
            break  # one slip a group: no other reading explains it with less
    return min(readings, key=wrong)
