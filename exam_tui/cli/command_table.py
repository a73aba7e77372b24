"""The commands of the program: name, help, options and function of each. No module of a command is imported here."""

from typing import Final

from exam_tui.cli.command_line import DEFAULT, CallForm, Option, Subcommand, nearest
from exam_tui.cli.output import PROGRAM
from exam_tui.core.course import COURSE
from exam_tui.errors import ReportNotFoundError

SHELLS: Final = ("bash", "zsh", "fish")
"""Those that `completion` knows."""

_SEARCH: Final = "FILE may be a folder. Without FILE, exam-tui looks for the report (see exam-tui -h)."
_INPUT: Final = "`-` is standard input (images are not checked); `./-` is a file."

_CHECK: Final = Subcommand(
    "check",
    CallForm("check [FILE…]", "show what the course's check will say, and why"),
    "Show what the course's check will say about a report, and where each problem is.",
    (
        Option("--format", "text (default), github (annotations) or json", "FORMAT", default="text"),
        Option("-q, --quiet", "problems only: no questions, no table, no summary"),
        Option("--strict", "warnings count as errors"),
        Option("--template", "the template as handed out; report what differs from it", "FILE"),
        Option(
            "--fix",
            "make the safe fixes: remove placeholders and dashes around an answer, add a forgotten ! before an "
            "image and a blank line before a list",
        ),
        Option("--proofread", "report mistakes in spelling and grammar, too; needs harper-py"),
        Option("--ignore", "ignore these problems, for the exit code too: too-short,unanswered", "CODES", default=""),
        Option(
            "--hand-in",
            "check that the report is committed, pushed and complete in git; print the command for what is not",
        ),
        Option("--explain", "explain a kind of problem; `--explain all` explains them all", "CODE"),
    ),
    (
        f"{_SEARCH} {_INPUT}",
        "Exit code: 0 clean · 1 errors · 2 wrong usage, or a file that cannot be read or is not a report",
    ),
    "exam_tui.cli.check.check:run",
)

_REPAIR: Final = Subcommand(
    "repair",
    CallForm("repair [FILE]", "restore the template's text around the answers"),
    "Restore the template's own text around your answers and ticks, which stay unchanged.",
    (
        Option(
            "--template",
            "the template as handed out; default: the one that check compares with",
            "FILE",
        ),
        Option("--write", "write the file; without it, only show what would change"),
    ),
    (
        _SEARCH,
        (
            "Exit code: 0 nothing to repair, or written · 1 something to repair, or that cannot be repaired · 2 "
            "wrong usage, no template, or a file that cannot be read or written"
        ),
    ),
    "exam_tui.cli.repair:run",
)

_HISTORY: Final = Subcommand(
    "history",
    CallForm("history [FILE]", "list, show or restore earlier versions"),
    "List the versions of a report kept on this computer, oldest first: as first opened in the editor, before "
    "each save, and text that was never saved.",
    (
        Option("--show", "print version N", "N", kind=int),
        Option("--diff", "print the differences between version N and the file now", "N", kind=int),
        Option("--restore", "restore version N: show what would change", "N", kind=int),
        Option("--write", "with --restore: write it; the current file is kept as a version"),
    ),
    (
        f"A deleted FILE still has its versions. {_SEARCH}",
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
            "the page; default: report.html beside the report. `-o -` prints it to standard output; `-o ./-` is a file",
            "OUT",
        ),
        Option("--open", "open it in the browser"),
        Option("--check-summary", "with the result of exam-tui check at the top"),
        Option(
            "--as-course",
            "the page as the course's own script makes it, in report.course.html; needs Python-Markdown",
        ),
        Option("--force", "replace a page that another program made"),
    ),
    (
        f"{_SEARCH} {_INPUT} For standard input, -o is required.",
        "Exit code: 0 written · 2 wrong usage, or a file that cannot be read or written",
    ),
    "exam_tui.cli.html:run",
)

_MERGE: Final = Subcommand(
    "merge",
    CallForm("merge", "merge two versions question by question; for git"),
    "Merge two versions of a report question by question; git can be set up to use it.",
    (
        Option("-o, --output", "write the result to FILE, not over OURS; `-` prints it", "FILE"),
        Option(
            "-L, --label",
            "the name of OURS in a conflict; repeat it for BASE and THEIRS, as in git merge-file",
            "NAME",
            is_list=True,
        ),
        Option("--marker-size", "length of a conflict's markers (7)", "N"),
        Option("--install", "ask, then add an attribute and a setting to the clone"),
        Option("--uninstall", "remove them"),
        Option("--yes", "do it without asking"),
    ),
    (
        (
            "Different questions and tasks never conflict, nor do different paragraphs of one answer. Where "
            "both sides changed the same place, both versions are kept, between <<<<<<< and >>>>>>>."
        ),
        "After THEIRS, git may pass the markers' size and the report's name (%L %P).",
        (
            "Exit code: 0 merged · 1 merged, with conflicts · 2 wrong usage, or a file that cannot be read or "
            "written; nothing is written"
        ),
    ),
    "exam_tui.cli.merge.merge:run",
    forms=(
        CallForm(
            "merge BASE OURS THEIRS",
            "write the changes of both sides since BASE over OURS; without a BASE, give /dev/null or an empty file",
        ),
        CallForm("merge --install [FILE]", "make git merge the report this way in this clone"),
        CallForm("merge --uninstall", "make git merge it as before"),
    ),
)

_NEW: Final = Subcommand(
    "new",
    CallForm("new [FOLDER]", "start a report from the course's template"),
    f"Write the course's template to FOLDER/{COURSE.report_name} and make FOLDER/figures for its images. "
    "Existing files are never replaced.",
    (
        Option(
            "--from",
            "use this template instead of downloading the course's; `-` is standard input",
            "FILE",
        ),
    ),
    (
        f"Without FOLDER: where the course expects the report, {COURSE.report_path} at the top of the repository.",
        "Exit code: 0 written · 2 wrong usage, no connection, or something that cannot be read or written",
    ),
    "exam_tui.cli.new:run",
)

_COMPLETION: Final = Subcommand(
    "completion",
    CallForm("completion SHELL", "complete commands, options and files in the shell"),
    f"Print a script that makes the shell complete {PROGRAM}'s commands, options and files. Shells: "
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
            f"Without FILE, exam-tui opens the first report it finds: {COURSE.report_path} or {COURSE.report_name} "
            f"here and in each folder up to the repository's root, then {COURSE.report_name} in the folders below. "
            f"If FILE is a folder, exam-tui looks in it and below."
        ),
        "To open a file named like a command: exam-tui ./check",
        "`exam-tui check -h` explains a command.",
        (
            "Exit code: 0 success · 1 the report has errors (check) or needs repair · 2 wrong usage, or no report · "
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
    """Return the message for a word that is neither a command nor a file, with the nearest command."""
    near = nearest(word, COMMANDS)
    remedy = f"Did you mean {PROGRAM} {near}?" if near else f"See {PROGRAM} -h."
    return ReportNotFoundError(f"No file or command called {word}.", help=remedy)
