"""What is left to do, by effort."""

from exam_tui.core.findings.finding import Finding
from exam_tui.core.fixes.remaining_work import left_to_do
from tests.core.build import question, report_of

IMAGES = "> **Upload 1 to 2 images**\n>\n> Answer length: 5-6 words.\n>\n> Answer:"


def test_the_least_work_comes_first_and_finished_questions_are_left_out() -> None:
    report = report_of(
        question(1, "\n\nOne.\n\n"),
        question(2, "\n\nOne two three four five.\n\n"),
        question(3, "\n\nOne two three four.\n\n"),
        question(4, "\n\n" + "word " * 12 + "\n\n"),
        question(5, "\n\nOne two.\n\n", prompt=IMAGES),
    )
    left = left_to_do(report.questions)
    assert [(item.index, item.text) for item in left] == [
        (2, "1 more word"),
        (3, "2 words too many"),
        (0, "4 more words"),
        (4, "3 more words and 1 more image"),
    ]
    assert [item.short for item in left] == ["+1 word", "−2 words", "+4 words", "+3 words, +1 image"]


def test_an_open_limit_leaves_what_its_one_end_asks_for_and_a_target_nothing() -> None:
    wordings = ("at least 5 words", "at most 2 words", "at most 9 words", "about 300 words", "at least 2 figures")
    prompts = [f"> **Why?**\n>\n> Answer length: {wording}.\n>\n> Answer:" for wording in wordings]
    report = report_of(*(question(at, "\n\nOne two three.\n\n", prompt) for at, prompt in enumerate(prompts, 1)))
    left = left_to_do(report.questions)
    assert [(item.index, item.text) for item in left] == [
        (1, "1 word too many"),
        (0, "2 more words"),
        (4, "2 more images"),
    ]


def test_one_word_and_images_too_many() -> None:
    text = "One two three four five six [x](y) ![a](b) ![a](b) ![a](b)"
    report = report_of(question(1, f"\n\n{text}\n\n", prompt=IMAGES))
    assert left_to_do(report.questions)[0].text == "4 words too many and 1 image too many"


def test_an_unanswered_question_without_limits_needs_an_answer() -> None:
    report = report_of(question(1, "\n\n--- question 1 fill here ---\n\n", prompt="> **Who?**\n>\n> Answer:"))
    assert [(item.text, item.short) for item in left_to_do(report.questions)] == [("an answer", "an answer")]


def _problem(code: str) -> Finding:
    return Finding(code, "warning", 1, 1, None, "something", "Do it.")


def test_problems_and_open_tasks_are_left_to_do_where_every_question_passes() -> None:
    tasks = "* [ ] Write a test\n* [x] Draw a picture\n\n"
    report = report_of(tasks, question(1, "\n\nOne two three four five.\n\n"), question(2, "\n\nOne.\n\n"))
    missing, other = _problem("image-missing"), _problem("course-page")
    left = left_to_do(report.questions, {0: [missing, other], 1: [other], None: [other, other]}, report.tasks)
    assert [(item.index, item.what, item.text, item.short) for item in left] == [
        (1, "answer", "4 more words and 1 problem", "+4 words, 1 problem"),
        (None, "problems", "2 problems", "2 problems"),
        (None, "tasks", "1 task not done", "1 task not done"),
        (0, "answer", "1 missing image and 1 problem", "1 missing image, 1 problem"),
    ]
    assert left_to_do(report.questions[:1], {}, report.tasks[1:]) == []
