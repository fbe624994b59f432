"""The targets of vocational training notices.

In: the gazette. Out: rows of ``training`` (the programmes' targets, by target group where the text names groups) and of
``training_totals`` (what the section of targets states, and the other counted targets). A programme is a numbered item of a
list whose items carry training targets; nothing depends on what list, items or notice are called.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from xcdata.errors import Problem, Reason
from xcdata.gazette.agencies import ROLE, agencies_of
from xcdata.gazette.counted import PEOPLE, Broken, Counted, full_width, read_counted
from xcdata.gazette.coverage import figures_of
from xcdata.gazette.documents import Document, Extract, Gazette, Record
from xcdata.gazette.horizons import horizons, period_years
from xcdata.gazette.outline import order_problems, sections
from xcdata.gazette.passage import Line, Passage, passage

ABOUT = re.compile("技能|培训")
TOTALS = re.compile("目标")
TRAINING = re.compile("培训")
# What is done to people besides training them; such a figure is a target of its own.
OTHER = re.compile(
    "取得|获得|取证|持证|培养|引进|就业率|新增|合格|评定|认定|建成|新建|建设|创业(?!培训)|占|总量|基地|师资"
)
ACHIEVED = re.compile(f"{TRAINING.pattern}|完成|开展|培育|{OTHER.pattern}|达到|实现")
# A standard (每班不超过50人) or a payment is no target.
NORM = re.compile(r"每[班期次人家个]|补贴(?!性|类|培训|职业)|补助|给予|奖励|不得|可(?!持续)")
RATE = re.compile("率|占|比例")
SHARE = re.compile("技能提升.*占")
GENERAL = re.compile("各类|全[市省县区]|我[市省县]|累计|共|总|合计")
PAGE_NUMBER = re.compile(r"[\s—–－-]*\d{1,4}[\s—–－-]*")
OMITTED = re.compile(r"…|\.{3}")


@dataclass(frozen=True, slots=True)
class Block:
    """A numbered section, or a paragraph above the first one: its prose with the figures in it.

    Attributes
    ----------
    path : tuple of str
        Empty of a paragraph without number.
    number : int
    line : int
    title : str
        Its first sentence, where that is a title.
    passage : Passage
        All of it after the numeral, as printed.
    text : str
        The same with full-width punctuation.
    counted : list of Counted
    broken : list of Broken
    """

    path: tuple[str, ...]
    number: int
    line: int
    title: str
    passage: Passage
    text: str
    counted: list[Counted] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)

    @property
    def targets(self) -> list[Counted]:
        """The figures of people to be trained, none of which is a part of another."""
        return training_targets(self)

    @property
    def name(self) -> str:
        """What a programme is called."""
        words = self.title or re.split("[。，：；]", self.text)[0]
        return re.sub("^(?:大力|深入|全面|组织)?(?:实施|开展)(?=.)", "", words)


def read_training(gazette: Gazette) -> Extract:
    """Read the training targets of every notice that has any; what cannot be read becomes a problem."""
    whole = Extract({"training": [], "training_totals": []})
    for document in gazette.documents:
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


def blocks(document: Document) -> list[Block]:
    """Return the pieces of a document's prose, with their figures."""
    half = "。" not in "".join(line.text for line in document.body)
    lines = [line for line in document.body if "\t" not in line.text and not PAGE_NUMBER.fullmatch(line.text)]
    found = sections(lines)
    first = found[0].heading.number if found else len(lines) and lines[-1].number + 1
    made = [
        block((), 0, line, 0, [], half)
        for line in lines
        if line.number < first and line.content and line.number not in document.head
    ]
    made += [block(one.path, one.ordinal, one.heading, one.item.end, one.lines, half) for one in found]
    return made


def block(
    path: tuple[str, ...], number: int, heading: Line, start: int, lines: Sequence[Line], half: bool
) -> Block:
    """Return a section's prose, in which a heading alone on its line is a sentence."""
    top = Line(heading.number, " " * start + heading.text[start:])
    joined = passage([top, *lines])
    title = full_width(heading.text[start:].strip(), half)
    if path and title and not re.search("[。，；：]", title) and any(line.content for line in lines):
        at = len(heading.text[start:].strip())
        stop = (heading.number, len(heading.text) + 1)
        joined = Passage(
            f"{joined.text[:at]}。{joined.text[at:]}", (*joined.places[:at], stop, *joined.places[at:])
        )
    text = full_width(joined.text, half)
    first = text.partition("。")[0]
    counted, broken = read_counted(text, joined.text)
    clean = "，" not in first and not any(one.start < len(first) for one in [*counted, *broken])
    return Block(path, number, heading.number, first if clean and path else "", joined, text, counted, broken)


def training_targets(one: Block) -> list[Counted]:
    """Return the figures of a block that are people to be trained, by its sentences."""
    found: list[Counted] = []
    listed: int | None = None
    for figure in one.counted:
        trained = TRAINING.search(figure.clause) or figure.sentence == listed
        if (
            figure.part
            or OTHER.search(figure.clause.replace("职业技能", ""))
            or not trained
            or figure.past
            or NORM.search(figure.clause)
        ):
            # Something else stands between; what follows must name training again.
            listed = listed if figure.part or figure.quantity.unit == "%" else None
        elif figure.quantity.unit in PEOPLE:
            found.append(figure)
            listed = figure.sentence
    return found


def programme_lists(found: Sequence[Block]) -> dict[tuple[str, ...], list[Block]]:
    """Return the lists of programmes, by the path above them.

    They are those of which half of the items or more carry training targets; a list with one such item counts only where none has more.
    """
    paths = [one.path for one in found]
    aims = [one.path for one in found if one.path and TOTALS.search(one.title)]
    lists: dict[tuple[str, ...], list[Block]] = {}
    for one in found:
        inner = any(path[: len(one.path)] == one.path != path for path in paths)
        if one.path and not inner and not any(one.path[: len(path)] == path for path in aims):
            lists.setdefault(one.path[:-1], []).append(one)
    counts = {path: sum(bool(one.targets) for one in items) for path, items in lists.items()}
    least = min(2, max(counts.values(), default=0))
    return {
        path: items
        for path, items in lists.items()
        if counts[path] >= max(least, 1) and 2 * counts[path] >= len(items)
    }


def stated_totals(one: Block, titled: bool, first: int | None) -> list[Counted]:
    """Return the figures by which a block states targets of the whole.

    They are all of its figures where it is ``titled`` so, and where it stands above the first programme and states a number for all
    training those that are neither payments nor standards.
    """
    if titled:
        return [figure for figure in one.counted if not figure.past]
    general = any(GENERAL.search(figure.item) for figure in one.targets)
    if not general or (first is not None and one.line > first):
        return []
    sentences = {figure.sentence for figure in one.counted if not figure.past}
    return [figure for figure in one.counted if beside_targets(figure, sentences)]


def read_notice(
    document: Document, found: Sequence[Block], lists: dict[tuple[str, ...], list[Block]]
) -> Extract:
    """Read the targets of one notice."""
    extract = Extract({"training": [], "training_totals": []})
    programmes = {one.line: one for items in lists.values() for one in items}
    first = min(programmes, default=None)
    aims = [one.path for one in found if one.path and TOTALS.search(one.title)]
    known: set[tuple[int, int]] = set()
    for one in found:
        titled = any(one.path[: len(path)] == path for path in aims)
        totals = [] if one.line in programmes else stated_totals(one, titled, first)
        if one.line in programmes:
            rows, others, seen = read_programme(one)
            extract.rows["training"] += ({"document": document.id, **row} for row in rows)
            known |= seen
            kind, number = "other", one.number
        else:
            kind, number = ("total", None) if totals else ("other", None)
            others = totals or [figure for figure in one.counted if is_target(figure)]
        for figure in others:
            row = {"document": document.id, "programme_no": number, "kind": kind, **columns(one, figure)}
            row |= {"item": figure.item, "part_of": whole_of(one, figure)}
            extract.rows["training_totals"].append(row)
    read = any(extract.rows.values())
    for one in found:
        aim = any(one.path[: len(path)] == path for path in aims)
        extract.problems.extend(
            broken_figures(document, one, aim or one.line in programmes, one.line in programmes, read)
        )
    if read:
        extract.problems[:0] = order_problems(document.id, sections(document.body))
        for items in lists.values():
            extract.problems.extend(odd_programmes(document, items))
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
    words = re.sub("^.*?(?:开展|完成|组织|实施)?培训(?=.)|^(?:开展|完成|组织|实施)", "", figure.group)
    words = re.sub("(?:补贴性|职业|技能|提升)*培训$", "", words)
    # A period that was not read is no group.
    general = re.fullmatch(
        r"(?:各类|补贴性|职业|技能|提升|劳动者|各级|总)*(?:总量|规模|人数)?|\S{1,4}年内?", words
    )
    return None if general else words


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
        role = ROLE.search(one.text)
        late = [figure for figure in one.targets if role and figure.start > role.start()]
        if late:
            line, _ = one.passage.places[late[0].start]
            yield Problem("training_merged", document.id, line, late[0].quantity.printed)


def total_problems(
    document: Document, found: Sequence[Block], programmes: Iterable[Block], rows: dict[str, list[Record]]
) -> Iterator[Problem]:
    """Yield what hinders the targets from being added up: no total, a part without its whole, a shortened list, another period."""
    listed = list(programmes)
    stated = {row["line"] for row in rows["training_totals"] if row["kind"] == "total"}
    for one in found:
        first = min((figure.start for figure in one.counted), default=None)
        for figure in one.counted:
            line, _ = one.passage.places[figure.start]
            alone = (
                figure.part and figure.start == first and not any(each.start < first for each in one.broken)
            )
            if alone and line in stated and figure.quantity.unit != "%":
                found_words = figure.item + figure.quantity.printed
                yield Problem("training_part_alone", document.id, line, found_words, reason=Reason.MISSING)
    counted = [one for one in listed if one.targets]
    lost = any(one.broken for one in found if TOTALS.search(one.title))
    if len(counted) > 2 and not lost and not any(is_training_total(row) for row in rows["training_totals"]):
        yield Problem("training_without_total", document.id, listed[0].line, reason=Reason.MISSING)
    shortened = next((one for one in listed if OMITTED.search(one.text)), None)
    if shortened and len(rows["training"]) > 1:
        yield Problem("training_incomplete", document.id, shortened.line, reason=Reason.MISSING)
    period = period_years(document.title)
    years = Counter(row["years"] for row in rows["training"])
    if period and 2 * years[period] > years.total():
        for row in rows["training"]:
            if row["years"] not in (None, 1, period):
                values = {"expected": period}
                yield Problem("training_period", document.id, row["line"], str(row["horizon"]), values)


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
    total = next((row for row in totals if is_training_total(row)), None)
    if total is None or not targets:
        return None
    by_programme: dict[object, set[object]] = {}
    for row in targets:
        by_programme.setdefault((row["programme_no"], row["programme"]), set()).add(row["horizon"])
    yearly = any(str(row["horizon"]).startswith(("每年", "年")) for row in targets)
    if yearly or any(len(horizons) > 1 for horizons in by_programme.values()):
        return None
    one_year = re.fullmatch(r"\d{4}年度?", total["horizon"] or "")
    if one_year and {row["horizon"] for row in targets} != {total["horizon"]}:
        return None
    equal = sum(row["quantity"] for row in targets) == total["quantity"]
    claimed = GENERAL.search(total["item"])
    return total if equal or (claimed and not shortened) else None


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
