"""The eight steps with their state in words; on the result each row leads to its step."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.accessible import identify
from ui.dress import theme
from ui.widgets.button import Button
from ui.widgets.status import Sign, StatusIcon
from ui.widgets.text import Text
from wizard.vocabulary import Step

_HIGH = 44


class StepRow(Button):
    """One step as a wide button: number, name, state in words."""

    def __init__(self, identifier: str) -> None:
        super().__init__("", identifier, "row")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(14, 9, 38, 9)
        row.setSpacing(12)
        row.addStrut(_HIGH - 18)
        self._icon = StatusIcon(Sign.NOT_STARTED)
        self._name = Text()
        self._state = Text(tone="muted")
        self._state.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for part in (self._icon, self._name, self._state):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row.addWidget(self._icon)
        row.addWidget(self._name, 3)
        row.addWidget(self._state, 2)

    def say(self, sign: Sign, name: str, state: str, whole: str) -> None:
        """Show a state; `whole` is what is spoken."""
        self._icon.show_sign(sign)
        self._name.setText(name)
        self._state.setText(state)
        self.setAccessibleName(whole)
        self.updateGeometry()

    @property
    def state(self) -> str:
        """The words of its state."""
        return self._state.text()

    def sizeHint(self) -> QSize:
        """As its inside needs."""
        return self._row.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """As its inside needs."""
        return self._row.minimumSize()

    def hasHeightForWidth(self) -> bool:
        """Wrapped names make it higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of its inside."""
        return self._row.totalHeightForWidth(width)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button, and an arrow head: this leads on."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme().colours.muted, 2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        right_to_left = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = 20.0 if right_to_left else self.width() - 20.0
        way = -1 if right_to_left else 1
        box = QRectF(x - 2.5, self.height() / 2 - 5, 5, 10)
        tip = QPointF(x + 2.5 * way, box.center().y())
        start = box.left() if way > 0 else box.right()
        painter.drawPolyline([QPointF(start, box.top()), tip, QPointF(start, box.bottom())])


class StepList(QWidget):
    """Rows for the eight steps. `chosen` says which was pressed."""

    chosen = Signal(object)

    def __init__(self, identifier: str, name: str) -> None:
        super().__init__()
        identify(self, identifier, name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self._rows: dict[Step, StepRow] = {}
        for step in Step:
            row = StepRow(f"{identifier}{int(step)}")
            row.clicked.connect(lambda _checked=False, step=step: self.chosen.emit(step))
            column.addWidget(row)
            self._rows[step] = row

    def say(self, step: Step, sign: Sign, name: str, state: str, whole: str) -> None:
        """Show the state of one step."""
        self._rows[step].say(sign, name, state, whole)

    def state_of(self, step: Step) -> str:
        """The words of a step's state."""
        return self._rows[step].state


class StepStates(QWidget):
    """The same rows without leading anywhere: for while the checks run."""

    def __init__(self, identifier: str, name: str) -> None:
        super().__init__()
        identify(self, identifier, name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._rows: dict[Step, tuple[StatusIcon, Text, Text]] = {}
        for step in Step:
            line = QHBoxLayout()
            line.setSpacing(12)
            icon, name_label, state = StatusIcon(Sign.NOT_STARTED), Text(), Text(tone="muted")
            state.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            line.addWidget(icon)
            line.addWidget(name_label, 3)
            line.addWidget(state, 2)
            column.addLayout(line)
            self._rows[step] = (icon, name_label, state)

    def say(self, step: Step, sign: Sign, name: str, state: str) -> None:
        """Show the state of one step."""
        icon, name_label, state_label = self._rows[step]
        icon.show_sign(sign)
        name_label.setText(name)
        if state_label.text() != state:
            state_label.setText(state)

    def state_of(self, step: Step) -> str:
        """The words of a step's state."""
        return self._rows[step][2].text()
