"""Who may ask: this machine's own browser, by the address that the command printed.

In: requests. Out: those that may be answered, passed on; the others refused in words, without a hint of what is here. Every answer
gets the headers that keep it to itself. A page of another site that sends the browser here (CSRF), or that gives its own name this
machine's address (DNS rebinding), does not know the secret; and Host, Origin and Sec-Fetch-Site are held against it as well.
"""

from __future__ import annotations

import secrets
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from xcdata.errors import XcdataError
from xcdata.labels import LANGUAGES
from xcdata.serve.pages import OWN_POLICY, Words, refusal_page

SAFE = ("GET", "HEAD")

KEEPING = {
    "Content-Security-Policy": OWN_POLICY,
    "Cache-Control": "no-store",
    # Not "no-referrer": forms would then be sent with the Origin "null". The address, and the secret in it, stays here.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Guard:
    """An application that asks another one only what may be asked.

    Parameters
    ----------
    app : ASGI application
    token : str
        The secret that every path begins with.
    port : int
    lang : {'zh', 'en'}
    """

    def __init__(self, app: ASGIApp, token: str, port: int, lang: str) -> None:
        self.app, self.token, self.lang = app, token, lang
        self.hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost")}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or have it answered."""

        async def keeping(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in KEEPING.items():
                    headers.setdefault(name, value)
            await send(message)

        if scope["type"] != "http":
            return
        if refusal := self.refusal(scope):
            kind, status = refusal
            asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [""])[0]
            lang = asked if asked in LANGUAGES else self.lang
            answer = HTMLResponse(refusal_page([XcdataError(kind).told(lang)], Words("", lang)), status)
            await answer(scope, receive, keeping)
        else:
            await self.app({**scope, "root_path": f"/{self.token}"}, receive, keeping)

    def refusal(self, scope: Scope) -> tuple[str, int] | None:
        """Return why a request is not answered, as a kind of problem and a status."""
        headers = Headers(scope=scope)
        hosts, origins = headers.getlist("host"), headers.getlist("origin")
        if len(hosts) != 1 or hosts[0] not in self.hosts:
            return "serve_other_host", 421
        safe = scope["method"] in SAFE
        if origins != [f"http://{hosts[0]}"] and (origins or not safe):
            return "serve_other_origin", 403
        # Who follows a link to the page, say in a terminal that is itself a page, comes from another site.
        followed = (
            safe
            and headers.get("sec-fetch-mode") == "navigate"
            and headers.get("sec-fetch-dest") == "document"
        )
        if headers.get("sec-fetch-site", "none") not in ("none", "same-origin") and not followed:
            return "serve_other_origin", 403
        given = scope["path"].split("/")[1] if "/" in scope["path"][1:] else ""
        if not secrets.compare_digest(given.encode("utf-8", "replace"), self.token.encode()):
            return "serve_no_such_page", 404
        return None
