"""Real repositories for tests: a report with an image, committed and pushed to a remote in the next folder."""

import atexit
import functools
import os
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from shlex import quote as quoted

import pytest

from tests.core.findings.build import report

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
PNG = b"\x89PNG\r\n\x1a\n"
NAME = "reports/README.md"
IMAGE = "reports/figures/tomatoes.png"
_REMOTE = "origin.git"
_TAKEN_AS_A_PATH = {"core.askPass", "core.gitProxy", "gpg.program"}


def program_for(setting: str, program: Path | str) -> str:
    """Return a program as a setting of git names it: quoted where git hands the setting to a shell."""
    return str(program) if setting in _TAKEN_AS_A_PATH else quoted(str(program))


def address_of(*command: str) -> str:
    """Return the address of a remote that is a command."""
    return "ext::" + " ".join(part.replace("%", "%%").replace(" ", "% ") for part in command)


def own_settings_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the tester's own settings of git out, for us and for git as it is called here."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "A")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "a@example.com")
    monkeypatch.setenv("GIT_EDITOR", "true")


class Repo:
    """A folder with git in it."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    @classmethod
    def init(cls, root: Path, *options: str) -> "Repo":
        """Make an empty repository on the branch main."""
        root.mkdir(parents=True)
        repo = cls(root)
        repo.git("init", "--quiet", "--initial-branch=main", *options)
        return repo

    @classmethod
    def with_report(cls, root: Path, *, name: str = NAME, image: str = IMAGE) -> "Repo":
        """Make one with a report that is fine, and its image, committed and pushed to `origin.git` beside it."""
        settings = tuple(sorted(setting for setting in os.environ.items() if setting[0].startswith("GIT_")))
        made = _pushed(name, image, settings)
        remote = root.with_name(f"{root.name}-origin.git")
        for folder, place in ((made.root, root), (made.root.with_name(_REMOTE), remote)):
            shutil.copytree(folder, place, symlinks=True, ignore=shutil.ignore_patterns("*.sample"))
        repo = cls(root)
        repo.git("remote", "set-url", "origin", f"../{remote.name}")
        repo.git("update-index", "--refresh")
        pushed = root / ".git/logs/refs/remotes/origin/main"  # git's own log, which tells when that was: now
        pushed.write_text(re.sub(r"(?<=> )\d+", str(int(time.time())), pushed.read_text("utf-8")), encoding="utf-8")
        return repo

    def git(self, *arguments: str, at: int | None = None) -> str:
        """Return what git prints; `at` is the time of a commit made by it, in seconds since 1970."""
        times = {} if at is None else {f"GIT_{role}_DATE": f"@{at} +0000" for role in ("AUTHOR", "COMMITTER")}
        command = ["git", "-C", str(self.root), *arguments]
        done = subprocess.run(command, check=False, capture_output=True, env=os.environ | times)
        assert done.returncode == 0, done.stderr.decode(errors="replace")
        return done.stdout.decode("utf-8", "surrogateescape")

    def write(self, name: str, content: str | bytes) -> Path:
        """Write a file, with its folders."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def answer(self, answers: dict[int, str], *, name: str = NAME) -> None:
        """Write the report with these answers and good ones for all others."""
        self.write(name, report(answers))

    def commit(self, message: str, *, at: int | None = None) -> str:
        """Commit everything and return the commit."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", f"--message={message}", at=at)
        return self.git("rev-parse", "HEAD").strip()

    def shell(self, command: str, folder: Path | None = None) -> None:
        """Run what a student would paste."""
        done = subprocess.run(
            ["bash", "-c", command], check=False, capture_output=True, cwd=folder or self.root, stdin=subprocess.DEVNULL
        )
        assert done.returncode == 0, f"{command}\n{done.stdout.decode()}{done.stderr.decode()}"


@functools.cache
def _pushed(name: str, image: str, _settings: tuple[tuple[str, str], ...]) -> Repo:
    """Make what `Repo.with_report` copies, once for each place of the report and for the settings of git in force."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    Repo.init(folder / _REMOTE, "--bare")
    repo = Repo.init(folder / "repo")
    repo.write(name, report())
    repo.write(image, PNG)
    repo.commit("first")
    repo.git("remote", "add", "origin", f"../{_REMOTE}")
    repo.git("push", "--quiet", "--set-upstream", "origin", "main")
    return repo
