"""Step 2: this computer's way into the internet. Matters only when the server was not reached."""

from collections.abc import Iterator

from wizard.facts.names import NameResult, ResolverFacts
from wizard.facts.network import (
    InternetFacts,
    LineFacts,
    LinkFacts,
    LinkKind,
    PortalFacts,
    SystemOpinion,
)
from wizard.judge.case import Case
from wizard.judge.evidence import CERTAIN, FAIR, STRONG, WEAK, Evidence, Found
from wizard.judge.findings.making import found
from wizard.judge.findings.reached import has_route, internet_works, server_reached
from wizard.vocabulary import Cause, Step, Verdict, Who

# A line that loses one packet in twenty is felt; one in five breaks conversations (network.md's
# series of twenty questions tells 0, 5 and 20 % apart). Jitter over 0.1 s is no home line at rest.
LOSS_FELT, LOSS_BAD = 0.05, 0.20
JITTER_FELT_SECONDS = 0.1


def findings(case: Case) -> Iterator[Found]:
    """Link, way out, portal, resolver, the two families, the quality of the line."""
    yield from _link(case)
    yield from _portal(case)
    yield from _internet(case)
    yield from _resolver(case)
    yield from _line(case)


def _network(case: Case, weight: float, who: Who = Who.USER) -> tuple[Evidence, ...]:
    """Evidence for the network, unless the server was reached: then nothing here is the cause."""
    return () if server_reached(case) else (Evidence(Cause.NETWORK, weight, who),)


def _verdict(case: Case) -> Verdict:
    return Verdict.ATTENTION if server_reached(case) else Verdict.PROBLEM


def _link(case: Case) -> Iterator[Found]:
    link = case.facts("link", LinkFacts)
    if link is None:
        return
    usable = [i for i in link.interfaces if i.kind is not LinkKind.LOOPBACK and i.addresses]
    evidence = {i.name: ", ".join(i.addresses) for i in usable}
    if not usable and not server_reached(case):
        yield found(
            "connection.no_link",
            Step.CONNECTION,
            Verdict.PROBLEM,
            Who.USER,
            *_network(case, CERTAIN),
        )
        return
    if has_route(link) is False and not server_reached(case) and not internet_works(case):
        yield found(
            "connection.no_route",
            Step.CONNECTION,
            Verdict.PROBLEM,
            Who.USER,
            *_network(case, CERTAIN),
            evidence=evidence,
        )
        return
    yield found("connection.link_fine", Step.CONNECTION, Verdict.FINE, evidence=evidence)
    if link.default_route_over and link.default_route_over in link.vpn:
        yield found(
            "connection.vpn",
            Step.CONNECTION,
            Verdict.ATTENTION if not server_reached(case) else Verdict.FINE,
            Who.USER,
            *_network(case, WEAK),
            evidence={"interface": link.default_route_over},
        )


def _portal(case: Case) -> Iterator[Found]:
    portal = case.facts("portal", PortalFacts)
    if portal is None:
        return
    answered = [a for a in portal.answers if a.expected is not None]
    odd = [a for a in answered if a.expected is False]
    evidence = {a.url: f"{a.status or a.error} {a.location}".strip() for a in portal.answers}
    captured = len(odd) >= 2 and len(odd) == len(answered)
    captured |= portal.system_opinion is SystemOpinion.PORTAL and bool(odd)
    if captured:
        yield found(
            "connection.portal",
            Step.CONNECTION,
            _verdict(case),
            Who.USER,
            *_network(case, CERTAIN + 1.0),
            evidence=evidence,
        )
    elif answered and not odd:
        yield found("connection.no_portal", Step.CONNECTION, Verdict.FINE, evidence=evidence)


def _internet(case: Case) -> Iterator[Found]:
    facts = case.facts("internet", InternetFacts)
    if facts is None:
        return
    evidence = {a.address: a.result.value for a in facts.attempts}
    ipv4, ipv6 = facts.reached(ipv6=False), facts.reached(ipv6=True)
    if facts.canary_answered:
        yield found(
            "connection.diverted",
            Step.CONNECTION,
            Verdict.ATTENTION,
            Who.ADMIN,
            *_network(case, FAIR),
            evidence=evidence,
        )
    if ipv4 or ipv6:
        yield found("connection.internet_fine", Step.CONNECTION, Verdict.FINE, evidence=evidence)
        if ipv6 is False and _has_global_ipv6(case):
            yield found(
                "connection.ipv6_broken",
                Step.CONNECTION,
                Verdict.ATTENTION,
                Who.USER,
                evidence=evidence,
            )
    elif not server_reached(case):
        yield found(
            "connection.no_internet",
            Step.CONNECTION,
            Verdict.PROBLEM,
            Who.USER,
            *_network(case, STRONG),
            evidence=evidence,
        )


def _has_global_ipv6(case: Case) -> bool:
    link = case.facts("link", LinkFacts)
    return link is not None and link.gateway_ipv6 is not None


def _resolver(case: Case) -> Iterator[Found]:
    facts = case.facts("resolver", ResolverFacts)
    if facts is None:
        return
    evidence = {"resolver": ", ".join(facts.nameservers), "result": facts.result.value}
    if facts.result not in (NameResult.FOUND, NameResult.NO_SUCH_NAME, NameResult.NO_ADDRESS):
        yield found(
            "connection.resolver_silent",
            Step.CONNECTION,
            _verdict(case),
            Who.USER,
            *_network(case, STRONG),
            evidence=evidence,
        )
        return
    if facts.invents_names:
        yield found(
            "connection.resolver_invents",
            Step.CONNECTION,
            Verdict.ATTENTION,
            Who.ADMIN,
            *_network(case, FAIR),
            evidence={**evidence, "invented": facts.invented_address},
        )
    elif facts.diverted:
        yield found(
            "connection.resolver_diverted",
            Step.CONNECTION,
            Verdict.ATTENTION,
            Who.ADMIN,
            evidence=evidence,
        )
    else:
        yield found("connection.resolver_fine", Step.CONNECTION, Verdict.FINE, evidence=evidence)


def _line(case: Case) -> Iterator[Found]:
    facts = case.facts("line", LineFacts)
    loss = facts.loss if facts else None
    if facts is None or loss is None or loss == 1.0:
        return
    jitter = facts.jitter_seconds or 0.0
    evidence = {
        "lost": f"{facts.lost} of {facts.sent}",
        "round trip": f"{(facts.round_trip_seconds or 0) * 1000:.0f} ms",
        "jitter": f"{jitter * 1000:.0f} ms",
    }
    if loss >= LOSS_BAD:
        yield found(
            "connection.line_bad",
            Step.CONNECTION,
            _verdict(case),
            Who.USER,
            *_network(case, FAIR),
            evidence=evidence,
            percent=round(loss * 100),
        )
    elif loss >= LOSS_FELT or jitter > JITTER_FELT_SECONDS:
        yield found(
            "connection.line_unsteady",
            Step.CONNECTION,
            Verdict.ATTENTION,
            Who.USER,
            *_network(case, WEAK),
            evidence=evidence,
            percent=round(loss * 100),
        )
    else:
        yield found("connection.line_fine", Step.CONNECTION, Verdict.FINE, evidence=evidence)
