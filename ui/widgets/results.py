"""What earlier tests came to: the picture of the server's times, the same in words, and a list."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from ui.context import Context
from ui.pages.page import emptied
from ui.times import clock_time
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.disclosure import Details
from ui.widgets.exact_words import ExactWords
from ui.widgets.flow_row import flow_row
from ui.widgets.plot import Plot, Series, Shape, Tick, round_ticks
from ui.widgets.status import Sign, StatusLine
from ui.widgets.text import Muted, Subheading, Text
from wizard.messages import Message
from wizard.vocabulary import Cause

if TYPE_CHECKING:
    from wizard.history import Result

_LISTED = 60
_LEAST_SECONDS = 1.0


class ResultsCard(Card):
    """Fill it with `show_results`; `forget` is called when the person deletes them."""

    def __init__(self, context: Context, prefix: str, forget: Callable[[], None]) -> None:
        super().__init__()
        self._context = context
        self._prefix = prefix
        self._forget = forget
        self.plot: Plot | None = None
        self.words = ""

    def show_results(self, results: "Sequence[Result]") -> None:
        """The results of one account, the oldest first."""
        emptied(self.column)
        say = self._context.say
        self.add(Subheading(say("history.title")))
        self.plot = None
        if not results:
            self.words = say("history.none")
            self.add(Text(self.words))
            return
        self.words = " ".join(self._sentences(results))
        if len(results) > 1:
            self._show_plot(results)
        self.add(Text(self.words))
        slow = self._slow(results)
        if slow:
            self.add(StatusLine(Sign.ATTENTION, slow))
        self._show_list(results)

    def _show_plot(self, results: "Sequence[Result]") -> None:
        from wizard.judge.thresholds import SLOW_GREETING_SECONDS

        say, first = self._context.say, results[0].at

        def x(result: "Result") -> float:
            return (result.at - first).total_seconds()

        greeting = [(x(r), r.greeting_seconds) for r in results if r.greeting_seconds is not None]
        further = [(x(r), r.reply_seconds) for r in results if r.reply_seconds is not None]
        refused = tuple((x(r), 0.0) for r in results if r.cause is not Cause.NONE)
        most = max([_LEAST_SECONDS, *(y for _, y in (*greeting, *further))])
        end = x(results[-1])
        slow = ((0.0, SLOW_GREETING_SECONDS), (end, SLOW_GREETING_SECONDS))
        series = [
            Series(say("history.greeting"), Shape.LINE, tuple(greeting)),
            Series(say("history.replies"), Shape.DASHED, tuple(further)),
            Series(say("history.refused"), Shape.CROSS, refused),
        ]
        if most >= SLOW_GREETING_SECONDS:
            series.append(Series(say("history.slow_from"), Shape.LIMIT, slow))
        self.plot = Plot(f"{self._prefix}.plot")
        numbers = self.locale()
        self.plot.show_series(
            series,
            [Tick(end * part, self._when(results, part)) for part in (0.0, 0.5, 1.0)],
            [Tick(at, numbers.toString(at, "g", 3)) for at in round_ticks(most)],
        )
        self.plot.describe(say("history.picture"), f"{self.words} {self._slow(results)}".strip())
        self.add(self.plot)

    def _when(self, results: "Sequence[Result]", part: float) -> str:
        first, last = results[0].at, results[-1].at
        return self._time(first + (last - first) * part, first, last)

    def _time(self, moment: datetime, first: datetime, last: datetime) -> str:
        """The time of day; with the date when the results are of several days."""
        if first.astimezone().date() == last.astimezone().date():
            return clock_time(moment)
        return f"{moment.astimezone():%d.%m.} {clock_time(moment)}"

    def _sentences(self, results: "Sequence[Result]") -> list[str]:
        from wizard.history import greetings, replies

        say, first, last = self._context.say, results[0].at, results[-1].at
        spoken = {"first": self._time(first, first, last), "last": self._time(last, first, last)}
        several = len(results) > 1
        told = [say("history.counted" if several else "history.one", count=len(results), **spoken)]
        for times, id_ in ((greetings(results), "greeted"), (replies(results), "answered")):
            if times is not None:
                middle, longest = self._seconds(times.middle), self._seconds(times.longest)
                told.append(say(f"history.{id_}", middle=middle, longest=longest))
            elif id_ == "greeted":
                told.append(say("history.never_greeted"))
        return told

    def _slow(self, results: "Sequence[Result]") -> str:
        from wizard.history import greetings

        times = greetings(results)
        if times is None or not times.slow:
            return ""
        return self._context.say("history.slow", count=times.slow)

    def _seconds(self, seconds: float) -> str:
        return self.locale().toString(seconds, "f", 1 if seconds >= 1 else 2)

    def _show_list(self, results: "Sequence[Result]") -> None:
        say = self._context.say
        details = Details(
            say("history.list"),
            f"{self._prefix}.list",
            (say("window.closed"), say("window.open")),
        )
        rows = "\n".join(map(self._row, reversed(results[-_LISTED:])))
        details.add(ExactWords(rows, f"{self._prefix}.rows", say("history.list")))
        forget = Button(say("history.forget"), f"{self._prefix}.forget", "link")
        forget.clicked.connect(self._forget)
        details.add(Muted(say("history.kept")), flow_row(forget))
        details.toggled.connect(self._context.commands.frame_changed)
        self.add(details)

    def _row(self, result: "Result") -> str:
        say = self._context.say
        time = f"{result.at.astimezone():%Y-%m-%d} {clock_time(result.at)}"
        cause = say(Message(f"cause.{result.cause.value}"))
        if result.greeting_seconds is None:
            return say("history.row.silent", time=time, cause=cause)
        greeting = self._seconds(result.greeting_seconds)
        return say("history.row", time=time, cause=cause, greeting=greeting)
