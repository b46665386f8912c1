"""Offers to go on with a check that was interrupted a short while ago."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from ui.context import Context
from ui.theme import TextRole
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.flow_row import flow_row
from ui.widgets.status import Sign, StatusLine
from ui.widgets.text import Text

if TYPE_CHECKING:
    from wizard.journal import Unfinished


class UnfinishedCard(Card):
    """Hidden, until the journal of an interrupted check is found."""

    def __init__(self, context: Context, resumed: Callable[[], None]) -> None:
        super().__init__("tinted")
        self._context = context
        self._resumed = resumed
        say = context.say
        self._text = Text()
        self._found: Unfinished | None = None
        resume = Button(say("start.unfinished.resume"), "start.resume")
        forget = Button(say("start.unfinished.forget"), "start.forget", "link")
        resume.clicked.connect(self._resume)
        forget.clicked.connect(self._forget)
        self.add(
            StatusLine(Sign.NOTE, say("start.unfinished.heading"), TextRole.STRONG),
            self._text,
            flow_row(resume, forget),
        )
        self.hide()
        if not self._context.state.practice:
            self._context.bridge.ask(lambda engine: engine.unfinished(), self._show)

    def _show(self, found: "Unfinished | None") -> None:
        if found is None or self._context.state.practice or not found.observations:
            return
        self._found = found
        self._text.setText(
            self._context.say(
                "start.unfinished.text",
                address=found.began.account.address,
                count=len(found.observations),
            )
        )
        self.show()
        self._context.commands.frame_changed()

    def _resume(self) -> None:
        assert self._found is not None
        began = self._found.began
        self.hide()
        self._context.kept = dict(self._found.observations)
        flow = self._context.flow
        flow.answer(
            address=began.account.address, error_text=began.error_text, outside=began.outside
        )
        flow.learn(account=began.account)
        self._resumed()

    def _forget(self) -> None:
        self.hide()
        self._context.bridge.ask(lambda engine: engine.forget_unfinished())
        self._context.commands.frame_changed()
