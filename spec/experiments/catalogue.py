"""The experiments of the ladder. Floors and bounds are entropies of the language; what a right answer reaches, and by
how much it wins, was measured over 100 seeds (README)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from harness.case import Build, stand_in
from harness.language.speech import to_say_again
from spec.experiments.experiment import Experiment, Model
from spec.experiments.languages import (
    Language,
    everything,
    last_token,
    last_token_and_all_in_no_order,
    nothing,
    rounds,
    squares,
    sums,
    tokens_in_no_order,
    walks,
)

ROUNDS, SHORT_ROUNDS, WALKS, SQUARES, SUMS = rounds(6), rounds(4), walks(4, 4, 7), squares(5), sums(10)
Made = Callable[[str, Mapping[str, Any]], Build]  # Build or stand_in
AVERAGE = stand_in("HeadVer3")


def _gpt(made: Made, name: str, contextualizer: Build, language: Language, C: int) -> Build:
    return made(name, {"contextualizer": contextualizer, **language.sizes, "embed_size": C})


def _head(made: Made, name: str, language: Language, C: int) -> Build:
    return made(name, {"block_size": language.indices.shape[1], "embed_size": C, "head_size": C})


def _heads(made: Made, name: str, language: Language, C: int, H: int) -> Build:
    return made(name, {"block_size": language.indices.shape[1], "embed_size": C, "n_heads": H})


def _blocks(made: Made, name: str, language: Language, C: int, depth: int, **more: float) -> Build:
    block = made(name, {"head": _head(stand_in, "HeadVer4", language, C), "embed_size": C, **more})
    return stand_in("Stack", {f"block_{i}": block for i in range(depth)})


def _deep(made: Made, name: str, language: Language, C: int, depth: int, **more: float) -> Build:
    return _gpt(stand_in, "GPTVer4", _blocks(made, name, language, C, depth, **more), language, C)


AVERAGING = Experiment(
    language=ROUNDS,
    weaker=Model(to_say_again("a bigram table"), stand_in("GPTVer1", ROUNDS.sizes), steps=100, rate=0.3),
    stronger=Model(
        to_say_again("GPTVer2 over the mean"), _gpt(Build, "GPTVer2", AVERAGE, ROUNDS, C=32), steps=100, rate=0.1
    ),
    batch=32,
    bound=last_token,
    floor=tokens_in_no_order,
    reach=0.1,
    margin=0.4,
)

ATTENTION = Experiment(
    language=WALKS,
    weaker=Model(
        to_say_again("the mean of the past"), _gpt(stand_in, "GPTVer2", AVERAGE, WALKS, C=32), steps=100, rate=0.1
    ),
    stronger=Model(
        "HeadVer4", _gpt(stand_in, "GPTVer2", _head(Build, "HeadVer4", WALKS, C=32), WALKS, C=32), 120, rate=0.025
    ),
    batch=64,
    bound=tokens_in_no_order,
    floor=last_token_and_all_in_no_order,
    reach=0.6,
    margin=0.2,
)

POSITIONS = Experiment(
    language=ROUNDS,
    weaker=Model(
        to_say_again("GPTVer2 over attention"),
        _gpt(stand_in, "GPTVer2", _head(stand_in, "HeadVer4", ROUNDS, C=32), ROUNDS, C=32),
        steps=100,
        rate=0.03,
    ),
    stronger=Model(
        to_say_again("GPTVer3 over attention"),
        _gpt(Build, "GPTVer3", _head(stand_in, "HeadVer4", ROUNDS, C=32), ROUNDS, C=32),
        steps=120,
        rate=0.02,
    ),
    batch=32,
    bound=last_token_and_all_in_no_order,
    floor=everything,
    reach=0.45,
    margin=0.2,
)

MULTI_HEAD = Experiment(
    language=SQUARES,
    weaker=Model(
        to_say_again("one head"),
        _gpt(stand_in, "GPTVer4", _heads(stand_in, "MultiHeadVer2", SQUARES, C=32, H=1), SQUARES, C=32),
        steps=100,
        rate=0.02,
    ),
    stronger=Model(
        to_say_again("MultiHeadVer2, 8 heads"),
        _gpt(stand_in, "GPTVer4", _heads(Build, "MultiHeadVer2", SQUARES, C=32, H=8), SQUARES, C=32),
        steps=100,
        rate=0.02,
    ),
    batch=48,
    floor=everything,
    reach=0.5,
    margin=0.5,
)

FEED_FORWARD = Experiment(
    language=SUMS,
    weaker=Model(
        to_say_again("the mean of the past"), _gpt(stand_in, "GPTVer3", AVERAGE, SUMS, C=32), steps=100, rate=0.02
    ),
    stronger=Model(
        to_say_again("BlockVer1 over the mean"),
        _gpt(stand_in, "GPTVer3", Build("BlockVer1", {"head": AVERAGE, "embed_size": 32}), SUMS, C=32),
        steps=100,
        rate=0.02,
    ),
    bound=nothing,  # its logits are f(a) + g(b): by convexity and symmetry, none are better than equal ones
    floor=everything,
    reach=0.5,
    margin=1.5,
)

RESIDUAL = Experiment(
    language=SHORT_ROUNDS,
    weaker=Model(
        "5 BlockVer1",
        _deep(stand_in, "BlockVer1", SHORT_ROUNDS, C=16, depth=5),
        steps=40,
        rate=0.007,
    ),
    stronger=Model(
        "5 BlockVer2",
        _deep(Build, "BlockVer2", SHORT_ROUNDS, C=16, depth=5),
        steps=40,
        rate=0.007,
    ),
    floor=everything,
    reach=0.7,
    margin=0.2,
)

LAYER_NORM = Experiment(
    language=SHORT_ROUNDS,
    weaker=Model(
        "6 BlockVer2",
        _deep(stand_in, "BlockVer2", SHORT_ROUNDS, C=16, depth=6),
        steps=40,
        rate=0.02,
    ),
    stronger=Model(
        "6 BlockVer3",
        _deep(Build, "BlockVer3", SHORT_ROUNDS, C=16, depth=6),
        steps=40,
        rate=0.02,
    ),
    floor=everything,
    reach=0.75,
    margin=0.2,
)

DROPOUT = Experiment(
    language=ROUNDS,
    weaker=Model(
        "BlockVer3",
        _deep(stand_in, "BlockVer3", ROUNDS, C=24, depth=1),
        steps=60,
        rate=0.015,
    ),
    stronger=Model(
        to_say_again("BlockVer4, dropout 0.5"),
        _deep(Build, "BlockVer4", ROUNDS, C=24, depth=1, dropout=0.5),
        steps=60,
        rate=0.015,
    ),
    learned=40,
    falling=False,
    floor=everything,
    reach=1.0,
    margin=0.2,
    price=0.03,
)

EXPERIMENTS = {
    to_say_again("averaging beats the bigram"): AVERAGING,
    to_say_again("attention beats averaging"): ATTENTION,
    to_say_again("positions help"): POSITIONS,
    to_say_again("multi-head helps"): MULTI_HEAD,
    to_say_again("feed-forward helps"): FEED_FORWARD,
    to_say_again("residual connections help"): RESIDUAL,
    to_say_again("layer norm helps"): LAYER_NORM,
    to_say_again("dropout helps"): DROPOUT,
}
