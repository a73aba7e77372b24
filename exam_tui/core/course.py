"""What is true of DTU course 02476 and of nothing else: another course needs another table here, and nothing else."""

from itertools import pairwise
from typing import Final, NamedTuple

from exam_tui.core.course_editions import BETWEEN, EDITIONS
from exam_tui.core.course_lines import LINES
from exam_tui.core.course_names import NAMES


class Form(NamedTuple):
    """A form of the course's template.

    Attributes:
        size: how many answers the course's checker wants of it.
        never_limited: the questions that have no limit in one known template of this form at least.
        tasks: how many tasks the parts of its checklist have at least, in every edition that has a checklist.

    """

    size: int
    never_limited: frozenset[int] = frozenset()
    tasks: tuple[int, ...] = ()


class PageFact(NamedTuple):
    """An answer that the top of our page shows: the question's number, words of its prompt, what the page calls it."""

    number: int
    wording: str
    name: str


class Course(NamedTuple):
    """A course and its report.

    Attributes:
        number: what names the course in a report before the first question.
        title: what the editor calls the report.
        fewest_questions: so many questions make a report one of the course, whether or not it names the course.
        forms: the forms of the template, the shortest first.
        report_path: where the course wants the report, from the top of a repository.
        template_url: where the template is now, as a page to read.
        template_file: where the template is now, as the file alone.
        template_history: where every version of it is.
        stray: the share of its slots that a template may hold text in as it was handed out.
        stray_texts: fingerprints of such texts, their white space normalised: they are not answers.
        longest_stray: a text of more characters is none of them.
        module: a pattern for the module that a task of the checklist may name; no part of what the task says.
        page_facts: what the top of our page shows.
        script_cut: how many characters the course's own script drops before it makes its page.
        members: words of the question that asks who is in the group.
        member: a pattern for what a member is known by.
        member_digits: a pattern for the part of it that tells members apart.
        member_like: a pattern for what may be meant as such a thing and mistyped, whatever its case.
        member_form: how it is built, in words.
        member_sample: one that nobody has.
        contributions: words of the question that asks what each member did.
        editions: the known templates; see `exam_tui.core.template.editions`.
        between: what was handed out beside those: hashes of single questions.
        lines: the hashes of the lines before each answer, for all of these.
        instructions: hashes of the blocks above the first heading; see `exam_tui.core.template.instructions`.
        names: what its questions are called; see `exam_tui.core.course_names`.

    """

    number: str
    title: str
    fewest_questions: int
    forms: tuple[Form, ...]
    report_path: str
    template_url: str
    template_file: str
    template_history: str
    stray: float
    stray_texts: frozenset[str]
    longest_stray: int
    module: str
    page_facts: tuple[PageFact, ...]
    script_cut: int
    members: str
    member: str
    member_digits: str
    member_like: str
    member_form: str
    member_sample: str
    contributions: str
    editions: str
    between: str
    lines: str
    instructions: frozenset[str]
    names: str

    def form(self, highest: int) -> Form:
        """Return the form of a report by the highest number of its questions: the shortest that has it, or the last."""
        return next((form for form in self.forms if highest <= form.size), self.forms[-1])

    def is_begun(self, answered: int, questions: int) -> bool:
        """Return whether so many answers of so many questions are more than a template may hold as handed out."""
        return answered > questions * self.stray

    @property
    def report_name(self) -> str:
        """The name of the report's file."""
        return self.report_path.rpartition("/")[2]

    @property
    def sizes(self) -> str:
        """How many questions a report has, in words, such as `27, or 31 where one has a number above 27`."""
        sizes = [form.size for form in self.forms]
        longer = [f"{size} if one has a number above {before}" for before, size in pairwise(sizes)]
        return ", or ".join([str(sizes[0]), *longer])


# What stands above the first heading, a hash a block: title left out, front matter in.
_INSTRUCTIONS: Final = """
  00810fb0 0367cea2 09a6485c 0b8ffacb 143e8ac1 1910d9a1 1db77587 2f21896f 33b433cd 661262d8 6f3acd11 71d6822b
  8cb8cecb 99271e9c a3ddecc7 aa5837a0 ad50bf3c bc33b40e c2a7bcb4 def13034 e8d25b94 ea8712d6 ee8e6c6e fa873a66
"""

_REPOSITORY: Final = "SkafteNicki/dtu_mlops"
_REPORT: Final = "reports/README.md"

COURSE: Final = Course(
    number="02476",
    title="MLOps exam report",
    fewest_questions=20,
    forms=(Form(27, frozenset({1, 2, 7}), (17, 10, 6, 3)), Form(31, frozenset({1, 2}), (20, 18, 8, 6))),
    report_path=_REPORT,
    template_url=f"https://github.com/{_REPOSITORY}/blob/main/{_REPORT}",
    template_file=f"https://raw.githubusercontent.com/{_REPOSITORY}/main/{_REPORT}",
    template_history=f"https://github.com/{_REPOSITORY}/commits/main/{_REPORT}",
    stray=0.05,
    stray_texts=frozenset({"27e901c7"}),
    longest_stray=400,
    module=r"\(M[0-9+M ]*\)",
    page_facts=(PageFact(1, "group number", "Group"), PageFact(2, "study number", "Study numbers")),
    script_cut=43,  # as long as the front matter of the first template
    members="study number",
    member=r"(?<![A-Za-z0-9])s[0-9]{6}(?![A-Za-z0-9])",
    member_digits=r"(?<![0-9])[0-9]{6}(?![0-9])",
    member_like=r"(?<![a-z0-9])(?:[a-z]{0,2}[0-9]{5,9}[a-z]?|s[ -]?[0-9x]{3,9})(?![a-z0-9])",
    member_form="`s` and six digits",
    member_sample="s123456",
    contributions="contributions",
    editions=EDITIONS,
    between=BETWEEN,
    lines=LINES,
    instructions=frozenset(_INSTRUCTIONS.split()),
    names=NAMES,
)
