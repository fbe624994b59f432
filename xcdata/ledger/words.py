"""Rules and explanations in words, in both languages.

In: a rule of a ledger, or results. Out: what the rule demands; where the errors are, a line each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from xcdata.labels import LANGUAGES, label, translated
from xcdata.ledger.localize import Change, Explanation
from xcdata.ledger.model import Figure, Ledger, SumRule
from xcdata.ledger.results import Results, named, range_of, slip_of

SHOWN_PARTS = 6


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
    figures = [ledger.by_key[key] for key in (rule.total, *rule.parts)]
    missing = [figure for figure in figures if figure.value is None]
    if len(missing) != 1:
        return ""
    whole, sign = Decimal(0), 1
    for figure, times in zip(figures[1:], rule.signs, strict=True):
        if figure.value is None:
            sign = times
        else:
            whole += times * figure.value
    total = figures[0].value
    implied = whole if total is None else sign * (total - whole + rule.known_difference)
    name = missing[0].address or " ".join(named(missing[0], lang)) or str(missing[0].key)
    return label("message", "unread", lang, name=name, printed=missing[0].printed, implied=f"{implied:f}")


def common_start(names: Sequence[Sequence[str]]) -> int:
    """Return how many words names have in common at their start."""
    return next((n for n, words in enumerate(zip(*names, strict=False)) if len(set(words)) > 1), 0)


def explanation_lines(results: Results, lang: str) -> Iterator[str]:
    """Yield the lines that tell where the errors are, and then what is in doubt."""
    for heading, template, groups in (
        ("located", "change", results.located),
        ("doubted", "change_given", results.doubts),
    ):
        if groups:
            yield label("console", heading, lang)
        for group in groups:
            if group.explanations:
                tied = group.explanations[0].tied
                name = "tied" if tied > 1 else "unique" if len(group.explanations) == 1 else "first"
                yield "  " + label("console", name, lang, group=group.number, tied=tied)
            if group.note:
                yield "  " + label(
                    "console", "open", lang, group=group.number, note=translated("open", group.note, lang)
                )
            for explanation in group.explanations:
                for change in explanation.figures:
                    yield "    " + change_line(results, explanation, change, lang, template)


def change_line(results: Results, explanation: Explanation, change: Change, lang: str, template: str) -> str:
    """Return the line that tells one figure of an explanation."""
    figure = change.figure
    line = label("console", "line", lang, line=figure.line) if figure.line else ""
    if isinstance(figure.key, str):
        key, place = figure.key, figure.address or line
    else:  # a cell, named by its address already
        key, place = results.name_of(figure.key, lang), line
    blank = label("console", "blank", lang)
    told = label(
        "console",
        template,
        lang,
        key=key,
        place=place,
        printed=figure.printed or blank,
        implied=change.text or blank,
    )
    if (allowed := range_of(change)) is not None:
        told += label("console", "range", lang, range=allowed)
    slip = slip_of(change) or explanation.slip
    return f"{explanation.rank}. {told}" + (f"  — {label('slip', slip, lang)}" if slip else "")
