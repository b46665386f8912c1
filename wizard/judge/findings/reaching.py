"""Step 3: the account's port could not be reached. A blocked port told apart from a server down.

The truth table: how this port failed, whether other ports of the same server work, whether
another provider's server can be reached, and who on the way said no.
"""

import re
from collections.abc import Iterator

from wizard.account import Source
from wizard.accounts.providers import Server, provider_for_domain
from wizard.facts.network import ConnectResult, LinkFacts
from wizard.facts.server import Ending, ServerFacts
from wizard.judge.case import Case
from wizard.judge.evidence import Found, Share, likely, weakens
from wizard.judge.findings.making import found
from wizard.judge.findings.reached import (
    SPOKEN,
    computer_answers,
    control_conversations,
    controls_failed,
    has_spoken,
    internet_works,
    main_conversation,
    open_ports,
    refused_conversation,
    through_vpn,
    working_ports,
)
from wizard.judge.waiting import wait_by_cause
from wizard.vocabulary import Cause, Step, Verdict, Who

_DOWN = wait_by_cause(Cause.SERVER_OVERLOAD)
# A lock after wrong passwords lasts 10 to 60 minutes by default (fail2ban, provider practice).
_LOCKED_OUT = (3_600, 14_400)


def findings(case: Case) -> Iterator[Found]:
    """Why no connection came about, when none did."""
    main = main_conversation(case)
    if main is None or main.ending is not Ending.NO_CONNECTION:
        return
    if refused_conversation(case) is not None:
        return  # another port of the same server refused in words: those say more
    evidence = _evidence(case, main)
    result = main.connect.result
    working = working_ports(case)
    if working and controls_failed(case, main.port):
        yield _port_blocked_for_all(main, working[0], evidence)
    elif working:
        yield other_port_works(main, working[0], evidence)
    elif result is ConnectResult.FORBIDDEN or main.connect.icmp_sender:
        yield _forbidden(case, main, evidence)
    elif controls_failed(case):
        yield _network_blocks_mail(case, main, evidence)
    elif result in (ConnectResult.NO_ROUTE, ConnectResult.UNREACHABLE):
        yield _unreachable(case, evidence)
    elif result in (ConnectResult.REFUSED, ConnectResult.RESET):
        yield _refused(case, main, evidence)
    else:
        yield _timed_out(case, main, evidence)


def where(main: ServerFacts) -> dict[str, str]:
    """The evidence that every finding about a conversation carries."""
    return {
        "server": f"{main.host}:{main.port}",
        "address": main.address,
        "security": main.security.value,
    }


def _evidence(case: Case, main: ServerFacts) -> dict[str, str]:
    evidence = {
        **where(main),
        "result": main.connect.result.value,
        "error": main.connect.error,
        "refused by": main.connect.icmp_sender,
        "tried": ", ".join(f"{a.address} {a.result.value}" for a in main.attempts),
        "open": ", ".join(str(port) for port in open_ports(case)),
    }
    for one in control_conversations(case):
        evidence["to compare"] = f"{one.host}:{one.port} {one.connect.result.value}"
    return evidence


def other_port_works(main: ServerFacts, better: ServerFacts, evidence: dict[str, str]) -> Found:
    """The server is fine on a port meant for sending; this one is closed or blocked (D30, D13)."""
    return found(
        "server.port_25_blocked" if main.port == 25 else "server.port_closed",
        Step.SETTINGS,
        Verdict.PROBLEM,
        Who.USER,
        *likely(Share(Cause.CLIENT_SETTINGS, 0.93, Who.USER)),
        evidence={**evidence, "works": f"{better.port} {SPOKEN[better.security]}"},
        port=main.port,
        better_port=better.port,
        better_security=SPOKEN[better.security],
    )


def _port_blocked_for_all(
    main: ServerFacts, better: ServerFacts, evidence: dict[str, str]
) -> Found:
    """Nobody's server can be reached at this port from here: it is this network, not the port."""
    return found(
        "server.port_blocked_here",
        Step.CONNECTION,
        Verdict.PROBLEM,
        Who.USER,
        *likely(Share(Cause.NETWORK, 0.85, Who.USER), Share(Cause.CLIENT_SETTINGS, 0.1, Who.USER)),
        evidence={**evidence, "works": f"{better.port} {SPOKEN[better.security]}"},
        port=main.port,
        better_port=better.port,
        better_security=SPOKEN[better.security],
    )


def _forbidden(case: Case, main: ServerFacts, evidence: dict[str, str]) -> Found:
    """Somebody on the way said no: this computer, the router, or the network (D31, D32)."""
    sender = main.connect.icmp_sender
    if sender and sender == main.address:
        return _refused(case, main, evidence)
    link = case.facts("link", LinkFacts)
    own = [a for i in link.interfaces for a in i.addresses] if link else []
    here = sender in own or (main.connect.result is ConnectResult.FORBIDDEN and not sender)
    who = Who.USER if here else Who.ADMIN
    return found(
        "server.blocked_here" if here else "server.blocked_on_the_way",
        Step.CONNECTION,
        Verdict.PROBLEM,
        who,
        *likely(Share(Cause.NETWORK, 0.93, who)),
        evidence=evidence,
        port=main.port,
    )


def _network_blocks_mail(case: Case, main: ServerFacts, evidence: dict[str, str]) -> Found:
    """Another provider cannot be reached either: this network lets no mail out, or nothing."""
    if internet_works(case) is False:
        return _unreachable(case, evidence)
    return found(
        "server.network_blocks_mail",
        Step.CONNECTION,
        Verdict.PROBLEM,
        Who.USER,
        *likely(Share(Cause.NETWORK, 0.92, Who.USER)),
        evidence=evidence,
        port=main.port,
    )


def _unreachable(case: Case, evidence: dict[str, str]) -> Found:
    """No way at all. With the internet working it is the way to this one server."""
    share = 0.8 if internet_works(case) is False else 0.7
    return found(
        "server.unreachable",
        Step.CONNECTION,
        Verdict.PROBLEM,
        Who.USER,
        *likely(
            Share(Cause.NETWORK, share, Who.USER),
            Share(Cause.SERVER_OVERLOAD, 0.1, Who.PROVIDER, _DOWN),
        ),
        evidence=evidence,
    )


def _refused(case: Case, main: ServerFacts, evidence: dict[str, str]) -> Found:
    """The machine is there and nothing listens: the service is down, or it is the wrong place."""
    if _is_known_to_be_right(case, main):
        return found(
            "server.down",
            Step.WAIT,
            Verdict.PROBLEM,
            Who.WAIT,
            *likely(
                Share(Cause.SERVER_OVERLOAD, 0.75, Who.WAIT, _DOWN),
                Share(Cause.MAINTENANCE_SHUTDOWN, 0.12, Who.WAIT, _DOWN),
            ),
            evidence=evidence,
        )
    listed = _listed_servers(case)
    evidence = {**evidence, "provider's": _said(listed)}
    if main.port in _STANDARD_PORTS and not listed and _FOR_MAIL.match(main.host):
        return found(
            "server.seems_down",
            Step.WAIT,
            Verdict.PROBLEM,
            Who.WAIT,
            *likely(
                Share(Cause.SERVER_OVERLOAD, 0.58, Who.WAIT, _DOWN),
                Share(Cause.CLIENT_SETTINGS, 0.28, Who.USER),
            ),
            evidence=evidence,
            host=main.host,
            port=main.port,
        )
    return found(
        "server.refuses_connections",
        Step.SETTINGS,
        Verdict.PROBLEM,
        Who.USER,
        *likely(
            Share(Cause.CLIENT_SETTINGS, 0.75, Who.USER),
            Share(Cause.SERVER_OVERLOAD, 0.15, Who.PROVIDER, _DOWN),
        ),
        evidence=evidence,
        port=main.port,
        host=main.host,
    )


def _is_known_to_be_right(case: Case, main: ServerFacts) -> bool:
    """Server and port are those that the provider gives, by our table or by its own records."""
    named = any(s.host == main.host.lower() and s.port == main.port for s in _listed_servers(case))
    sources = case.account.sources
    return named or all(sources.get(field) in _VOUCHED for field in ("host", "port"))


# Where a server and a port come from that somebody has used, or the provider has published.
_VOUCHED = (
    Source.PROFILE,
    Source.MAIL_PROGRAM,
    Source.PROVIDER_TABLE,
    Source.AUTOCONFIG,
    Source.ISPDB,
    Source.SRV,
)
# Names that people give to mail servers, and to nothing else.
_FOR_MAIL = re.compile(r"(?:e?mail|smtps?|mx|mta|relay|submission|out(?:going)?)[\w-]*\.", re.I)
_STANDARD_PORTS = (465, 587)


def _listed_servers(case: Case) -> tuple[Server, ...]:
    provider = provider_for_domain(case.account.domain)
    return provider.servers if provider else ()


def _said(servers: tuple[Server, ...]) -> str:
    return ", ".join(f"{s.host}:{s.port} {SPOKEN[s.security]}" for s in servers)


def _timed_out(case: Case, main: ServerFacts, evidence: dict[str, str]) -> Found:
    """Silence. What else is silent tells whose silence it is."""
    if internet_works(case) is False:
        return _unreachable(case, evidence)
    if open_ports(case):
        return found(
            "server.port_dropped",
            Step.SETTINGS,
            Verdict.PROBLEM,
            Who.USER,
            *likely(
                Share(Cause.CLIENT_SETTINGS, 0.6, Who.USER),
                Share(Cause.NETWORK, 0.3, Who.ADMIN),
            ),
            evidence=evidence,
            port=main.port,
        )
    if any(has_spoken(one) for one in control_conversations(case)):
        return _only_this_server(case, main, evidence)
    return found(
        "server.does_not_answer",
        Step.CONNECTION,
        Verdict.PROBLEM,
        Who.USER,
        *likely(
            Share(Cause.NETWORK, 0.55, Who.USER),
            Share(Cause.SERVER_OVERLOAD, 0.25, Who.PROVIDER, _DOWN),
            Share(Cause.IP_BLOCKED, 0.1, Who.PROVIDER, _LOCKED_OUT),
        ),
        evidence=evidence,
        host=main.host,
    )


def _only_this_server(case: Case, main: ServerFacts, evidence: dict[str, str]) -> Found:
    """Others answer, this one drops every mail port: it locked us out, or it is down (D16)."""
    listed = {server.host for server in _listed_servers(case)}
    if listed and main.host.lower() not in listed:
        return found(
            "server.not_the_providers",
            Step.SETTINGS,
            Verdict.PROBLEM,
            Who.USER,
            *likely(
                Share(Cause.CLIENT_SETTINGS, 0.7, Who.USER),
                Share(Cause.IP_BLOCKED, 0.12, Who.PROVIDER, _LOCKED_OUT),
                Share(Cause.SERVER_OVERLOAD, 0.12, Who.PROVIDER, _DOWN),
            ),
            evidence={**evidence, "provider's": _said(_listed_servers(case))},
            host=main.host,
            right_host=_listed_servers(case)[0].host,
        )
    vpn = through_vpn(case)
    evidence = {**evidence, "vpn": vpn}
    if vpn or _sign_in_was_refused(case):
        return found(
            "server.locked_out_vpn" if vpn else "server.locked_out",
            Step.BLOCKLISTS,
            Verdict.PROBLEM,
            Who.USER,
            *likely(
                Share(Cause.IP_BLOCKED, 0.55 if vpn else 0.75, Who.USER, _LOCKED_OUT),
                Share(Cause.SERVER_OVERLOAD, 0.15, Who.PROVIDER, _DOWN),
                Share(Cause.NETWORK, 0.15 if vpn else 0.05, Who.USER),
            ),
            # The refused sign-ins are what led to the lock; they are not what stops mail now.
            weakens(Cause.AUTH_FAILED, 20.0),
            weakens(Cause.NETWORK, 2.0),
            evidence=evidence,
            host=main.host,
        )
    return _silent_computer(case, main, evidence)


def _silent_computer(case: Case, main: ServerFacts, evidence: dict[str, str]) -> Found:
    """Whether only the mail ports are silent, or the whole computer, makes the difference."""
    up = computer_answers(case)
    locked_out, down, network = {
        True: (0.66, 0.14, 0.12),
        False: (0.2, 0.55, 0.17),
        None: (0.48, 0.25, 0.17),
    }[up]
    id_ = {
        True: "server.only_mail_silent",
        False: "server.computer_silent",
        None: "server.only_this_one_silent",
    }[up]
    return found(
        id_,
        Step.PROVIDER if up is False else Step.BLOCKLISTS,
        Verdict.COULD_NOT_CHECK if up is None else Verdict.PROBLEM,
        Who.PROVIDER if up is False else Who.USER,
        *likely(
            Share(Cause.IP_BLOCKED, locked_out, Who.USER, _LOCKED_OUT),
            Share(Cause.SERVER_OVERLOAD, down, Who.PROVIDER, _DOWN),
            Share(Cause.NETWORK, network, Who.USER),
        ),
        evidence=evidence,
        host=main.host,
    )


def _sign_in_was_refused(case: Case) -> bool:
    """Wrong passwords before: what servers lock an address out for (D16)."""
    pasted = case.pasted
    if pasted is None:
        return False
    return Cause.AUTH_FAILED in (pasted.cause, *pasted.secondary) or "535" in pasted.text
