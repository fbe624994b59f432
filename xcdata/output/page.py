"""Results as one page for the reviewer: HTML that opens from disk, prints on A4 and asks nothing of the network.

In: a :class:`~xcdata.review.review.Review`, an :class:`~xcdata.auditing.audit.Audit`, or the audit of a workbook, whose sheets follow each
other. Out: the page's text, or its file, written whole or not at all. What they have in common is told here; the sections of each kind come from :mod:`xcdata.output.plan_view`
and :mod:`xcdata.output.grid_view`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache, singledispatch
from os import PathLike
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from xcdata import __version__
from xcdata.auditing.audit import Audit
from xcdata.auditing.sheets import WorkbookAudit
from xcdata.dataset.source import source_title
from xcdata.errors import known_language
from xcdata.files import write_all
from xcdata.grids.address import runs
from xcdata.labels import label, translated
from xcdata.ledger.results import (
    NOTHING_CHECKED,
    PROVED,
    Finding,
    Notice,
    Results,
    changes,
    range_of,
    slip_of,
)
from xcdata.ledger.verdicts import Verdict
from xcdata.output.grid_view import grid_sections
from xcdata.output.plan_view import gazette_sections
from xcdata.output.quoting import marked_columns, pieces
from xcdata.review.review import Review

VERDICT_MARKS = {
    **{"exact": "✓", "within rounding": "≈", "inconsistent": "✗", "not checkable": "?"},
    **{"noticed": "!", "information": "i"},
    **{"proved": "✓", "suspect": "✗", "in doubt": "!", "unchecked": "?", "blank": ""},
}


def write_report(results: Results | WorkbookAudit, path: str | PathLike[str], *, lang: str = "zh") -> None:
    """Write the page of a review or an audit, whole or not at all.

    Parameters
    ----------
    results : Review, Audit or WorkbookAudit
    path : path-like
        An HTML file; its folder is made where it is missing.
    lang : {'zh', 'en'}

    Raises
    ------
    XcdataError
        A path that cannot be written, or a language that there is not.
    """
    path = Path(path)
    write_all(path.parent, {path.name: report_html(results, lang=lang).encode()})


def report_html(results: Results | WorkbookAudit, *, lang: str = "zh") -> str:
    """Return the page of a review or an audit.

    Parameters
    ----------
    results : Review, Audit or WorkbookAudit
    lang : {'zh', 'en'}
        Of the page; data values and quoted lines stay as printed.

    Returns
    -------
    str
        One HTML document, style included, without scripts; the same for the same results.

    Raises
    ------
    XcdataError
        A language that there is not.
    """
    known_language(lang)
    if isinstance(results, WorkbookAudit):
        return workbook_html(results, lang)
    return environment().get_template("review.html").render(context_of(results, lang))


def workbook_html(results: WorkbookAudit, lang: str) -> str:
    """Return the page of a workbook: what was looked at on each sheet, then the sheets."""
    sections = environment().get_template("sections.html")
    sheets = [
        {
            "name": audit.source.sheet,
            "audit": audit,
            "body": Markup(sections.render(context_of(audit, lang, f"sheet-{n}-"))),
        }
        for n, audit in enumerate(results, 1)
    ]
    template = environment().get_template("workbook.html")
    told = workbook_conclusion(results, lang)
    context = common(results, lang) | {"sheets": sheets, "conclusion": told, "first": "sheets", "about": ()}
    return template.render(context)


def common(results: Results | WorkbookAudit, lang: str) -> dict[str, Any]:
    """Return what every page shows."""
    return {
        "lang": lang,
        "t": lambda name, /, **values: label("report", name, lang, **values),
        "version": __version__,
        "results": results,
        "title": source_title(results.sha256, lang) or label("report", "edited", lang, name=results.name),
    }


def context_of(results: Results, lang: str, prefix: str = "") -> dict[str, Any]:
    """Return what the sections of a page show; all their anchors begin with the prefix."""
    found = results.found
    context = common(results, lang) | {
        "p": prefix,
        "first": f"{prefix}located",
        "named": lambda section, name: label(section, name, lang),
        "left_open": lambda note: translated("open", note, lang),
        "name": lambda key: results.name_of(key, lang),
        "number": {finding.id: n for n, finding in enumerate(found, 1)},
        "range_of": range_of,
        "slip_of": slip_of,
        "quoted": lambda lines, keys, words=(): [
            (line, pieces(results.lines.get(line, ""), columns, words))
            for line, columns in marked_columns(results, lines, keys)
        ],
        "spans": runs,
        "marks": VERDICT_MARKS,
        "counts": results.counts(),
        "conclusion": conclusion(results, lang),
        "only_doubts": bool(results.doubts) and {one.verdict for one in results.open} == {Notice.NOTICED},
        "verdicts": [verdict.value for verdict in Verdict],
        "attention": by_kind(results.open),
        "known": by_kind(one for one in found if one.known and one.verdict not in PROVED),
        "information": by_kind(one for one in found if one.verdict is Notice.INFORMATION and not one.known),
        "others": Counter((one.kind, one.verdict) for one in found if not one.is_rule),
        "holding": [one for one in found if one.verdict in PROVED],
        "cited": cited_lines(results),
        **dict.fromkeys(
            ("plan", "rosters", "training", "targets", "patterns", "grids", "coverage", "texts", "accept")
        ),
    }
    return context | own_sections(results, lang)


@singledispatch
def own_sections(results: Results, lang: str) -> dict[str, Any]:  # noqa: ARG001
    """Return what a page of this kind of results shows beside what every page does."""
    raise TypeError(f"no page for {type(results).__name__}")


own_sections.register(Review, gazette_sections)
own_sections.register(Audit, grid_sections)


@cache
def environment() -> Environment:
    """Return the templates; what they show is escaped."""
    made = Environment(
        loader=PackageLoader("xcdata.output"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["amount"] = lambda value: "" if value is None else f"{value:f}"
    return made


def conclusion(results: Results, lang: str) -> list[str]:
    """Return the verdict in one or two sentences."""
    if results.exit_code == NOTHING_CHECKED:
        return [label("report", "nothing_checked", lang)]
    if results.ok:
        known = [finding for finding in results.found if finding.known]
        rules = sum(finding.is_rule for finding in known)
        return [
            label("report", "all_hold_but" if rules else "all_hold", lang, rules=rules),
            label("report", "settled_known" if known else "settled", lang, known=len(known)),
        ]
    blamed = [
        (explanation, change)
        for group in results.located
        for explanation in group.explanations
        for change in explanation.figures
    ]
    values: dict[str, object] = {"suspects": len({change.figure.key for _, change in blamed})}
    if not blamed and any(changes(results.doubts)):
        name, values = "only_doubts", {"doubts": len(results.doubts)}
    elif not blamed:
        broken = any(finding.verdict is Verdict.INCONSISTENT for finding in results.open)
        name = "not_located" if broken else "no_suspect"
    elif any(explanation.tied > 1 for explanation, _ in blamed):
        name = "tied_suspects"
    elif (slip := blamed[0][0].slip) and len(results.located) == 1:
        name = "one_slip"
        values |= {"slip": label("slip", slip, lang), "line": blamed[0][1].figure.line}
    elif len(blamed) > 1:
        name = "some_suspects"
    else:
        change, blank = blamed[0][1], label("console", "blank", lang)
        name, figure = "one_suspect", change.figure
        values = {"line": figure.line or blank, "printed": figure.printed or blank}
        values |= {"implied": change.text or blank, "name": results.name_of(figure.key, lang)}
    return [
        label("report", "broken", lang, unexplained=len(results.open)),
        label("report", name, lang, **values),
    ]


def workbook_conclusion(results: WorkbookAudit, lang: str) -> str:
    """Return the verdict on a workbook in a sentence."""
    if results.exit_code == NOTHING_CHECKED:
        return label("report", "nothing_checked", lang)
    bad = [audit.source.sheet or "" for audit in results if not audit.ok]
    idle = sum(audit.exit_code == NOTHING_CHECKED for audit in results)
    values = {"sheets": len(results), "bad": len(bad), "idle": idle, "checked": len(results) - idle}
    return label("report", "sheets_hold" if results.ok else "sheets_broken", lang, **values)


def by_kind(findings: Iterable[Finding]) -> list[tuple[str, list[Finding]]]:
    """Group findings by kind, in the order of first appearance."""
    kinds: dict[str, list[Finding]] = {}
    for finding in findings:
        kinds.setdefault(finding.kind, []).append(finding)
    return list(kinds.items())


def cited_lines(results: Results) -> list[tuple[int, str]]:
    """Return every line that a finding or an explanation names."""
    numbers = {line for finding in results.found for line in finding.lines}
    numbers |= {change.figure.line for change in changes(results.groups) if change.figure.line}
    return [(line, results.lines[line]) for line in sorted(numbers) if line in results.lines]
