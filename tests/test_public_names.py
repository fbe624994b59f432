"""The names that each package shows the world: what is added or taken away is a decision, not an accident."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

FACES = {
    "xcdata": (
        "Audit Comparison Corpus InputError Problem Review Tables WorkbookAudit XcdataError audit charts check compare corpus explore load load_alert_levels load_articles load_award_counts load_awards load_citations load_counties "
        "load_list_items load_members load_organs load_targets load_task_organs load_tasks load_time_limits "
        "load_documents load_plan load_plan_totals load_townships load_training load_training_totals read_gazette retype select show"
    ),
    "xcdata.ledger": (
        "ArrayLedger Bound Change Coverage Explanation Figure Finding Group Kind Ledger LeftOut LineRule LineVerdicts Location Notice "
        "Results RuleFinding Slip SumRule Verdict array_ledger check check_lines findings_of infer_kind locate locate_lines"
    ),
    "xcdata.grids": "Grid Reading Source Unread address place_of read_grid read_numeral read_source",
    "xcdata.auditing": "Audit DeclaredAudit audit",
    "xcdata.gazette": "Document Gazette Line Passage Section split_documents",
    "xcdata.dataset": "TABLES Tables load read_gazette select",
    "xcdata.review": "Review cell_states check retype",
    "xcdata.shelf": "Corpus Outcome Record corpus record_of",
    "xcdata.excel": "write_template write_workbook",
    "xcdata.serve": "serve",
    "xcdata.returned": "check write_marked",
    "xcdata.explore": "awards misprint plan tasks training",
    "xcdata.charts": (
        "awards_by_county awards_by_stage check_picture deadlines organs_by_notice plan_by_county plan_heatmap plan_map "
        "plan_shares ranking tasks_by_organ tile_map training_targets use_font write_charts"
    ),
}


@pytest.mark.parametrize("package", FACES)
def test_a_package_shows_these_names_and_no_others_and_has_them(package: str) -> None:
    module = import_module(package)
    names = sorted(getattr(module, "__all__", ()))
    assert names == sorted(FACES[package].split())
    assert all(getattr(module, name) is not None for name in names)
    assert dir(module) == names


@pytest.mark.parametrize(
    ("imported", "absent"),
    [
        ("xcdata", "numpy pandas xcdata.ledger"),
        ("xcdata.ledger", "pandas scipy matplotlib"),
        ("xcdata.review", "pandas scipy matplotlib jinja2 openpyxl"),
        ("xcdata.auditing", "pandas matplotlib jinja2 openpyxl"),
        ("xcdata.shelf", "pandas distributed pyarrow matplotlib jinja2 openpyxl xlsxwriter"),
        ("xcdata.output.text", "pandas jinja2 xcdata.auditing"),
    ],
)
def test_nobody_waits_for_what_is_not_asked_for(imported: str, absent: str) -> None:
    script = f"import sys, {imported}; print(*[name for name in {absent.split()!r} if name in sys.modules])"
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ended.stdout.split() == []


def test_a_text_is_checked_without_pandas() -> None:
    script = "import sys; from xcdata.cli import main; code = main(['check']); print(code, 'pandas' in sys.modules)"
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ended.stdout.split()[-2:] == ["0", "False"]
