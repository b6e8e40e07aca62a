"""What BlockVer4 gives for the same input in train mode and in eval mode."""

from __future__ import annotations

import torch

from harness.case import Build, Call, Case, Implementation, stand_in
from spec.right_model import start_values

T, C, SHOWN = 4, 16, 6


def in_train_mode(impl: Implementation) -> str:
    """Three calls in train mode."""
    return _three_calls(impl, train=True)


def in_eval_mode(impl: Implementation) -> str:
    """Three calls in eval mode."""
    return _three_calls(impl, train=False)


def _three_calls(impl: Implementation, train: bool) -> str:
    head = stand_in("HeadVer4", {"block_size": T, "embed_size": C, "head_size": C})
    build = Build("BlockVer4", {"head": head, "embed_size": C, "dropout": 0.5})
    x = torch.randn(1, T, C, generator=torch.Generator().manual_seed(0))  # (1, T, C)
    calls = (Call((x,), train=train, seed=0), Call((x,), train=train), Call((x,), train=train))
    mode = "train" if train else "eval"
    rows = {"x": x} | {
        f"call {n} in {mode} mode": reply.output
        for n, reply in enumerate(impl(Case(build, start_values(build, seed=0), calls)).replies, 1)
    }
    header = f"BlockVer4 with dropout 0.5, the first {SHOWN} features of the first position:"
    return "\n".join([header, *(f"{name:24}{_numbers(output[0, 0])}" for name, output in rows.items())])


def _numbers(features: torch.Tensor) -> str:
    return "".join(f"{number:9.3f}" for number in features[:SHOWN].tolist())
