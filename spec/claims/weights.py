"""What attention weights are held to."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from harness.case import Case, Reply
from harness.compare.close import Different, assert_close


def assert_rows_are_weights(reply: Reply, shape: tuple[int, ...]) -> None:
    """self.wei (..., T, T) is detached, in [0, 1], zero above the diagonal, and each of its rows sums to 1."""
    wei = reply.log("wei")
    assert tuple(wei.shape) == shape, f"self.wei has shape {tuple(wei.shape)}, expected {shape}"
    past = torch.tril(wei)
    if not torch.equal(past, wei):
        raise Different("self.wei", past, wei, "it is not zero above the diagonal: a position looks ahead")
    assert bool((wei >= 0).all()), "self.wei has a negative weight"
    assert_close(wei.sum(dim=-1), torch.ones(shape[:-1]), "the sums of the rows of self.wei")


def project(case: Case, name: str, x: Tensor) -> Tensor:
    """x (B, T, C) -> q, k or v (B, T, D), by the weights of the case."""
    return F.linear(x, case.weights[f"{name}.weight"])


def scaled_scores(case: Case) -> Tensor:
    """q k^T / sqrt(D) of a HeadVer4 case, (B, T, T)."""
    q, k = project(case, "query", case.x), project(case, "key", case.x)  # (B, T, D)
    return q @ k.mT / q.shape[-1] ** 0.5
