"""A repository that is not the user's own: nothing that it names is run, and git keeps its say on whose it is."""

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from shlex import quote as quoted

import pytest

from exam_tui.cli.main import main
from exam_tui.core.findings.context import CheckContext
from exam_tui.core.report.report import Report
from exam_tui.errors import GitError, NotTrustedError
from exam_tui.git import run as git_run
from exam_tui.git.blame import last_changes, other_side
from exam_tui.git.commit.commit_plan import plan_commit
from exam_tui.git.hand_in.points import hand_in_points
from exam_tui.git.merging.merge_driver import install, setup_of, uninstall
from exam_tui.git.original_template import find_template
from exam_tui.git.status import FileState, exclude, file_state, include, is_ignored
from exam_tui.session.session import Session
from tests.conftest import GIVE_UP
from tests.repos import NAME, Repo, needs_git, own_settings_only
from tests.strangers import IN_A_TERMINAL, Marks, bare_of_a_stranger, python, set_up_by_a_stranger, sign
from tests.systems import make_pipe, open_pty
from tests.terminal import Terminal

pytestmark = [needs_git, pytest.mark.skipif(os.name == "nt", reason="the programs are shell scripts")]


@pytest.fixture(autouse=True)
def _settings(monkeypatch: pytest.MonkeyPatch) -> None:
    own_settings_only(monkeypatch)


@pytest.fixture
def marks(tmp_path: Path) -> Marks:
    """Return programs that leave marks."""
    return Marks(tmp_path / "marks")


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """Return a repository with a report, its image and a remote."""
    return Repo.with_report(tmp_path.resolve() / "project")


def look_at_everything(path: Path) -> None:
    """Ask all that the program ever asks git about a report."""
    report = Report.load(path)
    file_state(path)
    is_ignored(path)
    last_changes(path, report)
    other_side(path, report)
    hand_in_points(path, CheckContext(report))
    plan_commit(path, CheckContext(report))
    find_template(path, report)
    with suppress(GitError):
        setup_of(path)


def plain_git(repo: Repo, folder: Path) -> None:
    """Use git as a student would, whatever it says."""
    for command in (
        "status",
        "diff HEAD",
        "log -p --show-signature",
        "add --all --dry-run",
        "blame README.md",
    ):
        subprocess.run(
            ["git", "-C", str(folder), *command.split()],
            check=False,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=GIVE_UP,
            cwd=repo.root,
        )


def test_no_program_that_the_settings_of_a_repository_name_is_run(repo: Repo, marks: Marks) -> None:
    """Whatever is asked: filters, monitors, hooks, pagers, differs, helpers, remotes, aliases."""
    sign(repo)
    set_up_by_a_stranger(repo, marks)
    path = repo.root / NAME
    path.write_bytes(path.read_bytes().replace(b"We", b"They", 1) + b"\n")
    plain_git(repo, path.parent)
    assert marks.left >= {"monitor", "clean", "diff-command", "hook", "signature"}, "the bait does not work"
    marks.clear()
    look_at_everything(path)
    assert file_state(path) is FileState.MODIFIED
    assert marks.left == set()


def test_no_filter_is_run_on_opening_and_saving_before_the_first_commit(tmp_path: Path, marks: Marks) -> None:
    """There is only an index then, or not even that."""
    repo = Repo.init(tmp_path / "new")
    repo.answer({})
    repo.git("add", NAME)
    set_up_by_a_stranger(repo, marks)
    session = Session.open(repo.root / NAME)
    session.set_answer(1, "Forty-two.")
    assert session.save(page=True).message == "Saved on this computer, not yet committed."
    look_at_everything(repo.root / NAME)
    assert marks.left == set()


COMMANDS = (
    ("check", NAME),
    ("check", "--hand-in", NAME),
    ("check", "--fix", NAME),
    ("repair", NAME),
    ("history", NAME),
    ("html", NAME),
    ("merge", "--install", "--yes", NAME),
    ("merge", "--uninstall", "--yes"),
    ("check",),
)


@pytest.mark.parametrize("kind", ["settings", "bare"])
def test_no_command_runs_what_a_stranger_names(
    repo: Repo, marks: Marks, kind: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whichever of them is used first."""
    if kind == "settings":
        set_up_by_a_stranger(repo, marks)
    else:
        bare_of_a_stranger(repo.root / "reports", marks)
    monkeypatch.chdir(repo.root)
    for command in COMMANDS:
        main(list(command))
        assert (marks.left, command) == (set(), command), capsys.readouterr()


@pytest.mark.parametrize("kind", ["settings", "bare"])
def test_the_editor_runs_nothing_of_a_strangers(repo: Repo, marks: Marks, kind: str, state: Path) -> None:
    """Opened in a real terminal, written in, saved with its page, and left."""
    if kind == "settings":
        set_up_by_a_stranger(repo, marks)
    else:
        bare_of_a_stranger(repo.root / "reports", marks)
    command = [sys.executable, "-m", "exam_tui", NAME]
    environment = {"XDG_STATE_HOME": str(state.parent), "XDG_CONFIG_HOME": str(state.parent / "none")}
    with Terminal(command, folder=repo.root, columns=100, rows=30, env=environment) as terminal:
        terminal.wait_for("Questions")
        terminal.type("wild roses")
        terminal.wait_for("wild roses")
        terminal.type("\x13")
        terminal.wait_for("Saved")
        terminal.type("\x11")
        terminal.wait_for("The report is not committed")  # which is offered, and nothing is run for that
        terminal.type("\x11")
        assert terminal.wait_exit() == 0
    assert "wild roses" in (repo.root / NAME).read_text("utf-8")
    assert marks.left == set()


def test_no_module_of_the_present_folder_is_imported(repo: Repo, tmp_path: Path) -> None:
    """Python would take one that is named like its own; the process that makes the page would too."""
    for name in (
        "json",
        "base64",
        "subprocess",
        "exam_tui",
        "markdown_it",
        "pygments",
        "platformdirs",
        "sitecustomize",
    ):
        repo.write(f"{name}.py", f"open({str(tmp_path / 'was run')!r}, 'w')\n")
    for command in (["check", NAME], ["check", "--hand-in", NAME], ["html", NAME]):
        done = subprocess.run(
            [sys.executable, "-P", "-m", "exam_tui", *command],
            cwd=repo.root,
            check=False,
            capture_output=True,
            timeout=GIVE_UP,
        )
        assert done.returncode < 2, done.stderr
    assert not (tmp_path / "was run").exists()


def test_what_has_the_repository_as_a_submodule_runs_nothing(repo: Repo, marks: Marks, tmp_path: Path) -> None:
    """The hand-in check looks at it, as a download of it lacks the report."""
    outer = Repo.init(tmp_path.resolve() / "outer")
    outer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(repo.root), "inner")
    outer.commit("inner")
    set_up_by_a_stranger(outer, marks)
    path = outer.root / "inner" / NAME
    lines = hand_in_points(path, CheckContext(Report.load(path)))
    assert any(f"is a submodule of {outer.root}" in line.text for line in lines)
    assert marks.left == set()


@pytest.mark.parametrize("inner", ["reports", "reports/figures"])
def test_a_folder_that_looks_like_a_bare_repository_is_a_folder(repo: Repo, marks: Marks, inner: str) -> None:
    """Git alone believes it, and runs what it names; its files belong to the repository around it."""
    report = repo.root / NAME
    bare_of_a_stranger(repo.root / inner, marks)
    page = repo.root / inner / "report.html"
    page.touch()
    plain_git(repo, repo.root / inner)
    assert "clean" in marks.left, "the bait does not work"
    marks.clear()
    look_at_everything(report)
    assert file_state(report) is FileState.COMMITTED
    assert file_state(page) is FileState.UNTRACKED
    assert exclude(page) == repo.root / ".git" / "info" / "exclude"
    assert file_state(page) is FileState.IGNORED
    assert marks.left == set()


def test_a_bare_repository_around_nothing_is_no_repository(tmp_path: Path, marks: Marks) -> None:
    """As a folder of plain files from an archive may be one."""
    folder = tmp_path / "unpacked"
    folder.mkdir()
    (folder / "README.md").write_text("text\n", encoding="utf-8")
    bare_of_a_stranger(folder, marks)
    assert file_state(folder / "README.md") is FileState.NO_REPOSITORY
    with pytest.raises(GitError, match="not in a git repository"):
        exclude(folder / "page.html")
    assert marks.left == set()


@pytest.fixture(params=["owner", "environment"])
def refused(repo: Repo, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """Return a repository that git refuses, since somebody else owns it; one way is git's own for tests."""
    if request.param == "environment":
        monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    elif sys.platform == "win32" or os.geteuid() != 0:
        pytest.skip("only root can give a folder away")
    else:
        os.chown(repo.root, 12345, -1)
    return repo


def test_what_git_refuses_stays_refused_and_its_remedy_is_said(
    refused: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A repository of another owner, until the user says that it is safe."""
    path = refused.root / NAME
    page = path.with_name("report.html")
    page.touch()
    assert file_state(path) is FileState.UNKNOWN
    with pytest.raises(NotTrustedError, match="because another user owns it") as caught:
        exclude(page)
    assert not (refused.root / ".git" / "info" / "exclude").read_text("utf-8").endswith("report.html\n")
    assert caught.value.command == f"git config --global --add safe.directory {quoted(str(refused.root))}"
    page.unlink()
    session = Session.open(path)
    session.set_answer(1, "Forty-two.")
    saved = session.save(page=True).page
    assert saved is not None
    assert caught.value.command in "".join(saved.notices)
    refused.git("-c", f"safe.directory={refused.root}", "checkout", "--quiet", ".")
    (line,) = hand_in_points(path, CheckContext(Report.load(path)))
    assert (line.ok, line.command) == (False, caught.value.command)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    refused.shell(line.command)
    assert file_state(path) is FileState.COMMITTED


def test_the_name_of_a_refused_folder_adds_nothing_to_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may hold a line like one of git's own; the command names that folder, and the shell reads it back."""
    repo = Repo.with_report(tmp_path.resolve() / "a\ngit config --global alias.st '!touch pwned'\nfatal: b")
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    with pytest.raises(NotTrustedError) as caught:
        exclude(repo.root / "report.html")
    assert "\n" not in caught.value.command
    repo.shell(caught.value.command)
    assert repo.git("config", "--global", "--name-only", "--list").strip() == "safe.directory"
    assert file_state(repo.root / NAME) is FileState.COMMITTED


def test_check_says_once_that_git_refuses_the_history(refused: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    """It would tell what the template was; the rest is checked all the same."""
    path = refused.root / NAME
    path.write_text(path.read_text("utf-8").replace("**", "__", 2), encoding="utf-8")
    main(["check", str(path), str(path)])
    shown = capsys.readouterr()
    assert (
        shown.err.count("because another user owns it. If you trust it: git config --global --add safe.directory") == 1
    )
    assert str(path) in shown.out


def test_a_repository_that_changes_hands_is_refused_from_then_on(repo: Repo) -> None:
    """What git has accepted once is asked about again when another stands in its place."""
    if sys.platform == "win32" or os.geteuid() != 0:
        pytest.skip("only root can give a folder away")
    else:
        assert file_state(repo.root / NAME) is FileState.COMMITTED
        os.chown(repo.root / ".git", 12345, -1)
        assert file_state(repo.root / NAME) is FileState.UNKNOWN


@pytest.mark.parametrize("kind", ["worktree", "submodule", "file", "link"])
def test_what_belongs_to_a_repository_elsewhere_is_known(repo: Repo, tmp_path: Path, kind: str) -> None:
    """A worktree, a submodule, a `.git` that is a file or a link."""
    root = tmp_path.resolve() / "elsewhere"
    if kind == "worktree":
        repo.git("worktree", "add", "--quiet", str(root))
    elif kind == "submodule":
        outer = Repo.init(root)
        outer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(repo.root), "inner")
        root /= "inner"
    else:
        repo.git("clone", "--quiet", str(repo.root), str(root))
        (root / ".git").rename(tmp_path / "kept.git")
        if kind == "file":
            (root / ".git").write_text("gitdir: ../kept.git\n", encoding="utf-8")
        else:
            (root / ".git").symlink_to("../kept.git")
    path = root / NAME
    assert file_state(path) is FileState.COMMITTED
    page = path.with_name("report.html")
    page.touch()
    assert Repo(root).git("status", "--porcelain").strip() == "?? reports/report.html"
    exclude(page)
    assert Repo(root).git("status", "--porcelain") == ""
    assert file_state(page) is FileState.IGNORED


@pytest.mark.parametrize("kind", ["commondir", "a worktree of the other"])
def test_nothing_is_written_into_another_repository_that_a_clone_names(repo: Repo, tmp_path: Path, kind: str) -> None:
    """One of the user's own: what a worktree shares with it is written only where it knows of that worktree."""
    other = Repo.with_report(tmp_path.resolve() / "other")
    other.git("worktree", "add", "--quiet", str(tmp_path / "tree"))
    git = repo.root / ".git"
    if kind == "commondir":
        (git / "commondir").write_text("../../other/.git\n", encoding="utf-8")
    else:
        git.rename(tmp_path / "away")
        git.write_text("gitdir: ../other/.git/worktrees/tree\n", encoding="utf-8")
    before = [(other.root / ".git" / name).read_bytes() for name in ("info/exclude", "config")]
    page = repo.root / "reports" / "report.html"
    for write in (lambda: exclude(page), lambda: include(page), lambda: install(setup_of(repo.root / NAME))):
        with pytest.raises(GitError, match="does not list it: nothing was written"):
            write()
    with pytest.raises(GitError, match="does not list it"):
        uninstall(repo.root)
    assert [(other.root / ".git" / name).read_bytes() for name in ("info/exclude", "config")] == before
    assert not (other.root / ".git" / "info" / "attributes").exists()


def test_settings_that_move_the_files_elsewhere_have_no_say(repo: Repo, tmp_path: Path) -> None:
    """The files of a repository are those around its `.git`."""
    (tmp_path / "home").mkdir()
    repo.git("config", "core.worktree", str(tmp_path / "home"))
    repo.git("config", "core.bare", "false")
    assert file_state(repo.root / NAME) is FileState.COMMITTED
    assert file_state(repo.root / "new.md") is FileState.UNKNOWN


DEVICES = {
    "include": ("config", "[include]\n\tpath = {device}\n"),
    "include if": ("config", '[IncludeIf "gitdir:/"]\n\tPATH = {device}\n'),
    "include in a row": ("config", "[include]\n\tpath = more\n"),
    "excludes": ("config", "[core]\n\texcludesFile = {device}\n"),
    "attributes": ("config", "[core]\n\tattributesFile = {device}\n"),
}


TERMINALS = ("/dev/tty", "its own name", "a link to it")


@pytest.mark.parametrize(
    ("way", "device"),
    [
        ("include", "/dev/tty"),
        ("excludes", "its own name"),
        ("include in a row", "a link to it"),
        *(pytest.param(way, device, marks=pytest.mark.full) for way in DEVICES for device in TERMINALS),
    ],
)
def test_git_gets_none_of_the_keys_that_the_user_presses(repo: Repo, tmp_path: Path, device: str, way: str) -> None:
    """Whatever the settings have it read from."""
    master, slave, own = open_pty()
    named = {"its own name": own, "a link to it": str(tmp_path / "link")}.get(device, device)
    (tmp_path / "link").symlink_to(own)
    file, text = DEVICES[way]
    with (repo.root / ".git" / file).open("a", encoding="utf-8") as stream:
        stream.write(text.format(device=named))
    (repo.root / ".git" / "more").write_text(DEVICES["include"][1].format(device=named), encoding="utf-8")
    command = [*python(), IN_A_TERMINAL, str(repo.root / NAME)]
    with subprocess.Popen(command, stdin=slave, stdout=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        os.write(master, b"a secret\n")
        assert process.stdout.readline() == b"UNKNOWN 'a secret\\n'\n"
    os.close(master)
    os.close(slave)


def test_git_has_no_terminal_and_nothing_to_read(repo: Repo, tmp_path: Path, marks: Marks) -> None:
    """Whatever it would ask: it has a session of its own."""
    git = marks.program("git")
    mark = quoted(str(tmp_path / "has a terminal"))
    real = quoted(shutil.which("git") or "")
    Path(git).write_text(
        f'#!/bin/sh\nif (: </dev/tty) 2>/dev/null || test -t 0; then touch {mark}; fi\nexec {real} "$@"\n',
        encoding="utf-8",
    )
    Path(git).rename(Path(git).with_name("git"))
    master, slave, _ = open_pty()
    environment = os.environ | {"PATH": f"{Path(git).parent}{os.pathsep}{os.environ['PATH']}"}
    command = [*python(), IN_A_TERMINAL, str(repo.root / NAME)]
    with subprocess.Popen(
        command, stdin=slave, stdout=subprocess.PIPE, start_new_session=True, env=environment
    ) as process:
        os.write(master, b"a secret\n")
        assert process.communicate()[0] == b"ready\nCOMMITTED 'a secret\\n'\n"
    os.close(master)
    os.close(slave)
    assert not (tmp_path / "has a terminal").exists()


def test_a_folder_that_looks_bare_around_an_empty_git_folder_is_not_read(tmp_path: Path, marks: Marks) -> None:
    """Git passes over a `.git` with nothing in it, and would take what is around it."""
    folder = tmp_path / "unpacked"
    folder.mkdir()
    (folder / "README.md").write_text("text\n", encoding="utf-8")
    bare_of_a_stranger(folder, marks)
    (folder / ".git").mkdir()
    assert file_state(folder / "README.md") is FileState.UNKNOWN
    with pytest.raises(GitError, match="cannot use bare repository"):
        exclude(folder / "page.html")
    assert marks.left == set()


def test_a_device_in_the_settings_is_named(repo: Repo) -> None:
    """With what to do about it."""
    repo.git("config", "--add", "include.path", "/dev/tty")
    with pytest.raises(GitError, match=r"make git read from /dev/tty\. Remove that setting"):
        exclude(repo.root / "page.html")
    config = repo.root / ".git" / "config"
    before = config.read_text("utf-8").replace("/dev/tty", "/dev/null")
    config.write_text(
        f"{before}# {'x' * 1_000_000}\n[include]\npath = %(prefix)/../../../../dev/tty\n", encoding="utf-8"
    )
    with pytest.raises(GitError, match=r"make git read from .*/dev/tty"):
        exclude(repo.root / "page.html")
    for number in range(60):
        more = "".join(f"[include]\npath = {part}\n" for part in (number + 1, "/dev/null"))
        (repo.root / ".git" / str(number)).write_text(more, encoding="utf-8")
    config.write_text(f"{before}[include]\npath = 0\n", encoding="utf-8")
    with pytest.raises(GitError, match="more than 50 files"):
        exclude(repo.root / "page.html")
    config.unlink()
    make_pipe(repo.root / ".git" / "config")
    assert file_state(repo.root / NAME) is FileState.UNKNOWN


def test_a_branch_that_is_a_pipe_is_named_before_git_waits_for_it(repo: Repo) -> None:
    """And the hand-in check says so, not that nothing is committed."""
    pipe = repo.root / ".git" / "refs" / "heads" / "main"
    pipe.unlink()
    make_pipe(pipe)
    assert file_state(repo.root / NAME) is FileState.UNKNOWN
    with pytest.raises(GitError, match=r"/refs/heads/main is a device or a pipe\. Remove it"):
        exclude(repo.root / "page.html")
    (line,) = hand_in_points(repo.root / NAME, CheckContext(Report.load(repo.root / NAME)))
    assert line.text == f"{pipe} is a device or a pipe"


def test_that_git_does_not_answer_is_not_taken_for_an_answer(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where a branch becomes a pipe once the repository was looked at: it is asked once, and that is said."""
    path = repo.root / NAME
    assert file_state(path) is FileState.COMMITTED
    pipe = repo.root / ".git" / "refs" / "heads" / "main"
    pipe.unlink()
    make_pipe(pipe)
    monkeypatch.setattr(git_run, "_TIMEOUT", 0.5)
    (line,) = hand_in_points(path, CheckContext(Report.load(path)))
    assert (line.ok, line.text) == (False, "git is missing or does not respond")
    assert file_state(path) is FileState.UNKNOWN


def test_settings_of_the_users_own_count(repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of their own of what git leaves out, named in a file that the settings include."""
    (tmp_path / "left out").write_text("*.html\n", encoding="utf-8")
    (tmp_path / "more").write_text(f'[core]\n\texcludesFile = "{tmp_path}/left out"\n', encoding="utf-8")
    (tmp_path / "gitconfig").write_text("[include]\n\tpath = more\n", encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    repo.git("config", "--add", "include.path", "/dev/null")
    page = repo.write("reports/report.html", "")
    assert file_state(page) is FileState.IGNORED


VARIABLES = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE"),
    *("GIT_EXTERNAL_DIFF", "GIT_PAGER", "GIT_SSH_COMMAND", "GIT_ASKPASS", "GIT_PROXY_COMMAND", "GIT_ATTR_SOURCE"),
    *("GIT_ICASE_PATHSPECS", "GIT_TRACE", "GIT_CONFIG", "GIT_REPLACE_REF_BASE", "GIT_CEILING_DIRECTORIES"),
)


def test_variables_that_speak_of_another_repository_have_no_say(
    repo: Repo, marks: Marks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a hook of another one gives them to us."""
    path = repo.root / NAME
    program = Path(marks.program("variable"))
    before = path.read_bytes(), program.read_bytes()
    for variable in VARIABLES:
        monkeypatch.setenv(variable, str(program))
        assert file_state(path) is FileState.COMMITTED, variable
        path.write_bytes(before[0] + b"\n")
        assert file_state(path) is FileState.MODIFIED, variable
        path.write_bytes(before[0])
        assert (marks.left, program.read_bytes()) == (set(), before[1]), variable
        monkeypatch.delenv(variable)
