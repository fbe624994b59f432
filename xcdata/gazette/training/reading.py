"""The targets of vocational training notices.

In: the gazette. Out: rows of ``training`` (the programmes' targets, by target group where the text names groups) and of
``training_totals`` (what the section of targets states, and the other counted targets). A programme is a numbered item of a
list whose items carry training targets; nothing depends on what list, items or notice are called.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from xcdata.gazette.coverage import figures_of
from xcdata.gazette.documents import Document, Extract, Gazette, Record, once
from xcdata.gazette.outline import order_problems, sections
from xcdata.gazette.passage import squeeze
from xcdata.gazette.training.agencies import agencies_of
from xcdata.gazette.training.checks import (
    ACHIEVED,
    GENERAL,
    broken_figures,
    odd_names,
    odd_programmes,
    total_problems,
)
from xcdata.gazette.training.counted import Counted
from xcdata.gazette.training.programmes import NORM, TOTALS, Block, blocks, programme_lists

ABOUT = re.compile("技能|培训")
RATE = re.compile("率|占|比例")
SHARE = re.compile("技能提升.*占")
# Whether a text without such a title is worth a closer look.
TRAINED = re.compile(r"培训[^。]{0,40}?\d[\d.]*\s*[余多]?[百千万]?[余多]?(?:人次|名|人)")


@once
def read_training(gazette: Gazette) -> Extract:
    """Read the training targets of every notice that has any; what cannot be read becomes a problem."""
    whole = Extract({"training": [], "training_totals": []})
    for document in gazette.documents:
        prose = "".join(line.text for line in document.body)
        if not ABOUT.search(document.title) and len(TRAINED.findall(prose)) < 2:
            continue
        found = blocks(document)
        lists = programme_lists(found)
        if not (
            ABOUT.search(document.title)
            or sum(bool(one.targets) for items in lists.values() for one in items) > 1
        ):
            continue
        extract = read_notice(document, found, lists)
        if extract.rows["training"] or extract.rows["training_totals"] or extract.problems:
            for name, rows in extract.rows.items():
                whole.rows[name] += rows
            whole.problems.extend(extract.problems)
            whole.read.update(extract.read)
    return whole


def stated_totals(one: Block, titled: bool, first: int | None) -> list[Counted]:
    """Return the figures by which a block states targets of the whole.

    They are all of its figures where it is ``titled`` so, and where it stands above the first programme and states a number for all
    training those that are neither payments nor standards.
    """
    if titled:
        return [figure for figure in one.counted if not figure.past]
    general = any(GENERAL.search(figure.item) and is_set(figure) for figure in one.targets)
    if not general or (first is not None and one.line > first):
        return []
    sentences = {figure.sentence for figure in one.counted if not figure.past}
    return [figure for figure in one.counted if beside_targets(figure, sentences)]


def is_set(figure: Counted) -> bool:
    """Tell whether a figure is set for the future, and not what was counted: it has a horizon or a bound."""
    return figure.horizon is not None or figure.quantity.bound != "exact"


def read_notice(
    document: Document, found: Sequence[Block], lists: dict[tuple[str, ...], list[Block]]
) -> Extract:
    """Read the targets of one notice."""
    extract = Extract({"training": [], "training_totals": []})
    programmes = {one.line: one for items in lists.values() for one in items}
    first = min(programmes, default=None)
    aims = [one.path for one in found if one.path and TOTALS.search(one.title)]
    titled = {one.line for one in found if any(one.path[: len(path)] == path for path in aims)}
    known: set[tuple[int, int]] = set()
    for one in found:
        if one.line in programmes:
            rows, others, seen = read_programme(one)
            extract.rows["training"] += ({"document": document.id, **row} for row in rows)
            known |= seen
            kind = "other"
        else:
            others = stated_totals(one, one.line in titled, first)
            kind = "total" if others else "other"
            others = others or [figure for figure in one.counted if is_target(figure)]
        number = one.number if one.line in programmes else None
        common: Record = {"document": document.id, "programme_no": number, "kind": kind}
        for figure in others:
            names: Record = {"item": figure.item, "part_of": whole_of(one, figure)}
            extract.rows["training_totals"].append(common | names | columns(one, figure))
    read = any(extract.rows.values())
    for one in found:
        aimed = one.line in titled or one.line in programmes
        extract.problems.extend(broken_figures(document, one, aimed, one.line in programmes, read))
    if read:
        extract.problems[:0] = order_problems(document.id, sections(document.body))
        for items in lists.values():
            extract.problems.extend(odd_programmes(document, items))
        extract.problems.extend(odd_names(extract.rows["training"]))
        extract.problems.extend(total_problems(document, found, programmes.values(), extract.rows))
        extract.read.update(lines_read(document, found, extract.rows, known))
    return extract


def read_programme(one: Block) -> tuple[list[Record], list[Counted], set[tuple[int, int]]]:
    """Return a programme's targets, its other counted figures, and where else something of it was read."""
    targets = one.targets
    share = next((figure for figure in one.counted if is_share(figure)), None)
    common = {
        "programme_no": one.number,
        "programme": one.name,
        "upskilling_share_min": share.quantity.value / 100 if share else None,
        "agencies": "；".join(agencies_of(one.text)) or None,
    }
    rows: list[Record] = []
    for figure in targets:
        years = figure.horizon.years if figure.horizon else None
        rows.append({**common, "target_group": group_of(figure), "years": years, **columns(one, figure)})
    of_targets = {figure.sentence for figure in targets}
    others = [
        figure
        for figure in one.counted
        if figure not in targets
        and figure is not share
        and (beside_targets(figure, of_targets) or is_target(figure, loose=True))
    ]
    return rows, others, {one.passage.places[share.start]} if share else set()


def is_share(figure: Counted) -> bool:
    """Tell whether a figure is the share of skill upgrading in a programme."""
    return (
        figure.quantity.unit == "%"
        and SHARE.search(figure.clause) is not None
        and figure.quantity.value <= 100
    )


def beside_targets(figure: Counted, sentences: set[int]) -> bool:
    """Tell whether a figure stands in a sentence of targets and is neither a payment nor a standard."""
    return figure.sentence in sentences and figure.quantity.unit != "元" and not NORM.search(figure.clause)


def is_target(figure: Counted, *, loose: bool = False) -> bool:
    """Tell whether a figure is a target by itself: something to be achieved, by a stated time unless ``loose``."""
    share = figure.quantity.unit == "%"
    return (
        figure.quantity.unit != "元"
        and (not share or (loose and RATE.search(figure.clause) is not None))
        and ACHIEVED.search(figure.clause) is not None
        and NORM.search(figure.clause) is None
        and not figure.past
        and (loose or figure.horizon is not None)
    )


def group_of(figure: Counted) -> str | None:
    """Return whom a target is for, where its words name anybody."""
    words = re.sub("^.*?(?:开展|完成|组织|实施)?培训{1,2}(?=.)|^(?:开展|完成|组织|实施)", "", figure.group)
    words = re.sub("(?:补贴性|职业|技能|提升)*培训$", "", words)
    # A period that was not read is no group.
    general = re.fullmatch(
        r"(?:各类|补贴性|职业|技能|提升|劳动者|各级|总)*训?(?:总量|规模|人数)?|\S{1,4}年内?", words
    )
    return None if general else squeeze(words)


def columns(one: Block, figure: Counted) -> Record:
    """Return the columns of a figure: place, quantity, bound and horizon."""
    line, column = one.passage.places[figure.start]
    quantity = figure.quantity
    return {
        "line": line,
        "column": column,
        "printed": quantity.printed,
        "quantity": whole(quantity.value),
        "quantity_max": None if quantity.most is None else whole(quantity.most),
        "unit": quantity.unit,
        "at_least": quantity.at_least,
        "bound": quantity.bound,
        "horizon": figure.horizon.printed if figure.horizon else None,
    }


def whole(value: Decimal) -> int | Decimal:
    """Return a whole number as one."""
    return int(value) if value == int(value) else value


def whole_of(one: Block, figure: Counted) -> str | None:
    """Return what the figure is called of which 其中 or 含 makes this a part."""
    if not figure.part or figure.quantity.unit == "%":
        return None
    before = [
        other
        for other in one.counted
        if other.start < figure.start
        and other.quantity.unit != "%"
        and (figure.part == "（" or not other.part)
    ]
    return before[-1].item if before else None


def lines_read(
    document: Document, found: Sequence[Block], rows: dict[str, list[Record]], known: set[tuple[int, int]]
) -> Iterator[int]:
    """Yield the lines all of whose figures were read."""
    places = known | {(row["line"], row["column"]) for table in rows.values() for row in table}
    for one in found:
        for figure in one.counted:
            if one.passage.places[figure.start] in places and figure.horizon:
                places.add(one.passage.places[figure.sentence + figure.horizon.start])
    lines = {line for line, _ in places}
    for line in document.body:
        if line.number in lines and all((line.number, column) in places for column, _ in figures_of(line)):
            yield line.number
