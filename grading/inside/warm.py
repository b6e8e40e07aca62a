"""Runs what submissions will run, once: torch imports and prepares much on first use, and each worker inherits it."""

from __future__ import annotations

import tempfile

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from grading.inside.serve import Attempt, Calls, Imports, Ready
from spec import stand_ins
from spec.case import Build, Case, Outcome, Training
from spec.meter import Meter
from spec.training import train
from spec.trusted import start_values, trusted
from spec.written import reader


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
    for kind in (Ready, Attempt, Imports, Calls, Case, Outcome):
        reader(kind)  # later, what their annotations name is gone
    torch.multinomial(F.softmax(torch.randn(2, 5), dim=-1), 1)


def _modules() -> list[nn.Module]:
    heads = stand_ins.HeadVer4(3, 4, 4), stand_ins.MultiHeadVer2(3, 4, 2)
    return [*heads, stand_ins.FeedForward(4), stand_ins.LayerNorm(4), nn.Dropout(0.5), nn.Linear(4, 4)]


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
    """A step of AdamW, which imports much of torch."""
    build = Build("stand_ins.GPTVer1", {"vocab_size": 2, "block_size": 2})
    tokens = torch.tensor([[0, 1]])
    train(trusted(build, start_values(build, seed=0)), Training(tokens, tokens, steps=1, rate=0.1, seed=0))
