"""What to say and ask next: from the caller's result, and from the screen that the caller is on."""

import msgspec

from wizard.accounts.providers import provider_by_id
from wizard.messages import Message, message
from wizard.screens import screen_numbers, screen_of_step
from wizard.support.helpdesk.view import View
from wizard.vocabulary import Cause


class Script(msgspec.Struct, frozen=True, kw_only=True):
    """What the agent needs now. `say` and `ask` are for the caller, `fix` for the agent."""

    say: Message
    ask: Message
    fix: Message
    then: tuple[Message, ...]
    rules: tuple[Message, ...]
    pages: tuple[tuple[str, str], ...] = ()


class ScreenScript(msgspec.Struct, frozen=True, kw_only=True):
    """One screen: what the caller sees there, and what to say."""

    number: int
    name: str
    sees: Message
    say: Message


RULES = (
    Message("helpdesk.rule.computer"),
    Message("helpdesk.rule.password"),
    Message("helpdesk.rule.screen"),
)
# Before anything is known of the caller.
BEGINNING = (
    RULES[0],
    Message("helpdesk.opening"),
    Message("helpdesk.code.ask"),
    *RULES[1:],
)


def script(view: View) -> Script:
    """The script for this result."""
    cause = view.cause.value
    then = [Message("helpdesk.close")]
    if view.cause is not Cause.NONE:
        screen = screen_of_step(view.fix_step)
        then.insert(0, message("helpdesk.going_to_step", step=int(view.fix_step), screen=screen))
    then.append(
        message("helpdesk.tag.ask", tag=view.tag) if view.tag else Message("helpdesk.bundle.ask")
    )
    return Script(
        say=Message(f"helpdesk.{cause}.say"),
        ask=Message(f"helpdesk.{cause}.ask"),
        fix=Message(f"helpdesk.{cause}.fix"),
        then=tuple(then),
        rules=RULES,
        pages=_pages(view.provider_id),
    )


def screen_script(number: int) -> ScreenScript | None:
    """What the screen of this number shows; None when there is no such screen."""
    return next((screen for screen in screen_scripts() if screen.number == number), None)


def screen_scripts() -> tuple[ScreenScript, ...]:
    """Every screen, by number."""
    return tuple(
        ScreenScript(
            number=number,
            name=name,
            sees=Message(f"helpdesk.screen.{name}.sees"),
            say=Message(f"helpdesk.screen.{name}.say"),
        )
        for name, number in sorted(screen_numbers().items(), key=lambda pair: pair[1])
    )


def _pages(provider_id: str) -> tuple[tuple[str, str], ...]:
    """(message id of what it is, address): the provider's own pages."""
    provider = provider_by_id(provider_id) if provider_id else None
    if provider is None:
        return ()
    pairs = (
        ("letter.contact.status", provider.status_page),
        ("letter.contact.support", provider.support_page),
        ("letter.contact.phone", provider.support_phone),
        ("letter.contact.removal", provider.removal_page),
    )
    return tuple((id_, value) for id_, value in pairs if value)
