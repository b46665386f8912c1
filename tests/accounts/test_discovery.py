"""Finding settings: every source, their ranking, and everything hostile that can answer."""

import pytest

from tests.accounts.internet import (
    ISPDB,
    ISPDB_HOST,
    document,
    drips,
    floods,
    hangs,
    internet,
    redirect,
)
from wizard.account import SignIn, Source
from wizard.accounts.chosen import account_for
from wizard.accounts.discovery import Doubt, find_settings, places_asked
from wizard.vocabulary import Security

ANNA = "anna@firm.test"
AUTOCONFIG = "https://autoconfig.firm.test/mail/config-v1.1.xml"
WELL_KNOWN = "https://firm.test/.well-known/autoconfig/mail/config-v1.1.xml"
PLAIN = "http://autoconfig.firm.test/mail/config-v1.1.xml"
AUTODISCOVER = "https://autodiscover.firm.test/autodiscover/autodiscover.xml"


def _hosts(found):
    return [candidate.host for candidate in found.candidates]


@pytest.mark.parametrize("place", [AUTOCONFIG, WELL_KNOWN])
async def test_the_domains_own_document_is_found_over_https(tmp_path, place):
    async with internet(tmp_path, pages={place: document("smtp.firm.test")}) as world:
        found = await world.find(ANNA)
    best = found.best
    assert (best.host, best.port, best.security) == ("smtp.firm.test", 465, Security.TLS)
    assert best.username == ANNA
    assert (best.source, best.confirmed, best.read_at) == (Source.AUTOCONFIG, True, place)
    assert best.date == "2026-11-23"


async def test_the_address_is_told_to_the_domain_only_and_only_over_https(tmp_path):
    pages = {
        AUTOCONFIG: "no",
        WELL_KNOWN: "no",
        PLAIN: "no",
        f"{ISPDB}firm.test": "no",
    }
    async with internet(tmp_path, pages=pages) as world:
        await world.find("anna+x&y@firm.test")
    told = [request for request in world.requests if "anna" in request]
    assert told == [f"GET {AUTOCONFIG}?emailaddress=anna%2Bx%26y@firm.test"]


async def test_user_name_of_the_local_part_and_sign_in_by_browser(tmp_path):
    page = document("smtp.firm.test", 587, "STARTTLS", "%EMAILLOCALPART%", "OAuth2")
    async with internet(tmp_path, pages={AUTOCONFIG: page}) as world:
        best = (await world.find(ANNA)).best
    assert (best.username, best.sign_in, best.security) == (
        "anna",
        SignIn.OAUTH2,
        Security.STARTTLS,
    )


async def test_plain_http_is_marked_and_ranked_below_everything(tmp_path):
    zone = {"_submission._tcp.firm.test SRV": ["0 1 587 mail.firm.test."]}
    pages = {PLAIN: document("evil.test")}
    async with internet(tmp_path, pages=pages, zone=zone) as world:
        found = await world.find(ANNA)
    assert _hosts(found) == ["mail.firm.test", "evil.test"]
    assert found.candidates[1].doubt is Doubt.PLAIN_HTTP
    assert not found.candidates[1].confirmed


async def test_a_certificate_that_does_not_hold_makes_a_document_unusable(tmp_path):
    async with internet(
        tmp_path,
        pages={AUTOCONFIG: document("evil.test")},
        bad_certificates=("autoconfig.firm.test",),
    ) as world:
        found = await world.find(ANNA)
    assert found.candidates == ()
    assert AUTOCONFIG in dict(found.troubles)


async def test_srv_submissions_comes_before_submission(tmp_path):
    zone = {
        "_submissions._tcp.firm.test SRV": ["20 1 465 b.firm.test.", "10 1 465 a.firm.test."],
        "_submission._tcp.firm.test SRV": ["0 1 587 c.firm.test."],
    }
    async with internet(tmp_path, zone=zone) as world:
        found = await world.find(ANNA)
    assert _hosts(found) == ["a.firm.test", "b.firm.test", "c.firm.test"]
    assert found.best.security is Security.TLS
    assert found.best.read_at == "_submissions._tcp.firm.test"
    assert all(candidate.confirmed for candidate in found.candidates)


async def test_srv_to_a_strange_server_needs_consent_but_not_to_a_known_provider(tmp_path):
    zone = {
        "_submissions._tcp.firm.test SRV": ["1 1 465 smtp.evil.test."],
        "_submission._tcp.firm.test SRV": ["1 1 587 smtp.gmail.com."],
    }
    async with internet(tmp_path, zone=zone) as world:
        found = await world.find(ANNA)
    assert _hosts(found) == ["smtp.gmail.com", "smtp.evil.test"]
    assert found.best.confirmed
    assert found.best.sign_in is SignIn.APP_PASSWORD
    assert found.candidates[1].doubt is Doubt.UNSIGNED_DNS


async def test_srv_that_says_there_is_no_service(tmp_path):
    zone = {"_submissions._tcp.firm.test SRV": ["0 0 0 ."]}
    async with internet(tmp_path, zone=zone) as world:
        found = await world.find(ANNA)
    assert found.candidates == ()
    assert dict(found.troubles)["SRV firm.test"] == "service not offered"


async def test_the_public_database_is_asked_by_domain(tmp_path):
    pages = {f"{ISPDB}firm.test": document("smtp.provider.test", 587, "STARTTLS")}
    async with internet(tmp_path, pages=pages) as world:
        found = await world.find(ANNA)
    assert (found.best.source, found.best.host) == (Source.ISPDB, "smtp.provider.test")
    assert found.best.read_at == f"{ISPDB}firm.test"


async def test_without_a_public_database_it_is_not_asked(tmp_path):
    pages = {f"https://{ISPDB_HOST}/v1.1/firm.test": document("smtp.provider.test")}
    async with internet(tmp_path, pages=pages) as world:
        from wizard.measure.world import World

        found = await find_settings(
            ANNA,
            outside=True,
            world=World(extra_roots=(world.authority.root.read_text(),)),
            lookup=world.lookup,
            resolver=world.dns.resolver(),
            ispdb="",
        )
    assert found.candidates == ()
    assert world.requests == []


async def test_mail_hosted_at_a_known_provider_is_known_by_its_mx(tmp_path):
    zone = {"firm.test MX": ["10 firm-test.mail.protection.outlook.com."]}
    async with internet(tmp_path, zone=zone) as world:
        found = await world.find(ANNA)
    assert (found.best.host, found.best.source) == ("smtp.office365.com", Source.MX)
    assert found.provider == "microsoft-365"


async def test_the_document_of_whoever_takes_the_mail(tmp_path):
    zone = {"firm.test MX": ["20 b.hoster.test.", "10 in.mx.hoster.test."]}
    pages = {"https://autoconfig.hoster.test/mail/config-v1.1.xml": document("smtp.hoster.test")}
    async with internet(tmp_path, pages=pages, zone=zone) as world:
        found = await world.find(ANNA)
    assert (found.best.host, found.best.source) == ("smtp.hoster.test", Source.MX)
    assert found.best.doubt is Doubt.UNSIGNED_DNS


async def test_a_countrys_second_level_is_nobodys_domain(tmp_path):
    zone = {"firm.co.uk MX": ["10 mx.hoster.co.uk."]}
    pages = {
        "https://autoconfig.co.uk/mail/config-v1.1.xml": document("evil.test"),
        "https://autoconfig.hoster.co.uk/mail/config-v1.1.xml": document("smtp.hoster.co.uk"),
    }
    async with internet(tmp_path, pages=pages, zone=zone) as world:
        found = await world.find("anna@firm.co.uk")
    assert _hosts(found) == ["smtp.hoster.co.uk"]


async def test_microsoft_365_is_known_by_its_alias(tmp_path):
    zone = {"autodiscover.firm.test CNAME": ["autodiscover.outlook.com."]}
    async with internet(tmp_path, zone=zone) as world:
        found = await world.find(ANNA)
    assert (found.best.host, found.best.source) == ("smtp.office365.com", Source.AUTODISCOVER)


async def test_autodiscover_names_a_server(tmp_path):
    page = """<?xml version="1.0"?><Autodiscover xmlns="http://schemas.microsoft.com/exchange/
autodiscover/responseschema/2006"><Response xmlns="http://schemas.microsoft.com/exchange/
autodiscover/outlook/responseschema/2006a"><Account><AccountType>email</AccountType>
<Protocol><Type>IMAP</Type><Server>imap.firm.test</Server><Port>993</Port></Protocol>
<Protocol><Type>SMTP</Type><Server>mail.firm.test</Server><Port>587</Port>
<Encryption>TLS</Encryption><LoginName>anna</LoginName></Protocol>
</Account></Response></Autodiscover>"""
    async with internet(tmp_path, pages={AUTODISCOVER: page}) as world:
        found = await world.find(ANNA)
    best = found.best
    assert (best.host, best.port, best.security) == ("mail.firm.test", 587, Security.STARTTLS)
    assert (best.source, best.username) == (Source.AUTODISCOVER, "anna")
    assert f"POST {AUTODISCOVER}" in world.requests


# Who is believed.


async def test_when_they_disagree_the_domains_own_protected_word_counts(tmp_path):
    zone = {
        "_submission._tcp.firm.test SRV": ["0 1 587 old.firm.test."],
        "firm.test MX": ["10 aspmx.l.google.com."],
    }
    pages = {
        AUTOCONFIG: document("new.firm.test"),
        f"{ISPDB}firm.test": document("old.firm.test", 587, "STARTTLS"),
        PLAIN: document("evil.test"),
    }
    async with internet(tmp_path, pages=pages, zone=zone) as world:
        found = await world.find(ANNA)
    assert found.best.host == "new.firm.test"
    assert found.disagree
    assert found.candidates[-1].host == "evil.test"
    old = next(c for c in found.candidates if c.host == "old.firm.test")
    assert (old.source, old.also) == (Source.ISPDB, (Source.SRV,))


async def test_when_they_agree_it_says_so(tmp_path):
    zone = {"_submissions._tcp.firm.test SRV": ["0 1 465 smtp.firm.test."]}
    pages = {AUTOCONFIG: document("smtp.firm.test")}
    async with internet(tmp_path, pages=pages, zone=zone) as world:
        found = await world.find(ANNA)
    assert len(found.candidates) == 1
    assert found.best.also == (Source.SRV,)
    assert not found.disagree


async def test_no_protection_ranks_below_protection_from_a_lesser_source(tmp_path):
    pages = {
        AUTOCONFIG: document("smtp.firm.test", 25, "plain"),
        f"{ISPDB}firm.test": document("smtp.firm.test", 465, "SSL"),
    }
    async with internet(tmp_path, pages=pages) as world:
        found = await world.find(ANNA)
    assert found.best.security is Security.TLS


async def test_the_organisation_is_believed_before_anybody(tmp_path):
    from wizard.accounts.discovery import Candidate

    ours = Candidate(
        host="relay.firm.test",
        port=587,
        security=Security.STARTTLS,
        username=ANNA,
        source=Source.PROFILE,
    )
    async with internet(tmp_path, pages={AUTOCONFIG: document("smtp.firm.test")}) as world:
        found = await world.find(ANNA, known=[ours])
    assert found.best.host == "relay.firm.test"


# Hostile and broken answers.


@pytest.mark.parametrize(
    "page",
    [
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
        "<clientConfig>&b;</clientConfig>",
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
        "<clientConfig><outgoingServer type='smtp'><hostname>&a;</hostname></outgoingServer>"
        "</clientConfig>",
        "<clientConfig>" + "<a>" * 20_000,
        "",
        "<html>Not here</html>",
        "<clientConfig><outgoingServer type='smtp'/></clientConfig>",
        document("two words"),
        document("smtp.firm.test", 99999),
        document("smtp.firm.test", 465, "magic"),
        document("-bad-.firm.test"),
        '<?xml version="1.0" encoding="no-such-code"?><clientConfig/>',
        b"\x00\xff\xfe garbage",
        b"HTTP/1.1 200 OK\r\n\r\n\xff\xfe<\x00",
        b"HTTP/1.1 500 Broken\r\n\r\n",
        b"",
    ],
)
async def test_documents_that_cannot_be_used_are_passed_over(tmp_path, page):
    zone = {"_submissions._tcp.firm.test SRV": ["0 1 465 smtp.firm.test."]}
    async with internet(tmp_path, pages={AUTOCONFIG: page, WELL_KNOWN: page}, zone=zone) as world:
        found = await world.find(ANNA)
    assert [candidate.source for candidate in found.candidates] == [Source.SRV]
    assert {AUTOCONFIG, WELL_KNOWN} <= dict(found.troubles).keys()


async def test_endless_redirects_end(tmp_path):
    pages = {AUTOCONFIG: redirect(AUTOCONFIG), WELL_KNOWN: redirect(WELL_KNOWN + "?again")}
    async with internet(tmp_path, pages=pages) as world:
        found = await world.find(ANNA)
    assert dict(found.troubles)[AUTOCONFIG] == "too many redirects"
    assert len(world.requests) < 20


async def test_a_redirect_within_the_domain_is_followed(tmp_path):
    other = "https://www.firm.test/autoconfig.xml"
    pages = {AUTOCONFIG: redirect(other), other: document("smtp.firm.test")}
    async with internet(tmp_path, pages=pages) as world:
        found = await world.find(ANNA)
    assert (found.best.host, found.best.confirmed) == ("smtp.firm.test", True)
    assert found.best.read_at == other


async def test_a_redirect_to_another_domain_is_marked_and_comes_last(tmp_path):
    other = "https://evil.test/autoconfig.xml"
    pages = {AUTOCONFIG: redirect(other), other: document("smtp.evil.test")}
    zone = {"_submissions._tcp.firm.test SRV": ["0 1 465 smtp.firm.test."]}
    async with internet(tmp_path, pages=pages, zone=zone) as world:
        found = await world.find(ANNA)
    assert _hosts(found) == ["smtp.firm.test", "smtp.evil.test"]
    assert found.candidates[1].doubt is Doubt.REDIRECTED


@pytest.mark.parametrize(
    "to",
    [
        "http://autoconfig.firm.test/other.xml",
        "https://127.0.0.1/admin",
        "https://localhost/admin",
        "https://router/admin",
        "ftp://autoconfig.firm.test/x",
        "file:///etc/passwd",
        "https://",
        "",
        "//",
    ],
)
async def test_redirects_that_are_not_followed(tmp_path, to):
    pages = {
        AUTOCONFIG: redirect(to),
        "http://autoconfig.firm.test/other.xml": document("smtp.evil.test"),
    }
    async with internet(tmp_path, pages=pages) as world:
        found = await world.find(ANNA)
    assert found.candidates == ()


@pytest.mark.slow
@pytest.mark.parametrize("behaviour", [hangs, drips, floods])
async def test_slow_and_huge_answers_end_within_their_deadline(tmp_path, behaviour):
    pages = {AUTOCONFIG: behaviour, WELL_KNOWN: behaviour, f"{ISPDB}firm.test": behaviour}
    zone = {"_submissions._tcp.firm.test SRV": ["0 1 465 smtp.firm.test."]}
    async with internet(tmp_path, pages=pages, zone=zone) as world:
        found = await world.find(ANNA)
    assert _hosts(found) == ["smtp.firm.test"]
    assert world.seconds < 10


async def test_a_decisive_answer_is_not_held_up_by_a_slow_one(tmp_path):
    pages = {AUTOCONFIG: document("smtp.firm.test"), f"{ISPDB}firm.test": hangs}
    async with internet(tmp_path, pages=pages) as world:
        found = await world.find(ANNA)
    assert found.best.host == "smtp.firm.test"
    assert dict(found.troubles)[f"{ISPDB}firm.test"] == "timed out"
    assert world.seconds < 4.5


async def test_the_whole_search_ends_at_its_deadline(tmp_path):
    pages = {AUTOCONFIG: hangs, WELL_KNOWN: hangs}
    zone = {"firm.test MX": None, "_submissions._tcp.firm.test SRV": None}
    async with internet(tmp_path, pages=pages, zone=zone) as world:
        found = await world.find(ANNA, deadline_seconds=0.5)
    assert found.candidates == ()
    assert dict(found.troubles)[AUTOCONFIG] == "timed out"
    assert world.seconds < 3


# Guessing.


async def test_a_usual_name_that_answers_protected_is_a_guess(tmp_path):
    mail = {("mail.firm.test", 465): "220 mail.firm.test ESMTP|250 mail.firm.test"}
    async with internet(tmp_path, mail=mail) as world:
        found = await world.find(ANNA)
    best = found.best
    assert (best.host, best.port, best.security) == ("mail.firm.test", 465, Security.TLS)
    assert (best.source, best.tested) == (Source.GUESS, True)


async def test_starttls_must_be_offered(tmp_path):
    mail = {
        ("smtp.firm.test", 587): "220 x ESMTP|250 x",
        ("mail.firm.test", 587): "220 x ESMTP|250-x\r\n250 STARTTLS",
    }
    async with internet(tmp_path, mail=mail) as world:
        found = await world.find(ANNA)
    assert [(c.host, c.tested) for c in found.candidates] == [("mail.firm.test", True)]


async def test_a_server_with_a_wrong_certificate_is_no_guess(tmp_path):
    mail = {("smtp.firm.test", 465): "220 x ESMTP|250 x"}
    async with internet(tmp_path, mail=mail, bad_certificates=("smtp.firm.test",)) as world:
        found = await world.find(ANNA)
    assert [(c.host, c.tested) for c in found.candidates] == [("smtp.firm.test", False)]


async def test_a_name_that_only_exists_is_an_untested_guess(tmp_path):
    async with internet(tmp_path) as world:
        world.address_of("smtp.firm.test")
        world.address_of("firm.test")
        found = await world.find(ANNA)
    assert [(c.host, c.port, c.tested) for c in found.candidates] == [
        ("smtp.firm.test", 587, False)
    ]


async def test_a_tested_guess_comes_before_what_came_unprotected(tmp_path):
    mail = {("smtp.firm.test", 465): "220 x ESMTP|250 x"}
    pages = {PLAIN: document("evil.test")}
    async with internet(tmp_path, pages=pages, mail=mail) as world:
        found = await world.find(ANNA)
    assert _hosts(found) == ["smtp.firm.test", "evil.test"]


# Offline, and what is said before anything is asked.


async def test_without_outside_only_the_table_is_read(tmp_path):
    async with internet(tmp_path, pages={AUTOCONFIG: document("smtp.firm.test")}) as world:
        found = await find_settings(ANNA, outside=False, lookup=world.lookup)
        gmail = await find_settings("a@gmail.com", outside=False, lookup=world.lookup)
    assert (found.candidates, found.asked, world.requests) == ((), (), [])
    assert gmail.best.host == "smtp.gmail.com"


async def test_names_that_nobody_can_know_are_not_asked_for(tmp_path):
    async with internet(tmp_path) as world:
        for address in ("a@localhost", "a@practice.invalid", "a@box"):
            found = await world.find(address)
            assert (found.asked, found.candidates) == ((), ())
    assert world.dns.asked == []


async def test_everything_asked_was_announced(tmp_path):
    async with internet(tmp_path) as world:
        found = await world.find(ANNA)
    assert set(found.asked) <= set(places_asked(ANNA, ISPDB))
    assert "anna" not in " ".join(places_asked(ANNA))


async def test_an_international_domain_is_asked_in_its_dns_form(tmp_path):
    place = "https://autoconfig.xn--mller-kva.test/mail/config-v1.1.xml"
    async with internet(tmp_path, pages={place: document("smtp.mueller.test")}) as world:
        found = await world.find("anna@müller.test")
    assert _hosts(found) == ["smtp.mueller.test"]


async def test_the_account_takes_what_was_found_with_its_sources(tmp_path):
    page = document("smtp.firm.test", 587, "STARTTLS", "anna.x")
    async with internet(tmp_path, pages={AUTOCONFIG: page}) as world:
        found = await world.find(ANNA)
    account = account_for(ANNA, found=found)
    assert (account.host, account.port, account.username) == ("smtp.firm.test", 587, "anna.x")
    assert set(account.sources.values()) == {Source.AUTOCONFIG}
