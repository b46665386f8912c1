"""The window on a real Postfix: what is deleted there comes back byte for byte."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.queue.test_postfix_queue import Mailer, mailer  # noqa: F401 - the fixture
from tests.servers.programs import reason_to_skip
from tests.ui import samples
from tests.ui.driving import Driver, opened
from tests.ui.test_queue_page import choose_domain, press, previewed
from tests.ui.test_steps import texts
from ui.palettes import Scheme
from wizard.queue import local

pytestmark = [
    pytest.mark.servers,
    pytest.mark.window,
    pytest.mark.skipif(bool(reason_to_skip("postfix")), reason=reason_to_skip("postfix") or "-"),
]


@pytest.fixture
def driver(
    qapp: QApplication,
    mailer: Mailer,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Driver]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr(local, "local_mail_server", lambda: mailer.queue)
    driver = opened(qapp, "en", Scheme.LIGHT, 1.0, samples.state(samples.refused_run()))
    driver.go("step.queue")
    yield driver
    driver.close()


def test_deleting_and_putting_back_keeps_every_byte(driver: Driver, mailer: Mailer) -> None:  # noqa: F811
    mailer.send("anna@relay.example", "bob@yahoo.example", "Grüße an Bob")
    mailer.send("anna@relay.example", "cem@other.example", "stays")
    mailer.deferred(2)
    before = {m.recipients[0]: mailer.content(m.id) for m in mailer.queue.messages()}
    choose_domain(driver, "yahoo.example")
    assert "1 message to yahoo.example" in texts(driver)
    press(driver, "delete")
    assert "bob@yahoo.example" in previewed(driver)
    assert "cem@other.example" not in previewed(driver)
    mailer.send("anna@relay.example", "late@yahoo.example", "came between preview and action")
    mailer.deferred(3)
    press(driver, "do")
    left = {m.recipients[0] for m in mailer.queue.messages()}
    assert left == {"cem@other.example", "late@yahoo.example"}
    press(driver, "put_back_1")
    after = {m.recipients[0]: mailer.content(m.id) for m in mailer.queue.messages()}
    assert after["bob@yahoo.example"] == before["bob@yahoo.example"]
    assert after["cem@other.example"] == before["cem@other.example"]
    held = [m for m in mailer.queue.messages() if m.queue == "hold"]
    assert [m.recipients[0] for m in held] == ["bob@yahoo.example"]


@pytest.mark.soak
def test_twenty_thousand_messages_never_hold_up_the_window(
    driver: Driver,
    mailer: Mailer,  # noqa: F811
) -> None:
    import time

    mailer.send_many(20_000, "list@relay.example", "many@yahoo.example")
    mailer.deferred(20_000)
    began = time.perf_counter()
    press(driver, "choose_all")
    shown = time.perf_counter() - began
    assert "20000 messages to yahoo.example" in texts(driver)
    press(driver, "hold")
    assert previewed(driver).count("\n") == 19_999
    press(driver, "do")
    assert "Done: 20000 messages." in texts(driver)
    assert {m.queue for m in mailer.queue.messages()} == {"hold"}
    print(f"20000 messages listed, grouped and shown in {shown:.2f} s")
