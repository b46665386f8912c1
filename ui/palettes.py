"""The palettes of our own: light, dark and two of high contrast. All text pairs pass 4.5:1."""

from enum import StrEnum

from PySide6.QtGui import QColor, QPalette


class Scheme(StrEnum):
    """Which palette is worn."""

    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high_contrast"
    HIGH_CONTRAST_LIGHT = "high_contrast_light"


_ROLE = QPalette.ColorRole
_COLOURS: dict[Scheme, dict[str, str]] = {
    Scheme.LIGHT: {
        "window": "#f6f7f9",
        "text": "#1a2129",
        "base": "#ffffff",
        "button": "#ffffff",
        "accent": "#0b5cad",
        "on_accent": "#ffffff",
        "hint": "#5a6572",
        "link": "#0b5cad",
    },
    Scheme.DARK: {
        "window": "#1b1f24",
        "text": "#e9edf1",
        "base": "#14171b",
        "button": "#2a3037",
        "accent": "#8fc1f5",
        "on_accent": "#0d1b2a",
        "hint": "#a7b1bc",
        "link": "#8fc1f5",
    },
    Scheme.HIGH_CONTRAST: {
        "window": "#000000",
        "text": "#ffffff",
        "base": "#000000",
        "button": "#000000",
        "accent": "#ffe94a",
        "on_accent": "#000000",
        "hint": "#ffffff",
        "link": "#ffe94a",
    },
    Scheme.HIGH_CONTRAST_LIGHT: {
        "window": "#ffffff",
        "text": "#000000",
        "base": "#ffffff",
        "button": "#ffffff",
        "accent": "#002f9e",
        "on_accent": "#ffffff",
        "hint": "#000000",
        "link": "#002f9e",
    },
}
_ROLES = {
    _ROLE.Window: "window",
    _ROLE.WindowText: "text",
    _ROLE.Base: "base",
    _ROLE.AlternateBase: "window",
    _ROLE.Text: "text",
    _ROLE.Button: "button",
    _ROLE.ButtonText: "text",
    _ROLE.BrightText: "text",
    _ROLE.Highlight: "accent",
    _ROLE.HighlightedText: "on_accent",
    _ROLE.Accent: "accent",
    _ROLE.PlaceholderText: "hint",
    _ROLE.Link: "link",
    _ROLE.LinkVisited: "link",
    _ROLE.ToolTipBase: "base",
    _ROLE.ToolTipText: "text",
}


def palette_of(scheme: Scheme) -> QPalette:
    """The palette of a scheme, the same for active, inactive and disabled."""
    colours = _COLOURS[scheme]
    palette = QPalette(QColor(colours["button"]), QColor(colours["window"]))
    for role, name in _ROLES.items():
        palette.setColor(role, QColor(colours[name]))
    return palette
