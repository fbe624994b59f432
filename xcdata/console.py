"""A review as text for people and as JSON for programs.

In: a :class:`~xcdata.review.Review`. Out: text that shows the located errors and the failures first, quotes the printed lines with the figure marked, and
ends with one line of counts; or the JSON that other programs read.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import pandas as pd

from xcdata.findings import PROVED
from xcdata.labels import label
from xcdata.review import Review

QUOTED = 24
MARKS = ("【", "】")


def as_json(review: Review) -> str:
    """Return the JSON contract: source, summary, findings, observations, explanations."""
    rules = review.findings[review.findings["kind"] == "sum rule"]
    others = review.findings[review.findings["kind"] != "sum rule"]
    told = {
        "source": {"name": review.name, "sha256": review.sha256},
        "summary": {name.replace(" ", "_"): count for name, count in review.counts().items()},
        "findings": [
            {
                "rule": row["id"],
                "verdict": row["verdict"],
                **{name: plain(row[name]) for name in ("published", "computed", "difference", "tolerance")},
                "figures": list(row["figures"]),
                "lines": list(row["lines"]),
                "known": plain(row["known_en"]),
            }
            for row in rules.to_dict("records")
        ],
        "observations": [
            {
                "id": row["id"],
                "kind": row["kind"],
                "verdict": row["verdict"],
                "lines": list(row["lines"]),
                "message": {"zh": row["message_zh"], "en": row["message_en"]},
                "known": plain(row["known_en"]),
            }
            for row in others.to_dict("records")
        ],
        "explanations": [
            {
                **{name: plain(rows.iloc[0][name]) for name in ("group", "rank", "tied", "slip", "note")},
                "figures": [
                    {
                        **{
                            name: plain(row[name])
                            for name in ("key", "line", "address", "printed", "implied")
                        },
                        "slip": plain(row["figure_slip"]),
                    }
                    for row in rows.to_dict("records")
                    if plain(row["key"]) is not None
                ],
            }
            for _, rows in review.explanations.groupby(["group", "rank"], dropna=False, sort=False)
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def plain(value: object) -> object:
    """Return a cell of a frame as JSON knows it: None where it is missing, a whole number as ``int``."""
    if value is None or value is pd.NA or value != value:
        return None
    return value if isinstance(value, str | tuple) else int(str(value))


def as_text(review: Review, lang: str = "zh") -> str:
    """Return the review for a terminal."""
    failures = review.findings[~review.findings["verdict"].isin(PROVED)]
    parts = ["\n".join(explanation_lines(review, lang))] if len(review.explanations) else []
    parts += ["\n".join(finding_lines(review, row, lang)) for row in failures.to_dict("records")]
    return "\n\n".join([*parts, summary_line(review, lang)])


def summary_line(review: Review, lang: str) -> str:
    """Return the one line of counts."""
    counts = review.counts()
    known = review.findings["known_en"].notna() & (review.findings["kind"] == "sum rule")
    return label(
        "console",
        "counts",
        lang,
        name=review.name,
        rules=counts["rules"],
        exact=counts["exact"],
        within=counts["within rounding"],
        inconsistent=counts["inconsistent"],
        known=int(known.sum()),
        unread=counts["not checkable"],
        unexplained=len(review.unexplained),
    )


def finding_lines(review: Review, row: Mapping[Hashable, Any], lang: str) -> Iterator[str]:
    """Yield the lines that tell one finding."""
    verdict = label("verdict", str(row["verdict"]), lang)
    yield f"{verdict}  {row[f'message_{lang}']}  [{row['id']}]"
    if plain(row["difference"]) is not None:
        amounts = {name: row[name] for name in ("published", "computed", "difference")}
        yield "  " + label("console", "amounts", lang, **amounts)
    marked = figure_places(review)
    for line in row["lines"]:
        columns = [column for key in row["figures"] for where, column in marked.get(key, ()) if where == line]
        yield f"  {label('console', 'line', lang, line=line)}: {quote(review.lines[line], columns)}"
    if plain(row["known_en"]) is not None:
        yield "  " + label("console", "known", lang, reason=row[f"known_{lang}"])


def explanation_lines(review: Review, lang: str) -> Iterator[str]:
    """Yield the lines that tell where the errors are."""
    yield label("console", "located", lang)
    for group, rows in review.explanations.groupby("group", sort=False):
        first = rows.iloc[0]
        if plain(first["tied"]) is not None:
            name = "unique" if first["tied"] == 1 else "tied"
            yield "  " + label("console", name, lang, group=group, tied=first["tied"])
        if plain(first["note"]) is not None:
            yield "  " + label("console", "open", lang, group=group, note=first["note"])
        for row in rows.to_dict("records"):
            if plain(row["key"]) is not None:
                yield "    " + change_line(row, lang)


def change_line(row: Mapping[Hashable, Any], lang: str) -> str:
    """Return the line that tells one figure of an explanation."""
    line = plain(row["line"])
    told = label(
        "console",
        "change",
        lang,
        key=row["key"],
        place=plain(row["address"]) or (label("console", "line", lang, line=line) if line else ""),
        printed=row["printed"] or label("console", "blank", lang),
        implied=row["implied"] or label("console", "blank", lang),
    )
    slip = plain(row["figure_slip"]) or plain(row["slip"])
    return f"{row['rank']}. {told}" + (f"  — {label('slip', str(slip), lang)}" if slip else "")


def figure_places(review: Review) -> dict[object, list[tuple[int, int]]]:
    """Return line and column of every figure that has them, by key."""
    return {
        figure.key: [(figure.line, figure.column)]
        for ledger in review.ledgers
        for figure in ledger.figures
        if figure.line is not None and figure.column is not None
    }


def quote(text: str, columns: list[int]) -> str:
    """Quote a printed line, the figures at some columns marked; long prose is cut to what is around them."""
    left, right = MARKS
    if "\t" in text:
        cells = text.split("\t")
        return " ".join(
            f"{left}{cell}{right}" if number in columns else cell or "·"
            for number, cell in enumerate(cells, 1)
        )
    if not columns:
        return text.strip() if len(text) <= 3 * QUOTED else f"{text.strip()[: 3 * QUOTED]}…"
    shown = []
    for column in sorted(set(columns)):
        start, end = column - 1, column - 1
        while end < len(text) and (text[end].isdigit() or text[end] in ".,"):
            end += 1
        end = max(end, start + 1)
        before, after = text[max(0, start - QUOTED) : start], text[end : end + QUOTED // 2]
        shown.append(f"…{before}{left}{text[start:end]}{right}{after}…")
    return " ".join(shown)
