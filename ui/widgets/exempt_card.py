"""Letting trusted addresses past a mail server's limits: settings to copy, with their danger."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from ui.context import Context
from ui.pages.page import emptied
from ui.theme import TextRole
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.disclosure import Details
from ui.widgets.exact_words import ExactWords
from ui.widgets.fields import Choice, Question
from ui.widgets.flow_row import flow_row
from ui.widgets.status import Sign, StatusLine
from ui.widgets.text import Muted, Text
from wizard.errors import BadInput

if TYPE_CHECKING:
    from wizard.queue.exempt import Exemption


class ExemptDetails(Details):
    """Opens to two questions; the settings follow."""

    def __init__(self, context: Context, prefix: str) -> None:
        self._context = context
        self._prefix = f"{prefix}.exempt"
        say = context.say
        states = (say("window.closed"), say("window.open"))
        super().__init__(say("queue_page.exempt"), self._prefix, states)
        self.toggled.connect(context.commands.frame_changed)

    def fill(self) -> None:
        """The questions."""
        from wizard.queue.exempt import exemptions

        say = self._context.say
        self.server, self.addresses = Choice(), QLineEdit()
        for one in exemptions():
            self.server.addItem(say(f"exempt.name.{one.server}"), one.server)
        self._question = Question(
            say("exempt.addresses"),
            self.addresses,
            f"{self._prefix}_addresses",
            say("exempt.addresses.hint"),
        )
        show = Button(say("exempt.show"), f"{self._prefix}_show")
        show.clicked.connect(self.show_settings)
        self._answer = Card()
        self._answer.hide()
        self.add(
            Text(say("exempt.intro")),
            Question(say("exempt.server"), self.server, f"{self._prefix}_server"),
            self._question,
            flow_row(show),
            self._answer,
        )

    def show_settings(self) -> None:
        """The settings for these addresses, or what is wrong with them."""
        from wizard.queue.exempt import checked_addresses, exemptions

        try:
            addresses = checked_addresses(self.addresses.text())
        except BadInput as trouble:
            text = self._context.say(trouble.shown)
            self._question.complain(text)
            self.addresses.setFocus()
            self._context.announcer.announce(text, assertive=True)
            return
        self._question.complain("")
        server = self.server.currentData()
        self._answer_with(next(one for one in exemptions() if one.server == server), addresses)

    def _answer_with(self, chosen: "Exemption", addresses: tuple[str, ...]) -> None:
        emptied(self._answer.column)
        say, add = self._context.say, self._answer.add
        text, name = (
            chosen.settings(addresses, date.today()),
            say("exempt.settings", name=say(f"exempt.name.{chosen.server}")),
        )
        copy = Button(say("exempt.copy"), f"{self._prefix}_copy")
        copy.clicked.connect(lambda: self._copy(text))
        add(StatusLine(Sign.ATTENTION, say(chosen.danger_message), TextRole.STRONG))
        add(Text(say("exempt.where", file=chosen.file)))
        add(ExactWords(text, f"{self._prefix}_settings", name), flow_row(copy))
        add(Text(say("exempt.after", command=chosen.after)))
        add(Muted(say("exempt.source", source=chosen.source, date=chosen.date)))
        if not chosen.confirmed:
            add(Muted(say("exempt.unconfirmed")))
        self._answer.show()
        self._context.commands.frame_changed()
        self._context.announcer.announce(say(chosen.danger_message))

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._context.announcer.announce(self._context.say("window.copied"))
