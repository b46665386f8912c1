"""Encryption to the organisation's age key: only its owner can open the file."""

import importlib.util

import pytest

from tests.support.records import refused_record
from tests.support.test_bundle import options
from wizard.errors import BadInput, CouldNotDo
from wizard.support import bundle
from wizard.support.bundle import encryption, open_bundle, preview

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("pyrage") is None, reason="pyrage is not installed"
)


@pytest.fixture
def key():
    import pyrage

    return pyrage.x25519.Identity.generate()


@pytest.fixture
def key_file(key, tmp_path):
    path = tmp_path / "helpdesk.key"
    path.write_text(f"# created: 2026-11-23\n# public key: {key.to_public()}\n{key}\n")
    return path


def test_the_helpdesk_opens_it_and_nobody_else(key, key_file, tmp_path):
    import pyrage

    shown = preview(refused_record(), options(recipients=(str(key.to_public()),)))
    path = bundle.write(shown, tmp_path)
    assert path.name.endswith(".zip.age")
    assert b"report.json" not in path.read_bytes()
    with pytest.raises(BadInput, match="encrypted"):
        open_bundle(path)
    opened = open_bundle(path, key_file)
    assert opened.was_encrypted
    assert opened.report.cause == "too_many_connections"
    key_file.write_text(str(pyrage.x25519.Identity.generate()))
    with pytest.raises(BadInput, match="does not open"):
        open_bundle(path, key_file)


def test_the_preview_shows_the_plain_text(key):
    shown = preview(refused_record(), options(recipients=(str(key.to_public()),)))
    assert "The eight steps" in shown.parts[2].text


@pytest.mark.parametrize("recipient", ["", "age1nonsense", "AGE-SECRET-KEY-1ABC", "ssh-rsa AAAA"])
def test_a_wrong_public_key_is_said(recipient):
    with pytest.raises(BadInput, match="not an age public key"):
        preview(refused_record(), options(recipients=(recipient,)))


@pytest.mark.parametrize("content", ["", "hello", "# only a comment", "AGE-SECRET-KEY-1NONSENSE"])
def test_a_wrong_key_file_is_said(content, key, tmp_path):
    path = bundle.write(
        preview(refused_record(), options(recipients=(str(key.to_public()),))), tmp_path
    )
    wrong = tmp_path / "wrong.key"
    wrong.write_text(content)
    with pytest.raises(BadInput, match="not an age key file"):
        open_bundle(path, wrong)


def test_a_truncated_encrypted_file_is_said(key, key_file, tmp_path):
    shown = preview(refused_record(), options(recipients=(str(key.to_public()),)))
    path = tmp_path / "cut.zip.age"
    path.write_bytes(shown.data[: len(shown.data) // 2])
    with pytest.raises(BadInput):
        open_bundle(path, key_file)


def test_without_the_library_it_says_so(monkeypatch):
    def missing(_):
        raise ImportError

    monkeypatch.setattr(encryption, "import_module", missing)
    with pytest.raises(CouldNotDo, match="could not be encrypted"):
        preview(refused_record(), options(recipients=("age1x",)))
