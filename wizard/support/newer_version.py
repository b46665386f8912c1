"""Is there a newer version? Asked only when a person wants to know; answers with a link, no more.

Where to ask stands in the build settings of the package (`resources/build.json`). The project has
no published address of its own: an empty one, as in the source tree and in the .deb, means that
the question is never asked. An organisation can forbid it (`limits.allow_update_check`).

The answer is a small JSON object, `{"version": "1.2.3"}`. Nothing about this computer is sent, and
nothing is downloaded or started.
"""

import http.client
import re
import ssl
import urllib.error
import urllib.request
from enum import StrEnum
from urllib.parse import urlsplit

import msgspec
import truststore

from wizard import __version__
from wizard.messages import Message, message
from wizard.profile.model import Profile
from wizard.resources import resource

_MOST_BYTES = 4096
_DEADLINE_SECONDS = 5.0
_VERSION = re.compile(r"\d{1,4}(\.\d{1,4}){1,3}", re.ASCII)


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """The part of the build settings that this question needs. Empty: do not ask."""

    newer_version_url: str = ""
    download_url: str = ""


class Answer(StrEnum):
    """What became of the question."""

    OFF = "off"
    FORBIDDEN = "forbidden"
    NEWER = "newer"
    CURRENT = "current"
    UNKNOWN = "unknown"


class NewerVersion(msgspec.Struct, frozen=True, kw_only=True):
    """The answer; `version` and `link` are set when there is something newer."""

    answer: Answer
    version: str = ""
    link: str = ""

    @property
    def shown(self) -> Message:
        """The sentence for people."""
        match self.answer:
            case Answer.NEWER:
                values = {"version": self.version, "here": __version__, "link": self.link}
                return Message("newer_version.newer", values)
            case Answer.CURRENT:
                return message("newer_version.current", here=__version__)
            case Answer.FORBIDDEN:
                return message("newer_version.forbidden")
            case Answer.UNKNOWN:
                return message("newer_version.unknown")
            case Answer.OFF:
                return message("newer_version.off")


def published() -> Published:
    """The settings of this package; empty ones when it was built without any."""
    try:
        return msgspec.json.decode(resource("build.json").read_bytes(), type=Published)
    except (OSError, msgspec.DecodeError):
        return Published()


def may_ask(profile: Profile, where: Published | None = None) -> Answer | None:
    """OFF or FORBIDDEN when the question must not be asked, None when it may."""
    places = published() if where is None else where
    if not _is_https(places.newer_version_url) or not _is_https(places.download_url):
        return Answer.OFF
    if not profile.limits.allow_update_check or not profile.lookups.allow_outside:
        return Answer.FORBIDDEN
    return None


def newer_version(
    profile: Profile,
    where: Published | None = None,
    *,
    here: str = __version__,
    context: ssl.SSLContext | None = None,
) -> NewerVersion:
    """Ask once, five seconds at most; whatever goes wrong is UNKNOWN. Blocks: not on the window."""
    places = published() if where is None else where
    refused = may_ask(profile, places)
    if refused is not None:
        return NewerVersion(answer=refused)
    found = _asked(places.newer_version_url, context)
    if found is None:
        return NewerVersion(answer=Answer.UNKNOWN)
    if _numbers(found) <= _numbers(here):
        return NewerVersion(answer=Answer.CURRENT, version=found)
    return NewerVersion(answer=Answer.NEWER, version=found, link=places.download_url)


class _Said(msgspec.Struct, frozen=True):
    version: str


def _asked(url: str, context: ssl.SSLContext | None) -> str | None:
    trust = context or truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    opener = urllib.request.build_opener(
        urllib.request.HTTPSHandler(context=trust), _NoRedirect
    )  # fmt: skip
    asking = urllib.request.Request(url, headers={"User-Agent": "SendAgain"})  # noqa: S310
    try:
        with opener.open(asking, timeout=_DEADLINE_SECONDS) as answer:
            said = msgspec.json.decode(answer.read(_MOST_BYTES), type=_Said)
    except (OSError, ValueError, http.client.HTTPException, urllib.error.URLError):
        return None
    return said.version if _VERSION.fullmatch(said.version) else None


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The address of the package is the only one that is asked."""

    def redirect_request(self, *_arguments: object) -> None:
        return None


def _is_https(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "https" and bool(parts.hostname)


def _numbers(version: str) -> tuple[int, ...]:
    numbers = [int(part) for part in version.split(".")]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)
