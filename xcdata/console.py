"""A review as text for people and as JSON for programs.

In: a :class:`~xcdata.review.Review`. Out: text that shows the located errors and the failures first, quotes the printed lines with the figure marked, and
ends with one line of counts; or the JSON that other programs read.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any

from xcdata.findings import PROVED
from xcdata.labels import label
from xcdata.quoting import marked_columns, pieces, plain, words_of
from xcdata.review import Review

MARKS = ("【", "】")


def as_json(review: Review) -> str:
    """Return the JSON contract: source, summary, findings, observations, explanations."""
    return json.dumps(contract(review), ensure_ascii=False, indent=2)


def contract(review: Review) -> dict[str, object]:
    """Return what the JSON says, as plain objects."""
    rules = review.findings[review.findings["kind"] == "sum rule"]
    others = review.findings[review.findings["kind"] != "sum rule"]
    return {
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
                **{
                    name: plain(rows.iloc[0][name])
                    for name in ("group", "given", "rank", "tied", "slip", "note")
                },
                "figures": [
                    {
                        **{
                            name: plain(row[name])
                            for name in ("key", "line", "address", "printed", "implied", "range")
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


def as_text(review: Review, lang: str = "zh") -> str:
    """Return the review for a terminal."""
    failures = review.findings[~review.findings["verdict"].isin(PROVED)]
    parts = ["\n".join(explanation_lines(review, lang))] if len(review.explanations) else []
    explained = ~failures["id"].isin(review.unexplained["id"])
    for some in (failures[~explained], failures[explained]):
        parts += ["\n".join(finding_lines(review, row, lang)) for row in some.to_dict("records")]
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
    if row["id"] in set(review.unexplained["id"]):
        for line, columns in marked_columns(review, row["lines"], row["figures"]):
            shown = quote(review.lines[line], columns, words_of(row))
            yield "  " + label("console", "quoted", lang, line=line, quote=shown)
        return
    if len(row["lines"]):
        numbers = label("message", "comma", lang).join(map(str, row["lines"]))
        yield "  " + label("console", "lines", lang, lines=numbers)
    if plain(row["known_en"]) is not None:
        yield "  " + label("console", "known", lang, reason=row[f"known_{lang}"])


def explanation_lines(review: Review, lang: str) -> Iterator[str]:
    """Yield the lines that tell where the errors are, and then what is in doubt."""
    doubtful = review.explanations["given"].notna()
    for heading, change, some in (
        ("located", "change", review.explanations[~doubtful]),
        ("doubted", "change_given", review.explanations[doubtful]),
    ):
        if len(some):
            yield label("console", heading, lang)
        for group, rows in some.groupby("group", sort=False):
            first = rows.iloc[0]
            if plain(first["tied"]) is not None:
                name = "tied" if first["tied"] > 1 else "unique" if rows["rank"].max() == 1 else "first"
                yield "  " + label("console", name, lang, group=group, tied=first["tied"])
            if plain(first["note"]) is not None:
                yield "  " + label("console", "open", lang, group=group, note=first["note"])
            for row in rows.to_dict("records"):
                if plain(row["key"]) is not None:
                    yield "    " + change_line(review, row, lang, change)


def change_line(review: Review, row: Mapping[Hashable, Any], lang: str, name: str) -> str:
    """Return the line that tells one figure of an explanation."""
    line, key = plain(row["line"]), row["key"]
    place = plain(row["address"]) or (label("console", "line", lang, line=line) if line else "")
    if not isinstance(key, str):  # a cell, named by its address already
        key, place = review.name_of(key, lang), label("console", "line", lang, line=line)
    told = label(
        "console",
        name,
        lang,
        key=key,
        place=place,
        printed=row["printed"] or label("console", "blank", lang),
        implied=row["implied"] or label("console", "blank", lang),
    )
    if plain(row["range"]) is not None:
        told += label("console", "range", lang, range=row["range"])
    slip = plain(row["figure_slip"]) or plain(row["slip"])
    return f"{row['rank']}. {told}" + (f"  — {label('slip', str(slip), lang)}" if slip else "")


def quote(text: str, columns: Iterable[int], words: Iterable[str] = ()) -> str:
    """Quote a printed line, the figures at some columns and some words in brackets."""
    left, right = MARKS
    cut = pieces(text, columns, words)
    return "".join(f"{left}{piece}{right}" if marked else piece for piece, marked in cut)
