"""What LayerNorm does to the mean and the variance of features."""

from __future__ import annotations

import torch

from harness.case import Build, Call, Case, Implementation
from spec.right_model import start_values

C = 64
AROUND, SPREAD = (0.0, 100.0, 5.0), (1.0, 30.0, 0.01)


def mean_and_variance(impl: Implementation) -> str:
    """Over the features of three positions, before and after."""
    normal = torch.randn(len(AROUND), C, generator=torch.Generator().manual_seed(0))
    x = normal * torch.tensor(SPREAD).unsqueeze(1) + torch.tensor(AROUND).unsqueeze(1)  # (3, C)
    build = Build("LayerNorm", {"embed_size": C})
    out = impl(Case(build, start_values(build, seed=0), (Call((x,)),))).reply.output  # (3, C)
    rows = [f"{'over the features of':24}{'mean before':>14}{'after':>10}{'variance before':>20}{'after':>10}"]
    for t in range(len(x)):
        means = f"{x[t].mean():14.2f}{_no_sign(out[t].mean()):>10}"
        variances = f"{x[t].var(correction=0):20.3g}{out[t].var(correction=0):10.4f}"
        rows.append(f"{f'position {t}':24}{means}{variances}")
    return "\n".join([*rows, "The variance after is v / (v + eps), with v the variance before and eps 1e-5."])


def _no_sign(mean: torch.Tensor) -> str:
    return f"{abs(float(mean)):.2f}"
