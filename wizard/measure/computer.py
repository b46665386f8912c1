"""The operating system and its TLS ability."""

from wizard.facts.computer import ComputerFacts
from wizard.measure.daemon import aside
from wizard.measure.probe import Context

READING_SECONDS = 20.0


async def run(_: Context) -> ComputerFacts:
    """Read it aside: some systems answer such questions slowly."""
    from wizard.accounts.systems import read_computer

    return await aside(read_computer, READING_SECONDS)
