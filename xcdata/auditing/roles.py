"""What kinds of figures columns hold: those that may be added up, shares, rates, and numbers of things.

In: where there are figures, what they are, and the texts above them. Out: which columns are additive, and which hold shares.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_QUOTIENT = (
    r"(?:元|吨|斤|克|升|米|时|焦耳?|标准煤)[/／][十百千万亿]*(?:人|户|亩|公顷|平方|公里|立方|吨|公斤|千克|斤|升|元|床|㎡|ha\b|km|m2|m²)"
    r"|[人户个辆张所株头][/／][十百千万]*(?:平方|公顷|公里|亩|㎡|ha\b|km|[万千百][人户])"
    r"|每 ?[十百千万亿]*(?:人|户|名|亩|床|平方|公顷|公里|立方|居民|家庭)"
    r"|/ ?unit\b|(?:/ ?|\bper (?:[\d,]+ )?)(?:sq\b|square|km|ha\b|hectare|acre|capita|person|inhabitant|resident|household|thousand|million)"
)
"""Units of a quantity by another: 人/平方公里, 元/人, 公斤/亩, per square kilometre. What flows in a time (吨/日) adds up."""

RATE = re.compile(
    r"人均|户均|亩均|亩产|单产(?![品值业能])|密度(?!板|聚|纤维)|年数|年限|单价|均价|得分|评分|分数|排名|名次|位次|年龄(?!\W*\d)|平均|率|增长|增速|增幅|指数|同比|环比|±|增减[（(]?[%％]"
    r"|(?:[=＝]|以.{1,8}为) ?100(?![\d.%％])|\bper capita\b|\bdensity\b|\bprices?\b|\bscores?\b"
    r"|\branks?\b|\bages?\b(?!\W*\d)|\bindex\b|\bmax\b|\bmin\b|\brates?\b|\bratios?\b|\baverage|\bmean\b|\bmedian\b"
    rf"|\bgrowth\b|\bchange\b|{_QUOTIENT}"
)
"""Labels of figures that are never added up."""

_SHARE = re.compile(r"%|比重|占比|\bper ?cent|\bshares?\b")
"""Labels of figures that are added up where they are shares of one whole."""

RATIO = re.compile(rf"{RATE.pattern}|{_SHARE.pattern}")

_OF_ALL = re.compile(
    rf".{{0,60}}(?:[=＝]|以.{{1,8}}为) ?100[)）]?|[（(]?(?:计量)?单位[:：] ?(?:[%％]|{_QUOTIENT})\S{{0,4}}"
)
"""What stands by itself above a table and says of what kind all of its figures are: （上年=100）, 单位：%."""

_IDENTITY = re.compile(
    r"(序号|行次?|行号|编号|代码|[编区]码|年份?|年度|日期|月份?|id|no\.?|nr\.?|code|line|row|years?|date|month|day|precinct|fips|zip|geo[ _]?id)"
)
"""Headings of columns whose figures number things."""

_YEAR = re.compile(
    r"年|日期|时间|时期|\byears?\b|\bdate|\btime\b|\bperiod|\bfounded|\bestablished|\bbuilt|\bsince|\bborn|\bseason|\bvintage"
)
"""Headings of figures that are years if they look like years."""


def unit_of_all(above: Sequence[Sequence[str]], heads: Iterable[Sequence[str]]) -> str:
    """Return the text above a table which says that all of its figures are rates or shares; empty where there is none.

    Where a heading says so of its own column the others are of another kind.

    Parameters
    ----------
    above : sequence of sequence of str
        The texts of each row above the first figures.
    heads : iterable of sequence of str
        What each column is called.
    """
    alone = [row[0].strip() for row in above if len(row) == 1]
    note = next((text for text in alone if _OF_ALL.fullmatch(text)), "")
    return (
        ""
        if any(RATIO.search(text.lower()) for head in heads for text in head if text not in alone)
        else note
    )


def is_share(text: str) -> bool:
    """Whether a text says that figures are shares or percentages, and not rates."""
    return _SHARE.search(text) is not None and RATE.search(text) is None


def additive_columns(
    known: Bools, values: Ints, percent: Bools, heads: Sequence[tuple[str, ...]], scale: int
) -> tuple[Bools, Bools, Bools]:
    """Tell which columns hold figures that may be added up, which hold shares, and which number things.

    Parameters
    ----------
    known, values, percent : (columns, rows)
        Where there are figures, what they are (in 1/`scale`), and which of them are printed with %.
    heads : sequence of tuple of str
        The texts above each column's figures.
    scale : int

    Returns
    -------
    additive : (columns,) bool
        No numbers of things, years or rates.
    shares : (columns,) bool
        Percentages, which add up where they are shares of one whole.
    keys : (columns,) bool
        Numbers of things, and years: they say what a record is of.
    """
    additive, shares, keys = np.ones(len(known), bool), np.zeros(len(known), bool), np.zeros(len(known), bool)
    for column, (there, figures, marks, head) in enumerate(zip(known, values, percent, heads, strict=True)):
        own = figures[there]
        numbers = any(_IDENTITY.fullmatch(text) for text in head)
        years = len(own) > 1 and bool(
            ((own % scale == 0) & (own >= 1800 * scale) & (own <= 2100 * scale)).all()
        )
        years = years and (not head or any(_YEAR.search(text) for text in head))
        rates = any(RATE.search(text) for text in head)
        keys[column] = numbers or years
        additive[column] = not (keys[column] or rates)
        shares[column] = 2 * np.count_nonzero(marks & there) > len(own) or any(map(_SHARE.search, head))
    return additive, shares & additive, keys
