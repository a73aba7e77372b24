"""What the points of the hand-in check are about, asked of git once."""

import posixpath
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from exam_tui.core.findings.context import CheckContext
from exam_tui.core.findings.rules.uncounted_images import uncounted_images
from exam_tui.core.report.image_links import clean_target, is_rooted
from exam_tui.core.report.report import Report
from exam_tui.errors import GitError, NotTrustedError
from exam_tui.git.content import blob_id
from exam_tui.git.hand_in.line import HandInLine, wrong
from exam_tui.git.objects import read_blobs
from exam_tui.git.run import accepted, run_git
from exam_tui.git.shell_commands import Shell
from exam_tui.git.tree import SUBMODULE, Staged, TreeEntry, committed, staged
from exam_tui.storage.disk.repository_root import repository_root
from exam_tui.storage.images.lookup import readings

_RESET: Final = ("bisect", "reset")
_UNFINISHED: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    ("rebase-merge", "rebase", ("rebase", "--continue")),
    ("rebase-apply", "rebase", ("rebase", "--continue")),
    ("MERGE_HEAD", "merge", ("merge", "--continue")),
    ("CHERRY_PICK_HEAD", "cherry-pick", ("cherry-pick", "--continue")),
    ("REVERT_HEAD", "revert", ("revert", "--continue")),
    ("BISECT_LOG", "bisect", _RESET),
)
"""What git leaves in its folder while something is unfinished, what that is, and how to finish it."""
_LONGEST_NAME: Final = 1_000


@dataclass(frozen=True, slots=True)
class RepositoryState:
    """A report in its repository.

    Attributes:
        root: the folder of the repository, links resolved.
        name: the report's path from there, with `/`.
        context: the check's context of the report as it is on disk.
        shell: makes the commands.
        git_folders: where git keeps what belongs to this folder, and what to the whole repository.
        inside: the repository that this one is a submodule of, or "".
        unfinished: what git is in the middle of, and git's own words to end it; None where there is nothing.
        head: what the last commit holds, by path; None before the first commit.
        index: what the next commit would hold.
        head_data: the report's content in the last commit, or None.

    """

    root: Path
    name: str
    context: CheckContext
    shell: Shell
    git_folders: tuple[Path, ...]
    inside: str
    unfinished: tuple[str, tuple[str, ...]] | None
    head: dict[str, TreeEntry] | None
    index: dict[str, Staged]
    head_data: bytes | None

    @property
    def report(self) -> Report:
        """The report as it is on disk."""
        return self.context.report

    @property
    def folder(self) -> str:
        """The report's folder from the root, "" for the root itself."""
        return self.name.rpartition("/")[0]

    @property
    def commits_in_the_end(self) -> bool:
        """Whether what git is in the middle of ends with a commit."""
        return self.unfinished is not None and self.unfinished[1] != _RESET

    @property
    def is_merging(self) -> bool:
        """Whether a commit now would end a merge, and can take no single files."""
        return any((folder / "MERGE_HEAD").exists() for folder in self.git_folders)


def ask_git(root: Path, path: Path, context: CheckContext, here: Path) -> RepositoryState | HandInLine:
    """Ask git for all that is needed; or say why it cannot answer. `path` has its links resolved."""
    name = path.relative_to(root).as_posix()
    shell = Shell(root, here)
    around = _folders(context, name.rpartition("/")[0])
    try:
        repo = accepted(root)
        head = committed(root, around)
    except NotTrustedError as error:
        return wrong(f"{error.message} If you trust it", error.command)
    except GitError as error:
        return no_answer(error, shell)
    folders = tuple(dict.fromkeys((repo.folder, repo.common)))
    if head is None and run_git(root, "rev-parse", "--quiet", "--verify", "HEAD"):
        text = "git cannot read all of the last commit: this may be a partial clone"
        return wrong(text, shell.git("status"))
    entry = (head or {}).get(name)
    index = staged(root, around)
    if index is None:
        return wrong("git cannot read what the next commit would hold", shell.git("status"))
    return RepositoryState(
        root=root,
        name=name,
        context=context,
        shell=shell,
        git_folders=folders,
        inside=_inside(root),
        unfinished=_unfinished(folders[0]),
        head=head,
        index=index,
        head_data=_content(root, entry.blob, context.report.original) if entry else None,
    )


def _content(root: Path, blob: str, data: bytes) -> bytes | None:
    """Return the content with an id: where a partial clone lacks it, `data`, if that is what the id means."""
    content = read_blobs(root, [blob])[0]
    return data if content is None and blob_id(data, blob) == blob else content


def no_answer(error: GitError, shell: Shell) -> HandInLine:
    """Return what is said where git does not answer, or refuses."""
    return wrong(error.message.removesuffix("."), shell.git("status"))


def _inside(root: Path) -> str:
    """Return the folder of the repository that has this one as a submodule, "" where none has."""
    outer = repository_root(root.parent)
    if outer is None:
        return ""
    name = root.relative_to(outer).as_posix()
    entry = (staged(outer, [name]) or {}).get(name)
    return str(outer) if entry is not None and entry.mode == SUBMODULE else ""


def _folders(context: CheckContext, folder: str) -> list[str]:
    """Return the folders from the root that hold the report in `folder` and its images; none where the root does."""
    if not folder:
        return []
    names = [name for target in linked_images(context) for name in paths_of(target, folder)]
    outside = [posixpath.dirname(name) for name in names if not name.startswith(f"{folder}/")]
    return [] if "" in outside else list(dict.fromkeys([folder, *outside]))


def _unfinished(folder: Path) -> tuple[str, tuple[str, ...]] | None:
    return next(((what, words) for name, what, words in _UNFINISHED if (folder / name).exists()), None)


def linked_images(context: CheckContext) -> list[str]:
    """Return the targets of all images that a reader sees or should see, in order, each once, `<…>` and title off."""
    targets: dict[str, None] = {}
    for answer in context.answers:
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
