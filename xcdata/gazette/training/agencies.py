"""Who is responsible for what a paragraph asks: （责任单位：…）, （牵头单位：…；配合单位：…）, （…负责）.

In: a paragraph with full-width punctuation. Out: the organs, as printed, in order.
"""

from __future__ import annotations

import re

from xcdata.gazette.passage import squeeze

ROLE = re.compile(
    r"(?:(?:责任|牵头|配合|参与|协办|主办|承办|实施|组织|协作|协同|主管|落实)(?:、(?:责任|牵头|配合))?(?:单位|部门|处室|领导|科室)|分工)\s*：\s*"
)
IN_CHARGE = re.compile(
    r"（(?P<organs>[^（）]*?(?:（[^（）]*）[^（）]*?)*?)(?:按照?(?:各自)?职责(?:分工)?|分工|共同)?(?:牵头|负责|配合|落实)(?:落实|负责)?）"
)


def agencies_of(text: str) -> list[str]:
    """Return the organs that a paragraph names, whatever their role."""
    named = [match.span() for match in ROLE.finditer(text)]
    edges = [*(start for start, _ in named), len(text)][1:]
    lists = [
        text[start : closing(text, start, edge)] for (_, start), edge in zip(named, edges, strict=bool(named))
    ]
    if not named and (charged := IN_CHARGE.search(text)):
        lists = [re.sub("(?:牵头|配合|负责)(?=[，；、])", "", charged["organs"])]
    return [organ for listed in lists for organ in split_agencies(listed)]


def closing(text: str, start: int, until: int) -> int:
    """Return where a list of organs ends: at the bracket that closes the one around it, or where the sentence does."""
    depth = 0
    for place in range(start, until):
        depth += {"（": 1, "〔": 1, "）": -1, "〕": -1}.get(text[place], 0)
        if depth < 0 or (depth == 0 and text[place] == "。"):
            return place
    return until


def split_agencies(text: str) -> list[str]:
    """Split a list of organs at ，、 and ；, but not within brackets (各县〔市、区〕政府)."""
    parts = re.findall(r"(?:[^，、；〔（]|〔[^〕]*〕|（[^）]*）)+", squeeze(text))
    return [
        part.removeprefix("（").removesuffix("）") if part.startswith("（") else part
        for part in parts
        if part
    ]
