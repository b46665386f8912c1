"""One attempt to sign in, over a dialogue. Decides first whether it may be tried at all.

The password or token leaves this computer only inside TLS whose certificate was accepted, and only
here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from wizard.account import Secret
from wizard.facts.server import Ending, ServerReply, SignInResult
from wizard.measure.daemon import aside
from wizard.measure.smtp import sign_in
from wizard.measure.smtp.capabilities import Capabilities
from wizard.measure.smtp.dialogue import Dialogue
from wizard.measure.smtp.masking import MASK
from wizard.vocabulary import Stage

_ACCEPTED = 235
_CONTINUE = 334
# Working out a SCRAM proof takes a second or two on a slow computer.
_THINKING_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Signed:
    """What became of signing in. `ending` None: the conversation may go on to MAIL.

    `told`: what the server said about a token that it refused, beside its reply.
    """

    result: SignInResult
    method: str = ""
    ending: Ending | None = None
    told: str = ""


async def try_signing_in(
    talk: Dialogue,
    offered: Capabilities,
    username: str,
    password: Secret | None,
    *,
    protected: bool,
    seconds: Callable[[], float],
) -> Signed:
    """Sign in once, if there is something to sign in with and it is safe."""
    if not offered.sign_in_announced:
        return Signed(SignInResult.NOT_OFFERED)
    if password is None:
        return Signed(SignInResult.NO_PASSWORD, ending=Ending.COMPLETE)
    if not protected:
        return Signed(SignInResult.UNPROTECTED, ending=Ending.COMPLETE)
    method = sign_in.choose(offered.sign_in_methods, password)
    if not method:
        return Signed(SignInResult.NO_COMMON_METHOD, ending=Ending.COMPLETE)
    exchange = sign_in.begin(method, username, password)
    heard: list[str] = []
    reply = await _exchange(talk, exchange, seconds, heard)
    told = next(filter(None, (sign_in.refusal_told(method, said) for said in heard)), "")
    if told:
        told = talk.note_explained(told)
    if isinstance(reply, Ending):
        return Signed(SignInResult.NOT_REACHED, method, reply, told)
    if reply.code == _ACCEPTED:
        return Signed(SignInResult.ACCEPTED, method)
    return Signed(SignInResult.REFUSED, method, Ending.REPLY, told)


async def _exchange(
    talk: Dialogue, exchange: sign_in.Exchange, seconds: Callable[[], float], heard: list[str]
) -> ServerReply | Ending:
    """Answer every challenge; cancel with `*` (RFC 4954 section 4) when one makes no sense.

    `heard` is filled with the text of every challenge.
    """
    line = next(exchange)
    command = " ".join(line.split(" ")[:2])
    shown = command if command == line else f"{command} {MASK}"
    while True:
        reply = await talk.ask(Stage.AUTH, line, seconds(), shown=shown)
        if isinstance(reply, Ending) or reply.code != _CONTINUE:
            return reply
        challenge = "".join(reply.lines)
        heard.append(challenge)
        try:
            line = await aside(partial(_next_line, exchange, challenge), _THINKING_SECONDS)
        except (sign_in.BadChallenge, TimeoutError):
            return await talk.ask(Stage.AUTH, "*", seconds())
        shown = MASK


def _next_line(exchange: sign_in.Exchange, challenge: str) -> str:
    try:
        return exchange.send(challenge)
    except StopIteration:  # the server goes on asking after everything was said
        raise sign_in.BadChallenge from None
