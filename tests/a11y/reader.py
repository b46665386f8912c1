#!/usr/bin/python3
"""A screen reader at the keyboard: presses keys, hears what assistive technology hears.

Runs with the system's Python (pyatspi is a Debian package), beside the real window on a display
of its own. Prints what it heard as JSON on standard output.
"""

import json
import sys
import time

import pyatspi
from gi.repository import GLib

PATIENCE_SECONDS = 60.0
KEYS = {"Tab": 0xFF09, "Return": 0xFF0D, "Down": 0xFF54, "space": 0x20}


class Reader:
    """Follows focus and announcements of the program."""

    def __init__(self):
        self.focused = None
        self.announced = []
        pyatspi.Registry.registerEventListener(self._on_focus, "object:state-changed:focused")
        pyatspi.Registry.registerEventListener(self._on_announcement, "object:announcement")

    def _on_focus(self, event):
        if event.detail1:
            self.focused = event.source

    def _on_announcement(self, event):
        self.announced.append([str(event.any_data), int(event.detail1)])

    def live(self, seconds):
        """Let events come in."""
        end = time.monotonic() + seconds
        context = GLib.MainContext.default()
        while time.monotonic() < end:
            while context.iteration(False):
                pass
            time.sleep(0.01)

    def wait(self, condition, what):
        """Until something is so."""
        end = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                found = condition()
            except (GLib.Error, LookupError):
                found = None  # the page changed while it was being read
            if found:
                return found
            if time.monotonic() > end:
                raise SystemExit(f"waited in vain: {what}; {self.snapshot()}")
            self.live(0.05)

    def press(self, key):
        """One key, through the display like a real one."""
        pyatspi.Registry.generateKeyboardEvent(KEYS[key], None, pyatspi.KEY_SYM)
        self.live(0.12)

    def tab_to(self, identifier):
        """Press Tab until a control has the focus."""
        for _ in range(60):
            if self.id_of_focus() == identifier:
                return
            self.press("Tab")
        raise SystemExit(f"Tab never came to {identifier}; {self.snapshot()}")

    def id_of_focus(self):
        """The stable identifier of what has the focus."""
        try:
            return self.focused.get_accessible_id() if self.focused else ""
        except GLib.Error:
            return ""

    def program(self):
        """The program on the accessibility bus."""
        desktop = pyatspi.Registry.getDesktop(0)
        return next((app for app in desktop if app and "sendagain" in app.name), None)

    def window(self):
        """Its window."""
        app = self.program()
        return next((child for child in app if child), None) if app else None

    def showing(self):
        """Everything that is showing now."""
        window = self.window()
        return list(_walk(window)) if window else []

    def title(self):
        """The title of the window."""
        window = self.window()
        return window.name if window else ""

    def heading(self):
        """The one heading that is showing."""
        found = [x.name for x in self.showing() if x.getRole() == pyatspi.ROLE_HEADING]
        return found[0] if len(found) == 1 else ""

    def named(self, identifier):
        """What is showing under an identifier."""
        return next((x for x in self.showing() if x.get_accessible_id() == identifier), None)

    def screen(self):
        """The screen number at the bottom left."""
        where = self.named("window.where")
        return where.name if where else ""

    def texts(self):
        """Every text on the page."""
        return [x.name for x in self.showing() if x.getRole() == pyatspi.ROLE_LABEL]

    def snapshot(self):
        """For the report of a failure."""
        return {
            "title": self.title(),
            "focus": self.id_of_focus(),
            "announced": self.announced[-5:],
        }


def _walk(node, depth=0):
    states = node.getState()
    if depth > 1 and not states.contains(pyatspi.STATE_SHOWING):
        return
    yield node
    if depth < 30:
        for child in node:
            if child is not None:
                yield from _walk(child, depth + 1)


def walk(reader, scenario_title):
    """From start to finish; returns what was heard on the way."""
    heard = {"screens": [], "headings": []}

    def arrive(number, what):
        reader.wait(lambda: reader.screen() == f"Screen {number}", what)
        heading = reader.wait(reader.heading, f"the heading of screen {number}")
        heard["screens"].append(number)
        heard["headings"].append(heading)
        reader.wait(lambda: heading in reader.title(), "the window title")

    arrive(24, "the first screen")
    reader.wait(lambda: reader.id_of_focus() == "start.address", "the focus on the address")
    reader.tab_to("start.practice")
    reader.press("Return")
    arrive(27, "the list of situations")
    for _ in range(60):
        if reader.focused.name == scenario_title:
            break
        reader.press("Down")
    else:
        raise SystemExit(f"never heard {scenario_title!r}")
    reader.press("Return")
    arrive(24, "the first screen, in practice")
    banner = any("Practice." in text for text in reader.texts())
    reader.wait(lambda: reader.id_of_focus() == "start.address", "the focus on the address")
    reader.press("Return")
    arrive(32, "what is contacted")
    reader.press("Return")
    arrive(37, "the result")
    heard["banner"] = banner
    heard["verdict"] = reader.heading()
    heard["result"] = reader.texts()
    reader.wait(lambda: reader.id_of_focus() == "result.fix", "the focus on the first button")
    heard["first_button"] = reader.focused.name
    reader.tab_to("result.continue")
    reader.press("Return")
    for number in range(91, 99):
        arrive(number, f"step {number - 90}")
        page = reader.id_of_focus().rpartition(".")[0]
        reader.tab_to(f"{page}.continue")
        reader.press("Return")
    arrive(42, "saving")
    reader.tab_to("save.skip")
    reader.press("Return")
    arrive(46, "support")
    heard["code"] = reader.wait(lambda: _code(reader), "the code")
    reader.tab_to("support.continue")
    reader.press("Return")
    arrive(84, "the last question")
    reader.tab_to("finish.yes")
    reader.press("space")
    reader.wait(lambda: any("Good." in text for text, _ in reader.announced), "the good end")
    reader.tab_to("finish.continue")
    reader.press("Return")
    reader.wait(lambda: reader.program() is None, "the program to end")
    heard["announced"] = reader.announced
    return heard


def _code(reader):
    return next((t for t in reader.texts() if len(t) == 11 and t[5] == "-"), "")


if __name__ == "__main__":
    a_reader = Reader()
    a_reader.wait(a_reader.window, "the window on the accessibility bus")
    print(json.dumps(walk(a_reader, sys.argv[1])))
