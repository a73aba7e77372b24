"""Whether the report is where the course reads it, and whether it is committed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from exam_tui.git.hand_in.line import HandInLine
from exam_tui.git.hand_in.move import WANTED, move
from exam_tui.git.hand_in.repository_state import RepositoryState
from exam_tui.git.tree import ignored, is_same_text
from exam_tui.storage.disk.real_path import real_path

_FOLDER: Final = WANTED.rpartition("/")[0]


def place_line(repo: RepositoryState, given: Path, images: list[str]) -> HandInLine:
    """Say whether the report is where the course reads it. `given` is its path, links in its name not followed.

    `images` are the paths of its images, which move with it.
    """
    is_link = given.is_symlink() and Path(real_path(given.parent)) / given.name == repo.root / WANTED
    if repo.inside and not is_link:
        text = f"This repository is a submodule of {repo.inside}: a download of that one lacks the report"
        return HandInLine(ok=False, text=text)
    if repo.name == WANTED and not is_link:
        return HandInLine(ok=True, text=f"The report is at {WANTED}")
    moved = move(repo, images)
    if is_link:
        text = f"{given.name} is a link to {repo.name}: who downloads the repository may get the link only"
        return HandInLine(ok=False, text=text, command=moved.command)
    if (repo.root / _FOLDER).is_symlink():
        text = f"{_FOLDER} is a link, the report is at {repo.name}: who downloads the repository may get the link only"
    else:
        text = f"The report is at {repo.name}, the course reads {WANTED}"
    return HandInLine(ok=False, text=text + moved.note, command=moved.command)


def committed_lines(repo: RepositoryState) -> Iterator[HandInLine]:
    """Say whether all of the report's text is in the last commit."""
    shell, name = repo.shell, repo.name
    if repo.unfinished:
        what, command = repo.unfinished
        yield HandInLine(
            ok=False, text=f"A {what} is not finished: choose what stays, add the files, then", command=command
        )
    entry, now = (repo.head or {}).get(name), repo.index.get(name)
    commit = shell.commit(name, merging=repo.is_merging)
    if now and now.conflict:
        yield HandInLine(
            ok=False, text="The report is in conflict after a merge: choose what stays, then", command=commit
        )
    elif entry is None:
        text = "Nothing is committed yet" if repo.head is None else "The report is not committed"
        force = now is None and bool(ignored(repo.root, [name]))
        text += ", git is told to leave it out" if force else ", only staged" if now else ""
        yield HandInLine(ok=False, text=text, command=shell.commit(name, force=force, merging=repo.is_merging))
    elif repo.head_data is None or not is_same_text(repo.report.original, repo.head_data):
        yield HandInLine(ok=False, text="The report has changes that are not committed", command=commit)
    elif now is None or now.blob != entry.blob:
        text = "The next commit would " + ("change the report to another text" if now else "leave the report out")
        yield HandInLine(ok=False, text=text, command=shell.git("restore", "--staged", "--", shell.pattern(name)))
    elif not repo.unfinished:
        yield HandInLine(ok=True, text="The report is committed")
