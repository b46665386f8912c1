#!/usr/bin/python3
"""From the start to a saved report, by the keyboard, as assistive technology sees it.

usage: walker.py FOLDER TITLE. Runs with the system's Python beside the packed program; the folder
is the person's home. Prints the name of the saved report.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "a11y"))

from reader import Reader


def to_a_saved_report(reader: Reader, home: Path, title: str) -> Path:
    """Practise one situation and save the report where the program proposes to."""

    def arrive(number: int) -> None:
        reader.wait(lambda: reader.screen() == f"Screen {number}", f"screen {number}")
        reader.wait(reader.heading, f"the heading of screen {number}")

    arrive(24)
    reader.wait(lambda: reader.id_of_focus() == "start.address", "the focus on the address")
    reader.tab_to("start.practice")
    reader.press("Return")
    arrive(27)
    for _ in range(60):
        if reader.focused.name == title:
            break
        reader.press("Down")
    reader.press("Return")
    arrive(24)
    reader.wait(lambda: reader.id_of_focus() == "start.address", "the focus on the address")
    reader.press("Return")
    arrive(32)
    reader.press("Return")
    arrive(37)
    reader.wait(lambda: reader.id_of_focus().startswith("result."), "the focus on the result")
    reader.tab_to("result.continue")
    reader.press("Return")
    for number in range(91, 99):
        arrive(number)
        reader.wait(lambda: "." in reader.id_of_focus(), "the focus on the step")
        reader.tab_to(f"{reader.id_of_focus().rpartition('.')[0]}.continue")
        reader.press("Return")
    arrive(42)
    reader.wait(lambda: any("READ-ME" in text for text in names(reader)), "the parts of the report")
    reader.tab_to("save.continue")
    reader.press("Return")
    # The dialog proposes a name and a folder; Enter takes them.
    reader.live(2.0)
    reader.press("Return")
    return reader.wait(lambda: next(home.rglob("*.zip"), None), "the saved report")


def names(reader: Reader) -> list[str]:
    """The names of everything that is showing."""
    return [node.name for node in reader.showing()]


if __name__ == "__main__":
    the_reader = Reader()
    the_reader.wait(the_reader.window, "the window on the accessibility bus")
    print(to_a_saved_report(the_reader, Path(sys.argv[1]), sys.argv[2]))
