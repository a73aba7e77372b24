"""`exam-tui repair`: what would change is shown, and written only when asked."""

import os
from pathlib import Path

import pytest

from exam_tui.cli.main import main
from exam_tui.core.report.report import Report
from exam_tui.storage.history.versions import history_of
from tests.cli.conftest import Run
from tests.conftest import sampled
from tests.core.findings.build import GOOD, placeholder, report, template
from tests.core.findings.known import know
from tests.repos import NAME, Repo, needs_git, own_settings_only

DAMAGED = report().replace("What grew in bed 5", "Who slept in bed 5").replace("* [ ] Rent", "* [x] Rent")
MENDED = report().replace("* [ ] Rent", "* [x] Rent")


@pytest.fixture(autouse=True)
def _files() -> None:
    """Write a template and a damaged report made from it into the test's folder."""
    Path("template.md").write_bytes(template().encode())
    Path("a.md").write_bytes(DAMAGED.encode())


def _repair(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["repair", *arguments])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def test_what_would_change_is_shown_and_not_written(capsys: pytest.CaptureFixture[str]) -> None:
    """Like a formatter's --check: exit code 1."""
    code, out, err = _repair(capsys, "a.md", "--template", "template.md")
    assert code == 1
    assert [line for line in out.split("\n") if line.startswith(("-", "+"))] == [
        "--- a.md",
        "+++ a.md",
        "-> **Who slept in bed 5?**",
        "+> **What grew in bed 5?**",
    ]
    assert "nothing written yet" in err
    assert Path("a.md").read_bytes() == DAMAGED.encode()


def test_when_asked_it_is_written_and_then_nothing_is_left(capsys: pytest.CaptureFixture[str]) -> None:
    """Answers and ticks are as they were."""
    code, out, err = _repair(capsys, "--template", "template.md", "--write", "a.md")
    assert (code, "+> **What grew" in out, err) == (0, True, "exam-tui: a.md: repaired.\n")
    assert Path("a.md").read_bytes() == MENDED.encode()
    os.utime("a.md", ns=(1, 1))
    code, out, err = _repair(capsys, "--template", "template.md", "--write", "a.md")
    assert (code, out, err) == (0, "", "exam-tui: a.md: nothing to repair.\n")
    assert Path("a.md").stat().st_mtime_ns == 1


def test_a_missing_question_comes_back_and_is_said_to(capsys: pytest.CaptureFixture[str]) -> None:
    """With its placeholder."""
    Path("a.md").write_bytes(report().partition("### Question 26\n")[0].encode())
    code, _, err = _repair(capsys, "--template", "template.md", "--write", "a.md")
    assert code == 0
    assert "exam-tui: Question 26 was missing: restored, unanswered.\n" in err
    assert placeholder(26).encode() in Path("a.md").read_bytes()


def test_what_is_only_shown_is_not_said_to_be_done(capsys: pytest.CaptureFixture[str]) -> None:
    """Lines that go are in the file still; once they are out, that is said."""
    ours = "".join(f"Our line {number} was taken out.\n" for number in range(30))
    damaged = DAMAGED.replace("## Group\n", f"{ours}\n## Group\n").encode()
    Path("a.md").write_bytes(damaged)
    _, _, err = _repair(capsys, "a.md", "--template", "template.md")
    assert err.startswith("exam-tui: a.md: --write would do this:\n")
    assert " is not in the template and is removed: Our line 0 was taken out.\n" in err
    assert " more lines that are not in the template are removed; the diff shows them.\n" in err
    assert "and was taken" not in err
    assert err.endswith("exam-tui: a.md: nothing written yet; --write writes it.\n")
    assert Path("a.md").read_bytes() == damaged
    _, _, err = _repair(capsys, "a.md", "--template", "template.md", "--write")
    assert " is not in the template and is removed: Our line 0 was taken out.\n" in err
    assert "would" not in err


def test_what_was_written_is_exit_code_0_though_something_is_left(capsys: pytest.CaptureFixture[str]) -> None:
    """What is left is said; without --write, and where nothing more can be done, the code is 1."""
    Path("a.md").write_bytes(DAMAGED.replace("* [x] Buy", "* [x] Dance\n* [x] Buy").encode())
    assert _repair(capsys, "--template", "template.md", "a.md")[0] == 1
    code, _, err = _repair(capsys, "--template", "template.md", "--write", "a.md")
    assert code == 0
    assert "1 task of your own, not in the template, kept in place: “dance”" in err
    assert Path("a.md").read_bytes() == MENDED.replace("* [x] Buy", "* [x] Dance\n* [x] Buy").encode()
    code, _, err = _repair(capsys, "--template", "template.md", "--write", "a.md")
    assert code == 1, "nothing was written, and there is still something that repair cannot do"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("* [x] Buy seeds (M2)", "We were given all seeds.", "replaced by its text"),
        ("* [ ] Rent a plot (M1)", "Rent no plot at all.", "replaced by its text"),
        ("Keep the dashes out.", "Our group kept all dashes in.", "replaced by its text"),
        ("## Group\n", "Our line was taken out.\n\n## Group\n", "removed"),
    ],
)
def test_a_line_in_whose_place_other_text_comes_is_replaced(
    capsys: pytest.CaptureFixture[str], before: str, after: str, said: str
) -> None:
    text = report().replace(before, after)
    assert text != report()
    Path("a.md").write_bytes(text.encode())
    _, _, err = _repair(capsys, "--template", "template.md", "a.md")
    assert f" is not in the template and is {said}: {after.split(chr(10), maxsplit=1)[0]}\n" in err


def test_nothing_is_written_where_nothing_can_be_repaired(capsys: pytest.CaptureFixture[str]) -> None:
    """And it says why."""
    text = DAMAGED.replace("### Question 5\n", "<<<<<<< a\n### Question 5\n=======\n").replace(
        "### Question 6\n", ">>>>>>> b\n### Question 6\n"
    )
    Path("a.md").write_bytes(text.encode())
    code, out, err = _repair(capsys, "--template", "template.md", "--write", "a.md")
    assert (code, out) == (1, "")
    assert err.startswith("exam-tui: Nothing was repaired: a git merge conflict")
    assert Path("a.md").read_bytes() == text.encode()


def test_a_template_with_answers_gives_none_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    """Another group's report may be at hand, and its words are not ours."""
    Path("other.md").write_bytes(report({26: "Their words."}).encode())
    Path("a.md").write_bytes(report().partition("### Question 26\n")[0].encode())
    _repair(capsys, "--template", "other.md", "--write", "a.md")
    mended = Report.load("a.md")
    assert mended.question(26).state == "unanswered"
    assert (mended.question(5).answer, mended.tasks[0].done) == (GOOD, False)


def test_without_a_template_it_says_how_to_get_one(capsys: pytest.CaptureFixture[str]) -> None:
    """Outside git nobody knows how the file began."""
    code, out, err = _repair(capsys, "a.md")
    assert (code, out) == (2, "")
    assert "--template FILE" in err
    assert "https://" in err


@needs_git
def test_the_template_is_found_in_the_files_history(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """And the report without a name; it says which version it took."""
    own_settings_only(monkeypatch)
    repo = Repo.init(tmp_path / "group")
    repo.write("reports/README.md", template())
    repo.commit("template")
    repo.write("reports/README.md", DAMAGED)
    repo.commit("answers")
    monkeypatch.chdir(repo.root)
    code, out, err = _repair(capsys, "--write")
    assert code == 0
    assert "+> **What grew in bed 5?**" in out
    assert "exam-tui: Template: the file's first version in git (" in err
    assert Path("reports/README.md").read_bytes() == MENDED.encode()


def _history(root: Path, monkeypatch: pytest.MonkeyPatch, *versions: str) -> None:
    """Make a repository whose report had some versions, and go there."""
    own_settings_only(monkeypatch)
    repo = Repo.init(root / "group")
    for number, version in enumerate(versions):
        repo.write(NAME, version)
        repo.commit(str(number))
    monkeypatch.chdir(repo.root)


ANSWERS = {number: f"In bed {number} we grew {number} rows of beans." for number in range(5, 27)}
BARE = report(ANSWERS).replace(">\n> Example:\n> *In bed ... grew ...*\n", "")
"""A report whose prompts lost their samples, more than half of them."""


@needs_git
def test_a_version_that_lost_a_question_for_a_while_is_not_the_template(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The first version is, as it was handed out; a second run changes nothing."""
    know(monkeypatch)
    lost = BARE.partition("### Question 15\n")[0] + "### Question 16\n" + BARE.partition("### Question 16\n")[2]
    _history(tmp_path, monkeypatch, template(), lost, BARE)
    code, _, err = _repair(capsys, "--write")
    assert code == 0
    assert "Template: the file's first version in git" in err
    assert Path(NAME).read_text(encoding="utf-8") == report(ANSWERS)
    assert _repair(capsys, "--write")[:2] == (0, "")


@needs_git
def test_a_first_version_without_its_first_marker_costs_neither_checklist_nor_question(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It was typed over, and is back: nothing of the report is taken out."""
    know(monkeypatch)
    spoilt = template().replace("> Answer:\n", "", 1)
    now = report(ANSWERS).replace("* [ ] Rent a plot (M1)", "* [x] Rent a plot (M1) [done]")
    _history(tmp_path, monkeypatch, spoilt, now)
    for _ in range(2):
        _repair(capsys, "--write")
        assert Path(NAME).read_text(encoding="utf-8") == now


@needs_git
def test_nothing_is_written_that_the_courses_check_would_say_less_of(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Words above `Answer:` would make the answer too long; it says which one."""
    know(monkeypatch)
    now = report().replace(
        "*In bed ... grew ...*\n>\n> Answer:",
        "*In bed ... grew ...*\n\nAnd beans, and peas, and a row of kale.\n\n> Answer:",
        1,
    )
    _history(tmp_path, monkeypatch, template(), now)
    code, out, err = _repair(capsys, "--write")
    assert (code, out) == (1, "")
    assert (
        "Nothing was repaired: that would leave 23 words in question 3; the course's check wants 5 to 20 words." in err
    )
    assert Path(NAME).read_text(encoding="utf-8") == now


def test_what_the_file_held_is_kept_for_the_history(capsys: pytest.CaptureFixture[str]) -> None:
    """As with every save; `history` gives it back."""
    _repair(capsys, "--template", "template.md", "--write", "a.md")
    assert [version.data for version in history_of(Path("a.md"))] == [DAMAGED.encode()]
    assert main(["history", "a.md", "--restore", "1", "--write"]) == 0
    assert Path("a.md").read_bytes() == DAMAGED.encode()


def test_a_look_at_what_would_be_repaired_keeps_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """Nor does a report that is fine."""
    _repair(capsys, "--template", "template.md", "a.md")
    Path("a.md").write_bytes(MENDED.encode())
    _repair(capsys, "--template", "template.md", "--write", "a.md")
    assert history_of(Path("a.md")) == []


def test_without_git_the_edition_is_named_and_what_to_give(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fingerprints know which template it was, and have no text of it."""
    know(monkeypatch)
    code, out, err = _repair(capsys, "a.md")
    assert (code, out) == (2, "")
    assert err.startswith(
        "exam-tui: a.md was made from the template of short, whose text is not available: git has no "
    )
    assert "--template FILE" in err
    assert "https://github.com/SkafteNicki/dtu_mlops/commits/main/reports/README.md" in err


def test_text_that_check_finds_as_handed_out_needs_no_repair(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether a template is at hand or not."""
    know(monkeypatch)
    Path("a.md").write_bytes(MENDED.encode())
    code, out, err = _repair(capsys, "a.md", "--write")
    assert (code, out) == (0, "")
    assert err.split("\n") == [
        "exam-tui: The text is that of the template of short.",
        "exam-tui: a.md: nothing to repair.",
        "",
    ]
    know(monkeypatch, **{str(number): template().replace("in bed", f"in bed {number}") for number in range(2)})
    first, second = (template().replace("in bed", f"in bed {number}") for number in range(2))
    half = first.index("### Question 14\n")
    Path("a.md").write_bytes((first[:half] + second[second.index("### Question 14\n") :]).encode())
    assert _repair(capsys, "a.md")[0] == 0


def test_what_the_named_template_has_otherwise_is_put_back(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the report has the text of another edition: `check --template` names that too."""
    newer = template().replace("in bed 9", "in your bed 9")
    know(monkeypatch, short=template(), newer=newer)
    Path("newer.md").write_bytes(newer.encode())
    Path("a.md").write_bytes(MENDED.replace("in bed 26", "in the bed 26").encode())
    assert main(["check", "-q", "--template", "newer.md", "a.md"]) == 0
    shown = capsys.readouterr().out
    assert "template-changed the template has “> **What grew in your bed 9?**” here" in shown
    code, out, err = _repair(capsys, "--template", "newer.md", "--write", "a.md")
    assert code == 0
    assert "+> **What grew in your bed 9?**" in out
    assert (
        "Question 9 had the text of another edition of the template. The report is closest to that of short.\n" in err
    )
    assert main(["check", "-q", "--template", "newer.md", "a.md"]) == 0
    assert "template-changed" not in capsys.readouterr().out


@needs_git
@pytest.mark.parametrize("group", sampled([1, 2, 0, 3], 1))
def test_without_a_template_check_and_repair_mean_the_same_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, corpus: Path, group: int
) -> None:
    """Real reports with their histories: what `check` names is mended, or named by `repair` too."""
    own_settings_only(monkeypatch)
    versions = sorted((corpus / "history" / f"group-{group}").glob("*.md"))
    repo = Repo.init(tmp_path / "group")
    for version in versions:
        repo.write(NAME, version.read_text(encoding="utf-8", errors="surrogateescape"))
        repo.commit(version.stem)
    monkeypatch.chdir(repo.root)
    for version in versions:
        answers = [(question.number, question.answer) for question in Report.load(version).questions]
        Path(NAME).write_bytes(version.read_bytes())
        named = _changes(capsys)
        code, _, err = _repair(capsys, NAME, "--write")
        now = Report.load(NAME)
        if not named and [number for number, _ in answers] == list(range(1, len(answers) + 1)):
            assert [(question.number, question.answer) for question in now.questions] == answers
            assert code == 0
        for question in _changes(capsys):
            assert "could not be repaired" in err or "Nothing was repaired" in err, (version, question)


def _changes(capsys: pytest.CaptureFixture[str]) -> list[str]:
    main(["check", "-q", NAME])
    return [line for line in capsys.readouterr().out.split("\n") if "template-changed" in line]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["a.md", "template.md"], "one report"),
        (["--nosuch", "a.md"], "nknown option"),
        (["--template"], "template"),
        (["nosuch.md"], "does not exist"),
        (["a.md", "--template", "nosuch.md"], "nosuch.md"),
        (["a.md", "--template", "empty.md"], "empty.md is empty"),
        (["empty.md", "--template", "template.md"], "empty.md is empty"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_2(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that is no report is never made one."""
    Path("empty.md").write_bytes(b"")
    code, out, err = _repair(capsys, *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert words in err.lower()
    assert Path("empty.md").read_bytes() == b""


def test_a_read_only_file_stays_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    """Though it was asked to be written."""
    Path("a.md").chmod(0o444)
    try:
        code, _, err = _repair(capsys, "a.md", "--template", "template.md", "--write")
    finally:
        Path("a.md").chmod(0o644)
    assert code == 2
    assert "a.md is read-only. Nothing was repaired." in err
    assert Path("a.md").read_bytes() == DAMAGED.encode()


def test_hundreds_of_notes_are_not_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """Their number is."""
    five = report().partition("### Question 5\n")[2].partition("### ")[0]
    Path("a.md").write_bytes((report() + f"\n### Question 5\n{five}" * 100).encode())
    _, _, err = _repair(capsys, "a.md", "--template", "template.md")
    assert err.count("Duplicate question") == 40
    assert "… and 60 more of that kind." in err


def test_the_process_shows_and_writes(run: Run) -> None:
    """From the shell."""
    assert run("repair", "a.md", "--template", "template.md").returncode == 1
    assert run("repair", "a.md", "--template", "template.md", "--write").returncode == 0
    assert b"--write" in run("repair", "-h").stdout
