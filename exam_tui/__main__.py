"""`python -m exam_tui` is `exam-tui`."""

from exam_tui.cli.main import entry

if __name__ == "__main__":
    entry()
