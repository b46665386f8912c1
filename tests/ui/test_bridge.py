"""The crossing between window and engine: order, threads, stopping, faults, a clean end."""

import asyncio
import threading
import time

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from tests.ui import samples
from tests.ui.conftest import Opener
from ui.bridge import Bridge
from ui.faults import catch_faults
from wizard.errors import BadInput
from wizard.events import ProbeStarted
from wizard.messages import message
from wizard.vocabulary import Step


@pytest.fixture
def bridge(qapp: QApplication) -> object:
    made = Bridge()
    yield made
    made.close()


def until(qapp: QApplication, condition: object) -> None:
    end = time.monotonic() + 20
    while not condition():  # type: ignore[operator]
        qapp.processEvents()
        assert time.monotonic() < end


def test_events_arrive_in_order_on_the_windows_thread(qapp: QApplication, bridge: Bridge) -> None:
    heard: list[str] = []
    threads: set[int] = set()
    answers: list[str] = []

    async def job(_engine: object, tell: object) -> str:
        for number in range(500):
            tell(ProbeStarted(str(number), Step.WAIT))  # type: ignore[operator]
            if number % 50 == 0:
                await asyncio.sleep(0)
        return "done"

    def hear(event: ProbeStarted) -> None:
        assert not answers, "the answer came before its events"
        heard.append(event.probe)
        threads.add(threading.get_ident())

    bridge.ask_telling(job, hear, answers.append)  # type: ignore[arg-type]
    until(qapp, lambda: answers)
    assert heard == [str(number) for number in range(500)]
    assert threads == {threading.get_ident()}


def test_stopping_ends_the_work_within_a_second(qapp: QApplication, bridge: Bridge) -> None:
    state: list[str] = []
    ended = threading.Event()

    async def job(_engine: object) -> None:
        state.append("begun")
        try:
            await asyncio.sleep(3600)
        finally:
            ended.set()

    answers: list[object] = []
    work = bridge.ask(job, answers.append)
    until(qapp, lambda: state)
    before = time.monotonic()
    work.stop()
    assert ended.wait(1.0)
    assert time.monotonic() - before < 1.0
    qapp.processEvents()
    assert not answers


def test_a_sentence_for_people_comes_back_as_one(qapp: QApplication, bridge: Bridge) -> None:
    async def job(_engine: object) -> None:
        raise BadInput(message("error.address_missing"))

    troubles: list[BadInput] = []
    bridge.ask(job, None, troubles.append)  # type: ignore[arg-type]
    until(qapp, lambda: troubles)
    assert troubles[0].shown.id == "error.address_missing"


def test_a_fault_of_the_engine_is_not_swallowed(qapp: QApplication, bridge: Bridge) -> None:
    async def job(_engine: object) -> None:
        raise RuntimeError("a bug")

    faults: list[BaseException] = []
    bridge.fault.connect(faults.append)
    bridge.ask(job)
    until(qapp, lambda: faults)
    assert isinstance(faults[0], RuntimeError)


def test_closing_ends_the_thread_even_while_work_runs(qapp: QApplication) -> None:
    made = Bridge()
    begun = threading.Event()

    async def job(_engine: object) -> None:
        begun.set()
        await asyncio.sleep(3600)

    made.ask(job)
    assert begun.wait(20)
    before = time.monotonic()
    made.close()
    assert time.monotonic() - before < 2.0
    assert not any(thread.name == "engine" for thread in threading.enumerate())


def test_work_asked_for_after_closing_is_dropped(qapp: QApplication) -> None:
    made = Bridge()
    made.close()

    async def job(_engine: object) -> None:
        raise AssertionError("must not run")

    assert made.ask(job).stopped


@pytest.mark.window
def test_a_fault_in_the_window_becomes_screen_48_and_the_way_back(open_window: Opener) -> None:
    driver = open_window(state=samples.state(samples.refused_run()))
    driver.go("result")
    catcher = catch_faults(driver.window)

    def broken() -> None:
        raise ZeroDivisionError("an address: anna@example.org")

    QTimer.singleShot(0, broken)
    driver.wait(lambda: driver.screen == "crash")
    assert driver.window.page.heading.text() == "Something went wrong in this program"
    words = driver.window.page.words.toPlainText()  # type: ignore[attr-defined]
    assert "ZeroDivisionError" in words
    assert "anna@example.org" not in words
    driver.window.footer.forward.click()
    assert driver.screen == "result"
    assert catcher is not None


@pytest.mark.window
def test_a_fault_in_another_thread_becomes_screen_48(open_window: Opener) -> None:
    driver = open_window()
    catcher = catch_faults(driver.window)

    def broken() -> None:
        raise KeyError("somewhere else")

    thread = threading.Thread(target=broken)
    thread.start()
    thread.join()
    driver.wait(lambda: driver.screen == "crash")
    assert catcher is not None
