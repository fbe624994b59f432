"""Rules and amounts in words, in both languages.

In: a rule of a ledger, a sum that was judged. Out: what the rule demands, what its figures are and by how much they are off.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from xcdata.labels import LANGUAGES, label
from xcdata.ledger.model import Figure, Ledger, SumRule
from xcdata.ledger.results import Finding, Results, named

SHOWN_PARTS = 6
"""So many parts, explanations or groups are named."""


def amount(value: Decimal | None, printed: str = "") -> str:
    """Return an amount in words: as it was printed where that says the same, and otherwise without zeros that say nothing.

    Examples
    --------
    >>> amount(Decimal("31.0")), amount(Decimal("1.50"), "1.50"), amount(Decimal("500.00"))
    ('31', '1.50', '500')
    """
    if value is None:
        return ""
    try:
        if printed and Decimal(printed) == value:
            return printed
    except ArithmeticError:
        pass
    told = f"{value:f}"
    return told.rstrip("0").rstrip(".") if "." in told else told


def amounts(results: Results, finding: Finding) -> dict[str, str]:
    """Return what a sum's total is printed as, what its parts add up to, and the difference."""
    total = results.figures.get(finding.figures[0]) if finding.figures else None
    return {
        "published": amount(finding.published, total.printed if total else ""),
        "computed": amount(finding.computed),
        "difference": amount(finding.difference),
    }


def amounts_told(results: Results, finding: Finding, lang: str) -> str:
    """Say what a sum's total is, what its parts add up to, and the difference."""
    name = "amounts_now" if results.is_copy else "amounts"
    return label("console", name, lang, **amounts(results, finding))


def messages(name: str, **values: object) -> dict[str, str]:
    """Return a message by language."""
    return {lang: label("message", name, lang, **values) for lang in LANGUAGES}


def describe(ledger: Ledger, rule: SumRule, lang: str) -> str:
    """Say what a rule demands, in words; what total and parts have in common is said once."""

    def words(figure: Figure) -> tuple[str, ...]:
        return named(figure, lang) or (str(figure.key),)

    total, *parts = (words(ledger.by_key[key]) for key in (rule.total, *rule.parts))
    if len(parts) == 1 and not rule.minus:
        return label("message", "same", lang, total=" ".join(total), parts=" ".join(parts[0]))
    first = common_start([total, *parts])
    last = common_start([one[::-1] for one in (total, *parts)])
    shown = [" ".join(one[first : len(one) - last] or one) for one in parts]
    signed = [f"{'+' if sign > 0 else '−'} {one}" for sign, one in zip(rule.signs, shown, strict=True)]
    if len(signed) > SHOWN_PARTS:
        signed = [*signed[:2], "+ …", f"{signed[-1]} ({len(signed)})"]
    return label("message", "sum", lang, total=" ".join(total), parts=" ".join(signed).removeprefix("+ "))


def unread(ledger: Ledger, rule: SumRule, lang: str) -> str:
    """Say which figure of a rule cannot be read, and what the others imply for it where it is the only one."""
    implied = implied_of(ledger, rule)
    if implied is None:
        return ""
    figures = (ledger.by_key[key] for key in (rule.total, *rule.parts))
    missing = next(figure for figure in figures if figure.value is None)
    name = missing.address or " ".join(named(missing, lang)) or str(missing.key)
    return label("message", "unread", lang, name=name, printed=missing.printed, implied=f"{implied:f}")


def implied_of(ledger: Ledger, rule: SumRule) -> Decimal | None:
    """Return what a rule implies for the one figure of it that cannot be read; None where there is not just one."""
    figures = [ledger.by_key[key] for key in (rule.total, *rule.parts)]
    if sum(figure.value is None for figure in figures) != 1:
        return None
    whole, sign = Decimal(0), 1
    for figure, times in zip(figures[1:], rule.signs, strict=True):
        if figure.value is None:
            sign = times
        else:
            whole += times * figure.value
    total = figures[0].value
    return whole if total is None else sign * (total - whole + rule.known_difference)


def common_start(names: Sequence[Sequence[str]]) -> int:
    """Return how many words names have in common at their start."""
    return next((n for n, words in enumerate(zip(*names, strict=False)) if len(set(words)) > 1), 0)
