"""What the helpdesk knows of a caller: the same from a code as from a bundle, only less or more."""

from enum import StrEnum
from typing import TypeVar

import msgspec

from wizard.messages import Message
from wizard.support import provider_names
from wizard.support.bundle.opening import Bundle
from wizard.support.code.layout import NEWER_PROVIDER, NO_PROVIDER, PROFILE_PROVIDER
from wizard.support.code.saying import circumstances, overall, reply_text
from wizard.support.code.spoken import Decoded
from wizard.support.code.tables import NO_STAGE, transport
from wizard.support.report_file import ReportFile
from wizard.vocabulary import Cause, Security, Stage, Step, Verdict

E = TypeVar("E", bound=StrEnum)
D = TypeVar("D")

# Which step to open first, for each cause.
_FIXING = {
    Cause.SERVER_OVERLOAD: Step.WAIT,
    Cause.TOO_MANY_CONNECTIONS: Step.RATE,
    Cause.RATE_LIMIT: Step.RATE,
    Cause.IP_BLOCKED: Step.BLOCKLISTS,
    Cause.CLIENT_SETTINGS: Step.SETTINGS,
    Cause.AUTH_FAILED: Step.SETTINGS,
    Cause.TLS_PROBLEM: Step.SETTINGS,
    Cause.NETWORK: Step.CONNECTION,
    Cause.OUTDATED_CLIENT: Step.UPDATES,
    Cause.SENDER_AUTH_DNS: Step.PROVIDER,
    Cause.GREYLISTING: Step.WAIT,
    Cause.MAILBOX_OR_CONTENT: Step.PROVIDER,
    Cause.SESSION_TIMEOUT: Step.SETTINGS,
    Cause.MAINTENANCE_SHUTDOWN: Step.WAIT,
    Cause.UNKNOWN_GENERIC: Step.PROVIDER,
    Cause.NONE: Step.SETTINGS,
}


class View(msgspec.Struct, frozen=True, kw_only=True):
    """A caller's result. Texts from a bundle are untrusted; '' means that it is not known.

    `reply` is the server's answer: its own words from a bundle, code and class from a code.
    `circumstances` are sentences of ours: where it stopped, over which kind of connection.
    """

    code: str
    cause: Cause
    verdict: Verdict
    verdicts: tuple[Verdict, ...]
    stage: Stage | None = None
    circumstances: tuple[Message, ...] = ()
    reply: str = ""
    provider: str = ""
    provider_id: str = ""
    server: str = ""
    system: str = ""
    fix_step: Step
    title: str = ""
    next: str = ""
    tag: str = ""
    report: ReportFile | None = None


def view_of_code(decoded: Decoded) -> View:
    """What a code tells."""
    content = decoded.content
    provider = provider_names.of_number(content.provider)
    known = content.provider not in (NO_PROVIDER, NEWER_PROVIDER, PROFILE_PROVIDER)
    return View(
        code=decoded.code.text,
        cause=Cause(content.cause),
        verdict=overall(content.cause, content.verdicts),
        verdicts=content.verdicts,
        stage=None if content.stage == NO_STAGE else Stage(content.stage),
        circumstances=circumstances(decoded),
        reply=reply_text(content.reply) if content.reply[0].isdigit() else "",
        provider=provider.name if provider and known else "",
        provider_id=provider.id if provider and known else "",
        system=content.system,
        fix_step=_FIXING[Cause(content.cause)],
    )


def view_of_bundle(bundle: Bundle) -> View:
    """What a bundle tells: everything."""
    report = bundle.report
    cause = _member(Cause, report.cause, Cause.UNKNOWN_GENERIC)
    verdicts = {step.step: step.verdict for step in report.steps}
    refusals = [reply for reply in report.replies if reply.text[:1] in "45"]
    fix_step = report.fix_step if report.fix_step in list(Step) else _FIXING[cause]
    stage = _member(Stage, refusals[-1].stage, None) if refusals else None
    return View(
        code=report.code,
        cause=cause,
        verdict=_member(Verdict, report.verdict, Verdict.COULD_NOT_CHECK),
        verdicts=tuple(_member(Verdict, verdicts.get(step, ""), Verdict.SKIPPED) for step in Step),
        stage=stage,
        circumstances=_circumstances(report, stage),
        reply=refusals[-1].text if refusals else "",
        provider=_provider_name(report.account.provider),
        provider_id=report.account.provider,
        server=f"{report.account.host}:{report.account.port}",
        system=report.system,
        fix_step=Step(fix_step),
        title=report.title,
        next=report.next,
        tag=bundle.tag,
        report=report,
    )


def cause_name(view: View) -> Message:
    """The cause in words."""
    return Message(f"cause.{view.cause.value}")


def _member(kind: type[E], value: str, otherwise: D) -> E | D:
    try:
        return kind(value)
    except ValueError:
        return otherwise


def _circumstances(report: ReportFile, stage: Stage | None) -> tuple[Message, ...]:
    security = _member(Security, report.account.security, None)
    told = [Message(f"stage.{stage.value}")] if stage else []
    if security is not None:
        told.append(Message(f"code.transport.{transport(report.account.port, security)}"))
    return tuple(told)


def _provider_name(id_: str) -> str:
    number = provider_names.number_of(id_)
    provider = provider_names.of_number(number) if number is not None else None
    return provider.name if provider else ""
