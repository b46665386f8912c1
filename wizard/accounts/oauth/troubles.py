"""Why a browser sign-in did not come about: values, each with two sentences."""

from dataclasses import dataclass
from enum import StrEnum

from wizard.messages import Message, message


class Trouble(StrEnum):
    """Each has the messages `browser_sign_in.<value>` and `….next`."""

    NO_PROVIDER = "no_provider"
    NO_CLIENT = "no_client"
    NOT_PROTECTED = "not_protected"
    NO_DEVICE = "no_device"
    NO_BROWSER = "no_browser"
    NO_PORT = "no_port"
    NOBODY_CAME = "nobody_came"
    DENIED = "denied"
    CODE_EXPIRED = "code_expired"
    ENDED = "ended"
    CLIENT_REFUSED = "client_refused"
    SCOPE_REFUSED = "scope_refused"
    REFUSED = "refused"
    NOT_REACHED = "not_reached"
    NOT_TRUSTED = "not_trusted"
    SLOW = "slow"
    ELSEWHERE = "elsewhere"
    NO_SENSE = "no_sense"
    TOO_MUCH = "too_much"
    OUT_OF_ORDER = "out_of_order"


@dataclass(frozen=True, slots=True)
class Refusal:
    """No sign-in, and why. `code` is the provider's own short word for it (RFC 6749 5.2)."""

    trouble: Trouble
    provider: str = ""
    code: str = ""

    @property
    def sentence(self) -> Message:
        """What happened, in one sentence."""
        return message(f"browser_sign_in.{self.trouble}", provider=self.provider)

    @property
    def next(self) -> Message:
        """What to do next."""
        provider, code = self.provider, self.code or "-"
        return message(f"browser_sign_in.{self.trouble}.next", provider=provider, code=code)
