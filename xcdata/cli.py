"""The commands: nothing but calls.

In: the command line. Out: exit code 0 (nothing unexplained), 1 (something unexplained) or 2 (unusable input), with a
message and never a traceback.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from xcdata.arguments import AUDITED, KNOWN, PLACE, TEXT, Argument, language_of, parser
from xcdata.errors import SHOWN_PROBLEMS, XcdataError, lines_told
from xcdata.invoked import installing
from xcdata.labels import label

if TYPE_CHECKING:
    from xcdata.auditing.audit import Audit
    from xcdata.auditing.sheets import WorkbookAudit
    from xcdata.review.accepted import Named
    from xcdata.review.known import KnownIssue
    from xcdata.review.review import Review


def run_build(args: argparse.Namespace) -> int:
    """Carry out ``xcdata build``."""
    from xcdata.dataset.export import build, file_names
    from xcdata.dataset.tables import read_gazette

    if args.gazette and not args.output:
        raise XcdataError("folder_needed")
    for name in file_names() if args.output else ():
        refuse_to_overwrite(args.output / name, args.gazette)
    folder = args.output or Path("data/processed")
    tables = read_gazette(args.gazette, strict=False, place=args.place)
    frames = build(tables, folder)
    for problem in tables.unread[:SHOWN_PROBLEMS]:
        print(label("cli", "told", args.lang, told=problem.told(args.lang)), file=sys.stderr)
    if len(tables.unread) > SHOWN_PROBLEMS:
        left = len(tables.unread) - SHOWN_PROBLEMS
        print(label("cli", "more_problems", args.lang, count=left), file=sys.stderr)
    for name, frame in frames.items():
        print(label("cli", "rows", args.lang, name=name, rows=len(frame)))
    plan, training, awards = frames["plan"], frames["training"], frames["awards"]
    wan_mu, areas = f"{plan['wan_mu'].sum():.2f}", plan["county"].nunique()
    trained = f"{training['quantity'].sum():,}"
    if len(plan):
        print(label("cli", "planned", args.lang, wan_mu=wan_mu, areas=areas))
    if len(awards) or len(training):
        print(label("cli", "honoured", args.lang, recipients=len(awards), trained=trained))
    print(label("cli", "tables_in", args.lang, folder=folder))
    return 1 if tables.unread else 0


def run_check(args: argparse.Namespace) -> int:
    """Carry out ``xcdata check``."""
    from xcdata.output.coverage_view import review_json, review_text

    if args.output and args.source is None:
        raise XcdataError("marks_need_workbook")
    refuse_to_overwrite(args.output, args.source, args.text, args.known)
    demand_suffix(args.output, ".xlsx")
    review = reviewed(args)
    told = review_json(review) if args.format == "json" else review_text(review, args.lang, full=args.full)
    if args.output:
        mark(args.source, review, args.output, args.lang, told)
    print(told)
    return review.exit_code


def mark(source: Path, found: Review | Audit | WorkbookAudit, output: Path, lang: str, told: str) -> None:
    """Write a marked copy; where there can be none, what was found is told all the same."""
    from xcdata.returned.marked import write_marked

    try:
        write_marked(source, found, output, lang=lang)
    except XcdataError:
        print(told, flush=True)
        raise
    print(label("cli", "marked_in", lang, path=output), file=sys.stderr)


def demand_suffix(output: Path | None, *suffixes: str) -> None:
    """Refuse to write a file under a name that says it is of another kind."""
    if output and output.suffix.lower() not in suffixes:
        raise XcdataError("output_suffix", path=output, wanted=suffixes)


def reviewed(args: argparse.Namespace, known: Mapping[str, KnownIssue] | None = None) -> Review:
    """Return the review of a command's source; a workbook is compared with the text it was made from."""
    issues = args.known if known is None else known
    from xcdata.review.review import check, is_workbook

    if is_workbook(args.source):
        from xcdata.returned.check import check as check_returned

        return check_returned(args.source, place=args.place, text=args.text, known=issues)
    return check(args.source, place=args.place, known=issues)


def run_known(args: argparse.Namespace) -> int:
    """Carry out ``xcdata known add``."""
    from xcdata.review.known import known_file
    from xcdata.review.known_file import accept

    path = args.known or known_file(args.source)
    refuse_what_is_read(path, args.source, args.text, args.rules)
    gone = accept(
        partial(judged_table, args) if holds_table(args.source) else partial(reviewed, args),
        args.finding,
        path,
        {"zh": args.reason_zh, "en": args.reason_en},
    )
    print(label("cli", "known_in", args.lang, path=path, finding=args.finding))
    for finding in gone:
        print(label("cli", "known_gone", args.lang, finding=finding))
    return 0


def holds_table(source: Path | None) -> bool:
    """Whether a source is a table as any, and neither notices nor a workbook that xcdata wrote."""
    from xcdata.files import read_bytes
    from xcdata.shelf.record import TABLES, kind_of

    return source is not None and kind_of(read_bytes(source), str(source)) == TABLES


def judged_table(args: argparse.Namespace, issues: Mapping[str, KnownIssue]) -> Named:
    """Return the findings of a table's audit in the light of what is known."""
    from xcdata.review.accepted import accepted, named_findings

    return named_findings(accepted(audited(args, args.source), issues))


def audited(args: argparse.Namespace, table: Path) -> Audit | WorkbookAudit:
    """Return the audit of a table by what a command tells of it."""
    from xcdata.auditing.rules_file import read_rules
    from xcdata.auditing.sheets import audit

    return audit(
        table,
        args.sheet,
        rules=args.rule,
        tolerance=args.tolerance,
        by=[name.strip() for name in (args.by or "").replace("，", ",").split(",") if name.strip()],
        file=read_rules(args.rules) if args.rules else None,
    )


def run_compare(args: argparse.Namespace) -> int:
    """Carry out ``xcdata compare``."""
    from xcdata.output.compare_view import compare_json, compare_text, write_comparison
    from xcdata.returned.between import compare

    refuse_to_overwrite(args.output, args.before, args.after)
    demand_suffix(args.output, ".html", ".htm")
    found = compare(args.before, args.after)
    if args.output:
        write_comparison(found, args.output, lang=args.lang)
        print(label("cli", "page_in", args.lang, path=args.output), file=sys.stderr)
    print(compare_json(found) if args.format == "json" else compare_text(found, args.lang))
    return found.exit_code


def run_excel(args: argparse.Namespace) -> int:
    """Carry out ``xcdata excel``."""
    from xcdata.dataset.tables import read_gazette
    from xcdata.excel.plan import left_out
    from xcdata.excel.workbook import write_template, write_workbook
    from xcdata.output.text import summary_line
    from xcdata.review.review import check

    if args.template is not None and args.source:
        raise XcdataError("template_of_source", found=args.source)
    if args.template is not None:
        path = args.output or Path("outputs") / f"plan-{args.template}.xlsx"
        refuse_to_overwrite(path)
        write_template(path, args.template, lang=args.lang)
        print(label("cli", "workbook_in", args.lang, path=path))
        return 0
    path = args.output or Path("outputs") / f"{args.source.stem if args.source else 'xuchang-summary'}.xlsx"
    refuse_to_overwrite(path, args.source)
    tables = read_gazette(args.source, strict=args.source is None)
    review = check(tables)
    write_workbook(tables, review, path, lang=args.lang)
    if args.source:
        print(summary_line(review, args.lang))
    if told := left_out(tables.gazette, args.lang):
        print(label("cli", "told", args.lang, told=told), file=sys.stderr)
    print(label("cli", "workbook_in", args.lang, path=path))
    return review.exit_code


def run_charts(args: argparse.Namespace) -> int:
    """Carry out ``xcdata charts``."""
    from xcdata.charts import write_charts
    from xcdata.dataset.tables import read_gazette
    from xcdata.review.plan_states import cell_states
    from xcdata.review.review import check

    tables = read_gazette()
    print(label("cli", "drawing", args.lang), file=sys.stderr)
    paths = write_charts(tables.frames | {"figures": cell_states(check(tables))}, args.output, args.lang)
    print(label("cli", "charts_in", args.lang, count=len(paths), folder=args.output))
    return 0


def run_report(args: argparse.Namespace) -> int:
    """Carry out ``xcdata report``."""
    from xcdata.output.page import write_report
    from xcdata.output.text import summary_line

    refuse_to_overwrite(args.output, args.source, args.text, args.known)
    demand_suffix(args.output, ".html", ".htm")
    review = reviewed(args)
    write_report(review, args.output, lang=args.lang, given=given(args, args.source, (PLACE, TEXT, KNOWN)))
    print(summary_line(review, args.lang))
    print(label("cli", "review_in", args.lang, path=args.output))
    return review.exit_code


def given(args: argparse.Namespace, source: Path | None, asked: Sequence[Argument]) -> list[str]:
    """Return how a command's source, and what it is read by, were given; an option is not there if it was not."""
    words = [] if source is None else [str(source)]
    for option in asked:
        value = getattr(args, option.names.removeprefix("--"))
        words += [
            word
            for one in (value if isinstance(value, list) else [value])
            if one
            for word in (option.names, str(one))
        ]
    return words


def refuse_what_is_read(output: Path, *read: Path | None) -> None:
    """Refuse to write over a file that a command reads."""
    if output.exists() and any(one and one.exists() and one.samefile(output) for one in read):
        raise XcdataError("output_is_source", path=output)


def refuse_to_overwrite(output: Path | None, *read: Path | None) -> None:
    """Refuse to write over what is read, over the data that come with the package, and over what somebody typed."""
    from xcdata.dataset.source import data_dir
    from xcdata.files import refuse_to_lose

    if not output or not output.exists():
        return
    refuse_what_is_read(output, *read)
    if data_dir().resolve() / "raw" in output.resolve().parents:
        raise XcdataError("output_is_raw_data", path=output)
    refuse_to_lose(output)


def run_audit(args: argparse.Namespace) -> int:
    """Carry out ``xcdata audit``."""
    from xcdata.auditing.sheets import save_rules
    from xcdata.output.grid_view import audit_json, audit_text

    for written in (args.output, args.save_rules):
        refuse_to_overwrite(written, args.table, args.rules, args.known)
    demand_suffix(args.output, ".html", ".htm", ".xlsx")
    found = audited(args, args.table)
    if args.known:
        from xcdata.review.accepted import accepted
        from xcdata.review.known import read_known_issues

        found = accepted(found, read_known_issues(args.known))
    if args.save_rules:
        save_rules(found, args.save_rules, lang=args.lang)
        print(label("cli", "rules_in", args.lang, path=args.save_rules), file=sys.stderr)
    told = audit_json(found) if args.format == "json" else audit_text(found, args.lang)
    if args.output and args.output.suffix.lower() == ".xlsx":
        mark(args.table, found, args.output, args.lang, told)
    elif args.output:
        from xcdata.output.page import write_report

        write_report(found, args.output, lang=args.lang, given=given(args, args.table, (*AUDITED, KNOWN)))
        print(label("cli", "page_in", args.lang, path=args.output), file=sys.stderr)
    print(told)
    return found.exit_code


def run_serve(args: argparse.Namespace) -> int:
    """Carry out ``xcdata serve``."""
    try:
        from xcdata.serve import serve
    except ModuleNotFoundError as error:
        if (missing := str(error.name).partition(".")[0]) == "xcdata":
            raise
        raise XcdataError("serve_not_installed", found=missing, install=installing("serve")) from None
    serve(args.port, browser=not args.no_browser, lang=args.lang)
    return 0


def run_corpus(args: argparse.Namespace) -> int:
    """Carry out ``xcdata corpus``."""
    from xcdata.shelf.run import Parameters, corpus
    from xcdata.shelf.told import PAGE

    found = corpus(
        args.paths,
        args.output,
        kind=args.kind,
        scheduler=args.scheduler,
        workers=args.workers,
        lang=args.lang,
        quiet=False,
        parameters=Parameters(seconds=args.seconds),
    )
    summary, page = found.summary, args.output / PAGE
    for row in summary.unusable[:SHOWN_PROBLEMS]:
        told = row[f"told_{args.lang}"]
        print(label("corpus", "named", args.lang, file=row["file"], told=told), file=sys.stderr)
    if left := sum(summary.reasons.values()) - len(summary.unusable[:SHOWN_PROBLEMS]):
        print(label("corpus", "more_named", args.lang, count=left, page=page), file=sys.stderr)
    if passed := summary.passed_told(args.lang):
        print(passed, file=sys.stderr)
    print(summary.told(args.lang))
    if ways := summary.kinds_told(args.lang):
        print(ways)
    values = {"folder": args.output, "done": found.done, "kept": found.kept, "page": page}
    print(label("corpus", "data_in", args.lang, **values))
    return found.exit_code


RUNS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "build": run_build,
    "check": run_check,
    "known": run_known,
    "compare": run_compare,
    "excel": run_excel,
    "charts": run_charts,
    "report": run_report,
    "audit": run_audit,
    "serve": run_serve,
    "corpus": run_corpus,
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    words = sys.argv[1:] if argv is None else argv
    lang = language_of(words)
    if sys.stdout is None:
        complain(lang, label("cli", "closed", lang))
        return 2
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(
                errors="backslashreplace"
            )  # a terminal without Chinese shows codes, and no traceback
    try:
        args = parser(lang).parse_args(words)
        code = RUNS[args.command](args)
        sys.stdout.flush()
        return code
    except XcdataError as error:
        complain(lang, *lines_told(error, lang))
    except KeyboardInterrupt:
        complain(lang, label("cli", "stopped", lang))
    except BrokenPipeError:
        # Who reads has seen enough ('| head'); what is left to say goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + 13
    except OSError as error:
        complain(lang, label("cli", "cannot_write", lang, reason=error.strerror))
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 2


def complain(lang: str, *told: str) -> None:
    """Say what went wrong, a line each, where it is no part of the results."""
    print(*(label("cli", "told", lang, told=one) for one in told), sep="\n", file=sys.stderr)
