"""Screen 93: the right settings beside the ones in use, and what the tests of the server showed."""

from typing import TYPE_CHECKING

from ui.pages.page import emptied
from ui.pages.step_page import StepPage
from ui.pages.words_of_server import conversations
from ui.theme import TextRole
from ui.widgets.card import Card
from ui.widgets.facts import FactRows
from ui.widgets.remember_card import RememberCard
from ui.widgets.status import Sign, StatusLine
from ui.widgets.text import Muted, Subheading, Text
from ui.widgets.value import ValueField
from wizard.account import Account, SignIn, Source
from wizard.facts.computer import MailProgramsFacts, SavedAccount
from wizard.facts.network import ConnectResult
from wizard.facts.server import Ending, OtherPortsFacts, ServerFacts, SignInResult
from wizard.messages import Message, message
from wizard.record import RunRecord
from wizard.vocabulary import Step

if TYPE_CHECKING:
    from ui.advice import Recommended

_GOOD_SIGN_IN = (SignInResult.ACCEPTED,)
_BAD_SIGN_IN = (SignInResult.REFUSED, SignInResult.UNTRUSTED, SignInResult.UNPROTECTED)
_HARMLESS = (Ending.BUDGET, Ending.TOLD_TO_STOP)


class SettingsPage(StepPage):
    """Every value large, to copy and to spell."""

    name = "step.settings"
    step = Step.SETTINGS
    probes = ("account_server", "other_family", "other_ports", "server_name")

    def show_record(self, record: RunRecord) -> None:
        """Recommended values, the mail programs, the tests."""
        self._values = self.card()
        self._programs = self.card("settings.programs")
        self._show_where()
        self._show_tests(record)
        self.remember = RememberCard(self)
        self.own.addWidget(self.remember)
        self.remember.refresh(record)
        account, saved = record.case.account, self._saved(record)
        self.context.bridge.ask(
            lambda engine: engine.recommended(account, saved),
            lambda recommended: self._show_recommended(record, recommended),
        )

    def _show_recommended(self, record: RunRecord, recommended: "Recommended") -> None:
        if record is not self.context.record:
            return
        emptied(self._values.column)
        add, say = self._values.add, self.say
        add(Subheading(say("settings.recommended")))
        account = recommended.account
        if account is None:
            add(self.text("settings.unknown"))
        else:
            for name, value in self._named(account).items():
                spelled = self._spelled(recommended.spelled.get(name, ()))
                words = say("settings.spelled", words=spelled) if spelled else ""
                label = say(f"settings.{name}")
                copy = self.button(f"settings.copy.{name}", f"copy_{name}")
                add(ValueField(self.context, label, value, copy, words))
            if account.sign_in is not SignIn.NONE:
                how = say(f"settings.sign_in.{account.sign_in.value}")
                add(FactRows([(say("settings.sign_in"), how)], worded=True))
            for preparation in recommended.preparations:
                add(StatusLine(Sign.NOTE, say(preparation)))
            add(Muted(self._source(recommended)))
        self._show_programs(record, recommended)
        self._ask_ways(record)
        self.context.commands.frame_changed()

    def _named(self, account: Account | SavedAccount) -> dict[str, str]:
        return {
            "server": account.host,
            "port": str(account.port),
            "security": self.say(f"settings.security.{account.security.value}"),
            "username": account.username,
        }

    def _source(self, recommended: "Recommended") -> str:
        source = recommended.source or Source.TYPED
        provider = recommended.provider_name
        origin = self.say(f"start.source.{source.value}", provider=provider)
        if recommended.date:
            return self.say("settings.source", source=origin, date=recommended.date)
        return self.say("settings.source_plain", source=origin)

    # The mail programs.

    def _saved(self, record: RunRecord) -> tuple[SavedAccount, ...]:
        facts = record.case.facts("mail_programs", MailProgramsFacts)
        address = record.case.account.address.lower()
        accounts = facts.accounts if facts else ()
        return tuple(one for one in accounts if one.address.lower() == address)

    def _show_programs(self, record: RunRecord, recommended: "Recommended") -> None:
        card = self._programs
        emptied(card.column)
        card.add(Subheading(self.say("settings.programs")))
        self._ways: list[tuple[str, Muted]] = []
        saved = self._saved(record)
        for number, account in enumerate(saved):
            known = number < len(recommended.differences)
            differences = recommended.differences[number] if known else ()
            self._compare(card, account, differences)
        if not saved:
            card.add(self.text("settings.no_programs"))
        facts = record.case.facts("mail_programs", MailProgramsFacts)
        for program, reason in facts.unreadable if facts else ():
            text = self.say("settings.unreadable", program=program, reason=reason)
            card.add(StatusLine(Sign.COULD_NOT_CHECK, text), self._way(program))

    def _ask_ways(self, record: RunRecord) -> None:
        """Where to click, once the programs stand there."""
        facts = record.case.facts("mail_programs", MailProgramsFacts)
        unread = tuple(program for program, _ in facts.unreadable) if facts else ()
        read = tuple(one.program for one in self._saved(record))
        self.context.bridge.ask(lambda engine: engine.ways(read, unread), self._show_ways)

    def _show_ways(self, ways: tuple[dict[str, Message], dict[str, Message]]) -> None:
        for program, label in self._ways:
            way = ways[0].get(program) or ways[1].get(program)
            label.setText(self.say(way) if way is not None else "")
            label.setVisible(way is not None)
        self.context.commands.frame_changed()

    def _way(self, program: str) -> Muted:
        """A place for the way through the menus of a program."""
        label = Muted()
        label.hide()
        self._ways.append((program, label))
        return label

    def _compare(self, card: Card, saved: SavedAccount, differences: tuple[Message, ...]) -> None:
        title = self.say("settings.program", program=saved.program, address=saved.address)
        rows = [(self.say(f"settings.{name}"), v) for name, v in self._named(saved).items()]
        card.add(Text(title, TextRole.STRONG), FactRows(rows))
        for difference in differences:
            card.add(StatusLine(Sign.PROBLEM, self.say(difference)))
        if differences:
            card.add(self._way(saved.program))
        if not differences:
            card.add(StatusLine(Sign.FINE, self.say("settings.same")))

    def _spelled(self, parts: tuple[Message | str, ...]) -> str:
        """A value said for the phone."""
        return " ".join(part if isinstance(part, str) else self.say(part) for part in parts)

    def _show_where(self) -> None:
        program = self.context.state.answers.program.value
        card = self.card("settings.where")
        card.add(Text(self.say(f"settings.where.{program}")))

    # The tests.

    def _show_tests(self, record: RunRecord) -> None:
        card = self.card("settings.tests")
        for conversation in conversations(record):
            card.add(self._port_line(conversation, record))
        main = record.case.facts("account_server", ServerFacts)
        if main is None:
            return
        if main.tls is not None:
            good = main.tls.trusted
            text = self.say(f"settings.certificate.{'fine' if good else 'bad'}")
            card.add(StatusLine(Sign.FINE if good else Sign.PROBLEM, text))
        sign = Sign.COULD_NOT_CHECK
        if main.sign_in in _GOOD_SIGN_IN:
            sign = Sign.FINE
        elif main.sign_in in _BAD_SIGN_IN:
            sign = Sign.PROBLEM
        elif main.sign_in is SignInResult.NO_PASSWORD:
            sign = Sign.SKIPPED
        card.add(StatusLine(sign, self.say(f"settings.sign_in_result.{main.sign_in.value}")))

    def _port_line(self, conversation: ServerFacts, record: RunRecord) -> StatusLine:
        others = record.case.facts("other_ports", OtherPortsFacts)
        is_other = others is not None and conversation in others.conversations
        port = conversation.port
        security = self.say(f"settings.security.{conversation.security.value}")
        refusal = conversation.refusal
        not_tried = conversation.connect.result is ConnectResult.NOT_TRIED
        if conversation.ending in _HARMLESS or not_tried:
            shown, sign = message("settings.port_line.not_tried", port=port), Sign.SKIPPED
        elif conversation.ending is Ending.COMPLETE:
            if is_other and not conversation.replies:
                shown, sign = message("settings.port_line.open", port=port), Sign.FINE
            else:
                shown = message("settings.port_line.works", port=port, security=security)
                sign = Sign.FINE
        elif refusal is not None:
            shown = message(
                "settings.port_line.refused", port=port, security=security, code=refusal.code
            )
            sign = Sign.PROBLEM
        else:
            shown = message("settings.port_line.failed", port=port, security=security)
            sign = Sign.SKIPPED if is_other else Sign.PROBLEM
        return StatusLine(sign, self.say(shown))
