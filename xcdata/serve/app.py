"""Requests → answers.

In: a desk, a secret, a port. Out: the application that a server runs. :mod:`~xcdata.serve.guard` decides who may ask,
:mod:`~xcdata.serve.uploads` what is taken in; whatever is wrong with a request is said in words.
"""

from __future__ import annotations

import asyncio
from pathlib import PurePosixPath
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from xcdata.errors import XcdataError
from xcdata.labels import LANGUAGES, label
from xcdata.serve.desk import Desk, Job
from xcdata.serve.guard import Guard
from xcdata.serve.pages import Words, job_page, policy_of, refusal_page, start_page, state_of
from xcdata.serve.uploads import jobs_in

AT_ONCE = 2
"""Uploads that are held in memory while they come in."""

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

KINDS = {
    "page-zh": ("html", "text/html; charset=utf-8"),
    "page-en": ("html", "text/html; charset=utf-8"),
    "json": ("json", "application/json"),
    "marked-zh": ("xlsx", SPREADSHEET),
    "marked-en": ("xlsx", SPREADSHEET),
}
"""What may be had of a file: ending and media type."""

STATUS = {"serve_no_form": 415, "serve_too_large": 413, "serve_full": 503}
"""Of what is wrong with a request; 400 otherwise."""

OF_STATUS = {404: "serve_no_such_page", 405: "serve_other_method"}


def make_app(desk: Desk, token: str, port: int, lang: str = "zh") -> Starlette:
    """Return the application.

    Parameters
    ----------
    desk : Desk
        Open as long as the application runs.
    token : str
        The secret that every address begins with.
    port : int
        At which it is asked.
    lang : {'zh', 'en'}
        Of what is said, unless an address ends in ``?lang=``.
    """
    coming_in = asyncio.Semaphore(AT_ONCE)

    def words(request: Request) -> Words:
        asked = request.query_params.get("lang", "")
        return Words(token, asked if asked in LANGUAGES else lang)

    def wanted(request: Request) -> Job:
        if job := desk.find(request.path_params["id"]):
            return job
        raise HTTPException(404)

    async def start(request: Request) -> Response:
        return HTMLResponse(start_page(desk.jobs(), words(request)))

    async def take(request: Request) -> Response:
        async with coming_in:
            jobs = await jobs_in(request)
        for job in jobs:
            desk.put(job)
        return onward(request, f"files/{jobs[0].id}" if len(jobs) == 1 else "")

    async def show(request: Request) -> Response:
        return HTMLResponse(job_page(wanted(request), words(request)))

    async def state(request: Request) -> Response:
        return JSONResponse(state_of(wanted(request), words(request)))

    async def stop(request: Request) -> Response:
        job = wanted(request)
        desk.stop(job.id)
        return onward(request, f"files/{job.id}")

    async def drop(request: Request) -> Response:
        desk.drop(wanted(request).id)
        return onward(request, "")

    async def product(request: Request) -> Response:
        job, what = wanted(request), request.path_params["what"]
        content = job.outcome.products.get(what) if job.outcome else None
        if content is None:
            raise HTTPException(404)
        ending, media = KINDS[what]
        if ending == "html" and "look" in request.query_params:
            return Response(
                content, headers={"Content-Security-Policy": policy_of(content)}, media_type=media
            )
        saved = saved_as(job.name, what, words(request).lang)
        return Response(content, headers={"Content-Disposition": saved}, media_type=media)

    def onward(request: Request, there: str) -> Response:
        return RedirectResponse(words(request).address(there), 303)

    def refusal(request: Request, error: XcdataError, status: int) -> Response:
        own = words(request)
        return HTMLResponse(refusal_page([error.told(own.lang)], own), status)

    async def refused(request: Request, error: XcdataError) -> Response:
        return refusal(request, error, STATUS.get(error.kind, 400))

    async def missed(request: Request, error: HTTPException) -> Response:
        kind = OF_STATUS.get(error.status_code, "serve_broken_form")
        return refusal(request, XcdataError(kind), error.status_code)

    routes = [
        Route("/", start),
        Route("/files", take, methods=["POST"]),
        Route("/files/{id}", show),
        Route("/files/{id}/state", state),
        Route("/files/{id}/stop", stop, methods=["POST"]),
        Route("/files/{id}/drop", drop, methods=["POST"]),
        Route("/files/{id}/{what}", product),
    ]
    app = Starlette(
        routes=routes,
        middleware=[Middleware(Guard, token=token, port=port, lang=lang)],
        exception_handlers={HTTPException: missed, XcdataError: refused},  # type: ignore[dict-item]
    )
    app.router.redirect_slashes = False
    return app


def saved_as(name: str, what: str, lang: str) -> str:
    """Return the header that names a file to be saved; what is not ASCII is escaped, and so is everything else but letters.

    Examples
    --------
    >>> saved_as("计划.xlsx", "json", "zh")
    "attachment; filename=xcdata.json; filename*=UTF-8''%E8%AE%A1%E5%88%92-%E6%A0%B8%E5%AF%B9%E7%BB%93%E6%9E%9C.json"
    """
    ending = KINDS[what][0]
    part = label("serve", f"saved_{what.partition('-')[0]}", what.partition("-")[2] or lang)
    full = quote(f"{PurePosixPath(name).stem}-{part}.{ending}".encode("utf-8", "replace"), safe="")
    return f"attachment; filename=xcdata.{ending}; filename*=UTF-8''{full}"
