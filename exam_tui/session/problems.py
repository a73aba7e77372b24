"""The problems of the report in one file, and which are safe to fix: the same answer for the editor and for check."""

from collections.abc import Callable, Collection, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from exam_tui.core.checker import Verdict
from exam_tui.core.findings.blocking import Faults, faults_of, with_faults
from exam_tui.core.findings.context import CheckContext
from exam_tui.core.findings.engine import findings_in
from exam_tui.core.findings.finding import Finding
from exam_tui.core.report.image_links import Files
from exam_tui.core.report.question import Question
from exam_tui.core.report.report import Report
from exam_tui.storage.images.lookup import FolderFiles

if TYPE_CHECKING:
    from exam_tui.core.fixes.plan import FixPlan
    from exam_tui.core.template.original import Pristine
    from exam_tui.git.original_template import TemplateFinder


class Diagnosis:
    """What is wrong with a report at one moment; each part is made once, when it is asked for.

    Attributes:
        context: what all parts are read from; its `report` is the one meant, as it will be when read again.

    """

    def __init__(
        self,
        context: CheckContext,
        files: Files | None,
        template: Report | None,
        find_template: "Callable[[Report], Pristine | None]",
    ) -> None:
        self.context = context
        self._files = files
        self._template = template
        self._find_template = find_template

    @property
    def verdict(self) -> Verdict | None:
        """What the course's checker says; None for reports of other courses."""
        return self.context.verdict if self.context.report.is_course_report else None

    @cached_property
    def own_findings(self) -> Sequence[Finding]:
        """The findings that need no look into the file's history, sorted by position."""
        return findings_in(self.context, self._files, self._template)

    @cached_property
    def findings(self) -> Sequence[Finding]:
        """All findings, sorted by position. Git may be asked what the template's text was: that may take long."""
        if self._template is not None or not self.context.prints.unknown:
            return self.own_findings
        from exam_tui.core.findings.rules.template_changes import (  # noqa: PLC0415 - most templates are as handed out
            with_template_changes,
        )

        return with_template_changes(self.context, self.own_findings, self._find_template)

    @cached_property
    def faults(self) -> Faults:
        """What keeps questions from passing besides their words and images; no look into the history is needed."""
        return faults_of(self.context, self.own_findings)

    @property
    def questions(self) -> Sequence[Question]:
        """The report's questions with their faults: their states are the ones to show."""
        return with_faults(self.context.report.questions, self.faults)

    def plan(self, codes: Collection[str] | None = None, only: Collection[int] | None = None) -> "FixPlan":
        """Plan the safe fixes; see `plan_fixes`."""
        from exam_tui.core.fixes.plan import plan_fixes  # noqa: PLC0415 - to check needs none
        from exam_tui.core.fixes.safe_fixes import FIXABLE  # noqa: PLC0415 - the same

        return plan_fixes(self.context, self._files, FIXABLE if codes is None else codes, only)


class Problems:
    """Looks at the report in one file, again and again; what its template was is looked up once.

    `template` is the one to compare with; without it that is what the file's history tells. Without a `path`, for a
    report that is in no file, neither history nor images are looked up.
    """

    def __init__(self, path: Path | None, template: Report | None = None) -> None:
        self._path = path
        self._folder = None if path is None else path.parent
        self._template = template
        self._finder: TemplateFinder | None = None
        self._context: CheckContext | None = None

    @property
    def refusal(self) -> str:
        """Why the history was not looked at, with what to do, where git refuses the repository.

        Known once a diagnosis has its `findings`.
        """
        return "" if self._finder is None else self._finder.refusal

    def _find_template(self, report: Report) -> "Pristine | None":
        from exam_tui.git.original_template import TemplateFinder  # noqa: PLC0415 - most templates are known

        if self._finder is None:
            self._finder = TemplateFinder(self._path)
        return self._finder(report)

    def of(self, report: Report, verdict: Verdict | None = None) -> Diagnosis:
        """Return what is wrong with a report as it is now; `verdict` is the checker's on it, where that is known."""
        context = self._context
        if context is None or context.report.original != report.to_bytes():
            context = self._context = CheckContext(report.reparsed())
            if verdict is not None and _asks_the_same(report, context.report):
                context.verdict = verdict
        # The images beside the file may be others by now: they are looked up each time.
        files = None if self._folder is None else FolderFiles(self._folder)
        return Diagnosis(context, files, self._template, self._find_template)


def _asks_the_same(report: Report, reparsed: Report) -> bool:
    """Return whether the checker's limits are the same: an edit may hide questions, or look like one."""
    questions = (reparsed.questions, report.questions)
    ours, theirs = ([(question.number, question.limits) for question in some] for some in questions)
    return ours == theirs
