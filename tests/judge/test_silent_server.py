"""A server that is off, and one that has locked us out: the same silence on every mail port."""

import msgspec
import pytest

from tests.judge import cases as c
from wizard.facts.network import ConnectResult
from wizard.facts.server import OtherPortsFacts
from wizard.judge.diagnose import diagnose
from wizard.vocabulary import Cause, Verdict


@pytest.mark.parametrize(
    ("web", "cause"),
    [
        (ConnectResult.CONNECTED, Cause.IP_BLOCKED),
        (ConnectResult.REFUSED, Cause.IP_BLOCKED),
        (ConnectResult.TIMED_OUT, Cause.SERVER_OVERLOAD),
        (ConnectResult.NOT_TRIED, Cause.IP_BLOCKED),
    ],
)
def test_its_web_port_tells_which(web: ConnectResult, cause: Cause):
    main, others = c.unreached(ConnectResult.TIMED_OUT)
    assert isinstance(others.facts, OtherPortsFacts)
    tried = msgspec.structs.replace(others.facts, web=c.no_connection(web, 443))
    account = msgspec.structs.replace(c.ACCOUNT, provider="", address="anna@firma-mueller.de")
    parts = c.case(c.healthy(), main, others._replace(facts=tried), c.control(), account=account)
    diagnosis = diagnose(parts)
    assert diagnosis.cause is cause
    # Silence is no word of the server: nobody is told that an address is blocked for certain.
    assert diagnosis.verdict is Verdict.COULD_NOT_CHECK
    assert diagnosis.causes[0].confidence < 0.8
