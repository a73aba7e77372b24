"""`exam-tui check --explain CODE`: the table of findings, read aloud."""

from exam_tui.cli.command_line import UsageError
from exam_tui.cli.output import ExitCode, Output, wrap
from exam_tui.core.findings.catalog import CODES, Code

_EVERYTHING = "all"


def explain(name: str, out: Output) -> ExitCode:
    """Print what a code means and what to do about it, or all codes with one line each.

    Raises:
        UsageError: there is no such code.

    """
    if name == _EVERYTHING:
        width = max(len(code) for code in CODES)
        for code in CODES.values():
            out.data((f"{code.name:{width}}", "bold"), f"  {code.severity:7}  {code.summary}")
        return ExitCode.CLEAN
    if name not in CODES:
        near = [code for code in CODES if name and name in code]
        hint = f"Did you mean {' or '.join(near)}?" if near else "exam-tui check --explain all lists them."
        raise UsageError(f"Unknown problem: {name}.", help=hint)
    code = CODES[name]
    severity = " or ".join((code.severity, *code.otherwise))
    out.data((code.name, "bold"), f" ({severity}): {code.summary}")
    out.data()
    for line in wrap(f"{code.explanation} {_effect(code)}".rstrip(), min(out.width, 100)):
        out.data(line)
    out.data()
    for line in wrap(f"What to do: {code.remedy}", min(out.width, 100)):
        out.data(line)
    return ExitCode.CLEAN


def _effect(code: Code) -> str:
    """Return what a code does to the state of a question."""
    return "It is blocking: its question shows `!` and counts as not done." if code.blocking else ""


def findings_page() -> str:
    """Return the table of findings as Markdown, for docs/findings.md."""
    lines = [
        "# The problems that exam-tui finds",
        "",
        "`exam-tui check` reports them by these codes, `exam-tui check --explain CODE` explains one in the terminal,",
        "and `--ignore` leaves some out. This page is generated from the same table: `make docs`.",
        "",
        "An **error** is what the course's check complains about or stops at, or what loses text. The others are",
        "**warning** and **info**; with `--strict` warnings count as errors.",
        "",
        "A question is done, `✓`, if its words and images are within limits and it has no **blocking** problem.",
        "With one, the question shows `!` and counts as not done: in the editor, in tables and in JSON (`state`).",
        "Information never blocks. Severities and exit codes do not depend on blocking.",
        "",
        "| code | | blocking | what it is |",
        "|---|---|---|---|",
    ]
    for code in CODES.values():
        blocking = "`!`" if code.blocking else ""
        lines.append(f"| [{code.name}](#{code.name}) | {code.severity} | {blocking} | {code.summary} |")
    for code in CODES.values():
        severity = " or ".join((code.severity, *code.otherwise))
        lines += ["", f"## {code.name}", "", f"*{severity}*: {code.summary}.", ""]
        lines += [f"{code.explanation} {_effect(code)}".rstrip(), "", f"What to do: {code.remedy}"]
    return "\n".join([*lines, ""])
