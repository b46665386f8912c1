"""An error an hour old against a server that answers now, cause by cause."""

import msgspec
import pytest

from tests.judge import cases as c
from wizard.judge.findings.pasted import has_passed
from wizard.judge.refuting import ORDER, REFUTATION, needed_stage
from wizard.messages import message
from wizard.reply import Reply
from wizard.vocabulary import Cause, Layer, Stage, Who

PASSING = {
    Cause.SERVER_OVERLOAD, Cause.MAINTENANCE_SHUTDOWN, Cause.SESSION_TIMEOUT, Cause.NETWORK,
    Cause.UNKNOWN_GENERIC, Cause.TLS_PROBLEM, Cause.GREYLISTING, Cause.AUTH_FAILED,
    Cause.TOO_MANY_CONNECTIONS,
}  # fmt: skip
KEPT = set(Cause) - PASSING - {Cause.NONE}


def text(cause: Cause, stage: Stage | None = None, layer: Layer = Layer.OWN_SERVER) -> Reply:
    return Reply(
        text="421 something",
        cause=cause,
        confidence=0.9,
        who=Who.WAIT,
        stage=stage,
        layer=layer,
        title=message("x"),
        meaning=message("x"),
        next=message("x"),
    )


def test_every_cause_has_a_rule_with_a_reason():
    assert set(REFUTATION) == set(Cause)
    assert all(rule.because for rule in REFUTATION.values())
    assert all(rule.through in (None, *ORDER) for rule in REFUTATION.values())


@pytest.mark.parametrize("cause", sorted(PASSING))
def test_a_full_conversation_refutes_what_passes(cause: Cause):
    assert has_passed(c.case(c.healthy()), text(cause))


@pytest.mark.parametrize("cause", sorted(KEPT))
def test_nothing_refutes_what_one_conversation_cannot_show(cause: Cause):
    assert not has_passed(c.case(c.healthy()), text(cause))


@pytest.mark.parametrize("cause", sorted(set(Cause) - {Cause.NONE}))
def test_our_server_says_nothing_about_the_recipients(cause: Cause):
    assert not has_passed(c.case(c.healthy()), text(cause, layer=Layer.RECIPIENT_SERVER))


def test_a_conversation_must_have_come_as_far_as_the_error():
    without_password = c.case(c.healthy(), c.without_password())
    assert has_passed(without_password, text(Cause.SERVER_OVERLOAD))
    assert not has_passed(without_password, text(Cause.SERVER_OVERLOAD, Stage.MAIL))
    assert not has_passed(without_password, text(Cause.AUTH_FAILED))
    assert has_passed(c.case(c.healthy()), text(Cause.SERVER_OVERLOAD, Stage.END_OF_DATA))


def test_a_block_at_the_door_is_asked_again_at_each_connection():
    assert needed_stage(text(Cause.IP_BLOCKED, Stage.GREETING)) is Stage.EHLO
    assert needed_stage(text(Cause.IP_BLOCKED, Stage.RCPT)) is None


def test_a_line_that_breaks_under_load_is_not_refuted_by_a_few_words():
    assert needed_stage(text(Cause.NETWORK, Stage.DATA)) is None


def test_software_that_reads_along_stays_suspect():

    tls = msgspec.structs.replace(c.GOOD_TLS, intercepted_by="Avast")
    assert not has_passed(c.case(c.healthy(), c.talk(tls=tls)), text(Cause.TLS_PROBLEM))


def test_short_limits_pass_and_daily_ones_stay():
    short = msgspec.structs.replace(text(Cause.RATE_LIMIT), code=450, wait_seconds=(60, 1800))
    daily = msgspec.structs.replace(text(Cause.RATE_LIMIT), code=450, wait_seconds=(3600, 86400))
    final = msgspec.structs.replace(text(Cause.RATE_LIMIT), code=550, wait_seconds=(60, 1800))
    healthy = c.case(c.healthy())
    assert [has_passed(healthy, one) for one in (short, daily, final)] == [True, False, False]


def test_many_connections_held_here_are_not_refuted_by_one_more():
    crowded = c.case(c.healthy(), c.connections(8))
    assert not has_passed(crowded, text(Cause.TOO_MANY_CONNECTIONS))
