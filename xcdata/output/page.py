"""Results as one page for the reviewer: HTML that opens from disk, prints on A4 and asks nothing of the network.

In: a :class:`~xcdata.review.review.Review`, an :class:`~xcdata.auditing.audit.Audit`, or the audit of a workbook, whose sheets follow each
other. Out: the page's text, or its file, written whole or not at all. What they have in common is told here; the sections of each kind come from :mod:`xcdata.output.plan_view`
and :mod:`xcdata.output.grid_view`.
"""

from __future__ import annotations

import shlex
from base64 import b64encode
from collections import Counter
from collections.abc import Sequence
from functools import cache, partial, singledispatch
from hashlib import sha256
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
from xcdata.invoked import program
from xcdata.labels import label, translated
from xcdata.ledger.culprits import SHOWN_NAMES, group_in_short
from xcdata.ledger.localize import Group
from xcdata.ledger.results import PROVED, Finding, Notice, Results, changes, range_of, slip_of
from xcdata.ledger.verdicts import Verdict
from xcdata.ledger.words import amount, amounts
from xcdata.output.grid_view import grid_sections
from xcdata.output.plan_view import gazette_sections
from xcdata.output.quoting import marked_figures, pieces
from xcdata.output.trace import trace_of
from xcdata.review.accepted import sheet_id
from xcdata.review.decision import by_kind, decide
from xcdata.review.review import Review

VERDICT_MARKS = {
    **{"exact": "✓", "within rounding": "≈", "inconsistent": "✗", "not checkable": "?"},
    **{"noticed": "!", "information": "i"},
    **{"proved": "✓", "suspect": "✗", "in doubt": "!", "unchecked": "?", "blank": ""},
}


def write_report(
    results: Results | WorkbookAudit,
    path: str | PathLike[str],
    *,
    lang: str = "zh",
    given: Sequence[str] = (),
) -> None:
    """Write the page of a review or an audit, whole or not at all.

    Parameters
    ----------
    results : Review, Audit or WorkbookAudit
    path : path-like
        An HTML file; its folder is made where it is missing.
    lang : {'zh', 'en'}
    given : sequence of str
        As for :func:`report_html`.

    Raises
    ------
    XcdataError
        A path that cannot be written, or a language that there is not.
    """
    path = Path(path)
    write_all(path.parent, {path.name: report_html(results, lang=lang, given=given).encode()})


def report_html(results: Results | WorkbookAudit, *, lang: str = "zh", given: Sequence[str] = ()) -> str:
    """Return the page of a review or an audit.

    Parameters
    ----------
    results : Review, Audit or WorkbookAudit
    lang : {'zh', 'en'}
        Of the page; data values and quoted lines stay as printed.
    given : sequence of str
        How a command line names the source and what it is read by, for the commands on the page; by default its name.

    Returns
    -------
    str
        One HTML document, style and script included; it works without the script, too, and is the same for the same results.

    Raises
    ------
    XcdataError
        A language that there is not.
    """
    known_language(lang)
    if isinstance(results, WorkbookAudit):
        return workbook_html(results, lang, given)
    return environment().get_template("review.html").render(context_of(results, lang, given=given))


def workbook_html(results: WorkbookAudit, lang: str, given: Sequence[str]) -> str:
    """Return the page of a workbook: what was looked at on each sheet, then the sheets."""
    sections = environment().get_template("sections.html")
    sheets = [
        {
            "name": audit.source.sheet,
            "audit": audit,
            "body": Markup(sections.render(context_of(audit, lang, f"sheet-{n}-", given=given))),
        }
        for n, audit in enumerate(results, 1)
    ]
    template = environment().get_template("workbook.html")
    told = results.told(lang)
    context = common(results, lang) | {
        "sheets": sheets,
        "conclusion": told,
        "first": "sheets",
        "about": (),
        "method": (),
    }
    return template.render(context)


def common(results: Results | WorkbookAudit, lang: str) -> dict[str, Any]:
    """Return what every page of results shows."""
    return framed(lang) | {
        "results": results,
        "title": source_title(results.sha256, lang) or label("report", "edited", lang, name=results.name),
        "more": label("trace", "more", lang),
        "script": inlined("trace.js"),
    }


def framed(lang: str) -> dict[str, Any]:
    """Return what the frame of a page shows, whatever stands in it."""
    return {
        "lang": lang,
        "t": lambda name, /, **values: label("report", name, lang, **values),
        "version": __version__,
        "style": inlined("review.css"),
        "policy": policy(),
    }


@cache
def inlined(name: str) -> Markup:
    """Return a style or script as it stands in the page."""
    loader = environment().loader
    assert loader is not None
    return Markup(loader.get_source(environment(), name)[0])


@cache
def policy() -> str:
    """Return what the page may do: show its own style and run its own script, both known by their hashes, and nothing else."""
    hashes = {
        name: b64encode(sha256(inlined(name).encode()).digest()).decode()
        for name in ("review.css", "trace.js")
    }
    return (
        f"default-src 'none'; style-src 'sha256-{hashes['review.css']}'; script-src 'sha256-{hashes['trace.js']}'; "
        "base-uri 'none'; form-action 'none'"
    )


def context_of(results: Results, lang: str, prefix: str = "", *, given: Sequence[str] = ()) -> dict[str, Any]:
    """Return what the sections of a page show; all their anchors begin with the prefix."""
    found = results.found
    context = common(results, lang) | {
        "p": prefix,
        "given": given,
        "within": f"h-{prefix.removesuffix('-')} " if prefix else "",
        "first": f"{prefix}glance",
        "named": lambda section, name: label(section, name, lang),
        "named_values": lambda section, name, **values: label(section, name, lang, **values),
        "left_open": lambda note: translated("open", note, lang),
        "name": lambda key: results.name_of(key, lang),
        "number": {finding.id: n for n, finding in enumerate(found, 1)},
        "range_of": range_of,
        "slip_of": slip_of,
        "quoted": lambda lines, keys, words=(): [
            (line, pieces(results.lines.get(line, ""), figures, words))
            for line, figures in marked_figures(results, lines, keys)
        ],
        "spans": runs,
        "marks": VERDICT_MARKS,
        "counts": results.counts(),
        "decision": decide(results, lang),
        "is_copy": results.is_copy,
        "amounts": lambda finding: amounts(results, finding),
        "short": lambda group: group_in_short(results, group, lang) if is_long_tie(group) else "",
        "trace": trace_of(results, lang),
        "verdicts": [verdict.value for verdict in Verdict],
        "attention": by_kind(results.open),
        "known": by_kind(one for one in found if one.known and one.verdict not in PROVED),
        "information": by_kind(one for one in found if one.verdict is Notice.INFORMATION and not one.known),
        "others": Counter((one.kind, one.verdict) for one in found if not one.is_rule),
        "holding": [one for one in found if one.verdict in PROVED],
        "cited": cited_lines(results),
        **dict.fromkeys(
            ("plans", "rosters", "training", "targets", "patterns", "grids", "coverage", "notices", "accept")
        ),
    }
    # What was never a file has no name by which a command could find it.
    if isinstance(results, Review) or Path(results.name).suffix:
        sheet = results.source.sheet if isinstance(results, Audit) and prefix else None
        context["accept"] = partial(accept_command, results, lang, given, sheet)
    return context | own_sections(results, lang)


def accept_command(
    results: Results, lang: str, given: Sequence[str], sheet: str | None, finding: Finding
) -> str:
    """Return the command that writes a finding, of a sheet where there are several, into the known issues once it was judged.

    The source is the one that was given, with all that it was read by, or called by its name; our own gazette has a file of its own.
    """
    source = list(given) or [results.name]
    if "--known" not in source:
        ours = source_title(results.sha256, lang) is not None
        source = [] if ours else [*source, "--known", "known_issues.toml"]
    reason = [f"--reason-{lang}", label("report", "accept_reason", lang)]
    return f"{program()} known add {shlex.join([sheet_id(sheet, finding.id), *source, *reason])}"


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
    made.filters["amount"] = amount
    return made


def is_long_tie(group: Group) -> bool:
    """Whether a group has so many equal explanations of one figure each that one sentence tells them all."""
    tied = group.explanations[: group.explanations[0].tied] if group.explanations else ()
    return len(tied) > SHOWN_NAMES and all(len(one.figures) == 1 for one in group.explanations)


def cited_lines(results: Results) -> list[tuple[int, str]]:
    """Return every line that a finding or an explanation names."""
    numbers = {line for finding in results.found for line in finding.lines}
    numbers |= {change.figure.line for change in changes(results.groups) if change.figure.line}
    return [(line, results.lines[line]) for line in sorted(numbers) if line in results.lines]
