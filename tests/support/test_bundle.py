"""The bundle: what is shown is what is written, whole or not at all; opened safely or refused."""

import errno
import hashlib
import io
import json
import os
import stat
import time
import tracemalloc
import zipfile

import pytest

from tests.support.records import ANNA, full_record, refused_record
from wizard.errors import BadInput, CouldNotDo
from wizard.judge.diagnose import diagnose
from wizard.messages import ENGLISH, Language
from wizard.support import bundle
from wizard.support.bundle import Options, Part, open_bundle, preview
from wizard.support.redaction import Level, Person

PERSON = Person(
    user_name=ANNA.user, full_name=ANNA.full_name, home=ANNA.home, host_names=(ANNA.computer,)
)
LOG = "2026-11-23T13:10:00.000+00:00 INFO wizard.session started\n"


def options(**more):
    return Options(log_text=LOG, person=PERSON, **more)


@pytest.fixture
def saved(tmp_path):
    return bundle.write(
        preview(full_record(), options(ticket="INC-42", text="Sending to my aunt")), tmp_path
    )


def test_the_bytes_shown_are_the_bytes_written(tmp_path):
    shown = preview(full_record(), options())
    path = bundle.write(shown, tmp_path / "report.zip")
    assert path.read_bytes() == shown.data
    with zipfile.ZipFile(path) as archive:
        assert [(n, archive.read(n)) for n in archive.namelist()] == [
            (part.part.value, part.data) for part in shown.parts
        ]
    assert [part.part for part in shown.parts] == list(Part)
    assert all(part.text and ENGLISH.render(part.reason) for part in shown.parts)


def test_same_record_same_bytes_and_the_manifest_is_right(saved):
    again = preview(full_record(), options(ticket="INC-42", text="Sending to my aunt"))
    assert again.data == saved.read_bytes()
    with zipfile.ZipFile(saved) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        for listed in manifest["files"]:
            assert hashlib.sha256(archive.read(listed["name"])).hexdigest() == listed["sha256"]
        assert {f["name"] for f in manifest["files"]} == set(archive.namelist()) - {"manifest.json"}
        assert all(info.external_attr >> 16 == 0o600 for info in archive.infolist())
    assert manifest["code"] == again.code
    assert manifest["hidden"]["user"] > 0


@pytest.mark.skipif(os.name == "nt", reason="POSIX rights")
def test_only_the_owner_can_read_the_file(saved):
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600


def test_the_name_tells_code_time_and_tag(saved):
    opened = open_bundle(saved)
    assert saved.name == (f"SendAgain-report_{opened.report.code}_2026-11-23T1410_{opened.tag}.zip")


@pytest.mark.parametrize(
    "part", [p for p in Part if p not in (Part.READ_ME, Part.JSON, Part.MANIFEST)]
)
def test_leaving_out_a_section_removes_its_bytes(part, tmp_path):
    whole = preview(full_record(), options())
    less = preview(full_record(), options(leave_out=frozenset((part,))))
    gone = next(p for p in whole.parts if p.part is part)
    assert part not in [p.part for p in less.parts]
    assert all(gone.data not in p.data for p in less.parts)
    opened = open_bundle(bundle.write(less, tmp_path))
    assert part.value in opened.manifest.left_out


def test_what_cannot_be_left_out_stays(tmp_path):
    parts = preview(full_record(), options(leave_out=frozenset(Part))).parts
    assert {p.part for p in parts} == {Part.READ_ME, Part.JSON, Part.MANIFEST}


def test_opening_gives_back_the_report_ticket_and_text(saved):
    opened = open_bundle(saved)
    assert opened.report.cause == "too_many_connections"
    assert opened.report.notes.ticket == "INC-42"
    text = bundle.bundle_text(opened, ENGLISH)
    assert "Sending to my aunt" in text
    assert opened.tag in text
    assert "<script" not in bundle.bundle_html(opened, ENGLISH)
    assert bundle.bundle_json(opened)["file_tag"] == opened.tag


@pytest.mark.parametrize("level", Level)
def test_every_level_can_be_saved_and_opened(level, tmp_path):
    opened = open_bundle(bundle.write(preview(full_record(), options(level=level)), tmp_path))
    assert opened.report.masking.level == level
    assert (ANNA.address in opened.texts["report.json"]) is (level is Level.OWN_HELPDESK)


def test_another_language_comes_with_english_read_me():
    read_me = preview(refused_record(), options(language=Language("qps"))).parts[0].text
    assert "⟦" in read_me
    assert "This is a report by Send Again" in read_me


def test_a_flood_from_the_server_still_fits_into_one_mebibyte():
    shown = preview(full_record(said="x y" * 400_000), options())
    assert len(shown.data) <= 1024 * 1024
    assert sum(len(part.data) for part in shown.parts) <= 1024 * 1024


# Writing: whole or not at all.


def nothing_left(folder):
    return list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "no room left"),
        (errno.EROFS, "nothing can be written"),
        (errno.EACCES, "may not write"),
        (errno.EIO, "could not be saved"),
    ],
)
def test_a_disk_that_refuses_leaves_nothing_behind(tmp_path, monkeypatch, number, words):
    shown = preview(refused_record(), options())
    real, written = os.write, []

    def failing(descriptor, data):
        if written:
            raise OSError(number, os.strerror(number))
        written.append(real(descriptor, bytes(data)[:100]))
        return written[0]

    monkeypatch.setattr(os, "write", failing)
    with pytest.raises(CouldNotDo, match=words):
        bundle.write(shown, tmp_path / "report.zip")
    monkeypatch.undo()
    assert nothing_left(tmp_path)


def test_a_failed_save_keeps_the_report_that_was_there(tmp_path, monkeypatch):
    target = tmp_path / "report.zip"
    target.write_bytes(b"older")
    shown = preview(refused_record(), options())
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")))
    with pytest.raises(CouldNotDo):
        bundle.write(shown, target)
    assert target.read_bytes() == b"older"
    assert [p.name for p in tmp_path.iterdir()] == ["report.zip"]


@pytest.mark.parametrize("name", ["no/such/folder/report.zip", "x" * 300 + ".zip", "a\0b.zip"])
def test_impossible_names_get_a_clear_sentence(tmp_path, name):
    with pytest.raises(CouldNotDo, match="could not be saved"):
        bundle.write(preview(refused_record(), options()), tmp_path / name)


# Opening what anybody may have made.


def zipped(files, **more):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, **more) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def contents(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def relisted(files):
    """The files with a manifest that matches them."""
    manifest = json.loads(files["manifest.json"])
    manifest["files"] = [
        {"name": n, "size": len(d), "sha256": hashlib.sha256(d).hexdigest()}
        for n, d in files.items()
        if n != "manifest.json"
    ]
    return {**files, "manifest.json": json.dumps(manifest).encode()}


def with_report(files, **changes):
    report = json.loads(files["report.json"]) | changes
    return relisted({**files, "report.json": json.dumps(report).encode()})


def hostile_files(saved):
    good = contents(saved)
    data = saved.read_bytes()
    deep = b'{"schema":"sendagain.report/1","case":' + b"[" * 200_000 + b"]" * 200_000 + b"}"
    bomb = relisted({**good, "app.log": b"\0" * 60_000_000})
    yield "empty", b""
    yield "not a zip", b"MZ" + os.urandom(5000)
    yield "text", b"hello" * 100
    yield "truncated", data[: len(data) // 2]
    yield "cut directory", data[:-30]
    yield "bomb", zipped(bomb)
    yield "ten thousand entries", zipped(good | {f"f{i}": b"" for i in range(10_000)})
    yield "traversal", zipped(relisted({**good, "../../evil.txt": b"x"}))
    yield "absolute", zipped(relisted({**good, "/etc/evil": b"x"}))
    yield "backslash", zipped(relisted({**good, "..\\evil": b"x"}))
    yield "wrong checksum", zipped({**good, "report.txt": b"something else"})
    yield "unlisted file", zipped({**good, "extra.txt": b"x"})
    yield "missing file", zipped({n: d for n, d in good.items() if n != "transcript.txt"})
    yield "no manifest", zipped({n: d for n, d in good.items() if n != "manifest.json"})
    yield "no report", zipped(relisted({n: d for n, d in good.items() if n != "report.json"}))
    yield "broken json", zipped(relisted({**good, "report.json": b"{"}))
    yield "list", zipped(relisted({**good, "report.json": b"[]"}))
    yield "deep json", zipped(relisted({**good, "report.json": deep}))
    yield "binary json", zipped(relisted({**good, "report.json": b"\xff\xfe\0"}))
    yield "wrong schema", zipped(with_report(good, schema="evil/1"))
    yield "newer schema", zipped(with_report(good, schema="sendagain.report/9"))
    yield "wrong types", zipped(with_report(good, findings="<script>", steps=7))
    yield "another zip", zipped({"hello.txt": b"hello"})
    yield "garbled", data[:200] + bytes(b ^ 0xFF for b in data[200:900]) + data[900:]
    end = data.rfind(b"PK\x05\x06")
    yield "zip64", data[:end] + b"PK\x06\x07" + b"\0" * 16 + data[end:]
    yield "huge", b"PK" + b"\0" * 5_000_000


def test_hostile_files_get_one_clear_sentence_in_a_second_and_bounded_memory(saved, tmp_path):
    for name, data in hostile_files(saved):
        path = tmp_path / "hostile.zip"
        path.write_bytes(data)
        tracemalloc.start()
        began = time.process_time()
        try:
            with pytest.raises(BadInput) as refused:
                open_bundle(path)
        finally:
            took, (_, peak) = time.process_time() - began, tracemalloc.get_traced_memory()
            tracemalloc.stop()
        assert str(refused.value), name
        assert peak < 100 * 1024 * 1024, name
        assert took < 5, name  # a second where nothing traces memory
        assert not list(tmp_path.parent.glob("evil*")), name


def test_a_newer_report_says_so(saved, tmp_path):
    path = tmp_path / "newer.zip"
    path.write_bytes(zipped(with_report(contents(saved), schema="sendagain.report/2")))
    with pytest.raises(BadInput, match="newer version"):
        open_bundle(path)


def test_script_in_every_field_stays_text(saved, tmp_path):
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    good = contents(saved)

    def poisoned(value):
        match value:
            case str():
                return evil
            case list():
                return [poisoned(item) for item in value]
            case dict():
                return {key: poisoned(item) for key, item in value.items()}
            case _:
                return value

    report = poisoned(json.loads(good["report.json"])) | {"schema": "sendagain.report/1"}
    path = tmp_path / "evil.zip"
    path.write_bytes(zipped(relisted({**good, "report.json": json.dumps(report).encode()})))
    html = bundle.bundle_html(open_bundle(path), ENGLISH)
    assert "<script" not in html
    assert "<img" not in html


def test_fields_of_a_newer_minor_version_are_ignored(saved, tmp_path):
    path = tmp_path / "more.zip"
    path.write_bytes(zipped(with_report(contents(saved), moon_phase="full")))
    assert open_bundle(path).report.cause == "too_many_connections"


@pytest.mark.parametrize("what", ["missing.zip", "."])
def test_what_is_no_file_is_said(tmp_path, what):
    with pytest.raises(BadInput):
        open_bundle(tmp_path / what)


# Comparing.


def test_comparing_names_what_changed(saved, tmp_path):
    files = contents(saved)
    report = json.loads(files["report.json"])
    report["verdict"], report["cause"], report["findings"] = "fine", "none", []
    report["steps"][2]["verdict"] = "fine"
    report["account"]["port"] = 465
    other = tmp_path / "after.zip"
    other.write_bytes(zipped(relisted({**files, "report.json": json.dumps(report).encode()})))
    before, after = open_bundle(saved).report, open_bundle(other).report
    found = {(d.kind, d.id): (d.before, d.after) for d in bundle.compare(before, after)}
    assert found["verdict", "verdict"] == ("problem", "fine")
    assert found["step", "3"] == ("problem", "fine")
    assert found["finding", "server.refused"] == ("problem", "")
    assert found["account", "account.port"] == ("587", "465")
    assert bundle.compare(before, before) == ()
    assert len(bundle.compare_json(before, after, ENGLISH)["differences"]) == len(found)


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("make", [refused_record, full_record])
def test_a_masked_report_is_judged_as_the_real_one_was(level, make, tmp_path):
    record = make()
    opened = open_bundle(bundle.write(preview(record, options(level=level)), tmp_path))
    now, again = diagnose(record.case), bundle.rejudge(opened)
    assert again.cause == now.cause
    assert again.verdict == now.verdict
    assert again.steps == now.steps
    assert [f.id for f in again.findings] == [f.id for f in now.findings]
    if level is not Level.OWN_HELPDESK:
        assert ANNA.ipv4 not in str(again)
        assert "192.31.196." not in str(again)
