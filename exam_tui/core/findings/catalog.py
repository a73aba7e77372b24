"""The table of findings: every stable code with severity, summary, explanation and remedy.

README, `check --explain CODE` and the tests read this table; the rules take their severities from it. What an
error is: what the checker complains of or stops at, or what loses text.
"""

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from exam_tui.core.findings.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping


class Code(NamedTuple):
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
        "The question has only its placeholder, or nothing, below it. The course's check counts the placeholder "
        "as six words, and complains if the question asks for more. A warning if the question sets no limit, or "
        "one from 0.",
        "Write an answer in place of the placeholder.",
        otherwise=("warning",),
    ),
    Code(
        "placeholder-left",
        "warning",
        "the placeholder, or a part of it, is still there beside the answer",
        "The line `--- question N fill here ---` was kept above or below the answer, or only half deleted. The "
        "course's check counts its words as yours, and the page shows it. An error if the check complains "
        "because of it, or if there is no answer beside it. Information if the whole line is in a closed code "
        "block: it may be there on purpose. The words without dashes are reported only when alone on a line, "
        "never in quotation marks or brackets.",
        "Delete the placeholder; `exam-tui check --fix` does it if it has its own line outside code.",
        otherwise=("error", "info"),
    ),
    Code(
        "wrapper-left",
        "warning",
        "the answer is still wrapped in the template's dashes",
        "The answer was typed between the dashes of the placeholder, or after its first dashes. Dashes with "
        "spaces around them count as words, the page shows them, and a line of dashes below text makes it a heading.",
        "Delete the dashes before and after the answer; `exam-tui check --fix` does it.",
    ),
    Code(
        "too-short",
        "error",
        "the answer has fewer words than the question asks for",
        "Words are counted as the course's check counts them: the pieces between white space, without the "
        "template's placeholder. The limits come from the question.",
        "Write more words.",
    ),
    Code(
        "too-long",
        "error",
        "the answer has more words than the question allows",
        "Words are counted as the course's check counts them: the pieces between white space, including code, "
        "table pipes and image links. The limits come from the question.",
        "Shorten the answer.",
    ),
    Code(
        "too-few-images",
        "error",
        "the answer has fewer images than the question asks for",
        "An image counts if it is written as `![text](figures/name.png)` on one line.",
        "Put the image into the `figures` folder and link it as `![text](figures/name.png)`.",
    ),
    Code(
        "too-many-images",
        "error",
        "the answer has more images than the question allows",
        "Every `![text](target)` on one line counts, even in code or in a comment.",
        "Remove images, or combine some of them.",
    ),
    Code(
        "image-missing",
        "warning",
        "an image is not where its link says",
        "The link does not lead to a regular file in the report's folder, where links start. The course's check "
        "counts the link, but the page shows a broken image. Also reported if the file exists but the path "
        "starts above that folder, such as at the repository's root (`/reports/figures/name.png`): our page "
        "shows it, others may not. Links in prompts and examples are not checked.",
        "Put the file where the link says, or correct the link; `exam-tui check --fix` shortens a path that starts"
        " above the report's folder. `dvc pull` fetches what DVC keeps.",
        blocking="missing image",
    ),
    Code(
        "image-case",
        "warning",
        "an image's name and its link differ in upper and lower case",
        "Some systems find the file anyway; on others, and on GitHub, it is missing. Also reported if letters "
        "such as `ü` look the same but are different characters in the file's name.",
        "Write the file's exact name in the link; `exam-tui check --fix` does it where upper and lower case differ and"
        " only one file can be meant.",
        blocking="image name misspelt",
    ),
    Code(
        "image-outside",
        "warning",
        "an image is not in the report's folder",
        "The link is an absolute path, leaves the report's folder or points to the web. Only the report's "
        "folder is handed in, and nothing is fetched for the page.",
        "Copy the image into the `figures` folder beside the report and link it there.",
        blocking="image outside the folder",
    ),
    Code(
        "image-type",
        "warning",
        "an image is neither PNG nor JPEG",
        "The course accepts names that end in png, jpg or jpeg, and files whose first bytes are one of these "
        "formats; a PNG named .jpg is fine. Empty files, Git LFS pointers and web pages are reported as such.",
        "Save the image as PNG or JPEG under a name that ends in .png, .jpg or .jpeg; `git lfs pull` replaces a "
        "pointer by its image.",
        blocking="neither PNG nor JPEG",
    ),
    Code(
        "image-alt",
        "info",
        "an image's text says nothing",
        "The text in the brackets is empty, the sample's `my_image` or generic, such as `this figure`. Screen "
        "readers read it aloud, and it is shown if the image cannot be.",
        "Describe the image between the brackets.",
    ),
    Code(
        "image-not-counted",
        "warning",
        "an image is written in a way that the course's check does not count",
        "It counts only `![text](target)` on one line: not `<img>`, reference style (`![text][name]`), a link "
        "without its `!`, or brackets that continue on the next line. Near misses that no reader shows as an "
        "image are reported too: `![text] (target)`, `![[target]]`, `!(text)[target]`, a bracket that never "
        "closes. An error if the question asks for images and too few are left: it is then reported "
        "instead of `too-few-images`. Information if the question asks for none.",
        "Write it as `![text](figures/name.png)` on one line; `exam-tui check --fix` adds a forgotten `!` if "
        "the image exists.",
        otherwise=("error", "info"),
    ),
    Code(
        "image-not-shown",
        "warning",
        "an image counts but is not shown",
        "The image link is in code, in a comment or in an HTML block, or has a `\\` before its `!` or a space "
        "in its name: the course's check counts it, but no reader sees the image.",
        "Move the link out of the code, comment or HTML block, with a blank line before and after it; delete "
        "the `\\`; write `<…>` around a name with spaces, or `%20` for each space.",
    ),
    Code(
        "checker-cuts-answer",
        "error",
        "the course's check sees only part of the answer",
        "It cuts an answer at the first `###`, then at the first `##`, even in code: what follows is not "
        "counted. Reported only if its count differs. Also reported if it takes other text for part of an "
        "answer, such as a section heading written with a single `#`.",
        "Use bold text instead of headings in an answer, and a single `#` for comments in code.",
        blocking="cut by the course's check",
    ),
    Code(
        "checker-drops-text",
        "error",
        "the course's check drops the text before `Answer:` in the answer",
        "It takes every literal `Answer:` for the start of an answer and drops the text between two of them.",
        "Write the word without the colon, or with a space before it.",
        blocking="dropped by the course's check",
    ),
    Code(
        "checker-stops",
        "error",
        "the course's check would stop and check nothing",
        "It needs exactly as many answers as its template has, 27 or 31, and finds them by the literal "
        "`Answer:` and by `###`. One too many or too few stops it for the whole report. If a missing, repeated "
        "or undecodable part is the cause, only that is reported.",
        "Do what the message says.",
    ),
    Code(
        "template-changed",
        "warning",
        "the template's text was changed",
        "Everything outside answers and task marks should stay as handed out, except line ends and blank lines. "
        "Reported only if the original template, or its lines, are known. Also reported: a section's "
        "introduction that lost its `>`, so that it reads as part of the answer above; a question that no "
        "longer states its limit, since the course's check has its own limits and exam-tui goes by those in the "
        "file; a task that is there twice.",
        "Restore the template's text; `exam-tui repair` does it around your answers and ticks.",
    ),
    Code(
        "question-missing",
        "error",
        "a question of the template is missing",
        "Its heading is gone or was changed. The course's check goes by position, so it stops, or takes each "
        "following answer for its neighbour's.",
        "Restore the question's heading, prompt and `> Answer:` line; `exam-tui repair` does it.",
    ),
    Code(
        "marker-missing",
        "error",
        "a question has no `Answer:` line",
        "It was overwritten, deleted with the placeholder, or lost in a merge. exam-tui still treats the "
        "question like any other. The course's check finds answers by the literal `Answer:`, so it joins this "
        "one to the answer above: it finds one answer too few and stops, or counts the words there.",
        "Write `> Answer:` below the question's prompt; `exam-tui check --fix` does it, unless its answer holds another"
        " `Answer:`.",
        blocking="no `Answer:` of its own",
    ),
    Code(
        "question-duplicate",
        "error",
        "a question's number occurs twice",
        "The course's check goes by position: one answer too many stops it. Only the first of the two counts as "
        "the question.",
        "Combine both answers under the first heading and delete the second heading and prompt.",
    ),
    Code(
        "question-order",
        "error",
        "a question is in the wrong place",
        "The course's check goes by position, not by number: it checks this answer against another question's limits.",
        "Move the question, with its prompt and answer, back to its place; `exam-tui repair` does it.",
    ),
    Code(
        "swallowed-question",
        "error",
        "a question is hidden by an unclosed code block or comment",
        "Markdown reads everything below an unclosed ``` or <!-- as code or comment, including the next "
        "questions. Reported once per block.",
        "Close the block in the answer above.",
    ),
    Code(
        "conflict-marker",
        "error",
        "a git merge conflict is still in the file",
        "The lines `<<<<<<<`, `=======`, `>>>>>>>` enclose two versions of the same text; both count. "
        "Information if all of it is in one closed code block: it may be there on purpose.",
        "Press `R` in the editor's list of questions to resolve it, or keep one version or both and delete the "
        "three marker lines.",
        otherwise=("info",),
        blocking="merge conflict",
    ),
    Code(
        "becomes-heading",
        "warning",
        "text becomes a heading because of the dashes below it",
        "A line of `---` or `===` right under text makes that text a heading, often a whole paragraph or the rows of a"
        " pasted table.",
        "Write a blank line before the line of dashes, or put a pasted table into a code block.",
    ),
    Code(
        "inside-quote",
        "warning",
        "the answer is in the prompt's quote or on the `Answer:` line",
        "The page shows it as part of the question, and the course's check counts the `>` marks and anything "
        "else there as words. Information if only the blank line between `Answer:` and the answer is missing; "
        "an error if the check complains because of it.",
        "Move the answer below, with a blank line before it and without `>`.",
        otherwise=("error", "info"),
    ),
    Code(
        "link-missing",
        "info",
        "a link of an answer leads nowhere",
        "It leads to a file that is not in the repository, starts at the repository's root instead of the "
        "report's folder, or is an address without `https://`, which readers take for a file name. Nothing is "
        "fetched, so web pages are not checked. Links in prompts and examples are not checked.",
        "Correct the path, which starts at the report's folder, or write the full address.",
    ),
    Code(
        "task-mark",
        "info",
        "a task's mark is not a tick",
        "Only `x` or `X` alone between the brackets is a tick and only one space is an open task; `[✅]`, `[v]`,"
        " `[X ]`, `[]` are shown as typed, or as not done. Only lists outside the answers are checked.",
        "Write `[x]` where the task is done and `[ ]` where it is not, with a space after it; `exam-tui check "
        "--fix` does it if the mark's meaning is clear, and never ticks an empty one.",
    ),
    Code(
        "contribution-missing",
        "info",
        "a member of the group is not named in the contributions",
        "A study number of the answer that lists them (`s` and six digits) does not occur in the answer on "
        "individual contributions; one that differs in a digit is suggested. Names are not compared. Also "
        "reported if the list of members has an entry that is not a study number.",
        "Say what each member did, with the study number.",
    ),
    Code(
        "spelling",
        "info",
        "a word is not known",
        "Only with `exam-tui check --proofread`. A word that is near one of the dictionary, American or British. Words "
        "of the course's tools, of the prompts, of code and file names, and of the two lists of words are known.",
        "Correct it, or add the word to `words.txt` beside your settings or to `.exam-tui.words` in the repository.",
    ),
    Code(
        "grammar",
        "info",
        "there is a mistake in the English",
        "Only with `exam-tui check --proofread`. A mistake between words: one that stands twice, a wrong article, a "
        "wrong form of a verb. `docs/proofreading.md` lists the rules.",
        "Correct it.",
    ),
    Code(
        "course-page",
        "info",
        "the course's own page shows this wrongly",
        "That page is made by Python-Markdown without extensions: it does not support ``` code blocks, tables, "
        "`1)` or `\\` at the end of a line; a list needs a blank line before it and a nested list four spaces; "
        "every line that begins with `#` is a heading, and words between `<` and `>` are hidden. GitHub and "
        "`exam-tui html` show most of it; `exam-tui html --as-course` makes that page. Reported once per answer "
        "and cause.",
        "Write a blank line before a list (`exam-tui check --fix` does it), indent a nested one by four spaces; indent"
        " code by four spaces, with a blank line before it; avoid tables.",
    ),
    Code(
        "undecodable",
        "error",
        "the file holds bytes that are not UTF-8",
        "The course's check stops at such a byte, and other readers show a wrong character.",
        "Save the file as UTF-8, or replace the character.",
    ),
)

CODES: "Mapping[str, Code]" = MappingProxyType({code.name: code for code in _CODES})
"""Every code by its name, in the order in which `check --explain` and the documentation list them."""
