"""A gazette → everything that is found in it: proved, wrong, noticed, known.

In: a gazette's tables. Out: a :class:`Review`: every sum rule with its verdict, the smallest explanations of those
that do not hold, what was noticed beyond sums, and which of it a known issue explains.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from os import PathLike
from typing import Any

import pandas as pd

from xcdata.check import RuleFinding, Verdict, check
from xcdata.known import KnownIssue, read_known_issues
from xcdata.labels import LANGUAGES, label
from xcdata.ledger import Ledger, SumRule
from xcdata.ledgers import awards_ledger, plan_ledger, training_ledger
from xcdata.locate import Location, locate
from xcdata.observations import Observation, observe
from xcdata.rounding import joint_conflict
from xcdata.source import read_sidecar
from xcdata.tables import Tables, read_gazette

FINDING_COLUMNS = [
    "id",
    "kind",
    "verdict",
    "published",
    "computed",
    "difference",
    "tolerance",
    "figures",
    "lines",
    "message_zh",
    "message_en",
    "known_zh",
    "known_en",
]
EXPLANATION_COLUMNS = [
    "group",
    "rank",
    "tied",
    "slip",
    "key",
    "line",
    "column",
    "printed",
    "implied",
    "figure_slip",
    "note",
]
ORDER = ["inconsistent", "not checkable", "noticed", "information", "within rounding", "exact"]


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
        ``published``, ``computed``, ``difference`` (computed minus published) and ``tolerance`` as exact decimal texts, ``figures``
        (tuple of keys, the total first), ``lines`` (tuple of int), the message and, where a known issue
        explains it, the reason, in both languages.
    explanations : pandas.DataFrame
        One row a figure of an explanation: ``group``, ``rank``, ``tied``, ``slip`` (of the explanation as a whole),
        ``key``, ``line``, ``column``, ``printed``, ``implied``, ``figure_slip``, ``note``.
    ledgers : tuple of Ledger
        What was checked.
    """

    name: str
    sha256: str
    findings: pd.DataFrame
    explanations: pd.DataFrame
    ledgers: tuple[Ledger, ...]

    @property
    def unexplained(self) -> pd.DataFrame:
        """The findings that no known issue explains and that are neither proved nor for information."""
        proved = self.findings["verdict"].isin(["exact", "within rounding", "information"])
        return self.findings[~proved & self.findings["known_en"].isna()]

    @property
    def ok(self) -> bool:
        """Whether nothing is unexplained."""
        return self.unexplained.empty

    def counts(self) -> dict[str, int]:
        """Return the number of sum rules and of each verdict on them."""
        rules = self.findings[self.findings["kind"] == "sum rule"]
        found = Counter(rules["verdict"])
        return {"rules": len(rules)} | {verdict.value: found[verdict.value] for verdict in Verdict}
