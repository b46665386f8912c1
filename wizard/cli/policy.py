"""The organisation's profile in the terminal: what it sets for a command, and `--policy-status`.

A profile that cannot be used changes nothing, and one line on standard error says so. A value that
an administrator locked is never overridden silently: the command stops and names who set it.
"""

import argparse
import asyncio
import dataclasses

from wizard.account import Account, Secret
from wizard.accounts.discovery import SettingsFound
from wizard.cli.terminal import Terminal
from wizard.errors import BadInput
from wizard.measure.world import World
from wizard.messages import Message, message
from wizard.profile import Loaded, applied, status_json, status_text
from wizard.support import bundle
from wizard.support.json_text import json_text

# What can be typed for an account, and the key of the profile that sets it.
_TYPED = {
    "server": "mail.smtp.host",
    "port": "mail.smtp.port",
    "security": "mail.smtp.security",
    "username": "mail.username",
}


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """`--policy-status`: every source, every value with its origin, every notice."""
    loaded = options.loaded
    if options.status_json:
        terminal.answer(json_text(status_json(loaded, terminal.language)))
    else:
        terminal.answer(status_text(loaded, terminal.language))
    return 0


def policy_of(options: argparse.Namespace) -> "Policy":
    """The profile in force for this call; `wizard.cli` read it."""
    return Policy(options.loaded)


class Policy:
    """What the profile in force means for a command."""

    def __init__(self, loaded: Loaded) -> None:
        self.loaded = loaded
        self.profile = loaded.profile

    @property
    def budget(self) -> int:
        """The greatest number of connections to the account's server in one run."""
        return applied.budget(self.profile)

    # What may be done.

    def world(self, world: World, terminal: Terminal) -> World:
        """The world within the allowed lookups."""
        if not world.outside or self.profile.lookups.allow_outside:
            return world
        terminal.error(self._stated("lookups.allow_outside", "profile.no_outside", terminal))
        return dataclasses.replace(world, outside=False)

    def check_practice(self, terminal: Terminal) -> None:
        """BadInput when practice is not offered."""
        if not self.profile.limits.allow_practice:
            raise self._refused("limits.allow_practice", "profile.no_practice", terminal)

    def check_password(self, password: Secret | None, terminal: Terminal) -> None:
        """BadInput when no password may be typed here."""
        if password is not None and not self.profile.limits.allow_password:
            raise self._refused("limits.allow_password", "profile.no_password", terminal)

    def check_saving(self, wanted: object, terminal: Terminal) -> None:
        """BadInput when reports may not be saved."""
        if wanted and not self.profile.report.allow_saving:
            raise self._refused("report.allow_saving", "profile.no_saving", terminal)

    def check_typed(self, options: argparse.Namespace, address: str, terminal: Terminal) -> None:
        """BadInput when something typed differs from what an administrator locked."""
        if not applied.is_ours(self.profile, address):
            return
        for name, key in _TYPED.items():
            typed = str(getattr(options, name, None) or "").strip().lower()
            ours = str(self._value(key)).lower()
            if typed and ours and typed != ours and self.loaded.is_locked(key):
                what = terminal.say(Message(f"profile.key.{key}"))
                by, option = self._set_by(key, terminal), f"--{name}"
                raise BadInput(message("profile.locked_value", what=what, by=by, option=option))

    def check_host(self, account: Account, terminal: Terminal) -> None:
        """BadInput when servers of others may not be tested and this is one."""
        if not applied.may_test(self.profile, account.address, account.host):
            raise self._refused("limits.allow_other_hosts", "profile.no_other_hosts", terminal)

    # The account, and what leaves.

    def names_server(self, address: str) -> bool:
        """Whether the profile names the server for an address."""
        return applied.candidate(self.loaded, address) is not None

    def settings(self, address: str, *, outside: bool) -> SettingsFound:
        """What is known about an address, the profile's own settings before all others."""
        return asyncio.run(applied.settings_found(self.loaded, address, outside=outside))

    def report_options(self, terminal: Terminal, password: Secret | None) -> bundle.Options:
        """How a report is saved."""
        return applied.report_options(self.profile, terminal.language, password)

    def _value(self, key: str) -> object:
        setting = self.loaded.settings.get(key)
        return setting.value if setting else ""

    def _set_by(self, key: str, terminal: Terminal) -> str:
        shown = self.loaded.set_by(key) or message("profile.origin.opened")
        return terminal.say(shown)

    def _stated(self, key: str, rule: str, terminal: Terminal) -> Message:
        return message("profile.rule", rule=terminal.language(rule), by=self._set_by(key, terminal))

    def _refused(self, key: str, rule: str, terminal: Terminal) -> BadInput:
        return BadInput(self._stated(key, rule, terminal))
