"""Tests of the report as data: one module for each of the core's, and some for promises that span all."""
