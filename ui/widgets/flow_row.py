"""Widgets beside each other as long as there is room, then on the next line.

Text at twice its size, or a language with long words, must never push a button out of the window.
"""

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QApplication, QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Lines of widgets in reading order. From the widget at `right_from` on, they keep right."""

    def __init__(self, parent: QWidget, spacing: int = 4, right_from: int | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._right_from = right_from
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Qt adds an item."""
        self._items.append(item)

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item at a place."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take an item out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Takes no more than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Less width means more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all lines at this width."""
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Put everything in its place."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        """Everything on one line."""
        sizes = [item.sizeHint() for item in self._shown()]
        gaps = self.spacing() * max(0, len(sizes) - 1)
        width = sum(size.width() for size in sizes) + gaps
        height = max((size.height() for size in sizes), default=0)
        return self._with_margins(QSize(width, height))

    def minimumSize(self) -> QSize:
        """The widest widget alone."""
        sizes = [item.minimumSize() for item in self._shown()]
        width = max((size.width() for size in sizes), default=0)
        height = max((size.height() for size in sizes), default=0)
        return self._with_margins(QSize(width, height))

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _with_margins(self, size: QSize) -> QSize:
        margins: QMargins = self.contentsMargins()
        return size.grownBy(margins)

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        inside = rect.marginsRemoved(self.contentsMargins())
        lines: list[list[tuple[QLayoutItem, QSize]]] = [[]]
        used = 0
        for item in self._shown():
            size = _size_in(item, inside.width())
            if lines[-1] and used + self.spacing() + size.width() > inside.width():
                lines.append([])
                used = 0
            used += size.width() + (self.spacing() if lines[-1] else 0)
            lines[-1].append((item, size))
        y = inside.top()
        for line in lines:
            height = max((size.height() for _, size in line), default=0)
            if move:
                self._place(line, inside, y, height)
            y += height + self.spacing()
        margins = self.contentsMargins()
        return y - self.spacing() - inside.top() + margins.top() + margins.bottom()

    def _place(
        self, line: list[tuple[QLayoutItem, QSize]], inside: QRect, y: int, height: int
    ) -> None:
        left = inside.left()
        right_side = [one for one in line if self._keeps_right(one[0])]
        right = inside.right() + 1
        right -= sum(size.width() for _, size in right_side)
        right -= self.spacing() * max(0, len(right_side) - 1)
        mirrored = QApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for item, size in line:
            on_right = self._keeps_right(item)
            x = right if on_right else left
            place = QRect(QPoint(x, y + (height - size.height()) // 2), size)
            if mirrored:
                place.moveLeft(inside.left() + inside.right() - place.right())
            item.setGeometry(place)
            if on_right:
                right += size.width() + self.spacing()
            else:
                left += size.width() + self.spacing()

    def _keeps_right(self, item: QLayoutItem) -> bool:
        return self._right_from is not None and self._items.index(item) >= self._right_from


def _size_in(item: QLayoutItem, width: int) -> QSize:
    """The size an item wants, when there is only this width."""
    wanted = item.sizeHint()
    if wanted.width() <= width:
        return wanted
    height = item.heightForWidth(width) if item.hasHeightForWidth() else wanted.height()
    return QSize(max(width, item.minimumSize().width()), height)


def flow_row(*widgets: QWidget, spacing: int = 4) -> QWidget:
    """Widgets beside each other, as far left as they go."""
    row = QWidget()
    layout = FlowLayout(row, spacing)
    for widget in widgets:
        layout.addWidget(widget)
    return row
