"""Buttons: one primary a page, the others quieter. Enter presses what has the focus.

They draw themselves, so that long labels wrap and the focus ring lies outside the body, where it
stands out from the window whatever colour the button has.
"""

import msgspec
from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui.accessible import identify
from ui.dress import theme

LEAST_SIDE = 32  # logical pixels; WCAG 2.2 asks for 24
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Margins(msgspec.Struct, frozen=True):
    """Pixels: outside the body (where the focus ring is), and between its edge and the label."""

    margin: int
    beside: int
    above: int


class _Look(msgspec.Struct, frozen=True):
    fill: QColor | None
    edge: QColor | None
    ink: QColor


_ROUND = 8.0
_MARGINS = {
    "primary": _Margins(4, 19, 9),
    "secondary": _Margins(4, 19, 9),
    "quiet": _Margins(4, 11, 6),
    "link": _Margins(3, 5, 5),
    "row": _Margins(0, 0, 0),
}


class Button(QPushButton):
    """A button. `kind`: primary, secondary, quiet (in the frame), link (leads on), row.

    `leading` is room before the label, for whoever draws something there.
    """

    leading = 0

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
        self._kind = kind
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

    @property
    def kind(self) -> str:
        """How loud it is."""
        return self._kind

    def set_kind(self, kind: str) -> None:
        """Change how loud it is."""
        if self._kind != kind:
            self._kind = kind
            self.updateGeometry()
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, as people expect."""
        if event.key() in _ENTER:
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """One line, unless that is wider than a column of text."""
        # Measured as it is drawn: the underlined letter is not drawn closer to the next one.
        shown = int(Qt.TextFlag.TextSingleLine) | int(Qt.TextFlag.TextShowMnemonic)
        one_line = self.fontMetrics().size(shown, self.text()).width()
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
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = self._look()
        margin = self._margins.margin
        body = QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)
        painter.setPen(QPen(look.edge, 1) if look.edge else Qt.PenStyle.NoPen)
        painter.setBrush(look.fill if look.fill else Qt.BrushStyle.NoBrush)
        half = 0.5 if look.edge else 0.0
        painter.drawRoundedRect(body.adjusted(half, half, -half, -half), _ROUND, _ROUND)
        painter.setPen(look.ink)
        painter.drawText(self._inside(), self._flags(), self.text())
        if self.hasFocus():
            draw_focus_ring(painter, QRectF(self.rect()))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Look as if it could be pressed."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Look as before."""
        super().leaveEvent(event)
        self.update()

    def _look(self) -> "_Look":
        colours = theme().colours
        over, down = self.underMouse(), self.isDown()
        if self._kind == "primary":
            fill = colours.accent_hover if over or down else colours.accent
            return _Look(fill, None, colours.on_accent)
        tinted = colours.line if down else colours.tint if over else None
        if self._kind == "secondary":
            return _Look(tinted or colours.button, colours.border, colours.text)
        return _Look(tinted, None, colours.accent if self._kind == "link" else colours.text)

    def _flags(self) -> int:
        side = Qt.AlignmentFlag.AlignHCenter
        if self._kind == "link":
            right_to_left = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            side = Qt.AlignmentFlag.AlignRight if right_to_left else Qt.AlignmentFlag.AlignLeft
        wrapped = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextShowMnemonic
        return int(side | Qt.AlignmentFlag.AlignVCenter) | int(wrapped)

    @property
    def _margins(self) -> "_Margins":
        return _MARGINS[self._kind]

    def _inside(self) -> QRect:
        """Where the label is."""
        extra, more = self._extra(), self.leading if self._kind == "link" else 0
        left, top = (extra.width() - more) // 2, extra.height() // 2
        room = self.rect().adjusted(left + more, top, -left, -top)
        if more and self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            room = self.rect().adjusted(left, top, -left - more, -top)
        return room

    def _extra(self) -> QSize:
        """Margin and padding around the label."""
        margins = self._margins
        grow = 1 + (theme().text_scale - 1) * 0.6
        side = 2 * (margins.margin + round(margins.beside * grow)) + self.leading
        return QSize(side, 2 * (margins.margin + round(margins.above * grow)))

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
