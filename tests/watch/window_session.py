"""The real window on a real display watches a real server; run by `test_watch_window.py`.

Prints one JSON object: what was seen at each stage. The clock of the watch is put forward, so
that nobody waits for real; everything else is as the program does it.
"""

import json
import sys
import time
from collections.abc import Callable
from datetime import timedelta

from PySide6.QtWidgets import QApplication

from tests.watch.test_watch_command import relay
from ui.accessible import install_heading_role
from ui.dress import wear
from ui.theme import Theme
from ui.vigil import Vigil
from ui.window import Window
from wizard.account import Account
from wizard.flow import Answers, Flow, State
from wizard.messages import ENGLISH
from wizard.vocabulary import Security

_PATIENCE_SECONDS = 60.0
_BUSY_FOR = 3


def main() -> int:
    """Check, watch, close, recover, come back."""
    app = QApplication(sys.argv[:1])
    with relay(_BUSY_FOR) as server:
        window = _window(app, server.server_address[1])
        _wait(app, lambda: window.flow.screen.name == "result")
        window.go("step.wait")
        window.page.watch.click()  # type: ignore[attr-defined]
        vigil = window.vigil
        seen: dict[str, object] = {"tray": vigil.background.has_tray}
        window.close()
        app.processEvents()
        seen["hidden"] = window.isHidden()
        calls = [server.calls]  # type: ignore[attr-defined]
        while vigil.watcher.is_watching and len(calls) < 6:
            calls.append(_next_test(app, vigil, server))
        seen |= {"calls": calls, "ending": vigil.watcher.ending, "still_hidden": window.isHidden()}
        vigil.open()
        seen |= {"page": window.flow.screen.name, "heading": window.page.heading.text()}
        seen["sent_unasked"] = server.messages  # type: ignore[attr-defined]
        message = window.page.message  # type: ignore[attr-defined]
        message.send.click()
        _wait(app, lambda: "sending" not in message.state.words.lower())
        seen |= {"sent": server.messages, "said": message.state.words}  # type: ignore[attr-defined]
        window.close()
        seen["closed"] = window.isHidden()
    sys.stdout.write(json.dumps(seen) + "\n")
    return 0


def _window(app: QApplication, port: int) -> Window:
    theme = Theme(app, 1.0)
    wear(theme)
    theme.apply()
    install_heading_role()
    account = Account(
        address="anna@relay.example",
        host="127.0.0.1",
        port=port,
        security=Security.NONE,
        username="anna",
    )
    answers = Answers(address=account.address, outside=False)
    flow = Flow(State(answers=answers, account=account), "checking")
    window = Window(ENGLISH, theme, flow)
    window.show()
    return window


def _next_test(app: QApplication, vigil: Vigil, server: object) -> int:
    watcher = vigil.watcher
    assert watcher.watch is not None
    made, ahead = len(watcher.watch.tries), timedelta(seconds=watcher.seconds_left() + 1)
    before = watcher.clock
    for awake in (ahead, ahead + timedelta(seconds=31)):  # a network needs a moment to come back
        now = before() + awake
        watcher.clock = lambda now=now: now
        watcher.look()
    _wait(
        app,
        lambda: watcher.watch is None or len(watcher.watch.tries) > made,
    )
    calls: int = server.calls  # type: ignore[attr-defined]
    return calls


def _wait(app: QApplication, until: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE_SECONDS
    while not until():
        app.processEvents()
        time.sleep(0.005)
        if time.monotonic() > end:
            raise SystemExit("waited in vain")
    for _ in range(20):  # what was shown must get to the desktop
        app.processEvents()
        time.sleep(0.02)


if __name__ == "__main__":
    sys.exit(main())
