"""What is made beside a report, or for git, is never written through a link."""

import errno
import os
import stat
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from exam_tui.cli.main import main
from exam_tui.errors import FileChangedError, LinkError, ReadOnlyFileError, WriteError
from exam_tui.git.merging.merge_driver import install, setup_of, uninstall
from exam_tui.git.status import exclude, include
from exam_tui.session.report_writer import save_beside
from exam_tui.session.session import Session
from exam_tui.storage.disk import syscalls
from exam_tui.storage.disk.outputs import make_folder, remove_folders, write_output
from exam_tui.storage.disk.read import MISSING, fingerprint
from tests.conftest import ROOT
from tests.repos import IMAGE, NAME, Repo, needs_git, own_settings_only
from tests.systems import make_pipe

EXAMPLES = ROOT / "examples" / "figures"
pytestmark = pytest.mark.skipif(os.name == "nt", reason="links need a right on Windows")


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """Return a repository with a report that is committed; what is asked of the user's own is not there."""
    own_settings_only(monkeypatch)
    monkeypatch.setenv("HOME", str(tmp_path / "nobody"))
    repo = Repo.init(tmp_path.resolve() / "project")
    repo.answer({})
    repo.write(IMAGE, (EXAMPLES / "pipeline.png").read_bytes())
    repo.commit("first")
    return repo


def save_with_page(path: Path) -> str:
    """Save an edit, with the page, and return what is said."""
    session = Session.open(path)
    text = f"Forty-two, by {time.monotonic_ns()}."
    session.set_answer(1, text)
    result = session.save(page=True)
    assert result.message.startswith("Saved")
    assert text in path.read_text("utf-8")
    assert result.page is not None
    return " ".join(result.page.notices)


def of_cli(*arguments: str) -> Callable[[Path, pytest.CaptureFixture[str]], str]:
    """Return a function that runs the program on a report and returns what it says."""

    def run(path: Path, capsys: pytest.CaptureFixture[str]) -> str:
        words = [word.format(path=path, folder=path.parent) for word in arguments]
        assert main(words) == 2
        return capsys.readouterr().err

    return run


def raised(call: Callable[[Path], object]) -> Callable[[Path, pytest.CaptureFixture[str]], str]:
    """Return a function that returns the error that a call raises."""

    def run(path: Path, _capsys: pytest.CaptureFixture[str]) -> str:
        with pytest.raises(LinkError) as caught:
            call(path)
        return str(caught.value)

    return run


OUTPUTS: dict[str, tuple[str, Callable[[Path, pytest.CaptureFixture[str]], str]]] = {
    "the page, on saving": ("reports/report.html", lambda path, _: save_with_page(path)),
    "html": ("reports/report.html", of_cli("html", "{path}")),
    "html --force": ("reports/report.html", of_cli("html", "--force", "{path}")),
    "html --as-course": ("reports/report.course.html", of_cli("html", "--as-course", "{path}")),
    "html -o": ("out.html", of_cli("html", "{path}", "-o", "{folder}/../out.html")),
    "merge -o": ("merged.md", of_cli("merge", "{path}", "{path}", "{path}", "-o", "{folder}/../merged.md")),
    "exclude": (".git/info/exclude", raised(lambda path: exclude(path.with_name("report.html")))),
    "include": (".git/info/exclude", raised(lambda path: include(path.with_name("report.html")))),
    "merge --install": (".git/info/attributes", raised(lambda path: install(setup_of(path)))),
    "merge --uninstall": (".git/info/attributes", raised(lambda path: uninstall(path.parent))),
    "the settings of git": (".git/config", raised(lambda path: install(setup_of(path)))),
}


@needs_git
@pytest.mark.parametrize("output", OUTPUTS)
def test_an_output_whose_name_is_a_link_is_refused_by_name(
    repo: Repo, tmp_path: Path, output: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wherever it leads: to nothing yet, to an empty file, to one with words, within the repository too."""
    name, make = OUTPUTS[output]
    link = repo.root / name
    settings = link.read_bytes() if name == ".git/config" else b""
    link.unlink(missing_ok=True)
    nothing = tmp_path / "authorized_keys"
    empty, full, inside = tmp_path / "empty", tmp_path / "full", repo.root / "inside"
    empty.touch()
    inside.touch()
    for target in (nothing, empty, full, inside):
        full.write_bytes(settings or b"words\n")
        if settings:
            target.write_bytes(settings)
        before = target.read_bytes() if target.exists() else None
        link.symlink_to(target)
        assert f"{link.name} is a link" in make(repo.root / NAME, capsys), target
        assert (target.read_bytes() if target.exists() else None) == before
        assert link.is_symlink()
        link.unlink()


@needs_git
@pytest.mark.parametrize(
    "output", ["the page, on saving", "html", "html --as-course", "html -o", "exclude", "merge --install"]
)
def test_an_output_below_a_link_of_the_repository_is_refused_by_name(
    repo: Repo, tmp_path: Path, output: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The folder leads somewhere else than its name says; the report itself is saved all the same."""
    name, make = OUTPUTS[output]
    folder = (repo.root / name).parent if output != "html -o" else repo.root / "reports"
    if folder.name == "info":
        folder.mkdir(exist_ok=True)
    elsewhere = tmp_path / "elsewhere"
    folder.rename(elsewhere)
    folder.symlink_to(elsewhere)
    before = sorted(path.name for path in elsewhere.iterdir())
    said = make(repo.root / NAME, capsys)
    if output == "html -o":  # the link is on the way: `..` after it goes up from its target
        assert not (repo.root / "out.html").exists()
    assert f"{folder}, which is a link" in said
    assert sorted(path.name for path in elsewhere.iterdir()) == before


@needs_git
def test_an_output_in_another_folder_works(
    repo: Repo, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is the user's own choice, also through links of their own, and by a path that goes up."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "my pages").symlink_to("pages")
    monkeypatch.chdir(repo.root / "reports")
    for number, folder in enumerate((str(tmp_path / "pages"), str(tmp_path / "my pages"), "../../my pages", "..")):
        out = f"{folder}/{number}.html"
        assert main(["html", "README.md", "-o", out]) == 0, capsys.readouterr().err
        assert Path(out).is_file()


@needs_git
def test_a_repository_reached_through_a_link_has_its_outputs(repo: Repo, tmp_path: Path) -> None:
    """Links above the repository are the user's own: `~/project`, or a home folder on another disk."""
    (tmp_path / "home").symlink_to(tmp_path)
    (tmp_path / "shortcut").symlink_to(repo.root)
    for root in (tmp_path / "home" / "project", tmp_path / "shortcut"):
        assert save_with_page(root / NAME) == ""
        assert (root / "reports" / "report.html").is_file()
        (root / "reports" / "report.html").unlink()
        repo.git("checkout", "--quiet", ".")


def test_words_beside_a_report_take_a_name_that_no_link_has(tmp_path: Path) -> None:
    """A dangling link is no free name, and the words are kept all the same."""
    repo = tmp_path / "project"
    (repo / ".git").mkdir(parents=True)
    path = repo / "README.md"
    path.write_text("### Question 1\n\n> **A?**\n>\n> Answer:\n\n--- question 1 fill here ---\n", encoding="utf-8")
    (repo / "README.mine.md").symlink_to(tmp_path / "authorized_keys")
    session = Session.open(path)
    session.set_answer(1, "Mine.")
    assert save_beside(session.save_job()).name == "README.mine2.md"
    assert "Mine." in (repo / "README.mine2.md").read_text("utf-8")
    assert not (tmp_path / "authorized_keys").exists()


def names(folder: Path) -> list[str]:
    """Return what is in a folder."""
    return sorted(path.name for path in folder.iterdir())


class _Changing(syscalls.Syscalls):
    """The real calls; before the new file is synced something happens."""

    def __init__(self, happens: Callable[[], object]) -> None:
        self._happens: Callable[[], object] | None = happens

    def fsync(self, fd: int) -> None:
        """Sync, after what happens."""
        if self._happens:
            self._happens()
            self._happens = None
        super().fsync(fd)


def test_a_name_that_becomes_a_link_while_it_is_written_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is left of the new file, and nothing is where the link leads."""
    path = tmp_path / "report.html"
    for before in (None, b"old"):
        if before:
            path.write_bytes(before)

        def swap() -> None:
            path.unlink(missing_ok=True)
            path.symlink_to(tmp_path / "away")

        monkeypatch.setattr(syscalls, "OS", _Changing(swap))
        with pytest.raises(LinkError, match=r"report\.html is a link"):
            write_output(path, b"new")
        assert names(tmp_path) == ["report.html"]
        path.unlink()


def test_a_folder_that_becomes_a_link_while_it_is_written_leads_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file goes where the folder went that was checked."""
    (tmp_path / ".git").mkdir()
    folder, elsewhere = tmp_path / "reports", tmp_path / "elsewhere"
    folder.mkdir()
    elsewhere.mkdir()

    def swap() -> None:
        folder.rename(tmp_path / "moved")
        folder.symlink_to(elsewhere)

    monkeypatch.setattr(syscalls, "OS", _Changing(swap))
    write_output(folder / "report.html", b"new")
    assert names(elsewhere) == []
    assert (tmp_path / "moved" / "report.html").read_bytes() == b"new"


def test_a_link_that_comes_after_the_last_look_is_replaced_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rename goes onto the name."""
    path, away = tmp_path / "report.html", tmp_path / "away"

    class _Late(syscalls.Syscalls):
        def rename_in(self, folder: int, source: str, target: str) -> None:
            path.symlink_to(away)
            super().rename_in(folder, source, target)

    monkeypatch.setattr(syscalls, "OS", _Late())
    write_output(path, b"new")
    assert path.read_bytes() == b"new"
    assert not path.is_symlink()
    assert not away.exists()


def test_an_output_keeps_what_the_old_one_had_and_other_names_keep_its_content(tmp_path: Path) -> None:
    """The mode, and for a new file the usual one; a second name of the file is somebody else's."""
    path, other = tmp_path / "report.html", tmp_path / "other"
    path.write_bytes(b"old")
    path.chmod(0o640)
    os.link(path, other)
    assert write_output(path, b"new").durable
    assert (path.read_bytes(), other.read_bytes()) == (b"new", b"old")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    (tmp_path / "usual").touch()
    write_output(tmp_path / "fresh", b"new")
    assert (tmp_path / "fresh").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_an_output_that_is_not_as_expected_is_refused_and_stays(tmp_path: Path) -> None:
    """Changed, gone, there already, read-only, no file, in no folder."""
    path = tmp_path / "report.html"
    path.write_bytes(b"old")
    for expected, error in ((fingerprint(b"other"), FileChangedError), (MISSING, FileChangedError)):
        with pytest.raises(error):
            write_output(path, b"new", expected=expected)
    path.chmod(0o444)
    with pytest.raises(ReadOnlyFileError):
        write_output(path, b"new")
    assert path.read_bytes() == b"old"
    with pytest.raises(FileChangedError, match="deleted"):
        write_output(tmp_path / "gone", b"new", expected=fingerprint(b"x"))
    (tmp_path / "folder").mkdir()
    make_pipe(tmp_path / "pipe")
    for name in ("folder", "pipe"):
        with pytest.raises(WriteError, match="is not a file"):
            write_output(tmp_path / name, b"new")
    for name in ("none/report.html", "report.html/x", "x\0y"):
        with pytest.raises(WriteError):
            write_output(tmp_path / name, b"new")
    assert names(tmp_path) == ["folder", "pipe", "report.html"]


def test_what_another_program_makes_in_the_last_moment_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing may be there: not even after the last look."""
    path = tmp_path / "new.md"

    class Race(syscalls.Syscalls):
        def link_in(self, folder: int, source: str, target: str) -> None:
            path.write_bytes(b"theirs")
            super().link_in(folder, source, target)

    monkeypatch.setattr(syscalls, "OS", Race())
    with pytest.raises(FileChangedError, match="was created by another program just now"):
        write_output(path, b"ours", expected=MISSING)
    assert path.read_bytes() == b"theirs"
    assert [entry.name for entry in tmp_path.iterdir()] == ["new.md"]


@pytest.mark.parametrize("number", [errno.EPERM, errno.EOPNOTSUPP, errno.EMLINK])
def test_a_file_system_of_one_name_a_file_takes_new_files_too(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a memory stick, and in some folders of the network."""

    class OneName(syscalls.Syscalls):
        def link_in(self, *_arguments: object) -> None:
            raise OSError(number, os.strerror(number))

    monkeypatch.setattr(syscalls, "OS", OneName())
    assert write_output(tmp_path / "new.md", b"ours", expected=MISSING).durable
    assert (tmp_path / "new.md").read_bytes() == b"ours"
    assert len(list(tmp_path.iterdir())) == 1


def test_folders_are_made_with_those_above_them(tmp_path: Path) -> None:
    """And what was made is known, so that it can be taken back; folders with something in them stay."""
    (tmp_path / "a").mkdir()
    made = make_folder(tmp_path / "a/b/c")
    assert made == [tmp_path / "a/b", tmp_path / "a/b/c"]
    assert make_folder(tmp_path / "a/b/c") == []
    (tmp_path / "a/b/kept").touch()
    remove_folders(made)
    assert [str(path.relative_to(tmp_path)) for path in sorted((tmp_path / "a").rglob("*"))] == ["a/b", "a/b/kept"]


def test_no_folder_is_made_through_a_link_of_a_repository(tmp_path: Path) -> None:
    """Nor in the place of one, wherever it leads."""
    (tmp_path / "project/.git").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "project/link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "project/lost").symlink_to(tmp_path / "nothing")
    for name in ("link", "link/deep", "lost", "lost/deep", "link/../a"):
        with pytest.raises(LinkError):
            make_folder(tmp_path / "project" / name)
    assert not list((tmp_path / "elsewhere").iterdir())
    assert not (tmp_path / "nothing").exists()


def test_a_link_that_takes_a_folders_name_meanwhile_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each folder is opened from the one above it."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "elsewhere").mkdir()

    class Race(syscalls.Syscalls):
        def make_folder_in(self, folder: int, name: str) -> None:
            if name == "a":
                (tmp_path / "a").symlink_to(tmp_path / "elsewhere")
            else:
                super().make_folder_in(folder, name)

    monkeypatch.setattr(syscalls, "OS", Race())
    with pytest.raises(LinkError):
        make_folder(tmp_path / "a/b")
    assert not list((tmp_path / "elsewhere").iterdir())


@pytest.mark.parametrize("name", ["file", "file/deep", "a\0b"])
def test_a_folder_that_cannot_be_made_is_said_and_nothing_is_left(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(WriteError):
        make_folder(tmp_path / name)
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]


def test_where_the_last_folder_fails_those_above_it_go_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(syscalls.Syscalls):
        def make_folder_in(self, folder: int, name: str) -> None:
            if name == "c":
                raise OSError(errno.ENOSPC, "full")
            super().make_folder_in(folder, name)

    monkeypatch.setattr(syscalls, "OS", Full())
    with pytest.raises(WriteError, match="the disk is full"):
        make_folder(tmp_path / "a/b/c")
    assert not list(tmp_path.iterdir())
