"""A headless Chromium, driven by the DevTools protocol over a pair of pipes."""

import json
import os
import shutil
import subprocess
from contextlib import contextmanager
from threading import Timer

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
LONGEST = 300  # seconds that all its pages may take; then the browser is taken to hang
QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


class Tab:
    """One page. `events` are what it reported since its address was opened."""

    def __init__(self, told, heard):
        self._told, self._heard, self._last, self._session = told, heard, 0, {}
        self.events = []
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self._session = {"sessionId": session}
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")

    def ask(self, method, **params):
        """Send a command and wait for its answer."""
        self._last += 1
        message = {"id": self._last, "method": method, "params": params} | self._session
        self._told.write(json.dumps(message).encode() + b"\0")
        self._told.flush()
        while (answer := self._next()).get("id") != self._last:
            self.events.append(answer)
        assert "error" not in answer, f"{method}: {answer['error']}"
        return answer["result"]

    def open(self, url):
        """Load a page to its end, also where it is only another fragment of the one that is there."""
        for address in ("about:blank", url):
            self.events.clear()
            self.ask("Page.navigate", url=address)
            while not self.reported("Page.loadEventFired"):
                self.events.append(self._next())

    def run(self, script):
        """The value of an expression in the page."""
        answer = self.ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def reported(self, *methods):
        return [event for event in self.events if event.get("method") in methods]

    def assert_quiet(self, address):
        """No error, no word on the console, nothing asked of the network but the page."""
        assert not self.reported("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded")
        asked = [event["params"]["request"]["url"] for event in self.reported("Network.requestWillBeSent")]
        assert asked == [address]

    def press(self, key, code):
        """A key, as a keyboard presses it. code: its number on Windows."""
        for kind in ("keyDown", "keyUp"):
            text = {"text": "\r"} if key == "Enter" and kind == "keyDown" else {}
            self.ask("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **text)

    def _next(self):
        received = bytearray()
        while (byte := self._heard.read(1)) != b"\0":
            assert byte, "the browser has ended"
            received += byte
        return json.loads(received)


@contextmanager
def tab(folder):
    """A page of a new browser, which keeps its files in a folder and ends with the block."""
    to_browser, told = os.pipe()
    heard, from_browser = os.pipe()
    assert BROWSER, "install Chromium: there is none on the PATH"
    options = (*QUIET, "--remote-debugging-pipe", f"--user-data-dir={folder}")
    with open(told, "wb") as told, open(heard, "rb") as heard:
        process = subprocess.Popen(
            ["bash", "-c", f'exec "$0" "$@" 3<&{to_browser} 4>&{from_browser}', BROWSER, *options],
            pass_fds=(to_browser, from_browser),
            stderr=subprocess.DEVNULL,
        )
        os.close(to_browser)
        os.close(from_browser)
        patience = Timer(LONGEST, process.kill)
        patience.start()
        try:
            opened = Tab(told, heard)
            yield opened
            opened._session = {}
            opened.ask("Browser.close")
        finally:
            patience.cancel()
            process.kill()
            process.wait()
