"""How the window looks: every colour comes from the palette, by luminance, and every size from
the text size. One place only; pages and widgets ask here.

Facts: never trust `colorScheme()`, it can say 'dark' while the palette is light; the first change
of the contrast preference raises unless its enum was touched before (both Qt 6.12).
"""

from enum import StrEnum
from weakref import WeakSet

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from ui.colours import Colours, contrast, luminance
from ui.palettes import Scheme, palette_of
from ui.stylesheet import stylesheet

SMALLEST, LARGEST = 1.0, 2.0
_SIZES = (1.0, 1.25, 1.5, 1.75, 2.0)
_LEAST_POINTS = 11.0  # below that, people of seventy lean forward
_PHONE_FACTOR = 1.25
_ROLE = "text_role"
_EXTREME_CONTRAST = 18.0  # a system palette like this is a contrast theme: leave it alone


class TextRole(StrEnum):
    """What a text is, which decides its size and weight."""

    HEADING = "heading"
    SUBHEADING = "subheading"
    BODY = "body"
    STRONG = "strong"
    SMALL = "small"
    VALUE = "value"
    CODE = "code"
    EXACT = "exact"
    NUMBER = "number"


_FACTORS = {
    TextRole.HEADING: (1.75, QFont.Weight.DemiBold),
    TextRole.SUBHEADING: (1.18, QFont.Weight.DemiBold),
    TextRole.BODY: (1.0, QFont.Weight.Normal),
    TextRole.STRONG: (1.0, QFont.Weight.DemiBold),
    TextRole.SMALL: (0.9, QFont.Weight.Normal),
    TextRole.VALUE: (1.3, QFont.Weight.DemiBold),
    TextRole.CODE: (2.3, QFont.Weight.Bold),
    TextRole.EXACT: (0.95, QFont.Weight.Normal),
    TextRole.NUMBER: (2.6, QFont.Weight.Bold),
}
_FIXED_PITCH = {TextRole.CODE, TextRole.EXACT}


class Theme(QObject):
    """Palette, text size and style sheet of the program. `changed` follows every change."""

    changed = Signal()

    def __init__(self, app: QApplication, scale: float = 1.0) -> None:
        super().__init__(app)
        self._app = app
        self._forced: Scheme | None = None
        self._phone = False
        self._dressed: WeakSet[QWidget] = WeakSet()
        self._system_font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        self.scale = _nearest(scale)
        self.scheme = Scheme.LIGHT
        self.colours = Colours.of(app.palette())
        self._follow_preferences()

    def apply(self, scheme: Scheme | None = None) -> None:
        """Dress the program; `scheme` None follows the system."""
        self._forced = scheme
        self._app.setPalette(QPalette())
        self.scheme = scheme or scheme_of(self._app.palette(), self._wants_contrast())
        leave_alone = scheme is None and self._wants_contrast()
        if not (leave_alone and _is_contrast_theme(self._app.palette())):
            self._app.setPalette(palette_of(self.scheme))
        self.colours = Colours.of(self._app.palette())
        self._dress()

    @property
    def text_scale(self) -> float:
        """The factor on the system's text size that is in force now."""
        return self.scale * (_PHONE_FACTOR if self._phone else 1.0)

    @property
    def column_width(self) -> int:
        """The widest line of text, in pixels: about 75 characters."""
        return round(640 * max(1.0, self.text_scale))

    @property
    def is_largest(self) -> bool:
        """Whether the text cannot become larger."""
        return self.scale >= LARGEST

    def set_scale(self, scale: float) -> None:
        """Change the text size, 1.0 to 2.0."""
        self.scale = _nearest(scale)
        self._dress()

    def larger(self) -> None:
        """One size up."""
        self.set_scale(next((size for size in _SIZES if size > self.scale), LARGEST))

    def smaller(self) -> None:
        """One size down."""
        self.set_scale(next((size for size in reversed(_SIZES) if size < self.scale), SMALLEST))

    def set_phone(self, on: bool) -> None:
        """Phone mode: everything a size larger, whatever size was chosen."""
        self._phone = on
        self._dress()

    def dress(self, widget: QWidget, role: TextRole) -> None:
        """Give a widget the text size of its role, now and after every change."""
        widget.setProperty(_ROLE, role.value)
        self._dressed.add(widget)
        widget.setFont(self.font(role))

    def font(self, role: TextRole) -> QFont:
        """The font of a role at the present text size."""
        factor, weight = _FACTORS[role]
        font = QFont(self._system_font)
        if role in _FIXED_PITCH:
            font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(self._points() * factor)
        font.setWeight(weight)
        return font

    def pixels(self, at_normal_size: int) -> int:
        """A length that grows with the text."""
        return round(at_normal_size * self.text_scale)

    def _points(self) -> float:
        system = self._system_font.pointSizeF()
        return max(system, _LEAST_POINTS) * self.text_scale

    def _dress(self) -> None:
        self._app.setFont(self.font(TextRole.BODY))
        self._app.setStyleSheet(stylesheet(self.colours, self.text_scale))
        fonts = {role: self.font(role) for role in TextRole}
        for widget in tuple(self._dressed):
            if isValid(widget):
                widget.ensurePolished()  # polishing later would bring the old font back
                widget.setFont(fonts[TextRole(widget.property(_ROLE))])
        self.changed.emit()

    def _follow_preferences(self) -> None:
        hints = self._app.styleHints()
        hints.colorSchemeChanged.connect(self._preferences_changed)
        accessibility = hints.accessibility() if hasattr(hints, "accessibility") else None
        if accessibility is not None:
            _touched = (Qt.ContrastPreference.HighContrast, Qt.MotionPreference.ReducedMotion)
            accessibility.contrastPreferenceChanged.connect(self._preferences_changed)

    def _preferences_changed(self) -> None:
        if self._forced is None:
            self.apply()

    def _wants_contrast(self) -> bool:
        hints = self._app.styleHints()
        if not hasattr(hints, "accessibility"):
            return False
        return hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast


def scheme_of(palette: QPalette, wants_contrast: bool) -> Scheme:
    """Light or dark by what the palette really holds."""
    window = palette.color(QPalette.ColorRole.Window)
    text = palette.color(QPalette.ColorRole.WindowText)
    dark = luminance(window) < luminance(text)
    if wants_contrast:
        return Scheme.HIGH_CONTRAST if dark else Scheme.HIGH_CONTRAST_LIGHT
    return Scheme.DARK if dark else Scheme.LIGHT


def _is_contrast_theme(palette: QPalette) -> bool:
    window = palette.color(QPalette.ColorRole.Window)
    text = palette.color(QPalette.ColorRole.WindowText)
    return contrast(window, text) >= _EXTREME_CONTRAST


def _nearest(scale: float) -> float:
    return min(_SIZES, key=lambda size: abs(size - scale))
