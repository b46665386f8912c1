"""As whom the program signs in: the organisation's client id, one's own, or honestly none."""

from datetime import date
from pathlib import Path

import pytest

from wizard.accounts.oauth import (
    Client,
    Refusal,
    Registration,
    Trouble,
    all_endpoints,
    client_for,
    own_registrations,
    place_for,
    save_registration,
)
from wizard.accounts.oauth.endpoints import is_protected
from wizard.accounts.providers import all_providers, provider_by_id
from wizard.errors import BadInput
from wizard.messages import ENGLISH

OWN = Registration(
    place="example.org",
    client_id="mine",
    authorize="https://login.example.org/authorize",
    token="https://login.example.org/token",
    scopes=("smtp",),
)


@pytest.mark.parametrize("endpoints", all_endpoints(), ids=lambda e: e.id)
def test_every_place_to_sign_in_at_is_protected_and_sourced(endpoints) -> None:
    for url in (endpoints.authorize, endpoints.token, endpoints.device):
        assert not url or (is_protected(url) and url.startswith("https://"))
    assert endpoints.scopes
    assert date.fromisoformat(endpoints.date)
    told = {part for source in endpoints.sources for part in source.about}
    wanted = {"authorize", "token", "scopes", *(["device"] if endpoints.device else [])}
    assert wanted <= told | set(endpoints.unconfirmed)
    for source in endpoints.sources:
        assert date.fromisoformat(source.date)
    for id_ in endpoints.providers:
        assert provider_by_id(id_) is not None


def test_a_provider_signs_in_at_one_place() -> None:
    named = [id_ for endpoints in all_endpoints() for id_ in endpoints.providers]
    assert len(named) == len(set(named))


def test_who_takes_browser_sign_ins_and_has_no_place_here_is_known() -> None:
    named = {id_ for endpoints in all_endpoints() for id_ in endpoints.providers}
    without = {p.id for p in all_providers() if "oauth2" in p.sign_in} - named
    assert without <= {"cox"}, "its addresses moved to Yahoo; no public source tells its scopes"


def test_no_client_id_is_built_in() -> None:
    for address in ("a@gmail.com", "a@outlook.com", "a@yahoo.com", "a@comcast.net"):
        refusal = client_for(address, {})
        assert isinstance(refusal, Refusal)
        assert refusal.trouble is Trouble.NO_CLIENT
        said = ENGLISH.render(refusal.next)
        assert "can be tested without" in said


@pytest.mark.parametrize("key", ["gmail", "google"])
def test_the_organisations_client_id(key: str) -> None:
    client = client_for(
        "a@gmail.com", {key: "theirs"}, (Registration(place="google", client_id="x"),)
    )
    assert isinstance(client, Client)
    assert (client.id, client.endpoints.id) == ("theirs", "google")


def test_ones_own_client_id() -> None:
    client = client_for("a@gmail.com", {}, (Registration(place="google", client_id="mine"),))
    assert isinstance(client, Client)
    assert client.id == "mine"


def test_ones_own_server() -> None:
    client = client_for("a@EXAMPLE.org", {}, (OWN,))
    assert isinstance(client, Client)
    assert client.endpoints.token == OWN.token
    refusal = client_for("a@other.example", {}, (OWN,))
    assert isinstance(refusal, Refusal)
    assert refusal.trouble is Trouble.NO_PROVIDER
    assert place_for("a@other.example") is None


def test_a_registration_is_saved_and_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "settings"
    assert own_registrations(folder) == ()
    save_registration(OWN, folder)
    save_registration(Registration(place="google", client_id="one"), folder)
    save_registration(Registration(place="google", client_id="two"), folder)
    assert own_registrations(folder) == (OWN, Registration(place="google", client_id="two"))
    assert [path.name for path in folder.iterdir()] == ["oauth.json"]


@pytest.mark.parametrize("client_id", ["", "two words", "x" * 400, "ü", "a\nb"])
def test_what_is_no_client_id(client_id: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        save_registration(Registration(place="google", client_id=client_id), tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b"[" * 50_000,
        b" " * 100_000,
        b'{"schema":"sendagain.oauth/2"}',
        b'{"registrations":[{"place":"google"}]}',
        b'{"registrations":[{"place":"google","client_id":"a b"}]}',
        b'{"registrations":[{"place":"google","client_id":"a","client_secret":"never here"}]}',
    ],
)
def test_a_file_that_cannot_be_used_is_named(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "oauth.json").write_bytes(content)
    with pytest.raises(BadInput) as bad:
        own_registrations(tmp_path)
    assert "oauth.json" in ENGLISH.render(bad.value.shown)


def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "oauth.json").mkdir()
    with pytest.raises(BadInput):
        own_registrations(tmp_path)


def test_own_endpoints_that_are_not_protected_are_refused_when_used(tmp_path: Path) -> None:
    assert not is_protected("http://login.example.org/token")
    assert is_protected("http://127.0.0.1:8080/token")
    assert is_protected("https://login.example.org/token")
