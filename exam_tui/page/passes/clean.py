"""Characters that no HTML page may hold, and text made fit for one line of a message."""

import re

# The HTML standard's parse errors for the input stream: controls but for tab, line ends and form feed,
# surrogates (here: undecodable bytes of the file), noncharacters.
_PLANE_ENDS = "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef" + _PLANE_ENDS + "]",
)
_LONGEST_NAME = 200


def fit_for_html(text: str) -> str:
    """Return the text with U+FFFD for every character that a page may not hold; no character is dropped."""
    return _UNFIT.sub("\ufffd", text)


def one_line(text: str) -> str:
    """Return the text as one short line for a message, without control characters."""
    line = " ".join(fit_for_html(text).split())
    return line if len(line) <= _LONGEST_NAME else line[: _LONGEST_NAME - 1] + "…"
