"""Reports, images and a strict reader for the tests of the page. All text is written for these tests."""

import struct
import zlib
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib

from exam_tui.core.report.report import Report
from exam_tui.page.html_page import Page, render_page

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 20


def png(width: int = 3, height: int = 2) -> bytes:
    """Return a grey PNG image that browsers can show."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def question(number: int, answer: str | None, asking: str = "What did you do?") -> str:
    """Return one question; an answer of None leaves the template's placeholder."""
    filled = f"--- question {number} fill here ---" if answer is None else answer
    return f"### Question {number}\n> **{asking}**\n>\n> Answer:\n\n{filled}\n\n"


def report_of(*answers: str | None, top: str = "# Harbour report\n\n", section: str = "## Boats") -> Report:
    """Return a report with these answers to its questions, from 1."""
    text = f"{top}{section}\n\n" + "".join(question(number, text) for number, text in enumerate(answers, 1))
    return Report.from_bytes(text.encode("utf-8", "surrogatepass"))


def page_of(*answers: str | None, folder: Path = Path("/nonexistent"), top: str = "# Harbour report\n\n") -> Page:
    """Return the page of a report with these answers."""
    return render_page(report_of(*answers, top=top), folder=folder)


def tree(html: str) -> Element:
    """Parse a page as the HTML standard says, and fail at the first parse error."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root: Element = parser.parse(html)
    return root


def texts(element: Element) -> str:
    """Return all the text in an element, spaces collapsed."""
    return " ".join("".join(element.itertext()).split())


def answers_in(html: str) -> list[Element]:
    """Return the boxes that hold the answers."""
    return [element for element in tree(html).iter("div") if "answer" in element.get("class", "").split()]


def answer_of(html: str) -> Element:
    """Return the first answer's box."""
    return answers_in(html)[0]


EVERYTHING = """---
title: Not the title that shows
---
# Harbour *report* `2031`

Read this before you set sail.

## Checklist

### Week 1

* [x] Paint the **hull**
* [ ] Mend the [sail](https://example.org/sail) that
    was torn
  - [X] small one
* [/] half a mark

### Week 2

- [ ] Sweep the deck

## Crew

### Question 1
> **Enter the group number you signed up on <learn.inside.dtu.dk>**
>
> Answer:

Group 7

### Question 2
> **Enter the study number for each member**
>
> Answer:

* s000001
* s000002

## Boats

> In this part we ask about boats.

### Question 3
> **Which boats?**
>
> Answer:

| Boat | Oars | Sails |
|:-----|-----:|:-----:|
| Ida  | 2    | 1 |
| Ann &amp; <kbd>x</kbd> | 4 | ~~3~~ 2 |

### Setup

```python
def row(oars: int) -> str:
    # comment
    return f"{oars} <b>"
```

```unknown-language with words
plain & simple
```

    indented <code>

### Question 4
> **Draw them.** Upload 1 to 3 screenshots
>
> Answer: ![A boat](figures/boat.png)

![Two](figures/boat.png)
![](figures/gone.png)
[![Linked](figures/boat.png "t")](https://example.org)
<img src="figures/boat.png" alt="half" width="50%" onerror="x()">

<details open>
<summary>More <sub>below</sub></summary>

1. one
2. two
   > quote

</details>

<details>no summary</details>

<!-- a comment

### Question 9
-->

H<sub>2</sub>O<br>x<sup>2</sup> <kbd>Ctrl</kbd> <weblink> <script>alert(1)</script> www.example.org
a@example.org [bad](javascript:alert(1)) [r][ref] <https://example.org/?a=1&b=2> \\*literal\\* &copy; &#0;

[ref]: https://example.org/ref "Reference"

### Question 5
> **Wind?**
>
> Answer:

--- question 5 fill here ---

### Question 5
> **Same number again**
>
> Answer:

Coverage
--------
Setup
=====
###### deep
- [ ]
- [x] \x00\x07 \ufdd0
"""
