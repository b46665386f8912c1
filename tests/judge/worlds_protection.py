"""Worlds of the protected connection, and of error texts older than the check."""

from tests.judge import cases as c
from tests.judge.world import OFFLINE, P, Q, World, home
from wizard.facts.names import NameResult
from wizard.facts.server import CertificateProblem, Ending, TlsFailure
from wizard.vocabulary import Cause, Security, Stage, Who

_BOUNCE = (
    "Final-Recipient: rfc822; bob@remote.test\nAction: delayed\n"
    "Remote-MTA: dns; mx.remote.test\n"
    "Diagnostic-Code: smtp; 421 4.3.2 System busy, try again later"
)


PROTECTION = (
    World("D29 large packets lost", home(
          c.talk(large_packets=False),
          pasted=f"421 4.4.2 {c.HOST} Error: timeout exceeded"),
          Cause.NETWORK, P, "server.large_packets_lost", at_least=0.85),
    World("D33 antivirus in the way", home(c.certificate(
          CertificateProblem.UNKNOWN_ISSUER, intercepted_by="Avast")),
          Cause.TLS_PROBLEM, P, "protection.intercepted", Who.USER, at_least=0.85),
    World("D47 server too old", home(c.handshake(TlsFailure.OLD_VERSION)),
          Cause.TLS_PROBLEM, P, "protection.server_too_old", Who.PROVIDER, at_least=0.9),
    World("D48 expired", home(c.certificate(CertificateProblem.EXPIRED)),
          Cause.TLS_PROBLEM, P, "protection.expired", Who.PROVIDER, at_least=0.9),
    World("D49 clock years ahead", home(c.portal(clock_ahead=9.4e7),
                                        c.certificate(CertificateProblem.EXPIRED)),
          Cause.TLS_PROBLEM, P, "protection.clock_spoils", Who.USER, at_least=0.95),
    World("D49 clock years behind", home(c.portal(clock_ahead=-1.2e8),
                                         c.certificate(CertificateProblem.NOT_YET_VALID)),
          Cause.TLS_PROBLEM, P, "protection.clock_spoils", Who.USER, at_least=0.95),
    World("D50 another name", home(c.certificate(CertificateProblem.OTHER_NAME)),
          Cause.TLS_PROBLEM, P, "protection.other_name", Who.USER, at_least=0.9),
    World("D51 chain incomplete", home(c.certificate(CertificateProblem.INCOMPLETE_CHAIN)),
          Cause.TLS_PROBLEM, P, "protection.incomplete_chain", Who.PROVIDER, at_least=0.9),
    World("D51 self-signed", home(c.certificate(CertificateProblem.SELF_SIGNED)),
          Cause.TLS_PROBLEM, P, "protection.self_signed", at_least=0.9),
    World("D51 unknown issuer", home(c.certificate(CertificateProblem.UNKNOWN_ISSUER)),
          Cause.TLS_PROBLEM, P, "protection.unknown_issuer", at_least=0.9),
    World("no STARTTLS", home(c.ended(
          Ending.NO_STARTTLS, Stage.STARTTLS, starttls_offered=False)),
          Cause.TLS_PROBLEM, P, "protection.not_offered", at_most=0.8),
    World("no STARTTLS, 465 works", home(c.ended(
          Ending.NO_STARTTLS, Stage.STARTTLS, starttls_offered=False),
          c.ports(c.port_works(465))),
          Cause.TLS_PROBLEM, P, "protection.other_port"),
    World("handshake cut off", home(c.handshake(TlsFailure.CLOSED)),
          Cause.TLS_PROBLEM, P, "protection.broken_off", at_most=0.7),
    World("handshake fails", home(c.handshake(TlsFailure.OTHER)),
          Cause.TLS_PROBLEM, P, "protection.failed"),
)  # fmt: skip

OLDER_TEXT = (
    World("too many connections, and many are held here", home(c.connections(8),
          pasted="421 4.7.0 mail.example.test Error: too many connections from 198.51.100.10"),
          Cause.TOO_MANY_CONNECTIONS, P, "error.says", at_least=0.6, at_most=0.9),
    World("limit, pasted", home(pasted="550 5.4.5 Daily user sending limit exceeded"),
          Cause.RATE_LIMIT, P, "error.says", at_least=0.6, at_most=0.9),
    World("wrong password, pasted, not tested", home(
          c.without_password(), pasted="535 5.7.8 Error: authentication failed"),
          Cause.AUTH_FAILED, P, "error.says", at_most=0.9),
    World("program too old, pasted", home(
          pasted="535 5.7.139 Authentication unsuccessful, basic authentication is disabled."),
          Cause.OUTDATED_CLIENT, P, "error.says", at_most=0.9),
    World("blocked elsewhere, pasted", home(
          pasted="554 5.7.1 Service unavailable; Client host [198.51.100.10] blocked using "
          "bl.example.test"),
          Cause.IP_BLOCKED, P, "error.says", at_most=0.9),
    World("D57 other settings in the program", home(
          c.programs(c.saved(port=25, security=Security.NONE)),
          pasted="550 5.7.1 Relaying denied, authentication required"),
          Cause.CLIENT_SETTINGS, P, "settings.program_differs", at_least=0.8),
    World("D59 bounce", home(pasted=_BOUNCE), Cause.SERVER_OVERLOAD, P, "error.bounced", Who.WAIT),
    World("text and server agree", home(
          c.greeting_421("4.3.2 No system resources"), pasted="421 4.3.2 No system resources"),
          Cause.SERVER_OVERLOAD, P, "server.refused", at_least=0.95),
    World("text and server disagree: the live word leads", home(
          c.refused(Stage.AUTH, "535 5.7.8 Error: authentication failed"),
          pasted="421 4.7.0 Error: too many connections from 198.51.100.10"),
          Cause.AUTH_FAILED, P, "server.refused", at_least=0.85),
    World("text from before the cable was pulled", home(
          c.link(addresses=(), gateway=None), *OFFLINE, c.no_name(NameResult.NO_ANSWER),
          pasted="421 4.7.0 Error: too many connections from 198.51.100.10"),
          Cause.NETWORK, Q, "connection.no_link", at_least=0.8),
    World("text, and the server is silent now", home(
          c.ended(Ending.SILENCE, Stage.GREETING), pasted="421 4.3.2 No system resources"),
          Cause.SERVER_OVERLOAD, P, at_least=0.9),
    World("D25 wrong passwords before, a pause now", home(
          c.refused(Stage.AUTH, "454 4.7.0 Too many login attempts, please try again later."),
          pasted="535 5.7.8 Username and Password not accepted"),
          Cause.AUTH_FAILED, P, "sign_in.wait_after_wrong_passwords"),
    World("D54 lost in the middle, on a lossy line", home(
          c.line(lost=7), pasted="The connection to mail.example.test was lost in the middle of "
          "the transaction."),
          Cause.NETWORK, P, "connection.line_bad"),
    World("D54 time-out on a lossy line", home(
          c.line(lost=7), pasted=f"421 4.4.2 {c.HOST} Error: timeout exceeded"),
          Cause.NETWORK, P, "connection.line_bad"),
    World("the server cannot reach its own relay", home(c.refused(
          Stage.MAIL, "421 4.4.0 mail.example.test Failed to connect to relay server (connect)")),
          Cause.SERVER_OVERLOAD, P, "server.refused", Who.PROVIDER),
    World("own mailbox full", home(c.refused(Stage.RCPT, "552 5.2.2 Mailbox full")),
          Cause.MAILBOX_OR_CONTENT, P, "server.refused", Who.USER),
    World("only a text", lambda: c.case(pasted="452 4.2.2 Mailbox full"),
          Cause.MAILBOX_OR_CONTENT, P, "error.says"),
)  # fmt: skip
