"""Clones that lack contents: what is there is read, nothing is fetched, nothing fails."""

from collections.abc import Callable
from pathlib import Path

import pytest

from exam_tui.core.report.report import Report
from exam_tui.git.blame import last_changes
from exam_tui.git.log import committed_contents, file_history
from exam_tui.git.objects import object_sizes, read_blobs
from exam_tui.git.original_template import FileVersions, find_template
from exam_tui.git.status import FileState, file_state
from exam_tui.git.tree import committed, is_same
from exam_tui.session.problems import Problems
from tests.core.findings.build import report, template
from tests.core.findings.known import know
from tests.repos import NAME, PNG, Repo, address_of, needs_git

pytestmark = needs_git
Clone = Callable[..., Repo]
DAY = 86_400
FIRST = 1_700_000_000
IMAGE = "reports/figures/plan of the beds.png"


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    know(monkeypatch)


@pytest.fixture
def origin(tmp_path: Path) -> Repo:
    """Return a repository whose report was not in the first commit, was moved, and has three versions."""
    repo = Repo.init(tmp_path / "origin")
    repo.write("README.md", "# The garden\n" + "A text as long as a report. \n" * 300)
    repo.commit("begin", at=FIRST)
    repo.write("README_report.md", template())
    repo.commit("template", at=FIRST + DAY)
    repo.answer({3: "Roses and some peas"}, name="README_report.md")
    repo.commit("answers", at=FIRST + 2 * DAY)
    (repo.root / "reports").mkdir()
    repo.git("mv", "README_report.md", NAME)
    repo.commit("move", at=FIRST + 3 * DAY)
    repo.answer({3: "Roses and many peas"})
    repo.write(IMAGE, PNG)
    repo.commit("more", at=FIRST + 4 * DAY)
    return repo


@pytest.fixture
def clone(origin: Repo, tmp_path: Path) -> Clone:
    """Return what clones it in part: `clone("--filter=blob:none")`. Whatever fetches afterwards leaves `fetched`."""

    def clone_in_part(*options: str, name: str = "clone") -> Repo:
        origin.git("config", "uploadpack.allowFilter", "true")
        origin.git("config", "uploadpack.allowAnySHA1InWant", "true")
        origin.git("clone", "--quiet", *options, origin.root.as_uri(), str(tmp_path / name))
        return Repo(tmp_path / name)

    return clone_in_part


def cut_off(repo: Repo) -> Path:
    """Have any further fetch leave a mark; return the mark."""
    mark = repo.root.with_name("fetched")
    repo.git("config", "protocol.ext.allow", "always")
    repo.git("config", "remote.origin.url", address_of("touch", str(mark)))
    return mark


def ids(repo: Repo) -> list[str]:
    return [version.blob for version in file_history(repo.root / NAME)]


def fetch(repo: Repo, *blobs: str) -> None:
    """Have the clone fetch some contents, as git does by itself when its user looks at them."""
    for blob in blobs:
        repo.git("cat-file", "-e", blob)


def test_the_versions_are_listed_also_under_a_former_name(origin: Repo, clone: Clone) -> None:
    """From the commit that brought the file: which one that is, is told without its content."""
    partial = clone("--filter=blob:none")
    mark = cut_off(partial)
    whole = file_history(origin.root / NAME)
    assert [version.date for version in whole] == ["2023-11-15", "2023-11-16", "2023-11-17", "2023-11-18"]
    assert file_history(partial.root / NAME) == whole
    assert not mark.exists()


def test_a_file_that_was_moved_and_changed_at_once_is_followed_as_far_as_contents_are_there(
    origin: Repo, clone: Clone
) -> None:
    """The contents on both sides of the move tell of it; what brought the file needs none."""
    origin.git("mv", NAME, "reports/report.md")
    origin.answer({3: "Roses, many peas"}, name="reports/report.md")
    origin.commit("move and change", at=FIRST + 5 * DAY)
    whole = file_history(origin.root / "reports/report.md")
    partial = clone("--filter=blob:none")
    path = partial.root / "reports/report.md"
    assert file_history(path) == whole[-1:]
    fetch(partial, whole[-2].blob)
    mark = cut_off(partial)
    assert file_history(path) == whole
    assert not mark.exists()


def test_contents_that_are_there_are_read_beside_some_that_are_not(clone: Clone) -> None:
    """In any order; git itself ends at the first one that is missing."""
    partial = clone("--filter=blob:none")
    first, second, _, last = ids(partial)
    fetch(partial, first)
    mark = cut_off(partial)
    asked = [second, last, "0" * 40, first, second]
    assert [bool(data) for data in read_blobs(partial.root, asked)] == [False, True, False, True, False]
    assert read_blobs(partial.root, [second]) == [None]
    paths = [f"HEAD:{NAME}", "HEAD~2:README_report.md", "HEAD~1:nothing.md", "HEAD~3:README_report.md"]
    assert [size and size[0] for size in object_sizes(partial.root, paths)] == [last, None, None, first]
    history = file_history(partial.root / NAME)
    assert [version.blob for version, _ in committed_contents(partial.root, history)] == [first, last]
    assert not mark.exists()


def test_the_template_is_found_where_the_first_version_is_there(clone: Clone) -> None:
    """Whatever lies between is not needed for that."""
    partial = clone("--filter=blob:none")
    fetch(partial, ids(partial)[0])
    mark = cut_off(partial)
    pristine = find_template(partial.root / NAME, Report.load(partial.root / NAME))
    assert pristine is not None
    assert pristine.source.startswith("the file's first version in git")
    assert pristine.report.to_bytes().decode() == template()
    assert not mark.exists()


def test_a_later_version_is_not_taken_for_the_first_one(clone: Clone, origin: Repo) -> None:
    """What the group had changed by then would count as handed out."""
    text = template().replace("in bed 7", "in our bed")
    origin.write(NAME, text)
    origin.commit("changed", at=FIRST + 5 * DAY)
    origin.write(NAME, text.replace("in bed 8", "in their bed"))
    origin.commit("changed again", at=FIRST + 6 * DAY)
    partial = clone("--filter=blob:none")
    fetch(partial, ids(partial)[-2])
    path = partial.root / NAME
    assert len(FileVersions(path)) == 2
    assert find_template(path, Report.load(path)) is None
    found = find_template(origin.root / NAME, Report.load(path))
    assert found is not None


@pytest.mark.parametrize(
    "options",
    [
        ["--filter=blob:none"],
        ["--filter=blob:none", "--no-checkout"],
        ["--filter=tree:0"],
        ["--filter=blob:limit=100"],
        ["--depth=1"],
        ["--depth=2", "--filter=blob:none"],
    ],
    ids=" ".join,
)
def test_nothing_fails_and_nothing_is_fetched_whatever_is_missing(clone: Clone, options: list[str]) -> None:
    """The problems, who changed what, and the state of the file."""
    partial = clone(*options)
    path = partial.write(NAME, report({3: "Roses and many peas"}))
    mark = cut_off(partial)
    now = Report.load(path)
    codes = [finding.code for finding in Problems(path).of(now).findings]
    last_changes(path, now)
    file_state(path)
    assert "unanswered" not in codes
    assert not mark.exists()


def test_who_changed_an_answer_is_told_as_far_back_as_contents_are_there(origin: Repo, clone: Clone) -> None:
    """Older lines are nobody's; an answer that is in no commit yet is one in every clone."""
    origin.answer({3: "Roses and many peas", 4: "One more bed of peas"})
    latest = origin.commit("latest", at=FIRST + 5 * DAY)
    partial = clone("--filter=blob:none")
    path = partial.root / NAME
    changed = Report.load(path)
    changed.set_answer(5, "Not in a commit")
    third, fourth, fifth = (changed.questions.index(changed.question(number)) for number in (3, 4, 5))
    assert set(last_changes(path, changed)) == {fifth}
    fetch(partial, ids(partial)[-2])
    mark = cut_off(partial)
    changes = last_changes(path, changed)
    assert changes[fifth].commit is None
    assert [commit.id for commit in (changes[fourth].commit,) if commit] == [latest]
    assert third not in changes
    assert not mark.exists()


def test_the_last_commit_is_read_where_a_file_of_it_was_never_checked_out(clone: Clone) -> None:
    """As in a sparse clone: its name and mode are known, its size is not; a file is compared by its content."""
    partial = clone("--filter=blob:none", "--no-checkout")
    mark = cut_off(partial)
    entries = committed(partial.root, [])
    assert entries is not None
    assert set(entries) == {"README.md", NAME, IMAGE}
    assert entries[IMAGE].size is None
    path = partial.write(IMAGE, PNG)
    assert is_same(path, entries[IMAGE])
    path.write_bytes(PNG + b"x")
    assert not is_same(path, entries[IMAGE])
    assert not mark.exists()


def test_the_state_of_a_file_is_known_in_a_partial_clone(clone: Clone) -> None:
    partial = clone("--filter=blob:none")
    mark = cut_off(partial)
    assert file_state(partial.root / NAME) is FileState.COMMITTED
    partial.answer({3: "Roses alone"})
    assert file_state(partial.root / NAME) is FileState.MODIFIED
    assert not mark.exists()
