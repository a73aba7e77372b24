"""`check` on real hand-ins: what the course's checker really said of them. Only where they are at hand."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from exam_tui.cli.check.checked_file import check_file
from exam_tui.cli.check.json_format import file_facts
from exam_tui.cli.main import main


def _truth(corpus: Path) -> list[dict[str, Any]]:
    with (corpus / "checker-truth.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@pytest.fixture
def outside_git(corpus: Path, tmp_path: Path) -> Path:
    """Return the folder where it is in no repository: there is no history to look for a template in."""
    return Path(shutil.copytree(corpus, tmp_path / "corpus", ignore=shutil.ignore_patterns("merges")))


def test_the_json_says_what_the_courses_checker_said(outside_git: Path) -> None:
    """Whether it stops and every count; the complaints too where the file's limits are the checker's own."""
    truths = _truth(outside_git)
    assert truths
    for truth in truths:
        facts: Any = file_facts(check_file(str(outside_git / truth["report"])))
        checker = facts["checker"]
        assert (checker["error"] is None) == (truth["error"] is None), truth["report"]
        assert truth["error"] or checker["counts"] == truth["counts"], truth["report"]
        assert truth["error"] or _complaints(checker["failed"], facts, truth) == _complaints(
            truth["failed"], facts, truth
        ), truth["report"]


def _complaints(failed: list[dict[str, Any]], facts: dict[str, Any], truth: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the complaints, but for words where the file's limits are not the checker's."""
    ours = {str(question["number"]): question["limits"]["words"] for question in facts["questions"]}
    theirs = {number: limit and {"min": limit[0], "max": limit[1]} for number, limit in truth["word_limits"].items()}
    return [
        complaint
        for complaint in failed
        if complaint["kind"] != "words"
        or ours.get(str(complaint["question"])) == theirs.get(str(complaint["question"]))
    ]


def test_every_report_gives_an_answer_in_every_format(outside_git: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No file stops the others, no line holds what a terminal would act on."""
    files = sorted(str(path) for path in outside_git.glob("reports/*.md"))
    for arguments in ([], ["--format", "github"], ["--format", "json"], ["-q"]):
        assert main(["check", *arguments, *files]) == 1
        shown = capsys.readouterr()
        assert not shown.err
        assert all(char.isprintable() or char == "\n" for char in shown.out)
