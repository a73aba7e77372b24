"""Markdown's blocks are found where markdown-it finds them: in random, hostile and real texts, and rule by rule."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from mdit_py_plugins.front_matter.index import _front_matter_rule

from exam_tui.core.markdown.blocks import read_blocks
from tests.conftest import sampled
from tests.core.strategies import hostile_texts

MARKS = [
    "> ", ">", "- ", "* ", "+ ", "1. ", "2) ", "10. ", "-\t", ">\t", "    ", "  ", " ", "   ", "\t", "#", "# ", "### x",
    "#\t", "####### ", "---", "***", "_ _ _", "===", "==", "-", "--", "```", "~~~", "````", "``` a`", "<!--", "-->",
    "<div>", "</div>", "<pre>", "</pre>", "<pre/>", "<a b='c'>", "<a ", "<?", "?>", "<![CDATA[", "]]>", "<!X", ">",
    "[a]: b", "[a]:", "[", "]", ": b", '"t"', '""', "'t", "(t)", "\\", "[ ] x", "[x] y", "a", "b c", "text", "\n\n",
    "\r\n", "\r", "\0", "\u00a0", "\v", "\f", "\u2028", "...", "title: x", "## ", "Question 1", "`", "~", "é", "&",
    "[b]\n: c", "<b>", "*", "_", "=", "1.", "1.\t", *["\n"] * 12,
]  # fmt: skip


CASES = [
    "", " ", "\n \n\t", "a\n  ",
    # headings
    "# a #", "# a#", "#a", "#", "# #", "####### a", "a\n===", "a\n---\nb", "a\nb\n --- ", "> a\n---", "- a\n---",
    "    a\n---", "a\n    ---", "a\n--- -",
    # code
    "    a\n\n    b\n\nc", "```\na\n```\nb", "```\na", "~~~ `\n~~~", "``` `\n", "```\n    ```\n``",
    "````\n```\n`````", "- ```\n  a\n b", "> ```\na", "> ```\n>", "```a\n```b\n``` ",
    # lists
    "- a\n- b\n* c", "1. a\n2. b\n3) c", "a\n2. b", "a\n1. b", "a\n- ", "a\n- b", "-\n\n  a", "-\n  a",
    "-    \n a", "-      code", "-\ta", "- a\n\n\n  b", "10000000000. a", "123456789. a", "- - - a",
    "- a\n - b\n  - c\n   - d\n    - e", "- a\n    - b", "- [ ] a\n  b\n\n  c", "- > [x] a", "- # [x] a", "-a",
    "+", "1.", "- [a]: b\n  [x] c",
    # quotes
    "> a\nb", "> a\n- b", ">a\n>>b\nc\n>d", ">\na", ">\n\n>\n\n\na", "- > a\n> b", "- > a\nb\n  > c", ">\ta",
    ">  \tb", "> - a\nb\n>\n> c", "1. > a\n   - b", "> a\n    > b", "> > a\n# b", " >\t>\ta",
    # rules
    "***", "* * *\n- - -\n_____", "--", "- -", "*-*", "a\n***",
    # HTML
    "<div>\na\n\nb", "<DIV\na", "</p>", "<pre>\n\na</PRE>\nb", "<script", "<style/>", "<!-- a\n\nb -->\nc",
    "<!-->a", "<?a\n?>\nb", "<!A\n>", "<!a>", "<![CDATA[\n]]>\n", "<a>\nb", "<a> b", "a\n<a>", "a\n<div>", "</a>",
    "<a b=c d='e'/>", "- <!--\n\n\na -->\nb", "- <div>\nb", "<1>", "<!", "<",
    # definitions
    "[a]: b", "[a]: b\n---", "[a]:\nb\n---", "[a]: b 'c\nd' e\n---", "[a]: b\n'c' d\n---", '[a]: b "" c\n---',
    "[a]: <b\\> c> (d)\n---", "[a]: <b\nc>\n---", "[a]: <b\n---", "[a]: b(c(d)e)\n---", "[a]: b(\n---",
    "[a]: b)\n---", "[a]: \\ b\n---", "[a]: b\\\n---", "[a]: b\\ c\n---", "[a]: b\\)\n---",
    f"[a]: {'(' * 33}\n---", "[a]: <b>'c'\n---", "[a]: b (c(\n---", "[a]: b 'c\\'\n---", "[a]: b 'c\n\n---",
    "[a\nb]: c\n---", "[a\\]b]: c\n---", "[a[b]: c\n---", "[ ]: b\n---", "[a] : b\n---", "[a]:\n\n---",
    "[a]: b\n# c", "[a\n# b]: c", "[a\n    b]: c\n---", "> [a\nb]: c\n---", "[a", "[a\\",
    "[a]: b\n[c]: d\n[e]: f\n\n---", "[a]: b (c\nd\ne\nf\ng)\n---",
    # front matter
    "---\na: b\n---\nc", "---\na\n...\nc", "----\na\n---\nb\n-----\nc", "--- a\nb\n---", "---\na\n    ---\n ---",
    "---", "---\n---", "- ---\n---", "---\na\n ...\n",
    # nesting without an end
    f"{'> ' * 30}a\n> b", f"{'- ' * 30}a\n- b",
]  # fmt: skip


def _peer() -> MarkdownIt:
    """Return markdown-it, set to find the same: front matter on top only, and definitions whatever they link."""

    def front_matter(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - its signature
        return state.level == 0 and _front_matter_rule(state, start, end, silent)

    peer = MarkdownIt("commonmark")
    peer.block.ruler.before("blockquote", "front_matter", front_matter, {"alt": ["paragraph", "blockquote"]})
    peer.core.ruler.enableOnly(["normalize", "block"])
    peer.validateLink = lambda url: True  # type: ignore[method-assign] # noqa: ARG005 - the way to set it
    return peer


PEER = _peer()


def expected(text: str) -> dict[str, list[object]]:
    """Return what markdown-it finds in a text, in the form of `found`."""
    tokens = PEER.parse(text)
    result: dict[str, list[object]] = {"top": [], "verbatim": [], "items": []}
    for token, following, inline in zip(tokens, [*tokens[1:], None], [*tokens[2:], None, None], strict=False):
        if token.map is None or token.nesting < 0:
            continue
        lines = tuple(token.map)
        if token.type in {"fence", "code_block", "html_block", "front_matter"}:
            result["verbatim"].append((*lines, token.type))
        if token.type == "list_item_open" and following and following.type == "paragraph_open" and inline:
            if inline.content.startswith("[") and inline.map:
                result["items"].append((inline.map[0], _bare(inline.content)))
        elif token.level == 0 and token.type != "inline":
            is_heading = token.type == "heading_open" and following is not None
            text_of = (token.markup, following.content) if is_heading and following else ("", "")
            result["top"].append((token.type, *lines, *text_of))
    return result


def found(text: str) -> dict[str, list[object]]:
    """Return what we find; of markups and contents only those of headings, of items no white space around lines."""
    blocks = read_blocks(text, front_matter=True)
    top = [block if block.kind == "heading_open" else block._replace(markup="", content="") for block in blocks.top]
    items = [(item.line, _bare(item.content)) for item in blocks.items]
    return {"top": [tuple(block) for block in top], "verbatim": [tuple(v) for v in blocks.verbatim], "items": [*items]}


def _bare(content: str) -> list[str]:
    return [line.strip() for line in content.split("\n")]


def check(text: str) -> None:
    """Assert that both find the same."""
    try:
        other = expected(text)
    except IndexError:  # a fault of markdown-it, where a file ends with a quote mark
        assert found(text)
        return
    ours = found(text)
    if "\t" in text:  # a tab that a quote mark cuts in two leaves markdown-it with the list's own mark in its item
        ours["items"] = other["items"] = []
    assert ours == other


def random_text(seed: int) -> str:
    """Return a few marks in a row, by chance."""
    rnd = random.Random(seed)
    return "".join(rnd.choice(MARKS) for _ in range(rnd.randint(1, 40 if seed % 3 == 0 else 14)))


@pytest.mark.parametrize("part", range(8))
def test_random_marks(part: int) -> None:
    """Some thousand texts in every run; millions were tried."""
    for seed in range(part, 6_000, 8):
        check(random_text(seed))


@pytest.mark.nightly
@pytest.mark.skipif("config.getoption('markexpr') != 'nightly'", reason="a million texts take long: `make nightly`")
@pytest.mark.parametrize("part", range(16))
def test_very_many_random_marks(part: int) -> None:
    """A million of them at night."""
    for seed in range(part, 1_000_000, 16):
        check(random_text(seed))


@given(hostile_texts(12))
def test_hostile_lines(text: str) -> None:
    """What the other tests are made of."""
    check(text)


@pytest.mark.parametrize("part", sampled(range(8), 1))
def test_real_reports(corpus: Path, part: int) -> None:
    """Every file of the corpus, and each from an arbitrary line on."""
    for path in sorted(corpus.glob("**/*.md"))[part::8]:
        text = path.read_bytes().decode("utf-8", "surrogateescape")
        check(text)
        check(text[len(text) // 3 :])


@pytest.mark.parametrize("text", CASES)
def test_one_rule_at_a_time(text: str) -> None:
    """And the same text with other line ends, in a quote, in a list, and below a paragraph."""
    check(text)
    check(text.replace("\n", "\r\n"))
    check("> " + text.replace("\n", "\n> "))
    check("1. " + text.replace("\n", "\n   "))
    check(f"a\n{text}")


def test_a_text_that_markdown_it_stumbles_over() -> None:
    """Its front matter in a list, read to the end of a file that ends with a quote mark."""
    assert found("- > --- x\n  >")["top"] == [("bullet_list_open", 0, 2, "", "")]
