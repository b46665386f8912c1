"""The report: the contract's shape, the same facts on every surface, nothing that runs."""

import json
from html.parser import HTMLParser

import jsonschema
import msgspec
import pytest

from tests.support.records import ANNA, STARTED, full_record, refused_record
from wizard.errors import BadInput
from wizard.messages import ENGLISH, Language
from wizard.resources import resource
from wizard.support.report import case_from_report, report_html, report_json, report_text

SCHEMA = json.loads(resource("schemas/report-1.json").read_text())


@pytest.mark.parametrize("make", [refused_record, full_record])
def test_report_json_is_what_the_contract_says(make):
    report = report_json(make())
    jsonschema.validate(report, SCHEMA)
    assert report["schema"] == "sendagain.report/1"
    assert report["cause"] == "too_many_connections"
    assert report["verdict"] == "problem"
    assert [step["step"] for step in report["steps"]] == list(range(1, 9))
    assert report["causes"][0]["because"] == ["server.refused"]
    finding = report["findings"][0]
    assert finding["screen"] == 93
    assert "421 4.7.0 Too many connections" in finding["evidence"]["reply"]
    assert report["connections"] == 1
    assert report["started"] == STARTED.isoformat()
    assert json.loads(json.dumps(report)) == report


def test_the_account_is_hidden_unless_asked():
    hidden = report_json(refused_record())
    assert hidden["account"]["redacted"] is True
    assert hidden["account"]["address"] == "user1@domain1"
    assert hidden["account"]["host"].startswith("host")
    shown = report_json(refused_record(), redact=False)
    assert shown["account"]["address"] == ANNA.address
    assert shown["account"]["redacted"] is False


@pytest.mark.parametrize("redact", [True, False])
def test_the_case_comes_back_whole(redact):
    record = full_record()
    case = case_from_report(report_json(record, redact=redact))
    assert set(case.observations) == set(record.case.observations)
    for probe, observation in case.observations.items():
        assert type(observation.facts) is type(record.case.observations[probe].facts)
    if not redact:
        assert case.account == record.case.account
        assert case.observations == record.case.observations


def test_an_observation_of_a_newer_program_is_left_out():
    report = report_json(full_record())
    report["case"]["observations"]["quantum"] = {"probe": "quantum", "facts": {"type": "quantum"}}
    assert "quantum" not in case_from_report(report).observations


@pytest.mark.parametrize("broken", [{}, {"case": 1}, {"case": {"account": 5}}, {"case": {}}])
def test_a_report_without_a_case_is_refused_in_one_sentence(broken):
    with pytest.raises(BadInput):
        case_from_report(broken)


class _Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.attributes = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]


def page(html):
    parser = _Page()
    parser.feed(html)
    return parser


def test_the_page_has_headings_language_tables_with_scope_and_a_policy():
    parsed = page(report_html(full_record(), ENGLISH))
    assert ("html", "lang", "en") in parsed.attributes
    assert parsed.tags.count("h1") == 1
    assert all(a[:2] == ("th", "scope") for a in parsed.attributes if a[0] == "th")
    assert any(
        a[1] == "content" and "default-src 'none'" in (a[2] or "") for a in parsed.attributes
    )
    assert not {"script", "img", "link", "iframe", "object", "form", "a"} & set(parsed.tags)


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</pre></td><iframe src=//evil.example>",
    "{title} {0} %s ${7*7}",
    "<!--#exec cmd=ls --> <style>*{display:none}</style>",
    "\u202egnp.exe \x1b[2J \x00",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_a_servers_words_are_never_more_than_text(words):
    harmless = page(report_html(full_record(), ENGLISH))
    hostile = report_html(full_record(said=words), ENGLISH)
    assert page(hostile).tags == harmless.tags
    assert "\x1b" not in hostile
    assert "\u202e" not in hostile
    assert "\x1b" not in report_text(full_record(said=words), ENGLISH)


def test_page_and_text_say_verdict_action_steps_reply_and_code():
    record = full_record()
    report = report_json(record)
    for text in (report_html(record, ENGLISH), report_text(record, ENGLISH)):
        joined = " ".join(text.split())
        assert report["title"] in joined
        assert report["code"] in joined
        assert "Too many connections from ip" in joined
        for step in report["steps"]:
            assert f"{step['step']}. {step['name']}" in joined


def test_plain_text_keeps_to_the_width():
    text = report_text(refused_record(), ENGLISH, width=60)
    assert max(len(line) for line in text.splitlines() if not line.startswith("    ")) <= 60


def test_reports_come_in_the_pseudo_language_too():
    record = full_record()
    assert "⟦" in report_text(record, Language("qps"))
    assert (
        page(report_html(record, Language("qps"))).tags == page(report_html(record, ENGLISH)).tags
    )


def test_the_record_can_be_encoded_as_it_stands():
    assert msgspec.json.encode(report_json(full_record()))
