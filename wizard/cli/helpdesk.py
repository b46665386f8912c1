"""`helpdesk`: the side of whoever helps, as a window, in the terminal, or as a page for a browser.

With a code or a file: what the caller has, what to say and ask. With a folder: a table of many.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator
from importlib import import_module, util
from pathlib import Path

from wizard.cli.policy import policy_of
from wizard.cli.start import has_display
from wizard.cli.status import DONE
from wizard.cli.terminal import Terminal
from wizard.errors import BadInput, CouldNotDo
from wizard.messages import Message, message
from wizard.screens import screen_of_step
from wizard.steps import step_info
from wizard.support.bundle import Bundle, open_bundle, rejudge, write_bytes
from wizard.support.code import decode
from wizard.support.helpdesk import (
    Row,
    View,
    counts,
    helpdesk_page,
    read_folder,
    screen_script,
    script,
    to_csv,
    to_ndjson,
    view_of_bundle,
    view_of_code,
)
from wizard.support.helpdesk.view import cause_name
from wizard.support.json_text import json_text
from wizard.vocabulary import Step

_ENDINGS = (".zip", ".age")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Do what the arguments ask for; without any, open the window."""
    if options.page:
        page = helpdesk_page(terminal.language).encode()
        written = write_bytes(page, Path(options.page))
        terminal.progress(terminal.say(message("helpdesk.written", file=str(written))))
    elif options.folder:
        _folder(options, terminal)
    elif options.screen:
        _screen(options.screen, terminal)
    elif options.what:
        _one(options, terminal)
    else:
        return _window(options, terminal)
    return DONE


def view_of(what: str, identity: str | None = None) -> tuple[View, Bundle | None]:
    """What a typed code or the name of a file tells. BadInput says why it tells nothing."""
    typed = what.strip()
    if not is_file_name(typed):
        return view_of_code(decode(typed)), None
    opened = open_bundle(Path(typed), Path(identity) if identity else None)
    return view_of_bundle(opened), opened


def is_file_name(typed: str) -> bool:
    """Whether this is the name of a report rather than a code."""
    if typed.lower().endswith(_ENDINGS):
        return True
    try:
        return len(typed) < 4096 and Path(typed).is_file()
    except (OSError, ValueError):
        return False


def _window(options: argparse.Namespace, terminal: Terminal) -> int:
    if not has_display() or not util.find_spec("ui"):
        raise CouldNotDo(message("helpdesk.no_window"))
    notices = policy_of(options).loaded.notices
    shown = tuple(terminal.say(notice.message) for notice in notices)
    status: int = import_module("ui.helpdesk").run(terminal.language, notices=shown)
    return status


# One caller.


def _one(options: argparse.Namespace, terminal: Terminal) -> None:
    view, opened = view_of(" ".join(options.what), options.identity)
    if options.json:
        terminal.answer(json_text(view_json(view, opened, terminal)))
    else:
        _for_people(view, opened, terminal)


def view_json(view: View, opened: Bundle | None, terminal: Terminal) -> dict[str, object]:
    """One caller for programs."""
    told, say = script(view), terminal.say
    again = rejudge(opened) if opened else None
    return {
        "schema": "sendagain.helpdesk/1",
        "code": view.code,
        "cause": view.cause.value,
        "cause_name": say(cause_name(view)),
        "verdict": view.verdict.value,
        "stage": view.stage.value if view.stage else None,
        "circumstances": [say(shown) for shown in view.circumstances],
        "reply": view.reply or None,
        "provider": view.provider_id or None,
        "server": view.server or None,
        "system": view.system or None,
        "fix_step": int(view.fix_step),
        "file_tag": view.tag or None,
        "steps": [
            {
                "step": int(step),
                "name": say(step_info(step).name),
                "screen": screen_of_step(step),
                "verdict": verdict.value,
            }
            for step, verdict in zip(Step, view.verdicts, strict=True)
        ],
        "say": say(told.say),
        "ask": say(told.ask),
        "fix": say(told.fix),
        "then": [say(shown) for shown in told.then],
        "rules": [say(shown) for shown in told.rules],
        "cause_today": again.cause.value if again else None,
    }


def _for_people(view: View, opened: Bundle | None, terminal: Terminal) -> None:
    told, say = script(view), terminal.say
    terminal.paragraph(message("code.cause", cause=say(cause_name(view))))
    verdict = say(Message(f"verdict.{view.verdict.value}"))
    terminal.answer(f"{terminal.language('helpdesk.queue.verdict')}: {verdict}")
    for told_of in view.circumstances:
        terminal.paragraph(told_of)
    for id_, value in (
        ("helpdesk.reply", view.reply if view.report else ""),
        ("helpdesk.provider", view.provider if view.report else ""),
        ("helpdesk.server", view.server),
    ):
        if value:
            # Words of a server or a file: one line each, nothing that steers a terminal.
            terminal.paragraph(message(id_, **{id_.rpartition(".")[2]: _plain(value)}))
    terminal.answer("")
    for step, of_step in zip(Step, view.verdicts, strict=True):
        name, state = say(step_info(step).name), say(Message(f"verdict.{of_step.value}"))
        terminal.answer(f"  {int(step)}  {screen_of_step(step)}  {name}: {state}")
    for title, texts in (
        ("helpdesk.page.say", (told.say,)),
        ("helpdesk.page.ask", (told.ask,)),
        ("helpdesk.page.fix", (told.fix,)),
        ("helpdesk.then", told.then),
        ("helpdesk.always", told.rules),
    ):
        terminal.answer(f"\n{terminal.language(title)}")
        for shown in texts:
            terminal.paragraph(shown, indent="  ")
    for what, address in told.pages:
        terminal.answer(f"  {terminal.language(what)}: {address}")
    if opened is not None:
        again = rejudge(opened)
        terminal.answer("")
        terminal.paragraph(message("helpdesk.today", title=_plain(say(again.title))))


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _screen(number: str, terminal: Terminal) -> None:
    found = screen_script(int(number)) if number.isascii() and number.isdigit() else None
    if found is None:
        raise BadInput(message("helpdesk.no_screen", number=number[:6]))
    sees = terminal.say(found.sees)
    terminal.paragraph(message("helpdesk.caller.sees", sees=sees))
    terminal.paragraph(found.say)


# Many.


def _folder(options: argparse.Namespace, terminal: Terminal) -> None:
    language, rows = terminal.language, _rows(options)
    if options.csv:
        _write(to_csv(rows, language), options.csv, terminal)
    elif options.ndjson:
        _write(to_ndjson(rows, language), options.ndjson, terminal)
    elif options.json:
        terminal.answer(json_text(_folder_json(list(rows), terminal)))
    else:
        _folder_for_people(list(rows), terminal)


def _rows(options: argparse.Namespace) -> Iterator[Row]:
    identity = Path(options.identity) if options.identity else None
    return read_folder(Path(options.folder), identity)


def _write(lines: Iterable[str], name: str, terminal: Terminal) -> None:
    if name == "-":
        for line in lines:
            sys.stdout.write(line)
        return
    # newline stays as it is made: RFC 4180 wants CRLF on every system.
    written = write_bytes("".join(lines).encode(), Path(name))
    terminal.progress(terminal.say(message("helpdesk.written", file=str(written))))


def _folder_json(rows: list[Row], terminal: Terminal) -> dict[str, object]:
    return {
        "schema": "sendagain.helpdesk-folder/1",
        "counts": dict(counts(rows).most_common()),
        "rows": [
            {
                name: terminal.say(value) if isinstance(value, Message) else value or None
                for name in Row.__struct_fields__
                for value in (getattr(row, name),)
            }
            for row in rows
        ],
    }


def _folder_for_people(rows: list[Row], terminal: Terminal) -> None:
    terminal.paragraph(message("helpdesk.folder.count", count=len(rows)))
    for cause, count in counts(rows).most_common():
        terminal.answer(f"  {count:>6}  {_cause(cause, terminal)}")
    terminal.answer("")
    for row in rows:
        told = terminal.say(row.trouble) if row.trouble else _cause(row.cause, terminal)
        terminal.answer(f"{_plain(row.file)}  {row.code}  {_plain(told)}")


def _cause(cause: str, terminal: Terminal) -> str:
    id_ = f"cause.{cause}"
    shown = terminal.language(id_)
    return _plain(cause) if shown == id_ else shown
