"""One caller: the verdict, each step, what to say and ask, and what their screen shows now."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.helpdesk.screen import ScreenPart
from ui.helpdesk.scrolled import Scrolled
from ui.pages.page import emptied
from ui.theme import TextRole, Theme
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.facts import FactRows
from ui.widgets.flow_row import flow_row
from ui.widgets.status import Sign, StatusLine
from ui.widgets.step_list import StepList
from ui.widgets.text import Muted, Subheading, Text
from wizard.diagnosis import Diagnosis
from wizard.messages import Language, Message
from wizard.screens import screen_numbers, screen_of_step
from wizard.steps import step_info
from wizard.support.bundle import Bundle, compare
from wizard.support.bundle.comparing import shown_value
from wizard.support.helpdesk import View, script
from wizard.support.helpdesk.view import cause_name
from wizard.support.report_file import ReportFile
from wizard.vocabulary import Step

_LONGEST = 400
_MOST_DIFFERENCES = 100


class CallerView(Scrolled):
    """What is known of a caller. `compare_with` asks for another report to compare with."""

    compare_with = Signal(object)

    def __init__(self, language: Language, theme: Theme) -> None:
        super().__init__()
        self._say = language
        self._theme = theme
        self.view: View | None = None
        self.bundle: Bundle | None = None
        self._build()

    def show_caller(self, view: View, bundle: Bundle | None) -> None:
        """Show a result; the one before is forgotten."""
        self.view, self.bundle = view, bundle
        self._show_result(view)
        self._show_steps(view)
        self._show_script(view)
        self.today.hide()
        emptied(self.differences.column)
        self.differences.hide()
        self._of_report.setVisible(bundle is not None)
        # A code is read from screen 46, a report was saved on screen 42.
        name = "save" if bundle else "support"
        self.on_screen.show_of(view, screen_numbers()[name])
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
        for one in found:
            before = shown_value(one.kind, one.before, say)[:_LONGEST]
            after = shown_value(one.kind, one.after, say)[:_LONGEST]
            change = say("helpdesk.window.difference", before=before, after=after)
            card.add(Text(say.render(one.what)[:_LONGEST], tone="muted"))
            card.add(Text(change, TextRole.STRONG))
        card.show()

    def _show_result(self, view: View) -> None:
        say = self._say
        verdict = say(f"result.{view.verdict.value}")  # as the caller reads it
        self.verdict.say(Sign.of(view.verdict), verdict)
        self.cause.setText(say.render(cause_name(view)))
        self.circumstances.setText("\n".join(say.render(told) for told in view.circumstances))
        # A code tells the rest in sentences.
        rows = (
            ("helpdesk.queue.code", view.code),
            ("helpdesk.window.caller_reads", view.title),
            ("helpdesk.window.reply", view.reply if view.report else ""),
            ("helpdesk.queue.provider", view.provider if view.report else ""),
            ("helpdesk.window.server", view.server),
            ("helpdesk.queue.system", view.system if view.report else ""),
            ("helpdesk.queue.tag", view.tag),
        )
        self.facts.show_rows((say(id_), value[:_LONGEST]) for id_, value in rows if value)

    def _show_steps(self, view: View) -> None:
        say = self._say
        for step, verdict in zip(Step, view.verdicts, strict=True):
            name, state = say.render(step_info(step).name), say(f"verdict.{verdict.value}")
            shown = say("checking.step", number=int(step), name=name)
            whole = say("result.row", number=int(step), name=name, state=state)
            self.steps.say(step, Sign.of(verdict), shown, state, whole)

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
        result = Card("tinted")
        self.verdict = StatusLine(Sign.FINE, "", TextRole.STRONG)
        self.cause = Text("", TextRole.VALUE)
        self.facts = FactRows()
        self.circumstances = Text()
        result.add(Subheading(say("helpdesk.window.result")), self.verdict, self.cause, self.facts)
        result.add(self.circumstances)
        self.script = Card()
        self.on_screen = ScreenPart(say, self._theme, "helpdesk.screen")
        steps = Card()
        self.steps = StepList("helpdesk.step", say("helpdesk.page.steps"))
        self.steps.chosen.connect(self._show_screen_of)
        steps.add(Subheading(say("helpdesk.page.steps")), Muted(say("helpdesk.window.steps.hint")))
        steps.add(self.steps)
        self.add(result, self.script, steps, self.on_screen, self._report_part())

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

    def _show_screen_of(self, step: Step) -> None:
        """The caller's page of a step, with everything that was found there."""
        self.on_screen.number.setText(str(screen_of_step(step)))
        self.ensureWidgetVisible(self.on_screen.number, 0, self.height() // 2)
        self.on_screen.number.setFocus()

    def _ask_other(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "", "", "*.zip *.age")
        if name:
            self.compare_with.emit(Path(name))
