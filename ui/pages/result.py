"""Screen 37: one verdict, who acts, one thing to do next, and the eight steps in words."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.pages.page import Page, emptied
from ui.pages.words_of_server import pasted_words, server_words
from ui.theme import TextRole
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.disclosure import Details
from ui.widgets.exact_words import ExactWords
from ui.widgets.flow_row import flow_row
from ui.widgets.status import Sign, StatusLine
from ui.widgets.step_list import StepList
from ui.widgets.text import Muted, Subheading, Text
from wizard.diagnosis import Diagnosis
from wizard.flow import fixing_screen, step_screen
from wizard.messages import Message
from wizard.record import RunRecord
from wizard.steps import step_info
from wizard.vocabulary import Step

_MOST_CAUSES = 4


class ResultPage(Page):
    """The answer."""

    name = "result"
    announces_itself = True

    def build(self) -> None:
        """The fixed parts; what depends on the run is filled in by `refresh`."""
        say = self.say
        self._shown: RunRecord | None = None
        self.verdict = StatusLine(Sign.FINE, "", TextRole.STRONG)
        self.meaning = Text()
        self._action = Card("tinted")
        self._who_word = Muted(say("result.who"))
        self.who = Text("", TextRole.VALUE)
        self._next_word = Muted(say("result.next"))
        self.next = Text()
        self.fix = Button(say("result.fix"), self.id("fix"), "primary")
        self.fix.clicked.connect(self._fix)
        self.certainty = Muted()
        self._action.add(self._who_word, self.who, self._next_word, self.next)
        self._action.add(flow_row(self.fix), self.certainty)
        self.steps = StepList(self.id("step"), say("result.steps"))
        self.steps.chosen.connect(self._go_to_step)
        steps = Card()
        steps.column.setContentsMargins(6, 14, 6, 6)
        title = Subheading(say("result.steps"))
        title.setContentsMargins(14, 0, 0, 0)
        steps.add(title, self.steps)
        self.save = self.button("result.save", "save")
        self.support = self.button("result.support", "support")
        self.again = self.button("result.again", "again")
        self.save.clicked.connect(lambda: self.context.commands.go("save"))
        self.support.clicked.connect(lambda: self.context.commands.go("support"))
        self.again.clicked.connect(lambda: self.context.commands.go("checking"))
        self.details = Details(
            say("result.details"), self.id("details"), (say("window.closed"), say("window.open"))
        )
        self.add(self.verdict, self.heading, self.meaning, self._action, steps)
        self.add(flow_row(self.save, self.support, self.again), self.details)

    @property
    def forward_is_primary(self) -> bool:
        """The first button of the page is the main thing."""
        return False

    def refresh(self) -> None:
        """Show the run, if it is another one than before."""
        record = self.context.record
        if record is not self._shown:
            self._shown = record
            self._show(record)
        words = (self.verdict.words, self.heading.text(), self.next.text())
        self.context.announcer.announce(". ".join(w.rstrip(".") for w in words), assertive=True)

    def _show(self, record: RunRecord) -> None:
        diagnosis = record.diagnosis
        state = self.say(f"result.{diagnosis.verdict.value}")
        self.verdict.say(Sign.of(diagnosis.verdict), state)
        self.heading.setText(self.say(diagnosis.title))
        self.meaning.setText(self.say(diagnosis.meaning))
        who = diagnosis.who.value if diagnosis.who else "nobody"
        self.who.setText(self.say(f"result.who.{who}"))
        self.next.setText(self.say(diagnosis.next))
        nothing_wrong = fixing_screen(self.context.state) == "finish"
        self.fix.set_label(self.say("result.try" if nothing_wrong else "result.fix"))
        self._show_certainty(diagnosis)
        self._show_steps(diagnosis)
        self._show_details(record)

    def first_focus(self) -> QWidget:
        """The step that fixes it."""
        return self.fix

    def enter(self) -> None:
        """Enter takes the person there."""
        self._fix()

    def read_aloud(self) -> list[str]:
        """The verdict, who acts, what to do."""
        return [
            self.heading.text(),
            f"{self._who_word.text()}: {self.who.text()}",
            self.next.text(),
        ]

    def _fix(self) -> None:
        self.context.commands.go(fixing_screen(self.context.state))

    def _go_to_step(self, step: Step) -> None:
        self.context.commands.go(step_screen(step))

    def _show_certainty(self, diagnosis: Diagnosis) -> None:
        if diagnosis.causes:
            certainty = diagnosis.causes[0].certainty.value
            self.certainty.setText(self.say(f"result.certainty.{certainty}"))
        self.certainty.setVisible(bool(diagnosis.causes))

    def _show_steps(self, diagnosis: Diagnosis) -> None:
        for state in diagnosis.steps:
            name = self.say(step_info(state.step).name)
            words = self.say(Message(f"verdict.{state.verdict.value}"))
            number = int(state.step)
            whole = self.say("result.row", number=number, name=name, state=words)
            shown = self.say("checking.step", number=number, name=name)
            self.steps.say(state.step, Sign.of(state.verdict), shown, words, whole)

    def _show_details(self, record: RunRecord) -> None:
        column: QVBoxLayout = self.details.column
        emptied(column)
        words = server_words(record)
        self.details.add(Subheading(self.say("result.words")))
        if words:
            self.details.add(ExactWords(words, self.id("words"), self.say("result.words")))
        else:
            self.details.add(self.text("result.no_words"))
        pasted = record.case.pasted
        if pasted is not None:
            name = self.say("result.pasted")
            self.details.add(Subheading(name))
            self.details.add(ExactWords(pasted_words(record), self.id("pasted"), name))
            self.details.add(Muted(self.say("result.pasted.meaning")))
            self.details.add(Text(self.say(pasted.title), TextRole.STRONG))
            self.details.add(Text(self.say(pasted.meaning)))
        self._show_causes(record.diagnosis)
        took = self.say("result.took", seconds=round(record.seconds, 1), count=record.connections)
        self.details.add(Muted(took))

    def _show_causes(self, diagnosis: Diagnosis) -> None:
        if diagnosis.causes:
            self.details.add(Subheading(self.say("result.causes")))
        for ranked in diagnosis.causes[:_MOST_CAUSES]:
            cause = self.say(Message(f"cause.{ranked.cause.value}"))
            certainty = self.say(f"result.certainty.{ranked.certainty.value}")
            self.details.add(Text(self.say("result.cause", cause=cause, certainty=certainty)))
        if diagnosis.decide_by is not None:
            self.details.add(Subheading(self.say("result.decide")))
            self.details.add(Text(self.say(diagnosis.decide_by)))
