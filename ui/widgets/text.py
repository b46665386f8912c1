"""Labels: plain text, wrapped, sized by role; `Exact` ones show values as they are."""

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.dress import dress
from ui.theme import TextRole

_BREAK = "\u200b"
_BREAK_AFTER = re.compile(r"([/.@?&=_-])(?=\S)")
_SHORT = 20


class Text(QLabel):
    """A sentence. Plain text: what a server said can never become markup."""

    def __init__(
        self,
        text: str = "",
        role: TextRole = TextRole.BODY,
        *,
        tone: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setText(text)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if tone:
            self.setProperty("tone", tone)
        dress(self, role)


class Heading(Text):
    """The one heading of a page."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text, TextRole.HEADING)

    def setText(self, text: str) -> None:
        """The words are the name too: a heading made before its words are known has none."""
        super().setText(text)
        self.setAccessibleName(text)


class Subheading(Text):
    """The heading of a part of a page."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text, TextRole.SUBHEADING)


class Muted(Text):
    """A hint or an aside."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text, TextRole.SMALL, tone="muted")


class Exact(Text):
    """A value in nobody's language: a server name, a version, an address.

    Long words may break after their signs; screen readers get the value as it is.
    """

    def __init__(self, text: str = "", role: TextRole = TextRole.BODY) -> None:
        super().__init__("", role)
        self.setProperty("exact", True)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.show_value(text)

    def show_value(self, value: str) -> None:
        """Change the value."""
        self.value = value
        self.setText(_BREAK_AFTER.sub(f"\\1{_BREAK}", value) if len(value) > _SHORT else value)
        self.setAccessibleName(value)
