"""Which problems the report in one file has, and which of them are safe to fix: one answer for whoever asks."""

from collections.abc import Collection, Sequence
from pathlib import Path

from exam_tui.core.findings.context import CheckContext
from exam_tui.core.findings.engine import findings_in
from exam_tui.core.findings.finding import Finding
from exam_tui.core.findings.template_changes import with_template_changes
from exam_tui.core.fixes.plan import FixPlan, plan_fixes
from exam_tui.core.fixes.safe_fixes import FIXABLE
from exam_tui.core.report.report import Report
from exam_tui.git.original_template import TemplateFinder
from exam_tui.storage.images.lookup import FolderFiles


class Problems:
    """Looks at the report in one file, again and again; what its template was is looked up once.

    `template` is the one to compare with; without it that is what the file's history tells.
    """

    def __init__(self, path: Path, template: Report | None = None) -> None:
        self._folder = path.parent
        self._template = template
        self._find_template = TemplateFinder(path)

    @property
    def refusal(self) -> str:
        """Why the history was not looked at, with what to do, where git refuses the repository; known after `find`."""
        return self._find_template.refusal

    def find(self, report: Report, ignored: Collection[str] = ()) -> Sequence[Finding]:
        """Return all findings on a report as it is now, sorted by position, those too whose codes are `ignored`.

        What was changed in the template is not looked for where that is ignored: it may take long.
        """
        context = CheckContext(report.reparsed())
        found = findings_in(context, FolderFiles(self._folder), self._template)
        if self._template is not None or "template-changed" in ignored:
            return found
        return with_template_changes(context, found, self._find_template)

    def plan(self, report: Report, codes: Collection[str] = FIXABLE, only: Collection[int] | None = None) -> FixPlan:
        """Plan the safe fixes of a report as it is now; see `plan_fixes`."""
        return plan_fixes(report.reparsed(), FolderFiles(self._folder), codes, only)
