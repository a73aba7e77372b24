"""A template after a formatter is the template still: marks, escapes and line breaks are left out of account."""

import re
import textwrap
from collections.abc import Callable

import pytest

from exam_tui.core.checker import verdict_of
from exam_tui.core.findings.context import CheckContext
from exam_tui.core.findings.engine import findings_of
from exam_tui.core.findings.finding import Finding
from exam_tui.core.findings.rules.template_changes import with_template_changes
from exam_tui.core.repair.repair import repair
from exam_tui.core.report.report import Report
from exam_tui.core.template import line_breaks
from exam_tui.core.template.editions import Fingerprints
from exam_tui.core.template.line_breaks import differing, unknown_lines
from exam_tui.core.template.original import Pristine, choose
from exam_tui.core.template.regions import plain_line
from exam_tui.core.text.fingerprint import text_fingerprint
from tests.core.findings.build import report, template
from tests.core.findings.known import know


def _broken(report_text: str, width: int) -> str:
    """Return Markdown with the lines of each paragraph, quoted or not, broken at another width."""
    blocks: list[str] = []
    for line in report_text.split("\n"):
        quote = "> " if line.startswith("> ") else ""
        is_prose = len(line) > width and not line.startswith(("#", "* ", "- "))
        blocks += (
            textwrap.wrap(line[len(quote) :], width, initial_indent=quote, subsequent_indent=quote)
            if is_prose
            else [line]
        )
    return "\n".join(blocks)


FORMATTERS: dict[str, Callable[[str], str]] = {
    "underscores": lambda text: re.sub(r"(?<!\*)\*(?=\S)([^*\n]+)\*(?!\*)", r"_\1_", text),
    "strong underscores": lambda text: text.replace("**", "__"),
    "dashes for lists": lambda text: re.sub(r"^\* ", "- ", text, flags=re.MULTILINE),
    "plus signs for lists": lambda text: re.sub(r"^\* ", "+ ", text, flags=re.MULTILINE),
    "escapes": lambda text: re.sub(r"(?<=\w)([.?])", r"\\\1", text),
    "lines broken": lambda text: _broken(text, 30),
    "blank lines": lambda text: re.sub(r"^(#.*)$", r"\n\1\n", text, flags=re.MULTILINE),
}


def changes(text: str, *versions: str) -> list[Finding]:
    """Return what was changed in a template, by fingerprints and by what a history has."""

    def find(now: Report) -> Pristine | None:
        return choose(now, [(Report.from_bytes(one.encode()), "git") for one in versions], whole=True)

    read = Report.from_bytes(text.encode())
    found = with_template_changes(CheckContext(read), findings_of(read), find)
    return [finding for finding in found if finding.code == "template-changed"]


@pytest.mark.parametrize("source", ["fingerprints", "history"])
@pytest.mark.parametrize("formatter", [*FORMATTERS, "all"])
def test_a_formatted_report_has_its_template(monkeypatch: pytest.MonkeyPatch, formatter: str, source: str) -> None:
    """No false alarm, the template is recognised, repair has nothing to do, and a line that was changed is named."""
    handed_out = template() if source == "fingerprints" else template().replace("grew", "really grew")
    know(monkeypatch)
    versions = () if source == "fingerprints" else (handed_out,)
    text = report() if source == "fingerprints" else report().replace("grew in", "really grew in")
    text = text.replace("... grew ...", "... really grew ...") if source == "history" else text
    for name, formatted in FORMATTERS.items():
        if formatter in {name, "all"}:
            text = formatted(text)
    assert changes(text, *versions) == []
    read = Report.from_bytes(text.encode())
    if source == "fingerprints":
        assert Fingerprints(read).template == "short"
    for exact in (False, True):
        result = repair(read, Report.from_bytes(handed_out.encode()), exact=exact)
        assert (result.data, result.left) == (read.original, ())
    lines = text.split("\n")
    at = next(at for at, line in enumerate(lines) if line.startswith(">") and "7" in line)
    lines[at] = lines[at].replace("7", "7 or 8")
    (found,) = changes("\n".join(lines), *versions)
    assert (found.line, found.question) == (at + 1, 7)


def test_a_limit_line_that_is_gone_is_named_in_a_formatted_report(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the verdict says that it goes by the limits in the file, as without the formatter."""
    know(monkeypatch)
    head, heading, tail = report().partition("### Question 9\n")
    text = head + heading + tail.replace(">\n> Recommended answer length: 5-20 words.\n", "", 1)
    for formatted in (text, FORMATTERS["lines broken"](FORMATTERS["underscores"](text))):
        (found,) = changes(formatted)
        assert (found.question, "no longer states a limit" in found.message) == (9, True)
        assert verdict_of(Report.from_bytes(formatted.encode())).unlimited == (9,)


@pytest.mark.parametrize(
    ("line", "plain"),
    [
        ("> _We used ..._", "> We used ..."),
        (">**What grew?**", "> What grew?"),
        ("> > __What__ grew\\?", "> What grew?"),
        ("* [ ] Rent a plot", "- [ ] Rent a plot"),
        ("+ [ ] Rent a plot", "- [ ] Rent a plot"),
        ("1) Dig", "1. Dig"),
        ("12. Dig", "1. Dig"),
        ("```--- question 1 fill here ---```", "`--- question 1 fill here ---`"),
        ("requirements\\_dev.txt", "requirementsdev.txt"),
        ("> *", ""),
        (">", ""),
        ("***", ""),
        ("---", "---"),
        ("*emphasis*", "emphasis"),
        ("5-20 words", "5-20 words"),
    ],
)
def test_a_line_as_lines_are_compared(line: str, plain: str) -> None:
    assert plain_line(line) == plain


def _known(*lines: str) -> set[str]:
    return {text_fingerprint(line) for line in lines}


def test_lines_that_are_broken_otherwise_are_known() -> None:
    """Those with a word that stays over are not; a quote and what is outside of it are apart."""
    known = _known("> one two three", "> four five six", "seven eight", "nine ten")
    assert unknown_lines(["> one two", "> three four five", "> six", "seven eight nine", "ten"], known) == set()
    assert unknown_lines(["> one two", "> three four FIVE", "> six", "seven eight"], known) == {1, 2}
    assert unknown_lines(["> one two", "three"], known) == {0, 1}
    assert unknown_lines(["one two three"], known) == {0}
    assert unknown_lines([], known) == set()


def test_a_text_of_very_many_words_is_not_put_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would take long, and is no template's."""
    monkeypatch.setattr(line_breaks, "_LARGEST", 3)
    assert unknown_lines(["one two", "three four"], _known("one two three", "four")) == {0, 1}


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        (["> a b c d"], ["> a b", "> c d"], (range(0), range(0))),
        (["> a b X d", "> e"], ["> a b", "> c d e"], (range(1), range(1, 2))),
        (["a b", "c d"], ["a b c", "X d"], (range(1, 2), range(1, 2))),
        (["a b", "c"], ["a b c d"], (range(1, 2), range(1))),
        (["b c"], ["a b", "c"], (range(1), range(1))),
        (["a"], [], (range(1), range(0))),
        (["> a"], ["a"], (range(1), range(1))),
        (["a", "b X"], ["a b"], (range(1, 2), range(1))),
    ],
)
def test_the_lines_that_differ(ours: list[str], theirs: list[str], expected: tuple[range, range]) -> None:
    """However lines are broken; where only one has words more, the line of the other where they would stand."""
    assert differing(ours, theirs) == expected
