"""The helpdesk's window: files of anybody, many of them, and who cannot use a mouse."""

import csv
import io
import json
import time
import zipfile

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from tests.support.records import full_record, refused_record
from tests.ui.samples import fine_run as healthy_record
from ui.widgets.text import Exact
from wizard.support import bundle
from wizard.support.bundle.layout import sha256
from wizard.support.helpdesk.queue import COLUMNS


def saved(folder, record, name):
    made = bundle.preview(record, bundle.Options(log_text=""))
    return bundle.write(made, folder / name)


def drop(desk, *paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    desk.window.dropEvent(event)
    desk.app.processEvents()


def zipped(files):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return target.getvalue()


def hostile(tmp_path):
    good = saved(tmp_path, refused_record(), "good.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        files = [(name, archive.read(name)) for name in archive.namelist()]
    changed = [(n, c.replace(b"421", b"250") if n == "report.json" else c) for n, c in files]
    return {
        "bomb": zipped([("manifest.json", b"0" * 50_000_000)]),
        "climbs": zipped([("../../evil.txt", b"x")]),
        "many": zipped([(f"{n}.txt", b"") for n in range(10_000)]),
        "changed": zipped(changed),
        "cut": good[: len(good) // 2],
        "text": b"no report at all",
        "empty": b"",
    }


def test_a_hostile_file_dropped_gives_one_sentence(open_desk, tmp_path):
    desk = open_desk()
    for name, content in hostile(tmp_path).items():
        path = tmp_path / f"{name}.zip"
        path.write_bytes(content)
        began = time.monotonic()
        drop(desk, path)
        desk.settle()
        took = time.monotonic() - began
        text = desk.window.trouble.text
        assert text, name
        assert "\n" not in text
        assert "Traceback" not in text
        assert took < 5  # a fuse; the bench prints the figures
        assert desk.window.caller.view is None
    assert not (tmp_path.parent / "evil.txt").exists()
    # A good one after them is shown, and the sentence is gone.
    drop(desk, tmp_path / "good.zip")
    desk.wait(lambda: desk.window.caller.bundle is not None)
    assert not desk.window.trouble.text


def test_markup_in_a_report_stays_text(open_desk, tmp_path):
    evil = "<img src=x onerror=alert(1)><b>" + "A" * 3000
    made = bundle.preview(refused_record(), bundle.Options(log_text=""))
    report = json.loads(next(p for p in made.parts if p.part == "report.json").text)
    for name in ("title", "meaning", "next", "system"):
        report[name] = evil
    for finding in report["findings"]:
        finding["title"] = finding["meaning"] = evil
    content = json.dumps(report).encode()
    files = {p.part.value: p.data for p in made.parts} | {"report.json": content}
    manifest = json.loads(files["manifest.json"])
    for listed in manifest["files"]:
        if listed["name"] == "report.json":
            listed |= {"size": len(content), "sha256": sha256(content)}
    files["manifest.json"] = json.dumps(manifest).encode()
    path = tmp_path / "evil.zip"
    path.write_bytes(zipped(files.items()))
    desk = open_desk()
    drop(desk, path)
    desk.wait(lambda: desk.window.caller.bundle is not None)
    desk.settle()
    for number in ("37", "91", "93", "94"):
        desk.window.caller.on_screen.number.setText(number)
    labels = desk.window.findChildren(QLabel)
    assert any("<img" in label.text().replace("\u200b", "") for label in labels)
    for label in labels:
        assert label.textFormat() is Qt.TextFormat.PlainText, label.text()[:50]


def test_two_reports_dropped_are_compared(open_desk, tmp_path):
    before = saved(tmp_path, refused_record(), "before.zip")
    after = saved(tmp_path, healthy_record(), "after.zip")
    desk = open_desk()
    drop(desk, before, after)
    desk.wait(lambda: not desk.window.caller.differences.isHidden())
    texts = [label.text() for label in desk.window.caller.differences.findChildren(QLabel)]
    assert any("→" in text for text in texts)


def test_an_encrypted_report_opens_with_the_key(open_desk, tmp_path):
    pyrage = pytest.importorskip("pyrage")
    key = pyrage.x25519.Identity.generate()
    options = bundle.Options(log_text="", recipients=(str(key.to_public()),))
    path = bundle.write(bundle.preview(refused_record(), options), tmp_path)
    key_file = tmp_path / "key.txt"
    key_file.write_text(str(key))
    desk = open_desk()
    drop(desk, path)
    desk.settle()
    assert desk.window.trouble.text
    assert not desk.window.key.isHidden()
    desk.window.use_key(key_file)
    desk.wait(lambda: desk.window.caller.bundle is not None)
    assert desk.window.key.isHidden()


def test_a_thousand_reports_fill_the_table_and_leave_as_csv_and_ndjson(open_desk, tmp_path):
    folder = tmp_path / "many"
    folder.mkdir()
    kinds = [refused_record(), healthy_record(), full_record()]
    made = [bundle.preview(record, bundle.Options(log_text="")).data for record in kinds]
    for number in range(1000):
        (folder / f"{number:04}.zip").write_bytes(made[number % 3])
    (folder / "broken.zip").write_bytes(b"PK nothing")
    desk = open_desk()
    done: list[bool] = []
    desk.window.folder.filled.connect(lambda: done.append(True))
    drop(desk, folder)
    desk.wait(lambda: 0 < desk.window.folder.model.rowCount() < 1001, "the first rows")
    assert desk.window.folder.is_reading  # rows are there while others still come
    desk.wait(lambda: bool(done), "the whole folder")
    view = desk.window.folder
    assert view.model.rowCount() == 1001
    assert "1001" in view.state.words
    assert "667 ×" in view.causes.text()
    for column in range(len(COLUMNS)):
        view.sorting.setCurrentIndex(column)
        words = [view.model.words(row, COLUMNS[column]) for row in view.model.rows]
        filled = [word.casefold() for word in words if word]
        assert filled == sorted(filled)
        assert all(words[: len(filled)])
    view.sorting.setCurrentIndex(0)
    for kind in ("csv", "ndjson"):
        view.export(kind, tmp_path / f"out.{kind}")
        desk.settle()
        assert str(tmp_path / f"out.{kind}") in view.state.words
    lines = list(csv.reader((tmp_path / "out.csv").read_text("utf-8").splitlines()))
    assert len(lines) == 1002
    rows = [json.loads(line) for line in (tmp_path / "out.ndjson").read_text().splitlines()]
    assert len(rows) == 1001
    assert rows[0]["file"] == "0000.zip"
    assert sum(row["trouble"] is not None for row in rows) == 1
    # A row leads to its report.
    view.table.selectRow(0)
    view.show_chosen()
    desk.wait(lambda: desk.window.caller.bundle is not None)


def test_a_folder_that_is_not_there_is_one_sentence(open_desk, tmp_path):
    desk = open_desk()
    desk.window.open_folder(tmp_path / "nowhere")
    desk.settle()
    assert "nowhere" in desk.window.trouble.text
    assert not desk.window.folder.is_reading


def test_a_profile_that_cannot_be_used_is_named_on_the_window(open_desk):
    desk = open_desk(notices=("It cannot be used.",))
    assert not desk.window.notice.isHidden()
    assert open_desk().window.notice.isHidden()


def everything_shown(desk):
    for widget in desk.window.findChildren(QWidget):
        if widget.isVisible():
            yield widget


@pytest.mark.parametrize("place", ["beginning", "caller", "folder"])
def test_every_control_has_a_name_and_an_identifier(open_desk, tmp_path, place):
    desk = open_desk()
    path = saved(tmp_path, full_record(), "one.zip")
    if place != "beginning":
        desk.window.open_file(path)
        desk.wait(lambda: desk.window.caller.bundle is not None)
    if place == "folder":
        desk.window.open_folder(tmp_path)
    desk.settle()
    identifiers = []
    for widget in everything_shown(desk):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            interface = QAccessible.queryAccessibleInterface(widget)
            assert interface.text(QAccessible.Text.Name), widget
            assert "." in widget.accessibleIdentifier(), widget
            identifiers.append(widget.accessibleIdentifier())
    assert len(identifiers) == len(set(identifiers))
    assert "73" in " ".join(w.text() for w in everything_shown(desk) if isinstance(w, QLabel))


def test_every_text_comes_from_the_catalogue(open_desk, tmp_path):
    desk = open_desk("qps")
    desk.window.open_file(saved(tmp_path, full_record(), "one.zip"))
    desk.wait(lambda: desk.window.caller.bundle is not None)
    desk.settle()
    for widget in everything_shown(desk):
        if isinstance(widget, Exact) or not isinstance(widget, QLabel | QAbstractButton):
            continue
        text = widget.text()
        assert not text.strip() or "⟦" in text, text


def test_large_text_still_fits(open_desk, tmp_path):
    desk = open_desk(scale=2.0)
    desk.window.open_file(saved(tmp_path, full_record(), "one.zip"))
    desk.wait(lambda: desk.window.caller.bundle is not None)
    desk.settle()
    inside = desk.window.caller.widget()
    assert inside.width() <= desk.window.caller.viewport().width()


def test_it_opens_from_the_program_and_again_after_it_was_closed(qapp):
    from tests.ui.driving import opened
    from ui.palettes import Scheme

    driver = opened(qapp, "en", Scheme.LIGHT, 1.0, None)
    try:
        for _ in range(2):
            driver.window.page.helpdesk.click()
            helpdesk = driver.window._helpdesk
            assert helpdesk.isVisible()
            helpdesk.close()
        assert driver.screen == "start", "the own walk stays where it was"
    finally:
        driver.close()
