"""The front door of the audit, and the audit of a workbook whose sheets are told apart.

In: a file, a frame or rows, and whatever a reviewer tells of it. Out: an :class:`~xcdata.auditing.audit.Audit`; of a workbook with several
sheets of figures a :class:`WorkbookAudit`, which holds one for each.
"""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast, overload

from xcdata.auditing.audit import Audit, audit_sheet
from xcdata.auditing.declared import DeclaredAudit, audit_declared, unit_of_tolerance
from xcdata.auditing.look import Told, read_cells, refusals, refuse_lost
from xcdata.auditing.observed import sheet_notes, sheets_left_out
from xcdata.auditing.patterns import Cell
from xcdata.auditing.rules_file import DeclaredRule, write_rules
from xcdata.errors import InputError, Problem, Reason
from xcdata.files import refuse_to_lose, write_all
from xcdata.grids.read import Source, as_frame, is_frame, read_source
from xcdata.labels import label
from xcdata.ledger.results import NOTHING_CHECKED, Coverage, Finding, failures_first
from xcdata.names import known_name
from xcdata.shown import Shown

if TYPE_CHECKING:
    import pandas as pd

    from xcdata.auditing.rules_file import RulesFile

NOTHING_TOLD = Told()


@dataclass(frozen=True, eq=False, repr=False)
class WorkbookAudit:
    """The audits of a workbook's sheets, each by itself.

    Attributes
    ----------
    name, sha256 : str
    source : Source
    sheets : tuple of Audit
        Of the sheets with figures, in their order; ``found["二月"]`` is one by its name.
    found : tuple of Finding
        What is said of the workbook itself.
    """

    name: str
    sha256: str
    source: Source
    sheets: tuple[Audit, ...]
    found: tuple[Finding, ...]

    def __iter__(self) -> Iterator[Audit]:
        return iter(self.sheets)

    def __len__(self) -> int:
        return len(self.sheets)

    def __getitem__(self, sheet: str) -> Audit:
        named = {audit.source.sheet: audit for audit in self.sheets}
        return named[known_name("sheet", sheet, map(str, named))]

    @property
    def ok(self) -> bool:
        """Whether nothing is unexplained on any sheet, and none could not be read."""
        return all(audit.ok for audit in self.sheets) and not any(one.is_open for one in self.found)

    @property
    def exit_code(self) -> int:
        """As :attr:`~xcdata.ledger.results.Results.exit_code`: 3 where no sheet was checked."""
        if not self.ok:
            return 1
        return min(audit.exit_code for audit in self.sheets)

    @property
    def coverage(self) -> Coverage:
        """What was looked at on all sheets together."""
        own = [audit.coverage for audit in self.sheets]
        left_out = [
            replace(one, what=f"{audit.source.sheet}: {one.what}")
            for audit in self.sheets
            for one in audit.coverage.left_out
        ]
        return Coverage(
            sum(one.figures for one in own),
            sum(one.checked for one in own),
            sum(one.unread for one in own),
            (*sheets_left_out(self.source), *left_out),
        )

    def counts(self) -> dict[str, int]:
        """Return the number of sum rules, and of each verdict on them, on all sheets together."""
        total: Counter[str] = Counter()
        for audit in self.sheets:
            total.update(audit.counts())
        return {name: total[name] for name in self.sheets[0].counts()}

    @cached_property
    def findings(self) -> pd.DataFrame:
        """The findings of all sheets, as of one, after the name of the ``sheet``."""
        return self._frame("findings")

    @cached_property
    def explanations(self) -> pd.DataFrame:
        """The explanations of all sheets, as of one, after the name of the ``sheet``."""
        return self._frame("explanations")

    @property
    def unexplained(self) -> pd.DataFrame:
        """The findings that are unexplained, of all sheets."""
        return self._frame("unexplained")

    def _frame(self, name: str) -> pd.DataFrame:
        import pandas as pd

        frames = [getattr(audit, name) for audit in self.sheets]
        named = [
            frame.assign(sheet=audit.source.sheet) for audit, frame in zip(self.sheets, frames, strict=True)
        ]
        table: pd.DataFrame = pd.concat(named, ignore_index=True)
        return table[["sheet", *frames[0].columns]]

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self.name!r}: {len(self)} sheets; {self.counts()}>"

    def told(self, lang: str = "zh") -> str:
        """Say the verdict in a sentence."""
        if self.exit_code == NOTHING_CHECKED:
            return label("report", "nothing_checked", lang)
        bad = sum(not audit.ok for audit in self)
        checked = sum(audit.exit_code != NOTHING_CHECKED for audit in self)
        name = "sheets_hold" if self.ok else "sheets_broken"
        return label("report", name, lang, sheets=len(self), bad=bad, checked=checked)

    def shown(self, lang: str = "zh") -> Shown:
        """Show the verdict, and then what each sheet shows of itself."""
        own = [(html.escape(audit.source.sheet or ""), audit.shown(lang)) for audit in self.sheets]
        lines = (
            f"{audit.source.sheet}: {one.text}" for audit, (_, one) in zip(self.sheets, own, strict=True)
        )
        told = Shown.of([self.told(lang), *lines])
        page = Shown.of([self.told(lang)], [f"<h4>{sheet}</h4>{one.html}" for sheet, one in own])
        return Shown(page.html, told.text)

    def _repr_html_(self) -> str:
        return self.shown().html


@overload
def audit(
    table: str | PathLike[str] | pd.DataFrame | pd.Series[Any] | Sequence[Sequence[object]],
    sheet: str | None = None,
    *,
    tolerance: object = None,
    by: str | Sequence[str] = (),
    file: RulesFile | None = None,
) -> Audit | WorkbookAudit: ...
@overload
def audit(
    table: pd.DataFrame | pd.Series[Any], *, rules: Sequence[str], tolerance: object = None
) -> DeclaredAudit: ...
@overload
def audit(
    table: str | PathLike[str] | Sequence[Sequence[object]],
    sheet: str | None = None,
    *,
    rules: Sequence[str],
    tolerance: object = None,
    by: str | Sequence[str] = (),
    file: RulesFile | None = None,
) -> Audit | WorkbookAudit: ...
def audit(
    table: str | PathLike[str] | pd.DataFrame | pd.Series[Any] | Sequence[Sequence[object]],
    sheet: str | None = None,
    *,
    rules: Sequence[str] | None = None,
    tolerance: object = None,
    by: str | Sequence[str] = (),
    file: RulesFile | None = None,
) -> Audit | WorkbookAudit | DeclaredAudit:
    """Find out which cells of tables are the sums of which, and check them; or check the rules that are declared.

    Parameters
    ----------
    table : path-like, DataFrame, Series, or sequence of rows
        A .csv, .tsv, .xlsx, .xls or .ods (saved values), .txt or .md file; each Markdown or tab-separated table of a text is
        audited, and each sheet of a workbook. Of a frame the column names are row 1, and the index comes first, unless it only numbers
        the rows.
    sheet : str, optional
        Of a workbook: this one only.
    rules : sequence of str, optional
        Of a frame: rules such as ``总计 = 营造林 + 花卉苗木``, whose names are columns (each row is checked) or labels of rows (each
        column is). Nothing is then looked for; see :func:`~xcdata.auditing.declared.audit_declared`. Of any other table: rules that
        are checked besides those that are found; see :func:`~xcdata.auditing.rules.declared_patterns`.
    tolerance : number, optional
        The unit in the last place, where figures were rounded one by one.
    by : str or sequence of str
        Headings of the columns whose entries part the rows: each part is audited by itself.
    file : RulesFile, optional
        Rules that were confirmed: of the sums only they are checked, and totals that none of them checks are told.

    Returns
    -------
    Audit, WorkbookAudit or DeclaredAudit
        Of an :class:`~xcdata.auditing.audit.Audit` the keys are 0-based (row, column) pairs; ``address`` and rule ids are as in a
        spreadsheet (``C10=C3:C9``). Several sheets with figures make a :class:`WorkbookAudit`, which has one for each. Of a
        :class:`~xcdata.auditing.declared.DeclaredAudit` the keys are (row label, column label) pairs.

    Raises
    ------
    InputError
        What cannot be read, holds no table with figures in it, or has too many cells; a rule that names what is not there.

    Examples
    --------
    >>> audit([["", "a", "b"], ["x", "112", "245"], ["y", "378", "901"], ["all", "490", "1146"]]).ok
    True
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"a": [1, 2], "b": [3, 4], "all": [4, 7]}, index=["x", "y"])
    >>> audit(frame, rules=["all = a + b"]).unexplained["id"].tolist()
    ['all = a + b [y]']
    """
    table = as_frame(table)
    if rules is not None and is_frame(table):
        return audit_declared(table, rules, tolerance=tolerance)
    texts = [rules] if isinstance(rules, str) else list(rules or ())
    columns = [by] if isinstance(by, str) else list(by)
    unit = None if tolerance is None else unit_of_tolerance(tolerance)
    declared = [DeclaredRule(text, text) for text in texts]
    told = Told(
        (*(file.rules if file else ()), *declared),
        file is not None,
        unit if unit is not None or file is None else file.tolerance,
        tuple(columns) or (file.by if file else ()),
    )
    found = audit_source(read_source(table, sheet), told)
    refuse_coarse(found, told.tolerance)
    return found


def refuse_coarse(found: Audit | WorkbookAudit, unit: Decimal | None) -> None:
    """Refuse a unit of rounding above every figure: it would let any sum hold.

    Raises
    ------
    InputError
    """
    if unit is None:
        return
    audits = found if isinstance(found, WorkbookAudit) else [found]
    values = [
        abs(one.value) for each in audits for ledger in each.ledgers for one in ledger.figures if one.value
    ]
    if values and unit > max(values):
        raise InputError(
            [Problem("unit_above_all", "tolerance", None, str(unit), {"most": max(values)}, Reason.VALUE)]
        )


def audit_source(source: Source, told: Told = NOTHING_TOLD) -> Audit | WorkbookAudit:
    """Audit what was read: all of it, or each sheet where there are several.

    Raises
    ------
    InputError
        A rule of which no sheet has what it names.
    """
    if len({grid.sheet for grid in source.grids}) < 2:
        return audit_sheet(source, told)
    return of_workbook(source, told)


def of_workbook(source: Source, told: Told) -> WorkbookAudit:
    """Audit each sheet by itself.

    Raises
    ------
    InputError
        A rule of which no sheet has what it names.
    """
    refused = [refusals(grid, told.rules) for grid in source.grids]
    refuse_lost(source, told.rules, refused)
    audits = []
    for grid, not_here in zip(source.grids, refused, strict=True):
        own = replace(source, grids=(grid,), sheet=grid.sheet, others=(), blank=(), unread={})
        meant = tuple(rule for rule in told.rules if rule not in not_here)
        audits.append(audit_sheet(own, replace(told, rules=meant)))
    return WorkbookAudit(
        source.name, source.sha256, source, tuple(audits), failures_first(sheet_notes(source))
    )


def save_rules(found: Audit | WorkbookAudit, path: str | PathLike[str], *, lang: str = "zh") -> None:
    """Write what was checked as a rules file, to be confirmed, struck out and used next month.

    Parameters
    ----------
    found : Audit or WorkbookAudit
    path : path-like
        A TOML file; written whole or not at all.
    lang : {'zh', 'en'}
        Of its comments.

    Raises
    ------
    XcdataError
        A path that cannot be written to, or at which another file stands: its rules may have been edited.
    """
    path = Path(path)
    texts: list[str] = []
    for audit_ in found if isinstance(found, WorkbookAudit) else [found]:
        for grid in audit_.source.grids:
            cells, readings = read_cells(grid)
            inside = range(grid.first, len(cells))
            own = [one for one in audit_.patterns if cast("Cell", one.rules[0].total)[0] in inside]
            texts.append(write_rules(own, cells, readings, lang=lang, sheet=grid.sheet, header=not texts))
    content = "\n".join(texts).encode()
    # A rules file is made to be edited.
    refuse_to_lose(path, content, typed=True, instead=f"--save-rules {path.with_stem(f'{path.stem}-2')}")
    write_all(path.parent, {path.name: content})
