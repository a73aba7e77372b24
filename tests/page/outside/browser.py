"""Pages in a real Chromium without a window: what runs in them, what they load, what they look like."""

import html
import json
import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import Any

import pytest

from tests.conftest import GIVE_UP
from tests.page.outside.tools import CHROMIUM

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

_QUIET = (
    "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-extensions", "--hide-scrollbars", "--mute-audio", "--allow-file-access-from-files",
)  # fmt: skip
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
_CHARSET = '<meta charset="utf-8">'

# Loads pages one after the other, in frames of a width, and gathers what each of them says by `say()`. Chromium's own
# windows are 500 pixels wide at least, a frame is as narrow as it is told.
_FRAMES = """<!doctype html><meta charset="utf-8"><title>frames</title><body><script>
const names = %s, said = {}, open = new Map();
function next() {
  if (!names.length) {
    if (!open.size) document.documentElement.dataset.report = JSON.stringify(said);
    return;
  }
  const frame = document.createElement("iframe");
  frame.style = "border: 0; width: %dpx; height: 900px";
  frame.src = names.shift();
  document.body.append(frame);
  const page = frame.contentWindow;
  open.set(page, [frame, frame.src.split("/").pop().split("#")[0]]);
  setTimeout(() => close(page), 9000);
}
function close(page) {
  if (!open.has(page)) return;
  open.get(page)[0].remove();
  open.delete(page);
  next();
}
onmessage = event => {
  if (!open.has(event.source)) return;
  said[open.get(event.source)[1]] = event.data;
  close(event.source);
};
for (let at = 0; at < %d; at++) next();
</script>"""


def run(folder: Path, page: Path, *options: str, seconds: int = 10) -> str:
    """Return a page's tree as Chromium has it after `seconds` of the page's own time; the profile is in `folder`."""
    assert CHROMIUM is not None
    # Chromium refuses its sandbox to root, as containers run it.
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    budget = f"--virtual-time-budget={seconds * 1000}"
    command = [CHROMIUM, *_QUIET, *sandbox, f"--user-data-dir={folder / 'profile'}", budget, *options]
    done = subprocess.run(
        [*command, page.as_uri()],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=2 * GIVE_UP,
        check=True,
    )
    return done.stdout


def scripted(page: str, script: str) -> str:
    """Return a page without its policy and with a script in its head, which may call `say(anything)` once."""
    say = "const say = what => parent.postMessage(what, '*');"
    return _POLICY.sub("", page).replace(_CHARSET, f"{_CHARSET}<script>{say}{script}</script>", 1)


def said_by(
    folder: Path, pages: dict[str, str], *options: str, width: int = 1280, at_once: int = 4, fragment: str = ""
) -> dict[str, Any]:
    """Load scripted pages, by name, and return what each said; a page that said nothing is missing."""
    names: Sequence[str] = [f"{name}{fragment}" for name in pages]
    for name, page in pages.items():
        (folder / name).write_text(page, "utf-8", errors="surrogatepass")
    outer = folder / "outer-frames.html"
    outer.write_text(_FRAMES % (json.dumps(names), width, at_once), "utf-8")
    dump = run(folder, outer, "--dump-dom", "--window-size=1400,1000", *options, seconds=120)
    found = re.search(r'data-report="([^"]*)"', dump)
    assert found is not None, dump[:2000]
    said: dict[str, Any] = json.loads(html.unescape(found[1]))
    return said


@contextmanager
def listener() -> Iterator[tuple[str, list[bytes]]]:
    """Yield Chromium's option that leads the hosts of tests to a listener here, and what arrives at it.

    Other hosts are not found: Chromium asks some of its maker's by itself.
    """
    arrived: list[bytes] = []

    class Note(BaseRequestHandler):
        def handle(self) -> None:
            arrived.append(self.request.recv(200))

    with ThreadingTCPServer(("127.0.0.1", 0), Note) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        here = f"127.0.0.1:{server.server_address[1]}"
        yield f"--host-resolver-rules=MAP *.example {here},MAP *.org {here},MAP * ~NOTFOUND", arrived
        server.shutdown()
