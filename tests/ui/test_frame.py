"""The frame: text size, where am I, phone help, keys that work everywhere."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from tests.ui import samples
from tests.ui.conftest import Opener
from ui.choices import remembered
from ui.palettes import Scheme, palette_of
from ui.theme import scheme_of

pytestmark = pytest.mark.window
KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def test_text_grows_by_key_and_by_button_and_is_remembered(open_window: Opener) -> None:
    driver = open_window()
    before = driver.window.page.heading.font().pointSizeF()
    driver.press(KEY.Key_Plus, CTRL)
    assert driver.window.page.heading.font().pointSizeF() > before
    for _ in range(6):
        driver.press(KEY.Key_Plus, CTRL)
    assert driver.window.theme.scale == 2.0
    assert driver.window.header.larger.label.replace("&", "") == "Normal text"
    driver.wait(lambda: remembered().text_scale == 2.0, "the choice on disk")
    driver.press(KEY.Key_Minus, CTRL)
    assert driver.window.theme.scale == 1.75
    driver.press(KEY.Key_0, CTRL)
    assert driver.window.theme.scale == 1.0
    driver.tab_to("window.larger")
    driver.press(KEY.Key_Return)
    assert driver.window.theme.scale == 1.25


def test_a_broken_memory_of_the_text_size_does_no_harm(tmp_path: object) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    for content in (b"", b"{", b"\xff\xfe", b'{"text_scale": "large"}', b'{"text_scale": 1e99}'):
        (folder / "window.json").write_bytes(content)
        assert remembered(folder).text_scale > 0


def test_f1_says_where_we_are(open_window: Opener) -> None:
    driver = open_window()
    driver.press(KEY.Key_F1)
    text, assertive = driver.window.announcer.log[-1]
    assert assertive
    assert text.startswith("I am on screen 2 4.")
    assert driver.window.page.heading.text() in text
    driver.press(KEY.Key_Return)
    assert not driver.window.phone.is_shown


def test_phone_help_numbers_every_button_and_shows_the_code(open_window: Opener) -> None:
    driver = open_window(state=samples.state(samples.refused_run()))
    driver.go("result")
    driver.press(KEY.Key_F2)
    driver.settle()
    window = driver.window
    page = window.page
    assert page.fix.text().startswith("1  ")  # type: ignore[attr-defined]
    assert window.footer.forward.text()[0].isdigit()
    panel = window.phone.panel
    assert panel.isVisible()
    assert panel._number.value == "37"
    code = panel._code.value
    assert len(code) == 11
    driver.press(KEY.Key_C, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert QGuiApplication.clipboard().text() == code
    driver.go("step.rate")
    assert panel.isVisible()
    assert panel._number.value == "94"
    assert panel._code.value == code
    driver.press(KEY.Key_F2)
    assert not panel.isVisible()
    assert not window.footer.forward.text()[0].isdigit()
    assert window.theme.text_scale == 1.0


def test_page_keys_scroll_without_a_mouse(open_window: Opener) -> None:
    driver = open_window(state=samples.state(samples.refused_run()), scale=2.0)
    driver.go("step.settings")
    bar = driver.window.page.verticalScrollBar()
    assert bar.maximum() > 0
    driver.press(KEY.Key_PageDown)
    assert bar.value() > 0
    driver.press(KEY.Key_PageUp)
    assert bar.value() == 0


def test_the_focus_is_always_scrolled_into_sight(open_window: Opener) -> None:
    driver = open_window(state=samples.state(samples.refused_run()), scale=2.0)
    driver.go("result")
    for identifier in ("result.step8", "result.save", "result.fix"):
        focused = driver.tab_to(identifier)
        top = focused.mapTo(driver.window.page.viewport(), focused.rect().topLeft()).y()
        assert 0 <= top < driver.window.page.viewport().height()


def test_light_or_dark_is_read_from_the_palette_itself() -> None:
    assert scheme_of(palette_of(Scheme.DARK), wants_contrast=False) is Scheme.DARK
    assert scheme_of(palette_of(Scheme.LIGHT), wants_contrast=False) is Scheme.LIGHT
    assert scheme_of(palette_of(Scheme.DARK), wants_contrast=True) is Scheme.HIGH_CONTRAST
    assert scheme_of(palette_of(Scheme.LIGHT), wants_contrast=True) is Scheme.HIGH_CONTRAST_LIGHT


def test_progress_is_told_at_most_every_two_seconds(open_window: Opener) -> None:
    announcer = open_window().window.announcer
    announcer.log.clear()
    for number in range(50):
        announcer.progress(f"news {number}")
    assert [text for text, _ in announcer.log] == ["news 0"]
    announcer._pause.stop()
    announcer._tell_waiting()
    assert [text for text, _ in announcer.log] == ["news 0", "news 49"]


def test_what_was_hidden_while_the_text_grew_is_large_when_it_is_shown(
    open_window: Opener,
) -> None:
    driver = open_window(state=samples.state(samples.refused_run()))
    driver.go("step.rate")
    window = driver.window
    assert not window.phone.is_shown
    details = window.page.evidence  # type: ignore[attr-defined]
    before = details.column.itemAt(0).widget().font().pointSizeF()
    panel_before = window.phone.panel._words.font().pointSizeF()
    window.theme.set_scale(2.0)
    details.set_open(True)
    window.toggle_where()
    driver.settle()
    assert details.column.itemAt(0).widget().font().pointSizeF() == pytest.approx(2 * before)
    assert window.phone.panel._words.font().pointSizeF() == pytest.approx(2 * panel_before)
