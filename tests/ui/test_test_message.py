"""Mail can go: one message to oneself from the last screen, only when asked, shown before."""

import pytest

from tests.ui import checks, samples
from tests.ui.conftest import Opener
from tests.ui.driving import Driver
from tests.ui.test_steps import texts
from ui.pages.finish import FinishPage
from wizard.account import Secret

pytestmark = pytest.mark.window


def finished(open_window: Opener, scenario: str) -> tuple[Driver, FinishPage]:
    """The last screen after a real run against a practice server."""
    driver = open_window()
    driver.window.practise(scenario)
    driver.wait(lambda: driver.screen == "start" and driver.window.flow.state.practice != "")
    driver.settle()
    driver.window.page.proceed()  # type: ignore[attr-defined]
    driver.wait(lambda: driver.screen == "contact", "the contact screen")
    driver.settle()
    driver.window.page.proceed()  # type: ignore[attr-defined]
    driver.wait(lambda: driver.screen == "result", "the result")
    driver.go("finish")
    page = driver.window.page
    assert isinstance(page, FinishPage)
    return driver, page


def test_one_message_is_sent_and_the_answer_shown(open_window: Opener) -> None:
    driver, page = finished(open_window, "healthy")
    assert page.message.isVisible()
    assert "Test message from Send Again" in texts(driver), "what is sent stands there before"
    page.message.send.click()
    driver.wait(lambda: "took the message" in page.message.state.words, "the server's answer")
    assert not page.message.send.isVisible(), "once is enough"


def test_a_refusal_says_why_and_what_next(open_window: Opener) -> None:
    driver, page = finished(open_window, "healthy")
    driver.window.context.password = Secret("not the right one")
    page.message.send.click()
    driver.wait(lambda: "was not sent" in page.message.state.words, "the refusal")
    driver.settle()
    assert page.message._next.text()
    assert checks.clipped(driver) == []


def test_nothing_is_offered_where_mail_cannot_go(open_window: Opener) -> None:
    _, page = finished(open_window, "too-many-connections")
    assert not page.message.isVisible()


def test_without_a_password_the_page_stays_as_short_as_it_was(open_window: Opener) -> None:
    driver = open_window(state=samples.state(samples.fine_run()))
    driver.go("finish")
    page = driver.window.page
    assert isinstance(page, FinishPage)
    assert not page.message.isVisible()
