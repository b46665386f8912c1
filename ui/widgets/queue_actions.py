"""Acting on queued messages: a preview of exactly which, one sentence on what happens, then that.

Nothing is done without the preview, and nothing but what the preview showed.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer

from ui.context import Context
from ui.pages.page import emptied
from ui.theme import TextRole
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.exact_words import ExactWords
from ui.widgets.flow_row import flow_row
from ui.widgets.queue_lines import lines
from ui.widgets.status import Sign, StatusLine
from ui.widgets.text import Muted, Subheading, Text
from ui.widgets.value import ValueField
from wizard.errors import BadInput, CouldNotDo
from wizard.queue.meaning import QueueView, terminal_command
from wizard.queue.selection import Selection
from wizard.queue.server import Action

if TYPE_CHECKING:
    from wizard.queue.actions import Done, Preview
    from wizard.queue.saved import SavedCopy

_LINES_SHOWN = 12
_COPIES_SHOWN = 3


class QueueActions(Card):
    """Buttons, the preview, and what came of it. `changed` is called when the queue was touched."""

    def __init__(self, context: Context, prefix: str, changed: Callable[[], None]) -> None:
        super().__init__()
        self._context = context
        self._prefix = prefix
        self._changed = changed
        self._selection = Selection()
        self._preview: Preview | None = None
        self._last_action = Action.HOLD
        say = context.say
        self.add(Subheading(say("queue_page.act")), Muted(say("queue_page.act.preview_first")))
        self.buttons: dict[Action, Button] = {}
        for action in Action:
            button = Button(say(f"queue_page.{action.value}"), f"{prefix}.{action.value}")
            button.clicked.connect(lambda _=False, a=action: self._ask_preview(a))
            self.buttons[action] = button
        self._row = flow_row(*self.buttons.values())
        self.state = StatusLine(Sign.NOTE, "", TextRole.STRONG)
        self._shown = Card("tinted")
        self._trouble = Card("error")
        self._copies = Card()
        self.add(self._row, self._shown, self.state, self._trouble, self._copies)
        for one in (self.state, self._shown, self._trouble, self._copies):
            one.hide()

    def show_selection(self, selection: Selection) -> None:
        """What the buttons act on."""
        self._selection = selection
        self._close_preview()
        self._ask_copies()

    # The preview.

    def _ask_preview(self, action: Action) -> None:
        self._trouble.hide()
        self._say(Sign.RUNNING, "queue_page.reading")
        selection = self._selection
        self._context.bridge.ask(
            lambda engine: engine.queue_view(None, "", selection),
            lambda view: self._show_preview(action, view),
            lambda trouble: self._show_trouble(action, trouble),
        )

    def _show_preview(self, action: Action, view: QueueView) -> None:
        from wizard.queue.actions import Preview

        count = len(view.chosen)
        if not count:
            self._close_preview()
            self._say(Sign.NOTE, "queue_page.preview.none")
            return
        self._preview, self._last_action = Preview(action, view.chosen), action
        say, add = self._context.say, self._shown.add
        emptied(self._shown.column)
        effect = say(f"queue.preview.{action.value}", count=count)
        name = say("queue_page.preview.list")
        do = Button(
            say(f"queue_page.do.{action.value}", count=count), f"{self._prefix}.do", "primary"
        )
        nothing = Button(say("queue_page.do_nothing"), f"{self._prefix}.do_nothing")
        do.clicked.connect(self._perform)
        nothing.clicked.connect(self._do_nothing)
        add(Subheading(say("queue_page.preview")), Text(effect, TextRole.STRONG), Muted(name))
        add(ExactWords(lines(view.chosen), f"{self._prefix}.preview", name, _LINES_SHOWN))
        add(Muted(say("queue_page.preview.only")), flow_row(nothing, do))
        self.state.hide()
        self._row.hide()
        self._shown.show()
        self._context.commands.frame_changed()
        self._context.announcer.announce(effect, assertive=True)
        QTimer.singleShot(0, nothing, lambda: _focus_in_place(nothing))

    def _close_preview(self) -> None:
        self._preview = None
        self._shown.hide()
        self._row.show()
        self._context.commands.frame_changed()

    def _do_nothing(self) -> None:
        self._close_preview()
        self._say(Sign.NOTE, "queue_page.nothing_done")
        self.buttons[self._last_action].setFocus(Qt.FocusReason.OtherFocusReason)

    # Acting.

    def _perform(self) -> None:
        preview = self._preview
        if preview is None:
            return
        self._close_preview()
        self._row.hide()
        self._say(Sign.RUNNING, "queue_page.doing")
        self._context.bridge.ask(
            lambda engine: engine.queue_perform(preview),
            self._done,
            lambda trouble: self._show_trouble(preview.action, trouble),
        )

    def _done(self, done: "Done") -> None:
        say = self._context.say
        words = [say("queue.done", count=done.touched)]
        if done.gone:
            words.append(say("queue.gone", count=done.gone))
        if done.saved is not None:
            words.append(say("queue_page.saved", folder=str(done.saved)))
        self._finish(" ".join(words))

    def _finish(self, words: str) -> None:
        self._row.show()
        self.state.say(Sign.FINE, words)
        self.state.show()
        self._context.announcer.announce(words, assertive=True)
        self.buttons[self._last_action].setFocus(Qt.FocusReason.OtherFocusReason)
        self._changed()

    def _show_trouble(self, action: Action, trouble: BadInput | CouldNotDo) -> None:
        """Usually missing rights: then an administrator can type the same."""
        say = self._context.say
        self._close_preview()
        self.state.hide()
        emptied(self._trouble.column)
        words = say(trouble.shown)
        copy = Button(say("queue_page.command.copy"), f"{self._prefix}.copy_command", "quiet")
        command = terminal_command(action, self._selection)
        field = ValueField(self._context, say("queue_page.command"), command, copy)
        self._trouble.add(StatusLine(Sign.PROBLEM, words, TextRole.STRONG), field)
        self._trouble.show()
        self._context.commands.frame_changed()
        self._context.announcer.announce(words, assertive=True)

    # The way back.

    def _ask_copies(self) -> None:
        self._context.bridge.ask(
            lambda engine: engine.queue_copies(_COPIES_SHOWN), self._show_copies
        )

    def _show_copies(self, copies: "tuple[SavedCopy, ...]") -> None:
        emptied(self._copies.column)
        self._copies.setVisible(bool(copies))
        if not copies:
            return
        say = self._context.say
        self._copies.add(Subheading(say("queue_page.copies")))
        for number, copy in enumerate(copies, 1):
            when = f"{copy.at.astimezone():%Y-%m-%d %H:%M}"
            label = say("queue_page.put_back", count=copy.count, time=when)
            button = Button(label, f"{self._prefix}.put_back_{number}")
            button.clicked.connect(lambda _=False, one=copy: self._restore(one))
            self._copies.add(button)
        self._context.commands.frame_changed()

    def _restore(self, copy: "SavedCopy") -> None:
        self._trouble.hide()
        self._say(Sign.RUNNING, "queue_page.doing")
        self._context.bridge.ask(
            lambda engine: engine.queue_restore(copy.folder),
            lambda count: self._finish(self._context.say("queue.restored", count=count)),
            self._not_restored,
        )

    def _not_restored(self, trouble: BadInput | CouldNotDo) -> None:
        self.state.say(Sign.PROBLEM, self._context.say(trouble.shown))
        self._context.announcer.announce(self.state.words, assertive=True)

    def _say(self, sign: Sign, id_: str) -> None:
        self.state.say(sign, self._context.say(id_))
        self.state.show()
        self._context.announcer.announce(self.state.words)


def _focus_in_place(button: Button) -> None:
    """Let the layouts settle first: the window scrolls to where the button is then."""
    for _ in range(2):  # a text that wraps knows its height only once it knows its width
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    button.setFocus(Qt.FocusReason.OtherFocusReason)
