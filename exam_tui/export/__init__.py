"""A report as one self-contained HTML page."""

from exam_tui.export.page import Page, render_page
from exam_tui.export.summary import Summary

__all__ = ["Page", "Summary", "render_page"]
