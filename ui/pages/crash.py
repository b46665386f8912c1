"""Screen 48: a fault of this program. Says so, loses nothing, and lets the details be saved."""

import platform
import traceback
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from ui.pages.page import Page
from ui.widgets.disclosure import Details
from ui.widgets.exact_words import ExactWords
from ui.widgets.flow_row import flow_row
from ui.widgets.text import Text
from wizard import __version__


class CrashPage(Page):
    """The details hold no value of any variable: only where it happened and what kind it was."""

    name = "crash"

    def build(self) -> None:
        """The sentence, the way on, the details."""
        say = self.say
        self._of_last_start = False
        self._intro = self.text("crash.intro")
        self.words = ExactWords("", self.id("words"), say("crash.words"))
        details = Details(
            say("crash.details"), self.id("details"), (say("window.closed"), say("window.open"))
        )
        details.add(self.words)
        self._save = self.button("crash.save", "save")
        self._start_over = self.button("crash.start_over", "start_over")
        self._save.clicked.connect(self._choose_file)
        self._start_over.clicked.connect(self.context.commands.start_over)
        self._saved = Text()
        self._saved.hide()
        self.add(self.heading, self._intro)
        self.add(flow_row(self._save, self._start_over), self._saved, details)
        self._word()

    @property
    def forward_label(self) -> str:
        """Back to where the person was."""
        return self.say("window.continue" if self._of_last_start else "crash.go_on")

    def explain(self, fault: BaseException) -> None:
        """Show where it happened."""
        self._of_last_start = False
        self._word()
        self.words.show_text(_where(fault))

    def recall(self, text: str) -> None:
        """Show what the last start left behind when it ended; `text` is masked."""
        self._of_last_start = True
        self._word()
        self.words.show_text(text)
        self.context.commands.frame_changed()

    def _word(self) -> None:
        which = "crash.last" if self._of_last_start else "crash"
        self.heading.setText(self.say(f"{which}.heading"))
        self._intro.setText(self.say(f"{which}.intro"))
        self._start_over.setVisible(not self._of_last_start)

    def proceed(self) -> None:
        """Go back to where the person was."""
        if self._of_last_start:
            self._of_last_start = False
            self.context.bridge.ask(lambda engine: engine.forget_crash())
            self.context.commands.start_over()
        elif self.context.flow.can_go_back:
            self.context.commands.back()
        else:
            self.context.commands.start_over()

    def first_focus(self) -> QWidget | None:
        """The way on."""
        return None

    def _choose_file(self) -> None:
        title, name = self.say("crash.save.title"), self.say("crash.save.file")
        chosen, _ = QFileDialog.getSaveFileName(self, title, str(Path.home() / name))
        if not chosen:
            return
        text = self.words.toPlainText().encode()

        def written(path: Path) -> None:
            self._saved.setText(self.say("crash.saved", file=str(path)))
            self._saved.show()

        self.context.bridge.ask(
            lambda engine: engine.write_bytes(text, Path(chosen)),
            written,
            lambda trouble: self._show_trouble(self.say(trouble.shown)),
        )

    def _show_trouble(self, text: str) -> None:
        self._saved.setText(text)
        self._saved.show()
        self.context.announcer.announce(text, assertive=True)


def _where(fault: BaseException) -> str:
    """Kind and place of a fault; no messages of exceptions, which can hold typed values."""
    lines = [f"Send Again {__version__}, Python {platform.python_version()}, {platform.system()}"]
    seen: BaseException | None = fault
    while seen is not None:
        lines.append(type(seen).__name__)
        frames = traceback.extract_tb(seen.__traceback__)
        lines += [f"  {_short(f.filename)}:{f.lineno} {f.name}" for f in frames]
        seen = seen.__cause__ or seen.__context__
    return "\n".join(lines)


def _short(path: str) -> str:
    parts = Path(path).parts
    for root in ("wizard", "ui"):
        if root in parts:
            return "/".join(parts[parts.index(root) :])
    return parts[-1] if parts else ""
