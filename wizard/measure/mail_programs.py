"""The mail programs on this computer and the sending settings they hold."""

from datetime import date

import msgspec

from wizard.facts.computer import MailProgramsFacts
from wizard.measure.daemon import aside
from wizard.measure.newest_versions import refreshed
from wizard.measure.probe import Context
from wizard.measure.world import is_loopback

READING_SECONDS = 30.0


async def run(context: Context) -> MailProgramsFacts:
    """Read profiles aside: they can lie on slow disks. Then ask the makers what is newest."""
    from wizard.accounts.programs import read_mail_programs

    facts = await aside(read_mail_programs, READING_SECONDS)
    world = context.world
    if not world.outside or world.practice or is_loopback(context.account.host):
        return facts
    programs = await refreshed(world, facts.programs, date.today())
    return msgspec.structs.replace(facts, programs=programs)
