"""Results as text for people at a terminal.

In: any :class:`~xcdata.ledger.results.Results`. Out: text that shows the located errors and the failures first, quotes the printed
lines with the figure marked, and ends with one line of counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xcdata.labels import label
from xcdata.ledger.results import PROVED, Finding, Results
from xcdata.ledger.words import explanation_lines
from xcdata.output.quoting import marked_columns, pieces

BRACKETS = ("【", "】")


def as_text(results: Results, lang: str = "zh") -> str:
    """Return the results for a terminal."""
    failures = [finding for finding in results.found if finding.verdict not in PROVED]
    parts = ["\n".join(explanation_lines(results, lang))] if results.groups else []
    for finding in sorted(failures, key=lambda one: not one.is_open):
        parts.append("\n".join(finding_lines(results, finding, lang)))
    return "\n\n".join([*parts, summary_line(results, lang)])


def summary_line(results: Results, lang: str) -> str:
    """Return the one line of counts."""
    counts = results.counts()
    return label(
        "console",
        "counts",
        lang,
        name=results.name,
        rules=counts["rules"],
        exact=counts["exact"],
        within=counts["within rounding"],
        inconsistent=counts["inconsistent"],
        known=sum(finding.is_rule and finding.known is not None for finding in results.found),
        unread=counts["not checkable"],
        unexplained=len(results.open),
    )


def finding_lines(results: Results, finding: Finding, lang: str) -> Iterator[str]:
    """Yield the lines that tell one finding."""
    yield f"{label('verdict', finding.verdict, lang)}  {finding.message[lang]}  [{finding.id}]"
    if finding.difference is not None:
        amounts = {name: f"{getattr(finding, name):f}" for name in ("published", "computed", "difference")}
        yield "  " + label("console", "amounts", lang, **amounts)
    if finding.is_open:
        for line, columns in marked_columns(results, finding.lines, finding.figures):
            shown = quote(results.lines[line], columns, finding.words)
            yield "  " + label("console", "quoted", lang, line=line, quote=shown)
        return
    if finding.lines:
        numbers = label("message", "comma", lang).join(map(str, finding.lines))
        yield "  " + label("console", "lines", lang, lines=numbers)
    if finding.known is not None:
        yield "  " + label("console", "known", lang, reason=finding.known[lang])


def quote(text: str, columns: Iterable[int], words: Iterable[str] = ()) -> str:
    """Quote a printed line, the figures at some columns and some words in brackets."""
    left, right = BRACKETS
    cut = pieces(text, columns, words)
    return "".join(f"{left}{piece}{right}" if marked else piece for piece, marked in cut)
