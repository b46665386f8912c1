"""Part of the first screen: signing in on the provider's own page, in the browser or by a code.

Nothing begins before a button is pressed, and whatever waits can be stopped at once.
"""

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from ui.bridge import Work
from ui.pages.page import Page, emptied
from ui.widgets.card import Card
from ui.widgets.flow_row import flow_row
from ui.widgets.status import Sign, StatusLine
from ui.widgets.text import Muted, Text
from ui.widgets.value import ValueField
from wizard.account import Token
from wizard.errors import BadInput, CouldNotDo
from wizard.messages import Message

if TYPE_CHECKING:
    from ui.browser_keys import Offer
    from wizard.accounts.oauth import DeviceCode, Refusal
    from wizard.accounts.secrets import Answer


class BrowserSignInCard(Card):
    """Hidden unless the provider has such a page. `token` is the sign-in, once there is one."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._address, self._place, self._link = "", "", ""
        self._work: Work | None = None
        self.token: Token | None = None
        self._offer = Text()
        self.begin = page.button("browser_sign_in.begin", "browser")
        self.by_code = page.button("browser_sign_in.begin_code", "browser_code")
        self.remembered = page.button("browser_sign_in.begin_remembered", "browser_remembered")
        self.copy_link = page.button("browser_sign_in.copy_link", "browser_link")
        self.cancel = page.button("browser_sign_in.cancel", "browser_cancel")
        self.remember = page.button("browser_sign_in.remember", "browser_remember")
        self.outcome = StatusLine(Sign.NOTE, "")
        self._next = Muted()
        self._code = Card()
        self._code.setProperty("surface", "")
        self._code.column.setContentsMargins(0, 0, 0, 0)
        self.begin.clicked.connect(self._by_browser)
        self.by_code.clicked.connect(self._by_code)
        self.remembered.clicked.connect(self._by_remembered)
        self.copy_link.clicked.connect(self._copy_link)
        self.cancel.clicked.connect(self._cancel)
        self.remember.clicked.connect(self._remember)
        self.add(self._offer, flow_row(self.begin, self.by_code, self.remembered))
        self.add(self.outcome, self._next, self._code)
        self.add(flow_row(self.copy_link, self.cancel, self.remember))
        self._idle()
        self.hide()

    def show_offer(self, address: str, offer: "Offer") -> None:
        """Another address: whatever went on for the one before has ended."""
        if address != self._address:
            self.stop()
            self.token = None
            self._tell(None)
        self._address, self._place = address, offer.place
        self.by_code.setProperty("offered", offer.by_code)
        self.remembered.setProperty("offered", offer.remembered)
        self._offer.setText(self._page.say("browser_sign_in.offer", provider=offer.place))
        self.setVisible(bool(offer.place))
        if self._work is None:
            self._idle()

    def stop(self) -> None:
        """Nobody waits any more."""
        if self._work is not None:
            self._work.stop()
        self._work = None
        self._idle()

    # The ways.

    def _by_browser(self) -> None:
        address, language = self._address, self._page.context.language
        self._wait("browser_sign_in.waiting", "browser_sign_in.waiting.next")
        self._work = self._page.context.bridge.ask_telling(
            lambda engine, tell: engine.sign_in_by_browser(address, language, tell),
            self._show_link,
            self._done,
            self._trouble,
        )

    def _by_code(self) -> None:
        address = self._address
        self._wait("browser_sign_in.asking_code")
        self._work = self._page.context.bridge.ask_telling(
            lambda engine, tell: engine.sign_in_by_code(address, tell),
            self._show_code,
            self._done,
            self._trouble,
        )

    def _by_remembered(self) -> None:
        address = self._address
        self._wait("browser_sign_in.resuming")
        self._work = self._page.context.bridge.ask(
            lambda engine: engine.sign_in_remembered(address), self._done, self._trouble
        )

    # While it goes on.

    def _wait(self, doing: str, hint: str = "") -> None:
        say = self._page.say
        self.token, self._link = None, ""
        for button in (self.begin, self.by_code, self.remembered, self.remember):
            button.hide()
        self.copy_link.hide()
        self.cancel.show()
        self._tell(Sign.RUNNING, say(doing, provider=self._place), say(hint) if hint else "")
        self.cancel.setFocus()

    def _show_link(self, url: str) -> None:
        self._link = url
        self.copy_link.show()
        self._page.context.commands.frame_changed()

    def _show_code(self, given: "DeviceCode") -> None:
        page, say = self._page, self._page.say
        count = max(1, round(given.seconds / 60))
        self._tell(
            Sign.RUNNING,
            say("browser_sign_in.waiting_code", provider=self._place),
            say("browser_sign_in.code_time", count=count),
        )
        fields = (
            ("browser_sign_in.code_page", given.page, "browser_sign_in.copy_link", "code_page", ""),
            ("browser_sign_in.code_label", given.code, "browser_sign_in.copy_code", "code", " "),
        )
        for label, value, copy, control, gap in fields:
            button = page.button(copy, f"browser_{control}")
            spelled = say("settings.spelled", words=gap.join(value)) if gap else ""
            self._code.add(ValueField(page.context, say(label), value, button, spelled))
        self._code.show()
        page.context.commands.frame_changed()

    def _copy_link(self) -> None:
        QGuiApplication.clipboard().setText(self._link)
        self._page.context.announcer.announce(self._page.say("window.copied"))

    def _cancel(self) -> None:
        self.stop()
        self._tell(Sign.SKIPPED, self._page.say("browser_sign_in.stopped"))
        self.begin.setFocus()

    # How it ended.

    def _done(self, answer: "Token | Refusal") -> None:
        self._work = None
        self._idle()
        if not isinstance(answer, Token):
            self._tell(Sign.PROBLEM, self._page.say(answer.sentence), self._page.say(answer.next))
            self.begin.setFocus()
            return
        self.token = answer
        say = self._page.say
        self._tell(
            Sign.FINE,
            say("browser_sign_in.done", provider=self._place),
            say("browser_sign_in.done.window"),
        )
        self._page.context.bridge.ask(
            lambda engine: engine.can_remember_sign_in(), self.remember.setVisible
        )

    def _trouble(self, trouble: BadInput | CouldNotDo) -> None:
        self._work = None
        self._idle()
        self._tell(Sign.COULD_NOT_CHECK, self._page.say(trouble.shown))

    def _remember(self) -> None:
        self.remember.hide()
        self._tell(Sign.RUNNING, self._page.say("secrets.look_for_window"))
        self._page.context.bridge.ask(lambda engine: engine.remember_sign_in(), self._remembered)

    def _remembered(self, answer: "Answer") -> None:
        say = self._page.say
        if answer.ok:
            self._tell(Sign.FINE, say(Message("secrets.remembered.token")))
            return
        self._tell(Sign.ATTENTION, say(answer.sentence), say(answer.next))

    def _idle(self) -> None:
        """What can be begun is shown, what belongs to waiting is not."""
        self.begin.show()
        for button in (self.by_code, self.remembered):
            button.setVisible(bool(button.property("offered")))
        for widget in (self.copy_link, self.cancel, self.remember, self._code):
            widget.hide()
        emptied(self._code.column)

    def _tell(self, sign: Sign | None, words: str = "", following: str = "") -> None:
        self.outcome.setVisible(sign is not None)
        self._next.setVisible(bool(following))
        self._next.setText(following)
        if sign is not None:
            self.outcome.say(sign, words)
            said = f"{words} {following}".strip()
            self._page.context.announcer.announce(said, assertive=sign is Sign.PROBLEM)
        self._page.context.commands.frame_changed()
