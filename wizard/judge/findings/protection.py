"""Step 3: the protected connection. Handshakes that failed, protection that was taken away."""

from collections.abc import Iterator

from wizard.facts.server import Ending, ServerFacts, TlsFacts, TlsFailure
from wizard.judge.case import Case
from wizard.judge.evidence import Found, Share, likely
from wizard.judge.findings import certificate
from wizard.judge.findings.making import found
from wizard.judge.findings.reached import SPOKEN, main_conversation, working_ports
from wizard.judge.findings.reaching import where
from wizard.judge.findings.talking import is_mismatch, is_wordless
from wizard.vocabulary import Cause, Security, Step, Verdict, Who


def findings(case: Case) -> Iterator[Found]:
    """The clock, the handshake, the certificate, and protection that is missing."""
    yield from certificate.clock(case)
    main = main_conversation(case)
    if main is None or is_mismatch(main) or is_wordless(main):
        return
    if main.ending is Ending.NO_STARTTLS or main.speaks is Security.NONE:
        yield _not_offered(case, main)
        return
    tls = main.tls
    if tls is None:
        if main.ending is Ending.COMPLETE and main.security is Security.NONE:
            yield _unprotected(main)
    elif tls.problem is not None:
        yield certificate.refused(case, main, tls)
    elif tls.failure is not None:
        yield _handshake(case, main, tls)
    elif tls.trusted:
        yield certificate.accepted(tls)
    if main.masked_greeting and main.ending is Ending.COMPLETE:
        yield found(
            "protection.masked",
            Step.CONNECTION,
            Verdict.ATTENTION,
            Who.ADMIN,
            evidence={"greeting": main.replies[0].text if main.replies else ""},
        )


def _unprotected(main: ServerFacts) -> Found:
    """Set to no protection: it works here, and everybody on the way reads along."""
    return found(
        "protection.none",
        Step.SETTINGS,
        Verdict.ATTENTION,
        Who.USER,
        evidence={**where(main), "offered": ", ".join(main.capabilities)},
        port=main.port,
    )


def _handshake(case: Case, main: ServerFacts, tls: TlsFacts) -> Found:
    evidence = {**where(main), **certificate.described(tls)}
    if tls.failure is TlsFailure.OLD_VERSION:
        return found(
            "protection.server_too_old",
            Step.SETTINGS,
            Verdict.PROBLEM,
            Who.PROVIDER,
            *likely(Share(Cause.TLS_PROBLEM, 0.92, Who.PROVIDER)),
            evidence=evidence,
        )
    working = working_ports(case)
    if working:
        return _other_port(main, working[0], evidence)
    cut_off = tls.failure in (TlsFailure.CLOSED, TlsFailure.SILENCE)
    if cut_off:
        return found(
            "protection.broken_off",
            Step.SETTINGS,
            Verdict.PROBLEM if main.replies else Verdict.COULD_NOT_CHECK,
            Who.USER,
            *likely(
                Share(Cause.TLS_PROBLEM, 0.5, Who.PROVIDER),
                Share(Cause.NETWORK, 0.3, Who.USER),
                Share(Cause.SERVER_OVERLOAD, 0.1, Who.PROVIDER),
            ),
            evidence=evidence,
        )
    return found(
        "protection.failed",
        Step.SETTINGS,
        Verdict.PROBLEM,
        Who.PROVIDER,
        *likely(
            Share(Cause.TLS_PROBLEM, 0.78, Who.PROVIDER),
            Share(Cause.NETWORK, 0.1, Who.USER),
        ),
        evidence=evidence,
    )


def _not_offered(case: Case, main: ServerFacts) -> Found:
    """STARTTLS is missing: a firewall removes it (D34), or port or server is a wrong one."""
    evidence = {
        **where(main),
        "offered": ", ".join(main.capabilities),
        "greeting": main.replies[0].text if main.replies else "",
    }
    working = working_ports(case)
    if main.masked_greeting:
        return found(
            "protection.stripped",
            Step.CONNECTION,
            Verdict.PROBLEM,
            Who.ADMIN,
            *likely(
                Share(Cause.NETWORK, 0.9, Who.ADMIN), Share(Cause.TLS_PROBLEM, 0.06, Who.ADMIN)
            ),
            evidence=evidence,
        )
    if working:
        return _other_port(main, working[0], evidence)
    return found(
        "protection.not_offered",
        Step.SETTINGS,
        Verdict.PROBLEM,
        Who.USER,
        *likely(
            Share(Cause.TLS_PROBLEM, 0.6, Who.USER),
            Share(Cause.CLIENT_SETTINGS, 0.2, Who.USER),
            Share(Cause.NETWORK, 0.1, Who.ADMIN),
        ),
        evidence=evidence,
        port=main.port,
    )


def _other_port(main: ServerFacts, better: ServerFacts, evidence: dict[str, str]) -> Found:
    return found(
        "protection.other_port",
        Step.SETTINGS,
        Verdict.PROBLEM,
        Who.USER,
        *likely(
            Share(Cause.TLS_PROBLEM, 0.66, Who.USER),
            Share(Cause.CLIENT_SETTINGS, 0.26, Who.USER),
        ),
        evidence={**evidence, "works": f"{better.port} {SPOKEN[better.security]}"},
        port=main.port,
        better_port=better.port,
        better_security=SPOKEN[better.security],
    )
