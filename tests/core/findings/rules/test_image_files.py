"""What is said of the file behind an image link, with the remedy that helps, and the path that a safe fix shortens."""

import pytest

from exam_tui.core.findings.engine import findings_of
from exam_tui.core.findings.finding import Finding
from exam_tui.core.findings.rules.images import says_nothing
from exam_tui.core.fixes.safe_fixes import apply_fixes
from exam_tui.core.report.image_links import Content, ImageFile, Lookup
from exam_tui.core.report.report import Report
from tests.core.findings.build import PICTURE, report
from tests.core.findings.fixtures import StubFiles, fixes_of

HERE = "figures/tomatoes.png"
ABOVE = ImageFile(Lookup.WRONG_START, Content.PNG, HERE)


def read(answer: str) -> Report:
    """Return a report with this answer to question 4."""
    return Report.from_bytes(report({4: answer}).encode())


def about_file(answer: str, file: ImageFile, target: str = "figures/a.png") -> Finding:
    """Return the one thing that is said of an image, whose file is this."""
    [found] = findings_of(read(answer), StubFiles({target: file}))
    return found


@pytest.mark.parametrize(
    ("file", "code", "said", "remedy"),
    [
        (ImageFile(Lookup.FOUND, Content.LFS_POINTER), "image-type", "a Git LFS pointer", "git lfs pull"),
        (ImageFile(Lookup.FOUND, Content.EMPTY), "image-type", "is empty", "Save the image again"),
        (ImageFile(Lookup.FOUND, Content.WEB_PAGE), "image-type", "a web page", "sign in"),
        (ImageFile(Lookup.MISSING, Content.DVC, "figures.dvc"), "image-missing", "only figures.dvc", "dvc pull"),
        (ImageFile(Lookup.WRONG_CASE, Content.PNG, "figures/A.png"), "image-case", "missing on Linux", "figures/A.png"),
        (ImageFile(Lookup.MISSING), "image-missing", "there is no image figures/a.png", "correct the link"),
    ],
)
def test_what_is_there_in_place_of_an_image_is_named_with_the_remedy_that_helps(
    file: ImageFile, code: str, said: str, remedy: str
) -> None:
    found = about_file("![beds](figures/a.png)", file)
    assert (found.code, said in found.message, remedy in found.help) == (code, True, True)


@pytest.mark.parametrize(
    ("link", "mended"),
    [
        (f"/reports/{HERE}", HERE),
        (f"reports/{HERE}", HERE),
        (f"../reports/{HERE}", HERE),
        (f"</reports/{HERE}>", f"<{HERE}>"),
        (f'reports/{HERE} "a title"', f'{HERE} "a title"'),
    ],
)
def test_a_path_from_above_the_folder_is_shortened(link: str, mended: str) -> None:
    """The message says what to write, and the safe fix writes it: the path alone."""
    files = StubFiles({link: ABOVE, mended: ImageFile(Lookup.FOUND, Content.PNG)})
    before = read(f"![a [b] in ]( {PICTURE} and ![beds]({link})")
    found = [one for one in findings_of(before, files) if one.code == "image-missing"][-1]
    assert f"write {HERE}" in found.message
    assert "`exam-tui check --fix` does it" in found.help
    [fix] = fixes_of(before, files)
    assert fix.text == f"![a [b] in ]( {PICTURE} and ![beds]({mended})"
    apply_fixes(before, [fix])
    assert fixes_of(before, files) == ()


@pytest.mark.parametrize(
    ("link", "name", "mended"),
    [
        ("Figures/beds.PNG", "figures/Beds.png", "figures/Beds.png"),
        ("./figures/beds.png", "figures/Beds.PNG", "./figures/Beds.PNG"),
        ("<figures/our beds.png>", "figures/Our Beds.png", "<figures/Our Beds.png>"),
        ("figures/our%20b%C3%A6d.png", "figures/Our Bæd.png", "figures/Our%20B%C3%A6d.png"),
        (r"figures/our\_beds.png 'a title'", "figures/Our_Beds.png", r"figures/Our\_Beds.png 'a title'"),
    ],
)
def test_a_link_gets_the_letters_of_the_one_file_that_can_be_meant(link: str, name: str, mended: str) -> None:
    """Its escapes stay. Where another file differs from it in no more, nobody can tell which is meant."""
    for is_only, fixed in ((True, [f"![beds]({mended})"]), (False, [])):
        other = ImageFile(Lookup.WRONG_CASE, Content.PNG, name, is_only)
        files = StubFiles({link: other, mended: ImageFile(Lookup.FOUND, Content.PNG)})
        before = read(f"![beds]({link})")
        [found] = [one for one in findings_of(before, files) if one.code == "image-case"]
        assert found.help == f"Write {name}{'; `exam-tui check --fix` does it' if is_only else ''}."
        assert [fix.text for fix in fixes_of(before, files)] == fixed


def test_a_link_that_is_not_found_with_the_letters_of_the_file_is_left_alone() -> None:
    files = StubFiles({"figures/a.png#x": ImageFile(Lookup.WRONG_CASE, Content.PNG, "figures/A.png")})
    before = read("![beds](figures/a.png#x)")
    assert fixes_of(before, files) == ()


def test_where_the_rest_of_the_path_names_nothing_the_fix_is_not_promised() -> None:
    """A path that ends in more than its name is left to the student."""
    link = "reports/figures/tomatoes.png#/top"
    found = about_file(f"![beds]({link})", ABOVE, link)
    assert "--fix" not in found.help
    assert fixes_of(read(f"![beds]({link})"), StubFiles({link: ABOVE})) == ()


@pytest.mark.parametrize("image", ["![beds\nthere](reports/{})", '<img src="reports/{}">', "`![beds](reports/{})`"])
def test_only_a_link_that_counts_and_is_shown_is_shortened(image: str) -> None:
    """Another way of writing it is mended first."""
    link = f"reports/{HERE}"
    files = StubFiles({link: ABOVE})
    before = read(image.format(HERE))
    assert all("--fix" not in one.help for one in findings_of(before, files) if one.code == "image-missing")
    assert fixes_of(before, files) == ()


@pytest.mark.parametrize(
    "alt",
    [
        *("", " ", "my_image", "my image", "this figure", "This_figure", "image", "Image", "image.png", "figure"),
        *("alt text", "Alt-text", "this image", "img", "picture.JPG", "That figure", "image info", "our screenshot"),
    ],
)
def test_a_text_that_says_nothing(alt: str) -> None:
    """A word for any image, in any case, also where it looks like a file's name."""
    assert says_nothing(alt)
    assert [one.code for one in findings_of(read(f"![{alt}]({HERE})"), StubFiles())] == ["image-alt"]


@pytest.mark.parametrize(
    "alt", ["figure 3", "image of beds", "loss", "this figure shows beds", "W&B", "GCP.png", "_" * 99 + "x"]
)
def test_a_text_that_says_something(alt: str) -> None:
    """Short as it is."""
    assert not says_nothing(alt)
