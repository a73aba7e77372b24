"""Whether the report is where the course reads it, and whether it is committed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from exam_tui.git.hand_in.line import HandInLine, fine, wrong
from exam_tui.git.hand_in.move import WANTED, move
from exam_tui.git.hand_in.repository_state import RepositoryState
from exam_tui.git.hand_in.unfinished import unfinished_lines
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
        return wrong(text)
    if repo.name == WANTED and not is_link:
        return fine(f"The report is at {WANTED}")
    moved = move(repo, images)
    if is_link:
        text = f"{given.name} is a link to {repo.name}: a download of the repository may contain only the link"
        return wrong(text, moved.command)
    if (repo.root / _FOLDER).is_symlink():
        text = (
            f"{_FOLDER} is a link, and the report is at {repo.name}: a download of the repository may contain only "
            f"the link"
        )
    else:
        text = f"The report is at {repo.name}, but the course reads {WANTED}"
    return wrong(text + moved.note, moved.command)


def committed_lines(repo: RepositoryState) -> Iterator[HandInLine]:
    """Say whether all of the report's text is in the last commit."""
    shell, name = repo.shell, repo.name
    yield from unfinished_lines(repo)
    if repo.commits_in_the_end and repo.name in repo.index:
        return  # with the same command
    entry, now = (repo.head or {}).get(name), repo.index.get(name)
    commit = shell.commit(name, merging=repo.is_merging)
    if now and now.conflict:
        yield wrong(
            "The report has merge conflicts: resolve them (R in the editor's list of questions) and save, then",
            commit,
        )
    elif entry is None:
        text = "Nothing has been committed yet" if repo.head is None else "The report is not committed"
        force = now is None and bool(ignored(repo.root, [name]))
        text += ": git ignores it" if force else ", only staged" if now else ""
        yield wrong(text, shell.commit(name, force=force, merging=repo.is_merging))
    elif repo.head_data is None or not is_same_text(repo.report.original, repo.head_data):
        yield wrong("The report has uncommitted changes", commit)
    elif now is None or now.blob != entry.blob:
        text = "The next commit would " + ("change the report's text" if now else "leave the report out")
        yield wrong(text, shell.git("restore", "--staged", "--", shell.pattern(name)))
    elif not repo.unfinished:
        yield fine("The report is committed")
