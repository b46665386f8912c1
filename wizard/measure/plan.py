"""The whole list of probes, and what a run with them may contact."""

from collections.abc import Awaitable, Callable

from wizard.facts import Facts
from wizard.facts.names import NameResult, ServerNameFacts
from wizard.measure import (
    account_server,
    blocklists,
    computer,
    control,
    internet,
    line,
    link,
    mail_connections,
    mail_programs,
    mail_queue,
    other_family,
    other_ports,
    outbox,
    portal,
    public_address,
    resolver,
    server_name,
)
from wizard.measure.contacts import Contact, contacts
from wizard.measure.probe import Context, Probe
from wizard.measure.world import is_loopback
from wizard.vocabulary import Step

# A slow greeting may take five minutes, what follows two more; a second try the same again.
_CONVERSATION_SECONDS = 900.0


def _server_is_elsewhere(context: Context) -> bool:
    """For a server on this computer the way outside cannot matter."""
    return not is_loopback(context.account.host)


def _is_no_practice(context: Context) -> bool:
    """The other ports of a practice server are not its own: this computer may use them."""
    return not context.world.practice


def _name_was_found(facts: Facts) -> bool:
    return isinstance(facts, ServerNameFacts) and facts.result is NameResult.FOUND


def _way_out(
    id_: str,
    step: Step,
    run: Callable[[Context], Awaitable[Facts]],
    deadline_seconds: float,
    after: tuple[str, ...] = (),
) -> Probe:
    """A probe that contacts others than the account's server."""
    return Probe(
        id_,
        step,
        run,
        deadline_seconds,
        after=after,
        outside=True,
        needed=_server_is_elsewhere,
    )


PROBES: tuple[Probe, ...] = (
    Probe("link", Step.CONNECTION, link.run, 10.0, needed=_server_is_elsewhere),
    _way_out("internet", Step.CONNECTION, internet.run, 10.0),
    _way_out("portal", Step.CONNECTION, portal.run, 10.0),
    _way_out("resolver", Step.CONNECTION, resolver.run, 20.0),
    _way_out("line", Step.CONNECTION, line.run, 40.0),
    Probe("server_name", Step.SETTINGS, server_name.run, 60.0, enables=_name_was_found),
    Probe(
        "account_server",
        Step.SETTINGS,
        account_server.run,
        _CONVERSATION_SECONDS,
        needs=("server_name",),
        asks_server=True,
    ),
    Probe(
        "other_family",
        Step.SETTINGS,
        other_family.run,
        120.0,
        needs=("server_name",),
        after=("account_server",),
        asks_server=True,
        needed=other_family.needed,
    ),
    Probe(
        "other_ports",
        Step.SETTINGS,
        other_ports.run,
        300.0,
        needs=("server_name",),
        after=("account_server", "other_family"),
        asks_server=True,
        needed=_is_no_practice,
    ),
    Probe(
        "control",
        Step.CONNECTION,
        control.run,
        40.0,
        after=("account_server",),
        outside=True,
        needed=control.needed,
    ),
    _way_out("public_address", Step.BLOCKLISTS, public_address.run, 15.0),
    _way_out(
        "blocklists",
        Step.BLOCKLISTS,
        blocklists.run,
        20.0,
        after=("public_address", "account_server", "other_family", "resolver"),
    ),
    Probe("mail_connections", Step.RATE, mail_connections.run, 12.0),
    Probe("outbox", Step.RATE, outbox.run, 35.0),
    Probe("computer", Step.UPDATES, computer.run, 25.0),
    Probe("mail_programs", Step.UPDATES, mail_programs.run, 35.0),
    Probe("mail_queue", Step.QUEUE, mail_queue.run, 75.0),
)

__all__ = ["PROBES", "Contact", "contacts"]
