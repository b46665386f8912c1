"""Buttons: one primary a page, the others quieter. Enter presses what has the focus.

The focus ring is drawn outside the button, in the margin the style sheet leaves for it, so that
it stands out from the window whatever colour the button has.
"""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

from ui.accessible import identify
from ui.dress import theme

LEAST_SIDE = 32  # logical pixels; WCAG 2.2 asks for 24
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Button(QPushButton):
    """A button. `kind`: primary, secondary, quiet (in the frame), link (leads on), row."""

    def __init__(
        self,
        label: str,
        identifier: str,
        kind: str = "secondary",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, parent)
        self._label = label
        self._number: int | None = None
        self.setProperty("kind", kind)
        policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        identify(self, identifier)

    @property
    def label(self) -> str:
        """The label without the number of phone mode."""
        return self._label

    def set_label(self, label: str) -> None:
        """Change the words on it; the number of phone mode stays."""
        self._label = label
        self._show_label()

    def set_number(self, number: int | None) -> None:
        """Phone mode: show a number by which it can be named."""
        self._number = number
        self._show_label()

    def set_kind(self, kind: str) -> None:
        """Change how loud it is."""
        if self.property("kind") != kind:
            self.setProperty("kind", kind)
            self.style().unpolish(self)
            self.style().polish(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, as people expect."""
        if event.key() in _ENTER:
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """One line, unless that is wider than a column of text."""
        one_line = self.fontMetrics().horizontalAdvance(_without_mnemonic(self.text()))
        return self._outside(min(one_line + 4, theme().column_width - 60))

    def minimumSizeHint(self) -> QSize:
        """As wide as the longest word, as high as one line."""
        words = _without_mnemonic(self.text()).split() or [""]
        longest = max(self.fontMetrics().horizontalAdvance(word) for word in words)
        width = self._outside(longest + 2).width()
        return QSize(width, self._outside(10 * theme().column_width).height())

    def hasHeightForWidth(self) -> bool:
        """Long labels are wrapped."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of the label at this width, and what is around it."""
        return self._outside(width - self._extra().width()).height()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The button, its label on as many lines as it needs, the ring while it has the focus."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        label, option.text = option.text, ""
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        inside = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self)
        painter.setPen(self._ink())
        painter.drawText(inside, self._flags(), label)
        if self.hasFocus():
            draw_focus_ring(painter, QRectF(self.rect()))

    def _ink(self) -> QColor:
        colours = theme().colours
        kind = self.property("kind")
        if kind == "primary":
            return colours.on_accent
        return colours.accent if kind == "link" else colours.text

    def _flags(self) -> int:
        side = Qt.AlignmentFlag.AlignHCenter
        if self.property("kind") == "link":
            right_to_left = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            side = Qt.AlignmentFlag.AlignRight if right_to_left else Qt.AlignmentFlag.AlignLeft
        wrapped = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextShowMnemonic
        return int(side | Qt.AlignmentFlag.AlignVCenter) | int(wrapped)

    def _extra(self) -> QSize:
        """Padding, border and margin that the style puts around the label."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        whole = QSize(400, 200)
        option.rect = QRect(QPoint(0, 0), whole)
        inside = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self)
        return whole - inside.size()

    def _outside(self, inside_width: int) -> QSize:
        room = QRect(0, 0, max(1, inside_width), 10_000)
        text = self.fontMetrics().boundingRect(room, self._flags(), self.text())
        size = QSize(inside_width, max(text.height(), theme().pixels(22))) + self._extra()
        return size.expandedTo(QSize(LEAST_SIDE, LEAST_SIDE))

    def _show_label(self) -> None:
        number = f"{self._number}  " if self._number is not None else ""
        self.setText(number + self._label)


def _without_mnemonic(label: str) -> str:
    return label.replace("&&", "\0").replace("&", "").replace("\0", "&")


def draw_focus_ring(painter: QPainter, around: QRectF) -> None:
    """A ring of two pixels in the text colour, at the edge of the widget."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme().colours.text, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(around.adjusted(1, 1, -1, -1), 10, 10)
