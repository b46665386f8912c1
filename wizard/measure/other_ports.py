"""The other mail ports of the same server: whether they are open, and if the account's own port
did not work, whether they would."""

from collections.abc import Sequence

from wizard.account import STANDARD_SECURITY
from wizard.facts.network import ConnectResult
from wizard.facts.server import Ending, OtherPortsFacts, ServerFacts
from wizard.measure import account_server
from wizard.measure.probe import Context
from wizard.measure.smtp.conversation import Depth, Patience, Target, converse
from wizard.vocabulary import Security, Stage

# 587 and 465 are for sending (RFC 8314), 2525 is a private custom, 25 only explains: last.
_WHEN_WORKING = (587, 465, 25)
_WHEN_FAILED = (587, 465, 2525, 25)
# Windows reports a refused connection only after 2 s, so less than 4 s would misread it.
_CONNECT_SECONDS = 4.0
_PATIENCE = Patience(greeting=10.0, answer=10.0, connect=_CONNECT_SECONDS)
# Up to here the port or its protection is in question; later it is the account or the mail.
_ABOUT_THE_PORT = (Stage.CONNECT, Stage.TLS, Stage.GREETING, Stage.EHLO, Stage.STARTTLS)


async def run(context: Context) -> OtherPortsFacts:
    """Try the other ports one after another, as deep as the main conversation makes useful."""
    main = context.facts("account_server", ServerFacts)
    failed = main is not None and port_failed(main)
    depth = Depth.PROTECTED if failed else Depth.CONNECT
    base = account_server.target_of(context)
    addresses = base.addresses
    if main is not None and main.address in addresses:
        # The family that has just answered, or failed, is the one to compare with.
        addresses = tuple(a for a in addresses if (":" in a) is (":" in main.address))
    conversations = []
    for port in _WHEN_FAILED if failed else _WHEN_WORKING:
        if port != base.port:
            security = STANDARD_SECURITY.get(port, Security.STARTTLS)
            target = Target(base.host, port, security, addresses)
            conversations.append(await converse(context, target, depth, _PATIENCE))
    silent = failed and _all_silent([main, *conversations] if main else conversations)
    web = await _web(context, Target(base.host, 443, Security.TLS, addresses)) if silent else None
    return OtherPortsFacts(conversations=tuple(conversations), web=web)


async def _web(context: Context, target: Target) -> ServerFacts:
    """A bare connection: a computer that is off tells it from one that shuts us out."""
    return await converse(context, target, Depth.CONNECT, _PATIENCE)


def _all_silent(conversations: Sequence[ServerFacts]) -> bool:
    """Whether nothing came back from any port, not even a refusal."""
    return all(
        one.ending is Ending.NO_CONNECTION and one.connect.result is ConnectResult.TIMED_OUT
        for one in conversations
    )


def port_failed(main: ServerFacts) -> bool:
    """Whether the main conversation failed in a way that another port could cure."""
    if main.ending in (Ending.COMPLETE, Ending.BUDGET, Ending.TOLD_TO_STOP):
        return False
    return main.stage in _ABOUT_THE_PORT
