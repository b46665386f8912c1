"""Messages that wait in the outboxes of the mail programs here."""

from wizard.facts.computer import OutboxFacts
from wizard.measure.daemon import aside
from wizard.measure.probe import Context

READING_SECONDS = 30.0


async def run(_: Context) -> OutboxFacts:
    """Read outboxes aside: they can be large."""
    from wizard.accounts.programs import read_outboxes

    return await aside(read_outboxes, READING_SECONDS)
