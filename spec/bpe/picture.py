"""The vocabulary in use over the merges, as a picture."""

from __future__ import annotations

from pathlib import Path

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt

from spec.bpe.merges import Learned


def draw(learned: Learned, path: Path) -> None:
    """Write an SVG that is the same, byte by byte, for the same merges."""
    with plt.rc_context({"svg.hashsalt": "nanogpt-ladder", "font.size": 9, "font.family": "DejaVu Sans"}):
        figure, axes = plt.subplots(figsize=(7, 4), facecolor="white")
        axes.plot(learned.sizes, marker=".", color="#1f5a94")
        axes.set(xlabel="merges", ylabel="symbols in use", ylim=(0, None))
        axes.spines[["top", "right"]].set_visible(False)
        figure.tight_layout()
        figure.savefig(path, format="svg", metadata={"Date": None})
        plt.close(figure)
