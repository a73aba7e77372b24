"""Seeded damage to a report, of the kind that people, merges and editors do."""

import random

TOKENS = [
    "```", "~~~", "<!--", "-->", "### x", "## y", "# z", "Answer:", "> Answer:", "> ", "---", "===", "--- ",
    "--- question 5 fill here ---", "<<<<<<< a", "=======", ">>>>>>> b", "### Question 5", "# Question 6",
    "![a](b.png)", "![a](", "[x](y.png)", "<img src='a.png'>", "\r", "\u2028", "|", "| - |", "`", "``",
    "**Answer**: x", "answer : y", "*", "1. a", "- b", "    code", "\x00", "\udc80", "> **Answer:** hi",
    "## New section", "#### deep", "Answer: ### x", "Question 7\n---", "\ufeff", "<div>", "</div>",
]  # fmt: skip


def mutated(rnd: random.Random, text: str) -> bytes:
    """Return a text with one to six changes: lines lost, doubled, swapped, joined with odd tokens."""
    lines = text.split("\n")
    for _ in range(rnd.randint(1, 6)):
        at = rnd.randrange(len(lines))
        token = rnd.choice(TOKENS)
        kind = rnd.randrange(8)
        if kind == 0:
            del lines[at]
        elif kind == 1:
            lines.insert(at, token)
        elif kind == 2:
            lines[at] += token
        elif kind == 3:
            lines[at] = token + lines[at]
        elif kind == 4:
            other = rnd.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
        elif kind == 5:
            lines.insert(at, lines[rnd.randrange(len(lines))])
        elif kind == 6:
            column = rnd.randint(0, len(lines[at]))
            lines[at] = lines[at][:column] + token + lines[at][column + rnd.randint(0, 3) :]
        else:
            del lines[at : at + rnd.randint(1, 15)]
        lines = lines or [""]
    return rnd.choice(["\n", "\n", "\n", "\r\n"]).join(lines).encode("utf-8", "surrogateescape")


def mangled(rnd: random.Random, data: bytes) -> bytes:
    """Return bytes as a crash, a bad merge or a wrong program leaves them: cut off, doubled, with odd bytes in them."""
    at, other = sorted((rnd.randint(0, len(data)), rnd.randint(0, len(data))))
    kind = rnd.randrange(6)
    if kind == 0:
        return data[:at]
    if kind == 1:
        return data[other:] + data[:at]
    if kind == 2:
        return data[:other] + data[at:]
    if kind == 3:
        return data[:at] + bytes(rnd.randrange(256) for _ in range(rnd.randint(1, 8))) + data[at:]
    if kind == 4:
        return rnd.choice([b"\xef\xbb\xbf", b"\xff\xfe", b"\0" * 40, b"---\n", b"\r"]) + data
    return data[:at] + data[at:other].replace(b"\n", rnd.choice([b"\r", b"\r\n", b"\n\n", b"\x0c"])) + data[other:]
