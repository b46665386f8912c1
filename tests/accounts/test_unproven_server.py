"""A password never goes to a server that only an unprotected source named."""

import msgspec

from wizard.facts.server import ServerFacts, SignInResult
from wizard.practice import stage
from wizard.practice.scenarios import scenario
from wizard.session import Session


async def signed_in(*, proven: bool) -> tuple[SignInResult, set[str]]:
    async with stage(scenario("healthy")) as staged:
        account = msgspec.structs.replace(staged.account, server_is_proven=proven)
        session = Session(account, password=staged.password, world=staged.world)
        record = await session.run()
    facts = record.case.facts("account_server", ServerFacts)
    assert facts is not None
    return facts.sign_in, {finding.id for finding in record.diagnosis.findings}


async def test_a_proven_server_gets_the_password():
    assert (await signed_in(proven=True))[0] is SignInResult.ACCEPTED


async def test_an_unproven_server_does_not_and_the_person_is_told():
    result, findings = await signed_in(proven=False)
    assert result is SignInResult.NO_PASSWORD
    assert "sign_in.server_not_proven" in findings
