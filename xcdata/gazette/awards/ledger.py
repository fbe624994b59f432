"""The award notices as a ledger.

In: a gazette. Out: a ledger of every count that its notices of awards state, and of the entries that were counted for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

from xcdata.gazette.awards.roster import find_rosters
from xcdata.gazette.awards.tallies import Count, Recipient, side
from xcdata.gazette.documents import Gazette
from xcdata.gazette.quantities import leading_number
from xcdata.gazette.tying import ONE
from xcdata.ledger.model import Figure, Ledger, SumRule

Group = tuple[str, str, str]


def awards_ledger(gazette: Gazette, known: Mapping[str, Decimal] | None = None) -> Ledger:
    """Return the ledger of the award notices: every stated count, and the entries counted under it.

    Entries are counted section by section, in sentences award by award; people apart from units where a section has both. A
    count without entries stands beside a section of none.

    Parameters
    ----------
    gazette : Gazette
    known : mapping of str to Decimal, optional
        Rule id to the difference (computed minus published) that a known issue explains.
    """
    rosters = find_rosters(gazette)
    groups: dict[Group, list[Recipient]] = {}
    for row in rosters.recipients:
        groups.setdefault(group_of(row), []).append(row)
    names = Names(groups, rosters.counts)
    figures = {
        key: Figure(
            "/".join(("awards", *names.of_group(key), "counted")),
            str(len(rows)),
            Decimal(len(rows)),
            rows[0].line,
            name=(*names.of_group(key), "counted"),
            counted=True,
        )
        for key, rows in groups.items()
    }
    all_figures = list(figures.values())
    rules = []
    for count in rosters.counts:
        words = names.of_count(count)
        id_ = "/".join(("awards", *words))
        parts = list(dict.fromkeys(group_of(row) for row in count.counted))
        if not parts:
            empty = Figure(f"{id_}/counted", "0", Decimal(0), name=(*words, "counted"), counted=True)
            all_figures.append(empty)
        keys = tuple(str(figures[part].key) for part in parts) or (f"{id_}/counted",)
        all_figures.append(
            Figure(
                f"{id_}/stated",
                leading_number(count.stated.printed),
                Decimal(count.stated.value or 0),
                count.stated.line,
                count.stated.column,
                name=(*words, "stated"),
            )
        )
        rules.append(SumRule(f"{id_}/stated", keys, id_, (known or {}).get(id_, Decimal(0))))
    tied = {key for rule in rules for key in (rule.total, *rule.parts)}
    own = tuple(figure for figure in all_figures if figure.key in tied)
    return Ledger(own, tuple(rules), ONE, least=Decimal(0), name="awards")


def group_of(row: Recipient) -> Group:
    """Return what a recipient is counted in: document, section or award, people or units."""
    return row.document, row.section or row.award, side(row)


class Names:
    """What the figures of the ledger are called: sections by their paths alone where one notice has sections."""

    def __init__(self, groups: Mapping[Group, list[Recipient]], counts: list[Count]) -> None:
        sectioned = {row.document for rows in groups.values() for row in rows if row.section}
        sectioned |= {count.document for count in counts if count.section}
        self.alone = len(sectioned) < 2
        self.sections = {
            (row.document, row.section) for rows in groups.values() for row in rows if row.section
        }
        self.both = {key for key, n in Counter((key[0], key[1]) for key in groups).items() if n > 1}
        self.counts: Counter[tuple[str, ...]] = Counter()

    def of_group(self, key: Group) -> tuple[str, ...]:
        """Return the name of a group of entries."""
        document, part, kind = key
        where = (part,) if self.alone and (document, part) in self.sections else (document, part)
        return (*where, kind) if (document, part) in self.both else where

    def of_count(self, count: Count) -> tuple[str, ...]:
        """Return the name of a stated count; the second of a name has its number behind it."""
        if count.section:
            words: tuple[str, ...] = (count.section,) if self.alone else (count.document, count.section)
        else:
            words = (count.document, count.item)
        self.counts[words] += 1
        return words if self.counts[words] == 1 else (*words, str(self.counts[words]))
