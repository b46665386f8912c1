"""Queued messages as lines of text, and groups as paragraphs with a button each."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from ui.context import Context
from ui.pages.page import emptied
from ui.theme import TextRole
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.text import Exact, Muted, Subheading, Text
from wizard.facts.computer import QueuedMessage
from wizard.messages import Message
from wizard.queue.selection import Group
from wizard.vocabulary import Cause

_MOST_GROUPS = 12


def lines(messages: Iterable[QueuedMessage]) -> str:
    """One line for each message: id, time, size, from, to."""
    return "\n".join(map(_line, messages))


def _line(one: QueuedMessage) -> str:
    recipients = ", ".join(one.recipients[:3]) + (" …" if len(one.recipients) > 3 else "")
    when, sender = local_time(one.arrived), one.sender or "<>"
    return f"{one.id}  {when}  {one.size_bytes} B  {sender} -> {recipients}"


def local_time(arrived: str) -> str:
    """An ISO time in this computer's zone; as it stands when it is none."""
    try:
        return f"{datetime.fromisoformat(arrived).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:
        return arrived


class GroupsCard(Card):
    """The groups by cause, the largest first."""

    def __init__(self, context: Context, prefix: str, choose: Callable[[Cause, str], None]) -> None:
        super().__init__()
        self._context = context
        self._prefix = prefix
        self._choose = choose

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Show these."""
        emptied(self.column)
        say = self._context.say
        self.add(Subheading(say("queue_page.groups")))
        for number, group in enumerate(groups[:_MOST_GROUPS], 1):
            cause = say(Message(f"cause.{group.cause.value}"))
            words = say("queue.group", count=group.count, domain=group.domain, cause=cause)
            self.add(Text(words, TextRole.STRONG), Exact(group.example, TextRole.SMALL))
            label = say("queue_page.group.choose", number=number)
            button = Button(label, f"{self._prefix}.group_{number}", "link")
            button.clicked.connect(lambda _=False, g=group: self._choose(g.cause, g.domain))
            self.add(button)
        more = len(groups) - _MOST_GROUPS
        if more > 0:
            self.add(Muted(say("queue_page.groups.more", count=more)))
        self.setVisible(bool(groups))
