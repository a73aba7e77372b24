"""The one table of actions: keys, palette, help and key bar are all made from it."""

from collections.abc import Callable
from importlib import import_module
from typing import Any, Literal, NamedTuple

Where = Literal[
    "everywhere", "lists", "answer", "find", "images", "checklist", "problems", "fix",
    "mistake", "results", "recovery", "conflict", "reading", "hand_in", "dialogs",
]  # fmt: skip

WHERE_TITLES: dict[Where, str] = {
    "everywhere": "Everywhere (plain letters: in the list of questions)",
    "lists": "In the list of questions ({to_list} takes you there)",
    "answer": "In the answer",
    "find": "While finding and replacing",
    "images": "While inserting an image",
    "checklist": "In the checklist",
    "problems": "In the list of problems",
    "fix": "In the preview of a fix",
    "mistake": "At a mistake in spelling or grammar",
    "results": "In the search results",
    "recovery": "When unsaved work is found",
    "conflict": "In a conflict",
    "reading": "In help, the message log and the hand-in check",
    "hand_in": "In the hand-in check",
    "dialogs": "In every dialog",
}


class Action(NamedTuple):
    """Something a user can do.

    Attributes:
        name: what runs it, and what settings name its keys by: a function of this name in the file of its topic, given
            the editor's screen; without a topic `action_<name>` of the widget or dialog that has the focus.
        title: what it is called in palette and help.
        keys: the keys that do it everywhere, in Textual's names; the first is the one that is shown.
        list_keys: further keys that do it where no text is typed.
        where: where its keys work.
        label: its word in the line of keys at the bottom, or "" where it is not named there.
        in_palette: whether the palette offers it.
        changes: whether it changes the report directly: not done where that is read-only.
        topic: the file in `tui/editor/commands/` that has its function, "" where a widget or a dialog does it.
        words: other words that somebody may look for it by in the palette; those of the title need not stand here.

    """

    name: str
    title: str
    keys: tuple[str, ...] = ()
    list_keys: tuple[str, ...] = ()
    where: Where = "everywhere"
    label: str = ""
    in_palette: bool = True
    changes: bool = False
    topic: str = ""
    words: str = ""


# A key that terminals keep for themselves is never an action's only one: the action has
# a second key, and a plain letter in the list of questions.
ACTIONS: tuple[Action, ...] = (
    Action("save", "Save the report", ("ctrl+s", "ctrl+o"), ("s",), label="save", topic="files",
        words="write store disk file"),
    Action("next_unfinished", "Next unfinished question", ("ctrl+n",), ("n",), label="next unfinished",
        topic="navigation", words="todo open remaining incomplete"),
    Action("hand_in", "Hand-in check: committed, pushed, complete?", ("ctrl+d",), ("h",), label="hand in",
        topic="handing_in", words="submit deliver am i done finished ready deadline turn"),
    Action("checklist", "Checklist", ("ctrl+t",), ("c",), label="checklist", topic="views",
        words="tasks todo tick checkbox boxes weeks"),
    Action("problems", "Problems and how to fix them", ("ctrl+l",), ("l",), label="problems", topic="problems",
        words="errors warnings issues findings mistakes lint validate"),
    Action("palette", "All commands", ("ctrl+p", "alt+p"), ("p", "colon"), label="commands", in_palette=False,
        topic="views"),
    Action("help", "Help: every key", ("f1", "alt+h"), ("question_mark",), label="help", topic="views",
        words="keyboard shortcuts bindings manual documentation"),
    Action("quit", "Quit", ("ctrl+q", "alt+q"), ("q",), label="quit", topic="files", words="exit close leave bye end"),
    Action("edit_outside", "Open the answer in $VISUAL or $EDITOR", ("ctrl+g", "alt+e"), ("w",), label="$EDITOR",
        changes=True, topic="inserting", words="editor external vim nano emacs micro code"),
    Action("overview", "Overview of the whole report", ("alt+o",), ("o",), label="overview", topic="views",
        words="summary status progress statistics dashboard left"),
    Action("find", "Find and replace, in this answer or all", ("ctrl+f", "alt+s"), ("F",), label="find",
        topic="find_replace", words="search grep substitute"),
    Action("preview", "Preview the answer", ("alt+v",), ("v",), topic="views",
        words="rendered markdown view look"),
    Action("browser", "Open the report in the browser", ("alt+shift+v",), ("b",), topic="views",
        words="html page web firefox chrome print pdf export"),
    Action("insert_image", "Insert an image", ("alt+i",), ("i",), changes=True, topic="inserting",
        words="picture screenshot screen figure photo png jpg clipboard attach upload"),
    Action("previous_question", "Previous question", ("alt+up", "ctrl+up"), topic="navigation", words="back up"),
    Action("next_question", "Next question", ("alt+down", "ctrl+down"), topic="navigation", words="forward down"),
    Action("go_to_number", "Go to a question by number or name", ("alt+g",), ("g",), topic="navigation",
        words="jump goto number"),
    Action("previous_unfinished", "Previous unfinished question", ("alt+n",), ("N",), topic="navigation",
        words="todo open remaining incomplete back"),
    Action("next_failing", "Next question outside its limits", list_keys=("x",), topic="navigation",
        words="too long short failing limits"),
    Action("previous_failing", "Previous question outside its limits", list_keys=("X",), topic="navigation",
        words="too long short failing limits back"),
    Action("next_problem", "Next question with problems", list_keys=("m",), topic="navigation", words="error warning"),
    Action("previous_problem", "Previous question with problems", list_keys=("M",), topic="navigation",
        words="error warning back"),
    Action("toggle_example", "Show or hide the sample answer", ("ctrl+r",), ("e",), topic="views",
        words="example prompt fold unfold hint"),
    Action("scroll_prompt_up", "Scroll the question up", ("alt+pageup", "alt+shift+up"), topic="views",
        words="prompt example text"),
    Action("scroll_prompt_down", "Scroll the question down", ("alt+pagedown", "alt+shift+down"), topic="views",
        words="prompt example text"),
    Action("fix", "Apply the safe fixes to this answer", ("alt+m",), ("f",), changes=True, topic="problems",
        words="repair correct mend quick"),
    Action("next_mistake", "Next mistake in spelling or grammar", ("alt+y",), ("S",), topic="mistakes",
        words="proofread spellcheck typo harper dictionary language english correct words"),
    Action("toggle_proofreading", "Mark mistakes in English, on or off", ("alt+shift+y",),
        topic="mistakes", words="proofread spelling grammar spellcheck typo harper language underline disable"),
    Action("restore", "Bring back an earlier version of this answer", ("alt+u",), ("r",), changes=True,
        topic="inserting", words="restore history versions revert backup recover old unsaved crash lost"),
    Action("focus_mode", "Focus mode: only the answer and its meters", ("alt+z",), ("z",), topic="views",
        words="focus zen distraction free fullscreen full screen"),
    Action("theme", "Colours: choose a theme", ("alt+t",), topic="views",
        words="theme dark light color appearance contrast mode settings"),
    Action("messages", "Message log", ("alt+l",), ("L",), topic="views",
        words="log notifications"),
    Action("redraw", "Redraw the screen", ("f5", "alt+shift+r"), topic="views",
        words="redraw refresh repaint clear garbled"),
    Action("suspend", "Suspend to the shell (fg returns)", ("alt+shift+z",), topic="files",
        words="suspend background job stop terminal"),
    Action("commit_and_push", "Commit and push the report and its images", list_keys=("C",), topic="handing_in",
        words="git publish send share upload submit"),
    Action("replace_page", "Write report.html now, replacing any page there", topic="files",
        words="html overwrite page export"),
    Action("page_in_git", "Let git track report.html, or ignore it again", topic="files",
        words="html gitignore ignore track page"),
    Action("resolve_conflicts", "Resolve the merge conflicts", list_keys=("R",), topic="files",
        words="git merge conflict markers ours theirs both rebase pull stash"),
    Action("take_over", "Take over the report from another editor", ("alt+k",), ("T",), label="take over",
        topic="files", words="lock read-only readonly steal unlock write"),
    Action("to_list", "Go to the list of questions", ("escape",), label="list", in_palette=False, topic="navigation"),
    Action("cursor_up", "Up", list_keys=("up", "k"), where="lists", in_palette=False),
    Action("cursor_down", "Down", list_keys=("down", "j"), where="lists", in_palette=False),
    Action("select", "Write this answer", list_keys=("enter", "tab"), where="lists", label="write", in_palette=False),
    Action("narrow", "Show: all, unfinished, outside limits, with problems", list_keys=("t",), where="lists",
        label="show", topic="navigation", words="filter only list"),
    Action("filter_questions", "Filter the questions by words", list_keys=("slash",), where="lists",
        label="filter", topic="navigation", words="filter search list"),
    Action("fold", "Fold or unfold the section", list_keys=("left", "right", "space"), where="lists",
        topic="navigation", words="collapse expand sections"),
    Action("fold_all", "Fold or unfold all sections", list_keys=("minus",), where="lists", topic="navigation",
        words="collapse expand"),
    Action("undo", "Undo", ("ctrl+z",), where="answer", changes=True, words="revert back"),
    Action("redo", "Redo", ("ctrl+y", "ctrl+shift+z"), where="answer", changes=True, words="again repeat"),
    Action("indent", "Indent list items and lines of code", ("tab",), where="answer", changes=True,
        words="nest sublist tab"),
    Action("outdent", "Outdent list items and lines of code", ("shift+tab",), where="answer", changes=True,
        words="unindent dedent sublist"),
    Action("select_all", "Select the whole answer", ("ctrl+a",), where="answer", words="everything mark"),
    Action("cut", "Cut", ("ctrl+x",), where="answer", changes=True, words="clipboard move"),
    Action("copy", "Copy", ("ctrl+c",), where="answer", words="clipboard yank"),
    Action("paste", "Paste", ("ctrl+v",), where="answer", changes=True, topic="inserting", words="clipboard"),
    Action("bold", "Bold: the selection or the word", ("ctrl+b", "alt+shift+b"), where="answer", changes=True,
        words="strong emphasis format thick"),
    Action("italic", "Italic: the selection or the word", ("alt+shift+i",), where="answer", changes=True,
        words="emphasis format slanted cursive"),
    Action("code", "Code: the selection or the word", ("alt+shift+c",), where="answer", changes=True,
        words="backticks format monospace"),
    Action("link", "Link: the selection or the word", ("alt+shift+k",), where="answer", changes=True,
        words="address url hyperlink"),
    Action("line_break", "New line in the same list item", ("shift+enter", "alt+enter"), where="answer",
        in_palette=False, changes=True),
    Action("select_to_start", "Select to the start of the answer", ("ctrl+shift+home",), where="answer",
        in_palette=False),
    Action("select_to_end", "Select to the end of the answer", ("ctrl+shift+end",), where="answer", in_palette=False),
    Action("cursor_text_start", "Start of the answer", ("ctrl+home",), where="answer", in_palette=False),
    Action("cursor_text_end", "End of the answer", ("ctrl+end",), where="answer", in_palette=False),
    Action("cursor_word_left", "One word left", ("alt+left", "ctrl+left", "alt+b"), where="answer",
        in_palette=False),
    Action("cursor_word_right", "One word right", ("alt+right", "ctrl+right", "alt+f"), where="answer",
        in_palette=False),
    Action("delete_word_left", "Delete the word before the cursor", ("ctrl+w", "ctrl+backspace", "alt+backspace"),
        where="answer", in_palette=False, changes=True),
    Action("delete_word_right", "Delete the word after the cursor", ("ctrl+delete", "alt+delete", "alt+d"),
        where="answer", in_palette=False, changes=True),
    Action("find_next", "Next match", ("down",), where="find", label="next match", in_palette=False),
    Action("find_previous", "Previous match", ("up",), where="find", label="previous", in_palette=False),
    Action("replace", "Replace this match", ("alt+r",), where="find", in_palette=False, changes=True),
    Action("replace_all", "Replace all in this answer", ("alt+a",), where="find", in_palette=False, changes=True),
    Action("find_case", "Match case, on or off", ("alt+c",), where="find", in_palette=False),
    Action("find_words", "Whole words only, on or off", ("alt+x",), where="find", in_palette=False),
    Action("find_everywhere", "Find in all answers", ("alt+w",), where="find", in_palette=False),
    Action("complete", "Complete the image's name or path", ("tab",), where="images", in_palette=False),
    Action("toggle_task", "Tick or untick a task", list_keys=("space", "enter"), where="checklist", in_palette=False,
        changes=True),
    Action("filter", "Type to find a task", where="checklist", in_palette=False),
    Action("scope", "Whole report or this question only", list_keys=("t",), where="problems", in_palette=False),
    Action("fix_this", "Fix this problem", list_keys=("f",), where="problems", in_palette=False, changes=True),
    Action("fix_all", "Apply all safe fixes", list_keys=("a",), where="problems", in_palette=False,
        changes=True),
    Action("make_fix", "Apply the fix shown", list_keys=("enter", "f"), where="fix", in_palette=False,
        changes=True),
    Action("first_replacement", "Use the first replacement (2 to 9: the others)", list_keys=("1",), where="mistake",
        in_palette=False, changes=True),
    Action("add_to_my_words", "Add the word to your own list", list_keys=("a",), where="mistake", in_palette=False),
    Action("add_to_group_words", "Add the word to the group's list, .exam-tui.words", list_keys=("g",),
        where="mistake", in_palette=False, changes=True),
    Action("ignore_mistake", "Ignore it here", list_keys=("i",), where="mistake", in_palette=False),
    Action("skip_mistake", "Next mistake of the answer", list_keys=("enter", "down"), where="mistake",
        in_palette=False),
    Action("back_to_mistake", "Previous mistake of the answer", list_keys=("up",), where="mistake", in_palette=False),
    Action("replace_everywhere", "Replace all matches", list_keys=("r",), where="results", in_palette=False,
        changes=True),
    Action("choose", "Select or deselect the item under the cursor", ("space",), where="recovery", in_palette=False),
    Action("take", "Bring back the selected items", ("enter",), where="recovery", in_palette=False),
    Action("use", "Use the edited text", ("ctrl+s", "ctrl+o"), where="conflict", in_palette=False),
    Action("scroll_up", "Up", list_keys=("up", "k"), where="reading", in_palette=False),
    Action("scroll_down", "Down", list_keys=("down", "j"), where="reading", in_palette=False),
    Action("leave", "Back", list_keys=("q", "enter"), where="reading", in_palette=False),
    Action("commit", "Commit and push", list_keys=("c",), where="hand_in", in_palette=False),
    Action("close", "Back", ("escape",), where="dialogs", label="back", in_palette=False),
)  # fmt: skip

COMMAND_NAMES = frozenset(action.name for action in ACTIONS if action.where == "everywhere" or action.in_palette)
"""The names of what is done on purpose, unlike moving around in a text or a list."""

CHANGING_NAMES = frozenset(action.name for action in ACTIONS if action.changes)


def action(name: str) -> Action:
    """Return the action with a name."""
    return next(action for action in ACTIONS if action.name == name)


def function_of(name: str) -> Callable[[Any], object] | None:
    """Return the function that does an action, given the editor's screen; None where a widget or a dialog does it.

    The file of its topic is loaded when it is first needed.
    """
    topic = action(name).topic
    return getattr(import_module(f"exam_tui.tui.editor.commands.{topic}"), name) if topic else None
