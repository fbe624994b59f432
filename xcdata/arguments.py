"""What the command line takes, and how it speaks of it in either language.

In: a command line. Out: the language that it asks for, and a parser whose help and complaints are in that language, from
``labels.toml``. argparse takes the arguments; help is laid out here, since a Chinese character is two columns wide.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn
from unicodedata import east_asian_width

from xcdata import __version__
from xcdata.labels import LANGUAGES, label, translated

WIDTH, INDENT, COLUMN = 79, 2, 26
"""Columns: of the help, before an argument, and before what is said of it."""

ATOM = re.compile(r"\s+|[（“]*(?:[!-~–→]+|\S)[，。、；：）”]*")
"""What no line is broken inside of: blanks, a word, or one Chinese character, with the marks that cling to it."""

CHECKING = ("check", "report", "audit", "corpus")
"""The commands whose exit codes tell what was found."""


def year_of(text: str) -> int:
    """Return a year that was given as ``2021`` or ``2021年``."""
    try:
        return int(text.strip().removesuffix("年"))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no year: write it as 2021") from None


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a command.

    Attributes
    ----------
    names : str
        Its flags, with a space between, or its one name where it is found by its place.
    about : str
        The label of its help.
    value : str
        The label of what stands for its value; empty where choices do.
    taken : mapping
        How argparse takes it.
    """

    names: str
    about: str
    value: str = ""
    taken: Mapping[str, Any] = field(default_factory=dict)


LANG = Argument("--lang", "lang", taken={"choices": LANGUAGES})
FORMAT = Argument("--format", "format", taken={"choices": ("text", "json"), "default": "text"})
PLACE = Argument("--place", "place", "value_place")
PATH: Mapping[str, Any] = {"type": Path}
PERHAPS: Mapping[str, Any] = {"type": Path, "nargs": "?"}
TEXT = Argument("--text", "check_text", "value_text", PATH)
KNOWN = Argument("--known", "check_known", "value_file", PATH)
AUDITED = (
    Argument("--sheet", "audit_sheet", "value_sheet"),
    Argument("--rule", "audit_rule", "value_rule", {"action": "append", "default": []}),
    Argument("--rules", "audit_rules", "value_file", PATH),
    Argument("--tolerance", "audit_tolerance", "value_unit"),
    Argument("--by", "audit_by", "value_headings"),
)
"""What a reviewer tells of a table, so that its findings are these: an audit takes it, and so does what accepts one of them."""

COMMANDS: Mapping[str, Sequence[Argument]] = {
    "build": (
        Argument("gazette", "build_gazette", "value_gazette", PERHAPS),
        Argument("-o --output", "build_folder", "value_folder", PATH),
        PLACE,
    ),
    "check": (
        Argument("source", "check_source", "value_source", PERHAPS),
        PLACE,
        TEXT,
        KNOWN,
        FORMAT,
        Argument("--full", "full", taken={"action": "store_true"}),
        Argument("-o --output", "check_file", "value_file", PATH),
    ),
    "compare": (
        Argument("before", "compare_before", "value_before", PATH),
        Argument("after", "compare_after", "value_after", PATH),
        FORMAT,
        Argument("-o --output", "compare_file", "value_file", PATH),
    ),
    "excel": (
        Argument("source", "excel_source", "value_source", PERHAPS),
        Argument("-o --output", "excel_file", "value_file", PATH),
        Argument("--template", "excel_template", "value_year", {"type": year_of}),
    ),
    "charts": (
        Argument("-o --output", "charts_folder", "value_folder", {**PATH, "default": Path("outputs/charts")}),
    ),
    "report": (
        Argument("source", "check_source", "value_source", PERHAPS),
        Argument(
            "-o --output", "report_file", "value_file", {**PATH, "default": Path("outputs/review.html")}
        ),
        PLACE,
        TEXT,
        KNOWN,
    ),
    "known": (
        Argument("action", "known_action", "value_action", {"choices": ("add",)}),
        Argument("finding", "known_finding", "value_finding"),
        Argument("source", "known_source", "value_source", PERHAPS),
        PLACE,
        TEXT,
        Argument("--reason-zh", "known_reason_zh", "value_reason"),
        Argument("--reason-en", "known_reason_en", "value_reason"),
        Argument("--known", "known_file", "value_file", PATH),
        *AUDITED,
    ),
    "audit": (
        Argument("table", "audit_table", "value_table", PATH),
        *AUDITED,
        Argument("--save-rules", "audit_save_rules", "value_file", PATH),
        Argument("--known", "audit_known", "value_file", PATH),
        FORMAT,
        Argument("-o --output", "audit_file", "value_file", PATH),
    ),
    "serve": (
        Argument("--port", "serve_port", "value_port", {"type": int, "default": 0}),
        Argument("--no-browser", "serve_no_browser", taken={"action": "store_true"}),
    ),
    "corpus": (
        Argument("paths", "corpus_paths", "value_paths", {"nargs": "+"}),
        Argument("-o --output", "corpus_folder", "value_folder", {**PATH, "default": Path("outputs/corpus")}),
        Argument(
            "--kind", "corpus_kind", taken={"choices": ("auto", "notices", "tables"), "default": "auto"}
        ),
        Argument("--scheduler", "corpus_scheduler", "value_address"),
        Argument("--workers", "corpus_workers", "value_count", {"type": int}),
        Argument("--seconds", "corpus_seconds", "value_seconds", {"type": float, "default": 120}),
    ),
}


def language_of(argv: Sequence[str]) -> str:
    """Return the language that a command line asks for, which its help and its complaints are in, too.

    Examples
    --------
    >>> language_of(["audit", "--lang=en"]), language_of(["--lang", "en", "--help"]), language_of(["check"])
    ('en', 'en', 'zh')
    """
    lang = "zh"
    for argument, following in zip(argv, [*argv[1:], ""], strict=False):
        name, _, value = argument.partition("=")
        # argparse takes the beginning of a name for the name.
        if name.startswith("--l") and "--lang".startswith(name) and (value or following) in LANGUAGES:
            lang = value or following
    return lang


def parser(lang: str) -> Parser:
    """Return the parser of the command line, which speaks a language."""
    top = Parser(lang, "xcdata", [label("cli", "about", lang)], label("cli", "more", lang))
    top.take([LANG])
    top.add_argument("--version", action="version", version=f"xcdata {__version__}", help=top.say("version"))
    commands = top.add_subparsers(dest="command", required=True, metavar=top.say("value_command"))
    for name, arguments in COMMANDS.items():
        about = [top.say(f"{name}_about"), *[top.say("exit_codes")][: name in CHECKING]]
        examples = "".join(f"\n  {one}" for one in top.say(f"{name}_example").split("\n"))
        own = commands.add_parser(
            name, lang=lang, prog=f"xcdata {name}", about=about, end=top.say("example") + examples
        )
        own.take([*arguments, LANG])
    return top


class Parser(argparse.ArgumentParser):
    """A parser that speaks a language.

    Parameters
    ----------
    lang : {'zh', 'en'}
    prog : str
        The command, with the program before it.
    about : sequence of str
        Paragraphs that say what it does.
    end : str
        What is said last.
    """

    def __init__(self, lang: str, prog: str, about: Sequence[str], end: str, **_: object) -> None:
        super().__init__(prog=prog, add_help=False)
        self.lang, self.about, self.end = lang, about, end
        self.add_argument("-h", "--help", action="help", help=self.say("help"))

    def say(self, name: str) -> str:
        """Return a label of the command line."""
        return label("cli", name, self.lang)

    def take(self, arguments: Sequence[Argument]) -> None:
        """Add arguments; the language found beforehand is the default, wherever it was given."""
        for one in arguments:
            more: dict[str, Any] = {"metavar": self.say(one.value)} if one.value else {}
            more |= {"default": self.lang} if one is LANG else {}
            self.add_argument(*one.names.split(), help=self.say(one.about), **one.taken, **more)

    def format_usage(self) -> str:
        """Return the line that shows how the command is written."""
        start = f"{self.say('usage')}{self.prog} "
        pieces = [in_usage(action) for action in sorted(self._actions, key=is_placed)]
        lines = [start]
        for piece in pieces:
            if width(f"{lines[-1]}{piece}") > WIDTH:
                lines.append(" " * width(start))
            lines[-1] += f"{piece} "
        return "".join(f"{line.rstrip()}\n" for line in lines)

    def format_help(self) -> str:
        """Return the help."""
        parts = [self.format_usage(), *("".join(wrapped(text, 0)) for text in self.about)]
        placed = [action for action in self._actions if is_placed(action)]
        if any(action.nargs == argparse.PARSER for action in placed):
            parts.append(section(self.say("commands"), ((name, self.say(name)) for name in COMMANDS)))
        elif placed:
            parts.append(section(self.say("arguments"), map(in_help, placed)))
        options = [action for action in self._actions if not is_placed(action)]
        parts += [section(self.say("options"), map(in_help, options)), f"{self.end}\n"]
        return "\n".join(parts)

    def error(self, message: str) -> NoReturn:
        """Say in the parser's language what is wrong with a command line, and exit with 2."""
        told = label(
            "argparse", "error", self.lang, prog=self.prog, message=translated("argparse", message, self.lang)
        )
        self.exit(2, f"{self.format_usage()}{told}\n")


def is_placed(action: argparse.Action) -> bool:
    """Whether an argument is found by its place."""
    return not action.option_strings


def with_value(name: str, action: argparse.Action) -> str:
    """Return a name with what stands for the value, if it takes one."""
    choices = f"{{{','.join(map(str, action.choices))}}}" if action.choices else ""
    value = str(action.metavar or choices)
    return f"{name} {value}" if value else name


def in_usage(action: argparse.Action) -> str:
    """Return an argument as it stands in the usage."""
    if action.option_strings:
        return f"[{with_value(action.option_strings[0], action)}]"
    if action.nargs == argparse.PARSER:
        return f"{action.metavar} …"
    return f"[{action.metavar}]" if action.nargs == "?" else str(action.metavar)


def in_help(action: argparse.Action) -> tuple[str, str]:
    """Return an argument as it stands in the help, and what is said of it."""
    names = ", ".join(action.option_strings)
    return with_value(names, action) if names else str(action.metavar), str(action.help)


def section(title: str, rows: Iterable[tuple[str, str]]) -> str:
    """Return a section of the help: names in the first column, what is said of them in the second."""
    lines = [f"{title}\n"]
    for name, about in rows:
        head = " " * INDENT + name
        if width(head) > COLUMN - INDENT:
            lines += [f"{head}\n", *wrapped(about, COLUMN)]
        else:
            first, *rest = wrapped(about, COLUMN)
            lines += [head + first[width(head) :], *rest]
    return "".join(lines)


def wrapped(text: str, indent: int) -> Iterator[str]:
    """Yield the lines of a text, none wider than the help, each after an indent."""
    line = " " * indent
    for atom in ATOM.findall(text):
        if width(line + atom.rstrip()) > WIDTH:
            yield f"{line.rstrip()}\n"
            line = " " * indent
        if atom.strip() or line.strip():
            line += atom
    yield f"{line.rstrip()}\n"


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes.

    Examples
    --------
    >>> width("许昌 2019")
    9
    """
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
