"""Phone mode: every button has a number by which it can be named, in reading order."""

from PySide6.QtWidgets import QWidget

from ui.frame import Footer
from ui.tab_order import in_reading_order
from ui.widgets.button import Button


def number_buttons(page: QWidget, footer: Footer, *, on: bool) -> None:
    """Number the page's buttons, then Back and the way on; or take the numbers away."""
    inside = [b for b in in_reading_order(page) if isinstance(b, Button)]
    below = [b for b in footer.controls() if isinstance(b, Button) and b is not footer.where]
    number = 0
    for button in (*inside, *below):
        counts = on and button.isVisibleTo(button.window()) and button.kind != "row"
        number += 1 if counts else 0
        button.set_number(number if counts else None)
