"""What moves an output: rows of the input, and weights."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace

import torch
from torch import Tensor

from harness.case import CannotRun, Implementation, NeverRuns
from harness.judge.locating import Right


def are_shown(impl: Implementation, mistakes: Iterable[Implementation], answers: Implementation, here: Right) -> bool:
    """Whether what each mistake alone cuts off, or lets in, is so in an implementation too."""
    try:
        own, right = _influence(impl, here), _influence(answers, here)
        return all(_is_shown(own, _influence(mistake, here), right) for mistake in mistakes)
    except (CannotRun, NeverRuns):
        return False


def _is_shown(own: Mapping[str, Tensor], alone: Mapping[str, Tensor], right: Mapping[str, Tensor]) -> bool:
    """Whether all that moves a row of the output with the mistake alone does, where this is not as it should be."""
    changed = {name: (alone[name] != right[name]).any(dim=1) for name in alone.keys() & right.keys()}
    return all(name in own and torch.equal(own[name][at], alone[name][at]) for name, at in changed.items())


def _influence(impl: Implementation, here: Right) -> Mapping[str, Tensor]:
    """Of each weight, and each row of x: whether it moves the rows of the output."""
    *shape, width = here.outcome.output.shape
    distinct = torch.arange(1.0, width + 1)  # as the sum of a row may be fixed
    rows = torch.eye(math.prod(shape)).reshape(-1, *shape, 1) * distinct
    pulled = [here.case.calling(replace(here.case.call, cotangents=(row,))) for row in rows]
    gradients = [impl(case).reply.gradients for case in pulled]
    return {name: torch.stack([_moves(one[name], name) for one in gradients]) for name in gradients[0]}


def _moves(gradient: Tensor, name: str) -> Tensor:
    """Nothing moves what is NaN."""
    moved = gradient.nan_to_num() != 0
    return moved.reshape(-1, gradient.shape[-1]).any(dim=1) if name == "x" else moved.any().reshape(1)
