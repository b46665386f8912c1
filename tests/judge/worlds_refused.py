"""Worlds in which the server refuses in words."""

from tests.judge import cases as c
from tests.judge.world import GMAIL, World, home
from wizard.facts.server import SignInResult
from wizard.vocabulary import Cause, Stage, Who

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
               account=GMAIL),
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
