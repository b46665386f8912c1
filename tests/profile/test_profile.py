"""The organisation's profile: every source, their order, and nothing hostile gets through."""

import json
import os
import plistlib
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.errors import BadInput
from wizard.messages import ENGLISH
from wizard.profile import (
    Origin,
    Places,
    Profile,
    load_profile,
    read_profile,
    status_json,
    status_text,
)
from wizard.profile.checked import KEYS
from wizard.resources import resource
from wizard.vocabulary import Security

ACME = {
    "schema": "sendagain.profile/1",
    "org": {
        "name": "Acme GmbH",
        "helpdesk_phone": "+49 (0)30 123-456",
        "hours": "Mo-Fr 8-17",
        "upload_url": "https://help.acme.example/upload",
        "provider_texts": ["Tell us the ticket number."],
    },
    "mail": {
        "domains": ["acme.example"],
        "smtp": {"host": "smtp.acme.example", "port": 465, "security": "tls"},
        "sign_in": "app_password",
    },
    "ui": {"language": "de", "text_scale": 1.25},
    "limits": {"allow_remember": False, "max_connections": 6},
    "report": {"hide_words": ["Projekt Falke"], "age_recipients": ["age1" + "q" * 58]},
    "clients": {"google": "123-abc.apps.example"},
}


@pytest.fixture
def places(tmp_path):
    return Places(system="linux", etc=tmp_path / "etc.json", program=tmp_path / "program")


def put(path: Path, content: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


def test_without_any_source_there_is_nothing_to_tell(places):
    loaded = load_profile(places=places)
    assert loaded.profile == Profile()
    assert not loaded.notices
    assert not loaded.is_locked("mail.smtp.host")


def test_the_machine_sets_and_locks(places):
    put(places.etc, ACME)
    loaded = load_profile(places=places)
    assert loaded.profile.mail.smtp.host == "smtp.acme.example"
    assert loaded.profile.mail.smtp.security is Security.TLS
    assert loaded.profile.limits.max_connections == 6
    assert loaded.profile.clients == {"google": "123-abc.apps.example"}
    assert loaded.is_locked("mail.smtp")
    assert ENGLISH.render(loaded.set_by("mail.smtp.port")) == "Set by Acme GmbH"
    assert loaded.set_by("org.status_url") is None
    assert not loaded.notices


def test_the_strongest_source_wins_value_by_value(places, tmp_path):
    put(places.etc, {"mail": {"smtp": {"port": 465}}})
    put(
        places.program / "distribution/policies.json",
        {"mail": {"smtp": {"port": 587, "host": "b.example"}}},
    )
    opened = put(
        tmp_path / "mine.json", {"mail": {"smtp": {"host": "c.example"}}, "ui": {"language": "fr"}}
    )
    loaded = load_profile(
        places=Places(
            **{f: getattr(places, f) for f in ("system", "etc", "program")}, opened=opened
        )
    )
    assert (loaded.profile.mail.smtp.port, loaded.profile.mail.smtp.host) == (465, "b.example")
    assert loaded.settings["mail.smtp.port"].origin is Origin.MACHINE
    assert loaded.settings["mail.smtp.host"].origin is Origin.BESIDE
    assert loaded.is_locked("mail.smtp.host")
    assert not loaded.is_locked("ui.language")


def test_mac_managed_preferences(tmp_path):
    managed = tmp_path / "org.sendagain.SendAgain.plist"
    managed.write_bytes(
        plistlib.dumps({"org": {"name": "Acme"}, "limits": {"allow_password": False}})
    )
    loaded = load_profile(places=Places(system="darwin", managed=managed, program=tmp_path))
    assert loaded.profile.org.name == "Acme"
    assert loaded.profile.limits.allow_password is False


class Registry:
    """The part of winreg that is used, over a dict."""

    HKEY_LOCAL_MACHINE, HKEY_CURRENT_USER = "lm", "cu"

    def __init__(self, hives):
        self.hives = hives

    class Key(dict):
        def __enter__(self):
            return self

        def __exit__(self, *_):
            return False

    def OpenKey(self, key, path):  # noqa: N802
        content = self.hives.get(key) if isinstance(key, str) else key[path]
        if content is None:
            raise FileNotFoundError(path)
        return self.Key(content)

    def QueryInfoKey(self, key):  # noqa: N802
        return len(self._keys(key)), len(key) - len(self._keys(key)), 0

    def EnumValue(self, key, index):  # noqa: N802
        return [(n, v, 1) for n, v in key.items() if not isinstance(v, dict)][index]

    def EnumKey(self, key, index):  # noqa: N802
        return self._keys(key)[index]

    def _keys(self, key):
        return [n for n, v in key.items() if isinstance(v, dict)]


def test_windows_policies(tmp_path, monkeypatch):
    hives = {
        "lm": {
            "org": {"name": "Acme"},
            "limits": {"allow_remember": 0},
            "mail": {"domains": {"1": "acme.example", "2": "acme.test"}, "smtp": {"port": 465}},
        },
        "cu": {"org": {"name": "Somebody else", "hours": "8-17"}},
    }
    monkeypatch.setattr("wizard.profile.sources.import_module", lambda _: Registry(hives))
    loaded = load_profile(places=Places(system="win32", program=tmp_path))
    assert loaded.profile.org.name == "Acme"
    assert loaded.profile.org.hours == "8-17"
    assert loaded.profile.mail.domains == ("acme.example", "acme.test")
    assert loaded.profile.limits.allow_remember is False


BROKEN = {
    "empty": b"",
    "not json": b"{",
    "binary": os.urandom(500),
    "list": b"[1,2]",
    "text": b'"hello"',
    "huge": b'{"org":{"name":"' + b"x" * 100_000 + b'"}}',
    "deep": b'{"a":' * 5000 + b"1" + b"}" * 5000,
    "other schema": b'{"schema":"evil/1","org":{"name":"x"}}',
    "newer schema": b'{"schema":"sendagain.profile/2"}',
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_profile_is_left_out_with_a_notice(places, name):
    put(places.etc, BROKEN[name])
    loaded = load_profile(places=places)
    assert loaded.profile == Profile()
    assert len(loaded.notices) == 1
    assert ENGLISH.render(loaded.notices[0].message)
    with pytest.raises(BadInput):
        read_profile(places.etc)


HOSTILE = {
    "org.upload_url": [
        "javascript:alert(1)",
        "http://x.example",
        "https://a@b.example/",
        "https://x.example/\n",
        "file:///etc",
    ],
    "org.helpdesk_phone": ["<script>", "call me", "1" * 200],
    "org.name": ["a\x00b", "\x1b[2J", "x" * 501, 5, None, ["a"], "\u202egnp"],
    "mail.smtp.host": ["-x", "a b", "x" * 300, "http://x", 7],
    "mail.smtp.port": [0, 70_000, "x", True, 5.5, None],
    "mail.smtp.security": ["ssl", "", None, 1],
    "mail.domains": ["acme.example", [1], ["a b"], ["x"] * 1000],
    "ui.text_scale": [0, 99, "big", True],
    "limits.allow_remember": ["yes", 2, None, "false"],
    "limits.max_connections": [0, -1, 1000, True, 1.5],
    "report.age_recipients": [["AGE-SECRET-KEY-1XX"], ["age1short"], "age1"],
    "report.level": ["everything", 1],
}


@pytest.mark.parametrize(
    ("key", "value"), [(k, v) for k, vs in HOSTILE.items() for v in vs], ids=str
)
def test_a_value_that_cannot_be_used_is_left_out_and_the_rest_holds(places, key, value):
    raw: dict = {"lookups": {"allow_outside": False}}
    section = raw
    *parts, name = key.split(".")
    for part in parts:
        section = section.setdefault(part, {})
    section[name] = value
    put(places.etc, raw)
    loaded = load_profile(places=places)
    assert key not in loaded.settings
    assert loaded.profile.lookups.allow_outside is False
    assert any(key in ENGLISH.render(notice.message) for notice in loaded.notices)


@pytest.mark.parametrize("key", ["password", "smtp_password", "client_secret", "api_token"])
def test_a_secret_in_a_profile_is_refused(places, key):
    put(places.etc, {"mail": {key: "hunter2"}})
    loaded = load_profile(places=places)
    assert "looks like a password" in ENGLISH.render(loaded.notices[0].message)
    assert "hunter2" not in status_text(loaded, ENGLISH)


def test_unknown_keys_are_named(places):
    put(places.etc, {"org": {"nmae": "typo"}, "colour": "red"})
    told = status_text(load_profile(places=places), ENGLISH)
    assert "org.nmae" in told
    assert "colour" in told


def test_a_missing_opened_profile_is_told(places, tmp_path):
    loaded = load_profile(
        places=Places(system="linux", etc=places.etc, program=tmp_path, opened=tmp_path / "no.json")
    )
    assert "There is no file" in ENGLISH.render(loaded.notices[0].message)


def test_status_names_every_value_and_its_source(places):
    put(places.etc, ACME)
    loaded = load_profile(places=places)
    told = status_json(loaded, ENGLISH)
    assert {s["key"] for s in told["settings"]} == set(loaded.settings)
    assert all(s["locked"] for s in told["settings"])
    json.dumps(told)
    assert "mail.smtp.host = smtp.acme.example" in status_text(loaded, ENGLISH)


def test_the_json_schema_knows_exactly_the_keys_of_the_program():
    schema = json.loads(resource("schemas/profile-1.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(ACME, schema)

    def keys(part, before=""):
        for name, inner in part["properties"].items():
            if inner.get("type") == "object" and "properties" in inner:
                yield from keys(inner, f"{before}{name}.")
            else:
                yield f"{before}{name}"

    assert set(keys(schema)) - {"schema", "clients"} == set(KEYS)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(max_size=12)
            | st.sampled_from(["org", "mail", "smtp", "name", "host", "clients"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(_JSON)
@settings(max_examples=200, deadline=None)
def test_no_json_breaks_the_loader(tmp_path_factory, raw):
    folder = tmp_path_factory.mktemp("p")
    put(folder / "etc.json", raw)
    load_profile(places=Places(system="linux", etc=folder / "etc.json", program=folder))
