"""What a forward pass may cost: by counts, which ask no clock, and by races.

What is counted must be right as well, on numbers that nobody knows beforehand: work that is left out costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import torch
from hypothesis import strategies as st
from torch import Tensor

from harness.case import Build, Call, Case, Implementation, Reply
from harness.compare.close import LOOSE, assert_close
from harness.compare.race import Race
from harness.compare.side_by_side import OwnRival, side_by_side
from harness.draw.numbers import Draw, Numbers, numbers, seeds
from harness.language.speech import to_say_again
from spec.claims.attention import second_version
from spec.right_model import trusted

MORE = 16  # positions, examples or heads: a loop over them runs at least one operation more for each
SLACK = 1.5  # scores that are computed twice, once for self.wei, are no mistake
# B, T, C of the races. Means are taken of few features: the wider they are, the less the loops over them stand out.
AVERAGED = 4, 32, 16
MANY_HEADS = 2, 16, 64
A_MEAN, A_HEAD = 4, 30  # operations; the course's loops take 6 for each mean and 34 for each head


@dataclass(frozen=True)
class Pass:
    """A forward pass of an x (B, T, C). seed: of x and of the weights."""

    build: Build
    B: int
    T: int
    C: int
    seed: int

    def sized(self, B: int | None = None, T: int | None = None, **sizes: int) -> Pass:
        """Another, of other numbers; sizes are arguments of the constructor."""
        build = replace(self.build, args={**self.build.args, **sizes}) if sizes else self.build
        C = sizes.get("embed_size", self.C)
        return Pass(build, B or self.B, T or self.T, C, self.seed + 1)

    def counted(self, impl: Implementation) -> Reply:
        """What an implementation gives, counted: it must be right."""
        source = Numbers(torch.Generator().manual_seed(self.seed), "decimals")
        x = source.tensor(self.B, self.T, self.C)
        case = Case(self.build, source.weights(self.build), (Call((x,), counted=True),))
        reply, right = impl(case).reply, _right(case)
        bound = LOOSE * max(1.0, float(right.abs().max()))
        assert_close(reply.output, right, "the output, while operations are counted", bound)
        return reply


def _right(case: Case) -> Tensor:
    """The output (B, T, C), by torch's own layers."""
    if case.build.name == "HeadVer2":
        case = case.of("HeadVer3", {})
    if case.build.name == "MultiHeadVer1":
        case = second_version(case)
    with torch.no_grad():
        output: Tensor = trusted(case.build, case.weights)(case.x)
    return output


@st.composite
def passes(draw: Draw, name: str) -> Pass:
    """A few examples and positions. H is 4 or more, and T at most C / 2.

    No size is 1: torch takes shortcuts there, and dispatches fewer operations.
    """
    B, T, H, D = draw(st.integers(2, 4)), draw(st.integers(3, 8)), draw(st.integers(4, 8)), draw(st.integers(4, 8))
    arguments: Mapping[str, Any] = {
        "HeadVer4": {"block_size": T + MORE, "embed_size": H * D, "head_size": H * D},
        "MultiHeadVer1": {"block_size": T + MORE, "embed_size": H * D, "n_heads": H},
        "MultiHeadVer2": {"block_size": T + MORE, "embed_size": H * D, "n_heads": H},
        "FeedForward": {"embed_size": H * D},
    }
    return Pass(Build(name, arguments.get(name, {})), B, T, H * D, draw(seeds))


def assert_no_loop(impl: Implementation, one: Pass) -> None:
    """MORE examples, positions or heads cost fewer than MORE tensor operations more, or less."""
    few = one.counted(impl).operations
    for what, larger in _larger(one):
        many = larger.counted(impl).operations
        assert abs(many - few) < MORE, (
            f"{few} tensor operations, and {many} for {MORE} more {what}: is there a loop over them?"
        )


def _larger(one: Pass) -> Iterator[tuple[str, Pass]]:
    yield to_say_again("examples"), one.sized(B=one.B + MORE)
    yield to_say_again("positions"), one.sized(T=one.T + MORE)
    if "n_heads" in one.build.args:
        H = one.build.args["n_heads"]
        yield to_say_again("heads"), one.sized(embed_size=(one.C // H) * (H + MORE), n_heads=H + MORE)


def spent(impl: Implementation, case: Case) -> Reply:
    """What a forward pass gave, counted; whether it is right is not asked."""
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


def attention(B: int, T: int, C: int) -> Work:
    """6 B T C^2 for query, key and value, 4 B T^2 C for scores and output, whatever H is (D = C for one head)."""
    return Work(3, 2 * B * T * C**2, 4 * B * T**2 * C, to_say_again("attention, 6 B T C^2 + 4 B T^2 C"))


def projection(B: int, T: int, C: int) -> int:
    """The FLOPs of the projection of all heads."""
    return 2 * B * T * C**2


def assert_head_costs_what_attention_costs(impl: Implementation, one: Pass) -> None:
    """HeadVer4 with head_size = embed_size costs 6 B T C^2 + 4 B T^2 C FLOPs, but for SLACK."""
    for each in (one, _scores_dominate(one)):
        _assert_costs(each.counted(impl).flops, attention(each.B, each.T, each.C), each)


def assert_heads_cost_one_head(impl: Implementation, one: Pass) -> None:
    """The heads of MultiHeadVer1 cost the FLOPs of one HeadVer4 with head_size = embed_size, but for SLACK."""
    B, T, C = one.B, one.T, one.C
    sizes = {"block_size": one.build.args["block_size"], "embed_size": C, "head_size": C}
    head = replace(one, build=Build("HeadVer4", sizes), seed=one.seed + 1).counted(impl).flops
    needed = replace(attention(B, T, C), words=to_say_again("one HeadVer4 with head_size = embed_size"))
    spent = one.counted(impl).flops - projection(B, T, C)
    _assert_costs(spent, replace(needed, rest=head - needed.maps * needed.map), one)


def assert_heads_cost_what_attention_costs(impl: Implementation, one: Pass) -> None:
    """MultiHeadVer2 costs 6 B T C^2 + 4 B T^2 C FLOPs and its projection, but for SLACK."""
    for each in (one, _scores_dominate(one)):
        B, T, C = each.B, each.T, each.C
        _assert_costs(each.counted(impl).flops - projection(B, T, C), attention(B, T, C), each)


def assert_feed_forward_costs_two_products(impl: Implementation, one: Pass) -> None:
    """FeedForward costs 8 B T C^2 FLOPs for each of its two maps, but for SLACK."""
    needed = Work(2, 8 * one.B * one.T * one.C**2, 0, to_say_again("two maps of 8 B T C^2"))
    _assert_costs(one.counted(impl).flops, needed, one)


def _scores_dominate(one: Pass) -> Pass:
    """The same with T = 2 C + 1, where some 14 B T C^2 FLOPs are needed, 4 of them for the scores.

    Scores computed twice make it 18, 1.3 times as many; three times, 22, which is more than SLACK allows. T and C have
    no common factor, so that no number of scores costs what maps of x cost.
    """
    T = 2 * one.C + 1
    return one.sized(T=T, block_size=T)


def _assert_costs(spent: int, needed: Work, one: Pass) -> None:
    times = spent / needed.flops
    said = f"{spent:,} FLOPs, {times:.1f} times what is needed: {needed.flops:,} for {needed.words}"
    assert spent <= SLACK * needed.flops, _with_excess(said, spent, needed, one)


def _with_excess(said: str, spent: int, needed: Work, one: Pass) -> str:
    """What was said, and which part of the work is done too often, where the numbers allow one explanation alone."""
    found = [f"{said}. All of it is done twice"] if spent == 2 * needed.flops else []
    for whom, n in ((to_say_again("head"), one.build.args.get("n_heads", 1)), (to_say_again("position"), one.T)):
        for j in range(1, needed.maps + 1):
            if spent - needed.flops == (n - 1) * j * needed.map:
                found.append(f"{said}. {j} of the {needed.maps} maps of x are made {n} times, once for each {whom}")
        if spent == n * needed.flops and needed.rest:
            found.append(f"{said}. All of it is done {n} times, once for each {whom}")
    return found[0] if len(found) == 1 else said


@st.composite
def averaging(draw: Draw) -> Case:
    """HeadVer1 on B 4, T 32, C 16: 128 means in the loops, where HeadVer2 has one product."""
    source = numbers(draw, ("decimals",))
    return _forward(Build("HeadVer1"), {}, source.tensor(*AVERAGED), source.tensor(*AVERAGED))


@st.composite
def many_small_heads(draw: Draw) -> Case:
    """MultiHeadVer1 on B 2, T 16, C 64, H 32: many small operations, where one for all heads saves most.

    At the course's own size (B 32, T 64, C 512, H 8) both spend their time in the same large products.
    """
    build = Build("MultiHeadVer1", {"block_size": 16, "embed_size": 64, "n_heads": 32})
    source = numbers(draw, ("decimals",))
    return _forward(build, source.weights(build), source.tensor(*MANY_HEADS), source.tensor(*MANY_HEADS))


def is_a_measure(opponent: Implementation, case: Case, spent: Reply) -> bool:
    """Whether a first version, which spent that on its case, takes as long as loops do.

    A student's own may be right without a loop: the second, right too, is then no faster, and nobody is blamed.
    """
    B, T, _ = case.x.shape
    loops = A_HEAD * case.build.args["n_heads"] if case.build.args else A_MEAN * B * T
    return not isinstance(opponent, OwnRival) or spent.operations >= loops


def race_heads(impl: Implementation, opponent: Implementation, case: Case, k: float) -> Race:
    """The implementation's HeadVer2 against the opponent's HeadVer1."""
    return Race(k).run(side_by_side(impl, case.of("HeadVer2", {}), opponent, case))


def race_multi_heads(impl: Implementation, opponent: Implementation, case: Case, k: float) -> Race:
    """The implementation's MultiHeadVer2 against the opponent's MultiHeadVer1, of the same weights."""
    return Race(k).run(side_by_side(impl, second_version(case), opponent, case))


def _forward(build: Build, weights: dict[str, Tensor], x: Tensor, cotangent: Tensor) -> Case:
    return Case(build, weights, (Call((x,), cotangents=(cotangent,)),))
