"""What generate is held to where nothing is left to chance: each next token is certain, so the whole text is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import ceil, log2

import torch
from hypothesis import strategies as st
from torch import Tensor

from spec.case import Build, Call, Case, Implementation
from spec.close import Different, assert_close
from spec.next_token import NextToken
from spec.numbers import Draw, Numbers, numbers, seeds
from spec.sampling import assert_tokens, sized
from spec.strategies import batches, flags, lengths, small

GAP = 64.0  # nats between a certain token and the next one: another comes once in e^64 / V, 1e26
CLEAR = 1e-3  # of the largest logit, the least such gap before it is scaled up: a thousand times what rounding moves


@st.composite
def certainties(draw: Draw, name: str) -> Case:
    """generate, prompts shorter and longer than block_size, and once more under other weights."""
    block_size, V = draw(small), draw(st.integers(2, 7))
    build, source = sized(name, V, block_size, C=4), numbers(draw, ("decimals",))
    T = draw(st.integers(1, block_size + 8) if draw(flags) else lengths[block_size])
    B, n = draw(batches), draw(st.integers(1, 10))
    prompts = source.tokens(V, B, T)  # (B, T)
    call = Call((prompts, n), "generate", train=draw(flags), seed=draw(seeds))
    weights, others = (_certain(source, build, prompts, n) for _ in range(2))
    return Case(build, weights, (call, replace(call, weights=others)))


def _certain(source: Numbers, build: Build, prompts: Tensor, n: int) -> dict[str, Tensor]:
    """Weights by which each of the n tokens after the prompts is certain: the last layer is scaled up."""
    last = "token_embedding_table" if build.name == "GPTVer1" else "lm_head"
    while True:
        weights = {name: weight * 3 for name, weight in source.weights(build).items()}
        _, logits = NextToken(build, weights).likeliest(prompts, n)  # (n, B, V)
        first, second = logits.topk(2).values.unbind(dim=-1)  # (n, B) each
        gap = float((first - second).min())
        if gap > CLEAR * float(logits.abs().max()):
            times = 2.0 ** ceil(log2(GAP / gap))
            return {name: weight * times if name.startswith(last) else weight for name, weight in weights.items()}


def assert_continues_as_is_certain(impl: Implementation, case: Case) -> None:
    """The tokens are those that follow, call by call. Who looks a uniform number up in the cumulative distribution
    may be misled by one of exactly 0, which comes once in 2^24: so a wrong text must come from two seeds.
    """
    try:
        _assert_certain(impl, case)
    except Different:
        _assert_certain(impl, case.calling(*(replace(call, seed=(call.seed or 0) + 1) for call in case.calls)))


def _assert_certain(impl: Implementation, case: Case) -> None:
    weights: Mapping[str, Tensor] = case.weights
    for call, reply in zip(case.calls, impl(case).replies):
        weights = {**weights, **call.weights}
        prompts, n = call.inputs
        right = NextToken(case.build, weights)
        want, _ = right.likeliest(prompts, n)  # (B, T + n)
        assert_tokens(reply.output, tuple(want.shape), case.build.args["vocab_size"])
        if not torch.equal(reply.output, want):
            b, t = (int(i) for i in (reply.output != want).nonzero()[0])
            if t >= prompts.shape[1]:
                right.assert_same_logits(impl, want[b, :t])
            again = " once other weights are loaded" if call.weights else ""
            assert_close(reply.output, want, f"the tokens{again}, each of which is certain")
