"""Screen 92: the way from this computer into the internet and to the mail server."""

from collections.abc import Iterator

from ui.pages.step_page import StepPage
from ui.widgets.facts import FactRows
from ui.widgets.flow_row import flow_row
from ui.widgets.text import Text
from wizard.facts.names import NameResult, ResolverFacts
from wizard.facts.network import (
    ConnectResult,
    InternetFacts,
    LineFacts,
    LinkFacts,
    LinkKind,
    PortalFacts,
)
from wizard.facts.server import ServerFacts
from wizard.judge.case import Case
from wizard.record import RunRecord
from wizard.vocabulary import Step, Verdict

_CLOCK_TOLERANCE_SECONDS = 5


class ConnectionPage(StepPage):
    """Measured values in plain rows, and what people can try themselves."""

    name = "step.connection"
    step = Step.CONNECTION
    probes = ("link", "internet", "portal", "resolver", "line", "server_name", "control")

    def show_record(self, record: RunRecord) -> None:
        """Rows of what was measured."""
        rows = [row for row in self._rows(record.case) if row[1]]
        if rows:
            self.card("connection.measured").add(FactRows(rows))
        else:
            self.own.addWidget(self.text("connection.nothing"))
        state = next(s for s in record.diagnosis.steps if s.step is self.step)
        if state.verdict in (Verdict.PROBLEM, Verdict.ATTENTION):
            ideas = self.card("connection.ideas")
            for idea in ("restart", "other", "vpn"):
                ideas.add(Text(self.say(f"connection.idea.{idea}")))
        compare = self.button("networks.open", "compare")
        compare.clicked.connect(lambda: self.context.commands.go("network_comparison"))
        self.own.addWidget(flow_row(compare))

    def _rows(self, case: Case) -> Iterator[tuple[str, str]]:
        yield from self._link(case.facts("link", LinkFacts))
        yield from self._internet(case.facts("internet", InternetFacts))
        yield from self._quality(case)
        server = case.facts("account_server", ServerFacts)
        if server is not None and server.connect.result is ConnectResult.CONNECTED:
            took = round(server.connect.took_seconds * 1000)
            value = self.say("connection.server.value", address=server.address, milliseconds=took)
            yield self.say("connection.server"), value

    def _link(self, link: LinkFacts | None) -> Iterator[tuple[str, str]]:
        if link is None:
            return
        names = [
            self.say(
                "connection.network.value",
                name=one.name,
                kind=self.say(f"connection.network.{one.kind.value}"),
            )
            for one in link.interfaces
            if one.kind is not LinkKind.LOOPBACK
        ]
        yield self.say("connection.network"), ", ".join(names)
        gateways = [g for g in (link.gateway_ipv4, link.gateway_ipv6) if g]
        yield self.say("connection.gateway"), ", ".join(gateways)
        yield self.say("connection.vpn"), ", ".join(link.vpn)
        yield self.say("connection.proxy"), link.system_proxy
        yield self.say("connection.security"), ", ".join(link.security_software)

    def _internet(self, internet: InternetFacts | None) -> Iterator[tuple[str, str]]:
        for number, ipv6 in ((4, False), (6, True)):
            reached = internet.reached(ipv6) if internet else None
            if reached is not None:
                word = "connection.reached" if reached else "connection.not_reached"
                yield self.say(f"connection.internet_{number}"), self.say(word)

    def _quality(self, case: Case) -> Iterator[tuple[str, str]]:
        resolver = case.facts("resolver", ResolverFacts)
        if resolver is not None:
            good = resolver.result is NameResult.FOUND and resolver.took_seconds is not None
            took = round((resolver.took_seconds or 0) * 1000)
            value = self.say("connection.resolver.value", milliseconds=took)
            bad = self.say("connection.resolver.bad")
            yield self.say("connection.resolver"), value if good else bad
        line = case.facts("line", LineFacts)
        if line is not None and line.round_trip_seconds is not None:
            value = self.say(
                "connection.line.value",
                milliseconds=round(line.round_trip_seconds * 1000),
                lost=line.lost,
                sent=line.sent,
            )
            yield self.say("connection.line"), value
        portal = case.facts("portal", PortalFacts)
        if portal is not None and portal.clock_ahead_seconds is not None:
            yield self.say("connection.clock"), self._clock(portal.clock_ahead_seconds)

    def _clock(self, ahead: float) -> str:
        if abs(ahead) <= _CLOCK_TOLERANCE_SECONDS:
            return self.say("connection.clock.right")
        way = "ahead" if ahead > 0 else "behind"
        return self.say(f"connection.clock.{way}", count=round(abs(ahead)))
