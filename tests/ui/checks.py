"""What every page must keep, whatever it shows. Each check returns what is wrong, in words."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QImage, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QPushButton,
    QRadioButton,
    QWidget,
)

from tests.ui.driving import Driver
from ui.colours import contrast
from ui.widgets.button import Button
from ui.widgets.text import Exact, Heading

LEAST_TARGET = 24
TEXT_CONTRAST = 4.5
_ROLE = QAccessible.Role
_ZONE = 100_000
_NO_ROLES = (_ROLE.NoRole, _ROLE.Client)
_PAIRS = (
    (QPalette.ColorRole.WindowText, QPalette.ColorRole.Window),
    (QPalette.ColorRole.Text, QPalette.ColorRole.Base),
    (QPalette.ColorRole.ButtonText, QPalette.ColorRole.Button),
    (QPalette.ColorRole.HighlightedText, QPalette.ColorRole.Highlight),
    (QPalette.ColorRole.PlaceholderText, QPalette.ColorRole.Base),
)


def visible(driver: Driver, kind: type[QWidget] = QWidget) -> Iterator[QWidget]:
    """Every widget of a kind that the window shows now."""
    for widget in driver.window.findChildren(kind):
        if widget.isVisible():
            yield widget


def tab_stops(driver: Driver) -> list[QWidget]:
    """Everything that Tab can come to; of radio buttons that is the chosen one."""
    return [
        w
        for w in visible(driver)
        if w.focusPolicy() & Qt.FocusPolicy.TabFocus
        and w.isEnabled()
        and not (isinstance(w, QRadioButton) and not w.isChecked())
    ]


def unnamed(driver: Driver) -> list[str]:
    """Controls without a name, a role or an identifier."""
    wrong = []
    for widget in tab_stops(driver):
        interface = QAccessible.queryAccessibleInterface(widget)
        name = interface.text(QAccessible.Text.Name)
        identifier = widget.accessibleIdentifier()
        if not name or interface.role() in _NO_ROLES or "." not in identifier:
            wrong.append(f"{type(widget).__name__} {identifier!r} {name!r} {interface.role()}")
    return wrong


def misnamed(driver: Driver) -> list[str]:
    """Buttons whose name does not hold their visible label (WCAG 2.5.3)."""
    wrong = []
    for button in visible(driver, QAbstractButton):
        label = button.text().replace("&", "").strip()
        name = QAccessible.queryAccessibleInterface(button).text(QAccessible.Text.Name)
        if label and label not in name:
            wrong.append(f"{label!r} is called {name!r}")
    return wrong


def headings(driver: Driver) -> list[str]:
    """The headings that screen readers see on this page."""
    found = []
    for label in visible(driver, QLabel):
        interface = QAccessible.queryAccessibleInterface(label)
        if interface is not None and interface.role() == _ROLE.Heading:
            found.append(interface.text(QAccessible.Text.Name))
            assert isinstance(label, Heading)
    return found


def small_targets(driver: Driver) -> list[str]:
    """Controls smaller than 24 by 24 pixels."""
    return [
        f"{w.accessibleIdentifier()} {w.width()}x{w.height()}"
        for w in tab_stops(driver)
        if w.width() < LEAST_TARGET or w.height() < LEAST_TARGET
    ]


def out_of_order(driver: Driver, *, right_to_left: bool = False) -> list[str]:
    """Places where Tab goes against the reading order, and controls that it never comes to."""
    driver.window.page.verticalScrollBar().setValue(0)
    stops = tab_stops(driver)
    first = stops[0]
    first.setFocus()
    order: list[QWidget] = []
    for _ in range(len(stops) + 5):
        focused = driver.focused
        if focused is None or focused in order:
            break
        order.append(focused)
        driver.press(Qt.Key.Key_Tab)
    driver.window.page.verticalScrollBar().setValue(0)
    driver.app.processEvents()
    start = min(range(len(order)), key=lambda n: _place(driver, order[n]).top())
    order = order[start:] + order[:start]
    wrong = [f"never reached: {w.accessibleIdentifier()}" for w in stops if w not in order]
    places = [_place(driver, w) for w in order]
    for before, after, widget in zip(places, places[1:], order[1:], strict=False):
        beside = after.top() < before.bottom() and before.top() < after.bottom()
        backward = after.left() < before.left() if not right_to_left else after > before
        if after.bottom() <= before.top() or (beside and backward):
            wrong.append(f"{widget.accessibleIdentifier()} comes too late")
    return wrong


def pale_palette(palette: QPalette) -> list[str]:
    """Pairs of palette colours that are too close to each other."""
    wrong = []
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
        for front, back in _PAIRS:
            ratio = contrast(palette.color(group, front), palette.color(group, back))
            if ratio < TEXT_CONTRAST:
                wrong.append(f"{front.name} on {back.name}: {ratio:.1f}")
    return wrong


def pale_texts(driver: Driver) -> list[str]:
    """Labels and buttons whose darkest and lightest drawn colours are too close."""
    window = driver.window
    image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    wrong = []
    for widget in (*visible(driver, QLabel), *visible(driver, QPushButton)):
        text = widget.text()
        shown = _shown_part(driver, widget)
        if not text.strip() or shown.size() != widget.size():
            continue  # scrolled out of sight, at least in part
        ratio = _drawn_contrast(image, shown)
        if ratio < TEXT_CONTRAST:
            wrong.append(f"{text[:40]!r}: {ratio:.1f}")
    return wrong


def clipped(driver: Driver) -> list[str]:
    """Texts that do not fit into their widget, and a page that does not fit into the window."""
    page = driver.window.page
    inside = page.widget()
    wrong = [*_clipped_buttons(driver), *_clipped_labels(driver)]
    if inside is not None and inside.width() > page.viewport().width():
        wrong.append(f"the page is wider than the window: {inside.width()}")
    return wrong


def _clipped_buttons(driver: Driver) -> Iterator[str]:
    for button in visible(driver, QAbstractButton):
        if button.height() < button.heightForWidth(button.width()):
            yield f"button {button.text()!r} is too low"
        if button.width() < button.minimumSizeHint().width():
            yield f"button {button.text()!r} is too narrow"


def _clipped_labels(driver: Driver) -> Iterator[str]:
    for label in visible(driver, QLabel):
        if not label.text():
            continue
        needed = label.heightForWidth(label.width()) if label.wordWrap() else 0
        if label.height() < needed - 1:
            yield f"label {label.text()[:50]!r}: {label.height()} < {needed} high"
        words = label.text().replace("\u200b", " ").split()
        width = max((label.fontMetrics().horizontalAdvance(word) for word in words), default=0)
        if label.width() < width:
            yield f"label {label.text()[:50]!r}: {label.width()} < {width} wide"


def too_large(driver: Driver) -> list[str]:
    """Whether the window can no longer be made small enough for 1024 by 700."""
    hint = driver.window.minimumSizeHint()
    if hint.width() > 1024 or hint.height() > 700:
        return [f"needs {hint.width()}x{hint.height()}"]
    return []


def not_from_the_catalogue(driver: Driver) -> list[str]:
    """Visible texts without the brackets of the pseudo-locale: they stand in the code."""
    return [text for text in _texts(driver) if text.strip() and "⟦" not in text]


def same_mnemonics(driver: Driver) -> list[str]:
    """Letters that two visible buttons want for themselves."""
    taken: dict[str, str] = {}
    wrong = []
    for button in visible(driver, QAbstractButton):
        text = button.text().replace("&&", "")
        at = text.find("&")
        if at < 0 or at + 1 >= len(text):
            continue
        letter = text[at + 1].casefold()
        if letter in taken:
            wrong.append(f"{letter}: {taken[letter]!r} and {text!r}")
        taken[letter] = text
    return wrong


def same_labels(driver: Driver) -> list[str]:
    """Two visible buttons with the same words: nobody could name them on the phone."""
    seen: set[str] = set()
    wrong = []
    for button in visible(driver, Button):
        label = button.text().replace("&", "")
        if label and label in seen:
            wrong.append(label)
        seen.add(label)
    return wrong


def _texts(driver: Driver) -> Iterator[str]:
    for label in visible(driver, QLabel):
        if not isinstance(label, Exact) and not label.property("exact"):
            yield label.text()
    for button in visible(driver, QAbstractButton):
        if not button.property("exact"):
            yield button.text()
    for box in visible(driver, QComboBox):
        if box.accessibleIdentifier() != "save.file":
            yield from (box.itemText(n) for n in range(box.count()))


def _place(driver: Driver, widget: QWidget) -> QRect:
    """Where a widget is; whatever the scrolling, a page lies between header and footer."""
    window = driver.window
    zone = 0 if not window.page.isAncestorOf(widget) else _ZONE
    zone = 2 * _ZONE if window.footer.isAncestorOf(widget) else zone
    return QRect(widget.mapTo(window, QPoint(0, zone)), widget.size())


def _shown_part(driver: Driver, widget: QWidget) -> QRect:
    place = QRect(widget.mapTo(driver.window, QPoint(0, 0)), widget.size())
    page = driver.window.page
    if page.isAncestorOf(widget):
        place &= QRect(page.mapTo(driver.window, QPoint(0, 0)), page.viewport().size())
    return place & driver.window.rect()


def _drawn_contrast(image: QImage, place: QRect) -> float:
    part = image.copy(place)
    pixels = set(memoryview(part.constBits()).cast("I"))
    colours = [QColor.fromRgb(pixel & 0xFFFFFF) for pixel in pixels]
    lightest = max(colours, key=lambda c: c.lightnessF())
    darkest = min(colours, key=lambda c: c.lightnessF())
    return contrast(lightest, darkest)
