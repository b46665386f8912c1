"""A server's own name is no word of its reply."""

import msgspec
import pytest

from tests.judge import cases as c
from wizard.judge.diagnose import diagnose
from wizard.vocabulary import Cause, Stage


@pytest.mark.parametrize(
    "host", [c.HOST, "smtp.connections-per-minute.test", "rate-limit.blocked.test", "spam.test"]
)
def test_the_name_of_the_server_changes_nothing(host: str):
    refusal = f"421 4.7.0 {host} Error: too many connections from 198.51.100.7"
    account = msgspec.structs.replace(c.ACCOUNT, host=host, provider="")
    talk = c.Part(
        "account_server", c.conversation(until=Stage.GREETING, refusal=refusal, host=host)
    )
    diagnosis = diagnose(c.case(c.healthy(), talk, account=account))
    assert diagnosis.cause is Cause.TOO_MANY_CONNECTIONS
