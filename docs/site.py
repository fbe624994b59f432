"""The site of the documentation: which files of the repository are its pages, and where they come to lie.

In: Markdown and notebooks, read where they lie, so that one relative link works on a forge and in the site. Out: pages for MkDocs, which
calls the functions below (``hooks`` in mkdocs.yml).
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parents[1]
PAGES = ["*.md", "benchmarks/*.md", "data/**/*.md", "docs/**/*.md", "notebooks/*.ipynb"]
# What a page shows or links to.
BESIDE = [
    "LICENSE",
    "data/raw/known_issues.toml",
    "docs/**/*.png",
    "docs/assets/*",
    "xcdata/gazette/profiles/*.toml",
]
CHINESE = ("docs/README.md", "docs/questions/", "notebooks/", "README.zh.md")
FENCED = re.compile(r"(^```.*?^```$)", re.M | re.S)
# A line of Chinese that goes on in the next, where a browser would show a space.
GOES_ON = re.compile(
    r"(?<=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef”])\n(?=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“]|\*\*|\[)"
)
# A part of the navigation that the theme names by an icon, and the title that stands in it.
UNNAMED = re.compile(
    r'aria-labelledby="__nav_(\d+)_label"([^>]*>\s*<label class="md-nav__title" for="__nav_\1">.*?</span>\s*([^<]+?)\s*</label>)',
    re.S,
)
# The roles of docstrings, as HTML: ":func:`~xcdata.load`" is a link to what the site tells of it, if it does.
ROLE = re.compile(r":(?:attr|class|data|exc|func|meth|mod):<code>~?([\w.]+)</code>")


def on_config(config: MkDocsConfig) -> None:
    """Search by our own script: the theme's asks the web for one, and finds no Chinese word within a sentence."""
    config.extra["polyfills"] = ["assets/search.js"]


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Take the pages from the whole repository, each under its path there; keep what the theme brings."""
    paths = sorted({path for pattern in PAGES + BESIDE for path in ROOT.glob(pattern)})
    ours = [as_file(path, config) for path in paths]
    return Files([file for file in files if file.src_dir != config.docs_dir] + ours)


def as_file(path: Path, config: MkDocsConfig) -> File:
    """Return one file of the site: those of docs/ come first, so its index is the home; a notebook becomes Markdown."""
    name = path.relative_to(ROOT).as_posix()
    if path.suffix == ".ipynb":
        return File.generated(config, name.replace(".ipynb", ".md"), content=notebook_text(path))
    home = {"README.md": "en.html", "README.zh.md": "zh.html"}.get(name)
    file = File(name, str(ROOT), config.site_dir, use_directory_urls=False, dest_uri=home)
    if name.startswith("docs/"):
        file.dest_uri = file.dest_uri.removeprefix("docs/")
    return file


def notebook_text(path: Path) -> str:
    """Return a notebook as Markdown: its texts, its code, and what the code put out when it was committed."""
    parts = []
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            parts.append(source)
            continue
        parts.append(f"```python\n{source}\n```")
        parts += [shown(output) for output in cell["outputs"]]
    return "\n\n".join(parts)


def shown(output: dict[str, Any]) -> str:
    """Return what a cell put out: a picture, a table, or text; nothing of a widget, which is not one without a kernel."""
    data = output.get("data", {"text/plain": output.get("text", "")})
    if "application/vnd.jupyter.widget-view+json" in data:
        return ""
    if "image/png" in data:
        picture = "".join(data["image/png"]).replace("\n", "")
        return f'<img alt="" src="data:image/png;base64,{picture}">'
    if "text/html" in data:
        table = "".join(data["text/html"]).replace(' border="1" class="dataframe"', "")
        return "<div>" + re.sub(r"\n\s*", "\n", table).strip() + "</div>"
    return "```text\n" + "".join(data["text/plain"]).rstrip("\n") + "\n```"


def on_page_markdown(markdown: str, **_: object) -> str:
    """Let links to notebooks lead to their pages, and Chinese go on without a space."""
    markdown = re.sub(r"(\]\([\w./-]+)\.ipynb\)", r"\1.md)", markdown)
    return "".join(
        part if part.startswith("```") else GOES_ON.sub("", part) for part in FENCED.split(markdown)
    )


def on_page_content(html: str, **_: object) -> str:
    """Let the roles of docstrings be links, and corners of tables, which head nothing, be no headings."""
    html = re.sub(r"<th([^>]*)></th>", r"<td\1></td>", html)
    return ROLE.sub(r'<autoref identifier="\1" optional><code>\1</code></autoref>', html)


def on_post_page(output: str, *, page: Page, **_: object) -> str:
    """Say which language a page is written in, and name what the theme leaves without a name."""
    output = UNNAMED.sub(r'aria-label="\3"\2', output).replace(
        'role="dialog"', 'role="dialog" aria-label="查找"', 1
    )
    if page.file.src_uri.startswith(CHINESE):
        return output
    return output.replace('<html lang="zh"', '<html lang="en"', 1)
