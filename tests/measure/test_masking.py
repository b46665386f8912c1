"""The password never reaches a record, in whatever form a server repeats it."""

import base64
from urllib.parse import quote

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

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
from tests.support.test_canaries import PASSWORD, encodings, found
from wizard.account import Secret
from wizard.facts.server import ServerFacts, SignInResult
from wizard.measure.smtp.conversation import Depth, converse
from wizard.measure.smtp.masking import Mask, printable

PLAIN = base64.b64encode(f"\0{ADDRESS}\0{CANARY}".encode()).decode()
FORMS = [
    CANARY,
    CANARY.upper(),
    base64.b64encode(CANARY.encode()).decode(),
    PLAIN,
    quote(CANARY),
    CANARY.encode().hex(),
    base64.b64encode(f"user={CANARY};".encode()).decode(),
]


def nowhere(text: str) -> None:
    for form in (CANARY, base64.b64encode(CANARY.encode()).decode(), PLAIN, CANARY.encode().hex()):
        assert form.lower() not in text.lower()
    assert base64.b64encode(f"xx{CANARY}".encode()).decode()[6:-4] not in text


async def run(server: MailServer) -> tuple[str, ServerFacts]:
    async with listening(server):
        told = context(server.port, password=CANARY)
        facts = await converse(told, target(server.port), Depth.ENVELOPE)
    transcript = "\n".join(line.text for line in told.transcript)
    recorded = transcript + msgspec.json.encode(facts).decode() + repr(facts) + repr(told)
    return recorded, facts


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("verb", ["AUTH", "MAIL", "EHLO"])
async def test_a_server_that_repeats_the_password(verb: str, form: str) -> None:
    said = f"535-5.7.8 you said {form}\r\n535 really {form}!\r\n".encode()
    if verb == "EHLO":
        said = f"250-mx\r\n250-{form}\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n".encode()
    recorded, _ = await run(MailServer(tls=TRUSTED, say={verb: said}))
    nowhere(recorded)


@pytest.mark.parametrize("form", FORMS)
async def test_garbage_with_the_password_in_it(form: str) -> None:
    recorded, _ = await run(MailServer(tls=TRUSTED, say={"AUTH": f"?? {form}\r\n".encode()}))
    nowhere(recorded)


@pytest.mark.parametrize("methods", ["PLAIN", "LOGIN"])
async def test_signing_in_leaves_no_trace(methods: str) -> None:
    server = MailServer(tls=TRUSTED, lines_in_tls=(f"AUTH {methods}",))
    recorded, facts = await run(server)
    assert facts.sign_in is SignInResult.ACCEPTED
    assert "********" in recorded
    nowhere(recorded)


async def test_a_challenge_that_never_ends_is_cancelled() -> None:
    async def asking(talk: Talk, command: str) -> None:
        for _ in range(50):
            await talk.write(b"334 VXNlcm5hbWU6\r\n")
            if (await talk.reader.readline()).strip() == b"*":
                await talk.write(b"501 5.7.0 cancelled\r\n")
                return

    server = MailServer(tls=TRUSTED, lines_in_tls=("AUTH LOGIN",), auth=asking)
    recorded, facts = await run(server)
    assert facts.sign_in is SignInResult.REFUSED
    nowhere(recorded)


@given(
    st.text(min_size=8, max_size=20),
    st.binary(max_size=10),
    st.binary(max_size=10),
    st.text(max_size=10),
)
def test_no_base64_around_it_hides_it(
    password: str, before: bytes, after: bytes, user: str
) -> None:
    try:
        raw = password.encode()
    except UnicodeEncodeError:
        assume(False)
        return
    mask = Mask(Secret(password), user.encode("ascii", "ignore").decode())
    shown = mask(base64.b64encode(before + raw + after).decode())
    inner = base64.b64encode(bytes(len(before) % 3) + raw).decode().rstrip("=")[4:-2]
    assert inner not in shown


def test_without_a_password_nothing_is_masked() -> None:
    assert Mask(None)("235 ok") == "235 ok"
    assert Mask(Secret(""))("235 ok") == "235 ok"


def test_text_from_outside_cannot_command_a_terminal() -> None:
    assert printable("a\x1b[31mb\u202ec\x00d\te") == "a\ufffd[31mb\ufffdc\ufffdd e"
    assert len(printable("x" * 5000)) == 2000


@pytest.mark.parametrize("form", list(encodings(PASSWORD)))
def test_no_form_in_which_a_server_could_say_it_is_left(form: str) -> None:
    masked = Mask(Secret(PASSWORD), "anna@example.com")(f"535 you sent {form} as your password")
    assert not found(masked, ("Zz-P@ss", "Canary/9", PASSWORD))
