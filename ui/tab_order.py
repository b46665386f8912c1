"""Tab goes through the window in reading order, whatever the order in which its parts were made."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLayout, QScrollArea, QWidget

from ui.frame import Footer


def keep_reading_order(
    window: QWidget, above: Sequence[QWidget], page: QWidget, footer: Footer
) -> None:
    """Header, page, footer; inside each as the layouts put it."""
    chain = [w for part in (*above, page) for w in in_reading_order(part)]
    chain += footer.controls()
    for before, after in pairwise(chain):
        if before.window() is window and after.window() is window:
            QWidget.setTabOrder(before, after)


def in_reading_order(widget: QWidget) -> Iterator[QWidget]:
    """Everything inside that can have the focus, in the order of the layouts."""
    if widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
        yield widget
    if isinstance(widget, QScrollArea):
        inside = widget.widget()
        if inside is not None:
            yield from in_reading_order(inside)
        return
    layout = widget.layout()
    if layout is not None:
        yield from _in_layout(layout)


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for index in _places(layout):
        item = layout.itemAt(index)
        assert item is not None
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield from in_reading_order(widget)
        elif inner is not None:
            yield from _in_layout(inner)


def _places(layout: QLayout) -> list[int]:
    """Positions of a layout in reading order; a grid keeps its items as they were added."""
    places = list(range(layout.count()))
    if isinstance(layout, QGridLayout):
        places.sort(key=lambda index: layout.getItemPosition(index)[:2])  # type: ignore[index]
    return places
