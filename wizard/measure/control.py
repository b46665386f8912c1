"""A control: whether this network lets any mail program out at all.

Only when the account's server could not be reached: one connection to the submission server of
one other big provider, up to its greeting, then QUIT. That tells a blocked port from a server
that is down.
"""

import dataclasses

from wizard.facts.names import NameResult
from wizard.facts.network import ConnectAttempt, ConnectResult
from wizard.facts.server import Ending, OtherPortsFacts, ServerFacts
from wizard.measure import names
from wizard.measure.endpoints import ControlServer, endpoints
from wizard.measure.probe import Context
from wizard.measure.server_gate import ServerGate
from wizard.measure.smtp.conversation import (
    Depth,
    Patience,
    Target,
    converse,
    without_connection,
)
from wizard.measure.world import is_loopback
from wizard.vocabulary import Security

_LOOKUP_SECONDS = 5.0
_PATIENCE = Patience(greeting=10.0, answer=5.0)


def needed(context: Context) -> bool:
    """Only when the account's own server could not be reached."""
    main = context.facts("account_server", ServerFacts)
    unreached = main is not None and main.ending is Ending.NO_CONNECTION
    return unreached and not is_loopback(context.account.host)


async def run(context: Context) -> OtherPortsFacts:
    """Connect to a control server that has nothing to do with the account."""
    return await measure(context, chosen(context), names.system_lookup)


async def measure(context: Context, server: ControlServer, lookup: names.Lookup) -> OtherPortsFacts:
    """Connect to `server`, found by `lookup`."""
    found = await names.look_up(server.host, lookup, _LOOKUP_SECONDS)
    target = Target(server.host, server.port, Security.STARTTLS, found.addresses)
    if found.result is not NameResult.FOUND:
        unknown = ConnectAttempt(
            address="",
            port=server.port,
            result=ConnectResult.NOT_TRIED,
            took_seconds=0.0,
            error=found.result.value,
        )
        return OtherPortsFacts(conversations=(without_connection(target, (unknown,)),))
    # A door of its own: this is another server, and one connection is all it gets. No password.
    apart = dataclasses.replace(context, server=ServerGate(budget=1), password=None)
    facts = await converse(apart, target, Depth.GREETING, _PATIENCE)
    return OtherPortsFacts(conversations=(facts,))


def chosen(context: Context) -> ControlServer:
    """The first control server of another provider than the account's."""
    account = context.account
    for server in endpoints().control:
        mine = (account.domain, account.host.lower())
        if not any(
            name == domain or name.endswith(f".{domain}")
            for name in mine
            for domain in server.domains
        ):
            return server
    return endpoints().control[-1]
