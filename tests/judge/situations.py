"""Situations of the decision table, each with the cause that a careful engineer would name."""

from dataclasses import dataclass, field

import msgspec

from tests.judge import cases as c
from wizard.facts.blocklists import ListingResult
from wizard.facts.names import NameResult
from wizard.facts.network import ConnectResult, LinkKind
from wizard.facts.server import (
    CertificateProblem,
    Ending,
    SignInResult,
    TlsFacts,
    TlsFailure,
)
from wizard.judge.case import Case
from wizard.observation import NotRun
from wizard.vocabulary import Cause, Security, Stage


@dataclass(frozen=True)
class Situation:
    name: str
    cause: Cause
    case: Case
    may_be: tuple[Cause, ...] = field(default=())


def at(text: str, stage: Stage, **facts: object) -> Case:
    return c.case({"account_server": c.refusing(text, stage), **facts})  # type: ignore[dict-item]


def unreached(result: ConnectResult, **facts: object) -> Case:
    return c.case({"account_server": c.unreached(result), **facts})  # type: ignore[dict-item]


def only(**facts: object) -> Case:
    return c.case(facts)  # type: ignore[arg-type]


NO_SERVER = {"account_server": NotRun.NEED_FAILED}
WORKING_587 = c.server(port=587, replies=c.without_password().replies)
WORKING_465 = c.server(port=465, security=Security.TLS, replies=c.without_password().replies)
VPN = c.link(
    default_route_over="tun0",
    vpn=("tun0",),
    interfaces=(
        *c.link().interfaces,
        c.Interface("tun0", LinkKind.VPN, ("10.8.0.2",), 1400),
    ),
)
BUSY = "421 smtp.example.com: Too much load; please try again later"
MANY = "421 4.7.0 smtp.example.com Error: too many connections from 198.51.100.10"
BLOCKED = "554 5.7.1 Service unavailable; Client host [198.51.100.10] blocked using bl.example.com"

SITUATIONS: tuple[Situation, ...] = (
    # A: the server
    Situation("D1 server full for all", Cause.SERVER_OVERLOAD,
              at("421 4.3.2 All server ports are busy", Stage.GREETING)),
    Situation("D1 too much load", Cause.SERVER_OVERLOAD, at(BUSY, Stage.GREETING)),
    Situation("D2 silent", Cause.SERVER_OVERLOAD,
              only(account_server=c.stopped(Ending.SILENCE, waited_seconds=60.0))),
    Situation("D3 disk full", Cause.SERVER_OVERLOAD,
              at("452 4.3.1 Insufficient system storage", Stage.MAIL)),
    Situation("D4 shutting down", Cause.MAINTENANCE_SHUTDOWN,
              at("421 4.3.2 smtp.example.com server shutting down", Stage.GREETING)),
    Situation("D5 hangs up before a word", Cause.SERVER_OVERLOAD,
              only(account_server=c.stopped(Ending.CLOSED)), (Cause.NETWORK,)),
    # B: the address
    Situation("D6 refused by address", Cause.IP_BLOCKED, at(BLOCKED, Stage.GREETING)),
    Situation("D7 refused and listed", Cause.IP_BLOCKED,
              at(BLOCKED, Stage.GREETING, blocklists=c.listed("spamcop", "127.0.0.2"))),
    Situation("D9 VPN address refused", Cause.IP_BLOCKED, at(BLOCKED, Stage.GREETING, link=VPN)),
    Situation("D12 policy listing only", Cause.NONE,
              only(blocklists=c.listed("zen", "127.0.0.10"))),
    Situation("D14 any listing, mail works", Cause.NONE,
              only(blocklists=c.listed("spamcop", "127.0.0.2"))),
    Situation("D15 lists unreadable", Cause.NONE,
              only(blocklists=c.listed("zen", result=ListingResult.REFUSED))),
    Situation("D16 locked out", Cause.IP_BLOCKED,
              unreached(ConnectResult.TIMED_OUT, control=c.ports(WORKING_587)),
              (Cause.SERVER_OVERLOAD, Cause.NETWORK)),
    Situation("D17 refused over IPv6 only", Cause.IP_BLOCKED,
              only(server_name=c.name(ipv6=(c.V6,)),
                   other_family=c.refusing(
                       "550 5.7.1 [2001:db8::1] Our system has detected that this message does "
                       "not meet IPv6 sending guidelines; your IP address is blocked",
                       Stage.GREETING, address=c.V6)),
              (Cause.SENDER_AUTH_DNS,)),
    Situation("D18 broken IPv6", Cause.NONE,
              only(server_name=c.name(ipv6=(c.V6,)), internet=c.internet(ipv6=False),
                   other_family=msgspec.structs.replace(
                       c.unreached(ConnectResult.TIMED_OUT), address=c.V6))),
    # C: how much
    Situation("D19 many connections here", Cause.TOO_MANY_CONNECTIONS,
              at(MANY, Stage.GREETING, mail_connections=c.connections(6))),
    Situation("D20 connections elsewhere", Cause.TOO_MANY_CONNECTIONS,
              at(MANY, Stage.GREETING, mail_connections=c.connections(0))),
    Situation("D22 too much mail", Cause.RATE_LIMIT,
              at("450 4.7.1 Error: too much mail from 198.51.100.10", Stage.MAIL)),
    Situation("D23 too many recipients", Cause.RATE_LIMIT,
              at("450 4.7.1 Error: too many recipients from 198.51.100.10", Stage.RCPT)),
    Situation("D24 daily quota", Cause.RATE_LIMIT,
              at("550 5.4.5 Daily user sending limit exceeded", Stage.RCPT)),
    Situation("D25 too many wrong passwords", Cause.RATE_LIMIT,
              at("454 4.7.0 Too many login attempts, please try again later.", Stage.AUTH),
              (Cause.AUTH_FAILED,)),
    Situation("D26 signed in too often", Cause.TOO_MANY_CONNECTIONS,
              at("421 4.7.0 Maximum number of connections from user+IP exceeded "
                 "(mail_max_userip_connections=10)", Stage.AUTH)),
    Situation("D27 greylisting", Cause.GREYLISTING,
              at("451 4.7.1 Greylisted for 60 seconds", Stage.RCPT)),
    Situation("D28 idle 421 pasted, all fine", Cause.NONE,
              c.case(error="421 4.4.2 smtp.example.com Error: timeout exceeded")),
    # E: the network
    Situation("D29 large packets lost", Cause.NETWORK,
              only(account_server=c.stopped(Ending.SILENCE, Stage.MAIL, large_packets=False,
                                            tls=c.GOOD_TLS))),
    Situation("D30 port 25 blocked", Cause.CLIENT_SETTINGS,
              only(account_server=c.unreached(ConnectResult.TIMED_OUT, port=25),
                   other_ports=c.ports(WORKING_587))),
    Situation("D31 network blocks mail", Cause.NETWORK,
              unreached(ConnectResult.TIMED_OUT,
                        control=c.ports(c.unreached(ConnectResult.TIMED_OUT)))),
    Situation("D31 router refuses", Cause.NETWORK,
              only(account_server=c.unreached(ConnectResult.UNREACHABLE,
                                              icmp_sender="192.168.1.1"))),
    Situation("D32 blocked on this computer", Cause.NETWORK, unreached(ConnectResult.FORBIDDEN)),
    Situation("D33 mail shield", Cause.TLS_PROBLEM,
              only(account_server=c.bad_certificate(
                  CertificateProblem.UNKNOWN_ISSUER, "Avast Web/Mail Shield Root",
                  intercepted_by="Avast"))),
    Situation("D34 STARTTLS removed by a firewall", Cause.NETWORK,
              only(account_server=c.stopped(Ending.NO_STARTTLS, Stage.STARTTLS,
                                            masked_greeting=True, starttls_offered=False))),
    Situation("D36 captive portal", Cause.NETWORK,
              unreached(ConnectResult.REFUSED, portal=c.portal(captive=True),
                        internet=c.internet(ipv4=False))),
    Situation("D37 no network", Cause.NETWORK,
              only(link=c.link(interfaces=(), gateway_ipv4=None, default_route_over=""),
                   internet=c.internet(ipv4=False), portal=None,
                   resolver=c.resolver(result=NameResult.NO_ANSWER),
                   server_name=c.name(NameResult.NO_ANSWER), **NO_SERVER)),
    Situation("D37 router without internet", Cause.NETWORK,
              only(internet=c.internet(ipv4=False), portal=None,
                   resolver=c.resolver(result=NameResult.NO_ANSWER),
                   server_name=c.name(NameResult.NO_ANSWER), **NO_SERVER)),
    Situation("D38 resolver dead", Cause.NETWORK,
              only(resolver=c.resolver(result=NameResult.NO_ANSWER), portal=None,
                   server_name=c.name(NameResult.NO_ANSWER), **NO_SERVER)),
    Situation("D54 connection reset", Cause.NETWORK,
              only(account_server=c.stopped(Ending.RESET, Stage.EHLO))),
    # D: the settings
    Situation("D40 name misspelt", Cause.CLIENT_SETTINGS,
              only(server_name=c.name(NameResult.NO_SUCH_NAME, suggestion="smtp.example.com"),
                   **NO_SERVER)),
    Situation("D40 name unknown", Cause.CLIENT_SETTINGS,
              only(server_name=c.name(NameResult.NO_SUCH_NAME), **NO_SERVER)),
    Situation("D41 parked", Cause.CLIENT_SETTINGS,
              unreached(ConnectResult.TIMED_OUT, server_name=c.name(parked=True))),
    Situation("D42 STARTTLS on a TLS port", Cause.CLIENT_SETTINGS,
              only(account_server=c.stopped(Ending.SILENCE, speaks=Security.TLS))),
    Situation("D42 TLS on a STARTTLS port", Cause.CLIENT_SETTINGS,
              only(account_server=c.failed_tls(TlsFailure.NOT_TLS, security=Security.TLS,
                                               speaks=Security.STARTTLS))),
    Situation("incoming server", Cause.CLIENT_SETTINGS,
              only(account_server=c.stopped(Ending.NOT_SMTP, received="* OK IMAP4rev1 ready"))),
    Situation("web server", Cause.CLIENT_SETTINGS,
              only(account_server=c.stopped(Ending.NOT_SMTP, received="HTTP/1.1 400 Bad"))),
    Situation("D43 not signed in", Cause.CLIENT_SETTINGS,
              at("530 5.7.0 Authentication required", Stage.MAIL), (Cause.AUTH_FAILED,)),
    Situation("D44 wrong password", Cause.AUTH_FAILED,
              at("535 5.7.8 Error: authentication failed: (reason unavailable)", Stage.AUTH)),
    Situation("D45 app password", Cause.AUTH_FAILED,
              at("534 5.7.9 Application-specific password required", Stage.AUTH)),
    Situation("D46 basic sign-in off", Cause.OUTDATED_CLIENT,
              at("535 5.7.139 Authentication unsuccessful, basic authentication is disabled.",
                 Stage.AUTH)),
    Situation("D46 tokens only", Cause.OUTDATED_CLIENT,
              only(account_server=c.server(sign_in_methods=("XOAUTH2",),
                                           sign_in=SignInResult.NO_COMMON_METHOD,
                                           replies=c.without_password().replies))),
    Situation("D47 old TLS", Cause.TLS_PROBLEM,
              only(account_server=c.failed_tls(TlsFailure.OLD_VERSION))),
    Situation("D48 expired", Cause.TLS_PROBLEM,
              only(account_server=c.bad_certificate(CertificateProblem.EXPIRED))),
    Situation("D49 clock wrong", Cause.TLS_PROBLEM,
              only(account_server=c.bad_certificate(CertificateProblem.EXPIRED),
                   portal=c.portal(clock_ahead_seconds=9e7))),
    Situation("D50 other name", Cause.TLS_PROBLEM,
              only(account_server=c.bad_certificate(CertificateProblem.OTHER_NAME))),
    Situation("D51 incomplete chain", Cause.TLS_PROBLEM,
              only(account_server=c.bad_certificate(CertificateProblem.INCOMPLETE_CHAIN))),
    Situation("D52 too large", Cause.MAILBOX_OR_CONTENT,
              at("552 5.3.4 Message size exceeds fixed limit", Stage.MAIL)),
    Situation("D53 sender not allowed", Cause.CLIENT_SETTINGS,
              at("553 5.7.1 <anna@example.com>: Sender address rejected: not owned by user anna",
                 Stage.MAIL)),
    Situation("port closed, another works", Cause.CLIENT_SETTINGS,
              unreached(ConnectResult.REFUSED, other_ports=c.ports(WORKING_465))),
    Situation("sender's domain not authenticated", Cause.SENDER_AUTH_DNS,
              at("421 4.7.26 This mail is unauthenticated, which poses a security risk",
                 Stage.MAIL)),
    # pasted and live together
    Situation("pasted overload, server fine", Cause.NONE, c.case(error=BUSY)),
    Situation("pasted connections, probe fine", Cause.TOO_MANY_CONNECTIONS, c.case(error=MANY)),
    Situation("pasted rate limit, no password", Cause.RATE_LIMIT,
              c.case({"account_server": c.without_password()},
                     error="450 4.7.1 Error: too much mail from 198.51.100.10")),
    Situation("pasted and live agree", Cause.TOO_MANY_CONNECTIONS,
              c.case({"account_server": c.refusing(MANY, Stage.GREETING)}, error=MANY)),
    Situation("live words lead", Cause.AUTH_FAILED,
              c.case({"account_server": c.refusing(
                  "535 5.7.8 Error: authentication failed", Stage.AUTH)}, error=BUSY)),
    # healthy
    Situation("D58 all fine", Cause.NONE, c.case()),
    Situation("fine without a password", Cause.NONE,
              only(account_server=c.without_password())),
    Situation("slow greeting", Cause.NONE,
              only(account_server=c.server(greeting_seconds=25.0))),
    Situation("port 25 closed besides", Cause.NONE,
              only(other_ports=c.ports(c.unreached(ConnectResult.TIMED_OUT, port=25)))),
    Situation("resolver invents names", Cause.NONE,
              only(resolver=c.resolver(invents_names=True, invented_address="203.0.113.80"))),
    Situation("odd portal answers", Cause.NONE, only(portal=c.portal(captive=True))),
    Situation("VPN on", Cause.NONE, only(link=VPN)),
    Situation("nothing outside allowed", Cause.NONE,
              only(internet=NotRun.NOT_ALLOWED, portal=NotRun.NOT_ALLOWED,
                   resolver=NotRun.NOT_ALLOWED, public_address=NotRun.NOT_ALLOWED)),
    Situation("unprotected relay of the office", Cause.NONE,
              only(account_server=c.server(security=Security.NONE, tls=None, port=25,
                                           sign_in=SignInResult.NOT_OFFERED,
                                           sign_in_methods=()))),
    Situation("intercepted quietly", Cause.NONE,
              only(account_server=c.server(tls=TlsFacts(
                  trusted=True, version="TLSv1.3", intercepted_by="Avast")))),
    Situation("rubbish", Cause.UNKNOWN_GENERIC,
              only(account_server=c.stopped(Ending.NOT_SMTP, received="\\x00\\xff\\x01")),
              (Cause.CLIENT_SETTINGS,)),
)  # fmt: skip
