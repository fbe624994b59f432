"""Who was commended: rosters and prose of the award notices, and the counts they state.

In: a gazette. Out: the rows of the tables ``awards`` and ``award_counts``, and a problem for every line that could not
be read. The notices are known by the words of their titles, entries by their form; nothing is known of a place.

The school stage that an institution's name says.

In: a name. Out: one of the stages of :data:`STAGES`, or None where the name does not say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

from xcdata.errors import LegacyProblem, Problem, Reason
from xcdata.gazette.counties import assign
from xcdata.gazette.documents import Document, Extract, Gazette, Record
from xcdata.gazette.outline import Section, order_problems, sections
from xcdata.gazette.passage import Line, Passage, passage, squeeze
from xcdata.gazette.quantities import chinese_numeral

# What the end of a school's name says of its stage; the first that fits counts, so the wider come last. A name
# that ends in none of these (学校, 中心学校, 实验学校, 党校, 管理学校) does not say: the stage is missing. 中学 is a
# secondary school that says neither 初级 nor 高级.
STAGES = {
    "特殊教育": "特殊教育学校|特殊学校|聋哑学校",
    "教研与培训": "教研室|教学研究室|教师进修学校|教师培训中心",
    "中等职业": "中等专业学校|职业教育中心|职业高级中学|职业高中|师范学校|体育运动学校|技工学校",
    "幼儿园": "幼儿园",
    "小学": "小学|小学部",
    "初中": "初级中学|初中|初中部",
    "九年一贯": "九年一贯制学校",
    "高中": "高级中学|高中|高中部",
    "中学": "中学",
    "高等教育": "学院|大学",
}
# A campus or teaching point has the stage of the school it belongs to.
STAGE_ENDINGS = {
    stage: re.compile(f"(?:{endings})(?:.*(?:校区|教学点))?$") for stage, endings in STAGES.items()
}


def find_stage(institution: str | None) -> str | None:
    """Return the school stage that an institution's name says, or None.

    Examples
    --------
    >>> find_stage("许昌市建安区第三高级中学初中部")
    '初中'
    """
    if institution is None:
        return None
    return next((stage for stage, ending in STAGE_ENDINGS.items() if ending.search(institution)), None)


HAN = "[\u3400-\u9fff\U00020000-\U000323af]"
NUMBER = r"(?P<number>\d{1,6}|[一二两三四五六七八九十百]+)"
EDUCATION = re.compile(r"奖励(?:\d{4}年度)?(?P<award>.*?市长教育质量奖)")
NAME = re.compile(f"{HAN}{{2,4}}|{HAN}+(?:·{HAN}+)+")
TEAM = re.compile(f"(?P<institution>.*(?:{'|'.join(STAGES.values())}|学校)){HAN}{{2,4}}班级团队")
ATTACHED = re.compile(r"附\s*件\s*\d*")
HEADING_COUNT = re.compile(f"（(?P<printed>{NUMBER}[个名人])）$")
PROSE_COUNT = re.compile(f"等(?P<printed>{NUMBER}[个名](?P<item>单位|个人|同志))")
COMMENDED = re.compile(r"决定对(?P<names>[^。；]+?)(?:予以|给予|进行)(?P<award>通报表[扬彰])")
MERIT = re.compile(
    f"给(?P<names>[^，。；]+?)(?P<printed>(?:{NUMBER}名)?同志)?(?:分别)?记(?P<award>[^，。；]*?功)(?=[，。；])"
)
SEPARATOR = re.compile("、|以?及|和(?=市)")


@dataclass(frozen=True, slots=True)
class Recipient:
    """A row of ``awards`` before its stage and county; ``place`` is the line that opens the list it stands in."""

    place: int
    document: str
    line: int
    award: str
    recipient_kind: str
    name: str
    institution: str | None
    section: str | None = None
    section_title: str | None = None


Found = Recipient | Record | Problem


def read_rosters(gazette: Gazette) -> Extract:
    """Read the award notices of a gazette.

    Parameters
    ----------
    gazette : Gazette
        It must hold the notice of the mayor's prize for education; commendations of units (表扬…先进单位) and
        merits (给…记功) are read where there are any.

    Returns
    -------
    Extract
        Rows of ``awards`` and ``award_counts``, with the columns of the schema, and the problems.
    """
    found = [
        item
        for document in gazette.documents
        for title, read_notice in NOTICES
        if title.search(document.title)
        for item in read_notice(document)
    ]
    problems = [item for item in found if isinstance(item, Problem)]
    if not any(EDUCATION.search(document.title) for document in gazette.documents):
        seen = f"none among {len(gazette.documents)} documents"
        advice = "Restore its title and its number, or give a gazette that holds it."
        problems.append(
            LegacyProblem("gazette", None, "a notice titled '…奖励…市长教育质量奖…'", seen, advice)
        )
    recipients = [item for item in found if isinstance(item, Recipient)]
    homes = assign([(recipient.place, recipient.institution) for recipient in recipients], gazette.place)
    awards: list[Record] = []
    for recipient, (county, basis) in zip(recipients, homes, strict=True):
        stage = find_stage(recipient.institution)
        awards.append({**asdict(recipient), "stage": stage, "county": county, "county_basis": basis})
        del awards[-1]["place"]
    counts = [item for item in found if isinstance(item, dict)]
    return Extract({"awards": awards, "award_counts": counts}, problems)


def read_roster(document: Document) -> Iterator[Found]:
    """Read the notice of the mayor's prize: the roster attached to it, and the counts stated in both."""
    attached = [n for n, line in enumerate(document.lines) if ATTACHED.fullmatch(line.content)]
    split = attached[0] if attached else len(document.lines)
    parts = sections(document.lines[split:])
    if not parts:
        expected = "a line '附件', and numbered sections ('一、…') below it"
        yield LegacyProblem(
            document.id, document.number_line, expected, "none", "Restore line and headings.", Reason.MISSING
        )
        return
    yield from order_problems(document.id, parts)
    for line in document.lines[split + 1 : parts[0].heading.number - document.lines[0].number]:
        if line.content and not line.text.startswith("#") and not line.content.endswith("名单"):
            yield unread_problem(document, line, "a section heading ('一、…') before the first entry")

    prize = EDUCATION.findall(document.title)[0]
    titles = {section.path: HEADING_COUNT.sub("", section.title) for section in parts}
    recipients: list[tuple[Section, Recipient]] = []
    for section in parts:
        title = titles[section.path]
        for item in read_section(document, section, title, name_award(prize, section, titles)):
            if isinstance(item, Recipient):
                recipients.append((section, item))
            yield item

    units = sum(recipient.recipient_kind != "person" for _, recipient in recipients)
    text = passage(document.lines[:split])
    stated_counts = {match["item"]: match for match in PROSE_COUNT.finditer(text.text)}
    for counted_in, match in stated_counts.items():
        counted = units if counted_in == "单位" else len(recipients) - units
        yield count(document, text, match, counted_in, counted)
    if missing := {"单位", "个人"} - stated_counts.keys():
        expected = " and ".join(f"'等…{item}' with its number" for item in sorted(missing))
        yield LegacyProblem(
            document.id, document.number_line, expected, "none", "Mend the sentence.", Reason.MISSING
        )
    for section in parts:
        text = passage([section.heading])
        if stated := HEADING_COUNT.search(text.text):
            counted = sum(other.path[: len(section.path)] == section.path for other, _ in recipients)
            yield count(document, text, stated, titles[section.path], counted, "".join(section.path))
        elif tail := re.search(r"[（(][^（()]*[）)]$", section.heading.content):
            expected, advice = "a count such as '（92名）' in brackets", "Mend the count."
            yield LegacyProblem(document.id, section.heading.number, expected, f"'{tail[0]}'", advice)


def name_award(prize: str, section: Section, titles: Mapping[tuple[str, ...], str]) -> str:
    """Name what the recipients of a section were given.

    A heading that ends in 奖 names the award of all below it; else a subsection names its own, and a section
    without subsections is a group of the notice's prize.
    """
    upper = titles.get(section.path[:1], "")
    if upper.endswith("奖"):
        return upper
    return titles[section.path] if len(section.path) > 1 else prize


def read_section(
    document: Document, section: Section, title: str, award: str
) -> Iterator[Recipient | Problem]:
    """Read a section's entries: people where its heading counts in 名 or most entries are people."""
    entries = [line for line in section.lines if line.content]
    people = [read_person(line.content) for line in entries]
    of_people = section.heading.content.endswith("名）") or len(people) < 2 * sum(map(bool, people))
    for line, person in zip(entries, people, strict=True):
        entry = person if of_people else read_unit(line.content)
        if entry and not line.text.startswith("#"):
            place, path = section.heading.number, "".join(section.path)
            yield Recipient(place, document.id, line.number, award, *entry, path, title)
        else:
            expected = "'name institution'" if of_people else "an institution or '…班级团队'"
            yield unread_problem(document, line, f"{expected}, or a heading with its number")


def read_unit(text: str) -> tuple[str, str, str] | None:
    """Return kind, name and institution of a unit or team.

    Examples
    --------
    >>> read_unit("许昌高级中学郁俊峰班级团队")
    ('team', '许昌高级中学郁俊峰班级团队', '许昌高级中学')
    """
    name = squeeze(text)
    if match := TEAM.fullmatch(name):
        return "team", name, match["institution"]
    return None if "团队" in name or not re.search(HAN, name) else ("unit", name, name)


def read_person(text: str) -> tuple[str, str, str] | None:
    """Return kind, name and institution of a person; a name of two characters is printed with a space between.

    Examples
    --------
    >>> read_person("付 华 许昌市第五高级中学")
    ('person', '付华', '许昌市第五高级中学')
    """
    words = text.split()
    length = 2 if words and len(words[0]) == 1 else 1
    name, institution = "".join(words[:length]), words[length:]
    if len(institution) != 1 or not NAME.fullmatch(name) or not re.search(HAN, institution[0]):
        return None
    return "person", name, institution[0]


def read_commendation(document: Document) -> Iterator[Found]:
    """Read the units that a notice commends in prose ('决定对…予以通报表扬')."""
    text = passage(below_title(document))
    match = COMMENDED.search(text.text)
    if not match:
        yield unstated(document, "决定对…予以通报表扬")
        return
    for line, name in listed_names(text, *match.span("names")):
        yield Recipient(document.number_line, document.id, line, match["award"], "unit", name, name)


def read_merits(document: Document) -> Iterator[Found]:
    """Read the units and people whose merits a decision records in prose ('决定给…记…功')."""
    text = passage(below_title(document))
    decided = text.text.find("决定")
    clauses = list(MERIT.finditer(text.text, decided)) if decided >= 0 else []
    if not clauses:
        yield unstated(document, "决定给…记…功")
    people = 0
    for match in clauses:
        award = "记功" if match["award"] == "功" else match["award"]
        names = listed_names(text, *match.span("names"))
        for line, name in names:
            kind, institution = ("person", None) if match["printed"] else ("unit", name)
            yield Recipient(document.number_line, document.id, line, award, kind, name, institution)
        if match["printed"]:
            people += len(names)
        if match["number"]:
            yield count(document, text, match, award, len(names))
    title = passage(line for line in document.lines if line.number < document.number_line)
    for match in PROSE_COUNT.finditer(title.text):
        yield count(document, title, match, match["item"], people)


def below_title(document: Document) -> Iterator[Line]:
    """Give the lines below a document's number."""
    return (line for line in document.lines if line.number > document.number_line)


def listed_names(text: Passage, start: int, end: int) -> list[tuple[int, str]]:
    """Split 'A、B及C' into names, each with the line that it starts in."""
    names = []
    for separator in [*SEPARATOR.finditer(text.text, start, end), None]:
        stop = separator.start() if separator else end
        if name := squeeze(text.text[start:stop]):
            names.append((text.places[start][0], name))
        start = separator.end() if separator else end
    return names


def count(
    document: Document,
    text: Passage,
    match: re.Match[str],
    item: str,
    counted: int,
    section: str | None = None,
) -> Record | Problem:
    """Set a stated count beside what was counted: a row of ``award_counts``."""
    line, column = text.places[match.start("printed")]
    number = match["number"]
    try:
        stated = int(number) if number.isdecimal() else chinese_numeral(number)
    except ValueError:
        return LegacyProblem(document.id, line, "a count", f"'{match['printed']}'", "Mend the numeral.")
    return {
        "document": document.id,
        "line": line,
        "column": column,
        "section": section,
        "item": item,
        "printed": match["printed"],
        "stated": stated,
        "counted": counted,
    }


def unread_problem(document: Document, line: Line, expected: str) -> Problem:
    """Tell of a line of a roster that is no entry."""
    advice = "Complete the line, or put it where it belongs."
    return LegacyProblem(document.id, line.number, expected, f"'{line.content[:40]}'", advice)


def unstated(document: Document, sentence: str) -> Problem:
    """Tell of a notice without the sentence that names its recipients."""
    expected = f"the sentence '{sentence}' below the title"
    return LegacyProblem(
        document.id, document.number_line, expected, "none", "Restore the sentence.", Reason.MISSING
    )


NOTICES = (
    (EDUCATION, read_roster),
    (re.compile("表扬.*先进"), read_commendation),
    (re.compile("给.+记.*功"), read_merits),
)
