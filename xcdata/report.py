"""A review as one page for the reviewer: HTML that opens from disk, prints on A4 and asks nothing of the network.

In: a :class:`~xcdata.review.Review`. Out: the page's text, or its file, written whole or not at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import groupby
from os import PathLike
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from xcdata import __version__, plan
from xcdata.audits import Audit
from xcdata.export import write_all
from xcdata.findings import PROVED
from xcdata.grid_view import page_context
from xcdata.labels import label
from xcdata.ledger import Ledger
from xcdata.plan_view import header_rows, plan_rows
from xcdata.problems import XcdataError
from xcdata.proof import STATES, cell_states
from xcdata.quoting import Row, figure_places, marked_columns, pieces, records, words_of
from xcdata.review import Review
from xcdata.source import read_sidecar
from xcdata.tables import Tables, parse
from xcdata.verdicts import Verdict

MARKS = {
    **{"exact": "✓", "within rounding": "≈", "inconsistent": "✗", "not checkable": "?"},
    **{"noticed": "!", "information": "i"},
    **{"proved": "✓", "suspect": "✗", "in doubt": "!", "unchecked": "?", "blank": ""},
}


def write_report(review: Review, path: str | PathLike[str], *, lang: str = "zh") -> None:
    """Write the page of a review, whole or not at all.

    Parameters
    ----------
    review : Review
    path : path-like
        An HTML file; its folder is made where it is missing.
    lang : {'zh', 'en'}

    Raises
    ------
    XcdataError
        A path that cannot be written, or a language that there is not.
    """
    path = Path(path)
    if path.is_dir():
        raise XcdataError(f"{path}: expected a file to write, found a directory. Name a file in it.")
    write_all(path.parent, {path.name: report_html(review, lang=lang).encode()})


def report_html(review: Review, *, lang: str = "zh") -> str:
    """Return the page of a review.

    Parameters
    ----------
    review : Review
    lang : {'zh', 'en'}
        Of the page; data values and quoted lines stay as printed.

    Returns
    -------
    str
        One HTML document, style included, without scripts; the same for the same review.
    """
    found = [finding | {"number": n} for n, finding in enumerate(records(review.findings), 1)]
    context = {
        "lang": lang,
        "t": lambda name, /, **values: label("report", name, lang, **values),
        "named": lambda section, name: label(section, name, lang),
        "name": lambda key: review.name_of(key, lang),
        "words_of": words_of,
        "quoted": lambda lines, keys, words=(): [
            (line, pieces(review.lines.get(line, ""), columns, words))
            for line, columns in marked_columns(review, lines, keys)
        ],
        "spans": spans,
        "marks": MARKS,
        "version": __version__,
        "review": review,
        "counts": review.counts(),
        "title": title_of(review, lang),
        "conclusion": conclusion(review, lang),
        "only_doubts": set(review.unexplained["verdict"]) == {"noticed"}
        and review.explanations["given"].notna().any(),
        "verdicts": [verdict.value for verdict in Verdict],
        "located": located(review),
        "attention": by_kind(found[n] for n in review.unexplained.index),
        "known": by_kind(row for row in found if row["known_en"] and row["verdict"] not in PROVED),
        "information": by_kind(
            row for row in found if row["verdict"] == "information" and not row["known_en"]
        ),
        "others": Counter((row["kind"], row["verdict"]) for row in found if row["kind"] != "sum rule"),
        "holding": [row for row in found if row["verdict"] in PROVED],
        "cited": cited_lines(review),
        **dict.fromkeys(("plan", "rosters", "training", "targets", "patterns", "grids")),
    }
    if isinstance(review, Audit):
        context |= page_context(review, found, lang)
    else:
        context |= gazette_context(review, found, lang)
    return environment().get_template("review.html").render(context)


def gazette_context(review: Review, found: list[Row], lang: str) -> Row:
    """Return what the page of a gazette shows beside what every page does."""
    tables = parse("\n".join(review.lines.values()), review.name)
    extent = {"documents": len(tables["documents"]), "lines": len(review.lines)}
    return {
        "about": [(label("report", "documents", lang), label("report", "extent", lang, **extent))],
        "books": [book_row(ledger, found, tables, lang) for ledger in review.ledgers if ledger.rules],
        "plan": plan_section(review, tables),
        "rosters": stated_figures(review, found, tables, "award_counts", "awards/"),
        "training": stated_figures(review, found, tables, "training_totals", "training/"),
        "targets": targets(review, tables),
        "method": [label("report", f"method_{n}", lang) for n in range(1, 5)],
    }


@cache
def environment() -> Environment:
    """Return the templates; what they show is escaped."""
    return Environment(
        loader=PackageLoader("xcdata"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def conclusion(review: Review, lang: str) -> list[str]:
    """Return the verdict in one or two sentences."""
    if review.ok:
        known = review.findings["known_en"].notna()
        rules = int((known & (review.findings["kind"] == "sum rule")).sum())
        return [
            label("report", "all_hold_but" if rules else "all_hold", lang, rules=rules),
            label("report", "settled_known" if known.any() else "settled", lang, known=int(known.sum())),
        ]
    found = [row for row in records(review.explanations) if row["key"] is not None]
    changes = [row for row in found if row["given"] is None]
    suspects = {row["key"] for row in changes}
    values: Row = {"suspects": len(suspects)}
    if found and not changes:
        name, values = "only_doubts", {"doubts": len({row["group"] for row in found})}
    elif not changes:
        broken = (review.unexplained["verdict"] == Verdict.INCONSISTENT).any()
        name = "not_located" if broken else "no_suspect"
    elif any(row["tied"] > 1 for row in changes):
        name = "tied_suspects"
    elif changes[0]["slip"] and len({row["group"] for row in changes}) == 1:
        name = "one_slip"
        values |= {"slip": label("slip", changes[0]["slip"], lang), "line": changes[0]["line"]}
    elif len(changes) > 1:
        name = "some_suspects"
    else:
        name, blank = "one_suspect", label("console", "blank", lang)
        values = {part: changes[0][part] or blank for part in ("line", "printed", "implied")}
        values["name"] = review.name_of(changes[0]["key"], lang)
    return [
        label("report", "broken", lang, unexplained=len(review.unexplained)),
        label("report", name, lang, **values),
    ]


def title_of(review: Review, lang: str) -> str:
    """Return the source's title: our own gazette's, or the file's name."""
    sidecar = read_sidecar()
    if review.sha256 != sidecar["sha256"]:
        return label("report", "edited", lang, name=review.name)
    return str(sidecar["title_zh"] if lang == "zh" else sidecar["title"])


def book_row(ledger: Ledger, found: Iterable[Row], tables: Tables, lang: str) -> Row:
    """Return what a ledger is about, the document it was read from, and its rules by verdict."""
    own = {rule.id for rule in ledger.rules}
    rules = [row for row in found if row["id"] in own]
    name = str(ledger.rules[0].total).partition("/")[0].replace("prose", "plan")
    return {
        "title": label("report", name, lang),
        "documents": documents_of(tables, {figure.line for figure in ledger.figures}),
        "verdicts": Counter(row["verdict"] for row in rules),
        "rules": len(rules),
        "known": sum(row["known_en"] is not None for row in rules),
    }


def documents_of(tables: Tables, lines: Iterable[int | None]) -> list[Row]:
    """Return the documents that some lines stand in."""
    wanted = [line for line in lines if line]
    return [
        row
        for row in records(tables["documents"].drop(columns="issued"))
        if any(row["first_line"] <= line <= row["last_line"] for line in wanted)
    ]


def located(review: Review) -> list[Row]:
    """Return the groups of located errors, each with its explanations."""
    groups = []
    for number, rows in groupby(records(review.explanations), key=lambda row: row["group"]):
        changes = list(rows)
        ranks = groupby((row for row in changes if row["key"] is not None), key=lambda row: row["rank"])
        groups.append(
            {
                "number": number,
                "given": changes[0]["given"],
                "note": next((row["note"] for row in changes if row["note"]), None),
                "tied": changes[0]["tied"],
                "explanations": [list(explanation) for _, explanation in ranks],
            }
        )
    return groups


def plan_section(review: Review, tables: Tables) -> Row:
    """Return the plan table: where it comes from, its header and rows, and how many cells are in each state."""
    document = plan.find_document(tables.gazette)
    lines = document.lines if document else ()
    headings = (line.content for line in lines if plan.TITLE in line.text and line.text.startswith("#"))
    states = Counter(cell_states(review)["state"])
    return {
        "document": document.id if document else review.name,
        "title": next(headings, plan.TITLE),
        "header": header_rows(),
        "rows": plan_rows(review),
        "displaced": plan.read_table(tables.gazette).displaced,
        "states": [(state, states[state]) for state in STATES if states[state]],
    }


def by_kind(rows: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    """Group findings by kind, in the order of first appearance."""
    kinds: dict[str, list[Row]] = {}
    for row in rows:
        kinds.setdefault(row["kind"], []).append(row)
    return list(kinds.items())


def stated_figures(review: Review, found: Iterable[Row], tables: Tables, table: str, book: str) -> list[Row]:
    """Return the rules of a book whose totals a table lists, each joined to its row there."""
    places = figure_places(review)
    at = {(row["line"], row["column"]): row for row in texts(tables, table)}
    return [
        at[places[row["figures"][0]]] | row
        for row in found
        if row["id"].startswith(book) and places.get(row["figures"][0]) in at
    ]


def targets(review: Review, tables: Tables) -> list[Row]:
    """Return the training targets that a rule adds up."""
    own = {place for key, place in figure_places(review).items() if str(key).startswith("training/")}
    return [row for row in texts(tables, "training") if (row["line"], row["column"]) in own]


def texts(tables: Tables, name: str) -> list[Row]:
    """Return where each row of a table stands and what it says: its columns of text and of whole numbers."""
    return records(tables[name].select_dtypes(["str", "Int64"]))


def spans(lines: Iterable[int]) -> list[tuple[int, int]]:
    """Return the first and last line of each run of consecutive lines."""
    runs: list[tuple[int, int]] = []
    for line in lines:
        if runs and line == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], line)
        else:
            runs.append((line, line))
    return runs


def cited_lines(review: Review) -> list[tuple[int, str]]:
    """Return every line that a finding or an explanation names."""
    numbers = {line for lines in review.findings["lines"] for line in lines}
    numbers |= {int(line) for line in review.explanations["line"].dropna()}
    return [(line, review.lines[line]) for line in sorted(numbers) if line in review.lines]
