"""Keeping, reading and forgetting in a store, each checked by reading back. Everything blocks.

A secret that is longer than one entry may be is kept in parts: the first entry then begins with a
mark and the number of parts, the others carry their number behind the user name.
"""

import contextlib
import re
import threading

from wizard.account import Secret
from wizard.accounts.secrets.backends import Store
from wizard.accounts.secrets.values import Answer, Entry, Trouble

_MOST_PARTS = 9
# Cannot begin a password: no keyboard types it.
_MARK = "\x1e"
_IN_PARTS = re.compile(f"{_MARK}([2-{_MOST_PARTS}]){_MARK}")


def keep(store: Store, given_up: threading.Event, *, entry: Entry, secret: Secret) -> Answer:
    """Keep a secret and read it back. Writes only what changed: macOS asks anew after each write.

    Whoever gave up waiting was told that nothing is kept, so then it is taken away again.
    """
    value = secret.reveal()
    if _read(store, entry) == value:
        return Answer()
    parts = _parts(value, store.most_units)
    if len(parts) > _MOST_PARTS:
        return Answer(Trouble.TOO_LONG)
    if store.most_units is not None:
        _delete(store, entry)  # parts of a longer one would stay behind
    if len(parts) > 1:
        parts[0] = f"{_MARK}{len(parts)}{_MARK}{parts[0]}"
    for number, part in enumerate(parts, start=1):
        store.backend.set_password(entry.service, _user(entry, number), part)
    if given_up.is_set():
        _delete(store, entry)
        return Answer(Trouble.NO_ANSWER)
    if _read(store, entry) != value:
        _delete(store, entry)
        return Answer(Trouble.NOT_KEPT)
    return Answer()


def read(store: Store, _given_up: threading.Event, *, entry: Entry) -> Answer:
    """The secret under this name."""
    value = _read(store, entry)
    return Answer(Trouble.NOT_THERE) if value is None else Answer(secret=Secret(value))


def forget(store: Store, _given_up: threading.Event, *, entry: Entry) -> Answer:
    """Delete a secret and look that it is gone; one that was not there is forgotten too."""
    _delete(store, entry)
    gone = store.backend.get_password(entry.service, entry.user) is None
    return Answer() if gone else Answer(Trouble.NOT_FORGOTTEN)


def _read(store: Store, entry: Entry) -> str | None:
    first = store.backend.get_password(entry.service, entry.user)
    if first is None:
        return None
    marked = _IN_PARTS.match(first)
    if marked is None:
        return first
    parts = [first[marked.end() :]]
    for number in range(2, int(marked[1]) + 1):
        part = store.backend.get_password(entry.service, _user(entry, number))
        if part is None:
            return None
        parts.append(part)
    return "".join(parts)


def _delete(store: Store, entry: Entry) -> None:
    """Delete all parts. What is missing is no trouble; each store says that in its own way."""
    first = store.backend.get_password(entry.service, entry.user)
    if first is None:
        return
    marked = _IN_PARTS.match(first)
    for number in range(int(marked[1]) if marked else 1, 0, -1):
        with contextlib.suppress(Exception):
            store.backend.delete_password(entry.service, _user(entry, number))


def _user(entry: Entry, number: int) -> str:
    return entry.user if number == 1 else f"{entry.user} (part {number})"


def _parts(value: str, most_units: int | None) -> list[str]:
    """The value cut so that each part fits, counted in UTF-16 units, characters kept whole."""
    if most_units is None or _units(value) <= most_units:
        return [value]
    parts, part, size = [], "", 0
    for character in value:
        units = _units(character)
        if size + units > most_units:
            parts.append(part)
            part, size = "", 0
        part += character
        size += units
    return [*parts, part]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
