"""On the first screen: what the provider wants is said first, and the browser can sign in."""

import stat
import sys
import webbrowser
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from tests.secrets.stores import InMemory
from tests.servers.oauth2 import SignInServer, sign_in_server
from tests.ui import checks
from tests.ui.conftest import Opener
from tests.ui.driving import Driver
from ui.engine import Engine
from ui.pages.contact import ContactPage
from ui.pages.start import StartPage
from ui.widgets.browser_sign_in_card import BrowserSignInCard
from wizard.account import Token
from wizard.accounts.oauth import Registration, save_registration
from wizard.accounts.secrets import Secrets, Store

pytestmark = pytest.mark.window
ADDRESS = "joe@lab.example"
VISIT = "#!{python}\nimport sys, urllib.request as r\nr.urlopen(sys.argv[1], timeout=20).read()\n"


@pytest.fixture
def server() -> Iterator[SignInServer]:
    with sign_in_server(SignInServer(device_interval=1)) as started:
        registration = Registration(
            place="lab.example",
            client_id=started.client_id,
            authorize=f"{started.base}/authorize",
            token=f"{started.base}/token",
            device=f"{started.base}/device",
            scopes=("mail",),
        )
        save_registration(registration)
        yield started


def use_browser(script: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This program stands for the person's browser."""
    browser = folder / "browser"
    browser.write_text(script.format(python=sys.executable))
    browser.chmod(browser.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("BROWSER", str(browser))
    monkeypatch.setattr(webbrowser, "_tryorder", None)
    monkeypatch.setattr(webbrowser, "_browsers", {})


def typed(open_window: Opener, address: str, store: InMemory, folder: Path) -> Driver:
    """The first screen with this address, and the optional part open."""
    driver = open_window()

    async def use(engine: Engine) -> None:
        engine._store = Secrets(find=lambda: Store(store), folder=folder)  # type: ignore[arg-type]

    driver.window.bridge.ask(use)
    page = start(driver)
    page._address.setText(address)
    page.password.set_open(True)
    driver.wait(lambda: page.password._known[0] == address, "the address to be noticed")
    driver.settle()
    return driver


def start(driver: Driver) -> StartPage:
    page = driver.window.page
    assert isinstance(page, StartPage)
    return page


def card(driver: Driver) -> BrowserSignInCard:
    found = start(driver).password.browser
    assert found is not None
    return found


def said(driver: Driver) -> str:
    return "\n".join(checks._texts(driver))


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("ann@gmail.com", "wants an app password"),
        ("ann@outlook.com", "A password would be refused"),
        ("ann@gmx.de", "switch that on"),
        ("ann@tuta.com", "does not let mail programs send"),
    ],
)
def test_what_the_provider_wants_is_said_before_a_password_is_typed(
    address: str, words: str, open_window: Opener, tmp_path: Path
) -> None:
    driver = typed(open_window, address, InMemory(), tmp_path)
    assert words in said(driver)


def test_without_a_registration_it_says_what_can_be_tested(
    open_window: Opener, tmp_path: Path
) -> None:
    driver = typed(open_window, "ann@outlook.com", InMemory(), tmp_path)
    assert "Everything up to signing in is tested without" in said(driver)
    assert "is not registered at Microsoft" in said(driver)
    assert not card(driver).isVisible()


def test_nothing_is_said_where_nothing_special_is_wanted(
    open_window: Opener, tmp_path: Path
) -> None:
    driver = typed(open_window, "ann@unknown.example", InMemory(), tmp_path)
    told = start(driver).password._told
    assert told is not None
    assert not told.isVisible()
    assert not card(driver).isVisible()


def test_the_browser_signs_in_and_the_check_uses_it(
    open_window: Opener, server: SignInServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_browser(VISIT, tmp_path, monkeypatch)
    store = InMemory()
    driver = typed(open_window, ADDRESS, store, tmp_path)
    card(driver).begin.click()
    driver.wait(lambda: card(driver).token is not None, "the sign-in")
    driver.settle()
    assert "You are signed in at lab.example" in card(driver).outcome.words
    assert isinstance(start(driver).password.given(), Token)
    assert store.kept == {}, "nothing is kept before somebody wants it"
    card(driver).remember.click()
    driver.settle()
    assert "remembered in the password store" in card(driver).outcome.words
    (kept,) = store.kept.values()
    assert kept in server.refresh_tokens
    again = typed(open_window, ADDRESS, store, tmp_path)
    card(again).remembered.click()
    again.wait(lambda: card(again).token is not None, "the remembered sign-in")
    everything = b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
    assert not any(token.encode() in everything for token in server.tokens)


def test_the_contact_screen_says_that_the_sign_in_is_tested(
    open_window: Opener, server: SignInServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_browser(VISIT, tmp_path, monkeypatch)
    driver = typed(open_window, ADDRESS, InMemory(), tmp_path)
    page = start(driver)
    page.server.set_open(True)
    page.server.questions[0].findChildren(type(page._address))[0].setText("mail.lab.example")
    card(driver).begin.click()
    driver.wait(lambda: card(driver).token is not None, "the sign-in")
    page.proceed()
    driver.wait(lambda: isinstance(driver.window.page, ContactPage), "the contact screen")
    driver.settle()
    assert "with your sign-in from the browser" in said(driver)


def test_a_code_for_another_device_is_shown_large_and_spelled(
    open_window: Opener, server: SignInServer, tmp_path: Path
) -> None:
    server.device_answers = ["authorization_pending"]
    driver = typed(open_window, ADDRESS, InMemory(), tmp_path)
    card(driver).by_code.click()
    driver.wait(lambda: "Type this code there" in said(driver), "the code")
    assert "The code works for 10 minutes" in said(driver)
    driver.wait(lambda: card(driver).token is not None, "the sign-in")
    assert "Type this code there" not in said(driver)


def test_stopping_ends_the_waiting_at_once(
    open_window: Opener, server: SignInServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_browser("#!{python}\n", tmp_path, monkeypatch)  # nobody signs in
    driver = typed(open_window, ADDRESS, InMemory(), tmp_path)
    card(driver).begin.click()
    driver.wait(card(driver).copy_link.isVisible, "the link")
    card(driver).copy_link.click()
    assert QGuiApplication.clipboard().text().startswith(server.base)
    card(driver).cancel.click()
    driver.settle()
    assert "You stopped signing in" in card(driver).outcome.words
    assert card(driver).begin.isVisible()
    assert not driver.window.bridge.busy


def test_a_refusal_is_explained_with_the_next_step(
    open_window: Opener, server: SignInServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.page_refuses = "access_denied"
    use_browser(VISIT, tmp_path, monkeypatch)
    driver = typed(open_window, ADDRESS, InMemory(), tmp_path)
    card(driver).begin.click()
    driver.wait(lambda: "did not allow it" in card(driver).outcome.words, "the refusal")
    assert "choose “Allow”" in said(driver)
    assert card(driver).token is None
    assert card(driver).begin.isVisible()


def test_another_address_forgets_the_sign_in(
    open_window: Opener, server: SignInServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_browser(VISIT, tmp_path, monkeypatch)
    driver = typed(open_window, ADDRESS, InMemory(), tmp_path)
    card(driver).begin.click()
    driver.wait(lambda: card(driver).token is not None, "the sign-in")
    page = start(driver)
    page._address.setText("ann@gmail.com")
    driver.wait(lambda: page.password._known[0] == "ann@gmail.com")
    driver.settle()
    assert page.password.given() is None
