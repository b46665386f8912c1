"""Reading the mail programs of a home folder: settings, outboxes, and everything broken."""

import os
import time
from pathlib import Path

import pytest

from wizard.accounts.programs import outlook as outlook_reader
from wizard.accounts.programs import read_mail_programs, read_outboxes
from wizard.accounts.programs.reading import ProgramState, Reader
from wizard.facts.computer import SavedAccount
from wizard.vocabulary import Security

CANARY = "s3cret-Canary-7Q"
HOMES = Path(__file__).parent / "homes"

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the homes here are those of Linux")


def _write(home: Path, name: str, text: str | bytes) -> Path:
    path = home / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def _accounts(home: Path) -> dict[tuple[str, str], SavedAccount]:
    facts = read_mail_programs(home)
    return {(account.program, account.address): account for account in facts.accounts}


def _place(account: SavedAccount) -> tuple[str, int, Security, str, str]:
    return account.host, account.port, account.security, account.username, account.sign_in


# Recorded homes: written in the documented formats, or taken from what the programs wrote.


@pytest.mark.parametrize(
    ("home", "program", "address", "place"),
    [
        (
            "thunderbird", "Thunderbird", "anna@firm.test",
            ("smtp.firm.test", 587, Security.STARTTLS, "anna", "password"),
        ),
        (
            "thunderbird", "Thunderbird", "anna@club.test",
            ("mail.club.test", 465, Security.TLS, "anna@club.test", "oauth2"),
        ),
        (
            "thunderbird", "Thunderbird", "info@firm.test",
            ("smtp.firm.test", 587, Security.STARTTLS, "anna", "password"),
        ),
        (
            "thunderbird", "Betterbird", "bert@firm.test",
            ("smtp.firm.test", 25, Security.NONE, "", "none"),
        ),
        (
            "evolution", "Evolution", "anna@firm.test",
            ("smtp.firm.test", 465, Security.TLS, "anna", "password"),
        ),
        (
            "evolution", "Evolution", "bert@firm.test",
            ("relay.firm.test", 587, Security.STARTTLS, "bert", "oauth2"),
        ),
        (
            "kmail", "KMail", "anna@firm.test",
            ("smtp.firm.test", 587, Security.STARTTLS, "anna", "password"),
        ),
        (
            "kmail", "KMail", "bert@firm.test",
            ("relay.firm.test", 465, Security.TLS, "", "none"),
        ),
        (
            "claws", "Claws Mail", "anna@firm.test",
            ("smtp.firm.test", 587, Security.STARTTLS, "anna-smtp", "password"),
        ),
        (
            "claws", "Claws Mail", "bert@firm.test",
            ("smtp.firm.test", 2525, Security.NONE, "bert", "none"),
        ),
        (
            "claws", "Sylpheed", "anna@firm.test",
            ("smtp.firm.test", 465, Security.TLS, "anna-smtp", "password"),
        ),
        (
            "geary", "Geary", "anna@firm.test",
            ("smtp.firm.test", 587, Security.STARTTLS, "anna", ""),
        ),
        (
            "msmtp", "msmtp", "anna@firm.test",
            ("smtp.firm.test", 587, Security.STARTTLS, "anna", "password"),
        ),
        (
            "msmtp", "msmtp", "anna@other.test",
            ("smtp.other.test", 465, Security.TLS, "anna", "password"),
        ),
        (
            "mutt", "Mutt", "anna@firm.test",
            ("smtp.firm.test", 587, Security.STARTTLS, "anna@firm.test", "password"),
        ),
    ],
)  # fmt: skip
def test_settings_are_read_by_address(home, program, address, place):
    account = _accounts(HOMES / home)[program, address]
    assert _place(account) == place


def test_thunderbird_keeps_one_connection_unless_told():
    accounts = _accounts(HOMES / "thunderbird")
    assert accounts["Thunderbird", "anna@firm.test"].max_connections == 1
    assert accounts["Thunderbird", "anna@club.test"].max_connections == 3


def test_no_password_is_ever_read():
    held = [path for path in HOMES.rglob("*") if path.is_file() and CANARY in path.read_text()]
    assert len(held) >= 6
    for home in HOMES.iterdir():
        assert CANARY not in repr(read_mail_programs(home))
        assert CANARY not in repr(read_outboxes(home))


def test_files_of_passwords_are_never_opened(tmp_path, monkeypatch):
    home = tmp_path / "home"
    profile = home / ".thunderbird/x.default"
    _write(home, ".thunderbird/profiles.ini", "[Profile0]\nIsRelative=1\nPath=x.default\n")
    _write(profile, "prefs.js", "")
    closed = [_write(profile, name, CANARY) for name in ("logins.json", "key4.db", "signons.db")]
    closed.append(_write(home, ".claws-mail/passwordstorerc", CANARY))
    _write(home, ".claws-mail/accountrc", "[Account: 1]\nsmtp_server=x.test\n")
    opened: list[Path] = []
    real = Path.open

    def watched(path, *args, **kwargs):
        opened.append(path)
        return real(path, *args, **kwargs)

    monkeypatch.setattr(Path, "open", watched)
    read_mail_programs(home)
    read_outboxes(home)
    assert opened
    assert not set(closed) & set(opened)


def test_reading_changes_nothing(tmp_path):
    import shutil

    home = tmp_path / "home"
    shutil.copytree(HOMES, home)
    before = {p: (p.stat().st_mtime_ns, p.stat().st_size) for p in home.rglob("*")}
    for one in home.iterdir():
        read_mail_programs(one)
        read_outboxes(one)
    assert {p: (p.stat().st_mtime_ns, p.stat().st_size) for p in home.rglob("*")} == before


def test_an_empty_home_has_nothing(tmp_path):
    facts = read_mail_programs(tmp_path)
    assert (facts.accounts, facts.unreadable) == ((), ())
    assert read_outboxes(tmp_path).outboxes == ()


# Outboxes.


def _letter(number: int, date: str, status: str = "0001") -> str:
    return (
        f"From - Mon Nov 23 12:00:00 2026\nX-Mozilla-Status: {status}\n"
        f"X-Mozilla-Status2: 00000000\nDate: {date}\nTo: bert@firm.test\n"
        f"Subject: {number}\n\nHello\nFrom here on it is text.\n\nFrom: not a header\n\n"
    )


def _thunderbird(home: Path) -> Path:
    _write(home, ".thunderbird/profiles.ini", "[Profile0]\nIsRelative=1\nPath=x.default\n")
    _write(home, ".thunderbird/x.default/prefs.js", "// empty\n")
    return home / ".thunderbird/x.default"


UNSENT = "Mail/Local Folders/Unsent Messages"


def test_waiting_messages_of_thunderbird(tmp_path):
    profile = _thunderbird(tmp_path)
    letters = [
        _letter(1, "Mon, 23 Nov 2026 10:00:00 +0100"),
        _letter(2, "Sun, 22 Nov 2026 23:30:00 -0500"),
        _letter(3, "Thu, 01 Jan 2026 00:00:00 +0000", status="0009"),
    ]
    path = _write(profile, UNSENT, "".join(letters))
    (box,) = read_outboxes(tmp_path).outboxes
    assert (box.program, box.messages) == ("Thunderbird", 2)
    assert box.oldest == "2026-11-23T04:30:00+00:00"
    assert box.size_bytes == path.stat().st_size


def test_letters_that_were_sent_but_not_cleared_away_do_not_wait(tmp_path):
    profile = _thunderbird(tmp_path)
    _write(profile, UNSENT, _letter(1, "Mon, 23 Nov 2026 10:00:00 +0100", status="0008"))
    (box,) = read_outboxes(tmp_path).outboxes
    assert (box.messages, box.size_bytes, box.oldest) == (0, 0, "")


def test_local_folders_on_another_disk(tmp_path):
    profile = _thunderbird(tmp_path)
    other = tmp_path / "disk/Letters"
    _write(other, "Unsent Messages", _letter(1, "Mon, 23 Nov 2026 10:00:00 +0100"))
    _write(
        profile,
        "prefs.js",
        'user_pref("mail.accountmanager.localfoldersserver", "server9");\n'
        f'user_pref("mail.server.server9.directory", "{other}");\n',
    )
    (box,) = read_outboxes(tmp_path).outboxes
    assert box.messages == 1


@pytest.mark.parametrize(
    ("folder", "names", "program", "count"),
    [
        (
            ".local/share/evolution/mail/local/.Outbox/cur",
            ["1.a:2,S", "2.b:2,ST", ".hidden"],
            "Evolution",
            1,
        ),
        (".local/share/local-mail/outbox/new", ["1", "2", "3"], "KMail", 3),
        (".msmtpqueue", ["1.mail", "1.msmtp", "2.mail", "2.msmtp"], "msmtp", 2),
    ],
)
def test_outboxes_that_are_folders(tmp_path, folder, names, program, count):
    for name in names:
        _write(tmp_path, f"{folder}/{name}", "Subject: x\n\nHello\n")
    (box,) = read_outboxes(tmp_path).outboxes
    assert (box.program, box.messages) == (program, count)
    assert box.oldest.endswith("+00:00")


def test_the_queue_of_claws_is_where_its_mailbox_is(tmp_path):
    _write(
        tmp_path,
        ".claws-mail/folderlist.xml",
        '<?xml version="1.0"?><folderlist><folder type="mh" name="M" path="Letters">'
        '<folderitem type="queue" name="queue" path="queue"/></folder></folderlist>',
    )
    for name in ("1", "2", ".mh_sequences", "draft.txt"):
        _write(tmp_path, f"Letters/queue/{name}", "Subject: x\n\nHello\n")
    (box,) = read_outboxes(tmp_path).outboxes
    assert (box.program, box.messages) == ("Claws Mail", 2)


# Broken profiles.


def _broken_homes(home: Path) -> None:
    """Everything at once that a profile can be."""
    for name in (
        ".thunderbird/profiles.ini",
        ".claws-mail/accountrc",
        ".config/mailtransports",
        ".msmtprc",
        ".muttrc",
        ".config/geary/account_01/geary.ini",
        ".config/evolution/sources/a.source",
    ):
        (home / name).mkdir(parents=True)


def test_folders_where_files_should_be_are_told(tmp_path):
    _broken_homes(tmp_path)
    facts = read_mail_programs(tmp_path)
    assert facts.accounts == ()
    assert {program for program, _ in facts.unreadable} == {
        "Thunderbird", "Claws Mail", "KMail", "msmtp", "Mutt", "Geary", "Evolution",
    }  # fmt: skip
    assert all("/" not in why for _, why in facts.unreadable)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 10_000,
        b"\xff\xfe" + "user_pref".encode("utf-16-le"),
        b"[",
        b"[[[\n]]]=\n====\n",
        b'user_pref("mail.smtpservers", "smtp1");\nuser_pref("mail.smtpserver.smtp1.hostname", "x',
        b'user_pref("mail.smtpservers", {"a": [1]});\nuser_pref("mail.smtpserver..hostname", 7);',
        b'user_pref("mail.smtpservers", "' + b"a," * 50_000 + b'");',
        b"[Account: 1]\nsmtp_server=" + b"x" * 100_000,
        b"[Account: 1]\nsmtp_server=a\x00b.test\nsmtp_port=99999999999999\nset_smtpport=1\n",
        b"account a : a\nhost\nport x\n",
        b"set smtp_url=smtp://[::1\nset smtp_url='smtp://a:b@c:99999999'\n",
        b"host " + b"\xc3\x28" * 1000,
        "[Transport 1]\nhost=smtp.firm.test\nport=-1\nencryption=ROT13\n".encode("latin-1"),
        b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'aaaa'>]><folderlist>&a;</folderlist>",
    ],
)
def test_broken_files_are_passed_over(tmp_path, content):
    profile = _thunderbird(tmp_path)
    for path in (
        profile / "prefs.js",
        profile / UNSENT,
        tmp_path / ".claws-mail/accountrc",
        tmp_path / ".claws-mail/folderlist.xml",
        tmp_path / ".config/mailtransports",
        tmp_path / ".msmtprc",
        tmp_path / ".muttrc",
        tmp_path / ".config/geary/account_01/geary.ini",
        tmp_path / ".config/evolution/sources/a.source",
    ):
        _write(path.parent, path.name, content)
    facts = read_mail_programs(tmp_path)
    read_outboxes(tmp_path)
    for account in facts.accounts:
        assert account.host.isprintable()
        assert 0 < account.port < 65536
        assert len(account.host) < 256


def test_settings_that_are_far_too_large_are_told(tmp_path):
    profile = _thunderbird(tmp_path)
    with (profile / "prefs.js").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    facts = read_mail_programs(tmp_path)
    assert facts.unreadable == (("Thunderbird", "its settings file is far too large"),)


def test_a_mailbox_of_100_megabytes_is_counted_quickly_and_in_little_memory(tmp_path):
    import tracemalloc

    profile = _thunderbird(tmp_path)
    path = _write(profile, UNSENT, "")
    letter = _letter(1, "Mon, 23 Nov 2026 10:00:00 +0100").encode()
    with path.open("wb") as file:
        for _ in range(10):
            file.write(letter + b"A" * (10 * 1024 * 1024) + b"\n\n")
    tracemalloc.start()
    began = time.perf_counter()
    (box,) = read_outboxes(tmp_path).outboxes
    took = time.perf_counter() - began
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert box.messages == 10
    assert took < 5
    assert most < 16 * 1024 * 1024


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_told(tmp_path):
    profile = _thunderbird(tmp_path)
    (profile / "prefs.js").chmod(0)
    assert read_mail_programs(tmp_path).unreadable == (("Thunderbird", "permission denied"),)


def test_what_may_not_be_read_is_told_whoever_runs_this(tmp_path, monkeypatch):
    profile = _thunderbird(tmp_path)
    _write(tmp_path, ".msmtprc", "account a\nhost smtp.firm.test\n")
    real = Path.open

    def refusing(path, *args, **kwargs):
        if path == profile / "prefs.js":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *args, **kwargs)

    monkeypatch.setattr(Path, "open", refusing)
    facts = read_mail_programs(tmp_path)
    assert facts.unreadable == (("Thunderbird", "permission denied"),)
    assert [account.program for account in facts.accounts] == ["msmtp"]


def test_a_fifo_and_an_endless_link_do_not_hold_anything_up(tmp_path):
    profile = _thunderbird(tmp_path)
    (profile / "prefs.js").unlink()
    os.mkfifo(profile / "prefs.js")
    (tmp_path / ".msmtprc").symlink_to(tmp_path / ".msmtprc")
    facts = read_mail_programs(tmp_path)
    assert ("Thunderbird", "not an ordinary file") in facts.unreadable


def test_a_reader_that_breaks_does_not_hide_the_others(tmp_path):
    def breaks(_):
        raise ZeroDivisionError

    good = SavedAccount(
        program="B", address="", host="x.test", port=25, security=Security.NONE, username=""
    )
    readers = [Reader("A", breaks), Reader("B", lambda _: ProgramState((good,)))]
    facts = read_mail_programs(tmp_path, readers)
    assert facts.accounts == (good,)
    assert facts.unreadable == (("A", "could not be read (ZeroDivisionError)"),)


# Classic Outlook, by a registry made of its documented values.

OFFICE = r"Software\Microsoft\Office\16.0\Outlook\Profiles"
ACCOUNTS = "9375CFF0413111d3B88A00104B2A6676"


def _wide(text: str) -> bytes:
    return (text + "\0").encode("utf-16-le")


class FakeRegistry:
    """Keys of the current user, by path."""

    def __init__(self, keys: dict[str, dict[str, object]]) -> None:
        self.keys = keys

    def subkeys(self, path: str) -> list[str]:
        below = [key[len(path) + 1 :] for key in self.keys if key.startswith(path + "\\")]
        return sorted({key.split("\\")[0] for key in below})

    def values(self, path: str) -> dict[str, object]:
        return self.keys.get(path, {})


@pytest.mark.parametrize(
    ("values", "place"),
    [
        (
            {"SMTP Port": 465, "SMTP Secure Connection": 1, "SMTP User": _wide("anna")},
            (465, Security.TLS, "anna", "password"),
        ),
        (
            {"SMTP Port": 587, "SMTP Secure Connection": 2, "IMAP User": _wide("anna")},
            (587, Security.STARTTLS, "anna", ""),
        ),
        ({"SMTP Port": 465, "SMTP Use SSL": 1}, (465, Security.TLS, "", "")),
        ({"SMTP Secure Connection": 3}, (25, Security.STARTTLS, "", "")),
        ({"SMTP Secure Connection": 3, "SMTP Port": 465}, (465, Security.TLS, "", "")),
        ({}, (25, Security.NONE, "", "")),
        ({"SMTP Port": "rubbish", "SMTP Secure Connection": b"x"}, (25, Security.NONE, "", "")),
    ],
)
def test_outlook_accounts(values, place):
    base = {"SMTP Server": _wide("smtp.firm.test"), "Email": "anna@firm.test"}
    registry = FakeRegistry({rf"{OFFICE}\Outlook\{ACCOUNTS}\00000002": {**base, **values}})
    (account,) = outlook_reader.accounts(registry)
    assert (account.host, account.address) == ("smtp.firm.test", "anna@firm.test")
    assert (account.port, account.security, account.username, account.sign_in) == place


def test_outlook_finds_every_profile_and_leaves_exchange_out():
    smtp = {"SMTP Server": _wide("smtp.firm.test"), "Account Name": _wide("anna@firm.test")}
    registry = FakeRegistry(
        {
            rf"{OFFICE}\Home\{ACCOUNTS}\00000002": smtp,
            rf"{OFFICE}\Work\{ACCOUNTS}\00000001": {"Account Name": "boss@firm.test"},
            rf"{OFFICE}\Work\{ACCOUNTS}\00000003": {**smtp, "SMTP Server": _wide("b.test")},
        }
    )
    assert [account.host for account in outlook_reader.accounts(registry)] == [
        "smtp.firm.test",
        "b.test",
    ]


class FakeKey:
    def __init__(self, registry: "FakeWinreg", path: str) -> None:
        self.registry, self.path = registry, path

    def __enter__(self) -> "FakeKey":
        return self

    def __exit__(self, *_: object) -> None:
        pass


class FakeWinreg:
    """What the module of the standard library does, over a dictionary."""

    HKEY_CURRENT_USER = "HKCU"
    HKEY_LOCAL_MACHINE = "HKLM"

    def __init__(self, keys: dict[str, dict[str, object]]) -> None:
        self.keys = {rf"HKCU\{path}": values for path, values in keys.items()}

    def OpenKey(self, hive: str, path: str) -> FakeKey:  # noqa: N802
        full = rf"{hive}\{path}"
        if not any(key == full or key.startswith(full + "\\") for key in self.keys):
            raise FileNotFoundError(2, "not found")
        return FakeKey(self, full)

    def _below(self, key: FakeKey) -> list[str]:
        start = key.path + "\\"
        return sorted({k[len(start) :].split("\\")[0] for k in self.keys if k.startswith(start)})

    def QueryInfoKey(self, key: FakeKey) -> tuple[int, int, int]:  # noqa: N802
        return len(self._below(key)), len(self.keys.get(key.path, {})), 0

    def EnumKey(self, key: FakeKey, number: int) -> str:  # noqa: N802
        return self._below(key)[number]

    def EnumValue(self, key: FakeKey, number: int) -> tuple[str, object, int]:  # noqa: N802
        name, value = list(self.keys[key.path].items())[number]
        return name, value, 1


def test_outlook_through_the_registry_of_windows_without_password_values(monkeypatch):
    import sys

    values = {
        "SMTP Server": _wide("smtp.firm.test"),
        "Email": "anna@firm.test",
        "SMTP Password": CANARY.encode(),
        "IMAP Password": CANARY.encode(),
    }
    winreg = FakeWinreg({rf"{OFFICE}\Outlook\{ACCOUNTS}\00000002": values})
    monkeypatch.setitem(sys.modules, "winreg", winreg)
    registry = outlook_reader.windows_registry()
    (account,) = outlook_reader.accounts(registry)
    assert account.host == "smtp.firm.test"
    read = registry.values(rf"{OFFICE}\Outlook\{ACCOUNTS}\00000002")
    assert CANARY not in repr(read)
    assert set(read) == {"SMTP Server", "Email"}
