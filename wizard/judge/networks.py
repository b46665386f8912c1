"""The same check made in two networks, side by side: is it the network or something else? Pure.

What differs between the two runs can only come from where they were made, as long as account and
settings are the same and little time lies between them.
"""

from collections.abc import Iterator
from enum import StrEnum

import msgspec

from wizard.diagnosis import Diagnosis
from wizard.facts.blocklists import PublicAddressFacts
from wizard.facts.names import NameResult, ServerNameFacts
from wizard.facts.network import ConnectResult, InternetFacts, LinkFacts, LinkKind
from wizard.facts.server import ServerFacts
from wizard.judge.case import Case
from wizard.judge.findings.reached import conversation_complete, has_spoken, main_conversation
from wizard.messages import Message, message
from wizard.vocabulary import Cause


class NetworksVerdict(StrEnum):
    """What two runs in two networks say together."""

    SAME_NETWORK = "same_network"  # nothing was changed, so nothing was learned
    FIRST = "first"  # the first network stands in the way
    SECOND = "second"
    NEITHER = "neither"  # mail can be sent from both
    SAME_FAULT = "same_fault"  # it is not the network
    TWO_FAULTS = "two_faults"


class Judged(msgspec.Struct, frozen=True):
    """One run: what was measured, and what it means."""

    case: Case
    diagnosis: Diagnosis

    @property
    def works(self) -> bool:
        """Whether mail can be sent from there."""
        return conversation_complete(self.case) and self.diagnosis.cause is Cause.NONE


class Row(msgspec.Struct, frozen=True):
    """One thing that was looked at in both networks."""

    name: Message
    first: Message
    second: Message

    @property
    def differs(self) -> bool:
        """Whether the networks differ in it."""
        return self.first != self.second


class NetworksCompared(msgspec.Struct, frozen=True, kw_only=True):
    """The answer, and what it rests on."""

    verdict: NetworksVerdict
    title: Message
    meaning: Message
    next: Message
    rows: tuple[Row, ...]


def compared(first: Judged, second: Judged) -> NetworksCompared:
    """Two runs with the same account, the second one made after the network was changed."""
    verdict = _verdict(first, second)
    of = f"networks.{verdict.value}"
    # Where both fail alike, what helps is what the check says in either of them.
    following = (
        first.diagnosis.next if verdict is NetworksVerdict.SAME_FAULT else message(f"{of}.next")
    )
    return NetworksCompared(
        verdict=verdict,
        title=message(f"{of}.title"),
        meaning=message(f"{of}.meaning"),
        next=following,
        rows=tuple(
            Row(message(f"networks.row.{name}"), one, other)
            for (name, one), (_, other) in zip(_rows(first), _rows(second), strict=True)
        ),
    )


def _verdict(first: Judged, second: Judged) -> NetworksVerdict:
    if same_network(first.case, second.case):
        return NetworksVerdict.SAME_NETWORK
    if first.works and second.works:
        return NetworksVerdict.NEITHER
    if second.works:
        return NetworksVerdict.FIRST
    if first.works:
        return NetworksVerdict.SECOND
    if first.diagnosis.cause is second.diagnosis.cause:
        return NetworksVerdict.SAME_FAULT
    return NetworksVerdict.TWO_FAULTS


def same_network(first: Case, second: Case) -> bool:
    """Whether both runs left through the same line: another cable to one router is no change."""
    addresses = [case.facts("public_address", PublicAddressFacts) for case in (first, second)]
    public = [(a.ipv4, a.ipv6) if a else ("", "") for a in addresses]
    if any(public[0]) and any(public[1]):
        return public[0] == public[1]
    links = [case.facts("link", LinkFacts) for case in (first, second)]
    return links[0] is not None and links[0] == links[1]


def _rows(judged: Judged) -> Iterator[tuple[str, Message]]:
    case = judged.case
    yield "network", _network(case.facts("link", LinkFacts))
    yield "internet", _internet(case.facts("internet", InternetFacts))
    yield "name", _name(case.facts("server_name", ServerNameFacts))
    main = main_conversation(case)
    yield "server", _server(main)
    yield "protection", _protection(main)
    yield "reply", _reply(main)
    yield "result", judged.diagnosis.title


def _network(link: LinkFacts | None) -> Message:
    if link is None:
        return message("networks.unknown")
    if link.vpn:
        return message("networks.network.vpn")
    used = [one for one in link.interfaces if one.name == link.default_route_over]
    kinds = [one.kind for one in used or link.interfaces if one.kind is not LinkKind.LOOPBACK]
    if not kinds or (link.gateway_ipv4 is None and link.gateway_ipv6 is None):
        return message("networks.network.none")
    return message(f"networks.network.{kinds[0].value}")


def _internet(internet: InternetFacts | None) -> Message:
    reached = [internet.reached(ipv6) for ipv6 in (False, True)] if internet else []
    if not any(one is not None for one in reached):
        return message("networks.unknown")
    return message("networks.reached" if any(reached) else "networks.not_reached")


def _name(name: ServerNameFacts | None) -> Message:
    if name is None:
        return message("networks.unknown")
    return message("networks.found" if name.result is NameResult.FOUND else "networks.not_found")


def _server(main: ServerFacts | None) -> Message:
    if main is None or main.connect.result is ConnectResult.NOT_TRIED:
        return message("networks.unknown")
    if has_spoken(main):
        return message("networks.server.speaks", port=main.port)
    if main.connect.result is ConnectResult.CONNECTED:
        return message("networks.server.silent", port=main.port)
    return message("networks.server.unreached", port=main.port)


def _protection(main: ServerFacts | None) -> Message:
    if main is None or main.tls is None:
        return message("networks.unknown")
    return message("networks.protected" if main.tls.trusted else "networks.not_protected")


def _reply(main: ServerFacts | None) -> Message:
    if main is None or not main.replies:
        return message("networks.unknown")
    if main.refusal is None:
        return message("networks.reply.fine")
    return message("networks.reply.refused", reply=main.refusal.text[:200])
