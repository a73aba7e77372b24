"""Proofreading a report: what is found, which words it knows, what is ignored, and how it is without the library."""

import os
import subprocess
from pathlib import Path

import pytest

from exam_tui.core.report.report import Report
from exam_tui.errors import ProofreadError
from exam_tui.proofread import harper
from exam_tui.session import proofreading
from exam_tui.session.proofreading import LONGEST, Proofreader
from exam_tui.session.report_words import ReportWords, repository_words, single_words
from tests.proofread.conftest import folders, needs_harper

__all__ = ["folders"]

REPORT = """# Report

### Week 1
* [ ] Use the trainr (M1)

### Question 1
> **How did you use the modeel?**
>
> Answer:

ANSWER
"""


def report(answer: str = "We use it.") -> Report:
    return Report.from_bytes(REPORT.replace("ANSWER", answer).encode())


def reader(folder: Path, answer: str = "We use it.") -> Proofreader:
    return Proofreader(folder / "README.md", report(answer))


def marked(reader: Proofreader, text: str) -> list[str]:
    return [text[remark.start : remark.end] for remark in reader.remarks(text).remarks]


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Return a repository with a file in git and a project."""
    git(tmp_path, "init", "-q")
    (tmp_path / "dataloadr.py").write_text("", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "modelz"\n', encoding="utf-8")
    git(tmp_path, "add", ".")
    return tmp_path


@needs_harper
def test_a_remark_names_its_place_and_what_may_stand_there(tmp_path: Path) -> None:
    text = "🎉 We use an enviroment for the the tests."
    found = reader(tmp_path).remarks(text)
    assert [(text[remark.start : remark.end], remark.kind) for remark in found.remarks] == [
        ("enviroment", "spelling"),
        ("the the", "grammar"),
    ]
    assert found.remarks[0].replacements[0] == "environment"
    assert (found.language_note, found.cut) == (None, False)


@needs_harper
def test_the_words_of_the_report_are_known(tmp_path: Path) -> None:
    """Those of prompts and checklist, and names in code, links and files, of other answers too."""
    own = reader(tmp_path, "We run `python enviroment.py` and read [it](https://a.b/architechture).")
    assert marked(own, "The trainr, the modeel, the enviroment and the architechture of dependecies.") == [
        "dependecies"
    ]
    own.knows(report())
    assert marked(own, "The trainr, the enviroment of dependecies.") == ["enviroment", "dependecies"]


@needs_harper
def test_a_word_that_the_answers_have_often_is_a_name_unless_another_is_only_a_letter_away(tmp_path: Path) -> None:
    own = reader(tmp_path, "The modelica and the enviroment. The modelica and the enviroment: modelica, enviroment.")
    assert marked(own, "A modelica in the enviroment.") == ["enviroment"]
    assert marked(reader(tmp_path), "A modelica in the enviroment.") == ["modelica", "enviroment"]


@needs_harper
def test_words_of_the_template_are_offered_first() -> None:
    """They are what the writer is likely to mean."""
    own = Proofreader(
        None, Report.from_bytes(REPORT.replace("modeel", "training").replace("trainr", "trainer").encode())
    )
    assert own.remarks("The tranining of it.").remarks[0].replacements[0] == "training"
    assert own.remarks("We had it. Trainingg of it.").remarks[0].replacements[0] == "Training"


@needs_harper
def test_the_words_of_the_repository_and_of_both_lists_are_known(clone: Path) -> None:
    own = reader(clone)
    assert marked(own, "The dataloadr of the modelz has frobniks and an enviroment.") == ["enviroment"]
    assert own.add_word("enviroment") == f"enviroment was added to {own.words_path('me')}."
    assert own.add_word("Architechture's", "group") == f"Architechture was added to {clone / '.exam-tui.words'}."
    assert own.add_word("architechture", "group") == f"architechture is already in {clone / '.exam-tui.words'}."
    assert marked(own, "The enviroment has an architechture and dependecies.") == ["dependecies"]
    assert own.problems == ()


@needs_harper
@pytest.mark.skipif(os.name == "nt", reason="links need a right on Windows")
def test_a_list_that_is_refused_is_a_problem_and_the_rest_counts(
    clone: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other") / "words"
    other.write_text("enviroment\n", encoding="utf-8")
    (clone / ".exam-tui.words").symlink_to(other)
    own = reader(clone)
    own.add_word("architechture")
    assert marked(own, "The enviroment has an architechture.") == ["enviroment"]
    assert len(own.problems) == 1
    assert "is a link" in own.problems[0]


def test_the_words_of_a_repository_are_read_once_and_without_following_links(clone: Path) -> None:
    """Without a repository there are none."""
    assert {"dataloadr", "modelz"} <= repository_words(clone / "README.md")
    (clone / "pyproject.toml").unlink()
    (clone / "pyproject.toml").symlink_to(clone / "elsewhere.toml") if os.name != "nt" else None
    (clone / "elsewhere.toml").write_text("name = 'elsewhere'", encoding="utf-8")
    assert "elsewhere" not in repository_words(clone / "README.md")
    assert repository_words(None) == frozenset()


def test_words_that_are_joined_count_alone_too() -> None:
    assert list(single_words("myDataLoader snake_case x1")) == ["mydataloader", "my", "data", "loader", "snake", "case"]
    assert ReportWords(report("`aname` and a word")).known >= {"trainr", "modeel", "aname"}


def test_the_group_has_a_list_in_a_repository_alone(tmp_path: Path) -> None:
    own = reader(tmp_path)
    assert own.words_path("group") is None
    with pytest.raises(ProofreadError, match="not in a git repository"):
        own.add_word("word", "group")
    with pytest.raises(ProofreadError, match="not in a git repository"):
        own.add_merge_hint()
    assert own.merge_hint() is None


def test_git_can_be_told_to_merge_the_groups_list(clone: Path) -> None:
    """Once it knows, nothing is offered."""
    own = reader(clone)
    assert own.merge_hint() == ".exam-tui.words merge=union"
    assert ".gitattributes" in own.add_merge_hint()
    assert (clone / ".gitattributes").read_bytes() == b".exam-tui.words merge=union\n"
    assert own.merge_hint() is None


@needs_harper
def test_what_is_ignored_stays_so_in_its_sentence_alone(tmp_path: Path) -> None:
    """Also for who opens the report later; white space does not count."""
    text = "We use an enviroment. It is an enviroment too."
    own = reader(tmp_path)
    first, second = own.remarks(text).remarks
    own.ignore(text, first)
    assert own.remarks(text).remarks == (second,)
    text = "Now. We  use\nan enviroment. One enviroment!"
    assert [remark.start for remark in reader(tmp_path).remarks(text).remarks] == [text.rindex("env")]


@needs_harper
def test_a_text_above_the_bound_is_read_to_a_line_below_it(tmp_path: Path) -> None:
    text = "An enviroment.\n" + "We use it.\n" * (LONGEST // 11) + "An enviroment.\n"
    found = reader(tmp_path).remarks(text)
    assert [remark.start for remark in found.remarks] == [3]
    assert found.cut


@needs_harper
def test_an_answer_in_another_language_is_not_marked_and_that_is_said(tmp_path: Path) -> None:
    text = "Vi brugte DVC til at styre vores data, og det gjorde det nemt at dele modellerne i gruppen hver dag."
    found = reader(tmp_path).remarks(text)
    assert found.remarks == ()
    assert found.language_note == "This does not look like English, so it was not proofread."


def test_without_the_library_a_sentence_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is started for it."""
    monkeypatch.setattr(harper, "find_spec", lambda _name: None)
    monkeypatch.setattr(proofreading.READER, "start", lambda: pytest.fail("started"))
    assert not Proofreader.available()
    own = reader(tmp_path)
    own.start()
    with pytest.raises(ProofreadError, match="pip install harper-py"):
        own.remarks("text")
