"""Attachments: base64's growth, bounds for huge folders, and what cannot be read."""

import base64
import email.message
import email.policy
import json
import os
import socket
from pathlib import Path

import pytest

from tests.cli.calls import sendagain
from wizard import attachments
from wizard.attachments import (
    LimitSource,
    OneFile,
    SizeLimit,
    Why,
    measured,
    sent_size,
    size_limit,
    split,
)


@pytest.mark.parametrize("size", [0, 1, 56, 57, 58, 1000, 1_234_567])
def test_the_growth_is_that_of_a_real_message(size: int):
    data = os.urandom(size)
    message = email.message.EmailMessage(policy=email.policy.SMTP)
    message["Subject"] = "photos"
    message.set_content("hello")
    without = len(message.as_bytes())
    message.add_attachment(data, maintype="application", subtype="octet-stream", filename="x.bin")
    grown = len(message.as_bytes()) - without
    counted = sent_size(size)
    assert len(base64.encodebytes(data)) <= counted
    # Python's library ends lines like any mail program; our figure may only be larger.
    assert grown <= counted + 600
    assert counted <= size * 1.38 + 500


def test_folders_are_counted_with_all_that_is_in_them(tmp_path: Path):
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "one").write_bytes(b"1" * 10)
    (tmp_path / "a" / "b" / "two").write_bytes(b"2" * 30)
    found = measured([tmp_path / "a", tmp_path / "a" / "one"])
    assert [file.size for file in found.files] == [30, 10], "a file given twice counts once"
    assert found.size == 40
    assert found.complete


def test_links_that_lead_in_a_circle_end(tmp_path: Path):
    folder = tmp_path / "loop"
    folder.mkdir()
    (folder / "again").symlink_to(folder, target_is_directory=True)
    (folder / "self").symlink_to(folder / "self")
    (folder / "file").write_bytes(b"x")
    (folder / "shortcut").symlink_to(folder / "file")
    found = measured([folder])
    assert sorted(Path(file.path).name for file in found.files) == ["file", "shortcut"]
    assert [(Path(path).name, why) for path, why in found.unreadable] == [("self", Why.LOOP)]


def test_huge_folders_are_bounded_and_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for number in range(30):
        (tmp_path / str(number)).write_bytes(b"x")
    monkeypatch.setattr(attachments, "MOST_FILES", 10)
    found = measured([tmp_path])
    assert len(found.files) == 10
    assert not found.complete
    monkeypatch.setattr(attachments, "MOST_FILES", 100)
    monkeypatch.setattr(attachments, "MOST_PLACES", 5)
    assert not measured([tmp_path]).complete


def test_what_cannot_be_read_is_named_and_the_rest_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    os.mkfifo(tmp_path / "pipe")
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(tmp_path / "socket"))
    (tmp_path / "locked").write_bytes(b"x")
    (tmp_path / "fine").write_bytes(b"x")
    allowed = os.access
    monkeypatch.setattr(
        os, "access", lambda path, mode: "locked" not in str(path) and allowed(path, mode)
    )
    found = measured([tmp_path, tmp_path / "gone"])
    listening.close()
    assert [Path(file.path).name for file in found.files] == ["fine"]
    why = {Path(path).name: reason for path, reason in found.unreadable}
    assert why == {
        "pipe": Why.NO_FILE,
        "socket": Why.NO_FILE,
        "locked": Why.NO_RIGHTS,
        "gone": Why.MISSING,
    }


def test_names_that_are_no_text_can_be_shown(tmp_path: Path):
    name = os.fsencode(tmp_path) + b"/bad\xff\nname"
    Path(os.fsdecode(name)).write_bytes(b"x")
    (found,) = measured([tmp_path]).files
    assert found.path.isprintable()
    found.path.encode()


def test_the_servers_word_comes_before_the_table_and_the_usual():
    assert size_limit("a@gmail.com", 1000) == SizeLimit(size=1000, source=LimitSource.SERVER)
    documented = size_limit("a@gmail.com")
    assert documented.source is LimitSource.PROVIDER
    assert documented.date
    assert size_limit("a@nobody.example").source is LimitSource.USUAL
    assert size_limit("").source is LimitSource.USUAL


def test_files_are_spread_over_messages_that_all_fit():
    files = [OneFile(str(n), size) for n, size in enumerate((900_000, 500_000, 400_000, 100_000))]
    limit = SizeLimit(size=1_000_000, source=LimitSource.TYPED)
    parts = split(files, limit)
    assert [file.size for file in parts.too_large] == [900_000]
    assert sorted(f.size for some in parts.messages for f in some) == [100_000, 400_000, 500_000]
    for some in parts.messages:
        assert 8_192 + sum(file.sent for file in some) <= limit.size


def test_the_command_says_it_and_its_status_too(tmp_path: Path):
    (tmp_path / "big.bin").write_bytes(b"x" * 3_000_000)
    path = str(tmp_path / "big.bin")
    got = sendagain("attachments", path, "--limit", "3M", "--json")
    assert got.returncode == 1
    answer = json.loads(got.stdout)
    assert not answer["fits"]
    assert answer["too_large"] == [path]
    fine = sendagain("attachments", path, "--address", "anna@gmail.com")
    assert fine.returncode == 0
    assert "fits into one message" in fine.stdout
    assert "Gmail" in fine.stdout
    missing = sendagain("attachments", str(tmp_path / "gone"))
    assert missing.returncode == 1
    assert "not there" in missing.stdout
    assert sendagain("attachments", path, "--limit", "much").returncode == 2
