"""One page with all figures of an implementation, for a browser."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from spec.drawing.own.all import Drawing

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="color-scheme" content="light dark">
<title>Figures</title>
{figures}
</html>
"""


def write_index(drawings: Sequence[Drawing], folder: Path) -> Path:
    """Show what was drawn, and say why the rest was not."""
    path = folder / "index.html"
    path.write_text(PAGE.format(figures="\n".join(map(_shown, drawings))), encoding="utf-8")
    return path


def _shown(drawing: Drawing) -> str:
    return (
        f"<p>{escape(str(drawing))}</p>" if drawing.missing else f'<p><img src="{drawing.file}" alt="{drawing.file}">'
    )
