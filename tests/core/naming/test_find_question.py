"""The question that is meant by a number, a name, or words."""

import pytest

from exam_tui.core.naming.find_question import find_question
from exam_tui.core.report.report import Report

_PROMPTS = {
    4: "Describe the soil sample.",
    5: "Describe the greenhouse soil. Is it wet?",
    7: "Which tools did you use?",
    9: "Describe the old well with stones.",
}


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        ("4", 0), ("07", 2), (" 9 ", 3), ("6", None), ("0", None), ("", None), ("9" * 5000, None),
        ("soil sample", 0), ("soil", 0), ("greenhouse", 1), ("soil green", 1), ("SOIL", 0), ("ouse", 1), ("tool", 2),
        ("wet", 1), ("stones with", 3), ("soil stones", None), ("swamp", None),
    ],
)  # fmt: skip
def test_a_question_is_found(wanted: str, index: int | None) -> None:
    """By its number, then by its name, then by its prompt; the nearest match of all."""
    text = "".join(f"### Question {n}\n> {prompt}\n>\n> Answer:\n\nx\n\n" for n, prompt in _PROMPTS.items())
    assert find_question(Report.from_bytes(text.encode()).questions, wanted) == index
