"""What questions are called: those of the course by names made by hand, all others by their prompts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_tui.core.course import COURSE
from exam_tui.core.naming import short_names as module
from exam_tui.core.naming.noun_phrases import LONGEST_NAME
from exam_tui.core.naming.short_names import question_fingerprint, short_names, table_of_names
from exam_tui.core.report.report import Report
from tests.conftest import real_files

_NAMES_OF_31 = (
    "group number", "study numbers", "extra packages", "dependencies", "code structure", "code quality", "unit tests",
    "code coverage", "branches and PRs", "DVC", "continuous integration", "config files", "reproducibility",
    "experiment tracking", "Docker", "debugging", "GCP services", "Compute Engine", "GCP bucket", "artifact registry",
    "build history", "cloud training", "API", "deployment", "API tests", "monitoring", "cloud credits",
    "anything extra", "architecture", "struggles", "contributions",
)  # fmt: skip
_NAMES_OF_27 = (
    "group number", "study numbers", "framework", *_NAMES_OF_31[3:19], "container registry", "build history",
    "deployment", "monitoring", "cloud credits", "architecture", "struggles", "contributions",
)  # fmt: skip


def _report(*prompts: str) -> Report:
    asked = enumerate(prompts, 1)
    text = "".join(f"### Question {n}\n> **{prompt}**\n>\n> Answer:\n\nNo.\n\n" for n, prompt in asked)
    return Report.from_bytes(f"# Garden\n\n{text}".encode())


def _names(*prompts: str) -> tuple[str, ...]:
    return short_names(_report(*prompts).questions)


@pytest.fixture
def garden(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let two questions of our own be the only ones that have names."""
    soil, fence = (question_fingerprint(text) for text in ("Which soil is yours", "Show us it"))
    monkeypatch.setattr(module, "COURSE", COURSE._replace(names=f"\n  {soil} clay soil\n  {fence} Fence of oak\n"))
    module._names_of_course.cache_clear()
    yield
    module._names_of_course.cache_clear()


@pytest.mark.usefixtures("garden")
@pytest.mark.parametrize(
    "prompt",
    [
        "Which soil is yours?",
        "Which *soil*\n> is yours?",
        "Which _soil_ is `yours`? And why? Explain.",
        "which soil is yours.",
        "Which [soil](figures/soil.png) is yours",
    ],
)
def test_a_known_question_has_its_name_whatever_a_formatter_did(prompt: str) -> None:
    """Its first sentence counts: its words, not its emphasis and lines, nor what was added below."""
    assert _names("What else?", prompt, "Show us it.") == ("what else", "clay soil", "Fence of oak")


@pytest.mark.usefixtures("garden")
def test_a_known_question_keeps_its_name_where_others_would_have_it() -> None:
    """They come first in the file, and give way; two of one prompt are told apart."""
    assert _names("Describe the clay soil", "Which soil is yours?", "Which soil is yours?") == (
        "clay soil 3",
        "clay soil",
        "clay soil 2",
    )


def test_a_question_is_not_called_what_another_one_is() -> None:
    """The next phrase of its prompt says more than a number; a number is there in the end."""
    assert _names("Describe the soil.", "Describe the soil of the greenhouse.", "Describe the soil!", "The SOIL?") == (
        "soil",
        "greenhouse",
        "soil 2",
        "SOIL 3",
    )
    assert _names("Tell the soil.", "Tell the soil 2.", "Tell the soil.") == ("soil", "soil 2", "soil 3")


def test_a_prompt_without_a_noun_lends_its_first_words() -> None:
    """Whole ones; a question without a prompt has no name."""
    assert _names("What did you do?", "What did you do when it was over?", "", "Why?") == (
        "what did you do",
        "what did you do when it",
        "",
        "why",
    )
    assert _names("?" * 99, "What w" + "o" * 40) == ("", "what")
    assert len(_names("W" + "o" * 99)[0]) == LONGEST_NAME


@given(st.lists(st.text(alphabet="aAbeE ?.*_2\n&/-", max_size=40), min_size=1, max_size=8))
def test_no_two_names_of_a_report_are_alike(prompts: list[str]) -> None:
    """In any letters; each is short but for its number."""
    names = [name for name in _names(*(" ".join(prompt.split()) for prompt in prompts)) if name]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(len(name) <= LONGEST_NAME + len(" 99") for name in names)


def test_thousands_of_questions_with_one_prompt_have_names() -> None:
    """Each number is tried once."""
    names = _names(*["Why?"] * 3000)
    assert names[-1] == "why 3000"


def test_the_names_made_by_hand_are_short_and_small() -> None:
    """They fit beside a number in a list; only proper names have capitals."""
    lines = [line.split(maxsplit=1) for line in COURSE.names.strip().split("\n")]
    assert len({fingerprint for fingerprint, _ in lines}) == len(lines)
    for _, name in lines:
        assert 0 < len(name) <= LONGEST_NAME
        assert name[0].islower() or name in {
            "DVC",
            "Docker",
            "GCP services",
            "GCP bucket",
            "Compute Engine",
            "API",
            "API tests",
        }


def test_the_command_prints_a_line_a_question(tmp_path: Path) -> None:
    """For a new template: which questions have no name yet is seen at once."""
    (tmp_path / "garden.md").write_bytes(_report("Which soil?").to_bytes())
    printed = question_fingerprint("Which soil?")
    assert list(table_of_names([str(tmp_path / "garden.md")])) == [f"{printed} 1 soil"]


@pytest.mark.parametrize("path", real_files("templates/*.md", "editions/*.md"), ids=lambda path: path.stem)
def test_all_questions_of_every_known_edition_have_the_names_made_for_them(path: Path) -> None:
    """Whatever their numbers."""
    names = short_names(Report.load(path).questions)
    if len(names) == len(_NAMES_OF_27):
        registry = "artifact registry" if "artifact registry" in names else "container registry"
        assert names == tuple(registry if name == "container registry" else name for name in _NAMES_OF_27)
    else:
        third = "framework" if "framework" in names else "extra packages"
        assert names == tuple(third if name == "extra packages" else name for name in _NAMES_OF_31)


@pytest.mark.parametrize("path", real_files("reports/*.md"), ids=lambda path: path.stem)
def test_real_reports_have_the_names_of_their_questions(path: Path) -> None:
    """What a group changed in a prompt is below its first sentence, or its question keeps a noun of its own."""
    report = Report.load(path)
    names = short_names(report.questions)
    by_hand = {line.split(maxsplit=1)[1] for line in COURSE.names.strip().split("\n")}
    assert len(set(names)) == len(names)
    assert len(by_hand.intersection(names)) >= len(names) - 1
