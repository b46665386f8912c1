"""Check boxes and radio buttons: a box that grows with the text, and a label that wraps."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QSizePolicy

from ui.accessible import identify
from ui.dress import dress, theme
from ui.theme import TextRole
from ui.widgets.button import LEAST_SIDE, draw_focus_ring

_GAP, _EDGE = 10, 5
_WRAPPED = int(Qt.TextFlag.TextWordWrap) | int(Qt.TextFlag.TextShowMnemonic)


class CheckBox(QCheckBox):
    """A question that is answered by yes or no."""

    def __init__(self, label: str, identifier: str, hint: str = "") -> None:
        super().__init__(label)
        _prepare(self, identifier, hint)

    def sizeHint(self) -> QSize:
        """One line, unless that is wider than a column of text."""
        return _size(self, theme().column_width - 60)

    def minimumSizeHint(self) -> QSize:
        """The longest word."""
        return _least_size(self)

    def hasHeightForWidth(self) -> bool:
        """Long labels are wrapped."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of the wrapped label."""
        return _size(self, width).height()

    def hitButton(self, _at: object) -> bool:
        """The label belongs to it."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The box with its tick, and the label."""
        painter = QPainter(self)
        box = _draw(self, painter)
        _draw_box(painter, box, checked=self.isChecked())


class RadioButton(QRadioButton):
    """One of several answers."""

    def __init__(self, label: str, identifier: str, hint: str = "") -> None:
        super().__init__(label)
        _prepare(self, identifier, hint)

    def sizeHint(self) -> QSize:
        """One line, unless that is wider than a column of text."""
        return _size(self, theme().column_width - 60)

    def minimumSizeHint(self) -> QSize:
        """The longest word."""
        return _least_size(self)

    def hasHeightForWidth(self) -> bool:
        """Long labels are wrapped."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of the wrapped label."""
        return _size(self, width).height()

    def hitButton(self, _at: object) -> bool:
        """The label belongs to it."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The circle with its dot, and the label."""
        painter = QPainter(self)
        circle = _draw(self, painter)
        _draw_circle(painter, circle, checked=self.isChecked())


def _prepare(button: QAbstractButton, identifier: str, hint: str) -> None:
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    button.setSizePolicy(policy)
    dress(button, TextRole.BODY)
    identify(button, identifier, button.text().replace("&", ""), hint)


def _side() -> int:
    return theme().pixels(20)


def _before_label() -> int:
    return _EDGE + _side() + _GAP


def _size(button: QAbstractButton, width: int) -> QSize:
    metrics = button.fontMetrics()
    one_line = metrics.horizontalAdvance(button.text()) + 4
    room = min(one_line, max(1, width - _before_label() - _EDGE))
    text = metrics.boundingRect(QRect(0, 0, room, 10_000), _WRAPPED, button.text())
    height = max(text.height(), _side()) + 2 * _EDGE
    return QSize(_before_label() + room + _EDGE, max(height, LEAST_SIDE))


def _least_size(button: QAbstractButton) -> QSize:
    words = button.text().split() or [""]
    longest = max(button.fontMetrics().horizontalAdvance(word) for word in words)
    return QSize(_before_label() + longest + _EDGE, LEAST_SIDE)


def _draw(button: QAbstractButton, painter: QPainter) -> QRectF:
    """The label and the focus ring; returns where the sign belongs."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(theme().colours.text)
    right_to_left = button.layoutDirection() == Qt.LayoutDirection.RightToLeft
    before, side = _before_label(), _side()
    room = button.rect().adjusted(
        _EDGE if right_to_left else before, 0, -before if right_to_left else -_EDGE, 0
    )
    start = Qt.AlignmentFlag.AlignRight if right_to_left else Qt.AlignmentFlag.AlignLeft
    flags = int(start | Qt.AlignmentFlag.AlignVCenter) | _WRAPPED
    painter.drawText(room, flags, button.text())
    if button.hasFocus():
        draw_focus_ring(painter, QRectF(button.rect()))
    x = button.width() - _EDGE - side if right_to_left else _EDGE
    return QRectF(x, (button.height() - side) / 2, side, side).adjusted(1.5, 1.5, -1.5, -1.5)


def _draw_box(painter: QPainter, box: QRectF, *, checked: bool) -> None:
    colours = theme().colours
    painter.setPen(QPen(colours.accent if checked else colours.border, 1.6))
    painter.setBrush(colours.accent if checked else colours.base)
    painter.drawRoundedRect(box, 4, 4)
    if checked:
        pen = QPen(colours.on_accent, box.width() / 8)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        points = ((0.24, 0.52), (0.43, 0.71), (0.77, 0.32))
        at = [QPointF(box.x() + box.width() * x, box.y() + box.height() * y) for x, y in points]
        painter.drawPolyline(QPolygonF(at))


def _draw_circle(painter: QPainter, circle: QRectF, *, checked: bool) -> None:
    colours = theme().colours
    painter.setPen(QPen(colours.accent if checked else colours.border, 1.6))
    painter.setBrush(colours.base)
    painter.drawEllipse(circle)
    if checked:
        quarter = circle.width() / 4
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.accent)
        painter.drawEllipse(circle.adjusted(quarter, quarter, -quarter, -quarter))
