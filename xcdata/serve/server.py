"""The command: a port of this machine, an address with a secret in it, a browser.

In: a port, a language. Out: nothing; it serves until it is stopped, and then everything that was dropped is gone.
"""

from __future__ import annotations

import contextlib
import errno
import secrets
import socket
import sys
import webbrowser
from threading import Thread

import uvicorn

from xcdata.errors import XcdataError
from xcdata.labels import label
from xcdata.serve.app import make_app
from xcdata.serve.desk import Desk

HERE = "127.0.0.1"
MOST_PORT = 65535


def serve(port: int = 0, *, browser: bool = True, lang: str = "zh") -> None:
    """Serve the page until Ctrl-C.

    Parameters
    ----------
    port : int
        Of 127.0.0.1; any free one by default.
    browser : bool
        Whether to open the page in the browser.
    lang : {'zh', 'en'}
        Of the page, unless it is asked for in the other.

    Raises
    ------
    XcdataError
        A port that there is not, or that another program has.
    """
    with listening(port) as listener, Desk() as desk:
        port = listener.getsockname()[1]
        token = secrets.token_urlsafe(24)
        address = f"http://{HERE}:{port}/{token}/"
        config = uvicorn.Config(
            make_app(desk, token, port, lang),
            # What is not needed is off: fewer ways in, and no log of addresses, which hold the secret.
            http="h11",
            ws="none",
            lifespan="off",
            proxy_headers=False,
            server_header=False,
            access_log=False,
            log_config=None,
            timeout_graceful_shutdown=1,
        )
        print(label("cli", "serve_at", lang, address=address))
        print(label("cli", "serve_until", lang), file=sys.stderr)
        sys.stdout.flush()
        if browser:
            # The port listens already; some browsers do not return before they are closed.
            Thread(target=webbrowser.open, args=(address,), daemon=True).start()
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])
        print(label("cli", "serve_over", lang), file=sys.stderr)


def listening(port: int) -> socket.socket:
    """Return a socket that listens at a port of this machine.

    Raises
    ------
    XcdataError
        A port that there is not, or that another program has.
    """
    if not 0 <= port <= MOST_PORT:
        raise XcdataError("no_such_port", found=port, most=MOST_PORT)
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":  # there it would let two programs share a port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HERE, port))
        listener.listen(64)
    except OSError as error:
        listener.close()
        kind = "port_taken" if error.errno == errno.EADDRINUSE else "port_refused"
        raise XcdataError(kind, found=port, reason=error.strerror) from None
    return listener
