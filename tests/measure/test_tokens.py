"""Signing in with a token: XOAUTH2 and OAUTHBEARER, what refusals say, and where it never goes."""

import base64
import json
from collections.abc import Awaitable, Callable

import pytest

from tests.measure.world import (
    ADDRESS,
    AUTHORITY,
    TRUSTED,
    MailServer,
    Talk,
    context,
    listening,
    measured,
    target,
)
from wizard.account import Secret, Token
from wizard.diagnosis import Finding
from wizard.facts.server import Ending, ServerFacts, SignInResult
from wizard.judge.case import Case
from wizard.judge.diagnose import diagnose
from wizard.measure.probe import Context
from wizard.measure.smtp import sign_in
from wizard.measure.smtp.conversation import Depth, converse
from wizard.vocabulary import Security

TOKEN = "ya29.s3cret-Canary_token~7q4w"
LONG = TOKEN + "x" * 1_500
Auth = Callable[[Talk, str], Awaitable[None]]


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def with_token(port: int, token: str = TOKEN, security: Security = Security.STARTTLS) -> Context:
    told = context(port, security)
    told.password = Token(token)
    return told


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        (("PLAIN", "OAUTHBEARER", "XOAUTH2"), "XOAUTH2"),
        (("oauthbearer", "PLAIN"), "OAUTHBEARER"),
        (("PLAIN", "LOGIN", "SCRAM-SHA-256"), ""),
    ],
)
def test_a_token_is_never_sent_as_a_password(offered: tuple[str, ...], chosen: str) -> None:
    assert sign_in.choose(offered, Token(TOKEN)) == chosen
    assert sign_in.choose(("XOAUTH2", "OAUTHBEARER"), Secret("a password")) == ""


def test_xoauth2_as_google_and_microsoft_document_it() -> None:
    exchange = sign_in.begin(
        "XOAUTH2", "someuser@example.com", Token("ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg")
    )
    assert next(exchange) == (
        "AUTH XOAUTH2 dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB5YTI5LnZGOWRmdDRxbVRjMk52"
        "YjNSbGNrQmhkSFJoZG1semRHRXVZMjl0Q2cBAQ=="
    )
    assert exchange.send(b64(b'{"status":"401"}')) == ""


def test_oauthbearer_as_rfc_7628_frames_it() -> None:
    exchange = sign_in.begin("OAUTHBEARER", "a=b,c@example.com", Token("vF9dft4qmTc2Nvb3"))
    first = base64.b64decode(next(exchange).split(" ")[2])
    assert first == b"n,a=a=3Db=2Cc@example.com,\1auth=Bearer vF9dft4qmTc2Nvb3\1\1"
    assert exchange.send(b64(b'{"status":"invalid_token"}')) == "AQ=="


@pytest.mark.parametrize("method", sign_in.TOKEN_METHODS)
def test_a_long_token_does_not_go_with_the_command(method: str) -> None:
    exchange = sign_in.begin(method, ADDRESS, Token(LONG))
    assert next(exchange) == f"AUTH {method}"
    assert LONG.encode() in base64.b64decode(exchange.send(""))


@pytest.mark.parametrize(
    ("challenge", "told"),
    [
        (b'{"status":"invalid_token","scope":"mail","x":"y"}', "status=invalid_token scope=mail"),
        (b'{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}',
         "status=400 scope=https://mail.google.com/ schemes=Bearer"),
        (b'{"status":{"a":1}}', "status={'a': 1}"),
        (b"{}", ""), (b"[]", ""), (b"", ""), (b"\xff", ""), (b"[" * 3000, ""),
    ],
)  # fmt: skip
def test_what_a_refusal_says(challenge: bytes, told: str) -> None:
    assert sign_in.refusal_told("XOAUTH2", b64(challenge)) == told
    assert sign_in.refusal_told("PLAIN", b64(challenge)) == ""
    assert sign_in.refusal_told("XOAUTH2", "no base64!") == ""
    assert len(sign_in.refusal_told("XOAUTH2", b64(b'{"status":"%b"}' % (b"x" * 9_000)))) <= 200


def accepting(method: str, *, initial: bool = True) -> Auth:
    """A server that takes the token, with the command or after its empty challenge."""

    async def auth(talk: Talk, command: str) -> None:
        words = command.split(" ")
        assert words[1] == method
        given = words[2] if len(words) == 3 and initial else ""
        if not given:
            await talk.write(b"334 \r\n")
            given = (await talk.reader.readline()).decode()
        bearer = f"\1auth=Bearer {talk.server.password}\1\1".encode()
        right = base64.b64decode(given).endswith(bearer)
        await talk.write(b"235 2.7.0 ok\r\n" if right else b"535 5.7.8 wrong\r\n")

    return auth


def refusing(challenge: dict[str, str], *, echo: bool = False) -> Auth:
    async def auth(talk: Talk, command: str) -> None:
        said = {**challenge, "scope": command.split(" ")[2]} if echo else challenge
        await talk.write(f"334 {b64(json.dumps(said).encode())}\r\n".encode())
        talk.server.heard.append("after: " + (await talk.reader.readline()).decode().rstrip())
        await talk.write(b"535 5.7.3 Authentication unsuccessful\r\n")

    return auth


@pytest.mark.parametrize("method", sign_in.TOKEN_METHODS)
@pytest.mark.parametrize("token", [TOKEN, LONG])
@pytest.mark.parametrize("initial", [True, False])
async def test_a_token_is_accepted(method: str, token: str, initial: bool) -> None:
    server = MailServer(
        tls=TRUSTED,
        lines_in_tls=(f"AUTH PLAIN {method}",),
        auth=accepting(method, initial=initial),
        password=token,
    )
    async with listening(server):
        told = with_token(server.port, token)
        facts = await converse(told, target(server.port), Depth.ENVELOPE)
    assert (facts.sign_in, facts.sign_in_method) == (SignInResult.ACCEPTED, method)
    assert facts.ending is Ending.COMPLETE
    assert_masked(told, facts, token)
    assert "sign_in.accepted_token" in findings(told, facts)


@pytest.mark.parametrize(
    ("method", "dummy"), [("XOAUTH2", "after: "), ("OAUTHBEARER", "after: AQ==")]
)
@pytest.mark.parametrize("echo", [False, True])
async def test_a_token_is_refused(method: str, dummy: str, echo: bool) -> None:
    server = MailServer(
        tls=TRUSTED,
        lines_in_tls=(f"AUTH {method}",),
        auth=refusing({"status": "insufficient_scope"}, echo=echo),
    )
    async with listening(server):
        told = with_token(server.port)
        facts = await converse(told, target(server.port), Depth.ENVELOPE)
    assert facts.sign_in is SignInResult.REFUSED
    assert facts.refusal is not None
    assert facts.refusal.code == 535
    assert dummy in server.heard
    assert facts.sign_in_told.startswith("status=insufficient_scope")
    assert any("decoded: status=insufficient_scope" in line.text for line in told.transcript)
    assert_masked(told, facts, TOKEN)
    assert findings(told, facts)["sign_in.token_without_right"].evidence["reply"].startswith("535")


async def test_a_refusal_that_never_ends_is_cancelled() -> None:
    async def auth(talk: Talk, _: str) -> None:
        for _ in range(3):
            await talk.write(f"334 {b64(b'{}')}\r\n".encode())
            talk.server.heard.append((await talk.reader.readline()).decode().rstrip())
            if talk.server.heard[-1] == "*":
                await talk.write(b"501 5.7.0 cancelled\r\n")
                return

    server = MailServer(tls=TRUSTED, lines_in_tls=("AUTH XOAUTH2",), auth=auth)
    async with listening(server):
        facts = await converse(with_token(server.port), target(server.port), Depth.ENVELOPE)
    assert facts.sign_in is SignInResult.REFUSED
    assert "*" in server.heard


async def test_never_over_an_unprotected_connection() -> None:
    server = MailServer(lines=("AUTH XOAUTH2 OAUTHBEARER",))
    async with listening(server):
        told = with_token(server.port, security=Security.NONE)
        facts = await converse(told, target(server.port, Security.NONE), Depth.ENVELOPE)
    assert facts.sign_in is SignInResult.UNPROTECTED
    assert not any(c.startswith("AUTH") for c in server.heard)


async def test_never_after_a_failed_certificate() -> None:
    other = AUTHORITY.context("other.example")
    server = MailServer(tls=other, lines_in_tls=("AUTH XOAUTH2",))
    async with listening(server):
        told = with_token(server.port)
        facts = await converse(told, target(server.port), Depth.ENVELOPE)
    assert facts.sign_in is SignInResult.UNTRUSTED
    assert not any(c.startswith("AUTH") for c in server.heard)


def assert_masked(told: Context, facts: ServerFacts, token: str) -> None:
    import msgspec

    written = msgspec.json.encode(facts).decode() + "".join(line.text for line in told.transcript)
    assert token not in written
    for framed in (f"auth=Bearer {token}", f"user={ADDRESS}\1auth=Bearer {token}\1\1", token):
        for offset in range(3):
            encoded = b64(b"x" * offset + framed.encode())[8:-8]
            assert encoded not in written


def findings(told: Context, facts: ServerFacts) -> dict[str, Finding]:
    """What the judge makes of it."""
    observation = measured("account_server", facts)
    case = Case(
        account=told.account,
        observations={"account_server": observation},
        pasted=None,
        judged_at=observation.started,
        outside_allowed=True,
    )
    return {finding.id: finding for finding in diagnose(case).findings}
