"""Installed programs and this system against the dated tables: found, judged, never overtrusted."""

import plistlib
import re
import shutil
from datetime import date

import pytest

from tests.accounts.test_programs import FakeKey, FakeWinreg
from wizard.accounts.programs import read_mail_programs
from wizard.accounts.programs.installed import (
    closed_programs,
    compared,
    installed_programs,
    known_programs,
    linux,
    listed,
    macos,
    program_named,
    windows,
)
from wizard.accounts.programs.installed.table import TRUSTED_DAYS, Found
from wizard.accounts.systems import (
    SystemRecord,
    ThisSystem,
    judged,
    os_release,
    read_computer,
    systems,
    windows_edition,
)
from wizard.facts.computer import Support

TODAY = date(2026, 11, 24)
LATER = date(2027, 7, 1)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


# The tables.


def test_every_row_has_a_source_and_a_date():
    rows = (*known_programs(), *systems())
    assert len(known_programs()) >= 20
    assert len(systems()) >= 40
    for row in rows:
        assert row.source.strip(), row
        assert _DATE.fullmatch(row.date), row
        assert not row.support_ends or _DATE.fullmatch(row.support_ends), row
        if "general knowledge" in row.source or "third party" in row.source:
            assert not row.confirmed, row


def test_rows_are_there_once():
    assert len({record.id for record in known_programs()}) == len(known_programs())
    keys = [(record.system, record.version, record.edition) for record in systems()]
    assert len(set(keys)) == len(keys)


def test_programs_that_ended_say_what_people_move_to():
    for record in known_programs():
        if record.support_ends and record.support_ends < TODAY.isoformat():
            assert record.instead, record.id


# What the table says of a version.


def _compared(id_, version, today=TODAY):
    return compared(program_named(id_), version, "dpkg", today)


@pytest.mark.parametrize(
    ("id_", "version", "support"),
    [
        ("thunderbird", "153.7.0esr", Support.SUPPORTED),
        ("thunderbird", "140.0", Support.SUPPORTED),
        ("thunderbird", "115.15.0", Support.ENDED),
        ("thunderbird", "", Support.SUPPORTED),
        ("windows-mail", "16005.1", Support.ENDED),
        ("outlook-2019", "16.0", Support.ENDED),
        ("outlook-2024", "16.0", Support.SUPPORTED),
        ("betterbird", "140", Support.UNKNOWN),
    ],
)
def test_support_of_a_program(id_, version, support):
    assert _compared(id_, version).support is support


def test_a_table_too_old_says_so_and_claims_nothing():
    late = _compared("thunderbird", "153.7.0esr", LATER)
    assert (late.support, late.newest, late.table_too_old) == (Support.UNKNOWN, "", True)
    assert late.newest_as_of == program_named("thunderbird").date
    fresh = _compared("thunderbird", "153.7.0esr")
    assert (fresh.newest, fresh.table_too_old) == ("153.7.0", False)


def test_what_has_ended_stays_ended_however_old_the_table_is():
    assert _compared("windows-mail", "1", LATER).support is Support.ENDED
    assert _compared("thunderbird", "91.0", LATER).support is Support.ENDED


def test_a_program_found_twice_is_listed_once_with_its_version():
    record = program_named("thunderbird")
    found = [Found(record, "", "desktop"), Found(record, "153.0", "flatpak")]
    (program,) = listed(found, TODAY)
    assert (program.version, program.found_by) == ("153.0", "flatpak")


# Linux.


def test_dpkg_and_rpm_and_columns():
    lines = [
        "installed thunderbird 1:153.7.0esr-1~deb12u1",
        "config-files evolution 3.46.4-2",
        "installed claws-mail 4.1.1-2+b1",
        "dpkg-query: no packages found matching kmail",
    ]
    assert linux.dpkg_versions(lines) == {"thunderbird": "153.7.0esr", "claws-mail": "4.1.1"}
    rpm = ["thunderbird 153.7.0", "package evolution is not installed"]
    assert linux.rpm_versions(rpm) == {"thunderbird": "153.7.0"}
    assert linux.table(["Name Version Rev", "thunderbird 153.0-1 700", ""])["thunderbird"]


def test_a_program_from_a_tar_file_is_found_by_its_desktop_entry(tmp_path):
    program = tmp_path / "opt/thunderbird/thunderbird"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    (program.parent / "application.ini").write_text("[App]\nName=Thunderbird\nVersion=128.3.1\n")
    entries = tmp_path / "applications"
    entries.mkdir()
    (entries / "my-mail.desktop").write_text(
        f"[Desktop Entry]\nName=Mail\nExec={program} %u\nMimeType=x-scheme-handler/mailto;\n"
    )
    (entries / "evolution.desktop").write_text(
        "[Desktop Entry]\nExec=evolution %U\nMimeType=text/calendar;x-scheme-handler/mailto;\n"
    )
    (entries / "browser.desktop").write_text(
        "[Desktop Entry]\nExec=firefox\nMimeType=x-scheme-handler/mailto;\n"
    )
    (entries / "claws-mail.desktop").write_text("[Desktop Entry]\nExec=claws-mail\n")
    (entries / "broken.desktop").write_bytes(b"\xff\x00[[[=")
    (entries / "folder.desktop").mkdir()
    found = {one.record.id: one for one in linux.by_desktop_entry([entries, tmp_path / "none"])}
    assert set(found) == {"thunderbird", "evolution"}
    assert (found["thunderbird"].version, found["thunderbird"].found_by) == ("128.3.1", "desktop")


@pytest.mark.skipif(shutil.which("dpkg-query") is None, reason="no dpkg here")
def test_what_dpkg_has_here_is_found():
    names = [name for record in known_programs() for name in record.packages]
    here = linux.dpkg_versions(linux._output(linux.dpkg_command(names)))
    by_dpkg = {p.id for p in installed_programs(TODAY) if p.found_by == "dpkg"}
    expected = {r.id for r in known_programs() for name in r.packages if name in here}
    assert by_dpkg == expected


# Windows and macOS, with fakes.


class Winreg(FakeWinreg):
    """Both hives, and single values."""

    def __init__(self, keys):
        self.keys = keys

    def QueryValueEx(self, key: FakeKey, name: str):  # noqa: N802
        values = self.keys.get(key.path, {})
        if name not in values:
            raise FileNotFoundError(2, "not found")
        return values[name], 1


MACHINE = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall"
OTHER = r"HKLM\SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\Uninstall"
PERSON = r"HKCU\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall"
STORE = "HKCU\\" + windows._PACKAGES


def test_windows_programs_from_uninstall_keys_and_store_packages():
    winreg = Winreg(
        {
            rf"{MACHINE}\TB": {
                "DisplayName": "Mozilla Thunderbird ESR (x64 en-US)",
                "DisplayVersion": "140.5.0",
            },
            rf"{OTHER}\Office": {
                "DisplayName": "Microsoft Office Professional Plus 2019 - en-us",
                "DisplayVersion": "16.0.10417",
            },
            rf"{PERSON}\em": {"DisplayName": "eM Client", "DisplayVersion": "10.4.1"},
            rf"{PERSON}\odd": {"DisplayName": 7},
            rf"{PERSON}\nothing": {},
            rf"{STORE}\Microsoft.OutlookForWindows_1.2026.10.100_x64__8wekyb3d8bbwe": {},
            rf"{STORE}\microsoft.windowscommunicationsapps_16005.1_x64__8wekyb3d8bbwe": {},
            rf"{STORE}\Microsoft.Calculator_11.0_x64__8wekyb3d8bbwe": {},
        }
    )
    found = [
        *windows.by_name(windows.uninstall_entries(winreg)),
        *windows.by_package(windows.package_names(winreg)),
    ]
    programs = {p.id: p for p in listed(found, TODAY)}
    assert {id_: p.version for id_, p in programs.items()} == {
        "thunderbird": "140.5.0",
        "outlook-2019": "16.0.10417",
        "em-client": "10.4.1",
        "outlook-new": "1.2026.10.100",
        "windows-mail": "16005.1",
    }
    assert programs["windows-mail"].support is Support.ENDED
    assert programs["windows-mail"].instead
    closed = {program.id for program in closed_programs(list(programs.values()))}
    assert closed == {"em-client", "outlook-new", "windows-mail"}


def test_windows_without_any_of_these_keys():
    winreg = Winreg({})
    assert windows.uninstall_entries(winreg) == {}
    assert windows.package_names(winreg) == []


def test_mac_programs_from_their_info(tmp_path):
    def application(name, content):
        path = tmp_path / name / "Contents/Info.plist"
        path.parent.mkdir(parents=True)
        path.write_bytes(content)

    mail = {"CFBundleIdentifier": "com.apple.mail", "CFBundleShortVersionString": "16.0"}
    bird = {"CFBundleIdentifier": "org.mozilla.thunderbird", "CFBundleShortVersionString": "153.7"}
    application("Mail.app", plistlib.dumps(mail, fmt=plistlib.FMT_BINARY))
    application("Thunderbird.app", plistlib.dumps(bird))
    application("Broken.app", b"<plist><dict><key>")
    application("Binary.app", b"bplist00\xff\xff")
    application("List.app", plistlib.dumps([1, 2]))
    application("Empty.app", b"")
    found = {one.record.id: one.version for one in macos.in_folders([tmp_path, tmp_path / "x"])}
    assert found == {"apple-mail": "16.0", "thunderbird": "153.7"}


def test_a_program_that_cannot_be_read_is_told(tmp_path, monkeypatch):
    apple = compared(program_named("apple-mail"), "16.0", "application", TODAY)
    monkeypatch.setattr("wizard.accounts.programs.installed_programs", lambda: [apple])
    facts = read_mail_programs(tmp_path)
    assert [program for program, _ in facts.unreadable] == ["Apple Mail"]


# The system.


@pytest.mark.parametrize(
    ("this", "name", "support", "ends"),
    [
        (("Windows", "", "26200", "Core"), "Windows 11 25H2", Support.SUPPORTED, "2027-10-12"),
        (("Windows", "", "26100", "Core"), "Windows 11 24H2", Support.ENDED, "2026-10-13"),
        (
            ("Windows", "", "26100", "Enterprise"),
            "Windows 11 24H2 Enterprise",
            Support.SUPPORTED,
            "2027-10-12",
        ),
        (
            ("Windows", "", "22631", "Enterprise"),
            "Windows 11 23H2 Enterprise",
            Support.UNKNOWN,
            "2026-11-10",
        ),
        (("Windows", "", "19045", "Professional"), "Windows 10 22H2", Support.ENDED, "2025-10-14"),
        (
            ("Windows", "", "19044", "EnterpriseS"),
            "Windows 10 LTSC 2021",
            Support.SUPPORTED,
            "2027-01-12",
        ),
        (
            ("Windows", "Windows (build 99999)", "99999", ""),
            "Windows (build 99999)",
            Support.UNKNOWN,
            "",
        ),
        (("macOS", "macOS 13.6", "13.6", ""), "macOS 13 Ventura", Support.ENDED, "2025-09-15"),
        (("macOS", "macOS 15.7.9", "15.7.9", ""), "macOS 15 Sequoia", Support.SUPPORTED, ""),
        (
            ("Linux", "Debian 12 (x)", "debian 12", ""),
            "Debian 12 (x)",
            Support.SUPPORTED,
            "2028-06-10",
        ),
        (("Linux", "Debian 10", "debian 10", ""), "Debian 10", Support.ENDED, "2024-06-30"),
        (
            ("Linux", "Ubuntu 25.10", "ubuntu 25.10", ""),
            "Ubuntu 25.10",
            Support.ENDED,
            "2026-07-01",
        ),
        (("Linux", "Arch Linux", "arch", ""), "Arch Linux", Support.SUPPORTED, ""),
        (("Linux", "Home-made", "linux", ""), "Home-made", Support.UNKNOWN, ""),
    ],
)
def test_support_of_a_system(this, name, support, ends):
    facts = judged(ThisSystem(*this), TODAY)
    assert (facts.name, facts.support, facts.support_ends) == (name, support, ends)


def test_without_an_announced_end_an_old_table_says_nothing():
    this = ThisSystem("macOS", "macOS 26.6", "26.6")
    assert judged(this, TODAY).support is Support.SUPPORTED
    late = judged(this, LATER)
    assert (late.support, late.table_too_old) == (Support.UNKNOWN, True)
    ended = judged(ThisSystem("macOS", "macOS 13.6", "13.6"), LATER)
    assert ended.support is Support.ENDED
    announced = judged(ThisSystem("Linux", "Debian 12", "debian 12"), LATER)
    assert announced.support is Support.SUPPORTED


def test_versions_are_not_mixed_up():
    assert judged(ThisSystem("macOS", "", "1"), TODAY).support is Support.UNKNOWN
    assert judged(ThisSystem("Linux", "", "debian 1"), TODAY).support is Support.UNKNOWN
    assert judged(ThisSystem("Windows", "", "261"), TODAY).support is Support.UNKNOWN
    assert isinstance(systems()[0], SystemRecord)


def test_this_computer_is_described():
    facts = read_computer(TODAY)
    assert facts.system
    assert facts.name
    assert facts.tls_library


def test_os_release_and_the_edition_of_windows(tmp_path):
    path = tmp_path / "os-release"
    path.write_text("# x\nNAME=\"Debian GNU/Linux\"\nVERSION_ID='12'\nID=debian\nrubbish\n")
    assert os_release(path) == {"NAME": "Debian GNU/Linux", "VERSION_ID": "12", "ID": "debian"}
    assert os_release(tmp_path / "none") == {}
    key = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion"
    assert windows_edition(Winreg({key: {"EditionID": "Core"}})) == "Core"
    assert windows_edition(Winreg({})) == ""


def test_the_table_may_be_trusted_for_half_a_year():
    assert TRUSTED_DAYS == 180
