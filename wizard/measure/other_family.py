"""The same port over the other IP family: one of the two may be broken or refused, unseen."""

from wizard.facts.names import ServerNameFacts
from wizard.facts.network import ConnectResult
from wizard.facts.server import ServerFacts
from wizard.measure import account_server
from wizard.measure.probe import Context
from wizard.measure.server_gate import Refused
from wizard.measure.smtp.conversation import (
    Depth,
    Patience,
    Target,
    converse,
    not_tried,
    without_connection,
)

# Enough to see whether it is refused; the main conversation has shown how slow the server is.
_PATIENCE = Patience(greeting=15.0, answer=15.0)


def needed(context: Context) -> bool:
    """Only a server with addresses of both families has another family."""
    found = context.facts("server_name", ServerNameFacts)
    return found is not None and bool(found.ipv4 and found.ipv6)


async def run(context: Context) -> ServerFacts:
    """Talk to the server over the family that the main conversation did not use, up to EHLO."""
    main = context.facts("account_server", ServerFacts)
    target = account_server.target_of(context)
    used_ipv6 = ":" in (main.address if main else target.addresses[0])
    other = tuple(a for a in target.addresses if (":" in a) is not used_ipv6)
    target = Target(target.host, target.port, target.security, other)
    if context.server.stopped:
        return not_tried(target, Refused.TOLD_TO_STOP)
    if main is not None and main.connect.result is not ConnectResult.CONNECTED:
        already = [a for a in main.attempts if (":" in a.address) is not used_ipv6]
        if already:
            return without_connection(target, already)
    return await converse(context, target, Depth.EHLO, _PATIENCE)
