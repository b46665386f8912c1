"""A state in words with a sign beside it: shape, colour and word all say the same."""

from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.colours import Colours
from ui.dress import theme
from ui.theme import TextRole
from ui.widgets.text import Text
from wizard.vocabulary import Verdict


class Sign(StrEnum):
    """What is drawn beside a state."""

    FINE = "fine"
    ATTENTION = "attention"
    PROBLEM = "problem"
    COULD_NOT_CHECK = "could_not_check"
    SKIPPED = "skipped"
    NOT_STARTED = "not_started"
    RUNNING = "running"
    DONE = "done"
    NOTE = "note"

    @staticmethod
    def of(verdict: Verdict) -> "Sign":
        """The sign of a verdict."""
        return Sign(verdict.value)


class StatusIcon(QWidget):
    """The sign alone, as high as a line of text. Its word stands beside it, never missing."""

    def __init__(self, sign: Sign, size: int = 20, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign = sign
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_sign(self, sign: Sign) -> None:
        """Change the sign."""
        if sign is not self._sign:
            self._sign = sign
            self.update()

    def sizeHint(self) -> QSize:
        """Grows with the text."""
        side = theme().pixels(self._size)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """Never smaller than its size."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the sign."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(self.width(), self.height())
        painter.scale(side / 20, side / 20)
        draw_sign(painter, self._sign, theme().colours)


def draw_sign(painter: QPainter, sign: Sign, colours: Colours) -> None:
    """Draw a sign into a square of 20 by 20."""
    colour, inside = _colour(sign, colours), colours.card
    match sign:
        case Sign.FINE | Sign.DONE:
            _disc(painter, colour, filled=sign is Sign.FINE)
            stroke = inside if sign is Sign.FINE else colour
            _lines(painter, stroke, [(5.6, 10.4), (8.8, 13.5), (14.4, 7.0)])
        case Sign.ATTENTION:
            painter.setPen(QPen(colour, 2, j=Qt.PenJoinStyle.RoundJoin))
            painter.setBrush(colour)
            corners = [QPointF(10, 2.4), QPointF(18.4, 17.2), QPointF(1.6, 17.2)]
            painter.drawPolygon(QPolygonF(corners))
            _lines(painter, inside, [(10, 7.4), (10, 11.8)])
            _dot(painter, inside, 10, 14.9)
        case Sign.PROBLEM:
            _disc(painter, colour, filled=True)
            _lines(painter, inside, [(6.6, 6.6), (13.4, 13.4)])
            _lines(painter, inside, [(13.4, 6.6), (6.6, 13.4)])
        case Sign.COULD_NOT_CHECK:
            _disc(painter, colour, filled=False)
            _question_mark(painter, colour)
        case Sign.RUNNING:
            _disc(painter, colour, filled=False)
            for x in (6.0, 10.0, 14.0):
                _dot(painter, colour, x, 10)
        case Sign.NOTE:
            _disc(painter, colour, filled=False)
            _dot(painter, colour, 10, 6.2)
            _lines(painter, colour, [(10, 9.4), (10, 14.2)])
        case Sign.SKIPPED:
            _disc(painter, colour, filled=False)
            _lines(painter, colour, [(6.4, 10), (13.6, 10)])
        case Sign.NOT_STARTED:
            _disc(painter, colour, filled=False)


class StatusLine(QWidget):
    """A sign and its words on one line."""

    def __init__(
        self,
        sign: Sign,
        words: str,
        role: TextRole = TextRole.BODY,
        *,
        centred: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        self._icon = StatusIcon(sign)
        self._words = Text(words, role)
        middle, top = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignTop
        row.addWidget(self._icon, 0, middle if centred else top)
        row.addWidget(self._words, 1)

    def say(self, sign: Sign, words: str) -> None:
        """Change the state."""
        self._icon.show_sign(sign)
        if self._words.text() != words:
            self._words.setText(words)

    @property
    def words(self) -> str:
        """What it says now."""
        return self._words.text()


def _colour(sign: Sign, colours: Colours) -> QColor:
    match sign:
        case Sign.FINE:
            return colours.fine
        case Sign.ATTENTION:
            return colours.attention
        case Sign.PROBLEM:
            return colours.problem
        case Sign.RUNNING | Sign.DONE | Sign.NOTE:
            return colours.accent
        case Sign.NOT_STARTED:
            return colours.border
    return colours.muted


def _disc(painter: QPainter, colour: QColor, *, filled: bool) -> None:
    painter.setPen(QPen(colour, 1.8))
    painter.setBrush(colour if filled else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QRectF(1.5, 1.5, 17, 17))


def _lines(painter: QPainter, colour: QColor, points: list[tuple[float, float]]) -> None:
    pen = QPen(colour, 2.0)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points]))


def _dot(painter: QPainter, colour: QColor, x: float, y: float) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(QPointF(x, y), 1.25, 1.25)


def _question_mark(painter: QPainter, colour: QColor) -> None:
    pen = QPen(colour, 1.8)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawArc(QRectF(7.1, 4.9, 5.8, 5.4), -80 * 16, 260 * 16)
    painter.drawLine(QPointF(10.4, 10.2), QPointF(10.0, 11.8))
    _dot(painter, colour, 10, 14.8)
