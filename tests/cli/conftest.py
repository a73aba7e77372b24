"""What the tests of the command line share: small reports, a clean environment, the program as a process and here."""

import io
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from exam_tui.cli.main import main
from tests.conftest import GIVE_UP, ROOT

Write = Callable[..., Path]
Run = Callable[..., subprocess.CompletedProcess[bytes]]


TASKS = ("water the plants", "cut the hedge", "feed the cat", "paint the fence")


def report_text(
    answers: Mapping[int, str] | None = None, *, count: int = 3, course: bool = False, tasks: str = " x"
) -> str:
    """Return a report of `count` questions, one task for each mark in `tasks`.

    Question 2 asks for 3 to 5 words, 3 for 1 to 2 images besides, the others set no limit.
    """
    lines = [f"# A report{' of course 02476' if course else ''}", "", "## Checklist", ""]
    lines += [f"* [{mark}] {TASKS[index]}" for index, mark in enumerate(tasks)]
    lines += ["", "## The garden", ""]
    limits = {2: "Answer length: 3-5 words.", 3: "Answer length: 3-5 words + 1 to 2 images."}
    for number in range(1, count + 1):
        answer = (answers or {}).get(number, f"--- question {number} fill here ---")
        lines += [f"### Question {number}", f"> **What grows in bed {number}?**", ">"]
        lines += [f"> {limits[number]}", ">"] if number in limits else []
        lines += ["> Answer:", "", answer, ""]
    return "\n".join(lines)


FINE = {1: "roses", 2: "peas and beans", 3: "see the ![picture of it](bed.png)"}


@pytest.fixture(autouse=True)
def _plain_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Work in a folder of its own that is no repository, with nothing in the environment that changes output."""
    for name in (
        "NO_COLOR",
        "COLUMNS",
        "GITHUB_WORKSPACE",
        "GITHUB_ACTIONS",
        "TF_BUILD",
        "TEAMCITY_VERSION",
        "EXAM_TUI_TRACEBACK",
        "PYTHONIOENCODING",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a report into the test's folder: `write("a.md", {2: "an answer"}, count=…, course=…)`."""

    def write_report(name: str, answers: Mapping[int, str] | None = None, **settings: object) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = report_text(answers, **settings)  # type: ignore[arg-type] # handed on as they are
        path.write_bytes(text.encode())
        path.with_name("bed.png").write_bytes(b"\x89PNG\r\n\x1a\n")  # what FINE links, by its first bytes an image
        return path

    return write_report


@pytest.fixture
def fine() -> dict[int, str]:
    """Answers that keep all limits of `write`'s three questions (the image is not there)."""
    return dict(FINE)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run the program as a process of its own in the test's folder; streams are bytes."""

    def run_program(*arguments: str | bytes, **settings: object) -> subprocess.CompletedProcess[bytes]:
        extra = settings.pop("env", {})
        assert isinstance(extra, dict)
        environment = {**os.environ, "PYTHONPATH": str(ROOT), **extra}
        command = [sys.executable, "-W", "error", "-m", "exam_tui", *arguments]
        streams: dict[str, object] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.run(  # type: ignore[call-overload, no-any-return] # settings are handed on as they are
            command, check=False, env=environment, cwd=tmp_path, timeout=GIVE_UP, **{**streams, **settings}
        )

    return run_program


@pytest.fixture
def run_here() -> Run:
    """Run the program in this process, in the current folder; streams are bytes. Starting one takes far longer."""

    def run_program(*arguments: str, input: bytes = b"") -> subprocess.CompletedProcess[bytes]:  # noqa: A002 - as `run`
        given, said, errors = (io.BytesIO(data) for data in (input, b"", b""))
        with pytest.MonkeyPatch.context() as patch:
            texts = [io.TextIOWrapper(stream, encoding="utf-8", write_through=True) for stream in (given, said, errors)]
            for name, text in zip(("stdin", "stdout", "stderr"), texts, strict=True):
                patch.setattr(sys, name, text)
            code = main(arguments)
        for text in texts:
            text.detach()  # or the bytes would be lost with it
        return subprocess.CompletedProcess(arguments, code, said.getvalue(), errors.getvalue())

    return run_program
