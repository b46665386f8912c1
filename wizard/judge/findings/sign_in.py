"""Step 3: signing in, as far as it was tried, and what the provider is known to want."""

from collections.abc import Iterator

from wizard.account import SignIn
from wizard.accounts.providers import Provider, provider_for_domain
from wizard.facts.server import Ending, ServerFacts, ServerReply, SignInResult
from wizard.judge.case import Case
from wizard.judge.evidence import Evidence, Found, Share, likely, supports
from wizard.judge.findings.making import found
from wizard.judge.findings.reached import main_conversation
from wizard.judge.findings.refusal import live_reply
from wizard.judge.thresholds import REFUSED_SLOWLY_SECONDS
from wizard.vocabulary import Cause, Security, Stage, Step, Verdict, Who

# Sign-in with a token (RFC 7628 and Google's XOAUTH2); everything else takes a password.
TOKEN_METHODS = frozenset({"XOAUTH2", "OAUTHBEARER"})
# Those that this program can use; whoever has a password is never told NO_COMMON_METHOD for one.
PASSWORD_METHODS = frozenset({"PLAIN", "LOGIN", "SCRAM-SHA-256", "CRAM-MD5"})
_ABOUT_SIGN_IN = (Cause.AUTH_FAILED, Cause.OUTDATED_CLIENT)


def findings(case: Case) -> Iterator[Found]:
    """What the server offers, what became of the sign-in, what the provider wants."""
    main = main_conversation(case)
    if main is None:
        return
    if not case.account.server_is_proven:
        yield found(
            "sign_in.server_not_proven",
            Step.SETTINGS,
            Verdict.ATTENTION,
            Who.USER,
            evidence={"server": case.account.host},
            host=case.account.host,
        )
    offered = {method.upper() for method in main.sign_in_methods}
    signed_in = main.sign_in is SignInResult.ACCEPTED
    if offered and offered <= TOKEN_METHODS and main.ending is Ending.COMPLETE and not signed_in:
        yield _tokens_only(case, main)
    else:
        yield from _result(case, main)
    yield from _refused(case, main)


def _evidence(main: ServerFacts) -> dict[str, str]:
    return {
        "methods": " ".join(main.sign_in_methods),
        "method": main.sign_in_method,
        "result": main.sign_in.value,
    }


def _result(case: Case, main: ServerFacts) -> Iterator[Found]:
    evidence = _evidence(main)
    complete = main.ending is Ending.COMPLETE
    match main.sign_in:
        case SignInResult.ACCEPTED:
            by_token = main.sign_in_method in TOKEN_METHODS
            id_ = "sign_in.accepted_token" if by_token else "sign_in.accepted"
            yield found(id_, Step.SETTINGS, Verdict.FINE, evidence=evidence)
        case SignInResult.NO_COMMON_METHOD if complete and _takes_passwords(main):
            # A password would have been taken, so it was a token that was not.
            yield found(
                "sign_in.passwords_only",
                Step.SETTINGS,
                Verdict.ATTENTION,
                Who.USER,
                evidence=evidence,
            )
        case SignInResult.NO_COMMON_METHOD if complete:
            yield found(
                "sign_in.no_common_method",
                Step.UPDATES,
                Verdict.PROBLEM,
                Who.USER,
                *likely(
                    Share(Cause.OUTDATED_CLIENT, 0.65, Who.USER),
                    Share(Cause.AUTH_FAILED, 0.2, Who.ADMIN),
                ),
                evidence=evidence,
            )
        case SignInResult.NOT_OFFERED if complete and not _takes_mail(main):
            yield found(
                "sign_in.not_offered",
                Step.SETTINGS,
                Verdict.ATTENTION,
                Who.USER,
                evidence=evidence,
                port=main.port,
            )
        case SignInResult.UNPROTECTED:
            yield _unprotected(main, evidence)
        case SignInResult.NO_PASSWORD if complete:
            yield found("sign_in.not_tried", Step.SETTINGS, Verdict.SKIPPED, evidence=evidence)
            yield from _wanted(case)
        case _:
            pass


def _takes_passwords(main: ServerFacts) -> bool:
    return any(method.upper() in PASSWORD_METHODS for method in main.sign_in_methods)


def _takes_mail(main: ServerFacts) -> bool:
    return any(r.stage is Stage.RCPT and 200 <= r.code < 300 for r in main.replies)


def _unprotected(main: ServerFacts, evidence: dict[str, str]) -> Found:
    """We send no password in the clear. Servers that offer STARTTLS mostly insist on it."""
    insists = main.starttls_offered is True
    return found(
        "sign_in.unprotected",
        Step.SETTINGS,
        Verdict.PROBLEM if insists else Verdict.ATTENTION,
        Who.USER,
        *(likely(Share(Cause.CLIENT_SETTINGS, 0.7, Who.USER)) if insists else ()),
        evidence={**evidence, "security": Security.NONE.value},
    )


def _tokens_only(case: Case, main: ServerFacts) -> Found:
    """The server takes no passwords from programs (D46)."""
    tried = main.sign_in is SignInResult.NO_COMMON_METHOD
    asked = case.pasted is not None and case.pasted.cause in _ABOUT_SIGN_IN
    votes: tuple[Evidence, ...] = ()
    if tried:
        votes = likely(Share(Cause.OUTDATED_CLIENT, 0.94, Who.USER))
    elif asked:
        votes = (supports(Cause.OUTDATED_CLIENT, 12.0, Who.USER),)
    return found(
        "sign_in.tokens_only",
        Step.UPDATES,
        Verdict.PROBLEM if votes else Verdict.ATTENTION,
        Who.USER,
        *votes,
        evidence=_evidence(main),
    )


# A temporary answer to a sign-in that may come from wrong passwords, not from connections or load.
_A_PAUSE = (Cause.RATE_LIMIT, Cause.AUTH_FAILED, Cause.UNKNOWN_GENERIC)


def _refused(case: Case, main: ServerFacts) -> Iterator[Found]:
    """Beside the server's own words: what this provider is known to want, and how slow it was."""
    reply = live_reply(case)
    refusal = main.refusal
    if reply is None or refusal is None or refusal.stage is not Stage.AUTH:
        return
    if main.sign_in_method in TOKEN_METHODS:
        if refusal.code >= 500:
            yield _token_refused(main, refusal)
        return
    if reply.cause is Cause.AUTH_FAILED and not reply.rule.startswith("app-password"):
        yield from _wanted_but_refused(case)
    if reply.cause is Cause.AUTH_FAILED and refusal.took_seconds >= REFUSED_SLOWLY_SECONDS:
        # The server delays wrong passwords already: further tries lead to a lock (D25).
        yield found(
            "sign_in.refused_slowly",
            Step.SETTINGS,
            Verdict.ATTENTION,
            Who.USER,
            evidence={"answer took": f"{refusal.took_seconds:.1f} s", "reply": refusal.text},
        )
    if reply.cause in _A_PAUSE and (reply.cause is Cause.RATE_LIMIT or refusal.code < 500):
        yield found(
            "sign_in.wait_after_wrong_passwords",
            Step.SETTINGS,
            Verdict.ATTENTION,
            Who.USER,
            evidence={"reply": refusal.text},
        )


def _token_refused(main: ServerFacts, refusal: ServerReply) -> Found:
    """RFC 7628 3.2.2: `insufficient_scope` is about the right to send, all else about the token.

    XOAUTH2 says 403 for the one and 400 or 401 for the other.
    """
    told = main.sign_in_told
    right = any(word in told for word in ("insufficient_scope", "status=403"))
    return found(
        "sign_in.token_without_right" if right else "sign_in.token_refused",
        Step.SETTINGS,
        Verdict.PROBLEM,
        Who.ADMIN if right else Who.USER,
        supports(Cause.AUTH_FAILED, 6.0, Who.ADMIN if right else Who.USER),
        evidence={"reply": refusal.text, **({"server said": told} if told else {})},
        leads=True,
    )


def _wanted_but_refused(case: Case) -> Iterator[Found]:
    provider = _provider(case)
    if provider is None:
        return
    kinds = set(provider.sign_in)
    if kinds == {SignIn.OAUTH2}:
        yield found(
            "sign_in.provider_tokens_only",
            Step.UPDATES,
            Verdict.PROBLEM,
            Who.USER,
            supports(Cause.OUTDATED_CLIENT, 20.0, Who.USER),
            evidence={"provider": provider.name, "as of": provider.date},
            leads=True,
            provider=provider.name,
        )
    elif _only_app_passwords(kinds):
        yield found(
            "sign_in.provider_app_password",
            Step.SETTINGS,
            Verdict.PROBLEM,
            Who.USER,
            supports(Cause.AUTH_FAILED, 3.0, Who.USER),
            evidence={"provider": provider.name, "as of": provider.date},
            leads=True,
            provider=provider.name,
        )


def _wanted(case: Case) -> Iterator[Found]:
    """A word in advance for whoever has not signed in yet."""
    provider = _provider(case)
    if provider is None:
        return
    kinds = set(provider.sign_in)
    evidence = {"provider": provider.name, "as of": provider.date}
    asked = case.pasted is not None and case.pasted.cause in _ABOUT_SIGN_IN
    if kinds == {SignIn.OAUTH2}:
        yield found(
            "sign_in.provider_tokens_only",
            Step.UPDATES,
            Verdict.PROBLEM if asked else Verdict.FINE,
            Who.USER if asked else None,
            *((supports(Cause.OUTDATED_CLIENT, 6.0, Who.USER),) if asked else ()),
            evidence=evidence,
            provider=provider.name,
        )
    elif _only_app_passwords(kinds):
        yield found(
            "sign_in.provider_app_password",
            Step.SETTINGS,
            Verdict.PROBLEM if asked else Verdict.FINE,
            Who.USER if asked else None,
            *((supports(Cause.AUTH_FAILED, 2.0, Who.USER),) if asked else ()),
            evidence=evidence,
            provider=provider.name,
        )


def _only_app_passwords(kinds: set[SignIn]) -> bool:
    return SignIn.APP_PASSWORD in kinds and SignIn.PASSWORD not in kinds


def _provider(case: Case) -> Provider | None:
    """The provider, when the account uses its servers and so its rules."""
    provider = provider_for_domain(case.account.domain)
    if provider is None or not provider.sign_in:
        return None
    own = {server.host for server in provider.servers}
    return provider if case.account.host.lower() in own else None
