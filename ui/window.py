"""The window: a frame and a stack of pages over the walk. It follows the flow and decides nothing.

Pages are made when first shown, so that the first frame is quick.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QKeyEvent,
    QKeySequence,
    QPaintEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.accessible import identify
from ui.announce import Announcer
from ui.bridge import Bridge
from ui.choices import Choices, remember
from ui.context import Context
from ui.frame import Footer, Header, PracticeBanner, SupportLine
from ui.garbage import Collector
from ui.pages import page_for
from ui.pages.page import Page
from ui.tab_order import keep_reading_order
from ui.theme import Theme
from wizard.flow import Flow
from wizard.messages import Language

if TYPE_CHECKING:
    from ui.helpdesk.window import HelpdeskWindow
    from ui.phone import PhoneHelp
    from ui.practising import Practising
    from ui.vigil import Vigil
    from wizard.watching import Watch

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_USUAL_SIZE = QSize(820, 740)


class Window(QMainWindow):
    """The shell over the walk; `Commands` for the pages."""

    painted = Signal()

    def __init__(self, language: Language, theme: Theme, flow: Flow | None = None) -> None:
        super().__init__()
        self.flow = flow or Flow()
        self.theme = theme
        self.bridge = Bridge(self)
        self._collector = Collector(self)
        self.announcer = Announcer(self)
        self.context = Context(
            language=language,
            flow=self.flow,
            bridge=self.bridge,
            announcer=self.announcer,
            theme=theme,
            commands=self,
        )
        self._pages: dict[str, Page] = {}
        self._practising: Practising | None = None
        self._phone: PhoneHelp | None = None
        self._vigil: Vigil | None = None
        self._helpdesk: HelpdeskWindow | None = None
        self.context.vigil = lambda: self.vigil
        self._build()
        self._connect()
        self.show_screen()

    # What pages may ask for.

    def forward(self) -> None:
        """On to the next screen."""
        self.flow.forward()
        self.show_screen()

    def go(self, name: str) -> None:
        """To a screen by name."""
        self.flow.go(name)
        self.show_screen()

    def back(self) -> None:
        """Back to the screen before, in the state last seen."""
        if self.page.stop_label:
            self.page.stop()
        elif self.flow.can_go_back:
            self.flow.back()
            self.show_screen()

    def start_over(self) -> None:
        """From the beginning, answers kept."""
        self.flow.restart()
        self.show_screen()

    def refresh(self) -> None:
        """Show the present screen anew."""
        self.page.refresh()
        self.frame_changed()

    def leave(self) -> None:
        """Close the window."""
        self.close()

    def open_helpdesk(self) -> None:
        """A window of its own, so that one's own check stays as it is."""
        if self._helpdesk is None or not self._helpdesk.isVisible():
            from ui.helpdesk.window import HelpdeskWindow

            self._helpdesk = HelpdeskWindow(self.context.language, self.theme, ())
            self._helpdesk.setWindowIcon(self.windowIcon())
        self._helpdesk.show()
        self._helpdesk.raise_()
        self._helpdesk.activateWindow()

    def practise(self, name: str) -> None:
        """Begin to practise a scenario."""
        if self._practising is None:
            from ui.practising import Practising

            self._practising = Practising(self.context, self._practice_changed)
        self._practising.begin(name)

    def leave_practice(self) -> None:
        """End practice and begin in earnest."""
        if self._practising is not None:
            self._practising.end()

    def frame_changed(self) -> None:
        """Bring the frame up to date with the page."""
        page, footer = self.page, self.footer
        footer.show_number(page.number)
        identify(footer.forward, page.id("continue"))
        identify(footer.back, page.id("back"))
        identify(footer.stop, page.id("stop"))
        footer.back.setVisible(self.flow.can_go_back and not page.stop_label)
        footer.stop.set_label(page.stop_label)
        footer.stop.setVisible(bool(page.stop_label))
        footer.forward.set_label(page.forward_label)
        footer.forward.setVisible(bool(page.forward_label))
        footer.forward.set_kind("primary" if page.forward_is_primary else "secondary")
        self.setWindowTitle(self.context.say("window.title", heading=page.heading.text()))
        above: list[QWidget] = [self.header, self.banner]
        if self._phone is not None:
            self._phone.speak_about(page)
            above.append(self._phone.panel)
        keep_reading_order(self, above, page, footer)

    # The screen that is shown.

    @property
    def page(self) -> Page:
        """The page that is shown now."""
        return self._pages[self.flow.screen.name]

    def show_screen(self) -> None:
        """Show the flow's screen: page, frame, focus, announcement."""
        name = self.flow.screen.name
        before = self._stack.currentWidget()
        if name not in self._pages:
            self._pages[name] = page_for(name, self.context)
            self._stack.addWidget(self._pages[name])
        page = self._pages[name]
        if isinstance(before, Page) and before is not page:
            before.left()
        page.refresh()
        self._stack.setCurrentWidget(page)
        page.verticalScrollBar().setValue(0)
        if self._phone is not None and not self._phone.mode:
            self._phone.panel.hide()
        self.frame_changed()
        self._focus(page)
        self.announcer.hush()
        if before is not None and not page.announces_itself:
            self.announcer.announce(page.heading.text())

    def _focus(self, page: Page) -> None:
        wanted = page.first_focus()
        if wanted is None or not wanted.isVisibleTo(page):
            wanted = self.footer.forward if page.forward_label else self.footer.stop
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    # Text size, where am I, phone mode.

    def larger_text(self) -> None:
        """The visible button: one size up, and after the largest the normal one."""
        self.theme.set_scale(1.0) if self.theme.is_largest else self.theme.larger()

    @property
    def vigil(self) -> "Vigil":
        """The watch that goes on with the window closed; made when it is first wanted."""
        if self._vigil is None:
            from ui.vigil import Vigil

            self._vigil = Vigil(self)
        return self._vigil

    @property
    def phone(self) -> "PhoneHelp":
        """Help on the phone; made when it is first wanted."""
        if self._phone is None:
            from ui.phone import PhoneHelp

            self._phone = PhoneHelp(self.context, self.footer)
            self._phone.panel.close_button.clicked.connect(self._close_phone)
            self._column.insertWidget(self._column.indexOf(self._stack), self._phone.panel)
            self._phone.speak_about(self.page)
        return self._phone

    def toggle_where(self) -> None:
        """F1: say where we are, or take it away again."""
        phone = self.phone
        if not phone.mode:
            phone.panel.setVisible(not phone.is_shown)
            self.frame_changed()
        if phone.is_shown:
            phone.read_aloud()
            phone.panel.close_button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._focus(self.page)

    def set_phone_mode(self, on: bool) -> None:
        """F2: larger, numbered, with what to read aloud."""
        self.phone.set_mode(on)
        self.header.show_phone(on)
        self.frame_changed()
        self._focus(self.page)

    def _toggle_phone(self) -> None:
        self.set_phone_mode(not self.phone.mode)

    def _copy_code(self) -> None:
        self.phone.copy_code()

    def _close_phone(self) -> None:
        if self.phone.mode:
            self.set_phone_mode(False)
        else:
            self.toggle_where()

    def show_fault(self, fault: BaseException) -> None:
        """A fault of this program: screen 48, never a vanished window."""
        if self.flow.screen.name == "crash":
            return
        from ui.pages.crash import CrashPage

        self.flow.go("crash")
        self.show_screen()
        if isinstance(self.page, CrashPage):
            self.page.explain(fault)

    def show_last_crash(self, text: str) -> None:
        """The last start ended unexpectedly: offer what is known about it, once."""
        from ui.pages.crash import CrashPage

        self.flow.go("crash")
        self.show_screen()
        if isinstance(self.page, CrashPage):
            self.page.recall(text)

    def come_to_front(self) -> None:
        """The program was started once more: this is the window it wants."""
        if self._vigil is not None and self._vigil.background.is_entered:
            self._vigil.open()
        self.showNormal() if self.isMinimized() else self.show()
        self.raise_()
        self.activateWindow()

    # Qt's own calls.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does the main thing; Esc stops or closes."""
        if event.key() in _ENTER and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            self.page.enter()
        elif event.key() == Qt.Key.Key_Escape:
            self.page.stop() if self.page.stop_label else self.close()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell when something was painted."""
        super().paintEvent(event)
        self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """End the engine cleanly; a watch goes on, out of sight."""
        if self._vigil is not None and self._vigil.holds():
            event.ignore()
            return
        self.page.left()
        self.bridge.close()
        self._collector.close()
        super().closeEvent(event)

    # Building.

    def _build(self) -> None:
        self.header = Header(self.context)
        self.banner = PracticeBanner(self.context)
        self.banner.setHidden(not self.flow.state.practice)
        self._stack = QStackedWidget()
        self.support = SupportLine(self.context)
        self.footer = Footer(self.context)
        whole = QWidget()
        self._column = column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.banner)
        column.addWidget(self._stack, 1)
        column.addWidget(self.support)
        column.addWidget(self.footer)
        self.setCentralWidget(whole)
        self.resize(self._fitting_size())

    def _fitting_size(self) -> QSize:
        """Larger text gets a larger window, as far as the screen goes."""
        size = _USUAL_SIZE * (1 + (self.theme.text_scale - 1) * 0.4)
        screen = self.screen()
        return size.boundedTo(screen.availableSize()) if screen else size

    def _connect(self) -> None:
        self.header.larger.clicked.connect(self.larger_text)
        self.header.phone.clicked.connect(self._toggle_phone)
        self.banner.leave.clicked.connect(self.leave_practice)
        self.footer.where.clicked.connect(self.toggle_where)
        self.footer.back.clicked.connect(self.back)
        self.footer.stop.clicked.connect(self._stop)
        self.footer.forward.clicked.connect(self._proceed)
        self.bridge.fault.connect(self.show_fault)
        once = Qt.ConnectionType.SingleShotConnection
        self.painted.connect(self._look_for_watch, once)
        self.theme.changed.connect(self._resized_text)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._keep_focus_in_sight)
        for keys, action in (
            ("F1", self.toggle_where),
            ("F2", self._toggle_phone),
            ("Ctrl++", self.theme.larger),
            ("Ctrl+=", self.theme.larger),
            ("Ctrl+-", self.theme.smaller),
            ("Ctrl+0", lambda: self.theme.set_scale(1.0)),
            ("Alt+Left", self.back),
            ("Ctrl+Shift+C", self._copy_code),
            ("PgDown", lambda: self._scroll(1)),
            ("PgUp", lambda: self._scroll(-1)),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(action)

    def _look_for_watch(self) -> None:
        """A watch that the last start did not end goes on, once the first frame is there."""

        def found(watch: "Watch | None") -> None:
            if watch is not None and watch.account is not None:
                self.vigil.resume(watch)

        QTimer.singleShot(0, lambda: self.bridge.ask(lambda e: e.interrupted_watch(), found))

    def _keep_focus_in_sight(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Qt scrolls for Tab inside the page only, not for whoever comes from the header."""
        page = self._pages.get(self.flow.screen.name)
        if now is not None and page is not None and page.isAncestorOf(now):
            page.ensureWidgetVisible(now, 0, 24)

    def _stop(self) -> None:
        self.page.stop()

    def _proceed(self) -> None:
        self.page.proceed()

    def _scroll(self, pages: int) -> None:
        area: QScrollArea = self.page
        bar = area.verticalScrollBar()
        bar.setValue(bar.value() + pages * round(area.viewport().height() * 0.85))

    def _resized_text(self) -> None:
        self.header.fit()
        scale = self.theme.scale
        self.bridge.ask(lambda engine: engine.aside(lambda: remember(Choices(text_scale=scale))))
        if self._pages:
            QTimer.singleShot(0, self.page.updateGeometry)

    def _practice_changed(self) -> None:
        """Practice began or ended: begin at the first screen."""
        self.banner.setVisible(bool(self.flow.state.practice))
        if self._vigil is not None:
            self._vigil.practice_changed()
        self.flow.restart()
        self.show_screen()
