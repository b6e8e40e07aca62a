"""What torch has itself, and ways to put modules together."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

import torch
from torch import Tensor, nn

Linear = nn.Linear
Identity = nn.Identity


class Stack(nn.Sequential):
    """Any modules, one after another."""

    def __init__(self, **layers: nn.Module) -> None:
        super().__init__(OrderedDict(layers))


class OneByOne(nn.Module):
    """x (N, ...) -> (N, ...), by a module that is given one after another of N inputs."""

    def __init__(self, module: nn.Module) -> None:
        super().__init__()
        self.module = module

    def forward(self, x: Tensor) -> Tensor:
        return torch.stack([self.module(part) for part in x])


class InTurns(nn.Module):
    """x, y -> one(x), between two calls of other(y), which is in the other mode. What one has logged is kept."""

    def __init__(self, one: nn.Module, other: nn.Module) -> None:
        super().__init__()
        self.one: Any = one
        self.other = other

    def forward(self, x: Tensor, y: Tensor) -> Any:
        self.other.train(not self.training)
        self.other(y)
        output = self.one(x)
        self.other(y)
        for name in ("var", "wei"):
            setattr(self, name, getattr(self.one, name, None))
        return output

    def generate(self, indices: Tensor, max_new_tokens: int) -> Any:
        """One writes; it is a language model."""
        return self.one.generate(indices, max_new_tokens)
