"""What the operating system itself thinks about its connection to the internet.

Linux: NetworkManager over D-Bus, where it runs (its property Connectivity). Windows: the Network
List Manager. macOS keeps its finding about portals to itself. Asking changes nothing, starts
nothing and sends nothing.
"""

import ctypes
import sys

from wizard.facts.network import SystemOpinion
from wizard.measure.daemon import aside

_ASKING_SECONDS = 1.5
_NM = "org.freedesktop.NetworkManager"
# NMConnectivityState in NetworkManager's D-Bus types; 0 is 'unknown'.
_NM_STATES = {
    1: SystemOpinion.OFFLINE,
    2: SystemOpinion.PORTAL,
    3: SystemOpinion.LIMITED,
    4: SystemOpinion.ONLINE,
}
_CLSID_NETWORK_LIST_MANAGER = "{DCB00C01-570F-4A9B-8D69-199FDBA5723B}"
_IID_NETWORK_LIST_MANAGER = "{DCB00000-570F-4A9B-8D69-199FDBA5723B}"
_GET_CONNECTIVITY = 13  # its place in the interface: 3 of IUnknown, 4 of IDispatch, 6 before it
_NLM_INTERNET = 0x40 | 0x400  # over IPv4, over IPv6
_NLM_ANY = 0xFFFF


async def ask() -> SystemOpinion | None:
    """The system's opinion; None when it has none or keeps it to itself."""
    asked = {"linux": _network_manager, "win32": _network_list_manager}.get(sys.platform)
    if asked is None:
        return None
    try:
        return await aside(asked, _ASKING_SECONDS)
    except Exception:  # foreign code on a foreign bus: its trouble is no trouble of ours
        return None


def _network_manager() -> SystemOpinion | None:
    from jeepney import (  # type: ignore[import-untyped,unused-ignore]
        DBusAddress,
        MessageFlag,
        Properties,
    )
    from jeepney.io.blocking import (  # type: ignore[import-untyped,unused-ignore]
        open_dbus_connection,
    )

    place = DBusAddress("/org/freedesktop/NetworkManager", bus_name=_NM, interface=_NM)
    with open_dbus_connection(bus="SYSTEM") as bus:
        question = Properties(place).get("Connectivity")
        question.header.flags |= MessageFlag.no_auto_start
        answer = bus.send_and_get_reply(question, timeout=1.0)
        return from_network_manager(answer.body)


def from_network_manager(body: object) -> SystemOpinion | None:
    """Read the answer's body: one variant of type u."""
    match body:
        case (("u", int(state)), *_):
            return _NM_STATES.get(state)
        case _:
            return None


def _network_list_manager() -> SystemOpinion | None:
    """INetworkListManager::GetConnectivity, called through its table of functions."""
    ole32 = ctypes.OleDLL("ole32")  # type: ignore[attr-defined,unused-ignore]
    class_id, interface_id = (ctypes.create_string_buffer(16) for _ in range(2))
    ole32.CLSIDFromString(ctypes.c_wchar_p(_CLSID_NETWORK_LIST_MANAGER), class_id)
    ole32.CLSIDFromString(ctypes.c_wchar_p(_IID_NETWORK_LIST_MANAGER), interface_id)
    ole32.CoInitializeEx(None, 0)
    try:
        manager = ctypes.c_void_p()
        everywhere = 23  # CLSCTX_ALL
        ole32.CoCreateInstance(class_id, None, everywhere, interface_id, ctypes.byref(manager))
        table = ctypes.cast(manager, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p)))[0]
        make = ctypes.WINFUNCTYPE  # type: ignore[attr-defined,unused-ignore]
        get = make(ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p)(table[_GET_CONNECTIVITY])
        release = make(ctypes.c_ulong, ctypes.c_void_p)(table[2])
        state = ctypes.c_int()
        try:
            failed = get(manager, ctypes.byref(state))
        finally:
            release(manager)
        return None if failed else from_network_list_manager(state.value)
    finally:
        ole32.CoUninitialize()


def from_network_list_manager(state: int) -> SystemOpinion:
    """Read the flags of NLM_CONNECTIVITY."""
    if state & _NLM_INTERNET:
        return SystemOpinion.ONLINE
    return SystemOpinion.LIMITED if state & _NLM_ANY else SystemOpinion.OFFLINE
