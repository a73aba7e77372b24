"""The commands of the program: name, help, options and function of each. No module of a command is imported here."""

from typing import Final

from exam_tui.cli.command_line import DEFAULT, CallForm, Option, Subcommand, nearest
from exam_tui.cli.output import PROGRAM
from exam_tui.core.course import COURSE
from exam_tui.errors import ReportNotFoundError

SHELLS: Final = ("bash", "zsh", "fish")
"""Those that `completion` knows."""

_SEARCH: Final = "FILE may be a folder. Without FILE the report is looked for, see exam-tui -h."
_INPUT: Final = "`-` is standard input, beside which no images are looked up; `./-` is a file."

_CHECK: Final = Subcommand(
    "check",
    CallForm("check [FILE…]", "say what the course's check will say, and why"),
    "Say what the course's check will say of a report, and where each problem is.",
    (
        Option("--format", "text (the usual one), github (annotations) or json", "FORMAT", default="text"),
        Option("-q, --quiet", "problems only: no questions, no table, no summary"),
        Option("--strict", "warnings count as errors"),
        Option("--template", "the template as it was handed out: name what changed in it", "FILE"),
        Option(
            "--fix",
            "make the safe fixes: remove placeholders and dashes around an answer, add a forgotten ! before an "
            "image and a blank line before a list",
        ),
        Option("--ignore", "ignore these, also for the exit code: too-short,unanswered", "CODES", default=""),
        Option(
            "--hand-in",
            "say whether the report is committed, pushed and complete in git, and how to mend what is not; in each of "
            "the formats",
        ),
        Option("--explain", "explain a kind of problem; `--explain all` lists them", "CODE"),
    ),
    (
        f"{_SEARCH} {_INPUT}",
        "Exit code: 0 clean · 1 errors · 2 wrong usage, or a file that cannot be read or is no report",
    ),
    "exam_tui.cli.check.check:run",
)

_REPAIR: Final = Subcommand(
    "repair",
    CallForm("repair [FILE]", "put the template's text back around the answers"),
    "Put the template's own text back around your answers and ticks, which stay as they are.",
    (
        Option(
            "--template",
            "the template as it was handed out; otherwise the one that check compares with: a version of the report "
            "in its git history",
            "FILE",
        ),
        Option("--write", "write the file; otherwise what would change is only shown"),
    ),
    (
        _SEARCH,
        (
            "Exit code: 0 nothing to repair, or written · 1 there is something to repair, or something that cannot be "
            "· 2 wrong usage, no template, or a file that cannot be read or written"
        ),
    ),
    "exam_tui.cli.repair:run",
)

_HISTORY: Final = Subcommand(
    "history",
    CallForm("history [FILE]", "list its earlier versions, show or restore one"),
    "List what is kept of a report on this computer, oldest first: the file as it was first opened in the editor, as "
    "it was before saves, and what was typed and never saved.",
    (
        Option("--show", "print version N as it is", "N", kind=int),
        Option("--diff", "print what differs between version N and the file as it is now", "N", kind=int),
        Option("--restore", "make version N the report again: what would change is shown", "N", kind=int),
        Option("--write", "with --restore: write it; the file as it is now is kept first"),
    ),
    (
        f"FILE may be gone. {_SEARCH}",
        (
            "Exit code: 0 done, or nothing to do · 1 --restore without --write would change the file · 2 wrong usage, "
            "or a file that cannot be read or written"
        ),
    ),
    "exam_tui.cli.history:run",
)

_HTML: Final = Subcommand(
    "html",
    CallForm("html [FILE]", "write the report as an HTML page"),
    "Write a report as one self-contained HTML page and print where it is.",
    (
        Option(
            "-o, --output",
            "the page; otherwise report.html beside the report. `-o -` prints it and nothing else to standard "
            "output; `-o ./-` is a file",
            "OUT",
        ),
        Option("--open", "show it in the browser"),
        Option("--check-summary", "with what exam-tui check says on top of it"),
        Option(
            "--as-course",
            "the page as the course's own script makes it, in report.course.html; needs Python-Markdown",
        ),
        Option("--force", "replace a page that another program made"),
    ),
    (
        f"{_SEARCH} {_INPUT} The page of standard input needs -o.",
        "Exit code: 0 written · 2 wrong usage, or a file that cannot be read or written",
    ),
    "exam_tui.cli.html:run",
)

_MERGE: Final = Subcommand(
    "merge",
    CallForm("merge", "merge two versions of it by question; for git"),
    "Merge two versions of a report question by question; git can do that by itself.",
    (
        Option("-o, --output", "write the result there, not over OURS; `-` prints it", "FILE"),
        Option(
            "-L, --label",
            "what to call OURS in a conflict; a second one is for BASE, a third one for THEIRS, as in git merge-file",
            "NAME",
            is_list=True,
        ),
        Option("--marker-size", "how many characters a conflict's markers have (7)", "N"),
        Option("--install", "ask, then write an attribute and a setting into the clone"),
        Option("--uninstall", "remove them"),
        Option("--yes", "do it without asking"),
    ),
    (
        (
            "Different questions and tasks never conflict, nor do different paragraphs of one answer. Where both sides "
            "wrote something else in the same place, both are kept, between <<<<<<< and >>>>>>>."
        ),
        "After THEIRS git may give the markers' size and the report's name (%L %P).",
        (
            "Exit code: 0 merged · 1 merged, with conflicts · 2 wrong usage, or a file that cannot be read or written: "
            "nothing is written then"
        ),
    ),
    "exam_tui.cli.merge.merge:run",
    forms=(
        CallForm(
            "merge BASE OURS THEIRS",
            "write what both sides changed since BASE over OURS; BASE is /dev/null, or an empty file, where there is "
            "none",
        ),
        CallForm("merge --install [FILE]", "have git merge the report so, in this clone"),
        CallForm("merge --uninstall", "have git merge it as it did before"),
    ),
)

_NEW: Final = Subcommand(
    "new",
    CallForm("new [FOLDER]", "begin a report from the course's template"),
    f"Write the course's template to FOLDER/{COURSE.report_name} and make FOLDER/figures for its images. Nothing that "
    "is there is replaced.",
    (
        Option(
            "--from",
            "the template, where it is not to be fetched from the course's repository; `-` is standard input",
            "FILE",
        ),
    ),
    (
        f"Without FOLDER: where the course looks for the report, {COURSE.report_path} at the top of the repository.",
        "Exit code: 0 written · 2 wrong usage, no connection, or something that cannot be read or written",
    ),
    "exam_tui.cli.new:run",
)

_COMPLETION: Final = Subcommand(
    "completion",
    CallForm("completion SHELL", "complete commands, options and files in the shell"),
    f"Print a script that has the shell complete {PROGRAM}: commands, options and files. The shells are "
    f"{', '.join(SHELLS)}.",
    (),
    (
        f'For bash, a line in ~/.bashrc: eval "$({PROGRAM} completion bash)"',
        f'For zsh, a line in ~/.zshrc: eval "$({PROGRAM} completion zsh)"',
        f"For fish, once: {PROGRAM} completion fish > ~/.config/fish/completions/{PROGRAM}.fish",
        "Exit code: 0 printed · 2 wrong usage",
    ),
    "exam_tui.cli.completion.completion:run",
)

_OTHERS: Final = (_NEW, _CHECK, _REPAIR, _HISTORY, _HTML, _MERGE, _COMPLETION)

_OPEN: Final = CallForm("[edit] [FILE]", "edit a report")

EDIT: Final = Subcommand(
    DEFAULT,
    _OPEN,
    "Fill in an exam report: every question, every limit, nothing lost.",
    (
        Option("--plain", "edit line by line, for screen readers: no cursor movement, no colour"),
        Option("--no-html", "do not write the page when saving"),
        Option("-V, --version", "print the version"),
    ),
    (
        (
            f"Without FILE: {COURSE.report_path}, {COURSE.report_name} here, then upward to the repository's root, "
            f"then {COURSE.report_name} in the folders below; the first that is a report. FILE may be a folder: the "
            "same in it and below."
        ),
        "A file that has the name of a command: exam-tui ./check",
        "`exam-tui check -h` explains a command.",
        (
            "Exit code: 0 fine · 1 the report has errors (check) or needs repair · 2 wrong usage, or no report · "
            "130 interrupted"
        ),
    ),
    "exam_tui.cli.edit:run",
    forms=(_OPEN, *(command.listed for command in _OTHERS)),
)

COMMANDS: Final = {command.name: command for command in (EDIT, *_OTHERS)}
"""Every command by its name."""


def may_be_command(word: str) -> bool:
    """Return whether a word looks like a command rather than a file: letters and hyphens alone."""
    return word.replace("-", "").isalpha()


def no_such_command(word: str) -> ReportNotFoundError:
    """Return what is said of a word that is no command and no file, with the nearest command."""
    near = nearest(word, COMMANDS)
    remedy = f"Did you mean {PROGRAM} {near}?" if near else f"See {PROGRAM} -h."
    return ReportNotFoundError(f"There is no file {word}, and no command of that name.", help=remedy)
