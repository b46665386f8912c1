"""Asks the real store of a session for what its arguments say, one JSON line an answer.

Run inside a D-Bus session of its own, as `python -m tests.secrets.wishes FOLDER SECONDS wish…`.
The secret comes on standard input, as from a person.
"""

import asyncio
import json
import sys
import time
from pathlib import Path

from wizard.account import Secret
from wizard.accounts.secrets import Answer, Entry, Kind, Secrets

ENTRY = Entry(Kind.PASSWORD, "smtp.example.org", "joe@example.org")
TOKEN = Entry(Kind.TOKEN, "google", "joe@example.org")


async def told(wish: str, secrets: Secrets, secret: str) -> Answer:
    match wish:
        case "offered":
            return await secrets.offered()
        case "remember":
            return await secrets.remember(ENTRY, Secret(secret))
        case "remember-token":
            return await secrets.remember(TOKEN, Secret(secret + "token"))
        case "recall":
            return await secrets.recall(ENTRY)
        case "forget":
            return await secrets.forget(ENTRY)
        case _:
            return await secrets.forget_all()


async def main(folder: Path, seconds: float, wishes: list[str]) -> None:
    secret = sys.stdin.read()
    for wish in wishes:
        # Each as after a new start of the program: nothing is held from before.
        secrets = Secrets(folder=folder, seconds=seconds)
        began = time.monotonic()
        answer = await told(wish, secrets, secret)
        same = answer.secret is not None and answer.secret.reveal() == secret
        line = {"wish": wish, "trouble": answer.trouble, "same": same, "detail": answer.detail}
        line["seconds"] = time.monotonic() - began
        line["remembered"] = secrets.is_remembered(ENTRY)
        sys.stdout.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), float(sys.argv[2]), sys.argv[3:]))
