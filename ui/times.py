"""Times as people say them, in this computer's own zone."""

from datetime import datetime

from PySide6.QtCore import QLocale, QTime

from ui.context import Context


def clock_time(moment: datetime) -> str:
    """The time of day, as the person's system writes it."""
    local = moment.astimezone()
    return QLocale().toString(QTime(local.hour, local.minute), QLocale.FormatType.ShortFormat)


def time_and_day(context: Context, moment: datetime, now: datetime) -> str:
    """The time of day; with the day when it is another one."""
    local, today = moment.astimezone(), now.astimezone()
    time = clock_time(moment)
    days = (local.date() - today.date()).days
    if days <= 0:
        return time
    if days == 1:
        return context.say("wait.tomorrow", time=time)
    return context.say("wait.on_day", time=time, date=local.strftime("%d.%m.%Y"))


def duration(context: Context, seconds: float) -> str:
    """A duration in the largest unit that says enough."""
    for unit, size, least in (
        ("days", 86_400, 2 * 86_400),
        ("hours", 3600, 2 * 3600),
        ("minutes", 60, 60),
    ):
        if seconds >= least:
            return context.say(f"wait.{unit}", count=-(-int(seconds) // size))
    return context.say("wait.seconds", count=max(0, int(seconds)))
