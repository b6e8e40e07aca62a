"""One page with all figures of an implementation, for a browser."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from spec.figures.own.all import Drawing

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="color-scheme" content="light dark">
<title>Figures</title>
{figures}
</html>
"""

CAPTIONS = {
    "attention": "How much your trained HeadVer4 looks at each position s from position t. Each row sums to 1.",
    "encodings": "The encodings of your GPTVer3: all of them, and four of their columns as waves.",
    "gradients": "How much of the gradient arrives at the bottom of a deep stack. Near 1, all layers learn.",
    "cost": "FLOPs and tensor operations of one forward pass of each of your heads.",
    "losses": "The loss of each training step, a line a seed. Dropout is judged by other lines than it learns.",
}


def write_index(drawings: Sequence[Drawing], folder: Path) -> Path:
    """Show what was drawn, and say why the rest was not."""
    path = folder / "index.html"
    path.write_text(PAGE.format(figures="\n".join(map(_shown, drawings))), encoding="utf-8")
    return path


def _shown(drawing: Drawing) -> str:
    if drawing.missing:
        return f"<p>{escape(str(drawing))}</p>"
    caption = CAPTIONS[Path(drawing.file).stem]
    return f'<figure><img src="{drawing.file}" alt=""><figcaption>{caption}</figcaption></figure>'
