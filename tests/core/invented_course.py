"""The program of an invented course: `python -m tests.core.invented_course …` is its `exam-tui`.

Nothing of the package is changed but the table, before anything reads it.
"""

import sys
from typing import Final

from exam_tui.core import course
from exam_tui.core.course import Course, Form, PageFact

ANSWERS: Final = ("Allotment 9", "g12, g34", "Beans and peas.", "Card 12 dug.", "Nothing at all.")
_PROMPTS: Final = (
    "**Which allotment is yours?**",
    "**Enter the garden card of each gardener**",
    "**What grew there?**\n>\n> Answer length: 2-9 words.",
    "**Who did which tasks?**",
    "**What froze?**\n>\n> Answer length: 2-9 words.",
)
GARDEN: Final = Course(
    number="Garden school",
    title="Garden report",
    fewest_questions=9,
    forms=(Form(4, frozenset({1, 2, 4})), Form(5, frozenset({1, 2, 4}))),
    report_path="beds/garden.md",
    template_url="https://garden.example/template",
    template_file="https://garden.example/template.md",
    template_history="https://garden.example/history",
    stray=0.0,
    stray_texts=frozenset(),
    longest_stray=0,
    module=r"\[unit [0-9]\]",
    page_facts=(PageFact(1, "allotment", "Where"),),
    script_cut=9,
    members="garden card",
    member=r"\bg[0-9]{2}\b",
    member_digits=r"(?<![0-9])[0-9]{2}(?![0-9])",
    member_like=r"\bg?[0-9]{1,3}\b",
    member_form="`g` and two digits",
    member_sample="g12",
    contributions="tasks",
    editions="",
    between="",
    lines="",
    instructions=frozenset(),
    names="",
)


def garden(count: int = 4, answers: tuple[str, ...] = ANSWERS) -> str:
    """Return a report of the invented course with `count` questions."""
    head = "# Garden school\n\n* [ ] Rent a spade [unit 3]\n\n## All of it\n\n"
    questions = zip(range(1, count + 1), _PROMPTS, answers, strict=False)
    return head + "\n".join(f"### Question {n}\n\n> {ask}\n>\n> Answer:\n\n{said}\n" for n, ask, said in questions)


if __name__ == "__main__":
    vars(course)["COURSE"] = GARDEN._replace(editions=sys.argv[1], lines=sys.argv[2])
    from exam_tui.cli.main import main

    sys.exit(main(sys.argv[3:]))
