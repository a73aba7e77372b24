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
