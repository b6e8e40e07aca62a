"""What a forward pass may cost, by counts: no clock is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import torch
from hypothesis import strategies as st

from spec.case import Build, Call, Case, Implementation, Reply
from spec.numbers import Draw

MORE = 16  # positions, examples or heads: a loop over them runs at least one operation more for each
SLACK = 1.5  # scores that are computed twice, once for self.wei, are no mistake


@st.composite
def metered(draw: Draw, name: str) -> Case:
    """One forward pass of a few examples and positions, counted. H is 4 or more, and T at most C / 2.

    No size is 1: torch takes shortcuts there, and dispatches fewer operations.
    """
    B, T, H, D = draw(st.integers(2, 4)), draw(st.integers(3, 8)), draw(st.integers(4, 8)), draw(st.integers(4, 8))
    arguments: Mapping[str, Any] = {
        "HeadVer4": {"block_size": T + MORE, "embed_size": H * D, "head_size": H * D},
        "MultiHeadVer1": {"block_size": T + MORE, "embed_size": H * D, "n_heads": H},
        "MultiHeadVer2": {"block_size": T + MORE, "embed_size": H * D, "n_heads": H},
        "FeedForward": {"embed_size": H * D},
    }
    return forward(Build(name, arguments.get(name, {})), B, T, H * D)


def forward(build: Build, B: int, T: int, C: int) -> Case:
    """One forward pass of an x (B, T, C), counted."""
    return Case(build, {}, (Call((torch.ones(B, T, C),), counted=True),))


def assert_no_loop(impl: Implementation, case: Case) -> None:
    """MORE examples, positions or heads cost fewer than MORE tensor operations more."""
    operations = impl(case).reply.operations
    for what, larger in _larger(case):
        grown = impl(larger).reply.operations - operations
        assert grown < MORE, f"{MORE} more {what} cost {grown} more tensor operations: is there a loop over them?"


def _larger(case: Case) -> Iterator[tuple[str, Case]]:
    B, T, C = case.x.shape
    yield "examples", forward(case.build, B + MORE, T, C)
    yield "positions", forward(case.build, B, T + MORE, C)
    if "n_heads" in case.build.args:
        H = case.build.args["n_heads"]
        more = {"embed_size": (C // H) * (H + MORE), "n_heads": H + MORE}
        build = replace(case.build, args={**case.build.args, **more})
        yield "heads", forward(build, B, T, more["embed_size"])


def spent(impl: Implementation, case: Case) -> Reply:
    """What a forward pass gave, counted."""
    return impl(case.forward_only.on(case.x, counted=True)).reply


@dataclass(frozen=True)
class Work:
    """The FLOPs that are needed: of each of the linear maps, and of what follows them."""

    maps: int
    map: int
    rest: int
    words: str

    @property
    def flops(self) -> int:
        return self.maps * self.map + self.rest


def attention(case: Case) -> Work:
    """6 B T C^2 for query, key and value, 4 B T^2 C for scores and output, whatever H is (D = C for one head)."""
    B, T, C = case.x.shape
    return Work(3, 2 * B * T * C**2, 4 * B * T**2 * C, "attention, 6 B T C^2 + 4 B T^2 C")


def assert_head_costs_what_attention_costs(impl: Implementation, case: Case) -> None:
    """HeadVer4 with head_size = embed_size costs 6 B T C^2 + 4 B T^2 C FLOPs, but for SLACK."""
    for one in (case, _scores_dominate(case)):
        _assert_costs(impl(one).reply.flops, attention(one), one)


def assert_heads_cost_one_head(impl: Implementation, case: Case) -> None:
    """The heads of MultiHeadVer1 cost the FLOPs of one HeadVer4 with head_size = embed_size, but for SLACK."""
    B, T, C = case.x.shape
    sizes = {"block_size": case.build.args["block_size"], "embed_size": C, "head_size": C}
    one = impl(forward(Build("HeadVer4", sizes), B, T, C)).reply.flops
    needed = replace(attention(case), words="one HeadVer4 with head_size = embed_size")
    _assert_costs(impl(case).reply.flops - projection(case), replace(needed, rest=one - needed.maps * needed.map), case)


def assert_heads_cost_what_attention_costs(impl: Implementation, case: Case) -> None:
    """MultiHeadVer2 costs 6 B T C^2 + 4 B T^2 C FLOPs and its projection, but for SLACK."""
    for one in (case, _scores_dominate(case)):
        _assert_costs(impl(one).reply.flops - projection(one), attention(one), one)


def assert_feed_forward_costs_two_products(impl: Implementation, case: Case) -> None:
    """FeedForward costs 8 B T C^2 FLOPs for each of its two maps, but for SLACK."""
    B, T, C = case.x.shape
    _assert_costs(impl(case).reply.flops, Work(2, 8 * B * T * C**2, 0, "two maps of 8 B T C^2"), case)


def _scores_dominate(case: Case) -> Case:
    """The same with T = 2 C + 1, where some 14 B T C^2 FLOPs are needed, 4 of them for the scores.

    Scores computed twice make it 18, 1.3 times as many; three times, 22, which is more than SLACK allows. T and C have
    no common factor, so that no number of scores costs what maps of x cost.
    """
    B, _, C = case.x.shape
    T = 2 * C + 1
    return forward(replace(case.build, args={**case.build.args, "block_size": T}), B, T, C)


def projection(case: Case) -> int:
    """The FLOPs of the projection of all heads."""
    B, T, C = case.x.shape
    return 2 * B * T * C**2


def _assert_costs(spent: int, needed: Work, case: Case) -> None:
    times = spent / needed.flops
    assert spent <= SLACK * needed.flops, (
        f"{spent:,} FLOPs, {times:.1f} times what is needed: {needed.flops:,} for {needed.words}"
        + _excess(spent, needed, case)
    )


def _excess(spent: int, needed: Work, case: Case) -> str:
    """Which part of the work is done too often, where the numbers allow one explanation and no other."""
    found = [". All of it is done twice"] if spent == 2 * needed.flops else []
    for whom, n in (("head", case.build.args.get("n_heads", 1)), ("position", case.x.shape[1])):
        for j in range(1, needed.maps + 1):
            if spent - needed.flops == (n - 1) * j * needed.map:
                found.append(f". {j} of the {needed.maps} maps of x are made {n} times, once for each {whom}")
        if spent == n * needed.flops and needed.rest:
            found.append(f". All of it is done {n} times, once for each {whom}")
    return found[0] if len(found) == 1 else ""
