"""What is prefetched is asked many at a time, and changes no verdict."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.case import Build, Call, Case, Outcome
from harness.draw.check import TOGETHER, Check
from harness.draw.recorder import Recorder
from harness.grading.sandbox.prefetch import LARGEST, MOST, TENSOR, Prefetched, alike, requests
from harness.judge.naming import is_same
from harness.judge.recording import fingerprint
from harness.run.in_process import InProcess
from harness.training import Training
from spec.cases import cases
from spec.interface import INTERFACE

ROOT = Path(__file__).parents[3]
X = Case(Build("HeadVer2"), {}, (Call((torch.tensor([[[1.0], [3.0]]]),)),))  # (1, 2, 1)
Y = X.on(torch.tensor([[[5.0], [3.0]]]))


def head(body):
    """The text of a HeadVer2 whose forward is this."""
    return f"import torch\nclass HeadVer2(torch.nn.Module):\n    def forward(self, x):\n        {body}\n"


def requested(impl):
    """The cases of each request from now on."""
    asked, ask = [], impl.session.ask

    def listening(worker, cases, replaced):
        asked.append(cases)
        return ask(worker, cases, replaced)

    impl.session.ask = listening
    return asked


@given(st.data())
@settings(max_examples=30)
def test_a_case_is_alike_to_its_copy_and_to_no_other(data):
    names = [name for name, contract in INTERFACE.items() if contract.file and name != "GPTVer4"]
    one, other = (data.draw(cases(data.draw(st.sampled_from(names)))) for _ in range(2))
    call = replace(
        one.calls[0], inputs=tuple(x.clone() if isinstance(x, torch.Tensor) else x for x in one.calls[0].inputs)
    )
    assert alike(one, one.calling(call, *one.calls[1:])) or any(x.isnan().any() for x in call.inputs)
    assert alike(one, other) == (fingerprint(one) == fingerprint(other))


@pytest.mark.parametrize(
    "change",
    [
        {"inputs": (torch.tensor([[[1.0], [3.0 + 2**-20]]]),)},
        {"inputs": (torch.tensor([[[1.0], [3.0]]], dtype=torch.float64),)},
        {"inputs": (torch.tensor([[1.0], [3.0]]),)},
        {"train": True},
        {"seed": 0},
        {"options": {"debug": True}},
        {"cotangents": (torch.ones(1, 2, 1),)},
    ],
    ids=str,
)
def test_what_differs_in_one_thing_is_not_alike(change):
    assert not alike(X, X.calling(replace(X.call, **change)))


def test_an_outcome_is_given_once():
    first, second = Outcome((), {}, ("first",)), Outcome((), {}, ("second",))
    prefetched = Prefetched([(X, first), (Y, first), (X, second)])
    assert [prefetched.take(case) for case in (X, X, X, Y, Y)] == [first, second, None, first, None]


def test_what_is_trained_timed_counted_or_large_is_asked_alone():
    training = replace(X, calls=(), training=Training(torch.zeros(1, 1), torch.zeros(1, 1), 1, 0.1, 0))
    large = X.on(torch.zeros(1, LARGEST + 1, 1))
    alone = [training, X.on(X.x, timed=True), X.on(X.x, counted=True), large]
    assert list(requests([X, *alone, Y])) == [(X, Y)]
    assert list(requests([X, *alone])) == []


def test_no_request_is_larger_than_it_may_be():
    many = [X.on(torch.zeros(1, LARGEST - TENSOR, 1))] * 25
    assert [len(request) for request in requests(many)] == [MOST // LARGEST] * 2 + [5]


def test_small_tensors_count_as_often_as_they_are_sent():
    """Where two calls pull back, each of 62 weights is sent once, and its gradient comes back twice."""
    weights = {str(i): torch.zeros(1) for i in range(62)}
    case = replace(X, weights=weights, calls=(replace(X.call, cotangents=(torch.ones(1, 2, 1),)),) * 2)
    taken = 3 * 62 * (TENSOR + 1) + 4 * (TENSOR + 2)
    assert [len(request) for request in requests([case] * 50)] == [MOST // taken] * 2 + [50 - 2 * (MOST // taken)]


@given(drawn=st.lists(st.sampled_from(("HeadVer4", "BlockVer3", "GPTVer2")).flatmap(cases), min_size=2, max_size=6))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.sandbox
def test_outcomes_are_those_of_cases_that_are_asked_alone(submitted, drawn):
    impl, alone = submitted(), submitted()
    impl.prefetch(drawn)
    asked = requested(impl)
    for case in drawn:
        assert is_same(impl(case), alone, case)
    assert len(asked) == len(drawn) - sum(map(len, requests(drawn)))


@pytest.mark.sandbox
def test_known_draws_are_prefetched(submitted):
    @settings(max_examples=25)
    @given(case=cases("HeadVer2", awkward=False))
    def claim(impl, case):
        for x in (case.x, -case.x):
            assert impl(case.on(x)).output.shape == case.x.shape

    impl = submitted()
    asked, known = requested(impl), Check(claim, seed=1).draw(InProcess(ROOT / "reference"))
    assert known.first_failure(Recorder(impl)) is None
    assert sum(map(len, asked)) == 2 * len(known.draws)
    assert max(map(len, asked)) == 2 * TOGETHER


@pytest.mark.sandbox
def test_an_endless_loop_is_found_alone_and_nothing_more_is_prefetched(hurried, submitted):
    impl = submitted(head_v2=head("while x[0, 0, 0] == 5: pass\n        return x"))
    impl.prefetch([X, Y])
    assert impl.session.slow
    assert impl(X).error is None
    assert impl(Y).error.kinds[0] in ("TimeUp", "CpuTimeUp")
    asked = requested(impl)
    impl.prefetch([X, X])
    assert asked == []


@pytest.mark.sandbox
def test_a_worker_that_dies_of_one_case_answers_the_others(submitted):
    impl = submitted(head_v2=head("import os\n        if x[0, 0, 0] == 5: os._exit(3)\n        return x"))
    impl.prefetch([X, Y])
    assert impl(X).error is None
    assert impl(Y).error.kinds == ("Died",)
    assert not impl.session.slow


@pytest.mark.sandbox
def test_an_answer_that_cannot_be_sent_costs_the_others_nothing(submitted):
    impl = submitted(head_v2=head("return torch.zeros(2**25) if x[0, 0, 0] == 5 else x"))
    impl.prefetch([X, Y])
    assert impl(X).error is None
    assert impl(Y).error.kinds == ("ContractBroken",)
