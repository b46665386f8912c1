"""What of a finished run goes into its code: where it stopped, what the server said, the rest."""

from wizard.account import Account, Source
from wizard.facts.computer import ComputerFacts
from wizard.facts.names import NameResult, ServerNameFacts
from wizard.facts.server import Ending, ServerFacts, SignInResult, TlsFacts, TlsFailure
from wizard.judge.case import Case
from wizard.record import RunRecord
from wizard.reply import Reply
from wizard.support import provider_names
from wizard.support.code.layout import (
    NEWER_PROVIDER,
    NO_PROVIDER,
    PROFILE_PROVIDER,
    Content,
)
from wizard.support.code.tables import NO_REPLY, NO_STAGE, reply_kind, table, transport
from wizard.vocabulary import Cause, Stage, Step, Verdict

_OF_ENDING = {
    Ending.SILENCE: "silence",
    Ending.CLOSED: "closed",
    Ending.RESET: "reset",
    Ending.NOT_SMTP: "not_smtp",
    Ending.TOO_LONG: "not_smtp",
    Ending.NO_STARTTLS: "no_starttls",
}
_OF_TLS_FAILURE = {
    TlsFailure.NOT_TLS: "not_tls",
    TlsFailure.OLD_VERSION: "old_tls",
    TlsFailure.CLOSED: "closed",
    TlsFailure.SILENCE: "silence",
    TlsFailure.OTHER: "tls_failed",
}


def content_of(record: RunRecord) -> Content:
    """The facts of a run that its code carries."""
    verdicts = {state.step: state.verdict for state in record.diagnosis.steps}
    cause = record.diagnosis.cause
    stage, reply = stopped_at(record.case, cause)
    account = record.case.account
    return Content(
        cause=cause.value if cause.value in table("causes") else Cause.UNKNOWN_GENERIC.value,
        stage=stage,
        reply=reply,
        verdicts=tuple(verdicts.get(step, Verdict.SKIPPED) for step in Step),
        provider=_provider(account),
        transport=transport(account.port, account.security),
        system=_system(record.case),
    )


def stopped_at(case: Case, cause: Cause) -> tuple[str, str]:
    """(stage, reply kind): what was measured first, else what the pasted error said."""
    if cause is Cause.NONE:
        return NO_STAGE, NO_REPLY
    name = case.facts("server_name", ServerNameFacts)
    if name is not None and name.result is not NameResult.FOUND:
        gone = name.result in (NameResult.NO_SUCH_NAME, NameResult.NO_ADDRESS)
        return Stage.RESOLVE.value, "name_not_found" if gone else "name_no_answer"
    server = case.facts("account_server", ServerFacts)
    measured = _of_server(server) if server is not None else None
    if measured is not None:
        return measured
    return _of_pasted(case.pasted) if case.pasted is not None else (NO_STAGE, NO_REPLY)


def _of_server(server: ServerFacts) -> tuple[str, str] | None:
    stage = server.stage.value
    if server.ending is Ending.NO_CONNECTION:
        kind = server.connect.result.value
        kind = "no_route" if kind == "unreachable" else kind
        return Stage.CONNECT.value, kind if kind in table("replies") else NO_REPLY
    if server.refusal is not None:
        said = server.refusal
        return said.stage.value, reply_kind(said.code, " ".join(said.lines))
    if server.ending is Ending.TLS_FAILED and server.tls is not None:
        return stage, _of_tls(server.tls)
    if server.ending in _OF_ENDING:
        return stage, _OF_ENDING[server.ending]
    if server.sign_in in (SignInResult.NO_COMMON_METHOD, SignInResult.NOT_OFFERED):
        return Stage.AUTH.value, "no_common_method"
    if server.tls is not None and server.tls.problem is not None:
        return Stage.TLS.value, _of_tls(server.tls)
    return None


def _of_tls(tls: TlsFacts) -> str:
    if tls.problem is not None and tls.problem.value in table("replies"):
        return tls.problem.value
    return _OF_TLS_FAILURE.get(tls.failure, "tls_failed") if tls.failure else "tls_failed"


def _of_pasted(pasted: Reply) -> tuple[str, str]:
    stage = pasted.stage.value if pasted.stage is not None else NO_STAGE
    if pasted.code is None:
        return stage, NO_REPLY
    return stage, reply_kind(pasted.code, pasted.enhanced or "")


def _provider(account: Account) -> int:
    if account.sources.get("host") is Source.PROFILE:
        return PROFILE_PROVIDER
    if not account.provider:
        return NO_PROVIDER
    number = provider_names.number_of(account.provider)
    if number is None:
        return NO_PROVIDER
    return number if number < NEWER_PROVIDER else NEWER_PROVIDER


def _system(case: Case) -> str:
    computer = case.facts("computer", ComputerFacts)
    name = computer.system.casefold() if computer else ""
    return name if name in table("systems") else "linux"
