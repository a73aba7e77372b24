"""English is read in a process of its own: the library takes a second to load, and its faults end a process."""

import json
from typing import Final

from exam_tui.errors import ProofreadError
from exam_tui.proofread.remark import Remark, Remarks
from exam_tui.storage.worker.worker_process import WorkerProcess

LIMIT: Final = 15.0
"""Seconds that one text may take, and the library to load; the longest takes about two, on a slow computer."""


class ProofreadProcess(WorkerProcess):
    """Reads texts; `limit` is the seconds that one of them may take."""

    _module = "exam_tui.proofread.read_english"
    _made = ("The answer", "proofread")
    _error = ProofreadError

    def __init__(self, limit: float = LIMIT) -> None:
        super().__init__(limit)

    def read(self, text: str, english: str) -> Remarks:
        """Return what is wrong in a text; see `read_english`.

        Raises:
            ProofreadError: it took too long, the process ended, or the library fails.

        """
        facts, made = self._asked({"english": english}, text.encode("utf-8", "surrogatepass"))
        remarks = (
            Remark(start, end, kind, message, tuple(replacements), rule)
            for start, end, kind, message, replacements, rule in json.loads(made)
        )
        return Remarks(tuple(remarks), facts["language_note"])
