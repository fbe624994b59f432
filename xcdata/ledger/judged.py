"""A ledger → the findings on its rules, in words.

In: a ledger, and the reasons why some of its rules are known to differ. Out: a :class:`~xcdata.ledger.results.Finding` for every
rule, and one where its rules cannot all hold together.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping

from xcdata.labels import LANGUAGES, label
from xcdata.ledger.model import Kind, Ledger, SumRule
from xcdata.ledger.results import SUM_RULE, Finding, Words
from xcdata.ledger.rounding import joint_conflict
from xcdata.ledger.verdicts import Verdict, check
from xcdata.ledger.words import describe, messages, unread


def judged(
    ledger: Ledger,
    reasons: Mapping[str, Words] | None = None,
    say: Callable[[SumRule, str], str] | None = None,
) -> Iterator[Finding]:
    """Yield a finding for every rule of a ledger, and one where its rules cannot all hold together.

    Parameters
    ----------
    ledger : Ledger
    reasons : mapping of str to dict, optional
        Rule id to why its known difference is there, by language.
    say : callable, optional
        Says what a rule demands in the language it is asked for; :func:`~xcdata.ledger.words.describe` by default.
    """
    for finding in check(ledger):
        rule = finding.rule
        explained = bool(rule.known_difference) and finding.verdict is not Verdict.INCONSISTENT
        keys = (rule.total, *rule.parts)
        yield Finding(
            rule.id,
            SUM_RULE,
            Verdict.INCONSISTENT if explained else finding.verdict,
            {
                lang: (say(rule, lang) if say else describe(ledger, rule, lang))
                + (not_read(ledger, rule, lang) if finding.verdict is Verdict.NOT_CHECKABLE else "")
                for lang in LANGUAGES
            },
            tuple(dict.fromkeys(keys)),
            lines_of(ledger, keys),
            published=finding.published,
            computed=finding.computed,
            difference=finding.difference,
            tolerance=finding.tolerance,
            known=(reasons or {}).get(rule.id) if explained else None,
        )
    if conflict := joint_conflict(ledger) if ledger.kind is not Kind.EXACT else ():
        figures = tuple(dict.fromkeys(key for rule in conflict for key in (rule.total, *rule.parts)))
        yield Finding(
            f"not feasible/{conflict[0].id}",
            "not feasible",
            Verdict.INCONSISTENT,
            messages("infeasible"),
            figures,
            lines_of(ledger, figures),
            stated=tuple(ledger.by_key[key].printed for key in figures),
        )


def not_read(ledger: Ledger, rule: SumRule, lang: str) -> str:
    """Return what is said besides of a rule with one figure that cannot be read; nothing where there are more."""
    told = unread(ledger, rule, lang)
    return label("message", "semicolon", lang) + told if told else ""


def lines_of(ledger: Ledger, keys: Iterable[Hashable]) -> tuple[int, ...]:
    """Return the lines that some figures stand in, in order."""
    lines = {ledger.by_key[key].line for key in keys}
    return tuple(sorted(line for line in lines if line is not None))
