"""Results as frames, for people who work in pandas.

In: :class:`~xcdata.ledger.results.Results`. Out: :class:`FramedResults`, whose properties are frames, and which Jupyter shows with the
verdict on top. Nothing is computed from these frames again. pandas is imported when the first of them is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from xcdata.labels import LANGUAGES, label
from xcdata.ledger.conclusion import verdict_lines
from xcdata.ledger.results import PROVED, Finding, Results, range_of, slip_of
from xcdata.shown import Shown, as_table

if TYPE_CHECKING:
    import pandas as pd

    from xcdata.ledger.localize import Group

AMOUNTS = ("published", "computed", "difference", "tolerance")
FINDING_COLUMNS = (
    *("id", "kind", "verdict", *AMOUNTS, "figures", "lines"),
    *(f"{text}_{lang}" for text in ("message", "known") for lang in LANGUAGES),
)
EXPLANATION_COLUMNS = (
    *("group", "given", "rank", "tied", "slip", "key", "name", "line", "column", "address"),
    *("printed", "implied", "range", "figure_slip", "note"),
)
WHOLE = ("group", "rank", "tied", "line", "column")
OBJECTS = ("figures", "lines", "key")
SHOWN = ("verdict", "published", "computed", "difference")
WHO = ("group", "given", "rank", "name", "key", "line", "address")


@dataclass(frozen=True, eq=False, repr=False)
class FramedResults(Results):
    """Results with frames of findings and explanations, and a rich display."""

    @cached_property
    def findings(self) -> pd.DataFrame:
        """One row a sum rule and one an observation, failures first.

        Columns: ``id``, ``kind``, ``verdict`` (of a rule: exact, within rounding, inconsistent, not checkable; of an
        observation: noticed, information), ``published``, ``computed``, ``difference`` (computed minus published) and
        ``tolerance`` as exact decimal texts, ``figures`` (tuple of keys, the total first), ``lines`` (tuple of int),
        the message and, where a known issue explains it, the reason, in both languages.
        """
        return frame_of(map(finding_row, self.found), FINDING_COLUMNS)

    @cached_property
    def explanations(self) -> pd.DataFrame:
        """One row a figure of an explanation.

        Columns: ``group``, ``given`` (the kind that the sums must have for it to be called for; missing where that is
        settled), ``rank``, ``tied``, ``slip`` (of the explanation as a whole), ``key``, ``name`` (what people call it; of a frame the
        labels of row and column), ``line``, ``column``, ``address``,
        ``printed``, ``implied``, ``range`` (where rounding leaves more than one value), ``figure_slip``, ``note``.
        """
        return frame_of((row for group in self.groups for row in group_rows(group)), EXPLANATION_COLUMNS)

    @property
    def unexplained(self) -> pd.DataFrame:
        """The findings that are neither proved nor for information, and that no known issue explains."""
        return self.findings[[finding.is_open for finding in self.found]]

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._told()}>"

    def _told(self) -> str:
        told = ", ".join(f"{count} {name}" for name, count in self.counts().items())
        return f"{self.name!r}: {told}; {len(self.open)} findings unexplained"

    def shown(self, lang: str = "zh") -> Shown:
        """Show the verdict, whom it points to and the counts; in a notebook what is unexplained too, and, folded, what is known."""
        parts = []
        if len(found := self.unexplained[[*SHOWN, f"message_{lang}"]]):
            parts.append(as_table(found, lang))
        if len(found := self.explanations):
            parts.append(as_table(found[[*WHO, "printed", "implied", "figure_slip", "note"]], lang))
        known = self.findings[[one.known is not None and one.verdict not in PROVED for one in self.found]]
        if len(known):
            summary = label("decision", "known", lang, count=len(known))
            parts.append(as_table(known[[*SHOWN, f"message_{lang}", f"known_{lang}"]], lang, summary))
        return Shown.of([*verdict_lines(self, lang), *self.looked_at(lang)], parts)

    def looked_at(self, lang: str = "zh") -> list[str]:
        """Say how many figures were checked, and which columns and sheets were not."""
        of = self.coverage
        told = [label("audit", "coverage", lang, checked=of.checked, figures=of.figures, unread=of.unread)]
        for reason in ("column", "sheet"):
            if names := tuple(one.what for one in of.left_out if one.reason == reason):
                told.append(label("coverage", f"{reason}s", lang, **{f"{reason}s": names}))
        return told

    def _repr_html_(self) -> str:
        return self.shown().html


def finding_row(finding: Finding) -> dict[str, object]:
    """Return a finding as a row, amounts as exact decimal texts."""
    row: dict[str, object] = {
        name: getattr(finding, name) for name in ("id", "kind", "verdict", "figures", "lines", *AMOUNTS)
    }
    row |= {f"message_{lang}": text for lang, text in finding.message.items()}
    row |= {f"known_{lang}": text for lang, text in (finding.known or {}).items()}
    return row


def group_rows(group: Group) -> Iterable[dict[str, object]]:
    """Yield a row for each figure of each explanation of a group; one without figures where there is no explanation."""
    base: dict[str, object] = {"group": group.number, "given": group.given, "note": group.note or None}
    if not group.explanations:
        yield base
    for explanation in group.explanations:
        whole = {name: getattr(explanation, name) for name in ("rank", "tied", "slip")}
        for change in explanation.figures:
            figure = {name: getattr(change.figure, name) for name in ("key", "line", "column", "address")}
            figure["name"] = " ".join(change.figure.name) or None
            told: dict[str, object] = {"printed": change.figure.printed, "implied": change.text}
            told |= {"range": range_of(change), "figure_slip": slip_of(change)}
            yield base | whole | figure | told


def frame_of(rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> pd.DataFrame:
    """Return rows as a frame of text, but for columns of whole numbers and of objects; missing values where there are none."""
    import pandas as pd

    listed = list(rows)
    dtypes = dict.fromkeys(WHOLE, "Int64") | dict.fromkeys(OBJECTS, "object")
    return pd.DataFrame(
        {
            name: pd.Series([_cell(row.get(name)) for row in listed], dtype=dtypes.get(name, "str"))
            for name in columns
        }
    )


def _cell(value: object) -> object:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.value if hasattr(value, "value") else value
