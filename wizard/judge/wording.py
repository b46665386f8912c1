"""Which sentences say what a reply means: those of its own case, or the heading of its cause.

A reply that is understood in detail ('wants an app password') has sentences of its own. One that
is understood only as far as its cause gets the heading of that cause and of who acts, written for
somebody who is looking at the result of a check.
"""

from typing import NamedTuple

from wizard.messages import Message, message
from wizard.messages.catalogue import TEXTS
from wizard.reply import Reply
from wizard.vocabulary import Cause, Layer, Who


class Words(NamedTuple):
    """Title, meaning and the one next action."""

    title: Message
    meaning: Message
    next: Message


def words_for(reply: Reply, who: Who) -> Words:
    """The sentences for a reply that a server gave, live or in an error text."""
    if reply.layer is Layer.RECIPIENT_SERVER:
        return Words(message("headline.bounced.title"), reply.meaning, reply.next)
    if reply.title.id != f"reply.{reply.cause.value}.title":
        return Words(reply.title, reply.meaning, reply.next)
    return headline(reply.cause, who) or Words(reply.title, reply.meaning, reply.next)


def headline(cause: Cause, who: Who) -> Words | None:
    """The sentences for a cause, and for who acts where that makes a difference."""
    for stem in (f"headline.{cause.value}.{who.value}", f"headline.{cause.value}"):
        if f"{stem}.title" in TEXTS:
            return stem_words(stem)
    return None


def stem_words(stem: str) -> Words:
    """The three sentences whose ids begin alike."""
    return Words(*(message(f"{stem}.{part}") for part in ("title", "meaning", "next")))
