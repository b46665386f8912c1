"""What a step's page recommends agrees with every other sentence on that page."""

import pytest

from ui.advice import Recommended, recommended
from wizard.accounts.chosen import account_for
from wizard.accounts.discovery import find_settings
from wizard.facts.computer import SavedAccount
from wizard.vocabulary import Security

ADDRESS = "anna@comcast.net"


async def _advice(*places: tuple[int, Security]) -> Recommended:
    saved = tuple(
        SavedAccount(
            program="Thunderbird", address=ADDRESS, host="smtp.comcast.net", port=port,
            security=security, username=ADDRESS, sign_in="password",
        )
        for port, security in places
    )  # fmt: skip
    found = await find_settings(ADDRESS, outside=False)
    return recommended(account_for(ADDRESS, found=found), saved, found)


@pytest.mark.parametrize(
    ("port", "security", "right"),
    [
        (25, Security.NONE, (587, Security.STARTTLS)),
        (587, Security.STARTTLS, (587, Security.STARTTLS)),
        (465, Security.STARTTLS, (465, Security.TLS)),
    ],
)
async def test_the_values_to_type_are_those_the_sentence_asks_for(port, security, right):
    advice = await _advice((port, security))
    assert advice.account is not None
    assert (advice.account.port, advice.account.security) == right
    assert bool(advice.differences[0]) is ((port, security) != right)


async def test_without_a_mail_program_the_providers_first_choice_counts():
    advice = await _advice()
    assert advice.account is not None
    assert advice.account.port == 465
