"""Worlds in which mail can be sent, and that tempt to a false alarm."""

import msgspec

from tests.judge import cases as c
from tests.judge.world import GMAIL, OUTSIDE, A, F, World, home
from wizard.facts.blocklists import ListingResult
from wizard.facts.computer import Support
from wizard.facts.names import NameResult
from wizard.facts.network import ConnectResult
from wizard.facts.server import SignInResult
from wizard.observation import NotRun
from wizard.vocabulary import Cause, Security

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
          c.programs(c.saved(465, Security.TLS, "smtp.gmail.com")), account=GMAIL),
          Cause.NONE, F),
    World("test message taken", home(c.talk(test_message_id="<1@example.test>")),
          Cause.NONE, F, "server.took_test_message"),
)  # fmt: skip
