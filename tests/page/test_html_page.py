"""The page's shape: one file, title, contents, questions, answers."""

import base64
import hashlib
import re
from pathlib import Path

import pytest

from exam_tui.core.findings.finding import Finding
from exam_tui.core.report.report import Report
from exam_tui.page.html_page import render_page
from exam_tui.page.top import CheckSummary
from tests.page.samples import EVERYTHING, answer_of, answers_in, page_of, png, report_of, texts, tree


@pytest.fixture
def everything(tmp_path: Path) -> str:
    """Return the page of a report that uses everything."""
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "boat.png").write_bytes(png())
    return render_page(Report.from_bytes(EVERYTHING.encode()), folder=tmp_path).html


def test_the_page_of_everything_has_no_parse_error(everything: str) -> None:
    """Strict html5lib raises at the first one."""
    assert tree(everything).tag == "html"


def test_the_same_input_gives_the_same_bytes() -> None:
    """No date, no random id, nothing kept from the page before."""
    report = Report.from_bytes(EVERYTHING.encode())
    first = render_page(report, folder=Path("/nonexistent"))
    assert render_page(report, folder=Path("/nonexistent")) == first
    assert render_page(Report.from_bytes(EVERYTHING.encode()), folder=Path("/nonexistent")) == first


def test_the_head_says_charset_language_title_and_viewport(everything: str) -> None:
    """The charset is within the first 1024 bytes, where browsers look."""
    root = tree(everything)
    assert everything.startswith("<!DOCTYPE html>\n")
    assert root.get("lang") == "en"
    assert everything.encode().index(b'<meta charset="utf-8">') < 1024
    assert [texts(title) for title in root.iter("title")] == ["Harbour report 2031"]
    assert any(meta.get("name") == "viewport" for meta in root.iter("meta"))


def test_the_policy_allows_the_page_its_own_style_and_nothing_else(everything: str) -> None:
    """The hash is of the very style in the page."""
    root = tree(everything)
    policy = next(meta.get("content") for meta in root.iter("meta") if meta.get("http-equiv"))
    style = next(root.iter("style")).text or ""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy is not None
    assert policy.startswith(f"default-src 'none'; img-src data:; style-src 'sha256-{digest}';")
    assert "unsafe" not in policy
    assert "\r" not in style


def test_there_is_no_style_or_event_attribute_and_no_script(everything: str) -> None:
    """The policy would stop them; the page must not need it."""
    root = tree(everything)
    assert not list(root.iter("script"))
    assert not [name for element in root.iter() for name in element.attrib if name == "style" or name[:2] == "on"]


def test_group_and_study_numbers_are_below_the_title(everything: str) -> None:
    """Taken from the answers to questions 1 and 2 of the course's template."""
    facts = next(tree(everything).iter("dl"))
    assert [(texts(name), texts(value)) for name, value in facts] == [
        ("Group", "Group 7"),
        ("Study numbers", "s000001, s000002"),
        ("Questions", "5 of 6 answered"),
    ]


def test_a_report_of_another_course_has_no_group(tmp_path: Path) -> None:
    """Question 1 is an essay there."""
    html = render_page(report_of("We sailed."), folder=tmp_path).html
    assert texts(next(tree(html).iter("header"))) == "Harbour report"


def test_front_matter_names_the_title_where_no_heading_does_and_what_else_it_says_is_shown() -> None:
    """Older templates have one."""
    html = page_of("x", top="---\ntitle: 'From YAML'\nlayout: default\n---\n").html
    root = tree(html)
    assert texts(next(root.iter("title"))) == "From YAML"
    assert texts(next(root.iter("h1"))) == "From YAML"
    assert texts(next(root.iter("main"))).startswith("layout: default Boats")


def test_words_between_dashes_on_top_are_not_front_matter() -> None:
    """Nothing of the text is lost."""
    assert "We are crew nine" in texts(next(tree(page_of("x", top="---\nWe are crew nine\n---\n").html).iter("main")))


def test_every_link_in_the_contents_has_its_heading(everything: str) -> None:
    """In nav, in the order of the file."""
    root = tree(everything)
    ids = {element.get("id") for element in root.iter() if element.get("id")}
    targets = [(link.get("href") or "")[1:] for link in next(root.iter("nav")).iter("a")]
    assert targets == [
        "checklist", "week-1", "week-2", "crew", "question-1", "question-2", "boats", "question-3",
        "question-4", "question-5", "question-5-1",
    ]  # fmt: skip
    assert ids.issuperset(targets)


def test_the_contents_name_the_questions() -> None:
    """By what they are about, as the editor's list does; a question without a prompt has its number alone."""
    asked = {1: "> **Describe the sail plan.**\n>\n", 2: "> Which R&D plan?\n>\n", 3: ""}
    text = "".join(f"### Question {n}\n{ask}> Answer:\n\nx\n\n" for n, ask in asked.items())
    contents = next(tree(render_page(Report.from_bytes(text.encode()), folder=Path("/nonexistent")).html).iter("nav"))
    assert [texts(link) for link in contents.iter("a")] == [
        "Question 1 · sail plan",
        "Question 2 · R&D plan",
        "Question 3",
    ]


def test_a_question_without_its_marker_has_its_place_on_the_page() -> None:
    """In the contents, with an answer of its own; its prompt is no answer's, and the rest of the marker stays."""
    text = report_of("One.", "Two.", "Three.").source
    for by in ("", "> Answr\n"):
        head, mark, rest = text.partition("### Question 2\n")
        assert "> Answer:\n" in rest
        lost = Report.from_bytes((head + mark + rest.replace("> Answer:\n", by, 1)).encode())
        html = render_page(lost, folder=Path("/nonexistent")).html
        assert [texts(answer) for answer in answers_in(html)] == ["Answer One.", "Answer Two.", "Answer Three."]
        targets = [link.get("href") for link in next(tree(html).iter("nav")).iter("a")]
        assert targets.count("#question-2") == 1
        assert ("Answr" in html) == bool(by)


def test_what_check_says_is_on_top_with_links_to_its_questions() -> None:
    """Where that is asked for: a sentence each, then the problems but for information, code as code."""
    findings = [
        Finding("task-mark", "warning", 3, 1, None, "on <top>", "Write `[x]`."),
        Finding("too-short", "error", 12, 1, 1, "`a|b` is too short", "Write more."),
        Finding("image-alt", "info", 13, 1, 1, "never said", "Say it."),
        Finding("question-missing", "error", 14, 1, 9, "it is gone", "Write it."),
    ]
    summary = CheckSummary(["One of `two`.", "The rest."], findings)
    root = tree(render_page(report_of("x", "y"), folder=Path("/nonexistent"), summary=summary).html)
    (section,) = (one for one in root.iter("section") if one.get("class") == "check")
    assert [texts(one) for one in section.iter("p")] == ["One of two.", "The rest."]
    assert [texts(one) for one in section.iter("li")] == [
        "Line 3: on <top>. Write [x].",
        "Question 1: a|b is too short. Write more.",
        "Question 9: it is gone. Write it.",
    ]
    assert [texts(one) for one in section.iter("code")] == ["two", "[x]", "a|b"]
    assert [one.get("href") for one in section.iter("a")] == ["#question-1"]


def test_the_title_is_a_heading_with_an_id_of_its_own() -> None:
    """As on GitHub: a link to it works, and a heading that reads the same has another one."""
    html = page_of("x", top="# Harbour report\n\n## Harbour report\n\n[up](#harbour-report)\n\n").html
    root = tree(html)
    assert next(root.iter("h1")).get("id") == "harbour-report"
    assert [one.get("id") for one in root.iter("h2") if texts(one) == "Harbour report"] == ["harbour-report-1"]


def test_no_id_occurs_twice(everything: str) -> None:
    """Neither among headings nor between them and the page's own elements."""
    ids = [element.get("id") for element in tree(everything).iter() if element.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("headings", "ids"),
    [
        (["#### Setup", "#### Setup", "#### Setup"], ["setup", "setup-1", "setup-2"]),
        (["#### Setup", "#### Setup-1", "#### Setup"], ["setup", "setup-1", "setup-2"]),
        (["#### What's **new** in `v1.2`?"], ["whats-new-in-v12"]),
        (["#### Blåbær & fløde"], ["blåbær--fløde"]),
        (["#### snake_case – dash"], ["snake_case--dash"]),
        (["#### !!!", "#### ???"], ["section", "section-1"]),
        (["#### Main", "#### Contents", "#### Report"], ["main", "contents", "report"]),
    ],
)
def test_headings_have_the_ids_that_github_gives_them(headings: list[str], ids: list[str]) -> None:
    """So that links to a section work in both places."""
    answer = answer_of(page_of("\n\n".join(headings)).html)
    assert [element.get("id") for element in answer if element.get("id")] == ids


def test_headings_in_an_answer_stand_below_their_question_without_gaps() -> None:
    """Otherwise a comment in code without a fence would be the page's largest heading."""
    answer = answer_of(page_of("# one\n\n### two\n\n###### three\n").html)
    assert [element.tag for element in answer if element.get("id")] == ["h4", "h5", "h6"]


def test_an_unanswered_question_says_so_and_hides_the_placeholder(everything: str) -> None:
    """In its place and in the contents."""
    root = tree(everything)
    boxes = answers_in(everything)
    assert texts(boxes[4]) == "Not answered yet"
    assert "fill here" not in texts(next(root.iter("body")))
    assert texts(next(root.iter("nav"))).count("not answered yet") == 1


def test_prompt_and_answer_stand_apart() -> None:
    """The marker itself is not shown: the box has a label."""
    html = page_of("We rowed.").html
    section = next(tree(html).iter("section"))
    heading, prompt, answer = list(section)
    assert (heading.get("id"), texts(prompt), texts(answer)) == ("question-1", "What did you do?", "Answer We rowed.")


@pytest.mark.parametrize(
    "text",
    [
        "### Question 1\n> **Boats?**\n> Answer: We rowed.\n",
        "### Question 1\n> **Boats?**\n> Answer:\n> We rowed.\n",
        "### Question 1\n> **Boats?**\n>\n> Answer:\nWe rowed.\n",
        "### Question 1\r\n> **Boats?**\r\n>\r\n> Answer:\r\n\r\nWe rowed.\r\n",
        "### Question 1\n> **Boats?**\n\nAnswer: We rowed.",
        "### Question 1\n> **Boats?** Answer: We rowed.",
        "### Question 1\n> **Boats?**\n> Answer:\n\n--- question 1 fill here ---\n\nWe rowed.",
        "Question 1\n---\n> **Boats?**\n> Answer:\n\nWe rowed.",
    ],
)
def test_an_answer_is_found_wherever_it_was_written(text: str) -> None:
    """After the marker, on its line, with or without the quote around it, after a placeholder."""
    html = render_page(Report.from_bytes(text.encode()), folder=Path("/nonexistent")).html
    assert texts(answer_of(html)) == "Answer We rowed."
    assert "Boats?" in texts(next(tree(html).iter("section")))


@pytest.mark.parametrize(
    "opening", ["```python\nrow(", "~~~\n", "<!-- we forgot", "<details>\n\n", "<script>", "> - x"]
)
def test_what_is_left_open_in_one_answer_does_not_reach_the_next(opening: str) -> None:
    """Each answer is read on its own."""
    boxes = answers_in(page_of(opening, "*second*").html)
    assert len(boxes) == 2
    assert [texts(element) for element in boxes[1].iter("em")] == ["second"]


def test_a_link_definition_serves_all_answers() -> None:
    """As on GitHub, where the file is one document."""
    html = page_of("See [the log][log].", "[log]: https://example.org/log").html
    assert [link.get("href") for link in answer_of(html).iter("a")] == ["https://example.org/log"]


def test_edits_are_on_the_page() -> None:
    """The page shows the report as it is now."""
    report = report_of(None, "old")
    report.set_answer(1, "We *rowed*.")
    boxes = answers_in(render_page(report, folder=Path("/nonexistent")).html)
    assert [texts(box) for box in boxes] == ["Answer We rowed.", "Answer old"]


def test_bytes_that_are_no_text_are_shown_as_replacement_characters() -> None:
    """The page is UTF-8 whatever the report is."""
    report = Report.from_bytes(b"# T\n\n### Question 1\n> Answer:\n\nbl\xe5b\xe6r \x00\x1b[31m \x85\n")
    html = render_page(report, folder=Path("/nonexistent")).html
    html.encode()
    assert texts(answer_of(html)) == "Answer bl\ufffdb\ufffdr \ufffd\ufffd[31m \ufffd"


@pytest.mark.parametrize("data", [b"", b"# Only a title", b"\xef\xbb\xbf", b"---\n", b"---\n---", b"\r", b"\x00"])
def test_a_file_without_questions_has_a_page_too(data: bytes) -> None:
    """`check` may say that it is no report; the page never fails."""
    assert tree(render_page(Report.from_bytes(data), folder=Path("/nonexistent")).html).tag == "html"


def test_week_totals_and_labelled_boxes(everything: str) -> None:
    """Boxes cannot be ticked; each is named by its task."""
    root = tree(everything)
    assert [texts(p) for p in root.iter("p") if p.get("class") == "tally"] == [
        "2 of 5 done", "2 of 4 done", "0 of 1 done",
    ]  # fmt: skip
    boxes = list(root.iter("input"))
    labelled = {box for label in root.iter("label") for box in label.iter("input")}
    assert all(box.get("disabled") is not None and box.get("type") == "checkbox" for box in boxes)
    assert all(box in labelled or box.get("aria-label") for box in boxes)
    labels = [(texts(label), next(label.iter("input")).get("checked")) for label in root.iter("label")]
    assert labels[:3] == [
        ("Paint the hull", ""), ("Mend the sail that was torn", None), ("small one", ""),
    ]  # fmt: skip
    assert "[/] half a mark" in texts(root)


def test_the_style_sheet_has_print_dark_and_narrow_rules() -> None:
    """What a browser does with them is shown in test_chromium."""
    style = re.search(r"<style>(.*?)</style>", page_of("x").html, re.DOTALL)
    assert style is not None
    for rule in ("@media print", "size: A4", "prefers-color-scheme: dark", "min-width"):
        assert rule in style[1]
