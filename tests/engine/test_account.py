"""What people type is accepted when it can be used, and answered with one clear line when not."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.account import Secret, checked_address, checked_host, checked_port
from wizard.errors import BadInput


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (" anna@example.com ", "anna@example.com"),
        ("<anna@example.com>", "anna@example.com"),
        ("anna+list@müller.example", "anna+list@müller.example"),
        ('"a b"@example.com'.replace(" ", ""), '"ab"@example.com'),
        ("Anna Muster <anna@example.com>;", "anna@example.com"),
        ('"Muster, Anna" <anna@example.com>', "anna@example.com"),
        ("mailto:anna@example.com", "anna@example.com"),
        ("'anna@example.com'", "anna@example.com"),
        ("„anna@example.com“", "anna@example.com"),
        ("anna@example.com.", "anna@example.com"),
        ("\u200banna＠example.com\xa0", "anna@example.com"),
    ],
)
def test_usable_addresses(typed: str, address: str):
    assert checked_address(typed) == address


@pytest.mark.parametrize(
    "typed", ["", "  ", "anna", "anna@", "@example.com", "a@b@", "anna@exa mple.com", "a@-b.c"]
)
def test_unusable_addresses_are_answered_with_a_sentence(typed: str):
    with pytest.raises(BadInput) as trouble:
        checked_address(typed)
    assert str(trouble.value).endswith(".")


def test_hosts():
    assert checked_host("smtp.example.com.") == "smtp.example.com"
    assert checked_host("[::1]") == "::1"
    for typed in ("", "a" * 300, "smtp example com", "smtp..example", "https://mail.example.com"):
        with pytest.raises(BadInput):
            checked_host(typed)


def test_ports():
    assert checked_port("587") == 587
    for typed in (0, 70000, -1, "smtp", "", "58.7"):
        with pytest.raises(BadInput):
            checked_port(typed)


@given(st.text(max_size=400))
def test_whatever_is_typed_is_an_address_or_a_sentence(typed: str):
    for check in (checked_address, checked_host, checked_port):
        try:
            check(typed)
        except BadInput as trouble:
            assert str(trouble).strip()


def test_a_secret_never_shows_itself():
    secret = Secret("hunter2")
    assert "hunter2" not in f"{secret!r} {secret} {[secret]}"
    with pytest.raises(TypeError):
        pickle.dumps(secret)
