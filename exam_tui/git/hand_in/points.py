"""Whether the report in its repository can be handed in: local git only, and nothing is ever written.

The last commit counts, since that is what others get. No program but git is run: no hook, filter, pager
or monitor that the repository names, and no network is used.
"""

import time
from collections.abc import Sequence
from pathlib import Path

from exam_tui.core.course import COURSE
from exam_tui.core.findings.context import CheckContext
from exam_tui.errors import GitError
from exam_tui.git.branches import branches_of
from exam_tui.git.hand_in.branch_state import branch_lines
from exam_tui.git.hand_in.committed_answers import answer_lines, lines_before_commit
from exam_tui.git.hand_in.committed_images import CommittedImages
from exam_tui.git.hand_in.line import HandInLine, about, wrong
from exam_tui.git.hand_in.location import committed_lines, place_line
from exam_tui.git.hand_in.repository_state import RepositoryState, ask_git, no_answer
from exam_tui.git.shell_commands import Shell
from exam_tui.storage.disk.real_path import real_path
from exam_tui.storage.disk.repository_root import repository_root

__all__ = ["HandInLine", "hand_in_points"]


def hand_in_points(
    path: Path,
    context: CheckContext,
    *,
    here: Path | None = None,
    now: float | None = None,
    listed_by: str = "`exam-tui check`",
) -> Sequence[HandInLine]:
    """Return the hand-in check of a report, point by point.

    `context` is of the report as it is on disk at `path`. `here` is the folder that commands are to be pasted in, by
    default the current one; `now` is the time in seconds since 1970; `listed_by` is what lists a report's problems, in
    words. Never raises; takes a tenth of a second.
    """
    real = Path(real_path(path))
    root = repository_root(real.parent)

    def without_git(line: HandInLine) -> Sequence[HandInLine]:
        return (line, *lines_before_commit(context, real.parent, listed_by=listed_by))

    if root is None:
        top = real.parent.parent if real.parent.name == COURSE.report_path.split("/")[0] else real.parent
        command = Shell(top, here or Path.cwd()).git("init")
        return without_git(wrong("The report is not in a git repository", command))
    repo = ask_git(root, real, context, here or Path.cwd())
    if isinstance(repo, HandInLine):
        return without_git(repo)
    try:
        return _points(repo, path, time.time() if now is None else now, listed_by)
    except GitError as error:
        return without_git(no_answer(error, repo.shell))


def _points(repo: RepositoryState, path: Path, now: float, listed_by: str) -> Sequence[HandInLine]:
    """Return the points of a repository. Raises GitError where git no longer answers."""
    images = CommittedImages(repo)
    # In an order in which the commands can be pasted: what moves files comes after what names them.
    found = list(images.lines())
    lines = [*about("report", committed_lines(repo)), *about("images", found)]
    lines += about("place", [place_line(repo, path, images.names)])
    branches = branches_of(repo.root) if repo.head is not None else None
    if branches is not None:
        lines += about("branches", branch_lines(repo, branches, now))
    images_are_fine = all(line.ok for line in found)
    return (*lines, *answer_lines(repo, images_are_fine=images_are_fine, listed_by=listed_by))
