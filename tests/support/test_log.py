"""The program's log: small, private, masked, and never in the way."""

import io
import logging
import os
import stat
import subprocess
import sys
import time

import pytest

from wizard import log

LOGGER = logging.getLogger("wizard.somewhere")


@pytest.fixture
def folder(tmp_path):
    yield tmp_path / "log"
    log.stop_log()


def test_a_line_has_time_level_and_place(folder):
    file = log.start_log(folder)
    LOGGER.info("started %s", "now")
    (line,) = file.read_text().splitlines()
    assert line.endswith(" INFO wizard.somewhere started now")
    assert line[:4].isdigit()
    assert "+00:00" in line


def test_a_servers_newline_cannot_forge_a_line(folder):
    file = log.start_log(folder)
    LOGGER.warning("said %s", "x\n2026-01-01 ERROR wizard forged\r\n")
    assert len(file.read_text().splitlines()) == 1


def test_it_rotates_and_never_grows_beyond_its_files(folder):
    log.start_log(folder)
    for number in range(2500):
        LOGGER.info("line %d %s", number, "word " * 80)
    files = sorted(folder.iterdir())
    assert len(files) == log.FILES
    assert all(file.stat().st_size <= log.FILE_BYTES for file in files)


@pytest.mark.skipif(os.name == "nt", reason="POSIX rights")
def test_only_the_owner_can_read_it(folder):
    file = log.start_log(folder)
    LOGGER.info("x")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_what_is_older_than_two_weeks_goes(folder):
    folder.mkdir()
    old = folder / "sendagain.log.3"
    old.write_text("old")
    os.utime(old, (time.time() - 15 * 86400,) * 2)
    recent = folder / "sendagain.log.2"
    recent.write_text("recent")
    log.start_log(folder)
    assert not old.exists()
    assert recent.exists()


def test_the_tail_is_whole_lines_across_files(folder):
    log.start_log(folder)
    for number in range(3000):
        LOGGER.info("line %d %s", number, "word " * 20)
    tail = log.tail_of_log(100_000)
    assert len(tail) <= 100_000
    assert tail.splitlines()[-1].startswith("20")
    assert "line 2999" in tail
    assert all("INFO" in line for line in tail.splitlines())
    assert log.tail_of_log(500).count("\n") >= 1


def test_without_a_log_the_tail_is_empty(tmp_path):
    assert log.tail_of_log(1000, tmp_path) == ""


def test_a_folder_that_cannot_be_written_is_no_trouble(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("x")
    assert log.start_log(blocked / "log") is None
    LOGGER.info("goes nowhere")


def test_a_disk_that_fills_up_is_no_trouble(folder, monkeypatch, capsys):
    log.start_log(folder)
    LOGGER.info("the first record opens the file")

    class Full(io.StringIO):
        def write(self, _):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(log._handler._file, "stream", Full())
    LOGGER.info("lost")
    assert capsys.readouterr().err == ""


def test_an_error_of_the_program_is_offered_at_the_next_start(tmp_path):
    assert log.watch_for_crashes(tmp_path) == ""
    log.note_crash(ZeroDivisionError("at home"), tmp_path)
    assert "ZeroDivisionError" in log.watch_for_crashes(tmp_path)
    assert log.watch_for_crashes(tmp_path) == ""
    assert "ZeroDivisionError" in (tmp_path / "last-crash.txt").read_text()
    log.forget_crash(tmp_path)
    assert not (tmp_path / "last-crash.txt").exists()


def test_a_native_crash_is_offered_at_the_next_start(tmp_path):
    program = (
        "import faulthandler, pathlib, sys\n"
        "from wizard import log\n"
        "log.watch_for_crashes(pathlib.Path(sys.argv[1]))\n"
        "faulthandler._sigsegv()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        capture_output=True,
        check=False,
    )
    assert done.returncode != 0
    assert "Segmentation fault" in log.watch_for_crashes(tmp_path)
