"""Colours worked out from a palette, so that any system palette gives a readable window.

Contrast by WCAG 2.2: 4.5:1 for text, 3:1 for borders that identify a control, and icons.
"""

import msgspec
from PySide6.QtGui import QColor, QPalette

from wizard.vocabulary import Verdict

_EXTREME = 20.0  # black on white, or white on black
_TEXT_CONTRAST, _SHAPE_CONTRAST = 4.5, 3.0
_ON_LIGHT = {"fine": "#1a7037", "attention": "#8a5a00", "problem": "#b3261e"}
_ON_DARK = {"fine": "#7dd796", "attention": "#f2c266", "problem": "#ff9d94"}


class Colours(msgspec.Struct, frozen=True):
    """What is painted with; `line` only divides, `border` identifies a control."""

    window: QColor
    text: QColor
    muted: QColor
    card: QColor
    base: QColor
    line: QColor
    border: QColor
    scroll: QColor
    button: QColor
    accent: QColor
    on_accent: QColor
    accent_hover: QColor
    tint: QColor
    notice: QColor
    fine: QColor
    attention: QColor
    problem: QColor

    @staticmethod
    def of(palette: QPalette) -> "Colours":
        """The colours that go with a palette."""
        role = QPalette.ColorRole
        window, text = palette.color(role.Window), palette.color(role.WindowText)
        accent, base = palette.color(role.Highlight), palette.color(role.Base)
        strong = contrast(window, text) > _EXTREME
        named = _ON_DARK if luminance(window) < luminance(text) else _ON_LIGHT
        card = base if luminance(window) > luminance(text) else mixed(window, text, 0.05)
        card = window if strong else card
        notice = window if strong else mixed(window, QColor(named["attention"]), 0.14)

        def on_all(colour: QColor, wanted: float) -> QColor:
            backgrounds = (window, card, base, notice)
            return readable(colour, backgrounds, text, wanted)

        return Colours(
            window=window,
            text=text,
            muted=text if strong else on_all(mixed(text, window, 0.28), _TEXT_CONTRAST),
            card=card,
            base=base,
            line=text if strong else mixed(window, text, 0.14),
            border=text if strong else on_all(mixed(window, text, 0.45), _SHAPE_CONTRAST),
            scroll=mixed(window, text, 0.3),
            button=palette.color(role.Button),
            accent=accent,
            on_accent=palette.color(role.HighlightedText),
            accent_hover=mixed(accent, text, 0.14),
            tint=window if strong else mixed(window, accent, 0.10),
            notice=notice,
            fine=on_all(QColor(named["fine"]), _TEXT_CONTRAST),
            attention=on_all(QColor(named["attention"]), _TEXT_CONTRAST),
            problem=on_all(QColor(named["problem"]), _TEXT_CONTRAST),
        )

    def of_verdict(self, verdict: Verdict) -> QColor:
        """The colour of a verdict; the word and the shape beside it say the same."""
        match verdict:
            case Verdict.FINE:
                return self.fine
            case Verdict.ATTENTION:
                return self.attention
            case Verdict.PROBLEM:
                return self.problem
        return self.muted


def luminance(colour: QColor) -> float:
    """Relative luminance (WCAG 2.2)."""

    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)

    red, green, blue = colour.redF(), colour.greenF(), colour.blueF()
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mixed(colour: QColor, other: QColor, share: float) -> QColor:
    """`colour` with a share of the other in it."""
    return QColor.fromRgbF(
        colour.redF() * (1 - share) + other.redF() * share,
        colour.greenF() * (1 - share) + other.greenF() * share,
        colour.blueF() * (1 - share) + other.blueF() * share,
    )


def readable(
    colour: QColor, backgrounds: tuple[QColor, ...], text: QColor, wanted: float
) -> QColor:
    """The colour, moved toward the text colour until it stands out from every background."""
    for tenth in range(11):
        moved = mixed(colour, text, tenth / 10)
        if all(contrast(moved, background) >= wanted for background in backgrounds):
            return moved
    return text
