"""A desktop on the session's D-Bus: it shows tray icons and notifications, and writes them down.

Run inside `dbus-run-session`: `python -m tests.watch.tray_host FILE -- COMMAND…`. The interface is
that of the StatusNotifierItem specification of freedesktop.org, as far as Qt uses it.
"""

import subprocess
import sys
import threading
from pathlib import Path

from jeepney import new_error, new_method_return
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection
from jeepney.low_level import HeaderFields, Message, MessageType

_TRAY, _NOTES = "org.kde.StatusNotifierWatcher", "org.freedesktop.Notifications"
_PROPERTIES = {
    "IsStatusNotifierHostRegistered": ("b", True),
    "ProtocolVersion": ("i", 0),
    "RegisteredStatusNotifierItems": ("as", []),
}


def answer(call: Message, file: Path) -> Message:
    """What the desktop says to one call."""
    member = call.header.fields.get(HeaderFields.member)
    match member:
        case "RegisterStatusNotifierItem":
            note(file, "tray", "")
            return new_method_return(call)
        case "Notify":
            note(file, "notification", call.body[3])
            return new_method_return(call, "u", (1,))
        case "Get" if call.body[1] in _PROPERTIES:
            return new_method_return(call, "v", (_PROPERTIES[call.body[1]],))
        case "GetAll":
            return new_method_return(call, "a{sv}", (_PROPERTIES,))
        case "GetCapabilities":
            return new_method_return(call, "as", (["body"],))
    return new_error(call, "org.freedesktop.DBus.Error.UnknownMethod")


def note(file: Path, kind: str, text: str) -> None:
    """One line for each thing that was shown."""
    with file.open("a", encoding="utf-8") as lines:
        lines.write(f"{kind} {text}\n")


def serve(file: Path, ready: threading.Event) -> None:
    """Answer until the bus goes away."""
    with open_dbus_connection("SESSION") as connection:
        for name in (_TRAY, _NOTES):
            connection.send_and_get_reply(message_bus.RequestName(name))
        ready.set()
        while True:
            call = connection.receive()
            if call.header.message_type is MessageType.method_call:
                connection.send(answer(call, file))


def main() -> int:
    """Serve, and run the command beside it."""
    file, command = Path(sys.argv[1]), sys.argv[3:]
    ready = threading.Event()
    threading.Thread(target=serve, args=(file, ready), daemon=True).start()
    ready.wait(10)
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
