"""What a forward pass costs, in FLOPs and tensor operations."""

from __future__ import annotations

from collections.abc import Mapping

import torch

from harness.case import Build, Call, Case, Implementation, Reply
from spec.claims.cost import attention, projection, spent

B, T, C, H = 4, 32, 64, 8
X = (Call((torch.ones(B, T, C),)),)
ONE = Case(Build("HeadVer4", {"block_size": T, "embed_size": C, "head_size": C}), {}, X)
FIRST = Case(Build("MultiHeadVer1", {"block_size": T, "embed_size": C, "n_heads": H}), {}, X)
SECOND = FIRST.of("MultiHeadVer2", {})


def bill(spendings: Mapping[str, Reply]) -> str:
    """A row for each reply to a counted call."""
    header = f"{'one forward pass':32}{'FLOPs of products':>24}{'tensor operations':>24}"
    return "\n".join([header, *(f"{name:32}{one.flops:>24,}{one.operations:>24,}" for name, one in spendings.items())])


def of_one_head_and_many(impl: Implementation) -> str:
    """HeadVer4 as wide as the heads of MultiHeadVer1 are together, and these."""
    spendings = {
        f"HeadVer4, head_size {C}": spent(impl, ONE),
        f"MultiHeadVer1, {H} heads of size {C // H}": spent(impl, FIRST),
    }
    return f"{bill(spendings)}\n{_formula()}"


def of_both_versions(impl: Implementation) -> str:
    """MultiHeadVer1 and MultiHeadVer2."""
    spendings = {"MultiHeadVer1": spent(impl, FIRST), "MultiHeadVer2": spent(impl, SECOND)}
    return f"{bill(spendings)}\n{_formula()}"


def _formula() -> str:
    return (
        f"B {B}, T {T}, C {C}, whatever H is:\n"
        f"    attention needs   6 B T C^2 + 4 B T^2 C = {attention(B, T, C).flops:>9,} FLOPs,\n"
        f"    a projection needs            2 B T C^2 = {projection(B, T, C):>9,} FLOPs more."
    )
