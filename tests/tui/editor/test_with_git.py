"""git, its hooks and other editors at work on the report while ours is open: nothing is asked, no word is lost."""

import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("a pty is a Unix thing", allow_module_level=True)

from exam_tui import Report
from tests.repos import Repo, needs_git, own_settings_only
from tests.terminal import Terminal
from tests.tui.conftest import SMALL

pytestmark = needs_git

NAME = "README.md"
START = """
import os
from exam_tui.session.merging import external_changes
from exam_tui.cli.main import entry
from exam_tui.tui.editor import safety
external_changes._SETTLE_SECONDS, safety._LOOK_SECONDS, safety._HOOK_SECONDS = 0.03, 0.2, {patience}
merge_external = external_changes.ExternalChanges.merge_external

async def counted(self, **how):
    taken = await merge_external(self, **how)
    with open(os.environ["LOOKS"], "a") as looks:
        looks.write(".")
    return taken

external_changes.ExternalChanges.merge_external = counted
entry()
"""
"""The program with shorter waits for what others are writing; `patience` is its seconds for a hook.

It counts how often it has looked at the file.
"""
BEFORE = {1: "7", 2: "", 3: "![harbour](figures/harbour.png)", 4: "Far too many words about two small sails"}
HOOKS = """repos:
- repo: local
  hooks:
  - {{id: end, name: fix end of files, entry: {end}, language: system, types: [markdown]}}
  - {{id: blanks, name: trim trailing whitespace, entry: {blanks}, language: system, types: [markdown]}}
"""
FIX = r"""
import os, re, sys, time

assert sys.platform != "win32"  # for mypy, which stops here on Windows
kind, *names = sys.argv[1:]
fixed = False
for name in names:
    before = open(name, encoding="utf-8").read()
    after = re.sub(r"[ \t]+$", "", before, flags=re.M) if kind == "blanks" else before.rstrip("\n") + "\n"
    if after != before:
        open(name, "w", encoding="utf-8").write(after)
        fixed = True
looks = os.path.getsize(os.environ["LOOKS"])
for _ in range(12_000):  # the editor looks meanwhile: the first look may have begun before
    if os.path.getsize(os.environ["LOOKS"]) >= looks + 2:
        break
    time.sleep(0.01)
while os.path.exists(os.environ["HOLD"]):
    time.sleep(0.05)
sys.exit(fixed)
"""


class EditorBesideGit:
    """The editor on the report of a repository, and git beside it. The editor may ask nothing."""

    def __init__(self, repo: Repo, patience: float) -> None:
        self.repo = repo
        command = [sys.executable, "-c", START.format(patience=patience), "--no-html", NAME]
        self.terminal = Terminal(command, folder=repo.root, columns=100, rows=30)

    def go_to(self, number: int) -> None:
        self.terminal.press("\x1bg")
        self.terminal.wait_for("Go to question")
        self.terminal.type(f"{number}\r")
        self.terminal.wait_for(f"Question {number} ")
        self.terminal.settle()

    def type(self, text: str) -> None:
        self.terminal.type(text)
        self.terminal.wait_for("unsaved")
        self.terminal.settle()

    def save(self) -> None:
        """Save, without being asked anything."""
        self.terminal.press("ctrl+s")
        self.terminal.wait_for("✓ saved")
        self.assert_not_asked()

    def save_and_keep(self, number: int) -> None:
        """Save, and when asked about a question that went back to an earlier text, keep what is here."""
        self.terminal.press("ctrl+s")
        self.terminal.wait_for(f"question {number} went back to an earlier text")
        self.terminal.settle()
        self.terminal.press("enter")
        self.terminal.wait_for("✓ saved")

    def write_staged_saved_and_unsaved(self, staged: str, unsaved: str) -> None:
        """Write in question 4 what is staged, in 1 what is saved but not staged, and in 2 what is not even saved."""
        self.go_to(4)
        self.type(staged)
        self.save()
        self.repo.git("add", NAME)
        self.go_to(1)
        self.type(" and a half")
        self.save()
        self.go_to(2)
        self.type(unsaved)

    def assert_not_asked(self) -> None:
        """Assert that nothing is open over the questions: such a thing has a corner in the middle of the screen."""
        screen = self.terminal.screen
        assert " ╭" not in screen, screen

    def git(self, *arguments: str, ok: bool = True) -> str:
        """Run git while the editor runs, as in another window; return what it prints."""
        with tempfile.TemporaryFile() as printed:
            process = subprocess.Popen(
                ["git", "-C", str(self.repo.root), *arguments], stdout=printed, stderr=subprocess.STDOUT
            )
            while process.poll() is None:
                self.terminal.read(0.05)
                self.assert_not_asked()
            printed.seek(0)
            text = printed.read().decode()
        assert (process.returncode == 0) is ok, text
        return text

    def look(self) -> None:
        """Go to another window, and come back."""
        self.terminal.type("\x1b[O\x1b[I")

    def notices(self, words: str) -> None:
        """Come back to the editor, and wait until it says something."""
        self.look()
        self.terminal.wait_for(words)
        self.assert_not_asked()

    def rests(self) -> None:
        """Come back to the editor, and wait until it has looked at the file and has nothing to say about it."""
        for _ in range(2):
            self.look()
            self.terminal.nothing_comes()
            self.assert_not_asked()
        assert "also changed outside the editor" not in self.terminal.screen
        assert "is gone" not in self.terminal.screen

    @property
    def answers(self) -> dict[int, str]:
        """The answers in the file."""
        return {question.number: question.answer for question in Report.load(self.repo.root / NAME).questions}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Repo]:
    """Make a repository with a report of four questions, committed."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        own_settings_only(monkeypatch)
        repo = Repo.init(tmp_path_factory.mktemp("made") / "repo")
        repo.write(NAME, SMALL)
        repo.commit("report")
        yield repo


@pytest.fixture
def repo(made: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """Return a repository of one's own with a report of four questions, committed."""
    own_settings_only(monkeypatch)
    (tmp_path / "looks").touch()
    monkeypatch.setenv("LOOKS", str(tmp_path / "looks"))
    return Repo(Path(shutil.copytree(made.root, tmp_path / "repo", symlinks=True)))


@pytest.fixture
def patience() -> float:
    """How many seconds the editor says nothing while a hook may be at work."""
    return 10.0


@pytest.fixture
def editor(repo: Repo, patience: float) -> Iterator[EditorBesideGit]:
    """Open the editor in the repository."""
    editor = EditorBesideGit(repo, patience)
    with editor.terminal as terminal:
        terminal.wait_for(r"words\s+\d")
        terminal.settle()
        yield editor
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the hook that pre-commit installs in a repository; it is the same in all."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        own_settings_only(monkeypatch)
        folder = tmp_path_factory.mktemp("installed")
        monkeypatch.setenv("PRE_COMMIT_HOME", str(folder / "pre-commit"))
        repo = Repo.init(folder / "repo")
        command = [sys.executable, "-m", "pre_commit", "install"]
        subprocess.run(command, cwd=repo.root, check=True, capture_output=True)
        return repo.root / ".git" / "hooks" / "pre-commit"


@pytest.fixture
def hooks(repo: Repo, installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Set up pre-commit with two hooks that fix files; they do not end while there is a file at the returned path."""
    hold = tmp_path / "hold"
    monkeypatch.setenv("HOLD", str(hold))
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "pre-commit"))
    commands = {kind: json.dumps(shlex.join([sys.executable, "fix.py", kind])) for kind in ("end", "blanks")}
    repo.write(".pre-commit-config.yaml", HOOKS.format(**commands))
    repo.write("fix.py", FIX)
    repo.commit("hooks")
    shutil.copy(installed, repo.root / ".git" / "hooks")
    return hold


# Hooks


@pytest.mark.usefixtures("hooks")
def test_pre_commit_stashes_fixes_and_restores_while_words_are_typed(editor: EditorBesideGit) -> None:
    """First a hook fixes what is staged and the commit stops, then it goes through; other text is not staged."""
    editor.write_staged_saved_and_unsaved("  \rTwo masts \r\r\r", "We chose")

    printed = editor.git("commit", "-m", "sails", ok=False)
    assert "Stashing unstaged files" in printed
    assert "files were modified by this hook" in printed
    assert "Restored changes" in printed
    editor.notices("Merged from README.md: question 4")
    fixed = f"{BEFORE[4]}\nTwo masts"
    assert editor.answers == {**BEFORE, 1: "7 and a half", 4: fixed}
    editor.type(" it")
    editor.save()
    assert editor.answers == {**BEFORE, 1: "7 and a half", 2: "We chose it", 4: fixed}

    editor.repo.git("add", NAME)
    editor.type(" blind")
    editor.save()
    editor.type("ly")
    assert "Restored changes" in editor.git("commit", "-m", "sails")
    editor.rests()
    editor.save()
    assert editor.answers == {**BEFORE, 1: "7 and a half", 2: "We chose it blindly", 4: fixed}
    assert "We chose it\n" in editor.repo.git("show", f"HEAD:{NAME}")


@pytest.mark.full
@pytest.mark.usefixtures("hooks")
def test_a_fix_that_pre_commit_takes_back_takes_no_word(editor: EditorBesideGit) -> None:
    """The same line is staged with spaces at its end, unstaged with more words, and typed on."""
    editor.go_to(4)
    editor.type(" sewn  ")
    editor.save()
    editor.repo.git("add", NAME)
    editor.type("by hand  ")
    editor.save()
    editor.type("at home")
    assert "Rolling back fixes" in editor.git("commit", "-m", "sails", ok=False)
    editor.rests()
    editor.save()
    assert editor.answers == {**BEFORE, 4: f"{BEFORE[4]} sewn  by hand  at home"}


@pytest.mark.parametrize("patience", [0.5])
def test_a_save_while_pre_commit_holds_text_back_asks_and_loses_nothing(hooks: Path, editor: EditorBesideGit) -> None:
    """What was saved is not in the file at that moment, and what is written then pre-commit takes back."""
    editor.write_staged_saved_and_unsaved(" sewn ", "We chose it")
    hooks.touch()
    commit = subprocess.Popen(
        ["git", "commit", "-m", "sails"], cwd=editor.repo.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    editor.notices("also changed outside the editor: question 1. You will be asked when you save")
    editor.save_and_keep(1)
    hooks.unlink()
    while commit.poll() is None:
        editor.terminal.read(0.1)
    editor.notices("also changed outside the editor: question 2. You will be asked when you save")
    assert "● unsaved" in editor.terminal.screen
    editor.save_and_keep(2)
    assert editor.answers == {**BEFORE, 1: "7 and a half", 2: "We chose it", 4: f"{BEFORE[4]} sewn "}


# Stashes and branches


@pytest.mark.parametrize("patience", [0.5])
@pytest.mark.parametrize(
    "number", [pytest.param(2, marks=pytest.mark.full), 4], ids=["another answer", "the same answer"]
)
def test_a_stash_comes_and_goes_under_unsaved_words(editor: EditorBesideGit, number: int) -> None:
    editor.go_to(4)
    editor.type(" sewn by hand")
    editor.save()
    editor.go_to(number)
    editor.type("; at home")
    editor.git("stash")
    editor.notices("also changed outside the editor: question 4. You will be asked when you save")
    editor.git("stash", "pop")
    editor.rests()
    editor.save()
    saved = {**BEFORE, 4: f"{BEFORE[4]} sewn by hand"}
    assert editor.answers == {**saved, number: f"{saved[number]}; at home"}


@pytest.mark.full
def test_another_branch_is_taken_in_and_given_back(repo: Repo, editor: EditorBesideGit) -> None:
    editor.go_to(2)
    editor.type("We chose it")
    repo.git("branch", "other")
    editor.git("switch", "--quiet", "other")
    repo.write(NAME, SMALL.replace("\n7\n", "\n9\n"))
    editor.notices("Merged from README.md: question 1")
    repo.git("commit", "--quiet", "--all", "--message=nine")
    editor.git("switch", "--quiet", "main")
    editor.rests()
    editor.save()
    assert editor.answers == {**BEFORE, 2: "We chose it"}


@pytest.mark.full
def test_a_branch_without_the_report_loses_nothing(repo: Repo, editor: EditorBesideGit) -> None:
    editor.go_to(2)
    editor.type("We chose it")
    repo.git("switch", "--quiet", "--orphan", "empty")
    editor.notices("README.md is gone")
    editor.git("switch", "--quiet", "main")
    editor.rests()
    editor.save()
    assert editor.answers == {**BEFORE, 2: "We chose it"}


# Other people and other editors


def test_a_pull_brings_others_answers_to_unsaved_words(repo: Repo, tmp_path: Path, editor: EditorBesideGit) -> None:
    """Both sides have commits of their own, so git merges; what is typed goes together with it."""
    repo.git("clone", "--quiet", "--bare", ".", str(tmp_path / "origin.git"))
    repo.git("remote", "add", "origin", str(tmp_path / "origin.git"))
    repo.git("fetch", "--quiet", "origin")
    repo.git("branch", "--set-upstream-to=origin/main")
    repo.git("clone", "--quiet", str(tmp_path / "origin.git"), str(tmp_path / "clone"))
    theirs = Repo(tmp_path / "clone")
    theirs.write(NAME, SMALL.replace("\n7\n", "\n9\n").replace("Far too many words", "Some words"))
    theirs.commit("theirs")
    theirs.git("push", "--quiet")
    editor.go_to(2)
    editor.type("We chose")
    editor.save()
    repo.commit("ours")
    editor.type(" it")
    editor.go_to(4)
    editor.type("\r\rThey are sewn by hand")
    editor.git("pull", "--quiet", "--no-rebase", "--no-edit")
    editor.notices("Merged from README.md: questions 1, 4")
    editor.save()
    assert editor.answers == {
        **BEFORE, 1: "9", 2: "We chose it", 4: "Some words about two small sails\n\nThey are sewn by hand",
    }  # fmt: skip


@pytest.mark.parametrize("count", [24, pytest.param(120, marks=pytest.mark.full)])
def test_no_letter_is_lost_that_is_typed_while_others_answers_come_in(
    repo: Repo, editor: EditorBesideGit, count: int
) -> None:
    editor.go_to(2)
    words = [f"word{number}" for number in range(count)]
    for number, word in enumerate(words):
        if number % 12 == 0:
            repo.write("other", SMALL.replace("two small sails", f"{number} sails")).replace(repo.root / NAME)
            editor.look()
        for letter in f"{word} " if word != words[-1] else word:
            editor.terminal.type(letter)
            editor.terminal.read(0.01)
    editor.notices("Merged from README.md: question 4")
    editor.save()
    assert editor.answers == {**BEFORE, 2: " ".join(words), 4: f"Far too many words about {count - 12} sails"}


@pytest.mark.full
def test_another_paragraph_that_comes_in_moves_no_cursor(repo: Repo, editor: EditorBesideGit) -> None:
    editor.go_to(4)
    editor.type("\r\rLinen\r\rLast")
    editor.save()
    editor.terminal.press("up", "up", "\x1b[F")
    editor.type(", and")
    repo.write(NAME, Report.load(repo.root / NAME).to_bytes().replace(b"two small", b"some more\n\nsmall"))
    editor.notices("Merged from README.md: question 4")
    editor.type(" hemp")
    editor.save()
    assert editor.answers[4] == "Far too many words about some more\n\nsmall sails\n\nLinen, and hemp\n\nLast"


def test_a_paragraph_that_was_just_begun_is_not_closed_by_what_comes_in(repo: Repo, editor: EditorBesideGit) -> None:
    editor.go_to(2)
    editor.type("First.\r\r")
    repo.write(NAME, SMALL.replace("two small", "some more"))
    editor.notices("Merged from README.md: question 4")
    editor.type("Second.")
    editor.save()
    assert editor.answers[2] == "First.\n\nSecond."


@pytest.mark.full
def test_an_editor_that_saves_by_renaming_is_seen_each_time(repo: Repo, editor: EditorBesideGit) -> None:
    editor.go_to(2)
    editor.type("We chose it")
    for boats in ("one boat", "six boats"):
        repo.write(".README.md.swp", SMALL.replace("two small sails", boats)).replace(repo.root / NAME)
        editor.go_to(4)
        editor.notices(boats)
        editor.go_to(2)
    editor.save()
    assert editor.answers == {**BEFORE, 2: "We chose it", 4: "Far too many words about six boats"}
