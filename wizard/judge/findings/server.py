"""Step 3: whether the account's server can be reached, and whether it speaks on this port.

The truth table of ports and answers, each pair of explanations with what tells them apart.
"""

from collections.abc import Iterator

from wizard.accounts.providers import provider_for_domain
from wizard.facts.names import NameResult, ServerNameFacts
from wizard.facts.network import ConnectResult, LinkFacts
from wizard.facts.server import Ending, OtherPortsFacts, ServerFacts, TlsFailure
from wizard.judge.case import Case
from wizard.judge.evidence import CERTAIN, FAIR, GOOD, STRONG, WEAK, Evidence, Found
from wizard.judge.findings.making import found
from wizard.judge.findings.reached import (
    conversation_complete,
    internet_works,
    open_ports,
    server_reached,
    working_ports,
)
from wizard.messages import Value
from wizard.vocabulary import Cause, Security, Stage, Step, Verdict, Who

# Incoming mail servers (IMAP, POP3) listen here; nobody sends through them.
_INCOMING_PORTS = {143: "IMAP", 993: "IMAP", 110: "POP3", 995: "POP3"}
# Longer than this is worth a word; RFC 5321 4.5.3.2.1 allows five minutes.
SLOW_GREETING_SECONDS = 8.0


def findings(case: Case) -> Iterator[Found]:
    """Name, connection, greeting, the other ports."""
    name = case.facts("server_name", ServerNameFacts)
    if name is not None:
        yield from _name(case, name)
    main = case.facts("account_server", ServerFacts)
    if main is None:
        return
    match main.ending:
        case Ending.NO_CONNECTION:
            yield from _no_connection(case, main)
        case Ending.SILENCE:
            yield from _silence(case, main)
        case Ending.CLOSED | Ending.RESET:
            yield from _broken_off(case, main)
        case Ending.NOT_SMTP | Ending.TOO_LONG:
            yield from _not_smtp(main)
        case Ending.TLS_FAILED if main.tls and main.tls.failure is TlsFailure.NOT_TLS:
            yield _wrong_protection(main)
        case Ending.COMPLETE:
            yield from _complete(main)
        case _:
            pass
    yield from _families(case)
    yield from _ports(case)


def _where(main: ServerFacts) -> dict[str, str]:
    return {
        "server": f"{main.host}:{main.port}",
        "address": main.address,
        "security": main.security.value,
    }


def _name(case: Case, name: ServerNameFacts) -> Iterator[Found]:
    evidence = {"name": name.host, "result": name.result.value}
    if name.result is NameResult.FOUND:
        if name.parked and not server_reached(case):
            yield found(
                "server.parked",
                Step.SETTINGS,
                Verdict.PROBLEM,
                Who.USER,
                Evidence(Cause.CLIENT_SETTINGS, STRONG, Who.USER),
                evidence=evidence,
                host=name.host,
            )
        return
    if name.result in (NameResult.NO_SUCH_NAME, NameResult.NO_ADDRESS):
        id_ = "server.name_misspelt" if name.suggestion else "server.name_unknown"
        yield found(
            id_,
            Step.SETTINGS,
            Verdict.PROBLEM,
            Who.USER,
            Evidence(Cause.CLIENT_SETTINGS, STRONG if name.suggestion else GOOD, Who.USER),
            evidence={**evidence, "suggestion": name.suggestion},
            host=name.host,
            suggestion=name.suggestion,
        )
        return
    yield found(
        "server.name_unanswered",
        Step.CONNECTION,
        Verdict.PROBLEM,
        Who.USER,
        Evidence(Cause.NETWORK, GOOD, Who.USER),
        evidence=evidence,
        host=name.host,
    )


def _no_connection(case: Case, main: ServerFacts) -> Iterator[Found]:
    result = main.connect.result
    evidence = {**_where(main), "result": result.value, "error": main.connect.error}
    if main.connect.icmp_sender:
        evidence["refused by"] = main.connect.icmp_sender
    working = working_ports(case)
    if working:
        yield _other_port_works(main, working[0], evidence)
    elif result is ConnectResult.FORBIDDEN or main.connect.icmp_sender:
        yield _forbidden(case, main, evidence)
    elif result in (ConnectResult.NO_ROUTE, ConnectResult.UNREACHABLE):
        yield found(
            "server.unreachable",
            Step.CONNECTION,
            Verdict.PROBLEM,
            Who.USER,
            Evidence(Cause.NETWORK, GOOD, Who.USER),
            evidence=evidence,
        )
    elif result is ConnectResult.REFUSED:
        yield _refused(case, main, evidence)
    else:
        yield _timed_out(case, main, evidence)


def _values(main: ServerFacts, better: ServerFacts) -> dict[str, Value]:
    return {
        "port": main.port,
        "better_port": better.port,
        "better_security": _spoken(better.security),
    }


def _spoken(security: Security) -> str:
    return {Security.TLS: "SSL/TLS", Security.STARTTLS: "STARTTLS", Security.NONE: "–"}[security]


def _other_port_works(main: ServerFacts, better: ServerFacts, evidence: dict[str, str]) -> Found:
    """The server is fine on a port meant for sending; this one is closed or blocked (D30, D13)."""
    id_ = "server.port_25_blocked" if main.port == 25 else "server.port_closed"
    return found(
        id_,
        Step.SETTINGS,
        Verdict.PROBLEM,
        Who.USER,
        Evidence(Cause.CLIENT_SETTINGS, STRONG, Who.USER),
        Evidence(Cause.NETWORK, -WEAK),
        evidence={**evidence, "works": f"{better.port} {_spoken(better.security)}"},
        **_values(main, better),
    )


def _forbidden(case: Case, main: ServerFacts, evidence: dict[str, str]) -> Found:
    """Somebody on the way said no: this computer, the router, or the network (D31, D32)."""
    sender = main.connect.icmp_sender
    link = case.facts("link", LinkFacts)
    own = [a for i in link.interfaces for a in i.addresses] if link else []
    here = sender in own or (main.connect.result is ConnectResult.FORBIDDEN and not sender)
    id_ = "server.blocked_here" if here else "server.blocked_on_the_way"
    return found(
        id_,
        Step.CONNECTION,
        Verdict.PROBLEM,
        Who.USER if here else Who.ADMIN,
        Evidence(Cause.NETWORK, STRONG, Who.USER if here else Who.ADMIN),
        evidence=evidence,
        port=main.port,
    )


def _refused(case: Case, main: ServerFacts, evidence: dict[str, str]) -> Found:
    if _control_fails(case):
        return _network_blocks_mail(main, evidence)
    if _is_providers_own(case, main):
        return found(
            "server.down",
            Step.WAIT,
            Verdict.PROBLEM,
            Who.WAIT,
            Evidence(Cause.SERVER_OVERLOAD, GOOD, Who.WAIT, (900, 7200)),
            Evidence(Cause.MAINTENANCE_SHUTDOWN, WEAK, Who.WAIT, (900, 7200)),
            evidence=evidence,
        )
    return found(
        "server.refuses_connections",
        Step.SETTINGS,
        Verdict.PROBLEM,
        Who.USER,
        Evidence(Cause.CLIENT_SETTINGS, FAIR, Who.USER),
        Evidence(Cause.SERVER_OVERLOAD, WEAK, Who.PROVIDER, (900, 7200)),
        evidence=evidence,
        port=main.port,
        host=main.host,
    )


def _timed_out(case: Case, main: ServerFacts, evidence: dict[str, str]) -> Found:
    if internet_works(case) is False:
        return found(
            "server.unreachable",
            Step.CONNECTION,
            Verdict.PROBLEM,
            Who.USER,
            Evidence(Cause.NETWORK, FAIR, Who.USER),
            evidence=evidence,
        )
    if _control_fails(case):
        return _network_blocks_mail(main, evidence)
    if open_ports(case):
        return found(
            "server.port_dropped",
            Step.SETTINGS,
            Verdict.PROBLEM,
            Who.USER,
            Evidence(Cause.CLIENT_SETTINGS, FAIR, Who.USER),
            Evidence(Cause.NETWORK, WEAK, Who.ADMIN),
            evidence={**evidence, "open": ", ".join(map(str, open_ports(case)))},
            port=main.port,
        )
    if _control_works(case):
        return found(
            "server.locked_out",
            Step.BLOCKLISTS,
            Verdict.PROBLEM,
            Who.PROVIDER,
            Evidence(Cause.IP_BLOCKED, FAIR, Who.PROVIDER, (3600, 86400)),
            Evidence(Cause.SERVER_OVERLOAD, WEAK, Who.PROVIDER, (900, 7200)),
            Evidence(Cause.NETWORK, WEAK - 0.1, Who.USER),
            evidence=evidence,
            host=main.host,
        )
    return found(
        "server.does_not_answer",
        Step.CONNECTION,
        Verdict.PROBLEM,
        Who.USER,
        Evidence(Cause.NETWORK, FAIR, Who.USER),
        Evidence(Cause.SERVER_OVERLOAD, WEAK, Who.PROVIDER, (900, 7200)),
        evidence=evidence,
        host=main.host,
    )


def _network_blocks_mail(main: ServerFacts, evidence: dict[str, str]) -> Found:
    return found(
        "server.network_blocks_mail",
        Step.CONNECTION,
        Verdict.PROBLEM,
        Who.USER,
        Evidence(Cause.NETWORK, STRONG, Who.USER),
        evidence=evidence,
        port=main.port,
    )


def _controls(case: Case) -> tuple[ServerFacts, ...]:
    control = case.facts("control", OtherPortsFacts)
    return control.conversations if control else ()


def _control_works(case: Case) -> bool:
    return any(one.replies for one in _controls(case))


def _control_fails(case: Case) -> bool:
    controls = _controls(case)
    return bool(controls) and all(one.ending is Ending.NO_CONNECTION for one in controls)


def _is_providers_own(case: Case, main: ServerFacts) -> bool:
    """Whether the table of providers names this very server and port: then both are right."""
    provider = provider_for_domain(case.account.domain)
    if provider is None:
        return False
    return any(s.host == main.host.lower() and s.port == main.port for s in provider.servers)


def _silence(case: Case, main: ServerFacts) -> Iterator[Found]:
    evidence = _where(main)
    if main.waited_seconds is not None:
        evidence["waited"] = f"{main.waited_seconds:.0f} s"
    if main.speaks is not None:
        yield _wrong_protection(main)
        return
    if main.port in _INCOMING_PORTS:
        yield _incoming(main, _INCOMING_PORTS[main.port])
        return
    if main.large_packets is False:
        yield found(
            "server.large_packets_lost",
            Step.CONNECTION,
            Verdict.PROBLEM,
            Who.USER,
            Evidence(Cause.NETWORK, STRONG, Who.USER),
            evidence=evidence,
        )
        return
    working = working_ports(case)
    if working:
        yield _other_port_works(main, working[0], evidence)
        return
    early = main.stage in (Stage.GREETING, Stage.CONNECT, Stage.TLS)
    yield found(
        "server.silent" if early else "server.went_silent",
        Step.WAIT,
        Verdict.PROBLEM,
        Who.WAIT,
        Evidence(Cause.SERVER_OVERLOAD, FAIR if early else WEAK, Who.WAIT, (900, 7200)),
        Evidence(Cause.NETWORK, WEAK if early else FAIR, Who.USER),
        evidence=evidence,
    )


def _broken_off(case: Case, main: ServerFacts) -> Iterator[Found]:
    evidence = {**_where(main), "ended": main.ending.value, "stage": main.stage.value}
    working = working_ports(case)
    if working and main.stage in (Stage.CONNECT, Stage.GREETING, Stage.TLS):
        yield _other_port_works(main, working[0], evidence)
        return
    if main.stage is Stage.GREETING and main.ending is Ending.CLOSED:
        # A server whose login service is dead hangs up before any word (D5).
        votes: tuple[Evidence, ...] = (
            Evidence(Cause.SERVER_OVERLOAD, FAIR, Who.PROVIDER, (900, 7200)),
            Evidence(Cause.NETWORK, WEAK, Who.USER),
            Evidence(Cause.IP_BLOCKED, 0.05, Who.PROVIDER),
        )
        id_ = "server.hangs_up"
    else:
        votes = (
            Evidence(Cause.NETWORK, GOOD if main.ending is Ending.RESET else FAIR, Who.USER),
            Evidence(Cause.SERVER_OVERLOAD, WEAK, Who.PROVIDER, (900, 7200)),
        )
        id_ = "server.broken_off"
    step = Step.WAIT if id_ == "server.hangs_up" else Step.CONNECTION
    who = Who.PROVIDER if id_ == "server.hangs_up" else Who.USER
    yield found(id_, step, Verdict.PROBLEM, who, *votes, evidence=evidence)


def _not_smtp(main: ServerFacts) -> Iterator[Found]:
    start = main.received.lstrip()
    evidence = {**_where(main), "received": main.received[:120]}
    if start.startswith(("+OK", "-ERR")):
        yield _incoming(main, "POP3")
    elif start.startswith(("* OK", "* BYE", "* PREAUTH")):
        yield _incoming(main, "IMAP")
    elif start.upper().startswith(("HTTP/", "<HTML", "<!DOCTYPE")):
        yield found(
            "server.web_server",
            Step.SETTINGS,
            Verdict.PROBLEM,
            Who.USER,
            Evidence(Cause.CLIENT_SETTINGS, STRONG, Who.USER),
            evidence=evidence,
            port=main.port,
        )
    else:
        yield found(
            "server.not_understood",
            Step.SETTINGS,
            Verdict.COULD_NOT_CHECK,
            Who.PROVIDER,
            Evidence(Cause.UNKNOWN_GENERIC, WEAK, Who.PROVIDER),
            Evidence(Cause.CLIENT_SETTINGS, WEAK - 0.1, Who.USER),
            evidence=evidence,
            port=main.port,
        )


def _incoming(main: ServerFacts, protocol: str) -> Found:
    return found(
        "server.incoming",
        Step.SETTINGS,
        Verdict.PROBLEM,
        Who.USER,
        Evidence(Cause.CLIENT_SETTINGS, CERTAIN, Who.USER),
        evidence=_where(main),
        protocol=protocol,
        port=main.port,
    )


def _wrong_protection(main: ServerFacts) -> Found:
    """Port and protection do not fit together (D42)."""
    right = main.speaks or (
        Security.TLS if main.security is Security.STARTTLS else Security.STARTTLS
    )
    return found(
        "server.wrong_protection",
        Step.SETTINGS,
        Verdict.PROBLEM,
        Who.USER,
        Evidence(Cause.CLIENT_SETTINGS, CERTAIN, Who.USER),
        evidence={**_where(main), "speaks": right.value},
        port=main.port,
        given=_spoken(main.security),
        right=_spoken(right),
    )


def _complete(main: ServerFacts) -> Iterator[Found]:
    evidence = {**_where(main), "replies": "\n".join(reply.text for reply in main.replies)}
    greeting = main.greeting_seconds or 0.0
    if greeting >= SLOW_GREETING_SECONDS:
        yield found(
            "server.slow_greeting",
            Step.SETTINGS,
            Verdict.FINE,
            None,
            evidence={**evidence, "greeting after": f"{greeting:.1f} s"},
            count=round(greeting),
        )
    through = any(reply.stage is Stage.RCPT and reply.code < 300 for reply in main.replies)
    yield found(
        "server.accepts_mail" if through else "server.answers",
        Step.SETTINGS,
        Verdict.FINE,
        None,
        evidence=evidence,
    )


def _families(case: Case) -> Iterator[Found]:
    other = case.facts("other_family", ServerFacts)
    if other is None or other.ending is not Ending.NO_CONNECTION:
        return
    if not conversation_complete(case):
        return
    broken = "IPv6" if ":" in other.address else "IPv4"
    yield found(
        "connection.family_broken",
        Step.CONNECTION,
        Verdict.ATTENTION,
        Who.USER,
        evidence={"address": other.address, "result": other.connect.result.value},
        family=broken,
    )


def _ports(case: Case) -> Iterator[Found]:
    """The other ports in one line; port 25 being closed is normal and not mentioned as a fault."""
    others = case.facts("other_ports", OtherPortsFacts)
    if others is None or not others.conversations:
        return
    evidence = {f"port {one.port}": one.connect.result.value for one in others.conversations}
    yield found(
        "server.other_ports",
        Step.SETTINGS,
        Verdict.FINE,
        None,
        evidence=evidence,
        ports=", ".join(map(str, open_ports(case))) or "–",
    )
