"""What a forward pass may cost, by counts: no clock is asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import torch
from hypothesis import strategies as st

from spec.case import Build, Call, Case, Implementation
from spec.numbers import Draw

MORE = 16  # positions, examples or heads: a loop over them runs at least one operation more for each
SLACK = 1.5  # scores that are computed twice, once for self.wei, are no mistake


@st.composite
def metered(draw: Draw, name: str) -> Case:
    """One forward pass of a few examples and positions, counted. H is 4 or more, and T at most C / 2."""
    B, T = draw(st.integers(1, 4)), draw(st.integers(1, 8))
    if name in ("HeadVer2", "HeadVer3"):
        build, C = Build(name), draw(st.integers(1, 8))
    else:
        H, D = draw(st.integers(4, 8)), draw(st.integers(4, 8))
        C = H * D
        build = Build(name, {"block_size": T + MORE, "embed_size": C, "n_heads": H})
    return _forward(build, B, T, C)


def _forward(build: Build, B: int, T: int, C: int) -> Case:
    return Case(build, {}, (Call((torch.ones(B, T, C),), counted=True),))


def assert_no_loop(impl: Implementation, case: Case) -> None:
    """MORE examples, positions or heads cost fewer than MORE tensor operations more."""
    operations = impl(case).reply.operations
    for what, larger in _larger(case):
        grown = impl(larger).reply.operations - operations
        assert grown < MORE, f"{MORE} more {what} cost {grown} more tensor operations: is there a loop over them?"


def _larger(case: Case) -> Iterator[tuple[str, Case]]:
    B, T, C = case.x.shape
    yield "examples", _forward(case.build, B + MORE, T, C)
    yield "positions", _forward(case.build, B, T + MORE, C)
    if "n_heads" in case.build.args:
        H = case.build.args["n_heads"]
        more = {"embed_size": (C // H) * (H + MORE), "n_heads": H + MORE}
        build = replace(case.build, args={**case.build.args, **more})
        yield "heads", _forward(build, B, T, more["embed_size"])


def assert_heads_cost_one_head(impl: Implementation, case: Case) -> None:
    """The heads of MultiHeadVer1 cost the FLOPs of one HeadVer4 with head_size = embed_size, but for SLACK."""
    B, T, C = case.x.shape
    sizes = {"block_size": case.build.args["block_size"], "embed_size": C, "head_size": C}
    one = impl(_forward(Build("HeadVer4", sizes), B, T, C)).reply.flops
    _assert_costs(impl(case).reply.flops - _projection(case), one, "one HeadVer4 with head_size = embed_size")


def assert_costs_what_attention_costs(impl: Implementation, case: Case) -> None:
    """MultiHeadVer2 costs 6 B T C^2 + 4 B T^2 C FLOPs and its projection, but for SLACK."""
    B, T, C = case.x.shape
    attention = 6 * B * T * C**2 + 4 * B * T**2 * C
    _assert_costs(impl(case).reply.flops - _projection(case), attention, "attention, 6 B T C^2 + 4 B T^2 C")


def _projection(case: Case) -> int:
    B, T, C = case.x.shape
    return 2 * B * T * C**2


def _assert_costs(spent: int, allowed: int, what: str) -> None:
    assert spent <= SLACK * allowed, (
        f"the heads cost {spent:,} FLOPs, {spent / allowed:.1f} times what is needed: {allowed:,} for {what}"
    )
