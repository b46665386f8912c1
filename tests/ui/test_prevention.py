"""Prevention: a domain's records with the record to copy, and attachments against the limit."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import dns.asyncresolver
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QFileDialog

import wizard.measure.domain  # noqa: F401 - before its resolver is replaced
from tests.measure.name_server import NameServer, answering
from tests.ui import checks, samples
from tests.ui.conftest import Opener
from tests.ui.test_steps import texts
from ui.engine import Engine
from wizard.facts.server import ServerFacts
from wizard.flow import Answers, State

pytestmark = pytest.mark.window
KEY = Qt.Key

ZONE = {
    "two.example SOA": ["ns.two.example. root.two.example. 1 3600 600 86400 60"],
    "two.example MX": ["10 mx.two.example."],
    "mx.two.example A": ["198.51.100.25"],
    "two.example TXT": ["v=spf1 ip4:198.51.100.1 +all"],
}


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[NameServer]:
    """A name server of our own, in place of the network's."""
    loop, ready, servers = asyncio.new_event_loop(), threading.Event(), []
    over = asyncio.Event()

    async def serve() -> None:
        async with answering(ZONE) as server:
            servers.append(server)
            ready.set()
            await over.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()), daemon=True)
    thread.start()
    assert ready.wait(10)
    resolver = servers[0].resolver()
    monkeypatch.setattr(dns.asyncresolver, "Resolver", lambda: resolver)
    yield servers[0]
    loop.call_soon_threadsafe(over.set)
    thread.join(10)
    loop.close()


def test_each_finding_has_the_record_to_copy(open_window: Opener, zone: NameServer) -> None:
    driver = open_window(state=State(answers=Answers(address="anna@two.example")))
    driver.go("domain")
    assert zone.asked == [], "nothing is looked up before it is asked for"
    assert "Your address ends in two.example" in texts(driver)
    driver.tab_to("domain.domain")
    driver.press(KEY.Key_Return)
    driver.settle()
    page = driver.window.page
    assert "The records of two.example" in texts(driver)
    assert "The SPF record allows everybody" in texts(driver)
    assert "have to be changed" in page.state.words  # type: ignore[attr-defined]
    copies = [b for b in page.findChildren(type(page.check)) if ".copy_" in b.objectName()]  # type: ignore[attr-defined]
    assert copies
    assert checks.same_labels(driver) == []
    assert checks.unnamed(driver) == []
    driver.tab_to("domain.copy_1")
    driver.press(KEY.Key_Return)
    assert QGuiApplication.clipboard().text().startswith("v=")


def test_an_address_at_a_provider_is_the_providers_job(open_window: Opener) -> None:
    driver = open_window(state=samples.state(samples.refused_run()))
    driver.go("domain")
    assert "Its records are your provider’s job" in texts(driver)
    assert driver.window.page.domain.text() == ""  # type: ignore[attr-defined]


def test_what_is_no_domain_is_said_beside_the_field(open_window: Opener) -> None:
    driver = open_window(state=State())
    driver.go("domain")
    for typed, said in (("", "Type the domain"), ("nonsense", "is not a domain")):
        driver.window.page.domain.setText(typed)  # type: ignore[attr-defined]
        driver.tab_to("domain.check")
        driver.press(KEY.Key_Return)
        driver.settle()
        assert said in texts(driver)
        assert driver.focused is driver.window.page.domain  # type: ignore[attr-defined]


def test_the_profile_can_forbid_the_lookup(
    open_window: Opener, zone: NameServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wizard.profile.model import Lookups, Profile

    class Loaded:
        profile = Profile(lookups=Lookups(allow_outside=False))

    driver = open_window(state=State())
    loaded = Loaded()

    async def obey(engine: Engine) -> None:
        engine.loaded = loaded  # type: ignore[assignment]

    driver.window.bridge.ask(obey)
    driver.go("domain")
    driver.window.page.domain.setText("two.example")  # type: ignore[attr-defined]
    driver.tab_to("domain.check")
    driver.press(KEY.Key_Return)
    driver.settle()
    assert "does not allow" in texts(driver)
    assert zone.asked == []


def test_three_habits_and_ways_on(open_window: Opener) -> None:
    driver = open_window(state=samples.state(samples.refused_run()))
    driver.go("finish")
    driver.tab_to("finish.prevention")
    driver.press(KEY.Key_Return)
    assert driver.screen == "domain"
    assert "password manager" in texts(driver)
    driver.tab_to("domain.open_attachments")
    driver.press(KEY.Key_Return)
    assert driver.screen == "attachments"


# Attachments.


def test_a_dropped_folder_is_measured_against_the_servers_own_limit(
    open_window: Opener, tmp_path: Path
) -> None:
    (tmp_path / "photos").mkdir()
    for number in range(3):
        (tmp_path / "photos" / f"{number}.jpg").write_bytes(b"x" * 12_000_000)
    record = samples.fine_run()
    facts = record.case.facts("account_server", ServerFacts)
    assert facts is not None
    assert facts.size_limit == 36_700_160
    driver = open_window(state=samples.state(record))
    driver.go("attachments")
    place = driver.window.page.place  # type: ignore[attr-defined]
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(tmp_path / "photos"))])
    place.dropEvent(
        QDropEvent(
            QPointF(5, 5),
            Qt.DropAction.CopyAction,
            dropped,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    driver.settle()
    shown = texts(driver)
    assert "This is too large for one message." in shown
    assert "Your mail server itself names this limit." in shown
    assert "Spread over 2 messages" in shown
    assert "36.0 MB" in shown
    assert "49.3 MB" in shown
    assert driver.window.announcer.log[-1] == ("This is too large for one message.", True)


def test_files_are_chosen_by_keyboard_and_begun_anew(
    open_window: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = tmp_path / "letter.pdf"
    one.write_bytes(b"x" * 1000)
    missing = tmp_path / "gone.pdf"
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(one), str(missing)], ""))
    driver = open_window(state=State(answers=Answers(address="anna@gmail.com")))
    driver.go("attachments")
    driver.tab_to("attachments.choose_files")
    driver.press(KEY.Key_Return)
    driver.settle()
    shown = texts(driver)
    assert "This fits into one message." in shown
    assert "Gmail" in shown
    rows = driver.window.page.answer.findChild(object, "attachments.unreadable")  # type: ignore[attr-defined]
    assert "gone.pdf: not there" in rows.toPlainText()
    assert checks.clipped(driver) == []
    driver.tab_to("attachments.clear")
    driver.press(KEY.Key_Return)
    driver.settle()
    assert "This fits" not in texts(driver)
