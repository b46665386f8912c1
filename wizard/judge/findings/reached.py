"""How far the run came, in the words that many rules need."""

from wizard.facts.names import NameResult, ResolverFacts, ServerNameFacts
from wizard.facts.network import ConnectResult, InternetFacts, LinkFacts, LinkKind, PortalFacts
from wizard.facts.server import (
    CertificateProblem,
    Ending,
    OtherPortsFacts,
    ServerFacts,
    ServerReply,
    SignInResult,
)
from wizard.judge.case import Case
from wizard.judge.refuting import ORDER
from wizard.vocabulary import Security, Stage

SPOKEN = {Security.TLS: "SSL/TLS", Security.STARTTLS: "STARTTLS", Security.NONE: "–"}
"""Protection as mail programs call it."""

_STILL_ITS_OWN = (
    CertificateProblem.EXPIRED,
    CertificateProblem.NOT_YET_VALID,
    CertificateProblem.INCOMPLETE_CHAIN,
    CertificateProblem.WEAK,
)


def main_conversation(case: Case) -> ServerFacts | None:
    """The conversation with the account's own settings."""
    return case.facts("account_server", ServerFacts)


def other_conversations(case: Case) -> tuple[ServerFacts, ...]:
    """The conversations with the server's other ports."""
    others = case.facts("other_ports", OtherPortsFacts)
    return others.conversations if others else ()


def control_conversations(case: Case) -> tuple[ServerFacts, ...]:
    """The conversations with a mail server that has nothing to do with the account."""
    control = case.facts("control", OtherPortsFacts)
    return control.conversations if control else ()


def computer_answers(case: Case) -> bool | None:
    """Whether the server's computer is up although its mail ports are silent; None: not tried."""
    others = case.facts("other_ports", OtherPortsFacts)
    tried = others.web.connect.result if others and others.web else ConnectResult.NOT_TRIED
    if tried is ConnectResult.NOT_TRIED:
        return None
    return tried in (ConnectResult.CONNECTED, ConnectResult.REFUSED, ConnectResult.RESET)


def server_reached(case: Case) -> bool:
    """Whether the account's server itself said something, on any port, over any family."""
    family = case.facts("other_family", ServerFacts)
    all_of_them = (main_conversation(case), family, *other_conversations(case))
    return any(one is not None and has_spoken(one) for one in all_of_them)


def has_spoken(one: ServerFacts) -> bool:
    """Whether a mail server said a word, or proved who it is."""
    return bool(one.replies) or bool(one.tls and (one.tls.version or one.tls.certificate))


def server_proved(case: Case) -> bool:
    """Whether it was the server itself: nobody else speaks SMTP, or has its certificate."""
    main = main_conversation(case)
    tls = main.tls if main else None
    own_name = tls is not None and tls.problem in _STILL_ITS_OWN
    return server_reached(case) and (
        own_name
        or any(
            one is not None and (one.replies or (one.tls is not None and one.tls.trusted))
            for one in (main, case.facts("other_family", ServerFacts), *other_conversations(case))
        )
    )


def conversation_complete(case: Case) -> bool:
    """Whether the conversation with the account's server went as far as was wanted."""
    main = main_conversation(case)
    return main is not None and main.ending is Ending.COMPLETE


def refused_conversation(case: Case) -> tuple[ServerFacts, ServerReply] | None:
    """The account's own conversation when words ended it, else one at another port."""
    main = main_conversation(case)
    if main is not None and main.ending is Ending.COMPLETE:
        return None
    for one in (main, *other_conversations(case)):
        if one is not None and one.refusal is not None:
            return one, one.refusal
    return None


def went_through(case: Case, stage: Stage) -> bool:
    """Whether the account's conversation passed this stage well."""
    main = main_conversation(case)
    if main is None:
        return False
    if stage in (Stage.RESOLVE, Stage.CONNECT):
        return main.connect.result is ConnectResult.CONNECTED
    if stage in (Stage.TLS, Stage.STARTTLS):
        return main.tls is not None and main.tls.trusted
    if stage is Stage.AUTH:
        return main.sign_in is SignInResult.ACCEPTED
    passed = {reply.stage for reply in main.replies if reply.code < 400}
    passed -= {reply.stage for reply in main.replies if reply.code >= 400}
    wanted = ORDER.index(stage)
    return any(one in ORDER and ORDER.index(one) >= wanted for one in passed)


def healthy_ports(case: Case) -> tuple[ServerFacts, ...]:
    """Other ports on which the server speaks and protects the connection properly."""
    return tuple(
        one
        for one in other_conversations(case)
        if one.ending is Ending.COMPLETE and one.replies and one.tls is not None and one.tls.trusted
    )


def working_ports(case: Case) -> tuple[ServerFacts, ...]:
    """Those of them that a mail program can send through: 25 is for servers among themselves."""
    return tuple(one for one in healthy_ports(case) if one.port != 25)


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
    by_address = internet is not None and (
        internet.reached(ipv6=False) or internet.reached(ipv6=True)
    )
    by_name = portal is not None and any(answer.expected for answer in portal.answers)
    control = any(has_spoken(one) for one in control_conversations(case))
    if by_address or by_name or control:
        return True
    return None if internet is None and portal is None else False


def is_linked(link: LinkFacts) -> bool:
    """Whether any interface besides the loopback has an address."""
    return any(one.kind is not LinkKind.LOOPBACK and one.addresses for one in link.interfaces)


def has_route(link: LinkFacts) -> bool:
    """Whether there is a way out of the local network."""
    return link.gateway_ipv4 is not None or link.gateway_ipv6 is not None


def through_vpn(case: Case) -> str:
    """The VPN's interface when mail takes the way through it, else ''."""
    link = case.facts("link", LinkFacts)
    if link is None or not link.default_route_over:
        return ""
    return link.default_route_over if link.default_route_over in link.vpn else ""


def names_are_found(case: Case) -> bool:
    """Whether the server's name was found, whoever answered."""
    name = case.facts("server_name", ServerNameFacts)
    return name is not None and name.result is NameResult.FOUND


def invented_address(case: Case) -> str:
    """The address that the resolver made up for the server's name, '' when it did not."""
    resolver = case.facts("resolver", ResolverFacts)
    name = case.facts("server_name", ServerNameFacts)
    if resolver is None or name is None or not resolver.invents_names:
        return ""
    made_up = resolver.invented_address
    return made_up if made_up and made_up in (*name.ipv4, *name.ipv6, *name.order) else ""


def way_is_broken(case: Case) -> bool:
    """Whether this computer has no way out at all, so that the server could not be asked."""
    if server_reached(case):
        return False
    link = case.facts("link", LinkFacts)
    offline = link is not None and not (is_linked(link) and has_route(link))
    return internet_works(case) is False or (offline and not internet_works(case))


def controls_failed(case: Case, port: int | None = None) -> bool:
    """Another provider's server was found by name and could not be reached either, at `port`."""
    controls = [
        one
        for one in control_conversations(case)
        if one.connect.result is not ConnectResult.NOT_TRIED and port in (None, one.port)
    ]
    return bool(controls) and all(one.ending is Ending.NO_CONNECTION for one in controls)
