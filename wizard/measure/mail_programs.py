"""The mail programs on this computer and the sending settings they hold."""

from wizard.facts.computer import MailProgramsFacts
from wizard.measure.daemon import aside
from wizard.measure.probe import Context

READING_SECONDS = 30.0


async def run(_: Context) -> MailProgramsFacts:
    """Read profiles aside: they can lie on slow disks."""
    from wizard.accounts.programs import read_mail_programs

    return await aside(read_mail_programs, READING_SECONDS)
