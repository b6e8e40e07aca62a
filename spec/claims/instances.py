"""Two instances of a class, called in turns: what one of them gives and logs does not depend on the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import torch
from hypothesis import strategies as st
from torch import Tensor

from harness.case import Build, Call, Case, Implementation, stand_in
from harness.compare.close import LOOSE, assert_close
from harness.draw.numbers import Draw, numbers, seeds
from spec.cases import cases

RATE = 0.5  # of dropout


@st.composite
def instances(draw: Draw, name: str) -> tuple[Case, Case, Case]:
    """An instance alone; beside one of the same sizes; beside one for which each argument is another number.

    The second shows what a class keeps for each size, the third what it keeps once: a mask is too small then, the block
    of a language model too long. In train mode, beside the third, the rate of dropout is 0: nothing is left to chance.
    """
    plain = cases(name, awkward=False).map(_filling_its_block)
    some = draw(plain)
    one, third = sorted((some, draw(plain.filter(lambda other: _all_differ(some, other)))), key=_block)
    largest = one.build.args.get("vocab_size", 2) - 1
    second = replace(one.on(largest - one.x), weights=numbers(draw, ("decimals",)).weights(one.build))
    seed = draw(seeds)
    return (
        _dropping(one, RATE).on(one.x, method="forward", cotangents=()),
        _in_turns(_dropping(one, RATE), _dropping(second, RATE), seed),
        _in_turns(_dropping(one, 0.0), _dropping(third, RATE), seed),
    )


def _filling_its_block(case: Case) -> Case:
    T = case.build.args.get("block_size")
    return case.on(case.x[:, torch.arange(T) % case.x.shape[1]]) if T else case  # (B, block_size, ...)


def _block(case: Case) -> int:
    """The longest first, but of language models the shortest."""
    size: int = case.build.args.get("block_size", 0)
    return size if "vocab_size" in case.build.args else -size


def _all_differ(one: Case, other: Case) -> bool:
    """Each argument that is a number; where there is none, T."""
    args, others = one.build.args, other.build.args
    names = [name for name in {**args, **others} if not isinstance(args.get(name), Build)]
    return all(args.get(name) != others.get(name) for name in names) if names else one.x.shape[1] != other.x.shape[1]


def _dropping(case: Case, rate: float) -> Case:
    if "dropout" not in case.build.args:
        return case
    build = replace(case.build, args={**case.build.args, "dropout": rate})
    return replace(case, build=build).on(case.x, train=rate == 0)


def _in_turns(one: Case, other: Case, seed: int) -> Case:
    """A forward pass of one between two of the other; then a language model continues a prompt that is too long."""
    args, train = one.build.args, one.call.train
    calls = [Call((one.x, other.x), train=train)]
    if "vocab_size" in args:
        prompt = one.x[:, :1].repeat(1, args["block_size"] + 1)  # (B, block_size + 1)
        calls.append(Call((prompt, 1), "generate", train=train, seed=seed))
    both = {"one": one, "other": other}
    weights = {f"{which}.{name}": weight for which, case in both.items() for name, weight in case.weights.items()}
    return Case(stand_in("InTurns", {which: case.build for which, case in both.items()}), weights, tuple(calls))


def assert_share_nothing(impl: Implementation, given: Sequence[Case]) -> None:
    """What an instance gives and logs is the same beside another one, which is loaded and called too."""
    alone, *in_turns = given
    want = impl(alone).reply
    for case in in_turns:
        got = impl(case).replies[0]
        _assert_same(got.output, want.output, "the output")
        for name, log in want.logged.items():
            assert name in got.logged, f"self.{name} beside another instance: it is missing"
            _assert_same(got.logged[name], log, f"self.{name}")


def _assert_same(got: Tensor, want: Tensor, what: str) -> None:
    bound = LOOSE * max(1.0, float(want.abs().max()))
    assert_close(got, want, f"{what} beside another instance, compared with that of one alone", bound)
