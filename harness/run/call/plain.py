"""Ordinary tensors, whatever an implementation returns in their place."""

from __future__ import annotations

import torch
from torch import Tensor


class ContractBroken(Exception):
    """What came back is not what the interface promises; the message says what is."""


def plain(value: object) -> Tensor:
    """A copy of an ordinary tensor, cut off from everything; ContractBroken where it is not one."""
    if not isinstance(value, Tensor):
        raise ContractBroken(f"returned {type(value).__name__}, expected a torch.Tensor")
    with torch._C.DisableTorchFunctionSubclass():
        tensor = value.detach()
        if tensor.is_nested:
            raise ContractBroken("returned a nested tensor, expected a dense one")
        if tensor.layout != torch.strided or tensor.device.type != "cpu" or tensor.is_quantized:
            raise ContractBroken(f"returned a {tensor.layout} tensor on {tensor.device}, expected a dense CPU tensor")
        return tensor.as_subclass(Tensor).clone(memory_format=torch.contiguous_format)


def is_float(given: object) -> bool:
    return isinstance(given, Tensor) and given.is_floating_point()


def is_attached(tensor: Tensor) -> bool:
    """Whether it belongs to the graph, whatever a subclass says of itself."""
    with torch._C.DisableTorchFunctionSubclass():
        return Tensor.as_subclass(tensor, Tensor).requires_grad


def same(before: Tensor, after: Tensor) -> bool:
    """Whether a tensor is as it was, with NaN where NaN was."""
    if before.shape != after.shape:
        return False
    if before.dtype == after.dtype and torch.equal(before, after):
        return True
    return bool(((before == after) | ((before != before) & (after != after))).all())
