"""Recipients that a notice names in its sentences: 决定对…予以表扬, 授予…“…”称号, 给…记…功.

In: the prose of a notice. Out: :class:`Clause` objects, each with the names it holds and the count it states, and a problem for what commends
somebody and cannot be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from xcdata.errors import Problem
from xcdata.gazette.awards.counts import COUNTED, NUMBER, Stated, deciding, kind_said, value_of
from xcdata.gazette.awards.entries import SAID_OF, shown
from xcdata.gazette.awards.names import damaged, garbled, has_surname, is_institution, is_name, runs_on
from xcdata.gazette.passage import Passage, squeeze

NOUN = f"(?:{COUNTED}|班组|科室|小组|合作社|家庭农场|镇街|乡镇|县区|社区|村|县|区|市)"
STATED = rf"(?P<among>等\s*)?(?P<printed>{NUMBER}\s*(?P<counter>[个名位家]?)\s*{NOUN}|(?:{COUNTED}))?"
PRAISE = "通报表[扬彰]|通报嘉奖|表[扬彰]奖励|表[扬彰]|嘉奖|奖励"
CLAUSES = (
    re.compile(
        rf"对(?P<names>[^。；]+?){STATED}\s*(?:分别)?(?:予以|给予|进行)\s*(?P<award>(?:全市|全县|全省)?(?:{PRAISE}))"
    ),
    re.compile(
        rf"给(?P<names>[^。；]+?){STATED}\s*(?:分别)?(?:各?记)(?P<award>[^，。；、给]*?功)(?=[，。；、和并]|$)"
    ),
    re.compile(rf"授予(?P<names>[^。；“]+?){STATED}\s*(?:为)?“(?P<award>[^”]+)”"),
    re.compile(rf"(?<=[；，])(?P<names>[^。；，“]+?){STATED}\s*为“(?P<award>[^”]+)”"),
    re.compile(rf"授予(?P<names>[^。；“]+?){STATED}\s*为(?P<award>[^，。；“”、]{{2,30}}?)(?:荣誉)?称号"),
    re.compile(rf"命名(?P<names>[^。；“]+?){STATED}\s*为“(?P<award>[^”]+)”"),
)
COMMENDS = re.compile(
    "(?:予以|给予|进行)\\s*[^，。；、]{0,4}(?:表[彰扬]|嘉奖)|(?<!笔)记[^，。；、]{0,6}功|授予[^。；“]*“[^”]*”|命名[^。；“]*为“|”(?:荣誉)?称号"
)
# Words that name nobody: 这些取得突出成绩的市和县市区, 先进集体和先进个人.
NOBODY = re.compile(
    "(?:先进|优秀|模范|获奖|有关|上述|以上|这些|单位|集体|个人|同志|企业|工作者|代表|团队|家庭|乡镇|街道|部门|[市县区州和及与、的各等])+"
)
SOME_OF = re.compile("等\\s*[\\d一二两三四五六七八九十百]+\\s*[个名位家人]")
SEPARATOR = re.compile("[、，,；;]|以及|及|和|与")
PREAMBLE = re.compile("^.*(?:中|表现|成绩|成效|贡献)[^、，]*?的")


@dataclass(frozen=True, slots=True)
class Clause:
    """What one clause gives to whom.

    Attributes
    ----------
    award : str
    kind : str
        ``person`` or ``unit``.
    names : tuple of (int, str)
        Each with the line it begins in.
    partial : bool
        Whether it names some of those it counts only.
    stated : Stated or None
    """

    award: str
    kind: str
    names: tuple[tuple[int, str], ...]
    partial: bool
    stated: Stated | None


def read_clauses(where: str, text: Passage) -> Iterator[Clause | Problem]:
    """Read the clauses of a notice that say who is commended."""
    for start, end in deciding(text.text):
        taken: list[tuple[int, int]] = []
        for pattern in CLAUSES:
            for match in pattern.finditer(text.text, start, end):
                if any(low < match.end() and match.start() < high for low, high in taken):
                    continue
                taken.append(match.span())
                clause = read_clause(where, text, match)
                if clause:
                    yield clause
        for match in COMMENDS.finditer(text.text, start, end):
            if not any(low < match.end() and match.start() <= high for low, high in taken):
                line, _ = text.places[match.start()]
                yield Problem("roster_clause", where, line, squeeze(match[0])[:40])


def read_clause(where: str, text: Passage, match: re.Match[str]) -> Clause | Problem | None:
    """Read one clause; a name in it that cannot be right is a problem, one that names nobody of its own is None."""
    start, end = match.span("names")
    preamble = PREAMBLE.match(text.text[start:end])
    start += preamble.end() if preamble else 0
    if NOBODY.fullmatch(squeeze(text.text[start:end])) or SOME_OF.search(text.text, start, end):
        return None
    names = tuple(listed_names(text, start, end))
    words = squeeze(match["printed"] or "")
    kind = kind_said(words, match["counter"] or "") if words else None
    if kind is None:
        kind = (
            "person" if all(has_surname(name) and not is_institution(name) for _, name in names) else "unit"
        )
    partial = match["among"] is not None and value_of(match["number"] or "") != len(names)
    for line, name in names if not partial else ():
        strange = garbled(name)
        if strange:
            return Problem("roster_garbled", where, line, shown(strange))
        if not (is_name(name) if kind == "person" else is_institution(name)) or damaged_unit(kind, name):
            return Problem("roster_name", where, line, name[:40])
    award = {"功": "记功"}.get(squeeze(match["award"]), squeeze(match["award"]))
    stated = None
    if match["number"]:
        line, column = text.places[match.start("printed")]
        stated = Stated(line, column, words, value_of(match["number"]), award, award, match["counter"])
    return Clause(award, kind, names, partial, stated)


def damaged_unit(kind: str, name: str) -> bool:
    """Tell whether the name of a unit runs into another or is cut."""
    return kind == "unit" and (damaged(name) or runs_on(name))


def listed_names(text: Passage, start: int, end: int) -> list[tuple[int, str]]:
    """Split 'A、B及C' into names, each with the line that it starts in.

    和, 及 and 与 divide only what is a name on both sides: 市住房和城乡建设局 is one.
    """
    cuts = [start]
    for separator in SEPARATOR.finditer(text.text, start, end):
        left = squeeze(text.text[cuts[-1] : separator.start()])
        right = squeeze(text.text[separator.end() : end])
        word = separator[0] in ("和", "及", "与", "以及")
        if not word or is_institution(left) or (has_surname(left) and len(right) > 1):
            cuts += [separator.start(), separator.end()]
    cuts.append(end)
    names = []
    for low, high in zip(cuts[::2], cuts[1::2], strict=True):
        if name := squeeze(SAID_OF.sub("", text.text[low:high])):
            names.append((text.places[low][0], name))
    return names
