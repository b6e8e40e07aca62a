"""What generate is held to.

It draws, from the right distribution, each example on its own. Where each next token is certain, the whole text is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import ceil, log2

import torch
from hypothesis import strategies as st
from torch import Tensor

from harness.case import Build, Call, Case, Implementation
from harness.compare.chance import assert_frequencies, assert_rate
from harness.compare.close import Different, assert_close
from harness.course import shapes
from harness.draw.numbers import Draw, Numbers, flags, mostly, numbers, seeds
from spec.cases import attention, build_of
from spec.claims.next_token import NextToken

DRAWS = 3000  # from few tokens
FEWER = 1000  # from many, whose logits take room; and for pairs of examples, which agree by far too often or do not
FEW = (2, 3, 4, 5)
MANY = (300,)
OFTEN = 5  # tokens whose successors are looked at
LONG = 64  # new tokens
MODES = (False, True)  # train
GAP = 64.0  # nats between a certain token and the next one: another comes once in e^64 / V, 1e26
CLEAR = 1e-3  # of the largest logit, the least such gap before it is scaled up: a thousand times what rounding moves

blocks, vocabularies = mostly(range(5, 9), seldom=range(9, 18), one_in=3), st.integers(10, 30)
short, beyond = st.integers(1, 3), st.integers(1, 4)  # tokens; beyond what the block holds
rows = st.sampled_from((1, 16))  # B
small = st.integers(1, 16).map(lambda n: n == 1)  # seldom, and where shrinking ends


@st.composite
def lotteries(draw: Draw, name: str) -> tuple[Case, Case]:
    """generate from few tokens, whose probabilities are so far apart that sharper or flatter ones show; and in the
    other mode from many, each of which is rare."""
    train = draw(flags)
    return _lottery(draw, name, FEW, DRAWS, train, spread=2), _lottery(draw, name, MANY, FEWER, not train)


@st.composite
def even_lotteries(draw: Draw, name: str) -> tuple[Case, ...]:
    """generate from few tokens, none of which is so likely that two examples often agree by chance; in either mode."""
    return tuple(_lottery(draw, name, FEW, FEWER, train) for train in MODES)


def _lottery(draw: Draw, name: str, vocabularies: tuple[int, ...], N: int, train: bool, spread: float = 1) -> Case:
    """generate on N copies of a prompt, then N of another; two new tokens each. spread: of the weights."""
    V, block_size = draw(st.sampled_from(vocabularies)), draw(st.integers(1, 5))
    build = sized(name, V, block_size, C=3)
    source = numbers(draw, ("decimals",))
    T = draw(st.integers(1, block_size + 2))
    pair = source.tokens(V, 2, T)  # (2, T)
    copies = pair.repeat_interleave(N, dim=0)  # (2N, T)
    call = Call((copies, 2), "generate", train=train, seed=draw(seeds))
    return Case(build, source.weights(build, spread), (call,))


@st.composite
def fair_dice(draw: Draw, name: str) -> Case:
    """generate 16 tokens for each of 8 or more examples from a model of zeros: from a random state, going on, from
    another one, from the first; all of it in eval mode, then in train mode."""
    prompt, seed = torch.zeros(draw(st.integers(8, 16)), 1, dtype=torch.int64), draw(seeds)  # (B, T)
    states = (seed, None, seed + 1, seed)
    calls = (Call((prompt, 16), "generate", train=train, seed=state) for train in MODES for state in states)
    return Case(*_of_zeros(draw, name), tuple(calls))


@st.composite
def long_games(draw: Draw, name: str) -> Case:
    """generate LONG tokens or more from a model of zeros, for one example, in either mode."""
    prompt, n = torch.zeros(1, 1, dtype=torch.int64), draw(st.integers(LONG, 2 * LONG))  # (B, T)
    calls = (Call((prompt, n), "generate", train=train, seed=draw(seeds)) for train in MODES)
    return Case(*_of_zeros(draw, name), tuple(calls))


def _of_zeros(draw: Draw, name: str) -> tuple[Build, dict[str, Tensor]]:
    build = build_of(draw, name)
    return build, {name: torch.zeros(shape) for name, shape in shapes(build).items()}


def sized(name: str, V: int, block_size: int, C: int) -> Build:
    """A language model of these sizes, with attention for its contextualizer where it has one."""
    if name == "GPTVer1":
        return Build(name, {"vocab_size": V, "block_size": block_size})
    contextualizer = attention(block_size, C)
    sizes = {"vocab_size": V, "block_size": block_size, "embed_size": C}
    return Build(name, {"contextualizer": contextualizer, **sizes})


def assert_continues_the_prompt(impl: Implementation, case: Case) -> None:
    """(B, T) and n give (B, T + n) tokens of the vocabulary, of which the first T are the prompt."""
    indices, n = case.call.inputs
    (B, T), V = indices.shape, case.build.args["vocab_size"]
    tokens = impl(case).output  # (B, T + n)
    assert_tokens(tokens, (B, T + n), V)
    assert torch.equal(tokens[:, :T], indices), "the returned tokens do not begin with the whole prompt"


def assert_tokens(tokens: Tensor, shape: tuple[int, ...], V: int) -> None:
    """int64 tokens of the vocabulary, in that shape."""
    assert tokens.dtype == torch.int64, f"generate returned {tokens.dtype}, expected torch.int64"
    assert tuple(tokens.shape) == shape, f"generate returned shape {tuple(tokens.shape)}, expected {shape}"
    assert bool(((0 <= tokens) & (tokens < V)).all()), f"a token is outside of the vocabulary 0 to {V - 1}"


def assert_drawn_from_the_softmax(impl: Implementation, games: Sequence[Case]) -> None:
    """Both new tokens have the frequencies of the softmax of a right model's logits at the last position."""
    for case in games:
        drawn, prompts = _drawn(impl, case)
        right = NextToken(case.build, case.weights)
        with right.unless_logits_differ(impl):
            for (first, second), prompt in zip(drawn, prompts):  # (N) each, (T)
                _assert_drawn_after(prompt, first, second, right)


def _assert_drawn_after(prompt: Tensor, first: Tensor, second: Tensor, right: NextToken) -> None:
    probabilities = right.probabilities(prompt)  # (V)
    V = len(probabilities)
    assert_frequencies(first.bincount(minlength=V), probabilities, f"after {prompt.tolist()}, token")
    _assert_unlikely_ones_come_too(first, probabilities, f"after {prompt.tolist()}, tokens of the less likely half")
    for token in first.bincount(minlength=V).topk(min(V, OFTEN)).indices.tolist():
        after = second[first == token]
        longer = torch.cat([prompt, torch.tensor([token])])
        if len(after):
            assert_frequencies(
                after.bincount(minlength=V), right.probabilities(longer), f"after {longer.tolist()}, token"
            )


def _assert_unlikely_ones_come_too(tokens: Tensor, probabilities: Tensor, what: str) -> None:
    """The less likely half of the vocabulary has its share, which no single token of many shows."""
    half = probabilities.argsort()[: len(probabilities) // 2]
    drawn = torch.isin(tokens, half)
    assert_rate(int(drawn.sum()), len(drawn), float(probabilities[half].sum()), what)


def assert_drawn_one_by_one(impl: Implementation, games: Sequence[Case]) -> None:
    """Examples of a batch, side by side or far apart, are drawn independently: pairs have the product's frequencies."""
    for case in games:
        _assert_drawn_one_by_one(impl, case)


def _assert_drawn_one_by_one(impl: Implementation, case: Case) -> None:
    drawn, prompts = _drawn(impl, case)
    one, other = drawn[:, 0]  # (N) each, after the two prompts
    N = len(one)
    right = NextToken(case.build, case.weights)
    p, q = (right.probabilities(prompt) for prompt in prompts)  # (V) each
    with right.unless_logits_differ(impl):
        _assert_independent(one[0::2], one[1::2], p, p, "neighbours in the batch")
        _assert_independent(one[: N // 2], one[N // 2 :], p, p, f"examples {N // 2} apart")
        _assert_independent(one, other, p, q, f"examples {N} apart")


def _assert_independent(one: Tensor, other: Tensor, p: Tensor, q: Tensor, what: str) -> None:
    V = len(p)
    pairs = (one * V + other).bincount(minlength=V * V)
    assert_frequencies(pairs, torch.outer(p, q).flatten(), f"{what}: the tokens", lambda k: str(divmod(k, V)))


def assert_drawn_to_the_end(impl: Implementation, case: Case) -> None:
    """From equal logits, all tokens come equally often in a long text of one example."""
    V = case.build.args["vocab_size"]
    for call, reply in zip(case.calls, impl(case).replies):
        assert_tokens(reply.output, (1, 1 + call.inputs[1]), V)
        counts = reply.output[0, 1:].bincount(minlength=V)
        assert_frequencies(counts, torch.full((V,), 1 / V), "from equal logits, in a batch of one, token")


def assert_not_reseeded(impl: Implementation, case: Case) -> None:
    """In either mode, three calls draw different tokens (by chance the same: once in 2^128), and what random state they
    leave follows from the one that they found."""
    replies = impl(case).replies
    for first, second, other, again in (replies[:4], replies[4:]):
        assert not torch.equal(first.output, second.output), "two calls, one after another, draw the same tokens"
        assert not torch.equal(first.output, other.output), "from two random states generate draws the same tokens"
        assert first.random_state != other.random_state, "generate resets torch's random state: it sets a seed"
        assert first.random_state == again.random_state, "generate resets torch's random state: it sets another seed"


def assert_leaves_the_model_alone(impl: Implementation, case: Case) -> None:
    """In either mode, the logits before and after generate agree, and generate changes nothing but the random state."""
    look = Call((case.x[:, :1],), "logits")
    calls = (replace(call, train=train) for train in MODES for call in (look, case.call, look))
    replies = impl(case.calling(*calls)).replies
    for before, between, after in (replies[:3], replies[3:]):
        assert not between.altered, f"generate changed {' and '.join(between.altered)}"
        assert_close(after.output, before.output, "the logits after generate, compared with those before")


def _drawn(impl: Implementation, case: Case) -> tuple[Tensor, Tensor]:
    """The new tokens (2 prompts, 2 tokens, N) and the two prompts (2, T)."""
    indices, n = case.call.inputs
    N, T = len(indices) // 2, indices.shape[1]
    tokens = impl(case).output  # (2N, T + 2)
    assert_tokens(tokens, (2 * N, T + n), case.build.args["vocab_size"])
    return tokens[:, T:].view(2, N, n).mT, indices[::N]


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
            what = "the tokens once other weights are loaded, each of which is certain"
            assert_close(reply.output, want, what if call.weights else "the tokens, each of which is certain")
