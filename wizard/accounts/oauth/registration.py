"""As whom this program signs in: the organisation's client id, or the person's own registration.

There is no client id of ours: a registration belongs to whoever answers for it. The person's own
stand in `oauth.json` in the settings folder; secrets of registrations never, they go to the
password store. A registration may bring endpoints of its own, for an organisation's own server.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from wizard.account import Secret
from wizard.accounts.oauth.endpoints import Endpoints, endpoints_for
from wizard.accounts.oauth.troubles import Refusal, Trouble
from wizard.accounts.providers import provider_for_domain
from wizard.accounts.secrets import Entry, Kind
from wizard.errors import BadInput
from wizard.messages import message
from wizard.paths import config_folder

SCHEMA = "sendagain.oauth/1"
_NAME = "oauth.json"
_MOST_BYTES = 64 * 1024
_CLIENT_ID = re.compile(r"[!-~]{1,300}\Z")


class Registration(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One registration of the person's own.

    `place` is the id of a known place to sign in at (`google`), or a mail domain with endpoints
    of its own; then `authorize` and `token` are needed.
    """

    place: str
    client_id: str
    authorize: str = ""
    token: str = ""
    device: str = ""
    scopes: tuple[str, ...] = ()
    redirect_host: str = "127.0.0.1"


class _File(msgspec.Struct, frozen=True, kw_only=True):
    schema: str = SCHEMA
    registrations: tuple[Registration, ...] = ()


@dataclass(frozen=True, slots=True)
class Client:
    """As whom and where to sign in; everything the flows need."""

    endpoints: Endpoints
    id: str
    secret: Secret | None = None

    @property
    def secret_entry(self) -> Entry:
        """Where the secret of this registration is kept, if it has one."""
        return Entry(Kind.CLIENT, self.endpoints.id, self.id)

    def with_secret(self, secret: Secret | None) -> "Client":
        """The same with the secret of the registration."""
        return Client(self.endpoints, self.id, secret)


def client_for(
    address: str, organisation: Mapping[str, str], own: tuple[Registration, ...] = ()
) -> Client | Refusal:
    """As whom to sign in for an address; a Refusal says what can be tested without.

    `organisation` is `Profile.clients`: client ids by provider id, or by the id of the place to
    sign in at; it comes before the person's own.
    """
    domain = address.rpartition("@")[2].lower()
    own_place = next((r for r in own if r.place.lower() == domain and r.token), None)
    if own_place is not None:
        return Client(_own_endpoints(own_place), own_place.client_id)
    provider = provider_for_domain(domain)
    endpoints = endpoints_for(provider.id) if provider else None
    if provider is None or endpoints is None:
        return Refusal(Trouble.NO_PROVIDER, provider.name if provider else domain)
    given = organisation.get(provider.id) or organisation.get(endpoints.id)
    given = given or next((r.client_id for r in own if r.place == endpoints.id), None)
    if not given:
        return Refusal(Trouble.NO_CLIENT, endpoints.name)
    return Client(endpoints, given)


def place_for(address: str) -> Endpoints | None:
    """Where an address would sign in, whether or not there is a registration."""
    provider = provider_for_domain(address.rpartition("@")[2].lower())
    return endpoints_for(provider.id) if provider else None


def own_registrations(folder: Path | None = None) -> tuple[Registration, ...]:
    """The person's own. BadInput when the file is there but cannot be used."""
    file = (folder or config_folder()) / _NAME
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise BadInput(message("browser_sign_in.file_unusable", file=str(file)))
        read = msgspec.json.decode(file.read_bytes(), type=_File)
    except FileNotFoundError:
        return ()
    except (OSError, msgspec.DecodeError):
        raise BadInput(message("browser_sign_in.file_unusable", file=str(file))) from None
    if read.schema != SCHEMA or not all(_CLIENT_ID.match(r.client_id) for r in read.registrations):
        raise BadInput(message("browser_sign_in.file_unusable", file=str(file)))
    return read.registrations


def save_registration(new: Registration, folder: Path | None = None) -> None:
    """Save one, in the place of an earlier one for the same. Raises BadInput, OSError."""
    if not _CLIENT_ID.match(new.client_id):
        raise BadInput(message("browser_sign_in.client_id_unusable"))
    others = tuple(r for r in own_registrations(folder) if r.place != new.place)
    file = (folder or config_folder()) / _NAME
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    written = msgspec.json.format(msgspec.json.encode(_File(registrations=(*others, new))))
    beside = file.with_suffix(".new")
    beside.write_bytes(written + b"\n")
    beside.replace(file)


def _own_endpoints(own: Registration) -> Endpoints:
    return Endpoints(
        id=own.place.lower(),
        name=own.place,
        authorize=own.authorize,
        token=own.token,
        device=own.device,
        scopes=own.scopes,
        redirect_host="localhost" if own.redirect_host == "localhost" else "127.0.0.1",
    )
