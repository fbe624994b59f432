"""The commands: nothing but calls.

In: the command line. Out: exit code 0 (nothing unexplained), 1 (something unexplained) or 2 (unusable input), with a
message and never a traceback.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from xcdata import __version__
from xcdata.errors import InputError, XcdataError

SHOWN_PROBLEMS = 30


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    top = argparse.ArgumentParser(
        prog="xcdata",
        description="Turn the gazette of Xuchang (2019) into tidy tables, prove its totals, find the wrong figure.",
        epilog="'xcdata COMMAND --help' says more, with an example.",
    )
    top.add_argument("--version", action="version", version=f"xcdata {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    build = commands.add_parser(
        "build",
        help="raw text → tidy tables (CSV + datapackage.json)",
        description="Read a gazette and write its tables as CSV, with datapackage.json and a data dictionary. "
        "Files are written whole or not at all; the same text gives the same bytes.",
        epilog="example: xcdata build -o /tmp/tables",
    )
    build.add_argument("gazette", nargs="?", type=Path, help="a gazette's text (default: the one of 2019)")
    build.add_argument(
        "-o", "--output", type=Path, help="folder (default: data/processed; for another text, name one)"
    )
    build.set_defaults(run=run_build)
    check = commands.add_parser(
        "check",
        help="prove every total, locate every error",
        description="Check every sum that a gazette states, locate the figures that are wrong, and look for what "
        "reviewers look for beyond sums. Failures come first; the last line counts. "
        "Exit code 0: something was checked and nothing is unexplained, 1: something unexplained, 2: unusable input, "
        "3: nothing to check.",
        epilog="example: xcdata check edited.txt --format json | jq .explanations",
    )
    check.add_argument(
        "source",
        nargs="?",
        type=Path,
        help="a gazette's text, or an edited plan workbook .xlsx (default: the gazette of 2019)",
    )
    check.add_argument("--format", choices=("text", "json"), default="text", help="default: %(default)s")
    check.add_argument(
        "--lang", choices=("zh", "en"), default="zh", help="language of the text (default: zh)"
    )
    check.set_defaults(run=run_check)
    excel = commands.add_parser(
        "excel",
        help="the analysts' workbook, or a template to fill in",
        description="Write the workbook: the plan as printed with live formulas, summaries, rosters, targets and "
        "findings. Edit it and send it back: 'xcdata check edited.xlsx' names the wrong cell by its address.",
        epilog="example: xcdata excel --template 2021 -o plan-2021.xlsx",
    )
    excel.add_argument("-o", "--output", type=Path, help="file (default: outputs/xuchang-summary.xlsx)")
    excel.add_argument("--template", type=int, metavar="YEAR", help="an empty plan of that year to fill in")
    excel.add_argument("--lang", choices=("zh", "en"), default="zh", help="default: %(default)s")
    excel.set_defaults(run=run_excel)
    charts = commands.add_parser(
        "charts",
        help="the charts, as PNG and SVG",
        description="Draw every chart of the gazette's tables, Chinese labels and all, as PNG and SVG.",
        epilog="example: xcdata charts -o /tmp/charts --lang en",
    )
    charts.add_argument(
        "-o", "--output", type=Path, default=Path("outputs/charts"), help="folder (default: %(default)s)"
    )
    charts.add_argument("--lang", choices=("zh", "en"), default="zh", help="default: %(default)s")
    charts.set_defaults(run=run_charts)
    report = commands.add_parser(
        "report",
        help="everything found, as one page for reviewers",
        description="Check a gazette and write what was found as one self-contained HTML page: verdicts, located errors, "
        "the plan table with what is proved about each cell, every finding with its quoted lines. "
        "It opens from disk, prints on A4 and loads nothing. Exit codes as for 'xcdata check'.",
        epilog="example: xcdata report edited.txt -o review.html --lang en",
    )
    report.add_argument("source", nargs="?", type=Path, help="as for 'xcdata check'")
    report.add_argument(
        "-o", "--output", type=Path, default=Path("outputs/review.html"), help="file (default: %(default)s)"
    )
    report.add_argument("--lang", choices=("zh", "en"), default="zh", help="default: %(default)s")
    report.set_defaults(run=run_report)
    audit = commands.add_parser(
        "audit",
        help="find the sum rules of any table, and what breaks them",
        description="Find out which cells of a table are the sums of which, check them, and locate the wrong figures by their "
        "addresses. The table is a .csv, .tsv, .xlsx, .xls or .ods file, or stands in a text as Markdown, separated by tabs or "
        "by spaces; of a workbook every sheet is audited, saved values and formulas. Lines that call themselves totals are expected "
        "to be totals; the rest is found out. Exit code 0: something was checked and nothing is unexplained, 1: something unexplained, 2: unusable input, "
        "3: nothing to check.",
        epilog="examples: xcdata audit budget.xlsx --sheet 2019 -o review.html; xcdata audit votes.csv --by precinct,office; "
        "xcdata audit january.xlsx --save-rules rules.toml, and next month: xcdata audit february.xlsx --rules rules.toml",
    )
    audit.add_argument("table", type=Path, help="the file")
    audit.add_argument("--sheet", help="of a workbook (default: every sheet)")
    audit.add_argument(
        "--rule",
        action="append",
        default=[],
        metavar="RULE",
        help="check this, too: 'C9 = C10 + C11', '合计 = 甲 + 乙', 'G = B:F'; may be given several times",
    )
    audit.add_argument("--rules", type=Path, help="check the rules of this file, and look for no others")
    audit.add_argument(
        "--save-rules", type=Path, metavar="FILE", help="write what is checked as a rules file"
    )
    audit.add_argument(
        "--tolerance", metavar="UNIT", help="figures were rounded one by one to this unit, e.g. 0.01"
    )
    audit.add_argument(
        "--by",
        metavar="HEADINGS",
        help="part the rows by these columns (with commas between) and audit each part",
    )
    audit.add_argument("--format", choices=("text", "json"), default="text", help="default: %(default)s")
    audit.add_argument("--lang", choices=("zh", "en"), default="zh", help="default: %(default)s")
    audit.add_argument("-o", "--output", type=Path, help="also write the reviewers' page to this file")
    audit.set_defaults(run=run_audit)
    return top


def run_build(args: argparse.Namespace) -> int:
    """Carry out ``xcdata build``."""
    from xcdata.dataset.export import build, file_names
    from xcdata.dataset.tables import read_gazette

    if args.gazette and not args.output:
        raise XcdataError("build: another text needs a folder of its own: add '-o FOLDER'")
    for name in file_names() if args.output else ():
        refuse_same_file("build", args.gazette, args.output / name)
    folder = args.output or Path("data/processed")
    tables = read_gazette(args.gazette)
    frames = build(tables, folder)
    for name, frame in frames.items():
        print(f"{name:16}{len(frame):6} rows")
    plan, training, awards = frames["plan"], frames["training"], frames["awards"]
    print(f"plan: {plan['wan_mu'].sum():.2f} 万亩 in {plan['county'].nunique()} areas")
    print(
        f"awards: {len(awards)} recipients; training: {training['quantity'].sum():,} people and person-times"
    )
    print(f"Tables are in {folder}/")
    return 0


def run_check(args: argparse.Namespace) -> int:
    """Carry out ``xcdata check``."""
    from xcdata.output.coverage_view import review_json, review_text
    from xcdata.review.review import check

    review = check(args.source)
    print(review_json(review) if args.format == "json" else review_text(review, args.lang))
    return review.exit_code


def run_excel(args: argparse.Namespace) -> int:
    """Carry out ``xcdata excel``."""
    from xcdata.dataset.tables import read_gazette
    from xcdata.excel.workbook import write_template, write_workbook
    from xcdata.review.review import check

    name = f"plan-{args.template}.xlsx" if args.template is not None else "xuchang-summary.xlsx"
    path = args.output or Path("outputs") / name
    refuse_same_file("excel", None, path)
    if args.template is not None:
        write_template(path, args.template, lang=args.lang)
    else:
        tables = read_gazette()
        write_workbook(tables, check(tables), path, lang=args.lang)
    print(f"The workbook is in {path}")
    return 0


def run_charts(args: argparse.Namespace) -> int:
    """Carry out ``xcdata charts``."""
    from xcdata.charts import write_charts
    from xcdata.dataset.tables import read_gazette
    from xcdata.review.plan_states import cell_states
    from xcdata.review.review import check

    tables = read_gazette()
    print("Drawing the charts …", file=sys.stderr)
    paths = write_charts(tables.frames | {"figures": cell_states(check(tables))}, args.output, args.lang)
    print(f"{len(paths)} charts are in {args.output}/")
    return 0


def run_report(args: argparse.Namespace) -> int:
    """Carry out ``xcdata report``."""
    from xcdata.output.page import write_report
    from xcdata.output.text import summary_line
    from xcdata.review.review import check

    refuse_same_file("report", args.source, args.output)
    review = check(args.source)
    write_report(review, args.output, lang=args.lang)
    print(summary_line(review, args.lang))
    print(f"The review is in {args.output}")
    return review.exit_code


def refuse_same_file(command: str, source: Path | None, output: Path | None) -> None:
    """Refuse to write over what is read: the source, and the data that come with the package."""
    from xcdata.dataset.source import data_dir

    if not output or not output.exists():
        return
    if source and source.exists() and source.samefile(output):
        raise XcdataError(f"{command}: '-o {output}' is the source itself; name another file")
    if data_dir().resolve() / "raw" in output.resolve().parents:
        raise XcdataError(f"{command}: '-o {output}' is raw data, which is never written; name another file")


def run_audit(args: argparse.Namespace) -> int:
    """Carry out ``xcdata audit``."""
    from xcdata.auditing.rules_file import read_rules
    from xcdata.auditing.sheets import audit, save_rules
    from xcdata.output.grid_view import audit_json, audit_text

    for written in (args.output, args.save_rules):
        refuse_same_file("audit", args.table, written)
        refuse_same_file("audit", args.rules, written)
    found = audit(
        args.table,
        args.sheet,
        rules=args.rule,
        tolerance=args.tolerance,
        by=[name.strip() for name in (args.by or "").replace("，", ",").split(",") if name.strip()],
        file=read_rules(args.rules) if args.rules else None,
    )
    if args.save_rules:
        save_rules(found, args.save_rules, lang=args.lang)
        print(f"The rules are in {args.save_rules}", file=sys.stderr)
    if args.output:
        from xcdata.output.page import write_report

        write_report(found, args.output, lang=args.lang)
        print(f"The page is in {args.output}", file=sys.stderr)
    print(audit_json(found) if args.format == "json" else audit_text(found, args.lang))
    return found.exit_code


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    if sys.stdout is None:
        print("xcdata: cannot write: standard output is closed", file=sys.stderr)
        return 2
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(
                errors="backslashreplace"
            )  # a terminal without Chinese shows codes, and no traceback
    try:
        args = parser().parse_args(argv)
        code = int(args.run(args))
        sys.stdout.flush()
        return code
    except InputError as error:
        told = [f"xcdata: {problem.told('en')}" for problem in error.problems[:SHOWN_PROBLEMS]]
        if len(error.problems) > SHOWN_PROBLEMS:
            told.append(f"xcdata: … and {len(error.problems) - SHOWN_PROBLEMS} more problems")
        print("\n".join(told), file=sys.stderr)
    except XcdataError as error:
        print(f"xcdata: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("xcdata: stopped; nothing was left half written", file=sys.stderr)
    except BrokenPipeError:
        # Who reads has seen enough ('| head'); what is left to say goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + 13
    except OSError as error:
        print(f"xcdata: cannot write: {error.strerror}", file=sys.stderr)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 2
