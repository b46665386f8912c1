"""The letter: what a provider needs to find the trouble in its logs, and never a password."""

import msgspec
import pytest

from tests.support.records import ANNA, full_record, refused_record
from wizard.messages import ENGLISH, Language
from wizard.profile.model import Organisation
from wizard.support.code import encode
from wizard.support.letter import Reader, letter

ACME = Organisation(
    name="Acme",
    helpdesk_phone="+49 30 1234",
    hours="8-17",
    provider_texts=("Customer number 4711.",),
)


def test_the_provider_gets_replies_times_and_addresses_word_for_word():
    written = letter(full_record(), Reader.PROVIDER, ENGLISH)
    for wanted in (
        "421 4.7.0 Too many connections from 203.0.113.77, goodbye",
        "2026-11-23 14:10:00 UTC+01:00",
        ANNA.address,
        ANNA.host,
        ANNA.ipv4,
        "spamhaus-zen",
        "Debian GNU/Linux 12",
    ):
        assert wanted in written.text
    assert encode(full_record()).text not in written.text


def test_the_helpdesk_gets_the_code_and_the_contacts_of_the_profile():
    written = letter(full_record(), Reader.HELPDESK, ENGLISH, ACME, ticket="INC-9")
    assert encode(full_record()).text in written.text
    assert "INC-9" in written.text
    assert [c.value for c in written.contacts] == ["+49 30 1234", "8-17"]


def test_the_providers_contacts_come_from_the_table():
    record = refused_record()
    account = msgspec.structs.replace(record.case.account, provider="gmail")
    case = msgspec.structs.replace(record.case, account=account)
    written = letter(msgspec.structs.replace(record, case=case), Reader.PROVIDER, ENGLISH, ACME)
    values = [c.value for c in written.contacts]
    assert "+49 30 1234" in values
    assert any("google" in value for value in values)
    assert "Customer number 4711." in written.body


def test_no_password_that_a_server_echoes_is_in_a_letter():
    written = letter(
        full_record(said="AUTH PLAIN AGFubmEAc2VjcmV0 password=hunter2"), Reader.PROVIDER, ENGLISH
    )
    assert "hunter2" not in written.text
    assert "AGFubmEAc2VjcmV0" not in written.text


@pytest.mark.parametrize("reader", Reader)
def test_every_sentence_is_translated(reader):
    written = letter(full_record(), reader, Language("qps"))
    assert "⟦" in written.subject
    assert "What was tested" not in written.body
