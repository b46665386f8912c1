"""Screen 32: what a check contacts and why, before anything is contacted."""

from typing import TYPE_CHECKING

from ui.pages.page import Page, emptied
from ui.theme import TextRole
from ui.widgets.card import Card
from ui.widgets.disclosure import Details
from ui.widgets.facts import FactRows
from ui.widgets.text import Exact, Muted, Subheading, Text
from ui.widgets.ticks import CheckBox
from wizard.account import Account, Token

if TYPE_CHECKING:
    from wizard.measure.contacts import Contact


class ContactPage(Page):
    """Nothing leaves before 'Check now'."""

    name = "contact"

    def build(self) -> None:
        """The account, the places, and the choice to contact fewer of them."""
        say = self.say
        self.heading.setText(say("contacting.heading"))
        self._account = Card()
        self._rows = FactRows()
        self._password = Muted()
        self._account.add(Subheading(say("contacting.account")), self._rows, self._password)
        self._places = Card()
        hint = say("contacting.only_mine.hint")
        self._only_mine = CheckBox(say("contacting.only_mine"), self.id("only_mine"), hint)
        self._only_mine.toggled.connect(self._choose)
        self._hint = Muted(hint)
        self._others = Details(
            say("contacting.every"), self.id("every"), (say("window.closed"), say("window.open"))
        )
        self.add(self.heading, self.text("contacting.intro"), self._account, self._places)
        self.add(self._others, self._only_mine, self._hint)

    @property
    def forward_label(self) -> str:
        """A verb: this is where it begins."""
        return self.say("contacting.check")

    def refresh(self) -> None:
        """Show the account that was found."""
        account = self.context.state.account
        assert account is not None
        server = self.say("contacting.server.value", host=account.host, port=account.port)
        self._rows.show_rows(
            (
                (self.say("contacting.address"), account.address),
                (self.say("contacting.server"), server),
            )
        )
        self._tell_sign_in(account, remembered=False)
        if self.context.password is None and not self.context.state.practice:
            self.context.bridge.ask(
                lambda engine: engine.keeping(account),
                lambda keeping: self._tell_sign_in(account, remembered=keeping.is_used),
            )
        self._only_mine.setChecked(not self.context.state.answers.outside)
        self._only_mine.setVisible(not self.context.state.practice)
        self._hint.setVisible(not self.context.state.practice)
        self._ask_places(account)

    def _tell_sign_in(self, account: Account, *, remembered: bool) -> None:
        """Whether signing in is tested, and with what; nothing secret is opened by asking."""
        password = self.context.password
        if isinstance(password, Token):
            how = "token"
        elif password is not None:
            how = "yes"
        else:
            how = "remembered" if remembered else "no"
        self._password.setText(self.say(f"contacting.password.{how}", host=account.host))

    def _choose(self, only_mine: bool) -> None:
        self.context.flow.answer(outside=not only_mine)
        account = self.context.state.account
        if account is not None:
            self._ask_places(account)

    def _ask_places(self, account: Account) -> None:
        outside = self.context.state.answers.outside
        self.context.bridge.ask(
            lambda engine: engine.contacts(account, outside=outside), self._show_places
        )

    def _show_places(self, contacts: "tuple[Contact, ...]") -> None:
        emptied(self._places.column)
        emptied(self._others.column)
        own = [contact for contact in contacts if contact.own]
        others = [contact for contact in contacts if not contact.own]
        self._places.add(Subheading(self.say("contacting.places")))
        for contact in own:
            self._add_place(self._places, [contact.place], self.say(contact.purpose))
        by_purpose: dict[str, list[str]] = {}
        for contact in others:
            by_purpose.setdefault(self.say(contact.purpose), []).append(contact.place)
        for purpose, places in by_purpose.items():
            self._add_place(self._others, places, purpose)
        if others:
            different = len({contact.place for contact in others})
            self._places.add(Text(self.say("contacting.others", count=different)))
        self._others.setVisible(bool(others))
        self.context.commands.frame_changed()

    def _add_place(self, card: Card | Details, places: list[str], purpose: str) -> None:
        card.add(Exact(", ".join(places), TextRole.STRONG), Text(purpose))
