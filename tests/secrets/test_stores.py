"""What becomes of a password with every kind of store, as values with a sentence each."""

import asyncio
import logging
import threading
from pathlib import Path

import pytest
from keyring.backends import chainer, fail, null

from tests.secrets import stores
from wizard.account import Account, Secret
from wizard.accounts.secrets import (
    Answer,
    Entry,
    Kind,
    Secrets,
    Store,
    Trouble,
    Unusable,
    backends,
    password_of,
)
from wizard.messages import ENGLISH
from wizard.vocabulary import Security

CANARY = "Zz-P@ss+Canary/9&ü"
ENTRY = Entry(Kind.PASSWORD, "smtp.example.org", "joe@example.org")
TOKEN = Entry(Kind.TOKEN, "google", "joe@example.org")


def secrets_in(backend: backends.Backend, folder: Path, **more: object) -> Secrets:
    units = 1_200 if isinstance(backend, stores.Windows) else None
    return Secrets(find=lambda: Store(backend, units), folder=folder, **more)  # type: ignore[arg-type]


async def test_remembered_is_only_what_the_person_chose(tmp_path: Path) -> None:
    backend = stores.InMemory()
    secrets = secrets_in(backend, tmp_path)
    secrets.hold(ENTRY, Secret(CANARY))
    held = await secrets.recall(ENTRY)
    assert held.secret is not None
    assert backend.calls == []
    assert list(tmp_path.iterdir()) == []
    assert (await secrets_in(backend, tmp_path).recall(ENTRY)).trouble is Trouble.NOT_THERE


async def test_remembered_outlives_the_program_until_it_is_forgotten(tmp_path: Path) -> None:
    backend = stores.InMemory()
    assert (await secrets_in(backend, tmp_path).remember(ENTRY, Secret(CANARY))).ok
    later = secrets_in(backend, tmp_path)
    again = await later.recall(ENTRY)
    assert again.secret is not None
    assert again.secret.reveal() == CANARY
    assert (await later.forget(ENTRY)).ok
    assert backend.kept == {}
    assert list(tmp_path.iterdir()) == []
    assert (await later.recall(ENTRY)).trouble is Trouble.NOT_THERE


async def test_all_is_forgotten_in_one_call(tmp_path: Path) -> None:
    backend = stores.InMemory()
    secrets = secrets_in(backend, tmp_path)
    for entry in (ENTRY, TOKEN, Entry(Kind.CLIENT, "google", "id")):
        await secrets.remember(entry, Secret(CANARY))
    assert len({service for service, _ in backend.kept}) == 3
    assert secrets.remembered_for("JOE@example.org") == (ENTRY, TOKEN)
    assert (await secrets_in(backend, tmp_path).forget_all()).ok
    assert backend.kept == {}


async def test_the_caller_never_waits_in_the_store(tmp_path: Path) -> None:
    backend = stores.InMemory()
    await secrets_in(backend, tmp_path).remember(ENTRY, Secret(CANARY))
    assert backend.threads
    assert threading.get_ident() not in backend.threads


async def test_an_unchanged_password_is_not_written_again(tmp_path: Path) -> None:
    """macOS asks anew after every write."""
    backend = stores.InMemory()
    secrets = secrets_in(backend, tmp_path)
    await secrets.remember(ENTRY, Secret(CANARY))
    await secrets.remember(ENTRY, Secret(CANARY))
    assert backend.calls.count("set") == 1


async def test_the_organisation_can_forbid_it(tmp_path: Path) -> None:
    backend = stores.InMemory()
    await secrets_in(backend, tmp_path).remember(ENTRY, Secret(CANARY))
    ruled = secrets_in(backend, tmp_path, allowed=False)
    assert (await ruled.offered()).trouble is Trouble.RULE
    assert (await ruled.recall(ENTRY)).trouble is Trouble.NOT_THERE
    assert (await ruled.remember(TOKEN, Secret(CANARY))).trouble is Trouble.RULE
    assert (await ruled.forget(ENTRY)).ok, "what was kept before can still be forgotten"
    assert backend.kept == {}


@pytest.mark.parametrize(
    ("backend", "trouble"),
    [(stores.Forgetful(), Trouble.NOT_KEPT), (stores.Garbling(), Trouble.NOT_KEPT)],
)
async def test_only_what_can_be_read_back_counts_as_remembered(
    backend: stores.InMemory, trouble: Trouble, tmp_path: Path
) -> None:
    secrets = secrets_in(backend, tmp_path)
    answer = await secrets.remember(ENTRY, Secret(CANARY))
    assert answer.trouble is trouble
    assert not secrets.is_remembered(ENTRY)
    assert (await secrets.recall(ENTRY)).secret is not None, "it still holds for this session"


async def test_what_does_not_go_away_is_said(tmp_path: Path) -> None:
    secrets = secrets_in(stores.Clinging(), tmp_path)
    await secrets.remember(ENTRY, Secret(CANARY))
    assert (await secrets.forget(ENTRY)).trouble is Trouble.NOT_FORGOTTEN
    assert secrets.is_remembered(ENTRY), "so that it can be tried again"


@pytest.mark.parametrize("length", [1, 1279, 1280, 1281, 4000])
@pytest.mark.parametrize("character", ["x", "ü", "𝄞"])
async def test_windows_keeps_secrets_larger_than_one_entry(
    length: int, character: str, tmp_path: Path
) -> None:
    backend = stores.Windows()
    value = character * length
    assert (await secrets_in(backend, tmp_path).remember(TOKEN, Secret(value))).ok
    later = secrets_in(backend, tmp_path)
    again = await later.recall(TOKEN)
    assert again.secret is not None
    assert again.secret.reveal() == value
    assert (await later.remember(TOKEN, Secret("short"))).ok
    assert list(backend.kept.values()) == ["short"], "no part of the long one stays"
    assert (await later.forget(TOKEN)).ok
    assert backend.kept == {}


async def test_windows_says_when_it_is_too_much(tmp_path: Path) -> None:
    backend = stores.Windows()
    answer = await secrets_in(backend, tmp_path).remember(TOKEN, Secret("x" * 20_000))
    assert answer.trouble is Trouble.TOO_LONG
    assert backend.kept == {}


@pytest.mark.parametrize(("who", "error", "meaning"), stores.RAISED, ids=lambda v: str(v)[:20])
async def test_every_error_of_the_systems_has_a_sentence(
    who: str,
    error: "stores.Callable[[], Exception]",
    meaning: str,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    secrets = secrets_in(stores.Raising(error), tmp_path)
    with caplog.at_level(logging.DEBUG):
        answer = await secrets.remember(ENTRY, Secret(CANARY))
    assert answer.trouble == meaning, who
    assert ENGLISH.render(answer.sentence).endswith(".")
    assert not secrets.is_remembered(ENTRY)
    assert CANARY not in caplog.text


@pytest.mark.parametrize("trouble", Trouble)
def test_every_trouble_says_what_to_do(trouble: Trouble) -> None:
    answer = Answer(trouble)
    for shown in (answer.sentence, answer.next):
        text = ENGLISH.render(shown)
        assert text != shown.id
        assert "{" not in text


async def test_a_lock_is_told_from_a_window_that_was_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked() -> Exception:
        return stores.KeyringLocked("Failed to unlock the collection!")

    secrets = secrets_in(stores.Raising(locked), tmp_path)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("DISPLAY", ":1")
    assert (await secrets.remember(ENTRY, Secret(CANARY))).trouble is Trouble.DISMISSED
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert (await secrets.remember(ENTRY, Secret(CANARY))).trouble is Trouble.LOCKED


async def test_a_store_that_asks_is_given_up_and_keeps_nothing_afterwards(tmp_path: Path) -> None:
    backend = stores.Asking()
    secrets = secrets_in(backend, tmp_path, seconds=1.0)
    assert (await secrets.remember(ENTRY, Secret(CANARY))).trouble is Trouble.NO_ANSWER
    assert (await secrets.remember(TOKEN, Secret(CANARY))).trouble is Trouble.STILL_ASKING
    # Now the person answers the window, too late: they were told that nothing is remembered.
    backend.answered.set()
    patient = secrets_in(backend, tmp_path)
    assert (await patient.recall(ENTRY)).trouble is Trouble.NOT_THERE
    assert (await patient.offered()).ok, "the store is free again"
    assert backend.kept == {}
    assert not patient.is_remembered(ENTRY)


async def test_skipping_is_immediate(tmp_path: Path) -> None:
    backend = stores.Asking()
    secrets = secrets_in(backend, tmp_path)
    wish = asyncio.create_task(secrets.remember(ENTRY, Secret(CANARY)))
    while not backend.asked.is_set():
        await asyncio.sleep(0)
    wish.cancel()
    with pytest.raises(asyncio.CancelledError):
        await wish
    backend.answered.set()
    assert (await secrets_in(backend, tmp_path).offered()).ok
    assert backend.kept == {}


@pytest.mark.parametrize(
    ("chosen", "trouble"),
    [
        (null.Keyring(), "switched_off"),
        (stores.PlaintextKeyring(), "plain_file"),
        (stores.SomebodysKeyring(), "unknown_store"),
    ],
)
def test_a_store_that_does_not_protect_is_refused(chosen: object, trouble: str) -> None:
    with pytest.raises(Unusable) as refused:
        backends.usable(chosen)
    assert refused.value.trouble == trouble


def test_no_store_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    with pytest.raises(Unusable) as refused:
        backends.usable(fail.Keyring())
    assert refused.value.trouble is Trouble.NO_STORE


def test_of_chained_stores_only_a_good_one_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    from keyring.backends import SecretService

    good = SecretService.Keyring()
    chained = [stores.SomebodysKeyring(), stores.PlaintextKeyring(), good]
    monkeypatch.setattr(chainer.ChainerBackend, "backends", chained)
    assert backends.usable(chainer.ChainerBackend()).backend is good
    monkeypatch.setattr(chainer.ChainerBackend, "backends", chained[:2])
    with pytest.raises(Unusable):
        backends.usable(chainer.ChainerBackend())


def test_a_password_on_windows_stays_on_this_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The default would let it roam to the organisation's other computers."""

    class WinVaultKeyring:
        __module__ = "keyring.backends.Windows"
        persist = "enterprise"

    vault = WinVaultKeyring()
    assert backends.usable(vault).most_units is not None
    assert vault.persist == "local machine"


async def test_a_list_that_cannot_be_written_means_not_remembered(tmp_path: Path) -> None:
    backend = stores.InMemory()
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    answer = await secrets_in(backend, in_the_way).remember(ENTRY, Secret(CANARY))
    assert answer.trouble is Trouble.FAILED
    assert backend.kept == {}


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'[{"kind":"x"}]', b"\xff", b"[" * 90_000])
async def test_a_broken_list_is_an_empty_one(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "remembered.json").write_bytes(content)
    secrets = secrets_in(stores.InMemory(), tmp_path)
    assert not secrets.is_remembered(ENTRY)
    assert (await secrets.remember(ENTRY, Secret(CANARY))).ok
    assert secrets.is_remembered(ENTRY)


def test_the_password_of_an_account_belongs_to_its_server() -> None:
    account = Account(
        address="joe@example.org",
        host="SMTP.example.org",
        port=587,
        security=Security.STARTTLS,
        username="joe@example.org",
    )
    assert password_of(account) == ENTRY
