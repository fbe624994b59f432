"""What kinds of figures columns hold: those that may be added up, shares, rates, and numbers of things.

In: where there are figures, what they are, and the texts above them. Out: which columns are additive, and which hold shares.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

RATE = re.compile(
    r"人均|年数|年限|单价|均价|得分|评分|分数|排名|名次|位次|年龄(?!\W*\d)|平均|率|增长|增速|增幅|指数|同比|环比|±|增减[（(]?[%％]|\bper capita\b|\bprices?\b|\bscores?\b"
    r"|\branks?\b|\bages?\b(?!\W*\d)|\bindex\b|\bmax\b|\bmin\b|/ ?unit\b|\brates?\b|\bratios?\b|\baverage|\bmean\b|\bmedian\b"
    r"|\bgrowth\b|\bchange\b"
)
"""Labels of figures that are never added up."""

_SHARE = re.compile(r"%|比重|占比|\bper ?cent|\bshares?\b")
"""Labels of figures that are added up where they are shares of one whole."""

RATIO = re.compile(rf"{RATE.pattern}|{_SHARE.pattern}")

_IDENTITY = re.compile(
    r"(序号|行次?|行号|编号|代码|[编区]码|年份?|年度|日期|月份?|id|no\.?|nr\.?|code|line|row|years?|date|month|day|precinct|fips|zip|geo[ _]?id)"
)
"""Headings of columns whose figures number things."""

_YEAR = re.compile(
    r"年|日期|时间|时期|\byears?\b|\bdate|\btime\b|\bperiod|\bfounded|\bestablished|\bbuilt|\bsince|\bborn|\bseason|\bvintage"
)
"""Headings of figures that are years if they look like years."""


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
