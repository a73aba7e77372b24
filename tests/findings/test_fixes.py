"""The safe fixes: what they change, what they leave alone."""

import pytest

from exam_tui.core.fixes import FIXABLE, apply_fixes, fix_of, fixes_of
from exam_tui.core.images import Content, ImageFile, Lookup
from exam_tui.core.report import Report
from tests.findings.build import GOOD, PICTURE, placeholder, report
from tests.findings.fixtures import StubFiles

FILES = StubFiles({"figures/a.png": ImageFile(Lookup.FOUND, Content.PNG)})


def fixed(text: str) -> str:
    """Return a text with all safe fixes applied."""
    read = Report.from_bytes(text.encode())
    return apply_fixes(read, fixes_of(read, FILES)).decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{GOOD}\n\n{placeholder(5)}", GOOD),
        (f"{placeholder(5)}\n{GOOD}\n\n--- question 5 fill", GOOD),
        (f"--- {GOOD} ---", GOOD),
        (f"---\n{GOOD}\n---", GOOD),
        (f"---{GOOD}\nAnd beans---", f"{GOOD}\nAnd beans"),
        (f"--- {GOOD}", GOOD),
        (f"{GOOD}\n- question 5 fill here", GOOD),
        (f"{GOOD}\n- beans\n- peas", f"{GOOD}\n\n- beans\n- peas"),
        (f"{GOOD}\n\n[a](figures/a.png)", f"{GOOD}\n\n![a](figures/a.png)"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_fixed(before: str, after: str, line_end: str) -> None:
    """Nothing but the answer differs, and a second run has nothing to do."""
    text, wanted = report({5: before}).replace("\n", line_end), report({5: after}).replace("\n", line_end)
    assert fixed(text) == wanted
    assert fixed(wanted) == wanted


@pytest.mark.parametrize(
    "answer",
    [
        placeholder(5),
        "--- question 5 fill here",
        f"{GOOD} --- question 5 fill here",
        f"{GOOD}\n\n```\n--- question 5 fill here\n```",
        f"{GOOD}\n\n[b](figures/b.png)",
        f"{GOOD}\n\n---\n\nAnd beans",
    ],
)
def test_left_alone(answer: str) -> None:
    """What would need words, or a look by a human eye."""
    assert fixed(report({5: answer})) == report({5: answer})


def test_several_images_on_a_line_and_a_byte_order_mark() -> None:
    """From the right, so that no column moves."""
    both = StubFiles({"figures/b.png": ImageFile(Lookup.FOUND)} | FILES.known)
    read = Report.from_bytes(b"\xef\xbb\xbf" + report({4: "[a](figures/a.png) [b](figures/b.png)"}).encode())
    wanted = b"\xef\xbb\xbf" + report({4: "![a](figures/a.png) ![b](figures/b.png)"}).encode()
    assert apply_fixes(read, fixes_of(read, both)) == wanted
    assert fixes_of(read) == ()


def test_the_fix_of_one_finding() -> None:
    """One key in the editor: only that code of that answer."""
    text = report({5: f"--- {GOOD}\n- beans ---", 6: f"--- {GOOD} ---", 4: PICTURE})
    read = Report.from_bytes(text.encode())
    for finding in read.findings():
        fix = fix_of(read, finding)
        assert fix is not None
        assert (fix.number, fix.codes) == (finding.question, (finding.code,))
    [short] = Report.from_bytes(report({5: "x"}).encode()).findings()
    assert fix_of(read, short) is None
    [fence] = Report.from_bytes(report({5: f"{GOOD}\n\n```\nx\n```"}).encode()).findings()
    assert fix_of(Report.from_bytes(report({5: f"{GOOD}\n\n```\nx\n```"}).encode()), fence) is None


def test_only_the_codes_asked_for() -> None:
    """And those that are left are still found."""
    read = Report.from_bytes(report({5: f"--- {GOOD} ---\n\n{placeholder(5)}"}).encode())
    [fix] = fixes_of(read, None, ("placeholder-left",))
    assert fix.codes == ("placeholder-left",)
    assert fix.text == f"--- {GOOD} ---"
    assert set(FIXABLE) >= set(fix.codes)
