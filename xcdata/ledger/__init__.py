"""The ledger: figures, the sum rules between them, verdicts, and the figures to blame.

In: published figures, each with its place, and rules that say which of them is the sum of which. Out: a verdict on every rule
in exact arithmetic, and the smallest explanations of those that do not hold. Many rules alike are arrays
(:class:`ArrayLedger`). Knows nothing of gazettes, files or pandas.

Examples
--------
>>> from decimal import Decimal
>>> figures = [Figure(name, text, Decimal(text)) for name, text in {"north": "12", "south": "30", "all": "24"}.items()]
>>> ledger = Ledger(tuple(figures), (SumRule("all", ("north", "south")),), ulp=Decimal(1))
>>> [finding.verdict.value for finding in check(ledger)]
['inconsistent']
>>> first = locate(ledger).explanations[0].figures[0]
>>> first.figure.key, first.text, first.slip.value
('all', '42', 'two neighbours transposed')
"""

from xcdata.ledger.columnar import ArrayLedger, LineRule, LineVerdicts, array_ledger, check_lines
from xcdata.ledger.line_findings import findings_of
from xcdata.ledger.localize import Change, Explanation, Group, Location, locate
from xcdata.ledger.localize.lines import locate_lines
from xcdata.ledger.model import Bound, Figure, Kind, Ledger, SumRule
from xcdata.ledger.results import Coverage, Finding, LeftOut, Notice, Results
from xcdata.ledger.rounding import infer_kind
from xcdata.ledger.slips import Slip
from xcdata.ledger.verdicts import RuleFinding, Verdict, check

__all__ = [
    "ArrayLedger",
    "Bound",
    "Change",
    "Coverage",
    "Explanation",
    "Figure",
    "Finding",
    "Group",
    "Kind",
    "Ledger",
    "LeftOut",
    "LineRule",
    "LineVerdicts",
    "Location",
    "Notice",
    "Results",
    "RuleFinding",
    "Slip",
    "SumRule",
    "Verdict",
    "array_ledger",
    "check",
    "check_lines",
    "findings_of",
    "infer_kind",
    "locate",
    "locate_lines",
]


def __dir__() -> list[str]:
    return __all__
