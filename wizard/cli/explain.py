"""`explain`: what an error text means, offline."""

import argparse
import sys
from collections.abc import Iterable, Iterator
from typing import IO

import msgspec

from wizard.cli.terminal import Terminal
from wizard.errors import BadInput
from wizard.judge.reply import explain
from wizard.messages import Language, Message, message
from wizard.reply import Reply
from wizard.support.explain_json import explain_json
from wizard.support.json_text import json_line, json_text
from wizard.support.times import duration


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Explain one text, or one per line."""
    if options.jsonl:
        for line in answers(_lines(sys.stdin.buffer), terminal.language):
            sys.stdout.write(line)
        return 0
    text = _stdin_text() if options.text == "-" else options.text
    if not text.strip():
        raise BadInput(message("terminal.explain_nothing"))
    reply = explain(text)
    if options.json:
        terminal.answer(json_text(explain_json(reply, terminal.language)))
    else:
        _for_people(reply, terminal)
    return 0


def answers(lines: Iterable[bytes], language: Language) -> Iterator[str]:
    """One line of JSON for each line of JSON, with the same id."""
    decoder = msgspec.json.Decoder(dict[str, object])
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            asked = decoder.decode(line)
            text = asked["text"]
        except (msgspec.DecodeError, KeyError, UnicodeDecodeError):
            raise BadInput(message("terminal.jsonl_line", line=number)) from None
        answer = explain_json(explain(str(text)), language)
        yield json_line({"id": asked.get("id"), **answer})


def _lines(stream: IO[bytes]) -> Iterator[bytes]:
    yield from stream


def _stdin_text() -> str:
    return sys.stdin.buffer.read().decode("utf-8", errors="replace")


def _for_people(reply: Reply, terminal: Terminal) -> None:
    terminal.paragraph(reply.title)
    terminal.answer("")
    terminal.paragraph(reply.meaning)
    terminal.answer("")
    who = terminal.say(Message(f"who.{reply.who.value}"))
    terminal.paragraph(message("terminal.who", who=who))
    if reply.wait_seconds:
        time = duration(reply.wait_seconds, terminal.language)
        terminal.paragraph(message("terminal.wait", time=time))
    terminal.paragraph(message("terminal.next"))
    terminal.paragraph(reply.next, indent="  ")
