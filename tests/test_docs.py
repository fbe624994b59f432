"""The documentation: its links lead somewhere, its examples print what stands there, its site loads nothing from elsewhere."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from examples import PAGES, ROOT, as_shown, rewritten, workplace
from test_public_names import FACES

from xcdata.arguments import COMMANDS

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
TEXTS = [
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "data").rglob("*.md")),
]
TEXTS += [*sorted((ROOT / "benchmarks").glob("*.md")), *NOTEBOOKS]
LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```$", re.M | re.S)
# What starts workers of its own.
STARTS_WORKERS = {"docs/questions/shelf.md"}


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def prose(path: Path) -> str:
    """The text of a page or of a notebook's Markdown, without its code."""
    text = path.read_text("utf-8")
    if path.suffix == ".ipynb":
        cells = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "markdown"]
        text = "\n\n".join("".join(cell["source"]) for cell in cells)
    return re.sub(r"`[^`\n]+`", lambda code: code[0].replace("[", "").replace("]", ""), FENCE.sub("", text))


def anchors(path: Path) -> set[str]:
    """The names of a page's headings, as a forge and the site make them."""
    times: Counter[str] = Counter()
    names = set()
    for heading in re.findall(r"^#+ (.+)$", prose(path), re.M):
        name = (
            re.sub(r"[^\w\- ]", "", LINK.sub(lambda link: link[0].split("]")[0], heading).lower())
            .strip()
            .replace(" ", "-")
        )
        names.add(f"{name}-{times[name]}" if times[name] else name)
        times[name] += 1
    return names


@pytest.mark.parametrize("path", TEXTS, ids=named)
def test_every_link_leads_to_a_file_and_to_a_heading_that_are_there(path: Path) -> None:
    lost = []
    for target in LINK.findall(prose(path)):
        if re.match(r"\w+:", target):
            continue
        file, _, anchor = target.partition("#")
        aim = (path.parent / file).resolve() if file else path
        if not aim.exists() or not aim.is_relative_to(ROOT) or (anchor and anchor not in anchors(aim)):
            lost.append(target)
    assert lost == []


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, marks=pytest.mark.cluster if named(path) in STARTS_WORKERS else ())
        for path in PAGES
    ],
    ids=named,
)
def test_every_example_prints_what_stands_there(path: Path) -> None:
    page = path.read_text("utf-8")
    with workplace():
        assert rewritten(page) == page, f"if it is right as it is now: python tests/examples.py {named(path)}"


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_every_command_can_be_typed_as_it_stands_after_make(path: Path) -> None:
    names = "|".join(COMMANDS)
    if named(path) in ("docs/scale.md", "docs/data-model.md"):
        pytest.skip("speaks of commands, and shows none")
    assert re.findall(rf"(?:`|^\$ |^)xcdata (?:{names})\b.*", path.read_text("utf-8"), re.M) == []


def test_every_page_is_in_the_navigation_of_the_site_once() -> None:
    listed = re.findall(r"^ +- (?:[^:\n]+: )?(\S+\.md)$", (ROOT / "mkdocs.yml").read_text("utf-8"), re.M)
    assert sorted(listed) == sorted(named(path).replace(".ipynb", ".md") for path in TEXTS)


def test_every_room_with_public_names_has_a_page() -> None:
    pages = [path.read_text("utf-8") for path in (ROOT / "docs" / "api").glob("*.md")]
    rooms = [room for page in pages for room in re.findall(r"^::: (\S+)$", page, re.M)]
    assert sorted(rooms) == sorted(FACES)


def test_an_example_that_prints_something_else_is_told() -> None:
    page = (
        "```console\n$ echo 12; false\n13\n$ echo $?\n1\n```\n\n```python\nprint(2)\n```\n\n```text\n3\n```\n"
    )
    with workplace():
        assert rewritten(page) == page.replace("13", "12").replace("3", "2")


def test_what_an_example_leaves_out_must_be_there_and_is_left_out_after_the_same_line() -> None:
    assert as_shown("1\n2\n3\n4\n", "a\n…\nb\n") == "1\n…\n4\n"
    assert as_shown("0\n1\n2\n3\n4\n", "1\n…\n4\n") == "0\n1\n…\n4\n"
    with pytest.raises(AssertionError, match="nothing is left out"):
        as_shown("1\n2\n", "1\n…\n2\n")
