"""The report as data: pure, no terminal."""
