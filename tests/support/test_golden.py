"""What was released once must open for ever: reports, bundles, codes and their tables.

A golden file is never changed. A new release adds its own beside the old ones:
`python -m tests.support.make_golden NAME`.
"""

import hashlib
import json
from pathlib import Path

import jsonschema
import pytest

from wizard.judge.case import Case
from wizard.messages import ENGLISH
from wizard.resources import resource
from wizard.support import bundle
from wizard.support.bundle import bundle_text, open_bundle, report_from_json
from wizard.support.code import decode
from wizard.support.code.tables import situations, table
from wizard.support.report import builtins_of, case_from_report, html_of

GOLDEN = Path(__file__).parent / "golden"
REPORTS = sorted(GOLDEN.glob("*.report.json"))
BUNDLES = sorted(GOLDEN.glob("*.zip"))
SCHEMA = json.loads(resource("schemas/report-1.json").read_text())


def test_there_are_golden_files():
    assert REPORTS
    assert BUNDLES


@pytest.mark.parametrize("path", REPORTS, ids=lambda p: p.name)
def test_every_report_still_opens(path):
    data = path.read_bytes()
    jsonschema.validate(json.loads(data), SCHEMA)
    report = report_from_json(data)
    assert len(report.steps) == 8
    assert report.title in html_of(report, ENGLISH) or "&" in html_of(report, ENGLISH)
    case = case_from_report(builtins_of(report))
    assert isinstance(case, Case)
    assert set(case.observations) == set(json.loads(data)["case"]["observations"])
    assert decode(report.code).content.cause == report.cause


@pytest.mark.parametrize("path", BUNDLES, ids=lambda p: p.name)
def test_every_bundle_still_opens_and_can_be_judged_again(path):
    opened = open_bundle(path)
    assert opened.report.code in bundle_text(opened, ENGLISH)
    again = bundle.rejudge(opened)
    assert len(again.steps) == 8


def test_every_released_code_still_means_the_same():
    for line in (GOLDEN / "codes.ndjson").read_text().splitlines():
        golden = json.loads(line)
        content = json.loads(json.dumps(builtins_of(decode(golden["code"]).content)))
        assert content == golden["content"], golden["code"]


@pytest.mark.parametrize("name", ["causes", "stages", "replies", "transports", "systems"])
def test_the_tables_behind_codes_only_grow(name):
    released = json.loads((GOLDEN / "tables.json").read_text())[name]
    assert list(table(name))[: len(released)] == released


def test_the_situations_only_grow():
    released = json.loads((GOLDEN / "tables.json").read_text())["situations"]
    now = json.dumps(situations()[: released["count"]]).encode()
    assert hashlib.sha256(now).hexdigest() == released["sha256"]


def test_provider_numbers_never_move():
    from wizard.accounts.providers import provider_by_number

    released = json.loads((GOLDEN / "tables.json").read_text())["providers"]
    for number, id_ in released.items():
        provider = provider_by_number(int(number))
        assert provider is not None
        assert provider.id == id_
