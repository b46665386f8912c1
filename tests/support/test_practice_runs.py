"""Real runs over loopback: code, bundle and report of each tell the same as the run itself."""

import asyncio

import pytest

from wizard.judge.diagnose import diagnose
from wizard.measure.plan import PROBES
from wizard.messages import ENGLISH
from wizard.practice import stage
from wizard.practice.scenarios import SCENARIOS
from wizard.session import Session
from wizard.support import bundle
from wizard.support.bundle import Options, open_bundle, preview
from wizard.support.code import decode, encode
from wizard.support.letter import Reader, letter
from wizard.support.report import case_from_report, report_html, report_json, report_text

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=[s.name for s in SCENARIOS])
def run(request):
    scenario = next(s for s in SCENARIOS if s.name == request.param)

    async def practised():
        async with stage(scenario) as staged:
            session = Session(
                staged.account,
                password=staged.password,
                world=staged.world,
                error_text=staged.error_text,
                probes=PROBES,
            )
            record = await session.run()
            return record, staged.password

    return asyncio.run(practised())


def test_the_code_rebuilds_the_verdicts(run):
    record, _ = run
    content = decode(" ".join(encode(record).spelled())).content
    states = {state.step: state.verdict for state in record.diagnosis.steps}
    assert content.cause == record.diagnosis.cause
    assert list(content.verdicts) == [states[step] for step in sorted(states)]
    assert content.transport == "other"  # practice listens on a port of its own


def test_the_bundle_opens_and_today_judges_it_the_same(run, tmp_path):
    record, password = run
    secrets = (password.reveal(),) if password else ()
    path = bundle.write(preview(record, Options(secrets=secrets, log_text="")), tmp_path)
    opened = open_bundle(path)
    assert opened.report.cause == record.diagnosis.cause
    again = bundle.rejudge(opened)
    assert again.cause == record.diagnosis.cause
    assert [s.verdict for s in again.steps] == [s.verdict for s in record.diagnosis.steps]
    assert {f.id for f in again.findings} == {f.id for f in record.diagnosis.findings}
    for secret in secrets:
        assert all(secret not in text for text in opened.texts.values())


def test_an_open_report_is_judged_exactly_the_same(run):
    record, _ = run
    case = case_from_report(report_json(record, redact=False))
    assert diagnose(case) == diagnose(record.case)


def test_every_surface_renders(run):
    record, _ = run
    assert record.case.account.address not in report_text(record, ENGLISH)
    assert "<script" not in report_html(record, ENGLISH)
    assert record.case.account.address in letter(record, Reader.PROVIDER, ENGLISH).body
