"""One page with all figures of an implementation, for a browser."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from harness.language.speech import language, say, to_say
from spec.figures.own.all import Drawing

PAGE = """<!doctype html>
<html lang="{language}">
<meta charset="utf-8">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
{figures}
</html>
"""

CAPTIONS = {
    "attention": to_say("How much your trained HeadVer4 looks at each position s from position t. Each row sums to 1."),
    "encodings": to_say("The encodings of your GPTVer3: all of them, and four of their columns as waves."),
    "gradients": to_say("How much of the gradient arrives at the bottom of a deep stack. Near 1, all layers learn."),
    "cost": to_say("FLOPs and tensor operations of one forward pass of each of your heads."),
    "losses": to_say("The loss of each training step, a line a seed. Dropout is judged by other lines than it learns."),
}


def write_index(drawings: Sequence[Drawing], folder: Path) -> Path:
    """Show what was drawn, and say why the rest was not."""
    path, figures = folder / "index.html", "\n".join(map(_shown, drawings))
    path.write_text(PAGE.format(language=language(), title=say("Figures"), figures=figures), encoding="utf-8")
    return path


def _shown(drawing: Drawing) -> str:
    if drawing.missing:
        return f"<p>{escape(str(drawing))}</p>"
    caption = say(CAPTIONS[Path(drawing.file).stem])
    return "".join([f'<figure><img src="{drawing.file}" alt="">', f"<figcaption>{caption}</figcaption></figure>"])
