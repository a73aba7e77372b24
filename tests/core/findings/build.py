"""Reports written for these tests: a small course and, by name, one of the 27 questions that the checker knows."""

GOOD = "We grew tomatoes on the north side and measured their height every single day."
"""An answer of 14 words."""
PICTURE = "![tomatoes in a row](figures/tomatoes.png)"


def placeholder(number: int) -> str:
    """Return the placeholder of a question."""
    return f"--- question {number} fill here ---"


def prompt(number: int, *, last: int) -> str:
    """Return the prompt of a question, quote marks included; the first, second and last ones are special."""
    if number == 1:
        ask = "> **Which plot did you rent?**"
    elif number == 2:
        ask = "> **Enter the study number for each gardener**\n>\n> Example:\n>\n> *sXXXXXX*"
    elif number == 4:
        ask = "> **Upload 1 to 2 images of your plot.**"
    elif number == last:
        ask = "> **State the individual contributions of each gardener.**\n>\n> Answer length: 5-40 words."
    else:
        ask = (
            f"> **What grew in bed {number}?**\n>\n> Recommended answer length: 5-20 words.\n>\n"
            "> Example:\n> *In bed ... grew ...*"
        )
    return f"{ask}\n>\n> Answer:"


def report(answers: dict[int, str] | None = None, *, count: int = 27, course: bool = True) -> str:
    """Return a report that is fine but for the answers given; `count` questions, of the course or of another."""
    own = answers or {}
    parts = [f"# Report on {'02476 gardens' if course else 'a garden'}\n", "Keep the dashes out.\n", "## Tasks\n"]
    parts.append(
        "* [ ] Rent a plot (M1)\n* [x] Buy seeds (M2)\n* [ ] Water the plants every day, also at weekends\n    (M3)\n"
    )
    for number in range(1, count + 1):
        if number == 1:
            parts.append("## Group\n")
        elif number == 4:
            parts.append("## Beds\n\n> Now we ask about the beds.\n")
        usual = {
            1: "Plot 7",
            2: "s123456, s234567",
            4: PICTURE,
            count: "Gardener s123456 dug and s234567 watered all of it.",
        }
        answer = own.get(number, usual.get(number, GOOD))
        parts.append(f"### Question {number}\n\n{prompt(number, last=count)}\n\n{answer}\n")
    return "\n".join(parts)


def template(count: int = 27) -> str:
    """Return the pristine template of `report`."""
    text = report({number: placeholder(number) for number in range(1, count + 1)}, count=count)
    return text.replace("* [x]", "* [ ]")
