"""What counts as equal, and why that bound.

float32 keeps 24 bits: each operation is off by 6e-8 of its result at most. The sums here have up to a few hundred
terms of order 1, so two right answers differ by some 1e-6 of the largest number in a tensor. `RELATIVE` allows 20 times
that, `ABSOLUTE` the same for tensors whose largest number is small because larger ones cancelled.

Some cases are ill-conditioned (to normalize nearly constant features multiplies rounding errors by 1/sqrt(eps), 300).
Where a comparison fails, the reference is asked again with weights, inputs and cotangents shaken by a few units in the
last place. What this moves, times `SHAKEN_TIMES`, is allowed on top: no answer in float32 can do better.

Where inputs are loud, terms may cancel that shaking does not show: the gradient of a saturated softmax is exact in one
fused operation, but written out it is a difference of products of three inputs (v, k and x), each rounded. So an input
of `LOUD` times n allows n times `ABSOLUTE` for what is linear in the inputs, and n^3 times for gradients.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import inf, isfinite
from typing import Any, Protocol, runtime_checkable

import torch
from torch import Tensor

from harness.case import Case, Implementation, Outcome
from harness.course import course

RELATIVE = 2e-5
ABSOLUTE = 2e-5
SHAKEN_BY = 2.0**-22
SHAKES = 8
SHAKEN_TIMES = 16.0
LOUD = 2.0  # no small integer is louder
LOOSE = 1e-3  # for properties that compare an implementation with itself on other inputs, at sizes of order 1


class Different(AssertionError):
    """Two tensors that should be equal are not."""

    def __init__(self, what: str, want: Tensor, got: Tensor, sentence: str) -> None:
        super().__init__(f"{what}: {sentence}")
        self.what, self.want, self.got, self.sentence = what, want, got, sentence

    @property
    def comparable(self) -> bool:
        """Whether entry stands against entry."""
        return self.got.shape == self.want.shape and self.got.dtype == self.want.dtype


def assert_close(got: Tensor, want: Tensor, what: str = "the output", bound: float | None = None) -> None:
    """Same shape, same type, and no entry further off than `bound` (without one: than rounding explains)."""
    if got.shape != want.shape:
        raise Different(what, want, got, f"shape {tuple(got.shape)}, expected {tuple(want.shape)}")
    if got.dtype != want.dtype:
        raise Different(what, want, got, f"type {got.dtype}, expected {want.dtype}")
    if want.numel() == 0:
        return
    if bound is None:
        bound = ABSOLUTE + RELATIVE * _largest(want)
    apart = _between(got, want)
    if apart.max() <= bound:
        return
    wrong = ~(apart <= bound) & ~want.isnan() & (got != want)
    if bool(wrong.any()):
        raise Different(what, want, got, _where(got, want, wrong))


def assert_agree(impl: Implementation, reference: Implementation, case: Case) -> None:
    """Outputs, logged tensors and gradients of every call are those of the reference; what is logged is detached."""
    got = impl(case)
    assert_same_tensors(got, reference, case)
    for reply in got.replies:
        for name in course().contract(case.build).logged:
            reply.log(name)


def assert_same_tensors(got: Outcome, reference: Implementation, case: Case, far: float = inf) -> None:
    """Outputs, logged tensors and gradients of every call are those of the reference, as far as rounding allows.

    What is off by more than `far` times the largest entry is called different without asking the reference again.
    """
    want = reference(case)
    try:
        for what, mine, theirs in pairs(case, got, want):
            assert_close(mine, theirs, what)
    except Different as different:
        if not different.comparable or _apart(different) > far:
            raise
        slack, loudness = slack_of(reference, case, want), _loudness(case)
        for what, mine, theirs in pairs(case, got, want):
            absolute = ABSOLUTE * loudness ** (3 if what.startswith("the gradient") else 1)
            assert_close(mine, theirs, what, absolute + RELATIVE * _largest(theirs) + slack[what])


def _apart(different: Different) -> float:
    """How far the entries are apart at most, in units of the largest that was expected."""
    return _largest(_between(different.got, different.want)) / max(_largest(different.want), ABSOLUTE)


def pairs(case: Case, got: Outcome, want: Outcome) -> Iterator[tuple[str, Tensor, Tensor]]:
    """Name, got and want of all that the replies hold, outputs first."""
    for i, (call, mine, theirs) in enumerate(zip(case.calls, got.replies, want.replies)):
        which = i + 1 if len(case.calls) > 1 else None
        names = tuple(course().contract(case.build).methods[call.method].returns)
        assert len(mine.outputs) == len(theirs.outputs), unlike_number(call.method, len(mine.outputs), names)
        for name, output, expected in zip(names, mine.outputs, theirs.outputs):
            named = _of_call(name, which)
            assert output is not None or expected is None, f"{named} is None, expected a tensor"
            assert output is None or expected is not None, f"{named} is a tensor, expected None"
            if output is not None and expected is not None:
                yield named, output, expected
        for name in course().contract(case.build).logged:
            if name in theirs.logged:
                assert name in mine.logged, f"self.{name} is not a tensor after {call.method}"
                yield _of_call(f"self.{name}", which), mine.logged[name], theirs.logged[name]
        for name, expected in theirs.gradients.items():
            assert name in mine.gradients, f"{name} is not trained"
            yield _of_call(of_gradient(name), which), mine.gradients[name], expected


def of_gradient(name: str) -> str:
    """What the gradient of a tensor is called."""
    return f"the gradient of {name}"


def unlike_number(method: str, returned: int, expected: Sequence[str]) -> str:
    """That a method returned another number of things than those of these names."""
    named, wanted = ", ".join(expected), len(expected)
    if returned == 1:
        return f"{method} returned 1 value, expected {wanted}: {named}"
    return f"{method} returned {returned} values, expected {wanted}: {named}"


def _of_call(what: str, call: int | None) -> str:
    return what if call is None else f"{what} of call {call}"


def _between(one: Tensor, other: Tensor) -> Tensor:
    """How far apart the entries are."""
    return (_numbers(one) - _numbers(other)).abs()


def _numbers(tensor: Tensor) -> Tensor:
    """The same as numbers that can be subtracted; a truth value is 0 or 1."""
    return tensor.double() if tensor.dtype == torch.bool else tensor


def _largest(tensor: Tensor) -> float:
    tensor = _numbers(tensor)
    largest = float(tensor.abs().max()) if tensor.numel() else 0.0
    return largest if isfinite(largest) else float(tensor.nan_to_num(0.0, 0.0, 0.0).abs().max())


def _where(got: Tensor, want: Tensor, wrong: Tensor) -> str:
    first = tuple(int(i) for i in wrong.nonzero()[0])
    mine, theirs = f"{got[first].item():.6g}", f"{want[first].item():.6g}"
    if not want.dim():
        return f"it differs; got {mine}, expected {theirs}"
    number, at = int(wrong.sum()), [*first]
    return f"{number} of {wrong.numel()} entries differ; first at {at}: got {mine}, expected {theirs}"


def _loudness(case: Case) -> float:
    """The largest input in units of LOUD, 1 at least."""
    inputs = (x for call in case.calls for x in call.inputs if isinstance(x, Tensor) and x.is_floating_point())
    return max(1.0, *(_largest(x) / LOUD for x in inputs), 1.0)


@runtime_checkable
class Recorded(Protocol):
    """A reference that cannot be asked shaken cases, and knows its slack by heart."""

    def slack(self, case: Case) -> Mapping[str, float]: ...


def slack_of(reference: Implementation, case: Case, want: Outcome) -> Mapping[str, float]:
    """How far rounding may move each tensor of the reference's outcome."""
    if isinstance(reference, Recorded):
        return reference.slack(case)
    slack: dict[str, float] = {}
    for seed in range(SHAKES):
        for what, moved, still in pairs(case, reference(_shaken(case, seed)), want):
            slack[what] = max(slack.get(what, 0.0), SHAKEN_TIMES * _largest(_between(moved, still)))
    return slack


def _shaken(case: Case, seed: int) -> Case:
    generator = torch.Generator().manual_seed(seed)

    def shaken(x: Any) -> Any:
        if not isinstance(x, Tensor) or not x.is_floating_point():
            return x
        return x * (1 + SHAKEN_BY * torch.randn(x.shape, generator=generator))

    return case.each(shaken)
