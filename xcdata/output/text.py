"""Results as text for people at a terminal.

In: any :class:`~xcdata.ledger.results.Results`. Out: text that begins and ends with the verdict, one line of counts and whom the errors
point to, and between shows the located errors and the failures first, and quotes the printed lines with the figure marked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from xcdata.labels import label
from xcdata.ledger.conclusion import summary_line as summary_line
from xcdata.ledger.culprits import culprit_lines, explanation_lines, gone_lines
from xcdata.ledger.results import PROVED, Finding, Results, changes
from xcdata.ledger.words import SHOWN_PARTS, amounts_told
from xcdata.output.quoting import marked_figures, pieces

BRACKETS = ("【", "】")


def as_text(
    results: Results,
    lang: str = "zh",
    about: Iterable[str] = (),
    *,
    first: Iterable[str] = (),
    last: Iterable[str] = (),
) -> str:
    """Return the results for a terminal.

    Parameters
    ----------
    results : Results
    lang : {'zh', 'en'}
    about : iterable of str
        Paragraphs that come after the verdict.
    first, last : iterable of str
        The lines that it begins and ends with; the counts, and whom the errors point to, where they are not given.
    """
    failures = [finding for finding in results.found if finding.verdict not in PROVED]
    verdict = summary_line(results, lang)
    culprits = [*culprit_lines(results, lang), *gone_lines(results, lang)]
    parts = ["\n".join([*first] or [verdict, *culprits]), *about]
    parts += ["\n".join(explanation_lines(results, lang))] if results.groups else []
    for finding in sorted(failures, key=lambda one: not one.is_open):
        parts.append("\n".join(finding_lines(results, finding, lang)))
    return "\n\n".join([*parts, "\n".join([*last] or [*culprits, verdict])])


def first_and_more(told: Sequence[str], lang: str) -> str:
    """Return several sentences in one line: the first of them, and how many more there are."""
    first, *others = told
    return label("decision", "culprit", lang, first=first, more=len(others)) if others else first


def finding_lines(results: Results, finding: Finding, lang: str) -> Iterator[str]:
    """Yield the lines that tell one finding."""
    yield f"{label('verdict', finding.verdict, lang)}  {finding.message[lang]}  [{finding.id}]"
    if finding.difference is not None:
        yield "  " + amounts_told(results, finding, lang)
    if finding.is_open:
        quoted = list(marked_figures(results, finding.lines, finding.figures))
        shown = telling_lines(results, finding)
        kept = [one for one in quoted if one[0] in shown]
        for line, figures in kept:
            marked = quote(results.lines[line], figures, finding.words)
            yield "  " + label("console", "quoted", lang, line=line, quote=marked)
        if more := len(quoted) - len(kept):
            yield "  " + label("console", "more lines", lang, more=more)
        return
    if finding.lines:
        numbers = label("message", "comma", lang).join(map(str, finding.lines))
        yield "  " + label("console", "lines", lang, lines=numbers)
    if finding.known is not None:
        yield "  " + label("console", "known", lang, reason=finding.known[lang])


def telling_lines(results: Results, finding: Finding) -> set[int]:
    """Return the lines of a finding that are quoted: of many, those of its total and of the figures that are named first."""
    if len(finding.lines) <= SHOWN_PARTS + 1 or not finding.figures:
        return set(finding.lines)
    named = [finding.figures[0], *(change.figure.key for change in changes(results.groups))]
    own = dict.fromkeys(results.figures[key].line for key in named if key in set(finding.figures))
    return {line for line in list(own)[: SHOWN_PARTS + 1] if line is not None}


def quote(text: str, figures: Mapping[int, str], words: Iterable[str] = ()) -> str:
    """Quote a printed line, figures and words in brackets."""
    left, right = BRACKETS
    cut = pieces(text, figures, words)
    return "".join(f"{left}{piece}{right}" if marked else piece for piece, marked in cut)
