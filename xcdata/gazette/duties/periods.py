"""Dates and periods in the words of a notice.

In: a phrase, such as ``2019年11月—2020年6月``, ``2020年4月底前`` or ``2020年一季度``. Out: the :class:`Period` that it names; a
month stands for its first day as a start, and for its last as a deadline.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from xcdata.gazette.quantities import FULL_WIDTH

QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
MOMENT = re.compile(
    r"(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?(?P<end>底|末)?|(?P<quarter>[一二三四1-4])季度|(?P<edge>年?[底末初]))?"
)
RANGE = re.compile("—|–|-|~|～|至|到")


@dataclass(frozen=True, slots=True)
class Period:
    """From when to when; either may be missing."""

    start: date | None = None
    deadline: date | None = None


def find_period(text: str) -> Period:
    """Return the period that a phrase names first.

    Examples
    --------
    >>> find_period("2019年11月—2020年6月")
    Period(start=datetime.date(2019, 11, 1), deadline=datetime.date(2020, 6, 30))
    >>> find_period("2020年3月12日（植树节）前，完成").deadline
    datetime.date(2020, 3, 12)
    """
    plain = text.translate(FULL_WIDTH)
    found = [match for match in MOMENT.finditer(plain) if match["year"] or match["month"] or match["quarter"]]
    if not found:
        return Period()
    first = found[0]
    year = int(first["year"]) if first["year"] else None
    if len(found) > 1 and RANGE.fullmatch(plain[first.end() : found[1].start()].strip("初 ")):
        second = found[1]
        later = int(second["year"]) if second["year"] else year
        return Period(edge(first, year, last=False), edge(second, later, last=True))
    if RANGE.match(plain, first.end()):
        return Period(edge(first, year, last=False))
    return Period(None, edge(first, year, last=True))


def edge(match: re.Match[str], year: int | None, *, last: bool) -> date | None:
    """Return the first or the last day of a moment; None where it names no year, or no day that there is.

    The beginning of a year (``2021年初``) is a first day and no last.
    """
    if year is None or (last and (match["edge"] or "").endswith("初")):
        return None
    month = int(match["month"]) if match["month"] else None
    if match["quarter"]:
        month = 3 * QUARTERS[match["quarter"]] - (0 if last else 2)
    month = month or (12 if last else 1)
    try:
        day = int(match["day"]) if match["day"] else monthrange(year, month)[1] if last else 1
        return date(year, month, day)
    except ValueError:
        return None
