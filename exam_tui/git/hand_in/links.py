"""The images that a report links, and the paths in its repository that the links may mean."""

import posixpath
from typing import Final

from exam_tui.core.findings.context import CheckContext
from exam_tui.core.findings.images import uncounted_images
from exam_tui.core.report.image_links import clean_target, is_rooted
from exam_tui.core.report.report import Report
from exam_tui.storage.images.lookup import readings

_LONGEST_NAME: Final = 1_000


def linked_images(report: Report) -> list[str]:
    """Return the targets of all images that a reader sees or should see, in order, each once, `<…>` and title off."""
    targets: dict[str, None] = {}
    for answer in CheckContext(report).answers:
        seen = [link.target for _, link, is_shown in answer.images if is_shown]
        seen += [image.target for image in uncounted_images(answer) if image.target]
        targets |= dict.fromkeys(clean_target(target) for target in seen)
    return list(targets)


def paths_of(target: str, folder: str) -> list[str]:
    """Return the paths from the repository's root that a target in a report in `folder` may mean; none outside it."""
    names: list[str] = []
    for reading in readings(target):
        if len(reading) > _LONGEST_NAME or "\0" in reading:
            continue  # no file can be called so
        name = posixpath.normpath(posixpath.join(folder, reading))
        if not is_rooted(reading) and name != ".." and not name.startswith("../"):
            names.append(name)
    return names
