"""Gradients: cotangents of the outputs, pulled back to what they depend on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

from harness.run.plain import ContractBroken, is_float, plain


def differentiated(inputs: Sequence[Any], weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """What a gradient is asked for: the first input, where it has numbers, and the weights that are trained."""
    first = {"x": inputs[0]} if inputs and is_float(inputs[0]) else {}
    return first | {name: weight for name, weight in weights.items() if weight.requires_grad}


def pulled_back(
    outputs: Sequence[Any], cotangents: Sequence[Tensor | None], leaves: Mapping[str, Tensor]
) -> dict[str, Tensor]:
    """The gradient of each leaf; zeros where nothing reaches it."""
    pulled = [
        (output, cotangent)
        for output, cotangent in zip(outputs, cotangents)
        if cotangent is not None and isinstance(output, Tensor) and output.requires_grad
    ]
    for output, cotangent in pulled:
        if output.shape != cotangent.shape:
            raise ContractBroken(f"the output has shape {tuple(output.shape)}, expected {tuple(cotangent.shape)}")
    if not pulled or not leaves:
        return {name: torch.zeros_like(leaf) for name, leaf in leaves.items()}
    with torch._C.DisableTorchFunctionSubclass():
        # As sums, which need no cotangents: given these, torch.autograd.grad imports sympy, 487 modules.
        sums = [(output * cotangent.to(output.dtype)).sum() for output, cotangent in pulled]
        found = torch.autograd.grad(sums, list(leaves.values()), allow_unused=True, materialize_grads=True)
    return {name: plain(gradient) for name, gradient in zip(leaves, found)}
