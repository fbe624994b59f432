"""How surely the sums of a table are exact or rounded, and what is wrong in either case.

In: a ledger whose kind nobody declared. Out: the likelier kind and its probability; the errors that are errors for certain, and the
doubts: what would be wrong if the sums were to hold exactly, though within rounding they hold. In a table of two sums of which one is
off by one unit nobody can know, and a guess either way would hide an error or raise an alarm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from statistics import median
from typing import cast

from xcdata.auditing.parameters import PARAMETERS
from xcdata.auditing.patterns import Cell, along_of
from xcdata.grids.numerals import Reading
from xcdata.labels import LANGUAGES, first_few, label
from xcdata.ledger.judged import lines_of
from xcdata.ledger.localize import Change, Explanation, Group, locate
from xcdata.ledger.model import Kind, Ledger
from xcdata.ledger.results import KIND_OF_SUMS, Finding, Notice
from xcdata.ledger.rounding import infer_kind
from xcdata.ledger.verdicts import Verdict, check
from xcdata.ledger.words import messages

SHOWN = 6
"""So many sums of which it is open whether they hold are named."""


def likelier_kind(ledger: Ledger, *, noted: bool = False) -> tuple[Kind, float]:
    """Return the likelier kind of a ledger and its probability, knowing how many published tables are rounded.

    Parameters
    ----------
    ledger : Ledger
    noted : bool
        Whether a note says that sums may be off by rounding: that makes it likelier, and settles nothing.
    """
    share = PARAMETERS.noted_share if noted else PARAMETERS.rounded_share
    exact = exactly(*infer_kind(ledger))
    weights = exact * (1 - share), (1 - exact) * share
    return (Kind.EXACT if weights[0] >= weights[1] else Kind.ROUNDED), max(weights) / sum(weights)


def exactly(kind: Kind, surely: float) -> float:
    """Return the probability that sums are exact, given that of their likelier kind."""
    return surely if kind is Kind.EXACT else 1 - surely


def is_open(ledger: Ledger, surely: float, *, noted: bool) -> bool:
    """Whether it is left open how the sums of a ledger of the likelier kind hold.

    That they are rounded is believed where it is likelier and decimals or a note speak for it, too. Of whole numbers, of which
    fewer tables are rounded, it has to be sure, and more than one sum has to be off.
    """
    spoken_for = ledger.kind is Kind.ROUNDED and (noted or ledger.ulp < 1)
    if spoken_for:
        return False
    # One sum that is off makes no habit of rounding: it may as well be wrong.
    off = sum(bool(finding.difference) for finding in check(ledger))
    alone = ledger.kind is Kind.ROUNDED and off < 2
    return surely < PARAMETERS.sure or alone


def lenient(ledger: Ledger, *, open_: bool) -> Ledger:
    """Return the ledger by which rules are judged: rounding is allowed for as long as it is not ruled out."""
    return replace(ledger, kind=Kind.ROUNDED) if open_ else ledger


def errors_and_doubts(ledger: Ledger, *, open_: bool) -> tuple[list[Group], list[Group]]:
    """Locate what is wrong for certain, and what is wrong only if the sums are exact.

    Parameters
    ----------
    ledger : Ledger
        Of the likelier kind.
    open_ : bool
        Whether it may be the other one; if not there are no doubts.
    """
    groups = locate(ledger, steps=PARAMETERS.steps).groups
    if not open_:
        return list(groups), []
    findings = check(lenient(ledger, open_=open_))
    within = {finding.rule.id for finding in findings if finding.verdict is Verdict.WITHIN_ROUNDING}
    exact = (
        groups
        if ledger.kind is Kind.EXACT
        else locate(replace(ledger, kind=Kind.EXACT), steps=PARAMETERS.steps).groups
    )

    def doubtful(group: Group) -> bool:
        return all(rule.id in within for rule in group.broken)

    return [group for group in groups if not doubtful(group)], [group for group in exact if doubtful(group)]


def located_groups(ledger: Ledger, readings: Sequence[Sequence[Reading]], *, open_: bool) -> list[Group]:
    """Locate what is wrong, and then what is wrong only if the sums are exact; of ties what their neighbours speak for comes first."""
    errors, doubts = errors_and_doubts(ledger, open_=open_)
    return [
        by_series(one, readings) for one in (*errors, *(replace(one, given=Kind.EXACT) for one in doubts))
    ]


def kind_note(
    id_: str, ledger: Ledger, surely: float, doubtful: Sequence[Finding], *, noted: bool = False
) -> Finding:
    """Return what a reader must know of the kind of a ledger's sums; something to look into where that is open and matters.

    It is where the findings `doubtful` are of sums that would be wrong if they were exact.
    """
    assert ledger.kind is not None
    values = {"unit": f"{ledger.ulp:f}", "rules": len(ledger.rules), "surely": f"{surely:.1%}"}
    if not doubtful:
        name = "exact, noted" if noted and ledger.kind is Kind.EXACT else ledger.kind.value
        told = messages(f"sums {name}", **values)
        return Finding(id_, KIND_OF_SUMS, Notice.INFORMATION, told)
    values["exact"] = f"{exactly(ledger.kind, surely):.0%}"
    message = {}
    for lang in LANGUAGES:
        names = [
            label("message", "off", lang, id=one.id, difference=f"{one.difference:f}") for one in doubtful
        ]
        shown = first_few(names, SHOWN)
        within = label("message", "comma", lang).join(shown)
        message[lang] = label("message", "sums open", lang, **values, within=within)
    figures = tuple(dict.fromkeys(key for finding in doubtful for key in finding.figures))
    stated = tuple(ledger.by_key[key].printed for key in figures)
    return Finding(
        id_, KIND_OF_SUMS, Notice.NOTICED, message, figures, lines_of(ledger, figures), stated=stated
    )


def by_series(group: Group, readings: Sequence[Sequence[Reading]]) -> Group:
    """Rank first, of explanations that tie, those that bring figures nearer to their neighbours across the rule."""
    if len(group.explanations) < 2:
        return group
    rule = group.broken[0]
    down = along_of(cast("Cell", rule.total), cast("tuple[Cell, ...]", rule.parts)) == 1

    def away(explanation: Explanation) -> tuple[int, bool]:
        size = 1 if explanation.slip else len(explanation.figures)
        return size, not all(is_nearer(change, readings, down=down) for change in explanation.figures)

    ranked = sorted(group.explanations, key=away)
    explanations = tuple(replace(one, rank=rank) for rank, one in enumerate(ranked, 1))
    return replace(group, explanations=explanations)


def is_nearer(change: Change, readings: Sequence[Sequence[Reading]], *, down: bool) -> bool:
    """Whether the value that a figure should have had is no further from its neighbours' middle than what is printed."""
    row, column = cast("Cell", change.figure.key)
    around = [(row + step, column) if down else (row, column + step) for step in (-2, -1, 1, 2)]
    values = [
        reading
        for r, c in around
        if 0 <= r < len(readings)
        and 0 <= c < len(readings[r])
        and isinstance(reading := readings[r][c], Decimal)
    ]
    if len(values) < 2 or change.figure.value is None:
        return True
    middle = median(values)
    return abs(change.implied - middle) <= abs(change.figure.value - middle)
