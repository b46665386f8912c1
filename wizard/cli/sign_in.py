"""`sign-in`: sign in on the provider's page, have it remembered, or have it all forgotten."""

import argparse
import sys

from wizard.account import Secret, checked_address
from wizard.accounts.oauth import Client, Refusal, Registration, place_for, save_registration
from wizard.accounts.secrets import Answer, Entry, Kind
from wizard.cli.policy import policy_of
from wizard.cli.secrets import Keys
from wizard.cli.status import COULD_NOT_CHECK, DONE
from wizard.cli.terminal import Terminal
from wizard.errors import BadInput, CouldNotDo
from wizard.log import hide_in_log
from wizard.measure.world import World
from wizard.messages import message


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Sign in once; exit 0 when signed in or forgotten, 3 when that could not be done."""
    address = checked_address(options.address)
    keys = Keys(policy_of(options), terminal, remember=options.remember)
    if options.forget:
        return forget(keys, keys.store.remembered_for(address), terminal)
    world = policy_of(options).world(World(), terminal)
    if options.client_id:
        _save_client(options, address, terminal)
    if options.client_secret_stdin:
        _keep_client_secret(keys, address)
    tokens = keys.browser_sign_in(address, world, device=options.device)
    if isinstance(tokens, Refusal):
        return COULD_NOT_CHECK
    terminal.paragraph(message("browser_sign_in.done.next"))
    return DONE


def forget(keys: Keys, entries: tuple[Entry, ...], terminal: Terminal) -> int:
    """Forget these, and say so."""
    if not entries:
        terminal.paragraph(message("secrets.nothing_remembered"))
        return DONE
    answer = keys.wait(keys.store.forget(*entries))
    return _told(answer, terminal)


def _told(answer: Answer, terminal: Terminal) -> int:
    if answer.ok:
        terminal.paragraph(message("secrets.forgotten"))
        return DONE
    terminal.error(answer.sentence)
    terminal.error(answer.next)
    return COULD_NOT_CHECK


def _save_client(options: argparse.Namespace, address: str, terminal: Terminal) -> None:
    """Keep the person's own client id, which is no secret, in the settings folder."""
    place = place_for(address)
    if place is None:
        raise BadInput(message("browser_sign_in.no_provider"))
    try:
        save_registration(Registration(place=place.id, client_id=options.client_id))
    except OSError as error:
        reason = type(error).__name__
        raise CouldNotDo(message("browser_sign_in.not_saved", reason=reason)) from None
    terminal.paragraph(message("browser_sign_in.client_saved", provider=place.name))


def _keep_client_secret(keys: Keys, address: str) -> None:
    """The secret of the registration, from standard input; kept only as `--remember` says."""
    line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        raise BadInput(message("browser_sign_in.client_secret_missing"))
    secret = Secret(line)
    hide_in_log(None, secret)
    client = keys.client(address)
    if isinstance(client, Client):
        entry = Entry(Kind.CLIENT, client.endpoints.id, client.id)
        keys.hold_or_remember(entry, secret)
