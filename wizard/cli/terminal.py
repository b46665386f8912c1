"""What people see in a terminal: answers on standard output, everything else on standard error."""

import logging
import shutil
import sys
import textwrap

from wizard.messages import Language, Message, message
from wizard.messages.languages import language_for

log = logging.getLogger(__name__)

_NARROWEST, _WIDEST = 40, 88


class Terminal:
    """Writes texts for people, wrapped to the width of the terminal."""

    def __init__(self, language: str | None = None) -> None:
        self.language: Language = language_for(language)
        self.for_people = sys.stderr.isatty()
        # A person at their own screen reads their own names; what is kept or handed on is masked.
        self.answers_a_person = sys.stdout.isatty()

    @property
    def width(self) -> int:
        """Columns to wrap to."""
        return max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size().columns - 1))

    def say(self, shown: Message) -> str:
        """Render a message."""
        return self.language.render(shown)

    def answer(self, text: str) -> None:
        """Part of the answer: standard output, as it stands."""
        sys.stdout.write(text if text.endswith("\n") else text + "\n")

    def hand_over(self) -> None:
        """Give what was answered so far to whoever reads it; commands that go on call this."""
        sys.stdout.flush()

    def paragraph(self, shown: Message, indent: str = "") -> None:
        """A sentence of the answer, wrapped."""
        self.answer(self.wrapped(self.say(shown), indent))

    def wrapped(self, text: str, indent: str = "") -> str:
        """A text wrapped to the terminal, each line indented."""
        return textwrap.fill(
            text,
            self.width,
            initial_indent=indent,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )

    def progress(self, text: str) -> None:
        """For people who wait; nothing when the output goes to a program."""
        if self.for_people:
            sys.stderr.write(text + "\n")
            sys.stderr.flush()

    def aside(self, text: str) -> None:
        """What a person must know or do, also when only a program reads the answer."""
        sys.stderr.write(text + "\n")
        sys.stderr.flush()

    def error(self, shown: Message) -> None:
        """One line that says what to change."""
        line = " ".join(self.say(shown).split())
        sys.stderr.write(f"sendagain: {line}\n")

    def fault(self, fault: Exception) -> None:
        """A fault of this program: one line here, the rest in the masked log."""
        log.error("command failed", exc_info=fault)
        self.error(message("terminal.fault", kind=type(fault).__name__))
