"""What a page's script needs to trace a figure: every figure, every sum rule, and the words to tell them in.

In: results. Out: a :class:`Trace`, whose data stand in the page as JSON, and from which the
cells of its tables know their figures by number. Amounts are decimal text, so that the script can reckon exactly.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from xcdata.labels import LANGUAGES, label, read_labels
from xcdata.ledger.model import Figure
from xcdata.ledger.results import Results
from xcdata.ledger.slips import is_as_printed, places_moved
from xcdata.ledger.verdicts import Verdict

NO_HTML = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
"""What would end the script element, or a line of it, as JSON writes it otherwise."""


@dataclass(frozen=True, eq=False)
class Trace:
    """The figures and rules of a page.

    Attributes
    ----------
    at : mapping of Hashable to int
        A figure's number by its key.
    data : dict
        ``figures``: name, printed text, value or None, decimal places from the value to what is printed (None where nothing
        can be typed over it), line, column, whether it was counted. ``rules``: words, total, parts, their signs, known difference, tolerance,
        verdict, number of the finding. ``words``: the labels of the script.
    """

    at: Mapping[Hashable, int]
    data: Mapping[str, object]

    @property
    def json(self) -> Markup:
        """The data as JSON that can stand in a script element."""
        text = json.dumps(self.data, ensure_ascii=False, separators=(",", ":"))
        for sign, code in NO_HTML.items():
            text = text.replace(sign, code)
        return Markup(text)


def trace_of(results: Results, lang: str) -> Trace:
    """Return what the script of a page needs."""
    at = {key: number for number, key in enumerate(results.figures)}
    findings = {one.id: (number, one) for number, one in enumerate(results.found, 1) if one.is_rule}
    figures = [figure_data(results, figure, lang) for figure in results.figures.values()]
    rules = []
    for ledger in results.ledgers:
        for rule in ledger.rules:
            number, finding = findings[rule.id]
            known = finding.known is not None
            rules.append(
                [
                    finding.message[lang],
                    at[rule.total],
                    [at[part] for part in rule.parts],
                    list(rule.signs) if rule.minus else None,
                    exact(rule.known_difference),
                    exact(finding.tolerance or Decimal(0)),
                    "known" if known else finding.verdict.value,
                    number,
                ]
            )
    # The script fills their placeholders in.
    words = {name: texts[LANGUAGES.index(lang)] for name, texts in read_labels()["trace"].items()}
    words |= {verdict.value: label("verdict", verdict.value, lang) for verdict in Verdict}
    return Trace(at, {"figures": figures, "rules": rules, "words": words})


def figure_data(results: Results, figure: Figure, lang: str) -> list[object]:
    """Return a figure as the script has it."""
    typed = places_moved(figure) if is_as_printed(figure) else None
    value = None if figure.value is None else exact(figure.value)
    name = results.name_of(figure.key, lang)
    return [name, figure.printed, value, typed, figure.line, figure.column, figure.counted]


def exact(value: Decimal) -> str:
    """Return a value as decimal text without an exponent."""
    return f"{value:f}"
