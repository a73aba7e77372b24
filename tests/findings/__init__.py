"""Tests of the findings, repair, fixes and image look-up."""
