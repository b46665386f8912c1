"""Whatever probes say, the judge answers, in sentences that exist, and never takes a failed
check for a pass."""

import string
from datetime import UTC, datetime

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.judge.cases import ACCOUNT, Part, case, healthy
from wizard.account import Account, Source
from wizard.diagnosis import Diagnosis
from wizard.facts.blocklists import BlocklistFacts, PublicAddressFacts
from wizard.facts.computer import (
    ComputerFacts,
    MailConnectionsFacts,
    MailProgramsFacts,
    MailQueueFacts,
    OutboxFacts,
)
from wizard.facts.names import ResolverFacts, ServerNameFacts
from wizard.facts.network import InternetFacts, LineFacts, LinkFacts, PortalFacts
from wizard.facts.server import Ending, OtherPortsFacts, ServerFacts
from wizard.judge.case import Case
from wizard.judge.diagnose import diagnose
from wizard.judge.findings.unchecked import PROBES
from wizard.messages import ENGLISH, Message
from wizard.messages.catalogue import TEXTS
from wizard.observation import NotRun, Observation, Outcome
from wizard.reply import Reply
from wizard.vocabulary import Cause, Step, Verdict

FACTS = (
    LinkFacts, InternetFacts, LineFacts, PortalFacts, ResolverFacts, ServerNameFacts, ServerFacts,
    OtherPortsFacts, PublicAddressFacts, BlocklistFacts, ComputerFacts, MailProgramsFacts,
    MailConnectionsFacts, OutboxFacts, MailQueueFacts,
)  # fmt: skip
GOOD = (Verdict.FINE, Verdict.ATTENTION)
WORDS = st.sampled_from([
    "", "127.0.0.2", "127.0.0.10", "::1", "203.0.113.25", "mail.example.test", "spamcop",
    "spamhaus-zen", "Avast", "PLAIN", "XOAUTH2", "wg0", "Postfix", "+OK", "* OK", "HTTP/1.1 200",
    "4.7.0 too many connections", "4.4.2 timeout exceeded", "\x00\x01", "x" * 3000,
])  # fmt: skip
TEXT = WORDS | st.text(max_size=12)
st.register_type_strategy(str, TEXT)


def built(kind: type) -> st.SearchStrategy[object]:
    """Any value of a Struct, field by field."""
    fields = msgspec.structs.fields(kind)
    return st.builds(kind, **{field.name: _of(field.type) for field in fields})


def _of(type_: object) -> st.SearchStrategy[object]:
    if isinstance(type_, type) and issubclass(type_, msgspec.Struct):
        return built(type_)
    arguments = getattr(type_, "__args__", ())
    origin = getattr(type_, "__origin__", None)
    if origin is tuple:
        if arguments[-1] is Ellipsis:
            return st.lists(_of(arguments[0]), max_size=3).map(tuple)
        return st.tuples(*(_of(one) for one in arguments))
    if type(type_).__name__ == "UnionType" or str(origin) == "typing.Union":
        return st.one_of(*(_of(one) for one in arguments))
    if type_ is int:
        return st.integers(-(2**40), 2**40) | st.sampled_from([25, 110, 143, 421, 465, 587, 250])
    if type_ is float:
        return st.floats()
    return st.from_type(type_)  # type: ignore[arg-type]


ANY_FACTS = st.one_of(*(built(one) for one in FACTS))
OBSERVATIONS = st.fixed_dictionaries(
    {},
    optional={
        probe: st.builds(
            Observation,
            probe=st.just(probe),
            started=st.just(datetime(2026, 11, 23, tzinfo=UTC)),
            took_seconds=st.floats(),
            outcome=st.just(Outcome.MEASURED)
            | st.just(Outcome.MEASURED)
            | st.sampled_from(Outcome),
            facts=st.one_of(built(kind), built(kind), built(kind), st.none(), ANY_FACTS),
            reason=st.none() | st.sampled_from(NotRun),
            because=st.sampled_from(["", "server_name", "account_server", "nonsense"]),
        )
        for probe, (_, kind) in PROBES.items()
    },
)
# Sentences without values: which values a sentence gets is the business of the reply's reader.
MESSAGE = st.sampled_from(
    sorted(id_ for id_, text in TEXTS.items() if id_.startswith("reply.") and "{" not in str(text))
).map(Message)
REPLY = st.builds(
    Reply,
    text=TEXT,
    confidence=st.floats(),
    title=MESSAGE,
    meaning=MESSAGE,
    next=MESSAGE,
    **{
        field.name: _of(field.type)
        for field in msgspec.structs.fields(Reply)
        if field.name in ("cause", "secondary", "who", "wait_seconds", "stage", "layer", "code")
    },
)
ACCOUNTS = st.just(ACCOUNT) | st.builds(
    msgspec.structs.replace,
    st.just(ACCOUNT),
    address=st.sampled_from(["anna@gmail.com", "anna@outlook.com", "a@gmx.de", "@", ""]),
    host=st.sampled_from(["smtp.gmail.com", "localhost", ""]),
    sources=st.sampled_from([{}, {"host": Source.GUESS}]),
)
CASES = st.builds(
    Case,
    account=ACCOUNTS,
    observations=OBSERVATIONS,
    pasted=st.none() | REPLY,
    judged_at=st.just(datetime(2026, 11, 23, tzinfo=UTC)),
    outside_allowed=st.booleans(),
)
THOROUGH = settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@THOROUGH
@given(CASES)
def test_any_case_has_an_answer(any_case: Case):
    got = diagnose(any_case)
    assert [state.step for state in got.steps] == list(Step)
    assert (got.cause is Cause.NONE) == (got.verdict in GOOD)
    assert got.causes == () or got.causes[0].cause is got.cause
    assert sum(one.confidence for one in got.causes) <= 1.02
    assert all(0 < one.confidence <= 0.97 for one in got.causes)
    ids = {finding.id for finding in got.findings}
    for one in got.causes:
        assert set(one.because) <= ids
        assert set(one.against) <= ids
        assert one.because


@THOROUGH
@given(CASES)
def test_a_failed_check_is_never_a_pass(any_case: Case):
    got = diagnose(any_case)
    main = any_case.facts("account_server", ServerFacts)
    if got.verdict in GOOD:
        assert all(finding.verdict is not Verdict.PROBLEM for finding in got.findings)
        assert main is not None
        assert main.ending is Ending.COMPLETE
    for probe, (step, kind) in PROBES.items():
        observation = any_case.observations.get(probe)
        if observation is None or any_case.facts(probe, kind) is not None:
            continue
        finding = got.finding(f"unchecked.{probe}")
        assert finding is not None
        assert finding.verdict in (Verdict.COULD_NOT_CHECK, Verdict.SKIPPED)
        if finding.verdict is Verdict.COULD_NOT_CHECK:
            state = next(s for s in got.steps if s.step is step)
            assert state.verdict not in (Verdict.FINE, Verdict.SKIPPED)


@THOROUGH
@given(CASES)
def test_every_finding_is_whole(any_case: Case):
    got = diagnose(any_case)
    ids = [finding.id for finding in got.findings]
    assert len(ids) == len(set(ids))
    for finding in got.findings:
        if finding.verdict in (Verdict.PROBLEM, Verdict.ATTENTION):
            assert finding.who is not None
            assert finding.next is not None
        if finding.verdict is Verdict.COULD_NOT_CHECK:
            assert finding.could_not_check_reason is not None
        if finding.depends_on and finding.depends_on in ids:
            cure = got.finding(finding.depends_on)
            assert cure is not None
            assert cure.id != finding.id
    every_sentence_renders(got)


@THOROUGH
@given(CASES)
def test_the_same_case_gives_the_same_answer_also_from_a_file(any_case: Case):
    again = msgspec.convert(msgspec.to_builtins(any_case), Case)
    assert msgspec.to_builtins(diagnose(again)) == msgspec.to_builtins(diagnose(any_case))


def every_sentence_renders(got: Diagnosis) -> None:
    """No sentence is missing, and none lacks a value."""
    shown = [got.title, got.meaning, got.next, got.decide_by]
    for finding in got.findings:
        shown += [finding.title, finding.meaning, finding.next, finding.could_not_check_reason]
    for one in shown:
        if one is None:
            continue
        assert one.id in TEXTS, one.id
        text = TEXTS[one.id]
        forms = text if isinstance(text, tuple) else (text,)
        names = {name for form in forms for _, name, _, _ in string.Formatter().parse(form) if name}
        assert names <= set(one.params), (one.id, names)
        assert ENGLISH.render(one)


def test_the_parts_of_a_healthy_home_are_known_probes():
    assert {part.probe for part in healthy()} == set(PROBES)
    assert isinstance(case(Part("link")).account, Account)
