"""Opening a page in the user's browser, if there is one that has a window of its own."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path


def show_in_browser(page: Path, environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> str:
    """Open a page and return what happened, in one line. Never raises.

    A browser that would draw in the terminal is not started: the terminal is ours. Without a screen the page's
    place is said instead.
    """
    import webbrowser  # noqa: PLC0415 - not before it is asked for

    has_screen = platform in {"win32", "darwin"} or environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")
    if environment.get("SSH_CONNECTION") or not (has_screen or environment.get("BROWSER")):
        return f"There is no browser to open here: the page is {page}"
    try:
        browser = webbrowser.get()
        # GenericBrowser, but for its child for the background, waits in the terminal, as lynx and w3m do.
        if type(browser) is webbrowser.GenericBrowser:
            return f"Only a browser for the terminal is set: the page is {page}"
        opened = browser.open(page.as_uri())
    except (webbrowser.Error, OSError, ValueError):
        opened = False
    return f"Opened in the browser: {page}" if opened else f"No browser could be started: the page is {page}"
