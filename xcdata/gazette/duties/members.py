"""Who sits in which group.

In: a gazette. Out: the rows of ``members``: a seat in a leading group, a committee or a joint meeting, with the role that the list gives
it. Roles carry on to the lines below (``组 长：甲乙（副市长）``, then ``丙丁（市财政局局长）``); in a joint meeting the seats are organs'.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from xcdata.errors import Problem
from xcdata.gazette.documents import Document, Extract, Gazette, Record
from xcdata.gazette.duties.organs import organ_of_post, resolve
from xcdata.gazette.duties.responsibility import named
from xcdata.gazette.passage import PAGE, Line, passage, squeeze
from xcdata.gazette.places import Place

HAN = "[\u3400-\u9fff]"
ROLES = (
    r"(?:第\s*一|常\s*务|执\s*行|名\s*誉)?\s*副?\s*(?:组\s*长|主\s*任\s*委\s*员|主\s*任|总\s*召\s*集\s*人|召\s*集\s*人|总\s*指\s*挥\s*长?|指\s*挥\s*长)"
    r"|委\s*员|成\s*员|政\s*委|秘\s*书\s*长|顾\s*问"
)
HEAD = re.compile(rf"\W*(?P<role>{ROLES})\W{{0,4}}?[：:]\**\s*(?P<rest>.*?)\**\s*")
SEAT = re.compile(
    rf"(?P<name>{HAN}(?:[ \u3000]*{HAN}){{1,3}}|{HAN}+·{HAN}+)\s*[（(](?P<post>(?:[^（）()]|[（(][^（）()]*[）)])+)[）)]"
)
SPACED = re.compile(
    rf"(?P<name>{HAN}[ \u3000]{{1,2}}{HAN}|{HAN}{{2,4}}|{HAN}+·{HAN}+)[ \u3000]+(?P<post>{HAN}[^。，；]*)"
)
LISTED = re.compile("名单|组成人员|成员")
NOTE = re.compile(r"[（(][^（）()]*(?:为序|排序|不分先后)[^（）()]*[）)]")
BODY = re.compile(r"(?P<body>[^，。《》]*?(?:领导小组|委员会|指挥部|联席会议|工作专班|工作组|协调小组))")
SETUP = re.compile(
    r"关于(?:成立|调整|设立|建立|组建)(?P<body>[^，。]*?(?:领导小组|委员会|指挥部|联席会议|工作专班|协调小组))"
)
MEETING = re.compile(
    r"(?P<body>[^，。]{0,20}?联席会议)成员单位由(?P<organs>[^。；]+?)(?:等(?:部门|单位))?组成"
)


def read_members(gazette: Gazette) -> Extract:
    """Read the seats of every list of members in a text."""
    extract = Extract({"members": []})
    for document in gazette.documents:
        for part in document.parts:
            for item in read_lists(document, part, gazette.place):
                if isinstance(item, Problem):
                    extract.problems.append(item)
                else:
                    extract.rows["members"].append(item)
                    extract.read.add(item["line"])
        extract.rows["members"] += meeting_seats(document, gazette.place)
    return extract


def read_lists(document: Document, part: Sequence[Line], place: Place) -> Iterator[Record | Problem]:
    """Read the lists of a notice, or of an annex: from a line with a role to the first that is no seat."""
    body, role = body_named(document, part), ""
    listed = BODY.search(document.title) is not None or any(LISTED.search(line.content) for line in part[:6])
    filled = [line for line in part if line.content and not PAGE.fullmatch(line.content)]
    for number, line in enumerate(filled):
        head = HEAD.fullmatch(line.content)
        if head and listed and head["rest"] and not NOTE.fullmatch(head["rest"]) and not seats(head["rest"]):
            yield Problem("member_unreadable", document.id, line.number, line.content[:40])
            role = squeeze(head["role"])
            continue
        if head and (not head["rest"] or NOTE.fullmatch(head["rest"]) or seats(head["rest"])):
            role = squeeze(head["role"])
            text = "" if NOTE.fullmatch(head["rest"]) else head["rest"]
        elif role:
            text = line.content
        else:
            continue
        found = seats(text)
        for name, post in found:
            column = max(line.text.find(name), 0) + 1
            organ = organ_of_post(post, place)
            yield seat_row(document, line.number, column, body, role, squeeze(name), post, organ)
        if text and not found:
            after = filled[number + 1].content if number + 1 < len(filled) else ""
            if seats(after) and not HEAD.fullmatch(after):
                yield Problem("member_unreadable", document.id, line.number, line.content[:40])
            else:
                role = ""


def seats(text: str) -> list[tuple[str, str]]:
    """Return the names and posts that a line consists of; none where it holds anything else."""
    found = list(SEAT.finditer(text))
    if found and not SEAT.sub("", text).strip("、，,； \u3000*"):
        return [(match["name"], squeeze(match["post"])) for match in found]
    match = SPACED.fullmatch(text.strip(" *"))
    return [(match["name"], squeeze(match["post"]))] if match else []


def body_named(document: Document, part: Sequence[Line]) -> str:
    """Return the name of the body that a list is of: its heading's, or the one that the notice sets up."""
    heading = next(
        (
            squeeze(line.content)
            for line in part[:6]
            if BODY.match(squeeze(line.content)) and "。" not in line.content
        ),
        "",
    )
    match = BODY.match(heading) or SETUP.search(document.title) or BODY.search(document.title)
    return match["body"] if match else document.title


def meeting_seats(document: Document, place: Place) -> Iterator[Record]:
    """Yield the organs that make up a joint meeting, by the sentence that says so."""
    if not any("联席会议" in line.text for line in document.body):
        return
    text = passage(document.body)
    for match in MEETING.finditer(text.text):
        for organ in named(text, *match.span("organs"), "member"):
            yield seat_row(
                document,
                organ.line,
                organ.column,
                match["body"],
                "成员单位",
                None,
                None,
                resolve(organ.printed, place),
            )


def seat_row(
    document: Document,
    line: int,
    column: int,
    body: str,
    role: str,
    name: str | None,
    post: str | None,
    organ: str | None,
) -> Record:
    """Return a row of ``members``."""
    return {
        **{"document": document.id, "line": line, "column": column, "body": body},
        **{"role": role, "name": name, "post": post, "organ": organ},
    }
