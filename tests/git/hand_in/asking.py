"""What the tests of the hand-in check share: asking it, and pasting what it tells."""

from pathlib import Path

from exam_tui.core.findings.context import CheckContext
from exam_tui.core.report.report import Report
from exam_tui.git.hand_in.points import HandInLine, hand_in_points
from tests.repos import NAME, Repo

OTHER = "We grew beans on the south side this time and ate all of them raw."
HOUR = 3_600


def lines(repo: Repo, name: str = NAME, **settings: object) -> list[HandInLine]:
    """Return what is said of a report."""
    path = repo.root / name
    return list(hand_in_points(path, CheckContext(Report.load(path)), **settings))  # type: ignore[arg-type] # handed on as they are


def wrong(repo: Repo, name: str = NAME) -> list[HandInLine]:
    """Return what is wrong."""
    return [line for line in lines(repo, name) if not line.ok]


def only(repo: Repo, name: str = NAME) -> HandInLine:
    """Return the one thing that is wrong."""
    found = wrong(repo, name)
    assert len(found) == 1, found
    return found[0]


def mended(repo: Repo, name: str = NAME, *, folder: Path | None = None) -> list[str]:
    """Paste all commands in order, look again, and return what is still wrong."""
    for line in wrong(repo, name):
        assert line.command, line
        repo.shell(line.command, folder)
    return [line.text for line in wrong(repo, NAME)]


def image_line(repo: Repo) -> HandInLine:
    """Return the one line on images that are not as they should be."""
    (line,) = image_lines(repo)
    return line


def image_lines(repo: Repo) -> list[HandInLine]:
    """Return what is wrong with images; nothing else may be wrong but commits to push, and their number."""
    return [line for line in wrong(repo) if "not pushed" not in line.text and "course's check" not in line.text]


def link(repo: Repo, *targets: str, text: str = "![a plot]({})") -> None:
    """Commit a report that links these and nothing else."""
    repo.answer({4: "\n\n".join(text.format(target) for target in targets)})
    repo.git("commit", "--quiet", "--message=links", "--", NAME)


def side(repo: Repo, answers: dict[int, str], *, at: int | None = None, branch: str = "side") -> None:
    """Commit answers on a branch of its own, and go back."""
    repo.git("switch", "--quiet", "--create", branch)
    repo.answer(answers)
    repo.commit(branch, at=at)
    repo.git("switch", "--quiet", "main")
