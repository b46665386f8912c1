"""A sign-in that lasts: the refresh token in the password store, under a name of its own.

Access tokens are never stored: they end within the hour, and some are too long for an entry.
"""

from wizard.accounts.oauth.registration import Client
from wizard.accounts.oauth.tokens import Tokens, refreshed
from wizard.accounts.oauth.troubles import Refusal, Trouble
from wizard.accounts.secrets import Answer, Entry, Kind, Secrets
from wizard.accounts.secrets import Trouble as StoreTrouble
from wizard.measure.world import World


def entry_of(client: Client, address: str) -> Entry:
    """Where the sign-in of an address at this provider is kept."""
    return Entry(Kind.TOKEN, client.endpoints.id, address)


async def with_secret(client: Client, secrets: Secrets) -> Client:
    """The client with the secret of its registration, if one is kept."""
    return client.with_secret((await secrets.recall(client.secret_entry)).secret)


async def remember(client: Client, address: str, tokens: Tokens, secrets: Secrets) -> Answer:
    """Have a sign-in remembered. NOT_THERE when the provider gave nothing that lasts."""
    if tokens.refresh is None:
        return Answer(StoreTrouble.NOT_THERE)
    return await secrets.remember(entry_of(client, address), tokens.refresh)


async def resumed(
    client: Client, address: str, secrets: Secrets, world: World | None = None
) -> Tokens | Refusal | None:
    """Fresh tokens from the remembered sign-in; None when none is remembered or it cannot be read.

    A provider that gives a new refresh token has ended the old one, so the new one takes its
    place. One that has ended the sign-in (ENDED) is forgotten.
    """
    entry = entry_of(client, address)
    kept = await secrets.recall(entry)
    if kept.secret is None:
        return None
    tokens = await refreshed(client, kept.secret, world or World())
    if isinstance(tokens, Refusal):
        if tokens.trouble is Trouble.ENDED:
            await secrets.forget(entry)
        return tokens
    if tokens.refresh is not None and tokens.refresh is not kept.secret:
        if secrets.is_remembered(entry):
            await secrets.remember(entry, tokens.refresh)
        else:
            secrets.hold(entry, tokens.refresh)
    return tokens
