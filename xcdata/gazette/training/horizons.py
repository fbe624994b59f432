"""When a target is to be reached: 3年, 三年内, 2019—2021年, 到2025年, 每年.

In: a sentence. Out: each :class:`Horizon` that it states where a clause begins; a period within a clause (开业5年内的企业) is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from xcdata.gazette.quantities import chinese_numeral

SPAN = r"(?P<first>[0-9]{4})年?\s*(?:[—–－~～-]{1,2}|至|到)\s*(?P<last>[0-9]{4})\s*年(?:期间|度)?"
# What may stand between the beginning of a clause and its horizon.
LEAD = r"(?:全[市省县区]|我[市省县]|力争|争取|计划|其中|预计|用|在|从|自)*"
HORIZON = re.compile(
    rf"(?:(?<=[，。、；：（—…！]){LEAD}|^{LEAD})"
    rf"(?P<printed>{SPAN}"
    r"|(?:到|至)?“?十[三四五六]五”?(?:期间|时期|期末|末)"
    r"|(?:到|至)?\s*[0-9]{4}\s*年(?:年?[底末初]|度|前)?"
    r"|(?P<years>[0-9]{1,2}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])\s*年(?:之内|以内|内|间|时间)?(?![级制度期]|以上|行动)"
    r"|(?P<annual>每年度?|年均|年(?=培训|开展|完成|新增|培养|组织|引进|均)))"
)
PERIOD = re.compile(SPAN)


@dataclass(frozen=True, slots=True)
class Horizon:
    """A period to reach a target in.

    Attributes
    ----------
    start, end : int
        Where it stands.
    printed : str
    years : int or None
        How many, where the words say it; None of 到2025年, whose beginning they leave open, and of what is to be reached each year.
    annual : bool
        Whether it is to be reached each year.
    """

    start: int
    end: int
    printed: str
    years: int | None
    annual: bool


def horizons(text: str) -> Iterator[Horizon]:
    """Yield the horizons of a sentence."""
    for match in HORIZON.finditer(text):
        yield Horizon(*match.span("printed"), match["printed"], years_of(match), match["annual"] is not None)


def years_of(match: re.Match[str]) -> int | None:
    """Return how many years a horizon spans, where it says so."""
    if match["first"]:
        return int(match["last"]) - int(match["first"]) + 1
    if match["years"]:
        number = match["years"]
        return int(number) if number.isdigit() else chinese_numeral(number)
    return 1 if match["printed"][0].isdigit() and not match["printed"].endswith("前") else None


def period_years(title: str) -> int | None:
    """Return how many years the period in a title spans, or None."""
    match = PERIOD.search(title)
    return int(match["last"]) - int(match["first"]) + 1 if match else None
