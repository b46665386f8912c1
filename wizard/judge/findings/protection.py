"""Step 3: the protected connection and the server's certificate. A wrong clock comes first."""

from collections.abc import Iterator

from wizard.facts.network import PortalFacts
from wizard.facts.server import CertificateProblem, Ending, ServerFacts, TlsFacts, TlsFailure
from wizard.judge.case import Case
from wizard.judge.evidence import CERTAIN, FAIR, GOOD, STRONG, WEAK, Evidence, Found
from wizard.judge.findings.making import found
from wizard.judge.findings.reached import working_ports
from wizard.vocabulary import Cause, Security, Step, Verdict, Who

# Certificates are valid for weeks, so a clock that is a day off can spoil them; five minutes are
# worth a word because sign-in tokens mind.
CLOCK_SPOILS_SECONDS = 86_400
CLOCK_FELT_SECONDS = 300

_PROBLEM_OF_TIME = (CertificateProblem.EXPIRED, CertificateProblem.NOT_YET_VALID)
_PROVIDERS_FAULT = (
    CertificateProblem.EXPIRED,
    CertificateProblem.INCOMPLETE_CHAIN,
    CertificateProblem.WEAK,
)


def findings(case: Case) -> Iterator[Found]:
    """The clock, the handshake, the certificate."""
    yield from _clock(case)
    main = case.facts("account_server", ServerFacts)
    if main is None:
        return
    if main.ending is Ending.NO_STARTTLS:
        yield _no_starttls(case, main)
    tls = main.tls
    if tls is None:
        if main.ending is Ending.COMPLETE and main.security is Security.NONE:
            yield found(
                "protection.none", Step.SETTINGS, Verdict.ATTENTION, Who.USER, port=main.port
            )
        return
    if tls.problem is not None:
        yield _certificate(case, main, tls)
    elif tls.failure is not None and tls.failure is not TlsFailure.NOT_TLS:
        yield _handshake(main, tls)
    elif tls.trusted:
        yield _fine(tls)


def clock_ahead(case: Case) -> float | None:
    """Seconds by which this computer's clock is ahead; None when no other clock was seen."""
    portal = case.facts("portal", PortalFacts)
    return portal.clock_ahead_seconds if portal else None


def _clock(case: Case) -> Iterator[Found]:
    ahead = clock_ahead(case)
    if ahead is None or abs(ahead) < CLOCK_FELT_SECONDS:
        return
    main = case.facts("account_server", ServerFacts)
    spoils = (
        abs(ahead) >= CLOCK_SPOILS_SECONDS
        and main is not None
        and main.tls is not None
        and main.tls.problem in _PROBLEM_OF_TIME
    )
    yield found(
        "protection.clock",
        Step.CONNECTION,
        Verdict.PROBLEM if spoils else Verdict.ATTENTION,
        Who.USER,
        *((Evidence(Cause.TLS_PROBLEM, CERTAIN, Who.USER),) if spoils else ()),
        evidence={"clock": f"{ahead:+.0f} s"},
    )


def _described(tls: TlsFacts) -> dict[str, str]:
    evidence = {"TLS": " ".join(part for part in (tls.version, tls.cipher) if part)}
    if tls.certificate:
        evidence["certificate for"] = ", ".join(tls.certificate.names[:8])
        evidence["issued by"] = tls.certificate.issuer
        evidence["valid"] = f"{tls.certificate.not_before} – {tls.certificate.not_after}"
    if tls.detail:
        evidence["detail"] = tls.detail
    return {key: value for key, value in evidence.items() if value}


def _fine(tls: TlsFacts) -> Found:
    if tls.intercepted_by:
        return found(
            "protection.intercepted_quietly",
            Step.CONNECTION,
            Verdict.ATTENTION,
            Who.USER,
            evidence=_described(tls),
            software=tls.intercepted_by,
        )
    return found("protection.fine", Step.SETTINGS, Verdict.FINE, None, evidence=_described(tls))


def _certificate(case: Case, main: ServerFacts, tls: TlsFacts) -> Found:
    problem = tls.problem or CertificateProblem.OTHER
    if tls.intercepted_by:
        return found(
            "protection.intercepted",
            Step.CONNECTION,
            Verdict.PROBLEM,
            Who.USER,
            Evidence(Cause.TLS_PROBLEM, STRONG, Who.USER),
            Evidence(Cause.NETWORK, WEAK, Who.USER),
            evidence=_described(tls),
            software=tls.intercepted_by,
        )
    ahead = clock_ahead(case)
    clock_wrong = ahead is not None and abs(ahead) >= CLOCK_SPOILS_SECONDS
    who = Who.PROVIDER if problem in _PROVIDERS_FAULT else Who.USER
    if problem is CertificateProblem.OTHER_NAME and tls.certificate:
        names = ", ".join(tls.certificate.names[:3])
    else:
        names = ""
    weight = GOOD if problem is CertificateProblem.OTHER else CERTAIN
    if clock_wrong and problem in _PROBLEM_OF_TIME:
        weight = FAIR
    return found(
        f"protection.{problem.value}",
        Step.SETTINGS,
        Verdict.PROBLEM,
        who,
        Evidence(Cause.TLS_PROBLEM, weight, who),
        evidence=_described(tls),
        host=main.host,
        names=names,
        until=tls.certificate.not_after[:10] if tls.certificate else "",
    )


def _handshake(main: ServerFacts, tls: TlsFacts) -> Found:
    evidence = {**_described(tls), "server": f"{main.host}:{main.port}"}
    if tls.failure is TlsFailure.OLD_VERSION:
        return found(
            "protection.server_too_old",
            Step.UPDATES,
            Verdict.PROBLEM,
            Who.PROVIDER,
            Evidence(Cause.TLS_PROBLEM, GOOD, Who.PROVIDER),
            evidence=evidence,
        )
    broken = tls.failure in (TlsFailure.CLOSED, TlsFailure.SILENCE)
    return found(
        "protection.broken_off" if broken else "protection.failed",
        Step.SETTINGS,
        Verdict.PROBLEM,
        Who.USER if broken else Who.PROVIDER,
        Evidence(Cause.TLS_PROBLEM, FAIR, Who.PROVIDER),
        Evidence(Cause.NETWORK, WEAK if broken else 0.05, Who.USER),
        evidence=evidence,
    )


def _no_starttls(case: Case, main: ServerFacts) -> Found:
    """STARTTLS is missing: a firewall removes it, or the port or the server is a wrong one."""
    evidence = {
        "server": f"{main.host}:{main.port}",
        "offered": ", ".join(main.capabilities),
        "greeting": main.replies[0].text if main.replies else "",
    }
    if main.masked_greeting:
        return found(
            "protection.stripped",
            Step.CONNECTION,
            Verdict.PROBLEM,
            Who.ADMIN,
            Evidence(Cause.NETWORK, STRONG, Who.ADMIN),
            Evidence(Cause.TLS_PROBLEM, WEAK, Who.ADMIN),
            evidence=evidence,
        )
    better = working_ports(case)
    if better:
        return found(
            "protection.other_port",
            Step.SETTINGS,
            Verdict.PROBLEM,
            Who.USER,
            Evidence(Cause.CLIENT_SETTINGS, GOOD, Who.USER),
            Evidence(Cause.TLS_PROBLEM, WEAK, Who.PROVIDER),
            evidence=evidence,
            port=main.port,
            better_port=better[0].port,
        )
    return found(
        "protection.not_offered",
        Step.SETTINGS,
        Verdict.PROBLEM,
        Who.PROVIDER,
        Evidence(Cause.TLS_PROBLEM, FAIR, Who.PROVIDER),
        Evidence(Cause.CLIENT_SETTINGS, WEAK, Who.USER),
        evidence=evidence,
        port=main.port,
    )
