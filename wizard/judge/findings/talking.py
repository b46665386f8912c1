"""Step 3: the conversation with the account's server, where no words of refusal ended it."""

from collections.abc import Iterator

from wizard.facts.network import ConnectResult
from wizard.facts.server import Ending, OtherPortsFacts, ServerFacts, TlsFailure
from wizard.judge.case import Case
from wizard.judge.evidence import Found, Share, likely
from wizard.judge.findings.making import found, whole
from wizard.judge.findings.reached import (
    SPOKEN,
    conversation_complete,
    healthy_ports,
    internet_works,
    main_conversation,
    open_ports,
    other_conversations,
    refused_conversation,
    through_vpn,
    working_ports,
)
from wizard.judge.findings.reaching import other_port_works, where
from wizard.judge.findings.wrong_service import (
    INCOMING_PORTS,
    incoming,
    mismatch,
    not_smtp,
    wrong_protection,
)
from wizard.judge.thresholds import SLOW_GREETING_SECONDS
from wizard.judge.waiting import wait_by_cause
from wizard.vocabulary import Cause, Security, Stage, Step, Verdict, Who

# The ports that are right by RFC 8314: when one is silent, it is not the setting that is wrong.
_FOR_SENDING = (465, 587)
_BEFORE_ANY_WORD = (Stage.CONNECT, Stage.GREETING, Stage.TLS)
# 'No route' at once is a computer without that kind of address: programs do not even try it.
_LEADS_NOWHERE = (
    ConnectResult.TIMED_OUT,
    ConnectResult.REFUSED,
    ConnectResult.RESET,
    ConnectResult.FORBIDDEN,
    ConnectResult.UNREACHABLE,
)
_BUSY = wait_by_cause(Cause.SERVER_OVERLOAD)


def findings(case: Case) -> Iterator[Found]:
    """How the conversation ended, and what the server's other ports did."""
    main = main_conversation(case)
    if main is not None:
        yield from _ending(case, main)
    yield from _families(case)
    yield from _ports(case)


def _ending(case: Case, main: ServerFacts) -> Iterator[Found]:
    if main.large_packets is False:
        yield _large_packets_lost(case, main)
        return
    if main.ending is not Ending.COMPLETE and refused_conversation(case) is not None:
        return
    match main.ending:
        case Ending.SILENCE:
            yield _silence(case, main)
        case Ending.CLOSED | Ending.RESET:
            yield _broken_off(case, main)
        case Ending.NOT_SMTP | Ending.TOO_LONG:
            yield not_smtp(main)
        case Ending.TLS_FAILED if is_mismatch(main):
            yield mismatch(main)
        case Ending.TLS_FAILED if is_wordless(main):
            yield _silence(case, main)
        case Ending.COMPLETE:
            yield from _complete(main)
        case _:
            pass


def is_mismatch(main: ServerFacts) -> bool:
    """Whether TLS failed because the port speaks something else from the start (D42)."""
    not_tls = main.tls is not None and main.tls.failure is TlsFailure.NOT_TLS
    return not_tls and main.security is Security.TLS and main.speaks is not Security.NONE


def is_wordless(main: ServerFacts) -> bool:
    """Whether a TLS port said nothing at all: the silence of an exhausted server."""
    silent = main.tls is not None and main.tls.failure is TlsFailure.SILENCE
    return silent and main.security is Security.TLS and not main.replies


def _silence(case: Case, main: ServerFacts) -> Found:
    evidence = where(main)
    if main.waited_seconds is not None:
        evidence["waited"] = f"{main.waited_seconds:.0f} s"
    if main.speaks in (Security.TLS, Security.STARTTLS) and main.speaks is not main.security:
        return wrong_protection(main)
    if main.port in INCOMING_PORTS:
        return incoming(main, INCOMING_PORTS[main.port])
    working = working_ports(case)
    early = main.stage in _BEFORE_ANY_WORD
    if working and early:
        return _other_port(main, working[0], evidence)
    if not early:
        return found(
            "server.went_silent",
            Step.WAIT,
            Verdict.PROBLEM,
            Who.WAIT,
            *likely(
                Share(Cause.SERVER_OVERLOAD, 0.48, Who.WAIT, _BUSY),
                Share(Cause.NETWORK, 0.4, Who.USER),
            ),
            evidence={**evidence, "stage": main.stage.value},
        )
    # Exhausted servers accept the call and have nobody to answer it (D2). With other ports as
    # silent and the internet fine, little else explains it.
    alike = bool(open_ports(case))
    share = 0.78 if alike and internet_works(case) else 0.6 if internet_works(case) else 0.5
    return found(
        "server.silent",
        Step.WAIT,
        Verdict.COULD_NOT_CHECK,
        Who.WAIT,
        *likely(
            Share(Cause.SERVER_OVERLOAD, share, Who.WAIT, _BUSY),
            Share(Cause.NETWORK, (1 - share) * 0.6, Who.USER),
        ),
        evidence={**evidence, "open": ", ".join(map(str, open_ports(case)))},
    )


def _other_port(main: ServerFacts, better: ServerFacts, evidence: dict[str, str]) -> Found:
    """No word at this port, a whole conversation at another one."""
    if main.port not in _FOR_SENDING:
        return other_port_works(main, better, evidence)
    return found(
        "server.port_out_of_order",
        Step.SETTINGS,
        Verdict.PROBLEM,
        Who.USER,
        *likely(
            Share(Cause.SERVER_OVERLOAD, 0.6, Who.USER, _BUSY),
            Share(Cause.CLIENT_SETTINGS, 0.27, Who.USER),
        ),
        evidence={**evidence, "works": f"{better.port} {SPOKEN[better.security]}"},
        port=main.port,
        better_port=better.port,
        better_security=SPOKEN[better.security],
    )


def _broken_off(case: Case, main: ServerFacts) -> Found:
    evidence = {**where(main), "ended": main.ending.value, "stage": main.stage.value}
    working = working_ports(case)
    early = main.stage in _BEFORE_ANY_WORD
    if working and early:
        return _other_port(main, working[0], evidence)
    if main.stage in (Stage.CONNECT, Stage.GREETING) and not main.replies:
        return _hangs_up(case, main, evidence)
    healthy = healthy_ports(case)
    if healthy and main.tls is not None and main.tls.trusted:
        # As far as sign-ins are offered, it breaks; where servers talk to servers, it does not.
        return _sign_in_service_down(main, healthy[0], evidence)
    reset = main.ending is Ending.RESET
    return found(
        "server.broken_off",
        Step.CONNECTION,
        Verdict.PROBLEM,
        Who.USER,
        *likely(
            Share(Cause.NETWORK, 0.75 if reset else 0.6, Who.USER),
            Share(Cause.SERVER_OVERLOAD, 0.1 if reset else 0.25, Who.PROVIDER, _BUSY),
        ),
        evidence=evidence,
    )


def _only_where_one_signs_in(case: Case, main: ServerFacts) -> bool:
    """Hung up on the first word under protection, while port 25, without sign-in, talks on.

    Postfix asks its sign-in service for the methods there: one that is dead ends the process.
    """
    protected = main.tls is not None and main.tls.trusted
    relaying = (o for o in other_conversations(case) if o.port == 25)
    return (
        protected
        and main.stage is Stage.EHLO
        and main.ending in (Ending.CLOSED, Ending.RESET)
        and any(o.ending is Ending.COMPLETE for o in relaying)
    )


def _hangs_up(case: Case, main: ServerFacts, evidence: dict[str, str]) -> Found:
    """A server whose sign-in service is dead hangs up before any word (D4, D5)."""
    spoke = [o for o in other_conversations(case) if o.replies]
    greeted = next((o for o in spoke if o.ending is Ending.COMPLETE), next(iter(spoke), None))
    if greeted is not None:
        return _sign_in_service_down(main, greeted, evidence)
    return found(
        "server.hangs_up",
        Step.WAIT,
        Verdict.COULD_NOT_CHECK,
        Who.WAIT,
        *likely(
            Share(Cause.SERVER_OVERLOAD, 0.5, Who.WAIT, _BUSY),
            Share(Cause.NETWORK, 0.22, Who.USER),
            Share(Cause.IP_BLOCKED, 0.12, Who.PROVIDER),
        ),
        evidence=evidence,
    )


def _sign_in_service_down(main: ServerFacts, other: ServerFacts, evidence: dict[str, str]) -> Found:
    return found(
        "server.sign_in_service_down",
        Step.PROVIDER,
        Verdict.PROBLEM,
        Who.PROVIDER,
        *likely(
            Share(Cause.SERVER_OVERLOAD, 0.78, Who.PROVIDER, _BUSY),
            Share(Cause.NETWORK, 0.12, Who.USER),
        ),
        evidence={**evidence, f"port {other.port}": other.replies[0].text},
        port=main.port,
        other_port=other.port,
    )


def _large_packets_lost(case: Case, main: ServerFacts) -> Found:
    """Short commands are answered, padded ones are not (D29)."""
    vpn = through_vpn(case)
    return found(
        "server.large_packets_lost",
        Step.CONNECTION,
        Verdict.PROBLEM,
        Who.USER,
        *likely(Share(Cause.NETWORK, 0.93, Who.USER)),
        evidence={**where(main), "vpn": vpn},
    )


def _complete(main: ServerFacts) -> Iterator[Found]:
    evidence = {
        **where(main),
        "replies": "\n".join(reply.text for reply in main.replies),
        "size limit": str(main.size_limit or ""),
    }
    greeting = main.greeting_seconds or 0.0
    if greeting >= SLOW_GREETING_SECONDS:
        yield found(
            "server.slow_greeting",
            Step.SETTINGS,
            Verdict.FINE,
            evidence={**where(main), "greeting after": f"{greeting:.1f} s"},
            count=whole(greeting),
        )
    if main.test_message_id:
        id_ = "server.took_test_message"
        evidence["message id"] = main.test_message_id
    elif any(reply.stage is Stage.RCPT and 200 <= reply.code < 300 for reply in main.replies):
        id_ = "server.accepts_mail"
    else:
        id_ = "server.answers"
    yield found(id_, Step.SETTINGS, Verdict.FINE, evidence=evidence)


def _families(case: Case) -> Iterator[Found]:
    """One of the two kinds of internet address leads nowhere, the other works (D18)."""
    main = main_conversation(case)
    if main is None or main.ending is not Ending.COMPLETE:
        return
    other = case.facts("other_family", ServerFacts)
    tried = [*main.attempts, *(other.attempts or (other.connect,) if other else ())]
    used_ipv6 = ":" in main.address
    failed = [
        a for a in tried if (":" in a.address) is not used_ipv6 and a.result in _LEADS_NOWHERE
    ]
    if not failed or (other is not None and other.connect.result is ConnectResult.CONNECTED):
        return
    yield found(
        "connection.family_broken",
        Step.CONNECTION,
        Verdict.ATTENTION,
        Who.USER,
        evidence={
            "tried": ", ".join(f"{a.address} {a.result.value}" for a in failed),
            "works": main.address,
        },
        family="IPv4" if used_ipv6 else "IPv6",
    )


def _ports(case: Case) -> Iterator[Found]:
    """The other ports in one line; port 25 being closed is normal and not called a fault."""
    others = case.facts("other_ports", OtherPortsFacts)
    tried = [
        one
        for one in (others.conversations if others else ())
        if one.connect.result is not ConnectResult.NOT_TRIED
    ]
    if not tried or not (conversation_complete(case) or open_ports(case)):
        return  # when nothing answers, the finding about that says so
    yield found(
        "server.other_ports",
        Step.SETTINGS,
        Verdict.FINE,
        evidence={f"port {one.port}": one.connect.result.value for one in tried},
        ports=", ".join(map(str, open_ports(case))) or "–",
    )
