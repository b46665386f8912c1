"""The least window that PySide6 can show, frozen to be measured beside the program."""

import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow


class Window(QMainWindow):
    """Ends the program when its first frame is painted, unless it is to stay."""

    def paintEvent(self, event: object) -> None:  # noqa: N802 - Qt's own name
        super().paintEvent(event)  # type: ignore[arg-type]
        if "--stay" not in sys.argv:
            QTimer.singleShot(0, QApplication.quit)


if __name__ == "__main__":
    application = QApplication(sys.argv)
    window = Window()
    window.setCentralWidget(QLabel("bare"))
    window.resize(720, 560)
    window.show()
    sys.exit(application.exec())
