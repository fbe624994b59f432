"""A headless Chromium, driven through its DevTools protocol: pages are opened, scripts run, files chosen, pictures taken."""

from __future__ import annotations

import asyncio
import base64
import json
import re
import shutil
import subprocess
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tornado.websocket import WebSocketClientConnection, websocket_connect

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = "disable-gpu disable-quic no-first-run disable-background-networking disable-component-update disable-sync"
PATIENCE = 30.0
"""Seconds."""


class Tab:
    """A page that is open, and what its console said."""

    def __init__(self, socket: WebSocketClientConnection) -> None:
        self.socket, self.number = socket, 0
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.answers: dict[int, dict[str, Any]] = {}

    async def call(self, method: str, **params: object) -> dict[str, Any]:
        self.number += 1
        number = self.number
        await self.socket.write_message(json.dumps({"id": number, "method": method, "params": params}))
        while number not in self.answers:
            self.note(json.loads(await asyncio.wait_for(self.next(), PATIENCE)))
        answer = self.answers.pop(number)
        assert "error" not in answer, (method, answer)
        return answer["result"]

    async def next(self) -> str:
        message = await self.socket.read_message()
        assert isinstance(message, str), "the browser has closed"
        return message

    def note(self, message: dict[str, Any]) -> None:
        if "id" in message:
            self.answers[message["id"]] = message
            return
        told = message["params"]
        match message["method"]:
            case "Log.entryAdded":
                self.complaints.append(told["entry"]["text"])
            case "Runtime.consoleAPICalled" | "Runtime.exceptionThrown":
                self.complaints.append(json.dumps(told, ensure_ascii=False))
            case "Network.requestWillBeSent":
                self.asked.append(told["request"]["url"])

    async def run(self, script: str) -> Any:
        """Return what a script gives."""
        answer = await self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    async def until(self, script: str) -> None:
        """Wait until something is there or true, across pages that come and go."""
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            answer = await self.call("Runtime.evaluate", expression=f"Boolean({script})")
            if answer["result"].get("value") is True:
                return
            await asyncio.sleep(0.05)
        raise AssertionError(
            f"never true: {script}; the page says: {await self.run('document.body.innerText')}"
        )

    async def open(self, address: str) -> None:
        await self.call("Page.navigate", url=address)
        await self.until(f"location.href == {json.dumps(address)} && document.readyState == 'complete'")

    async def choose(self, css: str, *files: Path) -> None:
        """Choose files in a field, as a person does in the dialogue."""
        root = await self.call("DOM.getDocument")
        node = await self.call("DOM.querySelector", nodeId=root["root"]["nodeId"], selector=css)
        await self.call("DOM.setFileInputFiles", nodeId=node["nodeId"], files=[str(file) for file in files])

    async def size(self, width: int, height: int = 900) -> None:
        await self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    async def picture(self, path: Path) -> None:
        answer = await self.call("Page.captureScreenshot", captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(answer["data"]))


@asynccontextmanager
async def browser(folder: Path) -> AsyncIterator[Tab]:
    """Open a browser that saves into a folder, and knows no other machine."""
    process = subprocess.Popen(
        [
            *(str(CHROMIUM), "--headless", "--no-sandbox", *(f"--{word}" for word in QUIET.split())),
            *(f"--user-data-dir={folder / 'profile'}", "--remote-debugging-port=0", "about:blank"),
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        ],
        stderr=subprocess.PIPE,
        text=True,
    )
    sockets: list[WebSocketClientConnection] = []
    try:
        assert process.stderr is not None
        address = ""
        for line in process.stderr:
            if found := re.search(r"ws://\S+", line):
                address = found[0]
                break
        assert address, "the browser did not start"
        control = Tab(await websocket_connect(address))
        sockets.append(control.socket)
        page = next(
            one for one in (await control.call("Target.getTargets"))["targetInfos"] if one["type"] == "page"
        )
        host = re.match(r"ws://[^/]+", address)
        assert host
        tab = Tab(
            await websocket_connect(
                f"{host[0]}/devtools/page/{page['targetId']}", max_message_size=100_000_000
            )
        )
        sockets.append(tab.socket)
        for domain in ("Page", "DOM", "Runtime", "Network", "Log"):
            await tab.call(f"{domain}.enable")
        await control.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder))
        yield tab
    finally:
        for one in sockets:
            one.close()
            while await one.read_message() is not None:
                pass
        process.terminate()
        process.wait(PATIENCE)
        if process.stderr is not None:
            process.stderr.close()


def in_browser(folder: Path, visit: Callable[[Tab], Awaitable[None]]) -> None:
    """Do something in a browser."""

    async def whole() -> None:
        async with browser(folder) as tab:
            await visit(tab)

    asyncio.run(whole())
