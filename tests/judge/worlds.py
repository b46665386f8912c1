"""What is known and what the right answer is: the decision table, world by world.

Each world names the row of the table (D1 to D60) or the label that it stands for, the case, and
what a careful supporter would say. Tests of causes, of calibration and of sentences all use it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from tests.judge import cases as c
from wizard.account import SignIn, Source
from wizard.facts.blocklists import ListingResult
from wizard.facts.computer import Support
from wizard.facts.names import NameResult
from wizard.facts.network import ConnectResult
from wizard.facts.server import CertificateProblem, Ending, SignInResult, TlsFacts, TlsFailure
from wizard.judge.case import Case
from wizard.observation import NotRun
from wizard.vocabulary import Cause, Security, Stage, Verdict, Who

P, A, F, Q = Verdict.PROBLEM, Verdict.ATTENTION, Verdict.FINE, Verdict.COULD_NOT_CHECK
OUTSIDE = ("internet", "portal", "resolver", "line", "control", "public_address", "blocklists")


@dataclass(frozen=True, slots=True)
class World:
    """One world. `finding` must be among the findings, with any verdict but 'not checked'."""

    name: str
    case: Callable[[], Case]
    cause: Cause
    verdict: Verdict = P
    finding: str = ""
    who: Who | None = None
    at_least: float = 0.0  # the confidence that the evidence deserves
    at_most: float = 1.0
    decides: str = ""


def home(*parts: object, **more: object) -> Callable[[], Case]:
    """A healthy home, except for these parts."""
    return lambda: c.case(c.healthy(), *parts, **more)  # type: ignore[arg-type]


_OFFLINE = (
    c.internet(ipv4=False, canary=False),
    c.portal(expected=(None, None), clock_ahead=None),
    c.resolver(NameResult.NO_ANSWER),
    c.line(lost=20),
    c.public_address(known=False),
)
_GMAIL = c.at("anna@gmail.com", "smtp.gmail.com", sign_in=SignIn.APP_PASSWORD)
_BOUNCE = (
    "Final-Recipient: rfc822; bob@remote.test\nAction: delayed\n"
    "Remote-MTA: dns; mx.remote.test\n"
    "Diagnostic-Code: smtp; 421 4.3.2 System busy, try again later"
)

REFUSED_IN_WORDS = (
    World("D1 ports busy", home(c.greeting_421("4.3.2 All server ports are busy")),
          Cause.SERVER_OVERLOAD, who=Who.WAIT, at_least=0.9),
    World("D1 load", home(c.greeting_421(f"{c.HOST}: Too much load; please try again later")),
          Cause.SERVER_OVERLOAD, at_least=0.85),
    World("D3 disk", home(c.refused(Stage.MAIL, "452 4.3.1 Insufficient system storage")),
          Cause.SERVER_OVERLOAD, who=Who.PROVIDER, at_least=0.9),
    World("D4 shutdown", home(c.greeting_421("4.3.2 Service shutting down")),
          Cause.MAINTENANCE_SHUTDOWN, at_least=0.85),
    World("D6 blocked at the greeting",
          home(c.refused(Stage.GREETING, "554 5.7.1 Client host [198.51.100.10] blocked using "
                         "bl.example.test; see https://bl.example.test/")),
          Cause.IP_BLOCKED, at_least=0.85),
    World("D7 infected device",
          home(c.refused(Stage.RCPT, "554 5.7.1 Service unavailable; Client host [198.51.100.10] "
                         "blocked using zen.spamhaus.org"),
               c.lists(c.listed("spamhaus-zen", "127.0.0.4"))),
          Cause.IP_BLOCKED, finding="blocklists.listed_device", at_least=0.9),
    World("D8 CSS",
          home(c.refused(Stage.RCPT, "554 5.7.1 Service unavailable; Client host [198.51.100.10] "
                         "blocked using zen.spamhaus.org"),
               c.lists(c.listed("spamhaus-zen", "127.0.0.3"))),
          Cause.IP_BLOCKED, finding="blocklists.listed_mail", at_least=0.9),
    World("D9 VPN",
          home(c.vpn(), c.refused(Stage.GREETING, "554 5.7.1 Client host [198.51.100.10] blocked "
                                  "using bl.example.test"),
               c.lists(c.listed("spamhaus-zen", "127.0.0.4"))),
          Cause.IP_BLOCKED, finding="blocklists.vpn_address", who=Who.USER, at_least=0.9),
    World("D11 neighbour",
          home(c.link(shared_address=True), c.refused(
              Stage.GREETING, "554 5.7.1 Client host [198.51.100.10] blocked using "
              "bl.example.test"),
              c.lists(c.listed("spamhaus-zen", "127.0.0.4"))),
          Cause.IP_BLOCKED, finding="blocklists.listed_shared", at_least=0.85),
    World("D13 port 25 from home",
          home(c.refused(Stage.RCPT, "554 5.7.1 Service unavailable; Client host [198.51.100.10] "
                         "blocked using zen.spamhaus.org; Listed PBL, see "
                         "https://www.spamhaus.org/query/ip/198.51.100.10", port=25),
               c.lists(c.listed("spamhaus-zen", "127.0.0.10"))),
          Cause.CLIENT_SETTINGS, finding="server.port_25_refused", who=Who.USER, at_least=0.6),
    World("D17 421 over IPv6 only",
          home(c.name(ipv6=True), c.other_family(
              until=Stage.GREETING, refusal="421 4.7.1 Client host rejected: cannot find your "
              "reverse hostname, [2001:db8:77::2]")),
          Cause.IP_BLOCKED, finding="server.one_family_refused", at_least=0.6),
    World("D17 rate of the IPv6 range", home(c.name(ipv6=True), c.other_family(
          until=Stage.GREETING, refusal="421 4.7.28 Our system has detected an unusual rate of "
          "unsolicited mail originating from your IP address")),
          Cause.IP_BLOCKED, finding="server.one_family_refused", at_least=0.8),
    World("D17 blocked over IPv6 only",
          home(c.name(ipv6=True), c.other_family(
              until=Stage.GREETING, refusal="550 5.7.1 Your address [2001:db8:77::2] is "
              "blacklisted, see https://bl.example.test/")),
          Cause.IP_BLOCKED, finding="server.one_family_refused", at_least=0.85),
    World("D19 many connections, mine",
          home(c.greeting_421("4.7.0 Error: too many connections from 198.51.100.10"),
               c.connections(6)),
          Cause.TOO_MANY_CONNECTIONS, finding="rate.connections_here", who=Who.USER, at_least=0.95),
    World("D19 bare 421 beside many connections",
          home(c.greeting_421("Try again later"), c.connections(6)),
          Cause.TOO_MANY_CONNECTIONS, finding="rate.connections_here", at_least=0.6),
    World("D20 many connections, not mine",
          home(c.greeting_421("4.7.0 Error: too many connections from 198.51.100.10")),
          Cause.TOO_MANY_CONNECTIONS, finding="rate.connections_elsewhere", at_least=0.9),
    World("D20 neighbours", home(c.link(shared_address=True), c.greeting_421(
          "Too many concurrent SMTP connections from this IP address; please try again later.")),
          Cause.TOO_MANY_CONNECTIONS, finding="rate.connections_of_neighbours"),
    World("D22 message rate", home(c.refused(Stage.MAIL, "450 4.7.1 Error: too much mail from "
                                             "198.51.100.10")),
          Cause.RATE_LIMIT, at_least=0.85),
    World("D23 recipients in an hour", home(c.refused(
          Stage.RCPT, "450 4.7.1 Error: too many recipients from 198.51.100.10")),
          Cause.RATE_LIMIT),
    World("D23 recipients", home(c.refused(Stage.RCPT, "452 4.5.3 Error: too many recipients")),
          Cause.RATE_LIMIT, at_least=0.8),
    World("D24 day's limit", home(c.refused(Stage.RCPT, "550 5.4.5 Daily user sending limit "
                                            "exceeded")),
          Cause.RATE_LIMIT, at_least=0.9),
    World("D25 too many sign-ins", home(c.refused(Stage.AUTH, "421 4.7.0 Too many login attempts, "
                                                  "please try again later")),
          Cause.RATE_LIMIT, finding="sign_in.wait_after_wrong_passwords"),
    World("D25 wrong password, slowly refused",
          home(c.refused(Stage.AUTH, "535 5.7.8 Authentication failed.", took=6.0)),
          Cause.AUTH_FAILED, finding="sign_in.refused_slowly"),
    World("D26 too many programs of one account", home(c.refused(
          Stage.AUTH, "421 4.7.0 Maximum number of connections from user+IP exceeded "
          "(mail_max_userip_connections=2)")),
          Cause.TOO_MANY_CONNECTIONS, finding="sign_in.accepted_too_often", at_least=0.8),
    World("D27 greylisting", home(c.refused(Stage.RCPT, "451 4.7.1 Greylisted for 60 seconds")),
          Cause.GREYLISTING, who=Who.WAIT, at_least=0.9),
    World("D43 sign-in off", home(c.refused(Stage.RCPT, "554 5.7.1 <anna@example.test>: Relay "
                                            "access denied", signed_in=False,
                                            sign_in=SignInResult.NOT_OFFERED)),
          Cause.CLIENT_SETTINGS, at_least=0.85),
    World("D43 a stranger at port 25",
          home(c.refused(Stage.RCPT, "554 5.7.1 <anna@example.test>: Recipient address rejected: "
                         "Access denied", signed_in=False, sign_in=SignInResult.NOT_OFFERED,
                         port=25)),
          Cause.CLIENT_SETTINGS, finding="sign_in.needed_first", at_least=0.6),
    World("D43 nobody signed in", home(c.refused(
          Stage.MAIL, "530 5.7.0 Authentication required", signed_in=False)),
          Cause.CLIENT_SETTINGS),
    World("D44 wrong password", home(c.refused(Stage.AUTH, "535 5.7.8 Error: authentication "
                                               "failed: (reason unavailable)")),
          Cause.AUTH_FAILED, who=Who.USER, at_least=0.9),
    World("D45 app password",
          home(c.refused(Stage.AUTH, "534 5.7.9 Application-specific password required.")),
          Cause.AUTH_FAILED, at_least=0.9),
    World("D45 known to want one",
          home(c.refused(Stage.AUTH, "535 5.7.8 Username and Password not accepted."),
               account=_GMAIL),
          Cause.AUTH_FAILED, finding="sign_in.provider_app_password", at_least=0.9),
    World("D46 password sign-in off", home(c.refused(
          Stage.AUTH, "535 5.7.139 Authentication unsuccessful, basic authentication is "
          "disabled.")),
          Cause.OUTDATED_CLIENT, at_least=0.9),
    World("D46 tokens only", home(c.Part("account_server", c.conversation(
          until=Stage.EHLO, sign_in_methods=("XOAUTH2", "OAUTHBEARER"),
          sign_in=SignInResult.NO_COMMON_METHOD))),
          Cause.OUTDATED_CLIENT, finding="sign_in.tokens_only", at_least=0.9),
    World("D52 too large", home(c.refused(Stage.MAIL, "552 5.3.4 Message size exceeds fixed "
                                          "limit")),
          Cause.MAILBOX_OR_CONTENT, at_least=0.85),
    World("D53 somebody else's address", home(c.refused(
          Stage.MAIL, "553 5.7.1 <anna@example.test>: Sender address rejected: not owned by user "
          "bob")),
          Cause.CLIENT_SETTINGS, at_least=0.9),
    World("D55 too many errors", home(pasted="421 4.7.0 mail.example.test Error: too many errors"),
          Cause.CLIENT_SETTINGS, at_most=0.85),
    World("D60 locked", home(c.refused(Stage.AUTH, "535 5.7.0 Your account has been suspended")),
          Cause.AUTH_FAILED),
    World("bare 421", home(c.greeting_421("Try again later")), Cause.UNKNOWN_GENERIC,
          who=Who.WAIT, at_most=0.85),
    World("421 and nothing", home(c.greeting_421("")), Cause.UNKNOWN_GENERIC, at_most=0.7),
    World("sender's domain", home(c.refused(
          Stage.MAIL, "421 4.7.26 This mail is unauthenticated: the sender's domain passed neither "
          "SPF nor DKIM")),
          Cause.SENDER_AUTH_DNS, at_least=0.85),
    World("time-out in the middle", home(c.refused(
          Stage.MAIL, f"421 4.4.2 {c.HOST} Error: timeout exceeded")),
          Cause.SESSION_TIMEOUT),
    World("TLS not available", home(c.refused(
          Stage.STARTTLS, "454 4.7.0 TLS not available due to local problem")),
          Cause.TLS_PROBLEM, at_least=0.8),
    World("refused at another port only", home(
          c.Part("account_server", c.no_connection(port=25)),
          c.ports(c.conversation(until=Stage.GREETING,
                                 refusal="421 4.7.0 Too many connections from 198.51.100.10"))),
          Cause.TOO_MANY_CONNECTIONS),
)  # fmt: skip

NO_WORD = (
    World("D2 silent everywhere", home(c.ended(Ending.SILENCE, Stage.GREETING),
                                       c.ports(c.port_open(465), c.port_open(25))),
          Cause.SERVER_OVERLOAD, Q, "server.silent", Who.WAIT, at_least=0.65, at_most=0.85),
    World("D2 silent with TLS", home(c.handshake(
          TlsFailure.SILENCE, replies=(), security=Security.TLS, port=465),
          c.ports(c.port_open(587))),
          Cause.SERVER_OVERLOAD, Q, "server.silent"),
    World("D2 one port silent", home(c.ended(Ending.SILENCE, Stage.GREETING),
                                     c.ports(c.port_works(465))),
          Cause.SERVER_OVERLOAD, P, "server.port_out_of_order", Who.USER, at_most=0.8),
    World("an odd port silent", home(c.ended(Ending.SILENCE, Stage.GREETING, port=26),
                                     c.ports(c.port_works(465))),
          Cause.CLIENT_SETTINGS, P, "server.port_closed"),
    World("D4 hangs up", home(c.ended(Ending.CLOSED, Stage.GREETING)),
          Cause.SERVER_OVERLOAD, Q, "server.hangs_up", at_most=0.7),
    World("D5 sign-in service down", home(
          c.ended(Ending.CLOSED, Stage.GREETING),
          c.ports(c.conversation(until=Stage.EHLO, port=25, signed_in=False))),
          Cause.SERVER_OVERLOAD, P, "server.sign_in_service_down", Who.PROVIDER, at_least=0.7),
    World("D5 breaks off where one signs in", home(
          c.ended(Ending.RESET, Stage.AUTH, stage=Stage.EHLO, tls=c.GOOD_TLS),
          c.ports(c.conversation(until=Stage.STARTTLS, port=25, signed_in=False))),
          Cause.SERVER_OVERLOAD, P, "server.sign_in_service_down"),
    World("D16 locked out after wrong passwords", home(
          c.unreached(), c.control(), pasted="535 5.7.8 Error: authentication failed"),
          Cause.IP_BLOCKED, P, "server.locked_out", at_least=0.5, at_most=0.85),
    World("D16 the same, and then a time-out", home(
          c.unreached(), c.control(),
          pasted="535 5.7.8 Error: authentication failed, then: The connection to the outgoing "
          "server mail.example.test timed out."),
          Cause.IP_BLOCKED, P, "server.locked_out"),
    World("locked out through a VPN", home(c.vpn(), c.unreached(), c.control()),
          Cause.IP_BLOCKED, P, "server.locked_out_vpn", at_most=0.7),
    World("only this server is silent", home(c.unreached(), c.control()),
          Cause.IP_BLOCKED, Q, "server.only_this_one_silent", at_most=0.6),
    World("D31 this network blocks one port", home(
          c.Part("account_server", c.no_connection()), c.ports(c.port_works(465)),
          c.control(answers=False)),
          Cause.NETWORK, P, "server.port_blocked_here", at_least=0.8),
    World("D16 refused by everything, known to be right", home(
          c.unreached(ConnectResult.REFUSED), c.control(),
          account=msgspec.structs.replace(
              c.ACCOUNT, sources={"host": Source.AUTOCONFIG, "port": Source.AUTOCONFIG})),
          Cause.SERVER_OVERLOAD, P, "server.down", Who.WAIT, at_least=0.6),
    World("mail service down", home(c.unreached(ConnectResult.REFUSED), c.control()),
          Cause.SERVER_OVERLOAD, P, "server.seems_down", at_most=0.7),
    World("not a mail server", home(
          c.Part("account_server", c.no_connection(ConnectResult.REFUSED, host="www.example.test")),
          c.control()),
          Cause.CLIENT_SETTINGS, P, "server.refuses_connections"),
    World("not the provider's server", home(
          c.unreached(), c.control(), account=c.at("anna@gmail.com", c.HOST)),
          Cause.CLIENT_SETTINGS, P, "server.not_the_providers"),
    World("D30 port 25 blocked", home(
          c.Part("account_server", c.no_connection(port=25)), c.ports(c.port_works(587))),
          Cause.CLIENT_SETTINGS, P, "server.port_25_blocked", at_least=0.9),
    World("wrong port", home(
          c.Part("account_server", c.no_connection(ConnectResult.REFUSED, 588)),
          c.ports(c.port_works(587))),
          Cause.CLIENT_SETTINGS, P, "server.port_closed", at_least=0.9),
    World("D31 network blocks mail", home(c.unreached(), c.control(answers=False)),
          Cause.NETWORK, P, "server.network_blocks_mail", at_least=0.9),
    World("D31 the router says no", home(c.unreached(ConnectResult.UNREACHABLE, sender=c.ROUTER)),
          Cause.NETWORK, P, "server.blocked_on_the_way", Who.ADMIN, at_least=0.9),
    World("D32 this computer says no", home(c.unreached(ConnectResult.REFUSED, sender=c.OWN)),
          Cause.NETWORK, P, "server.blocked_here", Who.USER, at_least=0.9),
    World("D32 forbidden", home(c.unreached(ConnectResult.FORBIDDEN)),
          Cause.NETWORK, P, "server.blocked_here", at_least=0.9),
    World("D34 masked, TLS taken away", home(c.ended(
          Ending.NO_STARTTLS, Stage.STARTTLS, masked_greeting=True, starttls_offered=False)),
          Cause.NETWORK, P, "protection.stripped", Who.ADMIN, at_least=0.8),
    World("D35 redirected", home(c.internet(canary=True),
                                 c.certificate(CertificateProblem.OTHER_NAME)),
          Cause.NETWORK, P, "protection.diverted", at_most=0.8),
    World("D36 portal", home(
          c.internet(ipv4=False), c.portal(expected=(False, False)),
          c.unreached(ConnectResult.REFUSED), c.control(answers=False)),
          Cause.NETWORK, P, "connection.portal", at_least=0.9),
    World("D36 portal with a certificate", home(
          c.internet(ipv4=False), c.portal(expected=(False, False)),
          c.ended(Ending.TLS_FAILED, Stage.TLS, security=Security.TLS, port=465, tls=TlsFacts(
              trusted=False, problem=CertificateProblem.OTHER_NAME,
              certificate=c.GOOD_CERTIFICATE))),
          Cause.NETWORK, P, "connection.portal", at_least=0.9),
    World("D37 no cable", home(c.link(addresses=(), gateway=None), *_OFFLINE,
                               c.no_name(NameResult.NO_ANSWER)),
          Cause.NETWORK, Q, "connection.no_link", Who.USER, at_least=0.9),
    World("D37 no route", home(c.link(gateway=None), *_OFFLINE, c.no_name(NameResult.NO_ANSWER)),
          Cause.NETWORK, Q, "connection.no_route", at_least=0.9),
    World("D37 no internet", home(*_OFFLINE, c.no_name(NameResult.NO_ANSWER)),
          Cause.NETWORK, Q, "connection.no_internet", at_least=0.9),
    World("D38 names not answered", home(c.resolver(NameResult.NO_ANSWER),
                                         c.no_name(NameResult.NO_ANSWER)),
          Cause.NETWORK, P, "connection.resolver_silent", at_least=0.9),
    World("D38 only over TCP", home(c.resolver(NameResult.NO_ANSWER, took_tcp=True),
                                    c.no_name(NameResult.NO_ANSWER)),
          Cause.NETWORK, P, "connection.resolver_only_tcp", at_least=0.9),
    World("D39 names filtered", home(
          c.resolver(server_result=NameResult.NO_SUCH_NAME, second_opinion=NameResult.FOUND),
          c.no_name()),
          Cause.NETWORK, P, "server.name_unanswered", at_least=0.8),
    World("D39 names invented", home(
          c.resolver(invents_names=True, invented_address=c.IPV4), c.unreached()),
          Cause.NETWORK, P, "server.name_invented", at_least=0.7),
    World("D40 misspelt", home(c.no_name(suggestion="mail.example.org")),
          Cause.CLIENT_SETTINGS, P, "server.name_misspelt", at_least=0.9),
    World("D40 unknown", home(c.no_name()), Cause.CLIENT_SETTINGS, P, "server.name_unknown"),
    World("D41 parked", home(c.name(parked=True), c.unreached(), c.control()),
          Cause.CLIENT_SETTINGS, P, "server.parked", at_least=0.85),
    World("D42 TLS on a STARTTLS port", home(c.handshake(
          TlsFailure.NOT_TLS, security=Security.TLS, speaks=Security.STARTTLS)),
          Cause.CLIENT_SETTINGS, P, "server.wrong_protection", Who.USER, at_least=0.95),
    World("D42 STARTTLS on a TLS port", home(c.ended(
          Ending.SILENCE, Stage.GREETING, port=465, speaks=Security.TLS)),
          Cause.CLIENT_SETTINGS, P, "server.wrong_protection", at_least=0.95),
    World("IMAP port", home(c.ended(Ending.NOT_SMTP, Stage.GREETING, port=143,
                                    received="* OK [CAPABILITY IMAP4rev1] ready")),
          Cause.CLIENT_SETTINGS, P, "server.incoming", at_least=0.95),
    World("POP port with TLS", home(c.handshake(
          TlsFailure.NOT_TLS, security=Security.TLS, port=110, replies=(),
          received="+OK ready")),
          Cause.CLIENT_SETTINGS, P, "server.incoming", at_least=0.95),
    World("web server", home(c.ended(Ending.NOT_SMTP, Stage.GREETING,
                                     received="HTTP/1.1 400 Bad Request")),
          Cause.CLIENT_SETTINGS, P, "server.web_server", at_least=0.9),
    World("SSH", home(c.ended(Ending.NOT_SMTP, Stage.GREETING, received="SSH-2.0-OpenSSH_9.2")),
          Cause.CLIENT_SETTINGS, P, "server.other_service", at_least=0.9),
    World("binary rubbish", home(c.ended(Ending.NOT_SMTP, Stage.GREETING, received="\x00\x01\xff")),
          Cause.UNKNOWN_GENERIC, Q, "server.not_understood", at_most=0.6, decides="decide.webmail"),
    World("endless line", home(c.ended(Ending.TOO_LONG, Stage.GREETING, received="x" * 900)),
          Cause.UNKNOWN_GENERIC, Q, "server.endless", at_most=0.6),
    World("no answer, nothing else known", home(
          c.unreached(), *[c.not_run(p, NotRun.NOT_ALLOWED) for p in OUTSIDE]),
          Cause.NETWORK, Q, "server.does_not_answer", at_most=0.7),
    World("reset after EHLO", home(c.ended(Ending.RESET, Stage.EHLO)),
          Cause.NETWORK, P, "server.broken_off"),
    World("D54 lossy line", home(c.line(lost=8), c.ended(Ending.RESET, Stage.MAIL)),
          Cause.NETWORK, P, "connection.line_bad"),
    World("went silent", home(c.ended(Ending.SILENCE, Stage.MAIL)),
          Cause.SERVER_OVERLOAD, P, "server.went_silent", at_most=0.6,
          decides="decide.other_network"),
    World("no way to this server", home(c.unreached(ConnectResult.NO_ROUTE)),
          Cause.NETWORK, Q, "server.unreachable"),
)  # fmt: skip

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
          c.link(addresses=(), gateway=None), *_OFFLINE, c.no_name(NameResult.NO_ANSWER),
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

HEALTHY = (
    World("healthy", home(), Cause.NONE, F, "server.accepts_mail"),
    World("without a password", home(c.without_password()), Cause.NONE, F, "sign_in.not_tried"),
    World("D12 home line on a policy list", home(c.lists(c.listed("spamhaus-zen", "127.0.0.10",
                                                                  "127.0.0.11"))),
          Cause.NONE, F, "blocklists.policy"),
    World("D14 provider's whole network listed", home(
          c.lists(c.listed("uceprotect-2", "127.0.0.2"))), Cause.NONE, F),
    World("listed, and the server takes the mail", home(c.lists(c.listed("spamcop", "127.0.0.2"))),
          Cause.NONE, A, "blocklists.listed_mail"),
    World("D15 lists refuse the resolver", home(c.unreadable_lists(ListingResult.REFUSED)),
          Cause.NONE, F, "blocklists.unreadable"),
    World("D15 lists rewritten", home(c.unreadable_lists(ListingResult.REWRITTEN)),
          Cause.NONE, F, "blocklists.unreadable"),
    World("D15 lists stripped", home(c.unreadable_lists(ListingResult.STRIPPED)),
          Cause.NONE, F, "blocklists.unreadable"),
    World("D18 broken IPv6", home(c.link(gateway_ipv6="fe80::1"), c.internet(ipv6=False),
                                  c.name(ipv6=True), c.Part("other_family", c.no_connection(
                                      address=c.IPV6, connect=c.attempt(
                                          c.IPV6, 587, ConnectResult.TIMED_OUT), attempts=()))),
          Cause.NONE, A, "connection.family_broken"),
    World("no IPv6 at all", home(c.name(ipv6=True), c.Part("other_family", c.no_connection(
          address=c.IPV6, connect=c.attempt(c.IPV6, 587, ConnectResult.NO_ROUTE), attempts=()))),
          Cause.NONE, F),
    World("D30 port 25 blocked, 587 in use", home(), Cause.NONE, F, "server.other_ports"),
    World("slow greeting", home(c.talk(greeting_seconds=45.0)),
          Cause.NONE, F, "server.slow_greeting"),
    World("D28 idle 421", home(pasted=f"421 4.4.2 {c.HOST} Error: timeout exceeded"),
          Cause.NONE, F, "error.idle_only"),
    World("D58 busy an hour ago", home(pasted="421 4.3.2 No system resources"),
          Cause.NONE, F, "error.has_passed"),
    World("D58 bare 421 an hour ago", home(pasted="421 Try again later"),
          Cause.NONE, F, "error.has_passed"),
    World("D58 maintenance is over", home(pasted="421 4.3.2 Service shutting down"),
          Cause.NONE, F, "error.has_passed"),
    World("D58 the line is back", home(pasted="The operation timed out: server not responding"),
          Cause.NONE, F, "error.has_passed"),
    World("D58 greylisting is over", home(pasted="451 4.7.1 Greylisted for 60 seconds"),
          Cause.NONE, F, "error.has_passed"),
    World("password corrected since", home(pasted="535 5.7.8 Error: authentication failed"),
          Cause.NONE, F, "error.has_passed"),
    World("certificate renewed since", home(pasted="The certificate of the server has expired"),
          Cause.NONE, F, "error.has_passed"),
    World("internet test addresses filtered", home(c.internet(ipv4=False),
                                                   c.portal(expected=(None, None))),
          Cause.NONE, F, "connection.internet_unknown"),
    World("direct DNS filtered", home(c.resolver(NameResult.NO_ANSWER)),
          Cause.NONE, F, "connection.resolver_unknown"),
    World("a VPN that works", home(c.vpn()), Cause.NONE, F, "connection.vpn"),
    World("antivirus that is trusted", home(
          c.talk(tls=msgspec.structs.replace(c.GOOD_TLS, intercepted_by="Avast"))),
          Cause.NONE, A, "protection.intercepted_quietly"),
    World("system without updates", home(c.computer(Support.ENDED)),
          Cause.NONE, A, "updates.system_ended"),
    World("clock ten minutes off", home(c.portal(clock_ahead=600.0)),
          Cause.NONE, A, "protection.clock"),
    World("lookups outside not allowed", home(*[c.not_run(p, NotRun.NOT_ALLOWED) for p in OUTSIDE]),
          Cause.NONE, F, "unchecked.internet"),
    World("message in the outbox", home(c.outbox(3)), Cause.NONE, A, "rate.outbox_waiting"),
    World("masked greeting, mail passes", home(c.talk(masked_greeting=True)),
          Cause.NONE, A, "protection.masked"),
    World("pages answer oddly, and the server answers", home(c.portal(expected=(False, False))),
          Cause.NONE, A, "connection.portal"),
    World("unprotected relay of an office", home(c.talk(
          security=Security.NONE, tls=None, port=25, sign_in=SignInResult.NOT_OFFERED,
          sign_in_methods=(), signed_in=False)),
          Cause.NONE, A, "protection.none"),
    World("many connections and no complaint", home(c.connections(12)),
          Cause.NONE, F, "rate.connections"),
    World("lossy line", home(c.line(lost=3)), Cause.NONE, A, "connection.line_unsteady"),
    World("bad line, and it works", home(c.line(lost=8)), Cause.NONE, A, "connection.line_bad"),
    World("a question instead of an error", home(
          c.lists(c.listed("spamhaus-zen", "127.0.0.10")),
          pasted="Is my address blocked? I read about Spamhaus and blacklists."),
          Cause.NONE, A, "error.says"),
    World("names invented for others", home(c.resolver(invents_names=True,
                                                       invented_address="203.0.113.80")),
          Cause.NONE, A, "connection.resolver_invents"),
    World("other good settings in the program", home(
          c.programs(c.saved(465, Security.TLS, "smtp.gmail.com")), account=_GMAIL),
          Cause.NONE, F),
    World("test message taken", home(c.talk(test_message_id="<1@example.test>")),
          Cause.NONE, F, "server.took_test_message"),
)  # fmt: skip

WORLDS = (*REFUSED_IN_WORDS, *NO_WORD, *PROTECTION, *OLDER_TEXT, *HEALTHY)
