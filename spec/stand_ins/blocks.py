"""Blocks: modules wired one after another."""

from __future__ import annotations

from torch import Tensor, nn

from spec.stand_ins.layers import FeedForward, LayerNorm


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


def BlockVer1(head: nn.Module, embed_size: int) -> Wired:
    """Two plain branches."""
    return Wired("head", "ffwd", residual=False, head=head, ffwd=FeedForward(embed_size))


def BlockVer2(head: nn.Module, embed_size: int) -> Wired:
    """Two residual branches."""
    return Wired("head", "ffwd", residual=True, head=head, ffwd=FeedForward(embed_size))


def BlockVer3(head: nn.Module, embed_size: int) -> Wired:
    """Each branch begins with a norm."""
    return Wired("ln1 head", "ln2 ffwd", residual=True, **_with_norms(head, embed_size))


def BlockVer4(head: nn.Module, embed_size: int, dropout: float) -> Wired:
    """Each branch ends with dropout."""
    parts = _with_norms(head, embed_size)
    return Wired("ln1 head drop", "ln2 ffwd drop", residual=True, **parts, drop=nn.Dropout(dropout))


def _with_norms(head: nn.Module, embed_size: int) -> dict[str, nn.Module]:
    return {"head": head, "ffwd": FeedForward(embed_size), "ln1": LayerNorm(embed_size), "ln2": LayerNorm(embed_size)}
