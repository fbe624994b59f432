"""Results as JSON for programs: a contract, to which a release may add, and in which none renames.

In: any :class:`~xcdata.ledger.results.Results`. Out: ``source, summary, coverage, findings, observations, explanations``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal

from xcdata.ledger.localize import Change, Group
from xcdata.ledger.results import Coverage, Finding, Results, range_of, slip_of

Json = dict[str, object]


def as_json(results: Results, **more: object) -> str:
    """Return the JSON contract, and whatever is added to it under names of its own."""
    return json.dumps(contract(results) | more, ensure_ascii=False, indent=2)


def contract(results: Results) -> Json:
    """Return what the JSON says, as plain objects."""
    return {
        "source": {"name": results.name, "sha256": results.sha256},
        "summary": summary(results.counts()),
        "coverage": coverage(results.coverage),
        "findings": [rule(finding) for finding in results.found if finding.is_rule],
        "observations": [observation(finding) for finding in results.found if not finding.is_rule],
        "explanations": [one for group in results.groups for one in explanations(group)],
    }


def summary(counts: Mapping[str, int]) -> Json:
    """Return the number of sum rules, and of each verdict on them."""
    return {name.replace(" ", "_"): count for name, count in counts.items()}


def coverage(looked_at: Coverage) -> Json:
    """Return how much was looked at, and what was not."""
    return {
        "figures": looked_at.figures,
        "checked": looked_at.checked,
        "unread": looked_at.unread,
        "left_out": [
            {"reason": one.reason, "what": one.what, "line": one.line} for one in looked_at.left_out
        ],
    }


def rule(finding: Finding) -> Json:
    """Return the verdict on a sum rule."""
    return {
        "rule": finding.id,
        "verdict": finding.verdict,
        **{
            name: exact(getattr(finding, name))
            for name in ("published", "computed", "difference", "tolerance")
        },
        "figures": [plain(key) for key in finding.figures],
        "lines": list(finding.lines),
        "known": finding.known and finding.known["en"],
    }


def observation(finding: Finding) -> Json:
    """Return what was noticed."""
    return {
        "id": finding.id,
        "kind": finding.kind,
        "verdict": finding.verdict,
        "lines": list(finding.lines),
        "message": dict(finding.message),
        "known": finding.known and finding.known["en"],
        "reason": finding.reason,
    }


def explanations(group: Group) -> list[Json]:
    """Return the explanations of a group; one without figures where there is none."""
    base: Json = {"group": group.number, "given": group.given}
    rest: Json = {"note": group.note or None}
    if not group.explanations:
        return [base | {"rank": None, "tied": None, "slip": None} | rest | {"figures": []}]
    return [
        base
        | {"rank": one.rank, "tied": one.tied, "slip": one.slip}
        | rest
        | {"figures": [changed(change) for change in one.figures]}
        for one in group.explanations
    ]


def changed(change: Change) -> Json:
    """Return one figure of an explanation."""
    figure = change.figure
    return {
        "key": plain(figure.key),
        "line": figure.line,
        "address": figure.address,
        "printed": figure.printed,
        "implied": change.text,
        "range": range_of(change),
        "slip": slip_of(change),
    }


def plain(key: object) -> object:
    """Return a figure's key as JSON has it: labels other than texts and whole numbers as texts."""
    if isinstance(key, tuple):
        return [plain(part) for part in key]
    return key if type(key) in (str, int) else str(key)


def exact(amount: Decimal | None) -> str | None:
    """Return an amount as exact decimal text."""
    return None if amount is None else f"{amount:f}"
