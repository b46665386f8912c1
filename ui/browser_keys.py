"""The engine's errands about signing in on the provider's own page. Like the engine: no Qt.

What is offered is asked first and contacts nobody; the sign-in itself begins only when the person
presses a button. Tokens stay here and in the one object that never shows them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.keys import Keys
from wizard.account import Token
from wizard.accounts.wanted import Wanted
from wizard.errors import BadInput, CouldNotDo
from wizard.messages import Language, message

if TYPE_CHECKING:
    from wizard.accounts.oauth import Client, DeviceCode, Refusal, Tokens
    from wizard.accounts.secrets import Answer


@dataclass(frozen=True, slots=True)
class Offer:
    """How an address can sign in. `place` '' : not in a browser, and `why_not` says why.

    `why_not` is None where nobody would expect a browser sign-in.
    """

    wanted: Wanted
    place: str = ""
    by_code: bool = False
    remembered: bool = False
    why_not: "Refusal | None" = None


class BrowserKeys(Keys):
    """Signing in with the browser or with a code, and remembering that."""

    _signed_in: "tuple[Client, str, Tokens] | None" = None

    async def sign_in_offer(self, address: str, provider_id: str) -> Offer:
        """What the provider wants, and whether the browser can be offered. Contacts nobody."""
        from wizard.accounts.oauth import Refusal, Trouble, entry_of
        from wizard.accounts.wanted import wanted

        known = wanted(address, provider_id)
        client = self._client(address)
        if isinstance(client, Refusal):
            expected = client.trouble is not Trouble.NO_PROVIDER
            return Offer(known, why_not=client if expected else None)
        return Offer(
            known,
            place=client.endpoints.name,
            by_code=bool(client.endpoints.device),
            remembered=self._secrets().is_remembered(entry_of(client, address)),
        )

    async def sign_in_by_browser(
        self, address: str, language: Language, tell: Callable[[str], None]
    ) -> "Token | Refusal":
        """Sign in with the system's browser; `tell` gets the page's address. May be cancelled."""
        from wizard.accounts.oauth import sign_in_with_browser

        client = await self._allowed_client(address)
        return self._noted(
            client,
            address,
            await sign_in_with_browser(client, address=address, language=language, tell=tell),
        )

    async def sign_in_by_code(
        self, address: str, tell: "Callable[[DeviceCode], None]"
    ) -> "Token | Refusal":
        """Sign in with a code on another device; `tell` gets the code. May be cancelled."""
        from wizard.accounts.oauth import sign_in_with_code

        client = await self._allowed_client(address)
        return self._noted(client, address, await sign_in_with_code(client, tell))

    async def sign_in_remembered(self, address: str) -> "Token | Refusal":
        """Fresh tokens from the sign-in that is remembered."""
        from wizard.accounts.oauth import Refusal, Trouble, resumed

        client = await self._allowed_client(address)
        tokens = await resumed(client, address, self._secrets())
        return self._noted(client, address, tokens or Refusal(Trouble.ENDED, client.endpoints.name))

    async def can_remember_sign_in(self) -> bool:
        """Whether the store can be used, and the sign-in is one that lasts."""
        held = self._signed_in
        return (
            held is not None
            and held[2].refresh is not None
            and (await self._secrets().offered()).ok
        )

    async def remember_sign_in(self) -> "Answer":
        """Keep the sign-in that was just made."""
        from wizard.accounts.oauth import remember
        from wizard.accounts.secrets import Answer, Trouble

        if self._signed_in is None:
            return Answer(Trouble.NOT_THERE)
        client, address, tokens = self._signed_in
        return await remember(client, address, tokens, self._secrets())

    def _noted(
        self, client: "Client", address: str, tokens: "Tokens | Refusal"
    ) -> "Token | Refusal":
        from wizard.accounts.oauth import Refusal
        from wizard.log import hide_in_log

        if isinstance(tokens, Refusal):
            return tokens
        hide_in_log(None, tokens.access)
        hide_in_log(None, tokens.refresh)
        self._signed_in = (client, address, tokens)
        return tokens.access

    async def _allowed_client(self, address: str) -> "Client":
        from wizard.accounts.oauth import Refusal, with_secret

        if self.loaded is not None and not self.loaded.profile.lookups.allow_outside:
            raise CouldNotDo(message("browser_sign_in.not_allowed"))
        client = self._client(address)
        if isinstance(client, Refusal):
            raise CouldNotDo(client.sentence)
        return await with_secret(client, self._secrets())

    def _client(self, address: str) -> "Client | Refusal":
        from wizard.accounts.oauth import client_for, own_registrations

        organisation = self.loaded.profile.clients if self.loaded else {}
        try:
            return client_for(address, organisation, own_registrations())
        except BadInput:
            # The file of one's own registrations is broken; `sign-in` in the terminal says so.
            return client_for(address, organisation)
