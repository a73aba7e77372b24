"""What is pasted or dropped into an answer: without characters that nobody sees, and paths of images told apart."""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from exam_tui.core.report.image_links import IMAGE_SUFFIXES, looks_like_image
from exam_tui.core.text.emoji import EMOJI, TONES
from exam_tui.core.text.patterns import lazy_pattern
from exam_tui.core.text.words import plural

# What separates lines in other programs: Word's line break, a page's end, NEL, Unicode's two.
_LINE_END = lazy_pattern("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# A terminal's commands whole, colours and the marks around a paste among them; then the rest of C0 and C1.
# Of the surrogates those go that no file can hold.
_CONTROL = lazy_pattern("(?:\x1b\\[|\x9b)[0-?]*+[ -/]*+[@-~]|[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udc7f\udd00-\udfff]")
# Tags spell the name of a region after a black flag (England, Scotland, Wales); elsewhere they hide text.
_TAGS = "\U000e0000-\U000e007f"
_HIDDEN = lazy_pattern(
    f"(?P<flag>\U0001f3f4[{_TAGS}]++(?<=\U000e007f))"
    f"|[\u00ad\u034f\u180e\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb{_TAGS}]"
)
# They set the direction of writing: text that has none from right to left gets them only by accident.
_DIRECTION = lazy_pattern("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_RIGHT_TO_LEFT = lazy_pattern(
    "[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
# The two joiners mean something between letters of the scripts from Arabic to Mongolian and their relatives, and
# ZWJ between the parts of an emoji, which may end in a variation mark or a skin colour.
_SCRIPTS = "\u0600-\u109f\u1700-\u18af\u1900-\u1cff\ua800-\uabff\ufb50-\ufdff\ufe70-\ufefc\U00010a00-\U00011fff"
_JOINER = lazy_pattern(
    f"(?<=[{_SCRIPTS}])[\u200c\u200d](?![\u200c\u200d])|(?<=[{EMOJI}{TONES}\ufe0e\ufe0f{_TAGS}])\u200d(?=[{EMOJI}])"
    "|(?P<stray>[\u200c\u200d]+)"
)


@dataclass(frozen=True, slots=True)
class Paste:
    """A text that may go into an answer: LF line ends, and how much was left out.

    Attributes:
        text: the text.
        control: control characters that were left out; a terminal's command (such as a colour) counts as one.
        hidden: characters without width that were left out.

    """

    text: str
    control: int = 0
    hidden: int = 0

    @property
    def notice(self) -> str:
        """The sentence to show; "" if nothing was left out."""
        if not self.control and not self.hidden:
            return ""
        parts = [
            plural(number, f"{kind} character")
            for number, kind in ((self.control, "control"), (self.hidden, "invisible"))
            if number
        ]
        return f"Pasted without {' and '.join(parts)}."


def filtered_paste(text: str) -> Paste:
    """Return a pasted text as an answer takes it; what can be seen stays as it is.

    Joiners stay in emoji and in the scripts that need them, marks of direction in text that runs from right to
    left, tab and line ends everywhere. Filtered once more, nothing changes.
    """
    if text.isascii() and text.isprintable():
        return Paste(text)
    text, control = _CONTROL.subn("", _LINE_END.sub("\n", text))
    shown = _HIDDEN.sub(lambda match: match["flag"] or "", text)
    if not _RIGHT_TO_LEFT.search(shown):
        shown = _DIRECTION.sub("", shown)
    shown = _JOINER.sub(lambda match: "" if match["stray"] else match[0], shown)
    return Paste(shown, control, len(text) - len(shown))


@dataclass(frozen=True, slots=True)
class PastedImage:
    """The path of an image, as a file manager or a terminal gives it.

    Attributes:
        path: the path; a `~` at its start is still there.
        is_taken: whether its name ends as the course takes images (png, jpg, jpeg); else it is another type.

    """

    path: str
    is_taken: bool


_LONGEST_PATH = 4_000
_OTHER_IMAGES = (".heic", ".heif", ".avif", ".jfif", ".ico", ".eps", ".pdf")
# Spaces and marks of direction: Windows copies a path with one in front.
_AROUND = " \t\r\n\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_QUOTED = lazy_pattern(r"(?:& ?)?(?:'(?P<single>(?:[^']|'\\''|'')++)'|\"(?P<double>[^\"]++)\")")
_APOSTROPHE = lazy_pattern(r"'\\''|''")  # in single quotes: as POSIX shells write it, and PowerShell
_FILE_URL = lazy_pattern(r"file:(?://(?P<host>[^/]*))?(?P<path>/.*)", re.IGNORECASE)
_DRIVE = lazy_pattern(r"[A-Za-z]:[\\/]")
_SCHEME = lazy_pattern(r"[A-Za-z][A-Za-z0-9+.-]+:")
_ROOTED = lazy_pattern(r"/|~[^/\\]*[/\\]|\.{1,2}[/\\]|[A-Za-z]:[\\/]|\\\\")
# What shells escape; a backslash before a letter or digit separates folders of Windows.
_ESCAPED = lazy_pattern(r"\\([^A-Za-z0-9])")


def pasted_image(text: str) -> PastedImage | None:
    r"""Return the image that a pasted text names, None where it is anything else than one path of an image.

    Understood are a plain path, quotes, backslashes before spaces, `file://` and paths of Windows. Text with spaces
    is a path only where it begins like one (`/`, `~/`, `./`, `C:\`), is quoted or escaped. Whether there is such a
    file is not looked at.
    """
    text = text.strip(_AROUND)
    if not text or len(text) > _LONGEST_PATH or any(letter < " " or letter == "\x7f" for letter in text):
        return None
    path = _path(text)
    name = re.split(r"[/\\]", path)[-1].lower()
    if name.startswith(".") and name.count(".") == 1:
        return None
    if name.endswith(IMAGE_SUFFIXES):
        return PastedImage(path, is_taken=True)
    if looks_like_image(name) or name.endswith(_OTHER_IMAGES):
        return PastedImage(path, is_taken=False)
    return None


def _path(text: str) -> str:
    """Return the path that a text of one line gives; "" where it gives none."""
    quoted = _QUOTED.fullmatch(text)
    if quoted:
        return quoted["double"] or _APOSTROPHE.sub("'", quoted["single"])
    url = _FILE_URL.fullmatch(text)
    if url:
        return _path_of_url(url)
    if text[0] in "'\"" or (_SCHEME.match(text) and not _DRIVE.match(text)):
        return ""
    is_windows = _DRIVE.match(text) or text.startswith("\\\\") or "\\" in _ESCAPED.sub("", text)
    path = text if is_windows else _ESCAPED.sub(r"\1", text)
    unescaped_blank = " " in (text if is_windows else _ESCAPED.sub("", text))
    return path if not unescaped_blank or _ROOTED.match(text) else ""


def _path_of_url(url: re.Match[str]) -> str:
    path = unquote(url["path"], errors="surrogateescape")
    if any(letter < " " for letter in path):
        return ""
    if _DRIVE.match(path, 1):
        return path[1:]
    host = (url["host"] or "").lower()
    return path if host in {"", "localhost"} else f"//{host}{path}"
