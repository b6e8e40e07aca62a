"""What every class of the course is held to, whatever it computes."""

from __future__ import annotations

from dataclasses import replace

import torch

from harness.case import Build, Case, Entry, Implementation
from harness.compare.close import LOOSE, assert_close
from harness.course import shapes
from harness.language.speech import to_say_again

HISTORY = (
    to_say_again("first call"),
    to_say_again("second call"),
    to_say_again("third call"),
    to_say_again("fourth call"),
    to_say_again("fifth call, after a change of the weights"),
    to_say_again("sixth call, after a change of the weights"),
)


def assert_built_as_promised(impl: Implementation, case: Case) -> None:
    """The state dict has the interface's names, shapes and trained tensors; given modules are kept; forward runs."""
    outcome = impl(replace(case.forward_only, weights={}, inspected=True))
    assert outcome.replies
    promised = {name: Entry("parameter", shape, "float32", True) for name, shape in shapes(case.build).items()}
    for name, entry in promised.items():
        assert name in outcome.state, f"there is no parameter {name}; there are: {', '.join(outcome.state) or 'none'}"
        got = outcome.state[name]
        assert got.kind == entry.kind, f"{name} is a {got.kind}, expected a {entry.kind}"
        assert got.shape == entry.shape, f"{name} has shape {got.shape}, expected {entry.shape}"
        assert got.dtype == entry.dtype, f"{name} has type {got.dtype}, expected {entry.dtype}"
        assert got.trained, f"{name} is not trained: its requires_grad is False"
    for name in outcome.state:
        assert name in promised, f"{name} in the state dict is one too many; expected: {', '.join(promised) or 'none'}"
    for name, value in case.build.args.items():
        assert not isinstance(value, Build) or name in outcome.held, f"self.{name} is not the module that was passed in"


def assert_leaves_no_trace(impl: Implementation, case: Case) -> None:
    """Each call of a history changes nothing, and gives what a fresh module gives without autograd."""
    replies = impl(case).replies
    for call, reply in zip(case.calls, replies):
        assert not reply.altered, f"{call.method} changed {' and '.join(reply.altered)}"
        assert not reply.drew, f"{call.method} moved torch's global random state"
    first, second, third, *other_weights = (
        impl(case.calling(call).forward_only).reply for call in (*case.calls[:3], *case.calls[4:])
    )
    for which, fresh, reply in zip(HISTORY, (first, second, third, first, *other_weights), replies):
        for got, want in zip(reply.outputs, fresh.outputs):
            if got is not None and want is not None:
                what = f"the output of the {which}, compared with that of a fresh module"
                assert_close(got, want, what, LOOSE * max(1.0, float(want.abs().max())))
        for name, log in fresh.logged.items():
            what = f"self.{name} of the {which}, compared with that of a fresh module"
            assert name in reply.logged, f"{what}: it is missing"
            assert_close(reply.logged[name], log, what, LOOSE * max(1.0, float(log.abs().max())))


def assert_examples_do_not_mix(impl: Implementation, case: Case) -> None:
    """Each example of a batch gives alone what it gives among the others."""
    case = case.forward_only
    together = impl(case).output  # (B, ...)
    B = len(case.x)
    for b in {0, B - 1}:
        alone = impl(case.on(case.x[b : b + 1])).output  # (1, ...)
        bound = LOOSE * max(1.0, float(alone.abs().max()))
        what = f"the output of example {b} among {B}, compared with it alone"
        assert_close(together[b : b + 1], alone, what, bound)


def assert_positions_do_not_mix(impl: Implementation, case: Case) -> None:
    """The first and the last position, each alone, give what they give among the others."""
    case, C = case.forward_only, case.x.shape[-1]
    positions, together = case.x.reshape(-1, C), impl(case).output.reshape(-1, C)  # (N, C) each
    for n in {0, len(positions) - 1}:
        alone = impl(case.on(positions[n].reshape(*[1] * (case.x.dim() - 1), C))).output.reshape(C)
        bound = LOOSE * max(1.0, float(alone.abs().max()))
        what = f"the output of position {n} among {len(positions)}, compared with it alone"
        assert_close(together[n], alone, what, bound)


def assert_causal(impl: Implementation, case: Case) -> None:
    """Other numbers at the later positions leave the earlier outputs as they were."""
    case, x = case.forward_only, case.x
    before = impl(case).output  # (B, T, D)
    T = x.shape[1]
    for t in {0, T // 2, T - 2} & set(range(T - 1)):
        changed = torch.cat([x[:, : t + 1], 1 - x[:, t + 1 :]], dim=1)  # (B, T, C)
        after = impl(case.on(changed)).output
        what = f"the output up to position {t}, after a change of later positions"
        assert_close(after[:, : t + 1], before[:, : t + 1], what)
