"""Modules wired one after another."""

from __future__ import annotations

from torch import Tensor, nn


class Wired(nn.ModuleDict):
    """Named modules, and the branches that they are run in, x (B, T, C) -> (B, T, C).

    With `residual`, what a branch gives is added to what it was given.
    """

    def __init__(self, *branches: str, residual: bool, **modules: nn.Module) -> None:
        super().__init__(modules)
        self.branches = [branch.split() for branch in branches]
        self.residual = residual

    def forward(self, x: Tensor) -> Tensor:
        for branch in self.branches:
            given = x
            for name in branch:
                x = self[name](x)
            x = given + x if self.residual else x
        return x
