"""Step 4: the connections that are open now, and whether they explain the server's complaint."""

from collections.abc import Iterator

from wizard.facts.computer import MailConnection, MailConnectionsFacts, MailProgramsFacts
from wizard.facts.network import LinkFacts
from wizard.judge.case import Case
from wizard.judge.evidence import Evidence, Found, supports, weakens
from wizard.judge.findings.making import found
from wizard.judge.findings.reached import main_conversation, refused_conversation
from wizard.judge.findings.refusal import addresses_of_server, live_reply
from wizard.judge.thresholds import MANY_CONNECTIONS_ALL, MANY_CONNECTIONS_SENDING
from wizard.vocabulary import Cause, Stage, Step, Verdict, Who

_READING_PORTS = (143, 993, 110, 995)
# A bare 421 may be this; a reply that names another reason is believed.
_MAY_BE_CROWDING = (Cause.TOO_MANY_CONNECTIONS, Cause.UNKNOWN_GENERIC)


def findings(case: Case) -> Iterator[Found]:
    """What is open; and, when the server complains, whose connections those may be."""
    facts = case.facts("mail_connections", MailConnectionsFacts)
    if facts is None:
        return
    complaint = live_reply(case)
    refused = refused_conversation(case)
    if complaint is None or refused is None or complaint.cause not in _MAY_BE_CROWDING:
        yield _counted(facts)
        return
    here = _to_server(facts, addresses_of_server(case, refused[0]))
    total = sum(one.open for one in here)
    if _are_many(here):
        yield _ours(here, total, complaint.cause)
    elif complaint.cause is Cause.TOO_MANY_CONNECTIONS and facts.complete:
        yield _others(case, total)
    else:
        yield _counted(facts)
    if complaint.cause is Cause.TOO_MANY_CONNECTIONS and refused[1].stage is Stage.AUTH:
        yield found("sign_in.accepted_too_often", Step.SETTINGS, Verdict.FINE)


def holds_many(case: Case) -> bool:
    """Whether this computer holds many connections to the account's server right now."""
    facts = case.facts("mail_connections", MailConnectionsFacts)
    main = main_conversation(case)
    if facts is None or main is None:
        return False
    return _are_many(_to_server(facts, addresses_of_server(case, main)))


def _are_many(here: list[MailConnection]) -> bool:
    sending = sum(one.open for one in here if one.port not in _READING_PORTS)
    total = sum(one.open for one in here)
    return sending >= MANY_CONNECTIONS_SENDING or total >= MANY_CONNECTIONS_ALL


def _counted(facts: MailConnectionsFacts) -> Found:
    return found(
        "rate.connections" if facts.complete else "rate.connections_partly",
        Step.RATE,
        Verdict.FINE if facts.complete else Verdict.COULD_NOT_CHECK,
        evidence={
            f"{one.program or '?'} {one.address}:{one.port}": str(one.open)
            for one in facts.connections
        },
        count=sum(one.open for one in facts.connections),
    )


def _to_server(facts: MailConnectionsFacts, addresses: frozenset[str]) -> list[MailConnection]:
    return [one for one in facts.connections if one.address in addresses]


def _ours(here: list[MailConnection], total: int, named: Cause) -> Found:
    """This computer holds many (D19)."""
    votes: tuple[Evidence, ...] = (supports(Cause.TOO_MANY_CONNECTIONS, 3.0, Who.USER),)
    if named is Cause.UNKNOWN_GENERIC:
        # The reply gave no reason, the count does.
        votes = (
            supports(Cause.TOO_MANY_CONNECTIONS, 12.0, Who.USER),
            weakens(Cause.UNKNOWN_GENERIC, 5.0),
        )
    programs = sorted({_shown(one.program) for one in here if one.program})
    return found(
        "rate.connections_here",
        Step.RATE,
        Verdict.PROBLEM,
        Who.USER,
        *votes,
        evidence={
            "programs": ", ".join(programs),
            **{f"{o.program or '?'} {o.address}:{o.port}": str(o.open) for o in here},
        },
        leads=True,
        count=total,
        programs=", ".join(programs) or "–",
    )


# What people call the programs whose processes are counted.
_NAMES = {
    "thunderbird": "Thunderbird", "outlook": "Outlook", "olk": "Outlook", "evolution": "Evolution",
    "kmail": "KMail", "claws-mail": "Claws Mail", "sylpheed": "Sylpheed", "geary": "Geary",
    "mailspring": "Mailspring", "betterbird": "Betterbird", "emclient": "eM Client",
}  # fmt: skip


def _shown(process: str) -> str:
    stem = process.lower().removesuffix(".exe").removesuffix("-bin").removesuffix("-esr")
    return _NAMES.get(stem, process)


def _others(case: Case, total: int) -> Found:
    """The connections are not from here (D20): another device, or neighbours on the address."""
    link = case.facts("link", LinkFacts)
    shared = link is not None and link.shared_address
    programs = case.facts("mail_programs", MailProgramsFacts)
    return found(
        "rate.connections_of_neighbours" if shared else "rate.connections_elsewhere",
        Step.RATE,
        Verdict.ATTENTION,
        Who.USER,
        evidence={
            "open here": str(total),
            "mail programs": ", ".join(p.name for p in programs.programs) if programs else "",
        },
    )
