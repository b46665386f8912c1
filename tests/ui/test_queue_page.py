"""Step 8 for administrators: grouped, chosen, previewed, done exactly so, and with a way back."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit

from tests.ui import checks, samples
from tests.ui.conftest import Opener
from tests.ui.driving import Driver
from tests.ui.test_steps import texts
from wizard.errors import CouldNotDo
from wizard.facts.computer import QueuedMessage
from wizard.messages import message
from wizard.paths import state_folder
from wizard.queue import local
from wizard.queue.server import Action

pytestmark = pytest.mark.window
KEY = Qt.Key
TSS = "421 4.7.0 [TSS04] Messages from 198.51.100.10 temporarily deferred due to user complaints"


class Queue:
    """A mail server in memory, with the same face as the real ones."""

    name = "Postfix"

    def __init__(self) -> None:
        self.waiting = [
            *(queued(n, "yahoo.example", TSS) for n in range(5)),
            *(queued(n, "slow.example", "421 too many connections") for n in range(5, 8)),
        ]
        self.acted: list[tuple[Action, tuple[str, ...]]] = []
        self.refuses = False

    def messages(self) -> list[QueuedMessage]:
        return list(self.waiting)

    def act(self, action: Action, ids: Sequence[str]) -> None:
        if self.refuses:
            raise CouldNotDo(message("queue.refused", command="postsuper", why="Permission denied"))
        self.acted.append((action, tuple(ids)))
        if action is Action.DELETE:
            self.waiting = [one for one in self.waiting if one.id not in ids]

    def save(self, id_: str, folder: Path) -> bool:
        (folder / id_).write_text(id_)
        return True

    def restore(self, folder: Path, ids: Sequence[str]) -> int:
        self.waiting += [queued(int(id_, 16), "back.example", "") for id_ in ids]
        assert all((folder / id_).read_text() == id_ for id_ in ids)
        return len(ids)

    def command_for(self, action: Action, ids: Sequence[str]) -> str:
        return f"sudo postsuper {action.value} {' '.join(ids)}"


def queued(number: int, domain: str, reason: str) -> QueuedMessage:
    return QueuedMessage(
        id=f"{number:06X}",
        queue="deferred",
        sender="shop@example.org",
        recipients=(f"customer{number}@{domain}",),
        size_bytes=4000 + number,
        arrived=f"2026-11-2{number % 3}T08:00:00+00:00",
        reason=reason,
    )


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Queue:
    queue = Queue()
    monkeypatch.setattr(local, "local_mail_server", lambda: queue)
    return queue


def opened(open_window: Opener) -> Driver:
    driver = open_window(state=samples.state(samples.refused_run()))
    driver.go("step.queue")
    return driver


def press(driver: Driver, control: str) -> None:
    driver.tab_to(f"step.queue.{control}")
    driver.press(KEY.Key_Return)
    driver.settle()


def previewed(driver: Driver) -> str:
    field = driver.window.page.findChild(QPlainTextEdit, "step.queue.preview")
    assert field is not None
    return field.toPlainText()


def choose_domain(driver: Driver, domain: str) -> None:
    field = driver.tab_to("step.queue.domain")
    field.selectAll()  # type: ignore[attr-defined]
    driver.type(domain)
    driver.press(KEY.Key_Return)
    driver.settle()


def test_groups_are_named_by_cause_and_can_be_chosen(open_window: Opener, queue: Queue) -> None:
    driver = opened(open_window)
    press(driver, "choose_all")
    shown = texts(driver)
    assert "8 messages wait." in shown
    assert "5 messages to yahoo.example" in shown
    press(driver, "group_2")
    assert "3 messages are chosen." in texts(driver)


def test_only_what_the_preview_shows_is_touched(open_window: Opener, queue: Queue) -> None:
    driver = opened(open_window)
    choose_domain(driver, "slow.example")
    press(driver, "hold")
    assert queue.acted == [], "a preview changes nothing"
    assert "3 messages will be held" in texts(driver)
    assert previewed(driver).count("@slow.example") == 3
    assert "yahoo" not in previewed(driver)
    assert driver.focused is not None
    assert driver.focused.accessibleIdentifier() == "step.queue.do_nothing"
    page, focused = driver.window.page, driver.focused
    bottom = focused.mapTo(page.viewport(), focused.rect().bottomLeft()).y()
    assert bottom <= page.viewport().height(), "the button that has the focus is in sight"
    queue.waiting.append(queued(20, "slow.example", "421 too many connections"))
    press(driver, "do")
    assert queue.acted == [(Action.HOLD, ("000005", "000006", "000007"))]
    assert "Done: 3 messages." in texts(driver)
    assert "9 messages wait." in texts(driver), "what came later is left alone, and shown"


def test_doing_nothing_is_one_key_away(open_window: Opener, queue: Queue) -> None:
    driver = opened(open_window)
    press(driver, "delete")
    assert "Delete 8 messages" in [b.text() for b in buttons(driver)]
    driver.press(KEY.Key_Return)
    driver.settle()
    assert queue.acted == []
    assert "Nothing was done." in texts(driver)


def test_deleted_messages_are_saved_and_come_back(open_window: Opener, queue: Queue) -> None:
    driver = opened(open_window)
    choose_domain(driver, "yahoo.example")
    press(driver, "delete")
    assert "never sent" in texts(driver)
    press(driver, "do")
    assert len(queue.waiting) == 3
    copies = list((state_folder() / "deleted-mail").iterdir())
    assert len(copies) == 1
    assert str(copies[0]) in texts(driver)
    assert len(list((copies[0] / "files").iterdir())) == 5
    press(driver, "put_back_1")
    assert len(queue.waiting) == 8
    assert "5 messages are back in the queue, on hold" in texts(driver)


def test_missing_rights_name_the_command_of_an_administrator(
    open_window: Opener, queue: Queue
) -> None:
    queue.refuses = True
    driver = opened(open_window)
    choose_domain(driver, "yahoo.example")
    press(driver, "release")
    press(driver, "do")
    assert "Permission denied" in texts(driver)
    press(driver, "copy_command")
    command = QGuiApplication.clipboard().text()
    assert command == "sudo sendagain queue release --recipient-domain yahoo.example --yes"
    assert len(queue.waiting) == 8


def test_a_filter_that_fits_nothing_says_so(open_window: Opener, queue: Queue) -> None:
    driver = opened(open_window)
    choose_domain(driver, "nobody.example")
    assert "0 messages are chosen." in texts(driver)
    press(driver, "delete")
    assert "Nothing was done" in texts(driver)


def test_a_pasted_listing_is_grouped_and_cannot_be_changed(
    open_window: Opener, queue: Queue
) -> None:
    driver = opened(open_window)
    press(driver, "other")
    driver.window.page.pasted.listing.setPlainText("nothing that is a listing")  # type: ignore[attr-defined]
    press(driver, "other_read")
    assert "No message could be read" in texts(driver)
    driver.window.page.pasted.listing.setPlainText(  # type: ignore[attr-defined]
        "-Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------\n"
        "4A1B2C3D4E*    1234 Mon Nov 23 14:01:02  anna@example.com\n"
        "(host mx.yahoo.example said: 421 4.7.0 [TSS04] deferred due to user complaints)\n"
        "                                         bob@yahoo.example\n\n"
    )
    press(driver, "other_read")
    shown = texts(driver)
    assert "1 message stands in the listing." in shown
    assert "cannot be changed from here" in shown
    assert not driver.window.page.act.isVisible()  # type: ignore[attr-defined]
    press(driver, "back_here")
    assert "8 messages wait." in texts(driver)


def test_a_listing_is_opened_from_a_file(
    open_window: Opener, queue: Queue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "queue.txt"
    file.write_bytes(
        b'{"queue_id":"4A1B2C","queue_name":"deferred","arrival_time":1795442400,'
        b'"message_size":900,"sender":"a@b.example","recipients":[{"address":"c@d.example",'
        b'"delay_reason":"421 try later"}]}\n'
    )
    driver = opened(open_window)
    press(driver, "other")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    press(driver, "other_file")
    assert "1 message stands in the listing." in texts(driver)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path), ""))
    press(driver, "other_file")
    assert "could not be read" in texts(driver)


def test_trusted_addresses_come_with_their_danger(open_window: Opener, queue: Queue) -> None:
    driver = opened(open_window)
    press(driver, "exempt")
    press(driver, "exempt_show")
    assert "Type at least one address" in texts(driver)
    driver.window.page.exempt.addresses.setText("10.0.0.0/8")  # type: ignore[attr-defined]
    press(driver, "exempt_show")
    assert "too wide a range" in texts(driver)
    driver.window.page.exempt.addresses.setText("192.0.2.10, 2001:db8::1")  # type: ignore[attr-defined]
    press(driver, "exempt_show")
    assert "does not let them relay mail" in texts(driver)
    press(driver, "exempt_copy")
    copied = QGuiApplication.clipboard().text()
    assert "smtpd_client_event_limit_exceptions = $mynetworks, 192.0.2.10, [2001:db8::1]" in copied


@pytest.mark.parametrize(("language", "scale"), [("en", 1.0), ("qps", 1.0), ("en", 2.0)])
def test_the_preview_can_be_used_by_everybody(
    open_window: Opener, queue: Queue, language: str, scale: float
) -> None:
    driver = open_window(language, scale=scale, state=samples.state(samples.refused_run()))
    driver.go("step.queue")
    press(driver, "delete")
    for more in ("other", "exempt"):
        press(driver, more)
    wrong = [*checks.unnamed(driver), *checks.misnamed(driver), *checks.small_targets(driver)]
    wrong += checks.clipped(driver) + checks.same_labels(driver) + checks.same_mnemonics(driver)
    wrong += checks.pale_texts(driver) + checks.out_of_order(driver)
    if language == "qps":
        wrong += checks.not_from_the_catalogue(driver)
    assert not wrong


def test_the_check_of_a_full_queue_is_only_a_beginning(open_window: Opener, queue: Queue) -> None:
    record = samples.refused_run()
    seen = record.case.observations["mail_queue"]
    facts = msgspec.structs.replace(seen.facts, total=20_000)  # type: ignore[type-var]
    observations = {
        **record.case.observations,
        "mail_queue": msgspec.structs.replace(seen, facts=facts),
    }
    case = msgspec.structs.replace(record.case, observations=observations)
    driver = open_window(state=samples.state(msgspec.structs.replace(record, case=case)))
    driver.go("step.queue")
    assert "20000 messages wait." in texts(driver)
    assert "These are the first 12" in texts(driver)


def buttons(driver: Driver) -> list[object]:
    return list(checks.visible(driver, type(driver.window.footer.back)))
