"""What a trained HeadVer4 looks at, in a line of a small language."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from matplotlib.figure import Figure

from harness.case import Build, Call, Case, Implementation, NeverRuns, stand_in
from harness.training import Training
from spec.experiments.languages import Language, echoes
from spec.figures.shapes import label, matrix
from spec.figures.style import BLUE, INK, MUTED, NORMAL, ORANGE, page
from spec.right_model import start_values, trusted

C, STEPS, RATE, BATCH, SEED = 32, 200, 0.02, 32, 0
WORD = "decade"
LANGUAGE = echoes(5, len(WORD))
CELL = (30.0, 21.0)


@dataclass(frozen=True)
class Attention:
    """The weights (T, T), the tokens that they are about, and the one that comes after each."""

    wei: torch.Tensor
    tokens: str
    following: str


def attention(impl: Implementation) -> Figure:
    """Of each position, how much it looks at each: from the end of the word on, what comes next is 5 positions back."""
    seen = look(impl, LANGUAGE, WORD * 2)
    figure, axes = page(height=286)
    place = matrix(axes, seen.wei.double().numpy(), (80, 42), CELL, BLUE, most=1.0, strongest=1.0)
    label(axes, (place.middle[0], 10), "wei[t, s]", size=NORMAL)
    label(axes, (48, 28), "t", MUTED)
    label(axes, (place.right[0] + 50, 28), "t + 1", MUTED)
    for i, (token, following) in enumerate(zip(seen.tokens, seen.following)):
        row = place.y + (i + 0.5) * CELL[1]
        label(axes, (place.x + (i + 0.5) * CELL[0], 31), token, INK, family="monospace")
        label(axes, (place.x - 14, row), token, INK, family="monospace")
        label(axes, (place.right[0] + 20, row), "\N{RIGHTWARDS ARROW}", MUTED)
        asked = i >= len(WORD) - 1
        label(axes, (place.right[0] + 50, row), following, ORANGE if asked else MUTED, family="monospace")
    return figure


def look(impl: Implementation, language: Language, line: str) -> Attention:
    """Train a GPTVer4 of torch's own layers over the implementation's HeadVer4, then ask that head about a line.

    Raises NeverRuns and AssertionError where HeadVer4 does.
    """
    sizes = {"block_size": language.indices.shape[1], "embed_size": C, "head_size": C}
    head = Build("HeadVer4", sizes)
    build = stand_in("GPTVer4", {"contextualizer": head, **language.sizes, "embed_size": C})
    run = Training(language.indices, language.targets, STEPS, RATE, SEED, BATCH)
    outcome = impl(Case(build, start_values(build, SEED), (), training=run))
    if outcome.error is not None:
        raise NeverRuns(outcome.error)
    assert outcome.trained is not None
    model = trusted(build, outcome.trained.weights)
    indices = torch.tensor([[language.alphabet.index(token) for token in line[:-1]]])  # (1, T)
    with torch.no_grad():
        positions = model.get_parameter("pos_embedding_table.weight")  # (T, C)
        x = model.get_submodule("token_embedding_table")(indices) + positions  # (1, T, C)
    weights = dict(model.get_submodule("contextualizer").named_parameters())
    wei = impl(Case(head, weights, (Call((x,)),))).reply.log("wei")
    T = len(line) - 1
    assert tuple(wei.shape) == (1, T, T), f"self.wei has shape {tuple(wei.shape)}, expected {(1, T, T)}"
    return Attention(wei[0], line[:-1], line[1:])
