"""Part of screen 24: what the pasted message means, at once, and which of its words decided."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from ui.pages.page import Page
from ui.theme import TextRole
from ui.widgets.card import Card
from ui.widgets.exact_words import ExactWords
from ui.widgets.flow_row import flow_row
from ui.widgets.status import Sign, StatusLine
from ui.widgets.text import Muted, Text
from wizard.messages import Message
from wizard.reply import Reply, Span
from wizard.vocabulary import Cause

_LINES = 6
_MOST_SHOWN = 4_000
_MOST_WORDS = 8


class ErrorMeaning(Card):
    """Hidden without a message. `dropped` is called when the person goes on without it."""

    def __init__(self, page: Page, dropped: Callable[[], None], pick: Callable[[], None]) -> None:
        super().__init__("tinted")
        self._page = page
        self._reply: Reply | None = None
        self._others: list[Cause] = []
        say = page.say
        self.title = StatusLine(Sign.NOTE, "", TextRole.STRONG)
        self.meaning = Text("")
        self.words = ExactWords("", page.id("error_exact"), say("meaning.exact"), _LINES)
        self.decided = Muted("")
        self.not_mine = page.button("meaning.not_mine", "error_not_mine")
        self.pick = page.button("start.error.pick", "error_pick_other")
        self.without = page.button("meaning.without", "error_without", "link")
        self.not_mine.clicked.connect(self._next_meaning)
        self.pick.clicked.connect(pick)
        self.without.clicked.connect(dropped)
        self.add(Muted(say("meaning.heading")), self.title, self.meaning)
        self.add(self.words, self.decided, flow_row(self.not_mine, self.pick, self.without))
        self.hide()

    def show_reply(self, reply: Reply | None) -> None:
        """Show what a message means; None hides the card."""
        self._reply = reply
        self.setVisible(reply is not None)
        if reply is None:
            return
        self._others = [one for one in reply.secondary if one is not Cause.NONE]
        self._say(reply.title, reply.meaning)
        self.words.show_text(reply.text[:_MOST_SHOWN])
        self._mark(reply.decided_by)

    def read_aloud(self) -> list[str]:
        """The meaning, when there is one."""
        return [self.title.words, self.meaning.text()] if self._reply is not None else []

    def _next_meaning(self) -> None:
        """The next best meaning; then the list of messages, or none at all."""
        say = self._page.say
        if self._others:
            cause = self._others.pop(0)
            title = say(Message(f"reply.{cause.value}.title"))
            self.title.say(Sign.NOTE, f"{say('meaning.other')}: {title}")
            self.meaning.setText(say(Message(f"reply.{cause.value}.meaning")))
            self.words.setExtraSelections([])
            self.decided.hide()
        else:
            self._say(Message("meaning.none_left.title"), Message("meaning.none_left"))
            self._offer_the_rest()
        self._page.context.announcer.announce(self.title.words)

    def _say(self, title: Message, meaning: Message) -> None:
        self.title.say(Sign.NOTE, self._page.say(title))
        self.meaning.setText(self._page.say(meaning))
        for button in (self.pick, self.without):
            button.hide()
        self.not_mine.show()

    def _offer_the_rest(self) -> None:
        for button in (self.pick, self.without):
            button.show()
        self.not_mine.hide()
        self.decided.hide()
        self.words.setExtraSelections([])

    def _mark(self, spans: Sequence[Span]) -> None:
        """Mark the words by colour, bold and line, and say them for whoever cannot see that."""
        text = self.words.toPlainText()
        marks, words = [], []
        for span in spans:
            if not 0 <= span.start < span.end <= len(text):
                continue
            mark = QTextEdit.ExtraSelection()
            mark.cursor = QTextCursor(self.words.document())
            mark.cursor.setPosition(span.start)
            mark.cursor.setPosition(span.end, QTextCursor.MoveMode.KeepAnchor)
            mark.format = _marked()
            marks.append(mark)
            words.append(" ".join(text[span.start : span.end].split()))
        self.words.setExtraSelections(marks)
        shown = ", ".join(f"“{word}”" for word in dict.fromkeys(words[:_MOST_WORDS]))
        self.decided.setText(self._page.say("meaning.decided", words=shown) if shown else "")
        self.decided.setVisible(bool(shown))


def _marked() -> QTextCharFormat:
    form = QTextCharFormat()
    form.setFontWeight(QFont.Weight.Bold)
    form.setFontUnderline(True)
    return form
