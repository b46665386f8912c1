"""A desktop notification where the system has a service for it; elsewhere nothing happens.

Linux: org.freedesktop.Notifications over D-Bus (through jeepney, which the keyring brings).
Windows and macOS: the window's tray icon does it; a terminal has none.
"""

import logging

log = logging.getLogger(__name__)

_ANSWER_SECONDS = 3.0


def notify(title: str, text: str) -> bool:
    """Show it; whether a service took it. Blocking, for a few seconds at most."""
    try:
        from jeepney import DBusAddress, new_method_call
        from jeepney.io.blocking import open_dbus_connection
    except ImportError:
        return False
    place = DBusAddress(
        "/org/freedesktop/Notifications",
        bus_name="org.freedesktop.Notifications",
        interface="org.freedesktop.Notifications",
    )
    actions: list[str] = []
    hints: dict[str, object] = {}
    body = ("Send Again", 0, "org.sendagain.SendAgain", title, text, actions, hints, -1)
    try:
        with open_dbus_connection("SESSION") as connection:
            call = new_method_call(place, "Notify", "susssasa{sv}i", body)
            connection.send_and_get_reply(call, timeout=_ANSWER_SECONDS)
    except Exception as trouble:  # jeepney raises many kinds, and none of them matters here
        log.info("no notification service: %s", type(trouble).__name__)
        return False
    return True
