"""What positional encodings are held to."""

from __future__ import annotations

import torch
from hypothesis import strategies as st
from torch import Tensor

from harness.case import Build, Call, Case, Implementation, stand_in
from harness.compare.close import assert_close
from harness.draw.numbers import Draw, flags, numbers

FURTHEST = 64


@st.composite
def encodings(draw: Draw, smallest: int = 1, narrowest: int = 1, even: bool = False) -> Case:
    """pos_encodings(block_size, C), called on the class or on a model."""
    block_size, C = draw(st.integers(smallest, FURTHEST)), draw(st.integers(narrowest, 12) | st.integers(13, 80))
    call = Call((block_size, 2 * C if even else C), "pos_encodings")
    sizes = {"vocab_size": 2, "block_size": 1, "embed_size": 1}
    build = Build("GPTVer3", {"contextualizer": stand_in("Identity"), **sizes})
    return Case(build, {}, (call,), on_class=not draw(flags))


def distances(encoded: Tensor, shape: tuple[int, int]) -> Tensor:
    """(T, C) -> (T, T), Euclidean. Fails on another shape, and on what has none: integers, what is not finite."""
    assert tuple(encoded.shape) == shape, f"the encodings have shape {tuple(encoded.shape)}, expected {shape}"
    assert encoded.is_floating_point(), f"the encodings are {encoded.dtype}, expected torch.float32"
    assert bool(encoded.isfinite().all()), "an encoding is not finite"
    return (encoded.unsqueeze(0) - encoded.unsqueeze(1)).norm(dim=-1)


@st.composite
def same_tokens(draw: Draw, name: str) -> Case:
    """One token, repeated, seen by a contextualizer that changes nothing; lm_head reads out the features (V = C)."""
    C, T, B = draw(st.integers(2, 6)), draw(st.integers(2, 8)), draw(st.integers(1, 3))
    sizes = {"vocab_size": C, "block_size": T + draw(st.integers(0, 2)), "embed_size": C}
    build = Build(name, {"contextualizer": stand_in("Identity"), **sizes})
    weights = {**numbers(draw).weights(build), "lm_head.weight": torch.eye(C)}
    indices = torch.full((B, T), draw(st.integers(0, C - 1)))  # (B, T)
    return Case(build, weights, (Call((indices,), "logits"),))


def assert_positions_look_alike(impl: Implementation, case: Case) -> None:
    """The same token has the same logits at each position."""
    logits = impl(case).output  # (B, T, V)
    assert_close(logits, logits[:, :1].expand_as(logits), "the logits of a repeated token, compared with its first")


def assert_positions_differ(impl: Implementation, case: Case) -> None:
    """The same token has other logits at each position."""
    logits = impl(case).output  # (B, T, V)
    (B, T), V = case.x.shape, case.build.args["vocab_size"]
    assert tuple(logits.shape) == (B, T, V), f"the logits have shape {tuple(logits.shape)}, expected {(B, T, V)}"
    for b in range(B):
        apart = distances(logits[b], (T, V))  # (T, T)
        apart.fill_diagonal_(1)
        s, t = divmod(int(apart.argmin()), len(apart))
        assert apart[s, t] > 1e-3, (
            f"token {int(case.x[b, 0])} has the same logits at positions {s} and {t}: does the position go in?"
        )
