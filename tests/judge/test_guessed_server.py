"""A server's name that was only guessed is nobody's mistake."""

import msgspec
import pytest

from tests.judge import cases as c
from wizard.account import Account, Source
from wizard.diagnosis import Diagnosis
from wizard.facts.network import ConnectResult
from wizard.judge.diagnose import diagnose
from wizard.messages import ENGLISH
from wizard.vocabulary import Cause, Verdict


def _account(domain: str, source: Source = Source.GUESS) -> Account:
    return msgspec.structs.replace(
        c.ACCOUNT, address=f"anna@{domain}", host=c.HOST, provider="", sources={"host": source}
    )


def _said(diagnosis: Diagnosis) -> str:
    return " ".join(ENGLISH.render(one) for one in (diagnosis.title, diagnosis.meaning))


@pytest.mark.parametrize(
    ("domain", "right"),
    [
        ("gmial.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("hotmial.com", "hotmail.com"),
        ("t-onlin.de", "t-online.de"),
        ("yaho.com", "yahoo.com"),
    ],
)
def test_a_slip_in_the_address_is_named(domain: str, right: str):
    diagnosis = diagnose(c.case(c.healthy(), c.no_name(), account=_account(domain)))
    assert diagnosis.cause is Cause.CLIENT_SETTINGS
    assert diagnosis.verdict is Verdict.PROBLEM
    assert f"ending is {right}" in _said(diagnosis)


def test_an_unknown_domain_is_not_called_a_mistake():
    diagnosis = diagnose(c.case(c.healthy(), c.no_name(), account=_account("firma-mueller.de")))
    assert diagnosis.verdict is Verdict.COULD_NOT_CHECK
    assert "is not known" in _said(diagnosis)


def test_a_guessed_server_that_is_silent_is_not_called_down():
    silent = c.unreached(ConnectResult.TIMED_OUT)
    diagnosis = diagnose(c.case(c.healthy(), silent, c.control(), account=_account("firma.de")))
    assert "is not known" in _said(diagnosis)


def test_a_typed_server_that_is_missing_stays_a_mistake():
    account = _account("firma-mueller.de", Source.TYPED)
    diagnosis = diagnose(c.case(c.healthy(), c.no_name(), account=account))
    assert diagnosis.verdict is Verdict.PROBLEM
    assert "does not exist" in _said(diagnosis)
