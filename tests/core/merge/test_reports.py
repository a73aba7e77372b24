"""Two versions of a report merged by question: what merges, what conflicts and where, what is kept."""

from collections.abc import Mapping

import pytest

from exam_tui import Report
from exam_tui.core.merge.reports import Markers, Merged, merge_reports
from exam_tui.errors import UnencodableTextError
from tests.core.build import PROMPT, question
from tests.core.findings.build import report as course_report

TASKS = ("water the plants", "cut the hedge", "feed the cat (M5)", "paint the fence")


def _report(
    answers: Mapping[int, str] | None = None, ticks: str = "    ", *, count: int = 4, tasks: tuple[str, ...] = TASKS
) -> str:
    """Return a report of `count` questions with a checklist, a mark for each of its tasks."""
    lines = ["# A report for 02476", "", "## Checklist", ""]
    lines += [f"* [{mark}] {task}" for mark, task in zip(ticks, tasks, strict=True)]
    lines += ["", "## Garden", "", "> Some words on it.", "", ""]
    texts = [(answers or {}).get(number, f"--- question {number} fill here ---") for number in range(1, count + 1)]
    return "\n".join(lines) + "".join(question(number, f"\n\n{text}\n\n") for number, text in enumerate(texts, start=1))


def _merge(base: str, ours: str, theirs: str, markers: Markers | None = None) -> Merged:
    """Merge both ways round: which side is ours makes no difference but for the order in conflicts."""
    old, mine, other = (text.encode("utf-8", "surrogateescape") for text in (base, ours, theirs))
    merged, turned = merge_reports(old, mine, other, markers), merge_reports(old, other, mine, markers)
    assert [(c.number, c.ours, c.theirs) for c in merged.conflicts] == [
        (c.number, c.theirs, c.ours) for c in turned.conflicts
    ]
    if not merged.conflicts:
        assert _answers(merged) == _answers(turned)
    return merged


def _text(merged: Merged) -> str:
    return merged.data.decode("utf-8", "surrogateescape")


def _answers(merged: Merged) -> dict[int, str]:
    return {question.number: question.answer for question in Report.from_bytes(merged.data).questions}


def _marks(merged: Merged) -> str:
    return "".join(task.mark for task in Report.from_bytes(merged.data).tasks)


# What merges


def test_changes_of_different_questions_never_conflict() -> None:
    """The result is what one would have written after the other; who asks is told which answers are new here."""
    merged = _merge(_report(), _report({1: "roses", 2: "peas"}), _report({3: "beans"}))
    assert _text(merged) == _report({1: "roses", 2: "peas", 3: "beans"})
    assert (merged.taken, merged.notes, merged.by_question) == ([3], [], True)


def test_neighbouring_ticks_never_conflict() -> None:
    """Each task has its own, also where git sees changes of neighbouring lines."""
    assert _text(_merge(_report(), _report(ticks="x x "), _report(ticks=" x x"))) == _report(ticks="xxxx")
    assert _marks(_merge(_report(ticks="xx  "), _report(ticks=" x x"), _report(ticks="xxX "))) == " xXx"


def test_the_same_change_on_both_sides_is_one_change() -> None:
    """Cherry-picked, or typed twice."""
    both = _report({1: "roses"}, "x   ")
    assert _text(_merge(_report(), both, _report({1: "roses", 2: "peas"}, "x   "))) == _report(
        {1: "roses", 2: "peas"}, "x   "
    )
    assert merge_reports(_report().encode(), both.encode(), both.encode()) == Merged([both], by_question=True, taken=())


def test_where_one_side_changed_nothing_the_other_is_taken_byte_for_byte() -> None:
    """Line ends, byte order mark and all."""
    base, other = _report().encode(), b"\xef\xbb\xbf" + _report({2: "p\xe9as"}).replace("\n", "\r\n").encode("latin-1")
    assert merge_reports(base, base, other).data == other
    assert merge_reports(base, other, base).data == other
    assert merge_reports(base, base, other).taken == (2,)
    assert merge_reports(base, other, base).taken == ()


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected"),
    [
        ("one\n\ntwo\n\nthree", "one, and more\n\ntwo\n\nthree", "one\n\ntwo\n\n3", "one, and more\n\ntwo\n\n3"),
        ("one\n\ntwo", "one\n\n2", "one\n\ntwo\n\nthree", "one\n\n2\n\nthree"),
        ("- one\n- two", "- 1\n- two", "- one\n- 2", "- 1\n- 2"),
        ("|a|b|\n|-|-|\n|1|2|\n|3|4|", "|a|b|\n|-|-|\n|1|9|\n|3|4|", "|a|b|\n|-|-|\n|1|2|\n|3|9|", None),
        ("one  \n\ntwo", "one\n\ntwo", "1\n\ntwo", "1\n\ntwo"),
        ("one\n\ntwo", "one\n\n\n\ntwo", "one\n\n2", "one\n\n\n\n2"),
        ("one\n\ntwo", "two", "one", ""),
        ("one", "one\n\ntwo", "one\n\ntwo\n\nthree", "one\n\ntwo\n\nthree"),
    ],
    ids=["paragraphs", "addition", "items", "rows", "spaces at the end", "blank lines", "all taken out", "more"],
)
def test_changes_of_different_parts_of_one_answer_merge(
    base: str, ours: str, theirs: str, expected: str | None
) -> None:
    """Paragraphs, items of a list, rows of a table; what is not seen counts for nothing."""
    merged = _merge(_report({2: base}), _report({2: ours}), _report({2: theirs}))
    assert not merged.conflicts
    assert _answers(merged)[2] == ("|a|b|\n|-|-|\n|1|9|\n|3|9|" if expected is None else expected)


def test_the_template_s_filler_is_not_in_the_way_of_an_answer() -> None:
    """Answered here, left alone there; and emptied there, left alone here."""
    assert _answers(_merge(_report(), _report({2: "peas"}), _report()))[2] == "peas"
    assert _answers(_merge(_report({2: "peas"}), _report({1: "roses"}), _report()))[2] == ""


def test_an_answer_in_another_form_is_the_same_answer() -> None:
    """On the marker's line, in the quote: the words count, and an edited answer is written in the clean form."""
    clean = _report({1: "roses"})
    quoted = clean.replace("Answer:\n\nroses", "Answer: roses")
    assert "Answer: roses" in quoted
    assert _text(_merge(clean, quoted, _report({1: "roses", 2: "peas"}))) == quoted.replace(
        "--- question 2 fill here ---", "peas"
    )
    assert _text(_merge(clean, quoted, _report({1: "red roses"}))) == _report({1: "red roses"})
    assert _text(_merge(clean, _report({1: "red roses"}), quoted)) == _report({1: "red roses"})


# Conflicts


@pytest.mark.parametrize("is_ours", [True, False], ids=["emptied there", "emptied here"])
def test_an_answer_that_one_side_emptied_and_the_other_changed_conflicts_whole(*, is_ours: bool) -> None:
    """Paragraphs that nobody changed too: whoever takes the answer back gets all of it."""
    base, changed = _report({2: "peas\n\nand more"}), _report({1: "roses", 2: "peas\n\nand beans"})
    merged = _merge(base, changed, _report()) if is_ours else _merge(base, _report(), changed)
    kept, gone = ("peas\n\nand beans\n", "") if is_ours else ("", "peas\n\nand beans\n")
    assert _text(merged) == _report({1: "roses", 2: f"<<<<<<< ours\n{kept}=======\n{gone}>>>>>>> theirs"})
    assert not merged.notes


def test_the_same_lines_conflict_inside_their_slot_only() -> None:
    """With git's markers; what both left alone, and all other answers, are as they should be."""
    base = _report({2: "peas\n\nand more"})
    merged = _merge(base, _report({1: "roses", 2: "beans\n\nand more"}), _report({2: "corn\n\nand more", 3: "an oak"}))
    conflict = "<<<<<<< ours\nbeans\n=======\ncorn\n>>>>>>> theirs\n\nand more"
    assert _text(merged) == _report({1: "roses", 2: conflict, 3: "an oak"})
    [found] = merged.conflicts
    assert (found.number, found.occurrence) == (2, 0)
    assert (found.base, found.ours, found.theirs) == ("peas\n\nand more", "beans\n\nand more", "corn\n\nand more")
    assert merged.taken == [3]


def test_neighbouring_lines_of_one_paragraph_conflict() -> None:
    """A sentence may run over both."""
    merged = _merge(_report({2: "one\ntwo"}), _report({2: "1\ntwo"}), _report({2: "one\n2"}))
    assert [conflict.number for conflict in merged.conflicts] == [2]


def test_two_answers_to_an_unanswered_question_conflict_as_a_whole() -> None:
    """Also where they have a line in common that says nothing of them."""
    merged = _merge(_report(), _report({2: "peas\n\n---"}), _report({2: "---\n\nbeans"}))
    assert _answers(merged)[2] == "<<<<<<< ours\npeas\n\n---\n=======\n---\n\nbeans\n>>>>>>> theirs"


def test_markers_have_the_names_and_the_size_asked_for() -> None:
    """A name is one line."""
    markers = Markers("HEAD", "a branch\r\nof theirs", 9)
    merged = _merge(_report(), _report({2: "peas"}), _report({2: "corn"}), markers)
    assert f"{'<' * 9} HEAD\npeas\n{'=' * 9}\ncorn\n{'>' * 9} a branch of theirs\n" in _text(merged)
    assert Markers("", "").around([], []) == ["<<<<<<<", "=======", ">>>>>>>"]


def test_half_a_code_block_between_markers_hides_no_question() -> None:
    """Where it would, both answers stand there whole."""
    base = _report({2: "one\n\n```\ncode\n```"})
    merged = _merge(base, _report({2: "one\n\n```python\ncode\n```"}), _report({2: "one\n\n~~~\ncode\n~~~"}))
    assert not any(question.recovered for question in Report.from_bytes(merged.data).questions)
    assert "<<<<<<< ours\none\n\n```python\ncode\n```\n=======\none\n\n~~~\ncode\n~~~\n>>>>>>> theirs" in _text(merged)


def test_a_choice_settles_a_conflict_without_markers() -> None:
    """One by one; any line ends, nothing at all too; the answer is written as the editor writes it."""
    merged = _merge(_report(), _report({1: "roses", 2: "peas"}), _report({1: "tulips", 2: "corn"}))
    first, second = merged.conflicts
    one = merged.with_choice(first, "roses\r\n\r\nand tulips\r\n")
    assert one.conflicts == (second,)
    assert _answers(one)[1] == "roses\n\nand tulips"
    assert _text(one.with_choice(second, "")) == _report({1: "roses\n\nand tulips"})
    assert merged.conflicts == (first, second)
    with pytest.raises(UnencodableTextError):
        merged.with_choice(first, "\ud800")


def test_the_last_answer_of_a_file_without_a_line_end_conflicts_too() -> None:
    """And gets none."""
    base = _report({4: "an oak"}).rstrip("\n")
    merged = _merge(base, base.replace("an oak", "a beech"), base.replace("an oak", "an elm"))
    assert _text(merged).endswith("\n\n<<<<<<< ours\na beech\n=======\nan elm\n>>>>>>> theirs")
    assert _text(merged.with_choice(merged.conflicts[0], "a yew")) == base.replace("an oak", "a yew")


# The template


def test_the_template_s_text_is_of_the_side_that_changed_it() -> None:
    """A prompt put right, a limit changed; answers and ticks are the other side's."""
    base = _report()
    theirs = base.replace("5-10 words", "50-100 words").replace("# A report", "# The report")
    merged = _merge(base, _report({2: "peas"}, "x   "), theirs)
    assert _text(merged) == _report({2: "peas"}, "x   ").replace("5-10 words", "50-100 words").replace(
        "# A report", "# The report"
    )


def test_questions_of_a_new_edition_are_added_and_taken_away() -> None:
    """The answers keep their numbers."""
    merged = _merge(_report(), _report({2: "peas", 4: "an oak"}), _report(count=6))
    assert _text(merged) == _report({2: "peas", 4: "an oak"}, count=6)
    merged = _merge(_report({4: "an oak"}), _report({2: "peas", 4: "an oak"}), _report({4: "an oak"}, count=3))
    assert _text(merged) == _report({2: "peas"}, count=3)


def test_a_question_added_below_a_file_without_a_line_end_begins_a_line() -> None:
    """With a blank one above it."""
    base = _report()
    merged = _merge(base, _report({4: "an oak"}).rstrip("\n"), _report(count=5))
    assert _text(merged) == _report({4: "an oak"}, count=5)
    merged = _merge(base, _report({4: "an oak"}).rstrip("\n"), _report({4: "a yew"}, count=5))
    assert _text(merged.with_choice(merged.conflicts[0], "an elm")) == _report({4: "an elm"}, count=5)


def test_an_answer_whose_question_is_gone_keeps_its_words() -> None:
    """Changed on one side, taken away on the other: the question stays where it was, and it is a conflict."""
    short = _report(count=4)
    gone = short[: short.index("### Question 2")] + short[short.index("### Question 3") :]
    merged = _merge(short, _report({2: "peas", 3: "corn"}), gone.replace("5-10 words", "5-20 words"))
    [conflict] = merged.conflicts
    assert (conflict.number, conflict.base, conflict.ours, conflict.theirs) == (2, "", "peas", "")
    assert [question.number for question in Report.from_bytes(merged.data).questions] == [1, 2, 3, 4]
    assert _answers(merged)[2] == "<<<<<<< ours\npeas\n=======\n>>>>>>> theirs"
    assert _answers(merged.with_choice(conflict, "peas"))[2] == "peas"
    first = short[: short.index("### Question 1")] + short[short.index("### Question 2") :]
    merged = _merge(short, _report({1: "roses", 3: "corn"}), first)
    assert [question.number for question in Report.from_bytes(merged.data).questions] == [2, 3, 4, 1]


def test_a_question_taken_away_that_the_template_has_anew_is_back() -> None:
    """The template's words are the course's."""
    short = _report()
    gone = short[: short.index("### Question 2")] + short[short.index("### Question 3") :]
    merged = _merge(short, gone, short.replace("5-10 words", "5-20 words"))
    assert _text(merged) == short.replace("5-10 words", "5-20 words")


def test_a_prompt_that_one_side_broke_is_the_other_side_s() -> None:
    """Where one side says nothing that is not there already, the other one's text is taken."""
    base = _report({2: "peas"})
    ours = base.replace(PROMPT, "**What did you do?**\n\nAnswer:", 1)
    theirs = base.replace("What did you do?", "What have you done?")
    assert _text(_merge(base, ours, theirs)) == theirs


def test_lines_outside_answers_conflict_where_both_wrote_words() -> None:
    """Such a conflict has no number; what is chosen is written there."""
    base = _report()
    merged = _merge(base, base.replace("# A report", "# Ann's report"), base.replace("# A report", "# Bo's report"))
    [conflict] = merged.conflicts
    assert (conflict.number, conflict.occurrence, conflict.base) == (None, 0, "# A report for 02476")
    assert _text(merged).startswith(
        "<<<<<<< ours\n# Ann's report for 02476\n=======\n# Bo's report for 02476\n>>>>>>> theirs\n"
    )
    assert _text(merged.with_choice(conflict, "# Our report")).startswith("# Our report\n\n## Checklist")
    assert _text(merged.with_choice(conflict, "")).startswith("\n## Checklist")


def test_ticks_move_on_with_their_tasks() -> None:
    """Reworded, moved, or gone: then it is said."""
    tasks = ("feed the cat (M5)", "water all the plants", "cut the hedge", "paint the fence")
    merged = _merge(_report(), _report(ticks="xxxx"), _report(tasks=tasks))
    assert _text(merged) == _report(ticks="xxxx", tasks=tasks)
    tasks = ("water the plants", "cut the hedge", "feed the cat (M5)", "buy a shovel")
    merged = _merge(_report(), _report(ticks="xx x"), _report(ticks="  x ", tasks=tasks))
    assert _text(merged) == _report(ticks="xxx ", tasks=tasks)
    assert merged.notes == ["a task is gone, and its tick with it: paint the fence"]


def test_a_ticked_task_that_both_reworded_is_no_tick_lost() -> None:
    """It conflicts, though one side says nothing new."""
    base = _report()
    ours = base.replace("* [ ] water the plants", "* [x] water plants")
    merged = _merge(base, ours, base.replace("water the plants", "water all plants"))
    assert [conflict.ours for conflict in merged.conflicts] == ["* [x] water plants"]


# Line ends, bytes, files that are no reports


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_other_line_ends_are_no_change(line_end: str) -> None:
    """The result has ours; so do both sides of a conflict."""
    base, ours = _report({3: "corn"}), _report({1: "roses", 2: "peas", 3: "maize"})
    theirs = _report({2: "beans", 3: "rye", 4: "an\n\noak"}, "x   ", count=5)
    merged = merge_reports(base.encode(), ours.replace("\n", line_end).encode(), theirs.encode())
    conflicts = {2: "peas\n=======\nbeans", 3: "maize\n=======\nrye"}
    expected = {n: f"<<<<<<< ours\n{text}\n>>>>>>> theirs" for n, text in conflicts.items()}
    expected |= {1: "roses", 4: "an\n\noak"}
    assert _text(merged) == _report(expected, "x   ", count=5).replace("\n", line_end)
    merged = merge_reports(base.encode(), ours.encode(), theirs.replace("\n", line_end).encode())
    assert _text(merged) == _report(expected, "x   ", count=5)


def test_a_byte_order_mark_is_of_the_side_that_changed_it() -> None:
    """It is there or not, as on the side that is not as before."""
    base, ours, theirs = (_report({n: "word"}) for n in (1, 2, 3))
    for marks, expected in (("   ", False), ("  x", True), (" x ", True), ("xx ", False), ("xxx", True), (" xx", True)):
        texts = zip(marks, (base, ours, theirs), strict=True)
        old, mine, other = (("\ufeff" * (mark == "x") + text).encode() for mark, text in texts)
        assert merge_reports(old, mine, other).data.startswith(b"\xef\xbb\xbf") == expected, marks


def test_bytes_that_are_no_text_survive() -> None:
    """On both sides, also in conflicts."""
    ours, theirs = _report({1: "r\udcffses", 2: "p\udce9as"}), _report({2: "c\udcffrn", 3: "\udcfe"})
    data = _merge(_report(), ours, theirs).data
    for piece in (b"r\xffses", b"p\xe9as", b"c\xffrn", b"\xfe"):
        assert piece in data


def test_line_ends_of_several_kinds_stay_as_they_are() -> None:
    """What neither side touched keeps its bytes; a CR and an LF that come together stay two."""
    base = _report({1: "roses"}).replace("\n\n## Checklist", "\r\n\r## Checklist").replace("roses\n", "roses\r\n")
    merged = _merge(base, base.replace("fill here", "filled", 1), base.replace("* [ ] paint", "* [x] paint"))
    assert _text(merged) == base.replace("fill here", "filled", 1).replace("* [ ] paint", "* [x] paint")
    lines = _merge("a\nb\nc\n", "a\r\nb\nc\n", "a\n\nb\nc\n")
    assert _text(lines).count("\n") == 4
    assert (
        _text(_merge("a\rb\n\nc\n\nd\n\ne\n\n", "a\rb\n\nc\n\nd\n\nf\n\n", "a\n\nc\n\nd\n\ne\n\n"))
        == "a\r\rc\n\nd\n\nf\n\n"
    )


def test_what_is_no_report_is_merged_line_by_line() -> None:
    """As git does; words are never lost."""
    merged = _merge("one\n\ntwo\n\nthree", "1\n\ntwo\n\nthree", "one\n\ntwo\n\nthree\n\nfour")
    assert (_text(merged), merged.by_question) == ("1\n\ntwo\n\nthree\n\nfour", False)
    merged = _merge("one\n\ntwo", "1\n\n2", "uno\n\ndue")
    assert _text(merged) == "<<<<<<< ours\n1\n\n2\n=======\nuno\n\ndue\n>>>>>>> theirs\n"
    assert _text(merged.with_choice(merged.conflicts[0], "eins\r\nzwei")) == "eins\nzwei\n"
    merged = merge_reports(b"a\n\nb\n\nc\n", b"A\r\n\r\nb\r\n\r\nc\r\n", b"a\n\nb\n\nC")
    assert merged.data == b"A\r\n\r\nb\r\n\r\nC"
    merged = _merge(_report(), _report({1: "roses"}), "Nothing of it is left.\n")
    assert "roses" in _text(merged)
    assert "Nothing of it is left." in _text(merged)
    assert not merged.by_question


def test_two_copies_of_a_template_without_a_common_version_merge_by_question() -> None:
    """As when two put the report into the repository at the same time: `base` is empty."""
    merged = _merge("", _report({1: "roses", 2: "peas"}, "x   "), _report({2: "corn", 3: "an oak"}, "  x "))
    assert [conflict.number for conflict in merged.conflicts] == [2]
    chosen = merged.with_choice(merged.conflicts[0], "peas")
    assert _text(chosen) == _report({1: "roses", 2: "peas", 3: "an oak"}, "x x ")


def test_repeated_numbers_merge_where_they_are_the_same_on_all_sides() -> None:
    """Each for itself; where they are not, words are kept all the same."""
    base = _report() + question(2, "\n\nagain\n\n")
    merged = _merge(base, base.replace("again", "once more"), base.replace("--- question 2 fill here ---", "peas"))
    assert _text(merged) == base.replace("again", "once more").replace("--- question 2 fill here ---", "peas")
    merged = _merge(base, base.replace("again", "once"), base.replace("again", "twice"))
    assert [(conflict.number, conflict.occurrence) for conflict in merged.conflicts] == [(2, 1)]


def test_questions_that_both_sides_moved_elsewhere_keep_their_words() -> None:
    """By lines alone, where a question would stand twice or not at all."""
    parts = [question(number, f"\n\nwords {number}\n\n") for number in range(1, 6)]
    base = "# A report\n\n" + "".join(parts)
    ours = "# A report\n\n" + "".join(parts[i] for i in (4, 0, 1, 2, 3))
    theirs = "# A report\n\n" + "".join(parts[i] for i in (0, 1, 4, 2, 3)).replace("words 5", "words five")
    text = _text(_merge(base, ours, theirs))
    assert all(f"words {word}" in text for word in (1, 2, 3, 4, 5, "five"))


def test_an_answer_that_hides_the_next_question_only_together_with_another_is_kept() -> None:
    """An unclosed comment of one side, closed in an answer of the other: merged by lines then."""
    ours, theirs = _report({1: "see <!-- this"}), _report({3: "a --> b"})
    merged = _merge(_report(), ours, theirs)
    assert "see <!-- this" in _text(merged)
    assert "a --> b" in _text(merged)


def test_an_answer_that_would_lose_words_to_a_title_below_it_is_kept() -> None:
    """A heading at the end of the last answer is the heading of a question that comes to stand below: by lines then."""
    merged = _merge(_report(), _report({4: "an oak\n\n## And a yew"}), _report({2: "peas"}, count=5))
    assert not merged.by_question
    assert "an oak\n\n## And a yew\n" in _text(merged)
    assert "peas" in _text(merged)


def test_a_report_with_conflict_markers_in_an_answer_is_merged_around_them() -> None:
    """They are words like others."""
    marked = "<<<<<<< HEAD\nmine\n=======\nyours\n>>>>>>> main"
    merged = _merge(_report({2: marked}), _report({2: marked, 3: "corn"}), _report({2: "yours"}))
    assert _text(merged) == _report({2: "yours", 3: "corn"})


def test_a_whole_report_of_the_course_merges() -> None:
    """All its questions, each changed on one side."""
    even = {number: f"an even answer {number}" for number in range(2, 32, 2)}
    odd = {number: f"an odd answer {number}" for number in range(1, 32, 2)}
    base, ours, theirs, both = (course_report(answers, count=31) for answers in (None, even, odd, even | odd))
    merged = _merge(base, ours, theirs)
    assert _text(merged) == both
    assert merged.taken == list(odd)


def test_a_file_that_both_sides_emptied_merges_to_nothing() -> None:
    """Each in its own way."""
    merged = _merge("a", "", "\n")
    assert _text(merged).strip() == ""
    assert not merged.conflicts
