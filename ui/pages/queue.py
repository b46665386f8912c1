"""Screen 98: the queue of a mail server, grouped by cause; chosen messages can be acted upon.

Everybody else learns where unsent messages are. What is shown first is what the check saw; every
choice and every action reads the queue anew.
"""

from PySide6.QtWidgets import QWidget

from ui.pages.page import emptied
from ui.pages.step_page import StepPage
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.exact_words import ExactWords
from ui.widgets.exempt_card import ExemptDetails
from ui.widgets.pasted_queue import PastedDetails
from ui.widgets.queue_actions import QueueActions
from ui.widgets.queue_filter import QueueFilter
from ui.widgets.queue_lines import GroupsCard, lines
from ui.widgets.status import Sign, StatusLine
from ui.widgets.text import Muted, Subheading, Text
from wizard.errors import BadInput, CouldNotDo
from wizard.facts.computer import MailQueueFacts, OutboxFacts, QueuedMessage
from wizard.queue.meaning import QueueView
from wizard.queue.selection import Selection
from wizard.record import RunRecord
from wizard.vocabulary import Step

_MOST_ROWS = 200
_COMMANDS = {"Postfix": "sudo postqueue -p", "Exim": "sudo exim -bp"}


class QueuePage(StepPage):
    """Administrators see and change the queue; everybody else learns about the outbox."""

    name = "step.queue"
    step = Step.QUEUE
    probes = ("mail_queue", "outbox")

    def build(self) -> None:
        """The shared parts; then groups, filter, list, actions, and what needs no server here."""
        super().build()
        self._given: tuple[QueuedMessage, ...] | None = None
        self._pasted = False
        self._selection = Selection()
        self.total = StatusLine(Sign.NOTE, "")
        self._total_card = Card()
        self.filter = QueueFilter(self.context, self.name, self._choose)
        self.groups = GroupsCard(self.context, self.name, self.filter.show_group)
        self._list = Card()
        self.act = QueueActions(self.context, self.name, self._touched)
        self.back_here = Button(self.say("queue_page.other.back"), self.id("back_here"), "link")
        self.back_here.clicked.connect(self._show_here)
        self.pasted = PastedDetails(self.context, self.name, self._show_pasted)
        self.exempt = ExemptDetails(self.context, self.name)
        at = self.column.indexOf(self._own) + 1
        parts: tuple[QWidget, ...] = (
            self._total_card, self.groups, self.filter, self._list, self.act, self.back_here,
        )  # fmt: skip
        for place, part in enumerate(parts, at):
            self.column.insertWidget(place, part)
        self.add(self.pasted, self.exempt)
        self._queue_parts = parts

    def show_record(self, record: RunRecord) -> None:
        """The queue, when there is one."""
        facts = record.case.facts("mail_queue", MailQueueFacts)
        self._facts = facts
        here = facts is not None and bool(facts.server)
        self.again.set_label(self.say("queue_page.again" if here else "page.again"))
        for part in self._queue_parts:
            part.hide()
        self._pasted, self._selection = False, Selection()
        if facts is None or not facts.server:
            self._show_outbox(record.case.facts("outbox", OutboxFacts))
        elif facts.error:
            self._show_why_not(facts)
        else:
            self._given = facts.messages
            self._ask()

    def enter(self) -> None:
        """Enter in a field of the filter means: choose these."""
        if self.focusWidget() in self.filter.fields:
            self.filter.choose()
        else:
            super().enter()

    # What is shown.

    def _show_why_not(self, facts: MailQueueFacts) -> None:
        card = self.card("queue_page.server", server=facts.server)
        command = _COMMANDS.get(facts.server, "mailq")
        text = self.say("queue_page.no_rights", server=facts.server, command=command)
        card.add(StatusLine(Sign.COULD_NOT_CHECK, text))

    def _ask(self) -> None:
        given, selection = self._given, self._selection
        server = self._facts.server if self._facts and not self._pasted else ""
        if given is None:
            self._say_total(Sign.RUNNING, self.say("queue_page.reading"))
        self.context.bridge.ask(
            lambda engine: engine.queue_view(given, server, selection), self._show, self._trouble
        )

    def _trouble(self, trouble: BadInput | CouldNotDo) -> None:
        self._say_total(Sign.COULD_NOT_CHECK, self.say(trouble.shown))
        self.context.announcer.announce(self.total.words, assertive=True)

    def _say_total(self, sign: Sign, words: str) -> None:
        emptied(self._total_card.column)
        self.total = StatusLine(sign, words)
        title = self.say("queue_page.pasted")
        if not self._pasted and self._facts is not None:
            title = self.say("queue_page.server", server=self._facts.server)
        self._total_card.add(Subheading(title), self.total)
        self._total_card.show()

    def _show(self, view: QueueView) -> None:
        facts, shown = self._facts, len(view.chosen)
        from_check = self._given is not None and not self._pasted and facts is not None
        total = facts.total if from_check and facts is not None else view.total
        key = "queue_page.pasted.total" if self._pasted else "queue_page.total"
        words = self.say(key, count=total) if total else self.say("queue_page.empty")
        self._say_total(Sign.ATTENTION if total else Sign.FINE, words)
        if not self._selection.is_empty:
            self._total_card.add(Text(self.say("queue_page.chosen", count=shown)))
        if from_check and shown < total:
            self._total_card.add(Muted(self.say("queue_page.partly", count=shown)))
        if self._pasted:
            self._total_card.add(Muted(self.say("queue_page.pasted.read_only")))
        self.groups.show_groups(view.groups)
        self._show_list(view)
        self.filter.setVisible(bool(total))
        self.act.setVisible(not self._pasted)
        self.act.show_selection(self._selection)
        self.back_here.setVisible(self._pasted and bool(facts and facts.server))
        self.context.commands.frame_changed()

    def _show_list(self, view: QueueView) -> None:
        emptied(self._list.column)
        self._list.setVisible(bool(view.chosen))
        if not view.chosen:
            return
        name = self.say("queue_page.list")
        self._list.add(Subheading(name))
        if len(view.chosen) > _MOST_ROWS:
            self._list.add(Muted(self.say("queue_page.shown", count=_MOST_ROWS)))
        self._list.add(ExactWords(lines(view.chosen[:_MOST_ROWS]), self.id("list"), name))

    # What is chosen.

    def _choose(self, selection: Selection) -> None:
        self._selection = selection
        if not self._pasted:
            self._given = None  # from now on the queue as it is
        self._ask()
        self.ensureWidgetVisible(self._total_card)

    def _touched(self) -> None:
        """The queue was changed: show it as it is now."""
        self._given = None
        self._ask()

    def _show_pasted(self, messages: tuple[QueuedMessage, ...]) -> None:
        self._pasted, self._given, self._selection = True, messages, Selection()
        self._own.hide()
        self._ask()
        words = self.say("queue_page.pasted.total", count=len(messages))
        self.context.announcer.announce(words, assertive=True)
        self.ensureWidgetVisible(self._total_card)

    def _show_here(self) -> None:
        self._pasted, self._given, self._selection = False, None, Selection()
        self._ask()

    def _show_outbox(self, facts: OutboxFacts | None) -> None:
        card = self.card("queue_page.outbox")
        for box in facts.outboxes if facts else ():
            size = self.locale().formattedDataSize(box.size_bytes)
            text = self.say("rate.outbox.row", program=box.program, count=box.messages, size=size)
            card.add(StatusLine(Sign.ATTENTION if box.messages else Sign.FINE, text))
        card.add(Text(self.say("queue_page.outbox.why")))
        for number in (1, 2, 3, 4):
            card.add(Text(self.say(f"queue_page.outbox.{number}")))
        card.add(Muted(self.say("queue_page.no_server")))
