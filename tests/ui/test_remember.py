"""A password is remembered only by a button, used at the next check, and forgotten in one click."""

from pathlib import Path

import msgspec
import pytest
from keyring.errors import KeyringLocked

from tests.secrets.stores import InMemory
from tests.ui import checks, samples
from tests.ui.conftest import Opener
from tests.ui.driving import Driver
from ui.engine import Engine
from ui.pages.settings import SettingsPage
from ui.widgets.remember_card import RememberCard
from wizard.account import Secret
from wizard.accounts.secrets import Secrets, Store
from wizard.facts.server import ServerFacts, SignInResult
from wizard.record import RunRecord

pytestmark = pytest.mark.window
PASSWORD = "Zz-canary-password"


class Locked(InMemory):
    """Somebody closed the window that asks for the store's own password."""

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked("Prompt dismissed..")


def _signed_in(result: SignInResult = SignInResult.ACCEPTED) -> RunRecord:
    record = samples.fine_run()
    observation = record.case.observations["account_server"]
    assert isinstance(observation.facts, ServerFacts)
    facts = msgspec.structs.replace(observation.facts, sign_in=result)
    known = {
        **record.case.observations,
        "account_server": msgspec.structs.replace(observation, facts=facts),
    }
    case = msgspec.structs.replace(record.case, observations=known)
    return msgspec.structs.replace(record, case=case)


def _card(driver: Driver, store: object, folder: Path) -> RememberCard:
    async def use(engine: Engine) -> None:
        engine._store = Secrets(find=lambda: Store(store), folder=folder)  # type: ignore[arg-type]

    driver.window.bridge.ask(use)
    driver.window.context.password = Secret(PASSWORD)
    driver.go("step.settings")
    driver.settle()
    page = driver.window.page
    assert isinstance(page, SettingsPage)
    return page.remember


def test_remembered_used_and_forgotten(open_window: Opener, tmp_path: Path) -> None:
    store, record = InMemory(), _signed_in()
    driver = open_window(state=samples.state(record))
    card = _card(driver, store, tmp_path)
    assert store.kept == {}, "nothing is kept before somebody wants it"
    card._remember.click()
    driver.settle()
    assert PASSWORD in store.kept.values()
    assert "remembered in the password store" in card.outcome.words
    account, found = record.case.account, []
    driver.window.bridge.ask(lambda e: e.remembered_password(account), found.append)
    driver.settle()
    assert found[0].reveal() == PASSWORD
    card._forget.click()
    driver.settle()
    assert store.kept == {}
    assert "is forgotten" in card.outcome.words
    everything = b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
    assert PASSWORD.encode() not in everything


def test_a_store_that_stays_shut_is_said_with_the_next_step(
    open_window: Opener, tmp_path: Path
) -> None:
    driver = open_window(state=samples.state(_signed_in()))
    card = _card(driver, Locked(), tmp_path)
    card._remember.click()
    driver.settle()
    assert card.outcome.isVisible()
    assert card._next.isVisible()
    assert not checks.clipped(driver)
    assert not checks.unnamed(driver)


@pytest.mark.parametrize("result", [SignInResult.REFUSED, SignInResult.NO_PASSWORD])
def test_a_password_that_was_not_accepted_is_not_offered(
    open_window: Opener, tmp_path: Path, result: SignInResult
) -> None:
    driver = open_window(state=samples.state(_signed_in(result)))
    assert not _card(driver, InMemory(), tmp_path).isVisible()
