"""The first screen: what is wrong is said where it is wrong, and nobody is asked unasked."""

import pytest
from PySide6.QtCore import Qt

from tests.ui.conftest import Opener
from tests.ui.driving import Driver
from ui.engine import Engine
from wizard.accounts import discovery
from wizard.flow import MailProgram

pytestmark = pytest.mark.window
KEY = Qt.Key


def typed(driver: Driver, address: str) -> None:
    driver.tab_to("start.address")
    driver.type(address)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "Type your e-mail address"),
        ("anna.example.org", "needs an @"),
        ("anna@" + "x" * 320 + ".org", "too long"),
        ("anna@exa mple.org", "is not an e-mail address"),
    ],
)
def test_an_unusable_address_is_named_and_takes_the_focus(
    open_window: Opener, address: str, said: str
) -> None:
    driver = open_window()
    typed(driver, address)
    driver.press(KEY.Key_Return)
    assert driver.screen == "start"
    focused = driver.focused
    assert focused is not None
    assert focused.accessibleIdentifier() == "start.trouble"
    assert said in focused.accessibleName()
    assert said in driver.window.announcer.log[-1][0]
    assert driver.window.announcer.log[-1][1]
    assert driver.window.footer.forward.isEnabled()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("server", "s" * 300, "300 characters"),
        ("port", "0", "is not a port"),
        ("port", "70000", "is not a port"),
    ],
)
def test_an_unusable_server_setting_is_said_beside_its_field(
    open_window: Opener, field: str, value: str, said: str
) -> None:
    driver = open_window()
    typed(driver, "anna@gmail.com")
    driver.tab_to("start.server_more")
    driver.press(KEY.Key_Return)
    driver.tab_to(f"start.{field}")
    driver.type(value)
    driver.press(KEY.Key_Return)
    driver.wait(lambda: bool(driver.window.page.trouble.text))  # type: ignore[attr-defined]
    page = driver.window.page
    question = getattr(page.server._fields, field)  # type: ignore[attr-defined]
    assert said in question.trouble.text()
    assert said in page.trouble.text  # type: ignore[attr-defined]


def test_known_settings_are_filled_in_with_their_source(open_window: Opener) -> None:
    driver = open_window()
    typed(driver, "anna@gmail.com")
    driver.tab_to("start.server_more")
    driver.press(KEY.Key_Return)
    fields = driver.window.page.server._fields  # type: ignore[attr-defined]
    driver.wait(lambda: fields._server.text() == "smtp.gmail.com", "the server's name")
    assert fields._port.text() in ("465", "587")
    assert fields.sources["host"].text().startswith("From:")
    assert fields.sources["host"].isVisible()


def test_what_a_person_typed_is_never_written_over(open_window: Opener) -> None:
    driver = open_window()
    driver.tab_to("start.server_more")
    driver.press(KEY.Key_Return)
    driver.tab_to("start.server")
    driver.type("mail.example.org")
    for _ in range(40):
        if driver.focused.accessibleIdentifier() == "start.address":  # type: ignore[union-attr]
            break
        driver.press(KEY.Key_Tab)
    driver.type("anna@gmail.com")
    fields = driver.window.page.server._fields  # type: ignore[attr-defined]
    driver.wait(lambda: fields._username.text() == "anna@gmail.com", "the user name")
    assert fields._server.text() == "mail.example.org"


def test_nobody_outside_is_asked_before_the_page_has_said_whom(
    open_window: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    real = discovery.find_settings

    async def noted(address: str, *, outside: bool) -> object:
        asked.append(outside)
        return await real(address, outside=False)

    monkeypatch.setattr(discovery, "find_settings", noted)
    driver = open_window()
    typed(driver, "anna@club-of-nobody.example")
    driver.press(KEY.Key_Return)
    driver.wait(lambda: "Look" in driver.window.footer.forward.text(), "the offer to look it up")
    assert True not in asked
    text = driver.window.page._look_up_text.text()  # type: ignore[attr-defined]
    assert "club-of-nobody.example" in text
    driver.press(KEY.Key_Return)
    page = driver.window.page
    driver.wait(lambda: bool(page.trouble.text), "the end of the search")  # type: ignore[attr-defined]
    assert asked[-1] is True
    assert "Type its name" in page.trouble.text  # type: ignore[attr-defined]


def test_answers_are_still_there_after_going_on_and_back(open_window: Opener) -> None:
    driver = open_window()
    typed(driver, "anna@gmail.com")
    driver.tab_to("start.program")
    driver.press(KEY.Key_Home)
    driver.tab_to("start.error")
    driver.type("421 4.7.0 Try again later")
    driver.tab_to("start.continue")
    driver.press(KEY.Key_Return)
    driver.wait(lambda: driver.screen == "contact")
    answers = driver.window.flow.state.answers
    assert answers.program is MailProgram.OUTLOOK
    assert answers.error_text == "421 4.7.0 Try again later"
    driver.tab_to("contact.back")
    driver.press(KEY.Key_Return)
    assert driver.screen == "start"
    page = driver.window.page
    assert page._address.text() == "anna@gmail.com"  # type: ignore[attr-defined]
    assert page._error.toPlainText() == "421 4.7.0 Try again later"  # type: ignore[attr-defined]


def test_the_password_stays_out_of_everything_that_is_kept(open_window: Opener) -> None:
    canary = "canary-7Q-password"
    driver = open_window()
    typed(driver, "anna@gmail.com")
    driver.tab_to("start.password_more")
    driver.press(KEY.Key_Return)
    driver.tab_to("start.password")
    driver.type(canary)
    driver.press(KEY.Key_Return)
    driver.wait(lambda: driver.screen == "contact")
    context = driver.window.context
    assert context.password is not None
    assert context.password.reveal() == canary
    assert canary not in repr(context.state)
    assert canary not in repr(context)
    assert "smtp.gmail.com" in driver.window.page._password.text()  # type: ignore[attr-defined]


def test_switching_lookups_off_leaves_only_the_own_server(open_window: Opener) -> None:
    driver = open_window()
    typed(driver, "anna@gmail.com")
    driver.press(KEY.Key_Return)
    driver.wait(lambda: driver.screen == "contact")
    driver.settle()
    page = driver.window.page
    assert page._others.isVisible()  # type: ignore[attr-defined]
    driver.tab_to("contact.only_mine")
    driver.press(KEY.Key_Space)
    driver.settle()
    assert not page._others.isVisible()  # type: ignore[attr-defined]
    assert driver.window.flow.state.answers.outside is False


def test_an_interrupted_check_is_offered_again(
    open_window: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.ui import samples
    from wizard.journal import RunBegan, Unfinished

    record = samples.fine_run()
    began = RunBegan(
        version="0.1.0",
        started=samples.WHEN,
        account=record.case.account,
        error_text="421",
        outside=True,
    )

    async def found(_engine: Engine) -> Unfinished:
        return Unfinished(began, record.case.observations)

    async def checked(_engine: Engine, *given: object) -> object:
        assert given[3] == record.case.observations
        return record

    monkeypatch.setattr(Engine, "unfinished", found)
    monkeypatch.setattr(Engine, "check", checked)
    driver = open_window()

    def offered() -> bool:
        return any(
            button.accessibleIdentifier() == "start.resume" and button.isVisible()
            for button in driver.window.page.findChildren(type(driver.window.footer.forward))
        )

    driver.wait(offered, "the offer")
    driver.tab_to("start.resume")
    driver.press(KEY.Key_Return)
    driver.wait(lambda: driver.screen == "result")
