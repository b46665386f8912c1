"""Step 2: this computer's way into the internet.

Rule: when the mail server was reached, nothing here is the cause, and at most worth a look.
"""

from collections.abc import Iterator

from wizard.facts.network import (
    InternetFacts,
    LineFacts,
    LinkFacts,
    PortalFacts,
    SystemOpinion,
)
from wizard.judge.case import Case
from wizard.judge.evidence import Evidence, Found, Share, likely, supports, weakens
from wizard.judge.findings.making import found, whole
from wizard.judge.findings.reached import (
    has_route,
    internet_works,
    is_linked,
    server_proved,
    server_reached,
    through_vpn,
)
from wizard.judge.refuting import OF_A_BAD_LINE
from wizard.judge.thresholds import JITTER_FELT_SECONDS, LOSS_BAD, LOSS_FELT
from wizard.vocabulary import Cause, Step, Verdict, Who


def findings(case: Case) -> Iterator[Found]:
    """Link, sign-in page of the network, way out, the two families, quality of the line."""
    yield from _link(case)
    yield from _vpn(case)
    yield from _portal(case)
    yield from _internet(case)
    yield from _diverted(case)
    yield from _line(case)


def _network(case: Case, share: float) -> tuple[Evidence, ...]:
    if server_reached(case):
        return ()
    return likely(Share(Cause.NETWORK, share, Who.USER))


def _verdict(case: Case) -> Verdict:
    return Verdict.ATTENTION if server_reached(case) else Verdict.PROBLEM


def _link(case: Case) -> Iterator[Found]:
    link = case.facts("link", LinkFacts)
    if link is None:
        return
    evidence = {i.name: ", ".join(i.addresses) for i in link.interfaces if i.addresses}
    evidence["gateway"] = link.gateway_ipv4 or link.gateway_ipv6 or ""
    evidence["proxy"] = link.system_proxy
    evidence["security software"] = ", ".join(link.security_software)
    if server_reached(case) or internet_works(case):
        yield found("connection.link_fine", Step.CONNECTION, Verdict.FINE, evidence=evidence)
    elif not is_linked(link):
        yield found(
            "connection.no_link",
            Step.CONNECTION,
            Verdict.PROBLEM,
            Who.USER,
            *_network(case, 0.97),
            evidence=evidence,
        )
    elif not has_route(link):
        yield found(
            "connection.no_route",
            Step.CONNECTION,
            Verdict.PROBLEM,
            Who.USER,
            *_network(case, 0.96),
            evidence=evidence,
        )
    else:
        yield found("connection.link_fine", Step.CONNECTION, Verdict.FINE, evidence=evidence)


def _vpn(case: Case) -> Iterator[Found]:
    """A VPN alone is no fault: it is named, and weighs only when nothing was reached."""
    interface = through_vpn(case)
    if not interface:
        return
    reached = server_reached(case)
    votes = () if reached else (supports(Cause.NETWORK, 1.5, Who.USER),)
    yield found(
        "connection.vpn",
        Step.CONNECTION,
        Verdict.FINE if reached else Verdict.ATTENTION,
        None if reached else Who.USER,
        *votes,
        evidence={"interface": interface},
    )


def _portal(case: Case) -> Iterator[Found]:
    portal = case.facts("portal", PortalFacts)
    if portal is None:
        return
    answered = [a for a in portal.answers if a.expected is not None]
    odd = [a for a in answered if a.expected is False]
    evidence = {a.url: f"{a.status or a.error} {a.location}".strip() for a in portal.answers}
    # One odd answer is a filter; all of several are a portal.
    captured = len(odd) >= 2 and len(odd) == len(answered)
    captured |= portal.system_opinion is SystemOpinion.PORTAL and bool(odd)
    if captured:
        # A sign-in page has a certificate too, so only the server's own counts as having got past.
        past = server_proved(case)
        yield found(
            "connection.portal",
            Step.CONNECTION,
            Verdict.ATTENTION if past else Verdict.PROBLEM,
            Who.USER,
            *(() if past else likely(Share(Cause.NETWORK, 0.96, Who.USER))),
            evidence=evidence,
        )
    elif answered and not odd:
        yield found("connection.no_portal", Step.CONNECTION, Verdict.FINE, evidence=evidence)
    elif not answered:
        yield found(
            "connection.portal_unknown",
            Step.CONNECTION,
            Verdict.COULD_NOT_CHECK,
            evidence=evidence,
        )


def _internet(case: Case) -> Iterator[Found]:
    facts = case.facts("internet", InternetFacts)
    if facts is None:
        return
    evidence = {a.address: a.result.value for a in facts.attempts}
    ipv4, ipv6 = facts.reached(ipv6=False), facts.reached(ipv6=True)
    if ipv4 or ipv6:
        yield found("connection.internet_fine", Step.CONNECTION, Verdict.FINE, evidence=evidence)
        if ipv6 is False and _has_way_by_ipv6(case):
            yield found(
                "connection.ipv6_broken",
                Step.CONNECTION,
                Verdict.ATTENTION,
                Who.USER,
                evidence=evidence,
            )
    elif server_reached(case) or internet_works(case):
        # Some networks let only some things out; the mail server was among them, or web pages.
        yield found(
            "connection.internet_unknown",
            Step.CONNECTION,
            Verdict.COULD_NOT_CHECK,
            evidence=evidence,
        )
    else:
        yield found(
            "connection.no_internet",
            Step.CONNECTION,
            Verdict.PROBLEM,
            Who.USER,
            *_network(case, 0.93),
            evidence=evidence,
        )


def _has_way_by_ipv6(case: Case) -> bool:
    """Without a route for IPv6 nothing is broken: there simply is none."""
    link = case.facts("link", LinkFacts)
    return link is not None and link.gateway_ipv6 is not None


def _diverted(case: Case) -> Iterator[Found]:
    """An address that nobody has answered: something here answers for everyone (D33, D35)."""
    facts = case.facts("internet", InternetFacts)
    if facts is None or not facts.canary_answered:
        return
    link = case.facts("link", LinkFacts)
    software = ", ".join(link.security_software) if link else ""
    yield found(
        "connection.diverted",
        Step.CONNECTION,
        Verdict.ATTENTION,
        Who.USER if software else Who.ADMIN,
        *(() if server_reached(case) else (supports(Cause.NETWORK, 2.0, Who.ADMIN),)),
        evidence={"security software": software, "answered": "203.0.113.99:25"},
    )


def _explains_the_text(case: Case) -> tuple[Evidence, ...]:
    """An error about a lost or silent connection, and a line that loses packets."""
    pasted = case.pasted
    if pasted is None or pasted.cause not in OF_A_BAD_LINE:
        return ()
    return (supports(Cause.NETWORK, 8.0, Who.USER), weakens(Cause.SESSION_TIMEOUT, 3.0))


def _line(case: Case) -> Iterator[Found]:
    facts = case.facts("line", LineFacts)
    loss = facts.loss if facts else None
    if facts is None or loss is None:
        return
    jitter = facts.jitter_seconds or 0.0
    evidence = {
        "lost": f"{facts.lost} of {facts.sent}",
        "round trip": f"{(facts.round_trip_seconds or 0.0) * 1000:.0f} ms",
        "jitter": f"{jitter * 1000:.0f} ms",
        "way": facts.way,
    }
    if loss >= 1.0:
        # Many networks drop these questions altogether; that says nothing about the line.
        yield found(
            "connection.line_unknown", Step.CONNECTION, Verdict.COULD_NOT_CHECK, evidence=evidence
        )
    elif loss >= LOSS_BAD:
        yield found(
            "connection.line_bad",
            Step.CONNECTION,
            _verdict(case),
            Who.USER,
            *_network(case, 0.55),
            *_explains_the_text(case),
            evidence=evidence,
            percent=whole(loss * 100),
        )
    elif loss >= LOSS_FELT or jitter > JITTER_FELT_SECONDS:
        votes = _explains_the_text(case) if loss >= LOSS_FELT else ()
        if not server_reached(case):
            votes = (supports(Cause.NETWORK, 1.3, Who.USER), *votes)
        yield found(
            "connection.line_unsteady",
            Step.CONNECTION,
            Verdict.ATTENTION,
            Who.USER,
            *votes,
            evidence=evidence,
            percent=whole(loss * 100),
        )
    else:
        yield found("connection.line_fine", Step.CONNECTION, Verdict.FINE, evidence=evidence)
