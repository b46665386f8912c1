"""A question: its label, a hint, the field, and what is wrong with the answer."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QVBoxLayout, QWidget

from ui.accessible import identify
from ui.dress import dress, theme
from ui.theme import TextRole
from ui.widgets.text import Muted, Text


class Question(QWidget):
    """A labelled field. The label is the field's name; hint and trouble are its description."""

    def __init__(self, label: str, field: QWidget, identifier: str, hint: str = "") -> None:
        super().__init__()
        self.field = field
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._label = Text(label, TextRole.STRONG)
        self._label.setBuddy(field)
        self._hint = hint
        self.trouble = Text("", TextRole.STRONG, tone="problem")
        self.trouble.hide()
        column.addWidget(self._label)
        if hint:
            column.addWidget(Muted(hint))
        column.addWidget(self.trouble)
        dress(field, TextRole.BODY)
        column.addWidget(field)
        identify(field, identifier, label, hint)

    def complain(self, text: str) -> None:
        """Say beside the field what has to be changed; '' takes it back."""
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))
        self.field.setProperty("trouble", bool(text))
        self.field.style().unpolish(self.field)
        self.field.style().polish(self.field)
        self.field.setAccessibleDescription(" ".join(part for part in (text, self._hint) if part))


class Choice(QComboBox):
    """A list to choose from, with an arrow in the text colour."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(16)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, and an arrow head at its end."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme().colours.text, 2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        right_to_left = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = 20.0 if right_to_left else self.width() - 20.0
        box = QRectF(x - 5, self.height() / 2 - 2.5, 10, 5)
        painter.drawPolyline([box.topLeft(), QPointF(x, box.bottom()), box.topRight()])


class LongAnswer(QPlainTextEdit):
    """Several lines to type or paste; Tab leaves it."""

    def __init__(self, lines: int) -> None:
        super().__init__()
        self._lines = lines
        self.setTabChangesFocus(True)
        self._fit()
        theme().changed.connect(self._fit)

    def _fit(self) -> None:
        font = theme().font(TextRole.BODY)
        self.setFont(font)
        self.setFixedHeight(self._lines * self.fontMetrics().lineSpacing() + 34)
