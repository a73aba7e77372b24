"""What is true of DTU course 02476 and of nothing else."""

from pathlib import PurePosixPath
from typing import Final

REPORT_NAME: Final = "README.md"
REPORT_PATH: Final = PurePosixPath("reports") / REPORT_NAME
"""Where the course wants the report, below the top of a repository."""

SHORT_FORM: Final = 27
LONG_FORM: Final = 31
"""The numbers of answers that the checker accepts, one for each form of the template."""
