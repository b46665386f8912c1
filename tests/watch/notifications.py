"""A notification service on the session's D-Bus that writes down what it is asked to show.

Run by itself inside `dbus-run-session`: `python -m tests.watch.notifications FILE -- COMMAND…`.
"""

import subprocess
import sys
import threading
from pathlib import Path

from jeepney import new_method_return
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection
from jeepney.low_level import HeaderFields, MessageType


def serve(file: Path, ready: threading.Event) -> None:
    """Take every notification until the bus goes away."""
    with open_dbus_connection("SESSION") as connection:
        connection.send_and_get_reply(message_bus.RequestName("org.freedesktop.Notifications"))
        ready.set()
        while True:
            call = connection.receive()
            if call.header.message_type is not MessageType.method_call:
                continue
            if call.header.fields.get(HeaderFields.member) == "Notify":
                file.write_text(f"{call.body[3]}\n{call.body[4]}\n", encoding="utf-8")
            connection.send(new_method_return(call, "u", (1,)))


def main() -> int:
    """Serve, and run the command beside it."""
    file, command = Path(sys.argv[1]), sys.argv[3:]
    ready = threading.Event()
    threading.Thread(target=serve, args=(file, ready), daemon=True).start()
    ready.wait(10)
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
