"""A link that we write is one image to everybody: the course's check, a Markdown reader, our look-up."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from exam_tui.core.editing.image_link import around_image, image_link
from exam_tui.core.editing.paste import filtered_paste
from exam_tui.core.report.counting import count
from exam_tui.core.report.image_links import Lookup, image_links
from exam_tui.storage.images.lookup import FolderFiles

CHECKER = re.compile(r"!\[.*?\]\(.*?\)")
_TEXTS = st.text(st.one_of(st.sampled_from("ab \n[]()<>!`*_\\&;#:\"'|~%?"), st.characters()), max_size=12)
# What a file system takes as a name; a surrogate is no character, and ext4 has 255 bytes.
_NAMES = st.text(
    st.one_of(st.sampled_from("ab []()<>!`*_\\&;#:\"'|~%?"), st.characters(exclude_categories=["Cs"])), max_size=12
).filter(lambda name: "/" not in name and "\0" not in name)


@pytest.mark.parametrize(
    ("alt", "target", "link"),
    [
        ("the loss", "figures/loss.png", "![the loss](figures/loss.png)"),
        ("", "figures/a.png", "![](figures/a.png)"),
        ("two\nlines", "figures/a.png", "![two lines](figures/a.png)"),
        ("a](b", "figures/a(1).png", "![a\\]\\(b](figures/a%281%29.png)"),
        ("snake_case _x_", "figures/my plot.png", "![snake_case \\_x\\_](figures/my%20plot.png)"),
        ("a", "figures/\u00e6_-.~50%.png", "![a](figures/\u00e6_-.~50%25.png)"),
        ("AT&T &lt;", "figures/a\udcff.png", "![AT&T \\&lt;](figures/a%3F.png)"),
        ("see ### 1 <!-- Answer: x", "Answer:#.png", "![see #\\#\\# 1 \\<\\!-- Answer\\: x](Answer%3A%23.png)"),
    ],
)
def test_how_it_is_written(alt: str, target: str, link: str) -> None:
    """Readable where it can be; what Markdown or the check would take for its own is escaped."""
    assert image_link(alt, target) == link


@pytest.mark.nightly
@given(_TEXTS, _TEXTS, _TEXTS)
def test_it_counts_once(alt: str, target: str, before: str) -> None:
    """On one line, whatever the two hold; nothing that cuts an answer comes in."""
    link = image_link(alt, target)
    assert [match[0] for match in CHECKER.finditer(link)] == [link]
    assert count(link).images == 1
    assert len(link.split("\n")) == 1
    assert "##" not in link
    assert "Answer:" not in link
    text = f"{before.replace('[', '')} {link} words"
    assert count(text).images == 1


@pytest.mark.nightly
@given(_TEXTS, _TEXTS)
def test_a_markdown_reader_shows_one_image_with_the_text(alt: str, target: str) -> None:
    """The text as it was typed, and the file's own name."""
    line = f"a {image_link(alt, target)} b"
    tokens = MarkdownIt("commonmark").parseInline(line)[0].children or []
    assert [token.type for token in tokens] == ["text", "image", "text"]
    shown = " ".join(filtered_paste(alt).text.split())
    assert "".join(child.content for child in tokens[1].children or []) == shown
    assert unquote(str(tokens[1].attrs["src"])) == target.encode(errors="replace").decode()


@pytest.mark.nightly
@given(_TEXTS, _NAMES)
def test_the_file_is_found(alt: str, name: str) -> None:
    """By the look-up of `check` and the page, whatever the disk has let through."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "figures", f"{name}.png")
        path.parent.mkdir()
        try:
            path.write_bytes(b"\x89PNG\r\n\x1a\n")
        except OSError:
            return
        (link,) = image_links(image_link(alt, f"figures/{path.name}"))
        assert FolderFiles(Path(folder)).lookup(link.target).result is Lookup.FOUND


ONE, TWO = "![one](figures/1.png)", "![two](figures/2.png)"


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ("", "", TWO),
        (ONE, "", f"{ONE}\n\n{TWO}"),
        (f"{ONE} ", "", f"{ONE} \n\n{TWO}"),
        (f"{ONE}\n", "", f"{ONE}\n\n{TWO}"),
        (f"{ONE}\n\n", "", f"{ONE}\n\n{TWO}"),
        (f"{ONE}\n\n\n", "", f"{ONE}\n\n\n{TWO}"),
        ("", ONE, f"{TWO}\n\n{ONE}"),
        ("", f"\n{ONE}", f"{TWO}\n\n{ONE}"),
        ("", f"\n\n\n{ONE}", f"{TWO}\n\n\n{ONE}"),
        (ONE, ONE, f"{ONE}\n\n{TWO}\n\n{ONE}"),
        ("The boat", "", f"The boat\n\n{TWO}"),
        ("The bo", "at", f"The bo\n\n{TWO}\n\nat"),
        ("", "The boat", f"{TWO}\n\nThe boat"),
        ("See ", ".", f"See {TWO}."),
        ("See ", ONE, f"See {TWO}\n\n{ONE}"),
        ("- ", "\n- next", f"- {TWO}\n- next"),
        ("The boat:\n", "\nIt sails.", f"The boat:\n{TWO}\nIt sails."),
        ("| a ", "| b |", f"| a {TWO}| b |"),
        (f"| {ONE}", " | b |", f"| {ONE}{TWO} | b |"),
    ],
)
def test_an_image_stands_apart_from_other_images_and_from_words(before: str, after: str, whole: str) -> None:
    """But not behind a blank, where it is part of a line, and not in a table."""
    above, below = around_image(before, after)
    assert f"{before}{above}{TWO}{below}{after}" == whole
