"""Worlds in which no usable word came: ports, networks, names, wrong services, silence."""

import msgspec

from tests.judge import cases as c
from tests.judge.world import OFFLINE, OUTSIDE, P, Q, World, home
from wizard.account import Source
from wizard.facts.names import NameResult
from wizard.facts.network import ConnectResult
from wizard.facts.server import CertificateProblem, Ending, TlsFacts, TlsFailure
from wizard.observation import NotRun
from wizard.vocabulary import Cause, Security, Stage, Who

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
    World("D37 no cable", home(c.link(addresses=(), gateway=None), *OFFLINE,
                               c.no_name(NameResult.NO_ANSWER)),
          Cause.NETWORK, Q, "connection.no_link", Who.USER, at_least=0.9),
    World("D37 no route", home(c.link(gateway=None), *OFFLINE, c.no_name(NameResult.NO_ANSWER)),
          Cause.NETWORK, Q, "connection.no_route", at_least=0.9),
    World("D37 no internet", home(*OFFLINE, c.no_name(NameResult.NO_ANSWER)),
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
