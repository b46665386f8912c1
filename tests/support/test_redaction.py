"""The redactor: every known value in every writing, by form, consistently, linear, idempotent."""

import base64
import quopri
import re
import time
import urllib.parse
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.support.records import ANNA, account
from wizard.support.redaction import Level, Masker, Person, tokens_for_stand_ins
from wizard.support.redaction.known import Known, known_values
from wizard.support.redaction.pseudonyms import Kind

PERSON = Person(
    user_name=ANNA.user, full_name=ANNA.full_name, home=ANNA.home, host_names=(ANNA.computer,)
)
PASSWORD = "P@ss-Canary-7Q9x!"
PUBLIC = frozenset(("gmail.com", "smtp.gmail.com"))


def masker(level=Level.NORMAL, **more):
    known = known_values(account(), PERSON, secrets=(PASSWORD,), public=PUBLIC, **more)
    return Masker(known, level, public=PUBLIC)


VALUES = {
    "address": ANNA.address,
    "local part": ANNA.address.partition("@")[0],
    "domain": ANNA.address.partition("@")[2],
    "server": ANNA.host,
    "user name": ANNA.user,
    "full name": ANNA.full_name,
    "computer": ANNA.computer,
    "home": ANNA.home,
    "password": PASSWORD,
}


def writings(value):
    """Every way in which a value may be written, named."""
    raw = value.encode()
    yield "plain", value
    yield "upper case", value.upper()
    for shift, before in enumerate((b"", b"x", b"xy")):
        yield f"base64 {shift}", base64.b64encode(before + raw + b"zz").decode()
    yield "base64 url", base64.urlsafe_b64encode(b"\xff\xfe" + raw).decode()
    yield "base64 glued", "=?utf-8?B?" + base64.b64encode(raw).decode() + "?="
    yield "base64 utf-16-le", base64.b64encode(value.encode("utf-16-le")).decode()
    yield "base64 utf-16-be", base64.b64encode(value.encode("utf-16-be")).decode()
    yield "base64 AUTH PLAIN", base64.b64encode(b"\0" + raw + b"\0" + raw).decode()
    yield "base64 lines", re.sub("(.{8})", "\\1\r\n", base64.b64encode(raw).decode())
    yield "utf-16-le", value.encode("utf-16-le").decode("latin-1")
    yield "utf-16-be", value.encode("utf-16-be").decode("latin-1")
    yield "percent, reserved", urllib.parse.quote(value, safe="")
    yield "percent, all", "".join(f"%{b:02x}" for b in raw)
    yield "percent, some", "".join(f"%{b:02X}" if i % 2 else chr(b) for i, b in enumerate(raw))
    yield "quoted-printable", quopri.encodestring(raw, quotetabs=True).decode()
    yield "quoted-printable, all", "".join(f"={b:02X}" for b in raw)
    yield "soft line break", value[:5] + "=\r\n" + value[5:]
    yield "hex", raw.hex()
    yield "HEX", raw.hex().upper()
    yield "hex with colons", raw.hex(":")
    yield "hex with spaces", raw.hex(" ")
    yield "hex of utf-16", value.encode("utf-16-le").hex()
    yield "entities", "".join(f"&#{b};" for b in raw)
    yield "hex entities", "".join(f"&#x{b:x};" for b in raw)
    yield "json escapes", "".join(f"\\u{b:04x}" for b in raw)
    yield "repr", "".join(f"\\x{b:02x}" for b in raw)
    yield "zero width", "\u200b".join(value)
    yield "zeros", "\0".join(value)


CASES = [(f"{v}: {w}", value, text) for v, value in VALUES.items() for w, text in writings(value)]


def spells(text, value):
    """Whether a text still spells a value in any writing; an independent reading of it."""
    folded = text.casefold()
    needles = {form.casefold().rstrip("=") for name, form in writings(value) if "glued" not in name}
    return any(needle in folded for needle in needles if len(needle) > 4)


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize(("name", "value", "text"), CASES, ids=[c[0] for c in CASES])
def test_no_known_value_survives_in_any_writing(level, name, value, text):
    masked = masker(level).text(f"before {text} after")
    if level is Level.OWN_HELPDESK and value != PASSWORD:
        return
    assert not spells(masked, value)
    assert masked.startswith("before ")
    assert masked.endswith(" after")


@given(st.text(max_size=30), st.sampled_from(CASES), st.text(max_size=30))
@settings(max_examples=400, deadline=None)
def test_whatever_stands_around_it(before, case, after):
    _, value, text = case
    assert not spells(masker().text(f"{before} {text} {after}"), value)


@given(st.text(max_size=200))
@example("anna.lindqvist@lindqvist-family.example")
@example("ip1(private-v4) user1@domain1")
@example("'a@b.example' \"x y\"@c.example")
@settings(max_examples=400, deadline=None)
def test_masking_twice_changes_nothing_more(text):
    mask = masker()
    once = mask.text(text)
    assert mask.text(once) == once


_PIECES = st.sampled_from(
    [
        "anna.lindqvist@lindqvist-family.example",
        "bo@x.example",
        "203.0.113.5",
        "10.1.2.3",
        "fe80::1",
        "2001:db8::7",
        "00:1a:2b:3c:4d:5e",
        "/home/alindqvist/x",
        "C:\\Users\\Bo\\y",
        "\\\\srv\\share\\z",
        "eyJhbGciOi.eyJzdWIi.abc",
        "queued as 4cXyZ12ABC",
        "password=hunter2hunter",
        "AUTH PLAIN AGFubmE=",
        " ",
        "=",
        "%40",
        ":",
        ".",
        "-",
        "@",
        "\n",
        "[",
        "]",
        "a",
        "1",
        "user1",
        "ip1(public-v4)",
    ]
)


@given(st.lists(_PIECES, max_size=12))
@settings(max_examples=500, deadline=None)
def test_masking_twice_changes_nothing_more_for_mixtures(pieces):
    mask = masker()
    once = mask.text("".join(pieces))
    assert mask.text(once) == once


@pytest.mark.parametrize("line", (Path(__file__).parent / "must_keep.txt").read_text().splitlines())
def test_what_support_needs_stays_readable(line):
    assert masker().text(line) == line


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (
            "from bo@elsewhere.example to li@elsewhere.example",
            "from user1@domain1 to user2@domain1",
        ),
        ("bo@gmail.com via smtp.gmail.com", "user1@gmail.com via smtp.gmail.com"),
        (
            "192.168.178.23 then 192.168.178.24 then 192.168.178.23",
            "ip1(private-v4) then ip2(private-v4) then ip1(private-v4)",
        ),
        ("client 100.64.3.4", "client ip1(cgnat-v4)"),
        ("[203.0.113.9]:587", "[ip1(public-v4)]:587"),
        ("[IPv6:2001:db8::9]", "[IPv6:ip1(public-v6)]"),
        ("fe80::1%eth0 up", "ip1(link-local-v6) up"),
        ("host-203-0-113-9.isp.example", "host-ip1(public-v4).isp.example"),
        ("mac 00:1A:2B:3C:4D:5E", "mac mac1"),
        ("id 123e4567-e89b-12d3-a456-426614174000", "id uuid1"),
        (
            "/home/berta/mail and C:\\Users\\berta\\mail",
            "/home/user1/mail and C:\\Users\\user1\\mail",
        ),
        ("\\\\fileserver\\mail\\x", "\\\\host1\\mail\\x"),
        ("IBAN DE89 3704 0044 0532 0130 00", "IBAN number1"),
        ("card 4111 1111 1111 1111", "card number1"),
        ("AUTH PLAIN AGFubmEAc2VjcmV0", "AUTH PLAIN ********"),
        ("Bearer=abc.def password=hunter2", "Bearer=******** password=********"),
        ("token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "token ********"),
        ("250 2.0.0 Ok: queued as 4cXyZ12ABC", "250 2.0.0 Ok: queued as id1"),
        ("mx1.lindqvist-family.example and lindqvist-family.example", "host1 and domain1"),
    ],
)
def test_what_looks_personal_gets_a_token(text, masked):
    assert masker().text(text) == masked


def test_the_same_value_is_the_same_token_however_it_is_written():
    mask = masker()
    first = mask.text("user alindqvist")
    assert first == mask.text("user ALINDQVIST") == "user user1"
    assert mask.text("%61lindqvist") == "user1"


def test_the_strictest_level_hides_providers_too():
    strict = masker(Level.NOTHING_PERSONAL)
    assert strict.text("bo@gmail.com via smtp.gmail.com") == "user1@domain1 via host1"


def test_a_helpdesk_sees_everything_but_secrets():
    open_ = masker(Level.OWN_HELPDESK)
    text = f"{ANNA.address} 192.168.178.23 {ANNA.computer}"
    assert open_.text(text) == text
    assert PASSWORD not in open_.text(f"you said {PASSWORD}")


def test_ordinary_words_as_names_do_not_eat_the_sentences():
    person = Person(
        user_name="mail", full_name="Server Admin", home="/home/mail", host_names=("desktop",)
    )
    mask = Masker(known_values(None, person))
    text = "The mail server refused the connection. Desktop mail programs wait."
    assert mask.text(text) == text
    assert "mail/" not in mask.text("/home/mail/x")


def test_addresses_in_facts_stay_addresses_of_their_class():
    mask = masker()
    for written, kind in (
        ("192.168.178.23", "private-v4"),
        ("203.0.113.5", "public-v4"),
        ("100.64.1.2", "cgnat-v4"),
        ("169.254.3.4", "link-local-v4"),
        ("2001:db8::5", "public-v6"),
        ("fd12::5", "private-v6"),
        ("fe80::5", "link-local-v6"),
    ):
        stand_in = mask.fact(written)
        assert stand_in != written
        assert mask.fact(written) == stand_in == mask.fact(stand_in)
        assert tokens_for_stand_ins(f"from {stand_in}.") == f"from {mask.text(written)}."
        assert kind in mask.text(written)
    assert mask.fact("127.0.0.1") == "127.0.0.1"
    assert mask.fact("::1") == "::1"


def test_counts_say_what_was_hidden():
    mask = masker()
    mask.text(f"{ANNA.address} at 192.168.178.23 with {PASSWORD}")
    assert mask.counts == {"domain": 1, "ip": 1, "secret": 1, "user": 1}


HOSTILE = {
    "letters": "a" * 1_048_576,
    "at signs": "@" * 1_048_576,
    "addresses": "a@b.example " * 87_000,
    "dots": "1." * 524_288,
    "colons": "1:" * 524_288,
    "percents": "%41" * 349_525,
    "quoted-printable": "=41" * 349_525,
    "backslashes": "\\" * 1_048_576,
    "escapes": "\\x41" * 262_144,
    "entities": "&#65;" * 209_715,
    "base64": "QUFB" * 262_144,
    "base64 lines": ("QUFB" * 19 + "\n") * 13_000,
    "hex": "61" * 524_288,
    "hex pairs": "61 " * 349_525,
    "quotes": '"' * 1_048_576,
    "brackets": "[" * 1_048_576,
    "digits": "1" * 1_048_576,
    "digits apart": "1 " * 524_288,
    "host labels": "a." * 524_288,
    "dashes": "1-" * 524_288,
    "homes": "/home/" * 174_762,
    "tokens": "eyJ" * 349_525,
    "capitals": "DE89 " * 209_715,
    "known prefix": "anna.lindqvis" * 80_659,
    "zeros": "\0" * 1_048_576,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_time_in_proportion(name):
    """Four times the text takes about four times the time; backtracking would take sixteen."""
    text = HOSTILE[name]
    mask = masker()
    mask.text(text[:1000])

    def seconds(length):
        best = min(_timed(mask, text[:length]) for _ in range(2))
        return max(best, 1e-3)

    quarter, whole = seconds(len(text) // 4), seconds(len(text))
    assert whole / quarter < 9, (quarter, whole)


def _timed(mask, text):
    began = time.process_time()
    mask.text(text)
    return time.process_time() - began


def test_a_secret_is_found_in_every_case_of_letters():
    mask = Masker((Known("Sommer-Regen-17", Kind.SECRET),))
    assert "regen" not in mask.text("you typed SOMMER-regen-17").casefold()


def test_the_beginning_of_a_name_at_a_cut_is_hidden():
    for text in ("refused for anna.lindq…", "refused for anna.lindqvis", "P@ss-Canar... and more"):
        masked = masker().text(text)
        assert "anna" not in masked
        assert "P@ss" not in masked
