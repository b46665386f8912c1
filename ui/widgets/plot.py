"""A picture of figures over time: lines, steps, a limit; colours never say anything alone.

Every series has a shape of its own, and the whole picture a text that says the same, which
screen readers get as its description.
"""

import math
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.accessible import PICTURE, identify
from ui.dress import dress, theme
from ui.theme import TextRole

_HEIGHT, _DOT, _PAD = 190, 4.0, 8
_LEGEND_SIGN = 42
_WANTED_TICKS = 4
_ROUND_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


class Shape(StrEnum):
    """How a series is drawn."""

    LINE = "line"  # a line through round dots
    DASHED = "dashed"  # a broken line through squares
    AREA = "area"  # a line without dots, filled below
    LIMIT = "limit"  # a thick dotted line
    CROSS = "cross"  # crosses alone


class Series(NamedTuple):
    """Points that belong together, in the order of time."""

    name: str
    shape: Shape
    points: tuple[tuple[float, float], ...]


class Tick(NamedTuple):
    """A place on an axis, and what stands there."""

    at: float
    label: str


class Plot(QWidget):
    """The picture. It has no controls and never takes the focus."""

    def __init__(self, identifier: str) -> None:
        super().__init__()
        self._series: tuple[Series, ...] = ()
        self._across: tuple[Tick, ...] = ()
        self._up: tuple[Tick, ...] = ()
        self._lines_below = 0
        dress(self, TextRole.SMALL)
        self.setProperty(PICTURE, True)
        identify(self, identifier)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self._fit)

    def show_series(
        self, series: Sequence[Series], across: Sequence[Tick], up: Sequence[Tick]
    ) -> None:
        """Draw these; the ticks are where the axes have labels, the last is the end."""
        self._series = tuple(one for one in series if one.points)
        self._across, self._up = tuple(across), tuple(up)
        self._fit()

    def describe(self, name: str, text: str) -> None:
        """What the picture shows, for whoever does not see it."""
        self.setAccessibleName(name)
        self.setAccessibleDescription(text)

    def sizeHint(self) -> QSize:
        """As wide as there is room; higher with larger text."""
        legend = len(self._series) * self._line()
        return QSize(theme().pixels(320), theme().pixels(_HEIGHT) + self._line() + legend)

    def minimumSizeHint(self) -> QSize:
        """Narrow windows get a narrow picture."""
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Axes, series, legend."""
        if not self._series or not self._up:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = self._room()
        self._draw_axes(painter, room)
        for index, series in enumerate(self._series):
            self._draw_series(painter, room, series, _colour(series.shape))
            self._draw_legend(painter, index, series)

    def _fit(self) -> None:
        self.setFixedHeight(self.sizeHint().height())
        self.updateGeometry()
        self.update()

    def _line(self) -> int:
        return self.fontMetrics().lineSpacing() + 4

    def _room(self) -> QRectF:
        """Where the figures are drawn: right of the upward labels, above the lower ones."""
        metrics = self.fontMetrics()
        left = max((metrics.horizontalAdvance(tick.label) for tick in self._up), default=0)
        left += round(_PAD + _DOT)
        below = self._line() * (len(self._series) + 1) + _PAD
        top = self._line() / 2
        return QRectF(left, top, max(20, self.width() - left - _PAD), self.height() - below - top)

    def _place(self, room: QRectF, point: tuple[float, float]) -> QPointF:
        first, last = self._across[0].at, self._across[-1].at
        most = self._up[-1].at or 1.0
        x = (point[0] - first) / (last - first) if last > first else 0.5
        y = min(1.0, point[1] / most)
        return QPointF(room.left() + x * room.width(), room.bottom() - y * room.height())

    def _draw_axes(self, painter: QPainter, room: QRectF) -> None:
        colours, line = theme().colours, self._line()
        for tick in self._up:
            y = self._place(room, (self._across[0].at, tick.at)).y()
            painter.setPen(QPen(colours.line, 1))
            painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))
            painter.setPen(colours.muted)
            label = QRectF(0, y - line / 2, room.left() - _PAD, line)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(label, int(right), tick.label)
        self._draw_labels_below(painter, room)

    def _draw_labels_below(self, painter: QPainter, room: QRectF) -> None:
        """The first and the last always; those between only where there is room."""
        metrics, free_from = self.fontMetrics(), 0.0
        ticks = self._across
        widths = [metrics.horizontalAdvance(tick.label) for tick in ticks]
        last_left = self.width() - widths[-1]
        for number, (tick, width) in enumerate(zip(ticks, widths, strict=True)):
            middle = self._place(room, (tick.at, 0)).x()
            left = min(max(0.0, middle - width / 2), self.width() - width)
            is_last = number == len(ticks) - 1
            if left < free_from or (not is_last and number and left + width + _PAD > last_left):
                continue
            painter.drawText(QPointF(left, room.bottom() + metrics.ascent() + 4), tick.label)
            free_from = left + width + _PAD

    def _draw_series(self, painter: QPainter, room: QRectF, series: Series, colour: QColor) -> None:
        points = [self._place(room, point) for point in series.points]
        if series.shape is Shape.AREA:
            below = QColor(colour)
            below.setAlphaF(0.16)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(below)
            ends = [QPointF(points[-1].x(), room.bottom()), QPointF(points[0].x(), room.bottom())]
            painter.drawPolygon(QPolygonF([*points, *ends]))
        _draw(painter, points, series.shape, colour)

    def _draw_legend(self, painter: QPainter, index: int, series: Series) -> None:
        line, metrics = self._line(), self.fontMetrics()
        top = self.height() - line * (len(self._series) - index)
        middle = top + line / 2
        ends = [QPointF(x, middle) for x in (4, _LEGEND_SIGN / 2 - 3, _LEGEND_SIGN - 10)]
        sign = ends[1:2] if series.shape is Shape.CROSS else ends
        _draw(painter, sign, series.shape, _colour(series.shape))
        painter.setPen(theme().colours.text)
        room = self.width() - _LEGEND_SIGN
        words = metrics.elidedText(series.name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QPointF(_LEGEND_SIGN, middle + metrics.ascent() / 2 - 2), words)


def round_ticks(most: float) -> tuple[float, ...]:
    """Round figures from 0 up to at least `most`, about five of them."""
    if most <= 0:
        return (0.0, 1.0)
    rough = most / _WANTED_TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * each for each in _ROUND_STEPS if power * each >= rough * 0.999)
    return tuple(number * step for number in range(math.ceil(most / step - 1e-9) + 1))


def _colour(shape: Shape) -> QColor:
    colours = theme().colours
    match shape:
        case Shape.DASHED:
            return colours.attention
        case Shape.LIMIT:
            return colours.text
        case Shape.CROSS:
            return colours.problem
    return colours.accent


def _draw(painter: QPainter, points: Sequence[QPointF], shape: Shape, colour: QColor) -> None:
    pen = QPen(colour, 3 if shape is Shape.LIMIT else 2)
    if shape is Shape.DASHED:
        pen.setStyle(Qt.PenStyle.DashLine)
    elif shape is Shape.LIMIT:
        pen.setStyle(Qt.PenStyle.DotLine)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if shape is not Shape.CROSS:
        painter.drawPolyline(QPolygonF(list(points)))
    if shape in (Shape.AREA, Shape.LIMIT):
        return
    painter.setPen(QPen(colour, 2))
    painter.setBrush(colour)
    for point in points:
        _draw_sign(painter, point, shape)


def _draw_sign(painter: QPainter, at: QPointF, shape: Shape) -> None:
    d = _DOT
    if shape is Shape.LINE:
        painter.drawEllipse(at, d - 1, d - 1)
    elif shape is Shape.DASHED:
        painter.drawRect(QRectF(at.x() - d + 1, at.y() - d + 1, 2 * d - 2, 2 * d - 2))
    else:
        painter.drawLine(QPointF(at.x() - d, at.y() - d), QPointF(at.x() + d, at.y() + d))
        painter.drawLine(QPointF(at.x() - d, at.y() + d), QPointF(at.x() + d, at.y() - d))
