"""Canaries over every channel: a made-up person in every place, and nothing of them comes out.

The canary address, name, password, computer, user and home are put raw and encoded into whatever
a server says; then the bundle at each level, the reports and the log are searched for them.
"""

import base64
import binascii
import html
import io
import logging
import quopri
import re
import urllib.parse
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.records import Identity, full_record
from wizard import log
from wizard.account import Secret
from wizard.messages import ENGLISH, Language
from wizard.support.bundle import Options, preview
from wizard.support.redaction import Level, Person
from wizard.support.report import report_html, report_json, report_text

CANARY = Identity(
    address="zz-canary-7q4w@canary-zz9.example",
    host="smtp-out.canary-zz9.example",
    user="zzcanaryuser",
    full_name="Zora Kanarienvogel",
    computer="zz-canary-box",
    home="/home/zzcanaryuser",
    ipv4="203.0.113.199",
    ipv6="2001:db8:ca:a2::199",
    lan="192.168.211.99",
)
PASSWORD = "Zz-P@ss+Canary/9&ü"
PERSON = Person(
    user_name=CANARY.user,
    full_name=CANARY.full_name,
    home=CANARY.home,
    host_names=(CANARY.computer,),
)
PERSONAL = (
    "zz-canary-7q4w",
    "canary-zz9",
    "zzcanaryuser",
    "Kanarienvogel",
    "zz-canary-box",
    "203.0.113.199",
    "2001:db8:ca:a2::199",
    "192.168.211.99",
)


def encodings(value):
    """A value in every form that is searched for and put in."""
    raw = value.encode()
    yield value
    yield from (base64.b64encode(b"x" * n + raw + b"yy").decode() for n in range(3))
    yield base64.b64encode(value.encode("utf-16-le")).decode()
    yield base64.b64encode(value.encode("utf-16-be")).decode()
    yield "".join(f"%{byte:02X}" for byte in raw)
    yield urllib.parse.quote(value, safe="")
    yield "".join(f"={byte:02X}" for byte in raw)
    yield quopri.encodestring(raw).decode()
    yield raw.hex()
    yield raw.hex(" ")
    yield html.escape(value)
    yield value.encode("utf-16-le").decode("latin-1")


def readings(text):
    """Everything that a text says to somebody who tries: plain and decoded."""
    yield text
    yield urllib.parse.unquote(text)
    yield html.unescape(text)
    yield quopri.decodestring(text.encode()).decode("utf-8", "replace")
    yield text.replace("\0", "")
    for run in re.findall(r"[A-Za-z0-9+/_-]{8,}={0,2}", text):
        plain = run.rstrip("=").replace("-", "+").replace("_", "/")
        for start in range(4):
            part = plain[start:]
            if len(part) % 4 == 1:
                part = part[:-1]
            data = binascii.a2b_base64(part + "=" * (-len(part) % 4))
            yield data.decode("latin-1")
            yield data.replace(b"\0", b"").decode("latin-1")
    for run in re.findall(r"(?:[0-9A-Fa-f]{2}[ :]?){5,}", text):
        digits = re.sub("[ :]", "", run)
        for start in range(2):
            part = digits[start:]
            data = bytes.fromhex(part[: len(part) // 2 * 2])
            yield data.decode("latin-1")
            yield data.replace(b"\0", b"").decode("latin-1")


def found(text, canaries):
    """The canaries that a text gives away."""
    return {
        canary
        for reading in readings(text)
        for canary in canaries
        if canary.casefold() in reading.casefold()
    }


def canaries_of(level):
    secret = ("Zz-P@ss", "Canary/9", PASSWORD)
    return secret if level is Level.OWN_HELPDESK else (*secret, *PERSONAL)


def options(level=Level.NORMAL, **more):
    return Options(level=level, person=PERSON, secrets=(PASSWORD,), **more)


def spoken():
    """Everything personal, in every form, as words of a server."""
    values = (CANARY.address, CANARY.full_name, CANARY.computer, CANARY.user, CANARY.home, PASSWORD)
    return [form for value in values for form in encodings(value)]


@pytest.mark.parametrize("level", Level)
def test_no_canary_leaves_in_a_bundle(level):
    record = full_record(CANARY, " | ".join(spoken()))
    shown = preview(
        record,
        options(
            level,
            text=f"I am {CANARY.full_name}, {CANARY.address}, my password is {PASSWORD}",
            ticket="INC-7",
            log_text="\n".join(spoken()),
        ),
    )
    for part in shown.parts:
        assert not found(part.text, canaries_of(level)), part.part
    with zipfile.ZipFile(io.BytesIO(shown.data)) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert PASSWORD.encode() not in everything + shown.data
    assert not found(shown.file_name, canaries_of(Level.NORMAL))


@pytest.mark.parametrize("form", range(len(list(encodings("x")))))
def test_no_canary_leaves_in_a_report_alone(form, monkeypatch):
    monkeypatch.setattr("wizard.support.redaction.records.this_person", lambda: PERSON)
    values = (CANARY.address, CANARY.full_name, CANARY.computer, CANARY.user, CANARY.home)
    said = " ".join(list(encodings(value))[form] for value in values)
    record = full_record(CANARY, said)
    for text in (
        str(report_json(record)),
        report_text(record, ENGLISH),
        report_html(record, ENGLISH),
        report_html(record, Language("qps")),
    ):
        assert not found(text, PERSONAL)


_FORMS = st.sampled_from(spoken())
_AROUND = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=25)


@given(st.lists(st.tuples(_AROUND, _FORMS), min_size=1, max_size=4), _AROUND)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_a_server_says_around_a_secret(pieces, end):
    said = "".join(f"{before} {form} " for before, form in pieces) + end
    shown = preview(full_record(CANARY, said), options(log_text=said))
    for part in shown.parts:
        assert not found(part.text, canaries_of(Level.NORMAL)), part.part


@given(_FORMS)
@settings(max_examples=60, deadline=None)
def test_a_server_that_echoes_a_secret_inside_a_word(form):
    shown = preview(full_record(CANARY, f"<{form}> said [{form}]:"), options(log_text=form))
    for part in shown.parts:
        assert not found(part.text, canaries_of(Level.NORMAL)), part.part


def test_no_canary_stands_in_the_log(tmp_path, monkeypatch):
    monkeypatch.setattr("wizard.support.redaction.this_person", lambda: PERSON)
    file = log.start_log(tmp_path)
    try:
        log.hide_in_log(full_record(CANARY).case.account, Secret(PASSWORD))
        logger = logging.getLogger("wizard.test")
        for form in spoken():
            logger.warning("the server said %s", form)
        fault = ValueError(f"cannot sign in {CANARY.address} with {PASSWORD}")
        logger.error("failed for %s", CANARY.full_name, exc_info=fault)
        crash = log.note_crash(ValueError(f"{CANARY.home} {PASSWORD}"), tmp_path)
    finally:
        log.stop_log()
    text = file.read_text()
    assert "the server said" in text
    assert "ValueError" in text
    assert not found(text, canaries_of(Level.NORMAL))
    assert not found(crash, canaries_of(Level.NORMAL))
    for path in tmp_path.iterdir():
        assert not found(path.read_text("utf-8", "replace"), canaries_of(Level.NORMAL)), path
