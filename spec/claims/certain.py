"""What generate is held to where nothing is left to chance: each next token is certain, so the whole text is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import ceil, log2

import torch
from hypothesis import strategies as st
from torch import Tensor

from harness.case import Build, Call, Case, Implementation
from harness.compare.close import Different, assert_close
from harness.draw.numbers import Draw, Numbers, flags, numbers, seeds
from spec.claims.next_token import NextToken
from spec.claims.sampling import assert_tokens, sized

GAP = 64.0  # nats between a certain token and the next one: another comes once in e^64 / V, 1e26
CLEAR = 1e-3  # of the largest logit, the least such gap before it is scaled up: a thousand times what rounding moves

blocks, vocabularies = st.sampled_from((*4 * (5, 6, 7, 8), *range(9, 18))), st.integers(10, 30)
short, beyond = st.integers(1, 3), st.integers(1, 4)  # tokens; beyond what the block holds
rows = st.sampled_from((1, 16, 16))  # B
small = st.sampled_from((True, *15 * (False,)))  # seldom, and where shrinking ends


@st.composite
def certainties(draw: Draw, name: str) -> Case:
    """generate from short prompts until the block is full and older tokens are left out; then, in the other mode and
    under other weights, from prompts that are too long for the block.

    Among many tokens, in a block that holds some, it matters which of them are seen. A small case, which can be read,
    has the first call alone.
    """
    is_small = draw(small)
    block_size, V, C = (2, 3, 2) if is_small else (draw(blocks), draw(vocabularies), 8)
    build, source = sized(name, V, block_size, C), numbers(draw, ("decimals",))
    B, T = draw(rows), draw(short)
    prompts, long = source.tokens(V, B, T), source.tokens(V, B, block_size + draw(beyond))  # (B, T) each
    n, m = max(0, block_size - T) + draw(beyond), draw(beyond)
    first = Call((prompts, n), "generate", train=draw(flags), seed=draw(seeds))
    weights = _certain(source, build, prompts, n)
    if is_small:
        return Case(build, weights, (first,))
    others = _certain(source, build, long, m)
    return Case(build, weights, (first, replace(first, inputs=(long, m), train=not first.train, weights=others)))


def _certain(source: Numbers, build: Build, prompts: Tensor, n: int) -> dict[str, Tensor]:
    """Weights by which each of the n tokens after the prompts is certain: the last layer is scaled up."""
    last = "token_embedding_table" if build.name == "GPTVer1" else "lm_head"
    while True:
        weights = source.weights(build, spread=1.5)
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
