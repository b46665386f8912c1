"""A sending plan: within every limit at every moment, complete, and readable by calendars."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.accounts.providers import Limits, Tariff, all_providers, provider_by_id
from wizard.judge.pace import USUAL, Plan, calendar, plan

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
WINDOWS = ((60, "messages_per_minute"), (3600, "messages_per_hour"), (86_400, "messages_per_day"))


def _moments(made: Plan) -> list[float]:
    """When each message goes, as a person following the plan sends them."""
    return [
        batch.start_seconds + number * made.gap_seconds
        for batch in made.batches
        for number in range(batch.messages)
    ]


def _most_within(moments: list[float], seconds: float) -> int:
    most, first = 0, 0
    for last, moment in enumerate(moments):
        while moments[first] <= moment - seconds:
            first += 1
        most = max(most, last - first + 1)
    return most


limits = st.builds(
    Limits,
    messages_per_minute=st.none() | st.integers(1, 60),
    messages_per_hour=st.none() | st.integers(1, 2000),
    messages_per_day=st.none() | st.integers(1, 5000),
    recipients_per_day=st.none() | st.integers(1, 10_000),
    recipients_per_message=st.none() | st.integers(1, 100),
)


@settings(max_examples=200, deadline=None)
@given(number=st.integers(1, 3000), known=limits, recipients=st.integers(1, 250))
def test_no_limit_is_passed_in_any_minute_hour_or_day(number, known, recipients):
    made = plan(number, known, recipients_each=recipients)
    moments = _moments(made)
    assert moments == sorted(moments)
    limits_used = known if known.known else USUAL
    for seconds, name in WINDOWS:
        limit = getattr(limits_used, name)
        if limit is not None:
            assert _most_within(moments, seconds) <= limit
    if made.complete:
        assert len(moments) == number * made.parts_per_message
    in_one = -(-recipients // made.parts_per_message)
    if known.recipients_per_message is not None:
        assert in_one <= known.recipients_per_message
    if known.recipients_per_day is not None and in_one <= known.recipients_per_day:
        assert _most_within(moments, 86_400) * in_one <= max(known.recipients_per_day, in_one)


@pytest.mark.parametrize("provider", all_providers(), ids=lambda provider: provider.id)
def test_every_provider_has_a_plan_within_what_it_documents(provider):
    made = plan(1200, provider.limits, tariff=provider.limits_apply_to)
    assert made.complete
    assert made.documented == provider.limits.known
    assert sum(batch.messages for batch in made.batches) == 1200
    day = provider.limits.messages_per_day
    if day is not None:
        assert _most_within(_moments(made), 86_400) <= day


def test_a_handful_of_messages_goes_at_once():
    made = plan(5, provider_by_id("gmail").limits)
    assert len(made.batches) == 1
    assert made.finish_seconds < 120


def test_gmail_and_2000_messages_take_days_and_the_picture_says_so():
    made = plan(2000, provider_by_id("gmail").limits)
    assert made.per_day == 400
    assert 4 * 86_400 < made.finish_seconds < 5 * 86_400
    assert made.sent_by(0) == 0
    assert made.sent_by(86_400) == 400
    assert made.sent_by(made.finish_seconds) == 2000


def test_what_only_paying_customers_may_is_not_planned_for_everybody():
    outlook = provider_by_id("outlook-com")
    assert outlook.limits_apply_to is Tariff.PAID
    made = plan(1000, outlook.limits, tariff=outlook.limits_apply_to)
    assert made.per_day <= 400
    assert plan(1000, outlook.limits).per_day > 400


def test_many_recipients_are_split_into_messages_that_the_provider_takes():
    made = plan(1, Limits(messages_per_day=500, recipients_per_message=100), recipients_each=250)
    assert (made.parts_per_message, made.messages) == (3, 3)


def test_an_impossible_number_says_that_it_is_incomplete():
    made = plan(1_000_000, Limits(messages_per_day=1))
    assert not made.complete
    assert len(made.batches) <= 400


def test_calendars_can_read_the_batches():
    made = plan(250, Limits(messages_per_hour=100))
    there = timezone(timedelta(hours=2))
    summary = "{count} Nachrichten; senden, langsam und mit Geduld – äöü " + "x" * 60
    text = calendar(made, START.astimezone(there), summary, "sendagain.invalid")
    assert text.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    unfolded = text.replace("\r\n ", "").split("\r\n")
    assert unfolded.count("BEGIN:VEVENT") == len(made.batches) == 4
    assert "DTSTART:20261123T090000Z" in unfolded
    assert r"SUMMARY:80 Nachrichten\; senden\, langsam und mit Geduld – äöü " + "x" * 60 in unfolded
    uids = [line for line in unfolded if line.startswith("UID:")]
    assert len(set(uids)) == len(uids)
