"""The judge never raises and never calls a failed probe a pass, whatever it is given."""

import types
import typing
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import Enum

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.judge.cases import ACCOUNT, NOW
from wizard import facts as fact_types
from wizard.judge.case import Case
from wizard.judge.diagnose import diagnose
from wizard.judge.findings.unchecked import PROBES
from wizard.judge.reply import explain
from wizard.observation import NotRun, Observation, Outcome
from wizard.vocabulary import Verdict

_TEXT = st.one_of(
    st.sampled_from(["", "203.0.113.25", "2001:db8::1", "127.0.0.2", "zen", "421", "timeout"]),
    st.text(max_size=12),
)


def values(kind: object) -> st.SearchStrategy[object]:
    """Any value of a type, as msgspec would accept it."""
    origin = typing.get_origin(kind)
    arguments = typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return st.one_of(*(values(one) for one in arguments))
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        return st.lists(values(arguments[0]), max_size=3).map(tuple)
    if origin is tuple:
        return st.tuples(*(values(one) for one in arguments))
    if origin in (dict, Mapping):
        return st.dictionaries(values(arguments[0]), values(arguments[1]), max_size=2)
    assert isinstance(kind, type)
    if issubclass(kind, msgspec.Struct):
        return structs(kind)
    return plain(kind)


def plain(kind: type) -> st.SearchStrategy[object]:
    if issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    simple: dict[type, st.SearchStrategy[object]] = {
        str: _TEXT,
        bool: st.booleans(),
        int: st.integers(-2, 70000),
        float: st.floats(-1e9, 1e9, allow_nan=False),
        type(None): st.none(),
        datetime: st.just(datetime(2026, 1, 1, tzinfo=UTC)),
    }
    return simple[kind]


def structs(kind: type[msgspec.Struct]) -> st.SearchStrategy[object]:
    hints = typing.get_type_hints(kind)
    fields = {name: values(hints[name]) for name in kind.__struct_fields__}
    return st.fixed_dictionaries(fields).map(lambda chosen: kind(**chosen))


_FACTS = {
    "link": fact_types.LinkFacts,
    "resolver": fact_types.ResolverFacts,
    "internet": fact_types.InternetFacts,
    "portal": fact_types.PortalFacts,
    "line": fact_types.LineFacts,
    "server_name": fact_types.ServerNameFacts,
    "account_server": fact_types.ServerFacts,
    "other_family": fact_types.ServerFacts,
    "other_ports": fact_types.OtherPortsFacts,
    "control": fact_types.OtherPortsFacts,
    "public_address": fact_types.PublicAddressFacts,
    "blocklists": fact_types.BlocklistFacts,
    "computer": fact_types.ComputerFacts,
    "mail_programs": fact_types.MailProgramsFacts,
    "mail_connections": fact_types.MailConnectionsFacts,
    "outbox": fact_types.OutboxFacts,
    "mail_queue": fact_types.MailQueueFacts,
}


def observations(probe: str) -> st.SearchStrategy[Observation]:
    measured = structs(_FACTS[probe]).map(lambda facts: observed(probe, facts))
    other = st.builds(
        observed,
        st.just(probe),
        st.none(),
        st.sampled_from([Outcome.TIMED_OUT, Outcome.BROKE, Outcome.NOT_RUN]),
        st.sampled_from([*NotRun, None]),
    )
    return st.one_of(measured, other)


def observed(
    probe: str,
    facts: object,
    outcome: Outcome = Outcome.MEASURED,
    reason: NotRun | None = None,
) -> Observation:
    return Observation(
        probe=probe,
        started=NOW,
        took_seconds=0.1,
        outcome=outcome,
        facts=facts,  # type: ignore[arg-type]
        reason=reason,
        because="server_name" if reason is NotRun.NEED_FAILED else "",
    )


CASES = st.builds(
    lambda made, error: Case(
        account=ACCOUNT,
        observations=made,
        pasted=explain(error) if error else None,
        judged_at=NOW,
    ),
    st.fixed_dictionaries({}, optional={probe: observations(probe) for probe in _FACTS}),
    st.sampled_from(["", "421 4.7.0 too many connections", "550 5.1.1 no such user", "x"]),
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(CASES)
def test_it_always_answers_and_never_passes_what_failed(case: Case):
    diagnosis = diagnose(case)
    failed = {
        probe
        for probe, observation in case.observations.items()
        if observation.outcome in (Outcome.TIMED_OUT, Outcome.BROKE)
    }
    for probe in failed & set(PROBES):
        unchecked = diagnosis.finding(f"unchecked.{probe}")
        assert unchecked is not None
        assert unchecked.verdict is Verdict.COULD_NOT_CHECK
    if "account_server" in failed or "account_server" not in case.observations:
        assert diagnosis.verdict not in (Verdict.FINE, Verdict.ATTENTION)


def test_an_empty_case_is_could_not_check():
    empty = Case(account=ACCOUNT, observations={}, judged_at=NOW)
    assert diagnose(empty).verdict is Verdict.COULD_NOT_CHECK
