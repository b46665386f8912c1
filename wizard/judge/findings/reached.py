"""How far the run came, in the words that many rules need."""

from wizard.facts.network import ConnectResult, InternetFacts, LinkFacts, PortalFacts
from wizard.facts.server import Ending, OtherPortsFacts, ServerFacts
from wizard.judge.case import Case


def server_reached(case: Case) -> bool:
    """Whether the account's server itself said something, on any of its ports."""
    main = case.facts("account_server", ServerFacts)
    if main is not None and (main.replies or (main.tls is not None and main.tls.version)):
        return True
    return any(one.replies for one in other_conversations(case))


def server_connected(case: Case) -> bool:
    """Whether at least a TCP connection to the server came about."""
    main = case.facts("account_server", ServerFacts)
    return main is not None and main.connect.result is ConnectResult.CONNECTED


def other_conversations(case: Case) -> tuple[ServerFacts, ...]:
    """The conversations with the server's other ports."""
    others = case.facts("other_ports", OtherPortsFacts)
    return others.conversations if others else ()


def working_ports(case: Case) -> tuple[ServerFacts, ...]:
    """Other ports on which the server speaks and protects the connection properly."""
    return tuple(
        one
        for one in other_conversations(case)
        if one.ending is Ending.COMPLETE and one.replies and one.tls is not None and one.tls.trusted
    )


def open_ports(case: Case) -> tuple[int, ...]:
    """Other ports that accept a connection."""
    return tuple(
        one.port
        for one in other_conversations(case)
        if one.connect.result is ConnectResult.CONNECTED
    )


def internet_works(case: Case) -> bool | None:
    """Whether anything outside was reached; None when that was not tried or not allowed."""
    internet = case.facts("internet", InternetFacts)
    portal = case.facts("portal", PortalFacts)
    if internet is None and portal is None:
        return None
    by_address = internet is not None and (
        internet.reached(ipv6=False) or internet.reached(ipv6=True)
    )
    by_name = portal is not None and any(answer.expected for answer in portal.answers)
    return bool(by_address or by_name)


def has_route(link: LinkFacts) -> bool:
    """Whether there is a way out of the local network."""
    return link.gateway_ipv4 is not None or link.gateway_ipv6 is not None


def conversation_complete(case: Case) -> bool:
    """Whether the conversation with the account's server went as far as was wanted."""
    main = case.facts("account_server", ServerFacts)
    return main is not None and main.ending is Ending.COMPLETE
