"""Judging: pure functions from observations and error text to findings, causes and advice."""
