"""A worker answers as this process would, and remembers nothing from one claim to the next."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from head import X, head, said

from harness.case import Build, Call, Case, stand_in
from harness.grading.sandbox.isolated import Isolated
from harness.grading.sandbox.paths import ours
from harness.grading.sandbox.stand_ins import stand_ins_for
from harness.grading.sandbox.worker import Worker
from harness.judge.naming import is_same
from harness.run.in_process import InProcess
from spec.costs import standard
from spec.experiments.catalogue import EXPERIMENTS
from spec.interface import INTERFACE

ROOT = Path(__file__).parents[3]
sandbox = pytest.mark.sandbox


@sandbox
def test_torchscript_finds_the_source_that_it_compiles(submitted):
    scripted = """
    @torch.jit.script
    def mean_of_the_past(x: torch.Tensor) -> torch.Tensor:
        return x.cumsum(1) / torch.arange(1, x.size(1) + 1).unsqueeze(1)
    """
    outcome = submitted(head_v2=head("return mean_of_the_past(x)", scripted))(X)
    assert outcome.error is None
    assert outcome.reply.output.tolist() == [[[1.0], [2.0]]]


@pytest.mark.parametrize("name", ["HeadVer4", "MultiHeadVer1", "FeedForward", "HeadVer1"])
@sandbox
def test_a_worker_answers_as_this_process_would(submitted, name):
    case = standard(name)
    assert is_same(submitted()(case), InProcess(ROOT / "reference"), case)


@sandbox
def test_classes_are_replaced_there_as_here(submitted):
    impl = submitted(head_v4="broken")
    assert impl(standard("MultiHeadVer1")).error is not None
    assert impl.over(("HeadVer4",))(standard("MultiHeadVer1")).error is None


@sandbox
def test_a_class_that_hangs_on_an_earlier_one_is_tried_again_over_stand_ins(hurried, submitted):
    ffwd = "import torch\nclass FeedForward(torch.nn.Linear):\n    def __init__(self, C):\n        while True: pass\n"
    build = Build("BlockVer3", {"head": stand_in("Identity", {}), "embed_size": 2})
    impl, case = submitted(feed_forward=ffwd), Case(build, {}, (Call((torch.ones(1, 1, 2),)),))
    assert "CpuTimeUp" in said(impl(case))
    assert impl.over(("FeedForward",))(case).error is None
    assert "CpuTimeUp" in said(impl(case))


@sandbox
def test_a_syntax_error_is_told_with_its_line(submitted):
    error = submitted(head_v2="import torch\nclass HeadVer2(torch.nn.Module:\n    pass\n")(X).error
    assert error.kinds[0] == "SyntaxError"
    assert error.frames[-1].line == 2
    assert error.frames[-1].code == "class HeadVer2(torch.nn.Module:"


@sandbox
def test_imports_are_read_without_running_anything(submitted):
    impl = submitted(head_v2="from .head_v1 import HeadVer1\nwhile True: pass\n")
    assert impl.imports("head_v2") == (("head_v1", "HeadVer1"),)
    assert submitted(head_v2="-" * 100_000 + "1").imports("head_v2") == ()


LOOKS = """
import gc, sys
names = {names!r}
def look():
    find = __loader__.exec_module.__func__.__globals__["find_stand_in"]
    gc.unfreeze()
    found = {{name_of(each) for each in gc.get_objects() if isinstance(each, (type, type(look)))}}
    found |= {{each for each in names if is_found(find, each)}}
    found |= {{name_of(each) for each in every(torch.nn.Module)}}
    return sorted(found & {{*names}})
def name_of(each):
    return "" if str(each.__module__).startswith("torch.") else each.__name__
def is_found(find, name):
    try:
        return bool(find(name))
    except (ImportError, AttributeError):
        return False
def every(cls):
    for each in cls.__subclasses__():
        yield each
        yield from every(each)
"""


OF_STAND_INS = [
    *INTERFACE,
    "Encoded",
    "Language",
    "LearnedPositions",
    "Projections",
    "Wired",
    "encodings_by_the_formula",
]


OF_THE_WARM_UP = ["_averaged", "_attended", "_embedded", "_Fused"]


@sandbox
def test_a_worker_has_no_stand_in_but_those_that_its_case_needs(submitted):
    impl = submitted(head_v2=head("raise ValueError(look())", LOOKS.format(names=[*OF_STAND_INS, *OF_THE_WARM_UP])))
    assert said(impl(X)) == "ValueError: ['HeadVer2']"
    attention = stand_in("HeadVer4", {"block_size": 2, "embed_size": 1, "head_size": 1})
    build = stand_in("Stack", {"head": attention, "after": Build("HeadVer2")})
    assert said(impl(replace(X, build=build))) == "ValueError: ['HeadVer2', 'HeadVer4', 'Projections']"


def test_what_is_sent_for_an_experiment_computes_nothing_that_it_trains():
    for experiment in EXPERIMENTS.values():
        parts = experiment.stronger.build.parts
        trained = {INTERFACE[part.name].file for part in parts if not part.stand_in}
        assert trained
        assert not trained & stand_ins_for(parts, ()).keys()


def test_no_stand_in_lies_where_a_worker_may_read():
    assert [path.name for path in ours() if path.parent.name == "stand_ins"] == ["__init__.py"]


@pytest.mark.parametrize("name", ["random", "dataclasses", "xml.dom.minidom", "numpy.linalg", "torch.nn.utils"])
@sandbox
def test_libraries_are_installed_there(submitted, answers, name):
    assert submitted(head_v2=f"import {name}\n" + answers.sources["head_v2"])(X).error is None


@sandbox
def test_a_submission_has_one_worker_at_a_time(submitted, monkeypatch):
    forked, begun = [], Worker.forked
    monkeypatch.setattr(
        "harness.grading.sandbox.isolated.Worker.forked", lambda zygote: forked.append(begun(zygote)) or forked[-1]
    )
    impl = submitted()
    for each in (impl, impl.over(("HeadVer4",)), impl):
        assert each(standard("MultiHeadVer1")).error is None
        assert [worker.status is None for worker in forked] == [False] * (len(forked) - 1) + [True]
    impl.imports("head_v2")
    assert len(forked) == 4
    assert all(worker.status is not None for worker in forked)


@sandbox
def test_a_class_that_never_ends_is_not_tried_again_in_the_next_claim(hurried, submitted):
    impl = submitted(head_v2=head("while True: pass"))
    first = impl(X)
    impl.session.end_claim()
    spent = impl.session.in_all
    assert Isolated(impl.session)(X) == first
    assert impl.session.in_all == spent


@sandbox
def test_nothing_is_remembered_from_claim_to_claim(submitted):
    impl = submitted(head_v2=head("seen.append(1)\nreturn x + len(seen)", before="seen = []"))
    assert [impl(X).output[0, 0, 0].item() for _ in range(2)] == [2, 3]
    impl.session.end_claim()
    assert Isolated(impl.session)(X).output[0, 0, 0] == 2


@sandbox
def test_what_a_tensor_looks_like_is_not_worked_out_while_it_is_timed(submitted):
    impl = submitted(head_v2=head("print(x)\nreturn x"))
    outcomes = [impl(X.on(torch.ones(1, 2, 3), timed=timed)) for timed in (False, True)]
    assert [outcome.error for outcome in outcomes] == [None, None]
    impl.session.end_claim()
    assert impl.session.printed.splitlines() == [
        "tensor([[[1., 1., 1.],",
        "         [1., 1., 1.]]])",
        "tensor of (1, 2, 3)",
    ]
