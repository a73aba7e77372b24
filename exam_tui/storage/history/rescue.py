"""Text that found no way back into a report is kept in the user's state folder, never thrown away."""

import os
from pathlib import Path

from exam_tui.errors import WriteError
from exam_tui.storage.disk.os_errors import cause
from exam_tui.storage.disk.state_dir import state_folder, unguessable
from exam_tui.storage.disk.write import write_file


def rescue(data: bytes, name: str) -> Path:
    """Write bytes to a new file that only the user can read, named like `name`, and return its path.

    Raises:
        WriteError: it could not be written.

    """
    try:
        path = state_folder("kept") / f"{unguessable(Path(name).stem)}{Path(name).suffix}"
    except OSError as error:
        raise WriteError(f"The state folder cannot be written: {cause(error)}.") from error
    write_file(path, data, expected=None)
    return path


def rescue_anywhere(data: bytes, name: str) -> Path:
    """Do the same as `rescue`, in the system's folder for temporary files where there is no other place.

    Raises:
        OSError: it could not be written there either.

    """
    try:
        return rescue(data, name)
    except WriteError:
        import tempfile  # noqa: PLC0415 - only where nothing else can be written

        descriptor, path = tempfile.mkstemp(Path(name).suffix, f"{Path(name).stem}.")
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        return Path(path)
