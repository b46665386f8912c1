"""What every page is given: the language, the walk, the engine, and the window's own commands."""

from typing import TYPE_CHECKING, Protocol

import msgspec

from ui.announce import Announcer
from ui.bridge import Bridge
from ui.theme import Theme
from wizard.flow import Flow, State
from wizard.messages import Language, Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.vigil import Vigil
    from wizard.account import Secret
    from wizard.observation import Observation
    from wizard.record import RunRecord


class Commands(Protocol):
    """What a page may ask of the window."""

    def forward(self) -> None:
        """On to the next screen."""

    def go(self, name: str) -> None:
        """To a screen by name."""

    def back(self) -> None:
        """Back to the screen before."""

    def show_screen(self) -> None:
        """Show the flow's screen."""

    def start_over(self) -> None:
        """From the beginning."""

    def refresh(self) -> None:
        """Show the present screen anew: what is known has changed."""

    def frame_changed(self) -> None:
        """The page's own buttons or texts changed: look at the frame again."""

    def leave(self) -> None:
        """Close the window."""

    def open_helpdesk(self) -> None:
        """Open the window for whoever helps a caller."""

    def practise(self, name: str) -> None:
        """Begin to practise a scenario."""

    def leave_practice(self) -> None:
        """End practice and begin in earnest."""


class Context(msgspec.Struct):
    """One for the whole window. `password` is the one typed here, in memory only."""

    language: Language
    flow: Flow
    bridge: Bridge
    announcer: Announcer
    theme: Theme
    commands: Commands
    password: "Secret | None" = None
    kept: "dict[str, Observation]" = msgspec.field(default_factory=dict)
    vigil: "Callable[[], Vigil] | None" = None  # the window's watch; a picture of a page has none

    @property
    def state(self) -> State:
        """What is known now."""
        return self.flow.state

    @property
    def record(self) -> "RunRecord":
        """The last run; only pages that need one ask."""
        record = self.flow.state.record
        assert record is not None
        return record

    def say(self, shown: Message | str, /, **params: str | int | float) -> str:
        """A sentence, by message or by id."""
        if isinstance(shown, Message):
            return self.language.render(shown)
        return self.language(shown, **params)
