"""What is at hand → HTML, in the language that is asked for.

In: jobs, and in which words. Out: pages with their style and script inside, which load nothing from elsewhere, work without the
script, and forbid everything else by their policy.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from xcdata import __version__
from xcdata.files import MOST_BYTES
from xcdata.labels import LANGUAGES, label
from xcdata.serve.desk import MOST_FILES, SUFFIXES, WAYS, Job

HERE = Path(__file__).parent / "templates"
STYLE = (HERE / "serve.css").read_text("utf-8")
SCRIPT = (HERE / "serve.js").read_text("utf-8")


def allowed(content: str) -> str:
    """Return by which hash a policy allows a style or a script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


OWN_POLICY = (
    f"default-src 'none'; style-src {allowed(STYLE)}; script-src {allowed(SCRIPT)}; connect-src 'self'; "
    "frame-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Of our pages: this style and this script, and nothing from elsewhere."""

REVIEW_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""Of a review's page that says nothing of its own."""

STATED = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="([^"<>]*)">')

MARKS = {0: "✓", 1: "✗", 2: "✗", 3: "○"}
TONES = {0: "good", 1: "bad", 2: "bad", 3: "quiet"}


def policy_of(review: bytes) -> str:
    """Return the policy under which a review's page is shown: what it asks for itself, in a frame that is no part of this site.

    Its own policy stands before anything that comes from the file under review.
    """
    stated = STATED.search(review[: review.find(b"<title>")])
    own = html.unescape(stated[1].decode()) if stated else REVIEW_POLICY
    return f"{own}; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-scripts"


@dataclass(frozen=True)
class Words:
    """In which words a page speaks, and where its links lead.

    Attributes
    ----------
    token : str
        The secret in every address; empty on a page for who does not know it, which leads nowhere.
    lang : {'zh', 'en'}
    """

    token: str
    lang: str

    def address(self, there: str = "", lang: str = "") -> str:
        """Return the address of a page, in the same language or another."""
        return f"/{self.token}/{there}?lang={lang or self.lang}"

    def say(self, name: str, /, **values: object) -> str:
        """Return a label."""
        return label("serve", name, self.lang, **values)


def start_page(jobs: Sequence[Job], words: Words) -> str:
    """Return the page where files are dropped, with those at hand."""
    return rendered(
        "start.html", words, "", jobs=jobs, ways=WAYS, most=MOST_BYTES, suffixes=SUFFIXES, files=MOST_FILES
    )


def job_page(job: Job, words: Words) -> str:
    """Return the page of a file: how far it is, what is wrong with it, or what was found and the downloads."""
    return rendered("job.html", words, f"files/{job.id}", job=job)


def refusal_page(told: Sequence[str], words: Words) -> str:
    """Return the page that says why a request is not answered."""
    return rendered("refusal.html", words, "", told=told)


def state_of(job: Job, words: Words) -> dict[str, object]:
    """Return how far a job is, for the script that asks."""
    seconds = words.say("seconds", seconds=int(job.seconds))
    return {"over": job.over, "told": progress(job, words), "seconds": seconds}


def progress(job: Job, words: Words) -> str:
    """Say how far a job is."""
    return words.say(f"stage_{job.stage}")


def verdict(job: Job) -> int:
    """Return the exit code that the command line would have given for what is over; 2 where it failed."""
    return job.outcome.code if job.outcome else 2


def rendered(template: str, words: Words, here: str, **shown: object) -> str:
    """Return a page."""
    (other,) = (lang for lang in LANGUAGES if lang != words.lang)
    return (
        environment()
        .get_template(template)
        .render(
            **shown,
            w=words,
            t=words.say,
            other=other,
            here=here,
            version=__version__,
            style=Markup(STYLE),
            script=Markup(SCRIPT),
            progress=lambda job: progress(job, words),
            verdict=verdict,
            marks=MARKS,
            tones=TONES,
        )
    )


@cache
def environment() -> Environment:
    """Return the templates; what they show is escaped."""
    return Environment(
        loader=PackageLoader("xcdata.serve"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
