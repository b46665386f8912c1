"""What the window asks of the engine, as coroutines that run on the engine's own thread.

No Qt here. Everything heavy is imported inside, when first needed, so that the window stands
before the engine is loaded. Blocking calls go to daemon threads.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ui.browser_keys import BrowserKeys
from ui.errands import Errands
from wizard.account import Account, Secret, Token
from wizard.events import Event
from wizard.facts.computer import SavedAccount
from wizard.flow import Answers
from wizard.messages import Language, Message, message
from wizard.observation import Observation, Outcome
from wizard.record import RunRecord

if TYPE_CHECKING:
    from ui.advice import Pace, ProviderRow, Recommended
    from wizard.accounts.discovery import SettingsFound
    from wizard.journal import Unfinished
    from wizard.measure.contacts import Contact
    from wizard.measure.world import World
    from wizard.support.bundle import Preview
    from wizard.support.letter import Letter

Tell = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class Staged:
    """An embedded server that is ready for practice."""

    name: str
    account: Account
    password: Secret | None
    error_text: str


@dataclass(frozen=True, slots=True)
class SaveChoices:
    """What the person chose for a report; the password is only looked for, never written."""

    level: str
    leave_out: frozenset[str]
    ticket: str
    text: str
    password: Secret | None


class Engine(Errands, BrowserKeys):
    """Lives on the engine's thread; keeps the practice server between jobs."""

    def __init__(self) -> None:
        self._practice: AbstractAsyncContextManager[Any] | None = None
        self._world: World | None = None
        self._staged: Staged | None = None
        self.found: SettingsFound | None = None
        self.loaded = None
        self._last: RunRecord | None = None

    async def close(self) -> None:
        """Stop what still runs here."""
        await self.stop_practice()

    # Practice.

    async def practise(self, name: str) -> Staged:
        """Start the embedded server of a scenario; the one before is stopped."""
        from wizard.practice import stage
        from wizard.practice.scenarios import scenario

        chosen = scenario(name)
        await self.stop_practice()
        context = stage(chosen)
        staged = await context.__aenter__()
        self._practice, self._world = context, staged.world
        self._staged = Staged(chosen.name, staged.account, staged.password, staged.error_text)
        return self._staged

    async def stop_practice(self) -> None:
        """Stop the embedded server, if one runs."""
        context = self._practice
        self._practice, self._world, self._staged = None, None, None
        if context is not None:
            await context.__aexit__(None, None, None)

    # Settings.

    async def known_settings(self, address: str) -> Account | None:
        """What the built-in table says about an address; asks nobody."""
        from wizard.accounts.chosen import account_for
        from wizard.errors import BadInput

        if self._staged is not None and address == self._staged.account.address:
            return self._staged.account
        try:
            found = await self._settings_of(address, outside=False)
            return account_for(address, found=found) if found.candidates else None
        except BadInput:
            return None

    async def account(self, answers: Answers, *, look_up: bool = False) -> Account | None:
        """The account to check. None: only asking outside can tell, and `look_up` is False.

        BadInput says which answer to change, or that the server's name has to be typed.
        """
        from wizard.accounts.chosen import account_for
        from wizard.errors import BadInput

        staged = self._staged
        if staged is not None and _is_staged(answers, staged.account):
            return staged.account
        found = await self._settings_of(answers.address, outside=look_up)
        if not found.candidates and not answers.server:
            if look_up or not answers.outside:
                raise BadInput(message("error.server_unknown", domain=found.domain))
            return None
        account = account_for(
            answers.address,
            host=answers.server or None,
            port=answers.port or None,
            security=answers.security,
            username=answers.username or None,
            found=found,
        )
        if self.loaded is not None:
            from wizard.profile.applied import check_account

            check_account(self.loaded, account)
        return account

    async def contacts(self, account: Account, *, outside: bool) -> "tuple[Contact, ...]":
        """Every place that a check may contact."""
        from wizard.measure.plan import contacts

        allowed = self.loaded is None or self.loaded.profile.lookups.allow_outside
        return contacts(account, outside and allowed)

    async def recommended(self, account: Account, saved: tuple[SavedAccount, ...]) -> "Recommended":
        """What is known about the right settings of an account's provider."""
        from ui import advice

        found = await self._settings_of(account.address, outside=False)
        return advice.recommended(account, saved, found)

    async def ways(
        self, programs: tuple[str, ...], unread: tuple[str, ...]
    ) -> tuple[dict[str, Message], dict[str, Message]]:
        """Where to click in programs that were read, and in those that could not be."""
        from ui import advice

        return advice.where_to_change(programs), advice.where_to_look(unread)

    async def provider(self, account: Account) -> "ProviderRow | None":
        """The documented limits of an account's provider."""
        from ui import advice

        return advice.provider_row(account)

    async def sending_plan(self, account: Account, messages: int) -> "Pace":
        """A pace for this many messages within the provider's limits."""
        from ui import advice

        return advice.sending_plan(account, messages)

    async def _settings_of(self, address: str, *, outside: bool) -> "SettingsFound":
        from wizard.accounts.discovery import find_settings

        kept = self.found
        if kept is not None and kept.address == address and (kept.asked or not outside):
            return kept
        if self.loaded is None:
            self.found = await find_settings(address, outside=outside)
        else:
            from wizard.profile.applied import candidate, settings_found

            # Nobody knows better than the organisation: for its own domains nobody else is asked.
            allowed = self.loaded.profile.lookups.allow_outside
            ask = outside and allowed and candidate(self.loaded, address) is None
            self.found = await settings_found(self.loaded, address, outside=ask)
        return self.found

    # Runs.

    async def check(
        self,
        account: Account,
        answers: Answers,
        password: Secret | None,
        already: Mapping[str, Observation],
        tell: Tell,
        *,
        send_test: bool = False,
    ) -> RunRecord:
        """Run every probe that `already` does not answer, and judge.

        `send_test`: hand over one small message to the own address; only where somebody asked.
        """
        import msgspec

        from wizard.journal import Journal
        from wizard.log import hide_in_log
        from wizard.measure.world import World
        from wizard.paths import state_folder
        from wizard.profile import Profile
        from wizard.profile.applied import budget
        from wizard.recent import kept_from
        from wizard.session import Session

        world = self._world or World()
        world = _with_outside(world, outside=answers.outside and world.outside)
        profile = self.loaded.profile if self.loaded else Profile()
        world = _with_outside(world, outside=world.outside and profile.lookups.allow_outside)
        may_sign_in = profile.limits.allow_password or bool(world.practice)
        if password is None and may_sign_in and not world.practice:
            password = await self.remembered_password(account)
        session = Session(
            account,
            password=password if may_sign_in or isinstance(password, Token) else None,
            world=world,
            error_text=answers.error_text,
            send_test=send_test,
            journal=None if world.practice or already else Journal(state_folder()),
            already=already,
            recent={} if send_test else kept_from(self._last, account, world.now()),
            budget=budget(profile),
        )
        hide_in_log(account, password)
        record = await session.run(tell)
        self._last = record
        if not world.practice:
            await self._note(record)
        if already:
            fresh = [o for o in record.case.observations.values() if o.probe not in already]
            began = [o.started for o in fresh]
            return msgspec.structs.replace(record, started=min(began, default=record.started))
        return record

    async def _note(self, record: RunRecord) -> None:
        from wizard.history import note
        from wizard.paths import state_folder

        await self.aside(lambda: note(state_folder(), record))

    async def unfinished(self) -> "Unfinished | None":
        """A check that was interrupted not long ago."""
        from datetime import UTC

        from wizard.journal import unfinished_run
        from wizard.paths import state_folder

        return await self.aside(lambda: unfinished_run(state_folder(), datetime.now(UTC)))

    async def forget_unfinished(self) -> None:
        """The interrupted check is not wanted."""
        from wizard.journal import Journal
        from wizard.paths import state_folder

        await self.aside(Journal(state_folder()).forget)

    async def forget_crash(self) -> None:
        """The person has seen what the last start left behind."""
        from wizard.log import forget_crash

        await self.aside(forget_crash)

    # What is passed on.

    async def code(self, record: RunRecord, language: str) -> tuple[str, str]:
        """The spoken code of a run, and the same spelled out."""
        from wizard.support.code import encode

        code = encode(record)
        return code.text, ", ".join(code.spelled(language))

    async def preview(
        self, record: RunRecord, language: Language, choices: SaveChoices
    ) -> "Preview":
        """The bundle as it would be saved."""
        from wizard.profile.applied import ruled
        from wizard.support import bundle

        options = bundle.Options(
            level=bundle.Level(choices.level),
            leave_out=frozenset(bundle.Part(name) for name in choices.leave_out),
            ticket=choices.ticket,
            text=choices.text,
            language=language,
            secrets=(choices.password.reveal(),) if choices.password else (),
        )
        if self.loaded is not None:
            options = ruled(self.loaded, options)
        return await self.aside(lambda: bundle.preview(record, options))

    async def write(self, preview: "Preview", path: Path) -> Path:
        """Save the bundle; CouldNotDo says what stood in the way."""
        from wizard.support import bundle

        return await self.aside(lambda: bundle.write(preview, path))

    async def letter(
        self, record: RunRecord, reader: str, language: Language, ticket: str = ""
    ) -> "Letter":
        """The letter of step 7."""
        from wizard.support.letter import Reader, letter

        org = self.loaded.profile.org if self.loaded else None
        return await self.aside(
            lambda: letter(record, Reader(reader), language, org, ticket=ticket)
        )

    async def write_bytes(self, data: bytes, path: Path) -> Path:
        """Save a file; CouldNotDo says what stood in the way."""
        from wizard.support.bundle import write_bytes

        return await self.aside(lambda: write_bytes(data, path))

    async def report_text(self, record: RunRecord, language: Language) -> str:
        """The report as plain text."""
        from wizard.support.report import report_text

        return await self.aside(lambda: report_text(record, language))


def _is_staged(answers: Answers, account: Account) -> bool:
    """Whether the answers of practice were left as they are."""
    same_server = answers.server in ("", account.host) and answers.port in ("", str(account.port))
    same_rest = answers.security in (None, account.security)
    return answers.address == account.address and same_server and same_rest


def _with_outside(world: "World", *, outside: bool) -> "World":
    import dataclasses

    return dataclasses.replace(world, outside=outside)


def kept_but(record: RunRecord, *again: str) -> dict[str, Observation]:
    """What a run measured, without the probes that are to be made again."""
    return {
        probe: observation
        for probe, observation in record.case.observations.items()
        if probe not in again and observation.outcome is not Outcome.BROKE
    }
