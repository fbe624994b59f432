"""Who was commended: the notices of awards, their lists and sentences, and the counts they state.

In: a gazette. Out: the rows of the tables ``awards`` and ``award_counts``, and a problem for every line that could not be read.
The notices are known by the words of their titles and by their sentences, lists by their headings, entries by their form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from xcdata.errors import Problem, Reason
from xcdata.gazette.awards.counties import Assignment, assign
from xcdata.gazette.awards.counts import (
    PRAISED,
    Stated,
    deciding,
    kind_said,
    prose_counts,
    prose_of,
    title_counts,
)
from xcdata.gazette.awards.decisions import Clause, read_clauses
from xcdata.gazette.awards.entries import Failure, read_list, shown
from xcdata.gazette.awards.lists import (
    HONOURED,
    NAMED_LIST,
    UNNUMBERED,
    List,
    cells_of,
    find_lists,
    notice_lines,
)
from xcdata.gazette.awards.names import garbled
from xcdata.gazette.awards.stages import find_stage
from xcdata.gazette.awards.tallies import (
    COLUMNS,
    Recipient,
    Rosters,
    add_count,
    count_in_heading,
    count_in_prose,
    count_row,
    of_kind,
)
from xcdata.gazette.documents import Document, Extract, Gazette, Record, once
from xcdata.gazette.outline import order_problems, sections
from xcdata.gazette.passage import Line, Passage, squeeze

COMMENDS = re.compile(
    "表彰|表扬|奖励|嘉奖|授予|命名|记.{0,6}功|公布.*(?:获奖|先进|优秀|表[彰扬])|先进(?:单位|集体|个人|工作者)的?(?:通报|决定|通知)"
)
# What is about awards and gives none: rules for them, calls for candidates.
RULES = re.compile("办法|方案|规定|意见|细则|条例|制度|评选|推荐|申报|做好|开展|批评|规划|资金|政策")
DECISION = re.compile("(?<!批评的)(?:决定|通报)$")
PRIZE = re.compile(r"(?:奖励|表彰|表扬|授予|颁发|公布)(?:\d{4}年?度?)?(?P<award>[^，。、（]*?奖)(?!励)")
DECIDES = re.compile("决定|现[予将对]|予以|给予|授予|命名|公布|通报如下")
DASHES = re.compile("[—–－-]")
OPENER = re.compile(r"[：:]$|如下。$")
PARAGRAPH = 30  # names and headings are shorter
GROUP = re.compile("组$|类$|级$|^[^，。]{1,8}[县市区乡镇]$")


def read_rosters(gazette: Gazette) -> Extract:
    """Read the notices of awards of a gazette.

    Returns
    -------
    Extract
        Rows of ``awards`` and ``award_counts``, with the columns of the schema, the problems, and the lines that were read
        whole. A text without such notices has no rows and no problems.
    """
    rosters = find_rosters(gazette)
    recipients = rosters.recipients
    homes = assign([(one.place, one.institution) for one in recipients], gazette.place)
    awards: list[Record] = []
    for recipient, (county, basis) in zip(recipients, homes.homes, strict=True):
        stage = find_stage(recipient.institution)
        own = {name: getattr(recipient, name) for name in COLUMNS}
        awards.append({**own, "stage": stage, "county": county, "county_basis": basis})
    counts = [count_row(one) for one in rosters.counts]
    problems = [*rosters.problems, *county_problems(recipients, homes)]
    return Extract({"awards": awards, "award_counts": counts}, problems, set(rosters.read))


def county_problems(recipients: Sequence[Recipient], homes: Assignment) -> Iterator[Problem]:
    """Yield the entries that stand out of the order of their list, and the institutions that lists put into two counties."""
    for index in homes.displaced:
        one = recipients[index]
        county = homes.homes[index][0]
        kind, values = ("roster_order", {"county": county}) if county else ("roster_place", {})
        yield Problem(kind, one.document, one.line, one.institution or one.name, values)
    for name in homes.contested:
        lines = [one.line for one in recipients if one.institution == name]
        document = next(one.document for one in recipients if one.institution == name)
        yield Problem(
            "roster_contested", document, lines[0], name, {"lines": ", ".join(map(str, dict.fromkeys(lines)))}
        )


@once
def find_rosters(gazette: Gazette) -> Rosters:
    """Read the notices of awards: recipients, stated counts, problems."""
    found = Rosters()
    for document in gazette.documents:
        if is_notice(document):
            read_notice(document, found)
    return found


def is_notice(document: Document) -> bool:
    """Tell whether a document commends somebody: its title says so, or, without a title, one of its sentences."""
    if document.title:
        decides = DECISION.search(document.title) or not RULES.search(document.title)
        return bool(COMMENDS.search(document.title) and decides)
    return any(deciding(prose_of(notice_lines(document)).text))


def read_notice(document: Document, found: Rosters) -> None:
    """Read one notice: the recipients of its lists, or, where it has none, those that its sentences name."""
    notice = notice_lines(document)
    kept = read_lists(document, notice, found)
    listed = {line.number for one in kept if one.part == 0 for line in (one.heading, *one.lines, *one.other)}
    prose = prose_of(line for line in notice if line.number not in listed or OPENER.search(line.content))
    before = len(found.recipients)
    found.problems += repeated_lines(document.id, notice)
    own = [one for one in found.recipients if one.document == document.id]
    if kept:
        if not DECIDES.search(prose.text):
            missing = Problem("roster_undecided", document.id, document.number_line, reason=Reason.MISSING)
            found.problems.append(missing)
        stated = list(prose_counts(prose))
        for one in stated:
            count_in_prose(document, found, one, kept, own, stated)
        for heading in kept:
            count_in_heading(document, found, heading, kept, own)
        titles_below = own
    else:
        titles_below = read_sentences(document, prose, found)
    title = prose_of(line for line in document.lines if line.number in document.head)
    for one in title_counts(title):
        counted = of_kind(titles_below, one.kind)
        add_count(document, found, one, one.item or one.printed, None, counted)
    if (
        not kept
        and len(found.recipients) == before
        and not any(problem.where == document.id for problem in found.problems)
    ):
        reason = Reason.MISSING
        found.problems.append(Problem("roster_nobody", document.id, document.number_line, reason=reason))


def repeated_lines(where: str, notice: Sequence[Line]) -> Iterator[Problem]:
    """Yield the paragraphs of a notice that are printed twice."""
    seen: set[str] = set()
    for line in notice:
        if len(line.content) > PARAGRAPH and line.content in seen:
            yield Problem("roster_twice", where, line.number, line.content[:20])
        seen.add(line.content)


def read_lists(document: Document, notice: Sequence[Line], found: Rosters) -> list[List]:
    """Read the lists of a notice, and return those of the parts that hold recipients or say that they do."""
    lists = find_lists(document, notice)
    named = PRIZE.search(document.title)
    prize = squeeze(named["award"]) if named else None
    readings = [read_entries(document, one, prize) for one in lists]
    parts = {
        one.part
        for one, (recipients, _) in zip(lists, readings, strict=True)
        if recipients
        or (one.part and (one.count or (one.rank < 0 and names_a_list(one))))
        or (one.lines and one.rank >= 0 and names_a_list(one))
    }
    kept = []
    for one, (recipients, problems) in zip(lists, readings, strict=True):
        counted = one.count is not None and one.count.value is not None
        holds = bool(one.part or recipients or counted or (one.lines and names_a_list(one)))
        if one.part in parts and (holds or has_sublists(one, lists, readings)):
            kept.append(one)
            found.recipients += recipients
            found.problems += problems
            # A sentence that opens a list is prose, of which not all figures need have been read.
            headings = {one.heading.number} if one.path or one.part else set()
            failed = {problem.line for problem in problems}
            found.read |= headings | {line.number for line in (*one.other, *one.lines)} - failed
    for part in sorted(parts):
        numbered = (one.heading for one in kept if one.part == part and 0 <= one.rank < UNNUMBERED)
        found.problems += order_problems(document.id, sections(numbered))
    return kept


def names_a_list(one: List) -> bool:
    """Tell whether the title of an annex says that recipients follow."""
    return bool(NAMED_LIST.search(one.title) or HONOURED.fullmatch(one.title))


def has_sublists(
    one: List, lists: Sequence[List], readings: Sequence[tuple[list[Recipient], list[Problem]]]
) -> bool:
    """Tell whether a list of its part below it holds recipients."""
    return bool(one.path) and any(
        recipients and other is not one and other.part == one.part and other.path[: len(one.path)] == one.path
        for other, (recipients, _) in zip(lists, readings, strict=True)
    )


def read_entries(document: Document, one: List, prize: str | None) -> tuple[list[Recipient], list[Problem]]:
    """Read the entries of one list, with a problem for each line that has none."""
    cells = cells_of(one)
    counter = one.count.counter if one.count else ""
    said = [title for title in one.titles if len(one.titles) == 1 or not is_group(title)]
    kind = next((kind for title in reversed(said) if (kind := kind_said(title, counter))), None)
    recipients: list[Recipient] = []
    problems: list[Problem] = []
    if one.marked:
        problems.append(Problem("roster_heading", document.id, one.heading.number, one.heading.content[:40]))
    if one.rank < 0 and one.part and not one.path:
        # Above the first numbered heading of an annex stands its title alone.
        problems += [
            Problem("roster_unplaced", document.id, line.number, line.content[:40]) for line in one.lines
        ]
        return [], problems
    award = name_award(one, prize)
    for (line, _), entries in zip(
        cells, read_list([text for _, text in cells], kind) if cells else [], strict=True
    ):
        if isinstance(entries, Failure):
            problems.append(Problem(entries.kind, document.id, line.number, entries.found))
            continue
        for entry in entries:
            recipients.append(
                Recipient(
                    one.heading.number, document.id, line.number, award, entry.kind, entry.name, entry.institution,
                    one.section, one.title or None,
                )
            )  # fmt: skip
    seen: set[tuple[str, str | None]] = set()
    for row in recipients:
        if (row.name, row.institution) in seen:
            problems.append(Problem("roster_twice", document.id, row.line, row.name))
        seen.add((row.name, row.institution))
    if strange := garbled(DASHES.sub("", one.title)):
        problems.append(Problem("roster_garbled", document.id, one.heading.number, shown(strange)))
    if one.after and recipients:
        again = read_list([line.content for line in one.after], kind)
        problems += [
            Problem("roster_line", document.id, line.number, line.content[:40])
            for line, entries in zip(one.after, again, strict=True)
            if not isinstance(entries, Failure)
        ]
    return recipients, problems


def name_award(one: List, prize: str | None) -> str:
    """Name what the recipients of a list were given.

    A heading that ends in 奖 names the award of all below it; else a subsection names its own, and a section without
    subsections is a group of the notice's prize. A heading that names a county or a group continues the one above it.
    """
    titles = [NAMED_LIST.sub("", title) for title in one.titles if title]
    ranked = titles[-len(one.path) :] if one.path else []
    if ranked and ranked[0].endswith("奖"):
        return ranked[0]
    if prize and len(one.path) < 2 and one.rank >= 0:
        return prize
    while len(titles) > 1 and is_group(titles[-1]):
        titles.pop()
    return titles[-1] if titles else prize or "表彰"


def is_group(title: str) -> bool:
    """Tell whether a title names a county or a group of those listed, and no honour."""
    return bool(GROUP.search(title)) and not re.search(PRAISED, title)


def read_sentences(document: Document, prose: Passage, found: Rosters) -> list[Recipient]:
    """Read the recipients that a notice's sentences name, and return them."""
    own: list[Recipient] = []
    # What is counted and nowhere named is a roster that is not printed.
    counts: dict[tuple[int, int], tuple[Stated, str, list[Recipient]]] = {
        (one.line, one.column): (one, one.honour or one.item, []) for one in prose_counts(prose)
    }
    for clause in read_clauses(document.id, prose):
        if isinstance(clause, Problem):
            found.problems.append(clause)
            continue
        rows = [] if clause.partial else [named(document, clause, line, name) for line, name in clause.names]
        own += rows
        if clause.stated:
            counts[clause.stated.line, clause.stated.column] = (clause.stated, clause.award, rows)
    for _, (stated, item, rows) in sorted(counts.items(), key=lambda one: one[0]):
        add_count(document, found, stated, item, None, rows)
    found.recipients += own
    return own


def named(document: Document, clause: Clause, line: int, name: str) -> Recipient:
    """Return a recipient that a sentence names."""
    institution = None if clause.kind == "person" else name
    return Recipient(document.number_line, document.id, line, clause.award, clause.kind, name, institution)
