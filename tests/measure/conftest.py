"""Shorter waits for what a test server would only let us wait for."""

import pytest


@pytest.fixture(autouse=True)
def little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """How long a hopeless wait is does not change what is measured."""
    monkeypatch.setattr("wizard.measure.smtp.dialogue._SAMPLE_GRACE_SECONDS", 0.1)
    monkeypatch.setattr("wizard.measure.line._GAP_SECONDS", 0.005)
