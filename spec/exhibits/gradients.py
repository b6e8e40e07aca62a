"""How much of a gradient arrives at the bottom of stacks of several depths."""

from __future__ import annotations

from harness.case import Implementation
from spec.claims.gradients import block_gains, linear_gains

LINEAR_DEPTHS, BLOCK_DEPTHS = (1, 5, 10, 20), (1, 4, 8, 16)
QUOTIENT = "|gradient of x| / |gradient of the output|"


def of_linear_layers(impl: Implementation) -> str:
    """Without LayerNorm, and with it."""
    rows = [QUOTIENT, f"{'linear layers':24}{'plain':>18}{'with LayerNorm':>18}"]
    for depth, plain, normed in zip(LINEAR_DEPTHS, *linear_gains(impl, LINEAR_DEPTHS)):
        rows.append(f"{depth:<24}{plain:>18.1e}{normed:>18.2f}")
    return "\n".join(rows)


def of_blocks(impl: Implementation) -> str:
    """BlockVer1, BlockVer2 and BlockVer3."""
    rows = [QUOTIENT, f"{'blocks':24}{'BlockVer1':>18}{'BlockVer2':>18}{'BlockVer3':>18}"]
    for depth, first, second, third in zip(BLOCK_DEPTHS, *block_gains(impl, BLOCK_DEPTHS)):
        rows.append(f"{depth:<24}{first:>18.1e}{second:>18.2f}{third:>18.2f}")
    return "\n".join(rows)
