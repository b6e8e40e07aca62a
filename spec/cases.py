"""Which cases Hypothesis draws.

Sizes, patterns and the way numbers are written are drawn one by one, so that a failing case shrinks to small sizes and
short numbers. Shrinking ends at the first of those to draw from: 2, as in a matrix of one number nothing is seen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import torch
from hypothesis import assume
from hypothesis import strategies as st
from torch import Tensor

from harness.case import Build, Call, Case, stand_in
from harness.draw.awkward import PATTERNS
from harness.draw.numbers import WRITTEN, Draw, Numbers, flags, numbers, seeds

LARGEST = 40  # now and then a size comes that no fixed limit foresees

batches = st.sampled_from((*9 * (1, 2, 3, 4), *range(5, 17)))
small = st.sampled_from((2, 1, *range(3, 9)))
sizes = st.sampled_from((*28 * (2, 1, 3, 4, 5, 6, 7, 8), *range(9, LARGEST + 1)))
heads = st.sampled_from((*10 * (2, 1, 3, 4, 1, 2, 3, 4, 2, 3), *range(5, 15)))
head_sizes = st.sampled_from(range(1, 5))
lengths = {limit: st.sampled_from((2, 1, *range(3, limit + 1))) for limit in range(2, LARGEST + 1)} | {1: st.just(1)}
patterns = st.sampled_from(PATTERNS)
prompt_lengths, new_tokens = st.integers(1, 10), st.integers(0, 5)
three = st.sampled_from(range(3))
rates = st.sampled_from((*20 * (0.5, 0.0), *(percent / 100 for percent in range(5, 96))))
epsilons = st.sampled_from((*40 * (None,), *(k / 1000 for k in range(1, 1001, 7))))


def _sequence(draw: Draw, source: Numbers, T: int, C: int, awkward: bool) -> Tensor:
    """x (B, T, C)."""
    x = source.tensor(draw(batches), T, C)
    return draw(patterns)(x) if awkward else x


def _head_of(draw: Draw, C: int) -> Build:
    """A stand-in for a block's head: within each position, or across positions."""
    if draw(flags):
        return attention(LARGEST, C)
    return stand_in("Linear", {"in_features": C, "out_features": C})


def attention(block_size: int, C: int) -> Build:
    """A stand-in that looks at all earlier positions, x (B, T, C) -> (B, T, C)."""
    return stand_in("HeadVer4", {"block_size": block_size, "embed_size": C, "head_size": C})


def _no_arguments(draw: Draw) -> dict[str, Any]:
    return {}


def _head_arguments(draw: Draw) -> dict[str, Any]:
    C = draw(sizes)
    return {"block_size": draw(sizes), "embed_size": C, "head_size": draw(sizes) if draw(three) else C}


def _multi_head_arguments(draw: Draw) -> dict[str, Any]:
    H, D = draw(heads), draw(head_sizes)
    return {"block_size": draw(sizes), "embed_size": H * D, "n_heads": H}


def _embed_size_argument(draw: Draw) -> dict[str, Any]:
    return {"embed_size": draw(sizes)}


def _layer_norm_arguments(draw: Draw) -> dict[str, Any]:
    eps = draw(epsilons)
    return _embed_size_argument(draw) | ({} if eps is None else {"eps": eps})


def _block_arguments(draw: Draw) -> dict[str, Any]:
    C = draw(sizes)
    return {"head": _head_of(draw, C), "embed_size": C}


def _block_v4_arguments(draw: Draw) -> dict[str, Any]:
    return _block_arguments(draw) | {"dropout": draw(rates)}


def _bigram_arguments(draw: Draw) -> dict[str, Any]:
    return {"vocab_size": draw(sizes) + 1, "block_size": draw(sizes)}


def _gpt_arguments(draw: Draw) -> dict[str, Any]:
    block_size, C = draw(sizes), draw(sizes)
    return {
        "contextualizer": attention(block_size, C),
        "vocab_size": draw(sizes) + 1,
        "block_size": block_size,
        "embed_size": C,
    }


ARGUMENTS: Mapping[str, Callable[[Draw], dict[str, Any]]] = {
    "GPTVer1": _bigram_arguments,
    "HeadVer1": _no_arguments,
    "GPTVer2": _gpt_arguments,
    "HeadVer2": _no_arguments,
    "HeadVer3": _no_arguments,
    "HeadVer4": _head_arguments,
    "GPTVer3": _gpt_arguments,
    "MultiHeadVer1": _multi_head_arguments,
    "MultiHeadVer2": _multi_head_arguments,
    "FeedForward": _embed_size_argument,
    "BlockVer1": _block_arguments,
    "BlockVer2": _block_arguments,
    "LayerNorm": _layer_norm_arguments,
    "BlockVer3": _block_arguments,
    "BlockVer4": _block_v4_arguments,
}


def build_of(draw: Draw, name: str) -> Build:
    """The class with drawn sizes, its arguments given by keyword or by position."""
    return Build(name, ARGUMENTS[name](draw), by_position=draw(flags))


@st.composite
def cases(draw: Draw, name: str, awkward: bool = True) -> Case:
    """One forward pass of a class, with a cotangent to pull back.

    With `awkward`, among the inputs are constant features, repeated tokens, odd strides, tiny and large numbers;
    without, they are plain numbers with two decimals. The mode is drawn too, but for BlockVer4, which is in eval mode.
    """
    build = build_of(draw, name)
    source = numbers(draw, WRITTEN if awkward else WRITTEN[-1:])
    weights = source.weights(build)
    train = name != "BlockVer4" and not draw(flags)
    if "vocab_size" in build.args:
        call = _language_call(draw, source, build, train)
    else:
        call = _forward_call(draw, source, build, train, awkward)
    return Case(build, weights, (call,))


def _forward_call(draw: Draw, source: Numbers, build: Build, train: bool, awkward: bool) -> Call:
    args = build.args
    T = draw(lengths[args["block_size"]] if "block_size" in args else sizes)
    C = args["embed_size"] if "embed_size" in args else draw(small)
    x = _sequence(draw, source, T, C, awkward)  # (B, T, C)
    if build.name == "LayerNorm":
        x = draw(dimensions)(x)
    if C == 1 and build.name in ("LayerNorm", "BlockVer3", "BlockVer4"):
        return Call((x,), train=train)  # the gradient of a LayerNorm of one feature is 0, but for rounding
    return Call((x,), train=train, cotangents=(source.tensor(*x.shape[:-1], args.get("head_size", C)),))


def _as_it_is(x: Tensor) -> Tensor:
    return x


def _without_batch(x: Tensor) -> Tensor:
    return x[0]  # (T, C)


def _one_position(x: Tensor) -> Tensor:
    return x[0, -1]  # (C)


def _one_dimension_more(x: Tensor) -> Tensor:
    return torch.stack([x, -x])  # (2, B, T, C)


dimensions = st.sampled_from((_as_it_is, _without_batch, _one_position, _one_dimension_more))


def _language_call(draw: Draw, source: Numbers, build: Build, train: bool) -> Call:
    B, T, V = draw(batches), draw(lengths[build.args["block_size"]]), build.args["vocab_size"]
    indices, targets = source.tokens(V, B, T), source.tokens(V, B, T)  # (B, T)
    logits, loss = source.tensor(B, T, V), source.tensor()
    calls = (
        Call((indices,), "logits", train=train, cotangents=(logits,)),
        Call((indices,), train=train, cotangents=(logits, None)),
        Call((indices, targets), train=train, cotangents=(logits, loss)),
    )
    return calls[draw(three)]


def with_gradient(case: Case) -> bool:
    """Whether the only call of a case pulls a cotangent back."""
    return bool(case.call.cotangents)


@st.composite
def histories(draw: Draw, name: str) -> Case:
    """Forward passes of one module: a call, a longer one in the other mode, one of other numbers, the first one again,
    and, if the class has weights, the first two with others.

    BlockVer4, which draws in train mode, stays in eval mode.
    """
    one = draw(cases(name, awkward=False))
    source = numbers(draw, WRITTEN[-1:])
    again = _language_call if "vocab_size" in one.build.args else _plain_forward_call
    other = again(draw, source, one.build, name != "BlockVer4" and not one.call.train)
    assume(_length(one.call) != _length(other))
    first, second = sorted((one.call, other), key=_length)
    largest = one.build.args.get("vocab_size", 2) - 1
    third = replace(first, inputs=tuple(largest - x for x in first.inputs))
    calls = [first, second, third, first]
    if one.weights:
        weights = source.weights(one.build)
        calls += [replace(first, weights=weights), replace(second, weights=weights)]
    return one.calling(*(calls if draw(flags) else (replace(call, cotangents=()) for call in calls)))


def _length(call: Call) -> tuple[int, ...]:
    return tuple(call.inputs[0].shape[1:2])  # T


def _plain_forward_call(draw: Draw, source: Numbers, build: Build, train: bool) -> Call:
    return _forward_call(draw, source, build, train, awkward=False)


@st.composite
def prompts(draw: Draw, name: str) -> Case:
    """One generate call: any mode, any number of new tokens, prompts shorter and longer than block_size."""
    build = build_of(draw, name)
    source = numbers(draw)
    B, T, n = draw(batches), draw(prompt_lengths), draw(new_tokens)
    indices = source.tokens(build.args["vocab_size"], B, T)  # (B, T)
    call = Call((indices, n), "generate", train=draw(flags), seed=draw(seeds))
    return Case(build, source.weights(build), (call,))
