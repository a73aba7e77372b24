"""The rule on the file behind an image link: whether it is there, in the report's folder, and an image."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from exam_tui.core.findings.context import Answer
from exam_tui.core.findings.finding import Finding
from exam_tui.core.report.image_links import (
    STAND_INS,
    Content,
    Files,
    ImageFile,
    Lookup,
    clean_target,
    has_image_suffix,
    is_fine,
    scheme_of,
    written_target,
)
from exam_tui.core.text.patterns import lazy_pattern


class _Problem(NamedTuple):
    """What a finding says."""

    code: str
    message: str
    remedy: str


_SIGN: Final = lazy_pattern(
    r"%[0-7][0-9A-Fa-f]|%[C-Fc-f][0-9A-Fa-f](?:%[89ABab][0-9A-Fa-f])+|\\[!-/:-@\[-`{-~]|.", re.DOTALL
)
"""What stands for one character of a file's name in a link."""
_COPY: Final = "Copy it into the `figures` folder beside the report and link it as `figures/name.png`."


def file_findings(
    answer: Answer, index: int, column: int, target: str, files: Files, *, is_fixable: bool = False
) -> Iterator[Finding]:
    """Say what is wrong with an image's file: the first cause only. A link of `is_fixable` has its safe fix."""
    file = files.lookup(target)
    found = None if is_fine(target, file) else _problem(clean_target(target), file)
    if found:
        is_fixed = is_fixable and mended_target(target, files) is not None
        by_itself = "; `exam-tui check --fix` does it" if is_fixed else ""
        yield answer.find(
            found.code, index, found.message, found.remedy.replace("{by_itself}", by_itself), column=column
        )


def mended_target(target: str, files: Files) -> str | None:
    """Return a link's target as it is written, but from the report's folder on, or with the letters of the file's name.

    None where it needs no such change, several files may be meant, or `files` does not find the one by what is changed.
    """
    file, written = files.lookup(target), written_target(target)
    if file.result is Lookup.WRONG_START:
        path = "/".join(written.split("/")[-1 - file.name.count("/") :])
    elif file.result is Lookup.WRONG_CASE and file.is_only:
        path = _with_letters_of(written, file.name)
    else:
        return None
    changed = target.replace(written, path, 1)
    return changed if files.lookup(changed).result is Lookup.FOUND else None


def _with_letters_of(written: str, name: str) -> str:
    """Return the path of a link with its last letters as large and small as a file's name; escapes stay."""
    signs = _SIGN.findall(written)
    at = max(len(signs) - len(name), 0)
    pairs = zip(signs[at:], name, strict=False)
    return "".join([*signs[:at], *(new if old.casefold() == new.casefold() else old for old, new in pairs)])


def _problem(target: str, file: ImageFile) -> _Problem:
    """Return what is wrong with a file that is not fine."""
    if file.result is Lookup.FOUND:
        return _content_problem(target, file.content)
    if file.result is Lookup.MISSING:
        return _missing(target, file)
    if file.result is Lookup.NOT_REGULAR:
        return _Problem("image-missing", f"{target} is not a file", "Link the image file itself.")
    if file.result is Lookup.WRONG_START:
        message = f"{target} starts above the report's folder: write {file.name}"
        remedy = "The image exists; a link to it starts at the report's folder{by_itself}."
        return _Problem("image-missing", message, remedy)
    if file.result is Lookup.WRONG_CASE:
        message = f"{target} is named {file.name}: it is missing on Linux and on GitHub"
        return _Problem("image-case", message, f"Write {file.name}{{by_itself}}.")
    if file.result is Lookup.WRONG_FORM:
        message = f"{target} only looks like the file's name: its accented letters are different characters"
        remedy = f"Copy the name from the file: {file.name}. Or rename it without such letters."
        return _Problem("image-case", message, remedy)
    return _outside(target, scheme_of(target) if file.result is Lookup.REMOTE else "file")


def _missing(target: str, file: ImageFile) -> _Problem:
    if file.content is Content.DVC:
        remedy = (
            "`dvc pull` fetches it; commit the image itself too, since a download of the repository lacks DVC's files."
        )
        return _Problem("image-missing", f"there is no image {target}, only {file.name}", remedy)
    remedy = "Put the file there (a link starts at the report's folder), or correct the link."
    return _Problem(
        "image-missing", f"there is no image {target}" if target else "the image link names no file", remedy
    )


def _outside(target: str, scheme: str) -> _Problem:
    if scheme == "data":
        message = "the image is embedded in the link itself, which few pages show"
        return _Problem("image-outside", message, "Save it as a file in the `figures` folder and link that.")
    if scheme != "file":
        remedy = "Copy it into the `figures` folder and link it there: nothing is fetched for the page."
        return _Problem("image-outside", f"the image is on the web: {target}", remedy)
    return _Problem("image-outside", f"the image is not in the report's folder: {target}", _COPY)


def _content_problem(target: str, content: Content) -> _Problem:
    if not has_image_suffix(target):
        remedy = "Save it as PNG or JPEG under a name that ends in .png, .jpg or .jpeg."
        return _Problem("image-type", f"the course accepts only png, jpg and jpeg: {target}", remedy)
    if content in STAND_INS:
        return _Problem("image-type", f"{target} {STAND_INS[content].fault}", STAND_INS[content].remedy)
    remedy = "Open it in an image editor and save it as PNG or JPEG."
    return _Problem("image-type", f"{target} does not contain a PNG or JPEG image", remedy)
