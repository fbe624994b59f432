"""Findings and explanations as tables.

In: judged rules, observations, located errors and known issues. Out: rows, and from them the two frames of a review. Messages
come in both languages; amounts are exact decimal texts.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

import pandas as pd

from xcdata.known import KnownIssue
from xcdata.labels import LANGUAGES, label
from xcdata.ledger import Kind, Ledger, SumRule
from xcdata.locate import Change, Group
from xcdata.observations import Observation
from xcdata.rounding import joint_conflict
from xcdata.slips import places_moved
from xcdata.verdicts import RuleFinding, Verdict
from xcdata.verdicts import check as judge

Row = dict[str, object]
AMOUNTS = ("published", "computed", "difference", "tolerance")
FINDING_COLUMNS = (
    *("id", "kind", "verdict", *AMOUNTS, "figures", "lines"),
    *("message_zh", "message_en", "known_zh", "known_en"),
)
EXPLANATION_COLUMNS = (
    *("group", "given", "rank", "tied", "slip", "key", "line", "column", "address"),
    *("printed", "implied", "range", "figure_slip", "note"),
)
ORDER = ("inconsistent", "not checkable", "noticed", "information", "within rounding", "exact")
PROVED = ("exact", "within rounding")
SHOWN_PARTS = 6


def ledger_findings(
    ledger: Ledger, known: Mapping[str, KnownIssue], say: Callable[[SumRule, str], str] | None = None
) -> Iterator[Row]:
    """Yield a row for every rule of a ledger, and one where its rules cannot all hold together.

    What a rule demands is said by :func:`describe`, unless `say` says it in the language it is asked for.
    """
    for finding in judge(ledger):
        rule = finding.rule
        explained = bool(rule.known_difference) and finding.verdict is not Verdict.INCONSISTENT
        yield {
            "id": rule.id,
            "kind": "sum rule",
            "verdict": Verdict.INCONSISTENT.value if explained else finding.verdict.value,
            **amounts(finding),
            **places(ledger, (rule.total, *rule.parts)),
            **{f"message_{lang}": (say or describe)(rule, lang) for lang in LANGUAGES},
            **reasons(known.get(rule.id) if explained else None),
        }
    conflict = joint_conflict(ledger) if ledger.kind is not Kind.EXACT else ()
    if conflict:
        yield {
            "id": f"not feasible/{conflict[0].id}",
            "kind": "not feasible",
            "verdict": Verdict.INCONSISTENT.value,
            **places(ledger, [key for rule in conflict for key in (rule.total, *rule.parts)]),
            **messages("infeasible"),
        }


def amounts(finding: RuleFinding) -> Row:
    """Return the amounts of a judged rule."""
    values = ((name, getattr(finding, name)) for name in AMOUNTS)
    return {name: None if value is None else f"{value:f}" for name, value in values}


def places(ledger: Ledger, keys: Iterable[Hashable]) -> Row:
    """Return figures and the lines they stand in, in order."""
    figures = tuple(dict.fromkeys(keys))
    lines = {ledger.by_key[key].line for key in figures}
    return {"figures": figures, "lines": tuple(sorted(line for line in lines if line is not None))}


def messages(name: str, **values: object) -> Row:
    """Return a message's columns."""
    return {f"message_{lang}": label("message", name, lang, **values) for lang in LANGUAGES}


def describe(rule: SumRule, lang: str) -> str:
    """Say what a rule demands, in words; what total and parts have in common is said once."""
    total, *parts = (name_figure(key, lang) for key in (rule.total, *rule.parts))
    if len(parts) == 1:
        return label("message", "same", lang, total=" ".join(total), parts=" ".join(parts[0]))
    first = common_start([total, *parts])
    last = common_start([words[::-1] for words in (total, *parts)])
    shown = [" ".join(words[first : len(words) - last] or words) for words in parts]
    if len(shown) > SHOWN_PARTS:
        shown = [*shown[:2], "…", f"{shown[-1]} ({len(shown)})"]
    return label("message", "sum", lang, total=" ".join(total), parts=" + ".join(shown))


def common_start(names: Sequence[Sequence[str]]) -> int:
    """Return how many words names have in common at their start."""
    return next((n for n, words in enumerate(zip(*names, strict=False)) if len(set(words)) > 1), 0)


def name_figure(key: Hashable, lang: str) -> list[str]:
    """Return a figure's key as words: data values as printed, the rest in the language."""
    book, *path = str(key).split("/")
    words = [label("figure", part, lang) if part in ("stated", "counted") else part for part in path]
    if book == "prose":
        return [label("figure", "prose", lang), *words[1:]]
    named = list(dict.fromkeys(words))
    return [*named, label("figure", "typed", lang)] if book == "typed" else named


def reasons(issue: KnownIssue | None) -> Row:
    """Return the reason's columns of a known issue."""
    return {f"known_{lang}": issue.reason[lang] for lang in LANGUAGES} if issue else {}


def observation_row(found: Observation, issue: KnownIssue | None) -> Row:
    """Return the row of an observation."""
    return {
        "id": found.id,
        "kind": found.kind,
        "verdict": "information" if found.for_information else "noticed",
        "figures": (),
        "lines": found.lines,
        **{f"message_{lang}": found.message[lang] for lang in LANGUAGES},
        **reasons(issue),
    }


def problem_rows(problems: pd.DataFrame) -> Iterator[Row]:
    """Yield a row for everything in the source that could not be read, and so could not be checked."""
    for number, problem in enumerate(problems.to_dict("records"), 1):
        line = problem["line"]
        told = f"{problem['where']}: expected {problem['expected']}, found {problem['found']}. {problem['advice']}"
        yield {
            "id": f"unreadable/{number}",
            "kind": "unreadable",
            "verdict": Verdict.NOT_CHECKABLE.value,
            "figures": (),
            "lines": () if pd.isna(line) else (int(line),),
            **{f"message_{lang}": told for lang in LANGUAGES},
        }


def stale_entries(found: Sequence[Row], known: Mapping[str, KnownIssue]) -> Iterator[Row]:
    """Yield a row for each known issue that no longer matches what it explains."""
    rows = {row["id"]: row for row in found}
    for issue in known.values():
        row = rows.get(issue.finding)
        if row is None:
            why = "stale_gone"
        elif row.get("known_en"):
            continue
        else:
            why = "stale_other" if row["verdict"] == Verdict.INCONSISTENT.value else "stale_holds"
        values = {"found": row and row.get("difference"), "expected": issue.difference}
        told = {lang: label("message", why, lang, **values) for lang in LANGUAGES}
        yield {
            "id": f"stale entry/{issue.finding}",
            "kind": "stale entry",
            "verdict": "noticed",
            "figures": (),
            "lines": (),
            **{
                f"message_{lang}": label("message", "stale", lang, id=issue.finding, found=told[lang])
                for lang in LANGUAGES
            },
        }


def explanation_rows(groups: Iterable[Group], before: int = 0, given: Kind | None = None) -> Iterator[Row]:
    """Yield a row for each figure of each explanation, groups numbered on from those before.

    Explanations that are only called for if the sums are of some kind are `given` that kind.
    """
    for group in groups:
        base: Row = {"group": before + group.number, "given": given, "note": group.note or None}
        if not group.explanations:
            yield base
        for explanation in group.explanations:
            for change in explanation.figures:
                yield base | {
                    "rank": explanation.rank,
                    "tied": explanation.tied,
                    "slip": explanation.slip and explanation.slip.value,
                    "key": change.figure.key,
                    "line": change.figure.line,
                    "column": change.figure.column,
                    "address": change.figure.address,
                    "printed": change.figure.printed,
                    "implied": change.text,
                    "range": range_of(change),
                    # What was counted was never printed, so nothing slipped in printing it.
                    "figure_slip": (change.slip and not counted(change.figure.key) and change.slip.value)
                    or None,
                }


def range_of(change: Change) -> str | None:
    """Return the values that the rules allow a figure, in the unit it is printed in; None where it is but one."""
    if change.least == change.most:
        return None
    moved = places_moved(change.figure)
    return "–".join(f"{value.scaleb(moved).normalize():f}" for value in (change.least, change.most))


def counted(key: Hashable) -> bool:
    """Tell whether a figure was counted by us, not printed."""
    return str(key).endswith("/counted")


def as_findings(rows: Iterable[Row]) -> pd.DataFrame:
    """Return findings as a frame: failures first, and what is not explained before what is."""
    ordered = sorted(rows, key=lambda row: (ORDER.index(str(row["verdict"])), "known_en" in row))
    return frame_of(ordered, FINDING_COLUMNS, whole=(), objects=("figures", "lines"))


def as_explanations(rows: Iterable[Row]) -> pd.DataFrame:
    """Return explanations as a frame."""
    whole = ("group", "rank", "tied", "line", "column")
    return frame_of(list(rows), EXPLANATION_COLUMNS, whole, objects=("key",))


def frame_of(
    rows: Sequence[Row], columns: Iterable[str], whole: Iterable[str], objects: Iterable[str]
) -> pd.DataFrame:
    """Return rows as a frame of text, but for columns of whole numbers and of objects."""
    dtypes = dict.fromkeys(whole, "Int64") | dict.fromkeys(objects, "object")
    return pd.DataFrame(
        {name: pd.Series([row.get(name) for row in rows], dtype=dtypes.get(name, "str")) for name in columns}
    )
