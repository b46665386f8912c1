"""The frame around every page: the header, the practice banner, the footer with its fixed places.

The screen number stands at the bottom left of every screen; Back and the way on at the bottom
right. Header and footer never move, so that a voice on the phone can say where things are.
"""

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from ui.context import Context
from ui.dress import theme
from ui.theme import TextRole
from ui.widgets.button import Button
from ui.widgets.flow_row import FlowLayout
from ui.widgets.status import Sign, StatusLine
from ui.widgets.text import Text
from wizard.resources import resource


class Header(QFrame):
    """The program's name, help on the phone, and the text size."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("surface", "header")
        self._context = context
        row = FlowLayout(self, spacing=10, right_from=2)
        row.setContentsMargins(20, 4, 12, 4)
        self._icon = QLabel()
        name = Text(context.say("window.name"), TextRole.STRONG)
        name.setWordWrap(False)
        self.phone = Button(context.say("window.phone_help"), "window.phone", "quiet")
        self.larger = Button(context.say("window.larger_text"), "window.larger", "quiet")
        row.addWidget(self._icon)
        row.addWidget(name)
        row.addWidget(self.phone)
        row.addWidget(self.larger)
        self.fit()

    def fit(self) -> None:
        """Follow the text size."""
        side = theme().pixels(22)
        name = "icons/sendagain-128.png" if side > 32 else "icons/sendagain-48.png"
        self._icon.setPixmap(QIcon(str(resource(name))).pixmap(side, side))
        largest = theme().is_largest
        self.larger.set_label(
            self._context.say("window.normal_text" if largest else "window.larger_text")
        )

    def show_phone(self, on: bool) -> None:
        """Phone mode is on or off."""
        self.phone.set_label(self._context.say("window.phone_leave" if on else "window.phone_help"))


class PracticeBanner(QFrame):
    """Says on every screen that this is practice, in words."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("surface", "banner")
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 4, 12, 4)
        self._line = StatusLine(
            Sign.NOTE, context.say("window.practice"), TextRole.STRONG, centred=True
        )
        self.leave = Button(context.say("window.practice_leave"), "window.practice_leave", "quiet")
        row.addWidget(self._line, 1)
        row.addWidget(self.leave)


class SupportLine(QFrame):
    """Who helps, on every screen: the organisation's helpdesk, its number and its hours."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("surface", "footer")
        self._context = context
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 4, 16, 0)
        self.words = Text("", tone="muted")
        row.addWidget(self.words)
        self.hide()

    def show_helpdesk(self, name: str, phone: str, hours: str) -> None:
        """Show what is known; nothing when nobody can be called."""
        say = self._context.say
        helpdesk = say("window.helpdesk", name=name) if name else say("window.helpdesk.own")
        reached = say("window.helpdesk.hours", phone=phone, hours=hours) if hours else phone
        self.words.setText(say("window.helpdesk.line", helpdesk=helpdesk, reached=reached))
        self.setVisible(bool(phone))


class Footer(QFrame):
    """The screen number, Back, and the one way on."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("surface", "footer")
        self._context = context
        row = FlowLayout(self, spacing=6, right_from=1)
        row.setContentsMargins(12, 8, 16, 8)
        self.where = Button("", "window.where", "quiet")
        self.where.setAccessibleDescription(context.say("window.where.hint"))
        self.stop = Button("", "window.stop", "secondary")
        self.back = Button(context.say("window.back"), "window.back", "secondary")
        self.forward = Button("", "window.continue", "primary")
        row.addWidget(self.where)
        row.addWidget(self.back)
        row.addWidget(self.stop)
        row.addWidget(self.forward)

    def controls(self) -> tuple[QWidget, ...]:
        """The buttons in reading order."""
        return (self.where, self.back, self.stop, self.forward)

    def show_number(self, number: int) -> None:
        """The number by which people on the phone name this screen."""
        self.where.set_label(self._context.say("window.screen", number=number))
