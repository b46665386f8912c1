"""Where in its menus a mail program keeps the outgoing server and the waiting messages.

The labels are those of the English programs (`resources/mail_programs/menus.json`).
"""

from functools import cache

import msgspec

from wizard.messages import Message, message
from wizard.resources import resource


class Menu(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The way to the settings of one program, and to its outbox. `names` are those readers give."""

    id: str
    names: tuple[str, ...]
    settings: tuple[str, ...]
    outbox: tuple[str, ...]
    source: str
    date: str
    confirmed: bool


class _Table(msgspec.Struct, frozen=True):
    menus: tuple[Menu, ...]


@cache
def menus() -> tuple[Menu, ...]:
    """The table."""
    path = resource("mail_programs/menus.json")
    return msgspec.json.decode(path.read_bytes(), type=_Table).menus


def menu_of(program: str) -> Menu | None:
    """The menu of a program, by its id or its name."""
    wanted = program.casefold()
    return next(
        (m for m in menus() if wanted == m.id or wanted in (n.casefold() for n in m.names)), None
    )


def where_to_change(program: str) -> Message | None:
    """The way to the outgoing server of a program, as a sentence; None for an unknown one."""
    menu = menu_of(program)
    return message("difference.where", path=_path(menu.settings)) if menu else None


def where_to_look(program: str) -> Message | None:
    """The same for a program that cannot be read: there the person finds the values."""
    menu = menu_of(program)
    if menu is None:
        return None
    return message("programs.look", program=menu.names[0], path=_path(menu.settings))


def where_they_wait(program: str) -> Message | None:
    """The way to the messages that wait in a program."""
    menu = menu_of(program)
    if menu is None:
        return None
    return message("programs.outbox", program=menu.names[0], path=_path(menu.outbox))


def _path(labels: tuple[str, ...]) -> str:
    return " › ".join(labels)
