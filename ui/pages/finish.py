"""Screen 84: did the message go out? Yes ends here; 'not yet' leads on."""

from PySide6.QtWidgets import QWidget

from ui.pages.page import Page
from ui.theme import TextRole
from ui.widgets.card import Card
from ui.widgets.flow_row import flow_row
from ui.widgets.status import Sign, StatusLine
from ui.widgets.test_message_card import TestMessageCard
from ui.widgets.text import Muted, Subheading, Text
from wizard.flow import fixing_screen
from wizard.vocabulary import Cause

_WAYS_ON = ("fix", "again", "provider", "save", "support")


class FinishPage(Page):
    """The last question."""

    name = "finish"

    def build(self) -> None:
        """Two buttons; what follows opens below them."""
        say = self.say
        self.heading.setText(say("finish.heading"))
        self.yes = self.button("finish.yes", "yes", "primary")
        self.not_yet = self.button("finish.not_yet", "not_yet")
        self.yes.clicked.connect(lambda: self._answer(went_out=True))
        self.not_yet.clicked.connect(lambda: self._answer(went_out=False))
        self._good = Card("tinted")
        self._good.add(
            StatusLine(Sign.FINE, say("finish.good"), TextRole.STRONG),
            Muted(say("finish.good.again")),
        )
        self._next = Card()
        self._next.add(Subheading(say("finish.next")), Text(say("finish.no.intro")))
        self.ways = {}
        for way in _WAYS_ON:
            button = self.button(f"finish.no.{way}", way)
            button.clicked.connect(lambda _=False, way=way: self._go(way))
            self._next.add(button)
            self.ways[way] = button
        self.start_over = self.button("finish.start_over", "start_over", "link")
        self.start_over.clicked.connect(self.context.commands.start_over)
        self.message = TestMessageCard(self.context, self.name, by_hand=False)
        self.add(self.heading, self.text("finish.intro"), flow_row(self.yes, self.not_yet))
        prevent = self.button("finish.prevention", "prevention", "link")
        prevent.clicked.connect(lambda: self.context.commands.go("domain"))
        self.add(self._good, self._next, self.message, flow_row(prevent, self.start_over))

    @property
    def forward_label(self) -> str:
        """The end of the walk."""
        return self.say("window.close")

    @property
    def forward_is_primary(self) -> bool:
        """The answer comes first; after 'yes', closing is all that is left."""
        return self.context.state.mail_went_out is True

    def refresh(self) -> None:
        """Show what the answer leads to."""
        went_out, record = self.context.state.mail_went_out, self.context.state.record
        can_go = record is not None and record.diagnosis.cause is Cause.NONE
        if record is not None and can_go:
            self.message.show_record(record)
        self.message.setVisible(can_go and went_out is None and self.message.can_send)
        self._good.setVisible(went_out is True)
        self._next.setVisible(went_out is False)
        nothing_to_fix = fixing_screen(self.context.state) == "finish"
        self.ways["fix"].setVisible(not nothing_to_fix)
        self.yes.set_kind("secondary" if went_out is not None else "primary")

    def proceed(self) -> None:
        """Close the window."""
        self.context.commands.leave()

    def enter(self) -> None:
        """Enter closes only when everything is done."""
        if self.context.state.mail_went_out:
            self.context.commands.leave()

    def first_focus(self) -> QWidget:
        """The first answer."""
        return self.yes

    def _answer(self, *, went_out: bool) -> None:
        self.context.flow.learn(mail_went_out=went_out)
        self.context.commands.refresh()
        if went_out:
            self.context.announcer.announce(self.say("finish.good"), assertive=True)
        else:
            text = f"{self.say('finish.next')}. {self.say('finish.no.intro')}"
            self.context.announcer.announce(text, assertive=True)
            self.ensureWidgetVisible(self._next)

    def _go(self, way: str) -> None:
        names = {
            "fix": fixing_screen(self.context.state),
            "again": "checking",
            "provider": "step.provider",
            "save": "save",
            "support": "support",
        }
        self.context.commands.go(names[way])
