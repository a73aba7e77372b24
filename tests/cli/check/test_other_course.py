"""`check` on a report of another course: its limits in other words, open ends and targets among them."""

import json
from pathlib import Path

import pytest

from exam_tui.cli.main import main

SEEDS = "We sowed lettuce in the first bed and radishes in both of the others."
REPORT = f"""# Garden report, course 54321 Growing Things

## Beds

### Question 1

> **Who gardens?**
>
> Answer:

Group 4

### Question 2

> **What did you sow?**
>
> Answer length: at least 10 words.
>
> Answer:

{SEEDS}

### Question 3

> **How did you water?** Answer in between 3 and 6 words.
>
> Answer:

With rain from a barrel.

## Harvest

### Question 4

> **Show the harvest. Include at least 2 figures.**
>
> Answer length: approximately 1,000 words + at least 2 figures.
>
> Answer:

Three baskets.

![one](figures/one.png) ![two](figures/two.png) ![three](figures/three.png)

### Question 5

> **What next?**
>
> Word limit: 12
>
> Answer:

More lettuce.

### Question 6

> **Draw the beds. Include exactly one figure.** Last year we asked for 200 words here.
>
> Answer:

![beds](figures/one.png)
"""
IMAGE = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    """Write the report and its images."""
    (tmp_path / "figures").mkdir()
    for name in ("one", "two", "three"):
        (tmp_path / "figures" / f"{name}.png").write_bytes(IMAGE)
    path = tmp_path / "garden.md"
    path.write_text(REPORT, encoding="utf-8")
    return path


def _check(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(["check", *arguments, "garden.md"])
    return code, capsys.readouterr().out


@pytest.mark.usefixtures("garden")
def test_no_answer_is_outside_a_limit(capsys: pytest.CaptureFixture[str]) -> None:
    """Each limit is shown as it was meant, a target beside the count; there is no verdict of a course's check."""
    code, out = _check(capsys)
    assert code == 0
    rows = [line for line in out.split("\n") if line.startswith("  ")]
    assert ["✓" in row for row in rows] == [True] * 6
    for row, shown in zip(rows, ("2 words ", "10+", "3–6", "about 1000", "up to 12", "exactly 1"), strict=True):
        assert shown in row
    assert "3 images 2+" in rows[3]
    assert "6 of 6 questions done, no errors, no warnings." in out
    assert "course's check" not in out


@pytest.mark.usefixtures("garden")
def test_json_has_null_for_an_open_end_and_names_a_target(capsys: pytest.CaptureFixture[str]) -> None:
    """As the pages on the format promise."""
    code, out = _check(capsys, "--format", "json")
    questions = json.loads(out)["reports"][0]["questions"]
    assert code == 0
    assert [question["limits"] for question in questions] == [
        {"words": None, "images": None},
        {"words": {"min": 10, "max": None}, "images": None},
        {"words": {"min": 3, "max": 6}, "images": None},
        {"words": {"target": 1000}, "images": {"min": 2, "max": None}},
        {"words": {"min": 0, "max": 12}, "images": None},
        {"words": None, "images": {"min": 1, "max": 1}},
    ]
    assert {question["state"] for question in questions} == {"passing"}


def test_answers_outside_are_told_by_the_end_that_there_is(garden: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Too short for a minimum, too long for a maximum, too few images; the same in all formats."""
    text = REPORT.replace(SEEDS, "Only peas.").replace("More lettuce.", "More " * 14)
    garden.write_text(text.replace(" ![two](figures/two.png) ![three](figures/three.png)", ""), encoding="utf-8")
    said = [
        "too-short", "2 of at least 10 words, 8 more", "The question asks for at least 10 words.",
        "too-long", "14 of at most 12 words, 2 too many", "The question asks for at most 12 words.",
        "too-few-images", "1 of at least 2 images, 1 more",
    ]  # fmt: skip
    for style in ("text", "github", "json"):
        code, out = _check(capsys, "--format", style)
        assert code == 1
        assert [part for part in said if part not in out] == [], style
    rows = [line for line in _check(capsys)[1].split("\n") if line.startswith("  ") and "words" in line]
    assert any("▼ 2   2 words  10+" in row and "8 more words" in row for row in rows)
    assert any("1 image  2+" in row and "1 more image" in row for row in rows)
    assert any("▲ 5  14 words  up to 12" in row and "2 words too many" in row for row in rows)


DANISH = """# Rapport, kursus 54321

### {heading} 1

> **Beskriv haven.**
>
> Længde: mindst 100 og højst 200 ord.
>
> Svar:

Den er grøn.
"""


@pytest.mark.parametrize("heading", ["Opgave", "Spørgsmål"])
def test_a_template_in_another_language_is_refused(
    heading: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its questions are not known as such: the sentence says what a report's are like."""
    (tmp_path / "garden.md").write_text(DANISH.format(heading=heading), encoding="utf-8")
    assert main(["check", "garden.md"]) == 2
    err = capsys.readouterr().err
    assert "garden.md holds no question" in err
    assert "headings such as “### Question 1”, each with an “Answer:”" in err
