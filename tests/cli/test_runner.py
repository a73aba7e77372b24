"""In GitHub Actions no text of a report, and no name of a file or folder, reaches the runner as a command."""

import io
import json
import os
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_tui.cli.check.github import annotation
from exam_tui.cli.main import main
from exam_tui.cli.runner import json_without_commands, without_commands
from tests.cli.conftest import Write
from tests.repos import Repo, needs_git, own_settings_only

COMMANDS = (
    "::stop-commands::x",
    "  ::add-mask::a",
    "##[add-path]/evil",
    "words ##[group]more ##[endgroup]",
    "::error file=a.md::b",
    ":::warning::::x",
    "\u00a0::debug::x",
    "\u3000::notice::x",
    "##[[x]##[y]",
    "###[error]x",
)
pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")

NAME = "##[group]a/::stop-commands::b.md"


def acted_on(printed: str) -> list[str]:
    """Return the lines that the runner would act on: its own two rules, its own notion of space at the ends."""
    lines = re.split("[\r\n]", printed)
    return [line for line in lines if re.match(r"::[^:]*\S.*::", line.strip()) or re.search(r"##\[[^\]]+\]", line)]


@pytest.fixture(autouse=True)
def _runner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")


@pytest.fixture
def report(write: Write) -> str:
    """Return the name of a report that holds commands wherever text of a file is printed, and is called like some."""
    answer = "\n\n".join(COMMANDS)
    images = "\n".join(f"![{text.strip()}](figures/{text.strip().replace(' ', '')}.png)" for text in COMMANDS)
    path = write(NAME, {1: f"--- {answer} ---", 2: f"{answer}\n\n--- question 2 fill here ---", 3: images})
    with path.open("a", encoding="utf-8") as file:
        for text in COMMANDS:
            file.write(f"\n### Question 1\n\n* [✅] {text}\n{text}\n> **{text}?**\n>\n> Answer:\n\n{text}\n## {text}\n")
    return NAME


RUNS = (
    ("check", "{}"),
    ("check", "-q", "{}"),
    ("check", "{}", "{}", "{}.none"),
    ("check", "--format", "text", "{}.none"),
    ("check", "--hand-in", "{}"),
    ("check", "--fix", "{}"),
    ("repair", "{}"),
    ("history", "{}"),
    ("html", "{}"),
    ("html", "{}", "-o", "##[x]y.html"),
    ("merge", "/dev/null", "{}", "{}", "-o", "##[z]a.md"),
    ("merge", "{}.none", "{}", "{}"),
    ("::stop-commands::",),
    ("check", "::error::x", "##[error]x"),
    ("check", "--##[error]x"),
)


@pytest.mark.parametrize("run", RUNS, ids=" ".join)
def test_nothing_that_is_printed_is_a_command(
    report: str, run: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Problems, verdicts, differences, refusals; on stdout and stderr."""
    words = [word.format(report) for word in run]
    main(words)
    shown = capsys.readouterr()
    assert acted_on(shown.out + shown.err) == []
    monkeypatch.delenv("GITHUB_ACTIONS")
    main(words)
    plain = capsys.readouterr()
    if run[0] == "check" and "--fix" not in run and "-q" not in run:
        assert acted_on(plain.out + plain.err) != [], "the bait does not work"


@needs_git
def test_a_template_in_git_and_a_difference_speak_to_nobody(
    report: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A version that was kept, beside the file as it is; the hand-in check of a repository with such names."""
    own_settings_only(monkeypatch)
    repo = Repo(tmp_path)
    repo.git("init", "--quiet", "--initial-branch=main")
    repo.commit("::error::x")
    path = tmp_path / report
    path.write_text(path.read_text("utf-8").replace("stop-commands", "add-path"), encoding="utf-8")
    for words in (["check", report], ["check", "--hand-in", report], ["repair", report]):
        main(words)
        shown = capsys.readouterr()
        assert acted_on(shown.out + shown.err) == [], words


@pytest.mark.parametrize("hand_in", [[], ["--hand-in"]])
def test_an_annotation_is_a_command_and_its_texts_are_none(
    report: str, hand_in: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Each line that the runner acts on is one of ours, whole."""
    main(["check", *hand_in, "--format", "github", report])
    shown = capsys.readouterr()
    ours = acted_on(shown.out + shown.err)
    assert ours
    for line in ours:
        assert re.match(r"::(error|warning|notice) file=", line)
        assert len(re.findall("::", line)) == 2, line
        assert "##[" not in line
    assert not re.search(r"^(?!::(error|warning|notice) file=).*::", shown.out, re.MULTILINE)


@pytest.mark.parametrize("hand_in", [[], ["--hand-in"]])
def test_values_of_json_are_the_same_and_no_commands(
    report: str, hand_in: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the escapes that JSON has."""
    main(["check", *hand_in, "--format", "json", report])
    in_runner = capsys.readouterr().out
    monkeypatch.delenv("GITHUB_ACTIONS")
    main(["check", *hand_in, "--format", "json", report])
    outside = capsys.readouterr().out
    assert acted_on(outside) != [], "the bait does not work"
    assert acted_on(in_runner) == []
    assert "::" not in in_runner
    assert "##[" not in in_runner
    assert json.loads(in_runner) == json.loads(outside)


def test_a_file_that_is_written_to_stdout_keeps_its_bytes(report: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is a file's content, not talk: whoever asks for it redirects it."""
    for words in (["merge", "/dev/null", report, report, "-o", "-"], ["html", report, "-o", "-"]):
        written: list[bytes] = []
        for is_runner in (True, False):
            if is_runner:
                monkeypatch.setenv("GITHUB_ACTIONS", "true")
            else:
                monkeypatch.delenv("GITHUB_ACTIONS")
            stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
            monkeypatch.setattr(sys, "stdout", stream)
            main(words)
            stream.flush()
            written.append(stream.buffer.getvalue())
        assert written[0] == written[1]
        assert b"stop-commands" in written[0]


@pytest.mark.parametrize("runner", ["TF_BUILD", "TEAMCITY_VERSION"])
def test_other_runners_get_no_commands_either(
    write: Write, runner: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of Azure Pipelines and of TeamCity begin with `##` and a word."""
    monkeypatch.delenv("GITHUB_ACTIONS")
    name = str(write("##vso[task.complete]##teamcity[x].md", {1: "--- words ---"}))
    main(["check", name])
    assert "##vso[" in capsys.readouterr().out, "the bait does not work"
    monkeypatch.setenv(runner, "True")
    main(["check", name])
    shown = capsys.readouterr().out
    assert "task.complete" in shown
    assert not re.search(r"##\w*\[", shown)


PIECES = st.lists(st.sampled_from([":", "::", "#", "##", "[", "]", "a", " ", "\\", '"', "%0A", "é", "vso", "\u2028"]))


@given(PIECES.map("".join))
def test_no_text_is_a_command_whatever_it_is_made_of(text: str) -> None:
    """Nor one that is broken twice; in JSON it is the same value."""
    once = without_commands(text)
    assert "::" not in once
    assert not re.search(r"##\w*\[", once)
    assert without_commands(once) == once
    assert re.sub(r"(?<=[:#]) ", "", once) == re.sub(r"(?<=[:#]) ", "", text)
    document = json_without_commands(json.dumps({text: [text]}))
    assert "::" not in document
    assert not re.search(r"##\w*\[", document)
    assert json.loads(document) == {text: [text]}
    line = annotation("error", text, text, text)
    assert line.startswith("::error file=")
    assert line.count("::") == 2


def test_outside_a_runner_everything_is_printed_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """C++ names too."""
    for value in (None, ""):
        if value is None:
            monkeypatch.delenv("GITHUB_ACTIONS")
        else:
            monkeypatch.setenv("GITHUB_ACTIONS", value)
        assert without_commands("std::vector ##[x]") == "std::vector ##[x]"
        assert json_without_commands('"std::vector ##[x]"') == '"std::vector ##[x]"'
