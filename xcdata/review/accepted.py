"""An audit in the light of what a reviewer accepted.

In: the audit of a table or of a workbook, and known issues. Out: the same audit, its findings explained as far as an issue matches them, its errors
located anew among what is left, and a finding for each issue that matches nothing any more. Of a workbook an issue names the sheet, too:
``二月!D4=D5:D8``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from xcdata.auditing.audit import Audit
from xcdata.auditing.kinds import located_groups
from xcdata.auditing.look import sheet_readings
from xcdata.auditing.sheets import WorkbookAudit
from xcdata.ledger.results import Finding, failures_first
from xcdata.review.findings import stale_entries
from xcdata.review.known import KnownIssue
from xcdata.review.review import as_known, unchanged, with_differences

Known = Mapping[str, KnownIssue]


@dataclass(frozen=True, slots=True)
class Named:
    """The findings of an audit by the names that known issues have for them."""

    found: tuple[Finding, ...]

    @property
    def open(self) -> tuple[Finding, ...]:
        """Those that are unexplained."""
        return tuple(finding for finding in self.found if finding.is_open)


def accepted(found: Audit | WorkbookAudit, known: Known) -> Audit | WorkbookAudit:
    """Return an audit in the light of known issues."""
    if isinstance(found, Audit):
        own = found.source.sheet
        return of_sheet(found, by_sheet(known, [own, *found.source.others])[own] | without_sheet(known))
    of = by_sheet(known, [audit.source.sheet for audit in found])
    sheets = tuple(of_sheet(audit, of[audit.source.sheet]) for audit in found)
    named = {sheet_id(sheet, name) for sheet, issues in of.items() for name in issues}
    rest = {name: issue for name, issue in known.items() if name not in named}
    return replace(found, sheets=sheets, found=failures_first(explained(found.found, rest)))


def named_findings(found: Audit | WorkbookAudit) -> Named:
    """Return the findings of an audit, each by the name that an issue has for it."""
    if isinstance(found, Audit):
        return Named(found.found)
    own = (
        replace(finding, id=sheet_id(audit.source.sheet, finding.id))
        for audit in found
        for finding in audit.found
    )
    return Named((*found.found, *own))


def sheet_id(sheet: str | None, finding: str) -> str:
    """Return the name of a finding on a sheet."""
    return finding if sheet is None else f"{sheet}!{finding}"


def by_sheet(known: Known, sheets: Iterable[str | None]) -> dict[str | None, dict[str, KnownIssue]]:
    """Return the issues that name each sheet, by what they say of it; of ``a`` and ``a!b`` an issue names the longer if it can."""
    of: dict[str | None, dict[str, KnownIssue]] = {sheet: {} for sheet in sheets}
    longest = sorted(filter(None, of), key=len, reverse=True)
    for name, issue in known.items():
        sheet = next((one for one in longest if name.startswith(sheet_id(one, ""))), None)
        if sheet is not None:
            own = name.removeprefix(sheet_id(sheet, ""))
            of[sheet][own] = replace(issue, finding=own)
    return of


def without_sheet(known: Known) -> dict[str, KnownIssue]:
    """Return the issues that name no sheet."""
    return {name: issue for name, issue in known.items() if "!" not in name}


def of_sheet(found: Audit, known: Known) -> Audit:
    """Return the audit of a sheet in the light of the issues that are meant for it."""
    ledgers = tuple(with_differences(ledger, known) for ledger in found.ledgers)
    groups = found.groups
    if any(rule.known_difference for ledger in ledgers for rule in ledger.rules):
        readings = sheet_readings(found.source)
        still = (with_differences(ledger, unchanged(ledger, known)) for ledger in found.ledgers)
        anew = [
            group
            for ledger, open_ in zip(still, found.undecided, strict=True)
            for group in located_groups(ledger, readings, open_=open_)
        ]
        groups = tuple(replace(group, number=number) for number, group in enumerate(anew, 1))
    told = failures_first(explained(found.found, known))
    return replace(found, found=told, groups=groups, ledgers=ledgers)


def explained(found: tuple[Finding, ...], known: Known) -> Iterator[Finding]:
    """Yield findings with the reasons that are known for them, and one for each issue that explains none."""
    told = [as_known(finding, known) for finding in found]
    yield from told
    yield from stale_entries(told, known)
