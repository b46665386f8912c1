"""A pulled cable is one finding, not six; what hangs on it says so."""

from tests.judge import cases as c
from tests.judge.test_any_case import every_sentence_renders
from tests.judge.worlds import WORLDS
from wizard.facts.names import NameResult
from wizard.facts.network import ConnectResult
from wizard.facts.server import CertificateProblem
from wizard.judge.diagnose import diagnose
from wizard.judge.findings.unchecked import PROBES
from wizard.measure.plan import PROBES as PLANNED
from wizard.observation import NotRun
from wizard.vocabulary import Cause, Stage, Step, Verdict, Who

PULLED = (
    c.link(addresses=(), gateway=None),
    c.internet(ipv4=False),
    c.portal(expected=(None, None), clock_ahead=None),
    c.resolver(NameResult.NO_ANSWER),
    c.line(lost=20),
    c.no_name(NameResult.NO_ANSWER),
    c.public_address(known=False),
)


def test_a_pulled_cable_is_one_problem():
    got = diagnose(c.case(c.healthy(), *PULLED))
    assert [f.id for f in got.findings if f.verdict is Verdict.PROBLEM] == ["connection.no_link"]


def test_what_hangs_on_it_names_it():
    got = diagnose(c.case(c.healthy(), *PULLED))
    for id_ in (
        "connection.no_internet", "connection.resolver_silent", "server.name_unanswered",
        "unchecked.account_server", "unchecked.other_ports",
    ):  # fmt: skip
        finding = got.finding(id_)
        assert finding is not None
        assert finding.verdict is Verdict.COULD_NOT_CHECK
        assert finding.depends_on == "connection.no_link"
        assert finding.next is None


def test_an_unknown_name_is_why_the_server_was_not_asked():
    got = diagnose(c.case(c.healthy(), c.no_name()))
    finding = got.finding("unchecked.account_server")
    assert finding is not None
    assert finding.depends_on == "server.name_unknown"


def test_a_sign_in_page_hides_what_it_blocks():
    got = diagnose(
        c.case(
            c.healthy(),
            c.internet(ipv4=False),
            c.portal(expected=(False, False)),
            c.unreached(ConnectResult.REFUSED),
            c.control(answers=False),
        )
    )
    problems = [f.id for f in got.findings if f.verdict is Verdict.PROBLEM]
    assert problems == ["connection.portal"]


def test_a_wrong_clock_explains_the_certificate():
    got = diagnose(
        c.case(c.healthy(), c.portal(clock_ahead=9e7), c.certificate(CertificateProblem.EXPIRED))
    )
    finding = got.finding("protection.expired")
    assert finding is not None
    assert finding.depends_on == "protection.clock_spoils"
    assert got.causes[0].because == ("protection.clock_spoils",)


def test_after_a_421_the_rest_was_left_alone():
    got = diagnose(c.case(c.healthy(), c.greeting_421("4.3.2 No system resources")))
    finding = got.finding("unchecked.told_to_stop")
    assert finding is not None
    assert finding.verdict is Verdict.COULD_NOT_CHECK
    assert finding.depends_on == "server.refused"


def test_network_trouble_does_not_matter_when_the_server_answers():
    got = diagnose(
        c.case(
            c.healthy(),
            *PULLED[:3],
            c.greeting_421("4.7.0 Error: too many connections from 198.51.100.10"),
        )
    )
    assert got.cause is Cause.TOO_MANY_CONNECTIONS
    own = [f for f in got.findings if f.step is Step.CONNECTION]
    assert all(f.verdict is not Verdict.PROBLEM for f in own)


def test_why_not_run_is_told():
    outside = ("internet", "portal", "blocklists")
    got = diagnose(
        c.case(
            c.healthy(),
            *[c.not_run(probe, NotRun.NOT_ALLOWED) for probe in outside],
            c.not_run("line", NotRun.CANCELLED),
            c.not_run("resolver", NotRun.NOT_NEEDED),
            c.timed_out("outbox"),
            c.broke("computer"),
        )
    )
    reasons = {
        f.id.removeprefix("unchecked."): (f.verdict, f.could_not_check_reason)
        for f in got.findings
        if f.id.startswith("unchecked.")
    }
    told = {probe: reason.id for probe, (_, reason) in reasons.items() if reason is not None}
    assert {told[probe] for probe in outside} == {"reason.not_allowed"}
    assert told["line"] == "reason.cancelled"
    assert told["outbox"] == "reason.timed_out"
    assert told["computer"] == "reason.broke"
    assert reasons["resolver"][0] is Verdict.SKIPPED


def test_the_servers_exact_words_are_kept():
    got = diagnose(c.case(c.healthy(), c.greeting_421("4.3.2 No system resources")))
    finding = got.finding("server.refused")
    assert finding is not None
    assert finding.evidence["reply"] == "421 4.3.2 No system resources"
    assert finding.evidence["stage"] == "greeting"


def test_the_provider_is_told_when_it_must_act():
    got = diagnose(c.case(c.healthy(), c.certificate(CertificateProblem.EXPIRED)))
    assert got.who is Who.PROVIDER
    assert got.fix_step is Step.PROVIDER
    assert got.finding("provider.acts") is not None


def test_waiting_is_advised_where_it_helps_and_only_there():
    busy = diagnose(c.case(c.healthy(), c.greeting_421("4.3.2 No system resources")))
    assert busy.finding("wait.helps") is not None
    assert busy.fix_step is Step.WAIT
    wrong = diagnose(c.case(c.healthy(), c.refused(Stage.AUTH, "535 5.7.8 Error: wrong password")))
    assert wrong.finding("wait.no_use") is not None


def test_the_steps_are_those_of_the_plan():
    assert {probe.id: probe.step for probe in PLANNED} == {
        id_: step for id_, (step, _) in PROBES.items()
    }


def test_every_sentence_of_every_world_renders():
    for world in WORLDS:
        every_sentence_renders(diagnose(world.case()))


def test_nothing_known_says_so():
    got = diagnose(c.case())
    assert got.verdict is Verdict.COULD_NOT_CHECK
    assert got.cause is Cause.UNKNOWN_GENERIC
    assert all(state.verdict is Verdict.SKIPPED for state in got.steps)
