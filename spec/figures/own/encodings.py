"""The positional encodings that a GPTVer3 gives."""

from __future__ import annotations

from matplotlib.figure import Figure

from harness.case import Build, Call, Case, Implementation, stand_in
from spec.figures.encodings import draw

SHAPE = (32, 16)


def encodings(impl: Implementation) -> Figure:
    """Of as many positions and features as the handout shows. Raises NeverRuns and AssertionError where it has none."""
    sizes = {"vocab_size": 2, "block_size": 1, "embed_size": 1}
    build = Build("GPTVer3", {"contextualizer": stand_in("Identity"), **sizes})
    encoded = impl(Case(build, {}, (Call(SHAPE, "pos_encodings"),), on_class=True)).output
    assert tuple(encoded.shape) == SHAPE, f"pos_encodings has shape {tuple(encoded.shape)}, expected {SHAPE}"
    return draw(encoded.double().numpy())
