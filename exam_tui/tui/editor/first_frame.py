"""What waits until the first frame is drawn: colours in the answer, what git knows, what the settings say."""

from collections.abc import Callable, Sequence

from textual import work

from exam_tui.settings.config_files import SettingProblem
from exam_tui.settings.settings import project_note
from exam_tui.storage.disk import ui_state
from exam_tui.tui.editor.screen import EditorScreen
from exam_tui.tui.keys.keymap import main_key


@work(thread=True)
def finish(editor: EditorScreen, complaints: Sequence[SettingProblem], ready: Callable[[], None] | None) -> None:
    """Do what can wait on a thread of its own; `complaints` are about the settings, `ready` is called at the end."""
    from exam_tui.tui.editor.git_history import look_up_history

    editor.call_later(look_up_history, editor)
    if editor.settings.highlight:
        from exam_tui.tui.widgets.answer.highlight import marks_of

        marks_of([""])  # loads tree-sitter
        editor.call_later(editor.answer.highlighter.start)
    path, note = editor.session.path, project_note(editor.settings)
    if complaints or note:
        said = "\n".join([*(f"Settings: {complaint}" for complaint in complaints), *filter(None, [note])])
        editor.call_later(editor.show_message, said, "warning" if complaints else "info")
    elif "opened" not in ui_state.load_state(path):
        ui_state.save_state(path, {"opened": True})
        hint = f"Only your answers and ticks change. {main_key('save')} saves, {main_key('help')} shows every key."
        editor.call_later(editor.key_bar.hint, hint)
    if ready:
        ready()
