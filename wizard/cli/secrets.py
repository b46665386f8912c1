"""Passwords and sign-ins for the command line: given, remembered, or got in the browser.

Shared by `check` and `sign-in`. Nothing is remembered unless `--remember` says so, and nothing of
it ever stands in the command line, in an answer or in the log.
"""

import asyncio
from collections.abc import Coroutine
from typing import TypeVar

from wizard.account import Account, Secret, Token
from wizard.accounts.oauth import (
    Client,
    DeviceCode,
    Refusal,
    Tokens,
    client_for,
    own_registrations,
    remember,
    resumed,
    sign_in_with_browser,
    sign_in_with_code,
    with_secret,
)
from wizard.accounts.oauth import Trouble as SignInTrouble
from wizard.accounts.secrets import (
    TELL_AFTER_SECONDS,
    Answer,
    Entry,
    Secrets,
    Trouble,
    password_of,
)
from wizard.accounts.wanted import Wanted, wanted
from wizard.cli.policy import Policy
from wizard.cli.terminal import Terminal
from wizard.errors import BadInput
from wizard.facts.server import ServerFacts, SignInResult
from wizard.log import hide_in_log
from wizard.measure.world import World
from wizard.messages import Message, message
from wizard.record import RunRecord

T = TypeVar("T")


class Keys:
    """What an account is opened with in this call."""

    def __init__(
        self,
        policy: Policy,
        terminal: Terminal,
        *,
        remember: bool = False,
        forget: bool = False,
        in_browser: bool = False,
    ) -> None:
        self._policy = policy
        self._terminal = terminal
        self._remember, self._forget, self._in_browser = remember, forget, in_browser
        self.store = Secrets(allowed=self._policy.profile.limits.allow_remember)

    def of(self, account: Account, typed: Secret | None, world: World) -> Secret | None:
        """The password that was given, the browser sign-in asked for, or what is remembered.

        None where nothing is known, or where it must not go to this server anyway.
        """
        if self._forget:
            entries = self.store.remembered_for(account.address)
            self.say_forgotten(self.wait(self.store.forget(*entries)))
        if not account.server_is_proven:
            return typed
        if self._in_browser:
            tokens = self.browser_sign_in(account.address, world)
            return tokens.access if isinstance(tokens, Tokens) else None
        return typed or self._remembered(account)

    def _remembered(self, account: Account) -> Secret | None:
        entry = password_of(account)
        may_use = self._policy.profile.limits.allow_password
        if not may_use or not self.store.is_remembered(entry):
            return None
        answer = self.wait(self.store.recall(entry))
        if answer.secret is None:
            self._say_trouble(answer)
        else:
            self._say(message("secrets.used"))
        return answer.secret

    def is_remembered(self, account: Account) -> bool:
        """Whether a remembered password would be used for this account. Opens nothing."""
        may_use = self._policy.profile.limits.allow_password and account.server_is_proven
        return may_use and self.store.is_remembered(password_of(account))

    def tell_wanted(self, address: str, provider_id: str = "") -> Wanted:
        """Say what the provider wants, before a password is typed or refused."""
        known = wanted(address, provider_id)
        for sentence in known.told:
            self._say(sentence)
        return known

    def keep_after(self, record: RunRecord, account: Account, secret: Secret | None) -> None:
        """`--remember`: keep the password, unless the server has just refused it."""
        if not self._remember or isinstance(secret, Token) or secret is None:
            return
        server = record.case.observations.get("account_server")
        facts = server.facts if server else None
        if isinstance(facts, ServerFacts) and facts.sign_in is SignInResult.REFUSED:
            self._say(message("secrets.not_saved_refused"))
            return
        kept = self.wait(self.store.remember(password_of(account), secret))
        self._say_kept(kept, account.address, "")

    def hold_or_remember(self, entry: Entry, secret: Secret) -> None:
        """Keep a secret for this call, and for later ones when `--remember` says so."""
        self.store.hold(entry, secret)
        if self._remember:
            answer = self.wait(self.store.remember(entry, secret))
            if not answer.ok:
                self._say_trouble(answer)

    # Signing in at the provider.

    def browser_sign_in(
        self, address: str, world: World, *, device: bool = False
    ) -> Tokens | Refusal:
        """Tokens from what is remembered or from the person; a Refusal has been said."""
        client = self.client(address)
        if isinstance(client, Client) and not world.outside:
            raise BadInput(message("browser_sign_in.no_outside"))
        tokens = client if isinstance(client, Refusal) else self._tokens(client, address, device)
        if isinstance(tokens, Refusal):
            self._terminal.error(tokens.sentence)
            self._terminal.error(tokens.next)
            return tokens
        hide_in_log(None, tokens.access)
        hide_in_log(None, tokens.refresh)
        return tokens

    def client(self, address: str) -> Client | Refusal:
        """As whom to sign in, with the secret of the registration if one is kept."""
        client = client_for(address, self._policy.profile.clients, own_registrations())
        if isinstance(client, Refusal):
            return client
        return self.wait(with_secret(client, self.store))

    def _tokens(self, client: Client, address: str, device: bool) -> Tokens | Refusal:
        name = client.endpoints.name
        tokens = self.wait(resumed(client, address, self.store))
        if isinstance(tokens, Tokens):
            self._say(message("browser_sign_in.used", provider=name))
            return tokens
        if tokens is not None and tokens.trouble is not SignInTrouble.ENDED:
            return tokens
        tokens = self._asked(client, address, device)
        if isinstance(tokens, Refusal):
            return tokens
        self._say(message("browser_sign_in.done", provider=name))
        if self._remember:
            kept = self.wait(remember(client, address, tokens, self.store))
            self._say_kept(kept, address, ".token")
        return tokens

    def _asked(self, client: Client, address: str, device: bool) -> Tokens | Refusal:
        if device:
            return asyncio.run(sign_in_with_code(client, self._show_code))
        self._say(message("browser_sign_in.open", provider=client.endpoints.name))
        signing_in = sign_in_with_browser(
            client, address=address, language=self._terminal.language, tell=self._show_address
        )
        return asyncio.run(signing_in)

    def _show_address(self, url: str) -> None:
        self._say(message("browser_sign_in.address"))
        self._terminal.aside(url)

    def _show_code(self, given: DeviceCode) -> None:
        self._say(message("browser_sign_in.code", address=given.page, code=given.code))
        self._say(message("browser_sign_in.code_time", count=max(1, round(given.seconds / 60))))

    # Waiting for the store, and saying what became of it.

    def wait(self, wish: Coroutine[object, object, T]) -> T:
        """Do it; when it takes long, a window of the store may want an answer."""

        async def patiently() -> T:
            task = asyncio.ensure_future(wish)
            done, _ = await asyncio.wait({task}, timeout=TELL_AFTER_SECONDS)
            if not done:
                self._say(message("secrets.look_for_window"))
            return await task

        return asyncio.run(patiently())

    def say_forgotten(self, answer: Answer) -> None:
        """What became of forgetting."""
        if answer.ok:
            self._say(message("secrets.forgotten"))
        else:
            self._say_trouble(answer)

    def _say_kept(self, answer: Answer, address: str, kind: str) -> None:
        if answer.ok:
            self._say(Message(f"secrets.remembered{kind}"))
            self._say(message("secrets.remembered.next", address=address))
            return
        self._say(Message(f"secrets.not_remembered{kind}"))
        if answer.trouble is not Trouble.NOT_THERE:
            self._say_trouble(answer)

    def _say_trouble(self, answer: Answer) -> None:
        self._say(answer.sentence)
        self._say(answer.next)

    def _say(self, shown: Message) -> None:
        self._terminal.aside(self._terminal.say(shown))
