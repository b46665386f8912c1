"""Bad input at the edge: an exception that carries the one sentence to show."""

from wizard.messages import ENGLISH, Message


class BadInput(Exception):
    """Something typed, or a file given, cannot be used; `shown` says what to change."""

    def __init__(self, shown: Message) -> None:
        super().__init__(ENGLISH.render(shown))
        self.shown = shown


class CouldNotDo(Exception):
    """Something outside stopped the work (full disk, no rights); `shown` says what to do."""

    def __init__(self, shown: Message) -> None:
        super().__init__(ENGLISH.render(shown))
        self.shown = shown
