"""A password typed into the window comes out nowhere, though the server says it back in every form.

A real conversation over TLS; then every page is read, every copy button pressed, a report and a
letter saved, and everything that lies on the disk searched, raw and decoded.
"""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from tests.measure.world import AUTHORITY, TRUSTED, MailServer, Talk, listening
from tests.support.test_canaries import PASSWORD, encodings, found
from tests.ui.conftest import Opener
from tests.ui.driving import Driver
from ui.engine import Engine
from ui.widgets.disclosure import Details
from wizard import log
from wizard.account import Account, Secret
from wizard.flow import SCREENS, Answers, State
from wizard.measure.world import World
from wizard.vocabulary import Security

pytestmark = [pytest.mark.window, pytest.mark.slow]

ADDRESS = "anna@example.com"
SECRETS = ("Zz-P@ss", "Canary/9", PASSWORD)


async def _says_it_back(talk: Talk, _command: str) -> None:
    """535, with the password in every form that a spiteful or clumsy server could choose."""
    forms = [form for form in encodings(PASSWORD) if form.isprintable() and form.isascii()]
    for form in forms:
        await talk.write(f"535-5.7.8 you sent {form} as your password\r\n".encode())
    await talk.write(f"535 5.7.8 {PASSWORD} is wrong\r\n".encode())


@contextmanager
def _spiteful_server() -> Iterator[MailServer]:
    server = MailServer(tls=TRUSTED, auth=_says_it_back, password=PASSWORD)
    loop, ready, over = asyncio.new_event_loop(), threading.Event(), asyncio.Event()

    async def serve() -> None:
        async with listening(server):
            ready.set()
            await over.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()), daemon=True)
    thread.start()
    assert ready.wait(10)
    yield server
    loop.call_soon_threadsafe(over.set)
    thread.join(10)
    loop.close()


def _texts(page: QWidget) -> Iterator[str]:
    """What a page shows, and what it tells a screen reader."""
    for widget in page.findChildren(QWidget):
        yield from (widget.accessibleName(), widget.accessibleDescription(), widget.toolTip())
        match widget:
            case QLabel() | QAbstractButton():
                yield widget.text()
            case QLineEdit():
                yield widget.displayText()
            case QPlainTextEdit() | QTextEdit():
                yield widget.toPlainText()


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield str(path.relative_to(folder)), path.read_bytes()


def _given_away(text: str) -> set[str]:
    return found(text, SECRETS)


def _pages_that_tell(driver: Driver) -> dict[str, set[str]]:
    telling: dict[str, set[str]] = {}
    clipboard = QGuiApplication.clipboard()
    for name in (one for one in SCREENS if one != "checking"):
        driver.go(name)
        driver.settle()
        page = driver.window.page
        for more in page.findChildren(Details):
            more.set_open(True)
        for button in page.findChildren(QAbstractButton):
            if "copy" in button.accessibleIdentifier():
                button.click()
                driver.settle()
        texts = [*_texts(page), *page.read_aloud(), clipboard.text()]
        given = set().union(*(_given_away(text) for text in texts if text))
        if given:
            telling[name] = given
    return telling


def test_the_password_comes_out_nowhere(
    open_window: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    log.start_log(tmp_path / "log")
    try:
        with _spiteful_server() as server:
            account = Account(
                address=ADDRESS, host="127.0.0.1", port=server.port, security=Security.STARTTLS,
                username=ADDRESS,
            )  # fmt: skip
            answers = Answers(address=ADDRESS, server="127.0.0.1", port=str(server.port))
            driver = open_window(state=State(answers=answers, account=account))
            driver.window.context.password = Secret(PASSWORD)

            async def trusting(engine: Engine) -> None:
                engine._world = World(extra_roots=(AUTHORITY.pem,), outside=False)

            driver.window.bridge.ask(trusting)
            driver.go("checking")
            driver.wait(lambda: driver.screen == "result", "the result")
        said = driver.window.context.record.diagnosis
        assert said.cause.value == "auth_failed", "the password was sent, and refused"
        assert _pages_that_tell(driver) == {}
        telling = {name for name, data in _files(tmp_path) if _given_away(data.decode("latin-1"))}
        assert telling == set()
        assert any(name.endswith(".json") or "journal" in name for name, _ in _files(tmp_path))
        note = log.note_crash(ValueError(f"cannot sign in with {PASSWORD}"), tmp_path / "state")
        assert not _given_away(note)
    finally:
        log.stop_log()
