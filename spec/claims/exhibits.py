"""Exhibits: the numbers that a claim prints once it holds, for those who ask by `pytest -s`, in 80 columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import pytest
import torch
from torch import Tensor

from harness.case import Build, Call, Case, Implementation, Reply, stand_in
from harness.compare.race import Race
from harness.compare.side_by_side import whose
from harness.language.speech import say, say_again
from harness.tell.screen import left, right
from spec.claims.cost import attention, projection, spent
from spec.claims.layer_norm import block_gains, linear_gains
from spec.right_model import start_values

LOUD = 4.0  # else torch's start values attend to all positions nearly alike
SPREAD_SIZES, SPREAD_T = (1, 4, 16, 64), 128
B, T, C, H = 4, 32, 64, 8  # of what costs are shown of
LINEAR_DEPTHS, BLOCK_DEPTHS = (1, 5, 10, 20), (1, 4, 8, 16)
AROUND, SPREAD = (0.0, 100.0, 5.0), (1.0, 30.0, 0.01)  # the mean and the deviation of features
FEATURES = 6  # that are shown of a position


def shows(exhibit: Callable[[Implementation], str]) -> pytest.MarkDecorator:
    """Marks a claim that has an exhibit."""
    return pytest.mark.shows.with_args(exhibit)


def weights_of_averaging(impl: Implementation) -> str:
    """HeadVer3's weights."""
    wei = impl(Case(Build("HeadVer3"), {}, (Call((_normal(1, 5, 8),)),))).reply.log("wei")  # (T, T)
    return _matrix("HeadVer3", wei)


def weights_of_attention(impl: Implementation) -> str:
    """HeadVer4's weights at torch's start values."""
    build = Build("HeadVer4", {"block_size": 5, "embed_size": 8, "head_size": 8})
    call = Call((LOUD * _normal(1, 5, 8),))
    wei = impl(Case(build, start_values(build, seed=0), (call,))).reply.log("wei")  # (1, T, T)
    return _matrix("HeadVer4", wei[0])


def _matrix(name: str, wei: Tensor) -> str:
    rows = ("    " + "".join(f"{weight:8.2f}" for weight in row) for row in wei.tolist())
    return "\n".join([say("self.wei of {name}; row t holds what position t takes of each position:", name=name), *rows])


def spread_of_scores(impl: Implementation) -> str:
    """Their variance by head_size, with q and k normal."""
    rows = [[say("variance of the scores"), "self.var", say("without the scale")]]
    for D in SPREAD_SIZES:
        build = Build("HeadVer4", {"block_size": SPREAD_T, "embed_size": 8, "head_size": D})
        call = Call((_normal(1, SPREAD_T, 8),), options={"debug": True}, seed=0)
        var = float(impl(Case(build, {}, (call,))).reply.log("var"))
        rows.append([f"head_size {D}", f"{var:.2f}", f"{var * D:.2f}"])
    return _table((32, 16, 24), rows)


def cost_of_one_head_and_many(impl: Implementation) -> str:
    """HeadVer4 as wide as the heads of MultiHeadVer1 are together, and these."""
    one = Build("HeadVer4", {"block_size": T, "embed_size": C, "head_size": C})
    many = say("MultiHeadVer1, {H} heads of size {D}", H=H, D=C // H)
    return _costs(impl, {f"HeadVer4, head_size {C}": one, many: _heads(1)})


def cost_of_both_versions(impl: Implementation) -> str:
    """MultiHeadVer1 and MultiHeadVer2."""
    return _costs(impl, {build.name: build for build in (_heads(1), _heads(2))})


def _heads(version: int) -> Build:
    return Build(f"MultiHeadVer{version}", {"block_size": T, "embed_size": C, "n_heads": H})


def _costs(impl: Implementation, builds: Mapping[str, Build]) -> str:
    call = Call((torch.ones(B, T, C),))
    needs = (
        (say("attention needs"), "6 B T C^2 + 4 B T^2 C", f"= {attention(B, T, C).flops:>9,} FLOPs"),
        (say("a projection needs besides"), "2 B T C^2", f"= {projection(B, T, C):>9,} FLOPs"),
    )
    spendings = {name: spent(impl, Case(build, {}, (call,))) for name, build in builds.items()}
    sizes = say("B {B}, T {T}, C {C}, whatever H is:", B=B, T=T, C=C)
    return "\n".join([bill(spendings), sizes, _table((28, 24, 18), needs, indent=4)])


def raced(race: Race, opponent: Implementation, winner: str, loser: str, spendings: tuple[Reply, Reply]) -> str:
    """How much faster a version is than the first one, which is the opponent's, and what each costs."""
    faster = say("{name} is {race}.", name=winner, race=say_again(str(race)))
    names = winner, f"{say_again(whose(opponent))} {loser}"
    return "\n".join(["", faster, bill(dict(zip(names, spendings))), ""])


def bill(spendings: Mapping[str, Reply]) -> str:
    """A row for each reply to a counted call."""
    header = (say("one forward pass"), say("FLOPs of products"), say("tensor operations"))
    rows = ((name, f"{one.flops:,}", f"{one.operations:,}") for name, one in spendings.items())
    return _table((32, 24, 24), [header, *rows])


def mean_and_variance(impl: Implementation) -> str:
    """Over the features of three positions, before and after a LayerNorm."""
    x = _normal(len(AROUND), 64) * torch.tensor(SPREAD).unsqueeze(1) + torch.tensor(AROUND).unsqueeze(1)  # (3, C)
    build = Build("LayerNorm", {"embed_size": 64})
    out = impl(Case(build, start_values(build, seed=0), (Call((x,)),))).reply.output  # (3, C)
    rows = [[say("over the features of"), say("mean before"), say("after"), say("variance before"), say("after")]]
    for t in range(len(x)):
        means = f"{x[t].mean():.2f}", _no_sign(out[t].mean())
        variances = f"{x[t].var(correction=0):.3g}", f"{out[t].var(correction=0):.4f}"
        rows.append([say("position {t}", t=t), *means, *variances])
    after = say("The variance after is v / (v + eps), with v the variance before and eps 1e-5.")
    return "\n".join([_table((24, 14, 10, 20, 10), rows), after])


def _no_sign(mean: Tensor) -> str:
    return f"{abs(float(mean)):.2f}"


def gradients_of_linear_layers(impl: Implementation) -> str:
    """By the depth of a stack, without LayerNorm and with it."""
    rows = [[say("linear layers"), say("plain"), say("with LayerNorm")]]
    for depth, plain, normed in zip(LINEAR_DEPTHS, *linear_gains(impl, LINEAR_DEPTHS)):
        rows.append([str(depth), f"{plain:.1e}", f"{normed:.2f}"])
    return "\n".join([_quotient(), _table((24, 18, 18), rows)])


def gradients_of_blocks(impl: Implementation) -> str:
    """By the depth of a stack of BlockVer1, BlockVer2 and BlockVer3."""
    rows = [[say("blocks"), "BlockVer1", "BlockVer2", "BlockVer3"]]
    for depth, first, second, third in zip(BLOCK_DEPTHS, *block_gains(impl, BLOCK_DEPTHS)):
        rows.append([str(depth), f"{first:.1e}", f"{second:.2f}", f"{third:.2f}"])
    return "\n".join([_quotient(), _table((24, 18, 18, 18), rows)])


def _quotient() -> str:
    return say("|gradient of x| / |gradient of the output|")


def three_calls_in_train_mode(impl: Implementation) -> str:
    """BlockVer4 on the same input."""
    return _three_calls(impl, train=True)


def three_calls_in_eval_mode(impl: Implementation) -> str:
    """BlockVer4 on the same input."""
    return _three_calls(impl, train=False)


def _three_calls(impl: Implementation, train: bool) -> str:
    head = stand_in("HeadVer4", {"block_size": 4, "embed_size": 16, "head_size": 16})
    build = Build("BlockVer4", {"head": head, "embed_size": 16, "dropout": 0.5})
    x = _normal(1, 4, 16)  # (1, T, C)
    calls = (Call((x,), train=train, seed=0), Call((x,), train=train), Call((x,), train=train))
    rows = [["x", *_numbers(x[0, 0])]]
    for n, reply in enumerate(impl(Case(build, start_values(build, seed=0), calls)).replies, 1):
        called = say("call {n} in train mode", n=n) if train else say("call {n} in eval mode", n=n)
        rows.append([called, *_numbers(reply.output[0, 0])])
    header = say("BlockVer4 with dropout 0.5, the first {n} features of the first position:", n=FEATURES)
    return "\n".join([header, _table((24, *[9] * FEATURES), rows)])


def _numbers(features: Tensor) -> list[str]:
    return [f"{number:.3f}" for number in features[:FEATURES].tolist()]


def _table(widths: Sequence[int], rows: Iterable[Sequence[str]], indent: int = 0) -> str:
    """The first column begins at the left, the others end at the right."""
    lines = (left(first, widths[0]) + "".join(map(right, others, widths[1:])) for first, *others in rows)
    return "\n".join(f"{' ' * indent}{line}" for line in lines)


def _normal(*shape: int) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(0))
