"""The style sheet, written from the colours and the text size; no colour stands in it by itself.

Text sizes are never set here: a style sheet would win over the person's own text size.
"""

from ui.colours import Colours


def stylesheet(colours: Colours, scale: float) -> str:
    """Surfaces and fields. Lengths grow gently with the text."""
    c = {name: getattr(colours, name).name() for name in Colours.__struct_fields__}
    grow = 1 + (scale - 1) * 0.6

    def px(length: float) -> str:
        return f"{round(length * grow)}px"

    return f"""
QMainWindow, QScrollArea, QScrollArea > QWidget > QWidget#page {{ background: {c["window"]}; }}
QFrame[surface="header"] {{
  background: {c["card"]};
  border: none;
  border-bottom: 1px solid {c["line"]};
}}
QFrame[surface="footer"] {{
  background: {c["card"]};
  border: none;
  border-top: 1px solid {c["line"]};
}}
QFrame[surface="banner"] {{
  background: {c["notice"]};
  border: none;
  border-bottom: 1px solid {c["attention"]};
}}
QFrame[surface="card"] {{
  background: {c["card"]};
  border: 1px solid {c["line"]};
  border-radius: 10px;
}}
QFrame[surface="tinted"] {{
  background: {c["tint"]};
  border: 1px solid {c["line"]};
  border-radius: 10px;
}}
QFrame[surface="error"] {{
  background: {c["card"]};
  border: 2px solid {c["problem"]};
  border-radius: 10px;
}}
QFrame[surface="error"]:focus {{ border: 3px solid {c["problem"]}; }}
QFrame[surface="rule"] {{
  background: {c["line"]};
  border: none;
  max-height: 1px;
  min-height: 1px;
}}
QLabel {{ background: transparent; }}
QLabel[tone="muted"] {{ color: {c["muted"]}; }}
QLabel[tone="problem"] {{ color: {c["problem"]}; }}

QLineEdit, QPlainTextEdit, QComboBox, QSpinBox, QListWidget {{
  background: {c["base"]}; color: {c["text"]}; border: 1px solid {c["border"]};
  border-radius: 8px; padding: {px(7)} {px(10)};
  selection-background-color: {c["accent"]}; selection-color: {c["on_accent"]};
}}
QLineEdit, QComboBox, QSpinBox {{ min-height: {px(22)}; }}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus, QListWidget:focus {{
  border: 2px solid {c["accent"]}; padding: {px(6)} {px(9)};
}}
QLineEdit[trouble="true"], QComboBox[trouble="true"] {{ border: 2px solid {c["problem"]}; }}
QPlainTextEdit[surface="exact"] {{ background: {c["card"]}; border: 1px solid {c["line"]}; }}
QPlainTextEdit[surface="exact"]:focus {{ border: 2px solid {c["accent"]}; }}
QComboBox::drop-down {{ border: none; width: {px(30)}; }}
QComboBox::down-arrow {{ image: none; }}
QComboBox QAbstractItemView {{
  background: {c["base"]}; color: {c["text"]}; border: 1px solid {c["border"]}; padding: 4px;
  selection-background-color: {c["accent"]}; selection-color: {c["on_accent"]}; outline: none;
}}
QListWidget::item {{ padding: {px(7)} {px(6)}; border-radius: 6px; }}
QListWidget::item:selected {{ background: {c["accent"]}; color: {c["on_accent"]}; }}
QProgressBar {{
  background: {c["line"]};
  border: none;
  border-radius: {px(4)};
  min-height: {px(8)};
  max-height: {px(8)};
}}
QProgressBar::chunk {{ background: {c["accent"]}; border-radius: {px(4)}; }}
QCheckBox, QRadioButton {{ spacing: {px(10)}; padding: {px(5)} 2px; min-height: {px(22)}; }}
QToolTip {{
  background: {c["base"]};
  color: {c["text"]};
  border: 1px solid {c["border"]};
  padding: 4px;
}}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 2px; }}
QScrollBar::handle:vertical {{ background: {c["scroll"]}; border-radius: 4px; min-height: 40px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0px; width: 0px; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""
