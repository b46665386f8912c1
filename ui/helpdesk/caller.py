"""One caller: the verdict, each step, what to say and ask, and what their screen shows now."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QPixmap
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.accessible import identify
from ui.helpdesk.drawn import Drawn
from ui.helpdesk.picture import picture
from ui.helpdesk.recorded import state_of
from ui.pages.page import emptied
from ui.theme import TextRole, Theme
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.facts import FactRows
from ui.widgets.fields import Question
from ui.widgets.flow_row import flow_row
from ui.widgets.status import Sign, StatusLine
from ui.widgets.step_list import StepStates
from ui.widgets.text import Exact, Muted, Subheading, Text
from wizard.diagnosis import Diagnosis
from wizard.flow import State
from wizard.messages import Language, Message
from wizard.screens import screen_numbers
from wizard.steps import step_info
from wizard.support.bundle import Bundle, compare
from wizard.support.bundle.comparing import shown_value
from wizard.support.helpdesk import View, screen_script, script
from wizard.support.helpdesk.view import cause_name
from wizard.support.report_file import ReportFile
from wizard.vocabulary import Step

_LONGEST = 400
_MOST_DIFFERENCES = 100


class CallerView(QScrollArea):
    """What is known of a caller. `compare_with` asks for another report to compare with."""

    compare_with = Signal(object)

    def __init__(self, language: Language, theme: Theme) -> None:
        super().__init__()
        self._say = language
        self._theme = theme
        self._state: State | None = None
        self.view: View | None = None
        self.bundle: Bundle | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._build()

    def show_caller(self, view: View, bundle: Bundle | None) -> None:
        """Show a result; the one before is forgotten."""
        self.view, self.bundle = view, bundle
        self._state = None
        self._show_result(view)
        self._show_steps(view)
        self._show_script(view)
        self.today.hide()
        emptied(self.differences.column)
        self.differences.hide()
        self._of_report.setVisible(bundle is not None)
        # A code is read from screen 46, a report was saved on screen 42.
        name = "save" if bundle else "support"
        self.screen_number.setText("")
        self.screen_number.setText(str(screen_numbers()[name]))
        self.verticalScrollBar().setValue(0)

    def show_today(self, diagnosis: Diagnosis) -> None:
        """What today's rules make of the report."""
        assert self.view is not None
        say = self._say
        if diagnosis.cause is self.view.cause:
            self.today.say(Sign.FINE, say("helpdesk.window.today.same"))
        else:
            cause = say(f"cause.{diagnosis.cause.value}")
            title = say.render(diagnosis.title)[:_LONGEST]
            words = say("helpdesk.window.today.other", cause=cause, title=title)
            self.today.say(Sign.ATTENTION, words)
        self.today.show()

    def show_comparison(self, other: ReportFile) -> None:
        """What differs between the report that is shown and another one."""
        assert self.bundle is not None
        say, card = self._say, self.differences
        emptied(card.column)
        found = compare(self.bundle.report, other)[:_MOST_DIFFERENCES]
        card.add(Subheading(say("helpdesk.window.compared")))
        if not found:
            card.add(Text(say("terminal.nothing_changed")))
        rows = []
        for one in found:
            before = shown_value(one.kind, one.before, say)[:_LONGEST]
            after = shown_value(one.kind, one.after, say)[:_LONGEST]
            change = say("helpdesk.window.difference", before=before, after=after)
            rows.append((say.render(one.what)[:_LONGEST], change))
        card.add(FactRows(rows, worded=True))
        card.show()

    def show_screen(self, typed: str) -> None:
        """What the screen of this number shows, with the caller's values where they are known."""
        complete = len(typed) == 2
        found = screen_script(int(typed)) if complete and typed.isdigit() else None
        known = found is not None and self._state_of_caller() is not None
        self._shown.setVisible(complete)
        if not complete:
            return
        if found is None:
            self.sees.setText(self._say("helpdesk.no_screen", number=typed))
        else:
            sees = self._say.render(found.sees)
            self.sees.setText(self._say("helpdesk.caller.sees", sees=sees))
        self._say_there.setVisible(found is not None)
        self.say_there.setVisible(found is not None)
        self.say_there.setText(self._say.render(found.say) if found else "")
        self._show_picture(int(typed) if known else 0)

    def _state_of_caller(self) -> State | None:
        if self._state is None and self.view is not None:
            self._state = state_of(self.view)
        return self._state

    def _show_picture(self, number: int) -> None:
        say, state, view = self._say, self._state, self.view
        drawn = None
        if number and state is not None and view is not None:
            drawn = picture(number, state, view.code, say, self._theme)
        self.image.setVisible(drawn is not None)
        self.words.setVisible(drawn is not None)
        if drawn is None or view is None:
            self.note.setText(say("helpdesk.window.picture.none"))
            self.image.show_pixmap(QPixmap())
            return
        kind = "report" if view.report else "code"
        self.note.setText(say(f"helpdesk.window.picture.{kind}"))
        self.image.show_pixmap(drawn.pixmap)
        name = say("helpdesk.window.picture.of", number=number, heading=drawn.heading[:_LONGEST])
        self.image.setAccessibleName(name)
        self.words.show_value("\n".join(drawn.words)[: _LONGEST * 4])

    def _show_result(self, view: View) -> None:
        say = self._say
        verdict = say(f"verdict.{view.verdict.value}")
        self.verdict.say(Sign.of(view.verdict), verdict)
        self.cause.setText(say.render(cause_name(view)))
        rows = (
            ("helpdesk.queue.code", view.code),
            ("helpdesk.window.caller_reads", view.title),
            ("helpdesk.window.reply", view.reply),
            ("helpdesk.queue.provider", view.provider),
            ("helpdesk.window.server", view.server),
            ("helpdesk.queue.system", view.system),
            ("helpdesk.queue.tag", view.tag),
        )
        self.facts.show_rows((say(id_), value[:_LONGEST]) for id_, value in rows if value)

    def _show_steps(self, view: View) -> None:
        for step, verdict in zip(Step, view.verdicts, strict=True):
            name = self._say.render(step_info(step).name)
            shown = self._say("checking.step", number=int(step), name=name)
            self.steps.say(step, Sign.of(verdict), shown, self._say(f"verdict.{verdict.value}"))

    def _show_script(self, view: View) -> None:
        told, say, card = script(view), self._say, self.script
        emptied(card.column)
        for title, texts, role in (
            ("helpdesk.page.say", (told.say,), TextRole.STRONG),
            ("helpdesk.page.ask", (told.ask,), TextRole.STRONG),
            ("helpdesk.page.fix", (told.fix,), TextRole.BODY),
            ("helpdesk.then", told.then, TextRole.BODY),
            ("helpdesk.always", told.rules, TextRole.BODY),
        ):
            card.add(Subheading(say(title)))
            card.add(*(Text(say.render(shown), role) for shown in texts))
        if told.pages:
            card.add(FactRows((say.render(Message(id_)), address) for id_, address in told.pages))

    def _build(self) -> None:
        say = self._say
        inside = QWidget()
        inside.setObjectName("page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(20, 16, 20, 20)
        column.setSpacing(14)
        result = Card("tinted")
        self.verdict = StatusLine(Sign.FINE, "", TextRole.STRONG)
        self.cause = Text("", TextRole.VALUE)
        self.facts = FactRows()
        result.add(Subheading(say("helpdesk.window.result")), self.verdict, self.cause, self.facts)
        self.script = Card()
        steps = Card()
        self.steps = StepStates("helpdesk.steps", say("helpdesk.page.steps"))
        steps.add(Subheading(say("helpdesk.page.steps")), self.steps)
        for widget in (result, self.script, steps, self._report_part(), self._screen_part()):
            column.addWidget(widget)
        column.addStretch(1)
        self.setWidget(inside)

    def _report_part(self) -> QWidget:
        say = self._say
        self._of_report = Card()
        self.today = StatusLine(Sign.NOTE, "")
        self.compare = Button(say("helpdesk.window.compare"), "helpdesk.compare")
        self.compare.clicked.connect(self._ask_other)
        self.differences = Card("tinted")
        self.differences.hide()
        self.today.hide()
        self._of_report.add(Subheading(say("helpdesk.window.today")), self.today)
        self._of_report.add(flow_row(self.compare), self.differences)
        return self._of_report

    def _screen_part(self) -> QWidget:
        say = self._say
        part, self._shown = Card(), QWidget()
        self.screen_number = QLineEdit()
        self.screen_number.setMaxLength(2)
        self.screen_number.setMaximumWidth(self._theme.pixels(90))
        self.screen_number.setValidator(QIntValidator(0, 99, self.screen_number))
        hint = say("helpdesk.window.screen.hint")
        question = Question(
            say("helpdesk.window.screen"), self.screen_number, "helpdesk.screen", hint
        )
        self.sees, self.say_there = Text(), Text("", TextRole.STRONG)
        self._say_there = Muted(say("helpdesk.page.say"))
        self.note = Muted()
        self.image = Drawn()
        identify(self.image, "helpdesk.picture", say("helpdesk.window.picture"))
        self.words = Exact()
        shown = QVBoxLayout(self._shown)
        shown.setContentsMargins(0, 0, 0, 0)
        for widget in (self.sees, self._say_there, self.say_there, self.note, self.image):
            shown.addWidget(widget)
        shown.addWidget(self.words)
        self.screen_number.textChanged.connect(self.show_screen)
        part.add(question, self._shown)
        return part

    def _ask_other(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "", "", "*.zip *.age")
        if name:
            self.compare_with.emit(Path(name))
