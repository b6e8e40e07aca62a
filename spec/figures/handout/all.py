"""All figures of the handout, by the name of their file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from matplotlib.figure import Figure

from spec.figures.handout.bigram import bigram
from spec.figures.handout.blocks import block
from spec.figures.handout.bpe import bpe, bpe_vocabulary
from spec.figures.handout.course_map import course_map
from spec.figures.handout.encodings import encodings
from spec.figures.handout.head_v4 import head_v4
from spec.figures.handout.heads import head_v1, head_v2, head_v3
from spec.figures.handout.layer_norm import layer_norm
from spec.figures.handout.multi_head import multi_head
from spec.figures.style import save, styled

FIGURES: Mapping[str, Callable[[], Figure]] = {
    "map": course_map,
    "bpe": bpe,
    "bpe_vocabulary": bpe_vocabulary,
    "bigram": bigram,
    "head_v1": head_v1,
    "head_v2": head_v2,
    "head_v3": head_v3,
    "head_v4": head_v4,
    "encodings": encodings,
    "multi_head": multi_head,
    **{f"block_v{version}": partial(block, version) for version in (1, 2, 3, 4)},
    "layer_norm": layer_norm,
}


def write(folder: Path) -> list[Path]:
    """Draw all of them into a folder, as SVG."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    with styled():
        for name, draw in FIGURES.items():
            paths.append(folder / f"{name}.svg")
            save(draw(), paths[-1])
    return paths
