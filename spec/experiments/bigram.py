"""What a bigram table learns from a text: how often each character follows each other one."""

from __future__ import annotations

from collections.abc import Iterator

from torch import Tensor

from harness.case import Build, Case, Implementation, NeverRuns, Refuted
from harness.training import Training
from spec.experiments.helps import SEEDS
from spec.experiments.languages import Language, last_token, rounds
from spec.right_model import start_values, trusted

LINES, STEPS, RATE = 40, 150, 1.0
TEXT = rounds(6)
OFF_BY = 2e-3


def corpus(seed: int) -> Language:
    """A text of LINES lines, drawn."""
    return TEXT.split(LINES, seed)[0]


def learned_table(impl: Implementation, text: Language, seed: int) -> Tensor:
    """The softmax of each row of GPTVer1's table (V, V) once it has been trained on a text, without weight decay."""
    build = Build("GPTVer1", text.sizes)
    run = Training(text.indices, text.targets, STEPS, RATE, seed, decay=0.0)
    outcome = impl(Case(build, start_values(build, seed), (), training=run))
    if outcome.error is not None:
        raise NeverRuns(outcome.error)
    assert outcome.trained is not None
    table = trusted(build, outcome.trained.weights).get_parameter("token_embedding_table.weight")
    return table.detach().double().softmax(dim=-1)


def count_ratios(text: Language) -> Tensor:
    """count(like, w) / count(like) in row like, column w, (V, V)."""
    V = len(text.alphabet)
    pairs = text.indices * V + text.targets  # (N, T)
    counts = pairs.flatten().bincount(minlength=V * V).view(V, V).double()
    return counts / counts.sum(dim=1, keepdim=True)


def loss(table: Tensor, text: Language) -> float:
    """The mean surprise, in nats, of predictions by a table (V, V)."""
    return float(-table[text.indices, text.targets].log().mean())


def assert_learns_the_counts(impl: Implementation, first_seed: int) -> Iterator[str]:
    """On SEEDS texts the learned table is that of the count ratios, its loss the entropy rate. Yields it in words."""
    yield f"\nGPTVer1 learned {LINES} lines of {TEXT.name}. The probability that is furthest from its count:"
    for seed in range(first_seed, first_seed + SEEDS):
        text = corpus(seed)
        table, ratios, floor = learned_table(impl, text, seed), count_ratios(text), text.entropy(last_token)
        off, reached = (table - ratios).abs(), loss(table, text)
        like, w = divmod(int(off.nan_to_num(2.0).argmax()), len(ratios))
        a, b = text.alphabet[like], text.alphabet[w]
        found = (
            f"seed {seed}: P({b}|{a}) learned {table[like, w]:.4f}, counted {ratios[like, w]:.4f}; "
            f"loss {reached:.4f}, floor {floor:.4f}"
        )
        if not (off.max() <= OFF_BY and reached <= floor + OFF_BY):
            raise Refuted(
                f"GPTVer1 was trained for {STEPS} steps on {LINES} lines of {TEXT.name}, and its table is not "
                f"that of the counts.\n{found}\nIs the loss the mean cross-entropy of the logits, and do they come "
                "from the row of the last token?"
            )
        yield found
