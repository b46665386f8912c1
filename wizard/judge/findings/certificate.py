"""The server's certificate, and this computer's clock, which comes first: a wrong clock makes
good certificates look expired or not yet valid."""

import math
from collections.abc import Iterator

from wizard.facts.network import InternetFacts, PortalFacts
from wizard.facts.server import Certificate, CertificateProblem, ServerFacts, TlsFacts
from wizard.judge.case import Case
from wizard.judge.evidence import Found, Share, likely
from wizard.judge.findings.making import found
from wizard.judge.findings.reached import main_conversation
from wizard.judge.findings.reaching import where
from wizard.judge.thresholds import CLOCK_FELT_SECONDS, CLOCK_SPOILS_SECONDS
from wizard.vocabulary import Cause, Step, Verdict, Who

_ABOUT_TIME = (CertificateProblem.EXPIRED, CertificateProblem.NOT_YET_VALID)
# Who can mend it. A name that does not fit is a name that the person can change; the rest of what
# a person would have to accept blindly goes to whoever runs the server.
_WHO = {
    CertificateProblem.EXPIRED: Who.PROVIDER,
    CertificateProblem.NOT_YET_VALID: Who.PROVIDER,
    CertificateProblem.OTHER_NAME: Who.USER,
    CertificateProblem.SELF_SIGNED: Who.PROVIDER,
    CertificateProblem.UNKNOWN_ISSUER: Who.ADMIN,
    CertificateProblem.INCOMPLETE_CHAIN: Who.PROVIDER,
    CertificateProblem.WEAK: Who.PROVIDER,
    CertificateProblem.OTHER: Who.PROVIDER,
}


def clock_ahead(case: Case) -> float | None:
    """Seconds by which this computer's clock is ahead; None when no other clock was seen."""
    portal = case.facts("portal", PortalFacts)
    ahead = portal.clock_ahead_seconds if portal else None
    return ahead if ahead is not None and math.isfinite(ahead) else None


def clock(case: Case) -> Iterator[Found]:
    """A clock that spoils certificates is the cause (D49); one that is a little off is a note."""
    ahead = clock_ahead(case)
    if ahead is None:
        return
    if abs(ahead) < CLOCK_FELT_SECONDS:
        yield found(
            "protection.clock_fine",
            Step.CONNECTION,
            Verdict.FINE,
            evidence={"clock": f"{ahead:+.0f} s"},
        )
        return
    main = main_conversation(case)
    problem = main.tls.problem if main and main.tls else None
    spoils = abs(ahead) >= CLOCK_SPOILS_SECONDS and problem in _ABOUT_TIME
    yield found(
        "protection.clock_spoils" if spoils else "protection.clock",
        Step.CONNECTION,
        Verdict.PROBLEM if spoils else Verdict.ATTENTION,
        Who.USER,
        *(likely(Share(Cause.TLS_PROBLEM, 0.97, Who.USER)) if spoils else ()),
        evidence={"clock": f"{ahead:+.0f} s"},
    )


def described(tls: TlsFacts) -> dict[str, str]:
    """A handshake and a certificate, as a supporter reads them."""
    evidence = {"TLS": " ".join(part for part in (tls.version, tls.cipher) if part)}
    if tls.failure is not None:
        evidence["failure"] = tls.failure.value
    if tls.certificate:
        evidence["certificate for"] = ", ".join(tls.certificate.names[:8])
        evidence["issued by"] = issuer(tls.certificate)
        evidence["valid"] = f"{tls.certificate.not_before} – {tls.certificate.not_after}"
    evidence["detail"] = tls.detail
    return evidence


def issuer(certificate: Certificate) -> str:
    """Who vouches for the certificate."""
    parts = (certificate.issuer, certificate.issuer_organisation)
    return ", ".join(dict.fromkeys(part for part in parts if part))


def accepted(tls: TlsFacts) -> Found:
    """In order; with a word when security software reads along (its certificate was accepted)."""
    if tls.intercepted_by:
        return found(
            "protection.intercepted_quietly",
            Step.CONNECTION,
            Verdict.ATTENTION,
            Who.USER,
            evidence=described(tls),
            software=tls.intercepted_by,
        )
    return found("protection.fine", Step.SETTINGS, Verdict.FINE, evidence=described(tls))


def refused(case: Case, main: ServerFacts, tls: TlsFacts) -> Found:
    """Why the certificate was not accepted, and who can mend that (D33, D48 to D51)."""
    problem = tls.problem or CertificateProblem.OTHER
    evidence = {**where(main), **described(tls)}
    if tls.intercepted_by:
        return found(
            "protection.intercepted",
            Step.CONNECTION,
            Verdict.PROBLEM,
            Who.USER,
            *likely(Share(Cause.TLS_PROBLEM, 0.9, Who.USER), Share(Cause.NETWORK, 0.07, Who.USER)),
            evidence=evidence,
            software=tls.intercepted_by,
        )
    internet = case.facts("internet", InternetFacts)
    if internet is not None and internet.canary_answered:
        # Whoever answers for addresses that nobody has also answered for this server (D35).
        return found(
            "protection.diverted",
            Step.CONNECTION,
            Verdict.PROBLEM,
            Who.ADMIN,
            *likely(
                Share(Cause.NETWORK, 0.62, Who.ADMIN), Share(Cause.TLS_PROBLEM, 0.33, Who.ADMIN)
            ),
            evidence=evidence,
            host=main.host,
        )
    who = _WHO[problem]
    sure = problem is not CertificateProblem.OTHER and not _clock_doubtful(case, problem)
    return found(
        f"protection.{problem.value}",
        Step.SETTINGS,
        Verdict.PROBLEM,
        who,
        *likely(Share(Cause.TLS_PROBLEM, 0.95 if sure else 0.85, who)),
        evidence=evidence,
        host=main.host,
        names=_names(tls.certificate),
        until=tls.certificate.not_after[:10] if tls.certificate else "",
    )


def _clock_doubtful(case: Case, problem: CertificateProblem) -> bool:
    """Without another clock to compare with, 'not yet valid' may be this computer's own."""
    return problem is CertificateProblem.NOT_YET_VALID and clock_ahead(case) is None


def _names(certificate: Certificate | None) -> str:
    if certificate is None or not certificate.names:
        return "–"
    return ", ".join(certificate.names[:3])
