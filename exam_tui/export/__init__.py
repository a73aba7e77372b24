"""A report as one self-contained HTML page."""

from exam_tui.export.page import Page, render_page

__all__ = ["Page", "render_page"]
