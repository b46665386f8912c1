"""The table of providers: its form, its sense, and that every address of it gets its settings."""

import ipaddress
import re
from collections import Counter
from datetime import date
from urllib.parse import urlsplit

import pytest

from wizard.account import STANDARD_SECURITY, SignIn, checked_host
from wizard.accounts.chosen import account_for
from wizard.accounts.discovery import find_settings
from wizard.accounts.providers import (
    Part,
    Prepare,
    all_providers,
    provider_by_id,
    provider_by_number,
    provider_for_domain,
    provider_for_mx,
    provider_for_server,
)
from wizard.messages import ENGLISH, message
from wizard.resources import resource
from wizard.vocabulary import Security

PROVIDERS = all_providers()
CONFIRMED = [provider for provider in PROVIDERS if provider.confirmed]
DOMAINS = [(provider, domain) for provider in CONFIRMED for domain in provider.domains]

# Numbers are spoken on the phone and kept in codes: a provider keeps its number for ever.
FIRST_NUMBERS = {
    1: "gmail", 2: "google-workspace", 3: "outlook-com", 4: "microsoft-365", 5: "yahoo-mail",
    6: "aol", 7: "verizon-net", 8: "at-t", 9: "icloud-mail", 10: "comcast", 23: "gmx",
    27: "t-online", 55: "bt-mail", 75: "yandex-mail", 104: "amazon-ses", 112: "sparkpost",
    120: "siteground",
}  # fmt: skip


def test_as_many_as_were_verified_and_numbers_that_fit_a_code():
    assert len(CONFIRMED) >= 112
    numbers = [provider.number for provider in PROVIDERS]
    assert numbers == list(range(1, len(PROVIDERS) + 1))
    assert max(numbers) <= 126
    assert {number: provider_by_number(number).id for number in FIRST_NUMBERS} == FIRST_NUMBERS
    assert provider_by_number(0) is None
    assert provider_by_number(999) is None


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda provider: provider.id)
class TestRecord:
    def test_is_the_file_of_its_name(self, provider):
        assert resource(f"providers/{provider.id}.json").is_file()
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", provider.id)
        assert provider_by_id(provider.id) is provider

    def test_every_part_has_a_source_with_a_date_or_is_marked(self, provider):
        told = {part for source in provider.sources for part in source.about}
        for part in Part:
            value = getattr(provider, part.value, None)
            present = provider.limits.known if part is Part.LIMITS else bool(value)
            if present and part is not Part.WAIT:
                assert part in told, part
        for source in provider.sources:
            assert source.about
            assert source.where
            assert date(2010, 1, 1) < date.fromisoformat(source.date) <= date(2026, 12, 31)
            if "not confirmed" in source.where:
                assert not provider.confirmed or set(source.about) <= set(provider.unconfirmed)
        date.fromisoformat(provider.date)

    def test_servers_can_be_connected_to(self, provider):
        assert provider.servers or Prepare.NO_MAIL_PROGRAMS in provider.prepare
        for server in provider.servers:
            host = server.host_for("firm.test")
            if host is None:
                assert "<" in server.host
                continue
            assert checked_host(host) == host == host.lower()
            assert 0 < server.port < 65536
            usual = STANDARD_SECURITY.get(server.port)
            if server.port == 465:
                assert server.security is usual
            if server.security is Security.NONE:
                unsure = Part.SERVERS in provider.unconfirmed
                assert unsure or server is not provider.servers[0]
        if provider.servers:
            assert provider.sign_in

    def test_pages_are_addresses_and_phone_numbers_can_be_called(self, provider):
        pages = (
            provider.status_page,
            provider.support_page,
            provider.postmaster_page,
            provider.removal_page,
        )
        for page in pages:
            if page:
                parts = urlsplit(page)
                assert parts.scheme in ("https", "http")
                assert checked_host(parts.hostname)
        if provider.support_phone:
            assert re.fullmatch(r"\+\d[\d -]{6,20}", provider.support_phone)

    def test_limits_make_sense(self, provider):
        limits = provider.limits
        minute, hour, day = (
            limits.messages_per_minute,
            limits.messages_per_hour,
            limits.messages_per_day,
        )
        assert all(n is None or n > 0 for n in (minute, hour, day, limits.connections))
        if minute and hour:
            assert minute <= hour
        if hour and day:
            assert hour <= day
        if limits.message_megabytes:
            assert 5 <= limits.message_megabytes <= 200
        if provider.wait_after_limit_seconds:
            first, last = provider.wait_after_limit_seconds
            assert 60 <= first <= last <= 7 * 86_400

    def test_what_to_prepare_fits_the_sign_in_and_is_a_sentence(self, provider):
        for one in provider.prepare:
            text = ENGLISH.render(message(f"prepare.{one.value}", provider=provider.name))
            assert provider.name in text
            assert text.endswith(".")
            assert "{" not in text
        if provider.sign_in == (SignIn.APP_PASSWORD,):
            assert set(provider.prepare) & {
                Prepare.APP_PASSWORD,
                Prepare.AUTHORIZATION_CODE,
                Prepare.DEVICE_PASSWORD,
            }

    def test_mx_patterns_match_whole_names(self, provider):
        for pattern in provider.mx:
            assert pattern.endswith("$")
            assert not re.compile(pattern).search("mx.example.com")


def test_a_domain_belongs_to_one_provider():
    counts = Counter(domain for provider in PROVIDERS for domain in provider.domains)
    assert [domain for domain, count in counts.items() if count > 1] == []
    assert all(domain == domain.lower() for domain in counts)


@pytest.mark.parametrize(("provider", "domain"), DOMAINS, ids=lambda value: str(value)[:0] or None)
async def test_every_address_gets_a_server_of_its_provider_offline(provider, domain):
    address = f"anna.b@{domain}"
    found = await find_settings(address, outside=False)
    assert found.provider == provider.id
    servers = {(s.host_for(domain), s.port, s.security) for s in provider.servers}
    assert {(c.host, c.port, c.security) for c in found.candidates} <= servers
    if not provider.servers:
        assert found.candidates == ()
        return
    best = found.best
    assert best.sign_in in provider.sign_in
    assert (best.read_at, best.date) == (f"providers/{provider.id}.json", provider.date)
    account = account_for(address, found=found)
    assert (account.host, account.port, account.security) in servers
    assert account.username in (address, "anna.b")
    assert account.provider == provider.id


@pytest.mark.parametrize(
    ("address", "host", "username"),
    [
        ("a@alice.it", "out.alice.it", "a@alice.it"),
        ("a@xs4all.nl", "smtp.xs4all.nl", "a@xs4all.nl"),
        ("a@zoho.eu", "smtp.zoho.eu", "a@zoho.eu"),
        ("a@ybb.ne.jp", "ybbsmtp.mail.yahoo.co.jp", "a"),
        ("a@126.com", "smtp.126.com", "a@126.com"),
        ("a@virgin.net", "smtp.virgin.net", "a@virgin.net"),
        ("a@laposte.net", "smtp.laposte.net", "a"),
        ("a@acme.onmicrosoft.com", "smtp.office365.com", "a@acme.onmicrosoft.com"),
        ("a@house.plus.com", "relay.plus.net", "a@house.plus.com"),
        ("A@Gmail.COM", "smtp.gmail.com", "A@Gmail.COM"),
    ],
)
async def test_providers_with_several_servers_give_each_domain_its_own(address, host, username):
    found = await find_settings(address, outside=False)
    assert (found.best.host, found.best.username) == (host, username)


@pytest.mark.parametrize(
    ("mx", "id_"),
    [
        ("aspmx.l.google.com.", "google-workspace"),
        ("ALT1.ASPMX.L.GOOGLE.COM", "google-workspace"),
        ("gmail-smtp-in.l.google.com", "gmail"),
        ("firm-de.mail.protection.outlook.com", "microsoft-365"),
        ("outlook-com.olc.protection.outlook.com", "outlook-com"),
        ("in1-smtp.messagingengine.com", "fastmail"),
        ("mx00.kundenserver.de", "ionos"),
        ("smtpin.rzone.de", "strato"),
        ("www123.your-server.de", "hetzner"),
        ("mx1.privateemail.com", "namecheap-private-email"),
        ("your-server.de.evil.test", None),
        ("mx.firm.test", None),
    ],
)
def test_the_mx_tells_the_provider(mx, id_):
    provider = provider_for_mx(mx)
    assert (provider.id if provider else None) == id_


def test_a_server_tells_its_provider_but_a_bridge_on_this_computer_does_not():
    assert provider_for_server("SMTP.gmail.com").id == "gmail"
    assert provider_for_server("127.0.0.1") is None
    assert provider_for_server("smtp.nowhere.test") is None
    bridge = provider_by_id("proton-mail").servers[0]
    assert ipaddress.ip_address(bridge.host).is_loopback


def test_unknown_domains_are_unknown():
    for domain in ("", "com", "gmail.com.evil.test", "xgmail.com", "sub.gmail.com", "nowhere.test"):
        assert provider_for_domain(domain) is None


async def test_hosting_names_take_the_domain_of_the_address():
    server = provider_by_id("siteground").servers[0]
    assert server.host_for("firm.test") == "mail.firm.test"
    assert provider_by_id("amazon-ses").servers[0].host_for("firm.test") is None
