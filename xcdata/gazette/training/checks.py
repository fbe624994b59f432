"""What hinders training targets from being read or added up, and the total that they should make.

In: a notice's blocks and rows. Out: problems: figures that are damaged, programmes that lack what the others of their list state, a total
that is not there, a list that the text shortens; and the stated total that the programmes are to add up to.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from xcdata.errors import Problem, Reason
from xcdata.gazette.documents import Document, Record
from xcdata.gazette.training.agencies import ROLE, agencies_of
from xcdata.gazette.training.counted import PEOPLE, Broken
from xcdata.gazette.training.horizons import horizons, period_years
from xcdata.gazette.training.programmes import OTHER, TOTALS, TRAINING, Block

# What is to be achieved; a figure beside it is a target.
ACHIEVED = re.compile(f"{TRAINING.pattern}|完成|开展|培育|{OTHER.pattern}|达到|实现")
GENERAL = re.compile("各类|全[市省县区]|我[市省县]|累计|共|总|合计")
ODD = re.compile(r"[■□�?？*#|\u200b-\u200f\ufeff\u00ad]")
OMITTED = re.compile(r"[…⋯]|[.．。·・]{3}")


def broken_figures(
    document: Document, one: Block, aimed: bool, programme: bool, read: bool
) -> Iterator[Problem]:
    """Yield the figures of a block that cannot be read.

    Where a target is stated, and where other targets of the notice were ``read`` damaged digits wherever they stand.
    """
    for figure in one.broken:
        stated = (aimed or any(horizons(figure.clause))) and ACHIEVED.search(figure.clause)
        if stated or (read and figure.unit):
            line, _ = one.passage.places[figure.start]
            values = {"programme": one.number} if programme and is_broken_target(one, figure) else {}
            yield Problem("training_figure", document.id, line, figure.found, values, Reason.VALUE)


def is_broken_target(one: Block, figure: Broken) -> bool:
    """Tell whether what cannot be read would be people to be trained."""
    sentence = one.text[one.text.rfind("。", 0, figure.start) + 1 : figure.start]
    people = figure.unit in ("", *PEOPLE)
    return (
        people and TRAINING.search(sentence + figure.clause) is not None and not OTHER.search(figure.clause)
    )


def odd_programmes(document: Document, items: Sequence[Block]) -> Iterator[Problem]:
    """Yield the programmes that lack what most of their list state, and those that two programmes ran into."""
    states = {
        "training_no_target": [bool(one.targets) or bool(one.broken) for one in items],
        "training_no_horizon": [
            bool(one.targets) and all(figure.horizon for figure in one.targets) for one in items
        ],
        "training_no_agencies": [bool(agencies_of(one.text)) for one in items],
        "training_no_title": [bool(one.title) for one in items],
    }
    for number, one in enumerate(items):
        found = one.passage.text[:25]
        for kind, stated in states.items():
            bare = kind == "training_no_horizon" and not one.targets
            if not stated[number] and not bare and 2 * sum(stated) > len(items):
                yield Problem(kind, document.id, one.line, found, reason=Reason.MISSING)
        roles = [match[0] for match in ROLE.finditer(one.text)]
        role = ROLE.search(one.text)
        late = [figure for figure in one.targets if role and figure.start > role.start()]
        if late:
            line, _ = one.passage.places[late[0].start]
            yield Problem("training_merged", document.id, line, late[0].quantity.printed)
        elif len(set(roles)) < len(roles):
            yield Problem("training_two_lists", document.id, one.line, roles[-1])


def odd_names(rows: Iterable[Record]) -> Iterator[Problem]:
    """Yield the names of programmes, groups and agencies that hold what is no character of a name."""
    told: set[tuple[object, object]] = set()
    for row in rows:
        for name in (row["programme"], row["target_group"], row["agencies"]):
            if name and ODD.search(name) and (row["programme_no"], name) not in told:
                told.add((row["programme_no"], name))
                yield Problem("training_name", row["document"], row["line"], ascii_marks(name))


def ascii_marks(name: str) -> str:
    """Return a name in which what cannot be seen is written out."""
    return "".join(f"\\u{ord(one):04x}" if not one.isprintable() else one for one in name)


def total_problems(
    document: Document, found: Sequence[Block], programmes: Iterable[Block], rows: dict[str, list[Record]]
) -> Iterator[Problem]:
    """Yield what hinders the targets from being added up: no total, a part without its whole, a shortened list, another period."""
    listed = list(programmes)
    stated = {row["line"] for row in rows["training_totals"] if row["kind"] == "total"}
    for one in found:
        figure = min(one.counted, key=lambda each: each.start, default=None)
        if figure is None or not figure.part or figure.quantity.unit == "%":
            continue
        line, _ = one.passage.places[figure.start]
        if line in stated and not any(each.start < figure.start for each in one.broken):
            words = figure.item + figure.quantity.printed
            yield Problem("training_part_alone", document.id, line, words, reason=Reason.MISSING)
    counted = [one for one in listed if one.targets]
    lost = any(one.broken for one in found if TOTALS.search(one.title))
    if len(counted) > 2 and not lost and not any(is_training_total(row) for row in rows["training_totals"]):
        yield Problem("training_without_total", document.id, listed[0].line, reason=Reason.MISSING)
    above = {one.path[:-1] for one in listed}
    shortened = next((one for one in found if shortens(one, above)), None)
    if shortened and len(rows["training"]) > 1:
        yield Problem("training_incomplete", document.id, shortened.line, reason=Reason.MISSING)
    period = period_years(document.title)
    years = Counter(row["years"] for row in rows["training"])
    if period and 2 * years[period] > years.total():
        for row in rows["training"]:
            if row["years"] not in (None, 1, period):
                values = {"expected": period}
                yield Problem("training_period", document.id, row["line"], str(row["horizon"]), values)


def shortens(one: Block, lists: set[tuple[str, ...]]) -> bool:
    """Tell whether a block belongs to a list of programmes and leaves something out."""
    return OMITTED.search(one.text) is not None and any(
        (path and one.path[: len(path)] == path) or one.path[:-1] == path for path in lists
    )


def is_training_total(row: Record) -> bool:
    """Tell whether a stated figure is a number of people to be trained, and no part of another."""
    return (
        row["kind"] == "total"
        and row["unit"] in PEOPLE
        and row["part_of"] is None
        and TRAINING.search(row["item"]) is not None
        and not OTHER.search(row["item"])
    )


def stated_sum(targets: Sequence[Record], totals: Sequence[Record], *, shortened: bool) -> Record | None:
    """Return the total that the programmes of a notice should add up to, if the notice states one.

    It speaks of all training (各类, 全市, 共, 总), or is their sum; its period is theirs; no programme states its number twice, as a whole and
    year by year, or for each year. Of a list that the text shortens nothing is asked.
    """
    by_programme: dict[object, set[object]] = {}
    for row in targets:
        by_programme.setdefault((row["programme_no"], row["programme"]), set()).add(row["horizon"])
    yearly = any(str(row["horizon"]).startswith(("每年", "年")) for row in targets)
    if not targets or yearly or any(len(periods) > 1 for periods in by_programme.values()):
        return None
    computed, periods = sum(row["quantity"] for row in targets), {row["horizon"] for row in targets}
    for total in totals:
        one_year = re.fullmatch(r"\d{4}年度?", total["horizon"] or "") is not None
        if is_training_total(total) and (not one_year or periods == {total["horizon"]}):
            claimed = GENERAL.search(total["item"]) and not shortened
            return total if claimed or computed == total["quantity"] else None
    return None
