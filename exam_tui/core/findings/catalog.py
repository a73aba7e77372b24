"""The table of findings: every stable code with severity, summary, explanation and remedy.

README, `check --explain CODE` and the tests read this table; the rules take their severities from it. What an
error is: what the checker complains of or stops at, or what loses text.
"""

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from exam_tui.core.findings.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of finding.

    Attributes:
        name: the stable code.
        severity: how bad it usually is.
        summary: one line, what it is, without a full stop.
        explanation: what happens because of it, and when it is reported.
        remedy: what to do about it.
        otherwise: the severities in the other cases that `explanation` names.
        blocking: what it is called beside the question, in a few words, if an answer with it does not pass; "" if it
            may. Where it is reported as information, it never blocks.

    """

    name: str
    severity: Severity
    summary: str
    explanation: str
    remedy: str
    otherwise: tuple[Severity, ...] = ()
    blocking: str = ""


_CODES = (
    Code(
        "unanswered",
        "error",
        "the question has no answer",
        "Only the placeholder or nothing is below the question. The course's check counts the placeholder as six"
        " words, and complains where the question asks for more. A warning where the question asks for"
        " nothing: it sets no limit, or one from 0.",
        "Write an answer in place of the placeholder.",
        otherwise=("warning",),
    ),
    Code(
        "placeholder-left",
        "warning",
        "the placeholder is still there beside the answer, or a part of it",
        "The line `--- question N fill here ---` was kept above or below the answer, or only half of it was"
        " deleted. The course's check counts its words as yours, and the page shows it. An error where the check"
        " complains because of it, and where there is no answer beside it. Information where the whole line is in a"
        " closed code block: it may be shown on purpose. The bare words without dashes count where they are alone on a"
        " line; in quotation marks or brackets they never do.",
        "Delete the placeholder; `exam-tui check --fix` does it where it stands on a line of its own, and not in code.",
        otherwise=("error", "info"),
    ),
    Code(
        "wrapper-left",
        "warning",
        "the answer is still wrapped in the template's dashes",
        "The answer was typed between the dashes of the placeholder, or after the first ones and a space. The dashes"
        " count as words where spaces are around them, the page shows them, and a line of dashes below text makes it"
        " a heading.",
        "Delete the dashes before and after the answer; `exam-tui check --fix` does it.",
    ),
    Code(
        "too-short",
        "error",
        "the answer has fewer words than the question asks for",
        "Words are the pieces between white space, counted as the course's check counts them, the template's"
        " placeholder left out. The limits are read from the question.",
        "Write the missing words.",
    ),
    Code(
        "too-long",
        "error",
        "the answer has more words than the question allows",
        "Words are the pieces between white space, counted as the course's check counts them: code, table pipes"
        " and image links too. The limits are read from the question.",
        "Shorten the answer.",
    ),
    Code(
        "too-few-images",
        "error",
        "the answer has fewer images than the question asks for",
        "An image counts where it is written as `![text](figures/name.png)` on one line.",
        "Put the image into the `figures` folder and link it as `![text](figures/name.png)`.",
    ),
    Code(
        "too-many-images",
        "error",
        "the answer has more images than the question allows",
        "Every `![text](target)` on one line counts, also one in code or in a comment.",
        "Remove images, or join some of them in one picture.",
    ),
    Code(
        "image-missing",
        "warning",
        "an image of an answer is not where its link says",
        "The link names no regular file below the report's folder, where links start. The course's check counts the"
        " link, but the page shows a broken image. The same code where the file is there and the path starts above that"
        " folder, as at the repository's root (`/reports/figures/name.png`): our page shows it, others may not. Links"
        " in prompts and examples are never looked at.",
        "Put the file where the link says, or correct the link; `exam-tui check --fix` shortens a path that starts"
        " above the report's folder. `dvc pull` brings what DVC keeps.",
        blocking="missing image",
    ),
    Code(
        "image-case",
        "warning",
        "an image's name differs from its link in upper and lower case",
        "Some systems find the file all the same; on others, and on GitHub, it is missing. The same code where letters"
        " such as `ü` look the same but are other characters in the file's name.",
        "Write the name in the link exactly as the file has it.",
        blocking="image spelt otherwise",
    ),
    Code(
        "image-outside",
        "warning",
        "an image is not in the report's folder",
        "The link is an absolute path, leaves the report's folder or points to the web. Only what is in the report's"
        " folder is handed in with it, and nothing is fetched for the page.",
        "Copy the image into the `figures` folder beside the report and link it there.",
        blocking="image outside the folder",
    ),
    Code(
        "image-type",
        "warning",
        "an image is neither PNG nor JPEG",
        "The course takes names that end in png, jpg or jpeg, and files that are one of these by their first bytes;"
        " which of them may differ from the name. Empty files, pointers of Git LFS and web pages are named as what they"
        " are.",
        "Save the image as PNG or JPEG under a name that ends in .png, .jpg or .jpeg; `git lfs pull` brings an image of"
        " which only the pointer is there.",
        blocking="neither PNG nor JPEG",
    ),
    Code(
        "image-alt",
        "info",
        "an image's text says nothing",
        "The text in the brackets is empty, the sample's `my_image` or a word for any image, such as `this figure`. It"
        " is read aloud, and shown where the image cannot be.",
        "Write between the brackets what the image shows.",
    ),
    Code(
        "image-not-counted",
        "warning",
        "an image is written in a way that the course's check does not count",
        "It counts only `![text](target)` on one line: not `<img>`, not reference style (`![text][name]`), not a link"
        " whose `!` was forgotten, not a text in brackets that runs over a line end. Near misses that no reader sees as"
        " an image are named too: `![text] (target)`, `![[target]]`, `!(text)[target]`, a bracket that never closes. An"
        " error where the question"
        " asks for images and too few are left; `too-few-images` is not reported beside it then. Information where"
        " the question asks for none.",
        "Write it as `![text](figures/name.png)` on one line; `exam-tui check --fix` adds a forgotten `!` where the"
        " image is there.",
        otherwise=("error", "info"),
    ),
    Code(
        "image-not-shown",
        "warning",
        "an image counts but is not shown",
        "The image link is in code, in a comment or in an HTML block, or a `\\` is before its `!`, or its name"
        " has a space, where a link ends: the course's check counts it, but no reader sees the image.",
        "Move the link out of the code, comment or HTML block, with a blank line before and after it; delete the `\\`;"
        " write `<…>` around a name with spaces, or `%20` for each.",
    ),
    Code(
        "checker-cuts-answer",
        "error",
        "the course's check sees another part of the answer than there is",
        "It cuts an answer at the first `###`, then at the first `##`, also in code: what follows is not counted."
        " Reported only where its number differs. The same code where it takes a stretch of text for an answer"
        " that is not one, such as a section heading written with a single `#`.",
        "Use bold text instead of a heading in an answer, and write comments in code with a single `#`.",
        blocking="cut by the course's check",
    ),
    Code(
        "checker-drops-text",
        "error",
        "the course's check drops what stands before `Answer:` in the answer",
        "It takes every literal `Answer:` for the start of an answer and drops what stands between two of them.",
        "Write the word without the colon, or with a space before it.",
        blocking="dropped by the course's check",
    ),
    Code(
        "checker-stops",
        "error",
        "the course's check would stop and check nothing",
        "It needs exactly as many answers as its template has, 27 or 31, and finds them by the literal `Answer:` and"
        " by `###`. One too many or too few stops it for the whole report. Where a missing, repeated or"
        " undecodable part is the cause, that finding stands alone.",
        "Do what the message says at the place it names.",
    ),
    Code(
        "template-changed",
        "warning",
        "text of the template was changed",
        "Everything outside answers and task marks should be as it was handed out; line ends and blank lines do"
        " not matter. Reported only where the pristine template is known, or its lines are. The same code where a"
        " section's introduction lost its `>`, so that it counts as part of the answer above, though not in the"
        " course's check; and where a question no longer states a limit: that check has its own, and what is said of"
        " the answer goes by the limits in the file. The same code where a task stands twice.",
        "Restore the template's text; `exam-tui repair` does it around your answers and ticks.",
    ),
    Code(
        "question-missing",
        "error",
        "a question of the template is missing",
        "Its heading is gone or reads otherwise. The course's check goes by position,"
        " so it stops, or all following answers are taken for their neighbours'.",
        "Restore the question's heading, prompt and `> Answer:` line; `exam-tui repair` does it.",
    ),
    Code(
        "marker-missing",
        "error",
        "a question has no `Answer:` line",
        "It was typed over, deleted with the placeholder, or lost in a merge. Here the question is one like any other."
        " The course's check finds answers by the literal `Answer:`, so it joins this one to the answer above: it sees"
        " one answer too few and stops, or counts the words there.",
        "Write `> Answer:` below the question's prompt; `exam-tui check --fix` does it, unless its answer holds another"
        " `Answer:`.",
        blocking="no `Answer:` of its own",
    ),
    Code(
        "question-duplicate",
        "error",
        "a question's number occurs twice",
        "The course's check goes by position: one answer too many stops it. Only the first of the two is taken as"
        " the question.",
        "Join both answers under the first heading and delete the second heading and prompt.",
    ),
    Code(
        "question-order",
        "error",
        "a question is in the wrong place",
        "The course's check goes by position, not by number: it holds this answer against another question's limits.",
        "Move the question, with its prompt and answer, back to its place; `exam-tui repair` does it.",
    ),
    Code(
        "swallowed-question",
        "error",
        "a question is hidden by an unclosed code block or comment",
        "A reader's Markdown takes everything below an unclosed ``` or <!-- as code or comment, the next questions"
        " too. Reported once for each such block.",
        "Close the block in the answer above.",
    ),
    Code(
        "conflict-marker",
        "error",
        "a git merge conflict is still in the file",
        "The lines `<<<<<<<`, `=======`, `>>>>>>>` stand around two versions of the same text; both count. Information"
        " where all of it is in one code block that is closed: it may be shown there on purpose.",
        "`R` in the editor's list of questions asks what stays. Or keep one version or both and delete the three marker"
        " lines.",
        otherwise=("info",),
        blocking="merge conflict",
    ),
    Code(
        "becomes-heading",
        "warning",
        "text in an answer becomes a heading because dashes stand under it",
        "A line of `---` or `===` right under text makes that text a heading, often a whole paragraph or the rows of a"
        " pasted table.",
        "Write a blank line before the line of dashes, or put a pasted table into a code block.",
    ),
    Code(
        "inside-quote",
        "warning",
        "the answer is in the prompt's quote or on the `Answer:` line",
        "The page shows it as part of the question, and the course's check counts the `>` marks and what else"
        " stands there as words. Information where only the blank line between `Answer:` and the answer is missing;"
        " an error where the check complains because of it.",
        "Move the answer below, with a blank line before it and without `>`.",
        otherwise=("error", "info"),
    ),
    Code(
        "link-missing",
        "info",
        "a link of an answer leads nowhere",
        "It names a file that is not in the repository, starts at the repository's root instead of the report's folder,"
        " or is an address without its `https://`, which readers take for the name of a file. Nothing is fetched:"
        " whether a page is there is not asked. Links in prompts and examples are never looked at.",
        "Correct the path, which starts at the report's own folder, or write the whole address.",
    ),
    Code(
        "task-mark",
        "info",
        "a task's mark is no tick",
        "Only `x` or `X` alone between the brackets is a tick and only one space is an open task; `[✅]`, `[v]`,"
        " `[X ]`, `[]` are shown as they are typed, or as not done. Looked for in lists outside the answers.",
        "Write `[x]` where the task is done and `[ ]` where it is not, with a space after it; `exam-tui check --fix`"
        " does it where it is plain what the mark means, and never ticks an empty one.",
    ),
    Code(
        "contribution-missing",
        "info",
        "a member of the group is not named in the contributions",
        "A study number of the answer that lists them (`s` and six digits) does not occur in the answer on individual"
        " contributions; where one there differs in a digit, it is named. Names are not compared. The same code where"
        " the list of members has a number that is no study number.",
        "Say what each member did, with the study number.",
    ),
    Code(
        "course-page",
        "info",
        "the course's own page shows this wrongly",
        "That page is made by Python-Markdown without extensions: it knows no code blocks between ```, no tables, no"
        " `1)`, no line break by `\\`, a list only below a blank line and an inner list only indented by four spaces;"
        " every line that begins with `#` is a heading, and words between `<` and `>` are not shown. GitHub and"
        " `exam-tui html` show most of it; `exam-tui html --as-course` makes that page. Once an answer and cause.",
        "Write a blank line before a list (`exam-tui check --fix` does it), indent an inner one by four spaces; indent"
        " code by four spaces, with a blank line before it; avoid tables.",
    ),
    Code(
        "undecodable",
        "error",
        "the file holds bytes that are not UTF-8",
        "The course's check stops at such a byte, and other readers show a wrong character in its place.",
        "Save the file as UTF-8, or replace the character.",
    ),
)

CODES: "Mapping[str, Code]" = MappingProxyType({code.name: code for code in _CODES})
"""Every code by its name, in the order in which `check --explain` and the documentation list them."""
