"""What dropout in a block is held to.

The weights are chosen so that the two masks can be read off the output. Head and ffwd give constants a and c, whatever
comes in: out - x is one of 0, a, c and a + c, each times 1 / (1 - p). Or each writes to features of its own, and
nowhere less than LEAST in size: with both masks known, nothing else is left to chance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import torch
from hypothesis import strategies as st
from torch import Tensor, nn

from harness.case import Build, Call, Case, Implementation, Outcome, Reply, stand_in
from harness.compare.chance import assert_rate
from harness.compare.close import LOOSE, assert_close, assert_same_tensors
from harness.course import course
from harness.draw.numbers import Draw, flags, mostly, numbers, seeds
from harness.language.speech import to_say_again
from harness.run.call.reply import reply_to
from spec.cases import heads
from spec.claims.residual import LAST_OF_FFWD, LAST_OF_HEAD, silenced
from spec.right_model import trusted

B, T, C = 8, 16, 16  # 2,048 elements
DISTANCES = (1, 2, 4, 8)
ALONG = to_say_again("batch"), to_say_again("positions"), to_say_again("features")
LOUD_HEAD, LOUD_FFWD = 1.0, 3.0
LEAST = 1.0

rates = st.sampled_from((0.5, *(percent / 100 for percent in range(10, 81))))
features = mostly(range(2, 9), seldom=(12, 17, 40), one_in=6)  # C


@st.composite
def constant_sublayers(draw: Draw) -> Case:
    """Two calls in train mode and one in eval mode; head gives LOUD_HEAD and ffwd LOUD_FFWD in every element."""
    case = _block(draw, stand_in("Linear", {"in_features": C, "out_features": C}), (B, T, C))
    weights = dict(case.weights)
    weights["head.weight"] = torch.zeros(C, C)
    weights["head.bias"] = torch.full((C,), LOUD_HEAD)
    weights["ffwd.w2.weight"] = torch.zeros(C, 4 * C)
    weights["ffwd.w2.bias"] = torch.full((C,), LOUD_FFWD)
    train = case.call
    return replace(case, weights=weights).calling(train, replace(train, seed=None), replace(train, train=False))


@st.composite
def one_loud_sublayer(draw: Draw) -> Case:
    """One call in train mode; one of head and ffwd computes something, the other gives zeros."""
    C = draw(st.integers(1, 6))
    case = _block(draw, draw(heads(C)), (draw(st.integers(1, 4)), draw(st.integers(1, 8)), C))
    return silenced(case, draw(st.sampled_from((LAST_OF_FFWD, LAST_OF_HEAD))))


def _block(draw: Draw, head: Build, shape: tuple[int, int, int]) -> Case:
    args = {"head": head, "embed_size": shape[-1], "dropout": draw(rates)}
    build = Build("BlockVer4", args, by_position=draw(flags))
    source = numbers(draw, ("decimals",))
    x, cotangent = source.tensor(*shape), source.tensor(*shape)  # (B, T, C) each
    call = Call((x,), train=True, seed=draw(seeds), cotangents=(cotangent,))
    return Case(build, source.weights(build), (call,))


def rate(case: Case) -> float:
    """p, the probability with which an element is dropped."""
    return float(case.build.args["dropout"])


def same_chance(case: Case) -> float:
    """The chance that two calls draw the same masks: each of 2 * B * T * C elements agrees with p^2 + (1 - p)^2."""
    p = rate(case)
    return max((p**2 + (1 - p) ** 2) ** (2 * B * T * C), 1e-300)


def read_masks(reply: Reply, case: Case) -> tuple[Tensor, Tensor]:
    """Which elements of head's and of ffwd's output were kept, bool (B, T, C) each, read off out - x."""
    (x, *_), p = case.calls[0].inputs, rate(case)
    output = reply.output
    assert output.shape == x.shape, f"the output has shape {tuple(output.shape)}, expected {tuple(x.shape)}"
    added = (output - x) * (1 - p)  # (B, T, C), of 0, a, c, a + c
    ffwd = added > (LOUD_HEAD + LOUD_FFWD) / 2
    head = (added - LOUD_FFWD * ffwd) > LOUD_HEAD / 2
    explained = LOUD_HEAD * head.float() + LOUD_FFWD * ffwd.float()
    what = f"(out - x) * (1 - p), where head gives {LOUD_HEAD:g} and ffwd {LOUD_FFWD:g} in every element and p = {p}"
    assert_close(added, explained, what, LOOSE)
    return head, ffwd


def assert_drops_outputs_only(impl: Implementation, case: Case) -> None:
    """Where only one of the two is loud, out - x is in each element 0 or what eval mode adds, times 1 / (1 - p)."""
    x = case.x
    added = (impl(case).output - x) * (1 - rate(case))  # (B, T, C)
    kept = impl(case.on(x, train=False, cotangents=())).output - x  # (B, T, C)
    expected = torch.where(added.abs() < (added - kept).abs(), 0.0, kept)
    bound = LOOSE * max(1.0, float(kept.abs().max()))
    assert_close(added, expected, "(out - x) * (1 - p), which is 0 or what eval mode adds", bound)


def assert_rate_is_p(impl: Implementation, case: Case) -> None:
    """Both masks drop with probability p."""
    p = rate(case)
    for reply in impl(case.forward_only).replies[:2]:
        for which, kept in zip(("head", "ffwd"), read_masks(reply, case)):
            assert_rate(int((~kept).sum()), kept.numel(), p, f"elements of {which}'s output that were dropped")


def assert_drops_elements_on_their_own(impl: Implementation, case: Case) -> None:
    """Of disjoint pairs at each of DISTANCES, p^2 + (1 - p)^2 share their fate, along each dimension."""
    for which, kept in zip(("head", "ffwd"), read_masks(impl(case).replies[0], case)):
        for dim, (size, name) in enumerate(zip((B, T, C), ALONG)):
            for distance in (d for d in DISTANCES if 2 * d <= size):
                one, other = kept.unflatten(dim, (-1, 2, distance)).unbind(dim + 1)
                what = f"pairs {distance} apart along the {name} of {which}'s output with the same fate"
                _assert_independent(one, other, rate(case), what)


def assert_masks_are_independent(impl: Implementation, case: Case) -> None:
    """The four masks of two calls agree pairwise as often as independent ones do."""
    first, second, _ = impl(case).replies
    masks = [*read_masks(first, case), *read_masks(second, case)]
    names = ("head", "ffwd", to_say_again("head in the next call"), to_say_again("ffwd in the next call"))
    for i in range(4):
        for j in range(i):
            what = f"elements with the same fate in {names[j]} and in {names[i]}"
            _assert_independent(masks[i], masks[j], rate(case), what)


def _assert_independent(one: Tensor, other: Tensor, p: float, what: str) -> None:
    assert_rate(int((one == other).sum()), one.numel(), p**2 + (1 - p) ** 2, what)


def assert_gradient_follows_the_mask(impl: Implementation, case: Case) -> None:
    """The gradients of the two constants are the cotangents of the elements that were kept, times 1 / (1 - p)."""
    for call, reply in zip(case.calls[:2], impl(case).replies):
        (cotangent,) = call.cotangents
        assert cotangent is not None
        for name, kept in zip(("head.bias", "ffwd.w2.bias"), read_masks(reply, case)):
            want = (cotangent * kept).sum(dim=(0, 1)) / (1 - rate(case))  # (C)
            assert_close(reply.gradients[name], want, f"the gradient of {name}", LOOSE * float(want.abs().max()))
        assert_close(reply.gradients["x"], cotangent, "the gradient of x", LOOSE)


@st.composite
def sublayers_apart(draw: Draw) -> Case:
    """One call in train mode. Head gives zeros in some features, ffwd in the others."""
    C = draw(features)
    case = _block(draw, draw(heads(C)), (draw(st.integers(1, 4)), draw(st.integers(1, 8)), C))
    weights, generator = dict(case.weights), numbers(draw, ("decimals",)).generator
    of_head = torch.randperm(C, generator=generator) < draw(st.integers(1, C - 1))  # (C)
    sign = torch.randint(0, 2, (C,), generator=generator) * 2.0 - 1  # (C)
    weights["ln1.weight"] = (weights["ln1.weight"].clamp(-1, 1) * 32 / C**0.5).trunc() / 32  # so normalized: at most 1
    weights["ln1.bias"] = weights["ln1.bias"].abs() + 2  # (C): what head gets is 1 at least
    for name, rows in _of_last_maps(weights, of_head).items():
        least = LEAST if name.endswith("w2.bias") else -(-LEAST * 100 // C) / 100
        loud = (weights[name].abs() + least) * _along_rows(sign, weights[name])
        weights[name] = torch.where(rows, loud, 0.0)
    return replace(case, weights=weights)


def assert_computes_with_what_it_keeps(impl: Implementation, case: Case) -> None:
    """Output and gradients are those of y = x + mask * head(ln1(x)) / (1 - p) and y + mask' * ffwd(ln2(y)) / (1 - p).

    Where a sublayer gives zeros, its mask can't be read: what depends on it, gradients of those zeros, is passed over.
    """
    outcome = impl(case)
    output = outcome.output
    assert output.shape == case.x.shape, f"the output has shape {tuple(output.shape)}, expected {tuple(case.x.shape)}"
    kept = (output - case.x).abs() * (1 - rate(case)) > LEAST / 2  # (B, T, C)
    of_head = case.weights["ffwd.w2.bias"] == 0  # (C)
    masks = kept | ~of_head, kept | of_head

    def right(shaken: Case) -> Outcome:
        return _readable(_computed(shaken, masks), of_head)

    for name, gradient in outcome.reply.gradients.items():
        shape = tuple((case.x if name == "x" else case.weights[name]).shape)
        assert tuple(gradient.shape) == shape, f"the gradient of {name} has shape {tuple(gradient.shape)}"
    assert_same_tensors(_readable(outcome, of_head), right, case)


class _Masked(nn.Module):
    """Dropout whose masks are given, one for each time that it is called."""

    def __init__(self, masks: Sequence[Tensor], p: float) -> None:
        super().__init__()
        self.masks, self.p = list(masks), p

    def forward(self, h: Tensor) -> Tensor:
        return h * self.masks.pop(0) / (1 - self.p)


def _computed(case: Case, masks: Sequence[Tensor]) -> Outcome:
    """What torch's own layers make of a case with these masks."""
    block = trusted(case.build, case.weights)
    assert isinstance(block, nn.ModuleDict)
    block["drop"] = _Masked(masks, rate(case))
    return Outcome(
        (reply_to(block, dict(block.named_parameters()), case.call, course().contract(case.build), []),), {}, ()
    )


def _readable(outcome: Outcome, of_head: Tensor) -> Outcome:
    """An outcome without the gradients of the rows of zeros."""
    gradients = dict(outcome.reply.gradients)
    for name, rows in _of_last_maps(gradients, of_head).items():
        gradients[name] = gradients[name] * rows
    return replace(outcome, done=(replace(outcome.reply, gradients=gradients),))


def _of_last_maps(tensors: Mapping[str, Tensor], of_head: Tensor) -> dict[str, Tensor]:
    """The rows in which each of the last maps of head and ffwd is no zero: True or False, (C, 1) or (C)."""
    return {
        name: _along_rows(rows, tensors[name])
        for last, rows in ((LAST_OF_HEAD, of_head), (LAST_OF_FFWD, ~of_head))
        for name in last
        if name in tensors
    }


def _along_rows(of_rows: Tensor, weight: Tensor) -> Tensor:
    """A number (C) for each row of a weight, (C, ...) or (C)."""
    return of_rows.view(-1, *[1] * (weight.dim() - 1))
