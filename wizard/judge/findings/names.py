"""Steps 2 and 3: whether names are found at all, and whether the server's name exists.

A server's name that this program only guessed is nobody's mistake: when no mail server is found
there, the finding says that the server is not known.
"""

from collections.abc import Iterator

from wizard.account import Source
from wizard.accounts.providers import provider_for_domain
from wizard.accounts.slips import likely_domain
from wizard.facts.names import NameResult, ResolverFacts, ServerNameFacts
from wizard.judge.case import Case
from wizard.judge.evidence import Found, Share, likely
from wizard.judge.findings.making import found
from wizard.judge.findings.reached import (
    controls_failed,
    has_spoken,
    invented_address,
    main_conversation,
    names_are_found,
    open_ports,
    server_reached,
)
from wizard.vocabulary import Cause, Step, Verdict, Who

ANSWERED = (NameResult.FOUND, NameResult.NO_SUCH_NAME, NameResult.NO_ADDRESS)
_MISSING = (NameResult.NO_SUCH_NAME, NameResult.NO_ADDRESS)


def findings(case: Case) -> Iterator[Found]:
    """The resolver, then the name."""
    resolver = case.facts("resolver", ResolverFacts)
    if resolver is not None:
        yield from _resolver(case, resolver)
    name = case.facts("server_name", ServerNameFacts)
    if name is not None:
        yield from _name(case, name)


def _resolver(case: Case, facts: ResolverFacts) -> Iterator[Found]:
    evidence = {
        "resolver": ", ".join(facts.nameservers),
        "result": facts.result.value,
        "asks the world from": facts.egress_address,
        "operator": facts.operator,
        "invented": facts.invented_address,
        "another resolver says": facts.second_opinion.value if facts.second_opinion else "",
    }
    if facts.result not in ANSWERED:
        yield _silent(case, facts, evidence)
    elif facts.invents_names:
        yield found(
            "connection.resolver_invents",
            Step.CONNECTION,
            Verdict.ATTENTION,
            Who.ADMIN,
            evidence=evidence,
        )
    elif facts.diverted:
        yield found(
            "connection.resolver_diverted",
            Step.CONNECTION,
            Verdict.ATTENTION,
            Who.ADMIN,
            evidence=evidence,
        )
    else:
        yield found("connection.resolver_fine", Step.CONNECTION, Verdict.FINE, evidence=evidence)


def _silent(case: Case, facts: ResolverFacts, evidence: dict[str, str]) -> Found:
    """Programs ask the system, not this resolver: when that finds names, nothing is broken."""
    if names_are_found(case) or server_reached(case):
        return found(
            "connection.resolver_unknown",
            Step.CONNECTION,
            Verdict.COULD_NOT_CHECK,
            evidence=evidence,
        )
    id_ = "connection.resolver_only_tcp" if facts.took_tcp else "connection.resolver_silent"
    return found(
        id_,
        Step.CONNECTION,
        Verdict.PROBLEM,
        Who.USER,
        *likely(Share(Cause.NETWORK, 0.94, Who.USER)),
        evidence=evidence,
    )


def _name(case: Case, name: ServerNameFacts) -> Iterator[Found]:
    evidence = {
        "name": name.host,
        "result": name.result.value,
        "addresses": ", ".join(name.order or (*name.ipv4, *name.ipv6)),
        "suggestion": name.suggestion,
    }
    reached = server_reached(case)
    if _guess_failed(case, name):
        yield _not_known(case, evidence)
    elif name.result is NameResult.FOUND:
        made_up = invented_address(case)
        if made_up and not reached:
            yield found(
                "server.name_invented",
                Step.CONNECTION,
                Verdict.PROBLEM,
                Who.USER,
                *likely(
                    Share(Cause.NETWORK, 0.75, Who.USER),
                    Share(Cause.CLIENT_SETTINGS, 0.2, Who.USER),
                ),
                evidence={**evidence, "invented": made_up},
                host=name.host,
            )
        elif name.parked and not reached:
            yield found(
                "server.parked",
                Step.SETTINGS,
                Verdict.PROBLEM,
                Who.USER,
                *likely(Share(Cause.CLIENT_SETTINGS, 0.92, Who.USER)),
                evidence=evidence,
                host=name.host,
            )
        else:
            yield found(
                "server.name_found",
                Step.SETTINGS,
                Verdict.FINE,
                evidence=evidence,
                host=name.host,
            )
    elif name.result in _MISSING and not _others_know_it(case):
        yield _unknown(case, name, evidence)
    else:
        yield found(
            "server.name_unanswered",
            Step.CONNECTION,
            Verdict.PROBLEM,
            Who.USER,
            *likely(Share(Cause.NETWORK, 0.85, Who.USER)),
            evidence=evidence,
            host=name.host,
        )


def _guess_failed(case: Case, name: ServerNameFacts) -> bool:
    """Whether no mail server was found at a name that nobody gave, though the network works."""
    if case.account.sources.get("host") is not Source.GUESS:
        return False
    if name.result in _MISSING:
        return not _others_know_it(case)
    main = main_conversation(case)
    unheard = main is not None and not has_spoken(main) and not open_ports(case)
    return name.result is NameResult.FOUND and unheard and not controls_failed(case)


def _not_known(case: Case, evidence: dict[str, str]) -> Found:
    domain, likely_right = case.account.domain, likely_domain(case.account.domain)
    if likely_right:
        return found(
            "server.address_misspelt",
            Step.SETTINGS,
            Verdict.PROBLEM,
            Who.USER,
            *likely(Share(Cause.CLIENT_SETTINGS, 0.9, Who.USER)),
            evidence={**evidence, "suggestion": likely_right},
            domain=domain,
            suggestion=likely_right,
        )
    return found(
        "server.not_known",
        Step.SETTINGS,
        Verdict.PROBLEM,
        Who.USER,
        *likely(Share(Cause.CLIENT_SETTINGS, 0.6, Who.USER)),
        evidence=evidence,
        domain=domain,
    )


def _others_know_it(case: Case) -> bool:
    """An independent resolver found the name that the own one denies: filtered, not misspelt."""
    resolver = case.facts("resolver", ResolverFacts)
    return resolver is not None and resolver.second_opinion is NameResult.FOUND


def _unknown(case: Case, name: ServerNameFacts, evidence: dict[str, str]) -> Found:
    if name.suggestion:
        return found(
            "server.name_misspelt",
            Step.SETTINGS,
            Verdict.PROBLEM,
            Who.USER,
            *likely(Share(Cause.CLIENT_SETTINGS, 0.95, Who.USER)),
            evidence=evidence,
            host=name.host,
            suggestion=name.suggestion,
        )
    provider = provider_for_domain(case.account.domain)
    known = provider is not None and any(
        server.host == name.host.lower() for server in provider.servers
    )
    if known:
        # The table names this very server, so the name is right and the answer is wrong.
        return found(
            "server.name_denied",
            Step.CONNECTION,
            Verdict.PROBLEM,
            Who.USER,
            *likely(Share(Cause.NETWORK, 0.7, Who.USER), Share(Cause.CLIENT_SETTINGS, 0.2)),
            evidence=evidence,
            host=name.host,
        )
    return found(
        "server.name_unknown",
        Step.SETTINGS,
        Verdict.PROBLEM,
        Who.USER,
        *likely(Share(Cause.CLIENT_SETTINGS, 0.9, Who.USER)),
        evidence=evidence,
        host=name.host,
    )
