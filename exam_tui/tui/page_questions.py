"""What the editor asks before it writes a page beside a report: the words and the choices."""

from exam_tui.page_file import PAGE_NAME, PageQuestion

PAGE_QUESTIONS = {
    PageQuestion.KEEP_OUT_OF_GIT: (
        f"""The report is saved. Its page, {PAGE_NAME}, goes beside it, with your images inside: often megabytes.

Keep {PAGE_NAME} out of git? (A line in .git/info/exclude, on this computer only.)""",
        (("yes", "Keep it out"), ("no", "Let git see it")),
    ),
    PageQuestion.REPLACE_TRACKED: (
        f"""The report is saved. git already tracks {PAGE_NAME} beside it.

Replace it with the new page now and at every save?""",
        (("yes", "Replace it"), ("no", "Leave it alone")),
    ),
    PageQuestion.REPLACE_FOREIGN: (
        f"""The report is saved. exam-tui did not make the {PAGE_NAME} beside it; perhaps the course's script did.

Replace it with the new page now and at every save?""",
        (("yes", "Replace it"), ("no", "Leave it alone")),
    ),
}
