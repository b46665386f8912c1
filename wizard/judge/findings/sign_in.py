"""Step 3: signing in, as far as it was tried, and what the provider is known to want."""

from collections.abc import Iterator

from wizard.account import SignIn
from wizard.accounts.providers import provider_for_domain
from wizard.facts.server import Ending, ServerFacts, SignInResult
from wizard.judge.case import Case
from wizard.judge.evidence import FAIR, GOOD, STRONG, WEAK, Evidence, Found
from wizard.judge.findings.making import found
from wizard.vocabulary import Cause, Step, Verdict, Who

# Sign-in with a token (RFC 7628 and Google's XOAUTH2); everything else takes a password.
TOKEN_METHODS = frozenset({"XOAUTH2", "OAUTHBEARER"})


def findings(case: Case) -> Iterator[Found]:
    """What the server offers, what became of the sign-in, what the provider wants."""
    main = case.facts("account_server", ServerFacts)
    if main is None:
        return
    evidence = {"methods": " ".join(main.sign_in_methods), "result": main.sign_in.value}
    offered = {method.upper() for method in main.sign_in_methods}
    if offered and offered <= TOKEN_METHODS and main.ending is Ending.COMPLETE:
        yield _tokens_only(main, evidence)
        return
    match main.sign_in:
        case SignInResult.ACCEPTED:
            yield found("sign_in.accepted", Step.SETTINGS, Verdict.FINE, None, evidence=evidence)
        case SignInResult.NO_COMMON_METHOD:
            yield found(
                "sign_in.no_common_method",
                Step.SETTINGS,
                Verdict.PROBLEM,
                Who.USER,
                Evidence(Cause.OUTDATED_CLIENT, FAIR, Who.USER),
                Evidence(Cause.AUTH_FAILED, WEAK, Who.USER),
                evidence=evidence,
            )
        case SignInResult.NOT_OFFERED if main.ending is Ending.COMPLETE:
            yield from _not_offered(main, evidence)
        case SignInResult.UNPROTECTED:
            yield found(
                "sign_in.unprotected",
                Step.SETTINGS,
                Verdict.PROBLEM,
                Who.USER,
                Evidence(Cause.CLIENT_SETTINGS, GOOD, Who.USER),
                evidence=evidence,
            )
        case SignInResult.NO_PASSWORD if main.ending is Ending.COMPLETE:
            yield found(
                "sign_in.not_tried", Step.SETTINGS, Verdict.SKIPPED, None, evidence=evidence
            )
            yield from _provider_wants(case)
        case _:
            pass


def _tokens_only(main: ServerFacts, evidence: dict[str, str]) -> Found:
    """The server takes no passwords from programs (D46)."""
    tried = main.sign_in is SignInResult.NO_COMMON_METHOD
    votes = (Evidence(Cause.OUTDATED_CLIENT, STRONG, Who.USER),) if tried else ()
    return found(
        "sign_in.tokens_only",
        Step.UPDATES,
        Verdict.PROBLEM if tried else Verdict.ATTENTION,
        Who.USER,
        *votes,
        evidence=evidence,
    )


def _not_offered(main: ServerFacts, evidence: dict[str, str]) -> Iterator[Found]:
    accepted = any(reply.code < 300 for reply in main.replies if reply.stage.value == "rcpt")
    if accepted:
        return
    yield found(
        "sign_in.not_offered",
        Step.SETTINGS,
        Verdict.ATTENTION,
        Who.USER,
        evidence=evidence,
        port=main.port,
    )


def _provider_wants(case: Case) -> Iterator[Found]:
    provider = provider_for_domain(case.account.domain)
    if provider is None or not provider.sign_in:
        return
    kinds = set(provider.sign_in)
    if kinds == {SignIn.OAUTH2}:
        id_ = "sign_in.provider_tokens_only"
    elif SignIn.APP_PASSWORD in kinds and SignIn.PASSWORD not in kinds:
        id_ = "sign_in.provider_app_password"
    else:
        return
    yield found(id_, Step.SETTINGS, Verdict.FINE, None, provider=provider.name)
