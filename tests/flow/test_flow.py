"""The walk without any window: what follows what, and the way back."""

from hypothesis import given
from hypothesis import strategies as st

from tests.ui.samples import fine_run, refused_run, state
from wizard.flow import FIRST, SCREENS, Answers, Flow, Need, State, fixing_screen
from wizard.screens import screen_numbers

STEPS = [name for name in SCREENS if name.startswith("step.")]


def names(flow: Flow, times: int) -> list[str]:
    return [flow.forward().name for _ in range(times)]


def test_the_walk_goes_through_every_screen_to_the_end() -> None:
    flow = Flow(state(refused_run()), first="result")
    assert names(flow, 11) == [*STEPS, "save", "support", "finish"]


def test_every_screen_has_a_number_and_a_page() -> None:
    for name, screen in SCREENS.items():
        assert screen.number == screen_numbers()[name]


def test_back_returns_to_where_the_person_was_with_the_answers_still_there() -> None:
    flow = Flow(state(refused_run()), first="result")
    flow.go("step.settings")
    flow.answer(server="smtp.example.org")
    flow.forward()
    assert flow.back().name == "step.settings"
    assert flow.back().name == "result"
    assert flow.state.answers.server == "smtp.example.org"
    assert not flow.can_go_back


def test_back_never_leads_to_a_check_that_is_over() -> None:
    record = refused_run()
    flow = Flow(state(record))
    flow.forward()
    flow.forward()
    assert flow.screen.name == "checking"
    flow.learn(record=record)
    flow.forward()
    assert flow.screen.name == "result"
    assert flow.back().name == "contact"


def test_going_to_a_screen_again_does_not_pile_up_the_way_back() -> None:
    flow = Flow(state(refused_run()), first="result")
    for _ in range(20):
        flow.go("step.wait")
        flow.go("checking")
        flow.go("result")
    assert not flow.can_go_back


def test_a_screen_that_misses_what_it_needs_is_not_shown() -> None:
    assert Flow(State()).go("result").name == FIRST
    assert Flow(State()).go("checking").name == FIRST
    record = refused_run()
    known = State(answers=Answers(), account=record.case.account)
    assert Flow(known).go("step.wait").name == "contact"


def test_the_first_button_of_the_result_leads_to_the_step_that_fixes_it() -> None:
    record = refused_run()
    assert fixing_screen(state(record)) == STEPS[record.diagnosis.fix_step - 1]
    assert fixing_screen(state(fine_run())) == "finish"


def test_not_yet_leads_on() -> None:
    flow = Flow(state(refused_run()), first="finish")
    flow.learn(mail_went_out=False)
    assert flow.forward().name == "step.provider"


def test_a_new_run_keeps_the_earlier_one_for_comparison() -> None:
    first, second = refused_run(), fine_run()
    flow = Flow(state(first))
    flow.learn(record=second)
    assert flow.state.earlier is first
    assert flow.state.record is second


def test_starting_again_keeps_the_answers_only() -> None:
    flow = Flow(state(refused_run()), first="finish")
    flow.restart()
    assert flow.screen.name == FIRST
    assert flow.state.record is None
    assert flow.state.answers.address


@given(st.lists(st.sampled_from([*SCREENS, "<back", ">forward"]), max_size=60))
def test_wherever_people_go_the_screen_has_what_it_needs(moves: list[str]) -> None:
    record = _RECORD
    for begin in (State(), State(account=record.case.account), state(record)):
        flow = Flow(begin)
        for move in moves:
            match move:
                case "<back":
                    flow.back()
                case ">forward":
                    flow.forward()
                case _:
                    flow.go(move)
            needs = flow.screen.needs
            assert needs is not Need.RECORD or begin.record is not None
            assert needs is not Need.ACCOUNT or begin.account is not None


_RECORD = refused_run()
