"""The watch of the window: on time, out of sight, through a restart, telling only news."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from tests.ui import checks, samples
from tests.ui.conftest import Opener
from tests.ui.driving import Driver
from tests.ui.test_steps import judged_now, texts
from ui.engine import Engine
from ui.tray import Tray
from ui.watching import Ending
from ui.widgets.plot import Plot, round_ticks
from wizard.flow import State
from wizard.history import note, past_results
from wizard.measure.world import World
from wizard.paths import state_folder
from wizard.record import RunRecord
from wizard.watching import Watch, interrupted, save

pytestmark = pytest.mark.window
KEY = Qt.Key
WAIT = (900, 3600)


class Server:
    """Answers the tests of the watch: what it says next, and when it was asked."""

    def __init__(self) -> None:
        self.says: RunRecord = judged_now(samples.refused_run(), wait=WAIT)
        self.asked: list[set[str]] = []
        self.pasted: list[str] = []
        self.sent = 0

    async def check(self, _engine: Engine, *given: object, send_test: bool = False) -> RunRecord:
        self.sent += send_test
        answers, kept = given[1], given[3]
        assert isinstance(kept, dict)
        self.asked.append(set(samples._ALL) - set(kept))
        self.pasted.append(answers.error_text)  # type: ignore[attr-defined]
        return self.says


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    server = Server()

    async def check(engine: Engine, *given: object, send_test: bool = False) -> RunRecord:
        return await server.check(engine, *given, send_test=send_test)

    monkeypatch.setattr(Engine, "check", check)
    return server


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What was shown as a notification."""
    shown: list[tuple[str, str]] = []

    async def notify(_engine: Engine, title: str, text: str) -> bool:
        shown.append((title, text))
        return True

    monkeypatch.setattr(Engine, "notify", notify)
    return shown


@pytest.fixture
def tray(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """A desktop with a tray: the platform of the tests has none."""
    state: dict[str, object] = {"shown": False, "hint": ""}

    def show(_tray: Tray, hint: str) -> None:
        state.update(shown=True, hint=hint)

    monkeypatch.setattr(Tray, "is_available", staticmethod(lambda: True))
    monkeypatch.setattr(Tray, "show", show)
    monkeypatch.setattr(Tray, "hide", lambda _tray: state.update(shown=False))
    monkeypatch.setattr(Tray, "is_shown", property(lambda _tray: state["shown"]))
    return state


def watching(open_window: Opener, record: RunRecord | None = None) -> Driver:
    """A window whose person asked it to watch, by keyboard."""
    driver = open_window(
        state=samples.state(record or judged_now(samples.refused_run(), wait=WAIT))
    )
    driver.go("step.wait")
    driver.tab_to("step.wait.watch")
    driver.press(KEY.Key_Return)
    driver.settle()
    assert driver.screen == "watch"
    return driver


def later(driver: Driver, seconds: float) -> None:
    """The clock of the watch is put forward, and looked at as it goes on."""
    watcher = driver.window.vigil.watcher
    now = watcher.clock() + timedelta(seconds=seconds)
    for moment in (now, now + timedelta(seconds=31)):  # time enough for a network to come back
        watcher.clock = lambda moment=moment: moment
        watcher.look()
    driver.wait(lambda: not watcher.is_testing, "the test of the watch")
    driver.settle()


def test_nothing_is_tested_before_its_time_and_then_one_probe(
    open_window: Opener, server: Server, told: list[tuple[str, str]]
) -> None:
    driver = watching(open_window)
    assert "The next test is at about" in texts(driver)
    later(driver, 600)
    assert server.asked == []
    later(driver, 400)
    assert server.asked == [{"account_server"}]
    assert server.pasted == [""], "the pasted error is about the past"
    assert told == [], "nothing has changed"
    driver.window.vigil.watcher.stop()


def test_when_mail_can_go_it_is_told_once_and_leads_to_the_test_message(
    open_window: Opener, server: Server, told: list[tuple[str, str]]
) -> None:
    driver = watching(open_window)
    driver.go("step.wait")
    server.says = samples.fine_run()
    later(driver, 1000)
    assert [title for title, _ in told] == ["Your mail can be sent"]
    assert driver.screen == "watch"
    assert driver.window.page.heading.text() == "Mail can go again"
    assert "send one short message to yourself" in texts(driver)
    assert not driver.window.vigil.watcher.is_watching
    assert interrupted(state_folder()) is None
    driver.press(KEY.Key_Return)
    assert driver.screen == "finish"
    later(driver, 90_000)
    assert len(server.asked) == 1
    assert len(told) == 1


def test_the_test_message_is_sent_only_when_asked_for(
    open_window: Opener, server: Server, told: list[tuple[str, str]]
) -> None:
    from wizard.account import Secret
    from wizard.facts.server import ServerFacts

    driver = watching(open_window)
    driver.window.context.password = Secret("correct horse")
    server.says = samples.fine_run()
    later(driver, 1000)
    assert server.sent == 0
    seen = samples.fine_run().case.observations["account_server"]
    assert isinstance(seen.facts, ServerFacts)
    facts = msgspec.structs.replace(seen.facts, test_message_id="<1@example.org>")
    case = msgspec.structs.replace(
        server.says.case,
        observations={
            **server.says.case.observations,
            "account_server": msgspec.structs.replace(seen, facts=facts),
        },
    )
    driver.tab_to("watch.send_test")
    driver.press(KEY.Key_Return)
    driver.settle()
    assert server.sent == 1
    assert "The message was not sent." in texts(driver), "no message id, no claim"
    server.says = msgspec.structs.replace(server.says, case=case)
    driver.tab_to("watch.send_test")
    driver.press(KEY.Key_Return)
    driver.settle()
    assert server.sent == 2
    assert "The mail server took the message" in texts(driver)
    assert checks.unnamed(driver) == checks.clipped(driver) == []


def test_another_cause_is_told_and_the_same_is_not(
    open_window: Opener, server: Server, told: list[tuple[str, str]]
) -> None:
    driver = watching(open_window)
    server.says = samples.offline_run()
    later(driver, 1000)
    later(driver, 7200)
    assert len(server.asked) == 2
    assert len(told) == 1
    driver.window.vigil.watcher.stop()


def test_the_window_can_be_closed_and_comes_back_from_the_tray(
    open_window: Opener, server: Server, told: list[tuple[str, str]], tray: dict[str, object]
) -> None:
    driver = watching(open_window)
    assert "The program goes on beside the clock" in texts(driver)
    driver.tab_to("watch.background")
    driver.press(KEY.Key_Return)
    assert driver.window.isHidden()
    assert tray["shown"]
    assert "The next test is at about" in str(tray["hint"])
    server.says = samples.fine_run()
    later(driver, 1000)
    assert told, "told while nobody sees the window"
    assert driver.window.isHidden(), "it never jumps in front by itself"
    driver.window.vigil.background.tray.opened.emit()
    assert driver.window.isVisible()
    assert not tray["shown"]
    assert driver.screen == "watch"
    driver.window.close()
    assert driver.window.isHidden()
    assert driver.window.bridge._closed


def test_without_a_tray_the_window_says_so_and_is_made_small(
    open_window: Opener, server: Server
) -> None:
    driver = watching(open_window)
    assert "shows no icons beside the clock" in texts(driver)
    driver.window.close()
    assert driver.window.isMinimized()
    assert driver.window.isVisible()
    later(driver, 1000)
    assert len(server.asked) == 1
    driver.window.vigil.leave()
    driver.wait(lambda: driver.window.bridge._closed, "the end")
    assert interrupted(state_folder()) is None


def test_it_goes_on_after_a_restart_with_the_same_time(open_window: Opener, server: Server) -> None:
    first = watching(open_window)
    before = first.window.vigil.watcher.watch
    assert before is not None
    first.window.bridge.close()  # killed: nothing was put in order
    server.says = samples.fine_run()
    second = open_window(state=State())
    second.wait(lambda: second.screen == "watch", "the watch to go on")
    again = second.window.vigil.watcher.watch
    assert again == before
    second.settle()
    assert samples.ADDRESS in texts(second)
    later(second, 500)
    assert server.asked == []
    later(second, 500)
    assert server.asked == [set(samples._ALL)], "after a restart nothing is known"
    first.window.vigil.watcher.stop()


def test_a_clock_set_back_and_a_long_sleep_do_no_harm(open_window: Opener, server: Server) -> None:
    driver = watching(open_window)
    later(driver, 36 * 3600)
    assert len(server.asked) == 1, "one test after the sleep, not all that were missed"
    later(driver, -400 * 86_400)
    assert len(server.asked) == 2
    driver.window.vigil.watcher.stop()


def test_after_a_sleep_the_network_gets_a_moment(open_window: Opener, server: Server) -> None:
    driver = watching(open_window)
    watcher = driver.window.vigil.watcher
    start = watcher.clock()
    watcher.look()
    for seconds, tests in ((8 * 3600, 0), (8 * 3600 + 20, 0), (8 * 3600 + 31, 1)):
        watcher.clock = lambda seconds=seconds: start + timedelta(seconds=seconds)
        watcher.look()
        driver.wait(lambda: not watcher.is_testing)
        driver.settle()
        assert len(server.asked) == tests, seconds
    watcher.stop()


def test_it_waits_while_another_check_runs(open_window: Opener, server: Server) -> None:
    driver = watching(open_window)
    driver.window.vigil.watcher._is_busy = lambda: True
    later(driver, 1000)
    assert server.asked == []
    driver.window.vigil.watcher._is_busy = lambda: False
    later(driver, 1)
    assert len(server.asked) == 1
    driver.window.vigil.watcher.stop()


def test_it_gives_up_after_two_days(
    open_window: Opener, server: Server, told: list[tuple[str, str]]
) -> None:
    driver = watching(open_window)
    later(driver, 49 * 3600)
    assert driver.window.vigil.watcher.ending is Ending.GAVE_UP
    assert "Two days have passed" in texts(driver)
    assert len(told) == 1


def test_it_can_be_stopped(open_window: Opener, server: Server) -> None:
    driver = watching(open_window)
    driver.tab_to("watch.stop_watching")
    driver.press(KEY.Key_Return)
    driver.settle()
    later(driver, 90_000)
    assert server.asked == []
    assert interrupted(state_folder()) is None
    assert "No watch is under way" in texts(driver)


def test_where_waiting_does_not_help_nothing_is_offered(open_window: Opener) -> None:
    driver = open_window(state=samples.state(samples.fine_run()))
    driver.go("step.wait")
    assert not driver.window.page.watch.isVisible()  # type: ignore[attr-defined]


def test_a_watch_without_an_account_is_left_to_the_terminal(open_window: Opener) -> None:
    now = datetime.now(UTC)
    save(state_folder(), Watch(address="a@b.example", began=now, next_try=now))
    driver = open_window(state=State())
    driver.settle()
    assert driver.screen == "start"


# The results.


def slow_run(minutes: int, greeting: float) -> RunRecord:
    record = samples.refused_run()
    seen = record.case.observations["account_server"]
    facts = msgspec.structs.replace(seen.facts, greeting_seconds=greeting)  # type: ignore[type-var]
    observations = {
        **record.case.observations,
        "account_server": msgspec.structs.replace(seen, facts=facts),
    }
    at = datetime.now(UTC) - timedelta(minutes=minutes)
    case = msgspec.structs.replace(record.case, judged_at=at, observations=observations)
    return msgspec.structs.replace(record, case=case)


def test_an_overloaded_server_shows_in_the_picture_and_in_words(
    open_window: Opener, server: Server
) -> None:
    for minutes, greeting in ((180, 0.4), (120, 9.5), (60, 12.0)):
        note(state_folder(), slow_run(minutes, greeting))
    driver = watching(open_window)
    plot = driver.window.page.findChild(Plot)
    assert plot is not None
    assert "after 12.0 at most" in plot.accessibleDescription()
    assert "In 2 tests the greeting took 8 seconds or longer" in texts(driver)
    image = plot.grab().toImage()
    assert len({image.pixel(x, y) for x in range(60, 300) for y in range(10, 150)}) > 10
    driver.tab_to("watch.list")
    driver.press(KEY.Key_Return)
    driver.tab_to("watch.forget")
    driver.press(KEY.Key_Return)
    driver.settle()
    assert past_results(state_folder(), samples.ACCOUNT) == ()
    assert "No results yet." in texts(driver)
    driver.window.vigil.watcher.stop()


def test_a_check_of_the_window_is_kept_without_address_and_server(tmp_path: Path) -> None:
    import asyncio

    from ui.engine import Engine as RealEngine
    from wizard.account import Account
    from wizard.flow import Answers
    from wizard.vocabulary import Security

    account = Account(
        address="anna@relay.example",
        host="127.0.0.1",
        port=9,
        security=Security.NONE,
        username="anna",
    )
    engine = RealEngine()
    engine._world = World(outside=False)
    answers = Answers(address=account.address, outside=False)
    asyncio.run(engine.check(account, answers, None, {}, lambda _: None))
    file = state_folder() / "history.json"
    assert len(past_results(state_folder(), account)) == 1
    text = file.read_text()
    assert "anna" not in text
    assert "127.0.0.1" not in text
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("most", "expected"),
    [(0, (0.0, 1.0)), (1, 4), (12, 4), (37, 4), (0.3, 4), (1000, 4)],
)
def test_axes_have_round_figures(most: float, expected: object) -> None:
    ticks = round_ticks(most)
    assert ticks[-1] >= most
    assert ticks[0] == 0
    assert ticks == expected or 3 <= len(ticks) <= 6


def test_labels_of_the_page_are_the_same_words_as_read_aloud(
    open_window: Opener, server: Server
) -> None:
    driver = watching(open_window)
    spoken = driver.window.page.read_aloud()
    labels = [label.text() for label in driver.window.page.findChildren(QLabel)]
    assert all(line in labels for line in spoken)
    driver.window.vigil.watcher.stop()
