"""Which messages of a queue are meant: sender, recipients' domain, reason, cause, age."""

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtWidgets import QLineEdit, QWidget

from ui.context import Context
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.fields import Choice, Question
from ui.widgets.flow_row import flow_row
from ui.widgets.text import Subheading
from wizard.messages import Message
from wizard.queue.selection import Selection
from wizard.vocabulary import Cause

_AGES_HOURS = (1, 4, 24, 48, 96)
_DAY_HOURS = 24


class QueueFilter(Card):
    """Five fields; `apply` is called with what they say."""

    def __init__(self, context: Context, prefix: str, apply: Callable[[Selection], None]) -> None:
        super().__init__()
        self._context = context
        self._apply = apply
        self._sender, self._domain, self._reason = QLineEdit(), QLineEdit(), QLineEdit()
        self._cause, self._age = Choice(), Choice()
        self._fill_choices()
        say = context.say
        self.add(Subheading(say("queue_page.filter")))
        for name, field, hint in (
            ("sender", self._sender, say("queue_page.filter.sender.hint")),
            ("domain", self._domain, ""),
            ("reason", self._reason, ""),
            ("cause", self._cause, ""),
            ("age", self._age, ""),
        ):
            self.add(Question(say(f"queue_page.filter.{name}"), field, f"{prefix}.{name}", hint))
        choose = Button(say("queue_page.filter.apply"), f"{prefix}.choose")
        clear = Button(say("queue_page.filter.clear"), f"{prefix}.choose_all")
        choose.clicked.connect(self.choose)
        clear.clicked.connect(self._choose_all)
        self.add(flow_row(choose, clear))

    @property
    def fields(self) -> tuple[QWidget, ...]:
        """Where Enter means: choose these."""
        return (self._sender, self._domain, self._reason)

    @property
    def selection(self) -> Selection:
        """What the fields say; an empty one means everything."""
        # Qt keeps plain values only: an enumeration comes back as its text.
        cause, hours = self._cause.currentData(), self._age.currentData()
        return Selection(
            sender=self._sender.text().strip(),
            recipient_domain=self._domain.text().strip(),
            reason=self._reason.text().strip(),
            cause=Cause(cause) if cause else None,
            older_than=timedelta(hours=hours) if hours else None,
        )

    def choose(self) -> None:
        """Tell what is meant."""
        self._apply(self.selection)

    def show_group(self, cause: Cause, domain: str) -> None:
        """Mean one group, and tell it."""
        self._empty()
        self._cause.setCurrentIndex(self._cause.findData(cause.value))
        self._domain.setText(domain)
        self.choose()

    def _choose_all(self) -> None:
        self._empty()
        self.choose()

    def _empty(self) -> None:
        for field in (self._sender, self._domain, self._reason):
            field.clear()
        self._cause.setCurrentIndex(0)
        self._age.setCurrentIndex(0)

    def _fill_choices(self) -> None:
        say = self._context.say
        self._cause.addItem(say("queue_page.filter.cause.any"), "")
        for cause in Cause:
            if cause is not Cause.NONE:
                self._cause.addItem(say(Message(f"cause.{cause.value}")), cause.value)
        self._age.addItem(say("queue_page.filter.age.any"), 0)
        for hours in _AGES_HOURS:
            days = hours >= _DAY_HOURS
            unit, count = ("days", hours // _DAY_HOURS) if days else ("hours", hours)
            self._age.addItem(say(f"queue_page.filter.age.{unit}", count=count), hours)
