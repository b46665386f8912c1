"""'Which number stands at the bottom left?': that screen in words, what to say, and its picture.

Without a caller's result the words alone are known; with one, our own page is drawn from it.
"""

from PySide6.QtGui import QIntValidator, QPixmap
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ui.accessible import identify
from ui.helpdesk.drawn import Drawn
from ui.helpdesk.picture import Picture, picture
from ui.helpdesk.recorded import state_of
from ui.theme import TextRole, Theme
from ui.widgets.card import Card
from ui.widgets.fields import Question
from ui.widgets.text import Exact, Muted, Text
from wizard.flow import State
from wizard.messages import Language
from wizard.support.helpdesk import View, screen_script

_LONGEST = 400


class ScreenPart(Card):
    """The field for the number, and what the caller sees there."""

    def __init__(self, language: Language, theme: Theme, identifier: str) -> None:
        super().__init__()
        self._say = language
        self._theme = theme
        self._view: View | None = None
        self._state: State | None = None
        self._build(identifier)

    def show_of(self, view: View, number: int) -> None:
        """Another caller: forget the one before, and show the screen they are likely on."""
        self._view, self._state = view, None
        self.number.setText("")
        self.number.setText(str(number))

    def show_screen(self, typed: str) -> None:
        """What the screen of this number shows, with the caller's values where they are known."""
        complete = len(typed) == 2
        found = screen_script(int(typed)) if complete and typed.isdigit() else None
        self._shown.setVisible(complete)
        if not complete:
            return
        if found is None:
            self.sees.setText(self._say("helpdesk.no_screen", number=typed))
        else:
            sees = self._say.render(found.sees)
            self.sees.setText(self._say("helpdesk.caller.sees", sees=sees))
        self._say_title.setVisible(found is not None)
        self.say_there.setVisible(found is not None)
        self.say_there.setText(self._say.render(found.say) if found else "")
        self._show_picture(int(typed) if found else 0)

    def _show_picture(self, number: int) -> None:
        say, view = self._say, self._view
        drawn = self._drawn(number)
        self.image.setVisible(drawn is not None)
        self.words.setVisible(drawn is not None)
        self.note.setVisible(bool(number))
        if drawn is None or view is None:
            missing = "none" if view else "no_result"
            self.note.setText(say(f"helpdesk.window.picture.{missing}"))
            self.image.show_pixmap(QPixmap())
            return
        kind = "report" if view.report else "code"
        self.note.setText(say(f"helpdesk.window.picture.{kind}"))
        self.image.show_pixmap(drawn.pixmap)
        name = say("helpdesk.window.picture.of", number=number, heading=drawn.heading[:_LONGEST])
        self.image.setAccessibleName(name)
        self.words.show_value("\n".join(drawn.words)[: _LONGEST * 4])

    def _drawn(self, number: int) -> Picture | None:
        if not number or self._view is None:
            return None
        if self._state is None:
            self._state = state_of(self._view)
        return picture(number, self._state, self._view.code, self._say, self._theme)

    def _build(self, identifier: str) -> None:
        say = self._say
        self._shown = QWidget()
        self.number = QLineEdit()
        self.number.setMaxLength(2)
        self.number.setMaximumWidth(self._theme.pixels(90))
        self.number.setValidator(QIntValidator(0, 99, self.number))
        hint = say("helpdesk.window.screen.hint")
        question = Question(say("helpdesk.window.screen"), self.number, identifier, hint)
        self.sees, self.say_there = Text(), Text("", TextRole.STRONG)
        self._say_title = Muted(say("helpdesk.page.say"))
        self.note = Muted()
        self.image = Drawn()
        identify(self.image, f"{identifier}_picture", say("helpdesk.window.picture"))
        self.words = Exact()
        shown = QVBoxLayout(self._shown)
        shown.setContentsMargins(0, 0, 0, 0)
        for widget in (self.sees, self._say_title, self.say_there, self.note, self.image):
            shown.addWidget(widget)
        shown.addWidget(self.words)
        self._shown.hide()
        self.number.textChanged.connect(self.show_screen)
        self.add(question, self._shown)
