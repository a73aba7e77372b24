"""What can be typed in `exam-tui edit --plain`."""

from dataclasses import dataclass
from typing import Final

END: Final = "."
"""The line that ends a typed answer."""


@dataclass(frozen=True, slots=True)
class Command:
    """Something that can be typed.

    Attributes:
        name: the word; what runs it is the function `do_<name>` in the file of its topic.
        letter: one letter that says the same, or "".
        argument: what follows it, as an example, or "".
        title: what it does.
        writes: whether it is for who may write the report alone.
        looks: whether the file is looked at before it; the others do that themselves, or have no need.
        is_optional: whether the argument can be left out: the title then says what it is for.

    """

    name: str
    letter: str
    argument: str
    title: str
    writes: bool = False
    looks: bool = True
    is_optional: bool = False


COMMANDS: Final = (
    Command("next", "n", "", "go to the next question"),
    Command("back", "b", "", "go to the previous question"),
    Command("go", "g", "14", "go to question 14 (or type just 14), or by name: go docker"),
    Command("unfinished", "u", "", "go to the next unfinished question"),
    Command("again", "a", "", "read the question again"),
    Command("example", "x", "", "read the sample answer"),
    Command("read", "r", "", "read the answer"),
    Command("edit", "e", "", "open the answer in your editor (VISUAL or EDITOR)", writes=True),
    Command("type", "t", "", f"type the answer here, line by line; a line with only {END} ends it", writes=True),
    Command("undo", "z", "", "undo the last change to an answer", writes=True),
    Command("list", "l", "", "list all questions"),
    Command("tasks", "k", "", "list the tasks"),
    Command("tick", "i", "3", "tick or untick task 3", writes=True),
    Command(
        "problems", "p", "all", "read this question's problems; problems all: the whole report's", is_optional=True
    ),
    Command("save", "s", "", "save the report", writes=True, looks=False),
    Command("handin", "f", "", "check whether the report is committed, pushed and complete", looks=False),
    Command("commit", "c", "", "commit the report and its images, and push them", looks=False),
    Command(
        "page",
        "w",
        "git",
        "write report.html now, replacing any page there; page git: let git track it, or ignore it again",
        writes=True,
        is_optional=True,
    ),
    Command("decide", "d", "", "resolve conflicts with the file", writes=True, looks=False),
    Command("takeover", "o", "", "take over the report from another editor", looks=False),
    Command("quit", "q", "", "leave", looks=False),
    Command("help", "h", "", "read this list (or type ?)"),
)

GO: Final = next(command for command in COMMANDS if command.name == "go")


def commands_for(word: str) -> list[Command]:
    """Return the commands that a word may mean: the one of that name or letter, else those that begin so."""
    word = "help" if word == "?" else word
    found = [command for command in COMMANDS if word in {command.name, command.letter}]
    return found or [command for command in COMMANDS if command.name.startswith(word)]
