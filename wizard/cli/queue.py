"""`queue`: the queue of a mail server here, grouped by cause; hold, release, requeue, delete."""

import argparse
import re
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from wizard.cli.status import DONE
from wizard.cli.terminal import Terminal
from wizard.errors import BadInput, CouldNotDo
from wizard.facts.computer import QueuedMessage
from wizard.messages import Message, message
from wizard.paths import state_folder
from wizard.queue.actions import Preview, perform, restore
from wizard.queue.exempt import checked_addresses, exemptions
from wizard.queue.listings import read_listing
from wizard.queue.local import local_mail_server
from wizard.queue.meaning import cause_of
from wizard.queue.selection import Selection, grouped
from wizard.queue.server import Action, MailServer
from wizard.support.json_text import json_text
from wizard.vocabulary import Cause

_SHOWN = 20
_AGE = re.compile(r"(\d{1,6})([mhd])\Z")
_AGE_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """List, preview or act; or show the settings that exempt trusted addresses."""
    if options.action == "exempt":
        return _exempt(options, terminal)
    configuration = Path(options.config) if options.config else None
    if options.action == "list" and options.input:
        _list(options, terminal, "", read_listing(_given(options.input), datetime.now(UTC)))
        return DONE
    server = local_mail_server(configuration)
    if server is None:
        raise CouldNotDo(message("queue.none"))
    if options.action == "list":
        _list(options, terminal, server.name, server.messages())
    elif options.action == "restore":
        count = restore(server, Path(options.folder))
        terminal.paragraph(message("queue.restored", count=count))
    else:
        _act(options, terminal, server)
    return DONE


def _given(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError:
        raise BadInput(message("error.file_unreadable", file=name)) from None


def _list(
    options: argparse.Namespace, terminal: Terminal, server: str, queue: list[QueuedMessage]
) -> None:
    selection = _selection(options)
    if not selection.is_empty:
        queue = selection.chosen(queue, datetime.now(UTC), cause_of)
    groups = grouped(queue, cause_of)
    if options.json:
        rows = [{**_as_row(m), "cause": cause_of(m.reason).value} for m in queue]
        answer = {
            "schema": "sendagain.queue/1",
            "server": server,
            "total": len(queue),
            "groups": [
                {
                    "cause": group.cause.value,
                    "domain": group.domain,
                    "count": group.count,
                    "oldest": group.oldest,
                    "example": group.example,
                }
                for group in groups
            ],
            "messages": rows,
        }
        terminal.answer(json_text(answer))
        return
    if not queue:
        terminal.paragraph(message("queue.empty", server=server))
        return
    terminal.paragraph(message("queue.listed", count=len(queue), server=server))
    for group in groups[:_SHOWN]:
        cause = terminal.say(Message(f"cause.{group.cause.value}"))
        text = message("queue.group", count=group.count, domain=group.domain, cause=cause)
        terminal.answer("")
        terminal.paragraph(text)
        more = message("queue.group.oldest", time=group.oldest, reason=group.example)
        terminal.paragraph(more, indent="  ")


def _act(options: argparse.Namespace, terminal: Terminal, server: MailServer) -> None:
    selection = _selection(options)
    if selection.is_empty:
        raise BadInput(message("queue.nothing_chosen"))
    chosen = selection.chosen(server.messages(), datetime.now(UTC), cause_of)
    action = Action(options.action)
    if not chosen:
        terminal.paragraph(message("queue.no_match"))
        return
    terminal.paragraph(message(f"queue.preview.{action.value}", count=len(chosen)))
    for one in chosen[:_SHOWN]:
        recipients = ", ".join(one.recipients[:3])
        terminal.answer(f"  {one.id}  {one.arrived}  {one.sender or '<>'} -> {recipients}")
    if len(chosen) > _SHOWN:
        terminal.answer("  …")
    if not options.yes:
        command = server.command_for(action, [one.id for one in chosen])
        terminal.paragraph(message("queue.preview.only", command=command))
        return
    copies = state_folder() / "deleted-mail"
    done = perform(server, Preview(action, tuple(chosen)), copies, datetime.now(UTC))
    terminal.paragraph(message("queue.done", count=done.touched))
    if done.gone:
        terminal.paragraph(message("queue.gone", count=done.gone))
    if done.saved:
        terminal.paragraph(message("queue.saved", folder=str(done.saved)))


def _exempt(options: argparse.Namespace, terminal: Terminal) -> int:
    addresses = checked_addresses(" ".join(options.address))
    chosen = next(one for one in exemptions() if one.server == options.server)
    settings = chosen.settings(addresses, date.today())
    if options.json:
        answer = {
            "schema": "sendagain.queue_exempt/1",
            "server": chosen.server,
            "file": chosen.file,
            "settings": settings,
            "after": chosen.after,
            "danger": terminal.say(chosen.danger_message),
            "source": chosen.source,
            "date": chosen.date,
            "confirmed": chosen.confirmed,
        }
        terminal.answer(json_text(answer))
        return DONE
    terminal.paragraph(chosen.danger_message)
    terminal.answer("")
    terminal.paragraph(message("exempt.where", file=chosen.file))
    terminal.answer(settings)
    terminal.answer("")
    terminal.paragraph(message("exempt.after", command=chosen.after))
    terminal.paragraph(message("exempt.source", source=chosen.source, date=chosen.date))
    if not chosen.confirmed:
        terminal.paragraph(message("exempt.unconfirmed"))
    return DONE


def _selection(options: argparse.Namespace) -> Selection:
    return Selection(
        sender=options.sender,
        recipient_domain=options.recipient_domain,
        reason=options.reason,
        cause=Cause(options.cause) if options.cause else None,
        older_than=_age(options.older_than) if options.older_than else None,
        everything=options.all,
    )


def _age(text: str) -> timedelta:
    match = _AGE.match(text)
    if match is None:
        raise BadInput(message("queue.bad_age", given=text))
    return timedelta(**{_AGE_UNITS[match[2]]: int(match[1])})


def _as_row(one: QueuedMessage) -> dict[str, object]:
    return {
        "id": one.id,
        "queue": one.queue,
        "sender": one.sender,
        "recipients": list(one.recipients),
        "size_bytes": one.size_bytes,
        "arrived": one.arrived,
        "reason": one.reason,
    }
