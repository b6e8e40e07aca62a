"""A block in train mode is held to what follows from the masks that it drew.

The last maps of head and of ffwd are chosen so that each writes to features of its own, and nowhere less than LEAST in
size: out - x shows there which elements were kept. With both masks known, nothing else is left to chance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import torch
from hypothesis import strategies as st
from torch import Tensor, nn

from harness.case import Build, Call, Case, Implementation, Outcome, stand_in
from harness.compare.close import assert_same_tensors
from harness.course import course
from harness.draw.numbers import Draw, numbers, seeds
from harness.run.reply import reply_to
from spec.cases import attention
from spec.claims.dropout import RATES, rate
from spec.right_model import trusted

LEAST = 1.0
LAST_MAPS = {"head": ("head.weight", "head.bias", "head.value.weight"), "ffwd": ("ffwd.w2.weight", "ffwd.w2.bias")}

features = st.sampled_from((*range(2, 9), *range(2, 9), 12, 17, 40))  # C


@st.composite
def sublayers_apart(draw: Draw) -> Case:
    """One call in train mode. Head gives zeros in some features, ffwd in the others."""
    B, T, C = draw(st.integers(1, 4)), draw(st.integers(1, 8)), draw(features)
    head = draw(st.sampled_from((stand_in("Linear", {"in_features": C, "out_features": C}), attention(8, C))))
    build = Build("BlockVer4", {"head": head, "embed_size": C, "dropout": draw(st.sampled_from(RATES))})
    source = numbers(draw, ("decimals",))
    weights = source.weights(build)
    of_head = torch.randperm(C, generator=source.generator) < draw(st.integers(1, C - 1))  # (C)
    sign = torch.randint(0, 2, (C,), generator=source.generator) * 2.0 - 1  # (C)
    weights["ln1.weight"] = (weights["ln1.weight"].clamp(-1, 1) * 32 / C**0.5).trunc() / 32  # so normalized: at most 1
    weights["ln1.bias"] = weights["ln1.bias"].abs() + 2  # (C): what head gets is 1 at least
    for name, rows in _of_last_maps(weights, of_head).items():
        least = LEAST if name.endswith("w2.bias") else -(-LEAST * 100 // C) / 100
        loud = (weights[name].abs() + least) * _along_rows(sign, weights[name])
        weights[name] = torch.where(rows, loud, 0.0)
    x, cotangent = source.tensor(B, T, C), source.tensor(B, T, C)  # (B, T, C) each
    return Case(build, weights, (Call((x,), train=True, seed=draw(seeds), cotangents=(cotangent,)),))


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
        for last, rows in ((LAST_MAPS["head"], of_head), (LAST_MAPS["ffwd"], ~of_head))
        for name in last
        if name in tensors
    }


def _along_rows(of_rows: Tensor, weight: Tensor) -> Tensor:
    """A number (C) for each row of a weight, (C, ...) or (C)."""
    return of_rows.view(-1, *[1] * (weight.dim() - 1))
