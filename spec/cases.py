"""Which cases Hypothesis draws.

Sizes, patterns and the way numbers are written are drawn one by one, so that a failing case shrinks to small sizes and
short numbers. Shrinking ends at the first of those to draw from: 2, as in a matrix of one number nothing is seen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import torch
from hypothesis import assume
from hypothesis import strategies as st
from torch import Tensor

from harness.case import Build, Call, Case, stand_in
from harness.course import shapes
from harness.draw.numbers import WRITTEN, Draw, Numbers, flags, mostly, numbers, seeds
from spec.awkward import PATTERNS
from spec.interface import INTERFACE

LARGEST = 40  # now and then a size comes that no fixed limit foresees


def up_to(most: int) -> Sequence[int]:
    """1 to most, of which 2 comes first."""
    return sorted(range(1, most + 1), key=lambda n: n != 2)


def lengths(block_size: int) -> st.SearchStrategy[int]:
    """T, of as many positions as the block holds."""
    return st.sampled_from(up_to(block_size))


batches = mostly(range(1, 5), seldom=range(5, 17), one_in=4)
small = st.sampled_from(up_to(8))
sizes = mostly(up_to(8), seldom=range(9, LARGEST + 1), one_in=8)
head_counts = mostly(up_to(4), seldom=range(5, 15), one_in=11)
patterns = st.sampled_from(PATTERNS)
prompt_lengths, new_tokens = st.integers(1, 10), st.integers(0, 5)
rates = st.sampled_from((0.5, 0.0)) | st.sampled_from([percent / 100 for percent in range(5, 96)])
epsilons = st.none() | st.sampled_from([k / 1000 for k in range(1, 1001, 7)])


def attention(block_size: int, C: int) -> Build:
    """A stand-in that looks at all earlier positions, x (B, T, C) -> (B, T, C)."""
    return stand_in("HeadVer4", {"block_size": block_size, "embed_size": C, "head_size": C})


def widths(H: int) -> st.SearchStrategy[int]:
    """C, of H heads of D features each."""
    return st.integers(1, 4).map(lambda D: H * D)


def heads(C: int) -> st.SearchStrategy[Build]:
    """A stand-in for a block's head: within each position, or across positions."""
    return st.sampled_from((stand_in("Linear", {"in_features": C, "out_features": C}), attention(LARGEST, C)))


# An argument of a constructor, by its name and by those that are drawn before it. None: it is left out.
ARGUMENTS: Mapping[str, Callable[[Mapping[str, Any]], st.SearchStrategy[Any]]] = {
    "n_heads": lambda known: head_counts,
    "block_size": lambda known: sizes,
    "embed_size": lambda known: widths(known["n_heads"]) if "n_heads" in known else sizes,
    "head_size": lambda known: st.just(known["embed_size"]) | sizes,
    "vocab_size": lambda known: sizes.map(lambda size: size + 1),
    "head": lambda known: heads(known["embed_size"]),
    "contextualizer": lambda known: st.just(attention(known["block_size"], known["embed_size"])),
    "dropout": lambda known: rates,
    "eps": lambda known: epsilons,
}


def build_of(draw: Draw, name: str) -> Build:
    """The class with drawn sizes, its arguments given by keyword or by position."""
    promised = INTERFACE[name].arguments
    known: dict[str, Any] = {}
    for argument in filter(promised.__contains__, ARGUMENTS):
        known[argument] = draw(ARGUMENTS[argument](known))
    args = {argument: known[argument] for argument in promised if known[argument] is not None}
    return Build(name, args, by_position=draw(flags))


@st.composite
def cases(draw: Draw, name: str, awkward: bool = True) -> Case:
    """One forward pass of a class, with a cotangent to pull back.

    With `awkward`, among the inputs are constant features, repeated tokens, odd strides, tiny and large numbers;
    without, they are plain numbers with two decimals. The mode is drawn too, but with dropout it is eval mode.
    """
    build = build_of(draw, name)
    source = numbers(draw, WRITTEN if awkward else WRITTEN[-1:])
    weights = source.weights(build)
    train = "dropout" not in build.args and not draw(flags)
    if "vocab_size" in build.args:
        call = _language_call(draw, source, build, train)
    else:
        call = _forward_call(draw, source, build, train, awkward)
    return Case(build, weights, (call,))


def _forward_call(draw: Draw, source: Numbers, build: Build, train: bool, awkward: bool) -> Call:
    args, scales = build.args, _scales(build)
    T = draw(lengths(args["block_size"]) if "block_size" in args else sizes)
    C = args["embed_size"] if "embed_size" in args else draw(small)
    x = source.tensor(draw(batches), T, C)  # (B, T, C)
    x = draw(patterns)(x) if awkward else x
    x = draw(dimensions)(x) if "weight" in scales else x
    if C == 1 and scales:
        return Call((x,), train=train)  # the gradient of a norm of one feature is 0, but for rounding
    return Call((x,), train=train, cotangents=(source.tensor(*x.shape[:-1], args.get("head_size", C)),))


def _scales(build: Build) -> set[str]:
    """The weights of its norms, one for each feature. Of a class that is a norm itself, the name is weight alone."""
    return {name for name, shape in shapes(build).items() if name.endswith("weight") and len(shape) == 1}


def _as_it_is(x: Tensor) -> Tensor:
    return x


def _without_batch(x: Tensor) -> Tensor:
    return x[0]  # (T, C)


def _one_position(x: Tensor) -> Tensor:
    return x[0, -1].contiguous()  # (C)


def _one_dimension_more(x: Tensor) -> Tensor:
    return torch.stack([x, -x])  # (2, B, T, C)


dimensions = st.sampled_from((_as_it_is, _without_batch, _one_position, _one_dimension_more))


def _language_call(draw: Draw, source: Numbers, build: Build, train: bool) -> Call:
    B, T, V = draw(batches), draw(lengths(build.args["block_size"])), build.args["vocab_size"]
    indices, targets = source.tokens(V, B, T), source.tokens(V, B, T)  # (B, T)
    logits, loss = source.tensor(B, T, V), source.tensor()
    calls = (
        Call((indices,), "logits", train=train, cotangents=(logits,)),
        Call((indices,), train=train, cotangents=(logits, None)),
        Call((indices, targets), train=train, cotangents=(logits, loss)),
    )
    return draw(st.sampled_from(calls))


def with_gradient(case: Case) -> bool:
    """Whether the only call of a case pulls a cotangent back."""
    return bool(case.call.cotangents)


@st.composite
def histories(draw: Draw, name: str) -> Case:
    """Forward passes of one module: a call, a longer one in the other mode, one of other numbers, the first one again,
    and, if the class has weights, the first two with others.

    A class with dropout, which draws in train mode, stays in eval mode.
    """
    one = draw(cases(name, awkward=False))
    source = numbers(draw, WRITTEN[-1:])
    again = _language_call if "vocab_size" in one.build.args else _plain_forward_call
    other = again(draw, source, one.build, "dropout" not in one.build.args and not one.call.train)
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
