"""The SASL exchanges: published examples, real exchanges with a server, and nonsense."""

import base64
import hashlib
import hmac

import pytest

from tests.measure.world import (
    ADDRESS,
    CANARY,
    TRUSTED,
    MailServer,
    Talk,
    context,
    listening,
    target,
)
from wizard.account import Secret
from wizard.facts.server import Ending, SignInResult
from wizard.measure.smtp import sign_in
from wizard.measure.smtp.conversation import Depth, converse
from wizard.vocabulary import Security


def b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        (("LOGIN", "PLAIN"), "PLAIN"),
        (("login",), "LOGIN"),
        (("CRAM-MD5", "SCRAM-SHA-256"), "SCRAM-SHA-256"),
        (("XOAUTH2", "OAUTHBEARER"), ""),
        ((), ""),
    ],
)
def test_the_method_that_mail_programs_use_comes_first(
    offered: tuple[str, ...], chosen: str
) -> None:
    assert sign_in.choose(offered) == chosen


def test_plain_as_in_rfc_4616() -> None:
    exchange = sign_in.begin("PLAIN", "tim", Secret("tanstaaftanstaaf"))
    assert next(exchange) == f"AUTH PLAIN {b64(chr(0) + 'tim' + chr(0) + 'tanstaaftanstaaf')}"


def test_cram_md5_as_in_rfc_2195() -> None:
    exchange = sign_in.begin("CRAM-MD5", "tim", Secret("tanstaaftanstaaf"))
    assert next(exchange) == "AUTH CRAM-MD5"
    answer = exchange.send(b64("<1896.697170952@postoffice.reston.mci.net>"))
    assert base64.b64decode(answer) == b"tim b913a602c7eda7a495b4e6e7334d3890"


def test_scram_as_in_rfc_7677(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_in.secrets, "token_urlsafe", lambda _: "rOprNGfwEbeRWgbNEkqO")
    exchange = sign_in.begin("SCRAM-SHA-256", "user", Secret("pencil"))
    first = next(exchange).split(" ")[2]
    assert base64.b64decode(first) == b"n,,n=user,r=rOprNGfwEbeRWgbNEkqO"
    nonce = "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
    proof = exchange.send(b64(f"r={nonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"))
    assert base64.b64decode(proof).decode() == (
        f"c=biws,r={nonce},p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
    )
    assert exchange.send(b64("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")) == ""


@pytest.mark.parametrize(
    "challenge",
    [
        "not base64!",
        b64("r=other,s=W22Z,i=4096"),
        b64("r=abcX,s=W22Z,i=999999999"),
        b64("r=abcX,s=W22Z,i=-1"),
        b64("r=abcX,s=,i=4096"),
        b64("r=abcX,s=W22Z,i=" + "9" * 5000),
        b64("nonsense"),
        base64.b64encode(b"\xff\xfe").decode(),
        "",
    ],
)
def test_scram_challenges_without_sense_are_refused(
    challenge: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_in.secrets, "token_urlsafe", lambda _: "abc")
    exchange = sign_in.begin("SCRAM-SHA-256", "user", Secret("pencil"))
    next(exchange)
    with pytest.raises(sign_in.BadChallenge):
        exchange.send(challenge)


async def scram_server(talk: Talk, command: str) -> None:
    """Checks the proof as RFC 5802 says, with the iteration count of RFC 7677."""
    first = base64.b64decode(command.split(" ")[2]).decode()[3:]
    nonce, salt = first.partition(",r=")[2] + "server", b"salt"
    server_first = f"r={nonce},s={base64.b64encode(salt).decode()},i=4096"
    await talk.write(f"334 {b64(server_first)}\r\n".encode())
    final = base64.b64decode(await talk.reader.readline()).decode()
    without, _, proof = final.partition(",p=")
    salted = hashlib.pbkdf2_hmac("sha256", talk.server.password.encode(), salt, 4096)
    client_key = hmac.digest(salted, b"Client Key", "sha256")
    signed = f"{first},{server_first},{without}".encode()
    signature = hmac.digest(hashlib.sha256(client_key).digest(), signed, "sha256")
    if base64.b64decode(proof) != bytes(a ^ b for a, b in zip(client_key, signature, strict=True)):
        await talk.write(b"535 5.7.8 wrong\r\n")
        return
    server_key = hmac.digest(salted, b"Server Key", "sha256")
    verifier = base64.b64encode(hmac.digest(server_key, signed, "sha256")).decode()
    await talk.write(f"334 {b64(f'v={verifier}')}\r\n".encode())
    await talk.reader.readline()
    await talk.write(b"235 2.7.0 ok\r\n")


async def cram_server(talk: Talk, command: str) -> None:
    await talk.write(f"334 {b64('<1@mx>')}\r\n".encode())
    said = base64.b64decode(await talk.reader.readline()).decode()
    digest = hmac.new(talk.server.password.encode(), b"<1@mx>", "md5").hexdigest()
    right = said == f"{ADDRESS} {digest}"
    await talk.write(b"235 ok\r\n" if right else b"535 wrong\r\n")


@pytest.mark.parametrize(
    ("method", "auth"), [("SCRAM-SHA-256", scram_server), ("CRAM-MD5", cram_server)]
)
@pytest.mark.parametrize("right", [True, False])
async def test_signing_in_without_showing_the_password(method, auth, right: bool) -> None:
    server = MailServer(
        tls=TRUSTED,
        lines_in_tls=(f"AUTH {method}",),
        auth=auth,
        password=CANARY if right else "another",
    )
    async with listening(server):
        told = context(server.port, password=CANARY)
        facts = await converse(told, target(server.port), Depth.ENVELOPE)
    assert facts.sign_in is (SignInResult.ACCEPTED if right else SignInResult.REFUSED)
    assert facts.sign_in_method == method


async def test_never_over_an_unprotected_connection() -> None:
    server = MailServer(lines=("AUTH PLAIN LOGIN",))
    async with listening(server):
        told = context(server.port, Security.NONE, password=CANARY)
        facts = await converse(told, target(server.port, Security.NONE), Depth.ENVELOPE)
    assert facts.sign_in is SignInResult.UNPROTECTED
    assert facts.ending is Ending.COMPLETE
    assert not any(c.startswith(("AUTH", "MAIL")) for c in server.heard)


async def test_only_methods_that_need_a_browser() -> None:
    server = MailServer(tls=TRUSTED, lines_in_tls=("AUTH XOAUTH2 OAUTHBEARER",))
    async with listening(server):
        told = context(server.port, password=CANARY)
        facts = await converse(told, target(server.port), Depth.ENVELOPE)
    assert facts.sign_in is SignInResult.NO_COMMON_METHOD
    assert facts.sign_in_methods == ("XOAUTH2", "OAUTHBEARER")
    assert not any(c.startswith("AUTH") for c in server.heard)


async def test_an_old_way_to_announce_methods() -> None:
    server = MailServer(tls=TRUSTED, lines_in_tls=("AUTH=LOGIN PLAIN", "AUTH LOGIN"))
    async with listening(server):
        told = context(server.port, password=CANARY)
        facts = await converse(told, target(server.port), Depth.ENVELOPE)
    assert facts.sign_in_methods == ("LOGIN", "PLAIN")
    assert facts.sign_in is SignInResult.ACCEPTED


async def test_an_empty_list_of_methods_is_no_invitation_to_go_without() -> None:
    server = MailServer(lines=("AUTH ",))
    async with listening(server):
        told = context(server.port, Security.NONE)
        facts = await converse(told, target(server.port, Security.NONE), Depth.ENVELOPE)
    assert facts.sign_in is SignInResult.NO_PASSWORD
    assert not any(c.startswith("MAIL") for c in server.heard)
