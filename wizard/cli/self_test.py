"""`sendagain --self-test`: is this copy complete, and does it work on this computer?

For the person who packed it, the helpdesk and whoever rolls it out: one line for each part, exit
status 0 when all of them work and 1 when one does not. Nothing leaves the computer, nothing is
written. The window comes last: Qt ends the whole program when it finds no way to draw.
"""

import argparse
import asyncio
import dataclasses
import json
import pkgutil
import ssl
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from enum import StrEnum
from importlib import import_module, util
from os import environ
from pathlib import Path

import truststore

from wizard import __version__
from wizard.cli.start import has_display
from wizard.cli.status import DONE, PROBLEM
from wizard.cli.terminal import Terminal
from wizard.messages import Message, message
from wizard.messages.catalogue import TEXTS
from wizard.messages.languages import available_languages, language_for
from wizard.practice import stage
from wizard.practice.scenarios import scenario
from wizard.resources import resource
from wizard.session import Session

_LIBRARIES = (
    "cryptography.x509",
    "defusedxml.ElementTree",
    "dns.asyncresolver",
    "keyring",
    "msgspec",
    "platformdirs",
    "psutil",
    "pyrage",
    "truststore",
)
_PRACTISED = "too-many-connections"


class State(StrEnum):
    """How a part fared. A note is about the computer, not about the program."""

    OK = "ok"
    NOTE = "note"
    FAILED = "failed"


@dataclasses.dataclass(frozen=True, slots=True)
class Outcome:
    """What one part of the test found."""

    state: State
    detail: Message


def run(_options: argparse.Namespace, terminal: Terminal) -> int:
    """Test every part, one line each; 0 when all work, 1 when one does not."""
    well = True
    for name, test in _TESTS:
        outcome = _tried(test)
        well = well and outcome.state is not State.FAILED
        line = message(
            "self_test.line",
            state=terminal.say(Message(f"self_test.state.{outcome.state}")),
            name=terminal.say(Message(f"self_test.{name}")),
            detail=terminal.say(outcome.detail),
        )
        terminal.answer(terminal.say(line))
        terminal.hand_over()
    ending = "self_test.all_well" if well else "self_test.trouble"
    terminal.answer(terminal.say(message(ending, version=__version__)))
    return DONE if well else PROBLEM


def _tried(test: Callable[[], Outcome]) -> Outcome:
    # Whatever goes wrong is the finding: a missing library ends in almost any exception.
    try:
        return test()
    except Exception as fault:
        return Outcome(State.FAILED, message("self_test.failed", kind=_kind(fault)))


def _kind(fault: BaseException) -> str:
    return type(fault).__name__


def _ok(id_: str, **params: str | int) -> Outcome:
    return Outcome(State.OK, Message(f"self_test.{id_}", params))


def _modules() -> Outcome:
    names = [name for package in ("wizard", "ui") for name in _names(package)]
    return _imported(names, "modules.ok")


def _libraries() -> Outcome:
    return _imported(list(_LIBRARIES), "libraries.ok")


def _names(package: str) -> Iterator[str]:
    if not util.find_spec(package):
        return
    found = import_module(package)
    yield package
    for part in pkgutil.walk_packages(found.__path__, f"{package}."):
        if not part.name.endswith(".__main__"):
            yield part.name


def _imported(names: list[str], id_: str) -> Outcome:
    for name in names:
        try:
            import_module(name)
        except Exception as fault:
            failed = message("self_test.modules.failed", part=name, kind=_kind(fault))
            return Outcome(State.FAILED, failed)
    return _ok(id_, count=len(names))


def _trust() -> Outcome:
    truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if sys.platform in ("win32", "darwin"):
        # These systems judge certificates themselves; there is no list to count.
        return _ok("trust.system")
    context = ssl.create_default_context()
    count = context.cert_store_stats()["x509_ca"] or len(_hashed_authorities())
    if count:
        return _ok("trust.ok", count=count)
    return Outcome(State.NOTE, message("self_test.trust.none"))


def _hashed_authorities() -> list[Path]:
    # OpenSSL reads a folder only when it looks for an issuer; its files are named HASH.NUMBER.
    folder = ssl.get_default_verify_paths().capath
    return [] if not folder else list(Path(folder).glob("*.[0-9]"))


def _keychain() -> Outcome:
    backend = import_module("keyring").get_keyring()
    if backend.priority <= 0:
        return Outcome(State.NOTE, message("self_test.keychain.none"))
    return _ok("keychain.ok", name=str(backend.name))


def _resources() -> Outcome:
    folder = resource("")
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    if not files:
        missing = message("self_test.resources.missing", folder=str(folder))
        return Outcome(State.FAILED, missing)
    for path in files:
        try:
            _read(path)
        except (OSError, ValueError) as fault:
            failed = message("self_test.resources.failed", file=path.name, kind=_kind(fault))
            return Outcome(State.FAILED, failed)
    return _ok("resources.ok", count=len(files))


def _read(path: Path) -> None:
    data = path.read_bytes()
    if path.suffix == ".json":
        json.loads(data)
    elif path.suffix == ".toml":
        tomllib.loads(data.decode())
    elif not data:
        raise ValueError(path.name)


def _texts() -> Outcome:
    codes = available_languages()
    for code in codes:
        try:
            language = language_for(code)
            for id_ in ("self_test.all_well", "terminal.help.program"):
                language.render(Message(id_, {"version": __version__}))
        except (OSError, KeyError, ValueError) as fault:
            failed = message("self_test.texts.failed", code=code, kind=_kind(fault))
            return Outcome(State.FAILED, failed)
    return _ok("texts.ok", count=len(TEXTS), languages=", ".join(codes))


def _practice() -> Outcome:
    began = time.monotonic()
    chosen = scenario(_PRACTISED)
    found = asyncio.run(_practised_cause())
    if found != chosen.cause.value:
        expected = chosen.cause.value
        wrong = message("self_test.practice.wrong", found=found, expected=expected)
        return Outcome(State.FAILED, wrong)
    return _ok("practice.ok", count=max(1, round(time.monotonic() - began)))


async def _practised_cause() -> str:
    async with stage(scenario(_PRACTISED)) as staged:
        world = dataclasses.replace(staged.world, outside=False)
        session = Session(staged.account, password=staged.password, world=world)
        record = await session.run(lambda _event: None)
    return record.diagnosis.cause.value


def _window() -> Outcome:
    if not util.find_spec("ui"):
        return Outcome(State.NOTE, message("self_test.window.absent"))
    if not has_display():
        environ["QT_QPA_PLATFORM"] = "offscreen"
    import_module("ui.app").first_frame()
    return _ok("window.ok")


_TESTS: tuple[tuple[str, Callable[[], Outcome]], ...] = (
    ("modules", _modules),
    ("libraries", _libraries),
    ("trust", _trust),
    ("keychain", _keychain),
    ("resources", _resources),
    ("texts", _texts),
    ("practice", _practice),
    ("window", _window),
)
