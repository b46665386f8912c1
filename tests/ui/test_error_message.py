"""The error message on the first screen: read at once, from a file, picked, or not mine."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from tests.ui import checks
from tests.ui.conftest import Opener
from tests.ui.driving import Driver
from ui.pages.error_meaning import ErrorMeaning
from ui.palettes import Scheme
from wizard.errors import BadInput
from wizard.messages import ENGLISH
from wizard.support.error_file import MOST_BYTES, error_text_of

pytestmark = pytest.mark.window
_BUSY = "421 4.7.0 Too many concurrent connections from your IP address"


def _meaning(driver: Driver, text: str = _BUSY) -> ErrorMeaning:
    page = driver.window.page
    page._error.setPlainText(text)  # type: ignore[attr-defined]
    page._reading.stop()  # type: ignore[attr-defined]
    page._explain()  # type: ignore[attr-defined]
    driver.settle()
    meaning = page.meaning  # type: ignore[attr-defined]
    assert isinstance(meaning, ErrorMeaning)
    return meaning


def _drop(driver: Driver, data: QMimeData) -> None:
    event = QDropEvent(
        QPointF(50, 50), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    driver.window.page.dropEvent(event)
    driver.settle()


def test_the_meaning_stands_there_with_the_words_that_decided(open_window: Opener) -> None:
    driver = open_window()
    meaning = _meaning(driver)
    assert "Too many connections to the mail server at once" in meaning.title.words
    marked = [mark.cursor.selectedText() for mark in meaning.words.extraSelections()]
    assert marked
    assert all(mark.format.fontUnderline() for mark in meaning.words.extraSelections())
    assert all(word in meaning.decided.text() for word in marked), "said, not only shown"


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("language", ["en", "qps"])
def test_everybody_can_read_it(open_window: Opener, language: str, scale: float) -> None:
    driver = open_window(language, Scheme.HIGH_CONTRAST, scale)
    _meaning(driver)
    found = [*checks.unnamed(driver), *checks.misnamed(driver), *checks.clipped(driver)]
    found += checks.pale_texts(driver) + checks.small_targets(driver) + checks.too_large(driver)
    found += checks.same_labels(driver)
    assert not found


def test_not_my_error_leads_on_to_the_end(open_window: Opener) -> None:
    driver = open_window()
    meaning = _meaning(driver)
    seen = {meaning.title.words}
    while meaning.not_mine.isVisible():
        meaning.not_mine.click()
        assert meaning.title.words not in seen
        seen.add(meaning.title.words)
    assert meaning.pick.isVisible()
    meaning.without.click()
    driver.settle()
    driver.window.page._explain()  # type: ignore[attr-defined]
    driver.settle()
    assert driver.window.page._error.toPlainText() == ""  # type: ignore[attr-defined]
    assert not meaning.isVisible()


def test_a_picked_message_is_read_like_a_pasted_one(open_window: Opener) -> None:
    driver = open_window()
    driver.window.page._address.setText("anna@example.com")  # type: ignore[attr-defined]
    driver.window.page.error_pick.click()  # type: ignore[attr-defined]
    assert driver.screen == "phrases"
    driver.window.page.proceed()
    assert driver.screen == "phrases", "nothing was chosen"
    assert driver.window.page.trouble.text  # type: ignore[attr-defined]
    button = driver.window.page._group.buttons()[3]  # type: ignore[attr-defined]
    button.click()
    driver.window.page.proceed()
    assert driver.screen == "start"
    page = driver.window.page
    assert page._error.toPlainText()  # type: ignore[attr-defined]
    assert page._address.text() == "anna@example.com", "nothing typed is lost"  # type: ignore[attr-defined]


def test_files_and_texts_can_be_dropped(open_window: Opener, tmp_path: Path) -> None:
    driver = open_window()
    saved = tmp_path / "bounce.eml"
    saved.write_bytes(b"Subject: x\r\n\r\nDiagnostic-Code: smtp; 421 4.7.0 slow down\r\n")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(saved))])
    _drop(driver, data)
    field = driver.window.page._error  # type: ignore[attr-defined]
    assert "421 4.7.0 slow down" in field.toPlainText()
    data = QMimeData()
    data.setText(_BUSY)
    _drop(driver, data)
    assert field.toPlainText() == _BUSY


def test_a_file_of_another_kind_gets_a_sentence(open_window: Opener, tmp_path: Path) -> None:
    driver = open_window()
    picture = tmp_path / "picture.png"
    picture.write_bytes(bytes(range(32)) * 200)
    driver.window.page.open_error_file(picture)  # type: ignore[attr-defined]
    driver.settle()
    assert "picture.png holds no text" in driver.window.page.trouble.text  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("big.txt", b"x" * (MOST_BYTES + 1), "larger than one megabyte"),
        ("empty.txt", b"  \n", "holds no text"),
        ("program", b"\x7fELF\x02\x01\x01\0\0\0\0\0", "holds no text"),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(BadInput) as refused:
        error_text_of(file)
    assert words in ENGLISH.render(refused.value.shown)
    with pytest.raises(BadInput):
        error_text_of(tmp_path)
    with pytest.raises(BadInput):
        error_text_of(tmp_path / "missing")


@pytest.mark.parametrize(
    "content",
    [
        "421 übervoll".encode("utf-8-sig"),
        "421 übervoll".encode("utf-16"),
        "421 übervoll".encode("cp1252"),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\1\2" + "421 übervoll".encode("utf-16-le") + b"\0\1\2",
    ],
)
def test_every_way_of_writing_is_read(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "message"
    file.write_bytes(content)
    assert "421 übervoll" in error_text_of(file)
