"""Where the errors are, in words.

In: results. Out: in short, what is to blame, what has to follow an edit, and the findings that name a place to look at, the first few of
each; and in full every explanation, a line each.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from decimal import Decimal

from xcdata.labels import first_few, label, translated
from xcdata.ledger.following import following
from xcdata.ledger.localize import Change, Explanation, Group
from xcdata.ledger.model import Kind
from xcdata.ledger.results import (
    FORMULA,
    HIDDEN_PLACES,
    KIND_OF_SUMS,
    NO_SUM,
    PART_EXCEEDS,
    STALE,
    UNLIKELY,
    UNMET_SUM,
    UNREAD_SHEET,
    UNREADABLE,
    Finding,
    Notice,
    Results,
    Verdict,
    named,
    range_of,
    slip_of,
)
from xcdata.ledger.words import SHOWN_PARTS, amount, unread

TOLD_FIRST = (HIDDEN_PLACES, FORMULA, UNLIKELY, UNMET_SUM, NO_SUM, KIND_OF_SUMS, UNREADABLE, UNREAD_SHEET)
"""The kinds of what an audit notices beside sums that do not hold: each names the cell, the line or the sheet to look at."""

SHOWN_NAMES = 3
"""So many names are told where several stand in one line."""

SHOWN_TOTALS = 20
"""Of the totals that have to follow an edit so many are named; one of a task has seven at most."""

COUNTED_IN = re.compile(r"[\d,.]+\s*(?P<unit>[多余]?[名个位人项家所件户条种])?")

LONGEST_HEADING = 60
"""Characters: a longer line, or one with a full stop, is no heading but prose."""


def explanation_lines(results: Results, lang: str) -> Iterator[str]:
    """Yield the lines that tell where the errors are, and then what is in doubt; of a long tie the first are enough."""
    for heading, template, groups in (
        ("located", "change", results.located),
        ("doubted", "change_given", results.doubts),
    ):
        if groups:
            yield label("console", heading, lang)
        for group in groups:
            if group.explanations:
                yield "  " + label(
                    "console", "group", lang, group=group.number, told=group_in_short(results, group, lang)
                )
            if group.note:
                yield "  " + label(
                    "console", "open", lang, group=group.number, note=translated("open", group.note, lang)
                )
            for explanation in group.explanations[:SHOWN_PARTS]:
                for change in explanation.figures:
                    yield "    " + change_line(results, explanation, change, lang, template)
            if (more := len(group.explanations) - SHOWN_PARTS) > 0:
                yield "    " + label("console", "more", lang, more=more)


def group_in_short(results: Results, group: Group, lang: str) -> str:
    """Say in a few words what the explanations of a group are: how many, and of a tie whom they name and what these have in common."""
    first = group.explanations[0]
    if first.tied == 1:
        return label("console", "unique" if len(group.explanations) == 1 else "first", lang)
    told = label("console", "tied", lang, tied=first.tied)
    tied = group.explanations[: first.tied]
    singles = [one.figures[0] for one in tied if len(one.figures) == 1]
    if len(singles) < first.tied:
        names = names_in_short(results, [one.figures for one in tied], lang)
        return label("message", "semicolon", lang).join([told, names])
    rule = group.broken[0]
    parts = [change for change in singles if change.figure.key != rule.total]
    if len(group.broken) > 1 or len(parts) < 2:
        choice = label(
            "console", "one of", lang, names=names_in_short(results, [(one,) for one in singles], lang)
        )
    else:
        name = "total or part" if len(parts) < len(singles) else "part"
        total = short_name(results, rule.total, lang)
        names = names_in_short(results, [(one,) for one in parts], lang)
        choice = label("console", name, lang, total=total, parts=len(parts), names=names)
    slips: dict[str, list[str]] = {}
    for change in singles:
        if slip := slip_of(change):
            slips.setdefault(slip, []).append(short_name(results, change.figure.key, lang))
    fits = [
        label("console", "fits", lang, slip=label("slip", slip, lang), names=some_names(names, lang))
        for slip, names in list(slips.items())[:SHOWN_NAMES]
    ]
    return label("message", "semicolon", lang).join([told, choice, *fits])


def names_in_short(results: Results, explanations: Sequence[Sequence[Change]], lang: str) -> str:
    """Name the figures of some explanations, those that are wrong together as one; addresses are short, so more of them are."""
    keys = [[change.figure.key for change in one] for one in explanations]
    names = [
        label("console", "and", lang).join(
            first_few([short_name(results, key, lang) for key in one], SHOWN_NAMES)
        )
        for one in keys
    ]
    short = all(results.figures[key].address and not isinstance(key, str) for one in keys for key in one)
    return some_names(names, lang, SHOWN_PARTS if short else SHOWN_NAMES)


def some_names(names: Sequence[str], lang: str, most: int = SHOWN_NAMES) -> str:
    """Join the first of some names."""
    return label("message", "comma", lang).join(first_few(names, most))


def short_name(results: Results, key: Hashable, lang: str) -> str:
    """Return a figure's address, or what it is called where it has none."""
    address = results.figures[key].address
    return address if address and not isinstance(key, str) else results.name_of(key, lang)


def culprit_lines(results: Results, lang: str) -> Iterator[str]:
    """Yield a line for each group of errors, the first few: the figures that are to blame, or how many may be; then what else names a place, and what holds within rounding only."""
    located = [group for group in results.located if group.explanations]
    for group in located[:SHOWN_PARTS]:
        tied = group.explanations[: group.explanations[0].tied]
        if counted := count_in_short(results, group, lang):
            yield counted
            continue
        if len(tied) > SHOWN_NAMES:
            yield group_in_short(results, group, lang)
            continue
        told = (explanation_in_short(results, one, lang) for one in tied)
        yield label("console", "or", lang).join(told)
    if (more := len(located) - SHOWN_PARTS) > 0:
        yield label("console", "more groups", lang, more=more)
    yield from first_lines(results, lang)
    yield from within_lines(results, lang)


def first_lines(results: Results, lang: str) -> Iterator[str]:
    """Yield a line for each finding that no located error tells, the first few."""
    told = [
        *unlocated_sums(results, lang),
        *unread_figures(results, lang),
        *(one.message[lang] for one in results.open if is_told_first(one)),
    ]
    yield from few_lines(told, lang)


def few_lines(told: Sequence[str], lang: str) -> Iterator[str]:
    """Yield the first of some lines, and how many more there are."""
    yield from told[:SHOWN_PARTS]
    if (more := len(told) - SHOWN_PARTS) > 0:
        yield label("console", "more findings", lang, more=more)


def gone_lines(results: Results, lang: str) -> Iterator[str]:
    """Yield a line for each known issue that is there no longer, the first few."""
    told = [one.message[lang] for one in results.open if one.kind == STALE]
    yield from few_lines(told, lang)


def unlocated_sums(results: Results, lang: str) -> Iterator[str]:
    """Yield, of the groups whose search came to no end, each sum that does not hold, with its size."""
    lost = {rule.id for group in results.located if not group.explanations for rule in group.broken}
    for one in results.open:
        if one.id in lost and one.is_rule and one.verdict is Verdict.INCONSISTENT:
            yield label("message", "off", lang, id=one.id, difference=f"{one.difference:f}")


def is_told_first(finding: Finding) -> bool:
    """Whether a finding beside sums stands among the first lines: what an audit noticed. What a text has beside its sums is told by its line, below."""
    noticed = finding.verdict is Notice.NOTICED
    return finding.kind in (PART_EXCEEDS, UNMET_SUM) or (noticed and finding.kind in TOLD_FIRST)


def unread_figures(results: Results, lang: str) -> list[str]:
    """Return for each cell that stands in a rule and cannot be read what the rules imply for it, where they do."""
    told: dict[Hashable, str] = {}
    for ledger in results.ledgers:
        for rule in ledger.rules:
            missing = [key for key in (rule.total, *rule.parts) if ledger.by_key[key].value is None]
            for figure in (ledger.by_key[key] for key in missing):
                if figure.address and figure.key not in told:
                    values = {"name": figure.address, "printed": figure.printed}
                    told[figure.key] = unread(ledger, rule, lang) or label(
                        "message", "unread_figure", lang, **values
                    )
    return list(told.values())


def within_lines(results: Results, lang: str) -> Iterator[str]:
    """Yield a line, if any, that names the sums of rounded figures which do not agree exactly, those first that use up most of the tolerance.

    That figures were rounded is what the others make likely. What is printed in a coarser unit in one place is rounded for certain.
    """
    rounded = {rule.id for ledger in results.ledgers if ledger.kind is Kind.ROUNDED for rule in ledger.rules}
    within = [one for one in results.found if one.verdict is Verdict.WITHIN_ROUNDING and one.id in rounded]
    if not within:
        return

    def used(finding: Finding) -> Decimal:
        return abs(finding.difference or Decimal(0)) / (finding.tolerance or Decimal(1))

    told = [
        label(
            "console",
            "within off",
            lang,
            name=short_name(results, one.figures[0], lang),
            difference=amount(one.difference),
        )
        for one in sorted(within, key=used, reverse=True)
    ]
    yield label("console", "within rounding", lang, sums=len(within), told=some_names(told, lang))


def count_in_short(results: Results, group: Group, lang: str) -> str:
    """Return what a text states and what its list has, where the smallest explanations doubt a count; empty where none does.

    A list was never printed as a number: which of the two is wrong is for the reader, who needs both and the line.
    """
    tied = group.explanations[: group.explanations[0].tied]
    changed = {change.figure.key for one in tied for change in one.figures}
    if any(len(one.figures) > 1 for one in tied) or not any(results.figures[key].counted for key in changed):
        return ""
    rules = [rule for rule in group.broken if all(results.figures[part].counted for part in rule.parts)]
    if not rules:
        return ""
    rule = min(rules, key=lambda one: (changed.isdisjoint(one.parts), len(one.parts)))
    total, counted = results.figures[rule.total], [results.figures[part].value for part in rule.parts]
    if total.value is None or None in counted:
        return ""
    listed = sum((one for one in counted if one is not None), Decimal(0))
    text = results.lines.get(total.line or 0, "")
    found = COUNTED_IN.match(text, (total.column or 1) - 1) if "\t" not in text else None
    unit = (found and found["unit"]) or "" if lang == "zh" else ""
    heading = 0 < len(text) <= LONGEST_HEADING and "。" not in text
    return label(
        "console",
        "count",
        lang,
        name=" ".join(word for word in named(total, lang) if word != label("figure", "stated", lang)),
        where=label("console", "in heading" if heading else "in prose", lang),
        stated=f"{amount(total.value)}{unit}",
        listed=f"{amount(listed)}{unit}",
        off=label(
            "console",
            "fewer" if listed < total.value else "more of them",
            lang,
            off=f"{amount(abs(listed - total.value))}{unit}",
        ),
        line=total.line or "—",
    )


def explanation_in_short(results: Results, explanation: Explanation, lang: str) -> str:
    """Return what the figures of an explanation are printed as, and what they should be."""
    told = [change_in_short(results, change, lang) for change in explanation.figures]
    if len(told) == 1:
        return followed(results, explanation, told[0], lang)
    if explanation.slip:
        names = [short_name(results, change.figure.key, lang) for change in explanation.figures]
        line = min((one.figure.line for one in explanation.figures if one.figure.line), default="—")
        values = {"line": line, "figures": len(names), "names": some_names(names, lang)}
        return label("console", "whole", lang, slip=label("slip", explanation.slip, lang), **values)
    shown = first_few(told, SHOWN_NAMES)
    together = label("console", "together", lang, told=label("message", "semicolon", lang).join(shown))
    return followed(results, explanation, together, lang)


def followed(
    results: Results, explanation: Explanation, told: str, lang: str, of: Hashable | None = None
) -> str:
    """Say of figures that somebody edited which totals have to follow, and to what, if the edits were meant; of one of them, if any follow it.

    A total that was edited alone is not what its parts add up to, whatever follows: it is left out.
    """
    changes = explanation.figures
    if not all(results.was(change.figure) is not None for change in changes):
        return told
    ledger = next(one for one in results.ledgers if changes[0].figure.key in one.by_key)
    meant = [change.figure.key for change in changes]
    implied = {change.figure.key: change.implied for change in changes}
    able = [
        key
        for key in meant
        if following(ledger, [key], {one: value for one, value in implied.items() if one != key})
    ]
    if of is not None and of not in able:
        return told
    mended = {key: value for key, value in implied.items() if able and key not in able}
    meant = able or meant
    due = mended | following(ledger, meant, mended)
    totals = [(ledger.by_key[key], value) for key, value in due.items()] if len(due) > len(mended) else []
    # A total that is no cell of its own, or stands there in another unit, cannot be told its new figure.
    if not totals or not all(
        one.address and one.value is not None and is_same(one.printed, one.value) for one, _ in totals
    ):
        return told
    said = [
        label("console", "total", lang, address=figure.address, value=f"{value:f}")
        for figure, value in totals
    ]
    shown = first_few(said, SHOWN_TOTALS)
    comma = label("message", "comma", lang)
    values = {"told": told, "totals": comma.join(shown)}
    if len(meant) < len(changes):
        cells = comma.join(ledger.by_key[key].address or "" for key in meant)
        return label("console", "then of", lang, cells=cells, **values)
    return label("console", "then", lang, **values)


def change_in_short(results: Results, change: Change, lang: str) -> str:
    """Return what is printed for a figure, and what it should be."""
    blank = label("console", "blank", lang)
    figure = change.figure
    name = short_name(results, figure.key, lang)
    if isinstance(figure.key, str) and (figure.address or figure.line):
        place = {"address": figure.address, "line": figure.line}
        name += label("console", "at cell" if figure.address else "at line", lang, **place)
    values = {"printed": figure.printed or blank, "implied": change.text or blank}
    typed = not isinstance(figure.key, str) and figure.address is None  # of a frame: it was never printed
    was = results.was(figure)
    if figure.counted:
        template = "short counted"
    elif results.is_gone(figure):
        template = "short gone"
    elif was is not None:
        template = "short back" if is_same(was, change.implied) else "short edited"
    else:
        template = "short typed" if typed or results.is_copy else "short"
    return label("console", template, lang, name=name, was=was or blank, **values)


def is_same(text: str, value: Decimal) -> bool:
    """Whether a text is that number; a blank is none."""
    try:
        return Decimal(text or 0) == value
    except ArithmeticError:
        return False


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
        "change_counted"
        if figure.counted
        else "change_now"
        if results.is_copy and template == "change"
        else template,
        lang,
        key=key,
        place=place,
        printed=figure.printed or blank,
        implied=change.text or blank,
    )
    if (allowed := range_of(change)) is not None:
        told += label("console", "range", lang, range=allowed)
    if len(explanation.figures) > 1:
        told = label("console", "together", lang, told=told)
    slip = slip_of(change) or explanation.slip
    return f"{explanation.rank}. {told}" + (f"  — {label('slip', slip, lang)}" if slip else "")
