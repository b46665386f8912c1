"""Practice in the window: the embedded server is started in the engine and stays for the walk."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from ui.context import Context
from wizard.flow import Answers
from wizard.vocabulary import Security

if TYPE_CHECKING:
    from ui.engine import Staged


class Practising:
    """Begins and ends practice; `changed` is called when the walk has to begin anew."""

    def __init__(self, context: Context, changed: Callable[[], None]) -> None:
        self._context = context
        self._changed = changed
        self._in_earnest = Answers()
        self.staged: Staged | None = None

    def begin(self, name: str) -> None:
        """Start the embedded server of a scenario, and fill in what practice needs."""
        self._context.bridge.ask(lambda engine: engine.practise(name), self._begun)

    def end(self) -> None:
        """Stop the embedded server; the person's own answers come back."""
        self._context.bridge.ask(lambda engine: engine.stop_practice())
        self.staged = None
        self._context.password = None
        self._context.flow.learn(practice="", answers=self._in_earnest)
        self._changed()

    def _begun(self, staged: "Staged") -> None:
        flow = self._context.flow
        if not flow.state.practice:
            self._in_earnest = flow.state.answers
        self.staged = staged
        self._context.password = staged.password
        account = staged.account
        answers = Answers(
            address=account.address,
            error_text=staged.error_text,
            server=account.host,
            port=str(account.port),
            security=Security(account.security),
            username=account.username,
        )
        flow.learn(practice=staged.name, answers=answers)
        self._changed()
