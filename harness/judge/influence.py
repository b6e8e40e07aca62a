"""On what an output depends: rows of the input, and weights."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import torch
from torch import Tensor

from harness.case import Case, Implementation
from harness.judge.locating import Right


def influence(impl: Implementation, right: Right) -> Tensor:
    """Which rows of the input, and which weights, move which row of the output. Raises CannotRun."""
    return torch.stack([torch.cat([*_moving(impl, right.case, row)]) for row in _rows(right.outcome.output)])


def _rows(output: Tensor) -> Tensor:
    """For each row of an output, a tensor of its shape that is 1 there and 0 elsewhere."""
    rows = output[..., 0].numel()
    return torch.eye(rows).reshape(rows, *output.shape[:-1], 1).expand(rows, *output.shape)


def _moving(impl: Implementation, case: Case, row: Tensor) -> Iterator[Tensor]:
    pulled = case.calling(replace(case.call, cotangents=(row,)))
    for name, gradient in sorted(impl(pulled).reply.gradients.items()):
        rows = gradient.reshape(-1, gradient.shape[-1] if name == "x" else gradient.numel())
        yield rows.any(dim=1)
