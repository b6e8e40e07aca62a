"""Runs what submissions will run, once: torch imports and prepares much on first use, and each worker inherits it."""

from __future__ import annotations

import tempfile

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from harness.grading.inside.serve import Answer, Attempt, Calls, Held, Hidden, Imports, Question, Ready
from harness.run.call.meter import Meter
from harness.run.codec import reader
from harness.run.training import train
from harness.training import Training


def warm_up() -> None:
    """Forward and backward passes of every kind of layer that the course knows."""
    torch.set_num_threads(1)
    tempfile.tempdir = "/tmp"  # else a worker looks for one in which it may write, and finds none
    torch.manual_seed(0)
    x = torch.randn(2, 3, 4, requires_grad=True)  # (B, T, C)
    for module in _modules():
        with Meter():
            y = module(x)
        torch.autograd.grad(
            y, (x, *module.parameters()), torch.randn_like(y), allow_unused=True, materialize_grads=True
        )
    for y in (_averaged(x), _attended(x), _embedded()):
        torch.autograd.grad(y, [x], torch.randn_like(y), allow_unused=True)
    _trained()
    for kind in (Ready, Hidden, Held, Attempt, Imports, Question, Calls, Answer):
        reader(kind)  # later, what their annotations name is gone
    torch.multinomial(F.softmax(torch.randn(2, 5), dim=-1), 1)


def _modules() -> list[nn.Module]:
    return [_Fused(), nn.Linear(4, 4, bias=False), nn.ReLU(), nn.LayerNorm(4), nn.Dropout(0.5), nn.Linear(4, 4)]


class _Fused(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        q = k = v = x.unflatten(2, (2, -1)).transpose(1, 2)  # (B, H, T, D)
        return F.scaled_dot_product_attention(q, k, v, is_causal=True).transpose(1, 2).flatten(2) + x.cumsum(dim=1)


class _Table(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.table = nn.Embedding(2, 2)

    def forward(self, indices: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
        scores = self.table(indices)
        return scores, F.cross_entropy(scores.flatten(0, 1), targets.flatten())


def _averaged(x: Tensor) -> Tensor:
    T = x.shape[1]
    tril = torch.tril(torch.ones(T, T))
    wei = F.softmax(torch.zeros(T, T).masked_fill(tril == 0, float("-inf")), dim=-1)
    return wei @ x + (tril / tril.sum(1, keepdim=True)) @ x + torch.stack([x[:, : t + 1].mean(1) for t in range(T)], 1)


def _attended(x: Tensor) -> Tensor:
    wei = torch.einsum("btc,bsc->bts", x, x) / x.shape[-1] ** 0.5
    return torch.cat([wei.var() * wei.softmax(-1) @ x, x.view(2, 3, 2, 2).transpose(1, 2).reshape(2, 3, 4)], dim=-1)


def _embedded() -> Tensor:
    table, indices = nn.Embedding(5, 5), torch.tensor([[0, 1, 2]])
    angles = torch.arange(3).unsqueeze(1) * torch.exp(torch.arange(5) / 5)
    logits = table(indices) + torch.where(torch.arange(5) % 2 == 0, angles.sin(), angles.cos())  # (B, T, V)
    return F.cross_entropy(logits.flatten(0, 1), indices.flatten())


def _trained() -> None:
    """A step of AdamW."""
    tokens = torch.tensor([[0, 1]])
    train(_Table(), Training(tokens, tokens, steps=1, rate=0.1, seed=0))
