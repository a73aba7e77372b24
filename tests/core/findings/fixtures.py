"""One report for each code that must give it, and one near miss that must not; all of it written for these tests."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from exam_tui.core.findings.context import CheckContext
from exam_tui.core.fixes.safe_fixes import FIXABLE, Fix, fixes_in
from exam_tui.core.report.image_links import Content, ImageFile, LinkedFile, Lookup
from exam_tui.core.report.report import Report
from tests.core.findings.build import GOOD, PICTURE, placeholder, prompt, report, template

LONG = f"{GOOD} {GOOD}"


@dataclass
class StubFiles:
    """Files by their link target; all others are missing but the picture of `build`."""

    known: dict[str, ImageFile] = field(default_factory=dict)

    def lookup(self, target: str) -> ImageFile:
        """Look up a target as written."""
        usual = {"figures/tomatoes.png": ImageFile(Lookup.FOUND, Content.PNG)}
        return (usual | self.known).get(target, ImageFile(Lookup.MISSING))

    def link(self, target: str) -> LinkedFile:
        """Look up where a link leads: to one of the same files."""
        found = self.lookup(target)
        return LinkedFile(found.result, found.name)


def fixes_of(report: Report, files: StubFiles | None = None, codes: Collection[str] = FIXABLE) -> Sequence[Fix]:
    """Return the safe fixes of a report."""
    return fixes_in(CheckContext(report.reparsed()), files, codes)


@dataclass(frozen=True)
class Case:
    """A report's text; where the finding is to be: text of that line from its column on; files; the template."""

    text: str
    at: str = ""
    files: dict[str, ImageFile] = field(default_factory=dict)
    template: str | None = None


def image(target: str) -> str:
    """Return an image with a text that says something."""
    return f"![a bed of beans]({target})"


def _without(text: str, start: str, end: str) -> str:
    """Return a text without what stands from `start` to just before `end`."""
    head, _, tail = text.partition(start)
    return head + end + tail.partition(end)[2]


_PROMPT_5 = "### Question 5\n"
_PROMPT_6 = "### Question 6\n"
_PNG = ImageFile(Lookup.FOUND, Content.PNG)

FOUND: dict[str, Callable[[], Case]] = {
    "unanswered": lambda: Case(report({5: placeholder(5)}), placeholder(5)),
    "placeholder-left": lambda: Case(report({5: f"{GOOD}\n\n{placeholder(5)}"}), placeholder(5)),
    "wrapper-left": lambda: Case(report({5: f"--- {GOOD} ---"}), "--- We grew"),
    "too-short": lambda: Case(report({5: "Only beans."}), "Only beans."),
    "too-long": lambda: Case(report({5: LONG}), LONG),
    "too-few-images": lambda: Case(report({4: "A fine plot."}), "A fine plot."),
    "too-many-images": lambda: Case(
        report({4: f"{PICTURE}\n{PICTURE}\n  {image('figures/tomatoes.png')}"}), image("figures/tomatoes.png")
    ),
    "image-missing": lambda: Case(report({4: image("figures/beans.png")}), image("figures/beans.png")),
    "image-case": lambda: Case(
        report({4: image("figures/beans.png")}),
        image("figures/beans.png"),
        {"figures/beans.png": ImageFile(Lookup.WRONG_CASE, Content.PNG, "figures/Beans.png")},
    ),
    "image-outside": lambda: Case(
        report({4: image("../beans.png")}), image("../beans.png"), {"../beans.png": ImageFile(Lookup.OUTSIDE)}
    ),
    "image-type": lambda: Case(
        report({4: image("figures/beans.gif")}),
        image("figures/beans.gif"),
        {"figures/beans.gif": ImageFile(Lookup.FOUND, Content.OTHER)},
    ),
    "image-alt": lambda: Case(report({4: "![my_image](figures/tomatoes.png)"}), "![my_image]"),
    "image-not-counted": lambda: Case(report({4: 'See <img src="figures/tomatoes.png">'}), "<img"),
    "image-not-shown": lambda: Case(report({4: f"See `{PICTURE}` here"}), PICTURE),
    "checker-cuts-answer": lambda: Case(report({5: f"{GOOD}\n\n```\nx ## a note\n```"}), "## a note"),
    "checker-drops-text": lambda: Case(report({5: f"{GOOD} Answer: beans and some more"}), "Answer: beans and"),
    "checker-stops": lambda: Case(
        report({27: "Gardener s123456 and s234567 dug.\n\n### Notes\n\nAll day."}), "### Notes"
    ),
    "template-changed": lambda: Case(
        report().replace("**What grew in bed 5?**", "**What died in bed 5?**"),
        "> **What died",
        template=template(),
    ),
    "question-missing": lambda: Case(_without(report(), _PROMPT_5, _PROMPT_6), _PROMPT_6.strip()),
    "marker-missing": lambda: Case(
        report().replace(f"{prompt(5, last=27)}\n", prompt(5, last=27).removesuffix("> Answer:")), _PROMPT_5.strip()
    ),
    "question-duplicate": lambda: Case(
        report() + "\n" + report().partition(_PROMPT_5)[1] + _body(5), "### Question 5\n\n> "
    ),
    "question-order": lambda: Case(_swapped(), "### Question 5"),
    "swallowed-question": lambda: Case(report({5: f"{GOOD}\n\n```\ndig()"}), "### Question 6"),
    "conflict-marker": lambda: Case(
        report({5: "<<<<<<< HEAD\nWe grew beans there.\n=======\nWe grew peas there now.\n>>>>>>> main"}),
        "<<<<<<< HEAD",
    ),
    "becomes-heading": lambda: Case(report({5: f"{GOOD}\n---\nAnd beans."}), "---\nAnd"),
    "inside-quote": lambda: Case(report({5: "@"}).replace("\n\n@", f"\n> {GOOD}"), "We grew"),
    "link-missing": lambda: Case(report({5: f"{GOOD} See [our plan](docs/plan.md)."}), "[our plan]"),
    "task-mark": lambda: Case(report().replace("* [x] Buy", "* [✅] Buy"), "[✅] Buy"),
    "contribution-missing": lambda: Case(report({27: "Gardener s123456 did all of it alone."}), "Gardener s123456"),
    "course-page": lambda: Case(report({5: f"{GOOD}\n- beans\n- peas"}), "- beans"),
    "undecodable": lambda: Case(report({5: f"{GOOD} Caf\udce9"}), "\udce9"),
}

NEAR: dict[str, Callable[[], Case]] = {
    "unanswered": lambda: Case(report({5: "We had no beans at all."})),
    "placeholder-left": lambda: Case(report({5: f"{GOOD} The answer to question 5 had to fill a gap."})),
    "wrapper-left": lambda: Case(report({5: f"{GOOD}\n\n---\n\nMore beans."})),
    "too-short": lambda: Case(report({5: "one two three four five"})),
    "too-long": lambda: Case(report({5: " ".join(["beans"] * 20)})),
    "too-few-images": lambda: Case(report({4: PICTURE})),
    "too-many-images": lambda: Case(report({4: f"{PICTURE}\n{PICTURE}"})),
    "image-missing": lambda: Case(report().replace("in bed 5?", "in ![bed 5](figures/none.png)?")),
    "image-case": lambda: Case(report({4: image("figures/Beans.png")}), files={"figures/Beans.png": _PNG}),
    "image-outside": lambda: Case(report({4: image("./figures/beans.png")}), files={"./figures/beans.png": _PNG}),
    "image-type": lambda: Case(
        report({4: image("figures/beans.JPG")}), files={"figures/beans.JPG": ImageFile(Lookup.FOUND, Content.PNG)}
    ),
    "image-alt": lambda: Case(report({4: "![my_image of beans](figures/tomatoes.png)"})),
    "image-not-counted": lambda: Case(report({5: f"{GOOD} See [this](figures/tomatoes.png) or `<img src=x.png>`"})),
    "image-not-shown": lambda: Case(report({4: f"With `code` before {PICTURE} <!-- done -->"})),
    "checker-cuts-answer": lambda: Case(report({5: f"{GOOD} ###"}).replace(" ###", " # #")),
    "checker-drops-text": lambda: Case(report({5: f"{GOOD} Answer : beans, answer: peas"})),
    "checker-stops": lambda: Case(report({26: f"{GOOD}\n\n### Notes"})),
    "template-changed": lambda: Case(
        report()
        .replace("\n>\n", "\n>  \n>\n")
        .replace("\n## Beds\n\n", "\n\n##  Beds\n")
        .replace("Keep the dashes", "Keep the\tdashes ")
        .replace("* [ ] Rent", "* [X]  Rent"),
        template=template(),
    ),
    "question-missing": lambda: Case(report().replace(_PROMPT_5, "###   *question 5:* ###\n")),
    "marker-missing": lambda: Case(report({5: f"{GOOD}\n\n### Question 6"})),
    "question-duplicate": lambda: Case(report({5: f"{GOOD}\n\n#### On question 5"})),
    "question-order": lambda: Case(report({9: f"{GOOD}\n\n### Question 5\n\nAnswer: as we said there, tomatoes."})),
    "swallowed-question": lambda: Case(report({5: f"{GOOD}\n\n```\ndig()\n```"})),
    "conflict-marker": lambda: Case(report({5: "We grew beans there now.\n\n=======\n\n>>>>>>> main"})),
    "becomes-heading": lambda: Case(report({5: f"{GOOD}\n\n---\n\n```\nbeans\n---\n```"})),
    "inside-quote": lambda: Case(report({5: f"{GOOD}\n\n> As they say."})),
    "link-missing": lambda: Case(
        report({5: f"{GOOD} See [it](https://example.org), [plan](docs/plan.md) and [above](#question-4)."}),
        files={"docs/plan.md": ImageFile(Lookup.FOUND)},
    ),
    "task-mark": lambda: Case(
        report({5: f"{GOOD}\n\n* [✅] Buy seeds"})
        .replace("* [x] Buy", "* [X] Buy")
        .replace("Keep the dashes out.", "* [GCP] is in our notes\n* [v](docs/v.md) too\n")
    ),
    "contribution-missing": lambda: Case(report({27: "Member 123456 and S234567 did all of it."})),
    "course-page": lambda: Case(report({5: f"{GOOD}\n\n- beans\n- peas\n\n1) dig -- a|b #2 <br> \\\n"})),
    "undecodable": lambda: Case(report({5: f"{GOOD} Café"})),
}


def _body(number: int) -> str:
    """Return a question without its heading, as `report` writes it."""
    return report().partition(f"### Question {number}\n")[2].partition("### ")[0]


def _swapped() -> str:
    """Return a report in which questions 5 and 6 have changed places."""
    five, six = _PROMPT_5 + _body(5), _PROMPT_6 + _body(6)
    return report().replace(five + six, six + five)
