"""What torch has itself, and ways to put modules together."""

from __future__ import annotations

from collections import OrderedDict

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
