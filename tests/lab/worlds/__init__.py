"""All worlds, in the order of the table."""

from tests.lab.world import World
from tests.lab.worlds import (
    blocked_addresses,
    combined,
    connection_limits,
    home_network,
    names_and_ports,
    nothing_wrong,
    other_words,
    rates,
    said_by_others,
    server_trouble,
    sign_in,
    tls,
)

WORLDS: tuple[World, ...] = (
    *connection_limits.WORLDS,
    *server_trouble.WORLDS,
    *rates.WORLDS,
    *blocked_addresses.WORLDS,
    *names_and_ports.WORLDS,
    *sign_in.WORLDS,
    *tls.WORLDS,
    *home_network.WORLDS,
    *said_by_others.WORLDS,
    *combined.WORLDS,
    *other_words.WORLDS,
    *nothing_wrong.WORLDS,
)
