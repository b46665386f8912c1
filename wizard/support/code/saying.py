"""A decoded code as JSON for programs and as text for people."""

from wizard.messages import ENGLISH, Language, Message, message
from wizard.screens import screen_of_step
from wizard.steps import step_info
from wizard.support import provider_names
from wizard.support.code.layout import NEWER_PROVIDER, NO_PROVIDER, PROFILE_PROVIDER
from wizard.support.code.spoken import Decoded
from wizard.support.code.tables import NO_REPLY, NO_STAGE
from wizard.vocabulary import Step, Verdict

_PAIR = {
    "465_tls": (465, "tls"),
    "587_starttls": (587, "starttls"),
    "25_starttls": (25, "starttls"),
    "unprotected": (None, "none"),
}


def code_json(decoded: Decoded, language: Language = ENGLISH) -> dict[str, object]:
    """The contract's Code JSON, and what else the code carries."""
    content = decoded.content
    port, security = _PAIR.get(content.transport, (None, None))
    provider = provider_names.of_number(content.provider)
    return {
        "schema": "sendagain.code/1",
        "version": decoded.version,
        "code": decoded.code.text,
        "cause": content.cause,
        "cause_title": language.render(cause_title(decoded)),
        "stage": None if content.stage == NO_STAGE else content.stage,
        "reply": None if content.reply == NO_REPLY else reply_text(content.reply),
        "steps": [
            {
                "step": int(step),
                "screen": screen_of_step(step),
                "verdict": verdict.value,
            }
            for step, verdict in zip(Step, content.verdicts, strict=True)
        ],
        "verdict": overall(content.cause, content.verdicts).value,
        "provider": provider.id if provider else None,
        "provider_name": language.render(provider_title(decoded)),
        "from_profile": content.provider == PROFILE_PROVIDER,
        "transport": content.transport,
        "port": port,
        "security": security,
        "system": content.system,
        "spelled": list(decoded.code.spelled(language.code)),
    }


def code_text(decoded: Decoded, language: Language) -> str:
    """What a code says, for whoever is on the phone with the caller."""
    say = language.render
    content = decoded.content
    lines = [
        say(message("code.heading", code=decoded.code.text)),
        say(message("code.cause", cause=say(cause_title(decoded)))),
        *(say(told) for told in circumstances(decoded)),
        "",
        say(message("code.steps")),
    ]
    for step, verdict in zip(Step, content.verdicts, strict=True):
        name, state = say(step_info(step).name), say(Message(f"verdict.{verdict.value}"))
        lines.append("  " + say(message("code.step", step=int(step), name=name, state=state)))
    lines += ["", say(message("code.not_personal"))]
    return "\n".join(lines) + "\n"


def circumstances(decoded: Decoded) -> tuple[Message, ...]:
    """Where it stopped, what was answered, the provider, the connection, and the system."""
    content = decoded.content
    return (
        *((stage_title(decoded),) if content.stage != NO_STAGE else ()),
        *((reply_title(decoded),) if content.reply != NO_REPLY else ()),
        provider_title(decoded),
        Message(f"code.transport.{content.transport}"),
        Message(f"code.system.{content.system}"),
    )


def overall(cause: str, verdicts: tuple[Verdict, ...]) -> Verdict:
    """The verdict of the whole run as far as the steps show it; the code holds no field for it."""
    if cause != "none" or Verdict.PROBLEM in verdicts:
        return Verdict.PROBLEM
    for verdict in (Verdict.ATTENTION, Verdict.FINE):
        if verdict in verdicts:
            return verdict
    return Verdict.COULD_NOT_CHECK


def cause_title(decoded: Decoded) -> Message:
    """The cause in words."""
    return Message(f"cause.{decoded.content.cause}")


def stage_title(decoded: Decoded) -> Message:
    """Where the conversation stopped, in words."""
    return Message(f"stage.{decoded.content.stage}")


def reply_title(decoded: Decoded) -> Message:
    """What the server said, or how the conversation ended, in words."""
    kind = decoded.content.reply
    if kind[0].isdigit():
        return message("code.reply", reply=reply_text(kind))
    return Message(f"code.ended.{kind}")


def reply_text(kind: str) -> str:
    """A reply kind as people write it: `421 4.7.x`."""
    code, _, narrow = kind.partition("_")
    if not code[0].isdigit():
        return kind
    return f"{code} {narrow}.x" if narrow else code


def provider_title(decoded: Decoded) -> Message:
    """The provider in words."""
    number = decoded.content.provider
    provider = provider_names.of_number(number)
    if provider is not None:
        return message("code.provider", name=provider.name)
    if number == PROFILE_PROVIDER:
        return message("code.provider.profile")
    known = number not in (NO_PROVIDER, NEWER_PROVIDER)
    if known or number == NEWER_PROVIDER:
        return message("code.provider.newer")
    return message("code.provider.unknown")
