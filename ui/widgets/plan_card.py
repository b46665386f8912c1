"""A pace for a number of messages: in words, as a picture against the limit, as a calendar file."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QFileDialog, QLineEdit

from ui.context import Context
from ui.pages.page import emptied
from ui.theme import TextRole
from ui.times import time_and_day
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.fields import Question
from ui.widgets.flow_row import flow_row
from ui.widgets.plot import Plot, Series, Shape, Tick, round_ticks
from ui.widgets.status import Sign, StatusLine
from ui.widgets.text import Muted, Subheading, Text
from wizard.account import Account
from wizard.errors import BadInput, CouldNotDo
from wizard.paths import documents_folder

if TYPE_CHECKING:
    from ui.advice import Pace, ProviderRow

_USUAL_NUMBER, _MOST, _MOST_DEVICES = 100, 1_000_000, 999
_FEW_CONNECTIONS = 3
_TICKS = 4
_UNITS = (("days", 86_400, 2 * 86_400), ("hours", 3_600, 7_200), ("minutes", 60, 0))


class PlanCard(Card):
    """Two questions, then the plan."""

    def __init__(self, context: Context, prefix: str) -> None:
        super().__init__()
        self._context = context
        self._prefix = prefix
        self._account: Account | None = None
        self._provider: ProviderRow | None = None
        self._pace: Pace | None = None
        self.messages = self._number(_USUAL_NUMBER, _MOST)
        self.devices = self._number(1, _MOST_DEVICES)
        say = context.say
        self.add(
            Subheading(say("rate.plan")),
            Question(say("rate.messages"), self.messages, f"{prefix}.messages"),
            Question(
                say("rate.devices"), self.devices, f"{prefix}.devices", say("rate.devices.hint")
            ),
        )
        self.words = Card("tinted")
        self.plot = Plot(f"{prefix}.plot")
        self.save = Button(say("rate.calendar.save"), f"{prefix}.calendar")
        self.save.clicked.connect(self._choose_file)
        self._save_row = flow_row(self.save)
        self._done = StatusLine(Sign.FINE, "")
        self._services = Muted()
        self.add(self.words, self.plot, self._save_row, self._done, self._services)
        self._hide_plan()

    def show_account(self, account: Account) -> None:
        """Plan for this account."""
        self._account = account
        self._done.hide()
        self._plan()

    def show_provider(self, provider: "ProviderRow | None") -> None:
        """Whose limits these are."""
        self._provider = provider
        if self._pace is not None:
            self._show(self._pace)

    def _number(self, usual: int, most: int) -> QLineEdit:
        field = QLineEdit(str(usual))
        field.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        field.setValidator(QIntValidator(1, most, field))
        field.textChanged.connect(lambda _: self._plan())
        return field

    def _hide_plan(self) -> None:
        for one in (self.words, self.plot, self._save_row, self._done, self._services):
            one.hide()

    def _plan(self) -> None:
        self._done.hide()
        account = self._account
        if account is None or not self.messages.hasAcceptableInput():
            self._hide_plan()
            return
        number = int(self.messages.text())
        self._context.bridge.ask(lambda engine: engine.sending_plan(account, number), self._show)

    def _show(self, pace: "Pace") -> None:
        self._pace = pace
        if not self.messages.hasAcceptableInput():
            return
        self._show_words(pace)
        self._show_picture(pace)
        names = ", ".join(pace.services)
        self._services.setText(self._context.say("rate.services", names=names))
        large = not pace.plan.complete or pace.plan.finish_seconds > _UNITS[0][1]
        self._services.setVisible(large and bool(names))
        self._save_row.show()
        self._context.commands.frame_changed()

    # In words.

    def _show_words(self, pace: "Pace") -> None:
        emptied(self.words.column)
        add, say, plan = self.words.add, self._context.say, pace.plan
        name = self._provider.name if self._provider else ""
        if plan.documented and name:
            add(Text(say("rate.plan.documented", provider=name)))
        else:
            add(Text(say("rate.plan.usual")))
        gap = round(plan.gap_seconds)
        add(Text(say("rate.plan.rates", hour=plan.per_hour, day=plan.per_day, gap=gap)))
        self._show_devices(plan.per_hour, name)
        now = datetime.now(UTC)
        finish = now + timedelta(seconds=plan.finish_seconds)
        words = say("rate.plan.finish", time=time_and_day(self._context, finish, now))
        add(Text(words if plan.complete else say("rate.plan.long"), TextRole.STRONG))
        self.words.show()

    def _show_devices(self, per_hour: int, provider: str) -> None:
        """Devices share every limit; some servers count their connections together too."""
        if not self.devices.hasAcceptableInput():
            return
        count = int(self.devices.text())
        if count == 1:
            return
        say, add = self._context.say, self.words.add
        hour = max(1, per_hour // count)
        add(Text(say("rate.devices.share", count=count, hour=hour)))
        limit = self._provider.limits.get("connections") if self._provider else None
        if limit is not None:
            kind = "too_many" if count > limit else "enough"
            add(Text(say(f"rate.devices.{kind}", provider=provider, limit=limit)))
        elif count > _FEW_CONNECTIONS:
            add(Text(say("rate.devices.many")))

    # As a picture.

    def _show_picture(self, pace: "Pace") -> None:
        say, numbers, plan = self._context.say, self.locale(), pace.plan
        end = float(max(1, plan.finish_seconds))
        highest = float(max([1, *(count for _, count in pace.sent)]))
        name = self._provider.name if self._provider and plan.documented else ""
        limit = say("rate.picture.allowed", provider=name) if name else ""
        # A limit far above the plan would press the plan flat: what lies above is cut off.
        most = min(highest * 2, max([highest, *(float(count) for _, count in pace.allowed)]))
        up = round_ticks(most)
        self.plot.show_series(
            (
                Series(say("rate.picture.sent"), Shape.AREA, tuple(pace.sent)),
                Series(
                    limit or say("rate.picture.allowed_usual"), Shape.LIMIT, tuple(pace.allowed)
                ),
            ),
            [Tick(end * part / _TICKS, self._length(end * part / _TICKS)) for part in range(5)],
            [Tick(at, numbers.toString(round(at))) for at in up if at == int(at)],
        )
        words = say(
            "rate.picture.words",
            count=plan.messages,
            batches=len(plan.batches),
            length=self._length(end),
        )
        self.plot.describe(say("rate.picture"), words)
        self.plot.show()

    def _length(self, seconds: float) -> str:
        if not seconds:
            return self._context.say("rate.picture.start")
        for unit, size, least in _UNITS:
            if seconds >= least:
                count = max(1, round(seconds / size))
                return self._context.say(f"rate.picture.{unit}", count=count)
        return ""

    # As a calendar file.

    def _choose_file(self) -> None:
        say, pace = self._context.say, self._pace
        suggested = str(documents_folder() / say("rate.calendar.file"))
        name, _ = QFileDialog.getSaveFileName(
            self, say("rate.calendar.title"), suggested, "iCalendar (*.ics)"
        )
        if not name or pace is None:
            return
        plan, summary = pace.plan, say("pace.calendar", count="{count}")
        start, path = datetime.now(UTC), Path(name)
        self._context.bridge.ask(
            lambda engine: engine.write_calendar(plan, start, summary, path),
            self._saved,
            self._not_saved,
        )

    def _saved(self, path: Path) -> None:
        self._report(Sign.FINE, self._context.say("rate.calendar.saved", file=str(path)))

    def _not_saved(self, trouble: BadInput | CouldNotDo) -> None:
        self._report(Sign.PROBLEM, self._context.say(trouble.shown))

    def _report(self, sign: Sign, words: str) -> None:
        self._done.say(sign, words)
        self._done.show()
        self._context.announcer.announce(words, assertive=True)
